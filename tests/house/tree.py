"""The tree as the house tests see it: the files the project holds, and the parsed modules of the program."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("console", "domain", "storage", "themes")
"""The program's own packages."""
CODE = (*PACKAGES, "tests", "bench", "sample_data")
"""Every folder with code in it."""


@cache
def held_files() -> tuple[Path, ...]:
    """List every file the project holds or is about to: committed, or neither committed nor ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def text_of(path: Path) -> str:
    """Give the text of a held file, or nothing when it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def place(path: Path) -> str:
    """Name a file as the project names it, from the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """List the Python modules below the given folders."""
    return tuple(path for path in held_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders)


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a module once for all house tests."""
    return ast.parse(text_of(path), filename=place(path))


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List every function and method in a module, inner ones too."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
