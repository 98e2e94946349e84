"""Loading from the old systems: nothing is lost, nothing is written twice, and what is wrong waits for somebody."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from console.desk import load as load_module
from console.desk.files import import_files
from console.desk.letter_tray import refreshed_on
from console.desk.lists import faults_of_lists
from console.desk.load import load_file
from console.desk.office import office_of, perform_office
from console.desk.people import nominate
from domain.errors import BadInputError, NotPermittedError
from domain.selection.loads import open_data_exceptions, staleness
from domain.selection.requests import SettleDataException
from tests.desk.loads import DAY, at, desk_at, load, prospect_record, running_case
from tests.made_up import case_record, person, write_documents

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def counts(report: load_module.LoadReport) -> tuple[int, int, int, int]:
    """Give what was loaded, unchanged, left out and wrong."""
    return report.loaded, report.unchanged, report.left_out, report.data_exceptions


def waiting(desk: Desk) -> list[tuple[str | None, bool]]:
    """Give the casegroups of open data exceptions, and whether they are restricted."""
    return [(found.event.casegroup_id, found.event.restricted) for found in open_data_exceptions(office_of(desk))]


CLOSED = case_record("C1", "CS2", "0.00", in_case_closure=False)


def test_what_is_good_is_kept_and_a_fully_closed_casegroup_without_arrears_is_left_out(desk: Desk) -> None:
    report = load(desk, prospect_record("CG1"), prospect_record("CG2", [CLOSED]), prospect_record("CG3"))
    assert counts(report) == (2, 0, 1, 0)
    assert [facts.casegroup_id for facts in desk.store.iterate_facts()] == ["CG1", "CG3"]


@pytest.mark.parametrize(
    ("case", "left_out"),
    [
        (CLOSED, True),
        (case_record("C1", "CS2", "0.01", in_case_closure=False), False),
        (case_record("C1", "CS2", "-5.00", in_case_closure=False), False),
        ({**CLOSED, "in_case_closure": True}, False),
        ({**CLOSED, "liability_events": []}, True),
        ({**CLOSED, "liability_events": [{"kind": "liability_end", "effective_date": "2016-02-16"}]}, False),
        (
            {
                **CLOSED,
                "liability_events": [{"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "0.00"}],
            },
            False,
        ),
    ],
    ids=["ended and nil", "a penny owed", "in credit", "in closure", "never assessed", "ends tomorrow", "nil assessed"],
)
def test_left_out_is_only_what_has_ended_and_owes_nothing(desk: Desk, case: dict[str, object], left_out: bool) -> None:
    assert load(desk, prospect_record("CG0"), prospect_record("CG1", [case])).left_out == left_out


def test_a_casegroup_held_is_never_left_out_again(desk: Desk) -> None:
    load(desk, prospect_record("CG1"))
    assert counts(load(desk, prospect_record("CG1", [CLOSED]), name="later.jsonl")) == (1, 0, 0, 0)
    row = desk.store.prospects.of("CG1")
    assert row is not None
    assert row.state == "left_out"


def test_what_has_not_changed_is_counted_and_not_written_again(desk: Desk) -> None:
    load(desk, prospect_record("CG1"), prospect_record("CG2"))
    changed = prospect_record("CG2", [running_case(since="2014-01-01")])
    assert counts(load(desk, prospect_record("CG1"), changed, mode="delta", name="b.jsonl")) == (1, 1, 0, 0)
    assert len(desk.store.facts_versions("CG1")) == 1


def test_the_same_file_again_is_answered_as_before(desk: Desk) -> None:
    first = load(desk, prospect_record("CG1"), {"casegroup_id": "CG2"})
    head = desk.store.head()
    again = load(desk, prospect_record("CG1"), {"casegroup_id": "CG2"})
    assert again.repeated
    assert counts(again) == counts(first) == (1, 0, 0, 1)
    assert desk.store.head() == head


def test_an_interrupted_load_goes_on_where_it_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_module, "CASEGROUPS_IN_A_TURN", 2)
    records = [prospect_record(f"CG{number}") for number in range(5)] + [{"casegroup_id": "CG9"}]
    take, turns = load_module._Load.take, iter(range(3))

    def interrupted(self: load_module._Load, page: list[object]) -> None:
        if next(turns) == 2:
            raise KeyboardInterrupt
        take(self, page)  # type: ignore[arg-type]

    monkeypatch.setattr(load_module._Load, "take", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load(desk, *records)
    assert len(list(desk.store.iterate_facts())) == 4
    monkeypatch.setattr(load_module._Load, "take", take)
    assert counts(load(desk, *records)) == (5, 0, 0, 1)
    assert [len(desk.store.facts_versions(f"CG{number}")) for number in range(5)] == [1] * 5


@pytest.mark.parametrize(
    "record",
    [
        {"casegroup_id": "CG1", "format": "closeout.casegroup/1"},
        prospect_record("CG1", [running_case(system="CSCS")]),
        prospect_record("CG1", [running_case(scheme=1994)]),
    ],
    ids=["not whole", "without a case of the system", "an unknown scheme"],
)
def test_what_is_wrong_becomes_a_data_exception_and_the_rest_is_kept(desk: Desk, record: dict[str, object]) -> None:
    assert counts(load(desk, prospect_record("CG0"), record)) == (1, 0, 0, 1)
    assert waiting(desk) == [("CG1", False)]
    assert all("expected" in fault for fault in open_data_exceptions(office_of(desk))[0].event.faults)


def test_a_casegroup_twice_in_a_file_is_a_data_exception(desk: Desk) -> None:
    assert counts(load(desk, prospect_record("CG1"), prospect_record("CG1"))) == (1, 0, 0, 1)


def test_a_load_never_loses_a_case_held_before(desk: Desk) -> None:
    both = prospect_record("CG1", [running_case("C1"), running_case("C2", "CCD")])
    load(desk, both, system="CCD")
    report = load(desk, prospect_record("CG1", [running_case("C1")]), prospect_record("CG2"), name="cs2.jsonl")
    assert counts(report) == (1, 0, 0, 1)
    assert report.found[0].faults == ("cases: without C2 (CCD); expected every case that was loaded before",)
    assert len(desk.casefile("CG1").casegroup.cases) == 2


def test_a_later_good_document_settles_a_data_exception(desk: Desk) -> None:
    load(desk, {"casegroup_id": "CG1"}, prospect_record("CG2"))
    report = load(desk, prospect_record("CG1"), mode="delta", name="b.jsonl")
    assert report.settled == 1
    assert waiting(desk) == []


def test_the_same_fault_day_after_day_waits_once_and_another_takes_its_place(desk: Desk) -> None:
    load(desk, {"casegroup_id": "CG1"}, prospect_record("CG2"))
    same = load(desk, {"casegroup_id": "CG1"}, prospect_record("CG3"), mode="delta", name="b.jsonl")
    assert (same.data_exceptions, same.found) == (1, [])
    other = load(desk, {"casegroup_id": "CG1", "cases": []}, prospect_record("CG4"), mode="delta", name="c.jsonl")
    assert len(other.found) == 1
    assert waiting(desk) == [("CG1", False)]


def test_a_data_exception_waits_in_the_queue_until_it_is_settled(desk: Desk) -> None:
    load(desk, {"casegroup_id": "CG1"}, prospect_record("CG2"))
    (row,) = desk.store.queue_of("")
    assert (row.kind, row.cause, row.holder) == ("data_exception", "data_of_cs2", "any:case_manager")
    load(desk, prospect_record("CG1"), mode="delta", name="b.jsonl")
    assert desk.store.queue_of("") == []
    assert faults_of_lists(desk) == []


def test_somebody_settles_a_data_exception_by_hand_with_a_note(desk: Desk) -> None:
    load(desk, {"casegroup_id": "CG1"}, prospect_record("CG2"))
    number = open_data_exceptions(office_of(desk))[0].event.data_exception_id
    worker = at(desk, DAY, "worker")
    assert perform_office(worker, SettleDataException(data_exception_id=number, note="not a case of ours")).written
    assert waiting(desk) == []


def test_faults_of_a_restricted_record_are_not_told(desk: Desk) -> None:
    secret = {**person(7), "surname": 7, "markers": ["special_client_record"]}
    load(desk, prospect_record("CG1", paying_parent=secret), prospect_record("CG2"))
    assert waiting(desk) == [("CG1", True)]
    assert [entry.body for entry in desk.store.office_entries() if "surname" in entry.body] == []


def test_a_load_does_not_open_a_restricted_record_to_everybody(desk: Desk) -> None:
    secret = prospect_record("CG1", paying_parent={**person(7), "markers": ["nationally_sensitive"]})
    load(desk, secret, prospect_record("CG2"))
    opened = prospect_record("CG1", paying_parent=person(7))
    assert counts(load(desk, opened, prospect_record("CG3"), name="b.jsonl")) == (1, 0, 0, 1)
    nominate(desk, "worker")
    assert counts(load(at(desk, DAY, "worker"), opened, prospect_record("CG4"), name="c.jsonl")) == (2, 0, 0, 0)


def test_a_file_without_one_good_casegroup_of_the_system_is_refused_and_writes_nothing(desk: Desk) -> None:
    head = desk.store.head()
    with pytest.raises(BadInputError, match="no casegroup of CCD"):
        load(desk, prospect_record("CG1"), system="CCD")
    with pytest.raises(BadInputError, match="expected at least one"):
        load(desk, mode="full")
    assert desk.store.head() == head


def test_a_delta_in_which_nothing_changed_still_renews_what_we_hold_each_day(desk: Desk) -> None:
    assert not load(desk, mode="delta").repeated
    assert load(desk, mode="delta").repeated
    assert not load(at(desk, date(2016, 2, 16)), mode="delta").repeated


@pytest.mark.parametrize("mode", ["full", "delta"])
def test_a_file_that_is_the_same_on_a_later_day_renews_what_we_hold(desk: Desk, mode: str) -> None:
    later = at(desk, date(2016, 2, 22))
    load(desk, prospect_record("CG1"), mode=mode)
    again = load(later, prospect_record("CG1"), mode=mode)
    assert (again.repeated, counts(again)) == (False, (0, 1, 0, 0))
    assert len(desk.store.facts_versions("CG1")) == 1
    assert next(found.age_days for found in staleness(office_of(desk), later.as_at, desk.policy.journey)) == 0


def test_an_extract_older_than_one_loaded_is_refused_and_the_newer_figures_stay(desk: Desk) -> None:
    load(at(desk, DAY + timedelta(days=2)), prospect_record("CG1"))
    older = prospect_record("CG1", [running_case(since="2014-01-01")])
    with pytest.raises(BadInputError, match=r"2016-02-15; expected a day not before 2016-02-17, of which CS2 is"):
        load(at(desk, DAY + timedelta(days=2)), older, extracted_on=DAY, name="older.jsonl")
    assert len(desk.store.facts_versions("CG1")) == 1


def test_figures_are_of_the_day_of_their_extract_not_of_the_day_it_came(desk: Desk) -> None:
    later = at(desk, DAY + timedelta(days=8))
    load(later, prospect_record("CG1"), extracted_on=DAY)
    assert refreshed_on(later.casefile("CG1"), office_of(later), later.as_at)["CS2"] == DAY


@pytest.mark.parametrize("how", ["by a good document", "by hand"])
def test_what_was_settled_and_is_wrong_again_on_a_later_day_waits_again(desk: Desk, how: str) -> None:
    wrong = ({"casegroup_id": "CG1"}, prospect_record("CG2"))
    (found,) = load(desk, *wrong).found
    if how == "by hand":
        perform_office(desk, SettleDataException(data_exception_id=found.data_exception_id, note="looked at"))
    else:
        load(desk, prospect_record("CG1"), mode="delta", name="b.jsonl")
    assert waiting(desk) == []
    (again,) = load(at(desk, date(2016, 2, 16)), *wrong).found
    assert again.data_exception_id != found.data_exception_id
    assert waiting(desk) == [("CG1", False)]


def test_a_line_without_a_casegroup_number_waits_once_however_often_its_file_is_loaded(desk: Desk) -> None:
    for day in (15, 16, 17):
        assert load(at(desk, date(2016, 2, day)), {"format": "unknown"}, prospect_record("CG1")).data_exceptions == 1
    assert waiting(desk) == [(None, False)]


def test_what_is_missing_again_on_a_later_day_waits_again(desk: Desk) -> None:
    load(desk, prospect_record("CG1"), prospect_record("CG2"))
    load(desk, prospect_record("CG1"), name="b.jsonl")
    load(at(desk, date(2016, 2, 16)), prospect_record("CG1"), prospect_record("CG2"))
    assert faults_waiting(desk) == []
    load(at(desk, date(2016, 2, 17)), prospect_record("CG1"), name="b.jsonl")
    assert [faults[1:] for faults in faults_waiting(desk)] == [("CG2",)]


def test_a_day_ahead_and_somebody_unknown_are_refused(desk: Desk, tmp_path: Path) -> None:
    path = write_documents(tmp_path / "x.jsonl", prospect_record())
    with pytest.raises(BadInputError, match="not after 2016-02-15"):
        load_file(desk, path, "CS2", "full", date(2016, 2, 16))
    with pytest.raises(NotPermittedError):
        load_file(at(desk, DAY, "stranger"), path, "CS2", "full")


@pytest.mark.parametrize(
    ("days_later", "fresh"),
    [(0, (True, True, True)), (1, (True, True, True)), (2, (False, False, True)), (7, (False, False, True)),
     (8, (False, False, False))],
)  # fmt: skip
def test_the_two_systems_are_fresh_for_a_day_and_the_clerical_database_for_a_week(
    desk: Desk, days_later: int, fresh: tuple[bool, ...]
) -> None:
    for number, system in enumerate(("CS2", "CSCS", "CCD")):
        case = running_case(system=system)
        load(desk, prospect_record(f"CG{number}", [case]), system=system, name=f"{system}.jsonl")  # type: ignore[arg-type]
    day = date(2016, 2, 15 + days_later)
    found = staleness(office_of(desk), day, desk.policy.journey)
    assert tuple(each.fresh for each in found) == fresh
    assert {each.age_days for each in found} == {days_later}


def test_what_was_never_loaded_is_not_fresh(desk: Desk) -> None:
    assert [(each.latest, each.fresh) for each in staleness(office_of(desk), DAY, desk.policy.journey)] == [
        (None, False)
    ] * 3


def test_text_of_a_load_that_no_file_could_hold_is_kept_readable(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    good = json.dumps(prospect_record("CG2"))
    path.write_text('{"casegroup_id": "CG\\ud800", "\\u001b[2J": 1}\n' + good + "\n", encoding="utf-8")
    assert counts(load_file(desk, path, "CS2", "full")) == (1, 0, 0, 1)


# --- held, but not in a whole file -------------------------------------------------------------------------


def faults_waiting(desk: Desk) -> list[tuple[str, ...]]:
    """Give what each open data exception says."""
    return [found.event.faults for found in open_data_exceptions(office_of(desk))]


def test_a_whole_file_that_lacks_casegroups_held_of_its_system_says_which_and_deletes_nothing(desk: Desk) -> None:
    clerical = prospect_record("CG3", [running_case("C3", "CCD")])
    load(desk, prospect_record("CG1"), prospect_record("CG2"))
    load(desk, clerical, system="CCD", name="ccd.jsonl")
    report = load(desk, prospect_record("CG2"), name="b.jsonl")
    assert (report.missing, counts(report)) == (1, (0, 1, 0, 0))
    assert faults_waiting(desk) == [
        ("whole file of CS2: 1 casegroup held here not in it; expected every one that is neither closed nor nil", "CG1")
    ]
    assert [facts.casegroup_id for facts in desk.store.iterate_facts()] == ["CG1", "CG2", "CG3"]
    (row,) = desk.store.queue_of("")
    assert (row.cause, row.detail) == ("data_of_cs2", "b.jsonl, the whole file")
    assert faults_of_lists(desk) == []


def test_what_is_missing_from_a_whole_file_is_told_of_casegroups_that_were_imported_too(desk: Desk) -> None:
    import_files(desk, [write_documents(desk.store.path.parent / "imported.jsonl", prospect_record("CG1"))])
    assert load(desk, prospect_record("CG2")).missing == 1


@pytest.mark.parametrize(
    ("held", "mode"),
    [(prospect_record("CG1"), "delta"), (prospect_record("CG1", [CLOSED]), "full")],
    ids=["a file of what changed", "fully closed, nothing owed"],
)
def test_nothing_is_missing_that_a_file_need_not_name(desk: Desk, held: dict[str, object], mode: str) -> None:
    import_files(desk, [write_documents(desk.store.path.parent / "imported.jsonl", held)])
    assert load(desk, prospect_record("CG2"), mode=mode).missing == 0
    assert waiting(desk) == []


def test_what_is_missing_waits_once_until_a_whole_file_has_it_again(desk: Desk) -> None:
    load(desk, prospect_record("CG1"), prospect_record("CG2"))
    load(desk, prospect_record("CG2"), name="b.jsonl")
    same = load(desk, prospect_record("CG2"), prospect_record("CG3"), name="c.jsonl")
    assert (same.missing, same.found) == (1, [])
    other = load(desk, prospect_record("CG1"), name="d.jsonl")
    assert (other.missing, [found.faults[1:] for found in other.found]) == (2, [("CG2, CG3",)])
    assert [faults[1:] for faults in faults_waiting(desk)] == [("CG2, CG3",)]
    whole = load(desk, *(prospect_record(f"CG{number}") for number in (1, 2, 3)), name="e.jsonl")
    assert (whole.missing, whole.settled) == (0, 1)
    assert faults_waiting(desk) == []
    again = load(desk, prospect_record("CG1"), name="d.jsonl")
    assert (again.repeated, again.missing) == (True, 2)


def test_a_restricted_record_that_is_missing_is_counted_and_not_named(desk: Desk) -> None:
    secret = {**person(7), "markers": ["special_client_record"]}
    load(desk, prospect_record("CG1", paying_parent=secret), prospect_record("CG2"))
    assert load(desk, prospect_record("CG2"), name="b.jsonl").missing == 1
    assert [faults[1:] for faults in faults_waiting(desk)] == [("and 1 more, 1 of them restricted",)]


def test_casegroups_with_data_exceptions_are_not_missing(desk: Desk) -> None:
    load(desk, prospect_record("CG1"), prospect_record("CG2"))
    assert load(desk, {"casegroup_id": "CG1"}, prospect_record("CG2"), name="b.jsonl").missing == 0
