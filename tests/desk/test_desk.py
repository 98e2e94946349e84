"""The desk: one writer, previews that write nothing, requests answered once, and who may do what."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.numbers import NoSuchCasegroupError
from domain.actor import Actor, Role
from domain.deferral.requests import CheckDeferral, Defer
from domain.errors import BadInputError, NotPermittedError
from domain.inhibits.requests import LiftInhibit, SetInhibit
from domain.record.requests import AddNote, SetAside
from domain.validation.requests import Validate
from domain.worklist import worklist_row
from tests.made_up import case_record, casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.decide import Request

NOON = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))
SET = SetInhibit(casegroup_id="CG1", case_id="C1", reason="complaint")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sit down as the team manager of a store with one clean casegroup and one that owes work."""
    with Desk.create(tmp_path / "casework.db", "manager", clock=NOON) as desk:
        work = [case_record(work_items=[{"id": "W1", "kind": "review", "opened_on": "2016-01-01"}])]
        file = write_documents(tmp_path / "in.jsonl", casegroup_record("CG1"), casegroup_record("CG2", cases=work))
        import_files(desk, [file])
        yield desk


def seated(desk: Desk, *roles: Role) -> Desk:
    """Sit somebody else down at the same store."""
    desk.write_roster([Actor("other", "Other", frozenset(roles))])
    return Desk(desk.store, "other", NOON)


def test_the_day_is_the_clocks(desk: Desk) -> None:
    assert desk.as_at == date(2016, 2, 15)


def test_perform_writes_what_preview_said(desk: Desk) -> None:
    before = desk.store.head()
    preview = desk.preview(Validate(casegroup_id="CG1"))
    assert desk.store.head() == before
    answer = desk.perform(Validate(casegroup_id="CG1"))
    assert [entry.event for entry in answer.recorded] == [entry.event for entry in preview.recorded]
    assert [entry.seq for entry in answer.recorded] == [entry.seq for entry in preview.recorded]
    assert answer.casefile.stage == preview.casefile.stage == "to_dispose"


def test_a_repeated_request_is_written_once(desk: Desk) -> None:
    first = desk.perform(Defer(casegroup_id="CG2"), "request-1")
    head = desk.store.head()
    again = desk.perform(Defer(casegroup_id="CG2"), "request-1")
    assert again.repeated
    assert again.recorded == first.recorded
    assert desk.store.head() == head


def test_a_request_id_is_not_used_for_something_else(desk: Desk) -> None:
    desk.perform(Validate(casegroup_id="CG1"), "request-1")
    with pytest.raises(BadInputError, match="request-1"):
        desk.perform(CheckDeferral(casegroup_id="CG1"), "request-1")


def test_a_refused_request_writes_nothing(desk: Desk) -> None:
    head = desk.store.head()
    answer = desk.perform(Defer(casegroup_id="CG1"))
    assert [refusal.key for refusal in answer.refusals] == ["no_rule_broken"]
    assert not answer.written
    assert desk.store.head() == head


def test_an_unknown_casegroup_is_named(desk: Desk) -> None:
    with pytest.raises(NoSuchCasegroupError, match="CG9"):
        desk.perform(Validate(casegroup_id="CG9"))


def test_a_number_is_found_in_capitals_or_not_where_one_alone_is_meant(desk: Desk, tmp_path: Path) -> None:
    answer = desk.perform(AddNote(casegroup_id="cg1", text="asked"))
    assert answer.casefile.casegroup.casegroup_id == "CG1"
    assert [entry.kind for entry in desk.store.entries("CG1")][-1] == "note_added"
    assert [facts.casegroup_id for facts in desk.documents("cg2")] == ["CG2"]
    import_files(desk, [write_documents(tmp_path / "alike.jsonl", casegroup_record("Cg1"))])
    assert desk.casefile("Cg1").casegroup.casegroup_id == "Cg1"
    with pytest.raises(NoSuchCasegroupError, match=r"'cg1': not in this store; expected one of CG1, Cg1"):
        desk.casefile("cg1")


