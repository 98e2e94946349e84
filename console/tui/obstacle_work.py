"""Putting right what keeps the open casegroup from closing, where the old system has not told it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.wording import day, pounds
from console.tui.asking import choice
from console.tui.line_after_line import asks_on
from console.tui.widgets.question import Question
from domain.cleanse.obstacles import standing_obstacles
from domain.cleanse.requests import ClearObstacle
from domain.days import read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.desk.desk import Desk
    from console.tui.screens.base import ConsoleScreen
    from console.tui.steps.step import View
    from console.tui.widgets.question import Choice
    from domain.cleanse.obstacles import Standing

    Base = ConsoleScreen
else:
    Base = object

MOST_CHOICES: Final = 9
DONE: Final = "It is put right; o asks the rules again. u undoes it."
NOTHING: Final = "Nothing stands in the way that could be put right here."


class ObstacleWork(Base):
    """Records that liability or schedules have ended, a collection is released, a payable paid, a receipt forwarded."""

    desk: Desk
    casegroup_id: str
    view: View

    @property
    def current_case_id(self) -> str:
        """The case a command is about."""
        raise NotImplementedError

    def command_put_right(self) -> None:
        """Ask what was put right, what stands on the case under the cursor first."""
        found = standing_obstacles(self.view.casefile, self.desk.as_at)
        found = tuple(sorted(found, key=lambda one: one.case_id != self.current_case_id))
        shown, more = found[:MOST_CHOICES], len(found) - MOST_CHOICES
        notes = [f"{more} more follow once these are put right."] if more > 0 else []
        self.ask(Question(title="Put right", choices=tuple(self._choice(one) for one in shown), notes=notes))

    def _choice(self, standing: Standing) -> Choice:
        case_id = standing.case_id
        if standing.obstacle == "liability" and case_id is not None:
            ask = f"Last day of liability on case {case_id}, such as 14 Feb 2016:"
            return asks_on(self, _label(standing), f"ended {case_id}", ask, lambda text: [self._ended(case_id, text)])
        request = ClearObstacle(
            casegroup_id=self.casegroup_id,
            obstacle=standing.obstacle,
            case_id=standing.case_id,
            reference=standing.reference,
        )
        return choice(self.desk, _label(standing), request, DONE)

    def _ended(self, case_id: str, text: str) -> Choice:
        last = read_day(text)
        request = ClearObstacle(casegroup_id=self.casegroup_id, obstacle="liability", case_id=case_id, day=last)
        return choice(self.desk, f"Liability on case {case_id} ended on {day(last)}", request, DONE)


def _label(standing: Standing) -> str:
    amount = f", {pounds(standing.amount_pence)}," if standing.amount_pence is not None else ""
    match standing.obstacle:
        case "liability":
            return f"Liability on case {standing.case_id} has ended"
        case "schedules":
            return f"The liability schedules of case {standing.case_id} have ended"
        case "planned_collection":
            return f"Planned collection {standing.reference}{amount} of case {standing.case_id} is released"
        case "payable":
            return f"Payable {standing.reference}{amount} of case {standing.case_id} is paid"
        case "receipt":
            return f"Receipt {standing.reference}{amount} is forwarded to CMS by manual payment"


def _why_not(view: View) -> str | None:
    if view.casefile.closed is not None:
        return "The casegroup is closed."
    return None if standing_obstacles(view.casefile, view.assessment.as_at) else NOTHING


WHY_OFF: Final[Mapping[str, Callable[[View], str | None]]] = {"put-right": _why_not}
