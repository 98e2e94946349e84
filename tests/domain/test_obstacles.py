"""What keeps a casegroup from closing and can be put right by hand: the rules then answer as if it had been told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.assessment import assess_casefile
from domain.cleanse.obstacles import standing_obstacles
from domain.closing.requests import CloseCasegroup
from domain.policy.book import policy_for
from domain.record.requests import SetAside
from tests.domain.closing_rows import CONFIRM, DAY, DISPOSE, DUE_TODAY, VALIDATE, after, done, with_newer_document
from tests.domain.obstacle_rows import END, FORWARD, OWED_MORE, put_right, spoilt
from tests.made_up import case_record

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.cleanse.requests import ClearObstacle

EACH = {
    "liability_not_ended": END,
    "retained_planned_collections": put_right("planned_collection", "C1", "PC1"),
    "unpaid_payables": put_right("payable", "C1", "PY1"),
    "unallocated_receipts": FORWARD,
    "schedules_not_ended": put_right("schedules"),
}


def broken(casefile: Casefile) -> set[str]:
    """Name the deferral rules broken on the day, and the reasons for exceptions."""
    found = assess_casefile(casefile, DAY, policy_for(DAY))
    return {check.rule for check in found.deferral.broken} | {line.reason for line in found.exceptions}


@pytest.mark.parametrize("rule", EACH)
def test_what_is_put_right_no_longer_stands_in_the_way(rule: str) -> None:
    before = after(**spoilt())
    assert rule in broken(before)
    assert broken(done(before, EACH[rule])) == broken(before) - {rule}


def test_with_everything_put_right_a_clerical_casegroup_closes() -> None:
    ready = after(*EACH.values(), transition_request=DUE_TODAY, **spoilt())
    assert standing_obstacles(ready, DAY) == ()
    validated = done(ready, VALIDATE)
    # £70 a week to 15 February 2016 is owed by then; the receipt forwarded explains its own part.
    assert [line.rule for line in validated.validation.anomalies if line.explained_pence] == [  # type: ignore[union-attr]
        "receipts_marked_manual_payment"
    ]
    assert validated.stage == "to_confirm"
    assert done(validated, CONFIRM).stage != "to_confirm"


def test_the_last_day_told_is_the_last_that_accrues() -> None:
    (case,) = after(END, **spoilt()).casegroup.closing_cases
    assert [(entry.kind, entry.effective_date) for entry in case.liability_events][-1] == (
        "liability_end",
        date(2016, 2, 15),
    )


@pytest.mark.parametrize("request_made", [END, FORWARD])
def test_what_changes_the_figures_makes_the_validation_to_be_done_again(request_made: ClearObstacle) -> None:
    casefile = after(VALIDATE, **spoilt())
    assert casefile.validation is not None
    assert done(casefile, request_made).validation is None


def test_what_leaves_the_figures_alone_leaves_the_validation() -> None:
    assert after(VALIDATE, put_right("schedules"), **spoilt()).validation is not None


def test_it_can_be_set_aside_until_an_outcome_rests_on_it() -> None:
    casefile = after(FORWARD, **OWED_MORE)
    (entry,) = casefile.recorded
    again = done(casefile, SetAside(casegroup_id="CG1", seq=entry.seq))
    assert [one.reference for one in standing_obstacles(again, DAY)] == ["R1"]
    decided = done(casefile, VALIDATE)
    with pytest.raises(AssertionError, match="later_work_rests_on_it"):
        done(decided, SetAside(casegroup_id="CG1", seq=entry.seq))


def test_a_newer_document_that_tells_the_end_of_liability_itself_is_believed() -> None:
    newer = with_newer_document(after(END, **spoilt()), cases=[case_record(system="CCD")])
    (case,) = newer.casegroup.closing_cases
    ends = [entry.effective_date for entry in case.liability_events if entry.kind == "liability_end"]
    assert ends == [date(2015, 12, 31)]


def test_a_newer_document_that_goes_on_after_the_last_day_told_is_believed() -> None:
    earlier = put_right("liability", day=date(2016, 1, 31))
    later = [{"kind": "assessment", "effective_date": "2016-02-10", "weekly_amount": "35.00"}]
    newer = with_newer_document(after(earlier, **spoilt()), cases=[case_record(liability_events=later)])
    assert [one.obstacle for one in standing_obstacles(newer, DAY)] == ["liability"]


def test_a_closed_casegroup_takes_nothing_more() -> None:
    closed = after(VALIDATE, DISPOSE, CloseCasegroup(casegroup_id="CG1"), transition_request=DUE_TODAY)
    with pytest.raises(AssertionError, match="already_closed"):
        done(closed, put_right("schedules"))
