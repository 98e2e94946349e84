"""The colours of the three themes, each named for what it is for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Final

from textual.theme import Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours; every `…_text` is read on the background of its name."""

    text: str
    ground: str
    muted: str
    strong: str
    good: str
    warning: str
    bad: str
    bar_text: str
    bar_ground: str
    cursor_text: str
    cursor_ground: str
    idle_cursor_text: str
    idle_cursor_ground: str
    marked_text: str
    marked_ground: str
    panel_text: str
    panel_ground: str
    rule: str


NIGHT: Final = Palette(
    text="#e4e7eb", ground="#11161d", muted="#a3adb8", strong="#ffffff",
    good="#7fd99a", warning="#f2c14e", bad="#ff9a8f",
    bar_text="#eef2f6", bar_ground="#22303f",
    cursor_text="#0b1016", cursor_ground="#8fc7f5",
    idle_cursor_text="#ffffff", idle_cursor_ground="#3a4a5a",
    marked_text="#ffffff", marked_ground="#3b3160",
    panel_text="#e4e7eb", panel_ground="#1a222c", rule="#8a97a5",
)  # fmt: skip

DAY: Final = Palette(
    text="#1b1f24", ground="#fcfcfa", muted="#565e67", strong="#000000",
    good="#0b6b32", warning="#7a4b00", bad="#a8191f",
    bar_text="#ffffff", bar_ground="#24435f",
    cursor_text="#ffffff", cursor_ground="#12538a",
    idle_cursor_text="#101418", idle_cursor_ground="#cfd8e0",
    marked_text="#1d0f45", marked_ground="#e3dbfa",
    panel_text="#1b1f24", panel_ground="#eef1f3", rule="#666f78",
)  # fmt: skip

HIGH_CONTRAST: Final = Palette(
    text="#ffffff", ground="#000000", muted="#d0d0d0", strong="#ffff00",
    good="#66ff99", warning="#ffdd33", bad="#ffb3ad",
    bar_text="#000000", bar_ground="#ffffff",
    cursor_text="#000000", cursor_ground="#ffff00",
    idle_cursor_text="#000000", idle_cursor_ground="#ffffff",
    marked_text="#ffffff", marked_ground="#3c0070",
    panel_text="#ffffff", panel_ground="#000000", rule="#ffffff",
)  # fmt: skip


def _variables(palette: Palette) -> dict[str, str]:
    """Name a palette's colours for the style sheets: `bar_text` is `$bar-text`, `bad` is `$tone-bad`."""
    colours = {name.replace("_", "-"): colour for name, colour in asdict(palette).items()}
    tones = {f"tone-{tone}": colours.pop(tone) for tone in ("muted", "strong", "good", "warning", "bad")}
    own = {"page-text": colours.pop("text"), "page-ground": colours.pop("ground"), "rule-line": colours.pop("rule")}
    return {**colours, **tones, **own, **_for_textual(palette)}


def _for_textual(palette: Palette) -> dict[str, str]:
    """Give Textual's own widgets colours from the palette, where it would mix paler ones."""
    return {
        "text": palette.text,
        "text-muted": palette.muted,
        "text-disabled": palette.muted,
        "foreground-muted": palette.muted,
        "foreground-disabled": palette.muted,
        "block-cursor-foreground": palette.cursor_text,
        "block-cursor-background": palette.cursor_ground,
        "block-cursor-blurred-foreground": palette.idle_cursor_text,
        "block-cursor-blurred-background": palette.idle_cursor_ground,
        "input-cursor-foreground": palette.cursor_text,
        "input-cursor-background": palette.cursor_ground,
        "input-selection-foreground": palette.marked_text,
        "input-selection-background": palette.marked_ground,
        "screen-selection-foreground": palette.marked_text,
        "screen-selection-background": palette.marked_ground,
        "scrollbar": palette.rule,
        "scrollbar-hover": palette.rule,
        "scrollbar-active": palette.rule,
        "scrollbar-background": palette.ground,
        "scrollbar-background-hover": palette.ground,
        "scrollbar-background-active": palette.ground,
        "scrollbar-corner-color": palette.ground,
    }


def _theme(name: str, palette: Palette, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=palette.cursor_ground,
        secondary=palette.bar_ground,
        warning=palette.warning,
        error=palette.bad,
        success=palette.good,
        accent=palette.strong,
        foreground=palette.text,
        background=palette.ground,
        surface=palette.ground,
        panel=palette.panel_ground,
        dark=dark,
        text_alpha=1.0,
        variables=_variables(palette),
    )


THEMES: Final[tuple[Theme, ...]] = (
    _theme("night", NIGHT, dark=True),
    _theme("day", DAY, dark=False),
    _theme("high-contrast", HIGH_CONTRAST, dark=True),
)
"""Every theme there is, the default first."""

DEFAULT_THEME: Final = THEMES[0].name


def variable_defaults() -> dict[str, str]:
    """Give our own variables a value under themes that do not know them."""
    return _variables(NIGHT)
