"""What can be done to the casegroup that is open: each command asks a question of the desk's requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.present.events import event_sentences
from console.present.explain import placement_sentence
from console.present.wording import DECISIONS, OUTCOMES, day, moment, pounds, words
from console.tui import breakdown_work, closing_work, obstacle_work
from console.tui.asking import ANYTHING, choice, show_saved, why_not
from console.tui.breakdown_work import BreakdownWork
from console.tui.closing_work import ClosingWork
from console.tui.line_after_line import Asked, about_text, asking, asks_on, one_text, read_day_or_none, read_words
from console.tui.obstacle_work import ObstacleWork
from console.tui.placements import parse_amount, parse_placements, placements_text
from console.tui.widgets.question import Choice, Question
from domain.cleanse.requests import CloseWorkItem, OpenWorkItem, RecordArrearsDecision
from domain.deferral.requests import Defer
from domain.events import EntrySetAside, FactsReceived, RestrictedRecordOpened
from domain.inhibits.requests import LiftInhibit, SetInhibit
from domain.record.requests import SetAside
from domain.validation.recording import suggested_placements
from domain.validation.requests import AmendBalance, ConfirmClericalValidation, Validate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from console.desk.desk import Desk
    from console.tui.steps.step import View
    from domain.casefile import Casefile
    from domain.casegroup import ArrearsChoice, InhibitKind
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
        number = self.casegroup_id

        def choices(text: str) -> list[Choice]:
            request = ConfirmClericalValidation(casegroup_id=number, reason=text)
            return [choice(self.desk, "Confirm the clerical validation", request, "It is confirmed.")]

        ask = "How was the clerical validation checked? (Enter ends it)"
        await self.ask_lines(f"confirm {number}", [one_text(ask)], about_text(choices))

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
        purpose = f"placements {self.casegroup_id}"
        choices.append(
            asks_on(self, "Place it myself", purpose, self._placements_label(), lambda text: [self._placed(text)])
        )
        self.ask(Question(title="Amend the balance", choices=tuple(choices)))

    def _placed(self, text: str) -> Choice:
        placements = parse_placements(text)
        request = AmendBalance(casegroup_id=self.casegroup_id, placements=placements)
        label = f"Amend the balance by {pounds(sum(part.amount_pence for part in placements))}"
        return choice(self.desk, label, request, "The balance is amended. u undoes it.")

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
                self, "Write off a part", f"write-off {self.casegroup_id} {case_id}",
                f"Amount to write off on case {case_id}, in pounds:",
                lambda text: [self._part_written_off(case_id, parse_amount(text))],
            )
        )  # fmt: skip
        self.ask(Question(title=f"Arrears decision on case {case_id}", choices=tuple(choices)))

    def _part_written_off(self, case_id: str, pence: int) -> Choice:
        request = RecordArrearsDecision(
            casegroup_id=self.casegroup_id, case_id=case_id, choice="write_off_part", amount_to_write_off_pence=pence
        )
        label = f"Write off {pounds(pence)} of case {case_id}"
        return choice(self.desk, label, request, "The decision is recorded.")

    def command_inhibit(self) -> None:
        """Ask whether to set or to lift an inhibit; why comes next."""
        case_id = self.current_case_id
        number = self.casegroup_id
        why = Asked("reason", f"Inhibit on case {case_id}: why is it set? (Enter goes on)", read_words)
        again = Asked(
            "review_on", "When is it looked at again? (Enter alone: after the usual period)", read_day_or_none
        )

        def setting(typed: dict[str, Any]) -> Question:
            request = SetInhibit(casegroup_id=number, case_id=case_id, **typed)
            until = f", to be looked at again on {day(request.review_on)}" if request.review_on else ""
            label = f"Set a manual inhibit{until}"
            asked = choice(self.desk, label, request, f"Case {case_id} is inhibited.")
            return Question(title=label, choices=(asked,))

        off = why_not(self.desk, SetInhibit(casegroup_id=number, case_id=case_id, reason=ANYTHING))
        choices = (
            asking(self, "Set a manual inhibit", f"inhibit {number} {case_id}", [why, again], setting, off),
            self._lifting(case_id, "manual"),
            self._lifting(case_id, "automatic"),
        )
        self.ask(Question(title=f"Inhibit on case {case_id}", choices=choices))

    def _lifting(self, case_id: str, kind: InhibitKind) -> Choice:
        label, done = f"Lift the {kind} inhibit", f"The {kind} inhibit is lifted."

        def request(text: str) -> LiftInhibit:
            return LiftInhibit(casegroup_id=self.casegroup_id, case_id=case_id, inhibit_kind=kind, reason=text)

        ask = f"Inhibit on case {case_id}: why is it lifted? (Enter ends it)"
        purpose = f"lift {kind} {self.casegroup_id} {case_id}"
        off = why_not(self.desk, request(ANYTHING))
        return asks_on(self, label, purpose, ask, lambda text: [choice(self.desk, label, request(text), done)], off)

    def command_work_item(self) -> None:
        """Ask which work item to close, or for a new one."""
        case_id = self.current_case_id
        case = self.view.casefile.case(case_id)
        choices = [
            asks_on(
                self,
                "Open a new work item",
                f"work {self.casegroup_id} {case_id}",
                f"New work item on case {case_id}: what is to be done? (Enter ends it)",
                lambda text: [self._opened(case_id, text)],
            )
        ]
        for item in case.work_items if case else ():
            if item.closed_on is None and len(choices) < MOST_CHOICES:
                request = CloseWorkItem(casegroup_id=self.casegroup_id, case_id=case_id, work_item_id=item.id)
                label = f"Close {item.id}: {words(item.kind or 'kind not known')}"
                choices.append(choice(self.desk, label, request, f"Work item {item.id} is closed."))
        self.ask(Question(title=f"Work items on case {case_id}", choices=tuple(choices)))

    def _opened(self, case_id: str, work: str) -> Choice:
        request = OpenWorkItem(casegroup_id=self.casegroup_id, case_id=case_id, work=work)
        return choice(self.desk, f"Open on case {case_id}: {work}", request, "The work item is open.")

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
