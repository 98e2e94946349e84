"""Every pair of text and background that reaches the terminal, in every theme, on every kind of screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from rich.color import Color
from textual.color import Color as TextualColor

from tests.console.demo import DemoApp
from tests.console.driving import SMALL, WIDE, opened, painted, screen_text, settle, type_keys
from themes import DEFAULT_THEME, THEMES, stylesheets, variable_defaults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style
    from textual.app import App

LEAST = {"night": 4.5, "day": 4.5, "high-contrast": 7.0}

PLACES: tuple[tuple[str, ...], ...] = (
    (),
    ("space", "space", "+", "up", "up"),
    ("s",),
    ("v",),
    ("Q",),
    (":", "x"),
    (":", "x", "enter"),
    ("f1", "end"),
    ("ctrl+p", "n"),
    ("ctrl+p", "z", "z", "z"),
    ("enter",),
    ("enter", "w"),
    ("enter", "o"),
    ("enter", "o", "2"),
    ("enter", "o", "3"),
    ("enter", "o", "1", "y"),
    ("enter", "t", "a"),
    ("enter", "T", "a", "shift+left"),
)


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = colour.get_truecolor()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def ratio(one: Color, other: Color) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(app: App[Any]) -> Iterator[tuple[float, str, Style]]:
    """List the contrast of every piece of text on the screen."""
    for strip in painted(app):
        for segment in strip:
            if segment.text.strip() and segment.style is not None:
                style = segment.style
                assert style.color is not None, segment
                assert style.bgcolor is not None, segment
                assert not style.dim, segment
                yield ratio(style.color, style.bgcolor), segment.text, style


def test_the_contrast_formula_agrees_with_the_published_extremes() -> None:
    assert ratio(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert ratio(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.478, abs=0.001)


async def test_a_pale_colour_is_noticed() -> None:
    pale = replace(THEMES[0], name="pale", variables={**THEMES[0].variables, "tone-muted": "#555555"})
    async with opened() as (app, pilot):
        app.register_theme(pale)
        app.theme = "pale"
        await settle(app, pilot)
        assert min(contrast for contrast, _, _ in pairs(app)) < LEAST["night"]


@pytest.mark.parametrize("keys", PLACES, ids=" ".join)
@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_every_painted_pair_of_colours_can_be_read(keys: tuple[str, ...], size: tuple[int, int]) -> None:
    async with opened(size=size) as (app, pilot):
        await type_keys(app, pilot, *keys)
        for theme, least in LEAST.items():
            app.theme = theme
            await settle(app, pilot)
            seen = list(pairs(app))
            assert len(seen) > 12
            assert [(theme, contrast, text, style) for contrast, text, style in seen if contrast < least] == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_pair_of_the_palette_can_be_read_even_where_no_screen_shows_it_yet(theme: Any) -> None:
    colours = {
        name: TextualColor.parse(value).rich_color for name, value in theme.variables.items() if value.startswith("#")
    }
    grounds = [name for name in colours if name.endswith("-ground")]
    assert len(grounds) >= 6
    assert all(ratio(colours[name.replace("-ground", "-text")], colours[name]) >= LEAST[theme.name] for name in grounds)
    for tone in (name for name in colours if name.startswith("tone-")):
        for ground in ("page-ground", "panel-ground"):
            assert ratio(colours[tone], colours[ground]) >= LEAST[theme.name], (tone, ground)


def test_every_theme_names_the_same_colours() -> None:
    assert {frozenset(theme.variables) for theme in THEMES} == {frozenset(variable_defaults())}
    assert THEMES[0].name == DEFAULT_THEME


def test_no_style_sheet_holds_a_colour_or_moves_anything() -> None:
    assert len(stylesheets()) >= 4
    for path in stylesheets():
        rules = path.read_text(encoding="utf-8")
        assert "#fff" not in rules.lower()
        assert not {"transition", "opacity", "text-style: blink", "tint"} & set(rules.replace(":", " ").split())


# ------------------------------------------------------------------------------------------- without colour, ASCII only


async def test_without_colours_no_colour_is_sent_and_every_state_keeps_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "space")
        styles = [segment.style for strip in painted(app) for segment in strip if segment.style]
        assert {colour.name for style in styles for colour in (style.color, style.bgcolor) if colour} == {"default"}
        assert any(style.reverse for style in styles)
        assert [line[:3] for line in screen_text(app)[5:8]] == [" * ", ">  ", "   "]


@pytest.mark.parametrize("keys", PLACES, ids=" ".join)
async def test_in_ascii_mode_nothing_else_is_sent(keys: tuple[str, ...]) -> None:
    async with opened(DemoApp(ascii_only=True)) as (app, pilot):
        await type_keys(app, pilot, *keys)
        lines = screen_text(app)
        assert all(line.isascii() and len(line) == 80 for line in lines)


async def test_ascii_mode_keeps_signs_and_likenesses() -> None:
    async with opened(DemoApp(ascii_only=True)) as (app, _pilot):
        text = "\n".join(screen_text(app))
        assert "Smith [nee Jones]" in text
        assert "??????" in text  # Letters that have no likeness are seen to be missing.
        assert "^" in screen_text(app)[4]


async def test_nothing_is_animated() -> None:
    async with opened() as (app, pilot):
        assert app.animation_level == "none"
        await type_keys(app, pilot, "end")
        assert not app.animator._animations
