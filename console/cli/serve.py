"""`closeout serve`: the console in a browser of this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from console.cli.options import json_option, store_option, with_examples
from console.cli.output import answer_json, say, tell

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

LOOPBACK: Final = "127.0.0.1"


@with_examples("closeout serve", "closeout serve --training --port 8000", "closeout serve --store casework.db --json")
@click.command()
@click.option("--address", default=LOOPBACK, show_default=True, help="An address of this machine alone (loopback).")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="PORT", help="The port (else any that is free)."
)
@click.option("--training", is_flag=True, help="Serve the training store; it is made where there is none.")
@store_option
@json_option
def serve(address: str, port: int, training: bool, store: str | None, as_json: bool) -> int:
    """Open the console in a browser of this machine.

    Prints an address; opened in a browser it is the same console on the same store, as you. It works once: for
    another browser the next one is printed. Listens on the loopback alone, and loads nothing from other machines.
    Ctrl+C ends it and every console opened by it; what was written is kept.
    """
    host = _loopback(address)
    path = _training_store(store) if training else _live_store(store)
    arguments = [sys.executable, "-P", "-m", "console.cli", *(["train"] if training else []), "--store", str(path)]
    listening = _listen(host, port)
    is_training = training or _is_training(path)
    told = _told_in_json(path, training=is_training) if as_json else _told_in_words(path, training=is_training)
    with listening:
        from console.cli.browser.server import ConsoleServer

        title = "TRAINING: Closeout" if is_training else "Closeout"
        ConsoleServer(arguments, listening, title=title, told=tell, invite=told).serve()
    return 0


def _loopback(address: str) -> str:
    """Give the address where it is one of the loopback; any other is wrong usage, whatever it is called."""
    from ipaddress import ip_address

    if address == "localhost":
        return LOOPBACK
    try:
        is_loopback = ip_address(address).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise click.UsageError(
            f"{address} is not an address of this machine alone; expected 127.0.0.1, ::1 or localhost. Caseloads are "
            "not shown to a network.",
            click.get_current_context(),
        )
    return address


def _live_store(store: str | None) -> Path:
    """Give the store meant, after sitting down at it once: whoever may not is told here, and not in the browser."""
    from console.cli.opening import open_desk

    with open_desk(store) as desk:
        desk.require_place_on_roster()
        return desk.store.path.resolve()


def _training_store(store: str | None) -> Path:
    from console.cli.options import Session
    from console.desk.settings import operating_system_user, training_path
    from console.desk.training import open_training

    path = Path(store) if store else training_path()
    click.get_current_context().ensure_object(Session).store = path
    with open_training(path, operating_system_user()) as desk:
        return desk.store.path.resolve()


def _is_training(path: Path) -> bool:
    from console.cli.opening import open_desk

    with open_desk(str(path), read_only=True) as desk:
        return desk.store.header.kind == "training"


def _listen(host: str, port: int) -> socket.socket:
    """Listen at the address; raises BadInputError where somebody else does already."""
    import socket

    from domain.errors import BadInputError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # There it would let two programs listen at one address.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError as error:
        listening.close()
        reason = error.strerror or "it cannot be listened on"
        message = f"{host}, port {port}: {reason.lower()}; without --port any free one is taken"
        raise BadInputError(message) from None
    return listening


def _told_in_words(path: Path, *, training: bool) -> Callable[[str], None]:
    """Give what prints each address with what it is for."""
    invited = 0

    def invite(address: str) -> None:
        nonlocal invited
        invited += 1
        if invited == 1:
            say(f"The console of {path}{' (TRAINING)' if training else ''}, for one browser of this machine:")
        else:
            say("A browser was let in. For another one:")
        say(f"  {address}")
        if invited == 1:
            say("Keep the address to yourself: whoever opens it works as you. Ctrl+C ends the console.")

    return invite


def _told_in_json(path: Path, *, training: bool) -> Callable[[str], None]:
    """Give what prints each address as JSON, one line each."""
    return lambda address: answer_json({"address": address, "store": str(path), "training": training})
