"""Undoing and bringing back, chained in any way: nothing ever stands without its ground."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actor import Actor
from domain.breakdown.requests import AdvanceBreakdown, CorrectBreakdown, DraftBreakdown, ReturnBreakdown
from domain.casefile import effective, fold
from domain.cleanse.requests import RecordArrearsDecision
from domain.closing.requests import CloseCasegroup
from domain.decide import decide
from domain.decision import Context
from domain.disposal.requests import DisposeArrears, GiveWriteOffNotice
from domain.events import (
    BalanceAmended,
    BalanceValidated,
    ClericalValidationConfirmed,
    EntrySetAside,
    ObstacleCleared,
    Recorded,
)
from domain.events.breakdown import BreakdownAdvanced, BreakdownCorrected, BreakdownDrafted, BreakdownReturned
from domain.events.disposal import ArrearsDisposed, CasegroupClosed, WriteOffNoticeGiven
from domain.policy.book import policy_for
from domain.record.requests import SetAside
from domain.validation.requests import AmendBalance, ConfirmClericalValidation, Validate
from tests.domain.obstacle_rows import FORWARD, OWED_MORE
from tests.domain.test_refusals import amend, clean
from tests.made_up import casegroup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.actor import Role
    from domain.casefile import Casefile
    from domain.casegroup import Casegroup
    from domain.decide import Request
    from domain.events import Event

NOTICE, LATER = date(2016, 3, 1), date(2016, 4, 15)
NUMBER = "CG1"
ROLES: frozenset[Role] = frozenset({"team_manager", "cms_caseworker"})


class Journal:
    """A casegroup's journal, to which requests are put one after another, each by somebody with every role."""

    def __init__(self, document: Casegroup) -> None:
        self.document = document
        self.recorded: list[Recorded] = []

    @property
    def casefile(self) -> Casefile:
        return fold(self.document, 1, self.recorded)

    def put(self, request: Request, day: date = LATER, user: str = "u") -> tuple[str, ...]:
        """Put a request; the answer is the keys of the refusals, none where it was written."""
        decision = decide(self.casefile, request, Context(Actor(user, user, ROLES), day, policy_for(day)))
        for event in decision.events:
            stamp = f"{day.isoformat()}T10:00:00+00:00"
            self.recorded.append(Recorded(len(self.recorded) + 1, "r", stamp, user, 1, "", event))
        return tuple(refusal.key for refusal in decision.refusals)

    def undo(self, seq: int) -> tuple[str, ...]:
        return self.put(SetAside(casegroup_id=NUMBER, seq=seq))

    def last(self) -> int:
        return self.recorded[-1].seq

    def standing(self) -> list[Event]:
        return [entry.event for entry in effective(self.recorded)[1] if not isinstance(entry.event, EntrySetAside)]


def closed() -> tuple[Journal, int, int]:
    """Dispose and close; give the journal with the numbers of both entries."""
    journal = Journal(casegroup())
    assert journal.put(Validate(casegroup_id=NUMBER)) == ()
    assert journal.put(DisposeArrears(casegroup_id=NUMBER)) == ()
    disposed = journal.last()
    assert journal.put(CloseCasegroup(casegroup_id=NUMBER)) == ()
    return journal, disposed, journal.last()


def test_a_redo_on_which_closing_rests_is_not_undone() -> None:
    journal = Journal(casegroup())
    journal.put(Validate(casegroup_id=NUMBER))
    journal.put(DisposeArrears(casegroup_id=NUMBER))
    disposed = journal.last()
    assert journal.undo(disposed) == ()
    assert journal.undo(journal.last()) == ()
    brought_back = journal.last()
    assert journal.put(CloseCasegroup(casegroup_id=NUMBER)) == ()
    assert journal.undo(brought_back) == ("later_work_rests_on_it",)
    assert journal.casefile.disposal is not None


def test_a_closing_does_not_come_back_without_its_disposal() -> None:
    journal, disposed, closing = closed()
    assert journal.undo(closing) == ()
    undone = journal.last()
    assert journal.undo(disposed) == ()
    assert journal.undo(undone) == ("ground_set_aside",)
    assert journal.casefile.closed is None


def test_a_disposal_does_not_come_back_without_the_notice_it_waited_for() -> None:
    journal = Journal(casegroup())
    journal.put(RecordArrearsDecision(casegroup_id=NUMBER, case_id="C1", choice="write_off_all"), NOTICE)
    journal.put(Validate(casegroup_id=NUMBER), NOTICE)
    assert journal.put(GiveWriteOffNotice(casegroup_id=NUMBER, case_id="C1"), NOTICE) == ()
    notice = journal.last()
    assert journal.put(DisposeArrears(casegroup_id=NUMBER)) == ()
    assert journal.undo(journal.last()) == ()
    undone = journal.last()
    assert journal.undo(notice) == ()
    assert journal.undo(undone) == ("ground_set_aside",)


