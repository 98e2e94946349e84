"""Selection at the desk: how fresh the facts are, the criteria in force, and what a tranche would take."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, get_args

from console.desk.desk import casefile_of
from console.desk.masking import restricted_to
from console.desk.numbers import NoSuchCasegroupError
from console.desk.office import office_of
from domain.days import days_after
from domain.journey.working_days import PartOfUK, YearNotCoveredError, no_work_because
from domain.selection.criteria import Standing, next_tranche_on, standing, tranche_name, with_segment
from domain.selection.decision import consider, open_on
from domain.selection.loads import DataException, never_loaded_whole, open_data_exceptions, staleness
from domain.selection.prospects import prospect_of
from storage.batches import batches
from storage.prospects import ProspectQuery

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.casegroup import System
    from domain.events.selection import Segment
    from domain.office import Office
    from domain.policy.model import Policy
    from domain.selection.criteria import Criteria
    from domain.selection.decision import Consideration
    from domain.selection.loads import Staleness
    from domain.selection.prospects import Prospect

PAGE: Final = 200
SHOWN: Final = 20
LONGEST_HOLIDAY: Final = 14


@dataclass(frozen=True, slots=True)
class Wanted:
    """A tranche as it would be selected on a day: by which criteria, how many, and when liability would end."""

    standing: Standing
    tranche: str
    day: date
    liability_end: date
    segment: Segment | None = None

    @property
    def criteria(self) -> Criteria:
        """Give what is asked, narrowed to the segment where one is selected apart."""
        return with_segment(self.standing.criteria, self.segment)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A casegroup that a tranche would take, or make an exception of."""

    casegroup_id: str
    becomes_exception: bool
    oldest: date


@dataclass(frozen=True, slots=True)
class TranchePreview:
    """What a tranche would take: how many there are, how many of them fit, and the first ones.

    `not_meeting` has for each criterion how many of all candidates do not meet it, and of how many it is not known.
    `hidden` are restricted records among the first ones, of which no more is told.
    """

    wanted: Wanted
    available: int
    exceptions: int
    takes: int
    first: tuple[Candidate, ...]
    hidden: int
    not_meeting: Mapping[str, tuple[int, int]]
    by_state: Mapping[tuple[str, str], int]
    held_back: int


@dataclass(frozen=True, slots=True)
class SelectionView:
    """Everything about selection as it stands: what is in force, how fresh the systems are, what waits."""

    standing: Standing
    next_on: date
    due: bool
    not_loaded: tuple[System, ...]
    staleness: tuple[Staleness, ...]
    data_exceptions: tuple[DataException, ...]


def selection_view(desk: Desk, office: Office | None = None) -> SelectionView:
    """Give what is in force on the desk's day, and what waits."""
    office = office or office_of(desk)
    now = standing(office, desk.as_at, desk.policy.selection)
    next_on = next_tranche_on(office, now.frequency, desk.as_at)
    return SelectionView(
        now,
        next_on,
        next_on <= desk.as_at,
        never_loaded_whole(office, desk.as_at),
        staleness(office, desk.as_at, desk.policy.journey),
        open_data_exceptions(office),
    )


def liability_end_date(day: date, policy: Policy) -> date:
    """Give the day on which liability ends for what is selected on a day: at least 187 days later.

    The first letters go out that many days before it. Where that would be a weekend or a holiday anywhere, they would
    go out before the selection itself; so it is counted from the next day on which everybody works.
    """
    period = policy.journey.first_contact_before_liability_end.value.count
    for later in range(LONGEST_HOLIDAY):
        first_letters = days_after(day, later)
        try:
            if not any(no_work_because(first_letters, part) for part in get_args(PartOfUK)):
                return days_after(first_letters, period)
        except YearNotCoveredError:
            break
    return days_after(day, period)


def wanted_on(desk: Desk, office: Office, segment: Segment | None = None) -> Wanted:
    """Give the tranche of the desk's day by what is in force."""
    now = standing(office, desk.as_at, desk.policy.selection)
    ends = liability_end_date(desk.as_at, desk.policy)
    return Wanted(now, tranche_name(desk.as_at, segment), desk.as_at, ends, segment)


def preview_tranche(
    desk: Desk, *, changed: Standing | None = None, segment: Segment | None = None, shown: int = SHOWN
) -> TranchePreview:
    """Say what a tranche of today would take, by what is in force or by something else; nothing is written."""
    office = office_of(desk)
    wanted = wanted_on(desk, office, segment)
    if changed is not None:
        wanted = replace(wanted, standing=changed)
    held = open_on(office)
    with desk.store.reading():
        query = ProspectQuery(wanted.criteria, wanted.day, wanted.liability_end, frozenset(held))
        unsettled = _unsettled(desk, wanted, frozenset(held))
        counts = desk.store.prospects.count(query)
        by_state = desk.store.prospects.by_state()
        already = desk.store.prospects.count_in(wanted.tranche)
        available = counts.taken + sum(row.state == "selectable" for row in unsettled)
        exceptions = counts.exceptions + sum(row.state == "exception" for row in unsettled)
        takes = min(available, max(0, wanted.standing.casegroups - already))
        first = _first(_merged(desk, query, unsettled), takes, shown)
    hidden = restricted_to(desk, [row.casegroup_id for row in first])
    shown_rows = [row for row in first if row.casegroup_id not in hidden]
    told = tuple(Candidate(row.casegroup_id, row.state == "exception", row.oldest) for row in shown_rows)
    return TranchePreview(
        wanted, available, exceptions, takes, told, len(hidden), counts.not_meeting, by_state, len(held)
    )


