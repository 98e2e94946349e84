"""What was selected stays so: newer documents, criteria asked again, taken out, restricted records, the days told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from console.desk.office import office_of
from console.desk.selection import liability_ends, preview_tranche, why
from console.desk.tranche import select_tranche
from domain.document import read_casegroup
from domain.errors import NotPermittedError
from domain.events.selection import CasegroupSelected, CasegroupTakenOut
from domain.lines import lines_of
from domain.record.requests import SetAside
from domain.selection.decision import meets_criteria
from domain.selection.loads import refreshed
from tests.desk.loads import DAY, at, change, desk_at, load, load_all, prospect_record, running_case
from tests.made_up import person

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk

ENDS = date(2016, 8, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def test_a_selected_casegroup_stays_so_when_newer_documents_come(desk: Desk) -> None:
    load_all(desk, prospect_record("CG1"))
    select_tranche(desk)
    newer = prospect_record("CG1", [running_case(since="2014-06-01")])
    load(desk, newer, mode="delta", name="newer.jsonl")
    casefile = desk.casefile("CG1")
    assert (casefile.facts_version, casefile.due_date) == (2, ENDS)
    row = desk.store.prospects.of("CG1")
    assert row is not None
    assert (row.state, row.tranche) == ("selected", "T-2016-02-15")


def test_a_casegroup_that_pays_by_enforcement_later_keeps_the_segment_it_was_selected_in(desk: Desk) -> None:
    change(desk, {"segment": ("2",)})
    load_all(desk, prospect_record("CG1"))
    select_tranche(desk)
    receipt = {"receipt_id": "R1", "received_on": "2016-02-15", "amount": "5.00", "source": "enforcement",
               "allocations": [{"case_id": "C1", "to": "debt", "amount": "5.00"}]}  # fmt: skip
    load(desk, prospect_record("CG1", receipts=[receipt]), mode="delta", name="newer.jsonl")
    assert meets_criteria(desk.casefile("CG1"), office_of(desk), DAY) is True


@pytest.mark.parametrize(
    ("newer", "meets"),
    [
        ({}, True),
        ({"region": "NI"}, False),
        ({"region": None, "not_known": {"region": "two files"}}, None),
    ],
)
def test_before_each_letter_the_criteria_of_its_own_tranche_are_asked_again(
    desk: Desk, newer: dict[str, Any], meets: bool | None
) -> None:
    change(desk, {"region": ("GB",), "case_status": ("maintenance_and_arrears",)})
    load_all(desk, prospect_record("CG1"))
    select_tranche(desk)
    load(desk, prospect_record("CG1", [running_case(**newer)]), prospect_record("CG2"), name="newer.jsonl")
    change(desk, {"region": ("NI",)})
    for day in (DAY, ENDS - timedelta(days=32), ENDS, ENDS + timedelta(days=1)):
        assert meets_criteria(desk.casefile("CG1"), office_of(desk), day) is meets


def test_criteria_are_not_asked_of_what_no_tranche_took_and_not_met_by_what_was_taken_out(desk: Desk) -> None:
    load_all(desk, prospect_record("CG1"))
    assert meets_criteria(desk.casefile("CG1"), office_of(desk), DAY) is True
    select_tranche(desk)
    take_out(desk)
    casefile = desk.casefile("CG1")
    assert meets_criteria(casefile, office_of(desk), DAY) is False
    assert not casefile.casegroup.in_closure
    assert casefile.casegroup == casefile.document


def take_out(desk: Desk) -> None:
    """Record that a casegroup was taken out of its tranche, as whoever sends letters does."""
    event = CasegroupTakenOut(tranche="T-2016-02-15", reason="region NI")
    facts = desk.store.latest_facts("CG1")
    with desk.store.turn() as turn:
        turn.append(desk.drafts([event], facts, "taken-out", "digest"))
    with desk.store.turn() as turn:
        turn.put_lines([lines_of(desk.casefile("CG1"), desk.policy)])


def test_a_selection_is_set_aside_by_the_case_manager_until_work_rests_on_it(desk: Desk) -> None:
    load_all(desk, prospect_record("CG1"))
    select_tranche(desk)
    seq = next(e.seq for e in desk.casefile("CG1").recorded if isinstance(e.event, CasegroupSelected))
    request = SetAside(casegroup_id="CG1", seq=seq)
    with pytest.raises(NotPermittedError):
        desk.perform(request)
    assert at(desk, DAY, "selector").perform(request).written
    assert desk.casefile("CG1").stage == "not_selected"
    assert preview_tranche(desk).available == 1


def test_restricted_records_are_selected_like_others_and_named_to_nobody_else(desk: Desk) -> None:
    secret = {**person(600), "markers": ["special_client_record"]}
    load_all(desk, prospect_record("CG1", paying_parent=secret), prospect_record("CG2"))
    preview = preview_tranche(desk)
    assert ([found.casegroup_id for found in preview.first], preview.hidden, preview.available) == (["CG2"], 1, 2)
    report = select_tranche(desk)
    assert (report.taken, report.restricted_taken, report.casegroups) == (["CG2"], 1, 2)
    rows, left_out = liability_ends(desk)
    assert ([row["casegroup_id"] for row in rows], left_out) == (["CG2"], 1)
    with pytest.raises(NotPermittedError):
        why(desk, "CG1")


def test_the_days_on_which_liability_ends_are_told_for_every_case_by_system(desk: Desk) -> None:
    load_all(desk, prospect_record("CG1", [running_case("C1", "CSCS"), running_case("C2", "CCD")]))
    select_tranche(desk)
    rows, _ = liability_ends(desk, "T-2016-02-15")
    assert [(row["system"], row["case_id"], row["liability_end_date"], row["segment"]) for row in rows] == [
        ("CCD", "C2", "2016-08-20", 2),
        ("CSCS", "C1", "2016-08-20", 2),
    ]


def test_facts_are_as_fresh_as_the_last_load_of_their_system_or_their_own_document(desk: Desk) -> None:
    later = at(desk, DAY + timedelta(days=3))
    load(later, prospect_record("CG2"), name="load.jsonl")
    assert refreshed(office_of(later), DAY, later.as_at) == {"CS2": DAY + timedelta(days=3), "CSCS": DAY, "CCD": DAY}
    assert refreshed(office_of(later), DAY, DAY + timedelta(days=2))["CS2"] == DAY


def test_documents_of_a_tranche_are_read_again_as_they_are(desk: Desk) -> None:
    record = prospect_record("CG1")
    load_all(desk, record)
    select_tranche(desk)
    facts = desk.store.latest_facts("CG1")
    assert facts is not None
    assert read_casegroup(facts.body).cases[0].in_case_closure is False
