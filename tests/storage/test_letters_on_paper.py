"""Letters on paper: the address in the window and nothing else there, ink inside its limits, text that can be read."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import cycle, product
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from domain.letters.catalogue import CATALOGUE
from domain.letters.texts import STATUSES
from storage.exporters.letters import LetterPress, Sender, letter_pdf, letter_pictures
from storage.exporters.pdf import UnfitError
from tests.storage.paper import (
    BODY,
    CONTACT,
    HOSTILE,
    LATER_PAGES,
    LINES,
    NOW,
    SURNAME,
    THREE,
    UNSEEN,
    WINDOW,
    envelope,
    ink,
    letter,
    said,
)

if TYPE_CHECKING:
    from domain.letters.model import Language

NUMBERS = [letter.number for letter in CATALOGUE]
LANGUAGES: tuple[Language, ...] = ("en", "cy")
ADDRESSES = [(*LINES[: count - 1], LINES[-1]) for count in range(3, 8)]
SIZES = pytest.mark.parametrize("large_print", [False, True], ids=["12 points", "16 points"])


@pytest.mark.parametrize("number", NUMBERS)
def test_all_ink_of_every_letter_is_where_it_may_be(number: str) -> None:
    press, addresses = LetterPress(), cycle(ADDRESSES)
    for status, large_print, language in product(STATUSES, (False, True), LANGUAGES):
        filled = letter(number, "14 March 2016", status=status, language=language)
        pages = press.pictures(filled, envelope(next(addresses), large_print=large_print), NOW)
        assert ink(pages[0], WINDOW)
        assert ink(pages[0], CONTACT)
        assert ink(pages[0], beside=(WINDOW, CONTACT, BODY)) is None
        assert [ink(page, beside=(LATER_PAGES,)) for page in pages[1:]] == [None] * len(pages[1:])


@SIZES
def test_the_window_shows_nothing_but_the_address(large_print: bool) -> None:
    press = LetterPress()
    for number, language in product(NUMBERS, LANGUAGES):
        pages = press.pictures(letter(number, language=language), envelope((), large_print=large_print), NOW)
        assert ink(pages[0], WINDOW) is None


@SIZES
@pytest.mark.parametrize("address", ADDRESSES, ids=[f"{len(address)} lines" for address in ADDRESSES])
def test_an_address_is_whole_and_inside_the_window(address: tuple[str, ...], large_print: bool) -> None:
    put = envelope(address, large_print=large_print)
    page = letter_pictures(letter(), put, NOW)[0]
    assert ink(page, (0.0, 30.0, 124.0, 95.0), beside=(WINDOW,)) is None
    words = said(letter_pdf(letter(), put, NOW)).replace(" ", "")
    assert "".join(address).replace(" ", "") in words


@pytest.mark.parametrize("count", [3, 6, 7])
def test_a_line_too_long_for_the_window_is_broken_where_there_is_room_and_else_set_smaller(count: int) -> None:
    long = "The Right Honourable Made-Up Person, Representative of Somebody Else"
    page = letter_pictures(letter(), envelope((long, *["1 High Street"] * (count - 2), "BL1 1AA")), NOW)[0]
    short = letter_pictures(letter(), envelope(("Person", *["1 High Street"] * (count - 2), "BL1 1AA")), NOW)[0]
    first, beside = ink(page, WINDOW), ink(short, WINDOW)
    assert first
    assert beside
    assert first[2] > 100
    # Seven lines leave no room for an eighth.
    assert (first[3] - first[1] > beside[3] - beside[1] + 3) == (count < 6)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ((*LINES, "BL1 1AA"), "The address has 8 lines; the window has room for 7."),
        (("x" * 200, *THREE), "Line 1 of the address is too long for the window of the envelope."),
        ((*LINES[:5], "x " * 150, "BL1 1AA"), "Line 6 of the address is too long for the window of the envelope."),
    ],
    ids=["eight lines", "a line of 200 letters", "a line that would have to be broken often"],
)
def test_an_address_that_cannot_be_read_through_the_window_is_refused(address: tuple[str, ...], why: str) -> None:
    with pytest.raises(UnfitError) as refused:
        letter_pdf(letter(), envelope(address), NOW)
    assert str(refused.value) == why


@pytest.mark.parametrize("number", NUMBERS)
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


def test_a_letter_in_welsh_says_so_and_counts_its_pages_in_welsh() -> None:
    welsh = letter_pdf(replace(letter(), language="cy"), envelope(), NOW)
    root: Any = PdfReader(io.BytesIO(welsh)).trailer["/Root"]
    assert root["/Lang"] == "cy"
    assert "Tudalen 1 o 2" in said(welsh)


def test_what_is_to_be_filled_in_has_a_line_to_write_on() -> None:
    """Each line runs to the right margin, which no text of this letter reaches."""
    page = letter_pictures(letter("CMSL6300", "x"), envelope(), NOW)[0]
    form = [at for at in range(100, 265) if ink(page, (188.0, float(at), 195.0, at + 1.0))]
    assert len(form) >= 2
    assert form[-1] - form[0] >= 8


@SIZES
def test_no_type_is_smaller_than_asked(large_print: bool) -> None:
    """The address alone keeps its size: the window has no room for more, and it is not the client who reads it."""
    reader = PdfReader(io.BytesIO(letter_pdf(letter(), envelope(large_print=large_print), NOW)))
    address = {word for line in envelope().address for word in line.split()}
    sizes: dict[str, float] = {}

    def visit(text: str, _: Any, matrix: Any, __: Any, size: float) -> None:
        for word in text.split():
            sizes[word] = min(sizes.get(word, 99), round(size * abs(matrix[3]), 1))

    for page in reader.pages:
        page.extract_text(visitor_text=visit)
    assert min(sizes.values()) >= 12
    assert min(size for word, size in sizes.items() if word not in address) >= (16 if large_print else 12)


@pytest.mark.parametrize("lines", [1, 4, 5, 6, 9])
def test_a_large_sender_stays_beside_the_window(lines: int) -> None:
    contact = (("Telephone", "0000 000 0000"), ("Reference", "CG000123"))
    sender = Sender("Child Support Agency, Case Closure", ("12 Example Street West",) * lines, contact)
    put = replace(envelope(large_print=True), sender=sender)
    page = letter_pictures(letter(), put, NOW)[0]
    assert ink(page, beside=(WINDOW, CONTACT, BODY)) is None
    assert ink(page, (125.0, 93.0, 195.0, 97.0)) is None


def test_the_text_is_read_in_the_order_of_the_letter() -> None:
    filled = letter()
    words = said(letter_pdf(filled, envelope(), NOW))
    parts = ["Child Support Agency", "O'Brien [/] Ltd", "15 February 2016", "Reference: CG1", "Dear reader"]
    parts += [filled.title]
    parts += [paragraph.heading for paragraph in filled.paragraphs if paragraph.heading]
    places = [words.index(part) for part in [*parts, "Case closure team"]]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["Siân Ŵyn ap Rhŷs", "Séamus Ó Ceallaigh", "D'Arcy-O’Neill", f"Mx {SURNAME}"])
def test_names_are_written_as_their_owners_write_them(name: str) -> None:
    put = replace(envelope((name, *THREE[1:])), greeting=f"Dear {name}")
    assert said(letter_pdf(letter(), put, NOW)).count(name) == 2


def test_every_font_is_embedded() -> None:
    reader = PdfReader(io.BytesIO(letter_pdf(letter(), envelope(LINES), NOW)))
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for resource in resources
        for font in resource["/Font"].values()
    ]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_hostile_text_is_shown_and_never_obeyed() -> None:
    pdf = letter_pdf(letter("CMSL6314", HOSTILE), envelope((HOSTILE, *THREE[1:]), reference=HOSTILE), NOW)
    assert said(pdf).count('#import "x" $x$ ] ((name))') >= 3


@pytest.mark.parametrize(("text", "shown"), UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_shown_as_its_number(text: str, shown: str) -> None:
    pdf = letter_pdf(letter("CMSL6314", text), envelope((text, *THREE[1:]), reference=text), NOW)
    assert said(pdf).count(shown) >= 3


def test_the_same_letter_made_at_the_same_time_is_the_same_to_the_byte() -> None:
    press = LetterPress()
    first, _, again = (press.pdf(letter(), envelope(address), NOW) for address in (THREE, LINES, THREE))
    assert first == again == letter_pdf(letter(), envelope(), NOW)
