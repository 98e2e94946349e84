"""Working on a full account breakdown: drafting it, correcting its lines, and bringing it to its next state."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from console.present.breakdown import event_text
from console.present.wording import BREAKDOWN_STATES, day, pounds
from console.tui.asking import ANYTHING, choice, why_not
from console.tui.line_after_line import asks_on
from console.tui.placements import parse_amount
from console.tui.widgets.question import Choice, Question
from domain.breakdown.lines import breakdown_for
from domain.breakdown.requests import AdvanceBreakdown, CorrectBreakdown, DraftBreakdown, ReturnBreakdown
from domain.days import leading_day
from domain.errors import CloseoutError
from domain.events.breakdown import BreakdownState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.desk.desk import Desk
    from console.tui.screens.base import ConsoleScreen
    from console.tui.steps.step import View
    from domain.breakdown.line import Line
    from domain.breakdown.lines import Breakdown
    from domain.events.breakdown import BreakdownColumn

    Base = ConsoleScreen
else:
    Base = object

STATES: Final[tuple[BreakdownState, ...]] = get_args(BreakdownState)
ADDED_WORDS: Final[dict[BreakdownColumn, str]] = {
    "due": "maintenance due", "received": "a receipt", "adjustment": "an adjustment",
}  # fmt: skip
LINE_EXPECTED: Final = "a day, an amount and the evidence, such as 12 May 2004 120.00 bank statement of May 2004"
AMOUNT_EXPECTED: Final = "an amount and the evidence, such as 120.00 bank statement of May 2004"
SUFFIXES: Final = (".xlsx", ".pdf", ".csv")


class BreakdownWork(Base):
    """The commands of an account breakdown, for a screen on which a casegroup is open."""

    desk: Desk
    casegroup_id: str
    view: View

    @property
    def current_case_id(self) -> str:
        """The case a command is about."""
        raise NotImplementedError

    @property
    def current_line_id(self) -> str | None:
        """The line of the account under the cursor."""
        raise NotImplementedError

    def _breakdown(self) -> Breakdown:
        return breakdown_for(self.view.casefile, self.desk.as_at, self.desk.policy)

    # ---------------------------------------------------------------------------------------------------- its states

    def command_breakdown(self) -> None:
        """Ask whether to draft the breakdown, or to bring it to its next state, or to send it back."""
        progress = self.view.casefile.breakdown
        number = self.casegroup_id
        if progress is None:
            draft = choice(
                self.desk, "Draft it on today's figures", DraftBreakdown(casegroup_id=number),
                "The breakdown is drafted. Step 4 shows it; + corrects the line under the cursor or adds one.",
            )  # fmt: skip
            self.ask(Question(title="Account breakdown", choices=(draft,)))
            return
        following = STATES[STATES.index(progress.state) + 1] if progress.state != STATES[-1] else None
        choices = []
        if following is not None:
            request = AdvanceBreakdown(casegroup_id=number, state=following)
            done = f"The breakdown is now: {BREAKDOWN_STATES[following]}."
            choices.append(choice(self.desk, f"Record its next state: {BREAKDOWN_STATES[following]}", request, done))
        choices.append(
            asks_on(
                self, "Send it back to be corrected", f"return-breakdown {number}", "Why is it sent back?",
                lambda text: [self._sent_back(text)],
                why_off=why_not(self.desk, ReturnBreakdown(casegroup_id=number, reason=ANYTHING)),
            )
        )  # fmt: skip
        ask = f"File to write, ending in {', '.join(SUFFIXES)}:"
        choices.append(
            asks_on(self, "Write it to a file", f"export-breakdown {number}", ask, lambda text: [self._export(text)])
        )
        self.ask(Question(title=f"Account breakdown: {BREAKDOWN_STATES[progress.state]}", choices=tuple(choices)))

    # ----------------------------------------------------------------------------------------------------- its lines

    def command_correct(self) -> None:
        """Ask how to correct the line under the cursor, or for a line that is missing."""
        line_id = self.current_line_id
        line = self._breakdown().line(line_id) if line_id else None
        case_id = (line.case_id if line else "") or self.current_case_id
        choices = []
        if line is not None and line.own_column is not None:
            amount = pounds(line.amount_pence)
            choices = [
                asks_on(
                    self, f"Change its amount, {amount}", f"change-line {line.line_id}", f"Expected {AMOUNT_EXPECTED}",
                    lambda text: [self._correction(self._changed(line.line_id, text))],
                ),
                asks_on(
                    self, "Strike it", f"strike-line {line.line_id}", "On what evidence is it struck?",
                    lambda text: [self._correction(self._struck(line.line_id, text))],
                    why_off=why_not(self.desk, self._struck(line.line_id, ANYTHING)),
                ),
            ]  # fmt: skip
        choices += [self._adding(case_id, column) for column in ADDED_WORDS]
        self.ask(Question(title=_title(line), choices=tuple(choices)))

    def _adding(self, case_id: str, column: BreakdownColumn) -> Choice:
        return asks_on(
            self, f"Add to case {case_id} {ADDED_WORDS[column]}", f"add-{column} {case_id}",
            f"Expected {LINE_EXPECTED}", lambda text: [self._correction(self._added(case_id, column, text))],
        )  # fmt: skip

    def _sent_back(self, text: str) -> Choice:
        back = ReturnBreakdown(casegroup_id=self.casegroup_id, reason=text)
        return choice(self.desk, "Send it back", back, "The breakdown is sent back.")

    def _changed(self, line_id: str, text: str) -> CorrectBreakdown:
        amount, _, evidence = text.partition(" ")
        return CorrectBreakdown(
            casegroup_id=self.casegroup_id, correction="changed", line_id=line_id, evidence=evidence,
            amount_pence=_amount(amount, AMOUNT_EXPECTED),
        )  # fmt: skip

    def _added(self, case_id: str, column: BreakdownColumn, text: str) -> CorrectBreakdown:
        when, rest = leading_day(text)
        amount, _, evidence = rest.partition(" ")
        return CorrectBreakdown(
            casegroup_id=self.casegroup_id, correction="added", case_id=case_id, day=when, column=column,
            evidence=evidence, amount_pence=_amount(amount, LINE_EXPECTED),
        )  # fmt: skip

    def _struck(self, line_id: str, evidence: str) -> CorrectBreakdown:
        return CorrectBreakdown(casegroup_id=self.casegroup_id, correction="struck", line_id=line_id, evidence=evidence)

    def _correction(self, request: CorrectBreakdown) -> Choice:
        """Ask for one correction, the line told in words and with what was typed."""
        line = self._breakdown().line(request.line_id) if request.line_id else None
        what = _correction_words(request, line)
        told = (f"{what}.", f"Evidence: {request.evidence}")
        done = "The correction is recorded. u undoes it."
        asked = choice(self.desk, "Write this correction", request, done, words=lambda _: told)
        return replace(asked, title=what)

    def _export(self, text: str) -> Choice:
        path = Path(text.strip()).expanduser()
        if path.suffix.lower() not in SUFFIXES:
            expected = f"a file name ending in {', '.join(SUFFIXES)}"
            raise ValueError(expected)

        def commit() -> str:
            from console.present.breakdown import breakdown_paper  # noqa: PLC0415 - when a file is written
            from console.present.breakdown_files import write_breakdown  # noqa: PLC0415

            casefile = self.view.casefile
            write_breakdown(path, breakdown_paper(casefile, self._breakdown(), self.desk.clock.now()))
            return f"Written to {path.resolve()}."

        return Choice(
            label=f"Write {path}", preview=lambda: [f"The breakdown as it stands goes to {path}."], commit=commit
        )


def _title(line: Line | None) -> str:
    return "Correct the account" if line is None else f"Correct {line_words(line)}"


def line_words(line: Line) -> str:
    """Name a line as people speak of it: what it is, its amount, its days and its case."""
    text = event_text(line).replace("Received, ", "Receipt ")
    amount = "" if line.amount_pence is None else f" of {pounds(line.amount_pence)}"
    days = "" if line.first is None else f" on {day(line.first)}"
    if line.first is not None and line.last not in {None, line.first}:
        days = f" from {day(line.first)} to {day(line.last)}"
    return f"{text[:1].lower()}{text[1:]}{amount}{days}{f', case {line.case_id}' if line.case_id else ''}"


def _correction_words(request: CorrectBreakdown, line: Line | None) -> str:
    """Say what a correction does, in one sentence without its full stop."""
    amount = pounds(request.amount_pence)
    if request.correction == "added":
        column, on = ADDED_WORDS[request.column or "due"], day(request.day) if request.day else "no day"
        return (
            f"Add {column} of {amount} on {on} to {f'case {request.case_id}' if request.case_id else 'the casegroup'}"
        )
    named = line_words(line) if line is not None else f"line {request.line_id}"
    return f"Strike {named}" if request.correction == "struck" else f"Change {named}, to {amount}"


def _amount(text: str, expected: str) -> int:
    try:
        return parse_amount(text)
    except (ValueError, CloseoutError):
        raise ValueError(expected) from None


def _why_not_breakdown(view: View) -> str | None:
    if view.casefile.breakdown is None and view.casefile.validation is None:
        return "No outcome is recorded yet; o records it."
    return None


def _why_not_correct(view: View) -> str | None:
    progress = view.casefile.breakdown
    if progress is None:
        return "The breakdown is not drafted yet; b drafts it."
    if progress.state == "checked":
        return "The breakdown is checked; b sends it back to be corrected."
    if progress.state != "drafted":
        return f"The breakdown is {BREAKDOWN_STATES[progress.state]} and no longer comes back to be corrected."
    return None


WHY_OFF: Final[Mapping[str, Callable[[View], str | None]]] = {
    "breakdown": _why_not_breakdown,
    "correct": _why_not_correct,
}
