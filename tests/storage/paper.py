"""Made-up letters, and what is seen of a page: where there is ink that may not be there."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PIL import Image
from pypdf import PdfReader

from domain.letters.catalogue import CATALOGUE
from domain.letters.texts import STATUSES, FilledLetter, fill, letter_text
from storage.exporters.letters import Envelope, Sender

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.letters.model import Language
    from domain.notices import CaseStatus

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in millimetres from the top left of a page."""

NOW: Final = datetime(2016, 2, 15, 12, tzinfo=UTC)
PAGE_MILLIMETRES: Final = (210, 297)
WINDOW: Final[Box] = (24.6, 39.5, 120.0, 66.3)
CONTACT: Final[Box] = (125.0, 5.0, 195.0, 95.0)
BODY: Final[Box] = (15.0, 95.0, 195.0, 292.0)
LATER_PAGES: Final[Box] = (15.0, 5.0, 195.0, 292.0)
SURNAME: Final = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochau"
LINES: Final = (
    f"Ms Ó Briain-{SURNAME}", "Flat 3, Gŵydd House", "12 Example Street", "Ŷstrad Ŵyg", "Áth Éan", "ANYTOWN", "BL1 1AA",
)  # fmt: skip
THREE: Final = ("O'Brien [/] Ltd", "1 High Street", "BL1 1AA")
HOSTILE: Final = '#import "x" $x$ ] ((name)) \\ @a <b> *c* _d_ `e` // f'
UNSEEN: Final = {
    "an escape sequence": ("\x1b[31mred", "‹U+001B›[31mred"),
    "a control": ("a\x07b", "a‹U+0007›b"),
    "a direction override": ("a\u202eb", "a‹U+202E›b"),
    "a letter nobody sees": ("a\u200bb", "a‹U+200B›b"),
    "a letter our font has not got": ("李", "‹U+674E›"),
}
DARK: Final = 160


def letter(
    number: str = "CMSL6308", text: str = "some text", *, status: CaseStatus = STATUSES[0], language: Language = "en"
) -> FilledLetter:
    """Fill a letter, every field with the same text."""
    written = letter_text(next(listed.number for listed in CATALOGUE if listed.number == number), language)
    return fill(written, status, dict.fromkeys(written.fields(status), text))


def envelope(address: tuple[str, ...] = THREE, *, large_print: bool = False, reference: str = "CG1") -> Envelope:
    """Put a letter into an envelope."""
    sender = Sender("Child Support Agency", ("1 Example Street", "ANYTOWN", "BL1 1AA"), (("Telephone", "0000"),))
    return Envelope(sender, address, reference, "15 February 2016", "Dear reader", ("Case closure team",), large_print)


def ink(page: bytes, inside: Box = (0, 0, *PAGE_MILLIMETRES), beside: Iterable[Box] = ()) -> Box | None:
    """Give the smallest box around all dark pixels of a picture that are in one box and in none of others."""
    picture = Image.open(io.BytesIO(page)).convert("L")
    across, down = picture.width / PAGE_MILLIMETRES[0], picture.height / PAGE_MILLIMETRES[1]

    def pixels(box: Box) -> tuple[int, int, int, int]:
        return round(box[0] * across), round(box[1] * down), round(box[2] * across), round(box[3] * down)

    left, top, *_ = pixels(inside)
    for box in beside:
        picture.paste(255, pixels(box))
    found = picture.crop(pixels(inside)).point([255 if shade < DARK else 0 for shade in range(256)]).getbbox()
    if found is None:
        return None
    return (found[0] + left) / across, (found[1] + top) / down, (found[2] + left) / across, (found[3] + top) / down


def said(pdf: bytes) -> str:
    """Give everything a PDF says in reading order, its spaces made alike."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
