"""What happens when the console itself is at fault: a report without anybody's data, and exit code 70.

Textual prints local variables with a traceback; here those are names and National Insurance numbers. Our report
(`console/present/crash.py`) holds none.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from console.present.crash import crash_report, write_report
from console.present.printable import printable
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.app import App

    _Base = App[int]
else:
    _Base = object

DEFECT: Final = 70
"""The exit code of a defect."""


class CrashReportMixin(_Base):
    """Makes an application end a defect with a report, one line on stderr and exit code 70."""

    report_directory: Path
    crash_line: str | None = None
    """What stderr is told, once; None while nothing has failed."""

    def recent_commands(self) -> Iterable[str]:
        """Name the last commands given, for the report; names of commands are no data."""
        return ()

    def _handle_exception(self, error: Exception) -> None:
        """Write the report of the first fault, and leave."""
        if self._exception is not None:
            pass  # The first fault is the one to tell.
        elif isinstance(error, CloseoutError):
            # The store went away under the screen, or its user was taken off the roster: no defect of the program.
            self._return_code = error.exit_code
            self._exception = error
            self._exception_event.set()
            self.crash_line = f"closeout: {printable(' '.join(error.message.split()))}"
        else:
            self._return_code = DEFECT
            self._exception = error
            self._exception_event.set()
            path = write_report(crash_report(error, self.recent_commands()), self.report_directory)
            where = f"a report is in {path}" if path else "no report could be written"
            self.crash_line = f"closeout: stopped because of a defect; what was saved is safe, and {where}"
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """Textual's own report shows local variables; it is never printed."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Say one line on stderr when the terminal has been given back."""
        self._exit_renderables.clear()
        if self.crash_line is not None and sys.__stderr__ is not None:
            sys.__stderr__.write(self.crash_line + "\n")
            sys.__stderr__.flush()
