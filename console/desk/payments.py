"""Payments for closed cases: the daily file in, whose each is, what has to be looked into, and the file out."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of
from console.desk.masking import restricted_to
from console.desk.numbers import numbers_meant
from console.desk.office import perform_office, preview_office
from console.desk.office_queue import list_office_work
from console.desk.people import not_permitted
from domain.actor import EITHER_SIDE
from domain.errors import BadInputError, NotPermittedError
from domain.events.payments import PaymentFileReceived, PaymentFileWritten, PaymentPassed
from domain.identifiers import normalise_nino
from domain.lines import lines_of
from domain.payments.requests import InvestigatePayment, PassPayment
from domain.payments.rules import Candidate, Holder, Match, Payment, Person, match
from storage.exporters.payments import write_payments
from storage.folding import words
from storage.importers.headed import RowFault, RowsRefusedError
from storage.importers.payments import Control, PaymentFile, read_payments
from storage.payments import PaymentRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from console.desk.desk import Answer, Desk
    from console.desk.office import OfficeAnswer
    from domain.payments.decision import Finding
    from storage.turn import Turn

WORDS: Final = {
    "passed": "passed to CMS",
    "written": "passed to CMS and written to a file",
    "returned": "returned",
    "belongs_elsewhere": "found to be somebody else's",
}


@dataclass(frozen=True, slots=True)
class PaymentsTaken:
    """What became of a file: how many payments and pence, how many were passed, and how many wait to be looked into."""

    file: PaymentFile
    passed: int
    investigating: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as told to whoever asks: masked where it is, or may be, that of a restricted record."""

    row: PaymentRow
    candidates: tuple[Candidate, ...] = ()
    masked: bool = False


@dataclass(frozen=True, slots=True)
class PaymentsWritten:
    """What was written to a file: the payments, and how many restricted ones wait for somebody nominated."""

    rows: tuple[PaymentRow, ...] = ()
    left_out: int = 0
    totals: Control = field(default_factory=lambda: Control(0, 0))


def take_payments(desk: Desk, path: Path, expected: Control | None = None) -> PaymentsTaken:
    """Take in a daily file: all of it in one turn, or nothing where anything is wrong with it.

    A file taken before is answered as before. Raises RowsRefusedError with every fault (a reference that came before
    is one), BadInputError, NotPermittedError and the errors of a turn; then the store is as it was.
    """
    _require_hands(desk)
    file = read_payments(path, expected)
    with desk.store.turn() as turn:
        before = desk.store.payments.of_file(file.digest)
        if before:
            return _taken(file, before, repeated=True)
        _refuse_known(desk, file)
        rows = [_placed(desk, turn, file, line, payment) for line, payment in file.payments]
        turn.put_payments(rows)
        received = PaymentFileReceived(
            file_name=path.name,
            file_digest=file.digest,
            payments=file.control.payments,
            amount_pence=file.control.amount_pence,
        )
        turn.append(desk.drafts([received], None, str(uuid.uuid4()), file.digest))
        list_office_work(desk.store, turn)
    return _taken(file, rows)


def _taken(file: PaymentFile, rows: Sequence[PaymentRow], *, repeated: bool = False) -> PaymentsTaken:
    open_ones = sum(row.state == "investigating" for row in rows)
    return PaymentsTaken(file, len(rows) - open_ones, open_ones, repeated)


def _require_hands(desk: Desk) -> None:
    actor = desk.require_place_on_roster()
    if not actor.roles & EITHER_SIDE:
        raise NotPermittedError(not_permitted(actor, EITHER_SIDE))


def _refuse_known(desk: Desk, file: PaymentFile) -> None:
    known = desk.store.payments.of_references([payment.reference for _, payment in file.payments])
    if known:
        raise RowsRefusedError(
            RowFault(
                str(file.path), line, "receipt_reference", repr(payment.reference),
                f"a reference that never came before; one of {known[payment.reference].received_on} has it",
            )
            for line, payment in file.payments
            if payment.reference in known
        )  # fmt: skip


