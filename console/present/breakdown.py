"""A full account breakdown in words: its lines, where it stands and with whom, and one sentence for a parent."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from console.present.answers import day_text, pounds_text
from console.present.not_known import places_text
from console.present.printable import printable
from console.present.wording import BREAKDOWN_STATES, PAYEES, day, pounds
from domain.validation.rules import RULES
from domain.worklist import name_in_list
from storage.exporters.breakdown_paper import BreakdownPaper, LineWords, line_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.breakdown.line import Line
    from domain.breakdown.lines import Breakdown, CaseFigures, Figures
    from domain.casefile import Casefile
    from domain.progress import BreakdownProgress

EVENTS_OF_LINES: Final[Mapping[str, str]] = {
    "accrual": "Maintenance due",
    "migrated_debt_balance": "Balance brought in",
    "liability_not_known": "Liability NOT KNOWN",
    "charge": "Charge added",
    "debt": "Received, put to debt",
    "planned_collection": "Received, put to planned collection",
    "non_child_maintenance": "Received, put to other charges",
    "overpayment": "Received, held as overpaid",
    "refund": "Received, given back",
    "other_case": "Received, put to another case",
    "unallocated": "Received, put to nothing",
    "marked_cms": "Received, marked for CMS",
    "marked_manual_payment": "Received, marked as manual payment",
    "adjustment": "Adjustment",
    "balance_held": "Balance held",
}
STATUSES: Final[Mapping[str, str]] = {
    "active": "active",
    "suspended": "suspended",
    "deferred": "deferred",
    "cms": "marked for CMS",
    "manual_payment": "marked as manual payment",
}
NOTES: Final[Mapping[str, str]] = {
    "paying_parent": "from the paying parent",
    "dca": "from a debt collection agency",
    "enforcement": "from enforcement",
}
CORRECTIONS: Final[Mapping[str, str]] = {"added": "added", "changed": "changed", "struck": "STRUCK"}
NEXT_HANDS: Final[Mapping[str, str]] = {
    "drafted": "to be checked by a team leader or above who did not work on it",
    "checked": "to be relayed to CMS by a caseworker",
    "relayed": "for a CMS caseworker to contact both parents",
    "clients_contacted": "for a CMS caseworker to adjust the statement",
    "statement_adjusted": "finished",
}
RULE_TITLES: Final[Mapping[str, str]] = {rule.key: rule.title for rule in RULES}
REASON_CODES: Final[Mapping[str, str]] = {"transition_debt_alignment": "transition debt alignment"}
LINE_HEADINGS: Final = (
    "From",
    "To",
    "Event",
    ">Weekly",
    ">Days",
    ">Due",
    ">Received",
    ">Explained",
    ">Held",
    ">Balance",
    "Case",
    "Note",
)


def event_text(line: Line) -> str:
    """Name what a line is."""
    return EVENTS_OF_LINES[line.event]


def note_text(line: Line) -> str:
    """Put everything beside the amounts of a line in a few words: whereto, given back when, the document's own note."""
    parts = [
        f"to case {line.towards}" if line.towards else "",
        f"given back {day(line.given_back_on)}" if line.given_back_on else "",
        NOTES.get(line.note, line.note),
        f"not known: {places_text(line.missing)}" if line.missing else "",
    ]
    return printable("; ".join(part for part in parts if part))


def correction_text(line: Line) -> str:
    """Say how a line was corrected and what it was before; empty for one that was not."""
    if line.correction is None:
        return ""
    if line.original is None:
        return CORRECTIONS[line.correction]
    return f"{CORRECTIONS[line.correction]}, was {pounds(line.original.amount_pence)}"


def evidence_text(line: Line) -> str:
    """Give the evidence of a correction; empty for a line without one."""
    if line.recorded is None or line.recorded.event.kind != "breakdown_corrected":
        return ""
    return printable(line.recorded.event.evidence)


def line_cells(line: Line, *, of_case: bool = False) -> tuple[str, ...]:
    """Write a line as people read it, in the order of LINE_HEADINGS; the balance is the group's unless asked."""
    balance = line.balance_pence if of_case else line.group_balance_pence
    notes = (correction_text(line), evidence_text(line), note_text(line))
    return (
        day(line.first) if line.first else "",
        day(line.last) if line.last else "",
        event_text(line),
        amount_cell(line.weekly_pence),
        "" if line.days is None else str(line.days),
        _own_cell(line, "due", line.due_pence),
        _own_cell(line, "received", line.received_pence),
        amount_cell(line.explained_pence),
        _own_cell(line, "held", line.held_pence),
        pounds(balance),
        line.case_id,
        "; ".join(note for note in notes if note),
    )


