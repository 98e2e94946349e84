"""Requests to close in and out, look-ups by number and name, and the minimum case data."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.lists import faults_of_lists
from console.desk.look_ups import look_up, look_ups_waiting, record_look_up, record_manual, settle_look_up
from console.desk.office_queue import office_work
from console.desk.people import nominate
from console.desk.requests import case_data, take_requests, write_raised
from domain.actor import Actor
from domain.arrival.steps import BUILD
from domain.casegroup import Journey
from domain.document import read_casegroup
from domain.errors import BadInputError, NotPermittedError
from domain.minimum_case_data import BY_KEY
from domain.record.requests import SetAside
from domain.transition_request.requests import RaiseTransitionRequest, RecordMinimumCaseData
from storage.importers.headed import RowsRefusedError
from tests.made_up import case_record, casegroup_record, person, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2016, 2, 15)
HEADINGS = ("request_id", "kind", "casegroup_id", "received_on", "closure_date", "application_received_on")
RUNNING = [{"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"}]
A = ("LTR-A", "LTR1", "CG1", "2016-02-12", "2016-04-01", "2016-02-10")


def cases() -> list[dict[str, Any]]:
    """Two running cases on CS2, of which only the first is closing."""
    return [
        case_record("C1", liability_events=RUNNING),
        case_record("C2", liability_events=RUNNING, in_case_closure=False),
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store with a running casegroup, a proactive one, and a restricted one."""
    proactive = {"kind": "proactive", "selected_on": "2015-12-01", "liability_end_date": "2016-06-05"}
    documents = [
        casegroup_record("CG1", cases=cases(), journey={"kind": "reactive"}),
        casegroup_record("CG2", cases=cases(), journey=proactive, paying_parent=person(2)),
        casegroup_record(
            "CG3",
            cases=[case_record("C3")],
            paying_parent={**person(3), "markers": ["nationally_sensitive"]},
        ),
    ]
    with Desk.create(tmp_path / "casework.db", "manager", clock=Clock(day=DAY), training_day=DAY) as desk:
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *documents)])
        yield desk


def file_of(path: Path, *rows: tuple[str, ...]) -> Path:
    """Write a file of requests."""
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADINGS, *rows])
    return path


# ------------------------------------------------------------------------------------------------------- requests in


def test_a_request_moves_every_case_sets_the_t_date_and_raises_the_alert_of_its_system(
    desk: Desk, tmp_path: Path
) -> None:
    taken = take_requests(desk, file_of(tmp_path / "ltr.csv", A), "CS2")
    casefile = desk.casefile("CG1")
    journey = casefile.casegroup.journey
    assert (taken.received, taken.repeated) == (1, False)
    assert all(case.in_case_closure for case in casefile.casegroup.cases)
    assert (journey.kind, journey.application_received_on, journey.t_date) == (
        "reactive",
        date(2016, 2, 10),
        date(2016, 3, 19),
    )
    assert casefile.casegroup.due_date == date(2016, 4, 1)
    assert [request.work for request in casefile.service_requests] == ["CS2 case prioritisation work item"]
    assert not desk.store.verify().faults
    assert faults_of_lists(desk) == []
    # What a casegroup is after a request can be written down and read again.
    record = casegroup_record("CG1", cases=[case_record("C1", liability_events=RUNNING)])
    record["journey"] = {"kind": "reactive", "application_received_on": "2016-02-10", "t_date": "2016-03-19"}
    assert isinstance(read_casegroup(json.dumps(record)).journey, Journey)


@pytest.mark.parametrize(
    ("system", "alert"),
    [("CS2", "CS2 case prioritisation work item"), ("CSCS", "CSCS alert code"), ("CCD", "Clerical case to move")],
)
def test_a_request_raises_the_alert_its_system_shows(tmp_path: Path, system: Any, alert: str) -> None:
    with Desk.create(tmp_path / "c.db", "manager", clock=Clock(day=DAY), training_day=DAY) as desk:
        document = casegroup_record("CG1", cases=[case_record("C1", system=system)])
        import_files(desk, [write_documents(tmp_path / "in.jsonl", document)])
        take_requests(desk, file_of(tmp_path / "ltr.csv", (*A[:5], "")), system)
        assert [request.work for request in desk.casefile("CG1").service_requests] == [alert]


