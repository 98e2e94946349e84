"""A restricted casegroup with a full history, every word and amount of it unmistakable, beside two ordinary ones."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.letters import prepare, release
from console.desk.office import perform_office
from console.desk.payments import take_payments
from console.desk.people import nominate
from console.present.answers import assessment_json
from domain.actor import Actor
from domain.calculation.requests import Asked, SaveCalculation
from domain.cleanse.requests import OpenWorkItem, RecordArrearsDecision, RecordContact
from domain.closure_exceptions.requests import RaiseException
from domain.deferral.requests import CheckDeferral, Defer
from domain.inhibits.requests import LiftInhibit, SetInhibit
from domain.letters.requests import ReissueLetter
from domain.record.requests import AddNote
from domain.service_requests.requests import RaiseServiceRequest
from domain.validation.requests import Validate
from tests.letter_store import SENDER
from tests.made_up import case_record, casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.actor import Role
    from domain.decide import Request
    from tests.made_up import Record

CLOCK: Final = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))
AS_AT: Final = "2016-02-15"
# Who made the store, team manager, not nominated; the other who nominates; and the one nominated.
MANAGER, OTHER_MANAGER, NOMINATED = "manager", "othermanager", "nominated"
ROLES: Final[frozenset[Role]] = frozenset({"team_manager", "case_manager", "cms_caseworker"})
RESTRICTED: Final = "RR77"
BIG: Final = "RR88"
PLAIN, PLAIN_TOO = "CG1", "CG2"
MARKER: Final = "nationally_sensitive"


def secret_person(number: int, surname: str, **changes: Any) -> Record:
    """A person of whom nothing may be told."""
    return {
        "person_id": f"ZP{number}9417",
        "title": "Viscountess",
        "forenames": f"Ondine{number}",
        "surname": surname,
        "nino": f"QQ9417{number:02d}A",
        "date_of_birth": f"1961-03-{number:02d}",
        "addresses": [{"lines": [f"{number} Marzipan Crescent", "Zennorville"], "postcode": "ZE9 4QQ"}],
        "representative": {"name": f"Advocate Thistlewood{number}", "addresses": []},
        **changes,
    }


def secret_case(case_id: str, number: int, outstanding: str, **changes: Any) -> Record:
    """A case of which nothing may be told."""
    return case_record(
        "C1",
        outstanding=outstanding,
        receiving_parent=secret_person(number, f"Wigglesworthy{number}"),
        children=[{"name": f"Peregrine{number} Snodgrass", "date_of_birth": f"2007-08-{number:02d}"}],
        liability_events=[
            {"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "71.93"},
            {"kind": "liability_end", "effective_date": "2015-12-31"},
        ],
        receivables=[
            {"receivable_id": f"RCV-{case_id}", "type": "child_maintenance", "outstanding": outstanding,
             "status": "active", "owed_to": "receiving_parent"},
        ],
        adjustments=[{"adjustment_id": f"ADJ-{case_id}", "date": "2015-06-07", "amount": "23.57",
                      "reason": "Gooseberry adjustment"}],
        planned_collections=[{"id": f"PLC-{case_id}", "due_date": "2016-02-04", "amount": "212.49", "retained": False}],
        **changes,
    ) | {"case_id": case_id}  # fmt: skip


def restricted_record() -> Record:
    """A casegroup whose receiving parent on a case that stays open is the one who is marked."""
    marked = secret_case("CASEXQ2", 3, "512.77", in_case_closure=False)
    marked["receiving_parent"]["markers"] = [MARKER]
    inhibit = {"kind": "automatic", "set_on": "2016-01-04", "reason": "Turquoise reason", "lifted_on": "2016-01-05"}
    work = {"id": "WRK-XQ1", "kind": "marmalade appeal", "opened_on": "2016-01-02"}
    return casegroup_record(
        RESTRICTED,
        paying_parent=secret_person(1, "Quillfeather"),
        cases=[secret_case("CASEXQ1", 2, "4321.98", inhibits=[inhibit], work_items=[work]), marked],
        receipts=[
            {"receipt_id": "RCP-XQ1", "received_on": "2015-06-01", "amount": "137.46", "reference": "REFQUARTZ",
             "allocations": [{"case_id": "CASEXQ1", "to": "debt", "amount": "137.46"}]},
        ],
    ) | {"transition_request": {"request_id": "LTRXQ77", "kind": "LTR1", "received_on": "2016-01-15",
                                "closure_date": "2016-03-01"}}  # fmt: skip


def big_record() -> Record:
    """A casegroup that owes a breakdown, of a special client."""
    return casegroup_record(
        BIG,
        paying_parent=secret_person(4, "Featherstonehaugh", markers=["special_client_record"]),
        cases=[secret_case("CASEXQ9", 5, "1204321.55")],
    ) | {"transition_request": {"request_id": "LTRXQ88", "kind": "LTR1", "received_on": "2016-01-15",
                                "closure_date": "2016-03-01"}}  # fmt: skip


def history() -> Iterator[Request]:
    """Everything that was done to them, with texts that would tell on somebody."""
    for number, case_id in ((RESTRICTED, "CASEXQ1"), (BIG, "CASEXQ9")):
        yield AddNote(casegroup_id=number, text="Periwinkle rang about Zennorville")
        yield CheckDeferral(casegroup_id=number)
        yield SetInhibit(casegroup_id=number, case_id=case_id, reason="Cinnamon inquiry")
        yield LiftInhibit(casegroup_id=number, case_id=case_id, inhibit_kind="manual", reason="Nutmeg settled")
        yield OpenWorkItem(casegroup_id=number, case_id=case_id, work="Saffron trace")
        yield RecordContact(casegroup_id=number, case_id=case_id, said="Wants tangerine arrears kept")
        yield RecordArrearsDecision(
            casegroup_id=number, case_id=case_id, choice="write_off_part", amount_to_write_off_pence=31_749
        )
        yield RaiseException(casegroup_id=number, reason="other", detail="Rhubarb mismatch", case_id=case_id)
        yield RaiseServiceRequest(casegroup_id=number, work="Juniper enquiry", detail="Ask Periwinkle", case_id=case_id)
        yield Validate(casegroup_id=number)
        asked = Asked(scheme="2012", income_pence=187_329, nights=((0,),))
        yield SaveCalculation(
            casegroup_id=number, case_id=case_id, asked=asked, calculated_on=CLOCK.today(), why="balance_queried",
            note="Sorrel payslip",
        )  # fmt: skip
    yield Defer(casegroup_id=RESTRICTED)


PLANTED: Final = (
    "Quillfeather", "Wigglesworthy", "Featherstonehaugh", "Ondine", "Viscountess", "Peregrine", "Snodgrass",
    "Thistlewood", "Marzipan", "Zennorville", "ZE9 4QQ", "QQ94170", "ZP19417", "ZP29417", "ZP39417", "ZP49417",
    "1961-03", "Mar 1961", "2007-08", "Aug 2007", "CASEXQ", "WRK-XQ", "RCV-", "ADJ-", "PLC-", "RCP-XQ", "REFQUARTZ",
    "LTRXQ", "Gooseberry", "Turquoise", "marmalade", "Periwinkle", "Cinnamon", "Nutmeg", "Saffron", "tangerine",
    "Rhubarb", "Juniper", "Sorrel", "1873.29", "187329", "192.60",
    "write_off_part", "317.49", "31749", MARKER, "nationally sensitive",
    "special_client_record", "special client record", "617.83", "61783",
)  # fmt: skip
LEAST_PENCE, LONG_PENCE = 1_000, 100_000


def made_store(folder: Path) -> Path:
    """Make a store with both restricted records, their history, and two ordinary casegroups."""
    path = folder / "store.db"
    plain = [casegroup_record(PLAIN), casegroup_record(PLAIN_TOO, cases=[case_record("C2", outstanding="3700.00")])]
    # The name of a file may tell on somebody as well.
    files = [
        write_documents(folder / "received-marzipan.jsonl", restricted_record(), big_record()),
        write_documents(folder / "others.jsonl", *plain),
    ]
    with Desk.create(path, MANAGER, clock=CLOCK, roles=ROLES) as desk:
        people = {OTHER_MANAGER: "Other Manager", NOMINATED: "Nora Minated"}
        desk.write_roster([Actor(user, name, ROLES) for user, name in people.items()])
        import_files(desk, files)
        nominate(Desk(desk.store, OTHER_MANAGER, CLOCK), NOMINATED)
        nominated = Desk(desk.store, NOMINATED, CLOCK)
        for request in history():
            answer = nominated.perform(request)
            assert answer.written, (request, answer.refusals)
        take_payments(nominated, payments_file(folder / "payments-of-the-day.csv"))
        write_letters(desk, nominated)
    return path


def write_letters(manager: Desk, nominated: Desk) -> None:
    """Issue the letters of both in one batch, and leave in the tray one that is sent again."""
    perform_office(manager, SENDER)
    prepare(nominated, [RESTRICTED, BIG])
    released = release(nominated)
    assert f"{RESTRICTED}-L1" in released.issued
    again = ReissueLetter(casegroup_id=RESTRICTED, letter_id=f"{RESTRICTED}-L1", because="Periwinkle asked for it.")
    assert nominated.perform(again).written


def payments_file(path: Path) -> Path:
    """Write a daily file with a payment of somebody unknown, and one of the restricted paying parent."""
    rows = ("NINO,Forename/s,Surname,CSA receipt reference,Value", "QQ555555A,No,Body,PAY-0001,17.00",
            "QQ941701A,Ondine1,Quillfeather,PAY-0002,617.83", "TOTAL,,,2,634.83")  # fmt: skip
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def planted_amounts(path: Path) -> frozenset[str]:
    """Give every larger amount in the answers about the restricted records, in every way it may be written."""
    with Desk.open(path, NOMINATED, CLOCK) as desk:
        answers = [json.dumps(assessment_json(desk.assess(desk.casefile(number)))) for number in (RESTRICTED, BIG)]
        ordinary = [json.dumps(assessment_json(desk.assess(desk.casefile(number)))) for number in (PLAIN, PLAIN_TOO)]
    amounts = set(_amounts(" ".join(answers))) - set(_amounts(" ".join(ordinary)))
    assert len(amounts) > 8
    return frozenset(form for pence in amounts for form in _forms(pence))


def _forms(pence: int) -> Iterator[str]:
    yield f"{pence / 100:.2f}"
    yield f"{pence / 100:,.2f}"
    if pence >= LONG_PENCE:
        # A short number could stand by itself in a digest or a count.
        yield str(pence)


def _amounts(text: str) -> Iterator[int]:
    for pounds, pence in re.findall(r'"-?(\d+)\.(\d\d)"', text):
        amount = int(pounds) * 100 + int(pence)
        if amount >= LEAST_PENCE:
            yield amount


def told_in(text: str, planted: frozenset[str]) -> list[str]:
    """List what a text tells that it may not."""
    lowered = text.casefold()
    return sorted(word for word in planted if word.casefold() in lowered)


def all_planted(path: Path) -> frozenset[str]:
    """Give every text and amount that nobody else may see."""
    return frozenset(PLANTED) | planted_amounts(path)
