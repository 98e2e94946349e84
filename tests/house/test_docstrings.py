"""The first line of a docstring is a sentence: it starts with a capital, says something, and ends."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import PACKAGES, modules, parsed, place

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST_WORDS = 3


def faulty_first_lines(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find docstrings whose first line is no sentence."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        docstring = ast.get_docstring(node)
        if docstring is None:
            continue
        first = docstring.split("\n", 1)[0]
        starts_well = first[:1].isupper() or first[:1] in "`0123456789£"
        if not starts_well or first[-1:] not in ".?!" or len(first.split()) < FEWEST_WORDS:
            yield getattr(node, "lineno", 1), first


@pytest.mark.parametrize("first", ["Gives.", "the deferral", "Whether a case may close"])
def test_a_first_line_that_is_no_sentence_is_noticed(first: str) -> None:
    assert list(faulty_first_lines(ast.parse(f'"""{first}"""')))


def test_every_first_line_is_a_sentence() -> None:
    found = [
        f"{place(path)}:{line} {first!r}"
        for path in modules(*PACKAGES)
        for line, first in faulty_first_lines(parsed(path))
    ]
    assert found == []


def test_every_module_says_what_it_is() -> None:
    assert [place(path) for path in modules(*PACKAGES) if ast.get_docstring(parsed(path)) is None] == []
