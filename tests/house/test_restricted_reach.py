"""No screen and no command reaches past the desk to what a casegroup holds: restricted records cannot be forgotten."""

from __future__ import annotations

import ast

import pytest

from storage.store import Store
from tests.house.tree import modules, parsed, place

FACES = tuple(path for path in modules("console") if path.parent.parts[-1] != "desk" and "desk" not in path.parts)
# What tells of no casegroup more than its number, its place and how many there are.
HARMLESS = frozenset(
    {
        "backup", "casegroup_ids_due", "change_mark", "counts_by_stage", "doctor", "head", "header", "path",
        "position_of", "queue_count", "read_only", "roster", "verify", "worklist_count", "worklist_key",
    }
)  # fmt: skip
# Reads casegroups whole; the desk's own.
OF_THE_DESK = frozenset({"casefile_of", "Store", "iterate_facts", "reread_casegroup"})


def beyond_the_desk(tree: ast.Module) -> list[str]:
    """Name every use of a desk's store that is not known to be harmless, and every import of what reads it."""
    allowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _is_store(node.value) and node.attr in HARMLESS
    }
    uses = [ast.unparse(node) for node in ast.walk(tree) if _is_store(node) and id(node) not in allowed]
    imports = [
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in OF_THE_DESK
    ]
    return uses + imports


def _is_store(node: ast.AST) -> bool:
    """Tell `desk.store`, `self.desk.store` and the like from other things of that name."""
    return isinstance(node, ast.Attribute) and node.attr == "store" and "desk" in ast.unparse(node.value)


@pytest.mark.parametrize(
    "code",
    [
        "desk.store.entries('CG1')",
        "self.desk.store.latest_facts(number)",
        "store = self._desk.store",
        "read(desk.store)",
        "getattr(desk.store, 'entries')",
        "from console.desk.desk import casefile_of",
    ],
)
def test_a_reach_past_the_desk_is_noticed(code: str) -> None:
    assert beyond_the_desk(ast.parse(code))


@pytest.mark.parametrize("code", ["desk.store.header.kind", "asking.store", "desk.casefile(number)", "status.store"])
def test_what_is_harmless_passes(code: str) -> None:
    assert beyond_the_desk(ast.parse(code)) == []


def test_there_are_faces_to_look_at() -> None:
    assert len(FACES) > 50
    assert all(hasattr(Store, name) for name in HARMLESS - {"header", "path", "read_only"})


def test_screens_and_commands_reach_a_casegroup_through_the_desk_alone() -> None:
    found = {place(path): reached for path in FACES if (reached := beyond_the_desk(parsed(path)))}
    assert found == {}
