"""Deciding about selection: which casegroup a tranche takes and why not, and what the case manager changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.days import days_after
from domain.decision import Decision, refused
from domain.events.selection import CasegroupSelected, CasegroupTakenOut, CriteriaChanged, DataExceptionSettled
from domain.refusals import Refusal, refusal
from domain.selection.criteria import FREQUENCIES, MOST_CASEGROUPS, VOCABULARY, standing
from domain.selection.loads import open_data_exceptions
from domain.selection.obstacles import client_obstacles, settled_at_selection
from domain.selection.prospects import against, state_of, words_of
from domain.selection.segments import segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from domain.casefile import Casefile
    from domain.decision import Context
    from domain.events.selection import DataExceptionFound, Frequency
    from domain.office import Office
    from domain.selection.criteria import Criteria
    from domain.selection.prospects import ProspectReason, ProspectState
    from domain.selection.requests import ChangeCriteria, SettleDataException


@dataclass(frozen=True, slots=True)
class Consideration:
    """Whether a tranche takes a casegroup, and everything that speaks against it.

    `against` are criteria not met, with the word that is not asked for (None: not known). `obstacles` make an
    exception of it. `late_events` are days of liability events after the day on which liability would end.
    """

    state: ProspectState
    reason: ProspectReason
    words: Mapping[str, tuple[str | None, ...]]
    against: tuple[tuple[str, str | None], ...]
    obstacles: tuple[str, ...]
    late_events: tuple[date, ...]
    data_exception: str | None

    @property
    def taken(self) -> bool:
        """Tell whether it is taken."""
        return self.state == "selectable" and not (self.against or self.late_events or self.data_exception)

    @property
    def becomes_exception(self) -> bool:
        """Tell whether it would be taken, were it not for what a person has to look at first."""
        before = self.state == "exception" and self.reason == "client"
        return before and not (self.against or self.late_events or self.data_exception)


def consider(
    casefile: Casefile, criteria: Criteria, day: date, liability_end: date, data_exception: str | None = None
) -> Consideration:
    """Ask of one casegroup whether a tranche selected on a day takes it; `data_exception` is one open on it."""
    state, reason = state_of(casefile, day)
    words = words_of(casefile, day)
    obstacles = client_obstacles(casefile.casegroup, day)
    if state == "selectable" and settled_at_selection(casefile, obstacles):
        obstacles = ()
    return Consideration(
        state,
        reason,
        words,
        tuple(against(criteria, words)),
        obstacles,
        tuple(sorted(_later(casefile, liability_end))),
        data_exception,
    )


def _later(casefile: Casefile, liability_end: date) -> Iterator[date]:
    for case in casefile.casegroup.cases:
        for entry in case.liability_events:
            if entry.effective_date is not None and entry.effective_date > liability_end:
                yield entry.effective_date


def selected_event(
    casefile: Casefile, tranche: str, criteria: Criteria, day: date, liability_end: date
) -> CasegroupSelected:
    """Give what is recorded of a casegroup that a tranche takes, its segments frozen as they are on the day."""
    return CasegroupSelected(
        tranche=tranche,
        selected_on=day,
        liability_end_date=liability_end,
        segments=dict(segments(casefile.casegroup, day)),
        criteria=dict(criteria),
    )


def meets_criteria(casefile: Casefile, office: Office, day: date) -> bool | None:
    """Tell whether a selected casegroup still meets the criteria of its tranche; None where that cannot be told.

    Criteria changed since do not reach back to it, and its segments are frozen. What ends with the liability itself
    does not speak against it: from the day liability ends it is asked as of the day before. A casegroup in closure
    that no tranche took has none to meet; one that was taken out does not meet them.
    """
    del office  # What a casegroup was selected by is recorded with it.
    selected = casefile.selected
    if selected is None:
        return not was_taken_out(casefile)
    asked_on = min(day, days_after(selected.liability_end_date, -1))
    found = [word for _, word in against(dict(selected.criteria), words_of(casefile, asked_on))]
    if not found:
        return True
    return None if all(word is None for word in found) else False


def was_taken_out(casefile: Casefile) -> bool:
    """Tell whether the last that selection did to a casegroup was to take it out of its tranche."""
    done = [
        entry.event
        for entry in casefile.recorded
        if entry.seq not in casefile.set_aside and isinstance(entry.event, CasegroupSelected | CasegroupTakenOut)
    ]
    return bool(done) and isinstance(done[-1], CasegroupTakenOut)


# ------------------------------------------------------------------------------------- requests about the store


def decide_change(office: Office, request: ChangeCriteria, context: Context) -> Decision:
    """Change criteria, size and frequency, unless a value is none that is known or nothing would change."""
    criteria = {name: _in_order(name, words) for name, words in request.criteria.items() if words}
    faults = tuple(_faults_of_change(request, context.as_at))
    if faults:
        return refused(*faults)
    now = standing(office, context.as_at, context.policy.selection)
    if (criteria, request.casegroups, request.frequency, request.until) == (
        now.criteria,
        now.casegroups,
        now.frequency,
        now.until,
    ):
        return refused(refusal("criteria_unchanged"))
    return Decision(
        (
            CriteriaChanged(
                criteria=criteria,
                casegroups=request.casegroups,
                frequency=_frequency(request.frequency),
                until=request.until,
                reason=request.reason.strip(),
            ),
        )
    )


def _faults_of_change(request: ChangeCriteria, day: date) -> Iterator[Refusal]:
    for name, words in request.criteria.items():
        if name not in VOCABULARY:
            yield refusal("criterion_unknown", criterion=name, expected=", ".join(VOCABULARY))
            continue
        for word in words:
            if word not in VOCABULARY[name]:
                expected = ", ".join(VOCABULARY[name])
                yield refusal("criterion_value_unknown", criterion=name, value=word, expected=expected)
    if not 0 < request.casegroups <= MOST_CASEGROUPS:
        yield refusal("tranche_size_out_of_range", casegroups=request.casegroups, most=f"{MOST_CASEGROUPS:,}")
    if request.frequency not in FREQUENCIES:
        yield refusal("frequency_unknown", frequency=request.frequency, expected=", ".join(FREQUENCIES))
    if request.until is not None and request.until < day:
        yield refusal("criteria_ended_already", until=request.until)
    if not request.reason.strip():
        yield refusal("criteria_need_reason")


def _in_order(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Put the words of a criterion in the order of the vocabulary, each once."""
    return tuple(word for word in VOCABULARY.get(name, ()) if word in words)


def _frequency(name: str) -> Frequency:
    return next(known for known in FREQUENCIES if known == name)


def decide_settle(office: Office, request: SettleDataException) -> Decision:
    """Settle an open data exception by hand; it takes a note of what was done."""
    waiting = [found.event for found in open_data_exceptions(office)]
    if request.data_exception_id not in {event.data_exception_id for event in waiting}:
        return refused(refusal("no_such_data_exception", data_exception_id=request.data_exception_id))
    if not request.note.strip():
        return refused(refusal("settling_needs_note"))
    return Decision(
        (DataExceptionSettled(data_exception_id=request.data_exception_id, how="by_hand", note=request.note.strip()),)
    )


def open_on(office: Office) -> Mapping[str, DataExceptionFound]:
    """Give the open data exceptions by the casegroup they are about; of several the latest."""
    return {
        found.event.casegroup_id: found.event
        for found in open_data_exceptions(office)
        if found.event.casegroup_id is not None
    }
