"""A casegroup of £1.2m: its account broken down, corrected, checked by another, relayed, told to both, adjusted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from console.desk.breakdown import account_breakdown
from console.desk.clock import Clock
from console.desk.desk import Answer, Desk
from console.desk.files import import_files
from console.present.breakdown import parent_sentence, state_text, statement_text, troubles
from console.present.events import event_sentences
from domain.actor import Actor
from domain.breakdown.requests import AdvanceBreakdown, CorrectBreakdown, DraftBreakdown, ReturnBreakdown
from domain.deferral.requests import CheckDeferral
from domain.errors import NotPermittedError
from domain.record.requests import SetAside
from domain.validation.requests import Validate
from tests.made_up import case_record, casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.events.breakdown import BreakdownState

NOON = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))
OWING = casegroup_record("CG1", cases=[case_record(outstanding="1203650.00")])
DRAFT = DraftBreakdown(casegroup_id="CG1")
STRAY = CorrectBreakdown(
    casegroup_id="CG1",
    correction="added",
    case_id="C1",
    day=date(2015, 6, 1),
    column="received",
    amount_pence=5000,
    evidence="Bank statement of June 2015",
)


@pytest.fixture
def caseworker(tmp_path: Path) -> Iterator[Desk]:
    """Sit down as a caseworker at a store with a casegroup of £1.2m, checked and validated."""
    with Desk.create(tmp_path / "casework.db", "manager", clock=NOON) as manager:
        manager.write_roster(
            [
                Actor("pat", "Pat Caseworker", frozenset({"caseworker", "team_leader"})),
                Actor("lee", "Lee Leader", frozenset({"team_leader", "cms_caseworker"})),
            ]
        )
        import_files(manager, [write_documents(tmp_path / "in.jsonl", OWING)])
        desk = Desk(manager.store, "pat", NOON)
        desk.perform(CheckDeferral(casegroup_id="CG1"))
        desk.perform(Validate(casegroup_id="CG1"))
        yield desk


@pytest.fixture
def leader(caseworker: Desk) -> Desk:
    """Sit a team leader who also works for CMS down at the same store."""
    return Desk(caseworker.store, "lee", NOON)


def advance(desk: Desk, state: BreakdownState) -> Answer:
    return desk.perform(AdvanceBreakdown(casegroup_id="CG1", state=state))


def keys(answer: Answer) -> list[str]:
    return [refusal.key for refusal in answer.refusals]


def test_from_breakdown_owed_to_statement_adjusted_by_two_people(caseworker: Desk, leader: Desk) -> None:
    assert caseworker.casefile("CG1").stage == "breakdown_owed"
    assert caseworker.perform(DRAFT).casefile.stage == "to_dispose"
    before = account_breakdown(caseworker, caseworker.casefile("CG1"))
    corrected = caseworker.perform(STRAY).casefile
    after = account_breakdown(caseworker, corrected)
    assert (before.adjustment_pence, after.adjustment_pence) == (-120000000, -120005000)
    assert after.before == before.figures

    assert keys(advance(caseworker, "checked")) == ["checked_by_another"]
    checked = advance(leader, "checked").casefile
    assert checked.breakdown is not None
    assert checked.breakdown.adjustment_pence == -120005000
    assert state_text(checked.breakdown) == "Checked, with lee since 15 Feb 2016; to be relayed to CMS by a caseworker."
    assert keys(caseworker.perform(STRAY)) == ["breakdown_fixed"]

    assert advance(caseworker, "relayed").written
    with pytest.raises(NotPermittedError, match="CMS caseworker"):
        advance(caseworker, "clients_contacted")
    assert advance(leader, "clients_contacted").written
    done = advance(leader, "statement_adjusted")
    assert [event_sentences(entry.event)[0] for entry in done.recorded] == [
        "Account breakdown statement adjusted: adjustment -£1,200,050.00, transition debt alignment."
    ]
    assert parent_sentence(account_breakdown(leader, done.casefile)) == (
        "Your arrears were shown as £1,203,650.00; the record of payments and charges comes to £3,600.00; "
        "your statement will show one adjustment to take £1,200,050.00 off what you owe."
    )
    figures = account_breakdown(leader, done.casefile).figures
    assert figures is not None
    assert statement_text(figures, checked.breakdown) == (
        "£1,203,650.00, one adjustment of -£1,200,050.00 (to be made), then £3,600.00"
    )
    assert statement_text(figures, done.casefile.breakdown).endswith("-£1,200,050.00 (made), then £3,600.00")
    assert keys(advance(leader, "statement_adjusted")) == ["breakdown_finished"]
    assert caseworker.perform(DRAFT).written, "a new breakdown may follow one that is finished"


def test_a_breakdown_sent_back_is_corrected_and_checked_again(caseworker: Desk, leader: Desk) -> None:
    caseworker.perform(DRAFT)
    advance(leader, "checked")
    back = leader.perform(ReturnBreakdown(casegroup_id="CG1", reason="June 2015 is missing")).casefile
    assert state_text(back.breakdown).endswith("Sent back: June 2015 is missing")
    assert caseworker.perform(STRAY).written
    again = advance(leader, "checked").casefile.breakdown
    assert again is not None
    assert again.adjustment_pence == -120005000


def test_what_the_check_rests_on_is_not_undone_beneath_it(caseworker: Desk, leader: Desk) -> None:
    caseworker.perform(DRAFT)
    (correction,) = caseworker.perform(STRAY).recorded
    (check,) = advance(leader, "checked").recorded
    undo = SetAside(casegroup_id="CG1", seq=correction.seq, reason="mistake")
    assert keys(caseworker.perform(undo)) == ["later_work_rests_on_it"]
    leader.perform(SetAside(casegroup_id="CG1", seq=check.seq, reason="too early"))
    assert caseworker.perform(undo).written
    assert account_breakdown(leader, leader.casefile("CG1")).adjustment_pence == -120000000


def test_a_newer_document_under_a_checked_breakdown_is_noticed(caseworker: Desk, leader: Desk, tmp_path: Path) -> None:
    caseworker.perform(DRAFT)
    advance(leader, "checked")
    newer = casegroup_record("CG1", cases=[case_record(outstanding="1203660.00")])
    import_files(leader, [write_documents(tmp_path / "newer.jsonl", newer)])
    assert keys(advance(caseworker, "relayed")) == ["checked_on_other_figures"]
    casefile = leader.casefile("CG1")
    assert list(troubles(account_breakdown(leader, casefile), casefile.breakdown)) == [
        "The figures are no longer those checked (adjustment -£1,200,000.00)."
    ]


def test_a_correction_whose_line_a_newer_document_lost_is_said_until_it_is_undone(
    caseworker: Desk, leader: Desk, tmp_path: Path
) -> None:
    caseworker.perform(DRAFT)
    change = CorrectBreakdown(
        casegroup_id="CG1",
        correction="changed",
        line_id="due/C1/2015-01-01",
        amount_pence=300000,
        evidence="Tribunal decision",
    )
    (entry,) = caseworker.perform(change).recorded
    later = case_record(outstanding="1203650.00")
    later["liability_events"][0]["effective_date"] = "2015-01-08"
    import_files(leader, [write_documents(tmp_path / "newer.jsonl", casegroup_record("CG1", cases=[later]))])
    casefile = leader.casefile("CG1")
    assert list(troubles(account_breakdown(leader, casefile), casefile.breakdown)) == [
        f"The line due/C1/2015-01-01 is gone from the newest document; undo entry {entry.seq}."
    ]
    assert keys(advance(leader, "checked")) == ["correction_without_line"]
    caseworker.perform(SetAside(casegroup_id="CG1", seq=entry.seq, reason="the newer document has it"))
    assert advance(leader, "checked").written
