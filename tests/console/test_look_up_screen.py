"""Look-ups on the screen: answers typed one after the other, whom they find, what waits, and the way to the work."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.desk.desk import Desk
from console.desk.look_ups import look_up, look_ups_waiting, record_look_up
from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.look_ups import LookUpsScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.worklist import WorklistScreen
from tests import restricted
from tests.console.driving import SMALL, WIDE, screen_text
from tests.console.work import CASEWORKER, CLEAN, CLEAN_TOO, at_work, live_desk
from tests.restricted import CLOCK, MANAGER, RESTRICTED

if TYPE_CHECKING:
    from tests.console.work import Hands


async def say(hands: Hands, nino: str = "", forenames: str = "", surname: str = "", on_csa: str = "") -> None:
    """Open the look-ups and type what the client said, Enter after each answer."""
    await hands.types("P")
    assert isinstance(hands.screen, LookUpsScreen)
    assert hands.screen.grid.move_to_key("nino")
    await hands.types("enter")
    for answer in (nino, forenames, surname, "", on_csa):
        await hands.writes(answer)
        await hands.types("enter")


def failed(desk: Desk) -> Desk:
    """Record a look-up that failed, so that one by hand waits."""
    record_look_up(desk, look_up(desk, "partner", {"surname": "Baker"}))
    return desk


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_one_who_is_found_by_number_and_name_is_recorded_and_opened(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(live_desk(tmp_path, user=CASEWORKER), size) as hands:
        await say(hands, "QQ000001A", "Sam", "Adams", "yes")
        text = await hands.types("f2")
        assert "Number and name agree" in text
        assert hands.written() == []
        assert "Look-up of the paying parent: found." in await hands.types("1")
        await hands.types("y")
        assert hands.written() == [(None, "look_up_made")]
        assert look_ups_waiting(hands.desk) == ()
        assert hands.line_under_cursor().startswith(CLEAN)
        assert "R raises the request to close" in hands.words
        assert all(len(line) <= size[0] for line in screen_text(hands.app))
        await hands.types("enter")
        assert isinstance(hands.screen, CasegroupScreen)
        await hands.types("escape")
        assert isinstance(hands.screen, LookUpsScreen)


async def test_looking_alone_writes_nothing(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await say(hands, "QQ000001A", "Sam", "Adams")
        await hands.types("f2 escape")
        assert hands.kinds() == []
        assert CLEAN in hands.text()


async def test_those_who_only_resemble_are_shown_and_wait_for_a_look_by_hand(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await say(hands, "QQ000001A", "Sam", "Baker")
        text = await hands.types("f2")
        assert "Only the number agrees" in text
        assert "Only the name agrees" in text
        await hands.types("1 y end")
        assert hands.line_under_cursor().startswith("LU-1: manual look-up")
        await hands.types("w")
        assert "The client says: National Insurance number QQ000001A; forenames Sam; surname Baker." in hands.words


async def test_found_by_hand_where_the_look_up_found_nobody_is_put_right_before_it_is_settled(tmp_path: Path) -> None:
    async with at_work(failed(live_desk(tmp_path))) as hands:
        await hands.types("P end a 1")
        await hands.writes(f"{CLEAN_TOO}: in CS2 under a former name")
        assert f"Found: {CLEAN_TOO}" in await hands.types("enter")
        assert "Manual look-up LU-2" in await hands.types("1")
        await hands.types("y")
        assert hands.line_under_cursor().startswith("LU-2: corrective action")
        await hands.types("a 1")
        await hands.writes("surname put right on CS2")
        await hands.types("enter 1 y")
        assert hands.kinds() == ["look_up_made", "look_up_settled"]
        assert "none waits for anybody" in hands.text()


async def test_finding_nobody_by_hand_is_told_from_not_being_able_to_look(tmp_path: Path) -> None:
    async with at_work(failed(live_desk(tmp_path))) as hands:
        await hands.types("P end a 1")
        await hands.writes("none: asked CS2, CSCS and CCD")
        text = await hands.types("enter")
        assert "1  Nobody found" in text
        assert "2  Failed" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (CLEAN, "none; then :"),
        (f"{CLEAN}:", "none; then :"),
        (": looked everywhere", "none; then :"),
        ("CG999: in CS2", "not in this store"),
    ],
)
async def test_what_was_found_by_hand_needs_a_casegroup_or_none_and_how_it_was_looked_for(
    tmp_path: Path, typed: str, said: str
) -> None:
    async with at_work(failed(live_desk(tmp_path))) as hands:
        await hands.types("P end a 1")
        await hands.writes(typed)
        await hands.types("enter")
        assert said in hands.message
        assert f"> {typed}" in hands.text()
        assert hands.kinds() == []


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("nino", "QQ12", "Expected"),
        ("nino", "?\u202e[/]", "Expected"),
        ("date_of_birth", "yesterday", "Expected a day"),
        ("on_csa", "perhaps", "yes or no"),
        ("subject", "somebody", "applicant, paying parent or partner"),
    ],
)
async def test_an_answer_that_will_not_do_stays_on_its_line_with_the_reason(
    tmp_path: Path, key: str, typed: str, said: str
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("P")
        assert isinstance(hands.screen, LookUpsScreen)
        assert hands.screen.grid.move_to_key(key)
        await hands.types("enter")
        if key == "subject":
            await hands.types(" ".join(["backspace"] * len("paying parent")))
        await hands.writes(typed)
        await hands.types("enter")
        assert said in hands.message
        assert hands.screen.field_asked == key
        await hands.types("f2")
        assert hands.screen.field_asked == key


async def test_without_any_answer_nothing_is_looked_for(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("P f2")
        assert hands.message.startswith("Note: Type first what the client said")
        assert not hands.screen.question.is_open


async def test_an_answer_changed_takes_away_whom_the_one_before_found(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await say(hands, "QQ000001A", "Sam", "Adams")
        assert CLEAN in await hands.types("f2 escape")
        assert isinstance(hands.screen, LookUpsScreen)
        assert hands.screen.grid.move_to_key("surname")
        await hands.types("enter")
        await hands.writes("on")
        await hands.types("enter escape")
        assert CLEAN not in hands.text()


async def test_keys_typed_ahead_fill_the_answers_in_their_order(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("P")
        letters = " ".join([*"QQ000003A", "tab", *"Sam", "enter", *"Clark", "f2"])
        await hands.bursts(f"enter {letters}")
        assert isinstance(hands.screen, LookUpsScreen)
        assert hands.screen.answers == {"nino": "QQ000003A", "forenames": "Sam", "surname": "Clark"}
        assert hands.screen.question.is_open


async def test_a_look_up_on_the_queue_says_what_it_is_and_enter_goes_to_it(tmp_path: Path) -> None:
    async with at_work(failed(live_desk(tmp_path))) as hands:
        await hands.types("f4")
        while not hands.line_under_cursor().startswith("Look-up"):
            await hands.types("down")
        assert "Partner, by hand" in hands.line_under_cursor()
        await hands.types("enter")
        assert "Look-up LU-1: Partner, to be looked up by hand" in hands.words
        assert "1 open; Enter goes to it" in hands.words
        await hands.types("a")
        assert "Enter opens the look-ups" in hands.message
        await hands.types("enter")
        assert isinstance(hands.screen, LookUpsScreen)
        assert hands.line_under_cursor().startswith("LU-1: manual look-up")
        await hands.types("escape")
        assert isinstance(hands.screen, QueueScreen)
        await hands.types("P f3")
        assert isinstance(hands.screen, WorklistScreen)


async def test_work_that_belongs_to_no_casegroup_takes_no_note_and_no_exception(tmp_path: Path) -> None:
    async with at_work(failed(live_desk(tmp_path))) as hands:
        await hands.types("f4 down")
        while not hands.line_under_cursor().startswith("Look-up"):
            await hands.types("down")
        await hands.types("enter t")
        assert hands.message == "Note: There is no casegroup to write a note on."
        await hands.types("e")
        assert hands.message == "Note: There is no casegroup here to raise an exception on."
        assert hands.kinds() == []


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return restricted.made_store(tmp_path_factory.mktemp("restricted"))


async def test_a_look_up_that_meets_a_restricted_record_names_no_casegroup_and_keeps_no_answers(
    store: Path, tmp_path: Path
) -> None:
    secret = restricted.restricted_record()["paying_parent"]
    desk = Desk.open(Path(shutil.copy(store, tmp_path / "store.db")), MANAGER, CLOCK)
    async with at_work(desk) as hands:
        await say(hands, secret["nino"], secret["forenames"], secret["surname"])
        text = await hands.types("f2")
        assert RESTRICTED not in text
        assert RESTRICTED not in await hands.types("1")
        text = await hands.types("y end w")
        assert RESTRICTED not in text
        assert [part for part in (secret["nino"], secret["forenames"], secret["surname"]) if part in text] == []
        (waiting,) = look_ups_waiting(hands.desk)
        assert waiting.event.answers == {}
        assert waiting.event.casegroup_ids == ()
