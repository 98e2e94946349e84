"""Laws of disposal that hold whatever the casegroup and whatever was decided; a second implementation agrees.

`expected` below is written from the contract alone, on the plain document: it shares nothing with the program.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import assume, event, given
from hypothesis import strategies as st

from domain.actor import Actor
from domain.casefile import Casefile, fold
from domain.decide import Request, decide
from domain.decision import Context
from domain.disposal.requests import Credit, DisposeArrears, GiveWriteOffNotice
from domain.document import read_casegroup
from domain.events import Placement, Recorded
from domain.events.disposal import ArrearsDisposed, DisposalLine
from domain.policy.book import policy_for
from domain.record.requests import SetAside
from domain.validation.requests import AmendBalance, ConfirmClericalValidation, Validate
from domain.worklist import worklist_row
from tests.naive_ledger import pence
from tests.strategies import AS_AT, casegroups, consistent_casegroups, disturbed_casegroups, pounds

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

Record = dict[str, Any]

CHOICES = ["collect", "write_off_all", "write_off_part", "write_off_part", "not_to_be_collected"]
PAYEES = ["receiving_parent", "gb_sos", "ni_sos"]
CONTEXT = Context(Actor("u", "U", frozenset({"team_manager"})), AS_AT, policy_for(AS_AT))
KINDS = st.one_of(casegroups(), consistent_casegroups(), disturbed_casegroups())


@dataclass
class Worked:
    """A casegroup ready to be disposed of, with the document it came from and where its amendment went."""

    casefile: Casefile
    document: Record
    placed: list[tuple[str, str, int]]
    credits: tuple[Credit, ...]

    @property
    def request(self) -> DisposeArrears:
        """Ask for disposal with every credit treated."""
        return DisposeArrears(casegroup_id="CG1", credits=self.credits)


@st.composite
def worked(draw: DrawFn) -> Worked:
    """A casegroup of any kind with any decisions, taken through validation, amendment and notice."""
    document = draw(KINDS)
    closing = [case for case in document["cases"] if case["in_case_closure"]]
    assume(closing)
    for case in document["cases"]:
        # An open one keeps the arrears where they are, which has a test of its own.
        case.pop("inhibits", None)
        choice = draw(st.sampled_from(CHOICES))
        case["arrears_decision"] = {"choice": choice, "recorded_on": "2016-01-04"}
        if choice == "write_off_part":
            owed = max(balance_of(case, "receiving_parent"), 1)
            amount = draw(st.sampled_from([0, 1, owed - 1, owed, owed + 1]) | st.integers(0, 500_000))
            case["arrears_decision"]["amount_to_write_off"] = pounds(amount)
    casefile = done(fold(read_casegroup(json.dumps(document)), 1, ()), Validate(casegroup_id="CG1"))
    casefile, placed = amended(draw, casefile, closing)
    casefile = with_notice(casefile)
    credits_ = tuple(
        Credit.model_validate(
            {
                "case_id": case["case_id"],
                "owed_to": payee,
                "treatment": draw(st.sampled_from(["repaid", "cleared"])),
            }
        )
        for case in closing
        for payee in PAYEES
        if balance_of(case, payee) + amendment_on(placed, case["case_id"], payee) < 0
    )
    return Worked(casefile, document, placed, credits_)


def amended(draw: DrawFn, casefile: Casefile, closing: list[Record]) -> tuple[Casefile, list[tuple[str, str, int]]]:
    """Confirm and amend where it is asked for, the amendment on one case and payee or split over two."""
    validation = casefile.validation
    assert validation is not None
    if validation.needs_clerical_confirmation:
        casefile = done(casefile, ConfirmClericalValidation(casegroup_id="CG1", reason="seen"))
    if validation.amendment_pence is None:
        return casefile, []
    first = draw(st.integers(-5_000, 5_000))
    amounts = [amount for amount in (first, validation.amendment_pence - first) if amount]
    placed = [(draw(st.sampled_from(closing))["case_id"], draw(st.sampled_from(PAYEES)), amount) for amount in amounts]
    parts = tuple(Placement(case_id=case_id, owed_to=payee, amount_pence=n) for case_id, payee, n in placed)  # type: ignore[arg-type]
    return done(casefile, AmendBalance(casegroup_id="CG1", placements=parts)), placed


def with_notice(casefile: Casefile) -> Casefile:
    """Give notice where something is written off; nobody can be told, so that nothing has to be waited for."""
    for case in casefile.casegroup.closing_cases:
        request = GiveWriteOffNotice(
            casegroup_id="CG1", case_id=case.case_id, paying_parent="dead", receiving_parent="untraced", reason="known"
        )
        if not decide(casefile, request, CONTEXT).refusals:
            casefile = done(casefile, request)
    return casefile


def done(casefile: Casefile, request: Request) -> Casefile:
    """Give a casefile on which one more request was carried out."""
    decision = decide(casefile, request, CONTEXT)
    assert not decision.refusals, (request, decision.refusals)
    recorded = list(casefile.recorded)
    for made in decision.events:
        recorded.append(Recorded(len(recorded) + 1, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", made))
    return fold(casefile.document, 1, recorded)


def disposed(work: Worked) -> ArrearsDisposed:
    """Give the disposal of a casegroup; one on which nothing is outstanding has none."""
    decision = decide(work.casefile, work.request, CONTEXT)
    keys = {refusal.key for refusal in decision.refusals}
    event(f"refused: {', '.join(sorted(keys)) or 'no'}")
    assert keys <= {"nothing_to_dispose"}, keys
    assume(not keys)
    (made,) = decision.events
    assert isinstance(made, ArrearsDisposed)
    return made


# --- the contract, read again ----------------------------------------------------------------------------


def balance_of(case: Record, payee: str) -> int:
    """What is outstanding on a case to a payee, as the document has it, in pence."""
    return sum(
        pence(receivable["outstanding"])
        for receivable in case["receivables"]
        if receivable["type"] == "child_maintenance" and receivable["owed_to"] == payee
    )


def amendment_on(placed: list[tuple[str, str, int]], case_id: str, payee: str) -> int:
    """What of an amendment was put on a case and payee, in pence."""
    return sum(amount for on_case, to, amount in placed if (on_case, to) == (case_id, payee))


def expected(work: Worked) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Balance, written off and written down for each case and payee that is not nil, by the contract's words."""
    found = {}
    for case in work.document["cases"]:
        if not case["in_case_closure"]:
            continue
        for payee in PAYEES:
            balance = balance_of(case, payee) + amendment_on(work.placed, case["case_id"], payee)
            if balance == 0:
                continue
            decision = case["arrears_decision"]
            off = 0
            if balance < 0 or (payee == "receiving_parent" and decision["choice"] == "write_off_all"):
                off = balance
            elif payee == "receiving_parent" and decision["choice"] == "write_off_part":
                part = pence(decision["amount_to_write_off"])
                off = min(part, balance)
            found[case["case_id"], payee] = (balance, off, balance - off)
    return found


