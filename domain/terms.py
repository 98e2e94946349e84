"""The words of the field: today's terms, and the old ones that systems and law still use for the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is used here, what it means, and other words for the same: short ones, and old ones."""

    term: str
    meaning: str
    also: tuple[str, ...] = ()


PARENTS: Final = (
    Term(
        "paying parent", "the parent who pays, or is expected to pay, child maintenance", ("NRP", "non-resident parent")
    ),
    Term(
        "receiving parent",
        "the parent or other person who receives, or is expected to receive, child maintenance",
        ("PWC", "PeWC", "parent with care", "person with care"),
    ),
)
TERMS: Final = (
    *PARENTS,
    Term("case", "one receiving parent's claim on one paying parent, held on one of the old systems"),
    Term("casegroup", "a paying parent with every case on them; it may span systems, and is closed as a whole"),
    Term("CS2", "the system of the 2003 scheme"),
    Term("CSCS", "the system of the 1993 scheme"),
    Term("CCD", "the clerical case database: cases worked by hand"),
    Term("CSA", "the Child Support Agency, whose two schemes are being closed"),
    Term("CMS", "the Child Maintenance Service, which runs the 2012 scheme"),
    Term("LTR", "legacy transition request: CMS asks one old system to close a casegroup"),
    Term("T-date", "the transition date of a reactive closure; liability at the CSA runs up to and including it"),
    Term("due date", "the day a casegroup is due to close; a deferral replaces it"),
    Term("receivable", "one charge on the paying parent's account, with the part still outstanding", ("due",)),
    Term("written off", "taken from the balance for good"),
    Term("written down", "taken from the balance at the CSA, and forwarded to CMS as an opening balance"),
    Term("service request", "a piece of work for somebody", ("SR",)),
    Term("Gateway", "the conversation every client has to have before they can apply to CMS"),
)
_OLD_PARENTS: Final = {old.casefold().replace("-", " "): parent.term for parent in PARENTS for old in parent.also}
_AN_OLD_PARENT: Final = re.compile(
    r"\b(?:" + "|".join(re.escape(old).replace(r"\ ", "[ _-]") for old in _OLD_PARENTS) + r")(s?)(?![^\W_])",
    re.IGNORECASE,
)


_INITIALS: Final = frozenset({"nino", "cms", "csa", "id"})


def in_new_terms(text: str) -> str:
    """Call the parents in a text by their new names: `paying parent surname` for `NRP surname`."""
    return _AN_OLD_PARENT.sub(_renamed, text)


def in_words(name: str) -> str:
    """Write the name of a field as people write it: `receiving parent NINO` for `receiving_parent_nino`."""
    return " ".join(word.upper() if word in _INITIALS else word for word in name.split("_"))


def _renamed(match: re.Match[str]) -> str:
    plural = match[1]
    old = match[0].removesuffix(plural) if plural else match[0]
    return _OLD_PARENTS[re.sub("[_-]", " ", old).casefold()] + plural.lower()


def find_terms(wanted: str = "") -> tuple[Term, ...]:
    """Give the terms that have a word among their names or in what they mean; all of them where none is asked for."""
    word = wanted.strip().casefold()
    return tuple(
        term for term in TERMS if any(word in name.casefold() for name in (term.term, *term.also, term.meaning))
    )
