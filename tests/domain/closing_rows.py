"""The refusals of cleansing, disposal and closing, each with the casefile and the request that earn it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.actor import Actor
from domain.casefile import Casefile, fold
from domain.cleanse.requests import FinaliseBalance, OpenWorkItem, RecordArrearsDecision, RecordContact
from domain.closing.requests import CloseCasegroup
from domain.closure_exceptions.requests import RaiseException
from domain.decide import Request, decide
from domain.decision import Context
from domain.deferral.requests import Defer
from domain.disposal.requests import Credit, DisposeArrears, GiveWriteOffNotice
from domain.events import FactsReceived, Placement, Recorded
from domain.inhibits.requests import SetInhibit
from domain.policy.book import policy_for
from domain.validation.requests import AmendBalance, ConfirmClericalValidation, Validate
from tests.made_up import Record, case_record, casegroup

if TYPE_CHECKING:
    from domain.decision import Decision

DAY = date(2016, 2, 15)
"""The day of every request unless said otherwise; the casegroup is due on it."""
DUE_TODAY = {"request_id": "T1", "kind": "LTR1", "received_on": "2016-01-15", "closure_date": "2016-02-15"}
VALIDATE = Validate(casegroup_id="CG1")
CONFIRM = ConfirmClericalValidation(casegroup_id="CG1", reason="seen")
DISPOSE = DisposeArrears(casegroup_id="CG1")
CLOSE = CloseCasegroup(casegroup_id="CG1")
FINALISE = FinaliseBalance(casegroup_id="CG1", case_id="C1")
INHIBIT = SetInhibit(casegroup_id="CG1", case_id="C1", reason="complaint")
EXCEPTION = RaiseException(casegroup_id="CG1", reason="liability_end_failed")
WRITE_OFF_ALL = {"choice": "write_off_all", "recorded_on": "2016-01-04"}


def context(day: date = DAY) -> Context:
    """Give a team manager on a day."""
    return Context(Actor("u", "U", frozenset({"team_manager"})), day, policy_for(day))


def notice(given_on: date | None = date(2016, 1, 15), **fields: Any) -> GiveWriteOffNotice:
    """Ask for a notice to be recorded on case C1, by default one whose period ended yesterday."""
    return GiveWriteOffNotice.model_validate({"casegroup_id": "CG1", "case_id": "C1", "given_on": given_on, **fields})


def decided(choice: str, amount: int | None = None, **fields: Any) -> RecordArrearsDecision:
    """Ask for a decision to be recorded on case C1."""
    values = {"casegroup_id": "CG1", "case_id": "C1", "choice": choice, "amount_to_write_off_pence": amount, **fields}
    return RecordArrearsDecision.model_validate(values)


def amend(amount: int) -> AmendBalance:
    """Ask for an amendment placed on case C1."""
    part = Placement(case_id="C1", owed_to="receiving_parent", amount_pence=amount)
    return AmendBalance(casegroup_id="CG1", placements=(part,))


def one(**changes: Any) -> Record:
    """Describe a casegroup whose one case is changed so."""
    return {"cases": [case_record(**changes)]}


def owed(amount: str, **changes: Any) -> Record:
    """Describe one receivable of child maintenance."""
    values = {"receivable_id": "R1", "type": "child_maintenance", "status": "active", "owed_to": "receiving_parent"}
    return {**values, "outstanding": amount, **changes}


def started(**changes: Any) -> Casefile:
    """Give a casegroup on which nothing was recorded, due on DAY."""
    return fold(casegroup(**{"transition_request": DUE_TODAY, **changes}), 1, ())


def asked(casefile: Casefile, request: Request, day: date = DAY) -> Decision:
    """Give what is decided of a request on a day."""
    return decide(casefile, request, context(day))


def done(casefile: Casefile, request: Request, day: date = DAY) -> Casefile:
    """Give a casefile on which one more request was carried out."""
    decision = asked(casefile, request, day)
    assert not decision.refusals, (request, decision.refusals)
    recorded = list(casefile.recorded)
    for event in decision.events:
        at = f"{day.isoformat()}T10:00:00+00:00"
        recorded.append(Recorded(len(recorded) + 1, "r", at, "u", casefile.facts_version, "", event))
    return fold(casefile.document, casefile.facts_version, recorded)


def after(*requests: Request, **changes: Any) -> Casefile:
    """Give a casefile on which some requests were carried out, one after another."""
    casefile = started(**changes)
    for request in requests:
        casefile = done(casefile, request)
    return casefile


def with_newer_document(casefile: Casefile, **changes: Any) -> Casefile:
    """Let a newer document arrive."""
    version = casefile.facts_version + 1
    event = FactsReceived(facts_version=version, file_name="newer.jsonl", line=1)
    at = "2016-02-16T09:00:00+00:00"
    arrived = Recorded(len(casefile.recorded) + 1, "i", at, "u", version, "", event)
    document = casegroup(**{"transition_request": DUE_TODAY, **changes})
    return fold(document, version, (*casefile.recorded, arrived))


WRITTEN_OFF = one(arrears_decision=WRITE_OFF_ALL)
IN_CREDIT = one(
    outstanding="3660.00",
    receivables=[owed("3660.00"), owed("-10.00", receivable_id="R2", owed_to="gb_sos")],
)
REPAID = Credit(case_id="C1", owed_to="gb_sos", treatment="repaid")
PAYEE_LOST = one(receivables=[owed("3650.00", owed_to=None, not_known={"owed_to": "file lost"})])
PART_LOST = one(
    arrears_decision={
        "choice": "write_off_part",
        "amount_to_write_off": None,
        "not_known": {"amount_to_write_off": "illegible"},
    }
)
NOTHING_OWED = one(receivables=[], liability_events=[])
UNDECIDED = one(arrears_decision={"choice": "not_recorded"})

EVERYTHING_WRONG = one(
    system="CCD",
    outstanding="3660.00",
    schedules_ended=False,
    liability_events=[{"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"}],
    inhibits=[{"kind": "automatic", "set_on": "2016-01-01"}],
    work_items=[{"id": "W1", "kind": "review", "opened_on": "2016-01-01"}],
)
LATE_T_DATE = {"kind": "reactive", "t_date": "2016-02-16"}


def beginning_later(**assessment: Any) -> Record:
    """Describe a case on which liability begins again on the day after the casegroup is due."""
    events = [
        {"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"},
        {"kind": "assessment", "effective_date": "2016-01-01", "weekly_amount": "0.00"},
        {"kind": "assessment", "effective_date": "2016-02-16", "weekly_amount": "70.00", **assessment},
    ]
    return one(liability_events=events)


def without_due_date(casefile: Casefile) -> Casefile:
    """Give a casefile whose document has no day on which it is due to close."""
    document = casefile.document.model_copy(update={"transition_request": None})
    return fold(document, 1, casefile.recorded)


NOT_KNOWN = {"weekly_amount": None, "not_known": {"weekly_amount": "file lost"}}
READY = (VALIDATE, DISPOSE)
WORK = OpenWorkItem(casegroup_id="CG1", case_id="C1", work="Trace")
# Each rule of closing broken alone, in the order of the register; the day is the one closing is asked for.
CLOSING: list[tuple[str, Casefile, date, list[str]]] = [
    ("an inhibit is open", after(*READY, INHIBIT), DAY, ["closing_blocked"]),
    ("a deferral runs", done(after(*READY, WORK), Defer(casegroup_id="CG1")), DAY, ["deferral_running"]),
    ("a rule is broken today", after(*READY, WORK), DAY, ["rules_broken"]),
    ("there is no outcome", after(**NOTHING_OWED), DAY, ["outcome_undecided"]),
    ("nothing is disposed of", after(VALIDATE), DAY, ["disposal_missing"]),
    (
        "something else was disposed of",
        done(with_newer_document(after(*READY), **one(outstanding="3650.04")), VALIDATE),
        DAY,
        ["disposal_on_other_figures"],
    ),
    ("liability goes on", after(*READY, **beginning_later()), date(2016, 2, 16), ["liability_running"]),
    (
        "nobody knows whether liability goes on",
        after(*READY, **beginning_later(**NOT_KNOWN)),
        date(2016, 2, 16),
        ["liability_running"],
    ),
    ("schedules go on", after(*READY, **one(schedules_ended=False)), DAY, ["schedules_running"]),
    (
        "nobody knows whether schedules go on",
        after(*READY, **one(schedules_ended=None, not_known={"schedules_ended": "file lost"})),
        DAY,
        ["schedules_running"],
    ),
    ("the T-date is still to come", after(*READY, journey=LATE_T_DATE), DAY, ["closing_before_t_date"]),
    (
        "nobody confirmed the clerical part",
        after(VALIDATE, **one(system="CCD", receivables=[], liability_events=[])),
        DAY,
        ["clerical_unconfirmed"],
    ),
    (
        "it is due later",
        after(*READY, transition_request={**DUE_TODAY, "closure_date": "2016-02-16"}),
        DAY,
        ["closing_before_due"],
    ),
    (
        "it is never due",
        without_due_date(after(*READY, journey={"kind": "proactive"})),
        DAY,
        ["closing_without_due"],
    ),
    ("somebody has an exception", after(*READY, EXCEPTION), DAY, ["closing_exception_open"]),
    (
        "everything is wrong at once",
        after(
            VALIDATE,
            EXCEPTION,
            journey=LATE_T_DATE,
            transition_request={**DUE_TODAY, "closure_date": "2016-02-16"},
            **EVERYTHING_WRONG,
        ),
        DAY,
        [
            "closing_blocked",
            "rules_broken",
            "outcome_undecided",
            "disposal_missing",
            "liability_running",
            "schedules_running",
            "closing_before_t_date",
            "clerical_unconfirmed",
            "closing_before_due",
            "closing_exception_open",
        ],
    ),
]
ROWS: list[tuple[str, Casefile, Request, list[str]]] = [
    (
        "contact without words, tomorrow, on no case",
        after(),
        RecordContact(casegroup_id="CG1", case_id="C9", contacted_on=date(2016, 2, 16), said=" "),
        ["no_such_case", "day_in_the_future", "said_missing"],
    ),
    ("final on no case", after(), FinaliseBalance(casegroup_id="CG1", case_id="C9"), ["case_not_closing"]),
    ("final before the outcome", after(), FINALISE, ["outcome_missing"]),
    ("final twice", after(VALIDATE, FINALISE), FINALISE, ["already_finalised"]),
    ("final without a decision", after(VALIDATE, **UNDECIDED), FINALISE, ["decision_not_recorded"]),
    (
        "final on a figure nobody knows",
        after(**one(receivables=[owed("1.00", outstanding=None, not_known={"outstanding": "file lost"})])),
        FINALISE,
        ["outcome_missing", "balance_not_known"],
    ),
    ("notice on no case", after(), notice(case_id="C9"), ["case_not_closing"]),
    ("notice of nothing", after(), notice(), ["nothing_to_write_off"]),
    ("notice of nobody knows what", after(**PART_LOST), notice(), ["amount_to_write_off_not_known"]),
    (
        "notice tomorrow, of somebody untraced and somebody dead, without a word",
        after(**WRITTEN_OFF),
        notice(date(2016, 2, 16), paying_parent="untraced", receiving_parent="dead"),
        ["day_in_the_future", "untraced_reason_missing", "death_not_on_record"],
    ),
    (
        "notice of a write-off on the day before it was decided",
        after(**WRITTEN_OFF),
        notice(date(2016, 1, 3)),
        ["notice_before_decision"],
    ),
    ("dispose before the outcome", after(), DISPOSE, ["outcome_missing"]),
    ("dispose under an inhibit", after(VALIDATE, INHIBIT), DISPOSE, ["closing_blocked"]),
    ("dispose before confirming", after(VALIDATE, **one(system="CCD")), DISPOSE, ["confirmation_missing"]),
    ("dispose before amending", after(VALIDATE, **one(outstanding="3660.00")), DISPOSE, ["amendment_missing"]),
    ("dispose of what is owed to nobody knows whom", after(VALIDATE, **PAYEE_LOST), DISPOSE, ["balance_not_known"]),
    ("dispose of nothing", after(VALIDATE, **NOTHING_OWED), DISPOSE, ["nothing_to_dispose"]),
    ("dispose without a decision", after(VALIDATE, **UNDECIDED), DISPOSE, ["decision_not_recorded"]),
    ("dispose of nobody knows what", after(VALIDATE, **PART_LOST), DISPOSE, ["amount_to_write_off_not_known"]),
    ("dispose without notice", after(VALIDATE, **WRITTEN_OFF), DISPOSE, ["notice_missing"]),
    (
        "dispose on the last day for representations",
        after(VALIDATE, notice(date(2016, 1, 16)), **WRITTEN_OFF),
        DISPOSE,
        ["representations_running"],
    ),
    (
        "dispose of more than the notice said",
        after(
            decided("write_off_part", 100, decided_on=date(2016, 1, 4)),
            notice(),
            decided("write_off_all", decided_on=date(2016, 1, 4)),
            VALIDATE,
        ),
        DISPOSE,
        ["notice_of_less"],
    ),
    ("dispose with a credit", after(VALIDATE, **IN_CREDIT), DISPOSE, ["credit_held"]),
    (
        "treat no credit, and another twice",
        after(VALIDATE, **IN_CREDIT),
        DisposeArrears(
            casegroup_id="CG1", credits=(REPAID, REPAID, Credit(case_id="C9", owed_to="gb_sos", treatment="cleared"))
        ),
        ["credit_treated_twice", "no_credit"],
    ),
    ("dispose twice", after(VALIDATE, DISPOSE), DISPOSE, ["already_disposed"]),
    (
        "dispose again on newer figures",
        with_newer_document(after(VALIDATE, DISPOSE), **one(outstanding="3650.01")),
        DISPOSE,
        ["disposal_on_other_figures"],
    ),
    (
        "decide, give notice and validate after disposal",
        after(VALIDATE, DISPOSE),
        decided("collect"),
        ["already_disposed"],
    ),
    ("close twice", after(VALIDATE, DISPOSE, CLOSE), CLOSE, ["already_closed"]),
    ("dispose when closed", after(VALIDATE, DISPOSE, CLOSE), DISPOSE, ["already_closed"]),
    (
        "close tomorrow",
        after(VALIDATE, DISPOSE),
        CloseCasegroup(casegroup_id="CG1", closed_on=date(2016, 2, 16)),
        ["day_in_the_future"],
    ),
    ("close no case", after(**one(in_case_closure=False)), CLOSE, ["no_closing_case"]),
    *((f"close when {name}", casefile, CLOSE, expected) for name, casefile, day, expected in CLOSING if day == DAY),
]
