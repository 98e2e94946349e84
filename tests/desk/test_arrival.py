"""Arrivals at the desk: runs that go on where they stopped, registers and residual balances, roles, restricted ones."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from console.desk.arrival import (
    arrival_counts,
    arrival_keys,
    arrival_rows,
    do,
    exceptions_report,
    look,
    receive,
    register_told,
    run_arrival,
    take_register,
    take_residuals,
)
from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.closing import close_ready
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.lists import faults_of_lists
from console.desk.numbers import NoSuchCasegroupError
from console.desk.people import nominate
from console.present.wording import refusal_text
from domain.actor import Actor
from domain.arrival.path import MANUAL_HANDLING
from domain.arrival.requests import ReceiveBalances
from domain.arrived import arrival_of
from domain.disposal.requests import DisposeArrears
from domain.errors import BadInputError, NotPermittedError
from domain.service_requests.requests import AllocateServiceRequest
from domain.validation.requests import ConfirmClericalValidation
from storage.importers.headed import RowsRefusedError
from tests.domain.arrival_rows import ADD, keying
from tests.made_up import case_record, casegroup_record, person, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.made_up import Record

DAY = date(2016, 3, 1)
HEADINGS = (
    "CMS case ID", "CMS casegroup ID", "Paying parent NINO", "Paying parent forenames", "Paying parent surname",
    "Receiving parent NINO", "Receiving parent forenames", "Receiving parent surname", "Owner",
)  # fmt: skip
# The case that the clerical casegroup's receiving parent has on CMS.
ON_CMS = ("CMS3", "G3", "QQ000003A", "Sam", "Client3", "QQ000203A", "Sam", "Client203", "olive")
RESIDUAL_HEADINGS = ("casegroup_id", "case_id", "owed_to", "status", "amount")


def document(number: int, payer: Record | None = None, **changes: Any) -> Record:
    """A casegroup of a number with people of its own, so that no two are alike."""
    case = case_record("C1", **{"receiving_parent": person(200 + number), **changes})
    return casegroup_record(f"CG{number}", [case], paying_parent={**person(number), **(payer or {})})


def without_number(number: int) -> Record:
    """A receiving parent of whom no number is on record."""
    return {name: value for name, value in person(200 + number).items() if name != "nino"}


def at(desk: Desk, user: str) -> Desk:
    """Somebody else at the same store."""
    return Desk.open(desk.store.path, user, clock=Clock(day=DAY))


def close_all(desk: Desk, *numbers: str) -> None:
    """Bring casegroups from import to closed."""
    run(desk)
    for number in numbers:
        if desk.casefile(number).stage == "to_confirm":
            desk.perform(ConfirmClericalValidation(casegroup_id=number, reason="seen"))
        assert desk.perform(DisposeArrears(casegroup_id=number)).written
    close_ready(desk)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store of closed casegroups: one that goes by itself, one that fails, a clerical one, and a restricted one."""
    documents = [
        document(1),
        document(2, receiving_parent=without_number(2)),
        document(3, system="CCD"),
        document(4, {"markers": ["special_client_record"]}, receiving_parent=without_number(4)),
    ]
    with Desk.create(tmp_path / "casework.db", "manager", clock=Clock(day=DAY), training_day=DAY) as desk:
        cms = Actor("manager", "Manager", frozenset({"team_manager", "cms_caseworker"}))
        desk.write_roster([cms, Actor("other", "Other", frozenset({"team_manager", "cms_caseworker"}))])
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *documents)])
        with at(desk, "other") as other:
            nominate(other, "manager")
        close_all(desk, "CG1", "CG2", "CG3", "CG4")
        yield desk


