"""The naive reading's ledger: money, days, what is not known, liability by the day, receipts by class.

A fact that is not known is tried with every value that could matter; when the answers differ, the answer is
not known.
"""

from __future__ import annotations

import copy
import itertools
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Record = dict[str, Any]
Answer = TypeVar("Answer")

HUGE = "99999999999.00"
CHOICES: dict[str, list[Any]] = {
    "choice": ["not_recorded", "collect", "write_off_all", "write_off_part", "not_to_be_collected"],
    "type": ["child_maintenance", "fee", "interest", "other"],
    "owed_to": ["receiving_parent", "gb_sos", "ni_sos"],
    "to": ["debt", "planned_collection", "non_child_maintenance", "overpayment"],
    "marking": [None, "cms", "manual_payment"],
    "retained": [True, False],
    "weekly_amount": ["0.00", "7.00", "700.00"],
    "outstanding": [f"-{HUGE}", "0.00", HUGE],
    "amount": ["0.01", "1.00", "100.00"],
}
DATE_FIELDS = {
    "effective_date",
    "received_on",
    "refunded_on",
    "opened_on",
    "closed_on",
    "set_on",
    "lifted_on",
    "paid_on",
    "date",
    "closure_date",
    "t_date",
    "liability_end_date",
}


def pence(text: str) -> int:
    """Read pounds as written in a document as whole pence."""
    return int(Decimal(text) * 100)


def pounds(amount: int | None) -> str | None:
    """Write whole pence as pounds; nothing where the amount cannot be told."""
    if amount is None:
        return None
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def day(text: str) -> date:
    """Read a day as written in a document."""
    return date.fromisoformat(text)


# --- what is not known -----------------------------------------------------------------------------------


