"""What every screen shares: the twenty-four lines, the commands, the message, questions and texts in place.

A screen is a file named after its task. It sets `CONTEXT`, composes its work area, and has a method
`command_<name>` of few lines for each of its commands:

    class WorklistScreen(ConsoleScreen):
        CONTEXT = "worklist"

        def compose_work(self) -> ComposeResult:
            yield Grid(self.source, id="worklist")

        def on_grid_row_opened(self, event: Grid.RowOpened) -> None:
            self.app.push_screen(CasegroupScreen(event.key))

        def command_defer(self) -> None:
            self.ask(Question(title="Defer", choices=(...)))

A list with what is told of the line under its cursor is a `ListScreen`, which needs less still.
"""

from __future__ import annotations

import os
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches

from console.desk.masking import restricted_to
from console.tui.commands import EVERYWHERE
from console.tui.going import TO_WORKLIST, Going
from console.tui.keys import key_token
from console.tui.register import QUESTION, READING, SCREEN
from console.tui.screens.asking_screen import AskingScreen
from console.tui.widgets.chrome import CasegroupLine, CommandFooter, MessageLine, RuleLine, StatusLine, StepsLine
from console.tui.widgets.command_line import CommandLine
from console.tui.widgets.editor import LineEditor
from console.tui.widgets.grid import Grid
from console.tui.widgets.panes import EntryRow, WhyPane
from console.tui.widgets.question import QuestionPane
from console.tui.widgets.too_small import TooSmall, is_too_small

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from console.desk.desk import Desk
    from console.tui.commands import Command
    from console.tui.content import Piece
    from console.tui.copying import Copied

WIDE = 120
"""From this width the why pane stands at the right."""