def held(line: DisposalLine) -> bool:
    """Whether a line is a credit."""
    return line.balance_pence < 0


@given(worked())
def test_a_second_implementation_disposes_of_the_same_pennies(work: Worked) -> None:
    lines = disposed(work).lines
    told = {
        (line.case_id, line.owed_to): (line.balance_pence, line.written_off_pence, line.written_down_pence)
        for line in lines
    }
    assert told == expected(work)
    assert len(told) == len(lines)


@given(worked())
def test_written_off_and_written_down_are_the_balance(work: Worked) -> None:
    for line in disposed(work).lines:
        assert line.written_off_pence + line.written_down_pence == line.balance_pence != 0
        if not held(line):
            assert 0 <= line.written_off_pence <= line.balance_pence
            assert 0 <= line.written_down_pence <= line.balance_pence


@given(worked())
def test_what_is_forwarded_is_what_is_written_down_each_part_above_zero_and_no_status_twice(work: Worked) -> None:
    for line in disposed(work).lines:
        assert sum(part.amount_pence for part in line.forwarded) == line.written_down_pence
        assert all(part.amount_pence > 0 for part in line.forwarded)
        assert len({part.status for part in line.forwarded}) == len(line.forwarded)


@given(worked())
def test_no_status_is_forwarded_more_than_is_owed_in_it(work: Worked) -> None:
    amounts: dict[tuple[str, str, str], int] = {}
    for case in work.casefile.casegroup.closing_cases:
        for receivable in case.receivables:
            if receivable.type == "child_maintenance":
                key = (case.case_id, str(receivable.owed_to), str(receivable.status))
                amounts[key] = amounts.get(key, 0) + (receivable.outstanding or 0)
    for line in disposed(work).lines:
        for part in line.forwarded:
            assert part.amount_pence <= amounts[line.case_id, line.owed_to, part.status]


@given(worked())
def test_what_is_owed_to_government_is_never_written_off(work: Worked) -> None:
    for line in disposed(work).lines:
        if line.owed_to != "receiving_parent" and not held(line):
            assert line.written_off_pence == 0
            assert line.decision is None


@given(worked())
def test_a_credit_and_only_a_credit_is_treated_by_a_person(work: Worked) -> None:
    for line in disposed(work).lines:
        assert (line.credit is not None) == held(line)
        assert not (held(line) and line.forwarded)


@given(worked())
def test_afterwards_nothing_is_left_and_nothing_is_disposed_of_again(work: Worked) -> None:
    disposed(work)
    after = done(work.casefile, work.request)
    assert after.disposal_complete
    assert worklist_row(after).debt_balance_pence == 0
    again = decide(after, work.request, CONTEXT)
    assert [refusal.key for refusal in again.refusals] == ["already_disposed"]
    assert again.events == ()


@given(worked(), st.lists(st.booleans(), max_size=5))
def test_however_often_it_is_undone_and_redone_one_disposal_stands_at_most(work: Worked, doings: list[bool]) -> None:
    disposed(work)
    casefile = done(work.casefile, work.request)
    for dispose_again in doings:
        last = casefile.recorded[-1]
        request: Request = work.request if dispose_again else SetAside(casegroup_id="CG1", seq=last.seq)
        if not decide(casefile, request, CONTEXT).refusals:
            casefile = done(casefile, request)
        standing = [
            entry
            for entry in casefile.recorded
            if isinstance(entry.event, ArrearsDisposed) and entry.seq not in casefile.set_aside
        ]
        assert len(standing) <= 1
        assert (casefile.disposal is not None) == bool(standing)


@given(worked())
def test_a_credit_nobody_decided_about_keeps_everything_where_it_is(work: Worked) -> None:
    assume(work.credits)
    decision = decide(work.casefile, DisposeArrears(casegroup_id="CG1"), CONTEXT)
    assert [refusal.key for refusal in decision.refusals] == ["credit_held"] * len(work.credits)


def test_the_day_of_these_laws_is_that_of_the_documents_drawn() -> None:
    assert date(2016, 2, 15) == AS_AT
