"""What must hold between the fields of a casegroup document.

These checks run on the JSON values as they came, whatever else is wrong with them, so that every fault is
listed at once. A value that cannot be read is passed over here; its own fault is listed elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.days import parse_day
from domain.errors import Fault, shown
from domain.money import format_pounds, parse_pounds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

IDENTIFIED_LISTS: Final = {
    "receivables": "receivable_id",
    "adjustments": "adjustment_id",
    "planned_collections": "id",
    "payables": "id",
    "work_items": "id",
}
# (list, field that comes first, field that cannot be earlier)
ORDERED_DAYS: Final = (
    ("receivables", "period_from", "period_to"),
    ("work_items", "opened_on", "closed_on"),
    ("inhibits", "set_on", "lifted_on"),
)


def cross_checks(raw: dict[str, Any]) -> Iterator[Fault]:
    """Give every fault that needs more than one field to be seen, in document order."""
    yield from _unexplained_nulls(raw, "")
    yield from _person(raw.get("paying_parent"), "paying_parent")
    yield from _duplicates(raw, "cases", "case_id", "")
    for index, case in _records(raw, "cases"):
        yield from _case(case, f"cases[{index}]")
    yield from _duplicates(raw, "receipts", "receipt_id", "")
    for index, receipt in _records(raw, "receipts"):
        yield from _receipt(receipt, f"receipts[{index}]")


def _case(case: dict[str, Any], path: str) -> Iterator[Fault]:
    yield from _person(case.get("receiving_parent"), f"{path}.receiving_parent")
    for list_name, identifier in IDENTIFIED_LISTS.items():
        yield from _duplicates(case, list_name, identifier, f"{path}.")
    for list_name, first, last in ORDERED_DAYS:
        for index, record in _records(case, list_name):
            yield from _in_order(record, first, last, f"{path}.{list_name}[{index}]")
    yield from _after_liability_end(case, path)


def _person(person: object, path: str) -> Iterator[Fault]:
    if not isinstance(person, dict):
        return
    yield from _in_order(person, "date_of_birth", "date_of_death", path)
    for index, address in _records(person, "addresses"):
        yield from _in_order(address, "valid_from", "valid_to", f"{path}.addresses[{index}]")
    representative = person.get("representative")
    if isinstance(representative, dict):
        for index, address in _records(representative, "addresses"):
            yield from _in_order(address, "valid_from", "valid_to", f"{path}.representative.addresses[{index}]")


def _receipt(receipt: dict[str, Any], path: str) -> Iterator[Fault]:
    for index, refund in _records(receipt, "refunds"):
        received, refunded = _day(receipt, "received_on"), _day(refund, "refunded_on")
        if received and refunded and refunded < received:
            yield Fault(
                f"{path}.refunds[{index}].refunded_on",
                shown(refunded.isoformat()),
                f"a day not before received_on, {received.isoformat()}",
            )
    amount = _pence(receipt, "amount")
    used = sum(
        _pence(part, "amount") or 0 for name in ("allocations", "refunds") for _, part in _records(receipt, name)
    )
    if amount is not None and 0 < amount < used:
        yield Fault(
            path,
            f"allocations and refunds come to {format_pounds(used)}",
            f"at most the receipt's amount, {format_pounds(amount)}",
        )


def _after_liability_end(case: dict[str, Any], path: str) -> Iterator[Fault]:
    entries = list(_records(case, "liability_events"))
    ends = [_day(entry, "effective_date") for _, entry in entries if entry.get("kind") == "liability_end"]
    first_end = min((end for end in ends if end), default=None)
    if first_end is None:
        return
    for index, entry in entries:
        day = _day(entry, "effective_date")
        if day and day > first_end:
            yield Fault(
                f"{path}.liability_events[{index}].effective_date",
                shown(day.isoformat()),
                f"a day not after the liability_end of {first_end.isoformat()}",
            )


def _unexplained_nulls(record: dict[str, Any], path: str) -> Iterator[Fault]:
    reasons = record.get("not_known")
    reasons = reasons if isinstance(reasons, dict) else {}
    for field, reason in reasons.items():
        place = f"{path}not_known.{field}"
        if field not in record or record[field] is not None:
            yield Fault(place, shown(reason), "the name of a field of this record that is null")
        elif isinstance(reason, str) and not reason.strip():
            yield Fault(place, shown(reason), "the reason why it is not known")
    for field, value in record.items():
        if value is None and field not in reasons:
            yield Fault(f"{path}{field}", "null", 'a value, or the reason under "not_known"')
        elif isinstance(value, dict) and field != "not_known":
            yield from _unexplained_nulls(value, f"{path}{field}.")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield from _unexplained_nulls(item, f"{path}{field}[{index}].")


def _duplicates(record: dict[str, Any], name: str, identifier: str, path: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for index, entry in _records(record, name):
        value = entry.get(identifier)
        if not isinstance(value, str):
            continue
        if value in seen:
            yield Fault(
                f"{path}{name}[{index}].{identifier}",
                shown(value),
                f"an id not used before; {name}[{seen[value]}] has it",
            )
        else:
            seen[value] = index


def _in_order(record: dict[str, Any], first: str, last: str, path: str) -> Iterator[Fault]:
    begun, ended = _day(record, first), _day(record, last)
    if begun and ended and ended < begun:
        yield Fault(f"{path}.{last}", shown(ended.isoformat()), f"a day not before {first}, {begun.isoformat()}")


def _records(record: dict[str, Any], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = record.get(name)
    if isinstance(entries, list):
        for index, entry in enumerate(entries):
            if isinstance(entry, dict):
                yield index, entry


def _day(record: dict[str, Any], field: str) -> date | None:
    value = record.get(field)
    if value is None:
        return None
    try:
        return parse_day(value)
    except ValueError:
        return None


def _pence(record: dict[str, Any], field: str) -> int | None:
    try:
        return parse_pounds(record.get(field))
    except ValueError:
        return None
