"""The commands of arrivals at CMS and of payments for closed cases."""

from __future__ import annotations

from typing import Final

from console.tui.commands import Command

ARRIVAL: Final = "arrival"
ARRIVING: Final = "arrival.casegroup"
PAYMENTS: Final = "payments"

ARRIVAL_COMMANDS: tuple[Command, ...] = (
    Command(
        name="arrival", label="Arrival", keys=("f7",), contexts=("screen",),
        shown=lambda screen: screen.CONTEXT != ARRIVAL and hasattr(screen, "desk"),
        help="Shows the closed casegroups and how far their arrears are on their way to CMS.",
    ),
    Command(
        name="payments", label="Payments", keys=("M",), contexts=(ARRIVAL, "worklist"), footer=58,
        shown=lambda screen: screen.CONTEXT == ARRIVAL,
        help="Shows the payments made to the CSA for closed cases, those to be looked into first.",
    ),
    Command(
        name="arrival-part", label="Which", keys=tuple("1234567"), contexts=(ARRIVAL,), takes_key=True, footer=15,
        help="Lists 1 all on their way, 2 closed, 3 coming, 4 by hand, 5 failed, 6 done; 7 the exceptions report.",
    ),
    Command(
        name="arrival-page", label="Part", keys=tuple("123"), contexts=(ARRIVING,), takes_key=True, footer=50,
        help="Shows 1 the cases and their steps, 2 the arrears, 3 orders, agency receipts and contacts.",
    ),
    Command(
        name="receive", label="Receive", keys=("r",), contexts=(ARRIVAL, ARRIVING), writes=True, footer=20,
        asks_screen=True,
        help="Receives the balances of closed casegroups at CMS: of one, or of all that wait.",
    ),
    Command(
        name="run-on", label="Bring on", keys=("o",), contexts=(ARRIVAL, ARRIVING), writes=True, footer=25,
        asks_screen=True,
        help="Brings every casegroup on its way as far as it goes by itself.",
    ),
    Command(
        name="cms-files", label="Register", keys=("R",), contexts=(ARRIVAL, ARRIVING), writes=True, footer=45,
        help="Takes in a register of CMS cases, or a report of residual balances, and says how old the register is.",
    ),
    Command(
        name="add-up", label="Add up", keys=("c",), contexts=(ARRIVAL,), asks_screen=True,
        help="Adds up what left the CSA, became dues and waits, of all that is listed; a long list takes a while.",
    ),
    Command(
        name="report-day", label="Today's", keys=("d",), contexts=(ARRIVAL,), footer=27,
        shown=lambda screen: getattr(screen, "is_report", True), asks_screen=True,
        help="On the exceptions report: only what came on it today, or all that is open.",
    ),
    Command(
        name="key-data", label="Key data", keys=("d",), contexts=(ARRIVING,), writes=True, footer=22, asks_screen=True,
        help="Asks for what the step under the cursor lacks, field by field; or why it is not known.",
    ),
    Command(
        name="match", label="CMS case", keys=("m",), contexts=(ARRIVING,), writes=True, footer=24, asks_screen=True,
        help="Says which case the receiving parent has on CMS, or that there is none; those like it are shown.",
    ),
    Command(
        name="build", label="Build", keys=("b",), contexts=(ARRIVING,), writes=True, footer=30, asks_screen=True,
        help="Builds the arrears-only case of a clerical casegroup by hand, from what is known.",
    ),
    Command(
        name="add-arrears", label="Add", keys=("a",), contexts=(ARRIVING,), writes=True, footer=32, asks_screen=True,
        help="Adds what waits on the case under the cursor by hand, after orders in force were looked for.",
    ),
    Command(
        name="correct-arrears", label="Correct", keys=("+",), contexts=(ARRIVING,), writes=True, footer=60,
        asks_screen=True,
        help="Adds to or corrects arrears that are on CMS, for a reason.",
    ),
    Command(
        name="record-order", label="Order", keys=("O",), contexts=(ARRIVING,), writes=True, asks_screen=True,
        help="Ties a liability order or other enforcement in force to the part of the arrears it names.",
    ),
    Command(
        name="agency-receipt", label="Agency", keys=("D",), contexts=(ARRIVING,), writes=True,
        help="Flags a receipt of a debt collection agency for allocation by hand, or allocates one that is flagged.",
    ),
    Command(
        name="log-contact", label="Contact", keys=("c",), contexts=(ARRIVING,), writes=True,
        help="Logs a contact with the CSA or CMS about unfinished work, an appeal or a complaint.",
    ),
    Command(
        name="next-arrival", label="Next", keys=("n",), contexts=(ARRIVING,), footer=62,
        help="Goes to the next casegroup of the list it was opened from.",
    ),
    Command(
        name="previous-arrival", label="Previous", keys=("p",), contexts=(ARRIVING,),
        help="Goes to the casegroup before it in that list.",
    ),
    Command(
        name="pass-payment", label="Pass", keys=("p",), contexts=(PAYMENTS,), writes=True, footer=20, asks_screen=True,
        help="Passes the payment under the cursor to CMS as that of a casegroup; those it may belong to are shown.",
    ),
    Command(
        name="finding", label="Finding", keys=("a",), contexts=(PAYMENTS,), writes=True, footer=25, asks_screen=True,
        help="Writes down what was found out about a payment: returned, somebody else's, or still open.",
    ),
    Command(
        name="take-payments", label="Take in", keys=("i",), contexts=(PAYMENTS,), writes=True, footer=30,
        asks_screen=True,
        help="Takes in a daily file of payments, after showing how it was understood and its control totals.",
    ),
    Command(
        name="write-payments", label="Write out", keys=("x",), contexts=(PAYMENTS,), writes=True, footer=35,
        asks_screen=True,
        help="Writes the payments passed and not yet written to a file for CMS, after showing how many and how much.",
    ),
)  # fmt: skip
