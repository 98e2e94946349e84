"""How the console looks: day, night and high contrast, and one style sheet for each part of the screen.

Every pair of text and background is 4.5:1 or better, 7:1 in high contrast; a test reads the painted screens. A new
colour goes into `palette.py`, a new rule into the style sheet of its part.
"""

from __future__ import annotations

from pathlib import Path

from themes.palette import DEFAULT_THEME, THEMES, variable_defaults

__all__ = ["DEFAULT_THEME", "THEMES", "stylesheets", "variable_defaults"]


def stylesheets() -> list[Path]:
    """Give the style sheets, in the order in which they are read."""
    return sorted(Path(__file__).parent.glob("*.tcss"))
