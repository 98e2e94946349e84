"""The commands of offline calculations."""

from __future__ import annotations

from typing import Final

from console.tui.arrival_commands import ARRIVING
from console.tui.commands import Command

CALCULATION: Final = "calculation"
TYPING: Final = f"{CALCULATION}.field"

CALCULATION_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        name="calculation", label="Calculation", keys=("A",), contexts=("casegroup", "worklist", ARRIVING),
        help="Works out the weekly amount of child maintenance, on a casegroup beside the amount on its case.",
    ),
    Command(
        name="keep-calculation", label="Keep", keys=("f2",), contexts=(CALCULATION, TYPING), writes=True, footer=15,
        asks_screen=True,
        help="Keeps the calculation with its case: left unfinished at the CSA, a balance queried, or why else.",
    ),
    Command(
        name="print-calculation", label="PDF", keys=("P",), contexts=(CALCULATION,), footer=20, asks_screen=True,
        help="Writes the calculation as a tagged PDF: the answer, what was asked, each step with rule and source.",
    ),
)  # fmt: skip