def write_register(folder: Path, *rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> Path:
    """Write a register of CMS cases as CSV."""
    path = folder / "cms-cases.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([headings, *rows])
    return path


def write_residuals(folder: Path, *rows: tuple[str, ...]) -> Path:
    """Write a report of residual balances as CSV."""
    path = folder / "residual.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([RESIDUAL_HEADINGS, *rows])
    return path


def stages(desk: Desk) -> dict[str, str]:
    """The stage of every casegroup as listed."""
    return {row.casegroup_id: row.stage for row in desk.store.worklist_rows(desk.store.worklist_keys())}


def test_a_run_brings_everything_as_far_as_it_goes(desk: Desk, tmp_path: Path) -> None:
    first = run_arrival(desk)
    assert (first.received, first.waiting_for_register, first.dues_pence) == (4, 4, 0)
    take_register(desk, write_register(tmp_path, ON_CMS))
    report = run_arrival(desk)
    assert dict(report.stages) == {"transition_complete": 1, "cms_exception": 2, "cms_manual": 1}
    assert report.dues_pence == 365_000
    assert stages(desk) == {
        "CG1": "transition_complete",
        "CG2": "cms_exception",
        "CG3": "cms_manual",
        "CG4": "cms_exception",
    }
    assert arrival_counts(desk)["cms_exception"] == 2
    assert faults_of_lists(desk) == []


def test_a_run_again_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    take_register(desk, write_register(tmp_path, ON_CMS))
    run_arrival(desk)
    head = desk.store.head()
    assert run_arrival(desk).dues_pence == 0
    assert desk.store.head() == head


def test_balances_are_received_once(desk: Desk) -> None:
    preview = receive(desk, ["CG1"], preview=True)
    assert preview.received == [("CG1", "automatic", 365_000)]
    assert desk.casefile("CG1").stage == "closed"
    assert receive(desk, ["CG1"], request_id="r1").received == preview.received
    again = receive(desk, ["CG1"], request_id="r1")
    assert (again.received, again.unfit) == (preview.received, [])
    refused = receive(desk, ["CG1"]).unfit
    assert [(number, [one.key for one in refusals]) for number, refusals in refused] == [("CG1", ["arrival_received"])]
    with pytest.raises(NoSuchCasegroupError):
        receive(desk, ["CG9"])


def test_all_closed_casegroups_are_received_and_restricted_ones_only_counted(desk: Desk) -> None:
    report = receive(desk)
    assert [number for number, _, _ in report.received] == ["CG1", "CG2", "CG3"]
    assert report.restricted == 1
    assert arrival_keys(desk, ("closed",)) == []


def test_the_report_names_what_is_missing_and_where_it_was_sent(desk: Desk, tmp_path: Path) -> None:
    take_register(desk, write_register(tmp_path, ON_CMS))
    run_arrival(desk)
    lines = [line for line in exceptions_report(desk, DAY).lines if line.casegroup_id == "CG2"]
    assert [(line.step, line.missing, line.routed_to, line.waiting_pence) for line in lines] == [
        (
            "verify_applicant",
            ("receiving_parent_nino",),
            "Offline recalculations and financial transition team",
            365_000,
        )
    ]
    assert exceptions_report(desk, date(2016, 3, 2)).lines == []


def test_a_team_leader_allocates_and_what_is_keyed_goes_on_by_itself(desk: Desk, tmp_path: Path) -> None:
    take_register(desk, write_register(tmp_path, ON_CMS))
    run_arrival(desk)
    (request,) = desk.casefile("CG2").service_requests
    allocate = AllocateServiceRequest(casegroup_id="CG2", service_request_id=request.service_request_id, to="other")
    assert desk.perform(allocate).written
    assert [line.holder for line in exceptions_report(desk).lines if line.casegroup_id == "CG2"] == ["other"]
    key = keying(receiving_parent_nino="QQ123456A").model_copy(update={"casegroup_id": "CG2"})
    answer = do(desk, key, "key-1")
    assert answer.casefile.stage == "transition_complete"
    assert [one.result is None for one in answer.casefile.service_requests if one.work == MANUAL_HANDLING] == [False]
    assert do(desk, key, "key-1").repeated
    assert desk.casefile("CG2").stage == "transition_complete"


def test_a_clerical_case_is_matched_by_the_register_and_added_by_hand(desk: Desk, tmp_path: Path) -> None:
    take_register(desk, write_register(tmp_path, ON_CMS))
    run_arrival(desk)
    view = look(desk, "CG3")
    (case,) = view.cases
    assert (case.cms_case_id, case.cms_casegroup_id, case.owner) == ("CMS3", "G3", "olive")
    assert {step.step for step in case.steps if step.state == "not_needed"} >= {"contact_details", "region"}
    assert do(desk, ADD.model_copy(update={"casegroup_id": "CG3"})).casefile.stage == "transition_complete"


def test_candidates_are_shown_where_the_register_only_resembles(desk: Desk, tmp_path: Path) -> None:
    changed = (*ON_CMS[:7], "Married", "olive")
    take_register(desk, write_register(tmp_path, changed))
    run_arrival(desk)
    (case,) = look(desk, "CG3").cases
    assert [(one.cms_case_id, one.resemblance) for one in case.candidates] == [("CMS3", "number_only")]
    assert not case.matched


def test_names_are_compared_without_accents(desk: Desk, tmp_path: Path) -> None:
    row = (*ON_CMS[:3], "SÁM", "client3", "qq 00 02 03 a", *ON_CMS[6:])
    take_register(desk, write_register(tmp_path, row))
    run_arrival(desk)
    assert arrival_of(desk.casefile("CG3")).matched["C1"].cms_case_id == "CMS3"


def test_a_register_takes_the_place_of_the_one_before(desk: Desk, tmp_path: Path) -> None:
    assert register_told(desk) is None
    file = write_register(tmp_path, ON_CMS, ("CMS4", *ON_CMS[1:]))
    assert take_register(desk, file).rows == 2
    assert take_register(desk, file).repeated
    take_register(desk, write_register(tmp_path, ON_CMS))
    assert desk.store.cms_cases.count() == 1
    told = register_told(desk)
    assert told is not None
    assert told.rows == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("", *ON_CMS[1:]), "CMS case ID"),
        (("x" * 101, *ON_CMS[1:]), "CMS case ID"),
        (("CMS5", "G3", "QQ12", *ON_CMS[3:]), "Paying parent NINO"),
        (("CMS5", *ON_CMS[1:7], "", "olive"), "Receiving parent surname"),
        (ON_CMS, "CMS case ID"),
    ],
    ids=["no case", "long", "no number", "no surname", "twice the same"],
)
def test_a_register_with_a_fault_is_refused_whole(
    desk: Desk, tmp_path: Path, row: tuple[str, ...], column: str
) -> None:
    with pytest.raises(RowsRefusedError) as refused:
        take_register(desk, write_register(tmp_path, ON_CMS, row))
    assert [fault.column for fault in refused.value.faults] == [column]
    assert desk.store.cms_cases.count() == 0
    assert register_told(desk) is None


