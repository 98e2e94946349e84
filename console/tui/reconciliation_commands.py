"""The commands of reconciliation: reports chosen, columns put right, totals, and what is made of the differences."""

from __future__ import annotations

from typing import Final

from console.tui.commands import Command

RECONCILIATION: Final = "reconciliation"
FILES: Final = "reconciliation.files"
COLUMNS: Final = "reconciliation.columns"
FOUND: Final = "reconciliation.found"

RECONCILIATION_COMMANDS: tuple[Command, ...] = (
    Command(
        name="reconciliation", label="Reconcile", keys=("K",), contexts=("arrival", "worklist"), footer=59,
        shown=lambda screen: screen.CONTEXT == "arrival",
        help="Compares reports of what left the CSA with reports of what arrived at CMS.",
    ),
    Command(
        name="reconciliation-part", label="Part", keys=tuple("123"), contexts=(RECONCILIATION,), takes_key=True,
        footer=55,
        help="Shows 1 the reports, 2 the totals by class, 3 the rows of the class under the cursor.",
    ),
    Command(
        name="report-csa", label="CSA", keys=("c",), contexts=(FILES,), footer=20, asks_screen=True,
        help="Takes the file under the cursor as a report of what left the CSA, or takes it out again.",
    ),
    Command(
        name="report-cms", label="CMS", keys=("m",), contexts=(FILES,), footer=22, asks_screen=True,
        help="Takes the file under the cursor as a report of what arrived at CMS, or takes it out again.",
    ),
    Command(
        name="report-folder", label="Folder", keys=("f",), contexts=(FILES,), footer=30,
        help="Lists the files of another folder, or adds one file; its place is typed.",
    ),
    Command(
        name="compare-reports", label="Compare", keys=("r",), contexts=(FILES, COLUMNS), footer=25, asks_screen=True,
        help="Compares the reports chosen, after showing how each of them is read.",
    ),
    Command(
        name="heading-row", label="Heading row", keys=("e",), contexts=(COLUMNS,), footer=30, asks_screen=True,
        help="Shows the first rows of the report, to say which of them is the row of headings.",
    ),
    Command(
        name="report-sheet", label="Sheet", keys=("t",), contexts=(FILES, COLUMNS), footer=35, asks_screen=True,
        help="Asks which sheet of the workbook is the report.",
    ),
    Command(
        name="report-mapping", label="Named", keys=("n",), contexts=(FILES, COLUMNS), footer=38, writes=True,
        asks_screen=True,
        help="Reads the report by headings kept under a name, or keeps its headings under one.",
    ),
    Command(
        name="differences-to-work", label="To work", keys=("o",), contexts=(FOUND,), footer=20, writes=True,
        asks_screen=True,
        help="Makes the differences of the class, or the marked ones, work on the queue; each of them once.",
    ),
    Command(
        name="write-differences", label="Write out", keys=("x",), contexts=(FOUND,), footer=30, asks_screen=True,
        help="Writes the differences to a file, as XLSX with the totals or as CSV.",
    ),
)  # fmt: skip
