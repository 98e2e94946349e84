"""The commands of the rules and of the overview, which open from everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.tui.commands import Command, Situation

if TYPE_CHECKING:
    from collections.abc import Callable

RULES: Final = "rules"
OVERVIEW: Final = "overview"


def _why_not_from(context: str, shown: str) -> Callable[[Situation], str | None]:
    """Say of a screen from which another cannot be opened why not."""

    def why_off(screen: Situation) -> str | None:
        if context == screen.CONTEXT:
            return shown
        return None if getattr(screen, "desk", None) else "Go back to the work first; Esc does."

    return why_off


RULES_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        name="rules", label="Rules", keys=("f9",), contexts=("screen",),
        why_off=_why_not_from(RULES, "The rules are shown already."),
        help="Shows the rules: values in force, how doubts were settled, what the documents ask and where it is met.",
    ),
    Command(
        name="rules-part", label="Part", keys=tuple("123"), contexts=(RULES,), takes_key=True, footer=15,
        help="Lists 1 the values in force, 2 the doubts and how they were settled, 3 what the documents ask.",
    ),
    Command(
        name="overview", label="Overview", keys=("V",), contexts=("screen",),
        why_off=_why_not_from(OVERVIEW, "The overview is shown already."),
        help="Shows volumes by stage, intake, clearance and what is on hand by week, deferrals due, the oldest work.",
    ),
    Command(
        name="overview-part", label="Part", keys=tuple("1234"), contexts=(OVERVIEW,), takes_key=True, footer=15,
        help="Lists 1 volumes by stage, 2 the weeks, 3 deferrals coming due, 4 the oldest open work by cause.",
    ),
)  # fmt: skip
