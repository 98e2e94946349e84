"""A letter as a Word file: what a caseworker edits says what the letter says, and nothing in it is obeyed."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.enum.text import WD_TAB_LEADER
from pypdf import PdfReader

from domain.letters.catalogue import CATALOGUE
from storage.exporters.letter_docx import letter_docx
from storage.exporters.pdf import UnfitError
from tests.storage.paper import HOSTILE, LINES, NOW, THREE, UNSEEN, envelope, letter

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

    from domain.letters.texts import FilledLetter
    from storage.exporters.letters import Envelope

SIZES = pytest.mark.parametrize(("large_print", "size"), [(False, 12), (True, 16)], ids=["12 points", "16 points"])


def read(filled: FilledLetter, put: Envelope) -> Document:
    return docx.Document(io.BytesIO(letter_docx(filled, put, NOW)))


def texts(document: Document) -> list[str]:
    """Give each paragraph, without what keeps a day together and without the line to write on."""
    return [block.text.replace("\N{NO-BREAK SPACE}", " ").removesuffix("\t") for block in document.paragraphs]


@pytest.mark.parametrize("number", [listed.number for listed in CATALOGUE])
def test_a_word_file_says_the_whole_letter_in_its_order(number: str) -> None:
    filled, put = letter(number, "14 March 2016"), envelope(LINES)
    wanted = [put.sender.name, *put.sender.lines, *(f"{label} {value}" for label, value in put.sender.contact)]
    wanted += [*LINES, put.date, "Reference: CG1", put.greeting, filled.title]
    for paragraph in filled.paragraphs:
        wanted += [paragraph.heading] if paragraph.heading else []
        wanted += [paragraph.text, *paragraph.items]
    assert texts(read(filled, put)) == [*wanted, *put.closing]


def test_headings_lists_title_and_language_are_known_to_a_screen_reader() -> None:
    filled = letter()
    document = read(filled, envelope())
    styles: dict[str, list[str]] = {}
    for block in document.paragraphs:
        assert block.style is not None
        styles.setdefault(str(block.style.name), []).append(block.text)
    assert styles["Heading 1"] == [filled.title]
    assert styles["Heading 2"] == [paragraph.heading for paragraph in filled.paragraphs if paragraph.heading]
    assert styles["List Bullet"] == [item for paragraph in filled.paragraphs for item in paragraph.items]
    about = document.core_properties
    assert (about.title, about.language, about.author) == (filled.title, "en-GB", "Child Support Agency")
    assert languages(letter_docx(filled, envelope(), NOW), "word/styles.xml") == {"en-GB"}


def languages(body: bytes, part: str) -> set[str]:
    xml = zipfile.ZipFile(io.BytesIO(body)).read(part).decode()
    return {piece.split('"')[0] for piece in xml.split('<w:lang w:val="')[1:]}


def test_welsh_is_marked_as_welsh() -> None:
    assert languages(letter_docx(replace(letter(), language="cy"), envelope(), NOW), "word/styles.xml") == {"cy-GB"}
    noticed = letter_docx(letter(language="cy"), envelope(), NOW)
    assert languages(noticed, "word/styles.xml") == {"en-GB"}
    assert languages(noticed, "word/document.xml") == {"cy-GB"}


def test_what_is_to_be_filled_in_has_a_line_to_write_on() -> None:
    document = read(letter("CMSL6300"), envelope())
    to_fill_in = [block for block in document.paragraphs if block.text.endswith(":\t")]
    assert [block.text for block in to_fill_in] == ["Signed:\t", "Date:\t"]
    assert {stop.leader for block in to_fill_in for stop in block.paragraph_format.tab_stops} == {WD_TAB_LEADER.LINES}


@SIZES
def test_the_size_of_the_type_is_set_once_for_all(large_print: bool, size: int) -> None:
    document = read(letter(), envelope(large_print=large_print))
    styles: Any = document.styles
    assert styles["Normal"].font.size.pt == styles["List Bullet"].font.size.pt == size
    assert styles["Heading 2"].font.size.pt >= size
    body = next(at for at, block in enumerate(document.paragraphs) if block.text == "Dear reader")
    assert {run.font.size for block in document.paragraphs[body:] for run in block.runs} == {None}


@pytest.mark.parametrize("text", [HOSTILE, "<w:p/>&amp;<!DOCTYPE x>", "{ INCLUDETEXT c:\\x }", "=1+1|' /C calc'!A0"])
def test_hostile_text_is_text(text: str) -> None:
    body = letter_docx(letter("CMSL6314", text), envelope((text, *THREE[1:]), reference=text), NOW)
    said = texts(docx.Document(io.BytesIO(body)))
    assert text in said
    parts = zipfile.ZipFile(io.BytesIO(body))
    fields = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert fields.count("w:instr=") == 2
    assert "instrText" not in fields
    assert not [name for name in parts.namelist() if "vba" in name.lower() or "embed" in name.lower()]


@pytest.mark.parametrize(("text", "shown"), UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_shown_as_its_number(text: str, shown: str) -> None:
    document = read(letter("CMSL6314", text), envelope((text, *THREE[1:]), reference=text))
    assert shown in texts(document)
    assert shown in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ((*LINES, "BL1 1AA"), "The address has 8 lines; the window has room for 7."),
        (("x" * 200, *THREE), "Line 1 of the address is too long for the window of the envelope."),
    ],
)
def test_an_address_that_has_no_room_in_the_window_is_refused(address: tuple[str, ...], why: str) -> None:
    with pytest.raises(UnfitError) as refused:
        letter_docx(letter(), envelope(address), NOW)
    assert str(refused.value) == why


@pytest.mark.needs_writer
@SIZES
def test_libreoffice_prints_it_with_the_address_in_the_window(tmp_path: Path, large_print: bool, size: int) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(letter_docx(letter(text="14 March 2016"), envelope(LINES, large_print=large_print), NOW))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    pages = PdfReader(tmp_path / "letter.pdf").pages
    words: list[tuple[str, float, float]] = []

    def visit(text: str, current: Any, matrix: Any, *_: Any) -> None:
        across = matrix[4] * current[0] + current[4]
        up = matrix[5] * current[3] + current[5]
        words.append(("".join(text.split()), across / 72 * 25.4, 297 - up / 72 * 25.4))

    pages[0].extract_text(visitor_text=visit)
    within = [text for text, across, down in words if text and 24.6 <= across <= 120 and 39.5 <= down <= 66.3]
    assert "".join(within) == "".join(LINES).replace(" ", "")
    assert [text for text, across, down in words if text and across < 120 and down < 95] == within
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in " ".join(page.extract_text().split())
