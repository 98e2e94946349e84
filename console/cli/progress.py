"""Progress bars: on a terminal only, on stderr, so that answers stay clean."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from console.present.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator


class Told(Protocol):
    """Is told how much is done, and of how much where that is known."""

    def __call__(self, done: float, of: float | None = None, /) -> None:
        """Take note of how far it is."""


@contextmanager
def progress(label: str, total: float | None = None, *, wanted: bool = True) -> Iterator[Told]:
    """Show how far something is, and give what is told of it: how much is done, and of how much where that is known.

    Without a terminal nothing is shown, and nothing is loaded.
    """
    if not wanted or not on_terminal(sys.stderr):
        yield _nobody_looks
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    name = TextColumn("{task.description}", markup=False)
    columns = (name, BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    # Answers go where they are sent, not to the bar's terminal; faults are shown above the bar.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(printable(label), total=total)

        def told(done: float, of: float | None = None, /) -> None:
            bar.update(task, completed=done, total=of if of is not None else total)

        yield told


def on_terminal(stream: TextIO | None) -> bool:
    """Tell whether a stream goes to a terminal; a closed one goes nowhere."""
    return stream is not None and stream.isatty()


def _nobody_looks(done: float, of: float | None = None, /) -> None:
    """Take no notice of what is told."""
    del done, of
