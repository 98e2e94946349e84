"""The question before something is written: numbered choices, what each would write, then `y`.

It opens in place, over the lower part of the work. The choice's number shows what would be written; only `y` after
that writes it. Enter never writes, Esc always leaves. Keys typed before it could be read are dropped (`key_gate`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from textual.containers import VerticalScroll
from textual.widgets import Static

from console.tui.content import Toned, lines

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult

    from console.tui.content import Piece

Lines: TypeAlias = "Sequence[Piece | tuple[Piece, ...]]"


def _nothing() -> None:
    """Write nothing, for a choice that asks on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question.

    Attributes:
        label: What it is called.
        preview: Gives the lines that say what would be written; asked when the choice is made.
        commit: Writes it, after `y`; what it returns is shown as the message. When it raises a CloseoutError the
            question stays, and `y` tries again.
        why_off: Why it cannot be chosen, as a sentence; None when it can.
        then: Asks for a text next, instead of writing anything.
    """

    label: str
    preview: Callable[[], Lines]
    commit: Callable[[], str | None] = _nothing
    why_off: str | None = None
    then: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its numbered choices.

    Attributes:
        title: What is asked.
        choices: The answers, numbered from 1 in their order; at most nine.
        unexceptional: The number of the choice that an expert may type ahead, with its `y`; None drops all keys
            typed before the question stood on the screen.
        notes: Lines above the choices.
    """

    title: str
    choices: tuple[Choice, ...]
    unexceptional: int | None = None
    notes: Lines = field(default=())

    @property
    def deliberate(self) -> tuple[str, ...] | None:
        """The keys that may be typed ahead to answer it."""
        return None if self.unexceptional is None else (str(self.unexceptional), "y")


class QuestionPane(VerticalScroll, can_focus=True):
    """Shows a question, the choice made and what it would write."""

    CONTEXT = "question"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.question: Question | None = None
        self.chosen: int | None = None
        self._failure = ""
        self._text = Static(expand=True)

    def compose(self) -> ComposeResult:
        """Hold one text."""
        yield self._text

    @property
    def is_open(self) -> bool:
        """Whether a question is asked."""
        return self.question is not None

    def open(self, question: Question) -> None:
        """Show a question and take the focus."""
        self.question, self.chosen, self._failure = question, None, ""
        self._fill()
        self.add_class("-open")
        self.focus()

    def close(self) -> None:
        """Take the question away; nothing is written."""
        self.question = self.chosen = None
        self.remove_class("-open")

    def choose(self, number: int) -> str | None:
        """Show what a choice would write; the answer is the reason why it cannot be chosen, or None."""
        choices = self.question.choices if self.question else ()
        if not 0 < number <= len(choices):
            return f"There is no choice {number}."
        if reason := choices[number - 1].why_off:
            return reason
        self.chosen, self._failure = number, ""
        self._fill()
        return None

    def failed(self, reason: str) -> None:
        """Say why nothing could be written; the choice has to be looked at again before `y` counts."""
        self.chosen, self._failure = None, " ".join(reason.split())
        self._fill()

    def chosen_choice(self) -> Choice | None:
        """Give the choice that is shown, or None before one is made."""
        return self.question.choices[self.chosen - 1] if self.question and self.chosen else None

    def why_not_commit(self) -> str | None:
        """Say why `y` writes nothing yet, or None when it would."""
        return None if self.chosen else "Nothing is chosen yet: type the number of a choice, then y."

    def what_to_press(self) -> str:
        """Say which key writes, because Enter does not."""
        return (
            "Enter never writes: press y to write this, Esc to leave it."
            if self.chosen
            else ("Enter never writes: type a number, then y; Esc leaves.")
        )

    def _fill(self) -> None:
        """Show the choices, and under them what the one chosen would write."""
        question = self.question
        if question is None:
            return
        shown: list[Piece | tuple[Piece, ...]] = [Toned(question.title, "strong"), *question.notes]
        for number, choice in enumerate(question.choices, 1):
            sign = ">" if number == self.chosen else " "
            if choice.why_off:
                shown.append(Toned(f"{sign} ({number}) {choice.label}: {choice.why_off}", "muted"))
            else:
                shown.append((Toned(f"{sign} {number}", "strong"), f"  {choice.label}"))
        if self._failure:
            shown.append(Toned(f"Nothing was written: {self._failure.rstrip('.')}.", "bad"))
        if chosen := self.chosen_choice():
            heading, key = (
                ("This will be written:", " writes it.  ") if chosen.then is None else ("Next:", " goes on.  ")
            )
            shown += [Toned(heading, "strong"), *_indented(chosen.preview())]
            shown.append((Toned("y", "strong"), key, Toned("Esc", "strong"), " leaves it."))
        else:
            shown.append((Toned("Type a number", "strong"), " to see what it would write.  Esc leaves."))
        self._text.update(lines(shown))
        self.scroll_home(animate=False)


def _indented(parts: Lines) -> list[Piece | tuple[Piece, ...]]:
    return [(Toned("  ", "plain"), *(part if _is_several(part) else (part,))) for part in parts]


def _is_several(part: Piece | tuple[Piece, ...]) -> bool:
    return isinstance(part, tuple) and not isinstance(part, Toned)
