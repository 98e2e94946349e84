"""Modules and functions stay small enough to be read in one sitting."""

from __future__ import annotations

from tests.house.tree import CODE, functions, modules, parsed, place, text_of

MODULE_LINES = 400
FUNCTION_LINES = 70


def test_the_house_has_modules_to_measure() -> None:
    assert len(modules(*CODE)) > 20


def test_every_module_is_shorter_than_400_lines() -> None:
    lengths = {place(path): len(text_of(path).splitlines()) for path in modules(*CODE)}
    assert {name: length for name, length in lengths.items() if length >= MODULE_LINES} == {}


def test_every_function_is_shorter_than_70_lines() -> None:
    long = {
        f"{place(path)}:{function.lineno} {function.name}": length
        for path in modules(*CODE)
        for function in functions(parsed(path))
        if (length := (function.end_lineno or function.lineno) - function.lineno + 1) >= FUNCTION_LINES
    }
    assert long == {}
