"""The commands of the work itself: on the worklist, on a casegroup, and in the journal.

Reasons why a command is off are asked of the screen, which knows where the casegroup stands; nothing here loads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.tui.arrival_commands import ARRIVAL, ARRIVING, PAYMENTS
from console.tui.calculation_commands import CALCULATION
from console.tui.commands import Command
from console.tui.lesson_commands import LESSONS, in_training, why_no_lessons
from console.tui.reconciliation_commands import RECONCILIATION
from console.tui.rules_commands import OVERVIEW, RULES

if TYPE_CHECKING:
    from collections.abc import Callable

WORKLIST: Final = "worklist"
CASEGROUP: Final = "casegroup"
JOURNAL: Final = "journal"
QUEUE: Final = "queue"
SELECTION: Final = "selection"
LETTERS: Final = "letters"
LOOK_UPS: Final = "look-ups"
CASE_DATA: Final = "case-data"
FIELD: Final = "field"
FILTER: Final = "filter"
ANY_SCREEN: Final = "screen"
ACCOUNT: Final = "casegroup.account"
OF_A_CASEGROUP: Final = (CASEGROUP, WORKLIST, QUEUE, LETTERS, ARRIVING, CALCULATION)
"""Screens on which a casegroup is open or under the cursor."""

OVER_THE_WORKLIST: Final = (
    CASEGROUP, JOURNAL, QUEUE, SELECTION, LETTERS, LOOK_UPS, CASE_DATA, ARRIVAL, ARRIVING, PAYMENTS, CALCULATION,
    RECONCILIATION, RULES, OVERVIEW, LESSONS,
)  # fmt: skip
"""Every screen that opens over the worklist and shows what is in the store."""


def _away_from(*contexts: str) -> Callable[[object], bool]:
    """Mention a place only on other screens, and not on a page that stands over the work."""

    def shown(screen: object) -> bool:
        return getattr(screen, "CONTEXT", "") not in contexts and hasattr(screen, "desk")

    return shown


WORK_COMMANDS: tuple[Command, ...] = (
    Command(
        name="filter",
        label="Filter",
        keys=("/",),
        contexts=(WORKLIST, LETTERS, QUEUE, ARRIVAL, RULES),
        footer=20,
        help="Filters as you type: words of a name, numbers, a stage such as: to amend; any words of a rule; "
        "!word leaves out.",
    ),
    Command(
        name="filter-done", label="To the list", keys=("enter", "down"), contexts=(FILTER,), footer=10,
        help="Goes from the filter to the list.",
    ),
    Command(
        name="filter-clear", label="Show all", keys=("escape",), contexts=(FILTER,), footer=20,
        help="Takes the filter away.",
    ),
    Command(
        name="step", label="Step", keys=("1", "2", "3", "4", "5", "6"), contexts=(CASEGROUP,), takes_key=True,
        help="Shows a step: 1 Facts, 2 Deferral, 3 Validation, 4 Account, 5 Letters, 6 Outcome.",
    ),
    Command(
        name="outcome", label="Outcome", keys=("o",), contexts=(CASEGROUP, WORKLIST), writes=True, footer=25,
        asks_screen=True,
        help="Records the answer of the rules and the outcome of the validation, here or on all marked lines.",
    ),
    Command(
        name="defer", label="Defer", keys=("d",), contexts=(CASEGROUP, WORKLIST), writes=True, footer=30,
        asks_screen=True,
        help="Defers closure to the day the broken rules give, here or on all marked lines.",
    ),
    Command(
        name="amend", label="Amend", keys=("m",), contexts=(CASEGROUP,), writes=True, footer=35, asks_screen=True,
        help="Amends the balance by what is left unexplained, as suggested or as you place it.",
    ),
    Command(
        name="confirm", label="Confirm", keys=("f",), contexts=(CASEGROUP,), writes=True, footer=33,
        shown=lambda screen: bool(getattr(screen, "has_clerical", True)), asks_screen=True,
        help="Confirms a validation in which a clerical case has a part.",
    ),
    Command(
        name="dispose", label="Dispose", keys=("x",), contexts=(CASEGROUP, WORKLIST), writes=True, footer=68,
        asks_screen=True,
        help="Writes the arrears off or down, after asking for notice or credits, here or on all marked lines.",
    ),
    Command(
        name="close", label="Close", keys=("C",), contexts=(CASEGROUP, WORKLIST), writes=True, footer=70,
        asks_screen=True,
        help="Closes the casegroup, or says everything that keeps it open; here or on all marked lines.",
    ),
    Command(
        name="breakdown", label="Breakdown", keys=("b",), contexts=(CASEGROUP,), writes=True, footer=72,
        asks_screen=True,
        help="Drafts the account breakdown, brings it to its next state, sends it back, or writes it to a file.",
    ),
    Command(
        name="correct", label="Correct", keys=("+",), contexts=(ACCOUNT,), writes=True, footer=15, asks_screen=True,
        help="Changes or strikes the line of the account under the cursor, or adds one.",
    ),
    Command(
        name="put-right", label="Put right", keys=("E",), contexts=(CASEGROUP,), writes=True, asks_screen=True,
        help="Records what was put right: liability or schedules ended, a collection, payable or receipt dealt with.",
    ),
    Command(
        name="letter", label="Letter", keys=("l",), contexts=(CASEGROUP,), writes=True, footer=74,
        help="Puts letters in the tray, takes one out, releases it, sends it again, edits it, or puts it on paper.",
    ),
    Command(
        name="letters", label="Letters", keys=("f2",), contexts=(ANY_SCREEN,),
        shown=_away_from(LETTERS, CASE_DATA, LOOK_UPS, CALCULATION),
        help="Shows the letters that are due, in the tray, issued or held back.",
    ),
    Command(
        name="list-letters", label="List", keys=("1", "2", "3", "4", "5"), contexts=(LETTERS,), takes_key=True,
        footer=35, help="Shows a list: 1 Due by today, 2 Tray, 3 Issued, 4 Held back, 5 To come.",
    ),
    Command(
        name="read-letter", label="Read", keys=("v",), contexts=(LETTERS,),
        help="Shows the letter under the cursor as its reader gets it.",
    ),
    Command(
        name="prepare-letters", label="Prepare", keys=("P",), contexts=(LETTERS,), writes=True, footer=20,
        asks_screen=True,
        help="Puts in the tray what is due, of all casegroups or of the marked ones.",
    ),
    Command(
        name="release-letters", label="Release", keys=("R",), contexts=(LETTERS,), writes=True, footer=25,
        asks_screen=True,
        help="Lets the whole tray go, or the marked letters; what has gone never changes.",
    ),
    Command(
        name="take-out-letter", label="Take out", keys=("u",), contexts=(LETTERS,), writes=True, footer=30,
        asks_screen=True,
        help="Takes the marked letters, or the one under the cursor, out of the tray again.",
    ),
    Command(
        name="batch-file", label="Batch", keys=("b",), contexts=(LETTERS,), footer=32,
        shown=lambda screen: getattr(screen, "listed", "") == "issued", asks_screen=True,
        help="Writes the batch of the letter under the cursor as one PDF for the printer, with its manifest.",
    ),
    Command(
        name="open-casegroup", label="Casegroup", keys=("g",), contexts=(LETTERS, ARRIVING, PAYMENTS), footer=38,
        asks_screen=True,
        help="Opens the casegroup of the letter under the cursor.",
    ),
    Command(
        name="contact", label="Contact", keys=("r",), contexts=(CASEGROUP,), writes=True,
        help="Records a contact with the receiving parent of the case under the cursor.",
    ),
    Command(
        name="finalise", label="Final", keys=("F",), contexts=(CASEGROUP,), writes=True,
        help="Declares the balance of the case under the cursor final.",
    ),
    Command(
        name="decision", label="Decision", keys=("a",), contexts=(CASEGROUP,), writes=True,
        help="Records the receiving parent's decision about the arrears of the case under the cursor.",
    ),
    Command(
        name="inhibit", label="Inhibit", keys=("i",), contexts=(CASEGROUP,), writes=True,
        help="Sets a manual inhibit on the case under the cursor, or lifts one.",
    ),
    Command(
        name="work-item", label="Work item", keys=("W",), contexts=(CASEGROUP,), writes=True,
        help="Opens a work item on the case under the cursor, or closes one.",
    ),
    Command(
        name="exception", label="Exception", keys=("e",),
        contexts=(CASEGROUP, WORKLIST, JOURNAL, QUEUE, LETTERS, ARRIVING), writes=True,
        help="Raises an exception on the case or casegroup under the cursor, or asks a piece of work of somebody.",
    ),
    Command(
        name="answer", label="Answer", keys=("a",), contexts=(QUEUE,), writes=True, footer=20, asks_screen=True,
        help="Answers the exception under the cursor, or says what came of the service request.",
    ),
    Command(
        name="give", label="Give", keys=("g",), contexts=(QUEUE, ARRIVAL), writes=True, footer=25, asks_screen=True,
        help="Gives the exception or service request under the cursor to somebody; team leaders do.",
    ),
    Command(
        name="note", label="Note", keys=("t",), contexts=OF_A_CASEGROUP,
        writes=True, footer=55,
        help="Writes a free note of one line on the casegroup.",
    ),
    Command(
        name="long-note", label="Long note", keys=("T",),
        contexts=OF_A_CASEGROUP, writes=True,
        help="Writes a free note of several lines on the casegroup.",
    ),
    Command(
        name="undo", label="Undo", keys=("u",), contexts=(CASEGROUP, JOURNAL), writes=True, footer=65, asks_screen=True,
        help="Sets an entry of the journal aside; the entry stays, and so does the undoing.",
    ),
    Command(
        name="redo", label="Redo", keys=("U",), contexts=(CASEGROUP, JOURNAL), writes=True, asks_screen=True,
        help="Brings back an entry that was set aside.",
    ),
    Command(
        name="next-casegroup", label="Next", keys=("n",), contexts=(CASEGROUP,), footer=60,
        help="Goes to the next casegroup of the list that still waits for something.",
    ),
    Command(
        name="previous-casegroup", label="Previous", keys=("p",), contexts=(CASEGROUP,),
        help="Goes to the casegroup before it that still waits for something.",
    ),
    Command(
        name="last-casegroup", label="Last casegroup", keys=("-",), contexts=(CASEGROUP,), asks_screen=True,
        help="Goes back to the casegroup that was open before this one; again returns.",
    ),
    Command(
        name="lines-behind", label="Behind", keys=("v",),
        contexts=(CASEGROUP, ARRIVAL, ARRIVING, PAYMENTS, RECONCILIATION),
        help="Shows the lines behind the figure under the cursor.",
    ),
    Command(
        name="lesson", label="Lesson", keys=("L",), contexts=(CASEGROUP,),
        shown=in_training, why_off=why_no_lessons,
        help="In training: shows what this casegroup teaches, and what you did of its exercise; L again puts it away.",
    ),
    Command(
        name="look-again", label="Look again", keys=("f5",),
        contexts=(WORKLIST, *OVER_THE_WORKLIST),
        help="Reads the store again and works everything out afresh.",
    ),
    Command(
        name="worklist", label="Worklist", keys=("f3",),
        contexts=OVER_THE_WORKLIST, footer=75,
        help="Goes to the worklist.",
    ),
    Command(
        name="leave", label="Leave", keys=("f3",), contexts=(WORKLIST,), footer=75,
        help="Leaves the console; it opens again on this line.",
    ),
    Command(
        name="queue", label="Exceptions", keys=("f4",), contexts=(ANY_SCREEN,), shown=_away_from(QUEUE),
        help="Shows exceptions, service requests and whatever else waits for somebody, by cause.",
    ),
    Command(
        name="selection", label="Selection", keys=("f6",), contexts=(ANY_SCREEN,), shown=_away_from(SELECTION),
        help="Shows what selection asks, how old the systems are, and what the next tranche takes.",
    ),
    Command(
        name="change-selection", label="Change", keys=("m",), contexts=(SELECTION,), writes=True, footer=20,
        asks_screen=True,
        help="Changes the criterion, the size or the frequency under the cursor, for good or until a day.",
    ),
    Command(
        name="select-tranche", label="Select tranche", keys=("x",), contexts=(SELECTION,), writes=True, footer=30,
        asks_screen=True,
        help="Selects the tranche of today, or segment 1 apart, after showing what it takes.",
    ),
    Command(
        name="load-system", label="Load", keys=("i",), contexts=(SELECTION,), writes=True, footer=40,
        help="Loads a file of one old system, whole or what changed, after showing what it comes to.",
    ),
    Command(
        name="settle-data", label="Settle", keys=("a",), contexts=(SELECTION,), writes=True, footer=35,
        asks_screen=True,
        help="Settles the data exception under the cursor, with a note of what was done about it.",
    ),
    Command(
        name="journal", label="Journal", keys=("f8",), contexts=(ANY_SCREEN,), shown=_away_from(JOURNAL),
        help="Shows the journal: of the casegroup that is open, else of the whole store.",
    ),
)  # fmt: skip
