"""What keeps a casegroup from closing, what became of its arrears, and how far it is cleansed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.present.events_on_the_way_out import TREATMENTS
from console.present.wording import DECISIONS, PAYEES, STATUSES, day, pounds, refusal_text
from domain.assessment import assess_casefile
from domain.cleanse.checklist import cleanse_checklist
from domain.closing.decision import closing_checklist
from domain.disposal.decision import notice_of, representations_until
from domain.disposal.rules import balances, decided_on, to_write_off, write_off_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from console.desk.daily_report import DailyReport
    from domain.casefile import Casefile
    from domain.casegroup import Payee
    from domain.cleanse.checklist import CleanseLine
    from domain.policy.model import Policy
    from domain.refusals import Refusal

CLEANSE_STEPS: Final[Mapping[str, str]] = {
    "contacted": "Receiving parent told that the case is closing",
    "decided": "Asked whether to collect or write off",
    "finalised": "Balance final",
    "inhibits_lifted": "Inhibits lifted",
}
CLEANSE_STATES: Final[Mapping[str, str]] = {"done": "done", "to_do": "TO DO", "not_needed": "not needed"}
NOT_DONE: Final = "not done before closing"
"""What a step still to do is called once the casegroup is closed: nobody can do it any more."""

CLEANSE_REASONS: Final[Mapping[str, str]] = {
    "not_reached": "tried, not reached",
    "nothing_owed": "nothing is owed to the receiving parent",
    "other_figure": "it was final on another figure",
    "automatic": "an automatic inhibit is open",
    "manual": "a manual inhibit is open",
    "automatic_and_manual": "an automatic and a manual inhibit are open",
    "manual_and_automatic": "an automatic and a manual inhibit are open",
}


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """One rule of closing: its number and title, whether it is kept, and every reason why it is not, in sentences."""

    number: int
    key: str
    title: str
    kept: bool
    reasons: tuple[str, ...]

    @property
    def answer(self) -> str:
        """Say the answer in a word that stands without colour."""
        return "kept" if self.kept else "NOT KEPT"


@dataclass(frozen=True, slots=True)
class DisposalView:
    """What becomes (or became) of one balance, in pence and in words; `done` once it is disposed of.

    A credit has `credit_pence` above zero and is neither written off nor written down; `treatment` says what a person
    decided about it, empty while nobody has. `remark` is empty or says in a sentence what has to be seen.
    """

    case_id: str
    owed_to: Payee
    payee: str
    balance_pence: int
    written_off_pence: int | None
    written_down_pence: int | None
    credit_pence: int
    decision: str
    treatment: str
    remark: str
    done: bool


@dataclass(frozen=True, slots=True)
class NoticeView:
    """Where the notice of a write-off stands on a case that writes something off; `until` may be None."""

    case_id: str
    amount_pence: int | None
    given_on: date | None
    until: date | None
    sentence: str


def first_and_others(refusals: Sequence[Refusal]) -> str:
    """Say every reason, the first of the register first: `First: ... Also: ...`."""
    first, *others = (refusal_text(refusal) for refusal in refusals)
    return f"First: {first}" + (f" Also: {' '.join(others)}" if others else "")


def closing_rules(casefile: Casefile, on: date, as_at: date, policy: Policy) -> tuple[CheckedRule, ...]:
    """Ask every rule of closing for a day, in the order in which reasons are given; the deferral rules as at today."""
    broken = assess_casefile(casefile, as_at, policy).deferral.broken
    return tuple(
        CheckedRule(
            number,
            answer.rule.key,
            answer.rule.title,
            answer.kept,
            tuple(refusal_text(refusal) for refusal in answer.refusals),
        )
        for number, answer in enumerate(closing_checklist(casefile, on, broken), start=1)
    )


def disposal_views(casefile: Casefile) -> tuple[DisposalView, ...]:
    """Show what was disposed of, or before that what each balance would become as decisions now stand."""
    if casefile.disposal is None:
        return _expected(casefile)
    return tuple(
        DisposalView(
            case_id=line.case_id,
            owed_to=line.owed_to,
            payee=PAYEES[line.owed_to],
            balance_pence=line.balance_pence,
            written_off_pence=max(line.written_off_pence, 0),
            written_down_pence=line.written_down_pence,
            credit_pence=max(-line.balance_pence, 0),
            decision=DECISIONS[line.decision] if line.decision else "",
            treatment=TREATMENTS[line.credit] if line.credit else "",
            remark=_on_another_figure(line.on_another_figure_pence),
            done=True,
        )
        for line in casefile.disposal.lines
    )


def _expected(casefile: Casefile) -> tuple[DisposalView, ...]:
    views = []
    for balance in balances(casefile):
        held = balance.pence < 0
        off = to_write_off(balance)
        decision = balance.case.arrears_decision
        by_decision = balance.owed_to == "receiving_parent" and not held
        figure = decided_on(casefile, balance.case) if by_decision and decision.choice not in UNDECIDED else None
        views.append(
            DisposalView(
                case_id=balance.case.case_id,
                owed_to=balance.owed_to,
                payee=PAYEES[balance.owed_to],
                balance_pence=balance.pence,
                written_off_pence=off,
                written_down_pence=None if off is None else max(balance.pence, 0) - off,
                credit_pence=max(-balance.pence, 0),
                decision=DECISIONS.get(decision.choice or "", "not known") if by_decision else "",
                treatment="",
                remark="A credit: a person has to say what becomes of it."
                if held
                else _on_another_figure(None if figure == balance.pence else figure),
                done=False,
            )
        )
    return tuple(views)


UNDECIDED: Final = frozenset({None, "not_recorded"})


def _on_another_figure(figure_pence: int | None) -> str:
    return "" if figure_pence is None else f"Decided ON ANOTHER FIGURE, {pounds(figure_pence)}."


def notice_views(casefile: Casefile, policy: Policy) -> tuple[NoticeView, ...]:
    """Show where notice stands on every closing case whose decision writes something off."""
    views = []
    for case in casefile.casegroup.closing_cases:
        amount = write_off_of(case)
        if amount == 0:
            continue
        notice, until = notice_of(casefile, case.case_id), representations_until(casefile, case.case_id, policy)
        given_on = notice.given_on if notice else None
        if notice is None:
            said = "no notice yet"
        elif amount is not None and notice.amount_pence < amount:
            said = f"notice of {day(given_on)} was of {pounds(notice.amount_pence)} only"
        elif until is None:
            said = "nobody could be told, so there is no period"
        else:
            said = f"notice {day(given_on)}, representations until {day(until)}"
        views.append(NoticeView(case.case_id, amount, given_on, until, f"Case {case.case_id}: {said}."))
    return tuple(views)


def disposal_sentence_of(view: DisposalView) -> str:
    """Say one balance and what becomes (or became) of it."""
    where = f"Case {view.case_id}, {view.payee}"
    if view.credit_pence:
        became = f", {view.treatment}" if view.done else ""
        return f"{where}: a credit of {pounds(view.credit_pence)}{became}. {view.remark}".rstrip()
    off, down = pounds(view.written_off_pence), pounds(view.written_down_pence)
    decision = f" ({view.decision})" if view.decision else ""
    text = f"{where}: {pounds(view.balance_pence)} owed: {off} written off, {down} written down{decision}."
    return f"{text} {view.remark}".rstrip()


def cleanse_sentences(casefile: Casefile) -> tuple[str, ...]:
    """Say for every closing case which steps of cleansing are done, in a sentence each."""
    closed = casefile.closed is not None
    return tuple(cleanse_sentence(line, closed=closed) for line in cleanse_checklist(casefile))


def cleanse_sentence(line: CleanseLine, *, closed: bool = False) -> str:
    """Say one step of cleansing; once the casegroup is closed none is to do any more."""
    reason = CLEANSE_REASONS.get(line.because) or DECISIONS.get(line.because, "")
    because = f" ({reason})" if reason else ""
    state = NOT_DONE if closed and line.state == "to_do" else CLEANSE_STATES[line.state]
    return f"Case {line.case_id}: {CLEANSE_STEPS[line.step]}: {state}{because}."


def daily_report_lines(report: DailyReport) -> tuple[str, ...]:
    """Say the control totals of a day's report to CMS; what was written off is told apart from what goes over."""
    totals = report.totals
    lines = [
        f"Closings recorded on {day(report.day)}: {totals.casegroups_closed} casegroups, {totals.rows} balances.",
        f"Written down, goes to CMS: {pounds(totals.written_down_pence)}.",
        *(f"  {PAYEES[payee]}: {pounds(amount)}" for payee, amount in totals.by_payee.items()),
        *(f"  {STATUSES[status]}: {pounds(amount)}" for status, amount in totals.by_status.items()),
        f"Written off, does not go to CMS: {pounds(totals.written_off_pence)}.",
    ]
    if totals.credits_repaid_pence or totals.credits_cleared_pence:
        repaid, cleared = pounds(totals.credits_repaid_pence), pounds(totals.credits_cleared_pence)
        lines.append(f"Credits: {repaid} repaid, {cleared} cleared.")
    lines.append(f"Balances disposed of, written down and off less credits: {pounds(totals.balance_pence)}.")
    if totals.closings_set_aside:
        lines.append(f"{totals.closings_set_aside} earlier closings were set aside; their rows have the opposite sign.")
    amended = sum(row.reason == "balance_amended" and not row.reversal for row in report.to_check)
    relayed = sum(row.reason == "account_breakdown" for row in report.to_check)
    lines.append(f"For CMS to check: {amended} amended balances, {relayed} account breakdowns relayed.")
    if report.left_out:
        lines.append(f"{report.left_out} restricted records are left out; somebody nominated has to report them.")
    return tuple(lines)
