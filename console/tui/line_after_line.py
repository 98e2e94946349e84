"""Asking for texts in place, one after the other; what they lead to is one question at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from console.tui.widgets.question import Choice, Question
from domain.days import read_day
from domain.money import POUNDS_EXPECTED, parse_pounds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from console.tui.screens.asking_screen import AskingScreen

LINES: Final = "lines"
TEXT: Final = "text"


@dataclass(frozen=True, slots=True)
class Asked:
    """One text that is asked for: under which name it is kept, what is asked, and how it is read.

    `read` raises ValueError with what was expected, in words that go on after `Expected`. A `page` takes several lines.
    """

    key: str
    label: str
    read: Callable[[str], object]
    page: bool = False


@dataclass(slots=True)
class Series:
    """Texts being asked for, and what was typed so far."""

    purpose: str
    asked: Sequence[Asked]
    then: Callable[[dict[str, Any]], Question]
    before: Series | None
    values: dict[str, Any] = field(default_factory=dict)
    place: int = 0

    @property
    def now(self) -> Asked:
        """The text that is asked for now."""
        return self.asked[self.place]

    def purpose_of(self, asked: Asked) -> str:
        """Name what a text is for, so that what is typed about one thing never turns up on another."""
        return f"{LINES} {self.purpose} {asked.key}"


def asking(
    screen: AskingScreen,
    label: str,
    purpose: str,
    asked: Sequence[Asked],
    question: Callable[[dict[str, Any]], Question],
    why_off: str | None = None,
) -> Choice:
    """Make a choice that asks for texts next, and writes nothing yet; `question` is asked about them.

    `purpose` names what they are for; `why_off` says why whatever is typed would be refused: nobody is to type in vain.
    """

    async def then() -> None:
        await screen.ask_lines(purpose, asked, question)

    return Choice(label=label, then=then, why_off=why_off)


def asks_on(
    screen: AskingScreen,
    label: str,
    purpose: str,
    ask: str,
    choices: Callable[[str], Sequence[Choice]],
    why_off: str | None = None,
    title: str = "",
) -> Choice:
    """Make a choice that asks for one text next; `choices` are offered about it, or raise ValueError as readers do."""
    return asking(screen, label, purpose, [one_text(ask)], about_text(choices, title), why_off)


def one_text(ask: str) -> Asked:
    """Ask for one text that may not be empty."""
    return Asked(TEXT, ask, read_words)


def about_text(choices: Callable[[str], Sequence[Choice]], title: str = "") -> Callable[[dict[str, Any]], Question]:
    """Make the question about one text; without a title the first choice says itself what is asked."""

    def question(typed: dict[str, Any]) -> Question:
        offered = tuple(choices(typed[TEXT]))
        return Question(title=title or offered[0].label, choices=offered)

    return question


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
