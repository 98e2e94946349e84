"""What is asked before a letter goes, in order; representatives, formats, and letters sent again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest

from domain.letters.catalogue import BY_NUMBER, CATALOGUE, Letter, LetterNumber
from domain.letters.choice import choose, reissue
from domain.letters.model import DueNotice, Issue, NoLetter, Reason, Reissue, SentLetter, SystemFacts
from tests.letter_situations import (
    NOTICES,
    NOW,
    PERIODS,
    REMINDER,
    REPRESENTATIVE,
    SECOND,
    client,
    number_of,
    sent,
    situation,
)
from tests.made_up import person

DEAD_LETTER = [person(1)["addresses"][0] | {"dead_letter": True}]
TOLD = sent("CMSL6303", on=date(2015, 12, 1))
CHECKS: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("facts_not_fresh", {"facts": (SystemFacts("CS2", NOW - timedelta(days=2)),)}, ("refresh_facts",)),
    ("criteria_not_known", {"meets_criteria": None, "missing": ("C1.region",)}, ("find_out",)),
    ("died_by_selection", {"person": client(date_of_death="2016-01-01")}, ("exception",)),
    ("special_welfare_at_selection", {"person": client(markers=["special_welfare"])}, ("exception",)),
    ("criteria_not_met", {"meets_criteria": False}, ("exception",)),
    ("due_day_not_known", {"notices": (DueNotice("first_contact", "proactive", None, ("L",)),)}, ("find_out",)),
    ("not_due_yet", {"notices": (DueNotice("first_contact", "proactive", SECOND),)}, ()),
    ("all_sent", {"notices": ()}, ()),
    (
        "death_not_known",
        {"person": client(date_of_death=None, not_known={"date_of_death": "said to have died"})},
        ("find_out",),
    ),
    ("deceased", {"person": client(date_of_death="2016-01-02")}, ("suppression_report", "clerical_notification")),
    (
        "special_welfare",
        {
            "person": client(markers=["special_welfare"]),
            "sent": TOLD,
            "notices": NOTICES["proactive"][1:],
            "day": REMINDER,
        },
        ("suppression_report", "clerical_notification"),
    ),
    (
        "dead_letter_address",
        {"person": client(addresses=DEAD_LETTER)},
        ("suppression_report", "clerical_notification"),
    ),
    ("no_valid_address", {"person": client(addresses=[])}, ("trace_task",)),
]


@pytest.mark.parametrize(("reason", "changes", "follow_ups"), CHECKS, ids=[check[0] for check in CHECKS])
def test_each_check_answers_with_its_reason_and_what_is_to_be_done(
    reason: str, changes: dict[str, Any], follow_ups: tuple[str, ...]
) -> None:
    facts = {"facts": (SystemFacts("CS2", changes["day"]),)} if "day" in changes else {}
    answer = choose(situation(**(facts | changes)), PERIODS)
    assert isinstance(answer, NoLetter)
    assert (answer.reason, answer.follow_ups, answer.person_id) == (reason, follow_ups, "P1")


def test_only_exceptions_hold_up_closure_and_never_what_keeps_a_letter_back() -> None:
    exceptions = {reason for reason, _, follow_ups in CHECKS if "exception" in follow_ups}
    assert exceptions == {"died_by_selection", "special_welfare_at_selection", "criteria_not_met"}


ORDERED: list[tuple[str, dict[str, Any]]] = [
    ("facts_not_fresh", {"facts": ()}),
    ("criteria_not_known", {"status": None}),
    ("criteria_not_met", {"meets_criteria": False}),
    ("not_due_yet", {"notices": (DueNotice("first_contact", "proactive", SECOND),)}),
    ("deceased", {"person": client(date_of_death="2016-01-03", addresses=DEAD_LETTER)}),
    ("dead_letter_address", {"person": client(addresses=DEAD_LETTER)}),
]


@pytest.mark.parametrize("first", range(len(ORDERED)), ids=[reason for reason, _ in ORDERED])
def test_of_several_reasons_the_first_in_order_is_given(first: int) -> None:
    everything: dict[str, Any] = {}
    for _, changes in reversed(ORDERED[first:]):
        everything |= changes
    assert number_of(choose(situation(**everything), PERIODS)) == ORDERED[first][0]


@pytest.mark.parametrize(
    ("system", "age", "fresh"),
    [("CS2", 1, True), ("CS2", 2, False), ("CSCS", 1, True), ("CSCS", 2, False), ("CCD", 7, True), ("CCD", 8, False)],
)
def test_facts_are_fresh_for_a_day_and_those_of_clerical_cases_for_seven(system: Any, age: int, fresh: bool) -> None:
    facts = (SystemFacts("CS2", NOW), SystemFacts(system, NOW - timedelta(days=age)))
    answer = choose(situation(day=NOW, facts=facts), PERIODS)
    assert (number_of(answer) == "CMSL6303") == fresh
    assert fresh or (isinstance(answer, NoLetter) and answer.missing == (f"facts of {system}",))


def test_facts_of_an_unknown_day_are_not_fresh() -> None:
    assert number_of(choose(situation(facts=(SystemFacts("CS2", None),)), PERIODS)) == "facts_not_fresh"


@pytest.mark.parametrize(
    ("died", "told", "reason"),
    [
        ("2016-01-01", (), "died_by_selection"),
        ("2016-01-02", (), "deceased"),
        ("2016-01-04", (), "deceased"),
        ("2016-01-05", (), "CMSL6303"),
        ("2016-01-01", TOLD, "deceased"),
        ("2030-01-01", (), "CMSL6303"),
    ],
)
def test_a_death_by_selection_is_an_exception_and_a_later_one_holds_letters_back(
    died: str, told: tuple[SentLetter, ...], reason: str
) -> None:
    notices = NOTICES["proactive"] if not told else (DueNotice("reminder", "proactive", NOW),)
    asked = situation(person=client(date_of_death=died), sent=told, notices=notices)
    assert number_of(choose(asked, PERIODS)) == reason


def test_what_is_held_back_names_the_letter_and_where_it_would_have_gone() -> None:
    answer = choose(situation(person=client(addresses=DEAD_LETTER)), PERIODS)
    assert isinstance(answer, NoLetter)
    assert answer.letter is BY_NUMBER["CMSL6303"]
    assert answer.destination is not None
    assert answer.destination.lines == ("1 High Street", "Bolton", "BL1 1AA")


# ------------------------------------------------------------------------------------- representatives and reissues


def test_a_representative_gets_a_covering_letter_with_a_copy() -> None:
    answer = choose(situation(person=client(representative=REPRESENTATIVE)), PERIODS)
    assert isinstance(answer, Issue)
    assert answer.cover is not None
    assert (answer.cover.letter.number, answer.cover.name) == ("CMSL6314", "A Friend")
    assert answer.cover.destination.lines == ("9 Side Street", "Bolton", "BL1 1AB")
    assert answer.destination.lines == ("1 High Street", "Bolton", "BL1 1AA")


@pytest.mark.parametrize("changes", [{"addresses": []}, {"name": None, "not_known": {"name": "never given"}}])
def test_a_representative_who_cannot_be_reached_keeps_no_letter_from_the_client(changes: dict[str, Any]) -> None:
    answer = choose(situation(person=client(representative=REPRESENTATIVE | changes)), PERIODS)
    assert isinstance(answer, Issue)
    assert (answer.cover, answer.follow_ups) == (None, ("trace_representative",))


@pytest.mark.parametrize(
    ("wanted", "printed"), [("standard", True), ("large_print", True), ("braille", False), ("audio", False)]
)
def test_braille_and_audio_are_a_task_for_somebody(wanted: str, printed: bool) -> None:
    asked = situation(person=client(correspondence={"format": wanted, "language": "cy"}))
    answer = choose(asked, PERIODS)
    assert isinstance(answer, Issue)
    assert (answer.format, answer.language, answer.is_printed) == (wanted, "cy", printed)
    assert answer.follow_ups == (() if printed else ("other_format_task",))


@pytest.mark.parametrize("letter", [letter for letter in CATALOGUE if letter.number < "CMSL6313"])
def test_a_reissue_keeps_its_days_and_goes_under_a_cover(letter: Letter) -> None:
    original = SentLetter(letter, date(2015, 12, 1), date(2016, 6, 30))
    answer = reissue(original, client(representative=REPRESENTATIVE), NOW, "large_print")
    assert isinstance(answer, Reissue)
    assert (answer.original.issued_on, answer.original.liability_end_date) == (date(2015, 12, 1), date(2016, 6, 30))
    assert (answer.cover.number, answer.format) == ("CMSL6313", "large_print")
    assert answer.cover_for_representative is not None
    assert answer.cover_for_representative.letter.number == "CMSL6314"


@pytest.mark.parametrize(
    ("number", "changes", "reason"),
    [
        ("CMSL6313", {}, "cover_not_reissued"),
        ("CMSL6314", {}, "cover_not_reissued"),
        ("CMSL6303", {"date_of_death": "2015-12-24"}, "deceased"),
        ("CMSL6303", {"markers": ["special_welfare"]}, "special_welfare"),
        ("CMSL6303", {"addresses": []}, "no_valid_address"),
        ("CMSL6303", {"addresses": DEAD_LETTER}, "dead_letter_address"),
    ],
)
def test_a_reissue_is_held_back_like_any_letter(number: LetterNumber, changes: dict[str, Any], reason: str) -> None:
    answer = reissue(sent(number)[0], client(**changes), NOW, "standard")
    assert isinstance(answer, NoLetter)
    assert answer.reason == reason


def test_every_reason_is_shown_by_a_row() -> None:
    shown = {reason for reason, _, _ in CHECKS} | {"cover_not_reissued", "write_off_dates_not_entered"}
    assert shown == set(get_args(Reason))
