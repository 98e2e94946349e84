"""The register of all commands: the base ones here, each screen's beside its screen.

To let caseworkers do something new, write its `Command` in the tuple of the screen it belongs to and the method
`command_<name>` in that screen. Nothing else is told about it.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

from console.tui.arrival_commands import ARRIVAL_COMMANDS
from console.tui.calculation_commands import CALCULATION_COMMANDS
from console.tui.commands import EVERYWHERE, Command
from console.tui.lesson_commands import LESSON_COMMANDS
from console.tui.reconciliation_commands import RECONCILIATION_COMMANDS
from console.tui.request_commands import REQUEST_COMMANDS
from console.tui.rules_commands import RULES_COMMANDS
from console.tui.work_commands import WORK_COMMANDS

SCREEN = "screen"
"""Holds on a screen while no question and no text entry is open."""

GRID = "grid"
SORTING = "grid.sorting"
JUMPING = "grid.jumping"
QUESTION = "question"
READING = "reading"
"""Holds while a text over the work, or at its right, is read."""

ENTRY = "entry"
NOTEPAD = "notepad"
COMMAND_LINE = "command-line"
PALETTE = "palette"


def _markable(screen: object) -> bool:
    """Whether the list under the cursor has lines that can be marked."""
    return bool(getattr(getattr(screen, "focused", None), "markable", True))


def _own_order(screen: object) -> str | None:
    """Say of a list without a column to sort by that it keeps its own order."""
    source = getattr(getattr(screen, "focused", None), "source", None)
    sortable = source is None or any(column.sortable for column in source.columns)
    return None if sortable else "This list keeps its own order."


def _no_last_place(screen: object) -> str | None:
    """Say of a list in which nobody has jumped that there is no place to go back to."""
    grid = getattr(screen, "focused", None)
    return None if getattr(grid, "last_place", None) is not None else "You have not jumped in this list yet."


GRID_COMMANDS: tuple[Command, ...] = (
    Command(name="cursor-up", label="Up", keys=("up", "k"), contexts=(GRID, PALETTE), help="Moves to the line above."),
    Command(
        name="cursor-down", label="Down", keys=("down", "j"), contexts=(GRID, PALETTE), help="Moves to the line below."
    ),
    Command(name="page-up", label="Page up", keys=("pageup",), contexts=(GRID, PALETTE), help="Moves up by a page."),
    Command(
        name="page-down", label="Page down", keys=("pagedown",), contexts=(GRID, PALETTE), help="Moves down by a page."
    ),
    Command(name="first", label="First", keys=("home",), contexts=(GRID,), help="Moves to the first line."),
    Command(name="last", label="Last", keys=("end",), contexts=(GRID,), help="Moves to the last line."),
    Command(name="scroll-left", label="Left", keys=("left", "h"), contexts=(GRID,), help="Shows columns at the left."),
    Command(
        name="scroll-right", label="Right", keys=("right", "l"), contexts=(GRID,), help="Shows columns at the right."
    ),
    Command(name="open", label="Open", keys=("enter",), contexts=(GRID,), footer=10, help="Opens the line."),
    Command(
        name="mark",
        label="Mark",
        keys=("space",),
        contexts=(GRID,),
        footer=60,
        shown=_markable,
        help="Marks the line, or unmarks it.",
    ),
    Command(name="mark-all", label="Mark all", keys=("*",), contexts=(GRID,), help="Marks all lines shown, or none."),
    Command(
        name="mark-range",
        label="Mark range",
        keys=("+",),
        contexts=(GRID,),
        help="Marks the lines from the last one marked to this one.",
    ),
    Command(
        name="copy",
        label="Copy",
        keys=("c",),
        contexts=(GRID,),
        help="Copies the casegroup number of the line, the value of a name and a value, or else the line.",
    ),
    Command(
        name="copy-line",
        label="Copy line",
        keys=("Y",),
        contexts=(GRID,),
        help="Copies the whole line, also what does not fit the screen, to the clipboard.",
    ),
    Command(
        name="sort",
        label="Sort",
        keys=("s",),
        contexts=(GRID,),
        footer=70,
        why_off=_own_order,
        help="Sorts by a column: s and the number over it; the same again reverses.",
    ),
    Command(
        name="sort-column",
        label="Column",
        keys=tuple("123456789"),
        contexts=(SORTING,),
        takes_key=True,
        footer=10,
        help="Sorts by the column of that number; the same again reverses.",
    ),
    Command(
        name="stop-sorting",
        label="Leave",
        keys=("escape",),
        contexts=(SORTING,),
        footer=20,
        help="Leaves the order as it is.",
    ),
)

JUMP_COMMANDS: tuple[Command, ...] = (
    Command(
        name="last-place",
        label="Last place",
        keys=("-",),
        contexts=(GRID,),
        why_off=_no_last_place,
        help="Goes back to the line left by the last jump: Home, End, a number or a letter; again returns.",
    ),
    Command(
        name="jump",
        label="Jump",
        keys=("ctrl+o",),
        contexts=(SCREEN,),
        help="Puts a letter before every line in view; typing it goes there.",
    ),
    Command(
        name="jump-to",
        label="Go there",
        keys=tuple(ascii_lowercase + ascii_uppercase),
        contexts=(JUMPING,),
        takes_key=True,
        footer=10,
        help="Goes to the line of that letter.",
    ),
    Command(
        name="stop-jumping",
        label="Leave",
        keys=("escape",),
        contexts=(JUMPING,),
        footer=20,
        help="Stays on the line.",
    ),
)

QUESTION_COMMANDS: tuple[Command, ...] = (
    Command(
        name="choose",
        label="Choose",
        keys=tuple("123456789"),
        contexts=(QUESTION,),
        takes_key=True,
        footer=10,
        help="Shows what the choice of that number would write. Nothing is written yet.",
    ),
    Command(
        name="commit",
        label="Write",
        keys=("y",),
        contexts=(QUESTION,),
        writes=True,
        footer=20,
        why_off=lambda screen: screen.question.why_not_commit(),
        help="Writes what is shown; where it has not been shown to its end, pages on first.",
    ),
    Command(
        name="read-question",
        label="Page",
        keys=("pagedown", "pageup", "down", "up", "j", "k", "home", "end"),
        contexts=(QUESTION,),
        takes_key=True,
        help="Shows more of what would be written, where it is longer than its place.",
    ),
    Command(
        name="leave-question",
        label="Leave",
        keys=("escape", "n"),
        contexts=(QUESTION,),
        footer=30,
        help="Leaves the question. Nothing is written.",
    ),
    Command(
        name="enter-commits-nothing",
        label="Nothing",
        keys=("enter",),
        contexts=(QUESTION,),
        why_off=lambda screen: screen.question.what_to_press(),
        help="Does nothing in a question: Enter never writes.",
    ),
)

READING_COMMANDS: tuple[Command, ...] = (
    Command(
        name="read-on",
        label="Read on",
        keys=("pagedown", "pageup", "down", "up", "j", "k", "home", "end"),
        contexts=(READING,),
        takes_key=True,
        help="Shows more of a text that is longer than its place.",
    ),
)

ENTRY_COMMANDS: tuple[Command, ...] = (
    Command(
        name="accept-entry", label="Accept", keys=("enter",), contexts=(ENTRY,), footer=10, help="Takes what was typed."
    ),
    Command(
        name="accept-note",
        label="Keep text",
        keys=("f2",),
        contexts=(NOTEPAD,),
        footer=10,
        help="Takes the text as it stands.",
    ),
    Command(
        name="leave-entry",
        label="Leave",
        keys=("escape",),
        contexts=(ENTRY, NOTEPAD),
        footer=20,
        help="Leaves the line. What was typed is kept for the next time.",
    ),
    Command(
        name="run-line",
        label="Go",
        keys=("enter",),
        contexts=(COMMAND_LINE,),
        footer=10,
        help="Does what the line says.",
    ),
    Command(
        name="leave-line",
        label="Leave",
        keys=("escape",),
        contexts=(COMMAND_LINE,),
        footer=20,
        help="Leaves the command line and empties it.",
    ),
)

PALETTE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="run-chosen", label="Do it", keys=("enter",), contexts=(PALETTE,), footer=10, help="Does the command."
    ),
    Command(
        name="leave-palette", label="Leave", keys=("escape",), contexts=(PALETTE,), footer=20, help="Does nothing."
    ),
)

BASE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="back", label="Back", keys=("escape",), contexts=(SCREEN,), footer=80, help="Goes back, writing nothing."
    ),
    Command(
        name="next-pane", label="Pane", keys=("tab",), contexts=(SCREEN,), help="Moves to the next part of the screen."
    ),
    Command(
        name="why",
        label="Why",
        keys=("w",),
        contexts=(SCREEN,),
        footer=40,
        shown=lambda screen: screen.HAS_WHY,
        help="Shows why: rule, place in the documents, values, standing.",
    ),
    Command(
        name="command-line",
        label="Command",
        keys=(":",),
        contexts=(SCREEN,),
        help="Opens the command line: a number, a word, or :q to leave.",
    ),
    Command(
        name="palette",
        label="Commands",
        keys=("ctrl+p",),
        contexts=(SCREEN,),
        help="Finds a command by its name.",
    ),
    Command(
        name="help",
        label="Keys",
        keys=("?", "f1"),
        contexts=(EVERYWHERE,),
        footer=90,
        help="Lists the keys that apply here.",
    ),
    Command(name="redraw", label="Redraw", keys=("ctrl+l",), contexts=(EVERYWHERE,), help="Paints the screen afresh."),
)

COMMANDS: tuple[Command, ...] = (
    *BASE_COMMANDS,
    *GRID_COMMANDS,
    *JUMP_COMMANDS,
    *QUESTION_COMMANDS,
    *READING_COMMANDS,
    *ENTRY_COMMANDS,
    *PALETTE_COMMANDS,
    *WORK_COMMANDS,
    *ARRIVAL_COMMANDS,
    *REQUEST_COMMANDS,
    *RECONCILIATION_COMMANDS,
    *CALCULATION_COMMANDS,
    *RULES_COMMANDS,
    *LESSON_COMMANDS,
)
