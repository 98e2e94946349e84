"""Why an answer is as it is: the entries looked at, the values used and where they come from, in sentences.

Both faces show what stands here; imported text in it still has to be made printable by the face that shows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from console.present.not_known import detail_text, field_text, places_text
from console.present.wording import (
    DECISIONS,
    EFFECTS,
    EXCEPTIONS,
    OUTCOMES,
    PAYEES,
    STANDINGS,
    capital,
    day,
    days,
    pounds,
    sentence_end,
    words,
)
from domain.account import unallocated
from domain.deferral.rules import RULES as DEFERRAL_RULES
from domain.validation.rules import RULES as ANOMALY_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from domain.assessment import Assessment
    from domain.casegroup import Case, Casegroup
    from domain.deferral.decision import DeferralDecision
    from domain.finding import Check
    from domain.policy.model import PolicyValue
    from domain.source import Source
    from domain.validation.decision import Anomaly, CaseValidation
    from domain.validation.rules import Entry

DEFERRAL_TITLES: Final[Mapping[str, str]] = {rule.key: rule.title for rule in DEFERRAL_RULES}
ANOMALY_TITLES: Final[Mapping[str, str]] = {rule.key: rule.title for rule in ANOMALY_RULES}
AMENDMENT_ID: Final = re.compile(r"amendment-([0-9]+)-[0-9]+", re.ASCII)
DOCUMENTS: Final[Mapping[str, str]] = {
    "arrears-summary": "CSA Case Closure (Arrears) - Summary",
    "overview": "Case Closure Overview",
    "non-finance": "Case Closure Non Finance Summary",
    "exceptions": "CSA Scheme Case Closure Exceptions - Summary",
    "phase-2-arrears": "Phase 2 Case Closure Arrears Summary",
}


def source_sentence(source: Source) -> str:
    """Say where a rule or value comes from."""
    return f"{DOCUMENTS.get(source.document, source.document)}: {source.place}."


def value_sentence(value: PolicyValue[Any]) -> str:
    """Say a policy value with its standing and the days it holds for."""
    until = f" to {day(value.last_day)}" if value.last_day else " on"
    return f"{value.written}, {STANDINGS[value.standing]}. In force from {day(value.first_day)}{until}."


def deferral_sentences(deferral: DeferralDecision) -> tuple[str, ...]:
    """Sum up what the nine rules come to."""
    rules = len({check.rule for check in deferral.broken})
    due = f"due {day(deferral.due_date)}" if deferral.due_date else "no due date"
    if not rules:
        return (f"None of the 9 rules is broken; {due}.",)
    first = f"{rules} of 9 rules broken."
    if deferral.due_date and deferral.due_date == deferral.deferred_until:
        first += f" Closing is deferred to {day(deferral.due_date)} already."
    elif deferral.due_date and deferral.deferred_until:
        first += f" Closing would move from {day(deferral.due_date)} to {day(deferral.deferred_until)}."
    else:
        first += " There is no due date to count from."
    blocked = "An open inhibit blocks closing until it is lifted, whatever the date."
    return (first, blocked) if deferral.result == "blocked" else (first,)


def check_sentences(check: Check, casegroup: Casegroup, assessment: Assessment) -> tuple[str, ...]:
    """Say why one rule answered as it did, entry by entry, and what follows."""
    return tuple(_check_sentences(check, casegroup, assessment))


def _check_sentences(check: Check, casegroup: Casegroup, assessment: Assessment) -> Iterator[str]:
    deferral = assessment.deferral
    case = next((case for case in casegroup.cases if case.case_id == check.case_id), None)
    match check.answer:
        case "kept":
            yield "Kept: nothing was found that breaks it."
            return
        case "not_run":
            yield f"Not run: on CS2 no rule is asked of case {check.case_id} while it is automatically inhibited."
            return
        case "not_known":
            yield f"Cannot be answered, and so counts as broken. Not known: {places_text(check.missing)}."
            yield from _reasons(case, casegroup, check.missing)
        case "broken":
            pass
    yield from EVIDENCE[check.rule](Looked(case, casegroup, check.evidence, assessment.as_at))
    if check.effect:
        yield EFFECTS[check.effect]
    period = check.period
    if deferral.days == period.value.count and deferral.due_date and deferral.deferred_until:
        yield f"The longest period counts: {days(deferral.days)}, to {day(deferral.deferred_until)}."
    yield f"The period is {value_sentence(period)}"


def _reasons(case: Case | None, casegroup: Casegroup, missing: tuple[str, ...]) -> Iterator[str]:
    """Give the reasons a person wrote down for what is not known."""
    records: list[Any] = list(casegroup.receipts)
    if case is not None:
        records += [case.arrears_decision, *case.work_items, *case.planned_collections, *case.payables]
        records += [*case.receivables, *case.liability_events, *case.inhibits]
    fields = {name.rpartition(".")[2] for name in missing}
    for record in records:
        for field, reason in record.not_known.items():
            if field in fields:
                yield sentence_end(f"{capital(field_text(field))}: not known, because {reason}")


@dataclass(frozen=True, slots=True)
class Looked:
    """What a rule looked at: the entries named in its evidence, in this case, on this day."""

    case: Case | None
    casegroup: Casegroup
    evidence: tuple[str, ...]
    as_at: date


def _decision(looked: Looked) -> Iterator[str]:
    case, evidence = looked.case, looked.evidence
    if case is None:
        return
    owed = sum(
        receivable.outstanding or 0
        for receivable in case.receivables
        if receivable.receivable_id in evidence and receivable.owed_to == "receiving_parent"
    )
    choice = case.arrears_decision.choice
    yield f"The decision on case {case.case_id} is: {DECISIONS.get(choice or '', 'not known')}."
    if owed > 0:
        yield f"{pounds(owed)} of child maintenance is outstanding to the receiving parent."


def _liability(looked: Looked) -> Iterator[str]:
    case, evidence = looked.case, looked.evidence
    if case is None:
        return
    for index, entry in enumerate(case.liability_events):
        if f"{case.case_id}/liability_events[{index}]" not in evidence:
            continue
        if entry.kind == "assessment":
            amount = pounds(entry.weekly_amount)
            yield f"Assessed at {amount} a week from {day(entry.effective_date)}, and not ended by then."
        elif entry.kind == "liability_end":
            yield f"Liability ended on {day(entry.effective_date)}."
    if case.arrears_decision.choice == "not_to_be_collected":
        yield "The arrears are not to be collected."


def _work_items(looked: Looked) -> Iterator[str]:
    case, evidence = looked.case, looked.evidence
    for item in case.work_items if case else ():
        if item.id in evidence:
            yield f"Work item {item.id} ({words(item.kind or 'kind not known')}) is open since {day(item.opened_on)}."


def _collections(looked: Looked) -> Iterator[str]:
    case, evidence = looked.case, looked.evidence
    for collection in case.planned_collections if case else ():
        if collection.id in evidence:
            due = f"due {day(collection.due_date)}" if collection.due_date else "with no due date known"
            yield f"Collection {collection.id} of {pounds(collection.amount)} {due} is retained."


def _payables(looked: Looked) -> Iterator[str]:
    case, evidence = looked.case, looked.evidence
    for payable in case.payables if case else ():
        if payable.id in evidence:
            yield f"Payable {payable.id} of {pounds(payable.amount)} is not paid."


def _receipts(looked: Looked) -> Iterator[str]:
    casegroup, evidence = looked.casegroup, looked.evidence
    for receipt in casegroup.receipts:
        if receipt.receipt_id in evidence:
            rest = None if receipt.amount is None else unallocated(receipt, looked.as_at).highest_pence
            yield (
                f"Receipt {receipt.receipt_id} of {pounds(receipt.amount)} on {day(receipt.received_on)}: "
                f"{pounds(rest)} is put to nothing and carries no marking."
            )


def _inhibits(looked: Looked) -> Iterator[str]:
    case, evidence = looked.case, looked.evidence
    for index, inhibit in enumerate(case.inhibits if case else ()):
        if case and f"{case.case_id}/inhibits[{index}]" in evidence:
            by = f" by {inhibit.set_by}" if inhibit.set_by else ""
            why = f": {inhibit.reason}" if inhibit.reason else ""
            yield sentence_end(f"{inhibit.kind.capitalize()} inhibit open since {day(inhibit.set_on)}{by}{why}")
    yield "An open inhibit blocks closing until it is lifted."


EVIDENCE: Final[Mapping[str, Callable[[Looked], Iterator[str]]]] = {
    "arrears_decision_not_recorded": _decision,
    "arrears_not_to_be_collected_liability_ongoing": _liability,
    "liability_not_ended": _liability,
    "outstanding_work_items": _work_items,
    "retained_planned_collections": _collections,
    "unpaid_payables": _payables,
    "unallocated_receipts": _receipts,
    "automatically_inhibited": _inhibits,
    "manually_inhibited": _inhibits,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall from the debt balance down to what is left; amounts in pence."""

    label: str
    amount_pence: int | None
    kind: Literal["total", "less", "result", "explained", "not_run", "left"]
    note: str = ""


