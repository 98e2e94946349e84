"""What a step is made from, and what it gives to the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.desk.desk import Desk
    from console.tui.content import Piece
    from console.tui.widgets.grid_source import Column, GridRow
    from domain.assessment import Assessment
    from domain.casefile import Casefile
    from storage.facts import Facts

    Line = Piece | tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What a casegroup's steps look at: where it stands, its assessment of today, and what was received.

    `desk` answers what a step asks beyond that, such as the letters; nothing is asked before the step is shown.
    """

    casefile: Casefile
    assessment: Assessment
    facts: Facts
    desk: Desk | None = None


@dataclass(frozen=True, slots=True)
class StepContent:
    """A step's rows, a few lines about the row under the cursor, and everything about it for the why pane.

    `short` and `why` are asked with a row's key; `cases` gives the case a row belongs to, where it belongs to one.
    """

    columns: Sequence[Column]
    rows: Sequence[GridRow]
    short: Callable[[str], Sequence[Line]]
    why: Callable[[str], Sequence[Line]]
    start: str | None = None
    cases: dict[str, str] = field(default_factory=dict)
