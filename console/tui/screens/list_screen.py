"""A screen that is a list: over it what it is, under it what is told of the line under the cursor.

A new one needs its words, its rows, what it tells of a line, and its commands:

    class PlacesScreen(ListScreen):
        CONTEXT = "places"
        TITLE = "Places"

        def list_source(self) -> GridSource:
            return ListSource(COLUMNS, [...])

        def show_head(self) -> None:
            self.say_head(["   of this store"], [" Enter opens one"])

        def about(self) -> Sequence[Line]:
            return [self.grid.cursor_key or ""]

        def open_line(self, key: str) -> None:
            self.open_casegroup(key)
"""

from __future__ import annotations

from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar

from console.tui.asking import show_saved
from console.tui.content import Toned
from console.tui.going import TO_WORKLIST
from console.tui.screens.base import ConsoleScreen
from console.tui.widgets.chrome import CasegroupLine, StepsLine
from console.tui.widgets.detail import DetailPane
from console.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from console.desk.desk import Desk
    from console.tui.content import Piece
    from console.tui.steps.step import Line
    from console.tui.widgets.grid_source import GridSource


class ListScreen(ConsoleScreen):
    """A list, and under it a few lines about the line under the cursor; the why pane tells all of it."""

    AUTO_FOCUS: ClassVar[str | None] = "Grid"
    HAS_WHY: ClassVar[bool] = True
    TITLE: ClassVar[str] = ""
    """What line 2 begins with."""

    EMPTY: ClassVar[str] = "Nothing to show."
    MARKABLE: ClassVar[bool] = False
    TELLS_BELOW: ClassVar[bool] = True
    """Whether a few lines under the list tell of the line under the cursor."""

    READS_AGAIN: ClassVar[bool] = False
    """Whether it is read again whenever it comes to the front; what was open over it is put away then."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    # -------------------------------------------------------------------------------------------- what a screen says

    def list_source(self) -> GridSource:
        """Give the rows as they are now."""
        raise NotImplementedError

    @property
    def empty_text(self) -> str:
        """Say what stands in the list where it has no lines."""
        return self.EMPTY

    def show_head(self) -> None:
        """Show on lines 2 and 3 what is listed."""

    def about(self) -> Sequence[Line]:
        """Say what is under the cursor, in at most four lines."""
        return []

    def about_all(self) -> Sequence[Line]:
        """Say what the why pane tells besides."""
        return []

    def open_line(self, key: str) -> Awaitable[None] | None:
        """Open a line; by default everything about it is shown."""
        del key
        self.command_why()
        return None

    def begin(self) -> None:
        """Show everything for the first time."""
        self.show_head()
        self.show_row()

    def read(self) -> None:
        """Read from the store what is listed."""

    # ------------------------------------------------------------------------------------------------ what all do

    def compose_work(self) -> ComposeResult:
        """Show the list, and under it what is under the cursor."""
        yield Grid(self.list_source(), empty=self.empty_text, markable=self.MARKABLE, id="list")
        if self.TELLS_BELOW:
            yield DetailPane(id="detail")

    @property
    def grid(self) -> Grid:
        """Give the list shown."""
        return self.query_one("#list", Grid)

    def say_head(self, title: Sequence[Piece], below: Sequence[Piece], right: Sequence[Piece] = ()) -> None:
        """Show the title with what is added to it, and line 3."""
        self.query_one(CasegroupLine).show([" ", Toned(self.TITLE, "strong"), *title])
        self.query_one(StepsLine).show(below, right)

    def show_row(self) -> None:
        """Tell about the line under the cursor."""
        said = self.about()
        if self.TELLS_BELOW:
            self.query_one("#detail", DetailPane).show(said)
        if self.HAS_WHY:
            self.show_why([*said, *self.about_all()])

    def show_again(self) -> None:
        """Show the list afresh; the cursor stays on its line, or in its place where the line is gone."""
        self._fill()
        self.show_lines()

    def show_from(self, key: str | None = None) -> None:
        """Show another list, from the line of a key, or from its first."""
        self._fill()
        if key is None or not self.grid.move_to_key(key):
            self.grid.move_to(0)
        self.show_lines()

    def _fill(self) -> None:
        self.grid.empty = self.empty_text
        self.grid.set_source(self.list_source())

    def show_lines(self) -> None:
        """Show afresh what stands over the list and under it, and which keys apply."""
        self.show_head()
        self.show_row()
        self.refresh_footer()

    def open_casegroup(self, casegroup_id: str) -> None:
        """Open a casegroup, and remember it as the place to come back to."""
        from console.tui.screens.casegroup import CasegroupScreen  # noqa: PLC0415 - when first opened

        screen = CasegroupScreen(self.desk, casegroup_id)
        self.worklist.remember(casegroup_id)
        self.app.push_screen(screen, self.went_on)

    def after_question(self, *, written: bool) -> None:
        """Show how everything is now."""
        self.command_look_again()
        if written:
            show_saved(self, self.desk)

    def command_look_again(self) -> None:
        """Read everything again; the cursor stays where it was."""
        self.read()
        self.show_again()

    def command_lines_behind(self) -> None:
        """Show everything about what is under the cursor."""
        self.command_why()

    def command_worklist(self) -> None:
        """Go to the worklist."""
        self.dismiss(TO_WORKLIST)

    # ------------------------------------------------------------------------------------------------------ messages

    # They begin with an underscore as those of every screen do: a screen says only what is its own.

    def _on_mount(self, event: events.Mount) -> None:
        del event
        self.begin()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        del event
        if self.READS_AGAIN:
            self.desk.put_away()
            with self.saying_no():
                self.command_look_again()

    def _on_grid_row_highlighted(self) -> None:
        self.show_row()

    async def _on_grid_row_opened(self, event: Grid.RowOpened) -> None:
        with self.saying_no():
            opening = self.open_line(event.key)
            if isawaitable(opening):
                await opening


def part_pieces(parts: Mapping[str, str], present: str) -> list[Piece]:
    """Name the lists of a screen by their numbers; the present one in capitals, so no colour is needed."""
    return [
        Toned(f" {key} {title.upper() if key == present else title} ", "strong" if key == present else "plain")
        for key, title in parts.items()
    ]