class ConsoleScreen(Going, AskingScreen, inherit_bindings=False):
    """A screen of the console."""

    CONTEXT: ClassVar[str] = ""
    """The context of the screen's own commands."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - as Textual declares it
    HAS_WHY: ClassVar[bool] = False
    """Whether the screen fills the why pane."""

    desk: Desk
    """The desk the work is done at; help and palette have none."""

    @property
    def next_command(self) -> str:
        """Name the command that the work waits for, which stands first in the footer; empty where there is none."""
        return ""

    def compose_work(self) -> ComposeResult:
        """Compose the work area, lines 5 to 21."""
        yield from ()

    def step_contexts(self) -> tuple[str, ...]:
        """Give the contexts that hold besides the screen's own, such as that of the present step."""
        return ()

    def given(self, line: str) -> bool:
        """Do what a command line says; False if the screen does not know it."""
        del line
        return False

    def show_why(self, parts: Sequence[Piece | tuple[Piece, ...]]) -> None:
        """Fill the why pane."""
        self.query_one(WhyPane).show(parts)

    # ------------------------------------------------------------------------------------------------------ the parts

    @property
    def command_line(self) -> CommandLine:
        """Line 23, where `:` leads."""
        return self.query_one(CommandLine)

    def compose(self) -> ComposeResult:
        """Compose the twenty-four lines."""
        # Textual tells the width by these classes after the first layout only, and then lays out all of it again.
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.set_class(self.app.size.width < WIDE, "-narrow")
        yield StatusLine(id="status")
        yield CasegroupLine(id="casegroup")
        yield StepsLine(id="steps")
        yield RuleLine(id="rule")
        with Horizontal(id="middle"):
            with Vertical(id="work"):
                yield from self.compose_work()
                yield QuestionPane(id="question")
                yield EntryRow(id="entry")
            if self.HAS_WHY:
                yield WhyPane(id="why")
        yield MessageLine(id="message")
        yield CommandLine(id="command-line")
        yield CommandFooter(id="footer")
        yield TooSmall(id="too-small")

    # Handlers of this class begin with an underscore: Textual calls them besides the `on_…` of a screen, and neither
    # needs a call to super().

    def _on_mount(self, event: events.Mount) -> None:
        """Fill the lines that do not depend on the work."""
        del event
        self.set_class(self.console.status.training, "-training")
        self.query_one(RuleLine).training = self.console.status.training
        self.show_status()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Show what has changed while another screen was in front."""
        del event
        self.show_status()
        self.refresh_footer()

    def show_status(self) -> None:
        """Show line 1 afresh."""
        self.query_one(StatusLine).show_status(self.console.status)

    # ------------------------------------------------------------------------------------------------------- commands

    def contexts(self) -> tuple[str, ...]:
        """Give the contexts that hold now, the most particular first."""
        if self.question.is_open:
            return (QUESTION, EVERYWHERE)
        entry = self.query_one(EntryRow)
        if entry.purpose is not None:
            return (entry.context, EVERYWHERE)
        reading = (READING,) if self.has_class("-why-open") or isinstance(self.focused, WhyPane) else ()
        focused = self.focused
        if isinstance(focused, LineEditor):
            return (*self.step_contexts(), focused.CONTEXT, EVERYWHERE)
        if isinstance(focused, Grid) and focused.is_asking:
            return (focused.context, EVERYWHERE)
        grid = (focused.context,) if isinstance(focused, Grid) else ()
        return tuple(filter(None, (*reading, *self.step_contexts(), self.CONTEXT, *grid, SCREEN, EVERYWHERE)))

    async def _on_key(self, event: events.Key) -> None:
        """Do what a key means here; a key that means nothing says so."""
        key = key_token(event)
        command = self.console.commands.find(self.contexts(), key)
        if command is not None:
            event.stop()
            event.prevent_default()
            await self.run_command(command, key)
        elif self._left_if_closed():
            event.stop()
        elif event.is_printable and not isinstance(self.focused, LineEditor):
            event.stop()
            self.say(f"{key} means nothing here. F1 or ? lists the keys that do.", "note")

    async def run_command(self, command: Command, key: str = "") -> None:
        """Carry a command out, or say why it does not apply."""
        if self._left_if_closed():
            return
        self.query_one(MessageLine).clear()
        self.console.note_command(command.name)
        if reason := command.why_off(self):
            self.say(reason, "note")
            return
        action = self._action(command.method)
        if action is None:
            self.say(f"{command.label} does not apply here.", "note")
            return
        with self.saying_no():
            answer = action(key) if command.takes_key else action()
            if isawaitable(answer):
                await answer
        if self.is_current:
            self.refresh_footer()

    def _left_if_closed(self) -> bool:
        """Leave a casegroup that has become closed to this person since it was opened; tells whether it has."""
        number = getattr(self, "casegroup_id", None)
        if not number or not restricted_to(self.worklist.desk, [number]):
            return False
        self.dismiss(TO_WORKLIST)
        self.worklist.say(f"{number} is restricted now; it opens only to people nominated for such records.", "refused")
        return True

    def _action(self, method: str) -> Any:  # noqa: ANN401 - a command's method takes what its command says
        """Find who carries a command out: the focused widget, the first grid, the screen or the application."""
        for owner in (self.focused, self, self._grid(), self.app):
            if owner is not None and (action := getattr(owner, method, None)):
                return action
        return None

    def _grid(self) -> Widget | None:
        try:
            return self.query(Grid).first()
        except NoMatches:
            return None

    def refresh_footer(self) -> None:
        """Show afresh which keys apply."""
        if not self.is_mounted:
            return
        commands = self.console.commands.for_footer(self.contexts(), self)
        next_command = self.next_command
        commands.sort(key=lambda command: command.name != next_command)
        if self.has_class("-why-open"):
            # Over a page that is read, the way back stands first.
            commands.sort(key=lambda command: command.name != "back")
        self.query_one(CommandFooter).show_commands(
            [(command, command.why_off(self)) for command in commands], self.size.width
        )

    def _on_descendant_focus(self) -> None:
        """Other keys apply where the focus is now."""
        self.refresh_footer()

    async def _on_resize(self, event: events.Resize) -> None:
        """More or fewer keys fit; a screen too small to work on says so."""
        del event  # It may be late: the terminal can have changed again since.
        self.set_class(is_too_small(self.app.size), "-too-small")
        self.refresh_footer()

    def _on_grid_row_highlighted(self) -> None:
        """Other keys may apply on another row."""
        self.refresh_footer()

    # --------------------------------------------------------------------------------------------------- base commands

    def command_back(self) -> None:
        """Close what is open in place, or go back a screen."""
        if self.has_class("-why-open"):
            self.command_why()
        elif isinstance(self.focused, WhyPane):
            self.focus_work()
        elif len(self.app.screen_stack) > 1:
            self.dismiss()
        else:
            self.say("This is the first screen. :q or F3 leaves the console.", "note")

    def command_next_pane(self) -> None:
        """Move the focus to the next part."""
        self.focus_next()

    def command_why(self) -> None:
        """Open the why pane over the work, where it does not stand at the right."""
        if not self.HAS_WHY:
            self.say("There is nothing to explain here; Enter opens the line.", "note")
            return
        if self.has_class("-wide"):
            self._read_at_the_right()
            return
        self.toggle_class("-why-open")
        if not self.has_class("-why-open"):
            self.focus_work()

    def _read_at_the_right(self) -> None:
        """Give the pane at the right the keys that scroll, where its text is longer than it; or take them away."""
        pane = self.query_one(WhyPane)
        if isinstance(self.focused, WhyPane) or not pane.overflows:
            self.focus_work()
        else:
            pane.focus()

    def command_read_on(self, key: str) -> None:
        """Scroll the text that is read."""
        self.query_one(WhyPane).read_on(key)

    def command_command_line(self) -> None:
        """Open the command line."""
        self.command_line.begin()

    def command_run_line(self) -> None:
        """Do what the command line says."""
        line = self.command_line.finish()
        self.focus_work()
        # The program's own words come first: `:q` leaves, whatever name or number begins with a Q.
        if line and not self.console.given(line) and not self.given(line):
            self.say(f"There is no command, number or word {line}.", "refused")

    def command_leave_line(self) -> None:
        """Close the command line."""
        self.command_line.finish()
        self.focus_work()

    def command_copy(self) -> None:
        """Copy what of the line under the cursor is mostly wanted elsewhere."""
        from console.tui.copying import value_of_line  # noqa: PLC0415 - when first asked

        grid = self._grid()
        number = getattr(self, "current_casegroup_id", None)
        self._copy(value_of_line(grid, number) if isinstance(grid, Grid) else None)

    def command_copy_line(self) -> None:
        """Copy the whole line under the cursor."""
        from console.tui.copying import whole_line  # noqa: PLC0415 - when first asked

        grid = self._grid()
        self._copy(whole_line(grid) if isinstance(grid, Grid) else None)

    def _copy(self, copied: Copied | None) -> None:
        from console.tui.copying import sent, why_not  # noqa: PLC0415 - when first asked

        if copied is None:
            self.say("There is no line to copy.", "note")
            return
        if off := why_not(os.environ, in_browser=self.app.is_web):
            self.say(off, "refused")
            return
        self.app.copy_to_clipboard(copied.text)
        self.say(sent(copied, os.environ, in_browser=self.app.is_web))

    @property
    def rule_behind(self) -> str:
        """Name the policy value behind the line under the cursor; empty where there is none."""
        return ""

    def command_rules(self) -> None:
        """Open the rules, at the value behind the line under the cursor where there is one."""
        from console.tui.screens.rules import RulesScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(RulesScreen(self.worklist.desk, self.rule_behind), self.went_on)

    def command_overview(self) -> None:
        """Open the numbers of everything."""
        from console.tui.screens.overview import OverviewScreen  # noqa: PLC0415 - when first opened

        self.app.push_screen(OverviewScreen(self.worklist.desk), self.went_on)

    def focus_work(self) -> None:
        """Give the focus back to the work area."""
        grid = self._grid()
        if grid is not None:
            grid.focus()
        else:
            self.set_focus(None)