def amount_cell(pence: int | None) -> str:
    """Write an amount, or nothing where a line has none."""
    return "" if pence is None else pounds(pence)


def _own_cell(line: Line, column: str, pence: int | None) -> str:
    return "not known" if line.missing and line.column == column else amount_cell(pence)


def state_text(progress: BreakdownProgress | None) -> str:
    """Say where a breakdown is, whose hands it came through last and since when, and what is next."""
    if progress is None:
        return "Not drafted; the lines are those of the ledger today."
    since = day(date.fromisoformat(progress.since[:10]))
    returned = f" Sent back: {printable(progress.returned)}" if progress.returned else ""
    state = BREAKDOWN_STATES[progress.state].capitalize().replace("cms", "CMS")
    return f"{state}, with {printable(progress.by)} since {since}; {NEXT_HANDS[progress.state]}.{returned}"


def parent_sentence(breakdown: Breakdown) -> str:
    """Tell the paying parent in one sentence what was shown, what the record comes to, and what will be adjusted."""
    figures = breakdown.figures
    if figures is None:
        return "We cannot tell yet what the record of your payments and charges comes to."
    shown, right = figures.totals.debt_balance_pence, figures.correct_balance_pence
    adjustment = figures.adjustment_pence
    change = f"take {pounds(-adjustment)} off" if adjustment < 0 else f"add {pounds(adjustment)} to"
    adjusts = f"show one adjustment to {change} what you owe" if adjustment else "show no adjustment"
    return (
        f"Your arrears were shown as {_owed(shown)}; the record of payments and charges comes to {_owed(right)}; "
        f"your statement will {adjusts}."
    )


def statement_text(figures: Figures, progress: BreakdownProgress | None) -> str:
    """Say what the clients' statements show: the balance before, the one signed adjustment, and the balance after."""
    before, adjustment = figures.totals.debt_balance_pence, figures.adjustment_pence
    if not adjustment:
        return f"{pounds(before)}, and no adjustment"
    made = "made" if progress is not None and progress.state == "statement_adjusted" else "to be made"
    signed = pounds(adjustment) if adjustment < 0 else f"+{pounds(adjustment)}"
    return f"{pounds(before)}, one adjustment of {signed} ({made}), then {pounds(figures.correct_balance_pence)}"


def _owed(pence: int) -> str:
    return f"{pounds(-pence)} in your favour" if pence < 0 else pounds(pence)


def total_rows(figures: Figures) -> tuple[tuple[str, int], ...]:
    """Give the totals with their names, in pence, in the order in which they follow from one another."""
    totals = figures.totals
    return (
        ("Liability", totals.liability_pence),
        ("Receipts", totals.receipts_pence),
        ("Validation total", figures.validation_total_pence),
        ("Debt balance", totals.debt_balance_pence),
        ("Discrepancy", totals.discrepancy_pence),
        *(
            (f"Explained: {RULE_TITLES[rule.key]}", rule.explained_pence)
            for rule in figures.rules
            if rule.answer == "applied"
        ),
        ("Left", totals.residual_pence),
        ("Adjustment", figures.adjustment_pence),
        ("Correct balance", figures.correct_balance_pence),
    )


def case_title(figures: CaseFigures) -> str:
    """Name a case as a heading; the lines of no case have one of their own."""
    return printable(f"Case {figures.case_id} ({figures.system})") if figures.case_id else "No case"


def breakdown_paper(casefile: Casefile, breakdown: Breakdown, made_at: datetime) -> BreakdownPaper:
    """Put a breakdown and its words together, ready for a file."""
    progress = casefile.breakdown
    facts = [
        ("Casegroup", printable(breakdown.casegroup_id)),
        ("Paying parent", printable(name_in_list(casefile.casegroup.paying_parent))),
        ("As at", day(breakdown.as_at)),
        ("State", state_text(progress)),
        ("Reason code", REASON_CODES["transition_debt_alignment"]),
    ]
    if breakdown.figures is not None:
        facts.append(("Clients' statements", statement_text(breakdown.figures, progress)))
    if breakdown.missing:
        facts.append(("Not known", printable(", ".join(breakdown.missing))))
    return BreakdownPaper(
        casegroup_id=printable(breakdown.casegroup_id),
        facts=tuple(facts),
        sentence=parent_sentence(breakdown),
        breakdown=breakdown,
        words=tuple(line_words(line) for line in breakdown.lines),
        cases=tuple(case_title(figures) for figures in breakdown.cases),
        rules=RULE_TITLES,
        made_at=made_at,
    )


