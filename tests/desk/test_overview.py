"""The overview: numbers that tie with lists and journal, nothing counted by person, restricted records as a number."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from console.cli import main
from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.closing import close_named
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.overview import WEEKS, Due, monday_of, overview
from console.desk.questions import worklist_keys, worklist_rows
from console.desk.queue import queue_counts
from console.present.overview import bar
from domain.disposal.requests import DisposeArrears
from domain.errors import NotPermittedError
from domain.record.requests import SetAside
from tests.made_up import case_record, casegroup_record, write_documents
from tests.restricted import RESTRICTED, made_store

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND, THIRD = date(2016, 3, 1), date(2016, 3, 8), date(2016, 3, 15)
LATER = {"id": "W1", "kind": "appeal", "opened_on": "2016-01-01"}


def on(path: Path, day: date) -> Desk:
    """Sit down on a day."""
    return Desk.open(path, "manager", Clock(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)))


def three_weeks(folder: Path) -> Path:
    """Make a store: three came in the first week; in the second two more, two closed, one of those set aside again."""
    path = folder / "casework.db"
    with Desk.create(path, "manager", clock=Clock(datetime(2016, 3, 1, 12, tzinfo=UTC))) as desk:
        import_files(desk, [write_documents(folder / "1.jsonl", *map(casegroup_record, ("A1", "A2", "A3")))])
    with on(path, SECOND) as desk:
        deferred = casegroup_record("B1", cases=[case_record(work_items=[LATER])])
        # A newer document of a casegroup that is known is nothing that comes in.
        again = casegroup_record("A3", receipts=[])
        import_files(desk, [write_documents(folder / "2.jsonl", deferred, casegroup_record("B2"), again)])
        run(desk)
        for number in ("A1", "A2"):
            assert desk.perform(DisposeArrears(casegroup_id=number)).written
        assert not close_named(desk, ["A1", "A2"]).unfit
        closing = next(entry for entry in desk.store.entries("A2") if entry.kind == "casegroup_closed")
        assert desk.perform(SetAside(casegroup_id="A2", seq=closing.seq)).written
    return path


def test_what_came_in_and_was_closed_each_week_leads_to_what_is_on_hand_now(tmp_path: Path) -> None:
    with on(three_weeks(tmp_path), THIRD) as desk:
        found = overview(desk)
    assert len(found.weeks) == WEEKS
    assert [week.first_day.weekday() for week in found.weeks] == [0] * WEEKS
    moved = [(week.received, week.closed, week.on_hand) for week in found.weeks]
    assert moved == [*([(0, 0, 0)] * (WEEKS - 3)), (3, 0, 3), (2, 1, 4), (0, 0, 4)]
    assert found.on_hand == found.weeks[-1].on_hand == 4
    assert found.casegroups == 5


def test_looked_at_from_an_earlier_day_later_weeks_are_left_out_of_what_was_on_hand(tmp_path: Path) -> None:
    with on(three_weeks(tmp_path), THIRD) as desk:
        desk.go_to(FIRST)
        assert [(week.received, week.closed, week.on_hand) for week in overview(desk, 2).weeks] == [
            (0, 0, 0),
            (3, 0, 3),
        ]


def test_the_stages_and_deferrals_are_those_of_the_worklist(tmp_path: Path) -> None:
    with on(three_weeks(tmp_path), THIRD) as desk:
        found = overview(desk)
        rows = worklist_rows(desk, worklist_keys(desk))
        assert sum(found.stages.values()) == len(rows)
        deferred = [row.deferred_until for row in rows if row.stage == "deferred" and row.deferred_until]
        assert deferred
        assert sum(due.count for due in found.due) == len(deferred)
        for due in found.due:
            within = [day for day in deferred if (due.first_day or day) <= day <= (due.last_day or day)]
            assert due.count == len(within)


@pytest.mark.parametrize("day", [date(2016, 2, 15) + timedelta(days=ahead) for ahead in range(7)])
def test_the_stretches_of_deferrals_follow_one_another_without_a_gap(tmp_path: Path, day: date) -> None:
    with on(three_weeks(tmp_path), THIRD) as desk:
        desk.go_to(day)
        due = overview(desk, 3).due
    assert due[0] == Due(None, day, due[0].count)
    assert due[-1].last_day is None
    for before, after in pairwise(due):
        assert before.last_day is not None
        assert after.first_day == before.last_day + timedelta(days=1)
    assert all(one.last_day.weekday() == 6 for one in due[1:-1] if one.last_day)
    assert monday_of(day) == date(2016, 2, 15)


def test_the_oldest_work_comes_first_and_all_of_the_queue_is_there(tmp_path: Path) -> None:
    with on(three_weeks(tmp_path), THIRD) as desk:
        found = overview(desk)
        assert sorted(found.oldest, key=repr) == sorted(queue_counts(desk), key=repr)
    days = [count.oldest for count in found.oldest if count.oldest]
    assert days == sorted(days)


def test_nobody_off_the_roster_sees_it(tmp_path: Path) -> None:
    path = three_weeks(tmp_path)
    with Desk.open(path, "stranger") as desk, pytest.raises(NotPermittedError):
        overview(desk)


def test_restricted_records_are_a_number_and_nothing_else_tells_of_them(tmp_path: Path) -> None:
    path = made_store(tmp_path)
    with on(path, date(2016, 2, 15)) as desk:
        found = overview(desk)
    assert found.restricted == 2
    assert RESTRICTED not in repr(found)


def test_on_the_command_line_it_is_one_object_and_its_numbers_tie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.desk.settings.operating_system_user", lambda: "manager")
    path = str(three_weeks(tmp_path))
    result = CliRunner().invoke(main, ["overview", "--store", path, "--as-at", "2016-03-15", "--weeks", "3", "--json"])
    told = json.loads(result.stdout)
    assert [(week["from"], week["received"], week["closed"], week["on_hand"]) for week in told["weeks"]] == [
        ("2016-02-29", 3, 0, 3), ("2016-03-07", 2, 1, 4), ("2016-03-14", 0, 0, 4),
    ]  # fmt: skip
    assert told["on_hand"] == 4
    assert sum(told["stages"].values()) == told["casegroups"] == 5
    in_words = CliRunner().invoke(main, ["overview", "--store", path, "--as-at", "2016-03-15"]).stdout
    assert "7 Mar 2016 2 1 4 " in " ".join(in_words.split())
    assert in_words.isascii()
    assert max(map(len, in_words.splitlines())) <= 80


@pytest.mark.parametrize(
    ("value", "most", "room", "drawn"),
    [(0, 10, 5, ""), (1, 1000, 5, "#"), (10, 10, 5, "#####"), (5, 10, 5, "##"), (0, 0, 5, "")],
)
def test_a_bar_is_as_long_as_its_part_of_the_greatest_and_never_empty_where_there_is_any(
    value: int, most: int, room: int, drawn: str
) -> None:
    assert bar(value, most, room) == drawn
