"""The examples of every command's help, as the program itself gives them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from console.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator


def examples(group: click.Group = main) -> Iterator[str]:
    """Give every example of the program, and of each of its commands, in the order of the help."""
    yield from _told(group)
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from examples(command)
        else:
            yield from _told(command)


def _told(command: click.Command) -> Iterator[str]:
    for line in (command.help or "").splitlines():
        if line.startswith("  closeout "):
            yield line.strip()


def words_of(example: str) -> tuple[list[str], str | None]:
    """Give the arguments of an example, and the file it is given to read; what it writes with > goes nowhere."""
    words = shlex.split(example)[1:]
    given = None
    if "<" in words:
        at = words.index("<")
        given = words[at + 1]
        words = words[:at]
    return words[: words.index(">")] if ">" in words else words, given
