"""What is done about payments for closed cases: take a file in, pass one, say what was found, write the file out."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from console.desk.files_understood import payments_understood
from console.desk.payments import (
    investigate_payment,
    pass_payment,
    payments_to_write,
    take_payments,
    write_passed,
)
from console.desk.people import not_permitted
from console.present.events import event_sentences
from console.present.payments import RESEMBLANCES, STATES
from console.present.wording import capital, pounds, refusal_text
from console.tui.arrival_work import file_choice
from console.tui.asking import ANYTHING, sentence
from console.tui.line_after_line import Asked, asking, read_path, read_words
from console.tui.widgets.question import Choice, Question
from domain.actor import EITHER_SIDE
from domain.errors import CloseoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from console.desk.desk import Answer, Desk
    from console.desk.office import OfficeAnswer
    from console.desk.payments import PaymentView
    from console.tui.content import Piece
    from console.tui.screens.asking_screen import AskingScreen
    from domain.payments.decision import Finding
    from domain.payments.rules import Candidate

MOST_CANDIDATES: Final = 7
FINDINGS: Final[tuple[tuple[Finding, str], ...]] = (
    ("returned", "It was returned to whoever paid it"),
    ("belongs_elsewhere", "It is somebody else's, not of a casegroup here"),
    ("still_open", "It is still open: write down what was found so far"),
)
HOW: Final = "How was that found out? (Enter goes on)"


def why_not_hands(desk: Desk) -> str | None:
    """Say why somebody may not take in or write out payments; None where they may."""
    return None if desk.actor.roles & EITHER_SIDE else sentence(not_permitted(desk.actor, EITHER_SIDE))


def pass_choices(screen: AskingScreen, desk: Desk, view: PaymentView) -> tuple[Choice, ...]:
    """Offer everybody a payment may belong to, and a casegroup that is typed; none is ever chosen by itself."""
    reference = view.row.reference
    choices = [_candidate(screen, desk, reference, candidate) for candidate in view.candidates[:MOST_CANDIDATES]]
    typed = [Asked("number", "The number of the casegroup", read_words), Asked("note", HOW, read_words)]
    off = why_not_hands(desk)
    choices.append(_passing(screen, desk, reference, "Another casegroup: its number is typed", typed, None, off))
    return tuple(choices)


def _candidate(screen: AskingScreen, desk: Desk, reference: str, candidate: Candidate) -> Choice:
    number = candidate.casegroup_id
    label = f"{number}: {RESEMBLANCES[candidate.resemblance]}{'' if candidate.closed else ', not closed'}"
    asked = [Asked("note", f"Passed as {number}'s. {HOW}", read_words)]
    off = _why_not(lambda: pass_payment(desk, reference, number, ANYTHING, preview=True))
    return _passing(screen, desk, reference, label, asked, number, off)


def _passing(
    screen: AskingScreen,
    desk: Desk,
    reference: str,
    label: str,
    asked: Sequence[Asked],
    casegroup_id: str | None,
    why_off: str | None,
) -> Choice:
    def question(typed: dict[str, Any]) -> Question:
        number: str = casegroup_id or typed["number"]
        request_id = str(uuid.uuid4())

        def ask() -> Answer:
            return pass_payment(desk, reference, number, typed["note"], preview=True)

        def write() -> Answer:
            return pass_payment(desk, reference, number, typed["note"], request_id=request_id)

        written = _writing(f"Pass it to CMS as that of {number}", ask, write, f"Passed to CMS as {number}'s.")
        return Question(title=f"Payment {reference}", choices=(written,))

    return asking(screen, label, f"pass {reference} {casegroup_id or 'typed'}", asked, question, why_off)


def finding_choices(screen: AskingScreen, desk: Desk, reference: str) -> tuple[Choice, ...]:
    """Offer what looking into a payment may have found, each with a note of how."""
    return tuple(_finding(screen, desk, reference, finding, label) for finding, label in FINDINGS)


def _finding(screen: AskingScreen, desk: Desk, reference: str, finding: Finding, label: str) -> Choice:
    def question(typed: dict[str, Any]) -> Question:
        request_id = str(uuid.uuid4())

        def ask() -> OfficeAnswer:
            return investigate_payment(desk, reference, finding, typed["note"], preview=True)

        def write() -> OfficeAnswer:
            return investigate_payment(desk, reference, finding, typed["note"], request_id=request_id)

        written = _writing(capital(STATES[finding]), ask, write, f"Payment {reference}: {STATES[finding]}.")
        return Question(title=f"Payment {reference}", choices=(written,))

    asked = [Asked("note", "What was found, and how? (Enter goes on)", read_words)]
    off = _why_not(lambda: investigate_payment(desk, reference, finding, ANYTHING, preview=True))
    return asking(screen, label, f"finding {reference} {finding}", asked, question, off)


def _why_not(ask: Callable[[], Answer | OfficeAnswer]) -> str | None:
    try:
        answer = ask()
    except CloseoutError as error:
        return sentence(error.message)
    return " ".join(refusal_text(refusal) for refusal in answer.refusals) or None


def _writing(
    label: str,
    ask: Callable[[], Answer | OfficeAnswer],
    write: Callable[[], Answer | OfficeAnswer],
    done: str,
) -> Choice:
    """Make a choice that shows what a request would write, and writes it once."""

    def preview() -> list[Piece | tuple[Piece, ...]]:
        return [text for entry in ask().recorded for text in event_sentences(entry.event)]

    def commit() -> str | None:
        answer = write()
        if answer.refusals:
            raise CloseoutError(" ".join(refusal_text(refusal) for refusal in answer.refusals))
        return done

    return Choice(label=label, preview=preview, commit=commit, why_off=_why_not(ask))


def take_in_choice(screen: AskingScreen, desk: Desk) -> Choice:
    """Offer to take in a daily file by its path."""

    def written(path: Path) -> str:
        taken = take_payments(desk, path)
        if taken.repeated:
            return "This file was taken in before; nothing more was written."
        return f"{taken.passed:,} passed to CMS, {taken.investigating:,} to be looked into."

    return file_choice(
        screen, "Take in a daily file of payments", "payments", lambda path: payments_understood(desk, path), written,
        why_not_hands(desk),
    )  # fmt: skip


def write_out_choice(screen: AskingScreen, desk: Desk) -> Choice:
    """Offer to write the payments passed and not yet written to a new file, after showing how many and how much."""

    def question(typed: dict[str, Any]) -> Question:
        path: Path = typed["path"]
        found = payments_to_write(desk)
        references = [row.reference for row in found.rows]

        def preview() -> list[Piece | tuple[Piece, ...]]:
            left_out = f"{found.left_out:,} of restricted records wait for somebody nominated."
            return [
                f"To {path}:",
                f"{found.totals.payments:,} payments, {pounds(found.totals.amount_pence)} in all; each once.",
                *([left_out] if found.left_out else []),
            ]

        def commit() -> str | None:
            if [row.reference for row in payments_to_write(desk).rows] != references:
                message = "other payments were passed meanwhile; look at the totals again"
                raise CloseoutError(message)
            made = write_passed(desk, path)
            return f"{made.totals.payments:,} payments of {pounds(made.totals.amount_pence)} written to {path}."

        off = f"{path} is there already; a new file is wanted." if path.exists() else None
        written = Choice(label="Write the file", preview=preview, commit=commit, why_off=off)
        return Question(title="File of payments for CMS", choices=(written,))

    return asking(
        screen, "Write the file for CMS", "write", [Asked("path", "Where to? A new file (Enter goes on)", read_path)],
        question, why_not_write(desk),
    )  # fmt: skip


def why_not_write(desk: Desk) -> str | None:
    """Say why there is no file to write; None where there is one."""
    if off := why_not_hands(desk):
        return off
    found = payments_to_write(desk)
    if found.rows:
        return None
    if found.left_out:
        return f"{found.left_out:,} of restricted records wait for somebody nominated; there are no others."
    return "No payment was passed since the last file."
