"""The command line answers at once because it loads no Textual, whatever it is asked to do."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("console.cli", reason="there is no command line yet")
from tests.house.readme import command_line, commands
from tests.house.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = [names for names, _ in commands(command_line())]
SAMPLE_DAY = "2016-02-15"
# Runs the program in this process and tells afterwards which modules it has loaded, and how it ended.
PROBE = """
import json, sys
from console.cli import main
exit_code = 0
try:
    main(sys.argv[2:])
except SystemExit as ended:
    exit_code = ended.code or 0
with open(sys.argv[1], "w") as told:
    json.dump({"exit_code": exit_code, "modules": sorted(sys.modules)}, told)
"""


def modules_loaded(tmp_path: Path, *arguments: str) -> set[str]:
    """Run the program with the given arguments and name the top modules it loaded."""
    told = tmp_path / "told.json"
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(told), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert told.exists(), done.stderr
    answer = json.loads(told.read_text(encoding="utf-8"))
    assert answer["exit_code"] == 0, f"closeout {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return {name.split(".", maxsplit=1)[0] for name in answer["modules"]}


def test_the_probe_notices_textual(tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    probe = PROBE.replace("from console.cli import main", "import textual.app\nmain = len")
    subprocess.run([sys.executable, "-c", probe, str(told)], cwd=ROOT, check=True)
    assert "textual.app" in json.loads(told.read_text(encoding="utf-8"))["modules"]


def test_every_command_is_probed() -> None:
    assert len(COMMANDS) > 12


@pytest.mark.parametrize("names", [(), *COMMANDS], ids=lambda names: " ".join(names) or "closeout")
def test_help_loads_no_textual_and_no_faker(tmp_path: Path, names: tuple[str, ...]) -> None:
    assert not modules_loaded(tmp_path, *names, "--help") & {"textual", "faker"}


def test_help_of_the_whole_program_loads_no_store_and_no_document_reader(tmp_path: Path) -> None:
    assert not modules_loaded(tmp_path, "--help") & {"sqlcipher3", "sqlite_utils", "pydantic", "rich"}


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_help_shows_an_example(names: tuple[str, ...]) -> None:
    help_text = dict(commands(command_line()))[names].help or ""
    assert f"closeout {names[0]} " in help_text
