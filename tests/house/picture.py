"""Makes the README's picture of the console, by the program itself: `make readme`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from console.desk.clock import Clock
from console.desk.training import open_training
from console.tui.casework_app import casework_app
from tests.house.tree import ROOT

PICTURE: Final = ROOT / ".pictures" / "console.svg"
SIZE: Final = (100, 30)
SHOWN: Final = "S21"
DOWN: Final = 9


async def picture() -> str:
    """Show the validation of a lesson whose discrepancy is explained in full, and give it as SVG."""
    clock = Clock(datetime(2016, 2, 15, 10, 42, tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder, open_training(Path(folder) / "training.db", "apatel", clock) as desk:
        app = casework_app(desk, state=Path(folder))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press(":", *SHOWN, "enter", "3", *["down"] * DOWN)
            await pilot.pause()
            return without_outside_fonts(app.export_screenshot(title="Closeout"))


def without_outside_fonts(svg: str) -> str:
    """Take out the fonts a picture would fetch from elsewhere; any font of fixed width does."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    lines = (line.rstrip() for line in svg.replace("Fira Code", "monospace").splitlines())
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(asyncio.run(picture()), encoding="utf-8")
