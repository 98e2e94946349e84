"""The lines that stand on every screen: status, casegroup, steps, message, and the keys that apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from console.present.printable import printable
from console.tui.content import Piece, Tone, Toned, toned
from console.tui.key_names import key_text
from console.tui.widgets.cells import fit, width_of, wrapped
from console.tui.widgets.line import GAP_CELLS, LineWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.tui.commands import Command

Severity: TypeAlias = Literal["plain", "done", "note", "warning", "refused", "fault"]

SEVERITY_WORDS: Final[dict[Severity, tuple[str, Tone]]] = {
    "plain": ("", "plain"),
    "done": ("Done: ", "good"),
    "note": ("Note: ", "strong"),
    "warning": ("Warning: ", "warning"),
    "refused": ("Refused: ", "bad"),
    "fault": ("Fault: ", "bad"),
}

SHORTEST_STORE: Final = 4
"""Cells that the store's name keeps on line 1 when it gets narrow."""

"""Cells that the policy keeps: its edition; the day goes first."""

SHORTEST_WHO: Final = 10
"""Cells that a name or a role keeps where even that is not enough."""

MOST_MESSAGE_LINES: Final = 4
FOOTER_LIMIT: Final = 9
"""A footer of more keys is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What line 1 says, in words ready to show."""

    training: bool = False
    store: str = ""
    policy: str = ""
    who: str = ""
    role: str = ""
    saved: str = ""


class StatusLine(LineWidget):
    """Line 1: LIVE or TRAINING, the store, the policy and its date, who, and the last save."""

    _status: Status | None = None

    def show_status(self, status: Status) -> None:
        """Show where and who we are; mode, who, role and the last save always.

        When it gets narrow the store's name gives way first, then the edition of the policy beside its date, and only
        then the name of the person and the role, which are cut where they are longer than everything else leaves room
        for. A person called as their role is named once.
        """
        mode = Toned(" TRAINING " if status.training else " LIVE ", "strong")
        self._status = status
        store, policy, who, role, saved = map(
            printable, (status.store, status.policy, status.who, status.role, status.saved)
        )
        role = "" if role.casefold() == who.casefold() else role
        between = 2 * sum(map(bool, (store, policy, who, role, saved))) + GAP_CELLS
        over = width_of(mode.text) + sum(map(width_of, (store, policy, who, role, saved))) + between
        over -= self.app.size.width
        store, over = _shortened(store, SHORTEST_STORE, over)
        if over > 0:
            day = policy.rpartition(", ")[2]
            policy, over = day, over - width_of(policy) + width_of(day)
        role, over = _shortened(role, SHORTEST_WHO, over)
        who, over = _shortened(who, SHORTEST_WHO, over)
        left = [piece for gap, part in (("  ", store), ("   ", policy)) if part for piece in (gap, part)]
        right = "  ".join(part for part in (who, role, saved) if part)
        self.show([mode, *left], [right + " "] if right else [])

    def on_resize(self) -> None:
        """Give the store's name as much room as there is now."""
        if self._status is not None:
            self.show_status(self._status)


def _shortened(text: str, least: int, over: int) -> tuple[str, int]:
    """Shorten a text by as many cells as a line is too long, keeping the least; give it with what is still too much."""
    width = width_of(text)
    kept = max(min(width, least), width - max(0, over))
    return fit(text, kept).rstrip(), over - (width - kept)


