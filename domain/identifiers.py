"""National Insurance numbers: their form, and which prefixes were never given out."""

from __future__ import annotations

import re
from typing import Final

NINO_FORM: Final = re.compile(r"[A-Z]{2}[0-9]{6}[A-D]", re.ASCII)
NEVER_IN_PREFIX: Final = frozenset("DFIQUV")
NEVER_SECOND: Final = "O"
NEVER_PREFIXES: Final = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
ADMINISTRATIVE_PREFIXES: Final = frozenset({"CR", "MW", "NC", "PP", "PY", "PZ"})
MADE_UP_PREFIX: Final = "QQ"
NINO_EXPECTED: Final = (
    "a National Insurance number: two letters that are given out (or QQ, made up), six digits, and A to D"
)


def normalise_nino(text: str) -> str:
    """Write a National Insurance number in capitals without blanks, as it is compared."""
    return "".join(text.split()).upper()


def parse_nino(text: object) -> str:
    """Read a National Insurance number, normalised; raises ValueError where it cannot be one."""
    nino = normalise_nino(text) if isinstance(text, str) else ""
    prefix = nino[:2]
    if NINO_FORM.fullmatch(nino) and (prefix == MADE_UP_PREFIX or _can_be_given(prefix)):
        return nino
    raise ValueError(NINO_EXPECTED)


def _can_be_given(prefix: str) -> bool:
    return not NEVER_IN_PREFIX & set(prefix) and prefix[1] != NEVER_SECOND and prefix not in NEVER_PREFIXES


def is_administrative_nino(nino: str) -> bool:
    """Tell whether a number carries a prefix used for administration; it passes, and deserves a second look."""
    return nino[:2] in ADMINISTRATIVE_PREFIXES
