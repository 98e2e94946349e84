"""What only a terminal gets: progress bars on stderr, headings in bold; and neither where nobody looks."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import AS_AT, CASEGROUPS
from tests.cli.test_exits import PROGRAM
from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

BOLD = b"\x1b[1m"


def on_terminal(stream: str, *arguments: object, environment: Mapping[str, str] | None = None) -> tuple[bytes, bytes]:
    """Run the program with one of its output streams on a terminal; give what the terminal and the other got."""
    ours, theirs = pty.openpty()
    other = "stderr" if stream == "stdout" else "stdout"
    with subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm-256color", **(environment or {})},
        stdin=subprocess.DEVNULL,
        **{stream: theirs, other: subprocess.PIPE},  # type: ignore[call-overload]
    ) as running:
        os.close(theirs)
        pipe = running.stdout or running.stderr
        assert pipe is not None
        # The terminal first: it holds little, and the program waits until it is read. A pipe holds the rest.
        shown = _read_terminal(ours)
        piped = pipe.read()
        os.close(ours)
        assert running.wait() == 0
    return shown, piped


@pytest.mark.parametrize("name", ["plain.jsonl", "[bold]{0} {task}.jsonl"])
def test_progress_is_shown_on_a_terminal_and_answers_stay_clean(tmp_path: Path, name: str) -> None:
    file = Path(shutil.copy(CASEGROUPS, tmp_path / name))
    wide = {"COLUMNS": "300"}
    shown, piped = on_terminal("stderr", "assess", file, "--as-at", AS_AT, "--json", environment=wide)
    assert name.encode() in shown
    assert len(piped.splitlines()) == 8
    assert b"\x1b" not in piped


def _read_terminal(descriptor: int) -> bytes:
    """Read what a terminal shows until nobody writes to it any more, which Linux tells by an error."""
    shown = b""
    try:
        while part := os.read(descriptor, 65_536):
            shown += part
    except OSError:
        pass
    return shown


@pytest.mark.parametrize(("environment", "bold"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_headings_are_bold_on_a_terminal_unless_colour_is_unwanted(
    environment: Mapping[str, str], *, bold: bool
) -> None:
    shown, piped = on_terminal("stdout", "policy", "--as-at", AS_AT, environment=environment)
    assert b"deferral.liability_not_ended" in shown
    assert (BOLD in shown) is bold
    assert piped == b""
