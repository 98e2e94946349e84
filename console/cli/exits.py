"""How the program ends: the exit codes, and from each kind of trouble to its code and its lines on stderr."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Final

import click

from console.cli.output import complain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DONE: Final = 0
WRONG_USAGE: Final = 2
BAD_INPUT: Final = 3
DAMAGED: Final = 5
DEFECT: Final = 70
INTERRUPTED: Final = 130


def ended(action: Callable[[], object], report_folder: Callable[[], Path | None]) -> int:
    """Do something and give the exit code it ends with; nobody ever sees a traceback.

    `report_folder` names the folder a crash report goes to, where one is known.
    """
    try:
        code = action()
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (KeyboardInterrupt, EOFError, click.Abort):
        complain("interrupted; what was not finished was not written")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has had enough (`closeout worklist | head`), which is no fault.
        _forget_output()
        return DONE
    except click.ClickException as wrong:
        return _wrong_usage(wrong)
    except OSError as error:
        return _output_lost(error) if error.filename is None else _refused_or_defect(error, report_folder)
    except Exception as error:  # noqa: BLE001 - the last line of defence: what is not ours is a defect
        return _refused_or_defect(error, report_folder)
    return code if isinstance(code, int) else DONE


def _forget_output() -> None:
    """Keep the interpreter from writing to the closed pipe once more while it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _output_lost(error: OSError) -> int:
    """Tell that the answer could not be handed over; files are opened by name, so this is the output itself."""
    _forget_output()
    complain(f"the answer cannot be written ({error.strerror}); what was asked may have been done")
    return DAMAGED


def _wrong_usage(wrong: click.ClickException) -> int:
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        # A group of commands named without one of them: its help is the answer, line by line.
        click.echo(wrong.format_message(), err=True)
        return WRONG_USAGE
    # Choices stand on lines of their own in what click says; a fault is one line.
    complain(" ".join(wrong.format_message().split()))
    context = getattr(wrong, "ctx", None)
    if context is not None:
        complain(f"'{context.command_path} --help' shows how it is used")
    return WRONG_USAGE


def _refused_or_defect(error: Exception, report_folder: Callable[[], Path | None]) -> int:
    from domain.errors import CloseoutError

    if isinstance(error, CloseoutError):
        for line in error.message.splitlines():
            complain(line)
        return error.exit_code
    from console.present.crash import crash_report, write_report

    path = write_report(crash_report(error), report_folder())
    where = f"a report is in {path}" if path else "no report could be written"
    complain(f"stopped because of a defect; what was saved is safe, and {where}")
    return DEFECT
