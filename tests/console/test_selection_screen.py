"""Selection on the screen: what is in force first, and everything the case manager does about it, by keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.desk.office import office_of
from console.desk.selection import selection_view
from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.selection import SelectionScreen
from console.tui.screens.worklist import WorklistScreen
from domain.selection.loads import open_data_exceptions
from tests.console.driving import SMALL, WIDE, screen_text
from tests.console.work import CASEWORKER, MANAGER, at_work, live_desk, put_on_roster, sit_down
from tests.desk.loads import change, load, load_all, prospect_record, running_case
from tests.made_up import case_record, person

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from tests.console.work import Hands

SELECTOR = "selector"


def selecting(folder: Path, user: str = SELECTOR) -> Desk:
    """Sit down at a store into which all three systems were loaded, one line of them wrong."""
    desk = live_desk(folder, prospect_record("CLOSED", [case_record("C9", "CS2", "0.00", in_case_closure=False)]))
    put_on_roster(desk, SELECTOR, "case_manager")
    load_all(
        desk,
        prospect_record("CG21"),
        prospect_record("CG22", [running_case(region="NI")]),
        prospect_record("CG23", paying_parent={**person(8), "markers": ["special_welfare"]}),
        prospect_record("CG24", paying_parent={**person(9), "surname": "Quillf", "markers": ["nationally_sensitive"]}),
    )
    load(desk, {"casegroup_id": "CG21"}, prospect_record("CG25"), mode="delta", name="delta.jsonl")
    return sit_down(desk.store.path, user)


async def line_of(hands: Hands, key: str) -> str:
    """Put the cursor on a line by its key."""
    assert isinstance(hands.screen, SelectionScreen)
    assert hands.screen.grid.move_to_key(key)
    return await hands.types("f5")


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_what_is_in_force_stands_first_and_everything_fits(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(selecting(tmp_path), size) as hands:
        told = await hands.types("f6")
        assert "nobody has changed it" in told
        assert "A tranche is due." in told
        for word in ("System", "Case status", "500 casegroups", "every week", "fresh", "1 wait", "due now"):
            assert word in told
        assert "3 casegroups; Enter lists them" in told


async def test_a_criterion_is_changed_for_a_time_and_what_it_would_select_is_shown_first(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6")
        await line_of(hands, "region")
        told = await hands.types("m")
        assert "NI" in told
        await hands.types("3")
        await hands.writes("1 Mar 2016")
        await hands.types("enter")
        await hands.writes("Belfast first")
        told = await hands.types("enter 1")
        assert "it would then take" in told
        assert "CG22" in told
        assert hands.desk.store.head().seq == hands.began_at
        told = await hands.types("y")
        now = selection_view(hands.desk).standing
        assert (now.criteria["region"], str(now.until), now.reason) == (("NI",), "2016-03-01", "Belfast first")
        assert "until 1 Mar 2016" in told


async def test_after_its_day_the_screen_shows_the_former_criteria_in_force_again(tmp_path: Path) -> None:
    desk = selecting(tmp_path)
    change(desk, {"region": ("NI",)}, until=date(2016, 2, 20), reason="Belfast first")
    for day, shown, kept_out in ((20, "until 20 Feb 2016: Belfast first", True), (21, "nobody has changed it", False)):
        desk.go_to(date(2016, 2, day))
        async with at_work(sit_down(desk.store.path, SELECTOR)) as hands:
            hands.desk.go_to(date(2016, 2, day))
            told = await hands.types("f6")
            assert shown in read(told)
            told = await line_of(hands, "region")
            assert ("Region: NI." in told) == kept_out
            assert ("Region: any." in told) == (not kept_out)
            if kept_out:
                await line_of(hands, "size")
                assert "After 20 Feb 2016 this comes back by itself" in hands.text()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("many",), "number of casegroups"),
        (("20", "tomorrow"), "Expected a day"),
        (("20", ""), "Nothing is typed yet"),
        (("0", "", "why"), "from 1 to"),
        (("20", "14 Feb 2016", "why"), "14 Feb 2016"),
    ],
)
async def test_what_will_not_do_stays_on_its_line_with_the_reason(
    tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6")
        await line_of(hands, "size")
        told = await hands.types("m")
        for line in lines:
            await hands.writes(line)
            told = await hands.types("enter")
        if lines[-1] == "":
            told = await hands.types("enter")
        assert said in told
        assert hands.desk.store.head().seq == hands.began_at


async def test_size_frequency_and_several_values_are_typed_or_chosen(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6")
        await line_of(hands, "size")
        await hands.types("m")
        await hands.writes("20")
        await hands.types("enter enter")
        await hands.writes("fewer letters a day")
        await hands.types("enter 1 y")
        await line_of(hands, "frequency")
        await hands.types("m 3 enter")
        await hands.writes("once a month")
        await hands.types("enter 1 y")
        await line_of(hands, "segment")
        await hands.types("m 7")
        await hands.writes("1, 2")
        await hands.types("enter enter")
        await hands.writes("nothing paid first")
        await hands.types("enter 1 y")
        now = selection_view(hands.desk).standing
        assert (now.casegroups, now.frequency, now.criteria["segment"]) == (20, "monthly", ("1", "2"))


async def test_enter_on_what_can_be_changed_asks_what_it_is_to_be(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6")
        await line_of(hands, "region")
        assert "Region: what is asked" in await hands.types("enter")
        await hands.types("escape")
        await line_of(hands, "size")
        assert "1 of 3: How many casegroups" in await hands.types("enter")
        assert hands.desk.store.head().seq == hands.began_at


async def test_nobody_but_the_case_manager_is_offered_a_change(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path, CASEWORKER)) as hands:
        await hands.types("f6")
        await line_of(hands, "region")
        assert "takes the nominated case manager" in await hands.types("m")
        await hands.types("escape")
        assert "takes the nominated case manager" in await hands.types("x")


async def test_the_next_tranche_is_listed_explained_and_selected(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6")
        await line_of(hands, "tranche")
        told = await hands.types("enter")
        assert "CG22" in told
        assert "Quillf" not in told
        assert "1 restricted" in told
        assert "Region: NI." in await hands.types("w")
        await hands.types("escape escape x")
        told = await hands.types("1")
        assert "3 of 3 casegroups that could be taken" in told
        told = await hands.types("y")
        assert "Tranche T-2016-02-15: 3 casegroups selected." in told
        assert "selected today already" in await hands.types("x")


async def test_enter_opens_a_casegroup_of_the_next_tranche_and_comes_back(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6")
        await line_of(hands, "tranche")
        await hands.types("enter enter")
        assert isinstance(hands.screen, CasegroupScreen)
        await hands.types("escape")
        assert isinstance(hands.screen, SelectionScreen)
        await hands.types("f3")
        assert isinstance(hands.screen, WorklistScreen)


async def test_a_data_exception_is_shown_with_its_faults_and_settled_with_a_note(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6")
        await line_of(hands, "exceptions")
        told = await hands.types("enter")
        assert "missing; expected the key" in told
        await hands.types("a")
        await hands.writes("keyed again on CS2")
        assert "settled, by hand: keyed again" in await hands.types("enter 1")
        await hands.types("y")
        assert open_data_exceptions(office_of(hands.desk)) == ()


def read(text: str) -> str:
    """Read the screen as one line, wherever it breaks."""
    return " ".join(text.split())


IMPORTS = Path(__file__).parents[2] / "sample_data" / "imports"


async def test_a_file_is_loaded_on_the_screen_after_showing_what_it_comes_to(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        told = await hands.types("f6 i")
        assert "CS2, what changed" in told
        await hands.types("1")
        await hands.writes(str(IMPORTS / "load-cs2.jsonl"))
        await hands.types("enter enter")
        told = read(await hands.types("1"))
        assert "CS2 as of 15 Feb 2016: 2 loaded, 0 unchanged, 0 left out" in told
        assert hands.desk.store.head().seq == hands.began_at
        assert "CS2 as of 15 Feb 2016: 2 loaded" in read(await hands.types("y"))
        assert hands.desk.store.latest_facts("LOAD-CS2-1") is not None


async def test_a_whole_file_that_lacks_what_is_held_says_so_before_it_is_loaded(tmp_path: Path) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6 i 2")
        await hands.writes(str(IMPORTS / "load-cs2.jsonl"))
        await hands.types("enter enter")
        told = read(await hands.types("1"))
        assert "Missing from the file: 5 casegroups held of CS2; none is deleted." in told
        await hands.types("pagedown y")
        assert selection_view(hands.desk).data_exceptions[-1].event.line == 0
        await line_of(hands, "exceptions")
        assert "the whole file; nothing was deleted" in await hands.types("enter end")


@pytest.mark.parametrize(
    ("file", "choice", "said"),
    [
        ("nosuch.jsonl", "1", "No such file"),
        ("load-ccd.jsonl", "1", "no casegroup of CS2"),
        ("broken-no-json.jsonl", "6", "no casegroup of CCD"),
    ],
)
async def test_a_file_that_is_no_load_stays_on_its_line_with_the_reason(
    tmp_path: Path, file: str, choice: str, said: str
) -> None:
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types(f"f6 i {choice}")
        await hands.writes(str(IMPORTS / file))
        told = await hands.types("enter")
        if "The day of its figures" in told:
            told = await hands.types("enter")
        assert said in read(told)
        assert hands.desk.store.head().seq == hands.began_at


async def test_a_file_too_large_for_the_screen_names_the_command_that_takes_it(tmp_path: Path) -> None:
    large = tmp_path / "large.jsonl"
    with large.open("wb") as file:
        file.truncate(5 * 2**20)
    async with at_work(selecting(tmp_path)) as hands:
        await hands.types("f6 i 1")
        await hands.writes(str(large))
        assert "closeout load FILE --system CS2 --delta" in read(await hands.types("enter"))


async def test_where_nothing_was_ever_loaded_the_screen_says_what_comes_first(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, user=MANAGER)) as hands:
        told = await hands.types("f6")
        assert "No tranche before every system was loaded whole: CS2, CSCS, CCD never." in told
        assert "was never loaded whole" in await hands.types("x")
        assert all(len(line) <= SMALL[0] for line in screen_text(hands.app))


async def test_text_of_a_load_is_shown_and_never_obeyed(tmp_path: Path) -> None:
    desk = selecting(tmp_path)
    hostile = {"casegroup_id": "CG\x1b[2J[@click=app.quit]x[/]", "format": "[bold]\u202eb\x07"}
    load(desk, hostile, prospect_record("CG26"), mode="delta", name="delta[red].jsonl")
    async with at_work(desk) as hands:
        await hands.types("f6")
        await line_of(hands, "exceptions")
        await hands.types("enter down")
        told = await hands.types("w")
        assert "[@click=app.quit]x[/]" in told
        assert "delta[red].jsonl" in told
        assert not any(sign in told for sign in "\x1b\x07\u202e")
        await hands.types("escape a")
        await hands.writes("[bold]gone")
        assert "[bold]gone" in await hands.types("enter 1")
