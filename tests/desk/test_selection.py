"""Tranches: whole casegroups by criteria, in their order, once; and what keeps a casegroup out of one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from console.desk.batch import run
from console.desk.desk import Desk
from console.desk.office import office_of
from console.desk.selection import (
    liability_end_date,
    preview_tranche,
    selection_view,
    why,
)
from console.desk.tranche import TrancheReport, select_if_due, select_tranche
from domain.closure_exceptions.requests import AnswerException
from domain.document import read_casegroup
from domain.errors import BadInputError, NotPermittedError
from domain.events.selection import TrancheSelected
from domain.money import format_pounds
from domain.policy.book import policy_for
from tests.desk.loads import DAY, at, change, desk_at, load, load_all, prospect_record, running_case
from tests.made_up import case_record, person

if TYPE_CHECKING:
    from pathlib import Path


ENDS = date(2016, 8, 20)
WELFARE = {**person(500), "markers": ["special_welfare"]}
DEAD = {**person(501), "date_of_death": "2016-02-01"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def test_a_tranche_takes_whole_casegroups_and_ends_liability_of_all_their_cases(desk: Desk) -> None:
    cases = [running_case("C1"), running_case("C2", "CCD"), case_record("C3", in_case_closure=False)]
    load_all(desk, prospect_record("CG1", cases))
    report = select_tranche(desk)
    assert (report.taken, report.tranche, report.liability_end) == (["CG1"], "T-2016-02-15", ENDS)
    casefile = desk.casefile("CG1")
    assert all(case.in_case_closure for case in casefile.casegroup.cases)
    journey = casefile.casegroup.journey
    assert (journey.kind, journey.selected_on, journey.tranche) == ("proactive", DAY, "T-2016-02-15")
    assert journey.liability_end_date == casefile.due_date == ENDS
    ends = [case.liability_events[-1].effective_date for case in casefile.casegroup.cases]
    assert ends == [ENDS, ENDS, date(2015, 12, 31)]
    assert casefile.selected is not None
    assert casefile.selected.segments == {"C1": 2, "C2": 2, "C3": 2}


def test_what_selection_makes_of_a_casegroup_is_still_a_valid_document(desk: Desk) -> None:
    half_known = prospect_record(
        "CG1",
        [running_case("C1"), case_record("C2", in_case_closure=False)],
        journey={"kind": None, "not_known": {"kind": "never in closure"}},
    )
    load_all(desk, half_known)
    select_tranche(desk)
    document = desk.casefile("CG1").casegroup
    assert read_casegroup(json.dumps(as_sent(document.model_dump()))) == document


def as_sent(value: Any, name: str = "") -> Any:
    """Write what was read as it is sent: amounts in pounds, days as text, and nothing where nothing was said."""
    if isinstance(value, dict):
        unknown = value.get("not_known", {})
        return {key: as_sent(part, key) for key, part in value.items() if part not in (None, {}) or key in unknown}
    if isinstance(value, list | tuple):
        return [as_sent(part) for part in value]
    if name in {"outstanding", "weekly_amount", "amount", "amount_to_write_off"} and value is not None:
        return format_pounds(value)
    return value.isoformat() if isinstance(value, date) else value


def test_liability_ends_at_least_187_days_after_selection_and_first_letters_go_out_on_a_working_day() -> None:
    for number in range(400):
        day = date(2015, 3, 1) + timedelta(days=number)
        ends = liability_end_date(day, policy_for(day))
        assert 187 <= (ends - day).days <= 187 + 5
        assert (ends - timedelta(days=187)).weekday() < 5


def test_the_oldest_liability_comes_first_and_then_the_casegroup_number(desk: Desk) -> None:
    change(desk, {}, casegroups=2)
    load_all(
        desk,
        prospect_record("CG1"),
        prospect_record("CG3", [running_case(since="2014-01-01")]),
        prospect_record("CG2", [running_case(since="2014-01-01")]),
    )
    assert select_tranche(desk).taken == ["CG2", "CG3"]
    assert select_tranche(at(desk, DAY + timedelta(days=7))).taken == ["CG1"]


def test_selecting_twice_on_a_day_takes_nothing_twice(desk: Desk) -> None:
    change(desk, {}, casegroups=1)
    load_all(desk, prospect_record("CG1"), prospect_record("CG2"))
    first, again = select_tranche(desk), select_tranche(desk)
    assert (first.casegroups, again.casegroups, again.repeated, again.taken) == (1, 1, True, [])
    assert len(office_of(desk).of(TrancheSelected)) == 1


def test_an_interrupted_tranche_goes_on_up_to_its_size(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.desk.tranche.CASEGROUPS_IN_A_TURN", 2)
    change(desk, {}, casegroups=5)
    load_all(desk, *(prospect_record(f"CG{number}") for number in range(7)))

    def stop(count: int) -> None:
        if count >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        select_tranche(desk, progress=stop)
    assert office_of(desk).of(TrancheSelected) == ()
    report = select_tranche(desk)
    assert (report.before, len(report.taken), report.casegroups) == (2, 3, 5)


def test_two_people_selecting_at_once_never_take_more_than_the_tranche_holds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.desk.tranche.CASEGROUPS_IN_A_TURN", 2)
    change(desk, {}, casegroups=5)
    load_all(desk, *(prospect_record(f"CG{number}") for number in range(9)))
    other = Desk.open(desk.store.path, "manager", desk.clock)
    others: list[TrancheReport] = []

    def meanwhile(_count: int) -> None:
        if not others:
            others.append(select_tranche(other))

    report = select_tranche(desk, progress=meanwhile)
    assert (len(report.taken), len(others[0].taken)) == (2, 3)
    assert [event.casegroups for _, event in office_of(desk).of(TrancheSelected)] == [5]
    other.close()


def test_a_tranche_left_half_way_is_recorded_as_far_as_it_went(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.desk.tranche.CASEGROUPS_IN_A_TURN", 1)
    load_all(desk, prospect_record("CG1"), prospect_record("CG2"))

    def stop(count: int) -> None:
        raise KeyboardInterrupt(count)

    with pytest.raises(KeyboardInterrupt):
        select_tranche(desk, progress=stop)
    select_tranche(at(desk, DAY + timedelta(days=1)))
    tranches = [(event.tranche, event.casegroups) for _, event in office_of(desk).of(TrancheSelected)]
    assert tranches == [("T-2016-02-15", 1), ("T-2016-02-16", 1)]


@pytest.mark.parametrize("client", [WELFARE, DEAD, {**person(502), "date_of_death": None, "not_known": {
    "date_of_death": "the office heard of it by telephone"}}], ids=["welfare", "dead", "perhaps dead"])  # fmt: skip
@pytest.mark.parametrize("role", ["paying_parent", "receiving_parent"])
def test_a_death_or_special_welfare_at_selection_is_an_exception(desk: Desk, client: dict[str, Any], role: str) -> None:
    cases = [running_case(receiving_parent=client)] if role == "receiving_parent" else None
    record = prospect_record("CG1", cases, **({"paying_parent": client} if role == "paying_parent" else {}))
    load_all(desk, record, prospect_record("CG2"))
    report = select_tranche(desk)
    assert (report.taken, report.exceptions) == (["CG2"], ["CG1"])
    casefile = desk.casefile("CG1")
    assert casefile.selected is None
    assert [(found.reason, found.origin) for found in map(_raised, casefile.exceptions)] == [("other", "rules")]
    assert casefile.stage == "exception"
    later = select_tranche(at(desk, DAY + timedelta(days=7)))
    assert (later.taken, later.exceptions) == ([], [])


def _raised(exception: Any) -> Any:
    return exception.history[0].event


def test_somebody_looks_into_an_exception_and_sends_the_casegroup_back_to_be_selected(desk: Desk) -> None:
    load_all(desk, prospect_record("CG1", paying_parent=WELFARE))
    select_tranche(desk)
    answer = AnswerException(casegroup_id="CG1", exception_id="exception-1", answer="corrected", note="visited")
    assert not desk.perform(answer).refusals
    assert run(desk).casegroups == 1
    assert select_tranche(at(desk, DAY + timedelta(days=7))).taken == ["CG1"]


def test_nothing_is_selected_before_all_three_systems_were_loaded_whole(desk: Desk) -> None:
    load(desk, prospect_record("CG1"))
    with pytest.raises(BadInputError, match="CSCS, CCD never loaded whole"):
        select_tranche(desk)
    assert select_if_due(desk) is None


def test_the_batch_takes_a_tranche_when_one_is_due_and_the_case_manager_ahead_of_its_time(desk: Desk) -> None:
    change(desk, {}, casegroups=1)
    load_all(desk, *(prospect_record(f"CG{number}") for number in range(4)))
    worker = at(desk, DAY, "worker")
    taken = select_if_due(worker)
    assert taken is not None
    assert taken.taken == ["CG0"]
    assert select_if_due(at(worker, DAY + timedelta(days=6))) is None
    with pytest.raises(NotPermittedError):
        select_tranche(at(worker, DAY + timedelta(days=1)))
    assert select_tranche(at(worker, DAY + timedelta(days=1), "selector")).taken == ["CG1"]
    due = select_if_due(at(worker, DAY + timedelta(days=8)))
    assert due is not None
    assert due.taken == ["CG2"]


def test_one_segment_is_selected_apart_by_the_case_manager(desk: Desk) -> None:
    nil = running_case(
        liability_events=[{"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "0.00"}]
    )
    load_all(desk, prospect_record("CG1"), prospect_record("CG2", [nil]))
    with pytest.raises(NotPermittedError):
        select_tranche(desk, segment=1)
    selector = at(desk, DAY, "selector")
    report = select_tranche(selector, segment=1)
    assert (report.tranche, report.taken) == ("T-2016-02-15-segment-1", ["CG2"])
    assert selection_view(desk).due


@pytest.mark.parametrize(
    ("criteria", "taken"),
    [
        ({}, ["CG1", "CG2", "CG3"]),
        ({"system": ("CS2",)}, ["CG1"]),
        ({"system": ("CS2", "CSCS")}, ["CG1", "CG2"]),
        ({"region": ("NI",)}, ["CG2"]),
        ({"scheme": ("1993",)}, ["CG2"]),
        ({"segment": ("2",)}, ["CG1", "CG2", "CG3"]),
        ({"segment": ("5",)}, []),
        ({"benefit": ("yes", "no")}, []),
        ({"case_status": ("arrears_only",)}, ["CG3"]),
    ],
)
def test_a_casegroup_is_taken_where_every_case_is_what_is_asked_for(
    desk: Desk, criteria: dict[str, tuple[str, ...]], taken: list[str]
) -> None:
    change(desk, criteria)
    owed = case_record("C2", "CCD", in_case_closure=False, region=None, not_known={"region": "file lost"})
    load_all(
        desk,
        prospect_record("CG1", [running_case("C1")]),
        prospect_record("CG2", [running_case("C1", "CSCS", region="NI", scheme=1993)]),
        prospect_record("CG3", [case_record("C1", in_case_closure=False), owed]),
    )
    preview = preview_tranche(desk)
    assert sorted(found.casegroup_id for found in preview.first) == taken
    assert preview.available == preview.takes == len(taken)
    assert sorted(select_tranche(desk).taken) == taken


def test_a_preview_says_what_other_criteria_would_take_and_writes_nothing(desk: Desk) -> None:
    load_all(desk, prospect_record("CG1"), prospect_record("CG2", [running_case(region="NI")]))
    head = desk.store.head()
    now = selection_view(desk).standing
    changed = type(now)({"region": ("NI",), "benefit": ("yes",)}, 10, "daily")
    preview = preview_tranche(desk, changed=changed)
    assert preview.first == ()
    assert preview.not_meeting == {"region": (1, 0), "benefit": (2, 2)}
    assert desk.store.head() == head


def test_why_names_everything_that_speaks_against_a_casegroup(desk: Desk) -> None:
    change(desk, {"region": ("NI",), "benefit": ("yes",), "segment": ("1", "2")})
    load_all(desk, prospect_record("CG1"))
    _, answer, _ = why(desk, "CG1")
    assert not answer.taken
    assert answer.against == (("region", "GB"), ("benefit", None))


def test_a_data_exception_keeps_the_casegroup_held_out_of_a_tranche(desk: Desk) -> None:
    load_all(desk, prospect_record("CG1"), prospect_record("CG2"))
    load(desk, {"casegroup_id": "CG1"}, prospect_record("CG3"), mode="delta", name="delta.jsonl")
    assert select_tranche(desk).taken == ["CG2", "CG3"]
    _, answer, _ = why(desk, "CG1")
    assert answer.data_exception is not None


def test_a_row_is_looked_at_again_where_days_alone_changed_what_it_says(desk: Desk) -> None:
    change(desk, {"case_status": ("maintenance_and_arrears",)})
    future = [{"kind": "assessment", "effective_date": "2016-02-20", "weekly_amount": "70.00"}]
    load_all(desk, prospect_record("CG1", [running_case(liability_events=future)]))
    assert preview_tranche(desk).available == 0
    later = at(desk, DAY + timedelta(days=7))
    assert preview_tranche(later).available == 1
    assert select_tranche(later).taken == ["CG1"]


def test_an_event_after_the_day_liability_would_end_keeps_a_casegroup_out(desk: Desk) -> None:
    ahead = [
        {"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"},
        {"kind": "assessment", "effective_date": "2017-01-01", "weekly_amount": "60.00"},
    ]
    load_all(desk, prospect_record("CG1", [running_case(liability_events=ahead)]))
    assert preview_tranche(desk).available == 0
    assert select_tranche(desk).taken == []
    assert why(desk, "CG1")[1].late_events == (date(2017, 1, 1),)


def test_what_is_in_closure_already_is_not_selected_again(desk: Desk) -> None:
    reactive = prospect_record("CG1", journey={"kind": "reactive", "application_received_on": "2016-02-01"})
    load_all(desk, reactive, prospect_record("CG2", [running_case(in_case_closure=True)]))
    assert select_tranche(desk).taken == []
    row = desk.store.prospects.of("CG1")
    assert row is not None
    assert row.state == "closing"
