"""Letters on paper: the address in the window and nothing else there, ink inside its limits, text that can be read."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from PIL import Image
from pypdf import PdfReader

from domain.letters.catalogue import CATALOGUE
from domain.letters.texts import STATUSES, FilledLetter, fill, letter_text
from storage.exporters.letters import Envelope, Sender, letter_pdf, letter_pictures

NOW: Final = datetime(2016, 2, 15, 12, tzinfo=UTC)
PAGE_MILLIMETRES: Final = (210, 297)
WINDOW: Final = (24.6, 39.5, 120.0, 66.3)
CONTACT: Final = (125.0, 5.0, 195.0, 95.0)
BODY: Final = (15.0, 95.0, 195.0, 292.0)
LATER_PAGES: Final = (15.0, 5.0, 195.0, 292.0)
HOSTILE: Final = '#import "x" $x$ ] ((name)) \\ @a <b> *c* _d_ `e` // f'
SEVEN: Final = (
    "Ms Ó Briain-Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Flat 3, Gŵydd House", "12 Example Street", "Some Village", "Some District", "ANYTOWN", "BL1 1AA",
)  # fmt: skip
THREE: Final = ("O'Brien [/] Ltd", "1 High Street", "BL1 1AA")
Box = tuple[float, float, float, float]


def letter(number: str = "CMSL6308", text: str = "some text") -> FilledLetter:
    """Fill a letter for a case with maintenance and arrears, every field with the same text."""
    listed = next(letter.number for letter in CATALOGUE if letter.number == number)
    written = letter_text(listed)
    return fill(written, STATUSES[0], dict.fromkeys(written.fields(STATUSES[0]), text))


def envelope(address: tuple[str, ...] = THREE, *, large_print: bool = False) -> Envelope:
    """Put a letter into an envelope."""
    sender = Sender("Child Support Agency", ("1 Example Street", "ANYTOWN", "BL1 1AA"), (("Telephone", "0000"),))
    return Envelope(sender, address, "CG1", "15 February 2016", "Dear reader", ("Case closure team",), large_print)


def ink(page: bytes) -> list[tuple[float, float]]:
    """Give the place of every dark pixel of a page, in millimetres from the top left."""
    picture = Image.open(io.BytesIO(page)).convert("L")
    width, height = picture.size
    scale = (PAGE_MILLIMETRES[0] / width, PAGE_MILLIMETRES[1] / height)
    return [
        ((at % width) * scale[0], (at // width) * scale[1]) for at, shade in enumerate(picture.tobytes()) if shade < 160
    ]


def inside(place: tuple[float, float], box: Box) -> bool:
    """Whether a place is in a box."""
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


@pytest.mark.parametrize("address", [THREE, SEVEN], ids=["three lines", "seven lines and sixty letters"])
@pytest.mark.parametrize("large_print", [False, True], ids=["12 points", "16 points"])
def test_all_ink_is_where_it_may_be_and_the_window_shows_the_address_alone(
    address: tuple[str, ...], large_print: bool
) -> None:
    with_address = letter_pictures(letter(), envelope(address, large_print=large_print), NOW)
    without = letter_pictures(letter(), envelope((), large_print=large_print), NOW)
    first = ink(with_address[0])
    assert all(any(inside(place, box) for box in (WINDOW, CONTACT, BODY)) for place in first)
    assert any(inside(place, WINDOW) for place in first)
    assert not any(inside(place, WINDOW) for place in ink(without[0]))
    assert len(with_address) > 1
    for page in with_address[1:]:
        assert all(inside(place, LATER_PAGES) for place in ink(page))


@pytest.mark.parametrize("number", [letter.number for letter in CATALOGUE])
def test_every_letter_is_a_tagged_pdf_with_title_language_and_pages_counted(number: str) -> None:
    filled = letter(number)
    reader = PdfReader(io.BytesIO(letter_pdf(filled, envelope(), NOW)))
    assert reader.metadata is not None
    assert reader.metadata.title == filled.title
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    for number_of_page, page in enumerate(reader.pages, start=1):
        assert f"Page {number_of_page} of {len(reader.pages)}" in page.extract_text()


def test_the_text_is_read_in_the_order_of_the_letter() -> None:
    filled = letter()
    reader = PdfReader(io.BytesIO(letter_pdf(filled, envelope(), NOW)))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    parts = ["Child Support Agency", "O'Brien [/] Ltd", "15 February 2016", "Dear reader", filled.title]
    parts += [paragraph.heading for paragraph in filled.paragraphs if paragraph.heading]
    places = [words.index(part) for part in parts]
    assert places == sorted(places)


def test_every_font_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(letter_pdf(letter(), envelope(SEVEN), NOW)))
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for resource in resources
        for font in resource["/Font"].values()
    ]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_hostile_text_is_shown_and_never_obeyed() -> None:
    reader = PdfReader(io.BytesIO(letter_pdf(letter("CMSL6314", HOSTILE), envelope((HOSTILE, *THREE[1:])), NOW)))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert words.count('#import "x" $x$ ] ((name))') >= 2


def test_the_same_letter_made_at_the_same_time_is_the_same_to_the_byte() -> None:
    assert letter_pdf(letter(), envelope(), NOW) == letter_pdf(letter(), envelope(), NOW)