def test_the_worklist_follows_every_request(desk: Desk) -> None:
    answer = desk.perform(Validate(casegroup_id="CG1"))
    row = desk.store.worklist_row("CG1")
    assert row == worklist_row(answer.casefile) == worklist_row(desk.casefile("CG1"))


@pytest.mark.parametrize(
    ("request_made", "allowed"),
    [
        (
            AddNote(casegroup_id="CG1", text="x"),
            {"caseworker", "team_leader", "team_manager", "case_manager", "cms_caseworker"},
        ),
        (CheckDeferral(casegroup_id="CG1"), {"caseworker", "team_leader", "team_manager"}),
        (Validate(casegroup_id="CG1"), {"caseworker", "team_leader", "team_manager"}),
        (SET, {"team_manager"}),
        (LiftInhibit(casegroup_id="CG1", case_id="C1", inhibit_kind="manual", reason="x"), {"team_manager"}),
        (
            LiftInhibit(casegroup_id="CG1", case_id="C1", inhibit_kind="automatic", reason="x"),
            {"caseworker", "team_leader", "team_manager"},
        ),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
@pytest.mark.parametrize("role", ["caseworker", "team_leader", "team_manager", "case_manager", "cms_caseworker"])
def test_roles(desk: Desk, request_made: Request, allowed: set[str], role: Role) -> None:
    other = seated(desk, role)
    if role in allowed:
        other.preview(request_made)
    else:
        with pytest.raises(NotPermittedError, match="it takes a"):
            other.preview(request_made)


def test_undoing_an_inhibit_takes_a_team_manager_too(desk: Desk) -> None:
    (set_entry,) = desk.perform(SET).recorded
    with pytest.raises(NotPermittedError):
        seated(desk, "team_leader").perform(SetAside(casegroup_id="CG1", seq=set_entry.seq))


def test_redoing_an_inhibit_takes_a_team_manager_too(desk: Desk) -> None:
    (set_entry,) = desk.perform(SET).recorded
    (undone,) = desk.perform(SetAside(casegroup_id="CG1", seq=set_entry.seq)).recorded
    with pytest.raises(NotPermittedError):
        seated(desk, "caseworker").perform(SetAside(casegroup_id="CG1", seq=undone.seq))


def test_somebody_not_on_the_roster_sees_nothing(desk: Desk) -> None:
    stranger = Desk(desk.store, "stranger", NOON)
    with pytest.raises(NotPermittedError, match="not on the roster"):
        stranger.casefile("CG1")


def test_the_roster_keeps_a_team_manager(desk: Desk) -> None:
    with pytest.raises(BadInputError, match="no team manager"):
        desk.write_roster([Actor("manager", "manager", frozenset())])
    assert desk.actor.roles == {"team_manager"}


def test_only_a_team_manager_changes_the_roster(desk: Desk) -> None:
    with pytest.raises(NotPermittedError):
        seated(desk, "team_leader").write_roster([Actor("x", "X", frozenset({"caseworker"}))], check=True)


def test_the_journal_holds_together_and_finds_who_when_and_on_what(desk: Desk) -> None:
    desk.perform(Validate(casegroup_id="CG1"))
    entry = desk.store.entries("CG1")[-1]
    facts = desk.store.latest_facts("CG1")
    assert facts is not None
    assert (entry.actor, entry.at, entry.facts_digest) == ("manager", "2016-02-15T12:00:00+00:00", facts.facts_digest)
    assert entry.policy_digest == desk.policy.digest
    assert not desk.store.verify().faults


def test_questions_leave_the_file_as_it_is(desk: Desk) -> None:
    def digest() -> str:
        return hashlib.sha256(desk.store.path.read_bytes()).hexdigest()

    before = digest()
    desk.preview(Validate(casegroup_id="CG1"))
    desk.assess(desk.casefile("CG1"))
    assert digest() == before
