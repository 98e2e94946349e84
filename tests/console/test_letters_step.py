"""Step 5, Letters: the journey by its days, each client's letters, and everything that is done about one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.desk import Desk
from console.desk.letters import letter_counts, look_at, prepare, release
from console.tui import viewer
from domain.deferral.requests import CheckDeferral, Defer
from domain.letters.requests import ReissueLetter
from storage.store import Store
from tests.console.driving import SMALL, WIDE, screen_text
from tests.console.work import at_work
from tests.letter_store import (
    FIRST,
    REPRESENTATIVE,
    at,
    payer,
    proactive,
    reactive,
    running_case,
    store_of,
    turned,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands
    from tests.made_up import Record

SIZES = pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
HOSTILE = "Smith [née Jones] [@click=app.quit]x[/] \x1b[31mred"


def desk_of(folder: Path, *records: Record, ready: bool = False, gone: bool = False) -> Desk:
    """Sit down at a store; its letters are in the tray, or have gone."""
    with store_of(folder, *(records or [proactive("CG1")])) as desk:
        if ready or gone:
            prepare(desk)
        if gone:
            release(desk)
    return Desk(Store.open(folder / "casework.db"), "manager", at(FIRST))


def rows(hands: Hands) -> list[str]:
    """Give the rows of the step, without the sign of the cursor."""
    lines = [line.removeprefix(">").strip() for line in hands.lines()[5:16]]
    return [" ".join(line.split()) for line in lines if line and not line.startswith("─")]


async def to_letter(hands: Hands, letter_id: str) -> str:
    """Go to the row of a letter."""
    await hands.types("enter 5")
    assert hands.screen.query_one("#list").move_to_key(f"letter {letter_id}")  # type: ignore[attr-defined]
    return await hands.types("f5")


# -------------------------------------------------------------------------------------------------- the journey


async def test_the_journey_stands_by_its_days_and_under_it_the_letters(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        assert "5 LETTERS" in await hands.types("enter 5")
        assert rows(hands) == [
            "Journey Proactive",
            "30 Dec 2015 past Selected",
            "4 Jan 2016 today Letter due: first contact all parents",
            "1 Mar 2016 next Due to close",
            "7 Jun 2016 next Letter due: reminder all parents",
            "4 Jul 2016 next Liability may end from then",
            "8 Jul 2016 next Letter due: end of liability all parents",
            "9 Jul 2016 next Liability end date notified",
            "4 Jan 2016 due CMSL6303, first contact paying",
            "4 Jan 2016 due CMSL6308, first contact receiving",
        ]


async def test_each_day_has_its_arithmetic_and_source_behind_w(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("enter 5 down down")
        assert "9 Jul 2016 − 187 days = 4 Jan 2016" in hands.words
        await hands.types("w")
        assert "Case Closure Summary - Non Finance" in hands.words
        assert "A deferral does not move this day." in hands.words


async def test_a_deferral_is_said_to_move_the_day_of_closing_and_no_other(tmp_path: Path) -> None:
    item = {"id": "W1", "kind": "appeal", "opened_on": "2016-01-01"}
    record = proactive("CG1") | {"cases": [running_case(work_items=[item])]}
    with desk_of(tmp_path, record) as desk:
        for request in (CheckDeferral(casegroup_id="CG1"), Defer(casegroup_id="CG1")):
            assert desk.perform(request).written
    async with at_work(Desk(Store.open(tmp_path / "casework.db"), "manager", at(FIRST))) as hands:
        await hands.types("enter 5")
        assert any("Due to close (deferred)" in row for row in rows(hands))
        hands.screen.query_one("#list").move_to_key("date due_to_close")  # type: ignore[attr-defined]
        assert "A deferral moves this day." in await hands.types("f5")


@SIZES
@pytest.mark.parametrize("record", [proactive(), reactive(), turned(), turned(received="2016-06-20")])
async def test_no_text_is_cut_on_any_course(tmp_path: Path, record: Record, size: tuple[int, int]) -> None:
    async with at_work(desk_of(tmp_path, record, ready=True), size) as hands:
        await hands.types("enter 5")
        for _ in range(12):
            assert "…" not in await hands.types("down")
            assert all(len(line) == size[0] for line in screen_text(hands.app))


async def test_what_does_not_fit_and_what_is_not_known_stands_first(tmp_path: Path) -> None:
    record = proactive("CG1")
    record["journey"]["liability_end_date"] = "2016-05-01"
    async with at_work(desk_of(tmp_path, record)) as hands:
        await hands.types("enter 5 down")
        assert rows(hands)[1] == "LOOK Liability ends too early"
        assert "Liability ends too early after selection for first contact to go in time" in hands.words


# --------------------------------------------------------------------------------------------------- the letters


async def test_v_reads_a_letter_as_its_reader_gets_it_and_it_scrolls(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, proactive("CG1", paying_parent=payer(surname=HOSTILE)), ready=True)) as hands:
        told = await to_letter(hands, "CG1-L1")
        assert "In the tray; due 4 Jan 2016." in told
        told = await hands.types("v")
        assert "ype for" in hands.words
        assert "U+001B" in hands.words
        assert "Dear Sam Smith [née Jones] [@click=app.quit]x[/]" in told
        assert "\x1b" not in told
        assert "more below: PgDn" in told
        assert "above: PgUp" in await hands.types("pagedown")


async def test_the_step_carries_a_sign_while_a_letter_waits(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, ready=True)) as hands:
        await hands.types("enter")
        assert "5 Letters!" in hands.lines()[2]
        assert "Release all 2 letters of the tray" in await hands.types("l")
        await hands.types("2 y")
        assert "2 letters issued, batch 2016-01-04-1." in hands.message
        assert "5 Letters " in hands.lines()[2]


async def test_letters_of_a_casegroup_are_put_in_the_tray_and_taken_out_again(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        told = await hands.types("enter l")
        assert "Release" not in told
        assert "CMSL6308, first contact" in await hands.types("1")
        await hands.types("y")
        assert hands.message.startswith("Done: 2 letters put in the tray. u takes a letter out again")
        assert hands.kinds() == ["letter_prepared", "letter_prepared"]
        told = await hands.types("l")
        assert "Letters of CG1; on one of them in step 5, more" in told
        assert "(1) Put in the tray what is due to this casegroup: nothing is due." in told
        await hands.types("escape")
        await to_letter(hands, "CG1-L2")
        assert "Letters of CG1, and CG1-L2 (CMSL6308, receiving parent)" in await hands.types("l")
        assert "CG1-L2 (CMSL6308, receiving parent) is taken out" in await hands.types("2")
        await hands.types("y")
        assert letter_counts(hands.desk).in_tray == 1


async def test_a_letter_with_a_cover_comes_out_with_it(tmp_path: Path) -> None:
    record = proactive("CG1", paying_parent=payer(representative=REPRESENTATIVE))
    async with at_work(desk_of(tmp_path, record, ready=True)) as hands:
        await to_letter(hands, "CG1-L1")
        await hands.types("l 2 y")
        assert hands.message == "Done: 2 letters taken out of the tray."


async def test_a_letter_that_went_is_sent_again_in_the_form_chosen_with_words_for_the_client(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, gone=True)) as hands:
        await to_letter(hands, "CG1-L1")
        told = await hands.types("l")
        assert "(2) Take CG1-L1 out of the tray: it has gone, and a letter that has gone" in told
        await hands.types("4")
        await hands.writes("You asked for large print.")
        told = await hands.types("enter")
        assert "1  As it was sent first" in told
        await hands.types("3 y")
        again = look_at(hands.desk, "CG1-L3")
        assert (again.file.format, again.file.state) == ("large_print", "in_tray")
        assert "covering letter" in hands.text()


async def test_the_write_off_form_asks_for_the_period_and_says_what_it_expected(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path)) as hands:
        await hands.types("enter l 2")
        await hands.writes("2009")
        assert "Expected the first and the last day of the arrears" in await hands.types("enter")
        await hands.types("escape l 2")
        hands.screen.query_one("#entry-line").set_text("2 Mar 2009 to 31 Dec 2015")  # type: ignore[attr-defined]
        await hands.types("enter 1 y")
        assert hands.message.startswith("Done: The form waits in the tray.")
        assert "CMSL6300, write-off form" in await hands.types("5")


async def test_a_letter_is_edited_as_a_word_file_and_issued_as_it_came_back(tmp_path: Path) -> None:
    async with at_work(desk_of(tmp_path, ready=True)) as hands:
        await to_letter(hands, "CG1-L1")
        await hands.types("l 6")
        await hands.writes(str(tmp_path / "letter.docx"))
        await hands.types("enter 1 y")
        assert (tmp_path / "letter.docx").read_bytes().startswith(b"PK")
        assert look_at(hands.desk, "CG1-L1").file.state == "with_editor"
        assert "(3) Release CG1-L1: it is not in the tray." in await hands.types("l")
        await hands.types("escape")
        await write_paper(hands, tmp_path / "edited.pdf")
        await hands.types("l 7")
        await hands.writes(str(tmp_path / "edited.pdf"))
        await hands.types("enter 1 y")
        assert "1 letter issued" in hands.message
        assert look_at(hands.desk, "CG1-L1").file.state == "issued"


async def write_paper(hands: Hands, path: Path) -> None:
    """Write the paper of the letter under the cursor to a file."""
    await hands.types("l 8")
    await hands.writes(str(path))
    assert "Written to" in await hands.types("enter 1 y")


async def test_a_file_that_is_there_is_not_written_over_and_a_wrong_name_says_what_was_expected(tmp_path: Path) -> None:
    taken = tmp_path / "taken.pdf"
    taken.write_text("mine", "utf-8")
    async with at_work(desk_of(tmp_path, ready=True)) as hands:
        await to_letter(hands, "CG1-L1")
        await hands.types("l 8")
        await hands.writes("letter.doc")
        assert "Expected the name of a file ending in .pdf." in await hands.types("enter")
        hands.screen.query_one("#entry-line").set_text(str(taken))  # type: ignore[attr-defined]
        await hands.types("enter 1 y")
        assert "Nothing was written" in hands.text()
        assert taken.read_text("utf-8") == "mine"


async def test_a_paper_is_opened_only_where_there_is_a_viewer_and_somebody_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(viewer, "viewer", lambda: None)
    async with at_work(desk_of(tmp_path, ready=True)) as hands:
        await to_letter(hands, "CG1-L1")
        await hands.types("l 8")
        await hands.writes(str(tmp_path / "one.pdf"))
        await hands.types("enter")
        assert "This terminal has no viewer of its own; open the file where you can see it." in hands.words
        await hands.types("escape escape")
        monkeypatch.setattr(viewer, "viewer", lambda: "/bin/true")
        monkeypatch.setattr(viewer, "open_with_viewer", opened.append)
        await to_letter(hands, "CG1-L1")
        await hands.types("l 8")
        hands.screen.query_one("#entry-line").set_text(str(tmp_path / "one.pdf"))  # type: ignore[attr-defined]
        await hands.types("enter 1 y")
        assert (tmp_path / "one.pdf").exists()
        assert opened == []
        await hands.types("l 8")
        hands.screen.query_one("#entry-line").set_text(str(tmp_path / "two.pdf"))  # type: ignore[attr-defined]
        await hands.types("enter 2 y")
        assert opened == [tmp_path / "two.pdf"]


@pytest.mark.parametrize(
    ("environment", "there"),
    [({}, None), ({"DISPLAY": ":0"}, "/bin/xdg-open"), ({"WAYLAND_DISPLAY": "w"}, "/bin/xdg-open")],
)
def test_a_viewer_is_there_only_with_a_screen_to_show_on(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], there: str | None
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert viewer.viewer() == there


async def test_a_reissue_in_the_tray_can_be_read(tmp_path: Path) -> None:
    with desk_of(tmp_path, gone=True) as desk:
        request = ReissueLetter(casegroup_id="CG1", letter_id="CG1-L1", because="You told us your new address.")
        assert desk.perform(request).written
    async with at_work(Desk(Store.open(tmp_path / "casework.db"), "manager", at(FIRST))) as hands:
        await to_letter(hands, "CG1-L3")
        assert "Dear Sam Client1" in await hands.types("v")
