from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult

from console.present.printable import printable
from console.tui.content import Toned
from console.tui.widgets.cells import cut, fit
from console.tui.widgets.grid import Grid
from console.tui.widgets.grid_rows import PAGES_KEPT
from console.tui.widgets.grid_source import Column, GridRow, GridSource, ListSource, SortOrder, column_widths
from tests.console.demo import COLUMNS, HOSTILE, DemoApp, NumberedSource, hostile_source
from tests.console.driving import SMALL, WIDE, opened, painted, screen_text, settle, type_at_once, type_keys


def worklist(app: App[int]) -> Grid:
    return app.screen.query_one("#worklist", Grid)


def cursor_lines(app: App[int]) -> list[str]:
    return [line for line in screen_text(app) if line.startswith(">")]


class GridApp(App[int]):
    """A grid alone, so that hostile text meets nothing of ours but the grid."""

    def __init__(self, source: GridSource) -> None:
        super().__init__()
        self.source = source
        self.told: list[tuple[str, object]] = []

    def compose(self) -> ComposeResult:
        yield Grid(self.source)

    def on_grid_row_highlighted(self, event: Grid.RowHighlighted) -> None:
        self.told.append(("highlighted", event.grid.cursor_key))

    def on_grid_marks_changed(self, event: Grid.MarksChanged) -> None:
        self.told.append(("marks", set(event.grid.marks)))

    def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        self.told.append(("opened", event.key))


# ------------------------------------------------------------------------------------------------------ what it shows


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_hostile_names_are_shown_whole_or_visibly_cut(size: tuple[int, int]) -> None:
    app = GridApp(hostile_source())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        lines = screen_text(app)[1:]
        for name, line in zip(HOSTILE, lines, strict=False):
            shown = printable(name)
            assert shown in line or (line.count("…") == 1 and shown.startswith(line.split("…")[0][12:].strip()))
            assert cell_len(line) == size[0]
        assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for line in lines for character in line)
        assert app.is_running


async def test_text_of_a_cell_is_never_an_action() -> None:
    app = GridApp(ListSource(COLUMNS, [GridRow("a", ("[@click=app.quit]x[/]",) * 5)]))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.click(Grid, offset=(6, 1))
        await pilot.pause()
        assert all(not segment.style.meta for strip in painted(app) for segment in strip if segment.style)
        assert app.is_running


async def test_the_cursor_row_has_a_sign_and_the_terminals_cursor() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "down", "j", "k")
        assert [line[:12] for line in cursor_lines(app)] == [">  CG000001 "]
        assert app.cursor_position == (0, 6)


async def test_the_terminals_cursor_stays_on_its_row_when_the_list_scrolls() -> None:
    async with opened() as (app, pilot):
        for keys in (["end"], ["home"], ["pagedown"], ["pagedown", "pageup", "up"], ["end", "pageup"]):
            await type_keys(app, pilot, *keys)
            assert screen_text(app)[app.cursor_position.y].startswith(">")


async def test_narrow_and_wide_share_the_room_between_columns_that_flex() -> None:
    async with opened() as (app, pilot):
        narrow = screen_text(app)[4]
        await pilot.resize_terminal(*WIDE)
        await settle(app, pilot)
        wide = screen_text(app)[4]
        assert wide.index("Systems") > narrow.index("Systems")
        assert len(wide) == WIDE[0]


def test_widths_are_shared_by_weight_within_bounds() -> None:
    columns = [
        Column(key="a", title="A", width_min=5),
        Column(key="b", title="B", width_min=5, flex=3, width_max=20),
        Column(key="c", title="C", width_min=5, flex=1),
    ]
    assert column_widths(columns, 19, 2) == [5, 5, 5]
    assert column_widths(columns, 27, 2) == [5, 11, 7]
    assert column_widths(columns, 79, 2) == [5, 20, 50]
    assert column_widths(columns, 3, 2) == [5, 5, 5]
    assert column_widths([], 10, 2) == []


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 5, "abcd…"),
        ("王小明", 5, "王小…"),
        ("王小明", 6, "王小明"),
        ("王小明", 4, "王… "),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_cell_is_as_wide_as_its_column_and_cut_visibly(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown
    assert cell_len(fit(text, width)) == width


def test_half_a_wide_letter_is_never_shown() -> None:
    assert [cut("王小", width) for width in range(5)] == ["", "", "王", "王", "王小"]


async def test_numbers_stand_at_the_right_and_tones_keep_their_text() -> None:
    columns = (Column(key="n", title="N", width_min=6), Column(key="s", title="State", width_min=8))
    app = GridApp(ListSource(columns, [GridRow("a", (12, Toned("BROKEN", "bad"))), GridRow("b", (None, ""))]))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert screen_text(app)[1].rstrip() == ">      12  BROKEN"
        assert screen_text(app)[2].strip() == ""


async def test_an_empty_list_says_so() -> None:
    app = GridApp(ListSource(COLUMNS, []))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down", "enter", "space")
        assert screen_text(app)[1].strip() == "Nothing to show."
        assert app.query_one(Grid).cursor_key is None


# ------------------------------------------------------------------------------------------------------------ moving


async def test_moving_stops_at_the_ends() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "up")
        assert worklist(app).cursor_position == 0
        await type_keys(app, pilot, "end", "down", "pagedown")
        assert worklist(app).cursor_key == "CG000199"
        await type_keys(app, pilot, "home")
        assert worklist(app).cursor_key == "CG000000"


