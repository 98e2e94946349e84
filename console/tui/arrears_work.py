"""What is done by hand about arrears at CMS: add, correct, tie orders, allocate agency receipts, log a contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args

from console.present.events_of_arrival import ABOUT, CONTACTS, CORRECTION_REASONS, ORDERS
from console.present.wording import PAYEES, STATUSES, capital, pounds
from console.tui.arrival_work import ArrivalWork, arriving
from console.tui.asking import ANYTHING, why_not
from console.tui.line_after_line import (
    Asked,
    asking,
    read_amount,
    read_amount_or_all,
    read_any,
    read_day_or_none,
    read_words,
)
from console.tui.widgets.question import Choice, Question
from domain.arrival.requests import (
    AddArrears,
    AllocateDcaReceipt,
    CorrectArrears,
    FlagDcaReceipt,
    LogContact,
    OrderFound,
    RecordOrder,
)
from domain.casegroup import Payee, ReceivableStatus
from domain.events.arrival import ContactAbout, ContactWith, CorrectionReason, OrderKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.desk.arrival import CaseArrival, DcaReceipt
    from domain.decide import Request

ORDER_KINDS: Final[tuple[OrderKind, ...]] = get_args(OrderKind)
REASONS: Final[tuple[CorrectionReason, ...]] = get_args(CorrectionReason)
WITH: Final[tuple[ContactWith, ...]] = get_args(ContactWith)
ABOUTS: Final[tuple[ContactAbout, ...]] = get_args(ContactAbout)
NONE_IN_FORCE: Final = "Orders were looked for: none is in force"
A_PENNY: Final = 1
MOST_RECEIPTS: Final = 7


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the arrears: of which case, owed to whom, in which state."""

    case_id: str
    owed_to: Payee
    status: ReceivableStatus

    @property
    def words(self) -> str:
        """Name it as people speak of it."""
        return f"case {self.case_id}, {PAYEES[self.owed_to]}, {STATUSES[self.status]}"