def _placed(desk: Desk, turn: Turn, file: PaymentFile, line: int, payment: Payment) -> PaymentRow:
    """Find whose a payment is and, where that is sure, pass it to CMS in the same turn."""
    found = _match(desk, payment)
    if found.casegroup_id is not None:
        _pass_in(desk, turn, found.casegroup_id, payment, file)
    return PaymentRow(
        reference=payment.reference,
        file_digest=file.digest,
        line=line,
        nino=payment.nino,
        forenames=payment.forenames,
        surname=payment.surname,
        amount_pence=payment.amount_pence,
        why_open=found.why_open or "",
        state="investigating" if found.casegroup_id is None else "passed",
        casegroup_id=found.casegroup_id or "",
        received_on=desk.as_at.isoformat(),
    )


def _pass_in(desk: Desk, turn: Turn, casegroup_id: str, payment: Payment, file: PaymentFile) -> None:
    facts = desk.store.latest_facts(casegroup_id)
    assert facts is not None
    event = PaymentPassed(reference=payment.reference, amount_pence=payment.amount_pence, how="matched")
    turn.append(desk.drafts([event], facts, f"payment:{file.digest}:{payment.reference}", file.digest))
    turn.put_lines([lines_of(casefile_of(facts, desk.store.entries(casegroup_id)), desk.policy)])


def _match(desk: Desk, payment: Payment) -> Match:
    nino = normalise_nino(payment.nino)
    surname, forenames = words(payment.surname), words(payment.forenames)
    person = Person(nino, " ".join([*surname, *forenames]), " ".join([*forenames, *surname]))
    names = [name for name in (person.surname_first, person.forenames_first) if name]
    holders = [
        Holder(found.casegroup_id, found.nino, found.name, _is_closed(desk, found.casegroup_id))
        for found in desk.store.paying_parents(nino, names)
    ]
    return match(person, holders)


def _is_closed(desk: Desk, casegroup_id: str) -> bool:
    facts = desk.store.latest_facts(casegroup_id)
    return facts is not None and casefile_of(facts, desk.store.entries(casegroup_id)).closed is not None


# ------------------------------------------------------------------------------------------------- looking into one


def payments_told(desk: Desk, *, open_only: bool = False) -> list[PaymentView]:
    """Tell the payments in the order in which they came, those to be looked into with everybody they may belong to.

    Of a payment that is, or may be, that of a restricted record nobody but the nominated learns whose it may be.
    """
    desk.require_place_on_roster()
    rows = desk.store.payments.of_state("investigating") if open_only else desk.store.payments.all()
    return [_view(desk, row) for row in rows]


def payment_told(desk: Desk, reference: str) -> PaymentView:
    """Tell one payment; raises BadInputError where no such was received."""
    desk.require_place_on_roster()
    return _view(desk, _row(desk, reference))


def _view(desk: Desk, row: PaymentRow) -> PaymentView:
    candidates = _match(desk, _payment_of(row)).candidates if row.state == "investigating" else ()
    whose = [candidate.casegroup_id for candidate in candidates] + ([row.casegroup_id] if row.casegroup_id else [])
    if restricted_to(desk, whose):
        hidden = replace(row, nino="", forenames="", surname="", why_open="", casegroup_id="", amount_pence=0)
        return PaymentView(hidden, masked=True)
    return PaymentView(row, candidates)


def _payment_of(row: PaymentRow) -> Payment:
    return Payment(row.reference, row.nino, row.forenames, row.surname, row.amount_pence)


def _row(desk: Desk, reference: str) -> PaymentRow:
    row = desk.store.payments.of_references([reference]).get(reference)
    if row is None:
        message = f"receipt reference {reference!r}: no payment of this store; expected one that was received"
        raise BadInputError(message)
    return row


