"""Tagged PDFs (PDF/UA-1) that screen readers can read, from the templates and fonts of this package.

What a document says is handed to its template as JSON, never as markup, so nothing in it is obeyed. A template sees
only its own folder: no other file, no network.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

HERE: Final = Path(__file__).parent
TEMPLATES: Final = HERE / "typst"
FONTS: Final = HERE / "fonts"
FONT: Final = "Liberation Sans"
# A line end has no glyph; the template decides what becomes of it.
LINE_END: Final = "\n"
# Controls, direction overrides and other letters nobody sees (Unicode's categories Cc, Cf, Cs, Co and Cn).
UNSEEN: Final = "C"
NO_GLYPH: Final = 0


def make_pdf(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """Make a PDF of a template of this package (`template` is its name without ending) and what it is to say.

    The template finds `data` with `json(bytes(sys.inputs.data))`; texts, numbers, lists and records are kept as they
    are. A letter that our font has not got is written as its number, for a PDF may not show a blank in its place.
    """
    return _compiled(template, data, made_at, "pdf")[0]


def make_pictures(template: str, data: Mapping[str, Any], made_at: datetime) -> list[bytes]:
    """Make a PNG of each page of the same document, for looking at it."""
    return _compiled(template, data, made_at, "png")


def _compiled(template: str, data: Mapping[str, Any], made_at: datetime, form: str) -> list[bytes]:
    import typst  # noqa: PLC0415 - large, and few commands make a PDF

    shown = showable(dict(data))
    # A PDF keeps whole seconds, and typst takes no others.
    stamp = made_at.replace(microsecond=0)
    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(shown)},
        # Nothing is ever fetched: a package named in a template would be looked for here, where there is none.
        package_path=TEMPLATES / "packages",
        package_cache_path=TEMPLATES / "packages",
    )
    if form == "png":
        pages = compiler.compile(format="png", timestamp=stamp)
    else:
        pages = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=stamp)
    assert pages is not None
    return pages if isinstance(pages, list) else [pages]


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


def _showable_letter(letter: str) -> str:
    seen = ord(letter) in letters_of_our_fonts() and not unicodedata.category(letter).startswith(UNSEEN)
    return letter if letter == LINE_END or seen else f"‹U+{ord(letter):04X}›"


@cache
def letters_of_our_fonts() -> frozenset[int]:
    """Give the code points for which all our fonts have a glyph, from their character maps."""
    maps = [frozenset(_letters(font.read_bytes())) for font in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*maps)


def _letters(font: bytes) -> Iterator[int]:
    """Read the character map of a TrueType font (OpenType `cmap`, format 4: the first 65,536 code points)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    for number in range(count):
        map_start = start + struct.unpack_from(">HHL", font, start + 4 + 8 * number)[2]
        if struct.unpack_from(">H", font, map_start)[0] == 4:
            yield from _letters_of_map(font, map_start)


def _letters_of_map(font: bytes, start: int) -> Iterator[int]:
    size = struct.unpack_from(">H", font, start + 6)[0]
    count = size // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    begins = struct.unpack_from(f">{count}H", font, start + 16 + size)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 2 * size)
    ranges = start + 16 + 3 * size
    offsets = struct.unpack_from(f">{count}H", font, ranges)
    for number, (begin, end, delta, offset) in enumerate(zip(begins, ends, deltas, offsets, strict=True)):
        for code in range(begin, end + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", font, ranges + 2 * number + offset + 2 * (code - begin))[0]
            if glyph != NO_GLYPH and (glyph + delta) % 0x10000 != NO_GLYPH:
                yield code
