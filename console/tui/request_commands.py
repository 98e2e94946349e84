"""The commands of requests to close, of the minimum case data, and of look-ups."""

from __future__ import annotations

from typing import Final

from console.tui.calculation_commands import CALCULATION
from console.tui.commands import Command
from console.tui.work_commands import CASE_DATA, CASEGROUP, FIELD, LOOK_UPS, QUEUE, WORKLIST

REQUEST_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        name="raise-request", label="Request", keys=("R",), contexts=(CASEGROUP,), writes=True,
        help="Raises LTR1, LTR2 or LTR3 by hand, for a reactive closure: a request to close, to one system.",
    ),
    Command(
        name="case-data", label="Case data", keys=("M",), contexts=(CASEGROUP,), writes=True,
        help="Opens the minimum case data of the case under the cursor: what CMS cannot do without.",
    ),
    Command(
        name="look-ups", label="Look-ups", keys=("P",), contexts=(CASEGROUP, WORKLIST, QUEUE),
        help="Looks for somebody named in an application, and shows the look-ups that wait for somebody.",
    ),
    Command(
        name="save-fields", label="Save", keys=("f2",), contexts=(CASE_DATA, f"{CASE_DATA}.{FIELD}"), writes=True,
        footer=15,
        help="Saves what was typed, after showing it; what is missing may come later.",
    ),
    Command(
        name="next-case", label="Next case", keys=("n",), contexts=(CASE_DATA, CALCULATION), footer=60,
        help="Goes to the next case of the casegroup; what was typed here is kept.",
    ),
    Command(
        name="previous-case", label="Case before", keys=("p",), contexts=(CASE_DATA, CALCULATION),
        help="Goes to the case before; what was typed here is kept.",
    ),
    Command(
        name="look", label="Look", keys=("f2",), contexts=(LOOK_UPS, f"{LOOK_UPS}.{FIELD}"), writes=True, footer=15,
        help="Looks for the person by number and name, shows who is found, and asks whether to record it.",
    ),
    Command(
        name="answer-look-up", label="Answer", keys=("a",), contexts=(LOOK_UPS,), writes=True, footer=20,
        asks_screen=True,
        help="Answers the look-up under the cursor: what was found by hand, or what was put right.",
    ),
    Command(
        name="next-field", label="Next", keys=("tab", "down"), contexts=(FIELD,), footer=30,
        help="Keeps what was typed and goes on to the next field, as Enter does.",
    ),
    Command(
        name="previous-field", label="Before", keys=("up",), contexts=(FIELD,), footer=40,
        help="Keeps what was typed and goes back to the field before.",
    ),
)  # fmt: skip
