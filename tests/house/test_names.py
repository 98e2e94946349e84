"""Names are whole words, and speak the field's new terms."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import CODE, held_files, modules, parsed, place, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

OF_THE_FIELD = """
adj adjs alloc amt assmt bal bals cg cgs cm liab nrp pc pcs pewc pp pps pwc rcpt rcv rcvbl rp rps wd wo
"""
OF_PROGRAMMING = """
arr btn calc cb cfg cnt ctx cur desc dest doc docs dt err errs evt func idx lbl lst mgr msg num obj param
params pos prev proc qty req resp ret rng str tbl tmp tot txt util utils val vals
"""
ABBREVIATIONS = frozenset(OF_THE_FIELD.split() + OF_PROGRAMMING.split())
NOT_OURS = re.compile(r"__\w+__|tmp_path|tmp_path_factory")  # Names that Python and pytest have given.
LEGACY_WORDS = re.compile(r"\b(?:NRPs?|PWCs?|PeWCs?|[Nn]on-?[ -][Rr]esident [Pp]arents?|[Pp]arents? [Ww]ith [Cc]are)\b")
MAY_USE_LEGACY_WORDS = (
    # The one place where old words are given their new ones, and its test.
    "domain/terms.py",
    "tests/domain/test_terms.py",
    # Files of the old systems speak the old words.
    "storage/importers/",
    "tests/storage/test_headed.py",
    "tests/console/__snapshots__/test_rules_looks/",
    "sample_data/imports/",
    # What the documents ask, with the words they ask it in.
    "domain/policy/coverage.toml",
    "tests/house/test_names.py",
)


def names_given(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """List the names a module gives: to functions, classes, arguments, variables, attributes and imports."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.alias(asname=str(name)):
                yield getattr(node, "lineno", 0), name
            case ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case _:
                pass


def words(name: str) -> set[str]:
    """Split a name into its words, written with underscores or with capitals."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


@pytest.mark.parametrize("name", ["cg", "cg_id", "load_cfg", "RpName", "_tmp", "totalAmt"])
def test_an_abbreviation_is_noticed(name: str) -> None:
    assert words(name) & ABBREVIATIONS


@pytest.mark.parametrize("name", ["casegroup", "CSCS", "t_date", "receiving_parent", "LTR1", "position"])
def test_a_whole_word_passes(name: str) -> None:
    assert not words(name) & ABBREVIATIONS


def test_no_name_is_abbreviated() -> None:
    found = [
        f"{place(path)}:{line} {name}"
        for path in modules(*CODE)
        for line, name in names_given(parsed(path))
        if words(name) & ABBREVIATIONS and not NOT_OURS.fullmatch(name)
    ]
    assert found == []


def test_clients_words_are_used_everywhere_but_where_the_old_systems_speak() -> None:
    found = [
        f"{place(path)}: {word}"
        for path in held_files()
        if not place(path).startswith(MAY_USE_LEGACY_WORDS)
        for word in sorted(set(LEGACY_WORDS.findall(text_of(path))))
    ]
    assert found == []
