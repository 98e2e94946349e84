"""Tagged PDFs (PDF/UA-1) that screen readers can read, from the templates and fonts of this package.

What a document says is handed to its template as JSON, never as markup, so nothing in it is obeyed. A template sees
only its own folder: no other file, no network.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fontTools.ttLib import TTFont

HERE: Final = Path(__file__).parent
TEMPLATES: Final = HERE / "typst"
FONTS: Final = HERE / "fonts"
FONT: Final = "Liberation Sans"
REGULAR: Final = "LiberationSans-Regular.ttf"
# A line end has no glyph; the template decides what becomes of it.
LINE_END: Final = "\n"
# Controls, direction overrides and other letters nobody sees (Unicode's categories Cc, Cf, Cs, Co and Cn).
UNSEEN: Final = "C"
# How typst tells that a template called `panic` with a sentence of its own.
REFUSED: Final = re.compile(r'panicked with: "?([^"]*)')


class UnfitError(BadInputError):
    """Something has no room where it has to stand; the message says what, and holds none of the text."""


class Press:
    """One template, read with its fonts once, and as many documents of it as are wanted; for one thread at a time."""

    def __init__(self, template: str) -> None:
        import typst  # noqa: PLC0415 - large, and few commands make a PDF

        self._fault = typst.TypstError
        self._compiler = typst.Compiler(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]),
            # Nothing is ever fetched: a package named in a template would be looked for here, where there is none.
            package_path=TEMPLATES / "packages",
            package_cache_path=TEMPLATES / "packages",
        )

    def pdf(self, data: Mapping[str, Any], made_at: datetime) -> bytes:
        """Make a PDF (PDF/UA-1) of what it is to say; raises UnfitError where the template has no room for it."""
        return self._compiled(data, made_at, "pdf")[0]

    def pictures(self, data: Mapping[str, Any], made_at: datetime) -> list[bytes]:
        """Make a PNG of each page of the same document; raises UnfitError alike."""
        return self._compiled(data, made_at, "png")

    def _compiled(self, data: Mapping[str, Any], made_at: datetime, form: Literal["pdf", "png"]) -> list[bytes]:
        try:
            pages = self._compiler.compile(
                format=form,
                sys_inputs={"data": json.dumps(showable(dict(data)))},
                pdf_standards="ua-1" if form == "pdf" else [],
                # A PDF keeps whole seconds, and typst takes no others.
                timestamp=made_at.replace(microsecond=0),
            )
        except self._fault as fault:
            refused = REFUSED.match(fault.message)
            if refused is None:
                raise
            raise UnfitError(refused[1]) from None
        assert pages is not None
        return pages if isinstance(pages, list) else [pages]


def make_pdf(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """Make a PDF of a template of this package (`template` is its name without ending) and what it is to say.

    The template finds `data` with `json(bytes(sys.inputs.data))`; texts, numbers, lists and records are kept as they
    are. A letter that our font has not got is written as its number, for a PDF may not show a blank in its place.
    """
    return Press(template).pdf(data, made_at)


def make_pictures(template: str, data: Mapping[str, Any], made_at: datetime) -> list[bytes]:
    """Make a PNG of each page of the same document, for looking at it."""
    return Press(template).pictures(data, made_at)


def showable(value: Any) -> Any:  # noqa: ANN401 - JSON is any of its kinds
    """Write every letter that our font has not got as its number: `‹U+674E›`."""
    if isinstance(value, str):
        plain = value.isascii() and value.isprintable()
        return value if plain else "".join(_showable_letter(letter) for letter in value)
    if isinstance(value, dict):
        return {name: showable(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [showable(each) for each in value]
    return value


def signs_without_type(value: Any) -> frozenset[str]:  # noqa: ANN401 - JSON is any of its kinds
    """Give the letters of some data that our font has not got, or that nobody sees."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return frozenset()
        return frozenset(letter for letter in value if _showable_letter(letter) != letter)
    each = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return frozenset[str]().union(*map(signs_without_type, each))


def _showable_letter(letter: str) -> str:
    seen = ord(letter) in letters_of_our_fonts() and not unicodedata.category(letter).startswith(UNSEEN)
    return letter if letter == LINE_END or seen else f"‹U+{ord(letter):04X}›"


@cache
def letters_of_our_fonts() -> frozenset[int]:
    """Give the code points for which all our fonts have a glyph, from their character maps."""
    return frozenset.intersection(*(frozenset(_font(path).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))))


def width_in_ems(text: str) -> float:
    """Tell how wide a text is, set in our font without kerning, as a multiple of its size."""
    font = _font(FONTS / REGULAR)
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    units: int = sum(widths[glyphs.get(ord(letter), ".notdef")][0] for letter in text)
    return units / int(font["head"].unitsPerEm)


@cache
def _font(path: Path) -> TTFont:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - large, and plain English on paper needs none of it

    return TTFont(path, lazy=False)
