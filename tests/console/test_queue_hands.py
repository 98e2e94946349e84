"""What people do on the queue and at the door to exceptions: texts kept apart, notes, names, refusals."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.desk.desk import Desk
from console.tui.screens.queue import QueueScreen
from console.tui.screens.worklist import WorklistScreen
from domain.actor import Actor
from tests import restricted
from tests.console.test_queue_screen import on_the_exception, raised
from tests.console.walking import on_line
from tests.console.work import CASEWORKER, CLEAN, CLEAN_TOO, TO_DEFER, at_work, live_desk
from tests.restricted import CLOCK, MANAGER, NOMINATED, RESTRICTED, all_planted, told_in

if TYPE_CHECKING:
    from tests.console.work import Hands

MANY_PEOPLE = 12


# ------------------------------------------------------------------------------------------------------------- the door


@pytest.mark.parametrize("number", ["6", "7"], ids=["exception", "service request"])
async def test_what_was_typed_on_one_casegroup_never_turns_up_on_another(tmp_path: Path, number: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(f"e {number}")
        await hands.writes("the file is in Belfast")
        await hands.types("escape down")
        assert hands.line_under_cursor().startswith(CLEAN_TOO)
        assert "Belfast" not in await hands.types(f"e {number}")
        await hands.types("escape up")
        assert "> the file is in Belfast" in await hands.types(f"e {number}")


async def test_a_named_reason_takes_words_of_ones_own_with_it(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("e 6")
        await hands.writes("two dates of birth")
        text = await hands.types("enter")
        assert "5  Data incomplete or invalid" in text
        assert "6  Other" in text
        await hands.types("5")
        assert "raised: Data incomplete or invalid: two dates of birth." in hands.words
        await hands.types("y")
        assert hands.written() == [(CLEAN, "exception_raised")]


async def test_a_blank_line_raises_nothing(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("e 6 space space enter")
        assert hands.message == "Note: Nothing is typed yet. Put it right, or Esc leaves it."
        assert hands.kinds() == []


async def test_words_too_long_for_a_service_request_are_kept_and_the_limit_is_said(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("e 7")
        await hands.writes("x" * 201)
        await hands.types("enter")
        assert hands.message == (
            "Refused: Expected at most 200 characters; these are 201. Put it right, or Esc leaves it."
        )
        assert hands.kinds() == []


@pytest.mark.parametrize("way", ["f8", "enter f8", "f4 enter enter f8"])
async def test_f4_in_a_journal_goes_to_the_queue(tmp_path: Path, way: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(f"{way} f4")
        assert isinstance(hands.screen, QueueScreen)
        await hands.types("f3")
        assert isinstance(hands.screen, WorklistScreen)


# ------------------------------------------------------------------------------------------------- answering and giving


async def test_an_answer_takes_a_note_with_it_and_the_history_tells_it(tmp_path: Path) -> None:
    async with at_work(raised(live_desk(tmp_path))) as hands:
        await on_the_exception(hands)
        text = await hands.types("a")
        answers = [line for line in text.splitlines() if line.strip()[:3] in {"1  ", "2  ", "3  ", "4  ", "5  "}]
        *answers, with_note = (line.strip() for line in answers)
        number, _, label = with_note.partition("  ")
        assert label == "With a note"
        assert len(answers) > 1
        await hands.types(f"{number}")
        await hands.writes("asked [the] branch")
        text = await hands.types("enter")
        assert [answer for answer in answers if answer not in text] == []
        assert "With a note" not in text
        await hands.types("1")
        assert "asked [the] branch" in hands.words
        await hands.types("y")
        assert hands.kinds() == ["exception_answered"]
        await hands.types("w")
        assert "asked [the] branch" in hands.words


async def test_work_is_given_by_name_where_the_roster_is_long_and_an_unknown_name_is_refused(tmp_path: Path) -> None:
    desk = raised(live_desk(tmp_path))
    desk.write_roster(
        [Actor(f"user{n:02}", f"Person {n}", frozenset({"caseworker"})) for n in range(MANY_PEOPLE)]
    )  # fmt: skip
    async with at_work(desk) as hands:
        await on_the_exception(hands)
        assert "9  Somebody else" in await hands.types("g")
        await hands.types("9")
        await hands.writes("nobody")
        await hands.types("enter")
        assert hands.kinds() == []
        assert "> nobody" in hands.text()
        assert hands.message.startswith("Refused: ")
        await hands.types(" ".join(["backspace"] * len("nobody")))
        await hands.writes("person 11")
        assert "Person 11 (user11)" in await hands.types("enter")
        await hands.types("1 y")
        assert hands.line_under_cursor().endswith("user11")


async def test_giving_is_refused_to_a_caseworker_in_the_desks_words(tmp_path: Path) -> None:
    desk = raised(live_desk(tmp_path))
    desk.user = CASEWORKER
    async with at_work(desk) as hands:
        await on_the_exception(hands)
        await hands.types("g")
        assert "team leader" in hands.words.casefold()
        await hands.types("1 y")
        assert hands.kinds() == []


async def test_when_the_last_of_a_cause_is_done_the_way_back_is_said(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("e 7")
        await hands.writes("Ask the court")
        await hands.types("enter 1 y f4")
        while not hands.line_under_cursor().startswith("Service request"):
            await hands.types("down")
        await hands.types("enter a")
        await hands.writes("Received")
        await hands.types("enter 1 y")
        assert "None of these waits any more. Esc goes back to the causes." in hands.text()
        await hands.types("escape")
        assert hands.line_under_cursor().startswith("Everything")
        assert "Service request" not in "\n".join(hands.lines()[5:20])
        assert TO_DEFER in await hands.types("enter")


# --------------------------------------------------------------------------------------------------- restricted records


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return restricted.made_store(tmp_path_factory.mktemp("restricted"))


def sat_down(store: Path, folder: Path, user: str) -> Desk:
    return Desk.open(Path(shutil.copy(store, folder / "store.db")), user, CLOCK)


async def on_restricted_line(hands: Hands) -> None:
    """Go to the first line of the queue that is of the restricted casegroup."""
    await hands.types("f4 enter home")
    while RESTRICTED not in hands.line_under_cursor():
        await hands.types("down")


@pytest.mark.parametrize("key", ["e", "a", "g", "enter", "w"])
async def test_a_restricted_line_tells_nothing_and_nothing_moves(store: Path, tmp_path: Path, key: str) -> None:
    planted = all_planted(Path(shutil.copy(store, tmp_path / "planted.db")))
    async with at_work(sat_down(store, tmp_path, MANAGER)) as hands:
        await on_restricted_line(hands)
        assert "restricted" in hands.line_under_cursor()
        await hands.types(key)
        assert isinstance(hands.screen, QueueScreen)
        assert not hands.screen.question.is_open
        assert "restricted record" in hands.message or key == "w"
        assert hands.written() == []
        assert told_in(hands.text(), planted) == []


async def test_the_door_is_shut_on_a_restricted_casegroup_of_the_worklist(store: Path, tmp_path: Path) -> None:
    async with at_work(sat_down(store, tmp_path, MANAGER)) as hands:
        await on_line(hands)
        await hands.types("e")
        assert hands.message.startswith(f"Refused: casegroup {RESTRICTED} is a restricted record")
        assert not hands.screen.question.is_open
        assert hands.written() == []


async def test_whoever_is_nominated_sees_the_line_and_opens_it(store: Path, tmp_path: Path) -> None:
    async with at_work(sat_down(store, tmp_path, NOMINATED)) as hands:
        await on_restricted_line(hands)
        assert "restricted" not in hands.line_under_cursor()
        await hands.types("enter")
        assert hands.lines()[1].startswith(f" {RESTRICTED} ")
