"""The application: wiring only. Screens, commands, themes, the key gate and the crash report meet here."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import deque
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.events import AppBlur

from console.tui.ascii_only import AsciiOnly
from console.tui.commands import CommandRegister
from console.tui.crash import CrashReportMixin
from console.tui.key_gate import KeyGateMixin
from console.tui.register import COMMANDS
from console.tui.screens.base import ConsoleScreen
from console.tui.terminal_parser import read_with_it
from console.tui.tidying import TidyingMixin
from console.tui.widgets.chrome import Status
from console.tui.widgets.command_line import CommandLine
from console.tui.widgets.too_small import is_too_small
from domain.errors import BadInputError
from themes import DEFAULT_THEME, THEMES, stylesheets, variable_defaults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.filter import LineFilter
    from textual.screen import Screen

    from console.desk.desk import Desk
    from console.tui.commands import Command

RECENT_COMMANDS = 20
SIGNALLED = 128
"""Added to a signal's number it is the exit code of what the signal ended."""

SECONDS_BETWEEN_LOOKS = 2.0
"""How often a console in a browser looks whether the server it was started by is still there."""

THEME_VARIABLE = "CLOSEOUT_THEME"
LEAVE_WORDS = frozenset({"q", "quit", "exit"})
SHOW_CURSOR = "\x1b[?25h\x1b[2 q"
"""Shows the terminal's cursor as a block that does not blink: magnifiers and braille displays follow it."""

USUAL_CURSOR = "\x1b[0 q"