def test_no_correction_comes_back_after_the_check_of_a_second_person() -> None:
    journal = Journal(casegroup(**clean(outstanding="1203650.00")))
    journal.put(Validate(casegroup_id=NUMBER))
    journal.put(DraftBreakdown(casegroup_id=NUMBER))
    assert journal.put(AdvanceBreakdown(casegroup_id=NUMBER, state="checked"), user="second") == ()
    checked = journal.last()
    assert journal.undo(checked) == ()
    unchecked = journal.last()
    line = CorrectBreakdown(
        casegroup_id=NUMBER, correction="added", case_id="C1", day=NOTICE, column="due", amount_pence=1, evidence="x"
    )
    assert journal.put(line) == ()
    assert journal.undo(journal.last()) == ()
    corrected = journal.last()
    assert journal.undo(unchecked) == ()
    assert journal.undo(corrected) == ("later_work_rests_on_it",)


def test_a_draft_keeps_the_outcome_it_was_made_on() -> None:
    journal = Journal(casegroup(**clean(outstanding="1203650.00")))
    journal.put(Validate(casegroup_id=NUMBER))
    validated = journal.last()
    journal.put(DraftBreakdown(casegroup_id=NUMBER))
    assert journal.undo(validated) == ("later_work_rests_on_it",)


REQUESTS: list[Request] = [
    Validate(casegroup_id=NUMBER),
    ConfirmClericalValidation(casegroup_id=NUMBER, reason="seen"),
    amend(-1000),
    AmendBalance(casegroup_id=NUMBER, placements=()),
    RecordArrearsDecision(casegroup_id=NUMBER, case_id="C1", choice="write_off_all"),
    RecordArrearsDecision(casegroup_id=NUMBER, case_id="C1", choice="collect"),
    GiveWriteOffNotice(casegroup_id=NUMBER, case_id="C1", given_on=NOTICE),
    DisposeArrears(casegroup_id=NUMBER),
    CloseCasegroup(casegroup_id=NUMBER),
    DraftBreakdown(casegroup_id=NUMBER),
    CorrectBreakdown(
        casegroup_id=NUMBER, correction="added", case_id="C1", day=NOTICE, column="due", amount_pence=5, evidence="x"
    ),
    AdvanceBreakdown(casegroup_id=NUMBER, state="checked"),
    AdvanceBreakdown(casegroup_id=NUMBER, state="relayed"),
    ReturnBreakdown(casegroup_id=NUMBER, reason="again"),
    FORWARD,
]
# What is done (weighted towards the way to closing), or which entry is undone, and by whom.
STEPS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from([0, 7, 8]), st.integers(0, len(REQUESTS) - 1), st.integers(-8, -1)),
        st.sampled_from(["u", "v"]),
    ),
    max_size=24,
)


@given(STEPS, st.sampled_from([clean(), clean(outstanding="3660.00"), clean(system="CCD"), OWED_MORE]))
def test_whatever_is_undone_and_brought_back_nothing_stands_without_its_ground(
    steps: list[tuple[int, str]], document: dict[str, object]
) -> None:
    journal = Journal(casegroup(**document))
    for step, user in steps:
        if step < 0:
            if len(journal.recorded) >= -step:
                journal.undo(len(journal.recorded) + step + 1)
        else:
            journal.put(REQUESTS[step], user=user)
        assert groundless(journal.standing()) == []


def groundless(events: Iterable[Event]) -> list[str]:
    """Name the events that could not have been recorded after those before them."""
    found: list[str] = []
    seen: set[type] = set()
    state = ""
    for event in events:
        if not fits(event, seen, state):
            found.append(event.kind)
        if isinstance(event, BreakdownDrafted | BreakdownReturned):
            state = "drafted"
        elif isinstance(event, BreakdownAdvanced):
            state = event.state
        elif isinstance(event, ObstacleCleared) and event.changes_figures:
            # The figures are others now: what is to rest on an outcome needs a new one.
            seen -= {BalanceValidated, ClericalValidationConfirmed}
        seen.add(type(event))
    return found


def fits(event: Event, seen: set[type], state: str) -> bool:
    """Tell whether an event has its ground in the kinds seen before it and the state of the breakdown."""
    match event:
        case ClericalValidationConfirmed() | BalanceAmended() | BreakdownDrafted():
            return BalanceValidated in seen
        case ArrearsDisposed():
            off = any(line.written_off_pence > 0 for line in event.lines)
            told = not off or WriteOffNoticeGiven in seen
            return BalanceValidated in seen and ArrearsDisposed not in seen and told
        case ObstacleCleared():
            return not seen & {BalanceAmended, ArrearsDisposed}
        case CasegroupClosed():
            return ArrearsDisposed in seen and CasegroupClosed not in seen
        case BreakdownCorrected():
            return state == "drafted"
        case BreakdownAdvanced():
            return state == {"checked": "drafted", "relayed": "checked"}[event.state]
        case BreakdownReturned():
            return state in {"drafted", "checked"}
        case _:
            return True


def test_what_has_no_ground_would_be_seen() -> None:
    journal, _, _ = closed()
    assert groundless(journal.standing()) == []
    assert groundless([event for event in journal.standing() if event.kind != "arrears_disposed"]) == [
        "casegroup_closed"
    ]


@pytest.mark.parametrize("amount", [10**13, -(10**13)])
def test_a_correction_has_no_more_digits_than_any_amount(amount: int) -> None:
    with pytest.raises(ValueError, match="10000000000000"):
        CorrectBreakdown(casegroup_id=NUMBER, correction="changed", line_id="x", amount_pence=amount, evidence="x")
