"""What the program prints: lines made safe for any terminal, JSON in plain ASCII, complaints on stderr."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from console.present.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PENCE = "_pence"
ON_PAPER = 80
AMOUNTS_BY_CASE = "by_case"


def prepare_streams() -> None:
    """Let a terminal or file that cannot show a letter get its number instead of an error.

    Every line below names its stream: left to itself, click takes a terminal that says ASCII to mean UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(text: str = "", *, bold: bool = False) -> None:
    """Print one line; whatever a terminal would obey in it is shown instead."""
    click.secho(printable(text), sys.stdout, bold=bold or None)


def say_all(lines: Iterable[str], indent: str = "") -> None:
    """Print several lines, each made safe."""
    for line in lines:
        say(indent + line)


def complain(text: str) -> None:
    """Say on stderr, in one line, what is wrong."""
    click.echo(f"closeout: {printable(text)}", sys.stderr)


def tell(text: str) -> None:
    """Say something by the way on stderr, where it does not mix with answers."""
    click.echo(printable(text), sys.stderr)


def answer_json(value: object) -> None:
    """Print one JSON value on one line in plain ASCII, which no terminal obeys."""
    click.echo(json.dumps(value, ensure_ascii=True), sys.stdout)


def outward(value: object) -> Any:  # noqa: ANN401 - JSON is any of its kinds
    """Turn what is kept inside into JSON as files carry it: pence as strings of pounds, days as YYYY-MM-DD."""
    from datetime import date

    if isinstance(value, dict):
        return _record_outward(value)
    if isinstance(value, (list, tuple)):
        return [outward(each) for each in value]
    if isinstance(value, (frozenset, set)):
        return sorted(outward(each) for each in value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _record_outward(record: Mapping[str, object]) -> dict[str, Any]:
    from domain.money import format_pounds

    told: dict[str, Any] = {}
    for name, value in record.items():
        if name.endswith(PENCE):
            told[name.removesuffix(PENCE)] = format_pounds(value) if isinstance(value, int) else None
        elif name == AMOUNTS_BY_CASE and isinstance(value, dict):
            told[name] = {case_id: format_pounds(pence) for case_id, pence in value.items()}
        else:
            told[name] = outward(value)
    return told


def terminal_width() -> int:
    """Give how many cells a line has on this terminal; 80 where the answer goes into a file or another program."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else ON_PAPER
