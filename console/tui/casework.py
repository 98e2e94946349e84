"""What can be done to the casegroup that is open: each command asks a question of the desk's requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.events import event_sentences
from console.present.explain import placement_sentence
from console.present.wording import DECISIONS, OUTCOMES, day, moment, pounds, words
from console.tui import breakdown_work, closing_work, obstacle_work
from console.tui.asking import asks_on, choice, expectation, show_saved
from console.tui.breakdown_work import BreakdownWork
from console.tui.closing_work import ClosingWork
from console.tui.notes import NOTE
from console.tui.obstacle_work import ObstacleWork
from console.tui.placements import parse_amount, parse_placements, placements_text
from console.tui.request_work import CLOSES
from console.tui.widgets.question import Choice, Question
from domain.cleanse.requests import CloseWorkItem, OpenWorkItem, RecordArrearsDecision
from domain.days import read_day
from domain.deferral.requests import Defer
from domain.errors import CloseoutError
from domain.events import EntrySetAside, FactsReceived, RestrictedRecordOpened
from domain.inhibits.requests import LiftInhibit, SetInhibit
from domain.record.requests import SetAside
from domain.validation.recording import suggested_placements
from domain.validation.requests import AmendBalance, ConfirmClericalValidation, Validate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from console.desk.desk import Desk
    from console.tui.steps.step import View
    from console.tui.widgets.panes import EntryRow
    from domain.casefile import Casefile
    from domain.casegroup import ArrearsChoice
    from domain.events import Recorded

MOST_CHOICES = 9
MOST_LOOKED_AT = 20
"""So many of the newest entries are looked at for those that can be set aside."""
STANDS: Final = (FactsReceived, EntrySetAside, RestrictedRecordOpened)


class Casework(ClosingWork, BreakdownWork, ObstacleWork):
    """The commands that write, for a screen on which a casegroup is open."""

    desk: Desk
    casegroup_id: str
    view: View
    _inhibit_reason = ""

    @property
    def current_case_id(self) -> str:
        """The case a command is about."""
        raise NotImplementedError

    def saved(self) -> None:
        """Show on line 1 when something was last written."""
        show_saved(self, self.desk)

    def why_off(self, name: str) -> str | None:
        """Say why a command does not apply to this casegroup just now."""
        ask = WHY_OFF.get(name)
        return ask(self.view) if ask else None

    # ----------------------------------------------------------------------------------- deferral and the balance

    def command_defer(self) -> None:
        """Ask whether to defer."""
        until = self.view.assessment.deferral.deferred_until
        asked = choice(
            self.desk,
            f"Defer to {day(until)}",
            Defer(casegroup_id=self.casegroup_id),
            "Closure is deferred. u undoes it.",
        )
        self.ask(Question(title="Defer closure", choices=(asked,), unexceptional=1 if asked.why_off is None else None))

    def command_outcome(self) -> None:
        """Ask whether to record the outcome."""
        assessment = self.view.assessment
        outcome = assessment.outcome.outcome
        request = Validate(casegroup_id=self.casegroup_id)
        label = f"Record the outcome: {OUTCOMES[outcome].lower()}"
        done = f"The outcome is recorded: {OUTCOMES[outcome].lower()}. {self._next_key()} u undoes it."
        clean = (
            outcome == "validated"
            and assessment.deferral.result == "clear"
            and not assessment.exceptions
            and not assessment.validation.offsetting
            and not assessment.validation.needs_clerical_confirmation
        )
        notes = ["Not a plain case: read what will be written."] if not clean else []
        again = self.view.casefile.validation is not None
        if again:
            notes.append("An outcome is on record already; this records today's beside it.")
        self.ask(
            Question(
                title="Outcome",
                choices=(choice(self.desk, label, request, done),),
                unexceptional=1 if clean and not again else None,
                notes=notes,
            )
        )

    def _next_key(self) -> str:
        """Say which key goes on once today's outcome is on record."""
        assessment = self.view.assessment
        if assessment.deferral.result == "deferred" and self.view.casefile.stage != "deferred":
            return "d defers closure."
        if assessment.validation.needs_clerical_confirmation:
            return "f confirms it."
        if assessment.outcome.amendment_pence is not None:
            return "m amends the balance."
        if assessment.outcome.account_breakdown_owed:
            return "b drafts the breakdown."
        if assessment.deferral.result != "clear" or assessment.exceptions:
            return "n goes to the next."
        return "x disposes of the arrears, then C closes."

    @property
    def has_clerical(self) -> bool:
        """Whether a clerical case has a part in the validation."""
        return self.view.assessment.validation.needs_clerical_confirmation

    async def command_confirm(self) -> None:
        """Ask how the clerical validation was checked."""
        await self.ask_text("confirm", "How was the clerical validation checked?")

    def command_amend(self) -> None:
        """Ask where the amendment goes."""
        placements = suggested_placements(self.view.casefile)
        choices = []
        if placements:
            request = AmendBalance(casegroup_id=self.casegroup_id, placements=placements)
            where = "; ".join(placement_sentence(p.case_id, p.owed_to, p.amount_pence) for p in placements)
            choices.append(
                choice(
                    self.desk,
                    f"As each case's own figure suggests: {where}",
                    request,
                    "The balance is amended. u undoes it.",
                )
            )
        choices.append(asks_on(self, "Place it myself", "placements", self._placements_label()))
        self.ask(Question(title="Amend the balance", choices=tuple(choices)))

    def _placements_label(self) -> str:
        validation = self.view.casefile.validation
        owed = pounds(validation.amendment_pence) if validation else ""
        return f"Place {owed}: case, payee and amount, parted by ; - for example {self._example()}"

    def _example(self) -> str:
        return (
            placements_text(suggested_placements(self.view.casefile))
            or f"{self.current_case_id} receiving parent -5.00"
        )

    # ------------------------------------------------------------------------------------------------- the case

    def command_decision(self) -> None:
        """Ask for the receiving parent's decision."""
        case_id = self.current_case_id
        simple: tuple[ArrearsChoice, ...] = ("collect", "write_off_all", "not_to_be_collected")
        choices = [
            choice(
                self.desk,
                DECISIONS[name].capitalize(),
                RecordArrearsDecision(casegroup_id=self.casegroup_id, case_id=case_id, choice=name),
                f"The decision on case {case_id} is recorded.",
            )
            for name in simple
        ]
        choices.append(
            asks_on(
                self, "Write off a part", f"write-off {case_id}", f"Amount to write off on case {case_id}, in pounds:"
            )
        )
        self.ask(Question(title=f"Arrears decision on case {case_id}", choices=tuple(choices)))

    async def command_inhibit(self) -> None:
        """Ask for the reason of setting or lifting an inhibit."""
        case_id = self.current_case_id
        await self.ask_text(f"inhibit {case_id}", f"Inhibit on case {case_id}: why is it set, or lifted?")

    def command_work_item(self) -> None:
        """Ask which work item to close, or for a new one."""
        case_id = self.current_case_id
        case = self.view.casefile.case(case_id)
        choices = [
            asks_on(
                self,
                "Open a new work item",
                f"work {case_id}",
                f"New work item on case {case_id}: what is to be done?",
            )
        ]
        for item in case.work_items if case else ():
            if item.closed_on is None and len(choices) < MOST_CHOICES:
                request = CloseWorkItem(casegroup_id=self.casegroup_id, case_id=case_id, work_item_id=item.id)
                label = f"Close {item.id}: {words(item.kind or 'kind not known')}"
                choices.append(choice(self.desk, label, request, f"Work item {item.id} is closed."))
        self.ask(Question(title=f"Work items on case {case_id}", choices=tuple(choices)))

    # ------------------------------------------------------------------------------------------------------- texts

    def on_entry_row_entered(self, event: EntryRow.Entered) -> None:
        """Go on with what was asked for, now that its text is there."""
        purpose, _, case_id = event.purpose.partition(" ")
        number = self.casegroup_id
        text = event.text
        if not text.strip() and purpose not in {NOTE, CLOSES}:
            self.refuse_text("Nothing is typed yet.", "note")
            return
        try:
            match purpose:
                case "confirm":
                    request = ConfirmClericalValidation(casegroup_id=number, reason=text)
                    asked = [choice(self.desk, "Confirm the clerical validation", request, "It is confirmed.")]
                case "placements":
                    placements = parse_placements(text)
                    amend = AmendBalance(casegroup_id=number, placements=placements)
                    label = f"Amend the balance by {pounds(sum(part.amount_pence for part in placements))}"
                    asked = [choice(self.desk, label, amend, "The balance is amended. u undoes it.")]
                case "write-off":
                    pence = parse_amount(text)
                    part = RecordArrearsDecision(
                        casegroup_id=number, case_id=case_id, choice="write_off_part", amount_to_write_off_pence=pence
                    )
                    asked = [
                        choice(
                            self.desk, f"Write off {pounds(pence)} of case {case_id}", part, "The decision is recorded."
                        )
                    ]
                case "work":
                    opened = OpenWorkItem(casegroup_id=number, case_id=case_id, work=text)
                    asked = [choice(self.desk, f"Open on case {case_id}: {text}", opened, "The work item is open.")]
                case "inhibit":
                    asked = self._inhibit_choices(case_id, text)
                case "review":
                    asked = [self._set_inhibit(case_id, self._inhibit_reason, review_on=read_day(text))]
                case _:
                    asked = self._others(purpose, case_id, text)
                    if not asked:
                        return
        except (ValueError, CloseoutError) as error:
            self.refuse_text(expectation(error))
            return
        title = asked[0].label if len(asked) == 1 else f"On case {case_id}"
        self.ask_about_text(Question(title=title, choices=tuple(asked)))

    def _others(self, purpose: str, what: str, text: str) -> list[Choice]:
        return (
            self.closing_choices(purpose, what, text)
            or self.breakdown_choices(purpose, what, text)
            or self.ending_choices(purpose, what, text)
            or []
        )

    def _inhibit_choices(self, case_id: str, reason: str) -> list[Choice]:
        number = self.casegroup_id
        self._inhibit_reason = reason
        lift_manual = LiftInhibit(casegroup_id=number, case_id=case_id, inhibit_kind="manual", reason=reason)
        lift_automatic = LiftInhibit(casegroup_id=number, case_id=case_id, inhibit_kind="automatic", reason=reason)
        return [
            self._set_inhibit(case_id, reason),
            choice(self.desk, "Lift the manual inhibit", lift_manual, "The manual inhibit is lifted."),
            choice(self.desk, "Lift the automatic inhibit", lift_automatic, "The automatic inhibit is lifted."),
            asks_on(
                self,
                "Set a manual inhibit, and name the day to look at it again",
                f"review {case_id}",
                f"Day to look at the inhibit on case {case_id} again, such as 1 Mar 2016:",
            ),
        ]

    def _set_inhibit(self, case_id: str, reason: str, review_on: date | None = None) -> Choice:
        request = SetInhibit(casegroup_id=self.casegroup_id, case_id=case_id, reason=reason, review_on=review_on)
        until = f", to be looked at again on {day(review_on)}" if review_on else ""
        return choice(self.desk, f"Set a manual inhibit{until}", request, f"Case {case_id} is inhibited.")

    # ------------------------------------------------------------------------------------------------ undo and redo

    def command_undo(self) -> None:
        """Ask which entry to set aside, the newest first."""
        entries = undoable(self.view.casefile)
        self._ask_set_aside("Undo", entries, "is set aside. U brings it back.")

    def command_redo(self) -> None:
        """Ask which entry to bring back, the newest first."""
        entries = redoable(self.view.casefile)
        self._ask_set_aside("Bring back", entries, "is back.")

    def _ask_set_aside(self, title: str, entries: list[Recorded], done: str) -> None:
        restored = {entry.seq: entry for entry in self.view.casefile.recorded}
        choices = []
        for entry in entries[:MOST_LOOKED_AT]:
            target = restored[entry.event.seq] if isinstance(entry.event, EntrySetAside) else entry
            label = f"Entry {target.seq}, {moment(target.at)}: {event_sentences(target.event)[0]}"
            request = SetAside(casegroup_id=self.casegroup_id, seq=entry.seq)
            what = "counts again" if target is not entry else "no longer counts, and stays in the journal"
            says = f"Entry {target.seq} {what}."
            choices.append(choice(self.desk, label, request, f"Entry {target.seq} {done}", says=says))
        # What can be done comes first; why the rest cannot is still said, as far as there is room.
        choices.sort(key=lambda asked: asked.why_off is not None)
        self.ask(Question(title=title, choices=tuple(choices[:MOST_CHOICES])))


