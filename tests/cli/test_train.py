"""`train` on another day than the training store's own, and as somebody else."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import MANAGER, answer_of

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from tests.cli.conftest import Closeout


@pytest.mark.parametrize(("options", "day"), [([], "2016-02-15"), (["--as-at", "2016-03-17"], "2016-03-17")])
def test_training_is_on_its_own_day_unless_another_is_given(closeout: Closeout, options: list[str], day: str) -> None:
    assert answer_of(closeout("train", "--json", *options, "--store", "training.db"))["as_at"] == day


@pytest.mark.parametrize(
    ("options", "user"), [([], MANAGER), (["--as", "second team leader"], "training second team leader")]
)
def test_training_is_done_as_oneself_unless_a_colleague_is_named(
    closeout: Closeout, monkeypatch: pytest.MonkeyPatch, options: list[str], user: str
) -> None:
    users: list[str] = []

    def open_it(desk: Desk) -> int:
        users.append(desk.user)
        return 0

    monkeypatch.setattr("console.cli.opening.has_terminal", lambda: True)
    monkeypatch.setattr("console.cli.opening.run_console", open_it)
    assert closeout("train", *options, "--store", "training.db").exit_code == 0
    assert users == [user]


@pytest.mark.parametrize("options", [[], ["--batch"], ["--lessons"]])
def test_nobody_sits_down_as_somebody_the_lessons_do_not_know(
    closeout: Closeout, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.setattr("console.cli.opening.has_terminal", lambda: True)
    result = closeout("train", *options, "--as", "king", "--store", "training.db")
    assert result.exit_code == 3
    assert "expected one of caseworker, team leader" in result.stderr


# --- how much of the lessons is done ----------------------------------------------------------------------


def lessons(closeout: Closeout, *options: str) -> list[dict[str, Any]]:
    """The lessons of the training store as they stand, one object a line."""
    result = closeout("train", *options, "--json", "--store", "training.db")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def last_entry(closeout: Closeout, number: str, kind: str) -> int:
    """The number of the latest entry of a kind."""
    lines = closeout("--store", "training.db", "journal", "list", number, "--json").stdout.splitlines()
    return max(int(entry["seq"]) for entry in map(json.loads, lines) if entry["kind"] == kind)


def test_the_lessons_are_marked_without_a_screen(closeout: Closeout) -> None:
    closeout("train", "--batch", "--reset", "--store", "training.db")
    closeout("--store", "training.db", "undo", "S02", str(last_entry(closeout, "S02", "closure_deferred")))
    found = {one["lesson"]: one for one in lessons(closeout, "--lessons")}
    assert (found["S01"]["mark"], found["S01"]["done"], found["S01"]["of"]) == ("done", 2, 2)
    assert found["S02"]["mark"] == "not_yet"
    assert [step["mark"] for step in found["S02"]["steps"]] == ["done", "not_yet"]
    text = closeout("train", "--lessons", "--store", "training.db").stdout
    assert re.search(r"^S01 +2/2 +done +The receiving parent has not been asked$", text, re.MULTILINE)
    assert re.search(r"\d+ of \d+ lessons done, \d+ of \d+ steps; \d+ different from the lesson\.$", text.strip())


def test_what_came_out_otherwise_is_told_in_words(closeout: Closeout) -> None:
    closeout("train", "--lessons", "--reset", "--store", "training.db")
    closeout("--store", "training.db", "decide", "S01", "S01-1", "--choice", "collect")
    closeout("--store", "training.db", "validate", "S01")
    first = lessons(closeout, "--lessons")[0]["steps"][0]
    assert (first["mark"], first["differences"]) == (
        "different", ["the deferral rules: here Clear; in the lesson Deferred"],
    )  # fmt: skip


def test_one_lesson_begins_again_and_the_others_stay(closeout: Closeout) -> None:
    closeout("train", "--batch", "--reset", "--store", "training.db")
    (again,) = lessons(closeout, "--again", "S01")
    assert (again["lesson"], again["done"]) == ("S01", 0)
    assert [one["done"] for one in lessons(closeout, "--lessons")[:2]] == [0, 2]
    assert "S02 is at its start again" in closeout("train", "--again", "S02", "--store", "training.db").stdout
    refused = closeout("train", "--again", "S00", "--store", "training.db")
    assert refused.exit_code == 3
    assert "no lesson of this store" in refused.stderr
