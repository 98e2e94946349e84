"""UK postcodes: their grammar, and the areas that really exist."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

POSTCODE_EXPECTED: Final = "a UK postcode such as BL1 1AA"

# Every postcode area: Great Britain and Northern Ireland, the islands around them (GY, IM, JE), and the forces (BF).
AREA_NAMES: Final = """
    AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX
    FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG
    NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS
    TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
AREAS: Final = frozenset(AREA_NAMES.split())
# Districts that end in a letter exist only where central London ran out of numbers.
LETTERED: Final = re.compile(r"E1W|N1[CP]|NW1W|SE1P|W1[A-HJKPSTUW]|(?:EC|SW|WC)[1-4][ABEHMNPRVWXY]", re.ASCII)
NUMBERED: Final = re.compile(r"([A-Z]{1,2})(?:[0-9]|[1-9][0-9])", re.ASCII)
INWARD: Final = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}", re.ASCII)
INWARD_LENGTH: Final = 3
LONGEST: Final = 7
GIROBANK: Final = "GIR 0AA"


def parse_postcode(text: object) -> str:
    """Read a postcode, in capitals with one blank before its last three; raises ValueError where it cannot be one."""
    found = _read(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(POSTCODE_EXPECTED)
    return found


def _read(text: str) -> str | None:
    written = "".join(text.split()).upper()
    return _postcode(written) if len(written) <= LONGEST else None


@lru_cache(maxsize=4096)
def _postcode(written: str) -> str | None:
    outward, inward = written[:-INWARD_LENGTH], written[-INWARD_LENGTH:]
    postcode = f"{outward} {inward}"
    return postcode if postcode == GIROBANK or (INWARD.fullmatch(inward) and _is_district(outward)) else None


def is_postcode(text: object) -> bool:
    """Tell whether a text can be read as a postcode."""
    return isinstance(text, str) and _read(text) is not None


def area_of(postcode: str) -> str:
    """Give the area of a postcode as `parse_postcode` writes it: the letters it begins with."""
    return re.split(r"[0-9 ]", postcode, maxsplit=1)[0]


def district_of(postcode: str) -> str:
    """Give the district of a postcode as `parse_postcode` writes it: what stands before the blank."""
    return postcode.split(" ", 1)[0]


@lru_cache(maxsize=4096)
def _is_district(outward: str) -> bool:
    if LETTERED.fullmatch(outward):
        return True
    match = NUMBERED.fullmatch(outward)
    return match is not None and match[1] in AREAS
