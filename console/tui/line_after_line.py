"""Asking for several texts one after the other, in place; what they lead to is one question at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from console.tui.asking import expectation, sentence
from console.tui.widgets.panes import EntryRow
from domain.days import read_day
from domain.errors import CloseoutError
from domain.money import POUNDS_EXPECTED, parse_pounds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from console.tui.screens.base import ConsoleScreen
    from console.tui.widgets.question import Question

    Base = ConsoleScreen
else:
    Base = object

LINES: Final = "lines"


@dataclass(frozen=True, slots=True)
class Asked:
    """One text that is asked for: under which name it is kept, what is asked, and how it is read.

    `read` raises ValueError with what was expected, in words that go on after `Expected`.
    """

    key: str
    label: str
    read: Callable[[str], object]


@dataclass(slots=True)
class _Series:
    """Texts being asked for, and what was typed so far."""

    purpose: str
    asked: Sequence[Asked]
    then: Callable[[dict[str, Any]], Question]
    values: dict[str, Any] = field(default_factory=dict)
    place: int = 0

    @property
    def now(self) -> Asked:
        """The text that is asked for now."""
        return self.asked[self.place]

    @property
    def purpose_now(self) -> str:
        """Name what the text is for, so that what is typed about one thing never turns up on another."""
        return f"{LINES} {self.purpose} {self.now.key}"


class LineAfterLine(Base):
    """Asks line after line; Enter goes on, Esc leaves with everything typed kept."""

    _series: _Series | None = None
    _written = 0

    async def ask_lines(self, purpose: str, asked: Sequence[Asked], then: Callable[[dict[str, Any]], Question]) -> None:
        """Ask for each text in turn; `then` makes the question of all of them, or raises ValueError."""
        # What was typed for something written since is not offered again.
        self._series = _Series(f"{self._written} {purpose}", asked, then)
        await self._ask_now()

    async def _ask_now(self) -> None:
        series = self._series
        assert series is not None
        place = f"{series.place + 1} of {len(series.asked)}: " if len(series.asked) > 1 else ""
        await self.ask_text(series.purpose_now, f"{place}{series.now.label}")

    async def _on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        """Take a line, then ask for the next, or ask whether to write what all of them say.

        The underscore lets screens have a handler of their own besides: Textual calls both.
        """
        series = self._series
        if series is None or event.purpose != series.purpose_now:
            return
        try:
            series.values[series.now.key] = series.now.read(event.text.strip())
            if series.place + 1 < len(series.asked):
                series.place += 1
                self.query_one(EntryRow).taken()
                await self._ask_now()
                return
            question = series.then(series.values)
        except ValueError as error:
            self.refuse_text(expectation(error))
            return
        except CloseoutError as error:
            self.refuse_text(sentence(error.message))
            return
        self.ask_about_text(question)

    def lines_written(self) -> None:
        """Forget what was typed, now that it is written."""
        self._series = None
        self._written += 1


def read_words(text: str) -> str:
    """Read a text that may not be empty."""
    if not text:
        expected = "a few words"
        raise ValueError(expected)
    return text


def read_any(text: str) -> str:
    """Read a text that may be empty."""
    return text


def read_amount(text: str) -> int:
    """Read an amount in pounds, with or without its sign and commas, as pence."""
    plain = text.replace(",", "").replace("£", "").replace(" ", "").removeprefix("+")
    try:
        return parse_pounds(plain)
    except ValueError:
        expected = POUNDS_EXPECTED.replace(" as a string", "")
        raise ValueError(expected) from None


def read_amount_or_all(text: str) -> int | None:
    """Read an amount, or None where nothing is typed."""
    return read_amount(text) if text else None


def read_day_or_none(text: str) -> date | None:
    """Read a day, or None where nothing is typed."""
    return read_day(text) if text else None


def read_path(text: str) -> Path:
    """Read where a file is."""
    return Path(read_words(text)).expanduser()
