"""What has to be so before a casegroup closes, in the order in which the reasons are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.liability import ongoing
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from domain.casefile import Casefile
    from domain.finding import Check


INHIBITS: Final = frozenset({"automatically_inhibited", "manually_inhibited"})


@dataclass(frozen=True, slots=True)
class Closing:
    """A casegroup about to close: as it stands, the day, and the deferral rules broken now."""

    casefile: Casefile
    closed_on: date
    broken: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """A row of the register: what has to be so, in words, and what says that it is not."""

    key: str
    title: str
    ask: Callable[[Closing], Iterator[Refusal]]


def blocked(closing: Closing) -> Iterator[Refusal]:
    """An inhibit is open, or it is not known whether one is."""
    inhibited = [f"case {check.case_id}" for check in closing.broken if check.rule in INHIBITS]
    if inhibited:
        yield refusal("closing_blocked", cases=", ".join(dict.fromkeys(inhibited)))


def deferral_running(closing: Closing) -> Iterator[Refusal]:
    """A deferral runs past the day, or a rule asked now would put closure off."""
    running = closing.casefile.deferral
    broken = [check.rule for check in closing.broken if check.rule not in INHIBITS]
    if running is not None and running.deferred_until > closing.closed_on:
        yield refusal("deferral_running", until=running.deferred_until)
    elif broken:
        yield refusal("rules_broken", rules=", ".join(dict.fromkeys(broken)))


def outcome_undecided(closing: Closing) -> Iterator[Refusal]:
    """There is no outcome, or its amendment has not been made."""
    if not closing.casefile.outcome_decided:
        yield refusal("outcome_undecided")


def disposal_incomplete(closing: Closing) -> Iterator[Refusal]:
    """Something is neither written off nor written down."""
    disposal = closing.casefile.disposal
    if closing.casefile.disposal_complete:
        return
    if disposal is None:
        yield refusal("disposal_missing")
    else:
        yield refusal("disposal_on_other_figures", disposed_on=disposal.disposed_on)


def liability_running(closing: Closing) -> Iterator[Refusal]:
    """Liability goes on past the day on some case, or it is not known whether it does."""
    running = [
        f"case {case.case_id}"
        for case in closing.casefile.casegroup.closing_cases
        if ongoing(case, closing.closed_on).broken is not False
    ]
    if running:
        yield refusal("liability_running", cases=", ".join(running), day=closing.closed_on)


def schedules_running(closing: Closing) -> Iterator[Refusal]:
    """Liability schedules have not ended on some case."""
    running = [
        f"case {case.case_id}" for case in closing.casefile.casegroup.closing_cases if case.schedules_ended is not True
    ]
    if running:
        yield refusal("schedules_running", cases=", ".join(running))


def before_t_date(closing: Closing) -> Iterator[Refusal]:
    """The day is before the T-date."""
    t_date = closing.casefile.casegroup.journey.t_date
    if t_date is not None and closing.closed_on < t_date:
        yield refusal("closing_before_t_date", day=closing.closed_on, t_date=t_date)


def clerical_unconfirmed(closing: Closing) -> Iterator[Refusal]:
    """The clerical part of the validation has not been confirmed."""
    validation = closing.casefile.validation
    if validation is not None and validation.needs_clerical_confirmation and not closing.casefile.confirmed:
        yield refusal("clerical_unconfirmed")


def before_due_date(closing: Closing) -> Iterator[Refusal]:
    """The day is before the one it is due to close, or there is none; a deferral that runs says so itself."""
    due = closing.casefile.due_date
    if due is None:
        yield refusal("closing_without_due")
    elif closing.closed_on < due and closing.casefile.deferral is None:
        yield refusal("closing_before_due", day=closing.closed_on, due=due)


def exception_open(closing: Closing) -> Iterator[Refusal]:
    """Somebody still has to do something about an exception; one that comes back for the next batch is tried again."""
    waiting = [found.exception_id for found in closing.casefile.open_exceptions if found.state != "next_batch"]
    if waiting:
        yield refusal("closing_exception_open", exceptions=", ".join(waiting))


RULES: Final[Sequence[ClosingRule]] = (
    ClosingRule("closing_blocked", "No inhibit is open", blocked),
    ClosingRule("deferral_running", "No deferral runs past the day", deferral_running),
    ClosingRule("outcome_undecided", "The outcome is decided", outcome_undecided),
    ClosingRule("disposal_missing", "Every balance is written off or down", disposal_incomplete),
    ClosingRule("liability_running", "Liability has ended", liability_running),
    ClosingRule("schedules_running", "Liability schedules have ended", schedules_running),
    ClosingRule("closing_before_t_date", "The day is not before the T-date", before_t_date),
    ClosingRule("clerical_unconfirmed", "Clerical parts are confirmed", clerical_unconfirmed),
    # The contract's list ends here; these follow from the documents.
    ClosingRule("closing_before_due", "The day it is due has come", before_due_date),
    ClosingRule("closing_exception_open", "No exception waits for somebody", exception_open),
)
