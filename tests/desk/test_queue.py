"""The queue at the desk: always what journal and documents make it, given only to people who are there."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.lists import faults_of_lists, rebuild_lists
from console.desk.queue import age_days, queue_counts, queue_filter, queue_keys, queue_rows
from domain.actor import Actor
from domain.cleanse.requests import CloseWorkItem, OpenWorkItem
from domain.closing.requests import CloseCasegroup
from domain.closure_exceptions.requests import AllocateException, AnswerException, RaiseException
from domain.disposal.requests import DisposeArrears
from domain.errors import BadInputError, NotPermittedError
from domain.inhibits.requests import LiftInhibit, SetInhibit
from domain.service_requests.requests import AllocateServiceRequest, CompleteServiceRequest, RaiseServiceRequest
from storage.errors import StoreReadOnlyError
from storage.turn import Turn
from tests.made_up import case_record, casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domain.decide import Request

VERSION_1 = Path(__file__).with_name("files") / "version-1.store.gz"
DAY = date(2016, 2, 15)
NOON = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))
OPEN_ITEM = {"id": "W1", "kind": "appeal", "opened_on": "2016-01-04"}
AUTOMATIC = {"kind": "automatic", "set_on": "2016-01-11"}
MANUAL = {"kind": "manual", "set_on": "2016-01-12", "reason": "complaint"}
RECORDS = (
    casegroup_record("CG1"),
    casegroup_record("CG2", [case_record(work_items=[OPEN_ITEM])]),
    casegroup_record("CG3", [case_record(schedules_ended=False)]),
    casegroup_record("CG4", [case_record(inhibits=[AUTOMATIC, MANUAL])]),
    casegroup_record("CG5", [case_record(outstanding="1203650.00")]),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sit down at a store with a casegroup of each kind of work."""
    with Desk.create(tmp_path / "casework.db", "manager", clock=NOON) as desk:
        desk.write_roster([Actor("ann", "A Patel", frozenset({"caseworker"}))])
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *RECORDS)])
        yield desk


def waiting(desk: Desk, **wanted: Any) -> list[tuple[str, str, str, str]]:
    """Say what waits: casegroup, kind, cause, holder."""
    rows = [row for _, row in queue_rows(desk, queue_keys(desk, queue_filter(desk, **wanted), "casegroup_id"))]
    return [(row.casegroup_id, row.kind, row.cause, row.holder) for row in rows]


def as_somebody(desk: Desk, user: str) -> Desk:
    return Desk(desk.store, user, NOON)


RAISE = RaiseException(casegroup_id="CG1", reason="liability_end_failed", case_id="C1")
GIVE = AllocateException(casegroup_id="CG1", exception_id="exception-1", to="ann")


def answer(what: Any) -> AnswerException:
    return AnswerException(casegroup_id="CG1", exception_id="exception-1", answer=what)


def test_open_work_is_listed_as_soon_as_it_is_imported_each_under_the_documents_name(desk: Desk) -> None:
    assert waiting(desk) == [
        ("CG2", "work_item", "appeal", ""),
        ("CG4", "inhibit_review", "automatic_inhibit", "any:caseworker"),
        ("CG4", "inhibit_review", "manual_inhibit", "any:team_manager"),
    ]
    assert faults_of_lists(desk) == []


def test_the_batch_puts_its_exceptions_and_breakdowns_on_the_queue_once(desk: Desk) -> None:
    run(desk)
    again = run(desk)
    assert ("CG3", "exception", "schedules_not_ended", "") in waiting(desk)
    assert ("CG5", "breakdown", "account_breakdown", "any:caseworker") in waiting(desk)
    assert again.casegroups == 0
    assert [entry.event.kind for entry in desk.casefile("CG3").recorded].count("exception_raised") == 1
    assert faults_of_lists(desk) == []


@pytest.mark.parametrize("ended", [False, True], ids=["still so", "put right"])
def test_what_came_back_runs_in_the_next_batch(desk: Desk, tmp_path: Path, ended: bool) -> None:
    run(desk)
    desk.perform(
        AnswerException(casegroup_id="CG3", exception_id="exception-1", answer="technical_skip", note="a one-off")
    )
    if ended:
        import_files(desk, [write_documents(tmp_path / "new.jsonl", casegroup_record("CG3"))])
    assert run(desk).casegroups == 1
    (exception,) = desk.casefile("CG3").exceptions
    assert exception.state == ("resolved" if ended else "with_supplier")
    assert (("CG3", "exception", "schedules_not_ended", "") in waiting(desk)) == (not ended)
    assert run(desk).casegroups == 0
    assert faults_of_lists(desk) == []


def test_a_clerical_case_stays_in_the_queue_and_marks_the_worklist(desk: Desk) -> None:
    desk.perform(RAISE)
    for step in ("application_support", "cannot_be_fixed"):
        desk.perform(answer(step))
    ((_, _, _, holder),) = waiting(desk, kinds=["exception"])
    assert holder == ""
    row = desk.store.worklist_row("CG1")
    assert row is not None
    assert "clerical_case" in row.flags.split()


