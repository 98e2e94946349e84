"""Differences of reports become work: a service request on each casegroup, or office work where it is not here.

The same difference is work once: whether it was taken up before is read from the journal. All of it is written in one
turn, or nothing.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.desk.desk import ChangedMeanwhileError, casefile_of, digest_of_request, recorded_from, with_recorded
from console.desk.office import office_of, perform_office, preview_office
from console.desk.office_queue import list_office_work
from console.desk.people import not_permitted
from domain.decide import decide
from domain.decide_office import decide_office, roles_for_office
from domain.decision import Context
from domain.errors import BadInputError, NotPermittedError
from domain.lines import lines_of
from domain.reconciliation.requests import SettleDifference, TakeUpDifferences, UnknownDifference
from domain.reconciliation.taken_up import taken_up
from domain.service_requests.requests import RaiseServiceRequest
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from console.desk.desk import Desk
    from console.desk.office import OfficeAnswer
    from domain.casefile import Casefile
    from domain.reconciliation.differences import Difference
    from storage.facts import Facts
    from storage.turn import Turn

    Words = Callable[[Difference], str]
    Progress = Callable[[str], None]

MOST_AT_ONCE: Final = 5_000
"""One turn keeps every other terminal from writing; so many are done in a few seconds."""
PAGE: Final = 200
LONGEST_DETAIL: Final = 2_000
BY: Final = "reconcile"


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """What would become work: on casegroups anybody may see, on restricted ones (only counted), and at the office.

    `known` were made work before, and are not made work again; `left_over` were not looked at, because so many as
    one turn bears were found before them.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    on_casegroups: tuple[Difference, ...]
    restricted: int
    unknown: tuple[Difference, ...]
    known: int
    left_over: int
    digests: frozenset[str]

    @property
    def count(self) -> int:
        """Count the pieces of work."""
        return len(self.on_casegroups) + self.restricted + len(self.unknown)


def plan_work(
    desk: Desk,
    differences: Sequence[Difference],
    left: Sequence[str],
    right: Sequence[str],
    progress: Progress | None = None,
) -> WorkPlan:
    """Say which of some differences would become work; writes nothing.

    `left` and `right` name the reports. Raises NotPermittedError.
    """
    return _planned(desk, differences, left, right, progress)[0]


def take_up(
    desk: Desk,
    differences: Sequence[Difference],
    words: Words,
    plan: WorkPlan,
    progress: Progress | None = None,
) -> WorkPlan:
    """Make work of differences as planned, in one turn; `words` says what a difference is about.

    Raises ChangedMeanwhileError where something else would be written than the plan said, NotPermittedError, and the
    errors of a turn; then nothing was written.
    """
    with desk.store.turn() as turn:
        now, held = _planned(desk, differences, plan.left, plan.right, progress)
        if now.digests != plan.digests:
            message = "the store has changed meanwhile, and something else would be made work now than was shown"
            raise ChangedMeanwhileError(message)
        _write_at_office(desk, turn, now, words)
        _raise_requests(desk, turn, [one for one in differences if one.digest in now.digests], held, words)
        list_office_work(desk.store, turn)
    return now


@dataclass(frozen=True, slots=True)
class _Held:
    facts: Facts
    casefile: Casefile


def _planned(
    desk: Desk, differences: Sequence[Difference], left: Sequence[str], right: Sequence[str], progress: Progress | None
) -> tuple[WorkPlan, Mapping[str, _Held]]:
    """Say what would become work, with the casegroups it would be work on."""
    _require_hands(desk)
    held: dict[str, _Held] = {}
    fresh: list[Difference] = []
    unknown: list[Difference] = []
    looked_at = 0
    with desk.store.reading():
        at_office = taken_up(office_of(desk))
        for page in batches(differences, PAGE):
            if progress is not None:
                progress(f"Looking which are new, {looked_at:,} of {len(differences):,}")
            _hold(desk, held, [one.casegroup_id for one in page])
            for one in page:
                if len(fresh) + len(unknown) >= MOST_AT_ONCE:
                    break
                looked_at += 1
                if one.digest in at_office:
                    continue
                if one.casegroup_id not in held:
                    unknown.append(one)
                elif _name(held[one.casegroup_id].casefile, one):
                    fresh.append(one)
            if len(fresh) + len(unknown) >= MOST_AT_ONCE:
                break
        hidden = desk.store.restricted_of(sorted({one.casegroup_id for one in fresh}))
    seen = tuple(one for one in fresh if one.casegroup_id not in hidden)
    plan = WorkPlan(
        left=tuple(left),
        right=tuple(right),
        on_casegroups=seen,
        restricted=len(fresh) - len(seen),
        unknown=tuple(unknown),
        known=looked_at - len(fresh) - len(unknown),
        left_over=len(differences) - looked_at,
        digests=frozenset(one.digest for one in (*fresh, *unknown)),
    )
    return plan, held


