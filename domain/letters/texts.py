"""The texts of the letters: paragraphs without logic, with ((fields)) that have to be given, no more and no fewer.

Which paragraphs a letter has depends on the status of the case alone; everything else about it is in its fields.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from domain.errors import BadInputError
from domain.letters.catalogue import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.letters.catalogue import LetterNumber
    from domain.letters.model import Language
    from domain.notices import CaseStatus

# A case with nothing left gets no letter.
STATUSES: Final[tuple[CaseStatus, ...]] = ("maintenance_and_arrears", "maintenance_only", "arrears_only")
FIELD: Final = re.compile(r"\(\(([a-z_]+)\)\)")
COMMON: Final = "common"


class LetterFieldsError(BadInputError):
    """Fields are missing or too many; the message names each."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a letter: a heading or none, a text, and a list or none; `statuses` are those it is for."""

    heading: str
    text: str
    items: tuple[str, ...] = ()
    statuses: frozenset[CaseStatus] = frozenset(STATUSES)


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter before it is filled in."""

    number: LetterNumber
    title: str
    paragraphs: tuple[Paragraph, ...]
    language: Language
    notice: str = ""

    def paragraphs_for(self, status: CaseStatus) -> tuple[Paragraph, ...]:
        """Give the paragraphs a case of that status gets."""
        return tuple(paragraph for paragraph in self.paragraphs if status in paragraph.statuses)

    def fields(self, status: CaseStatus) -> frozenset[str]:
        """Name every field that has to be given for a case of that status."""
        texts = [self.title, self.notice]
        for paragraph in self.paragraphs_for(status):
            texts += [paragraph.heading, paragraph.text, *paragraph.items]
        return frozenset(name for text in texts for name in FIELD.findall(text))


@dataclass(frozen=True, slots=True)
class FilledLetter:
    """A letter as its reader gets it: title, paragraphs and, where there is no text in their language, a notice."""

    number: LetterNumber
    title: str
    paragraphs: tuple[Paragraph, ...]
    language: Language
    notice: str


def fill(text: LetterText, status: CaseStatus, fields: Mapping[str, str]) -> FilledLetter:
    """Fill in a letter; raises LetterFieldsError naming each field that is missing, empty or not in the letter."""
    wanted = text.fields(status)
    faults = [
        *(f"{text.number}: the field {name} is missing; expected a text" for name in sorted(wanted - fields.keys())),
        *(f"{text.number}: the field {name} is not in the letter" for name in sorted(fields.keys() - wanted)),
        *(
            f"{text.number}: the field {name} is empty; expected a text"
            for name in sorted(wanted & fields.keys())
            if not fields[name].strip()
        ),
    ]
    if faults:
        raise LetterFieldsError("\n".join(faults))

    def filled(written: str) -> str:
        # In one pass: a field's own text may look like another field, and stays as it is.
        return FIELD.sub(lambda match: fields[match[1]], written)

    return FilledLetter(
        number=text.number,
        title=filled(text.title),
        paragraphs=tuple(
            Paragraph(filled(paragraph.heading), filled(paragraph.text), tuple(map(filled, paragraph.items)))
            for paragraph in text.paragraphs_for(status)
        ),
        language=text.language,
        notice=filled(text.notice),
    )


@cache
def letter_text(number: LetterNumber, language: Language = "en") -> LetterText:
    """Give the text of a letter; where there is none in a language, the English one under a notice in it."""
    folder = resources.files("domain.letters") / "texts"
    if language == "en" or (folder / language / f"{number}.toml").is_file():
        return _read(number, language)
    english = _read(number, "en")
    notice = str(_table(language, COMMON)["untranslated"]["text"])
    return LetterText(number, english.title, english.paragraphs, "en", notice)


def _read(number: LetterNumber, language: Language) -> LetterText:
    title = next(letter.title for letter in CATALOGUE if letter.number == number)
    letter, common = _table(language, number), _table(language, COMMON)
    paragraphs = []
    for given in letter["paragraph"]:
        written = common[given["use"]] if "use" in given else given
        paragraphs.append(
            Paragraph(
                heading=written.get("heading", ""),
                text=written["text"],
                items=tuple(written.get("list", ())),
                statuses=frozenset(given.get("statuses", STATUSES)),
            )
        )
    return LetterText(number, letter.get("title", title), tuple(paragraphs), language)


def _table(language: Language, name: str) -> dict[str, Any]:
    file = resources.files("domain.letters") / "texts" / language / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
