"""What happens when the console itself is at fault: a report without anybody's data, and exit code 70.

Textual prints local variables with a traceback; here those are names and National Insurance numbers. The report
holds the places in the code and the kinds of fault, no variable and, but for faults that only ever speak of code,
no message: an error's words may quote the data it stumbled over.
"""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.app import App

    _Base = App[int]
else:
    _Base = object

DEFECT: Final = 70
"""The exit code of a defect."""

SPEAK_OF_CODE_ONLY: Final = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError)
"""Faults whose message names code, never a value."""

PATH_PARTS: Final = 3
MOST_REPORTS: Final = 10_000


def crash_report(error: BaseException, commands: Iterable[str] = ()) -> str:
    """Write the report: versions, the last commands by name, and each fault of the chain with its places."""
    parts = [
        "Closeout stopped because of a defect. This report holds no data of any casegroup.",
        "",
        f"closeout {_version('closeout')}, textual {_version('textual')}",
        f"python {platform.python_version()}, {platform.system()}",
        f"last commands: {' '.join(commands) or 'none'}",
    ]
    for fault, place in _chain(error):
        parts += ["", f"{place}{type(fault).__module__}.{type(fault).__qualname__}{_words(fault)}"]
        parts += [
            f"  {'/'.join(Path(frame.filename).parts[-PATH_PARTS:])}:{frame.lineno} in {frame.name}: {frame.line or ''}"
            for frame in traceback.extract_tb(fault.__traceback__)
        ]
    return "\n".join(parts) + "\n"


def write_report(text: str, directory: Path) -> Path | None:
    """Write a report beside the store, or in the temporary folder; None if neither can be written to.

    Nobody but the user may read the file.
    """
    for folder in (directory, Path(tempfile.gettempdir())):
        for number in range(1, MOST_REPORTS):
            path = folder / f"closeout-crash-{number:04}.txt"
            try:
                path.touch(mode=0o600, exist_ok=False)
                path.write_text(text, encoding="utf-8")
            except FileExistsError:
                continue
            except OSError:
                break
            return path
    return None


def _chain(error: BaseException) -> Iterator[tuple[BaseException, str]]:
    """Go from an error to those behind it."""
    seen: set[int] = set()
    fault: BaseException | None = error
    place = ""
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault, place
        place = "caused by " if fault.__cause__ else "while handling "
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _words(fault: BaseException) -> str:
    return f": {fault}" if isinstance(fault, SPEAK_OF_CODE_ONLY) else ""


def _version(name: str) -> str:
    try:
        return version(name)
    except ImportError:
        return "(unknown)"


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
        self._return_code = DEFECT
        if self._exception is None:
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