def _hold(desk: Desk, held: dict[str, _Held], numbers: Iterable[str]) -> None:
    """Read the casegroups that the store has of some numbers; nobody looks into them by that."""
    facts_of = desk.store.latest_facts_of(sorted(set(numbers) - held.keys()))
    entries_of = desk.store.entries_of(list(facts_of))
    for number, facts in facts_of.items():
        held[number] = _Held(facts, casefile_of(facts, entries_of.get(number, [])))


def _name(casefile: Casefile, difference: Difference) -> str | None:
    """Give the request id under which a difference is made work; None where it is work already.

    Work that was taken back (`u`) may be asked for again, under another id.
    """
    name = f"{BY}:{difference.digest}"
    before = [entry for entry in casefile.recorded if entry.request_id.partition("/")[0] == name]
    if any(entry.seq not in casefile.set_aside for entry in before):
        return None
    return f"{name}/{len(before) + 1}"


def _raise_requests(
    desk: Desk, turn: Turn, differences: Sequence[Difference], held: Mapping[str, _Held], words: Words
) -> None:
    """Raise a service request for each difference of a casegroup that the store has."""
    context = Context(desk.require_place_on_roster(), desk.as_at, desk.policy)
    after: dict[str, Casefile] = {}
    for one in differences:
        number = one.casegroup_id
        if number not in held:
            continue
        casefile = after.get(number, held[number].casefile)
        name = _name(casefile, one)
        assert name is not None
        has_case = casefile.case(one.case_id) is not None
        told = words(one) if has_case else f"another case than those of this casegroup; {words(one)}"
        request = RaiseServiceRequest(
            casegroup_id=number,
            work=one.work,
            detail=told[:LONGEST_DETAIL],
            case_id=one.case_id if has_case else None,
        )
        decision = decide(casefile, request, context)
        assert not decision.refusals
        drafts = desk.drafts(decision.events, held[number].facts, name, digest_of_request(request))
        after[number] = with_recorded(casefile, tuple(map(recorded_from, turn.append(drafts))))
    for page in batches(list(after.values()), PAGE):
        turn.put_lines([lines_of(casefile, desk.policy) for casefile in page])


def _write_at_office(desk: Desk, turn: Turn, plan: WorkPlan, words: Words) -> None:
    """Record of the store as a whole that differences were taken up, with those of casegroups it has not."""
    request = TakeUpDifferences(
        left=plan.left,
        right=plan.right,
        on_casegroups=len(plan.on_casegroups) + plan.restricted,
        unknown=tuple(
            UnknownDifference(
                digest=one.digest,
                row_class=one.row_class,
                casegroup_id=one.casegroup_id,
                left_pence=one.left_pence,
                right_pence=one.right_pence,
                detail=words(one)[:LONGEST_DETAIL],
            )
            for one in plan.unknown
        ),
    )
    context = Context(desk.require_place_on_roster(), desk.as_at, desk.policy)
    decision = decide_office(office_of(desk), request, context)
    if decision.refusals:
        message = "all of these differences were made work before"
        raise BadInputError(message)
    turn.append(desk.drafts(decision.events, None, str(uuid.uuid4()), digest_of_request(request)))


def _require_hands(desk: Desk) -> None:
    actor = desk.require_place_on_roster()
    request = TakeUpDifferences(left=(), right=(), on_casegroups=0, unknown=())
    roles = roles_for_office(request)
    if not actor.roles & roles:
        raise NotPermittedError(not_permitted(actor, roles))


def settle_difference(
    desk: Desk, difference_id: str, note: str, *, preview: bool = False, request_id: str | None = None
) -> OfficeAnswer:
    """Say what was found about a difference of a casegroup that is not in the store; it then waits no more."""
    request = SettleDifference(difference_id=difference_id, note=note)
    return preview_office(desk, request) if preview else perform_office(desk, request, request_id)
