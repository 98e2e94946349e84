"""Data reaches Textual's widgets only as `Content`: no bare variable where a `str` would be read as markup."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import modules, parsed, place

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_MARKUP = {
    # Widgets and calls of Textual that read a `str` as markup, or show it unprepared.
    "Static", "Label", "Button", "Checkbox", "RadioButton", "Switch", "Collapsible", "Option", "TabPane", "Tab", "Tree",
    "Digits", "Markdown", "Log", "RichLog", "OptionList", "SelectionList", "DataTable", "Toast", "Tooltip", "Link",
    "update", "notify", "add_option", "add_row", "add_rows", "add_column", "add_columns", "add_leaf",
    "replace_option_prompt",
    "panic", "bell_text", "set_loading_text",
}  # fmt: skip
NEVER = {"from_markup", "from_rich_text", "render_markup"}
TEXT_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "placeholder", "renderable", "title", "sub_title"}
SAFE_MAKERS = {"line", "lines", "paragraphs"}
"""The helpers of `console.tui.content`."""

PLAIN_UPDATES = {"set", "dict"}


def is_safe(argument: ast.expr) -> bool:
    """Whether an argument is a literal without brackets, or made by one of our helpers on the spot."""
    match argument:
        case ast.Constant(value=str(text)):
            return "[" not in text
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=maker)):
            return maker in SAFE_MAKERS
        case ast.Call(func=ast.Attribute(attr=maker, value=ast.Name(id="content"))):
            return maker in SAFE_MAKERS
        case _:
            return False


def bare_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Find the places where something else than content is handed to Textual."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments, keywords=keywords):
                if name in NEVER:
                    yield node.lineno, name
                elif name in READ_MARKUP:
                    named = [
                        keyword.value for keyword in keywords if keyword.arg in {"content", "label", "prompt", None}
                    ]
                    yield from ((node.lineno, ast.unparse(each)) for each in [*arguments, *named] if not is_safe(each))
                yield from (
                    (node.lineno, ast.unparse(keyword.value))
                    for keyword in keywords
                    if keyword.arg in TEXT_ATTRIBUTES - {"title"} and not is_safe(keyword.value)
                )
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if name in TEXT_ATTRIBUTES:
                if not is_safe(value):
                    yield node.lineno, ast.unparse(value)
            case ast.FunctionDef(name="render", returns=returns):
                if returns is None or ast.unparse(returns).strip("'\"") not in {"Content", "Text"}:
                    yield node.lineno, "render() must give Content"
            case _:
                pass


@pytest.mark.parametrize(
    "source",
    [
        "Static(name)",
        "widgets.Label(f'{name}')",
        "Static('a' + name)",
        "Static('[b]x[/b]')",
        "self.notify(person.surname)",
        "static.update(str(case))",
        "Static(content=name)",
        "Static(*names)",
        "table.add_row(name)",
        "widget.border_title = name",
        "Input(placeholder=name)",
        "Content.from_markup(name)",
        "def render(self) -> str: return self.name",
        "option_list.add_option(other.line(name))",
    ],
)
def test_a_bare_text_is_noticed(source: str) -> None:
    assert list(bare_texts(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "Static()",
        "Static(expand=True)",
        "Static('Nothing to show.')",
        "static.update(line(name))",
        "static.update(lines([name, other]))",
        "static.update(content.paragraphs(note))",
        "def render(self) -> Content: return line(self.name)",
    ],
)
def test_content_passes(source: str) -> None:
    assert list(bare_texts(ast.parse(source))) == []


def test_no_screen_hands_textual_a_bare_text() -> None:
    found = [
        f"{place(path)}:{number} {text}"
        for path in modules("console")
        if place(path).startswith("console/tui/")
        for number, text in bare_texts(parsed(path))
    ]
    assert found == []


def test_every_strip_is_painted_from_printable_text() -> None:
    """A module that makes segments of its own makes its texts printable, or shows none that came from outside."""
    own_words_only = {"console/tui/ascii_only.py", "console/tui/widgets/chrome.py", "console/tui/widgets/too_small.py"}
    careless = [
        place(path)
        for path in modules("console")
        if place(path).startswith("console/tui/")
        and "Segment(" in path.read_text(encoding="utf-8")
        and "import printable" not in path.read_text(encoding="utf-8")
    ]
    assert set(careless) <= own_words_only
