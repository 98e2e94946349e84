"""From an outcome to a closed casegroup: notice, disposal, closing, and cleansing on the way."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Final, get_args

from console.present.closing import disposal_views, notice_views
from console.present.events_on_the_way_out import METHODS
from console.present.wording import PAYEES, day, pounds, refusal_text
from console.tui.asking import ANYTHING, choice, why_not
from console.tui.line_after_line import about_text, asks_on, one_text
from console.tui.widgets.question import Choice, Question
from domain.cleanse.requests import FinaliseBalance, RecordContact
from domain.closing.requests import CloseCasegroup
from domain.days import days_after
from domain.disposal.requests import Credit, DisposeArrears, GiveWriteOffNotice
from domain.errors import CloseoutError
from domain.events.disposal import ContactMethod

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.desk.desk import Desk
    from console.present.closing import DisposalView
    from console.tui.screens.base import ConsoleScreen
    from console.tui.steps.step import View
    from domain.casefile import Casefile
    from domain.events.disposal import CreditTreatment, Reached

    Base = ConsoleScreen
else:
    Base = object

MOST_CREDITS_APART: Final = 3
CLOSED: Final = "Closed. F7 shows its arrears on their way to CMS, n goes to the next."
CONTACT_METHODS: Final[tuple[ContactMethod, ...]] = get_args(ContactMethod)
TREATMENTS: Final[tuple[CreditTreatment, ...]] = ("repaid", "cleared")
UNTRACED: Final[dict[str, tuple[Reached | None, Reached | None]]] = {
    "paying": ("untraced", None),
    "receiving": (None, "untraced"),
    "both": ("untraced", "untraced"),
}


class ClosingWork(Base):
    """The commands from an outcome to a closed casegroup, for a screen on which a casegroup is open."""

    desk: Desk
    casegroup_id: str
    view: View

    @property
    def current_case_id(self) -> str:
        """The case a command is about."""
        raise NotImplementedError

    # -------------------------------------------------------------------------------------------- notice and disposal

    def command_dispose(self) -> None:
        """Ask for what is missing before the arrears can go - notice, then credits - and whether to dispose of them."""
        casefile = self.view.casefile
        views = disposal_views(casefile)
        without = [
            notice
            for notice in notice_views(casefile, self.view.assessment.policy)
            if notice.given_on is None and notice.amount_pence
        ]
        if without and casefile.disposal is None:
            self._ask_for_notice(without[0].case_id, without[0].amount_pence)
            return
        credits_held = [view for view in views if view.credit_pence and not view.done]
        choices = (
            self._choices_with_credits(credits_held)
            if credits_held
            else (self._disposal(f"Dispose of the arrears: {_in_all(views)}", ()),)
        )
        unexplained = _unexplained(casefile)
        plain = not credits_held and not unexplained
        plain = plain and not any(view.remark or view.written_off_pence for view in views)
        self.ask(
            Question(
                title="Arrears",
                choices=choices,
                unexceptional=1 if plain and choices[0].why_off is None else None,
                notes=[] if plain else ["Not a plain case: read what will be written.", *unexplained],
            )
        )

    def _disposal(self, label: str, treated: tuple[Credit, ...]) -> Choice:
        request = DisposeArrears(casegroup_id=self.casegroup_id, credits=treated)
        due = self.view.casefile.due_date
        early = due is not None and due > self.desk.as_at
        closes = f"From {day(due)} on C closes the casegroup" if early else "C closes the casegroup"
        return choice(self.desk, label, request, f"The arrears are disposed of. {closes}, u undoes it.")

    def _choices_with_credits(self, held: list[DisposalView]) -> tuple[Choice, ...]:
        """Offer every way of treating up to three credits, and one way for all where there are more."""
        ways = (
            product(TREATMENTS, repeat=len(held))
            if len(held) <= MOST_CREDITS_APART
            else ((treatment,) * len(held) for treatment in TREATMENTS)
        )
        return tuple(
            self._disposal(
                "; ".join(
                    f"credit of {pounds(view.credit_pence)} on {view.case_id} ({PAYEES[view.owed_to]}) {treatment}"
                    for view, treatment in zip(held, way, strict=True)
                ),
                tuple(
                    Credit(case_id=view.case_id, owed_to=view.owed_to, treatment=treatment)
                    for view, treatment in zip(held, way, strict=True)
                ),
            )
            for way in ways
        )

    def _ask_for_notice(self, case_id: str, amount_pence: int | None) -> None:
        request = GiveWriteOffNotice(casegroup_id=self.casegroup_id, case_id=case_id)
        label = "Both parents were given notice today (whoever is dead is left out)"
        choices = [choice(self.desk, label, request, self._noticed(request))]
        for key, label in (
            ("paying", "The paying parent cannot be traced; the receiving parent was given notice today"),
            ("receiving", "The receiving parent cannot be traced; the paying parent was given notice today"),
            ("both", "Neither parent can be traced"),
        ):
            ask = "How do you know that they cannot be traced?"
            off = why_not(self.desk, self._untraced_notice(key, case_id, ANYTHING))
            choices.append(asks_on(self, label, f"untraced {key} {case_id}", ask, self._untraced(key, case_id), off))
        title = f"Notice of the write-off of {pounds(amount_pence)} on case {case_id}"
        self.ask(Question(title=title, choices=tuple(choices)))

    def _noticed(self, request: GiveWriteOffNotice) -> str:
        """Say after a notice until which day the parents may make representations, where anybody could be told."""
        try:
            events = [entry.event for entry in self.desk.preview(request).recorded]
        except CloseoutError:
            events = []  # The choice itself says why the notice cannot be recorded.
        for event in events:
            if event.kind == "write_off_notice_given" and "given" in {event.paying_parent, event.receiving_parent}:
                count = self.view.assessment.policy.disposal.representations.value.count
                until = day(days_after(event.given_on, count))
                return f"Notice is on record; {count} days for representations, to {until}. Then x disposes of it."
        return "Notice is on record; nobody could be told, so no period runs. x disposes of it."

    # -------------------------------------------------------------------------------------------------------- closing

    def command_close(self) -> None:
        """Ask whether to close, or say everything that keeps the casegroup open."""
        request = CloseCasegroup(casegroup_id=self.casegroup_id)
        first, *others = [refusal_text(refusal) for refusal in self.desk.preview(request).refusals] or [""]
        cases = ", ".join(case.case_id for case in self.view.casefile.casegroup.closing_cases)
        asked = choice(self.desk, f"Close {cases} on {day(self.desk.as_at)}", request, CLOSED)
        if not first:
            self.ask(Question(title="Close the casegroup", choices=(asked,), unexceptional=1))
            return
        notes = [f"It cannot close yet. First: {first}", *(f"Also: {reason}" for reason in others)]
        off = replace(asked, why_off="not yet; the reasons stand above.")
        self.ask(Question(title="Close the casegroup", choices=(off,), notes=notes))

    # -------------------------------------------------------------------------------------------------------- cleanse

    async def command_contact(self) -> None:
        """Ask what the receiving parent of the case said."""
        case_id = self.current_case_id
        label = f"Receiving parent of case {case_id}: what did they say, or why were they not reached?"
        about = about_text(lambda said: self._contact_choices(case_id, said), f"Contact about case {case_id}")
        await self.ask_lines(f"contact {case_id}", [one_text(label)], about)

    def _contact_choices(self, case_id: str, said: str) -> list[Choice]:
        """Offer the ways of a contact."""

        def one(label: str, method: ContactMethod, *, reached: bool = True) -> Choice:
            request = RecordContact(
                casegroup_id=self.casegroup_id, case_id=case_id, method=method, reached=reached, said=said
            )
            return choice(self.desk, label, request, "The contact is on record.")

        ways: tuple[tuple[ContactMethod, str], ...] = tuple((method, METHODS[method]) for method in CONTACT_METHODS)
        return [
            *(one(f"Reached {how}", method) for method, how in ways),
            one("Tried by telephone, not reached", "telephone", reached=False),
            one("Tried by letter, no answer", "letter", reached=False),
        ]

    def command_finalise(self) -> None:
        """Ask whether the balance of the case is final."""
        case_id = self.current_case_id
        request = FinaliseBalance(casegroup_id=self.casegroup_id, case_id=case_id)
        asked = choice(self.desk, f"The balance of case {case_id} is final", request, "The balance is final.")
        self.ask(Question(title=f"Balance of case {case_id}", choices=(asked,)))

    def _untraced(self, key: str, case_id: str) -> Callable[[str], list[Choice]]:
        """Offer a notice on what was typed about somebody who cannot be traced."""

        def choices(text: str) -> list[Choice]:
            request = self._untraced_notice(key, case_id, text)
            return [choice(self.desk, f"Record notice on case {case_id}", request, self._noticed(request))]

        return choices

    def _untraced_notice(self, key: str, case_id: str, reason: str) -> GiveWriteOffNotice:
        paying, receiving = UNTRACED[key]
        return GiveWriteOffNotice(
            casegroup_id=self.casegroup_id,
            case_id=case_id,
            paying_parent=paying,
            receiving_parent=receiving,
            reason=reason,
        )


def _in_all(views: tuple[DisposalView, ...]) -> str:
    off = sum(view.written_off_pence or 0 for view in views)
    down = sum(view.written_down_pence or 0 for view in views)
    return f"{pounds(off)} written off, {pounds(down)} written down"


def _why_not_dispose(view: View) -> str | None:
    if view.casefile.closed is not None:
        return "The casegroup is closed."
    return "The arrears are disposed of already." if view.casefile.disposal_complete else None


def _why_not_close(view: View) -> str | None:
    return "The casegroup is closed already." if view.casefile.closed else None


WHY_OFF: Final[Mapping[str, Callable[[View], str | None]]] = {
    "dispose": _why_not_dispose,
    "close": _why_not_close,
}


def _unexplained(casefile: Casefile) -> list[str]:
    """Warn of a balance of which a part is unexplained and under a breakdown that is not finished."""
    validation, breakdown = casefile.validation, casefile.breakdown
    if validation is None or validation.outcome != "account_breakdown" or validation.residual_pence is None:
        return []
    if breakdown is not None and breakdown.state == "statement_adjusted":
        return []
    told = f"{pounds(validation.residual_pence)} of the balance is unexplained, and its breakdown is not finished."
    return [f"{told} Closing does not wait for it; the whole balance goes to CMS as it stands."]