def undoable(casefile: Casefile) -> list[Recorded]:
    """Give the entries that may be set aside, newest first."""
    return [
        entry
        for entry in reversed(casefile.recorded)
        if entry.seq not in casefile.set_aside and not isinstance(entry.event, STANDS)
    ]


def redoable(casefile: Casefile) -> list[Recorded]:
    """Give the settings-aside that may themselves be set aside, newest first."""
    return [
        entry
        for entry in reversed(casefile.recorded)
        if isinstance(entry.event, EntrySetAside) and entry.seq not in casefile.set_aside
    ]


def _why_not_defer(view: View) -> str | None:
    if not view.assessment.deferral.broken:
        return "No deferral rule is broken."
    if view.casefile.stage == "deferred":
        return f"Closure is deferred to {day(view.casefile.due_date)} already."
    return None


def _why_not_amend(view: View) -> str | None:
    validation = view.casefile.validation
    if validation is None:
        return "No outcome is recorded yet; o records it."
    if validation.amendment_pence is None:
        return "The outcome on record asks for no amendment."
    if validation.needs_clerical_confirmation and not view.casefile.confirmed:
        return "The clerical validation has to be confirmed first; f confirms it."
    return "The balance is amended already." if view.casefile.amended else None


def _why_not_confirm(view: View) -> str | None:
    validation = view.casefile.validation
    if validation is None or not validation.needs_clerical_confirmation:
        return "No validation of a clerical case waits to be confirmed."
    return "The clerical validation is confirmed already." if view.casefile.confirmed else None


def _why_not_outcome(view: View) -> str | None:
    return "The balance is amended on these figures; the outcome stands." if view.casefile.amended else None


def _why_not_undo(view: View) -> str | None:
    return None if undoable(view.casefile) else "There is nothing of ours to undo."


def _why_not_redo(view: View) -> str | None:
    return None if redoable(view.casefile) else "There is nothing to bring back."


WHY_OFF: Final[Mapping[str, Callable[[View], str | None]]] = {
    "defer": _why_not_defer,
    "amend": _why_not_amend,
    "confirm": _why_not_confirm,
    "outcome": _why_not_outcome,
    "undo": _why_not_undo,
    "redo": _why_not_redo,
    **closing_work.WHY_OFF,
    **breakdown_work.WHY_OFF,
    **obstacle_work.WHY_OFF,
}
