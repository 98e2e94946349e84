"""The README tells what the program can do: no more, no less."""

from __future__ import annotations

import re
from importlib.util import find_spec

import pytest

from tests.house.readme import README, command_line, commands, with_tables
from tests.house.tree import ROOT, text_of

TEXT = README.read_text(encoding="utf-8")
MAKEFILE = text_of(ROOT / "Makefile")


def test_the_tables_are_those_of_the_program() -> None:
    assert with_tables(TEXT) == TEXT, "the program has changed: run make readme"


def test_a_table_that_has_lost_its_place_is_noticed() -> None:
    with pytest.raises(ValueError, match="0 places"):
        with_tables(TEXT.replace("<!-- end of keys -->", ""))


def test_every_make_target_spoken_of_exists() -> None:
    spoken_of = set(re.findall(r"(?:^|`)make ([a-z]+)", TEXT, re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert {"run", "test", "check"} <= spoken_of
    assert spoken_of <= targets


def test_every_folder_and_file_spoken_of_in_the_table_of_changes_is_named_as_it_is() -> None:
    table = TEXT[TEXT.index("## Where does a change go?") :]
    places = re.findall(r"`((?:domain|storage|console|themes|tests)/[\w/.]*)`", table)
    assert len(places) > 8
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.mark.skipif(find_spec("console.cli") is None, reason="there is no command line to compare with")
def test_every_command_and_option_spoken_of_exists() -> None:
    known = dict(commands(command_line()))
    spoken_of = re.findall(r"\bcloseout( [a-z][^`#&|\n]*)", TEXT)
    assert spoken_of
    for line in spoken_of:
        words = line.split()
        reached = [names for names in known if tuple(words[: len(names)]) == names]
        assert reached, f"the README speaks of closeout{line}"
        command = known[max(reached, key=len)]
        options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= options, f"options of closeout{line}"