def waterfall(assessment: Assessment) -> tuple[Step, ...]:
    """Lay out the discrepancy: totals, what each rule explains, what is left, and where it stopped."""
    validation = assessment.validation
    steps = [
        Step("Debt balance on the system", validation.debt_balance_pence, "total"),
        Step("Liability history", validation.liability_pence, "less"),
        Step("Receipts", validation.receipts_pence, "less"),
        Step("Validation total", validation.validation_total_pence, "result", "liability less receipts"),
        Step("Discrepancy", validation.discrepancy_pence, "result", "debt balance less validation total"),
    ]
    for anomaly in assessment.anomalies:
        title = f"{anomaly.number} {ANOMALY_TITLES[anomaly.rule]}"
        if anomaly.answer == "applied":
            note = f"{len(anomaly.entries)} entries" if len(anomaly.entries) != 1 else "1 entry"
            steps.append(Step(title, anomaly.explained_pence, "explained", note))
        elif anomaly.answer == "not_known":
            steps.append(Step(title, None, "not_run", f"not known: {places_text(anomaly.missing)}"))
        else:
            steps.append(Step(title, None, "not_run", "not run"))
    steps.append(Step("Left unexplained", assessment.outcome.residual_pence, "left", _where_stopped(assessment)))
    return tuple(steps)


