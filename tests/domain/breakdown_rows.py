"""The refusals of an account breakdown, each with the casefile and the request that earn it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.breakdown.requests import AdvanceBreakdown, CorrectBreakdown, DraftBreakdown, ReturnBreakdown
from domain.casefile import Casefile, fold
from domain.events import Event, Recorded
from domain.events.breakdown import (
    BreakdownAdvanced,
    BreakdownCorrected,
    BreakdownDrafted,
    BreakdownState,
    BreakdownTotals,
)
from tests.made_up import case_record, casegroup

if TYPE_CHECKING:
    from domain.decide import Request

DAY = date(2016, 2, 15)
OWING = {"cases": [case_record(outstanding="1203650.00")]}
DRAFTED = BreakdownDrafted(as_at=DAY, edition="phase-2")
DUE = "due/C1/2015-01-01"
TOTALS = BreakdownTotals(
    debt_balance_pence=120365000,
    liability_pence=365000,
    receipts_pence=0,
    discrepancy_pence=120000000,
    residual_pence=120000000,
)


def advanced(state: BreakdownState, totals: BreakdownTotals = TOTALS) -> BreakdownAdvanced:
    """Give the event of a state reached."""
    return BreakdownAdvanced(
        state=state,
        totals=totals,
        adjustment_pence=-totals.residual_pence,
        reason_code="transition_debt_alignment",
        note="",
    )


def corrected(**fields: Any) -> BreakdownCorrected:
    """Give the event of a correction: the charge of 2015 changed to £3,000.00, unless said otherwise."""
    values = {"correction": "changed", "line_id": DUE, "case_id": "C1", "day": None, "column": "due"}
    return BreakdownCorrected.model_validate({**values, "amount_pence": 300000, "evidence": "file", **fields})


def by(actor: str, *events: Event, **changes: Any) -> Casefile:
    """Give a casefile on which somebody recorded these events."""
    recorded = [
        Recorded(number, "r", "2016-02-15T10:00:00+00:00", actor, 1, "", event)
        for number, event in enumerate(events, start=1)
    ]
    return fold(casegroup(**(changes or OWING)), 1, recorded)


def correct(**fields: Any) -> CorrectBreakdown:
    """Ask for a correction: the charge of 2015 changed to £3,000.00, unless said otherwise."""
    values = {"correction": "changed", "line_id": DUE, "amount_pence": 300000, "evidence": "the clerical file"}
    return CorrectBreakdown.model_validate({"casegroup_id": "CG1", **values, **fields})


def add(**fields: Any) -> CorrectBreakdown:
    """Ask for a line: £50.00 received on 1 June 2015 on case C1, unless said otherwise."""
    values = {"line_id": "", "case_id": "C1", "day": date(2015, 6, 1), "column": "received", "amount_pence": 5000}
    return correct(**{"correction": "added", **values, **fields})


def advance(state: BreakdownState) -> AdvanceBreakdown:
    """Ask for the next state."""
    return AdvanceBreakdown(casegroup_id="CG1", state=state)


DRAFT = DraftBreakdown(casegroup_id="CG1")
RETURN = ReturnBreakdown(casegroup_id="CG1", reason="a receipt is missing")
NO_AMOUNT = {"cases": [case_record(adjustments=[{"adjustment_id": "A1", "date": "2015-02-01", "amount": None}])]}
NO_AMOUNT["cases"][0]["adjustments"][0]["not_known"] = {"amount": "lost"}

ROWS: list[tuple[str, Casefile, Request, list[str]]] = [
    ("draft before validating", by("a"), DRAFT, ["not_validated"]),
    ("correct what is not drafted", by("a"), correct(), ["breakdown_missing"]),
    ("check what is not drafted", by("a"), advance("checked"), ["breakdown_missing"]),
    ("return what is not drafted", by("a"), RETURN, ["breakdown_missing"]),
    ("correct what is checked", by("a", DRAFTED, advanced("checked")), correct(), ["breakdown_fixed"]),
    ("correct no line", by("a", DRAFTED), correct(line_id="due/C9"), ["no_such_line"]),
    ("correct a balance held", by("a", DRAFTED), correct(line_id="held/C1/R-C1"), ["line_held"]),
    ("correct on no evidence", by("a", DRAFTED), correct(evidence=" "), ["evidence_missing"]),
    ("correct to no amount", by("a", DRAFTED), correct(amount_pence=None), ["line_without_amount"]),
    ("correct to the same", by("a", DRAFTED), correct(amount_pence=365000), ["nothing_changed"]),
    ("correct another column", by("a", DRAFTED), correct(column="received"), ["line_of_another_column"]),
    ("correct to a day to come", by("a", DRAFTED), correct(day=date(2016, 2, 16)), ["day_in_the_future"]),
    (
        "strike twice",
        by("a", DRAFTED, corrected(correction="struck", amount_pence=None)),
        correct(correction="struck", amount_pence=None, evidence=""),
        ["evidence_missing", "line_struck"],
    ),
    ("add less than nothing received", by("a", DRAFTED), add(amount_pence=-1), ["received_below_zero"]),
    ("add nothing", by("a", DRAFTED), add(amount_pence=0), ["line_of_nothing"]),
    ("add to no day", by("a", DRAFTED), add(day=None), ["line_without_day"]),
    ("add a charge to no case", by("a", DRAFTED), add(case_id="", column="due"), ["line_without_case"]),
    ("add to a case that is not there", by("a", DRAFTED), add(case_id="C9"), ["case_not_closing"]),
    (
        "add everything wrong",
        by("a", DRAFTED),
        add(evidence="", column=None, case_id="C9", day=None, amount_pence=None),
        ["evidence_missing", "column_missing", "case_not_closing", "line_without_day", "line_without_amount"],
    ),
    ("skip a state", by("a", DRAFTED), advance("relayed"), ["breakdown_not_next"]),
    (
        "go on after the end",
        by("a", DRAFTED, advanced("statement_adjusted")),
        advance("statement_adjusted"),
        ["breakdown_finished"],
    ),
    ("check one's own work", by("u", DRAFTED), advance("checked"), ["checked_by_another"]),
    (
        "check a correction whose line is gone",
        by("a", DRAFTED, corrected(line_id="due/C1/2014-01-01")),
        advance("checked"),
        ["correction_without_line"],
    ),
    ("check what cannot be told", by("a", DRAFTED, **NO_AMOUNT), advance("checked"), ["balance_not_known"]),
    (
        "relay other figures than those checked",
        by("a", DRAFTED, advanced("checked", TOTALS.model_copy(update={"residual_pence": 1}))),
        advance("relayed"),
        ["checked_on_other_figures"],
    ),
    ("return one's own work", by("u", DRAFTED), RETURN, ["checked_by_another"]),
    (
        "return without a reason",
        by("a", DRAFTED),
        ReturnBreakdown(casegroup_id="CG1", reason=" "),
        ["reason_missing"],
    ),
    ("return what is relayed", by("a", DRAFTED, advanced("relayed")), RETURN, ["breakdown_relayed"]),
]
