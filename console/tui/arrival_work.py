"""Bringing one casegroup to CMS by hand: receive, match, key what a step lacks, build, and run everything on."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import TYPE_CHECKING, Final

from console.desk.arrival import do, receive, run_arrival, take_register, take_residuals
from console.desk.files_understood import register_understood, residuals_understood
from console.desk.people import not_permitted
from console.present.arrival import candidate_text
from console.present.events import event_sentences
from console.present.events_of_arrival import ROUTES, field_words
from console.present.wording import STAGES, capital, day, pounds, refusal_text
from console.tui.asking import ANYTHING, choice, sentence, why_not
from console.tui.line_after_line import Asked, asking, read_path, read_words
from console.tui.widgets.question import Choice, Question
from domain.actor import CMS
from domain.arrival.requests import BuildCase, KeyArrivalData, MatchCmsCase, ReceiveBalances
from domain.arrived import arrival_of
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import Any

    from console.desk.arrival import ArrivalView, CaseArrival, RegisterTold, StepTold
    from console.desk.desk import Desk
    from console.desk.files_understood import FileUnderstood
    from console.tui.content import Piece
    from console.tui.screens.asking_screen import AskingScreen
    from console.tui.screens.base import ConsoleScreen
    from domain.arrival.matching import Candidate
    from domain.casefile import Casefile
    from domain.decide import Request
    from domain.events import Event

    Base = ConsoleScreen
else:
    Base = object

MOST_CANDIDATES: Final = 6
FIRST_NAMED: Final = 8
NOT_KNOWN: Final = re.compile(r"not known\b[\s,:;.-]*(?:because\b)?[\s:,-]*(?P<why>.*)", re.IGNORECASE | re.DOTALL)
BECAUSE: Final = "How was that found out?"


def arriving(desk: Desk, label: str, request: Request, done: str, *, follows: bool = True) -> Choice:
    """Make a choice of a request about an arrival: after it the path goes on by itself, and the message says how far.

    `follows` says in the preview that what can goes on by itself.
    """
    request_id = str(uuid.uuid4())
    shown: list[Event] = []

    def preview() -> list[Piece | tuple[Piece, ...]]:
        answer = desk.preview(request)
        shown[:] = [entry.event for entry in answer.recorded]
        if answer.refusals:
            return [refusal_text(refusal) for refusal in answer.refusals]
        then: list[str] = ["Then what can goes on by itself."] if follows else []
        return [*(text for event in shown for text in event_sentences(event)), *then]

    def commit() -> str | None:
        answer = do(desk, request, request_id, shown=shown)
        if answer.refusals:
            raise CloseoutError(" ".join(refusal_text(refusal) for refusal in answer.refusals))
        return f"{done} {where_now(answer.casefile)}"

    return Choice(label=label, preview=preview, commit=commit, why_off=why_not(desk, request))


def where_now(casefile: Casefile) -> str:
    """Say how far a casegroup is, in a sentence, and what is left to do once everything is on CMS."""
    if casefile.stage == "transition_complete":
        return f"{STAGES[casefile.stage]}. Both parents are told next: g opens the casegroup, l its letters."
    arrival = arrival_of(casefile)
    waiting = sum(line.amount_pence for line in arrival.waiting)
    missing = len(arrival.failed)
    steps = f"; {missing} {'step lacks' if missing == 1 else 'steps lack'} something" if missing else ""
    return f"{STAGES[casefile.stage]}{f': {pounds(waiting)} waits' if waiting else ''}{steps}."


class ArrivalWork(Base):
    """The commands of a screen on which the arrival of a casegroup is open."""

    desk: Desk
    casegroup_id: str
    view: ArrivalView

    @property
    def current_case(self) -> CaseArrival | None:
        """The case under the cursor, or the first; None where nothing was to leave the CSA."""
        raise NotImplementedError

    @property
    def current_step(self) -> StepTold | None:
        """The step under the cursor."""
        return None

    # --------------------------------------------------------------------------------------------- receive and build

    def command_receive(self) -> None:
        """Ask whether to receive the balances of the casegroup."""
        request = ReceiveBalances(casegroup_id=self.casegroup_id)
        left = sum(line.amount_pence for line in self.view.arrival.expected)
        asked = arriving(self.desk, f"Receive {pounds(left)} at CMS", request, "Received.")
        self.ask(Question(title=f"Balances of {self.casegroup_id}", choices=(asked,), unexceptional=1))

    def command_build(self) -> None:
        """Ask whether to build the arrears-only case by hand."""
        case = self._case()
        if case is not None:
            request = BuildCase(casegroup_id=self.casegroup_id, case_id=case.case_id)
            label = f"Build the arrears-only case of {case.case_id} from what is known"
            asked = arriving(self.desk, label, request, "Built as far as it goes.")
            self.ask(Question(title=f"Case {case.case_id}", choices=(asked,)))

    def _case(self) -> CaseArrival | None:
        case = self.current_case
        if case is None:
            self.say("Nothing of this casegroup left the CSA.", "note")
        return case

    # ---------------------------------------------------------------------------------------------------- CMS cases

    def command_match(self) -> None:
        """Ask which case the receiving parent has on CMS; those like it are shown, none is chosen by itself."""
        case = self._case()
        if case is None:
            return
        off = why_not(self.desk, self._match(case.case_id, None, ANYTHING))
        choices = [self._candidate(case.case_id, one, off) for one in case.candidates[:MOST_CANDIDATES]]
        another = [
            Asked("case", "The number of the case on CMS", read_words),
            Asked(
                "group", "The number of its casegroup on CMS; Enter where it is not known", lambda text: text or None
            ),
            Asked("because", BECAUSE, read_words),
        ]
        choices += [
            self._asking(
                "Another case on CMS: its number is typed", f"match {case.case_id} typed", another,
                lambda typed: self._match(case.case_id, typed["case"], typed["because"], typed["group"]),
                "Matched.", off,
            ),
            self._asking(
                "Has none on CMS: an arrears-only case is to be made", f"match {case.case_id} none",
                [Asked("because", f"None on CMS. {BECAUSE}", read_words)],
                lambda typed: self._match(case.case_id, None, typed["because"]),
                "An arrears-only case is to be made.", off,
            ),
        ]  # fmt: skip
        found = len(case.candidates)
        are = "is" if found == 1 else "are"
        like = f"{found} on the register {are} like it" if found else "nobody else like it found"
        title = f"Which case has {case.receiving_parent} (case {case.case_id}) on CMS? {capital(like)}."
        self.ask(Question(title=title, choices=tuple(choices)))

    def _candidate(self, case_id: str, one: Candidate, off: str | None) -> Choice:
        return self._asking(
            f"CMS case {one.cms_case_id}, casegroup {one.cms_casegroup_id}: {candidate_text(one)}",
            f"match {case_id} {one.cms_case_id}",
            [Asked("because", f"CMS case {one.cms_case_id}. {BECAUSE}", read_words)],
            lambda typed: self._match(case_id, one.cms_case_id, typed["because"], one.cms_casegroup_id, one.owner),
            "Matched.",
            off,
        )

    def _match(
        self, case_id: str, cms_case_id: str | None, because: str, group: str | None = None, owner: str = ""
    ) -> MatchCmsCase:
        return MatchCmsCase(
            casegroup_id=self.casegroup_id, case_id=case_id, cms_case_id=cms_case_id, cms_casegroup_id=group,
            owner=owner, because=because,
        )  # fmt: skip

    def _asking(
        self,
        label: str,
        purpose: str,
        asked: Sequence[Asked],
        request: Callable[[dict[str, Any]], Request],
        done: str,
        why_off: str | None = None,
    ) -> Choice:
        """Make a choice that asks line after line and then whether to write what follows from them."""

        def question(typed: dict[str, Any]) -> Question:
            return Question(title=label, choices=(arriving(self.desk, label, request(typed), done),))

        return asking(self, label, f"{self.casegroup_id} {purpose}", asked, question, why_off)

    # ------------------------------------------------------------------------------------------------- missing data

    async def command_key_data(self) -> None:
        """Ask for what a step lacks, field by field; of each it can be said that it is not known, and why."""
        case = self._case()
        if case is None:
            return
        failed = [step for step in case.steps if step.missing]
        here = self.current_step
        if here is not None and here.missing:
            failed = [here]
        if [step.step for step in failed] == ["cms_case"]:
            # What this one lacks is somebody's word for which case it is.
            self.command_match()
            return
        if not failed:
            self.say(f"No step of case {case.case_id} lacks anything.", "note")
            return
        off = why_not(self.desk, self._keyed(case.case_id, failed[0], dict.fromkeys(failed[0].missing, ANYTHING)))
        if off is not None and not self.desk.actor.roles & CMS:
            self.say(off, "refused")
            return
        if len(failed) == 1:
            await self._ask_fields(case, failed[0])
            return
        choices = [self._step_choice(case, step) for step in failed]
        self.ask(Question(title=f"Which step of case {case.case_id}?", choices=tuple(choices)))

    def _step_choice(self, case: CaseArrival, step: StepTold) -> Choice:
        async def then() -> None:
            await self._ask_fields(case, step)

        told = f"{step.title}: {field_words(step.missing)}"
        return Choice(label=told, then=then)

    async def _ask_fields(self, case: CaseArrival, step: StepTold) -> None:
        asked = [
            Asked(name, f"{capital(field_words([name]))}; or: not known, because … (Enter goes on)", read_words)
            for name in step.missing
        ]

        def question(typed: dict[str, Any]) -> Question:
            request = self._keyed(case.case_id, step, typed)
            label = f"{step.title}, case {case.case_id}: write what was keyed"
            return Question(title=label, choices=(arriving(self.desk, label, request, "Keyed."),))

        await self.ask_lines(f"{self.casegroup_id} key {case.case_id} {step.step}", asked, question)

    def _keyed(self, case_id: str, step: StepTold, typed: dict[str, Any]) -> KeyArrivalData:
        unknown = {name: found["why"].strip() for name, text in typed.items() if (found := NOT_KNOWN.fullmatch(text))}
        if any(not why for why in unknown.values()):
            expected = "why it is not known: not known, because …"
            raise ValueError(expected)
        fields = {name: text for name, text in typed.items() if name not in unknown}
        return KeyArrivalData(
            casegroup_id=self.casegroup_id, case_id=case_id, step=step.step, fields=fields, not_known=unknown
        )


# ------------------------------------------------------------------------------------------- what is done to many


def receive_choices(desk: Desk, current: str | None, closed: int) -> tuple[Choice, ...]:
    """Offer to receive the balances of the casegroup under the cursor, or of every closed one."""
    choices = []
    if current is not None:
        request = ReceiveBalances(casegroup_id=current)
        choices.append(choice(desk, f"Receive the balances of {current}", request, f"Received: {current}."))
    request_id = str(uuid.uuid4())

    def preview() -> list[Piece | tuple[Piece, ...]]:
        report = receive(desk, preview=True)
        words: dict[str, str] = {str(route): text for route, text in ROUTES.items()}
        told = [f"{number}: {pounds(pence)}, {words[route]}" for number, route, pence in report.received[:FIRST_NAMED]]
        total = sum(pence for _, _, pence in report.received)
        told.append(f"In all {len(report.received):,} of {pounds(total)}.")
        if report.restricted:
            told.append(f"And {report.restricted:,} restricted.")
        return [*told]

    def commit() -> str | None:
        report = receive(desk, request_id=request_id)
        return f"{len(report.received) + report.restricted:,} received. o brings them on."

    off = None if closed else "No closed casegroup waits to be received."
    label = f"Receive all that wait: {closed:,}"
    return (*choices, Choice(label=label, preview=preview, commit=commit, why_off=off))


def run_choice(desk: Desk, on_the_way: int) -> Choice:
    """Offer to bring every casegroup as far as it goes by itself."""

    def commit() -> str | None:
        report = run_arrival(desk)
        waits = (
            f" {report.waiting_for_register:,} wait for a register of CMS cases: R takes one in."
            if report.waiting_for_register
            else ""
        )
        stopped = {"cannot be built: 5 shows them": "cms_exception", "to be added by hand: 4 shows them": "cms_manual"}
        left = [f"{report.stages[stage]:,} {what}" for what, stage in stopped.items() if report.stages[stage]]
        rest = f" {'; '.join(left)}." if left else ""
        return f"{report.completed:,} complete; dues of {pounds(report.dues_pence)} created.{rest}{waits}"

    def preview() -> list[Piece | tuple[Piece, ...]]:
        return [
            f"{on_the_way:,} on their way are received, matched and built as far as the data goes.",
            "What cannot be built comes on the exceptions report. What is done is not done again.",
        ]

    off = None if on_the_way else "Nothing is on its way."
    return Choice(label="Bring all of them on", preview=preview, commit=commit, why_off=off)


def file_choices(screen: AskingScreen, desk: Desk) -> tuple[Choice, ...]:
    """Offer to take in a register of CMS cases, or a report of residual balances."""
    off = None if desk.actor.roles & CMS else sentence(not_permitted(desk.actor, CMS))

    def register_written(path: Path) -> str:
        taken = take_register(desk, path)
        return f"{taken.rows:,} CMS cases{', as received before' if taken.repeated else ' received'}. o brings all on."

    def residuals_written(path: Path) -> str:
        taken = take_residuals(desk, path, refusal_text)
        before = ", taken in before: nothing more is written" if taken.repeated else ""
        return f"{taken.rows:,} residual balances of {pounds(taken.amount_pence)}{before}."

    return (
        file_choice(screen, "Take in a register of CMS cases, in place of the last", "register",
                    lambda path: register_understood(desk, path), register_written, off),
        file_choice(screen, "Take in a report of residual balances", "residuals",
                    lambda path: residuals_understood(desk, path), residuals_written, off),
    )  # fmt: skip


def file_choice(
    screen: AskingScreen,
    label: str,
    purpose: str,
    understood: Callable[[Path], FileUnderstood],
    written: Callable[[Path], str],
    why_off: str | None,
) -> Choice:
    """Make a choice that asks where a file is, shows how it was understood and its totals, and takes it in after y."""

    def question(typed: dict[str, Any]) -> Question:
        path: Path = typed["path"]
        first = understood(path)

        def commit() -> str:
            if understood(path).digest != first.digest:
                message = f"{path}: the file was changed since it was shown; read it again"
                raise CloseoutError(message)
            return written(path)

        return Question(title=label, choices=(Choice(label=label, preview=lambda: told(first), commit=commit),))

    where = Asked("path", "Where is the file? (Enter goes on)", read_path)
    return asking(screen, label, purpose, [where], question, why_off)


def told(file: FileUnderstood) -> list[Piece | tuple[Piece, ...]]:
    """Say how a file was understood, and what it comes to."""
    rows = f"{file.rows:,} {'row' if file.rows == 1 else 'rows'}"
    amount = f", {pounds(file.amount_pence)} in all" if file.amount_pence is not None else ""
    known = ["This file was taken in before: nothing more will be written."] if file.known else []
    return [*file.told.splitlines(), f"{rows}{amount}.", *known]


def register_line(register: RegisterTold | None, as_at: date) -> str:
    """Say which register of CMS cases counts, how many cases it has, and how old it is."""
    if register is None:
        return "No register of CMS cases: none is looked for before R takes one in."
    received = date.fromisoformat(register.received_at[:10])
    days = (as_at - received).days
    age = "today" if days <= 0 else f"{days:,} {'day' if days == 1 else 'days'} ago"
    return f"Register of CMS cases: {register.rows:,} cases, received {day(received)}, {age} ({register.file_name})."
