"""The checks before each letter, in the order in which they are made: each names the reason against, or has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.letters.model import NoLetter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from domain.casegroup import Person, System
    from domain.letters.model import FollowUp, Reason, Situation
    from domain.policy.model import Days, JourneyPolicy, PolicyValue

CLERICAL: Final[tuple[FollowUp, ...]] = ("suppression_report", "clerical_notification")


def no_letter(situation: Situation, reason: Reason, *follow_ups: FollowUp, missing: tuple[str, ...] = ()) -> NoLetter:
    """Say that no letter goes to the client, and why."""
    return NoLetter(reason, situation.person.person_id, follow_ups, missing)


def freshness(policy: JourneyPolicy) -> Mapping[System, PolicyValue[Days]]:
    """Give how old the facts of each system may be."""
    return {"CS2": policy.facts_fresh_cs2, "CSCS": policy.facts_fresh_cscs, "CCD": policy.facts_fresh_ccd}


# ------------------------------------------------------------------------------------------- before a letter is chosen


def facts_not_fresh(situation: Situation, policy: JourneyPolicy) -> NoLetter | None:
    """Facts of a system are older than its refresh leaves them, or nobody knows how old they are."""
    limits = freshness(policy)
    stale = [
        facts.system
        for facts in situation.facts
        if facts.refreshed_on is None or (situation.day - facts.refreshed_on).days > limits[facts.system].value.count
    ]
    if not stale and situation.facts:
        return None
    missing = tuple(f"facts of {system}" for system in dict.fromkeys(stale)) or ("facts of every system",)
    return no_letter(situation, "facts_not_fresh", "refresh_facts", missing=missing)


def criteria_not_known(situation: Situation, _policy: JourneyPolicy) -> NoLetter | None:
    """Nobody can tell whether the case still meets the criteria, or how it stood at selection."""
    if situation.meets_criteria is not None and situation.status is not None:
        return None
    return no_letter(situation, "criteria_not_known", "find_out", missing=situation.missing)


def died_by_selection(situation: Situation, _policy: JourneyPolicy) -> NoLetter | None:
    """A death on or before the day of selection is an exception, found before the first letter."""
    death, selected = situation.person.date_of_death, situation.selected_on
    if death is None or situation.sent or (selected is not None and death > selected) or death > situation.day:
        return None
    return no_letter(situation, "died_by_selection", "exception")


def special_welfare_at_selection(situation: Situation, _policy: JourneyPolicy) -> NoLetter | None:
    """A special welfare marker is an exception where no letter has gone yet: the marker has no day of its own."""
    if situation.sent or "special_welfare" not in situation.person.markers:
        return None
    return no_letter(situation, "special_welfare_at_selection", "exception")


def criteria_not_met(situation: Situation, _policy: JourneyPolicy) -> NoLetter | None:
    """The case no longer belongs in case closure, or has neither maintenance nor arrears."""
    if situation.meets_criteria and situation.status != "nothing_left":
        return None
    return no_letter(situation, "criteria_not_met", "exception")


BEFORE: Final[tuple[Callable[[Situation, JourneyPolicy], NoLetter | None], ...]] = (
    facts_not_fresh,
    criteria_not_known,
    died_by_selection,
    special_welfare_at_selection,
    criteria_not_met,
)


# -------------------------------------------------------------------------------------------- once a letter is chosen


def suppressed(person: Person, day: date) -> tuple[Reason, tuple[FollowUp, ...], tuple[str, ...]] | None:
    """Tell why a letter to a client is held back, with what has to be done; closure goes on."""
    if person.unknown("date_of_death"):
        return "death_not_known", ("find_out",), (f"{person.person_id}.date_of_death",)
    if person.date_of_death is not None and person.date_of_death <= day:
        return "deceased", CLERICAL, ()
    if "special_welfare" in person.markers:
        return "special_welfare", CLERICAL, ()
    return None