def _where_stopped(assessment: Assessment) -> str:
    if not assessment.anomalies:
        return "no rule had to be run" if assessment.validation.status == "validated" else ""
    applied = [anomaly for anomaly in assessment.anomalies if anomaly.answer == "applied"]
    if len(applied) == len(assessment.anomalies):
        return "all eight rules were run"
    return f"stopped after rule {applied[-1].number}" if applied else "no rule could be run"


def case_sentence(case: CaseValidation) -> str:
    """Say how one case's own discrepancy comes about."""
    return (
        f"Case {case.case_id}: balance {pounds(case.debt_balance_pence)} less liability "
        f"{pounds(case.history.total_pence)} plus {pounds(case.debt_allocations_pence)} put to its debt "
        f"is {pounds(case.discrepancy_pence)}."
    )


def period_sentences(case: CaseValidation) -> tuple[str, ...]:
    """Say each line of a case's liability history with its arithmetic."""
    return tuple(
        f"{day(line.first)}: migrated debt balance {pounds(line.amount_pence)}"
        if line.weekly_pence is None
        else f"{day(line.first)} to {day(line.last)}: {line.days} days x {pounds(line.weekly_pence)} / 7 "
        f"= {pounds(line.amount_pence)}"
        for line in case.history.periods
    )


def receivable_sentences(casegroup: Casegroup) -> tuple[str, ...]:
    """Say what the debt balance is made of: each child maintenance receivable of the closing cases."""
    return tuple(
        f"Case {case.case_id}, {_receivable_name(receivable.receivable_id)}, "
        f"{PAYEES.get(receivable.owed_to or '', 'payee not known')}: {pounds(receivable.outstanding)}"
        for case in casegroup.closing_cases
        for receivable in case.receivables
        if receivable.type == "child_maintenance"
    )


