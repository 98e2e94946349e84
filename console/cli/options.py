"""Options that many commands share, each in one place."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    Decorated = TypeVar("Decorated", bound=Callable[..., Any] | click.Command)

# The same names as in the policy's model, which the help does not load; a test holds them together.
EDITIONS: Final = ("phase-2", "segment-1")

WHOLE: Final = 1_000
"""So many letters no sentence about a command has."""


@dataclass(slots=True)
class Session:
    """What is known of this run of the program: the store named before the command, and the one worked on."""

    given_store: str | None = None
    store: Path | None = None
    wrong: str | None = None


class Day(click.ParamType["date"]):
    """A day as people write it: 12 May 2015, 12/05/2015 (day first) or 2015-05-12."""

    name = "date"

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> date:
        """Read the day; anything else is wrong usage."""
        from datetime import date

        from domain.days import read_day

        if isinstance(value, date):
            return value
        try:
            return read_day(str(value))
        except ValueError as error:
            self.fail(f"expected {error}", parameter, context)


class Choice(click.Choice[str]):
    """One of some names, in capitals or not, its words parted as people part them: `inhibit review`."""

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> str:
        """Find the name meant; anything else is wrong usage."""
        wanted = _in_words(str(value)).casefold()
        meant = next((choice for choice in self.choices if _in_words(choice).casefold() == wanted), None)
        if meant is None:
            self.fail(f"{value!r}; expected one of {', '.join(map(_in_words, self.choices))}", parameter, context)
        return meant


def key_of(name: str) -> str:
    """Give the key of a name that somebody wrote in words: `receiving_parent_nino` for `receiving parent NINO`."""
    return _in_words(name.strip()).casefold().replace(" ", "_")


def _in_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


class Amount(click.ParamType[int]):
    """An amount in pounds, read as whole pence."""

    name = "pounds"

    def convert(self, value: object, parameter: click.Parameter | None, context: click.Context | None) -> int:
        """Read the amount; anything else is wrong usage."""
        from domain.money import POUNDS_EXPECTED, parse_pounds

        if isinstance(value, int):
            return value
        try:
            return parse_pounds(value)
        except ValueError:
            self.fail(f"{value!r}; expected {POUNDS_EXPECTED}", parameter, context)


def store_option(function: Decorated) -> Decorated:
    """Add the option --store."""
    return click.option(
        "--store", metavar="FILE", help="The store to work on (else CLOSEOUT_STORE, else the user's own)."
    )(function)


def as_at_option(function: Decorated) -> Decorated:
    """Add the option --as-at."""
    return click.option(
        "--as-at",
        type=Day(),
        metavar="DATE",
        help="The day to answer for, YYYY-MM-DD (else the store's own day, or today).",
    )(function)


def edition_option(function: Decorated) -> Decorated:
    """Add the option --edition."""
    return click.option(
        "--edition", type=Choice(EDITIONS), default=EDITIONS[0], show_default=True, help="Edition of the policy."
    )(function)


def json_option(function: Decorated) -> Decorated:
    """Add the option --json."""
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")(function)


class Commands(click.Group):
    """A group of commands whose help says of each what it does in full, on as many lines as that takes."""

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its sentence."""
        names = self.list_commands(context)
        found = [(name, command) for name in names if (command := self.get_command(context, name)) is not None]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(limit=WHOLE)) for name, command in found])


def with_examples(*examples: str) -> Callable[[Decorated], Decorated]:
    """Put examples at the end of a command's help; stands above the command's own decorator."""

    def add(command: Decorated) -> Decorated:
        assert isinstance(command, click.Command)
        title = "Examples:" if len(examples) > 1 else "Example:"
        lines = "\n".join(f"  {example}" for example in examples)
        command.help = f"{cleandoc(command.help or '')}\n\n\b\n{title}\n{lines}"
        return command

    return add
