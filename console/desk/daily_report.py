"""The daily balance report to CMS: what was closed on a day, with the debt that goes over and what does not (P022).

The day is the one on which a closing was recorded, not the one it took effect: a closing recorded late would
otherwise belong to a report already sent, and CMS would never hear of it. For the same reason a closing set aside
later comes back as rows with the opposite sign, in the report of the day on which it was set aside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final, Literal

from console.desk.desk import recorded_from
from console.desk.masking import restricted_to
from domain.casefile import effective
from domain.days import days_after
from domain.document import reread_casegroup
from domain.events import BalanceAmended, Recorded
from domain.events.breakdown import BreakdownAdvanced
from domain.events.disposal import ArrearsDisposed, CasegroupClosed
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from domain.casegroup import Casegroup, Payee, ReceivableStatus
    from domain.events.disposal import DisposalLine
    from storage.journal import JournalEntry

CASEGROUPS_AT_ONCE: Final = 500
KINDS: Final = ("casegroup_closed", "entry_set_aside", "breakdown_advanced")

LeftAs = Literal["written_off", "credit_repaid", "credit_cleared"]
CheckReason = Literal["balance_amended", "account_breakdown"]


@dataclass(frozen=True, slots=True)
class Client:
    """By whom a row is recognised at CMS: the casegroup and its paying parent."""

    casegroup_id: str
    nino: str
    surname: str


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """A balance that arrives at CMS, in pence; below zero where a closing was set aside and it does not after all."""

    client: Client
    case_id: str
    owed_to: Payee
    status: ReceivableStatus
    amount_pence: int
    closed_on: date
    reversal: bool


@dataclass(frozen=True, slots=True)
class LeftForGood:
    """What does not arrive at CMS: debt written off, or a credit repaid or cleared, in pence."""

    client: Client
    case_id: str
    owed_to: Payee
    left_as: LeftAs
    amount_pence: int
    closed_on: date
    reversal: bool


@dataclass(frozen=True, slots=True)
class ToCheck:
    """Arrears that CMS is asked to check: the balance was amended, or an account breakdown was relayed (P049)."""

    client: Client
    reason: CheckReason
    amount_pence: int
    reversal: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """Control totals, amounts in pence: written down and off, less credits, are the balances disposed of."""

    rows: int
    casegroups_closed: int
    closings_set_aside: int
    written_down_pence: int
    by_status: dict[str, int]
    by_payee: dict[str, int]
    written_off_pence: int
    credits_repaid_pence: int
    credits_cleared_pence: int
    balance_pence: int


@dataclass(slots=True)
class DailyReport:
    """The report of a day; `left_out` counts the restricted records that are not told to whoever asks."""

    day: date
    closed: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)
    written_down: list[WrittenDown] = field(default_factory=list)
    left_for_good: list[LeftForGood] = field(default_factory=list)
    to_check: list[ToCheck] = field(default_factory=list)
    left_out: int = 0

    @property
    def totals(self) -> Totals:
        """Add up the rows; the grand total is what the disposals of the day come to."""
        down = sum(row.amount_pence for row in self.written_down)
        off, repaid, cleared = (self._left(kind) for kind in ("written_off", "credit_repaid", "credit_cleared"))
        by_status: dict[str, int] = {}
        by_payee: dict[str, int] = {}
        for row in self.written_down:
            by_status[row.status] = by_status.get(row.status, 0) + row.amount_pence
            by_payee[row.owed_to] = by_payee.get(row.owed_to, 0) + row.amount_pence
        return Totals(
            rows=len(self.written_down),
            casegroups_closed=len(self.closed),
            closings_set_aside=len(self.set_aside),
            written_down_pence=down,
            by_status=by_status,
            by_payee=by_payee,
            written_off_pence=off,
            credits_repaid_pence=repaid,
            credits_cleared_pence=cleared,
            balance_pence=down + off - repaid - cleared,
        )

    def _left(self, left_as: str) -> int:
        return sum(row.amount_pence for row in self.left_for_good if row.left_as == left_as)


def daily_report(desk: Desk, day: date) -> DailyReport:
    """Report what was closed, set aside and relayed on a day, in order of casegroup.

    A closing set aside on its own day is in no report. Restricted records are left out and counted, save for somebody
    nominated, for whom each is opened by it. Raises NotPermittedError for somebody who is not on the roster.
    """
    desk.require_place_on_roster()
    since, until = _begins(day), _begins(days_after(day, 1))
    report = DailyReport(day)
    with desk.store.reading():
        touched = sorted(
            {entry.casegroup_id for entry in desk.store.recorded_between(KINDS, since, until) if entry.casegroup_id}
        )
        restricted = desk.store.restricted_of(touched)
    hidden = restricted_to(desk, touched)
    for casegroup_id in sorted(restricted - hidden):
        desk.casefile(casegroup_id)
    for page in batches(touched, CASEGROUPS_AT_ONCE):
        facts_of, entries_of = desk.store.latest_facts_of(page), desk.store.entries_of(page)
        for casegroup_id in page:
            found = _day_of(entries_of[casegroup_id], since, until)
            if casegroup_id in hidden:
                report.left_out += found.tells
            elif found.tells:
                _add(report, _client(reread_casegroup(facts_of[casegroup_id].body)), found)
    return report


def _begins(day: date) -> str:
    """Give the moment a day begins where the program runs, as the journal writes moments."""
    return datetime.combine(day, time()).astimezone().astimezone(UTC).isoformat(timespec="seconds")


def _client(casegroup: Casegroup) -> Client:
    person = casegroup.paying_parent
    return Client(casegroup.casegroup_id, person.nino or "", person.surname or "")


@dataclass(frozen=True, slots=True)
class _Closing:
    """A closing as it stood at some moment, with the disposal and the amendment it rests on."""

    entry: Recorded
    closed: CasegroupClosed
    disposal: ArrearsDisposed | None
    amended: BalanceAmended | None

    @property
    def lines(self) -> tuple[DisposalLine, ...]:
        return self.disposal.lines if self.disposal else ()


@dataclass(frozen=True, slots=True)
class _Day:
    """What a day did to a casegroup: the closing it took away, the one it brought, the breakdowns it relayed."""

    taken: _Closing | None
    brought: _Closing | None
    relayed: tuple[BreakdownAdvanced, ...]

    @property
    def tells(self) -> bool:
        return bool(self.taken or self.brought or self.relayed)


def _day_of(entries: Sequence[JournalEntry], since: str, until: str) -> _Day:
    recorded = [recorded_from(entry) for entry in entries if entry.at < until]
    before, after = _closing([entry for entry in recorded if entry.at < since]), _closing(recorded)
    same = before is not None and after is not None and before.entry.seq == after.entry.seq
    relayed = tuple(
        entry.event
        for entry in effective(recorded)[1]
        if entry.at >= since and isinstance(entry.event, BreakdownAdvanced) and entry.event.state == "relayed"
    )
    return _Day(None if same else before, None if same else after, relayed)


def _closing(recorded: Sequence[Recorded]) -> _Closing | None:
    """Give the closing that stands after some entries."""
    disposal: ArrearsDisposed | None = None
    # By document: an amendment of older figures is none of those that were closed on.
    amended: dict[int, BalanceAmended] = {}
    found: _Closing | None = None
    for entry in effective(recorded)[1]:
        match entry.event:
            case ArrearsDisposed() as event:
                disposal = event
            case BalanceAmended() as event:
                amended[entry.facts_version] = event
            case CasegroupClosed() as event:
                found = _Closing(entry, event, disposal, amended.get(entry.facts_version))
            case _:
                pass
    return found


def _add(report: DailyReport, client: Client, found: _Day) -> None:
    if found.taken is not None:
        report.set_aside.append(client.casegroup_id)
        _add_closing(report, client, found.taken, -1)
    if found.brought is not None:
        report.closed.append(client.casegroup_id)
        _add_closing(report, client, found.brought, 1)
    report.to_check.extend(
        ToCheck(client, "account_breakdown", event.adjustment_pence, reversal=False) for event in found.relayed
    )


def _add_closing(report: DailyReport, client: Client, closing: _Closing, sign: Literal[1, -1]) -> None:
    """Add the rows of one closing: the only place where rows of the report are made."""
    closed_on, reversal = closing.closed.closed_on, sign < 0
    for line in closing.lines:
        report.written_down.extend(
            WrittenDown(client, line.case_id, line.owed_to, part.status, sign * part.amount_pence, closed_on, reversal)
            for part in line.forwarded
        )
        report.left_for_good.extend(
            LeftForGood(client, line.case_id, line.owed_to, left_as, sign * amount, closed_on, reversal)
            for left_as, amount in _left_for_good(line)
        )
    if closing.amended is not None:
        report.to_check.append(ToCheck(client, "balance_amended", sign * closing.amended.amendment_pence, reversal))


def _left_for_good(line: DisposalLine) -> Iterator[tuple[LeftAs, int]]:
    if line.balance_pence > 0 and line.written_off_pence:
        yield "written_off", line.written_off_pence
    elif line.balance_pence < 0:
        yield "credit_repaid" if line.credit == "repaid" else "credit_cleared", -line.balance_pence