def test_what_comes_back_on_a_closed_casegroup_has_passed_and_the_rules_are_not_asked_again(desk: Desk) -> None:
    desk.as_at = date(2016, 3, 1)
    run(desk)
    for request in (DisposeArrears(casegroup_id="CG1"), CloseCasegroup(casegroup_id="CG1"), RAISE):
        assert not desk.perform(request).refusals
    assert desk.casefile("CG1").stage == "closed"
    desk.perform(answer("technical_skip"))
    head = desk.store.head().seq
    run(desk)
    assert [entry.kind for entry in desk.store.entries("CG1") if entry.seq > head] == ["exception_answered"]
    assert desk.casefile("CG1").open_exceptions == ()
    assert desk.store.queue_of("CG1") == []


def test_mine_is_what_was_given_to_me(desk: Desk) -> None:
    desk.perform(RAISE)
    desk.perform(GIVE)
    desk.perform(RaiseServiceRequest(casegroup_id="CG2", work="Trace"))
    ann = as_somebody(desk, "ann")
    assert waiting(ann, mine=True) == [("CG1", "exception", "liability_end_failed", "ann")]
    desk.perform(AllocateServiceRequest(casegroup_id="CG2", service_request_id="SR-1", to="ann"))
    assert [kind for _, kind, _, _ in waiting(ann, mine=True)] == ["exception", "service_request"]
    ann.perform(CompleteServiceRequest(casegroup_id="CG2", service_request_id="SR-1", result="found"))
    ann.perform(answer("refer_to_caseworker"))
    assert waiting(ann, mine=True) == []
    assert faults_of_lists(desk) == []


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize(
    "request_made", [GIVE, AllocateServiceRequest(casegroup_id="CG1", service_request_id="SR-1", to="ann")]
)
def test_work_is_given_only_to_people_who_are_there(desk: Desk, request_made: Request, preview: bool) -> None:
    desk.perform(RAISE)
    desk.perform(RaiseServiceRequest(casegroup_id="CG1", work="Trace"))
    ask: Callable[[Request], Any] = desk.preview if preview else desk.perform
    head = desk.store.head()
    with pytest.raises(BadInputError, match="'nobody': not on the roster of this store; expected one of ann, manager"):
        ask(request_made.model_copy(update={"to": "nobody"}))
    with pytest.raises(NotPermittedError, match="it takes a team leader"):
        as_somebody(desk, "ann").perform(request_made)
    assert desk.store.head() == head
    assert not ask(request_made).refusals


def test_an_inhibit_is_due_for_review_after_the_policys_period_unless_a_day_was_named(desk: Desk) -> None:
    by_item = {row.item_id: row.due_on for row in desk.store.queue_of("CG4")}
    assert by_item == {"C1/automatic-1": date(2016, 2, 8), "C1/manual-2": date(2016, 2, 23)}
    assert [row[:3] for row in waiting(desk, due=True)] == [("CG4", "inhibit_review", "automatic_inhibit")]
    desk.perform(SetInhibit(casegroup_id="CG1", case_id="C1", reason="appeal"))
    (row,) = desk.store.queue_of("CG1")
    assert row.due_on == date(2016, 3, 28)
    desk.perform(SetInhibit(casegroup_id="CG2", case_id="C1", reason="appeal", review_on=date(2016, 2, 20)))
    assert {row.due_on for row in desk.store.queue_of("CG2")} == {None, date(2016, 2, 20)}
    desk.perform(LiftInhibit(casegroup_id="CG1", case_id="C1", inhibit_kind="manual", reason="settled"))
    assert desk.store.queue_of("CG1") == []
    assert faults_of_lists(desk) == []


def test_counts_say_how_many_how_old_and_how_many_nobody_has(desk: Desk) -> None:
    desk.perform(RAISE)
    desk.perform(GIVE)
    desk.perform(RaiseException(casegroup_id="CG2", reason="liability_end_failed"))
    (exceptions, *_) = queue_counts(desk)
    assert (exceptions.kind, exceptions.cause) == ("exception", "liability_end_failed")
    assert (exceptions.count, exceptions.unallocated, age_days(desk, exceptions.oldest)) == (2, 1, 0)
    assert age_days(desk, date(2016, 2, 1)) == 14
    assert age_days(desk, None) is None


def test_somebody_not_on_the_roster_sees_nothing_of_it(desk: Desk) -> None:
    stranger = as_somebody(desk, "stranger")
    for ask in (queue_keys, queue_counts, lambda at: queue_rows(at, [1])):
        with pytest.raises(NotPermittedError):
            ask(stranger)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM queue WHERE casegroup_id = 'CG2'",
        "UPDATE queue SET holder = 'mallory' WHERE casegroup_id = 'CG4'",
        "UPDATE queue SET opened_on = '2016-02-14'",
        "INSERT INTO queue VALUES (99, 'CG1', 'exception', 'e', 'other', '', '', '', '', NULL, NULL, NULL)",
        "INSERT INTO queue VALUES (99, 'CG9', 'exception', 'e', 'other', '', '', '', '', NULL, NULL, NULL)",
    ],
)
def test_a_queue_tampered_with_is_found_and_made_anew(desk: Desk, statement: str) -> None:
    desk.store._connection.execute(statement)
    assert faults_of_lists(desk)
    rebuild_lists(desk)
    assert faults_of_lists(desk) == []