def pass_payment(
    desk: Desk, reference: str, casegroup_id: str, note: str, *, preview: bool = False, request_id: str | None = None
) -> Answer:
    """Pass a payment that was looked into to CMS as a casegroup's; the note says how that was found out.

    Raises BadInputError for a payment that is settled already, NotPermittedError, NoSuchCasegroupError.
    """
    row = _open_row(desk, reference)
    (number,) = numbers_meant(desk.store, [casegroup_id])
    request = PassPayment(casegroup_id=number, reference=reference, amount_pence=row.amount_pence, note=note)
    if preview:
        return desk.preview(request)

    def settle(turn: Turn) -> None:
        # Somebody may have settled it since it was looked at; nobody can any more now.
        _open_row(desk, reference)
        turn.settle_payments([reference], "passed", number)
        # It waits for nobody any more: its line of the queue goes in the same turn.
        list_office_work(desk.store, turn)

    return desk.perform(request, request_id, beside=settle)


def investigate_payment(
    desk: Desk, reference: str, finding: Finding, note: str, *, preview: bool = False, request_id: str | None = None
) -> OfficeAnswer:
    """Write down what was found out about a payment; returned, or somebody else's, it is done with.

    Raises BadInputError for a payment that is settled already, and NotPermittedError.
    """
    _open_row(desk, reference)
    request = InvestigatePayment(reference=reference, finding=finding, note=note)
    if preview:
        return preview_office(desk, request)

    def settle(turn: Turn) -> None:
        _open_row(desk, reference)
        if finding != "still_open":
            turn.settle_payments([reference], finding)

    return perform_office(desk, request, request_id, beside=settle)


def _open_row(desk: Desk, reference: str) -> PaymentRow:
    row = _row(desk, reference)
    if _view(desk, row).masked:
        message = f"payment {reference}: it may be that of a restricted record; somebody nominated looks into it"
        raise NotPermittedError(message)
    if row.state != "investigating":
        message = f"receipt reference {reference!r}: it was {WORDS[row.state]}; expected one that is to be looked into"
        raise BadInputError(message)
    return row


# ------------------------------------------------------------------------------------------------------ the file out


def write_passed(desk: Desk, path: Path, *, force: bool = False) -> PaymentsWritten:
    """Write the payments passed and not yet written to a file for the CMS account, each once.

    Those of restricted records are written by somebody nominated; for others they are left out and counted. With
    nothing to write no file is made. Raises BadInputError where the file cannot be written; then nothing is recorded.
    """
    _require_hands(desk)
    with desk.store.turn() as turn:
        passed = desk.store.payments.of_state("passed")
        hidden = restricted_to(desk, [row.casegroup_id for row in passed])
        rows = tuple(row for row in passed if row.casegroup_id not in hidden)
        left_out = len(passed) - len(rows)
        if not rows:
            return PaymentsWritten(left_out=left_out)
        write_payments(path, rows, replace=force)
        totals = Control(len(rows), sum(row.amount_pence for row in rows))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        event = PaymentFileWritten(
            file_name=path.name,
            file_digest=digest,
            references=tuple(row.reference for row in rows),
            amount_pence=totals.amount_pence,
        )
        turn.append(desk.drafts([event], None, str(uuid.uuid4()), digest))
        turn.settle_payments([row.reference for row in rows], "written")
    return PaymentsWritten(rows, left_out, totals)


def payments_to_write(desk: Desk) -> PaymentsWritten:
    """Tell what `write_passed` would write now: the payments, how many are left out, and the totals."""
    _require_hands(desk)
    passed = desk.store.payments.of_state("passed")
    hidden = restricted_to(desk, [row.casegroup_id for row in passed])
    rows = tuple(row for row in passed if row.casegroup_id not in hidden)
    return PaymentsWritten(rows, len(passed) - len(rows), Control(len(rows), sum(row.amount_pence for row in rows)))


def payment_references(desk: Desk) -> list[str]:
    """Give the references of all payments, those to be looked into first, then as they came, the last first."""
    desk.require_place_on_roster()
    rows = desk.store.payments.all()
    waiting = [row.reference for row in rows if row.state == "investigating"]
    return [*waiting, *(row.reference for row in reversed(rows) if row.state != "investigating")]


def payment_counts(desk: Desk) -> dict[str, int]:
    """Count the payments by how far they are."""
    desk.require_place_on_roster()
    return dict(Counter(row.state for row in desk.store.payments.all()))
