"""Hypothesis strategies: valid casegroup documents of every kind, and ledgers consistent by construction.

Documents are plain JSON dictionaries. Days lie close together so that events meet on one day and fall on
both sides of the day of the check; amounts lie close to the limits that decide something.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Record = dict[str, Any]

AS_AT = date(2016, 2, 15)
EXTRAS = ["work_items", "planned_collections", "payables", "inhibits", "adjustments", "schedules_ended"]
SYSTEMS = ["CS2", "CSCS", "CCD"]
ADDRESSES = [{"lines": ["1 Example Street", "Anytown"], "postcode": "BL1 1AA"}]
SMALL = st.integers(1, 60_000)
NAMES = st.sampled_from(
    [
        "Holt",
        "Smith [née Jones]",
        "O'Brien [/] Ltd",
        "Llŷr ap Gwyn",
        "Ní Bhriain",
        "\u202eevil\u001b[31m",
        "李",
    ]
)


def pounds(pence: int) -> str:
    """Whole pence as a document writes them."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def days_near(as_at: date = AS_AT, before: int = 500, after: int = 60) -> SearchStrategy[date]:
    """Days around the day of the check, that day and its neighbours often."""
    near = st.sampled_from([as_at + timedelta(days=n) for n in (-1, 0, 1)])
    return st.one_of(near, st.integers(-before, after).map(lambda n: as_at + timedelta(days=n)))


def maybe(record: Record, name: str, value: Any) -> None:
    """Put a field on a record unless it was drawn as absent."""
    if value is not None:
        record[name] = value


# --- people, journey -------------------------------------------------------------------------------------


@st.composite
def people(draw: DrawFn, person_id: str) -> Record:
    """A person, sometimes with a number, marker, representative or a hostile name."""
    address = {"lines": ["1 Example Street", "Anytown"], "postcode": "BL1 1AA"}
    person: Record = {
        "person_id": person_id,
        "forenames": "Dinah",
        "surname": draw(NAMES),
        "addresses": [address],
    }
    if draw(st.integers(0, 4)) == 0:
        person |= {
            "title": "Mrs",
            "nino": f"QQ{draw(st.integers(0, 999999)):06d}C",
            "date_of_birth": "1975-04-03",
            "correspondence": {"format": "large_print", "language": "cy"},
            "markers": ["special_client_record"],
            "representative": {"name": "A Friend", "addresses": ADDRESSES},
        }
    return person


@st.composite
def journeys(draw: DrawFn) -> Record:
    """A journey with or without its dates."""
    journey: Record = {"kind": draw(st.sampled_from(["proactive", "reactive", "proactive_to_reactive"]))}
    optional = st.none() | days_near(before=60, after=120).map(str)
    maybe(journey, "t_date", draw(optional))
    maybe(journey, "liability_end_date", draw(optional))
    return journey


# --- one case --------------------------------------------------------------------------------------------


def assessment(effective: date, weekly_pence: int) -> Record:
    """An assessment from a day."""
    return {"kind": "assessment", "effective_date": str(effective), "weekly_amount": pounds(weekly_pence)}


@st.composite
def liability_events(draw: DrawFn) -> list[Record]:
    """Any valid history: in any order, several on one day, with nil, direct and migrated parts."""
    pool = draw(st.lists(days_near(), min_size=1, max_size=5))
    events: list[Record] = []
    kinds = st.sampled_from(["assessment", "assessment", "direct", "non_direct", "migrated_debt_balance"])
    for kind in draw(st.lists(kinds, max_size=6)):
        effective = draw(st.sampled_from(pool))
        if kind == "assessment":
            events.append(assessment(effective, draw(st.sampled_from([0, 1, 500, 700, 7000]) | SMALL)))
            continue
        event: Record = {"kind": kind, "effective_date": str(effective)}
        if kind == "migrated_debt_balance":
            event["amount"] = pounds(draw(SMALL))
        events.append(event)
    if draw(st.booleans()):
        last = max((date.fromisoformat(event["effective_date"]) for event in events), default=AS_AT)
        ended = {
            "kind": "liability_end",
            "effective_date": str(last + timedelta(days=draw(st.integers(0, 200)))),
        }
        events.insert(draw(st.integers(0, len(events))), ended)
    return events


