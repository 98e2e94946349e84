"""The day's letters in a real terminal: the whole tray goes with at most five keys, each letter readable before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.e2e.terminal import closeout, training

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.needs_tmux, pytest.mark.e2e]

LESSONS = ("S61", "S65")


def test_the_whole_tray_goes_with_five_keys_at_most_and_a_letter_is_read_before(tmp_path: Path) -> None:
    store = tmp_path / "training.db"
    assert closeout("train", "--store", store, "--batch").returncode == 0
    prepared = closeout("--store", store, "letters", "prepare", *LESSONS, "--json")
    assert prepared.returncode == 0, prepared.stderr
    letters = len(json.loads(prepared.stdout)["prepared"])
    with training(tmp_path) as opened:
        opened.type_at_once("F2")
        opened.wait_for(f"2 TRAY {letters}", ">  15 Feb 2016    S61-L1")
        opened.type_at_once("Enter")
        opened.wait_for("Dear Oswin Prakash", "more below: PgDn")
        opened.type_at_once("Escape")
        opened.wait_for(">  15 Feb 2016    S61-L1")
        opened.type_at_once("R")
        opened.wait_for(f"Release the whole tray: {letters} letters")
        opened.type_until("1", "A letter that has gone never changes.")
        opened.type_at_once("y")
        opened.wait_for(f"{letters} letters issued", "Printed:")
        opened.type_at_once(":", "q", "Enter")
        opened.wait_for("EXIT=0")
    assert (tmp_path / "training-letters" / "2016-02-15-1.pdf").read_bytes().startswith(b"%PDF")
    listed = closeout("--store", store, "letters", "list", "--state", "issued", "--json")
    assert len(listed.stdout.splitlines()) == letters
