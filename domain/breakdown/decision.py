"""Drafting, correcting, checking and handing on a full account breakdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.breakdown.lines import GROUP, breakdown_for
from domain.decision import Context, Decision, refused
from domain.events import EntrySetAside
from domain.events.breakdown import (
    BreakdownAdvanced,
    BreakdownCorrected,
    BreakdownDrafted,
    BreakdownReturned,
    BreakdownState,
)
from domain.money import format_pounds
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.breakdown.line import Line
    from domain.breakdown.lines import Breakdown
    from domain.breakdown.requests import AdvanceBreakdown, CorrectBreakdown, ReturnBreakdown
    from domain.casefile import Casefile
    from domain.progress import BreakdownProgress

REASON_CODE: Final = "transition_debt_alignment"
NEXT_STATE: Final[dict[BreakdownState, BreakdownState]] = {
    "drafted": "checked",
    "checked": "relayed",
    "relayed": "clients_contacted",
    "clients_contacted": "statement_adjusted",
}


def decide_draft(casefile: Casefile, context: Context) -> Decision:
    """Begin a breakdown on the figures of the day; one at a time, and only of a balance that was validated."""
    if casefile.validation is None:
        return refused(refusal("not_validated"))
    running = casefile.breakdown
    if running is not None and running.state in NEXT_STATE:
        return refused(refusal("breakdown_running", breakdown=running.state))
    return Decision(events=(BreakdownDrafted(as_at=context.as_at, edition=context.policy.edition),))


def decide_correct(casefile: Casefile, request: CorrectBreakdown, context: Context) -> Decision:
    """Add, change or strike a line; only while the breakdown is drafted, and on evidence."""
    progress = casefile.breakdown
    if progress is None:
        return refused(refusal("breakdown_missing"))
    if progress.state != "drafted":
        return refused(refusal("breakdown_fixed", breakdown=progress.state))
    if request.correction == "added":
        return _decide_addition(casefile, progress, request)
    line = breakdown_for(casefile, context.as_at, context.policy).line(request.line_id)
    if line is None:
        return refused(refusal("no_such_line", line=request.line_id))
    column = line.own_column
    if column is None:
        return refused(refusal("line_held"))
    refusals = tuple(_refusals_of_correction(line, progress, request))
    if refusals:
        return refused(*refusals)
    event = BreakdownCorrected(
        correction=request.correction,
        line_id=line.line_id,
        case_id=line.case_id,
        day=None if request.correction == "struck" else request.day,
        column=column,
        amount_pence=None if request.correction == "struck" else request.amount_pence,
        evidence=request.evidence,
    )
    return Decision(events=(event,))


def _refusals_of_correction(line: Line, progress: BreakdownProgress, request: CorrectBreakdown) -> Iterator[Refusal]:
    if not request.evidence.strip():
        yield refusal("evidence_missing")
    if request.correction == "struck":
        if line.correction == "struck":
            yield refusal("line_struck")
        return
    if request.column is not None and request.column != line.own_column:
        yield refusal("line_of_another_column", column=line.own_column)
    yield from _refusals_of_values(request, line.own_column == "received", progress)
    if request.amount_pence == line.amount_pence and line.correction != "struck" and request.day in {None, line.first}:
        yield refusal("nothing_changed", amount=format_pounds(request.amount_pence or 0))


def _decide_addition(casefile: Casefile, progress: BreakdownProgress, request: CorrectBreakdown) -> Decision:
    refusals = tuple(_refusals_of_addition(casefile, progress, request))
    if refusals or request.column is None:
        return refused(*refusals)
    # Counted over everything ever added, undone or not, so that no line takes another's name.
    added = sum(
        isinstance(entry.event, BreakdownCorrected) and entry.event.correction == "added" for entry in casefile.recorded
    )
    event = BreakdownCorrected(
        correction="added",
        line_id=f"added/{added + 1}",
        case_id=request.case_id,
        day=request.day,
        column=request.column,
        amount_pence=request.amount_pence,
        evidence=request.evidence,
    )
    return Decision(events=(event,))


def _refusals_of_addition(
    casefile: Casefile, progress: BreakdownProgress, request: CorrectBreakdown
) -> Iterator[Refusal]:
    if not request.evidence.strip():
        yield refusal("evidence_missing")
    if request.column is None:
        yield refusal("column_missing")
    closing = {case.case_id for case in casefile.casegroup.closing_cases}
    if request.case_id == GROUP:
        if request.column in {"due", "adjustment"}:
            yield refusal("line_without_case")
    elif request.case_id not in closing:
        yield refusal("case_not_closing", case_id=request.case_id)
    if request.day is None:
        yield refusal("line_without_day")
    yield from _refusals_of_values(request, request.column == "received", progress)
    if request.amount_pence == 0:
        yield refusal("line_of_nothing")


def _refusals_of_values(request: CorrectBreakdown, received: bool, progress: BreakdownProgress) -> Iterator[Refusal]:  # noqa: FBT001
    if request.amount_pence is None:
        yield refusal("line_without_amount")
    elif received and request.amount_pence < 0:
        yield refusal("received_below_zero", amount=format_pounds(request.amount_pence))
    if request.day is not None and request.day > progress.as_at:
        yield refusal("day_in_the_future", day=request.day, as_at=progress.as_at)


def decide_advance(casefile: Casefile, request: AdvanceBreakdown, context: Context) -> Decision:
    """Bring the breakdown to its next state; from the check on the figures stay as they were checked."""
    progress = casefile.breakdown
    if progress is None:
        return refused(refusal("breakdown_missing"))
    following = NEXT_STATE.get(progress.state)
    if following is None:
        return refused(refusal("breakdown_finished"))
    if request.state != following:
        return refused(refusal("breakdown_not_next", breakdown=progress.state, following=following))
    breakdown = breakdown_for(casefile, context.as_at, context.policy)
    refusals = tuple(_refusals_of_advance(casefile, progress, breakdown, context))
    if refusals or breakdown.totals is None or breakdown.adjustment_pence is None:
        return refused(*refusals)
    event = BreakdownAdvanced(
        state=following,
        totals=breakdown.totals,
        adjustment_pence=breakdown.adjustment_pence,
        reason_code=REASON_CODE,
        note=request.note,
    )
    return Decision(events=(event,))


def _refusals_of_advance(
    casefile: Casefile, progress: BreakdownProgress, breakdown: Breakdown, context: Context
) -> Iterator[Refusal]:
    if progress.state == "drafted" and context.actor.user in workers(casefile):
        yield refusal("checked_by_another", who=context.actor.name)
    for entry in breakdown.lost:
        if isinstance(entry.event, BreakdownCorrected):
            yield refusal("correction_without_line", line=entry.event.line_id, seq=entry.seq)
    if breakdown.totals is None:
        yield refusal("balance_not_known", missing=", ".join(breakdown.missing))
    elif progress.totals is not None and breakdown.totals != progress.totals:
        yield refusal("checked_on_other_figures", checked=format_pounds(progress.adjustment_pence or 0))


def decide_return(casefile: Casefile, request: ReturnBreakdown, context: Context) -> Decision:
    """Send a breakdown back to be corrected, by somebody who did not work on it and before it is relayed."""
    progress = casefile.breakdown
    if progress is None:
        return refused(refusal("breakdown_missing"))
    if progress.state not in {"drafted", "checked"}:
        return refused(refusal("breakdown_relayed", breakdown=progress.state))
    refusals: list[Refusal] = []
    if context.actor.user in workers(casefile):
        refusals.append(refusal("checked_by_another", who=context.actor.name))
    if not request.reason.strip():
        refusals.append(refusal("reason_missing"))
    return refused(*refusals) if refusals else Decision(events=(BreakdownReturned(reason=request.reason),))


def workers(casefile: Casefile) -> frozenset[str]:
    """Name everybody who made this breakdown what it is, also by undoing a correction or bringing one back."""
    progress = casefile.breakdown
    if progress is None:
        return frozenset()
    by_seq = {entry.seq: entry for entry in casefile.recorded}
    undone: set[str] = set()
    for entry in casefile.recorded:
        target = entry
        while isinstance(target.event, EntrySetAside) and target.event.seq in by_seq:
            target = by_seq[target.event.seq]
        if target is not entry and isinstance(target.event, (BreakdownDrafted, BreakdownCorrected)):
            undone.add(entry.actor)
    return progress.worked_by | undone
