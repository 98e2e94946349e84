"""Sitting down at a store: which one, as whom, for which day; and opening the console there."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from console.cli.options import EDITIONS, Session
from console.cli.output import tell
from console.cli.progress import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from console.desk.desk import Desk

SCREEN_VARIABLE: Final = "TEXTUAL_DRIVER"
BROWSER: Final = "textual.drivers.web_driver:WebDriver"
"""What `closeout serve` sets for the consoles it starts: their screen is a page, and they have no terminal."""


def path_of(store: str | None) -> Path:
    """Give the path of the store meant, and remember it for a crash report."""
    from console.desk.settings import store_path

    session = click.get_current_context().ensure_object(Session)
    session.store = store_path(store or session.given_store)
    return session.store


@contextmanager
def open_desk(
    store: str | None, as_at: date | None = None, edition: str | None = None, *, read_only: bool = False
) -> Iterator[Desk]:
    """Sit down at the store meant, on a day other than today where one is given."""
    from console.desk.desk import Desk
    from console.desk.settings import operating_system_user
    from domain.policy.model import edition_named
    from storage.errors import StoreNotFoundError

    path = path_of(store)
    try:
        desk = Desk.open(
            path,
            operating_system_user(),
            edition=edition_named(edition or EDITIONS[0]),
            read_only=read_only,
            progress=_making_lists_anew(),
        )
    except StoreNotFoundError as missing:
        hint = "'closeout import' and 'closeout load' make one, 'closeout train' opens one for training"
        raise StoreNotFoundError(f"{missing.message.rstrip('.')}; {hint}") from None
    with desk:
        if as_at is not None:
            desk.go_to(as_at)
        yield desk


def _making_lists_anew() -> Callable[[int], None]:
    """Give what says, once and only where it takes a while, that lists of an older version are made anew."""
    said = False

    def say_once(_done: int) -> None:
        nonlocal said
        if not said:
            tell("This store is from an older version of the program; its lists are being made anew.")
        said = True

    return say_once


def has_terminal() -> bool:
    """Tell whether a person sits at a terminal, or a browser, that can show the console."""
    return os.environ.get(SCREEN_VARIABLE) == BROWSER or (on_terminal(sys.stdin) and on_terminal(sys.stdout))


def open_console(store: str | None) -> int:
    """Open the console on the store meant."""
    if not has_terminal():
        raise click.UsageError(
            "The console needs a terminal; give a command to work without one.", click.get_current_context()
        )
    with open_desk(store) as desk:
        return run_console(desk)


def run_console(desk: Desk) -> int:
    """Show the console until it is left; only here does the command line load the screens.

    Left to begin all lessons again, it opens again on a new training store.
    """
    from console.desk.training import BEGIN_AGAIN, begin_all_again
    from console.tui import app

    code = app.run_console(desk)
    while code == BEGIN_AGAIN:
        with begin_all_again(desk) as fresh:
            desk = fresh
            code = app.run_console(fresh)
    return code
