"""Writes the README's tables of commands and keys from the program itself: `make readme`."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

README = ROOT / "README.md"
PROGRAM = "closeout"


def command_line() -> click.Group:
    """Give the program's command line, as the installed script finds it."""
    found = import_module("console.cli").main
    if not isinstance(found, click.Group):
        raise TypeError("console.cli.main is the click group of the whole command line")
    return found


def commands(group: click.Group, *names: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """List every command below a group with the words that reach it, groups before their members."""
    context = click.Context(group, info_name=PROGRAM)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        yield (*names, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)


def command_table() -> str:
    """Write the table of commands: each with the first sentence of its help."""
    rows = ["| command | does |", "|---|---|"]
    for names, command in commands(command_line()):
        does = command.get_short_help_str(limit=200)
        rows.append(f"| `{' '.join((PROGRAM, *names))}` | {does} |")
    return "\n".join(rows) + "\n"


def key_table() -> str:
    """Write the table of keys, from the one fact that each command of the console is."""
    return str(import_module("console.tui.commands").key_table(import_module("console.tui.register").COMMANDS))


TABLES = {"commands": ("console.cli", command_table), "keys": ("console.tui.register", key_table)}
"""What stands between the README's marks, by name: the module it is read from, and its writer."""


def with_tables(text: str) -> str:
    """Give the README's text with every table as the program has it now."""
    for name, (module, table) in TABLES.items():
        if find_spec(module) is not None:
            begin, end = f"<!-- {name}: written by make readme -->\n", f"<!-- end of {name} -->\n"
            count = len(re.findall(re.escape(begin) + ".*?" + re.escape(end), text, re.DOTALL))
            if count != 1:
                raise ValueError(f"README.md has {count} places for the table of {name}, not one")
            text = text[: text.index(begin)] + begin + table() + text[text.index(end) :]
    return text


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
