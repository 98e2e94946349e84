"""The lines that stand on every screen: status, casegroup, steps, message, and the keys that apply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from console.tui.content import Piece, Tone, Toned
from console.tui.key_names import key_text
from console.tui.widgets.cells import width_of
from console.tui.widgets.line import LineWidget

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

    def show_status(self, status: Status) -> None:
        """Show where and who we are; when it gets narrow, the store's name gives way first."""
        mode = Toned(" TRAINING " if status.training else " LIVE ", "strong")
        right = "  ".join(part for part in (status.who, status.role, status.saved) if part)
        self.show([mode, "  ", status.store, "   ", status.policy], [right + " "] if right else [])


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
        """Show the steps and `17/64`; the present step stands in capitals, so no colour is needed."""
        pieces: list[Piece] = []
        for step in steps:
            label = f" {step.number} {step.label.upper() if step.number == present else step.label}{step.state}"
            pieces += [Toned(label, "strong") if step.number == present else label, " "]
        self.show(pieces, [place + " "] if place else [])


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
    """Line 22: the last answer; it stays until the next command, and a word carries how serious it is."""

    def say(self, text: str, severity: Severity = "plain") -> None:
        """Show a message until the next command."""
        word, tone = SEVERITY_WORDS[severity]
        self.show([" ", Toned(word, tone), text] if word else [" ", text])

    def clear(self) -> None:
        """Take the message away, because a command has been given."""
        self.show([])


class CommandFooter(LineWidget):
    """Line 24: at most nine keys that apply; those that do not just now stand in brackets, grey."""

    def show_commands(self, commands: Sequence[tuple[Command, str | None]], width: int) -> None:
        """Show as many commands as fit; each comes with the reason why it is off, or None."""
        pieces: list[Piece] = []
        used = 0
        for command, reason in commands[:FOOTER_LIMIT]:
            key = key_text(command.keys[0]) if not command.takes_key else command.keys_text
            entry = f" {key} {command.label} " if reason is None else f"({key} {command.label})"
            if used + width_of(entry) > width:
                break
            used += width_of(entry)
            if reason is None:
                pieces += [" ", Toned(key, "strong"), f" {command.label} "]
            else:
                pieces.append(Toned(entry, "muted"))
        self.show(pieces)