class CloseoutApp(CrashReportMixin, KeyGateMixin, TidyingMixin, App[int], inherit_bindings=False):
    """The caseworker's console."""

    TITLE = "Closeout"
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    AUTO_FOCUS: ClassVar[str | None] = "Grid, LineEditor"

    def __init__(
        self,
        first_screen: Callable[[], Screen[object]],
        *,
        commands: Iterable[Command] = COMMANDS,
        status: Status | None = None,
        theme: str = DEFAULT_THEME,
        ascii_only: bool = False,
        report_directory: Path | None = None,
    ) -> None:
        # Without colours the terminal's own are used, and signs, bold and reverse carry what colour only underlined.
        no_color = True if "NO_COLOR" in os.environ else None
        super().__init__(css_path=[str(path) for path in stylesheets()], ansi_color=no_color)
        self.animation_level = "none"
        self.commands = CommandRegister(commands)
        self.status = status or Status()
        self.report_directory = report_directory or Path.cwd()
        self._first_screen = first_screen
        self._recent: deque[str] = deque(maxlen=RECENT_COMMANDS)
        self._is_too_small = False
        self._ascii_filters: list[LineFilter] = [AsciiOnly()] if ascii_only else []
        for known in THEMES:
            self.register_theme(known)
        self.theme = theme

    # ----------------------------------------------------------------------------------------------- for its screens

    def given(self, line: str) -> bool:
        """Do what a command line says on every screen; False if it is not known."""
        word, _, rest = line.partition(" ")
        if line in LEAVE_WORDS:
            self.exit(0)
            return True
        if word == "theme" and rest in self.available_themes and rest in {known.name for known in THEMES}:
            self.theme = rest
            return True
        return False

    def note_command(self, name: str) -> None:
        """Remember a command's name for the crash report."""
        self._recent.append(name)

    def recent_commands(self) -> Sequence[str]:
        """Name the last commands given."""
        return tuple(self._recent)

    def set_status(self, status: Status) -> None:
        """Show other facts on line 1 from now on."""
        self.status = status
        if isinstance(self.screen, ConsoleScreen):
            self.screen.show_status()

    # ------------------------------------------------------------------------------------------------------- commands

    def command_help(self) -> None:
        """List the keys that apply where the caseworker is."""
        from console.tui.screens.help import HelpScreen  # noqa: PLC0415 - only when asked

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self._commands_here()))

    def command_palette(self) -> None:
        """Find a command by its name, then do it on the screen it was asked from."""
        from console.tui.screens.palette import PaletteScreen  # noqa: PLC0415 - only when asked

        caller = self.screen

        async def run(command: Command | None) -> None:
            if command is not None and isinstance(caller, ConsoleScreen):
                await caller.run_command(command, command.keys[0])

        self.push_screen(PaletteScreen(self._commands_here()), run)

    def command_redraw(self) -> None:
        """Paint the screen afresh."""
        self.refresh(layout=True)

    def _commands_here(self) -> list[tuple[Command, str | None]]:
        screen = self.screen
        if not isinstance(screen, ConsoleScreen):
            return []
        here = self.commands.nearest_first(screen.contexts(), screen)
        return [(command, command.why_off(screen)) for command in here]

    # ---------------------------------------------------------------------------------------------- Textual's events

    def get_default_screen(self) -> Screen[object]:
        """Open with the first screen, without a blank one under it."""
        return self._first_screen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Name our own colours, so that the style sheets can be read under any theme."""
        return variable_defaults()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add the ASCII filter, where it is wanted, behind Textual's own."""
        return [*super().get_line_filters(), *self._ascii_filters]

    def on_ready(self) -> None:
        """Show the terminal's cursor, which Textual hides; leave in order when told to end from outside.

        When the terminal itself has gone (SIGHUP) there is nothing to give back, and writing to it never ends: the
        operating system ends the program, and everything that was written is in the store.
        """
        if self._driver is None or self.is_headless:
            return
        self._driver.write(SHOW_CURSOR)
        self.app_resume_signal.subscribe(self, self._taken_up_again)
        with suppress(NotImplementedError):  # Not every operating system tells a program so.
            leave = partial(self.exit, return_code=SIGNALLED + signal.SIGTERM)
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, leave)
        if self.is_web:
            self.set_interval(SECONDS_BETWEEN_LOOKS, partial(self._leave_with, os.getppid()))

    def _taken_up_again(self, _: App[object]) -> None:
        """Show everything anew when the shell that put the console aside brings it back (`fg`)."""
        if self._driver is not None:
            self._driver.write(SHOW_CURSOR)
        self.command_redraw()

    def _leave_with(self, server: int) -> None:
        """Leave when the server of the page has gone: nobody can see this console any more, and nothing tells it."""
        if os.getppid() != server:
            self.exit(return_code=SIGNALLED + signal.SIGTERM)

    def on_unmount(self) -> None:
        """Give the terminal's cursor its usual form back."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(USUAL_CURSOR)

    async def on_event(self, event: events.Event) -> None:
        """Keep the focus in a browser: its driver begins with a loss of it, after which no key would reach a list."""
        if not (self.is_web and isinstance(event, AppBlur)):
            await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Keep every key while the terminal is too small to see what it would do."""
        too_small = is_too_small(event.size)
        if too_small != self._is_too_small:
            self._is_too_small = too_small
            (self.key_gate.hold if too_small else self.key_gate.release)()

    def pending_keys_changed(self, text: str) -> None:
        """Show the keys typed ahead on the command line."""
        for screen in self.screen_stack:
            for line in screen.query(CommandLine):
                line.show_pending(text)

    def keys_dropped(self, count: int) -> None:
        """Say that keys typed before a question were dropped."""
        if isinstance(self.screen, ConsoleScreen):
            self.screen.keys_dropped(count)


def run_console(desk: Desk) -> int:
    """Open the console at a desk and give the exit code: 0, or 70 after a defect."""
    from console.tui.casework_app import casework_app  # noqa: PLC0415 - it is made of this module

    theme = os.environ.get(THEME_VARIABLE)
    if theme is not None and theme not in {known.name for known in THEMES}:
        message = f"{THEME_VARIABLE}: {theme!r}; expected one of {', '.join(known.name for known in THEMES)}"
        raise BadInputError(message)
    if sys.stdout.isatty():
        # The terminal knows its own size; a shell may have handed on that of another window, which never changes.
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    app = casework_app(desk, theme=theme, ascii_only=encoding != "utf8")
    read_with_it(app.driver_class)
    app.run()
    return app.return_code or 0