# ------------------------------------------------------------------------------------ the queue equals a fold

CASEGROUP_IDS = st.sampled_from([f"CG{number}" for number in range(1, 6)])
IDS = st.sampled_from(["exception-1", "exception-2"])
REQUESTS = st.one_of(
    st.builds(RaiseException, casegroup_id=CASEGROUP_IDS, reason=st.sampled_from(["data_invalid", "other"]),
              detail=st.sampled_from(["", "Siân's <b>"])),
    st.builds(AllocateException, casegroup_id=CASEGROUP_IDS, exception_id=IDS, to=st.just("ann")),
    st.builds(AnswerException, casegroup_id=CASEGROUP_IDS, exception_id=IDS,
              answer=st.sampled_from(["technical_skip", "corrected", "cannot_be_corrected"])),
    st.builds(RaiseServiceRequest, casegroup_id=CASEGROUP_IDS, work=st.sampled_from(["Trace", "Add/correct SR"])),
    st.builds(CompleteServiceRequest, casegroup_id=CASEGROUP_IDS, service_request_id=st.just("SR-1")),
    st.builds(OpenWorkItem, casegroup_id=CASEGROUP_IDS, case_id=st.just("C1"), work=st.just("appeal")),
    st.builds(CloseWorkItem, casegroup_id=CASEGROUP_IDS, case_id=st.just("C1"), work_item_id=st.just("W1")),
    st.builds(SetInhibit, casegroup_id=CASEGROUP_IDS, case_id=st.just("C1"), reason=st.just("complaint")),
    st.builds(LiftInhibit, casegroup_id=CASEGROUP_IDS, case_id=st.just("C1"), reason=st.just("settled"),
              inhibit_kind=st.sampled_from(["automatic", "manual"])),
    st.just("batch"),
    st.sampled_from(RECORDS),
)  # fmt: skip


@settings(max_examples=20)
@given(st.lists(REQUESTS, max_size=8))
def test_whatever_is_done_the_queue_is_what_journal_and_documents_make_it(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("fold")
    with Desk.create(folder / "casework.db", "manager", clock=NOON) as desk:
        desk.write_roster([Actor("ann", "A Patel", frozenset({"caseworker"}))])
        import_files(desk, [write_documents(folder / "in.jsonl", *RECORDS)])
        for step in steps:
            if step == "batch":
                run(desk)
            elif isinstance(step, dict):
                changed = step | {"receipts": [] if step["receipts"] else [receipt(step["cases"][0]["case_id"])]}
                import_files(desk, [write_documents(folder / "again.jsonl", changed)])
            else:
                desk.perform(step)
            assert faults_of_lists(desk) == []
        before = [row for _, row in desk.store.queue_rows(desk.store.queue_keys())]
        rebuild_lists(desk)
        assert [row for _, row in desk.store.queue_rows(desk.store.queue_keys())] == before


def receipt(case_id: str) -> dict[str, Any]:
    """A receipt that makes a document another one."""
    part = {"case_id": case_id, "to": "debt", "amount": "10.00"}
    return {"receipt_id": "E1", "received_on": "2016-01-10", "amount": "10.00", "allocations": [part]}


# -------------------------------------------------------------------------------------- files of an older version


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A store as version 1 of the tables left it."""
    path = tmp_path / "older.db"
    path.write_bytes(gzip.decompress(VERSION_1.read_bytes()))
    return path


def test_a_store_of_version_1_has_its_lists_made_anew_when_somebody_sits_down(older: Path) -> None:
    told: list[int] = []
    with Desk.open(older, "alice", NOON, progress=told.append) as desk:
        assert faults_of_lists(desk) == []
        assert desk.store.lists_are_current()
        stages = {row.casegroup_id: row.stage for row in desk.store.worklist_rows(desk.store.worklist_keys())}
        assert stages["CG5"] == "to_dispose"
        assert [row[:2] for row in waiting(desk)] == [
            ("CG1", "inhibit_review"),
            ("CG2", "work_item"),
            ("CG4", "inhibit_review"),
        ]
        # What version 1 found and could not raise, the next batch raises.
        run(desk)
        assert ("CG3", "exception", "schedules_not_ended", "") in waiting(desk)
        head = desk.store.head()
    with Desk.open(older, "alice", NOON) as desk:
        assert desk.store.head() == head


def test_making_the_lists_anew_can_be_interrupted_and_is_done_by_the_next(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as power_cut:

        def put_roster(*_: object) -> None:
            raise KeyboardInterrupt

        power_cut.setattr(Turn, "put_roster", put_roster)
        with pytest.raises(KeyboardInterrupt):
            Desk.open(older, "alice", NOON)
    with pytest.raises(StoreReadOnlyError, match="its lists have yet to be made anew"):
        Desk.open(older, "alice", NOON, read_only=True)
    with Desk.open(older, "alice", NOON) as desk:
        assert faults_of_lists(desk) == []
    Desk.open(older, "alice", NOON, read_only=True).close()