def walk(part: object) -> Iterator[Record]:
    """Every record inside a part of a document, the part itself included."""
    if isinstance(part, dict):
        yield part
        for name, inside in part.items():
            if name != "not_known":
                yield from walk(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from walk(inside)


def days_worth_trying(part: object, extra: Iterable[date]) -> list[str]:
    """The days around every day that occurs, and one before and one after them all."""
    days = set(extra) or {date(2016, 1, 1)}
    for record in walk(part):
        days |= {day(value) for key, value in record.items() if key in DATE_FIELDS and value is not None}
    around = {d + timedelta(days=n) for d in days for n in (-1, 0, 1)}
    around |= {min(around) - timedelta(days=30), max(around) + timedelta(days=30)}
    return [str(d) for d in sorted(around)]


def values_worth_trying(part: Record, record: Record, field: str, days: list[str]) -> list[Any]:
    """Values of one unknown field between which any rule could tell a difference."""
    if field in DATE_FIELDS:
        return days
    if field == "amount" and "allocations" in part:
        amounts = [pence(each["amount"]) for each in walk(part) if each.get("amount") is not None]
        whole = 0 if record is part else max(amounts, default=0)
        used = sum(amounts) - whole
        tried = [used, used + 1, used + 100, used + 10_000] if record is part else [0, 1, 2, whole - used]
        least = 1 if record is part else 0  # A receipt is above zero; a part of one may be nothing.
        return [pounds(amount) for amount in sorted(set(tried)) if amount >= least]
    return CHOICES.get(field, [None])


def worlds(part: Record, *extra: date) -> Iterator[Record]:
    """The part as it would read for every way of filling in what is not known."""
    if not any("not_known" in record for record in walk(part)):
        yield part
        return
    filled = copy.deepcopy(part)
    gaps = [(record, field) for record in walk(filled) for field in record.pop("not_known", {})]
    days = days_worth_trying(filled, extra)
    candidates = [values_worth_trying(filled, record, field, days) for record, field in gaps]
    for values in itertools.product(*candidates):
        for (record, field), value in zip(gaps, values, strict=True):
            record[field] = value
        if possible(filled):
            yield filled


def possible(part: Record) -> bool:
    """Whether a filled-in part could be a document: no receipt overspent, nothing after liability ended."""
    for record in walk(part):
        if "allocations" in record and unallocated_by(record, date.max) < 0:
            return False
        events = record.get("liability_events", [])
        ends = [event["effective_date"] for event in events if event["kind"] == "liability_end"]
        if ends and any(event["effective_date"] > min(ends) for event in events):
            return False
    return True


def told(answers: Iterable[Answer]) -> Answer | None:
    """The one answer all worlds give, or None where they differ."""
    remaining = iter(answers)
    first = next(remaining)
    return first if all(answer == first for answer in remaining) else None


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Whether one holds: yes if one surely does, not known if one may."""
    answers = list(answers)
    if True in answers:
        return True
    return None if None in answers else False


def both(left: bool | None, right: bool | None) -> bool | None:
    """Whether both hold, as far as can be told."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


# --- liability -------------------------------------------------------------------------------------------


def in_order(case: Record) -> list[Record]:
    """The liability events by day; those of one day keep the order of the document."""
    return sorted(case["liability_events"], key=lambda event: str(event["effective_date"]))


def ongoing(case: Record, on: date) -> bool:
    """Whether liability is ongoing on a day."""
    weekly = 0
    for event in in_order(case):
        if day(event["effective_date"]) <= on:
            if event["kind"] == "liability_end":
                return False
            if event["kind"] == "assessment":
                weekly = pence(event["weekly_amount"])
    return weekly > 0


def charged_on(events: list[Record], on: date) -> int:
    """The weekly amount, in pence, that accrues through the agency on a day."""
    weekly, direct = 0, False
    for event in events:
        effective = day(event["effective_date"])
        if event["kind"] == "liability_end" and effective < on:
            return 0
        if effective <= on:
            if event["kind"] == "assessment":
                weekly = pence(event["weekly_amount"])
            elif event["kind"] in ("direct", "non_direct"):
                direct = event["kind"] == "direct"
    return 0 if direct else weekly


def period_lines(case: Record, as_at: date) -> list[Record]:
    """Liability up to and including a day, one line for each stretch with one weekly amount."""
    events = in_order(case)
    lines: list[Record] = []
    for event in events:
        if event["kind"] == "migrated_debt_balance" and day(event["effective_date"]) <= as_at:
            on, amount = event["effective_date"], pounds(pence(event["amount"]))
            lines.append(
                {
                    "from": on,
                    "to": on,
                    "days": 0,
                    "weekly_amount": None,
                    "amount": amount,
                    "kind": "migrated_debt_balance",
                }
            )
    open_line: Record | None = None
    today = day(events[0]["effective_date"]) if events else as_at
    while today <= as_at:
        weekly = charged_on(events, today)
        if open_line is None or open_line["weekly"] != weekly:
            open_line = {"from": str(today), "weekly": weekly, "days": 0, "exact": Fraction(0)}
            if weekly:
                lines.append(open_line)
        open_line["to"] = str(today)
        open_line["days"] += 1
        open_line["exact"] += Fraction(weekly, 7)
        today += timedelta(days=1)
    printed = [line if "kind" in line else accrual_line(line) for line in lines]
    return sorted(printed, key=lambda line: (line["from"], line["kind"] == "accrual"))


def accrual_line(line: Record) -> Record:
    """A finished stretch as it is printed, its amount rounded half up once."""
    amount = int(line["exact"] + Fraction(1, 2))
    return {
        "from": line["from"],
        "to": line["to"],
        "days": line["days"],
        "weekly_amount": pounds(line["weekly"]),
        "amount": pounds(amount),
        "kind": "accrual",
    }


def liability(case: Record, as_at: date) -> int:
    """The liability history of a case in pence: what its period lines add up to."""
    return sum(pence(line["amount"]) for line in period_lines(case, as_at))


# --- receipts --------------------------------------------------------------------------------------------


def unallocated_by(receipt: Record, as_at: date) -> int:
    """What is left of a receipt after its allocations and the refunds made by a day."""
    left = pence(receipt["amount"])
    for allocation in receipt["allocations"]:
        left -= pence(allocation["amount"])
    for refund in receipt.get("refunds", []):
        if day(refund["refunded_on"]) <= as_at:
            left -= pence(refund["amount"])
    return left


def classes_of(receipt: Record, closing: set[str], as_at: date) -> list[tuple[int, str, int]]:
    """Each pound of a receipt in its one class: anomaly rule (0 for paid to a debt), case, pence."""
    if day(receipt["received_on"]) > as_at:
        return []
    rule_for = {"debt": 0, "non_child_maintenance": 3, "overpayment": 4, "planned_collection": 6}
    found = []
    for allocation in receipt["allocations"]:
        rule = rule_for[allocation["to"]] if allocation["case_id"] in closing else 5
        found.append((rule, allocation["case_id"], pence(allocation["amount"])))
    for refund in receipt.get("refunds", []):
        refunded = pence(refund["amount"]) if day(refund["refunded_on"]) <= as_at else 0
        found += [(4, "", refunded)]
    rule = {None: 2, "cms": 7, "manual_payment": 8}[receipt.get("marking")]
    found.append((rule, "", unallocated_by(receipt, as_at)))
    return found


# --- the casegroup ------------------------------------------------------------------------------------


def due_date(document: Record) -> tuple[date | None, bool]:
    """The day the casegroup is due to close, and whether there is one that nobody knows."""
    places = [
        (document.get("transition_request", {}), "closure_date"),
        (document["journey"], "t_date"),
        (document["journey"], "liability_end_date"),
    ]
    for record, field in places:
        if field in record:
            return (None, True) if record[field] is None else (day(record[field]), False)
    return None, False


def open_on(item: Record, begun: str, ended: str, as_at: date) -> bool | None:
    """Whether a piece of work or an inhibit has begun and not ended by a day."""
    return told(
        day(world[begun]) <= as_at and not (world.get(ended) and day(world[ended]) <= as_at)
        for world in worlds(item, as_at)
    )
