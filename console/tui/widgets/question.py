"""The question before something is written: numbered choices, what each would write, then `y`.

It opens in place, over the lower part of the work. The choice's number shows what would be written; only `y` after
that writes it, and only once it has been shown to its end. A choice that only leads on to what it still needs to
know writes nothing, so its number is enough. Enter never writes, Esc always leaves. Keys typed before it could be
read are dropped (`key_gate`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeAlias

from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from console.tui.content import Toned, lines

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.events import MouseScrollDown, MouseScrollUp
    from textual.geometry import Size

    from console.tui.content import Piece

Lines: TypeAlias = "Sequence[Piece | tuple[Piece, ...]]"

INDENT: Final = 2
WHEEL_ROWS: Final = 3
HELD_SECONDS: Final = 1.0
"""A page takes longer to read; a `y` that follows a `y` sooner comes from a key held down."""

MORE: Final = "There is more to read: PgDn; y writes when the end has been shown."
JUST_SHOWN: Final = "The end has been shown just now, and y was held down: read it, then press y again."
NOTHING_CHOSEN: Final = "Nothing is chosen yet: type the number of a choice, then y."


def _nothing() -> None:
    """Write nothing, for a choice that asks on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question.

    Attributes:
        label: What it is called.
        preview: Gives the lines that say what would be written; asked when the choice is made. None where it leads
            on at once, by `then`.
        commit: Writes it, after `y`; what it returns is shown as the message. When it raises a CloseoutError the
            question stays, and `y` tries again.
        why_off: Why it cannot be chosen, as a sentence; None when it can.
        then: Goes on, instead of writing here: asks what is still to be known, or begins a longer work.
        title: What is asked where this is the only choice; empty leaves it to the question.
    """

    label: str
    preview: Callable[[], Lines] | None = None
    commit: Callable[[], str | None] = _nothing
    why_off: str | None = None
    then: Callable[[], Awaitable[None]] | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its numbered choices.

    Attributes:
        title: What is asked.
        choices: The answers, numbered from 1 in their order; at most nine.
        unexceptional: The number of the choice that an expert may type ahead, with its `y`; None drops all keys
            typed before the question stood on the screen.
        notes: Lines above the choices; few, because what will be written has to be seen.
        after: Lines under the choices and what will be written, such as what is left out and why.
    """

    title: str
    choices: tuple[Choice, ...]
    unexceptional: int | None = None
    notes: Lines = field(default=())
    after: Lines = field(default=())

    @property
    def deliberate(self) -> tuple[str, ...] | None:
        """The keys that may be typed ahead to answer it."""
        return None if self.unexceptional is None else (str(self.unexceptional), "y")


