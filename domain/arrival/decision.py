"""What caseworkers do by hand about arrears on their way to CMS: matching, keying, building, adding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.arrival import after
from domain.arrival.path import (
    ADD_CORRECT,
    ARREARS_ONLY,
    Path,
    complete,
    follow_up,
    receive,
    unready,
)
from domain.arrival.requests import (
    AddArrears,
    BuildCase,
    KeyArrivalData,
    MatchCmsCase,
    ReceiveBalances,
    ReceiveResidual,
)
from domain.arrival.steps import BUILD, INTEREST_FLAGS, RULES, SCHEME_DETAILS, Known, outcome
from domain.arrived import arrival_of
from domain.days import read_day
from domain.decision import Context, Decision, refused
from domain.events.arrival import ArrearsLine, ArrivalStepTaken, CmsCaseMatched, DuesCreated, ResidualReceived
from domain.identifiers import parse_nino
from domain.refusals import Refusal, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.arrival.requests import ArrivalRequest
    from domain.arrived import Arrival
    from domain.casefile import Casefile
    from domain.casegroup import Case

CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"region": ("GB", "NI"), "scheme": ("1993", "2003")}


def decide(casefile: Casefile, request: ArrivalRequest, context: Context) -> Decision:
    """Decide a request about arrears on their way to CMS, or after they have come."""
    match request:
        case ReceiveBalances():
            return _decide_receive(casefile, context)
        case ReceiveResidual():
            return _decide_residual(casefile, request, context)
        case MatchCmsCase():
            return _decide_match(casefile, request)
        case KeyArrivalData():
            return _decide_key(casefile, request, context)
        case BuildCase():
            return _decide_build(casefile, request, context)
        case AddArrears():
            return _decide_add(casefile, request, context)
        case _:
            return after.decide(casefile, request, context)


def _decide_receive(casefile: Casefile, context: Context) -> Decision:
    if casefile.closed is None:
        return refused(refusal("arrival_not_closed"))
    arrival = arrival_of(casefile)
    if arrival.received is not None:
        return refused(refusal("arrival_received", day=arrival.received.received_on))
    path = Path(casefile, context.as_at, context.policy)
    receive(path)
    return Decision(events=tuple(path.events))


def _decide_residual(casefile: Casefile, request: ReceiveResidual, context: Context) -> Decision:
    arrival = arrival_of(casefile)
    refusals = []
    if casefile.closed is None:
        refusals.append(refusal("arrival_not_closed"))
    elif arrival.completed is None and arrival.waiting:
        refusals.append(refusal("residual_before_transition"))
    if casefile.case(request.case_id) is None:
        refusals.append(refusal("no_such_case", case_id=request.case_id))
    if refusals:
        return refused(*refusals)
    path = Path(casefile, context.as_at, context.policy)
    receive(path)
    complete(path)
    path.record(
        ResidualReceived(
            received_on=context.as_at,
            file_name=request.file_name,
            file_digest=request.file_digest,
            row=request.row,
            line=ArrearsLine(
                case_id=request.case_id,
                owed_to=request.owed_to,
                status=request.status,
                amount_pence=request.amount_pence,
            ),
        )
    )
    return Decision(events=tuple(path.events))


def _refusals_of_case(casefile: Casefile, arrival: Arrival, case_id: str) -> Iterator[Refusal]:
    """Say what keeps anything from being done about the arrears of a case on their way."""
    if arrival.received is None:
        yield refusal("arrival_not_received")
    elif casefile.case(case_id) is None:
        yield refusal("no_such_case", case_id=case_id)
    elif case_id not in arrival.cases_waiting:
        yield refusal("arrival_nothing_waiting", case_id=case_id)


def _decide_match(casefile: Casefile, request: MatchCmsCase) -> Decision:
    arrival = arrival_of(casefile)
    refusals = list(_refusals_of_case(casefile, arrival, request.case_id))
    if not request.because.strip():
        refusals.append(refusal("reason_missing"))
    known = arrival.matched.get(request.case_id)
    if known is not None and (known.cms_case_id, known.cms_casegroup_id) == (
        request.cms_case_id,
        request.cms_casegroup_id,
    ):
        refusals.append(refusal("arrival_case_matched", case_id=request.case_id))
    if refusals:
        return refused(*refusals)
    event = CmsCaseMatched(
        case_id=request.case_id,
        cms_case_id=request.cms_case_id,
        cms_casegroup_id=request.cms_casegroup_id,
        owner=request.owner.strip(),
        how="hand",
        note=request.because.strip(),
    )
    return Decision(events=(event,))


def _decide_key(casefile: Casefile, request: KeyArrivalData, context: Context) -> Decision:
    arrival = arrival_of(casefile)
    case = casefile.case(request.case_id)
    refusals = list(_refusals_of_case(casefile, arrival, request.case_id))
    known = arrival.matched.get(request.case_id)
    rule = RULES.get(request.step)
    if not refusals and (known is None or known.cms_case_id is not None):
        refusals.append(_not_to_build(request.case_id, known))
    if rule is None:
        refusals.append(refusal("arrival_step_unkeyed", step=request.step))
    elif not refusals and arrival.done(request.case_id, request.step):
        refusals.append(refusal("arrival_step_done", step=request.step))
    refusals += _refusals_of_fields(request)
    if refusals or rule is None or case is None:
        return refused(*refusals)
    before = {} if (entry := arrival.steps.get((request.case_id, request.step))) is None else _keyed(entry.event)
    keyed = before | {name: value.strip() for name, value in request.fields.items()}
    reasons = {name: reason.strip() for name, reason in request.not_known.items()}
    event = ArrivalStepTaken(
        case_id=request.case_id, step=request.step, state="failed", how="hand", data=keyed, not_known=reasons
    )
    path = Path(casefile, context.as_at, context.policy)
    path.record(event)
    found = outcome(rule, Known(path.casefile, case, context.as_at, context.policy))
    state = "failed" if found.missing else "done"
    flags = {name: found.data[name] for name in ("interest_flag",) if not found.missing and rule.step in INTEREST_FLAGS}
    told = event.model_copy(
        update={"state": state, "missing": found.missing, "not_known": found.not_known, "data": keyed | flags}
    )
    return Decision(events=(told,))


def _keyed(event: object) -> dict[str, str]:
    return dict(event.data) if isinstance(event, ArrivalStepTaken) and event.how == "hand" else {}


def _not_to_build(case_id: str, known: CmsCaseMatched | None) -> Refusal:
    if known is None:
        return refusal("arrival_case_unmatched", case_id=case_id)
    return refusal("arrival_case_exists", case_id=case_id, cms_case_id=known.cms_case_id)


def _refusals_of_fields(request: KeyArrivalData) -> Iterator[Refusal]:
    rule = RULES.get(request.step)
    if rule is None:
        return
    possible = (*rule.needs, *rule.optional)
    if not request.fields and not request.not_known:
        yield refusal("arrival_nothing_keyed", fields=", ".join(possible))
    for name in (*request.fields, *request.not_known):
        if name not in possible:
            yield refusal("arrival_unknown_field", field=name, fields=", ".join(possible))
    for name, value in request.fields.items():
        expected = _expected(name, value.strip())
        if name in possible and expected:
            yield refusal("arrival_value_wrong", field=name.replace("_", " "), expected=expected)
    for name, reason in request.not_known.items():
        if name in possible and name not in rule.waivable and name in rule.needs:
            yield refusal("arrival_field_needed", field=name.replace("_", " "))
        elif not reason.strip():
            yield refusal("reason_missing")


def _expected(name: str, value: str) -> str:
    """Say what a keyed value should have been; empty for one that will do."""
    if not value:
        return "a value, or the reason why it is not known"
    if name in CHOICES:
        return "" if value in CHOICES[name] else " or ".join(CHOICES[name])
    try:
        if name.endswith("_nino"):
            parse_nino(value)
        elif name.endswith("_date_of_birth"):
            read_day(value)
    except ValueError as error:
        return str(error)
    return ""


def _refusals_of_hand_work(casefile: Casefile, arrival: Arrival, case_id: str) -> Iterator[Refusal]:
    yield from _refusals_of_case(casefile, arrival, case_id)
    if arrival.received is not None and not arrival.by_hand:
        yield refusal("arrival_automatic")


def _decide_build(casefile: Casefile, request: BuildCase, context: Context) -> Decision:
    arrival = arrival_of(casefile)
    case = casefile.case(request.case_id)
    refusals = list(_refusals_of_hand_work(casefile, arrival, request.case_id))
    known = arrival.matched.get(request.case_id)
    if not refusals and (known is None or known.cms_case_id is not None):
        refusals.append(_not_to_build(request.case_id, known))
    if not refusals and arrival.done(request.case_id, "scheme_details"):
        refusals.append(refusal("arrival_case_built", case_id=request.case_id))
    if refusals or case is None:
        return refused(*refusals)
    return _built(casefile, case, arrival, context)


def _built(casefile: Casefile, case: Case, arrival: Arrival, context: Context) -> Decision:
    """Take every step by hand, or key what is missing: then nothing is done but what is known is kept."""
    path = Path(casefile, context.as_at, context.policy)
    for rule in (*BUILD, SCHEME_DETAILS):
        if arrival.done(case.case_id, rule.step):
            continue
        found = outcome(rule, Known(path.casefile, case, context.as_at, context.policy))
        if found.missing and rule is SCHEME_DETAILS:
            break
        path.record(
            ArrivalStepTaken(
                case_id=case.case_id,
                step=rule.step,
                state="failed" if found.missing else "done",
                how="automatic" if found.missing else "hand",
                data=found.data,
                missing=found.missing,
                not_known=found.not_known,
            )
        )
    missing = _missing(path, case.case_id)
    if missing:
        return refused(refusal("arrival_missing", case_id=case.case_id, missing=missing))
    path.settle(ARREARS_ONLY, case.case_id, "The case is built.")
    return Decision(events=tuple(path.events))


def _missing(path: Path, case_id: str) -> str:
    steps = (entry.event for entry in path.arrival.failed)
    return ", ".join(
        name
        for step in steps
        if isinstance(step, ArrivalStepTaken) and step.case_id == case_id
        for name in step.missing
    )


def _decide_add(casefile: Casefile, request: AddArrears, context: Context) -> Decision:
    arrival = arrival_of(casefile)
    refusals = list(_refusals_of_hand_work(casefile, arrival, request.case_id))
    if not refusals and unready([request.case_id], arrival):
        refusals.append(refusal("arrival_case_unmatched", case_id=request.case_id))
    if not request.orders_looked_for:
        refusals.append(refusal("orders_not_looked_for"))
    if refusals:
        return refused(*refusals)
    lines = tuple(line for line in arrival.waiting if line.case_id == request.case_id)
    path = Path(casefile, context.as_at, context.policy)
    if not arrival.done(request.case_id, "scheme_details"):
        case = casefile.case(request.case_id)
        assert case is not None
        found = outcome(SCHEME_DETAILS, Known(casefile, case, context.as_at, context.policy))
        path.record(
            ArrivalStepTaken(case_id=request.case_id, step="scheme_details", state="done", how="hand", data=found.data)
        )
    path.record(DuesCreated(created_on=context.as_at, how="hand", lines=lines))
    wrong = after.tie(path, request.orders)
    if wrong:
        return refused(*wrong)
    path.settle(ADD_CORRECT, request.case_id, "The arrears are added.")
    complete(path)
    follow_up(path)
    return Decision(events=tuple(path.events))
