"""`closeout serve` listens on this machine alone, and says before anything is served what is in the way."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from console.cli.browser.server import ConsoleServer
from console.desk.desk import Desk
from domain.actor import Actor
from tests.cli.conftest import CASEWORKER, STRANGER, answers_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout


EVERY_NETWORK = "0.0.0.0"  # noqa: S104 - never listened at; it is refused


@pytest.mark.parametrize(
    "address",
    [EVERY_NETWORK, "::", "10.0.0.1", "192.168.1.5", "example.org", "localhost.example", "127.0.0.1.nip.io", ""],
)
def test_any_address_but_one_of_the_loopback_is_wrong_usage(at: Closeout, address: str) -> None:
    result = at("serve", "--address", address)
    assert result.exit_code == 2
    assert "not an address of this machine alone" in result.stderr


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "127.0.0.2", "::1"])
def test_an_address_of_the_loopback_is_listened_at(
    at: Closeout, store: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []

    def serve(server: ConsoleServer) -> None:
        heard.append(server._listening.getsockname()[0])
        server._invite(server.address)
        server._invite(server.address)

    monkeypatch.setattr(ConsoleServer, "serve", serve)
    result = at("serve", "--address", address, "--json")
    if address == "::1" and result.exit_code == 3:
        pytest.skip("this machine has no IPv6")
    assert (result.exit_code, heard) == (0, ["127.0.0.1" if address == "localhost" else address])
    first, _ = answers_of(result)
    assert first["store"] == str(store.resolve())
    assert first["training"] is False
    shown = f"[{address}]" if address == "::1" else heard[0]
    assert first["address"].startswith(f"http://{shown}:")
    in_words = at("serve", "--address", address).stdout
    assert "Keep the address to yourself" in in_words
    assert "For another one:" in in_words


def test_a_port_that_is_taken_is_told(at: Closeout) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = at("serve", "--port", port)
    assert result.exit_code == 3
    assert f"127.0.0.1, port {port}: address already in use" in result.stderr


def test_whoever_is_not_on_the_roster_is_told_before_anything_is_served(
    at: Closeout, store: Path, work_as: Callable[[str], None]
) -> None:
    with Desk.open(store, "manager") as desk:
        desk.write_roster([Actor(CASEWORKER, "A Patel", frozenset({"caseworker"}))])
    work_as(STRANGER)
    assert at("serve").exit_code == 4


def test_a_store_that_is_not_there_is_not_made(closeout: Closeout, tmp_path: Path) -> None:
    result = closeout("serve", "--store", tmp_path / "none.db")
    assert result.exit_code == 3
    assert not (tmp_path / "none.db").exists()


def test_the_live_store_is_never_served_for_training(closeout: Closeout, store: Path) -> None:
    result = closeout("serve", "--training", "--store", store)
    assert result.exit_code == 3
    assert result.stdout == ""