def _first(found: Iterator[Prospect], takes: int, shown: int) -> list[Prospect]:
    """Give the first rows up to the last that a tranche of a size takes, no more than are to be shown."""
    first: list[Prospect] = []
    for row in found:
        if takes <= 0 or len(first) >= shown:
            break
        takes -= row.state == "selectable"
        first.append(row)
    return first


def candidates(desk: Desk, wanted: Wanted, without: frozenset[str]) -> Iterator[Prospect]:
    """Give every casegroup that a tranche would take or make an exception of, in the order in which it takes them."""
    query = ProspectQuery(wanted.criteria, wanted.day, wanted.liability_end, without)
    yield from _merged(desk, query, _unsettled(desk, wanted, without))


def _merged(desk: Desk, query: ProspectQuery, unsettled: Sequence[Prospect]) -> Iterator[Prospect]:
    return heapq.merge(_settled(desk, query), unsettled, key=lambda row: (row.oldest, row.casegroup_id))


def _settled(desk: Desk, query: ProspectQuery) -> Iterator[Prospect]:
    last: Prospect | None = None
    while rows := desk.store.prospects.first(query, PAGE, last):
        yield from rows
        last = rows[-1]


def _unsettled(desk: Desk, wanted: Wanted, without: frozenset[str]) -> list[Prospect]:
    """Look again at the candidates of which something happened by itself since their row was derived."""
    found = []
    for page in batches(desk.store.prospects.unsettled(wanted.day), PAGE):
        casefiles = casefiles_of(desk, [row.casegroup_id for row in page])
        for row in page:
            casefile = casefiles[row.casegroup_id]
            held = "data" if row.casegroup_id in without else None
            answer = consider(casefile, wanted.criteria, wanted.day, wanted.liability_end, held)
            if answer.taken or answer.becomes_exception:
                found.append(prospect_of(casefile, wanted.day))
    return found


def casefiles_of(desk: Desk, casegroup_ids: Sequence[str]) -> dict[str, Casefile]:
    """Fold many casegroups at once, for a batch; nobody looks into them by that."""
    facts_of = desk.store.latest_facts_of(casegroup_ids)
    entries_of = desk.store.entries_of(casegroup_ids)
    return {number: casefile_of(facts, entries_of.get(number, [])) for number, facts in facts_of.items()}


def why(desk: Desk, casegroup_id: str, segment: Segment | None = None) -> tuple[Casefile, Consideration, Wanted]:
    """Say whether a tranche of today takes a casegroup, and everything that speaks against it.

    Raises NoSuchCasegroupError, and NotPermittedError for a restricted record and somebody not nominated. A casegroup
    of which only a data exception is known is said to be that.
    """
    office = office_of(desk)
    open_now = open_on(office)
    try:
        casefile = desk.casefile(casegroup_id)
    except NoSuchCasegroupError:
        waiting = open_now.get(casegroup_id)
        if waiting is None:
            raise
        message = f"casegroup {casegroup_id!r}: never loaded whole; data exception {waiting.data_exception_id} is open"
        raise NoSuchCasegroupError(message) from None
    waiting = open_now.get(casefile.casegroup.casegroup_id)
    wanted = wanted_on(desk, office, segment)
    held = waiting.data_exception_id if waiting else None
    return casefile, consider(casefile, wanted.criteria, wanted.day, wanted.liability_end, held), wanted


def liability_ends(desk: Desk, tranche: str | None = None) -> tuple[list[dict[str, Any]], int]:
    """Give a row for each case of what is selected, of one tranche or all, in order of system, casegroup and case.

    Restricted records are opened for those nominated, and left out and counted for everybody else.
    """
    desk.require_place_on_roster()
    tranches = [tranche] if tranche is not None else list(desk.store.prospects.tranches())
    numbers = [number for name in tranches for number in desk.store.prospects.in_tranche(name)]
    hidden = restricted_to(desk, numbers)
    open_now = desk.store.restricted_of(numbers) - hidden
    rows: list[dict[str, Any]] = []
    for page in batches([number for number in numbers if number not in hidden], PAGE):
        for number, casefile in casefiles_of(desk, page).items():
            rows.extend(_rows_of(desk.casefile(number) if number in open_now else casefile))
    rows.sort(key=lambda row: (row["system"], row["casegroup_id"], row["case_id"]))
    return rows, len(hidden)


def _rows_of(casefile: Casefile) -> Iterator[dict[str, Any]]:
    selected = casefile.selected
    for case in casefile.casegroup.cases if selected else ():
        assert selected is not None
        yield {
            "system": case.system,
            "casegroup_id": casefile.casegroup.casegroup_id,
            "case_id": case.case_id,
            "liability_end_date": selected.liability_end_date.isoformat(),
            "tranche": selected.tranche,
            "selected_on": selected.selected_on.isoformat(),
            "segment": selected.segments.get(case.case_id),
        }
