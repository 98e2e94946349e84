"""The receipts of a made-up casegroup: every pound put into the class its plan wants it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from console.desk.caseload_ledger import day_between, pounds, split

if TYPE_CHECKING:
    from random import Random

    from console.desk.caseload_answers import Record, Tally
    from console.desk.caseload_plan import Plan

ELSEWHERE = "999999-OTHER"
MOST_PAYMENTS = 8
PURPOSES = {3: "non_child_maintenance", 6: "planned_collection"}
MARKINGS = {7: "cms", 8: "manual_payment"}


@dataclass
class _Putting:
    """The receipts put so far."""

    random: Random
    prefix: str
    as_at: date
    tally: Tally
    receipts: list[Record] = field(default_factory=list)

    def put(self, amount_pence: int, received_on: str | None = None) -> Record:
        """Put one receipt, not yet allocated, received by the day of the check unless a day is given."""
        first = self.as_at - timedelta(days=700)
        receipt: Record = {
            "receipt_id": f"{self.prefix}-X{len(self.receipts) + 1}",
            "received_on": received_on or day_between(self.random, first, self.as_at),
            "amount": pounds(amount_pence),
            "allocations": [],
        }
        if self.random.random() < 0.1:
            receipt["source"] = self.random.choice(("paying_parent", "dca", "enforcement"))
        self.receipts.append(receipt)
        return receipt


def put_receipts(
    random: Random, plan: Plan, document: Record, paid: dict[str, int], tally: Tally, as_at: date
) -> list[Record]:
    """Receipts for what has been paid to each debt, then one or more for each rule that is to explain something."""
    putting = _Putting(random, document["casegroup_id"], as_at, tally)
    closing = list(paid)
    for case_id, amount in paid.items():
        for part in split(random, amount, MOST_PAYMENTS):
            putting.put(part)["allocations"] = [_allocation(case_id, "debt", part)]
    for rule in sorted(plan.explained - {1}):
        amount = random.randint(5, 60_000)
        _put_class(putting, rule, amount, random.choice(closing), _other_case(document))
        tally.explained_pence[rule] += amount
    if 2 in plan.explained:
        tally.broken.append((7, None))
    if random.random() < 0.03:
        putting.put(random.randint(100, 9_000), str(as_at + timedelta(days=random.randint(1, 20))))
    return putting.receipts


def _other_case(document: Record) -> str:
    """A case that is not closing: one of the casegroup where there is one, else one of another casegroup."""
    staying = [case["case_id"] for case in document["cases"] if not case["in_case_closure"]]
    return staying[0] if staying else ELSEWHERE


def _allocation(case_id: str, purpose: str, amount_pence: int) -> Record:
    return {"case_id": case_id, "to": purpose, "amount": pounds(amount_pence)}


def _put_class(putting: _Putting, rule: int, amount: int, closing: str, other: str) -> None:
    """Put a receipt whose pounds are explained by one rule and no other."""
    receipt = putting.put(amount)
    if rule == 2 and putting.random.random() < 0.3:
        later = putting.as_at + timedelta(days=putting.random.randint(1, 20))
        receipt["refunds"] = [{"refunded_on": str(later), "amount": pounds(amount)}]
    elif rule in PURPOSES:
        receipt["allocations"] = [_allocation(closing, PURPOSES[rule], amount)]
    elif rule == 4 and putting.random.random() < 0.5:
        receipt["allocations"] = [_allocation(closing, "overpayment", amount)]
    elif rule == 4:
        receipt["refunds"] = [{"refunded_on": str(putting.as_at), "amount": pounds(amount)}]
    elif rule == 5:
        purpose = putting.random.choice(("debt", "planned_collection", "overpayment", "non_child_maintenance"))
        receipt["allocations"] = [_allocation(other, purpose, amount)]
    elif rule in MARKINGS:
        receipt["marking"] = MARKINGS[rule]
