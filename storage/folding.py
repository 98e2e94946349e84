"""Names and identifiers in the plain letters by which they are found: no accents, no case, no punctuation."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters which Unicode does not take apart into a plain letter and a mark.
LETTERS_WITHOUT_MARKS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)
# Within a name these hold letters together: O'Brien is found as obrien.
JOINING_MARKS: Final = dict.fromkeys(map(ord, "'’‘ʼ`´"))
# What `str.isalnum` calls letters and digits, and nothing else; an expression finds them some five times faster.
LETTERS_AND_DIGITS: Final = re.compile(r"[^\W_]+")
OTHER_SIGNS: Final = re.compile(r"[\W_]+")
ASCII_DIGIT: Final = re.compile("[0-9]")


def fold(text: str) -> str:
    """Take accents and case away; everything else stays."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain.casefold().translate(LETTERS_WITHOUT_MARKS)


def words(text: str) -> list[str]:
    """Split a text into its folded words; an apostrophe joins, any other punctuation parts."""
    return LETTERS_AND_DIGITS.findall(fold(text).translate(JOINING_MARKS))


def letters(text: str) -> str:
    """Keep the folded letters and digits alone."""
    return OTHER_SIGNS.sub("", fold(text))


def token(text: str) -> str:
    """Write folded letters in ASCII, letter by letter, so that the index needs to know no alphabet."""
    if text.isascii():
        return text
    return "".join(letter if letter.isascii() else f"u{ord(letter):x}" for letter in text)


def name_tokens(text: str) -> list[str]:
    """Give the index tokens of a name, one a word."""
    return [token(word) for word in words(text)]


def identifier_token(text: str) -> str:
    """Give the one index token of an identifier, however it is spaced or punctuated."""
    return token(letters(text))


def is_identifier(line: str) -> bool:
    """Tell an identifier from a name: it has a digit."""
    if line.isascii():
        return ASCII_DIGIT.search(line) is not None
    return any(letter.isdigit() for letter in line)


def storable(text: str) -> str:
    """Replace halves of a surrogate pair, which no file can hold, by the replacement character."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