async def test_the_wheel_scrolls_and_a_click_chooses_the_row_under_it() -> None:
    async with opened() as (app, pilot):
        grid = worklist(app)
        for _ in range(3):
            await pilot._post_mouse_events([events.MouseScrollDown], grid, (5, 5), button=0)
        await pilot.pause()
        top = grid.scroll_offset.y
        assert top > 0
        await pilot.click("#worklist", offset=(5, 3))
        assert grid.cursor_position == top + 2


async def test_a_double_click_opens() -> None:
    async with opened() as (app, pilot):
        await pilot.click("#worklist", offset=(5, 3), times=2)
        await settle(app, pilot)
        await type_keys(app, pilot, "a")
        assert app.done == ["CG000002:a"]


async def test_only_pages_near_the_cursor_are_read() -> None:
    async with opened(DemoApp(100_000)) as (app, pilot):
        grid = worklist(app)
        await type_keys(app, pilot, "end", "home", "pagedown")
        assert isinstance(grid.source, NumberedSource)
        assert grid.source.pages_read <= PAGES_KEPT


# -------------------------------------------------------------------------------------------------------------- refill


async def test_rows_keep_their_key_when_rows_above_them_go() -> None:
    async with opened() as (app, pilot):
        grid = worklist(app)
        grid.move_to(50)
        await pilot.pause()
        line = screen_text(app).index(cursor_lines(app)[0])
        grid.set_source(NumberedSource(200, frozenset(range(20))))
        await pilot.pause()
        assert (grid.cursor_key, grid.cursor_position) == ("CG000050", 30)
        assert screen_text(app)[line].startswith(">  CG000050")


async def test_when_the_row_itself_goes_the_cursor_stays_at_its_place() -> None:
    async with opened() as (app, pilot):
        grid = worklist(app)
        grid.move_to(50)
        grid.set_source(NumberedSource(200, frozenset({50})))
        await pilot.pause()
        assert grid.cursor_key == "CG000051"
        grid.set_source(NumberedSource(10))
        await pilot.pause()
        assert grid.cursor_key == "CG000009"
        grid.set_source(NumberedSource(0))
        await pilot.pause()
        assert grid.cursor_key is None


# --------------------------------------------------------------------------------------------------------------- marks


async def test_marks_one_range_and_all() -> None:
    async with opened() as (app, pilot):
        grid = worklist(app)
        await type_keys(app, pilot, "space", "down", "down", "+")
        assert grid.marks == {f"CG{number:06}" for number in range(4)}
        assert [line[:3] for line in screen_text(app)[5:10]] == [" * ", " * ", " * ", ">* ", "   "]
        await type_keys(app, pilot, "*")
        assert len(grid.marks) == 200
        await type_keys(app, pilot, "*")
        assert grid.marks == set()


async def test_marks_stay_with_their_rows_over_a_refill() -> None:
    async with opened() as (app, pilot):
        grid = worklist(app)
        grid.move_to(3)
        await type_keys(app, pilot, "space")
        grid.set_source(NumberedSource(200, frozenset({0, 1})))
        await pilot.pause()
        assert [line[:11] for line in screen_text(app) if line[1] == "*"] == [" * CG000003"]


# ------------------------------------------------------------------------------------------------------------- sorting


async def test_sorting_asks_for_a_column_and_the_same_again_reverses() -> None:
    async with opened() as (app, pilot):
        assert "▲" in screen_text(app)[4]
        await type_keys(app, pilot, "s")
        assert "2 Paying parent" in screen_text(app)[4]
        await type_keys(app, pilot, "1")
        assert "▼" in screen_text(app)[4]
        assert worklist(app).source.order == SortOrder("id", descending=True)
        assert worklist(app).cursor_key == "CG000000"
        await type_keys(app, pilot, "s", "escape")
        assert "2 Paying parent" not in screen_text(app)[4]


async def test_a_click_on_a_title_sorts() -> None:
    async with opened() as (app, pilot):
        await pilot.click("#worklist", offset=(5, 0))
        await settle(app, pilot)
        assert worklist(app).source.order == SortOrder("id", descending=True)


def test_rows_in_memory_sort_numbers_before_words_and_nothing_last() -> None:
    column = Column(key="a", title="A", width_min=3)
    rows = [GridRow(str(place), (cell,)) for place, cell in enumerate([None, "b", Toned("A"), 10, 9])]
    source = ListSource([column], rows, SortOrder("a"))
    assert [row.cells[0] for row in source.page(0, 9)] == [9, 10, Toned("A"), "b", None]


async def test_messages_tell_what_has_changed() -> None:
    app = GridApp(NumberedSource(5))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        grid = app.query_one(Grid)
        for command in (grid.command_cursor_down, grid.command_open, grid.command_mark):
            command()
            await pilot.pause()
        assert app.told == [
            ("highlighted", "CG000000"),
            ("highlighted", "CG000001"),
            ("opened", "CG000001"),
            ("marks", {"CG000001"}),
            ("highlighted", "CG000002"),
        ]


async def test_a_burst_of_moves_arrives_where_it_should() -> None:
    async with opened() as (app, pilot):
        type_at_once(app, *"jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjkkk")
        await settle(app, pilot)
        assert worklist(app).cursor_position == 27
