"""Names that try to be markup, escape sequences or formulas are shown whole, and obeyed by nothing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from console.cli import main
from tests.cli.conftest import AS_AT, HOSTILE_NAMES, hostile, write_documents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Closeout

BOLD = re.compile(r"\x1b\[[01]m")
COMMANDS = [
    "worklist", "worklist H001", "show H001", "explain H001 --as-at 2016-02-15", "journal list H001", "who",
    "check H001 --preview --as-at 2016-02-15", "validate H001 --as-at 2016-02-15", "note H001 \x1b[31mred\u202e",
    "inhibit set H001 C1 --reason \x9b31m", "work open H001 C1 \x1b]0;title\x07", "undo H001 999",
    "show \x1b[31m", "worklist --sort \x1b[31m", "explain H001 --rule \x1b[31m\u202e", "\x1b[31m", "import \x1b[31m",
    "assess \u202e\x9b31m", "note \x1b[31m text", "backup \x1b[31m/x",
    "who add \x1b[31m --name \x1b[32m --role caseworker",
    "journal verify --head \x1b[31m", "amend E003 --place \x1b[31m:gb_sos:1", "check E001 --as-at \x1b[31m",
]  # fmt: skip


def obeyed(text: str) -> list[str]:
    """Find what a terminal would obey, but for the line ends and the weight of our own headings."""
    return [letter for letter in BOLD.sub("", text) if not letter.isprintable() and letter != "\n"]


def test_what_would_be_obeyed_is_noticed() -> None:
    assert obeyed("\x1b[1mok\x1b[0m\n") == []
    assert all(obeyed(letter) for letter in ("\x1b[31m", "\x9b", "\u202e", "\x07", "\r"))


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_a_command_prints_is_obeyed(at: Closeout, command: str) -> None:
    for options in ([], ["--json"]):
        result = at(*command.split(" "), *options, color=True)
        assert result.exit_code in {0, 2, 3}
        assert obeyed(result.stdout) == []
        assert obeyed(result.stderr) == []


@pytest.mark.parametrize("command", ["worklist", "show H001", "journal list H001", "explain H001"])
def test_json_is_plain_ascii(at: Closeout, command: str) -> None:
    assert at(*command.split(), "--json").stdout.isascii()


def test_names_are_shown_whole(at: Closeout) -> None:
    text = at("show", "H001").stdout
    assert "SMITH [NÉE JONES] =cmd|'/C calc'!A0 ␛]52;c;QUJD␇" in text
    assert "O'BRIEN [/] LTD [@CLICK=APP.QUIT]X‹U+009B›31M‹U+202E›GNP.EXE" in text
    document = json.loads(at("show", "H001", "--json").stdout)["document"]
    assert document["paying_parent"]["surname"] == HOSTILE_NAMES["surname"]
    assert document["journey"]["tranche"] == HOSTILE_NAMES["tranche"]


def test_columns_stay_where_they_are(at: Closeout) -> None:
    lines = at("worklist").stdout.splitlines()
    column = lines[0].index("Stage")
    assert next(line for line in lines if line.startswith("E001"))[column:].startswith("To dispose")
    assert next(line for line in lines if line.startswith("H001"))[column:].startswith("Deferred")


@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_assess_prints_faults_and_answers_inert(closeout: Closeout, tmp_path: Path, json_too: list[str]) -> None:
    bad = hostile() | {"\x1b[31m\u202e": "\x9b31m"}
    worse = hostile() | {"casegroup_id": "\x1b[2J"}
    file = write_documents(tmp_path / "hostile.jsonl", hostile(), bad, worse)
    result = closeout("assess", file, "--as-at", AS_AT, *json_too, color=True)
    assert result.exit_code == 3
    assert obeyed(result.stdout + result.stderr) == []


def test_a_terminal_that_knows_no_other_letters_gets_their_numbers() -> None:
    result = CliRunner(charset="ascii").invoke(main, ["policy", "--as-at", AS_AT])
    assert result.exit_code == 0
    assert "\\xa31,000,000.00" in result.stdout
