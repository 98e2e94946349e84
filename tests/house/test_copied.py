"""A sentence of the procedure documents is noticed wherever our own words are asked for."""

from __future__ import annotations

import ast

import pytest

from tests.house import copied
from tests.house.copied import SENTENCES, digest, is_copied
from tests.house.tree import PACKAGES, modules, parsed, place

THEIRS = "A sentence that somebody else wrote (once)."


@pytest.mark.parametrize("text", [THEIRS, THEIRS.upper(), f"Our words. {THEIRS}", f"Source: {THEIRS}"])
def test_a_copied_sentence_is_noticed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    assert not is_copied(text)
    monkeypatch.setattr(copied, "SENTENCES", frozenset({digest(THEIRS)}))
    assert is_copied(text)


def test_our_own_words_pass() -> None:
    assert len(SENTENCES) > 400
    assert not is_copied("Apply the deferral rules where needed.")


def test_no_text_of_the_rules_is_copied_from_the_documents() -> None:
    found = [
        f"{place(path)}:{node.lineno} {node.value[:60]!r}"
        for path in modules(*PACKAGES)
        if not place(path).startswith("domain/letters/")  # The titles of letters are given, word for word.
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_copied(node.value)
    ]
    assert found == []
