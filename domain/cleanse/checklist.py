"""What the documents advise before a case moves: contact, decision, final balance, inhibits lifted, in that order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.account import balance_of, outstanding_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from domain.casegroup import Case

CleanseStep = Literal["contacted", "decided", "finalised", "inhibits_lifted"]
CleanseState = Literal["done", "to_do", "not_needed"]


@dataclass(frozen=True, slots=True)
class CleanseLine:
    """One step of cleansing a case, done or not, on the statement that asks for it; advice, never a gate."""

    case_id: str
    step: CleanseStep
    state: CleanseState
    statement: str
    because: str = ""


def cleanse_checklist(casefile: Casefile) -> tuple[CleanseLine, ...]:
    """Give the steps of cleansing for every closing case, in the documents' order (P146-P150).

    `because` holds a key for the words: what is still open, or why a step is not needed.
    """
    return tuple(line for case in casefile.casegroup.closing_cases for line in _lines(casefile, case))


def _lines(casefile: Casefile, case: Case) -> Iterator[CleanseLine]:
    state, because = _contacted(casefile, case)
    yield CleanseLine(case.case_id, "contacted", state, "P147", because)
    state, because = _decided(case)
    yield CleanseLine(case.case_id, "decided", state, "P148", because)
    state, because = _finalised(casefile, case)
    yield CleanseLine(case.case_id, "finalised", state, "P149", because)
    kinds = dict.fromkeys(inhibit.kind for inhibit in case.inhibits if inhibit.lifted_on is None)
    yield CleanseLine(case.case_id, "inhibits_lifted", "to_do" if kinds else "done", "P150", "_and_".join(kinds))


def _contacted(casefile: Casefile, case: Case) -> tuple[CleanseState, str]:
    tried = [
        entry.event
        for entry in casefile.contacts
        if entry.event.kind == "receiving_parent_contacted" and entry.event.case_id == case.case_id
    ]
    if any(contact.reached for contact in tried):
        return "done", ""
    return "to_do", "not_reached" if tried else ""


def _decided(case: Case) -> tuple[CleanseState, str]:
    if case.arrears_decision.choice not in {None, "not_recorded"}:
        return "done", case.arrears_decision.choice or ""
    owed = outstanding_to(case, "receiving_parent")
    return ("not_needed", "nothing_owed") if owed is not None and owed <= 0 else ("to_do", "")


def _finalised(casefile: Casefile, case: Case) -> tuple[CleanseState, str]:
    final = next((event for event in reversed(casefile.finalised) if event.case_id == case.case_id), None)
    if final is None:
        return "to_do", ""
    return ("done", "") if final.balance_pence == balance_of(case) else ("to_do", "other_figure")
