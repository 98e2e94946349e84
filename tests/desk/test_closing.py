"""Closing many casegroups at once, two desks at the same one, and what the day's report tells CMS."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.closing import close_named, close_ready, ready_to_close
from console.desk.daily_report import daily_report
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.numbers import NoSuchCasegroupError
from console.desk.people import nominate
from console.present.closing import daily_report_lines
from domain.actor import Actor
from domain.breakdown.requests import AdvanceBreakdown, DraftBreakdown
from domain.closing.requests import CloseCasegroup
from domain.disposal.requests import Credit, DisposeArrears, GiveWriteOffNotice
from domain.errors import NotPermittedError
from domain.events import EVENT, Placement
from domain.events.disposal import ArrearsDisposed
from domain.inhibits.requests import SetInhibit
from domain.record.requests import SetAside
from domain.validation.requests import AmendBalance
from storage.exporters.daily_report import WRITTEN_DOWN, paths_of, write_daily_report
from tests.domain.closing_rows import owed
from tests.made_up import case_record, casegroup_record, person, write_documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DAY, NEXT_DAY = date(2016, 3, 1), date(2016, 3, 2)
PART = {"choice": "write_off_part", "amount_to_write_off": "100.00", "recorded_on": "2016-01-04"}


def clock(day: date) -> Clock:
    """Stand still at noon of a day."""
    return Clock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


@dataclass
class Office:
    """A store, and a way to sit down at it on any day."""

    path: Path

    def on(self, day: date, user: str = "manager") -> Desk:
        """Sit down on a day."""
        return Desk.open(self.path, user, clock(day))


@pytest.fixture
def office(tmp_path: Path) -> Callable[..., Office]:
    """Open an office with some documents imported and assessed on the day they are due."""

    def opened(*documents: dict[str, Any]) -> Office:
        path = tmp_path / "casework.db"
        with Desk.create(path, "manager", clock=clock(DAY)) as desk:
            desk.write_roster([Actor("cms", "CMS", frozenset({"cms_caseworker"}))])
            import_files(desk, [write_documents(tmp_path / "in.jsonl", *documents)])
            run(desk)
        return Office(path)

    return opened


def number(index: int) -> str:
    """Name a casegroup."""
    return f"CG{index:03d}"


def dispose_all(desk: Desk, *casegroup_ids: str) -> None:
    """Dispose of the arrears of some casegroups."""
    for casegroup_id in casegroup_ids:
        assert desk.perform(DisposeArrears(casegroup_id=casegroup_id)).written, casegroup_id


# --- closing of many -------------------------------------------------------------------------------------


def test_fifty_casegroups_close_in_one_go_and_the_unfit_ones_are_named_with_every_reason(
    office: Callable[..., Office],
) -> None:
    names = [number(index) for index in range(50)]
    with office(*(casegroup_record(name) for name in names)).on(DAY) as desk:
        dispose_all(desk, *names[2:])
        desk.perform(SetInhibit(casegroup_id=names[5], case_id="C1", reason="complaint"))
        before = len(desk.store.entries(names[0]))
        report = close_named(desk, names)
        assert [closed.casegroup_id for closed in report.closed] == [names[n] for n in range(50) if n not in {0, 1, 5}]
        refused = {unfit.casegroup_id: [refusal.key for refusal in unfit.refusals] for unfit in report.unfit}
        assert refused == {
            names[0]: ["disposal_missing"],
            names[1]: ["disposal_missing"],
            names[5]: ["closing_blocked"],
        }
        assert len(desk.store.entries(names[0])) == before
        assert desk.store.counts_by_stage() == {"closed": 47, "to_dispose": 2, "to_check": 1}
        assert not desk.store.verify().faults


def test_what_is_ready_is_what_waits_for_nothing_else_and_is_due(office: Callable[..., Office]) -> None:
    later = {**casegroup_record()["transition_request"], "closure_date": "2016-03-02"}
    documents = [casegroup_record("A"), casegroup_record("B"), casegroup_record("C", transition_request=later)]
    with office(*documents).on(DAY) as desk:
        dispose_all(desk, "A", "C")
        assert ready_to_close(desk) == ["A"]
        assert [closed.casegroup_id for closed in close_ready(desk).closed] == ["A"]
        assert ready_to_close(desk) == []
        desk.as_at = NEXT_DAY
        assert ready_to_close(desk) == ["C"]


def test_closing_takes_turns_and_tells_how_far_it_is(
    office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.desk.closing.CASEGROUPS_IN_A_TURN", 2)
    names = [number(index) for index in range(5)]
    with office(*(casegroup_record(name) for name in names)).on(DAY) as desk:
        dispose_all(desk, *names)
        told: list[int] = []
        assert len(close_ready(desk, progress=told.append).closed) == 5
        assert told == [2, 4, 5]


def test_a_preview_names_the_same_casegroups_and_writes_nothing(office: Callable[..., Office]) -> None:
    with office(casegroup_record("A"), casegroup_record("B")).on(DAY) as desk:
        dispose_all(desk, "A")
        head = desk.store.head()
        shown = close_named(desk, ["A", "B"], preview=True)
        assert desk.store.head() == head
        written = close_named(desk, ["A", "B"])
        assert (shown.closed, shown.unfit) == (written.closed, written.unfit)


def test_a_closing_asked_for_again_under_its_name_is_written_once(office: Callable[..., Office]) -> None:
    with office(casegroup_record("A")).on(DAY) as desk:
        dispose_all(desk, "A")
        first, again = (close_named(desk, ["A", "A"], request_id="spring") for _ in range(2))
        assert [(closed.casegroup_id, closed.repeated) for closed in first.closed] == [("A", False)]
        assert [(closed.casegroup_id, closed.repeated) for closed in again.closed] == [("A", True)]
        assert [entry.kind for entry in desk.store.entries("A")].count("casegroup_closed") == 1


def test_nothing_is_closed_where_one_number_is_wrong(office: Callable[..., Office]) -> None:
    with office(casegroup_record("A")).on(DAY) as desk:
        dispose_all(desk, "A")
        with pytest.raises(NoSuchCasegroupError, match="'NOPE': not in this store"):
            close_named(desk, ["A", "NOPE"])
        assert desk.casefile("A").stage == "to_close"


def test_closing_takes_a_caseworker(office: Callable[..., Office]) -> None:
    place = office(casegroup_record("A"))
    with place.on(DAY) as desk:
        dispose_all(desk, "A")
    with place.on(DAY, "cms") as desk, pytest.raises(NotPermittedError, match="it takes a caseworker"):
        close_named(desk, ["A"])
    with place.on(DAY, "stranger") as desk, pytest.raises(NotPermittedError, match="not on the roster"):
        close_ready(desk)


def test_two_desks_at_once_dispose_and_close_once(office: Callable[..., Office]) -> None:
    names = [number(index) for index in range(6)]
    place = office(*(casegroup_record(name) for name in names))

    def work() -> None:
        with place.on(DAY) as desk:
            for name in names:
                desk.perform(DisposeArrears(casegroup_id=name))
            close_named(desk, names)

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with place.on(DAY) as desk:
        for name in names:
            kinds = [entry.kind for entry in desk.store.entries(name)]
            assert (kinds.count("arrears_disposed"), kinds.count("casegroup_closed")) == (1, 1)


# --- the day's report ------------------------------------------------------------------------------------


def mixed() -> list[dict[str, Any]]:
    """Give casegroups of every kind that a report tells apart."""
    credit = [owed("3660.00"), owed("-10.00", receivable_id="R2", owed_to="gb_sos")]
    return [
        casegroup_record("CLEAN"),
        casegroup_record("PART", cases=[case_record(arrears_decision=PART)]),
        casegroup_record("CREDIT", cases=[case_record(receivables=credit)]),
        casegroup_record("AMENDED", cases=[case_record(outstanding="3660.00")]),
        casegroup_record("NIL", cases=[case_record(receivables=[], liability_events=[])]),
        casegroup_record("OPEN"),
    ]


def worked(desk: Desk) -> None:
    """Bring those casegroups to the point where they close."""
    told = {"paying_parent": "dead", "receiving_parent": "untraced", "reason": "known"}
    desk.perform(GiveWriteOffNotice.model_validate({"casegroup_id": "PART", "case_id": "C1", **told}))
    part = Placement(case_id="C1", owed_to="receiving_parent", amount_pence=-1000)
    desk.perform(AmendBalance(casegroup_id="AMENDED", placements=(part,)))
    cleared = Credit(case_id="C1", owed_to="gb_sos", treatment="cleared")
    desk.perform(DisposeArrears(casegroup_id="CREDIT", credits=(cleared,)))
    dispose_all(desk, "CLEAN", "PART", "AMENDED", "OPEN")


@pytest.fixture
def closed(office: Callable[..., Office]) -> Iterator[Office]:
    """Give an office in which all of them but one were closed on the day."""
    place = office(*mixed())
    with place.on(DAY) as desk:
        worked(desk)
        assert not close_named(desk, ["CLEAN", "PART", "CREDIT", "AMENDED", "NIL"]).unfit
    return place  # type: ignore[return-value]


def test_the_report_ties_to_the_penny_with_the_days_disposals(closed: Office) -> None:
    with closed.on(DAY) as desk:
        report = daily_report(desk, DAY)
        disposals = [
            EVENT.validate_json(entry.body)
            for name in report.closed
            for entry in desk.store.entries(name)
            if entry.kind == "arrears_disposed"
        ]
    lines = [line for event in disposals if isinstance(event, ArrearsDisposed) for line in event.lines]
    totals = report.totals
    assert sum(line.balance_pence for line in lines) == totals.balance_pence
    assert sum(line.written_down_pence for line in lines) == totals.written_down_pence == 365000 * 2 + 355000 + 366000
    assert sum(line.written_off_pence for line in lines if line.balance_pence > 0) == totals.written_off_pence == 10000
    assert (totals.credits_cleared_pence, totals.credits_repaid_pence) == (1000, 0)
    assert sum(totals.by_status.values()) == sum(totals.by_payee.values()) == totals.written_down_pence
    assert (totals.casegroups_closed, totals.rows) == (5, 4)


def test_what_was_written_off_is_never_among_what_goes_to_cms(closed: Office) -> None:
    with closed.on(DAY) as desk:
        report = daily_report(desk, DAY)
    down = [(row.client.casegroup_id, row.status, row.amount_pence) for row in report.written_down]
    assert down == [
        ("AMENDED", "active", 365000),
        ("CLEAN", "active", 365000),
        ("CREDIT", "active", 366000),
        ("PART", "active", 355000),
    ]
    left = [(row.client.casegroup_id, row.left_as, row.amount_pence) for row in report.left_for_good]
    assert left == [("CREDIT", "credit_cleared", 1000), ("PART", "written_off", 10000)]


def test_cms_is_asked_to_check_an_amended_balance(closed: Office) -> None:
    with closed.on(DAY) as desk:
        report = daily_report(desk, DAY)
    told = [(row.client.casegroup_id, row.reason, row.amount_pence) for row in report.to_check]
    assert told == [("AMENDED", "balance_amended", -1000)]
    assert "For CMS to check: 1 amended balances, 0 account breakdowns relayed." in daily_report_lines(report)


def closing_of(desk: Desk, casegroup_id: str) -> int:
    """Give the number of the entry that closed a casegroup."""
    return next(entry.seq for entry in desk.store.entries(casegroup_id) if entry.kind == "casegroup_closed")


def test_a_closing_set_aside_on_its_day_is_in_no_report(closed: Office) -> None:
    with closed.on(DAY) as desk:
        desk.perform(SetAside(casegroup_id="CLEAN", seq=closing_of(desk, "CLEAN")))
        report = daily_report(desk, DAY)
    assert "CLEAN" not in report.closed
    assert not report.set_aside


def test_a_closing_set_aside_later_comes_back_with_the_opposite_sign_and_the_two_days_cancel(closed: Office) -> None:
    with closed.on(DAY) as desk:
        first = daily_report(desk, DAY)
    with closed.on(NEXT_DAY) as desk:
        for name in first.closed:
            desk.perform(SetAside(casegroup_id=name, seq=closing_of(desk, name)))
        second = daily_report(desk, NEXT_DAY)
        assert daily_report(desk, DAY).totals == first.totals
    assert second.set_aside == first.closed
    assert all(row.reversal and row.amount_pence < 0 for row in second.written_down)
    for total in ("written_down_pence", "written_off_pence", "credits_cleared_pence", "balance_pence"):
        assert getattr(first.totals, total) + getattr(second.totals, total) == 0


def test_a_closing_brought_back_on_a_later_day_is_in_that_days_report(closed: Office) -> None:
    with closed.on(DAY) as desk:
        undone = desk.perform(SetAside(casegroup_id="CLEAN", seq=closing_of(desk, "CLEAN")))
    with closed.on(NEXT_DAY) as desk:
        desk.perform(SetAside(casegroup_id="CLEAN", seq=undone.recorded[0].seq))
        assert daily_report(desk, NEXT_DAY).closed == ["CLEAN"]
        assert "CLEAN" not in daily_report(desk, DAY).closed


def test_the_day_on_which_a_closing_was_recorded_counts_not_the_day_it_took_effect(closed: Office) -> None:
    with closed.on(NEXT_DAY) as desk:
        desk.perform(CloseCasegroup(casegroup_id="OPEN", closed_on=DAY))
        assert "OPEN" not in daily_report(desk, DAY).closed
        late = daily_report(desk, NEXT_DAY)
    assert late.closed == ["OPEN"]
    assert [row.closed_on for row in late.written_down] == [DAY]


def test_a_closing_told_and_one_of_the_next_day_do_not_touch(closed: Office) -> None:
    with closed.on(NEXT_DAY) as desk:
        assert daily_report(desk, NEXT_DAY).totals.rows == 0
        assert daily_report(desk, date(2016, 2, 29)).closed == []


def restricted_office(office: Callable[..., Office]) -> Office:
    """Give an office with one casegroup of a special client and one of somebody else, both ready."""
    client = {**person(1), "markers": ["special_client_record"], "surname": "Secret"}
    place = office(casegroup_record("PLAIN"), casegroup_record("SPECIAL", paying_parent=client))
    with place.on(DAY) as desk:
        desk.write_roster([Actor("trusted", "Trusted", frozenset({"caseworker"}))])
        nominate(desk, "trusted")
    with place.on(DAY, "trusted") as desk:
        dispose_all(desk, "PLAIN", "SPECIAL")
    return place


def test_restricted_records_are_closed_and_counted_but_not_told(office: Callable[..., Office]) -> None:
    place = restricted_office(office)
    with place.on(DAY) as desk:
        with pytest.raises(NotPermittedError, match="restricted record"):
            close_named(desk, ["PLAIN", "SPECIAL"])
        with place.on(DAY, "trusted") as trusted:
            assert close_ready(trusted, preview=True).restricted_closed == 1
        report = close_ready(desk)
        assert [closed.casegroup_id for closed in report.closed] == ["PLAIN"]
        assert (report.restricted_closed, report.restricted_unfit) == (1, 0)
        day = daily_report(desk, DAY)
        assert (day.closed, day.left_out) == (["PLAIN"], 1)
        assert "Secret" not in str(day)
    with place.on(DAY, "trusted") as desk:
        assert daily_report(desk, DAY).closed == ["PLAIN", "SPECIAL"]
        assert desk.store.entries("SPECIAL")[-1].kind == "restricted_record_opened"


def test_the_files_tie_and_no_cell_is_a_formula(office: Callable[..., Office], tmp_path: Path) -> None:
    hostile = {**person(1), "surname": "=cmd|'/C calc'!A0"}
    with office(casegroup_record("EVIL", paying_parent=hostile)).on(DAY) as desk:
        dispose_all(desk, "EVIL")
        close_named(desk, ["EVIL"])
        report = daily_report(desk, DAY)
    row = report.written_down[0]
    record = dict.fromkeys(WRITTEN_DOWN, "") | {"amount": "3650.00", "surname": row.client.surname}
    parts: dict[str, list[dict[str, Any]]] = {
        "written_down": [record],
        "left_for_good": [],
        "to_check": [],
        "totals": [],
    }
    file = tmp_path / "day.csv"
    paths = write_daily_report(file, parts)
    assert paths == paths_of(file)
    with file.open(encoding="utf-8", newline="") as lines:
        header, cells = csv.reader(lines)
    assert header[:7] == ["casegroup_id", "case_id", "owed_to", "status", "amount", "nino", "surname"]
    assert cells[6].startswith("'=")


def test_a_breakdown_relayed_on_the_day_is_told_whether_or_not_the_casegroup_closed(
    office: Callable[..., Office],
) -> None:
    place = office(casegroup_record("BIG", cases=[case_record(outstanding="1203650.00")]))
    with place.on(DAY) as desk:
        desk.write_roster([Actor("second", "Second", frozenset({"team_leader"}))])
        desk.perform(DraftBreakdown(casegroup_id="BIG"))
    with place.on(DAY, "second") as desk:
        assert desk.perform(AdvanceBreakdown(casegroup_id="BIG", state="checked")).written
        assert daily_report(desk, DAY).to_check == []
    with place.on(NEXT_DAY) as desk:
        assert desk.perform(AdvanceBreakdown(casegroup_id="BIG", state="relayed")).written
        report = daily_report(desk, NEXT_DAY)
        assert daily_report(desk, DAY).to_check == []
    (told,) = report.to_check
    assert (told.client.casegroup_id, told.reason, told.amount_pence) == ("BIG", "account_breakdown", -120000000)
    assert report.closed == []