class QuestionPane(Widget, can_focus=True):
    """Shows a question, the choice made and what it would write, page by page where there is more than fits.

    What was painted is known row by row, so that `y` can never write what nobody was shown.
    """

    CONTEXT = "question"
    seconds: Callable[[], float] = staticmethod(monotonic)
    """Tells the time, to know a key that is held down."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.question: Question | None = None
        self.chosen: int | None = None
        self._failure = ""
        self._head: Lines = ()
        self._preview: Lines = ()
        self._after: Lines = ()
        self._broken: dict[object, tuple[list[Strip], range]] = {}
        self._top = 0
        self._shown_to = 0
        self._placed_at: int | None = None
        self._last_y: float | None = None

    # ------------------------------------------------------------------------------------------------ the question

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
        """Say why `y` does nothing yet, or None when it writes, or pages on to what has not been shown."""
        return None if self.chosen else NOTHING_CHOSEN

    def what_to_press(self) -> str:
        """Say which key writes, because Enter does not."""
        return (
            "Enter never writes: press y to write this, Esc to leave it."
            if self.chosen
            else ("Enter never writes: type a number, then y; Esc leaves.")
        )

    # ------------------------------------------------------------------------------------------ what has been shown

    def why_more(self) -> str | None:
        """Page on where what would be written has not been shown to its end, and say so; None when it has."""
        _, preview = self._rows()
        self._place()
        now = self.seconds()
        held = self._last_y is not None and now - self._last_y < HELD_SECONDS
        if self._shown_to >= preview.stop:
            if held:
                self._last_y = now
            return JUST_SHOWN if held else None
        self._last_y = now
        self._move_to(self._shown_to)
        return "That is the end: y writes it." if self._shown_to >= preview.stop and not held else MORE

    def command_read_question(self, key: str) -> None:
        """Show another part; what is passed over has not been shown."""
        page, end = self._page(), len(self._rows()[0])
        steps = {"pagedown": page, "pageup": -page, "down": 1, "j": 1, "up": -1, "k": -1, "home": -end, "end": end}
        self._move_to(self._top + steps.get(key, 0))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Show the lines that follow."""
        event.stop()
        self._move_to(self._top + WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Show the lines before."""
        event.stop()
        self._move_to(self._top - WHEEL_ROWS)

    def _page(self) -> int:
        """Count the rows of a page; the sign that there is more takes one where not all fits."""
        height = self.content_size.height
        return height if len(self._rows()[0]) <= height else max(1, height - 1)

    def _move_to(self, top: int) -> None:
        """Show the page that begins at a row, never past the end; rows passed over do not count as shown."""
        rows, _ = self._rows()
        self._place()
        self._top = max(0, min(top, len(rows) - self._page()))
        self._note_shown()
        self.refresh()

    def _place(self) -> None:
        """Once the size is known, show as much of what would be written as fits, and its beginning in any case."""
        rows, preview = self._rows()
        if self._placed_at != self.content_size.width:
            # Another width breaks the lines anew: what has been shown is not known any more.
            self._placed_at = self.content_size.width
            wanted = min(preview.start, max(0, preview.stop - self._page())) if self.chosen else 0
            self._top = max(0, min(wanted, len(rows) - self._page()))
            # What stands before the preview says what can be chosen; it writes nothing.
            self._shown_to = preview.start if self.chosen else 0
        self._top = max(0, min(self._top, len(rows) - self._page()))
        self._note_shown()

    def _note_shown(self) -> None:
        if self._top <= self._shown_to:
            self._shown_to = max(self._shown_to, self._top + self._page())

    # --------------------------------------------------------------------------------------------------- painting it

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Take the rows the text needs; the sheet says how many there may be."""
        del container, viewport
        return len(self._rows(width)[0]) if width else 0

    def render_line(self, y: int) -> Strip:
        """Paint a row of the page; where there is more than fits, the last row says so in words."""
        rows, _ = self._rows()
        if y == 0:
            self._place()
        page, width = self._page(), self.content_size.width
        if y == page and page < len(rows):
            return self._sign(len(rows) - self._top - page)
        row = self._top + y
        strip = rows[row] if y < page and row < len(rows) else Strip.blank(width, self.rich_style)
        return strip.adjust_cell_length(width, self.rich_style)

    def _sign(self, below: int) -> Strip:
        """Say what there is above and below, by words and keys."""
        above = f"{self._top} above: PgUp" if self._top else ""
        more = f"more below: PgDn ({below} {'line' if below == 1 else 'lines'})" if below else "the end"
        sign = Toned("-- " + "; ".join(filter(None, (more, above))) + " --", "strong")
        (strip, *_) = self._strips([sign], self.content_size.width)
        return strip.crop(0, self.content_size.width).adjust_cell_length(self.content_size.width, self.rich_style)

    def _rows(self, width: int | None = None) -> tuple[list[Strip], range]:
        """Break everything to a width: the rows, and which of them say what would be written."""
        width = self.content_size.width if width is None else width
        key = (width, self.visual_style, self.app.theme)
        if key not in self._broken:
            head = self._strips(self._head, width)
            preview = [
                Strip.join([Strip.blank(INDENT, self.rich_style), strip])
                for strip in self._strips(self._preview, width - INDENT)
            ]
            rows = [*head, *preview, *self._strips(self._after, width)]
            # The heading over it belongs to it, and so does the line under it that names the keys.
            framed = 1 if self.chosen else 0
            self._broken[key] = rows, range(len(head) - framed, len(head) + len(preview) + framed)
        return self._broken[key]

    def _strips(self, parts: Lines, width: int) -> list[Strip]:
        if not parts:
            return []
        return Visual.to_strips(self, lines(parts), max(1, width), None, self.visual_style)

    def _fill(self) -> None:
        """Show the choices, under them what the one chosen would write, and then the rest."""
        question = self.question
        if question is None:
            return
        title = (question.choices[0].title if len(question.choices) == 1 else "") or question.title
        shown: list[Piece | tuple[Piece, ...]] = [Toned(title, "strong"), *question.notes]
        for number, choice in enumerate(question.choices, 1):
            sign = ">" if number == self.chosen else " "
            # The same sentence twice makes a reader look for the difference.
            label = "Yes" if choice.label == title else choice.label
            if choice.why_off:
                shown.append(Toned(f"{sign} ({number}) {label.removesuffix('.')}: {choice.why_off}", "muted"))
            else:
                shown.append((Toned(f"{sign} {number}", "strong"), f"  {label}"))
        if self._failure:
            shown.append(Toned(f"Nothing was written: {self._failure.rstrip('.')}.", "bad"))
        chosen = self.chosen_choice()
        if chosen is not None:
            writes = chosen.then is None
            shown.append(Toned("This will be written:" if writes else "Next:", "strong"))
            key = " writes it.  " if writes else " goes on.  "
            keys: tuple[Piece, ...] = (Toned("y", "strong"), key, Toned("Esc", "strong"), " leaves it.")
        elif all(choice.why_off for choice in question.choices):
            keys = ("None of this can be chosen now.  ", Toned("Esc", "strong"), " leaves.")
        else:
            shows = any(choice.preview for choice in question.choices if not choice.why_off)
            what = " to see what it would write.  Esc leaves." if shows else "; nothing is written yet.  Esc leaves."
            keys = (Toned("Type a number", "strong"), what)
        self._head, self._preview = shown, tuple(chosen.preview()) if chosen and chosen.preview else ()
        self._after = (keys, *question.after)
        self._broken.clear()
        self._placed_at, self._last_y, self._top = None, None, 0
        self.refresh(layout=True)