def test_files_that_are_no_register_are_refused(desk: Desk, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    for path in (bomb, write_register(tmp_path, headings=("a", "b")), tmp_path / "nowhere.csv"):
        with pytest.raises(BadInputError):
            take_register(desk, path)
    assert register_told(desk) is None


def test_a_name_that_is_a_formula_stays_a_name(desk: Desk, tmp_path: Path) -> None:
    take_register(desk, write_register(tmp_path, ("=1+1", "G9", *ON_CMS[2:8], '=HYPERLINK("x")')))
    run_arrival(desk)
    assert arrival_of(desk.casefile("CG3")).matched["C1"].owner == '=HYPERLINK("x")'


def test_residual_balances_arrive_once_and_wait_for_somebody(desk: Desk, tmp_path: Path) -> None:
    take_register(desk, write_register(tmp_path))
    run_arrival(desk)
    file = write_residuals(tmp_path, ("CG1", "C1", "gb_sos", "suspended", "12.34"))
    taken = take_residuals(desk, file, refusal_text)
    assert (taken.rows, taken.amount_pence, taken.repeated) == (1, 1234, False)
    assert take_residuals(desk, file, refusal_text).repeated
    assert desk.casefile("CG1").stage == "cms_manual"
    (row,) = arrival_rows(desk, ["CG1"])
    assert (row.left_pence, row.created_pence, row.waiting_pence) == (366_234, 365_000, 1234)
    assert do(desk, ADD).casefile.stage == "transition_complete"
    assert faults_of_lists(desk) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("CG9", "C1", "gb_sos", "active", "1.00"), "casegroup_id"),
        (("CG2", "C1", "gb_sos", "active", "1.00"), "casegroup_id"),
        (("CG1", "C9", "gb_sos", "active", "1.00"), "casegroup_id"),
        (("CG1", "C1", "nobody", "active", "1.00"), "owed_to"),
        (("CG1", "C1", "gb_sos", "lost", "1.00"), "status"),
        (("CG1", "C1", "gb_sos", "active", "-1.00"), "amount"),
        (("CG1", "C1", "gb_sos", "active", "1.001"), "amount"),
    ],
)
def test_a_residual_report_with_a_fault_is_refused_whole(
    desk: Desk, tmp_path: Path, row: tuple[str, ...], column: str
) -> None:
    take_register(desk, write_register(tmp_path))
    run_arrival(desk)
    head = desk.store.head()
    with pytest.raises(RowsRefusedError) as refused:
        take_residuals(desk, write_residuals(tmp_path, ("CG1", "C1", "gb_sos", "active", "1.00"), row), refusal_text)
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(3, column)]
    assert desk.store.head() == head


def test_only_a_cms_caseworker_works_by_hand_and_anybody_lets_it_run(desk: Desk, tmp_path: Path) -> None:
    desk.write_roster([Actor("carol", "Carol", frozenset({"caseworker"}))])
    take_register(desk, write_register(tmp_path, ON_CMS))
    with at(desk, "carol") as carol:
        assert run_arrival(carol).received == 4
        with pytest.raises(NotPermittedError):
            do(carol, ADD.model_copy(update={"casegroup_id": "CG3"}))
        with pytest.raises(NotPermittedError):
            take_register(carol, write_register(tmp_path))
        with pytest.raises(NotPermittedError):
            take_residuals(carol, write_residuals(tmp_path), refusal_text)


def test_of_a_restricted_record_others_learn_only_how_far_it_is(desk: Desk, tmp_path: Path) -> None:
    take_register(desk, write_register(tmp_path, ON_CMS))
    run_arrival(desk)
    with at(desk, "other") as other:
        (row,) = arrival_rows(other, ["CG4"])
        assert (row.stage, row.left_pence, row.missing, row.restricted) == ("cms_exception", 0, (), True)
        report = exceptions_report(other)
        assert ([line.casegroup_id for line in report.lines], report.left_out) == (["CG2"], 1)
        with pytest.raises(NotPermittedError):
            look(other, "CG4")
        with pytest.raises(NotPermittedError):
            receive(other, ["CG4"])
        with pytest.raises(NotPermittedError):
            do(other, ReceiveBalances(casegroup_id="CG4"))
    assert [line.casegroup_id for line in exceptions_report(desk).lines] == ["CG2", "CG4"]


def test_the_systems_to_look_in_for_the_csa_caseworker_are_told(desk: Desk) -> None:
    assert look(desk, "CG1").csa_systems == ("CS2",)
    assert look(desk, "CG3").csa_systems == ("CCD",)