class ArrearsWork(ArrivalWork):
    """The commands about arrears of a screen on which the arrival of a casegroup is open."""

    @property
    def current_part(self) -> Part | None:
        """The part of the arrears under the cursor."""
        return None

    def _part_first(self, title: str, case: CaseArrival, then: Callable[[Part], object]) -> None:
        """Go on with the part under the cursor, or ask which of the case is meant."""
        here = self.current_part
        if here is not None:
            then(here)
            return
        parts = [
            Part(case.case_id, payee, status) for payee in get_args(Payee) for status in get_args(ReceivableStatus)
        ]
        self.ask(Question(title=title, choices=tuple(self._part(part, then) for part in parts)))

    def _part(self, part: Part, then: Callable[[Part], object]) -> Choice:
        there = self.view.arrival.there(part.case_id, part.owed_to, part.status)
        label = f"{capital(PAYEES[part.owed_to])}, {STATUSES[part.status]}: {pounds(there)} on CMS"
        return _leads_on(label, lambda: then(part))

    # ----------------------------------------------------------------------------------------------- add and correct

    def command_add_arrears(self) -> None:
        """Ask whether to add what waits on the case, after orders were looked for."""
        case = self._case()
        if case is None:
            return
        waiting = [line for line in self.view.arrival.waiting if line.case_id == case.case_id]
        total = pounds(sum(line.amount_pence for line in waiting))

        def request(orders: tuple[OrderFound, ...]) -> AddArrears:
            return AddArrears(
                casegroup_id=self.casegroup_id, case_id=case.case_id, orders_looked_for=True, orders=orders
            )

        parts = [Part(line.case_id, line.owed_to, line.status) for line in waiting]
        first = parts[0] if parts else Part(case.case_id, "receiving_parent", "active")
        title = f"Add {total} to the CMS case of {case.case_id}"
        self.ask(self._with_orders(title, first, request, "Added.", (), self._signs(case)))

    def _signs(self, case: CaseArrival) -> list[str]:
        if not case.signs_of_orders:
            return []
        return [f"The records speak of an order or enforcement: {', '.join(case.signs_of_orders)}."]

    def _with_orders(
        self,
        title: str,
        part: Part,
        request: Callable[[tuple[OrderFound, ...]], Request],
        done: str,
        orders: tuple[OrderFound, ...],
        notes: list[str],
    ) -> Question:
        """Ask what looking for orders found: none, or one more to be tied to a part of the arrears."""
        count = f"{len(orders)} {'order' if len(orders) == 1 else 'orders'}"
        label = f"With the {count} that {'was' if len(orders) == 1 else 'were'} found" if orders else NONE_IN_FORCE
        written = arriving(self.desk, label, request(orders), done)
        off = None if orders else written.why_off

        def found(order: OrderFound) -> Question:
            return self._with_orders(title, part, request, done, (*orders, order), notes)

        more = "Another order is in force: say which" if orders else "An order is in force: say which"
        choices = (
            written,
            *(self._order(f"{more} ({ORDERS[kind].lower()})", kind, part, found, off) for kind in ORDER_KINDS),
        )
        return Question(title=title, choices=choices, notes=notes)

    def _order(
        self, label: str, kind: OrderKind, part: Part, found: Callable[[OrderFound], Question], why_off: str | None
    ) -> Choice:
        """Ask for an order: its amount, what it is, and when it was made."""

        def question(typed: dict[str, Any]) -> Question:
            return found(
                OrderFound(
                    order=kind, case_id=part.case_id, owed_to=part.owed_to, status=part.status,
                    amount_pence=typed["amount"], detail=typed["detail"], made_on=typed["day"],
                )
            )  # fmt: skip

        asked = [
            Asked("amount", f"{ORDERS[kind]} on {part.words}: how much does it name?", read_amount),
            Asked("detail", "Which court or enforcement, and its number?", read_words),
            Asked("day", "When was it made? (Enter alone where it is not known)", read_day_or_none),
        ]

        return asking(self, label, f"{self.casegroup_id} order {kind} {part.words}", asked, question, why_off)

    def command_correct_arrears(self) -> None:
        """Ask which part of the arrears at CMS is to change, for which reason, and by how much."""
        case = self._case()
        if case is not None:
            self._part_first(f"Add to or correct which arrears of case {case.case_id}?", case, self._correct)

    def _correct(self, part: Part) -> None:
        there = pounds(self.view.arrival.there(part.case_id, part.owed_to, part.status))
        off = why_not(self.desk, self._correction(part, "error", A_PENNY, ANYTHING, ()))
        choices = [self._reason(part, reason, off) for reason in REASONS]
        title = f"{there} on CMS of {part.words}: why is it to change?"
        self.ask(Question(title=title, choices=tuple(choices)))

    def _reason(self, part: Part, reason: CorrectionReason, off: str | None) -> Choice:
        because = CORRECTION_REASONS[reason]

        def question(typed: dict[str, Any]) -> Question:
            amount: int = typed["amount"]
            sign = "Add" if amount > 0 else "Take away"
            title = f"{sign} {pounds(abs(amount))}: {part.words}"

            def request(orders: tuple[OrderFound, ...]) -> CorrectArrears:
                return self._correction(part, reason, amount, typed["note"], orders)

            return self._with_orders(title, part, request, "Corrected.", (), [])

        asked = [
            Asked("amount", "By how much? A minus takes away, such as -12.50 (Enter goes on)", read_amount),
            Asked("note", f"Because of {because}: what happened? (Enter goes on)", read_words),
        ]

        purpose = f"{self.casegroup_id} correct {part.words} {reason}"
        return asking(self, f"Because of {because}", purpose, asked, question, off)

    def _correction(
        self, part: Part, reason: CorrectionReason, amount: int, note: str, orders: tuple[OrderFound, ...]
    ) -> CorrectArrears:
        return CorrectArrears(
            casegroup_id=self.casegroup_id, case_id=part.case_id, owed_to=part.owed_to, status=part.status,
            amount_pence=amount, reason=reason, note=note, orders_looked_for=True, orders=orders,
        )  # fmt: skip

    # -------------------------------------------------------------------------------------------------------- orders

    def command_record_order(self) -> None:
        """Ask which order in force is to be tied to which part of the arrears."""
        case = self._case()
        if case is not None:
            self._part_first(f"The order names which arrears of case {case.case_id}?", case, self._record_order)

    def _record_order(self, part: Part) -> None:
        def found(order: OrderFound) -> Question:
            request = RecordOrder(casegroup_id=self.casegroup_id, order=order)
            asked = arriving(self.desk, "Tie the order to it", request, "Recorded.", follows=False)
            return Question(title=f"{ORDERS[order.order]}: {part.words}", choices=(asked,))

        choices = []
        for kind in ORDER_KINDS:
            trial = OrderFound(
                order=kind, case_id=part.case_id, owed_to=part.owed_to, status=part.status, amount_pence=A_PENNY,
                detail=ANYTHING,
            )  # fmt: skip
            off = why_not(self.desk, RecordOrder(casegroup_id=self.casegroup_id, order=trial))
            choices.append(self._order(ORDERS[kind], kind, part, found, off))
        self.ask(Question(title=f"Which order names {part.words}?", choices=tuple(choices)))

    # ------------------------------------------------------------------------------------------------ agency receipts

    def command_agency_receipt(self) -> None:
        """Ask which receipt of a debt collection agency to flag, or to allocate where it is flagged."""
        choices = [self._receipt(receipt) for receipt in self.view.dca[:MOST_RECEIPTS]]
        other = FlagDcaReceipt(casegroup_id=self.casegroup_id, receipt_id=ANYTHING, amount_pence=A_PENNY)
        choices.append(
            self._asking(
                "Flag a receipt that the records do not have", "receipt",
                [Asked("receipt", "Its number", read_words), Asked("amount", "Its amount", read_amount)],
                lambda typed: FlagDcaReceipt(
                    casegroup_id=self.casegroup_id, receipt_id=typed["receipt"], amount_pence=typed["amount"]
                ),
                "Flagged.", why_not(self.desk, other),
            )
        )  # fmt: skip
        self.ask(Question(title="Receipts of debt collection agencies", choices=tuple(choices)))

    def _receipt(self, receipt: DcaReceipt) -> Choice:
        if not receipt.flagged:
            request = FlagDcaReceipt(casegroup_id=self.casegroup_id, receipt_id=receipt.receipt_id)
            label = f"Flag {receipt.receipt_id} of {pounds(receipt.amount_pence)}, to be allocated by hand"
            return arriving(self.desk, label, request, "Flagged.", follows=False)
        parts = [Part(line.case_id, line.owed_to, line.status) for line in self.view.arrival.on_cms]
        first = next(iter(parts), None)
        off = why_not(self.desk, self._allocation(receipt, first, A_PENNY)) if first else "There are no arrears on CMS."
        label = f"Allocate {receipt.receipt_id}: {pounds(receipt.left_pence)} of {pounds(receipt.amount_pence)} is left"

        def then(part: Part) -> None:
            self._allocate(receipt, part)

        def ask() -> None:
            self.ask(Question(title=label, choices=tuple(self._part(part, then) for part in parts[:9])))

        return _leads_on(label, ask, off)

    def _allocate(self, receipt: DcaReceipt, part: Part) -> None:
        all_left = arriving(
            self.desk, f"All that is left: {pounds(receipt.left_pence)}", self._allocation(receipt, part), "Allocated.",
            follows=False,
        )  # fmt: skip
        less = self._asking(
            "A part of it", f"allocate {receipt.receipt_id} {part.words}",
            [Asked("amount", "How much of it? (Enter alone takes all that is left)", read_amount_or_all)],
            lambda typed: self._allocation(receipt, part, typed["amount"]), "Allocated.",
        )  # fmt: skip
        title = f"Agency receipt {receipt.receipt_id} to {part.words}"
        self.ask(Question(title=title, choices=(all_left, less)))

    def _allocation(self, receipt: DcaReceipt, part: Part, amount: int | None = None) -> AllocateDcaReceipt:
        return AllocateDcaReceipt(
            casegroup_id=self.casegroup_id, receipt_id=receipt.receipt_id, case_id=part.case_id,
            owed_to=part.owed_to, status=part.status, amount_pence=amount,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------------------- contacts

    def command_log_contact(self) -> None:
        """Ask with whom there was a contact about unfinished work, what it was about, and what was said."""
        choices = [self._contact(whom, about) for about in ABOUTS for whom in WITH]
        where = ", ".join(self.view.csa_systems)
        notes = [f"To find the CSA caseworker, look in {where}."] if where else []
        self.ask(Question(title="With whom, and about what?", choices=tuple(choices), notes=notes))

    def _contact(self, whom: ContactWith, about: ContactAbout) -> Choice:
        label = f"{capital(CONTACTS[whom])}, about {ABOUT[about]}"

        def request(typed: dict[str, Any], *, reached: bool) -> LogContact:
            return LogContact(
                casegroup_id=self.casegroup_id, with_whom=whom, about=about, name=typed["name"], said=typed["said"],
                contacted_on=typed["day"], reached=reached,
            )  # fmt: skip

        def question(typed: dict[str, Any]) -> Question:
            spoke, not_reached = (
                arriving(self.desk, words, request(typed, reached=reached), "The contact is logged.", follows=False)
                for words, reached in (("They were reached", True), ("They could not be reached", False))
            )
            return Question(title=label, choices=(spoke, not_reached))

        asked = [
            Asked("name", "Their name (Enter alone where it is not known)", read_any),
            Asked("said", "What was said, or why were they not reached?", read_words),
            Asked("day", "When? (Enter alone: today)", read_day_or_none),
        ]
        off = why_not(self.desk, request({"name": "", "said": ANYTHING, "day": None}, reached=True))

        return asking(self, label, f"{self.casegroup_id} contact {whom} {about}", asked, question, off)


def _leads_on(label: str, go: Callable[[], object], why_off: str | None = None) -> Choice:
    """Make a choice that leads to another question, and writes nothing yet."""

    async def then() -> None:
        go()

    return Choice(label=label, then=then, why_off=why_off)
