"""Tells a sentence copied from the procedure documents, which are the department's, from one of ours."""

from __future__ import annotations

import hashlib
import re

from tests.house.tree import ROOT

# Digests of the documents' sentences (not of their titles): the documents themselves are not kept here.
SENTENCES = frozenset((ROOT / "tests/house/source_sentences.txt").read_text(encoding="ascii").split())
FEWEST_WORDS = 4


def digest(text: str) -> str:
    """Give the digest of a sentence, whatever its capitals, stops and spaces."""
    plain = " ".join(re.findall(r"[a-z0-9£]+", text.lower()))
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def is_copied(text: str) -> bool:
    """Tell whether a text, any sentence of it, or what follows its label is a sentence of the documents."""
    parts = [text, text.split(":", maxsplit=1)[-1], *re.split(r"(?<=[.!?:;])\s+", text)]
    return any(digest(part) in SENTENCES for part in parts if len(part.split()) >= FEWEST_WORDS)
