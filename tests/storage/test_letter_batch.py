"""Letters in batches: made one by one, printed as one file with its manifest, whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pypdf import PdfReader

from domain.errors import BadInputError
from storage.exporters.letter_batch import (
    BatchOrderError,
    LetterToMake,
    MadeLetter,
    make_letters,
    manifest_record,
    write_batch,
)
from storage.exporters.letters import letter_pdf
from storage.exporters.pdf import UnfitError
from tests.storage.paper import LINES, NOW, envelope, letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def to_make(letter_id: str, number: str = "CMSL6308", covers: str | None = None) -> LetterToMake:
    """A letter that is to be made, with its id as its reference."""
    return LetterToMake(letter_id, f"to {letter_id}", letter(number), envelope(reference=letter_id), covers)


def made(*letters: LetterToMake) -> list[MadeLetter]:
    return list(make_letters(letters, NOW))


PLAIN = ("L1", None), ("L2", None)
COVERED = ("L1", None), ("L3", "L2"), ("L2", None)
TWO_COVERS = ("L4", "L2"), ("L3", "L2"), ("L2", None)
COPY = ("L2", None), ("L4", "L2"), ("L2", None)


def ordered(*order: tuple[str, str | None]) -> list[MadeLetter]:
    """Letters in an order, made once each; those that cover something are covering letters."""
    pdf = letter_pdf(letter("CMSL6313"), envelope(), NOW)
    return [MadeLetter(each, "CMSL6313" if covers else "CMSL6308", "P1", pdf, covers) for each, covers in order]


def test_each_letter_is_made_when_it_is_asked_for_and_not_before() -> None:
    asked: list[str] = []

    def letters() -> Iterator[LetterToMake]:
        for letter_id in ("L1", "L2"):
            asked.append(letter_id)
            yield to_make(letter_id)

    stream = make_letters(letters(), NOW)
    assert asked == []
    first = next(stream)
    assert asked == ["L1"]
    assert (first.letter_id, first.number, first.recipient) == ("L1", "CMSL6308", "to L1")
    assert first.pdf == letter_pdf(letter(), envelope(reference="L1"), NOW)
    assert first.digest == hashlib.sha256(first.pdf).hexdigest()


def test_a_batch_is_one_sound_file_of_the_same_pages_in_the_same_order(tmp_path: Path) -> None:
    letters = made(to_make("L1"), to_make("L2", "CMSL6303"), to_make("L3", "CMSL6300"))
    manifest = write_batch(letters, tmp_path / "batch.pdf")
    body = (tmp_path / "batch.pdf").read_bytes()
    assert manifest.digest == hashlib.sha256(body).hexdigest()
    with pikepdf.open(io.BytesIO(body)) as pdf:
        assert pdf.check_pdf_syntax() == []
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    assert pages == [page.extract_text() for each in letters for page in PdfReader(io.BytesIO(each.pdf)).pages]
    assert manifest.pages == len(pages)
    assert (tmp_path / "batch.pdf").stat().st_mode & 0o077 == 0
    for entry in manifest.entries:
        assert all(entry.letter_id in page for page in pages[entry.first_page - 1 : entry.last_page])


def test_every_page_of_a_batch_looks_like_the_page_of_its_letter(tmp_path: Path) -> None:
    """What draws a page is byte for byte the same: its marks, and each font that it names."""
    letters = [replace(to_make("L1"), envelope=envelope(LINES, large_print=True)), to_make("L2", "CMSL6300")]
    write_batch(made(*letters), tmp_path / "batch.pdf")
    with pikepdf.open(tmp_path / "batch.pdf") as batch:
        pages = iter(batch.pages)
        for each in made(*letters):
            with pikepdf.open(io.BytesIO(each.pdf)) as alone:
                for page in alone.pages:
                    assert drawing(next(pages)) == drawing(page)


def drawing(page: pikepdf.Page) -> list[bytes]:
    fonts = page.obj["/Resources"]["/Font"]
    files = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts.values()]
    programs = [descriptor.get("/FontFile2", descriptor.get("/FontFile3")) for descriptor in files]
    return [page.obj["/Contents"].read_bytes(), *(program.read_bytes() for program in programs if program is not None)]


def test_the_manifest_tells_place_pages_digest_and_counts(tmp_path: Path) -> None:
    letters = made(to_make("L1"), to_make("L3", "CMSL6313", "L2"), to_make("L2"))
    manifest = write_batch(letters, tmp_path / "b.pdf", tmp_path / "b.csv")
    assert (manifest.letters, manifest.by_number) == (3, {"CMSL6308": 2, "CMSL6313": 1})
    assert [(entry.place, entry.letter_id, entry.covers) for entry in manifest.entries] == [
        (1, "L1", None),
        (2, "L3", "L2"),
        (3, "L2", None),
    ]
    ends = [0, *(entry.last_page for entry in manifest.entries)]
    assert [entry.first_page for entry in manifest.entries] == [end + 1 for end in ends[:-1]]
    assert ends[-1] == manifest.pages
    assert [entry.digest for entry in manifest.entries] == [each.digest for each in letters]
    with (tmp_path / "b.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {name: "" if value is None else str(value) for name, value in entry.items()}
        for entry in manifest_record(manifest)["entries"]
    ]


def test_no_cell_of_the_manifest_is_a_formula(tmp_path: Path) -> None:
    letters = [replace(each, recipient='=HYPERLINK("x")', letter_id="+1") for each in ordered(("L1", None))]
    write_batch(letters, tmp_path / "b.pdf", tmp_path / "b.csv")
    with (tmp_path / "b.csv").open(newline="") as file:
        row = next(csv.DictReader(file))
    assert row["recipient"] == '\'=HYPERLINK("x")'


@pytest.mark.parametrize("order", [PLAIN, COVERED, TWO_COVERS, COPY])
def test_a_covering_letter_lies_directly_on_what_it_covers(
    tmp_path: Path, order: tuple[tuple[str, str | None], ...]
) -> None:
    manifest = write_batch(ordered(*order), tmp_path / "b.pdf")
    assert [(entry.letter_id, entry.covers) for entry in manifest.entries] == list(order)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        ((), "There is no letter to print."),
        ((("L1", None), ("L1", None)), "The letter L1 is in the batch twice."),
        (
            (("L3", "L2"), ("L1", None), ("L2", None)),
            "The letter L2 does not lie under its covering letter, but L1 does.",
        ),
        ((("L2", None), ("L3", "L2")), "The letter L2 does not lie under its covering letter; the batch ends there."),
        (
            (("L3", "L1"), ("L4", "L2"), ("L2", None)),
            "The letter L1 does not lie under its covering letter, but L4 does.",
        ),
    ],
    ids=["none", "twice", "another between", "cover after it", "covers of two"],
)
def test_a_batch_in_no_possible_order_is_refused_and_nothing_is_left(
    tmp_path: Path, order: tuple[tuple[str, str | None], ...], why: str
) -> None:
    with pytest.raises(BatchOrderError) as refused:
        write_batch(ordered(*order), tmp_path / "b.pdf", tmp_path / "b.csv")
    assert str(refused.value) == why
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), UnfitError("no room"), OSError(5, "gone")], ids=repr)
def test_a_batch_interrupted_half_way_leaves_nothing_and_can_be_printed_again(
    tmp_path: Path, error: BaseException
) -> None:
    def broken() -> Iterator[MadeLetter]:
        yield from ordered(*PLAIN)
        raise error

    paths = (tmp_path / "b.pdf", tmp_path / "b.csv")
    with pytest.raises((type(error), BadInputError)):
        write_batch(broken(), *paths)
    assert list(tmp_path.iterdir()) == []
    assert write_batch(ordered(*PLAIN), *paths).letters == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.csv", "b.pdf"]


@pytest.mark.parametrize("taken", ["b.pdf", "b.csv"])
def test_a_file_that_is_there_is_written_over_only_when_told(tmp_path: Path, taken: str) -> None:
    paths = (tmp_path / "b.pdf", tmp_path / "b.csv")
    (tmp_path / taken).write_text("mine")
    with pytest.raises(BadInputError, match="is there already"):
        write_batch(ordered(*PLAIN), *paths)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]
    write_batch(ordered(*PLAIN), *paths, force=True)
    assert (tmp_path / taken).read_bytes() != b"mine"


def test_no_file_of_a_batch_is_named_twice(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="is named twice"):
        write_batch(ordered(*PLAIN), tmp_path / "b.pdf", tmp_path / "b.pdf")
    assert list(tmp_path.iterdir()) == []


def test_the_same_batch_is_the_same_to_the_byte(tmp_path: Path) -> None:
    first, second = (write_batch(ordered(*COVERED), tmp_path / name) for name in ("1.pdf", "2.pdf"))
    assert first == second