def line_words(line: Line) -> LineWords:
    """Give everything that stands on a line in words, safe to show."""
    return LineWords(
        line=printable(line.line_id),
        case=printable(line.case_id),
        event=event_text(line),
        rule=RULE_TITLES[line.rule] if line.rule else "",
        status=STATUSES.get(line.status, printable(line.status)),
        payee=PAYEES.get(line.payee, printable(line.payee)),
        entry=printable(line.entry_id),
        reference=printable(line.reference),
        note=note_text(line),
        correction=correction_text(line),
        evidence=evidence_text(line),
    )


def breakdown_json(paper: BreakdownPaper, progress: BreakdownProgress | None) -> dict[str, Any]:
    """Give a breakdown as `closeout breakdown --json` prints it: lines, figures with and without corrections, state."""
    breakdown = paper.breakdown
    return {
        "casegroup_id": breakdown.casegroup_id,
        "as_at": day_text(breakdown.as_at),
        "state": progress.state if progress else None,
        "by": progress.by if progress else None,
        "since": progress.since if progress else None,
        "returned": progress.returned if progress else "",
        "checked_adjustment": pounds_text(progress.adjustment_pence) if progress else None,
        "reason_code": "transition_debt_alignment",
        "lines": list(line_records(paper)),
        "cases": [_case_json(case) for case in breakdown.cases],
        "figures": _figures_json(breakdown.figures),
        "before_corrections": _figures_json(breakdown.before),
        "not_known": list(breakdown.missing),
        "corrections_without_line": [entry.seq for entry in breakdown.lost],
        "sentence": paper.sentence,
    }


def csv_records(paper: BreakdownPaper) -> Iterator[dict[str, Any]]:
    """Give each line as a record for a table in a file, with every text safe to show."""
    for record in line_records(paper):
        yield {name: printable(value) if isinstance(value, str) else value for name, value in record.items()}


def effect_sentence(breakdown: Breakdown) -> str:
    """Say what the corrections do to the discrepancy and to what is left; empty where there is nothing to compare."""
    before, now = breakdown.before, breakdown.figures
    if before is None or now is None or before == now:
        return ""
    return (
        f"Corrections: discrepancy {pounds(before.totals.discrepancy_pence)} -> {pounds(now.totals.discrepancy_pence)}"
        f", left {pounds(before.totals.residual_pence)} -> {pounds(now.totals.residual_pence)}."
    )


def troubles(breakdown: Breakdown, progress: BreakdownProgress | None) -> Iterator[str]:
    """Say everything that keeps a breakdown from going on: what nobody knows, lines gone, figures no longer checked."""
    if breakdown.missing:
        yield f"The totals cannot be told; not known: {places_text(breakdown.missing)}."
    for entry in breakdown.lost:
        if entry.event.kind == "breakdown_corrected":
            yield f"The line {entry.event.line_id} is gone from the newest document; undo entry {entry.seq}."
    if progress is not None and progress.totals is not None and progress.totals != breakdown.totals:
        yield f"The figures are no longer those checked (adjustment {pounds(progress.adjustment_pence)})."


def _case_json(case: CaseFigures) -> dict[str, Any]:
    return {
        "case_id": case.case_id or None,
        "debt_balance": pounds_text(case.debt_balance_pence),
        "liability": pounds_text(case.liability_pence),
        "received": pounds_text(case.received_pence),
        "explained": pounds_text(case.explained_pence),
        "discrepancy": pounds_text(case.discrepancy_pence),
        "correct_balance": pounds_text(case.correct_balance_pence),
    }


def _figures_json(figures: Figures | None) -> dict[str, Any] | None:
    if figures is None:
        return None
    totals = figures.totals
    return {
        "liability": pounds_text(totals.liability_pence),
        "receipts": pounds_text(totals.receipts_pence),
        "validation_total": pounds_text(figures.validation_total_pence),
        "debt_balance": pounds_text(totals.debt_balance_pence),
        "discrepancy": pounds_text(totals.discrepancy_pence),
        "rules": [
            {
                "rule": rule.key,
                "answer": rule.answer,
                "explained": pounds_text(rule.explained_pence),
                "left": pounds_text(rule.residual_pence),
            }
            for rule in figures.rules
        ],
        "residual": pounds_text(totals.residual_pence),
        "adjustment": pounds_text(figures.adjustment_pence),
        "correct_balance": pounds_text(figures.correct_balance_pence),
    }
