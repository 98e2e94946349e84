"""Selection as a rule: segments read from the ledger, criteria in force, and what selecting changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.casefile import fold
from domain.events import Recorded
from domain.events.letters import LetterIssued
from domain.events.requests import MinimumCaseDataRecorded
from domain.events.selection import CasegroupSelected, CasegroupTakenOut, CriteriaChanged, TrancheSelected
from domain.policy.book import policy_for
from domain.selection.criteria import VOCABULARY, a_month_after, next_tranche_on, standing
from domain.selection.prospects import BITS, NOT_KNOWN, benefit_of, prospect_of
from domain.selection.segments import segments
from tests.domain.office_rows import office
from tests.made_up import case_record, casegroup

if TYPE_CHECKING:
    from domain.events import Event

DAY = date(2016, 2, 15)
NIL = {"kind": "assessment", "effective_date": "2015-06-01", "weekly_amount": "0.00"}
SEVENTY = {"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "70.00"}
ENDED = {"kind": "liability_end", "effective_date": "2016-02-15"}


def receipt(amount: str = "10.00", on: str = "2016-02-15", to: str = "C1", **changes: Any) -> dict[str, Any]:
    """Money received and put to a case."""
    record = {"receipt_id": f"R-{on}-{to}-{len(changes)}", "received_on": on, "amount": "500.00",
              "allocations": [{"case_id": to, "to": "debt", "amount": amount}]}  # fmt: skip
    return {**record, **changes}


ENFORCED: dict[str, Any] = {"source": "enforcement"}
NOT_TOLD: dict[str, Any] = {"source": None, "not_known": {"source": "cash over the counter"}}
UNDATED: dict[str, Any] = {"received_on": None, "not_known": {"received_on": "undated"}}


@pytest.mark.parametrize(
    ("system", "events", "receipts", "segment"),
    [
        ("CS2", [SEVENTY, NIL], [], 1),
        ("CS2", [SEVENTY, NIL], [receipt(**ENFORCED)], 1),
        ("CS2", [NIL, {**SEVENTY, "effective_date": "2016-02-15"}], [], 2),
        ("CS2", [SEVENTY, {**NIL, "effective_date": "2016-02-16"}], [], 2),
        ("CS2", [NIL, ENDED], [], 2),
        ("CS2", [], [], 2),
        ("CS2", [SEVENTY], [], 2),
        ("CS2", [SEVENTY], [receipt("0.00")], 2),
        ("CS2", [SEVENTY], [receipt(on="2016-02-16")], 2),
        ("CS2", [SEVENTY], [receipt(to="C2")], 2),
        ("CS2", [SEVENTY], [receipt("0.01")], 4),
        ("CSCS", [SEVENTY], [receipt(source="dca")], 4),
        ("CCD", [SEVENTY], [receipt()], 3),
        ("CCD", [SEVENTY], [receipt(**ENFORCED)], 5),
        ("CS2", [SEVENTY], [receipt(), receipt(**ENFORCED)], 5),
        ("CS2", [SEVENTY], [receipt("0.00", **ENFORCED)], 2),
        ("CS2", [SEVENTY], [receipt(**NOT_TOLD)], None),
        ("CS2", [SEVENTY], [receipt(**NOT_TOLD), receipt(**ENFORCED)], 5),
        ("CS2", [SEVENTY], [receipt(**UNDATED)], None),
        ("CS2", [SEVENTY], [receipt(**UNDATED), receipt()], 4),
        ("CS2", [{**SEVENTY, "weekly_amount": None, "not_known": {"weekly_amount": "lost"}}], [], None),
        ("CS2", [{**NIL, "effective_date": None, "not_known": {"effective_date": "lost"}}], [], None),
    ],
)  # fmt: skip
def test_the_segment_of_a_case_is_read_from_its_ledger(
    system: str, events: list[Any], receipts: list[Any], segment: int | None
) -> None:
    cases = [case_record("C1", system, liability_events=events), case_record("C2")]
    receipts = [{**each, "receipt_id": f"R{place}"} for place, each in enumerate(receipts)]
    assert segments(casegroup(cases=cases, receipts=receipts), DAY)["C1"] == segment


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2016-01-31", "2016-02-29"),
        ("2015-01-31", "2015-02-28"),
        ("2016-11-30", "2016-12-30"),
        ("2016-12-31", "2017-01-31"),
        ("2016-02-29", "2016-03-29"),
    ],
)
def test_a_month_after_is_the_same_day_or_the_last_of_a_shorter_month(day: str, following: str) -> None:
    assert a_month_after(date.fromisoformat(day)) == date.fromisoformat(following)


def tranche(day: date, segment: Any = None) -> TrancheSelected:
    """A tranche selected on a day."""
    return TrancheSelected(
        tranche=f"T-{day}", as_at=day, criteria_seq=None, liability_end_date=day, casegroups=1, exceptions=0,
        segment=segment,
    )  # fmt: skip


@pytest.mark.parametrize(("frequency", "due"), [("daily", 16), ("weekly", 22), ("monthly", 44)])
def test_the_next_tranche_is_due_a_day_a_week_or_a_month_after_the_last(frequency: Any, due: int) -> None:
    done = office(tranche(DAY), tranche(DAY + timedelta(days=3), segment=1))
    assert next_tranche_on(done, frequency, DAY) == DAY + timedelta(days=due - 15)
    assert next_tranche_on(office(), frequency, DAY) == DAY


def changed(region: str, until: date | None = None) -> CriteriaChanged:
    """Criteria of one region."""
    return CriteriaChanged(criteria={"region": (region,)}, casegroups=9, frequency="daily", until=until, reason=region)


def test_the_policy_says_what_is_asked_until_somebody_changes_it() -> None:
    found = standing(office(), DAY, policy_for(DAY).selection)
    assert found.criteria == {"case_status": VOCABULARY["case_status"]}
    assert (found.casegroups, found.frequency, found.seq) == (500, "weekly", None)
    assert {value.standing for value in (policy_for(DAY).selection.region, policy_for(DAY).selection.tranche_size)} == {
        "assumed"
    }


def test_a_change_for_a_time_gives_way_to_what_was_before_after_its_last_day() -> None:
    store = office(changed("GB"), changed("NI", until=DAY))
    policy = policy_for(DAY).selection
    assert [standing(store, day, policy).criteria["region"] for day in (DAY, DAY + timedelta(days=1))] == [
        ("NI",),
        ("GB",),
    ]
    former = standing(store, DAY, policy).former
    assert former is not None
    assert (former.criteria, former.seq) == ({"region": ("GB",)}, 1)


def test_a_change_for_good_ends_one_for_a_time() -> None:
    store = office(changed("NI", until=DAY), changed("GB"))
    found = standing(store, DAY, policy_for(DAY).selection)
    assert (found.seq, found.former) == (2, None)


def test_what_comes_back_is_what_will_be_in_force_then() -> None:
    store = office(changed("GB"), changed("NI", until=DAY), changed("NI", until=DAY + timedelta(days=5)))
    former = standing(store, DAY, policy_for(DAY).selection).former
    assert former is not None
    assert former.seq == 1


def test_bits_of_criteria_are_all_different() -> None:
    for name, bits in BITS.items():
        assert len({*bits.values(), NOT_KNOWN, 64}) == len(bits) + 2, name


def recorded(*events: Event) -> tuple[Recorded, ...]:
    """Entries of a journal."""
    return tuple(Recorded(n, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", event) for n, event in enumerate(events, 1))


SELECTED = CasegroupSelected(
    tranche="T", selected_on=DAY, liability_end_date=date(2016, 8, 20), segments={"C1": 2}, criteria={}
)
OUT = CasegroupTakenOut(tranche="T", reason="region")


def prospect_document(**changes: Any) -> Any:
    """A casegroup that nobody has selected."""
    case = case_record(in_case_closure=False, liability_events=[SEVENTY])
    document = casegroup(**{"journey": {"kind": "proactive"}, "cases": [case], **changes})
    return document.model_copy(update={"transition_request": None})


def test_taken_out_after_a_letter_went_out_the_day_that_clients_were_told_stands() -> None:
    nothing_but_its_kind: dict[str, Any] = {"kind": "letter_issued"}
    issued = LetterIssued.model_construct(**nothing_but_its_kind)
    before = fold(prospect_document(), 1, recorded(SELECTED, OUT))
    after = fold(prospect_document(), 1, recorded(SELECTED, issued, OUT))
    assert (before.selected, before.due_date) == (None, None)
    assert (after.selected, after.due_date) == (None, date(2016, 8, 20))


def test_an_application_that_came_after_selection_turns_the_journey() -> None:
    journey = {"kind": "reactive", "application_received_on": "2016-03-01"}
    found = fold(prospect_document(journey=journey), 2, recorded(SELECTED)).casegroup.journey
    assert (found.kind, found.liability_end_date) == ("proactive_to_reactive", date(2016, 8, 20))


@pytest.mark.parametrize(("told", "benefit"), [("yes", "yes"), (" No ", "no"), ("perhaps", None), ("", None)])
def test_benefit_status_is_known_only_from_the_minimum_case_data(told: str, benefit: str | None) -> None:
    data = MinimumCaseDataRecorded(case_id="C1", fields={"benefit_status": told}, not_known={})
    assert benefit_of(fold(prospect_document(), 1, recorded(data)), "C1") == benefit
    assert benefit_of(fold(prospect_document(), 1, ()), "C1") is None


def test_a_prospect_says_on_which_day_it_has_to_be_looked_at_again() -> None:
    later = {**NIL, "effective_date": "2016-03-01"}
    case = case_record(in_case_closure=False, liability_events=[SEVENTY, later])
    found = prospect_of(fold(prospect_document(cases=[case]), 1, ()), DAY)
    assert (found.oldest, found.last_event, found.changes_on) == (
        date(2015, 1, 1),
        date(2016, 3, 1),
        date(2016, 3, 1),
    )
