"""The coverage register names all 241 statements of the documents, and what it claims exists."""

from __future__ import annotations

import ast
import re
import tomllib
from typing import Any

import pytest

from tests.house.copied import is_copied
from tests.house.tree import PACKAGES, ROOT, parsed, text_of

REGISTER = ROOT / "domain/policy/coverage.toml"
STATEMENTS: list[dict[str, Any]] = tomllib.loads(REGISTER.read_text(encoding="utf-8"))["statement"]
KEYS = {"id", "asks", "document", "family", "status", "where", "test", "note"}
LESSONS = tuple((ROOT / "sample_data/scenarios").rglob("*.toml"))
DOCUMENTS = {"arrears-summary", "exceptions", "non-finance", "overview", "phase-2-arrears"}


def holds_test(node: str) -> bool:
    """Tell whether a test named as pytest names it stands in the tree, parametrised or not."""
    file, *names = node.split("[", maxsplit=1)[0].split("::")
    path = ROOT / file
    if not (file.startswith("tests/") and path.is_file() and names and names[-1].startswith("test_")):
        return False
    body: list[ast.stmt] = parsed(path).body
    for name in names:
        found = [
            statement
            for statement in body
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and statement.name == name
        ]
        if not found:
            return False
        body = found[0].body
    return True


def holds_lesson(node: str) -> bool:
    """Tell whether the lesson a test is named for, if it is, stands among the sample data."""
    lesson = re.search(r"\[(\d\d-[a-z0-9-]+)", node)
    return lesson is None or any(lesson[1].startswith(path.stem) for path in LESSONS)


def holds_place(place: str) -> bool:
    """Tell whether a place is a file of the program with something in it."""
    path = ROOT / place
    return path.relative_to(ROOT).parts[0] in PACKAGES and path.is_file() and bool(text_of(path).strip())


def test_the_register_holds_every_statement_once_in_order() -> None:
    assert [statement["id"] for statement in STATEMENTS] == [f"P{number:03d}" for number in range(1, 242)]


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: str(statement["id"]))
def test_a_statement_is_told_whole_and_truly(statement: dict[str, Any]) -> None:
    assert set(statement) == KEYS
    assert statement["document"] in DOCUMENTS
    assert statement["asks"].strip()
    assert statement["family"].strip()
    assert not is_copied(statement["asks"])
    assert not is_copied(statement["note"])
    assert [place for place in statement["where"] if not holds_place(place)] == []
    assert [test for test in statement["test"] if not (holds_test(test) and holds_lesson(test))] == []
    assert statement["status"] == "met"
    assert statement["where"], "a statement that is met names where"
    assert statement["test"], "a statement that is met names the test that shows it"


@pytest.mark.parametrize("node", ["tests/house/test_register.py::test_none", "tests/none.py::test_x", "domain/days.py"])
def test_a_test_that_is_not_there_is_noticed(node: str) -> None:
    assert not holds_test(node)
    assert not holds_lesson("tests/desk/test_scenarios.py::test_x[99-no-such-lesson-the assessment]")
    assert holds_test("tests/house/test_register.py::test_a_test_that_is_not_there_is_noticed[x]")
