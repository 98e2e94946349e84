"""`closeout letters`: the catalogue, and specimens of every letter as text, JSON and paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from console.cli.letters import NUMBERS, STATUSES
from domain.letters.catalogue import CATALOGUE
from domain.letters.texts import STATUSES as CASE_STATUSES
from tests.cli.conftest import answers_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Closeout


def test_the_command_knows_the_numbers_and_statuses_of_the_catalogue() -> None:
    assert [letter.number for letter in CATALOGUE] == list(NUMBERS)
    assert CASE_STATUSES == STATUSES


def test_the_catalogue_lists_fifteen_letters(closeout: Closeout) -> None:
    lines = closeout("letters", "catalogue").stdout.splitlines()
    assert len(lines) == 1 + len(NUMBERS)
    assert "receiving parent" in next(line for line in lines if line.startswith("CMSL6308"))
    listed = json.loads(closeout("letters", "catalogue", "--json").stdout)
    assert [letter["number"] for letter in listed] == list(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_specimen_shows_the_letter_with_the_names_of_its_fields(closeout: Closeout, number: str) -> None:
    result = closeout("letters", "specimen", number)
    assert result.exit_code == 0
    assert "((" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    (answer,) = answers_of(closeout("letters", "specimen", number, "--json"))
    assert answer["number"] == number


def test_a_specimen_on_paper_is_written_once(closeout: Closeout, tmp_path: Path) -> None:
    file = tmp_path / "specimen.pdf"
    assert closeout("letters", "specimen", "CMSL6300", "--pdf", file, "--large-print").exit_code == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert closeout("letters", "specimen", "CMSL6300", "--pdf", file).exit_code == 3


def test_who_chose_welsh_is_told_in_welsh_that_there_is_none_yet(closeout: Closeout) -> None:
    assert "Gymraeg" in closeout("letters", "specimen", "CMSL6303", "--welsh").stdout
