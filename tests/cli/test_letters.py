"""`closeout letters`: the catalogue, and specimens of every letter as text, JSON and paper."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from console.cli.letters import NUMBERS, STATUSES
from domain.letters.catalogue import CATALOGUE
from domain.letters.texts import STATUSES as CASE_STATUSES
from tests.cli.conftest import answers_of
from tests.letter_store import payer, proactive, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.cli.conftest import Closeout


def test_the_command_knows_the_numbers_and_statuses_of_the_catalogue() -> None:
    assert [letter.number for letter in CATALOGUE] == list(NUMBERS)
    assert CASE_STATUSES == STATUSES


def test_the_catalogue_lists_fifteen_letters(closeout: Closeout) -> None:
    lines = closeout("letters", "catalogue").stdout.splitlines()
    assert len(lines) == 1 + len(NUMBERS)
    assert "receiving parent" in next(line for line in lines if line.startswith("CMSL6308"))
    assert any(line.endswith("will now end on [liability end date]") for line in lines)
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


def test_a_number_that_no_letter_has_is_answered_with_those_there_are(closeout: Closeout) -> None:
    said = closeout("letters", "specimen", "CMSL9999").stderr
    assert "'CMSL9999'; expected one of CMSL6300, CMSL6301," in said
    assert closeout("letters", "specimen", "cmsl6303").exit_code == 0


def test_a_specimen_on_paper_is_written_once(closeout: Closeout, tmp_path: Path) -> None:
    file = tmp_path / "specimen.pdf"
    assert closeout("letters", "specimen", "CMSL6300", "--pdf", file, "--large-print").exit_code == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert closeout("letters", "specimen", "CMSL6300", "--pdf", file).exit_code == 3


def test_who_chose_welsh_is_told_in_welsh_that_there_is_none_yet(closeout: Closeout) -> None:
    assert "Gymraeg" in closeout("letters", "specimen", "CMSL6303", "--welsh").stdout


# ---------------------------------------------------------------------------------------------------------- the tray


@pytest.fixture
def letters(closeout: Closeout, tmp_path: Path) -> Closeout:
    """Ask about the letters of a store of its own, on the day of its first contacts."""
    store_of(tmp_path, proactive("CG1", paying_parent=payer(date_of_death="2016-01-02")), proactive("CG2")).close()

    def asked(*arguments: str) -> Result:
        return closeout("--store", str(tmp_path / "casework.db"), "letters", *arguments)

    return asked


ON = ("--as-at", "2016-01-04")


def test_the_days_letters_from_due_to_one_file_of_paper(letters: Closeout, tmp_path: Path) -> None:
    assert "4 due today, 0 overdue, 0 without a day." in letters("due", *ON).stdout
    due = answers_of(letters("due", *ON, "--json"))
    assert [line["blocked"] for line in due] == ["deceased", None, None, None]
    assert "3 letters would be put in the tray" in letters("prepare", "--preview", *ON).stdout
    assert json.loads(letters("prepare", *ON, "--json").stdout)["held_back"] == {"deceased": 1}
    file = tmp_path / "letters.pdf"
    released = letters("release", *ON, "--batch-file", str(file), "--manifest", str(tmp_path / "letters.csv"))
    assert "3 letters issued in batch 2016-01-04-1." in released.stdout
    assert file.read_bytes().startswith(b"%PDF-")
    assert "0 letters issued." in letters("release", *ON).stdout
    assert letters("batch", "2016-01-04-1", str(tmp_path / "again.pdf")).exit_code == 0
    assert (tmp_path / "again.pdf").read_bytes() == file.read_bytes()


def test_a_letter_is_read_back_as_text_and_as_the_paper_it_went_on(letters: Closeout, tmp_path: Path) -> None:
    letters("prepare", *ON)
    letters("release", *ON)
    shown = letters("show", "CG2-L1", "--pdf", str(tmp_path / "one.pdf"))
    assert "Issued on 4 Jan 2016, batch 2016-01-04-1." in shown.stdout
    assert "Dear Sam Client1" in shown.stdout
    told = json.loads(letters("show", "CG2-L1", "--json").stdout)
    assert told["digest"] == hashlib.sha256((tmp_path / "one.pdf").read_bytes()).hexdigest()
    assert told["text"]["paragraphs"][0]["text"].startswith("Your child maintenance case")
    assert [line["state"] for line in answers_of(letters("list", "CG2", "--json"))] == ["issued"] * 2 + ["due"] * 2
    for unknown in ("CG2-L9", "NOPE"):
        shown = letters("show", unknown)
        assert (shown.exit_code, f"letter '{unknown}': not in this store" in shown.stderr) == (3, True)


def test_what_was_held_back_is_reported_to_those_who_tell_clients_otherwise(letters: Closeout, tmp_path: Path) -> None:
    letters("prepare", *ON)
    file = tmp_path / "suppressed.csv"
    told = letters("suppressed", "--csv", str(file), "--from", "2016-01-04")
    assert "the client has died" in told.stdout
    assert told.stdout.splitlines()[0] == "1 letter suppressed."
    assert file.read_text("utf-8").splitlines()[1] == "CG1,CG1-L1,CMSL6303,P1,paying_parent,deceased,2016-01-04,False"
    assert json.loads(letters("suppressed", "--to", "2016-01-03", "--json").stdout)["letters"] == []


def test_a_letter_is_sent_again_taken_out_edited_and_issued(letters: Closeout, tmp_path: Path) -> None:
    letters("prepare", *ON)
    letters("release", *ON)
    again = letters("reissue", "CG2-L1", "--format", "large_print", "--because", "You asked for it.", *ON)
    assert "CMSL6313 put in the tray in large print: it covers CG2-L3 (CG2-L4)." in again.stdout
    assert letters("take-out", "CG2-L3", *ON).stdout == "2 letters taken out of the tray.\n"
    assert letters("take-out", "CG2-L1", *ON).exit_code == 3
    form = letters("write-off-form", "CG2", "C1", "--from", "2015-01-01", "--to", "31 December 2015", *ON)
    assert "CMSL6300 to the receiving parent put in the tray" in form.stdout
    word, pdf = tmp_path / "letter.docx", tmp_path / "edited.pdf"
    assert letters("edit", "CG2-L5", str(word), *ON).exit_code == 0
    letters("show", "CG2-L1", "--pdf", str(pdf))
    assert "1 letters issued" in letters("issue-edited", "CG2-L5", str(pdf), *ON).stdout
    assert letters("issue-edited", "CG2-L5", str(pdf), *ON).exit_code == 3


def test_who_letters_come_from_is_told_and_set_once(letters: Closeout) -> None:
    assert json.loads(letters("sender", "--json").stdout)["telephone"] == "0000 000 0000"
    given = ("--name", "CSA", "--line", "PO Box 2", "--line", "BL1 1AA", "--telephone", "1", "--options-telephone", "2")
    assert letters("sender", *given).exit_code == 0
    assert letters("sender", *given).exit_code == 3
    assert letters("sender", "--name", "CSA").exit_code == 3


def test_the_batch_prepares_the_letters_of_the_day(letters: Closeout, closeout: Closeout, tmp_path: Path) -> None:
    told = json.loads(closeout("--store", str(tmp_path / "casework.db"), "run", *ON, "--json").stdout)
    assert len(told["letters"]["prepared"]) == 3
    assert letters("list", "--state", "in_tray").stdout.count("in the tray") == 3