def _receivable_name(receivable_id: str) -> str:
    entry = AMENDMENT_ID.fullmatch(receivable_id)
    return f"our amendment (entry {entry[1]})" if entry else receivable_id


def anomaly_sentences(anomaly: Anomaly, casegroup: Casegroup) -> tuple[str, ...]:
    """Say what is behind what one anomaly rule explains, entry by entry."""
    if anomaly.answer == "not_run":
        return ("Not run: what was left had already fallen below the limit.",)
    if anomaly.answer == "not_known":
        return (f"Cannot be told. Not known: {places_text(anomaly.missing)}.",)
    if not anomaly.entries:
        return ("No entry of this kind.",)
    return tuple(_entry_sentence(entry, casegroup) for entry in anomaly.entries)


def _entry_sentence(entry: Entry, casegroup: Casegroup) -> str:
    on_case = f" on case {entry.case_id}" if entry.case_id else ""
    amount = pounds(entry.amount_pence)
    receipt_id, _, part = entry.entry_id.partition("/")
    receipt = next((receipt for receipt in casegroup.receipts if receipt.receipt_id == receipt_id), None)
    if _is_adjustment(entry, casegroup) or receipt is None:
        return f"Adjustment {entry.entry_id}{on_case}: {amount}"
    came = f"Receipt {receipt_id} of {day(receipt.received_on)}"
    if part.startswith("refunds"):
        return f"{came}: {amount} given back"
    return f"{came}: {amount}{' put' + on_case.replace(' on ', ' to ') if on_case else ' put to nothing'}"


def _is_adjustment(entry: Entry, casegroup: Casegroup) -> bool:
    """Tell an adjustment from a part of a receipt, whose ids may be alike."""
    case = next((case for case in casegroup.cases if case.case_id == entry.case_id), None)
    return case is not None and any(entry.entry_id == adjustment.adjustment_id for adjustment in case.adjustments)


def outcome_sentences(assessment: Assessment) -> tuple[str, ...]:
    """Say the outcome and what follows from it."""
    return tuple(_outcome_sentences(assessment))


def _outcome_sentences(assessment: Assessment) -> Iterator[str]:
    outcome, validation = assessment.outcome, assessment.validation
    yield f"{OUTCOMES[outcome.outcome]}. Left unexplained: {pounds(outcome.residual_pence)}."
    match outcome.outcome:
        case "validated":
            yield "Closure goes on; the balance stays as it is."
        case "amend_balance":
            amount = pounds(outcome.amendment_pence)
            yield f"The balance has to be amended by {amount}, and CMS is asked to check these arrears."
        case "account_breakdown":
            yield "No amendment is made and closure goes on; a full account breakdown is owed."
        case "not_known":
            yield "A figure that is needed is not known; closure cannot go on until it is found."
    if validation.offsetting:
        yield "OFFSETTING: the casegroup nets out, but single cases do not. Look at each case's figure."
    if validation.needs_clerical_confirmation:
        yield "A clerical case has a part in this; a caseworker has to confirm the validation."
    for found in assessment.exceptions:
        yield sentence_end(f"EXCEPTION: {EXCEPTIONS[found.reason]}: {detail_text(found.detail)}")


def placement_sentence(case_id: str, owed_to: str, amount_pence: int) -> str:
    """Say where a part of an amendment goes."""
    return f"{pounds(amount_pence)} on case {case_id}, owed to the {PAYEES[owed_to]}"


def plain(sentences: Sequence[str]) -> str:
    """Join sentences for a single line."""
    return " ".join(sentences)