def test_an_application_against_a_proactive_closure_makes_it_both_and_its_notified_end_is_never_passed(
    desk: Desk, tmp_path: Path
) -> None:
    row = ("LTR-B", "LTR1", "CG2", "2016-02-12", "2016-06-05", "2016-02-10")
    take_requests(desk, file_of(tmp_path / "ltr.csv", row), "CS2")
    journey = desk.casefile("CG2").casegroup.journey
    assert (journey.kind, journey.t_date, journey.liability_end_date) == (
        "proactive_to_reactive",
        date(2016, 3, 19),
        date(2016, 6, 5),
    )


@pytest.mark.parametrize("name", ["ltr.json", "ltr.jsonl"])
def test_requests_come_as_json_as_well(desk: Desk, tmp_path: Path, name: str) -> None:
    record = dict(zip(HEADINGS, A, strict=True))
    text = json.dumps(record) if name.endswith("l") else json.dumps({"requests": [record]})
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    assert take_requests(desk, tmp_path / name, "CS2").received == 1


def test_the_same_file_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = file_of(tmp_path / "ltr.csv", A)
    take_requests(desk, path, "CS2")
    head = desk.store.head()
    assert take_requests(desk, path, "CS2").repeated
    assert desk.store.head() == head


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ((*A[:1], "LTR9", *A[2:]), ":2: kind: .*; expected one of LTR1, LTR2, LTR3"),
        (("", *A[1:]), ":2: request_id: .*; expected a number of at most"),
        ((*A[:2], "CG9", *A[3:]), ":2: casegroup_id: .*; expected a casegroup of this store"),
        ((*A[:3], "12 Feb", *A[4:]), ":2: received_on: .*; expected a day"),
        ((*A[:3], "2016-02-16", *A[4:]), ':2: received_on: "2016-02-16"; expected a day not after today, 2016-02-15'),
        ((*A[:4], "2016-03-18", A[5]), ':2: closure_date: "2016-03-18"; expected a day not before its T-date, .*-19'),
        ((*A[:5], "2016-02-13"), ':2: application_received_on: "2016-02-13"; expected a day not after'),
    ],
)
def test_a_file_with_anything_wrong_is_refused_whole(
    desk: Desk, tmp_path: Path, row: tuple[str, ...], says: str
) -> None:
    head = desk.store.head()
    good = ("LTR-G", "LTR1", "CG2", "2016-02-12", "2016-06-05", "")
    with pytest.raises(RowsRefusedError, match=says):
        take_requests(desk, file_of(tmp_path / "ltr.csv", row, good), "CS2")
    assert desk.store.head() == head


def test_a_request_for_another_system_or_twice_is_named_with_its_row(desk: Desk, tmp_path: Path) -> None:
    path = file_of(tmp_path / "ltr.csv", A, ("LTR-C", *A[1:]))
    with pytest.raises(RowsRefusedError) as refused:
        take_requests(desk, path, "CCD")
    assert [fault.line for fault in refused.value.faults] == [2, 3]
    with pytest.raises(RowsRefusedError, match="a number that comes once; line 2 has it too"):
        take_requests(desk, file_of(tmp_path / "twice.csv", A, A), "CS2")


