"""How a screen asks before anything is written, and takes texts in place: questions, choices, entries."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from console.desk.desk import PartlyWrittenError
from console.tui.asking import expectation, sentence
from console.tui.line_after_line import Asked, Series
from console.tui.widgets.chrome import MessageLine
from console.tui.widgets.panes import EntryRow
from console.tui.widgets.question import Question, QuestionPane
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from console.tui.app import CloseoutApp
    from console.tui.widgets.chrome import Severity


class AskingScreen(Screen[Any], inherit_bindings=False):
    """A screen that has a question, an entry row and a message line."""

    _dropped_keys = ""
    _series: Series | None = None

    @property
    def console(self) -> CloseoutApp:
        """The application this screen belongs to."""
        return cast("CloseoutApp", self.app)

    @property
    def question(self) -> QuestionPane:
        """The place of questions."""
        return self.query_one(QuestionPane)

    def say(self, text: str, severity: Severity = "plain") -> None:
        """Show a message on line 22 until the next command."""
        self.query_one(MessageLine).say(text, severity)

    @contextmanager
    def saying_no(self) -> Iterator[None]:
        """Say what the store or the desk says no to: nothing was written, and the work goes on."""
        try:
            yield
        except CloseoutError as error:
            self.say(" ".join(error.message.split()), "refused")

    def ask(self, question: Question) -> None:
        """Ask before something is written; the choice's `commit` writes it."""
        self._dropped_keys = ""
        self.close_reading()
        self.question.open(question)
        self.add_class("-asking")
        self.console.key_gate.question_appears(question.deliberate)
        self.refresh_footer()

    def keys_dropped(self, count: int) -> None:
        """Say that keys typed before the question were dropped; when keys typed ahead answer it, say so after that."""
        keys = "1 key" if count == 1 else f"{count} keys"
        if self.console.key_gate.pending:
            self._dropped_keys = keys
        self.say(f"{keys} typed before this question appeared did nothing.", "note")

    def ask_about_text(self, question: Question) -> None:
        """Ask about a text that was typed; where every choice is refused the text stays open, and the reason is said.

        A text that will not do is never answered by closing its line: what is typed next would run as commands.
        """
        reasons = [choice.why_off for choice in question.choices]
        if first := next((reason for reason in reasons if reason), "") if all(reasons) else "":
            self.refuse_text(first)
            return
        self.query_one(EntryRow).taken()
        self.focus_work()
        self.ask(question)

    def refuse_text(self, reason: str, severity: Severity = "refused") -> None:
        """Say why a text will not do; its line stays open with it."""
        self.say(f"{reason} Put it right, or Esc leaves it.", severity)

    async def ask_text(self, purpose: str, label: str, *, page: bool = False) -> None:
        """Ask for a text in place; `EntryRow.Entered` brings it, with the purpose."""
        self.close_reading()
        await self.query_one(EntryRow).ask(purpose, label, page=page)
        self.refresh_footer()

    # ------------------------------------------------------------------------------------------ line after line

    async def ask_lines(self, purpose: str, asked: Sequence[Asked], then: Callable[[dict[str, Any]], Question]) -> None:
        """Ask for each text in turn; `then` makes the question of all of them, or raises ValueError."""
        # What is asked here may follow from a question about what was typed before.
        self._series = Series(purpose, asked, then, self._series)
        await self._ask_now()

    async def _ask_now(self) -> None:
        series = self._series
        assert series is not None
        place = f"{series.place + 1} of {len(series.asked)}: " if len(series.asked) > 1 else ""
        await self.ask_text(series.purpose_of(series.now), f"{place}{series.now.label}", page=series.now.page)

    async def _on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        """Take a line, then ask for the next, or ask whether to write what all of them say.

        The underscore lets screens have a handler of their own besides: Textual calls both.
        """
        series = self._series
        if series is None or event.purpose != series.purpose_of(series.now):
            return
        try:
            series.values[series.now.key] = series.now.read(event.text.strip())
            if series.place + 1 < len(series.asked):
                series.place += 1
                self.query_one(EntryRow).taken()
                await self._ask_now()
                return
            question = series.then(series.values)
        except ValueError as error:
            if event.text.strip():
                self.refuse_text(expectation(error))
            else:
                self.refuse_text("Nothing is typed yet.", "note")
            return
        except CloseoutError as error:
            self.refuse_text(sentence(error.message))
            return
        self.ask_about_text(question)

    def lines_written(self) -> None:
        """Forget what was typed, now that it is written; it is not offered again."""
        entry = self.query_one(EntryRow)
        while self._series is not None:
            entry.forget(map(self._series.purpose_of, self._series.asked))
            self._series = self._series.before

    def lines_left(self) -> None:
        """Keep what was typed for the next time it is asked for."""
        self._series = None

    # ------------------------------------------------------------------------------------------------------ the rest

    def after_question(self, *, written: bool) -> None:
        """Called when a question has been answered or left."""

    def close_reading(self) -> None:
        """Close the why pane where it covers the work: what will be written has to be seen."""
        self.remove_class("-why-open")

    def refresh_footer(self) -> None:
        """Show afresh which keys apply."""

    def focus_work(self) -> None:
        """Give the focus back to the work area."""

    async def command_choose(self, key: str) -> None:
        """Show what a choice would write, or go on with what it still needs to know."""
        if reason := self.question.choose(int(key)):
            self.say(reason, "refused")
        chosen = self.question.chosen_choice()
        if chosen is not None and chosen.preview is None and chosen.then is not None:
            self._close_question()
            await chosen.then()
            return
        # Only what has been painted counts as shown.
        self.console.key_gate.paint_first()

    async def command_commit(self) -> None:
        """Write what is shown; where that fails the question stays, so that nothing has to be typed again."""
        choice = self.question.chosen_choice()
        if choice is None:
            return
        if more := self.question.why_more():
            self.say(more, "note")
            return
        if choice.then is not None:
            self._close_question()
            await choice.then()
            return
        try:
            message = choice.commit()
        except PartlyWrittenError as error:
            self._close_question()
            self.say(sentence(error.message), "refused")
            self.after_question(written=True)
            return
        except CloseoutError as error:
            self.question.failed(error.message)
            self.say("Nothing was written; the question says why.", "refused")
            return
        self._close_question()
        self.query_one(EntryRow).used()
        self.lines_written()
        if message:
            dropped = f" {self._dropped_keys} typed ahead after it did nothing." if self._dropped_keys else ""
            self.say(f"{message}{dropped}", "done")
        self.after_question(written=True)

    def _close_question(self) -> None:
        self.question.close()
        self.remove_class("-asking")
        self.focus_work()

    def command_leave_question(self) -> None:
        """Leave the question; nothing is written, and a text typed for it is kept."""
        self._close_question()
        entry = self.query_one(EntryRow)
        kept = " What you typed is kept for the next time." if entry.keeps_text else ""
        entry.not_used()
        self.lines_left()
        self.say(f"Left. Nothing was written.{kept}")
        self.after_question(written=False)

    def command_accept_entry(self) -> None:
        """Take the line that was typed; it stays open until it will do."""
        self.query_one(EntryRow).accept()

    def command_accept_note(self) -> None:
        """Take the page that was typed."""
        self.command_accept_entry()

    def command_leave_entry(self) -> None:
        """Leave the text; it is kept as a draft."""
        self.query_one(EntryRow).leave()
        self.lines_left()
        self.focus_work()
        self.say("Left. What you typed is kept for the next time.")