@st.composite
def receivables(draw: DrawFn, prefix: str) -> list[Record]:
    """Receivables of every type, status and payee, credits and nothing among them."""
    amounts = st.sampled_from([0, 1, 4, 5, 6, -500, 99_999_999, 100_000_000]) | st.integers(-20_000, 400_000)
    return [
        {
            "receivable_id": f"{prefix}R{index}",
            "type": draw(st.sampled_from(["child_maintenance"] * 3 + ["fee", "interest", "other"])),
            "outstanding": pounds(draw(amounts)),
            "status": draw(st.sampled_from(["active", "suspended", "deferred"])),
            "owed_to": draw(st.sampled_from(["receiving_parent", "gb_sos", "ni_sos"])),
        }
        for index in range(draw(st.integers(0, 3)))
    ]


@st.composite
def spans(draw: DrawFn, begun: str, ended: str) -> Record:
    """Something that begins and perhaps ends, on either side of the day of the check."""
    start = draw(days_near(before=60))
    span: Record = {begun: str(start)}
    if draw(st.booleans()):
        span[ended] = str(start + timedelta(days=draw(st.integers(0, 60))))
    return span


@st.composite
def cases(draw: DrawFn, index: int, *, with_ledger: bool = True) -> Record:
    """A case with everything a case may hold; its ledger only where wanted."""
    prefix = f"C{index}"
    holds = draw(st.frozensets(st.sampled_from(EXTRAS), max_size=3))
    choices = ["collect", "collect", "not_recorded", "write_off_all", "not_to_be_collected"]
    case: Record = {
        "case_id": prefix,
        "system": draw(st.sampled_from(SYSTEMS)),
        "scheme": draw(st.sampled_from([1993, 2003])),
        "region": draw(st.sampled_from(["GB", "NI"])),
        "in_case_closure": draw(st.integers(0, 4)) > 0,
        "receiving_parent": {"person_id": f"{prefix}P", "forenames": "Ann", "surname": "Fenn", "addresses": ADDRESSES},
        "arrears_decision": {"choice": draw(st.sampled_from(choices))},
        "liability_events": draw(liability_events()) if with_ledger else [],
        "receivables": draw(receivables(prefix)) if with_ledger else [],
    }
    if "work_items" in holds:
        case["work_items"] = [{"id": f"{prefix}W", "kind": "appeal", **draw(spans("opened_on", "closed_on"))}]
    if "planned_collections" in holds:
        case["planned_collections"] = [
            {
                "id": f"{prefix}PC",
                "due_date": "2016-03-01",
                "amount": "12.00",
                "retained": draw(st.booleans()),
            }
        ]
    if "payables" in holds:
        payable: Record = {"id": f"{prefix}PY", "amount": "30.00"}
        maybe(payable, "paid_on", draw(st.none() | days_near(before=30).map(str)))
        case["payables"] = [payable]
    if "inhibits" in holds:
        kinds = draw(st.lists(st.sampled_from(["automatic", "manual"]), min_size=1, max_size=3))
        case["inhibits"] = [{"kind": kind, **draw(spans("set_on", "lifted_on"))} for kind in kinds]
    if "adjustments" in holds:
        amount = draw(st.integers(-9_000, 9_000))
        dated = str(draw(days_near()))
        case["adjustments"] = [{"adjustment_id": f"{prefix}A", "date": dated, "amount": pounds(amount)}]
    if "schedules_ended" in holds:
        case["schedules_ended"] = draw(st.booleans())
    return case


# --- receipts --------------------------------------------------------------------------------------------