@pytest.mark.parametrize("text", ["", "[", '{"requests": 1}', "\x00", '[{"request_id": 1}]'])
def test_what_is_no_file_of_requests_is_refused_in_words(desk: Desk, tmp_path: Path, text: str) -> None:
    for name in ("ltr.json", "ltr.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(BadInputError, match="expected"):
            take_requests(desk, tmp_path / name, "CS2")


def test_a_request_about_a_restricted_record_is_not_taken_by_somebody_not_nominated(desk: Desk, tmp_path: Path) -> None:
    row = ("LTR-R", "LTR1", "CG3", "2016-02-12", "2016-04-01", "")
    with pytest.raises(NotPermittedError, match="a restricted record"):
        take_requests(desk, file_of(tmp_path / "ltr.csv", A, row), "CS2")
    assert desk.casefile("CG1").requests == ()


# ------------------------------------------------------------------------------------------------- by hand, and out


def raising(casegroup_id: str = "CG1") -> RaiseTransitionRequest:
    """Raise a request to CS2 by hand."""
    return RaiseTransitionRequest(
        casegroup_id=casegroup_id, request_kind="LTR2", system="CS2", application_received_on=date(2016, 2, 10)
    )


@pytest.mark.parametrize("name", ["out.csv", "out.json"])
def test_what_was_raised_by_hand_is_written_once_and_can_be_read_as_such_a_file(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    assert desk.perform(raising()).written
    assert write_raised(desk, tmp_path / "cscs.csv", "CSCS").requests == ()
    written = write_raised(desk, tmp_path / name, "CS2")
    assert [(number, request.request_id) for number, request in written.requests] == [("CG1", "LTR2-CG1-1")]
    assert write_raised(desk, tmp_path / "again.csv", "CS2").requests == ()
    assert "LTR2-CG1-1" in (tmp_path / name).read_text(encoding="utf-8")


def test_a_request_raised_by_hand_closes_on_the_t_date_and_can_be_undone_until_work_rests_on_it(desk: Desk) -> None:
    answer = desk.perform(raising())
    assert answer.casefile.casegroup.due_date == date(2016, 3, 19)
    seq = answer.recorded[0].seq
    undone = desk.perform(SetAside(casegroup_id="CG1", seq=seq, reason="wrong casegroup"))
    assert undone.written
    assert undone.casefile.casegroup.journey.application_received_on is None


# ---------------------------------------------------------------------------------------------------------- look-ups


@pytest.mark.parametrize(
    ("subject", "answers", "result", "agrees"),
    [
        ("paying_parent", {"nino": "QQ000001A", "forenames": "Sam", "surname": "Client1"}, "found", "number_and_name"),
        ("paying_parent", {"nino": "qq 00 00 01 a", "forenames": "SAM", "surname": "client1"}, "found", None),
        ("paying_parent", {"nino": "QQ000001A", "surname": "Other"}, "several", "number_only"),
        ("paying_parent", {"forenames": "Sam", "surname": "Client1"}, "several", "name_only"),
        ("paying_parent", {"nino": "QQ999999A", "forenames": "No", "surname": "Body"}, "not_found", None),
        ("paying_parent", {"forenames": "Sam"}, "failed", None),
        ("applicant", {"nino": "QQ000001A", "forenames": "Sam", "surname": "Client1"}, "not_found", None),
        ("applicant", {"nino": "QQ000101A", "forenames": "Sam", "surname": "Client101"}, "several", None),
        ("partner", {"nino": "QQ000001A", "forenames": "Sam", "surname": "Client1"}, "found", None),
    ],
)
def test_a_look_up_finds_by_number_and_name_and_never_guesses(
    desk: Desk, subject: Any, answers: dict[str, str], result: str, agrees: str | None
) -> None:
    found = look_up(desk, subject, answers)
    assert found.result == result
    if agrees is not None:
        assert found.found[0].agrees == agrees


def test_one_that_failed_waits_for_a_manual_one_and_a_different_answer_for_corrective_action(desk: Desk) -> None:
    said = {"nino": "QQ000002A", "forenames": "Sam", "surname": "Client2", "on_csa": "no"}
    found = look_up(desk, "paying_parent", said)
    assert found.differences == ("on_csa",)
    made = record_look_up(desk, found)
    assert made.written
    assert [(one.event.look_up_id, one.asks) for one in look_ups_waiting(desk)] == [("LU-1", "manual_look_up")]
    assert [(row.kind, row.cause, row.casegroup_id) for row in office_work(desk.store)] == [
        ("look_up", "manual_look_up_paying_parent", "")
    ]
    assert record_manual(desk, "LU-1", "not_found", (), "an old case, closed in 2003").written
    assert [(one.event.look_up_id, one.asks) for one in look_ups_waiting(desk)] == [("LU-2", "corrective_action")]
    assert settle_look_up(desk, "LU-2", "number put right on CS2").written
    assert look_ups_waiting(desk) == ()
    assert desk.store.queue_of("") == []
    assert faults_of_lists(desk) == []


def test_where_manual_and_automatic_agree_nothing_waits(desk: Desk) -> None:
    found = look_up(
        desk, "paying_parent", {"nino": "QQ000002A", "forenames": "Sam", "surname": "Client2", "on_csa": "no"}
    )
    record_look_up(desk, found)
    assert record_manual(desk, "LU-1", "found", ("CG2",), "the client remembered").written
    assert look_ups_waiting(desk) == ()


def test_a_manual_look_up_names_casegroups_that_are_here(desk: Desk) -> None:
    record_look_up(desk, look_up(desk, "applicant", {"forenames": "Sam"}))
    with pytest.raises(BadInputError, match="not in this store"):
        record_manual(desk, "LU-1", "found", ("CG9",), "on CS2")


def test_a_look_up_that_meets_a_restricted_record_fails_and_keeps_nobodys_name(desk: Desk) -> None:
    found = look_up(desk, "paying_parent", {"nino": "QQ000003A", "forenames": "Sam", "surname": "Client3"})
    assert (found.result, found.found) == ("failed", ())
    record_look_up(desk, found)
    assert look_ups_waiting(desk)[0].event.answers == {}


def test_not_even_a_look_up_by_somebody_nominated_keeps_the_name_of_a_restricted_record(
    desk: Desk,
) -> None:
    desk.write_roster([Actor("other", "Other", frozenset({"team_manager"}))])
    with Desk.open(desk.store.path, "other", clock=Clock(day=DAY)) as other:
        nominate(other, "manager")
    found = look_up(desk, "paying_parent", {"nino": "QQ000003A", "forenames": "Sam", "surname": "Client3"})
    assert (found.result, found.sure[0].casegroup_id) == ("found", "CG3")
    made = record_look_up(desk, found)
    assert "Client3" not in "".join(entry.body for entry in desk.store.entries_of_request(made.request_id))


# ------------------------------------------------------------------------------------------------- minimum case data


def test_what_the_document_says_need_not_be_keyed_and_what_nobody_knows_is_said_so(desk: Desk) -> None:
    before = {line.field.key: line for line in case_data(desk, "CG1", "C1")}
    assert (before["region"].value, before["region"].origin) == ("GB", "document")
    assert before["benefit_status"].value == ""
    keep = RecordMinimumCaseData(
        casegroup_id="CG1",
        case_id="C1",
        fields={"children": "2", "receiving_parent_date_of_birth": "12 May 1980"},
        not_known={"receiving_parent_nino": "she never had one"},
    )
    assert desk.perform(keep).written
    after = {line.field.key: line for line in case_data(desk, "CG1", "C1")}
    assert (after["children"].value, after["children"].origin) == ("2", "keyed")
    assert after["receiving_parent_date_of_birth"].value == "1980-05-12"
    assert (after["receiving_parent_nino"].value, after["receiving_parent_nino"].not_known) == ("", "she never had one")
    told = RecordMinimumCaseData(casegroup_id="CG1", case_id="C1", fields={"receiving_parent_nino": "QQ000101A"})
    assert desk.perform(told).written
    last = {line.field.key: line for line in case_data(desk, "CG1", "C1")}
    assert (last["receiving_parent_nino"].value, last["children"].value) == ("QQ000101A", "2")
    again = desk.perform(told)
    assert [refusal.key for refusal in again.refusals] == ["case_data_nothing_new"]


def test_the_minimum_case_data_has_every_field_that_a_step_of_arrival_needs() -> None:
    wanted = {(name, rule.step) for rule in BUILD for name in (*rule.needs, *rule.optional)}
    assert wanted <= {(field.key, field.step) for field in BY_KEY.values()}