class CasegroupLine(LineWidget):
    """Line 2: the casegroup, the paying parent, its cases and its due date."""

    def show_casegroup(self, casegroup_id: str, name: str, *facts: str) -> None:
        """Show which casegroup is open."""
        self.show([" ", Toned(casegroup_id, "strong"), "   ", name, *(f"   {fact}" for fact in facts)])


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps of a casegroup; `state` is a sign such as `!` or `✓`, or nothing."""

    number: int
    label: str
    state: str = ""


class StepsLine(LineWidget):
    """Line 3: the steps, the present one in capitals, and the place in the list."""

    def show_steps(self, steps: Sequence[Step], present: int, place: str = "") -> None:
        """Show the steps and `17/64`; the present step stands in capitals, so no colour is needed.

        In a long list the place takes the second space between the steps.
        """
        labels = [
            f" {step.number} {step.label.upper() if step.number == present else step.label}{step.state}"
            for step in steps
        ]
        wide = sum(map(width_of, labels)) + len(labels) + GAP_CELLS + width_of(place) + 1
        gap = " " if wide <= self.app.size.width else ""
        pieces: list[Piece] = []
        for step, label in zip(steps, labels, strict=True):
            pieces += [Toned(label, "strong") if step.number == present else label, gap]
        self.show(pieces, [place + " "[: len(gap)]] if place else [])


class RuleLine(Widget):
    """A line across the screen; in training it is drawn with another sign."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.training = False

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        del y
        return Strip([Segment(("=" if self.training else "─") * self.size.width, self.rich_style)])


class MessageLine(LineWidget):
    """Line 22: the last answer; it stays until the next command, and a word carries how serious it is.

    A message longer than the line takes more lines from the work above it: a reason cut short is no reason.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._word = Toned("")
        self._message = ""
        self._wrapped: list[str] = []
        self._height = 1

    def say(self, text: str, severity: Severity = "plain") -> None:
        """Show a message until the next command."""
        self._word, self._message = Toned(*SEVERITY_WORDS[severity]), printable(text)
        self._wrap()
        self.show([" ", self._word, text])

    def clear(self) -> None:
        """Take the message away, because a command has been given."""
        self._word, self._message = Toned(""), ""
        self._wrap()
        self.show([])

    def on_resize(self) -> None:
        """Break the message afresh for the new width."""
        self._wrap()

    def _wrap(self) -> None:
        width = max(1, self.app.size.width - 2)
        whole = wrapped(self._word.text + self._message, width)
        self._wrapped = whole[:MOST_MESSAGE_LINES]
        if len(whole) > MOST_MESSAGE_LINES:
            self._wrapped[-1] = fit(f"{self._wrapped[-1]} {whole[MOST_MESSAGE_LINES]}", width).rstrip()
        if len(self._wrapped) != self._height:
            self._height = len(self._wrapped)
            self.styles.height = self._height

    def render_line(self, y: int) -> Strip:
        """Paint a line of the message; its word stands at the beginning of the first."""
        plain = self.tone_style("plain")
        if y >= len(self._wrapped):
            return Strip.blank(self.size.width, plain)
        word = self._word.text if y == 0 else ""
        segments = [
            Segment(" ", plain),
            Segment(word, self.tone_style(self._word.tone)),
            Segment(self._wrapped[y].removeprefix(word), plain),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, plain)


class CommandFooter(LineWidget):
    """Line 24: at most nine keys that apply; those that do not just now stand in brackets, grey."""

    def show_commands(self, commands: Sequence[tuple[Command, str | None]], width: int) -> None:
        """Show as many commands as fit; each comes with the reason why it is off, or None.

        The last one, which leads to all the others, keeps its room.
        """
        entries = [_footer_entry(command, reason) for command, reason in commands]
        taken = [sum(width_of(toned(piece).text) for piece in entry) for entry in entries]
        used = sum(taken[-1:])
        shown = 0
        while shown < min(len(entries), FOOTER_LIMIT) - 1 and used + taken[shown] <= width:
            used += taken[shown]
            shown += 1
        self.show([piece for entry in (*entries[:shown], *entries[-1:]) for piece in entry])


def _footer_entry(command: Command, reason: str | None) -> list[Piece]:
    key = key_text(command.keys[0]) if not command.takes_key else command.keys_text
    if reason is None:
        return [" ", Toned(key, "strong"), f" {command.label} "]
    return [Toned(f"({key} {command.label})", "muted")]