@st.composite
def receipts(draw: DrawFn, index: int, case_ids: list[str], unit: int = 1) -> Record:
    """A receipt, its parts allocated anywhere or nowhere, refunded before or after the day of the check."""
    received = draw(days_near(after=20))
    left = draw(st.integers(1, 40_000)) * unit
    receipt: Record = {
        "receipt_id": f"X{index}",
        "received_on": str(received),
        "amount": pounds(left),
        "allocations": [],
    }
    for _ in range(draw(st.integers(0, 3))):
        amount = draw(st.sampled_from([left, left // 2 // unit * unit]))
        if amount == 0:
            break
        left -= amount
        purpose = draw(st.sampled_from(["debt", "planned_collection", "non_child_maintenance", "overpayment"]))
        target = draw(st.sampled_from([*case_ids, *case_ids, "ELSEWHERE"]))
        receipt["allocations"].append({"case_id": target, "to": purpose, "amount": pounds(amount)})
    if left and draw(st.booleans()):
        refunded = str(received + timedelta(days=draw(st.integers(0, 60))))
        part = draw(st.sampled_from([left, max(left // 2 // unit * unit, unit)]))
        receipt["refunds"] = [{"refunded_on": refunded, "amount": pounds(part)}]
    maybe(receipt, "marking", draw(st.sampled_from([None, None, "cms", "manual_payment"])))
    return receipt


# --- what nobody knows -----------------------------------------------------------------------------------

UNKNOWABLE = {
    "choice", "outstanding", "owed_to", "effective_date", "weekly_amount", "opened_on", "closed_on", "set_on",
    "lifted_on", "paid_on", "retained", "received_on", "refunded_on", "amount", "date", "marking",
    "schedules_ended", "status", "title",
}  # fmt: skip
ABSENT_ENDS = {"opened_on": "closed_on", "set_on": "lifted_on"}
GAPS = Literal["none", "plain", "any"]


def is_plain(record: Record, name: str) -> bool:
    """Whether leaving a field out leaves liability and the size of receipts as they were."""
    if name == "amount":
        return "allocations" not in record and "effective_date" not in record
    return name not in {"effective_date", "weekly_amount"}


def gaps_of(part: object, gaps: GAPS) -> list[tuple[Record, str]]:
    """Every field of a document that a person might not know."""
    found: list[tuple[Record, str]] = []
    if isinstance(part, dict):
        found += [(part, name) for name in part if name in UNKNOWABLE]
        found += [(part, end) for start, end in ABSENT_ENDS.items() if start in part and end not in part]
        for value in part.values():
            found += gaps_of(value, gaps)
    for value in part if isinstance(part, list) else ():
        found += gaps_of(value, gaps)
    return found if gaps == "any" else [(record, name) for record, name in found if is_plain(record, name)]


def forget(record: Record, name: str) -> None:
    """Replace a field by a null and the reason."""
    record[name] = None
    record.setdefault("not_known", {})[name] = "the paper file is lost"


@st.composite
def casegroups(draw: DrawFn, *, gaps: GAPS = "none", with_ledger: bool = True) -> Record:
    """A valid casegroup document of any kind, to be assessed on `AS_AT`."""
    document: Record = {
        "format": "closeout.casegroup/1",
        "casegroup_id": "CG1",
        "paying_parent": draw(people("P1")),
        "journey": draw(journeys()),
        "cases": [draw(cases(index, with_ledger=with_ledger)) for index in range(draw(st.integers(1, 3)))],
        "receipts": [],
    }
    case_ids = [case["case_id"] for case in document["cases"]]
    count = draw(st.integers(0, 4)) if with_ledger else 0
    document["receipts"] = [draw(receipts(index, case_ids)) for index in range(count)]
    if draw(st.booleans()):
        document["transition_request"] = {
            "request_id": "T1",
            "kind": draw(st.sampled_from(["LTR1", "LTR2", "LTR3"])),
            "received_on": "2016-01-10",
            "closure_date": str(draw(days_near(before=60, after=120))),
        }
    if gaps != "none":
        for record, name in draw(st.lists(st.sampled_from(gaps_of(document, gaps)), min_size=1, max_size=2)):
            forget(record, name)
    return document


# --- ledgers consistent by construction ------------------------------------------------------------------

UNIT = 5  # All movements are whole multiples of £0.05, so that no rest can hide below the tolerance.


@dataclass
class History:
    """A liability history built from stretches, and what it comes to."""

    events: list[Record] = field(default_factory=list)
    due_pence: int = 0


@st.composite
def histories(draw: DrawFn) -> History:
    """Stretches end to end, each rounded once; direct and nil ones owe nothing; sometimes a migrated debt."""
    history = History()
    first = today = AS_AT - timedelta(days=draw(st.integers(200, 600)))
    if draw(st.booleans()):
        amount = draw(st.integers(0, 2_000)) * UNIT
        history.events.append({"kind": "migrated_debt_balance", "effective_date": str(today), "amount": pounds(amount)})
        history.due_pence += amount
    direct, before = False, 0
    for _ in range(draw(st.integers(0, 4))):
        weekly, length = draw(st.sampled_from([0, 500, 1_000, 1_234, 7_001])), draw(st.integers(1, 90))
        length = min(length, (AS_AT - today).days)
        if weekly == before or length < 1:
            continue
        history.events.append(assessment(today, weekly))
        if direct:
            history.events.append({"kind": "non_direct", "effective_date": str(today)})
        direct = False
        history.due_pence += (2 * weekly * length + 7) // 14
        today, before = today + timedelta(days=length), weekly
        if draw(st.integers(0, 3)) == 0 and today < AS_AT:
            history.events.append({"kind": "direct", "effective_date": str(today)})
            today, direct, before = today + timedelta(days=1), True, 0
    history.events.append({"kind": "liability_end", "effective_date": str(max(first, today - timedelta(days=1)))})
    return history


def movements_of(case: Record, receipts_of_group: list[Record]) -> int:
    """What adjustments and payments to its debt change on a case by the day of the check, in pence."""
    moved = 0
    for adjustment in case.get("adjustments", []):
        if date.fromisoformat(adjustment["date"]) <= AS_AT:
            moved += round(float(adjustment["amount"]) * 100)
    for receipt in receipts_of_group:
        if date.fromisoformat(receipt["received_on"]) <= AS_AT:
            for allocation in receipt["allocations"]:
                if allocation["case_id"] == case["case_id"] and allocation["to"] == "debt":
                    moved -= round(float(allocation["amount"]) * 100)
    return moved


@st.composite
def consistent_casegroups(draw: DrawFn) -> Record:
    """A casegroup whose receivables follow from its history and payments: the eight rules explain it all."""
    document: Record = draw(casegroups(with_ledger=False))
    drawn = [draw(histories()) for _ in document["cases"]]
    case_ids = [case["case_id"] for case in document["cases"]]
    document["receipts"] = [draw(receipts(index, case_ids, UNIT)) for index in range(draw(st.integers(0, 5)))]
    for case, history in zip(document["cases"], drawn, strict=True):
        case["liability_events"] = history.events
        for adjustment in case.get("adjustments", []):
            adjustment["amount"] = pounds(draw(st.integers(-400, 400)) * UNIT)
        owed = history.due_pence + movements_of(case, document["receipts"])
        first = draw(st.integers(0, max(owed, 0)))
        parts = [("suspended", "gb_sos", first), ("active", "receiving_parent", owed - first)]
        case["receivables"] = [
            {
                "receivable_id": f"{case['case_id']}R{status}",
                "type": "child_maintenance",
                "outstanding": pounds(amount),
                "status": status,
                "owed_to": payee,
            }
            for status, payee, amount in parts
        ]
        case["receivables"].append({**case["receivables"][0], "receivable_id": f"{case['case_id']}F", "type": "fee"})
    return document


@st.composite
def disturbed_casegroups(draw: DrawFn) -> Record:
    """A consistent casegroup put out by an amount at a limit, or by amounts that cancel between two cases."""
    document: Record = draw(consistent_casegroups())
    limits = [0, 1, 4, 5, 6, 99_999_999, 100_000_000, 100_000_001]
    amount = draw(st.sampled_from(limits)) * draw(st.sampled_from([1, -1]))
    amounts = [amount, -amount, 0] if draw(st.booleans()) else [amount, 0, 0]
    for case, more in zip(document["cases"], amounts, strict=False):
        extra = {
            **case["receivables"][1],
            "receivable_id": f"{case['case_id']}X",
            "outstanding": pounds(more),
        }
        case["receivables"].append(extra)
    return document
