"""Differences become work: on their casegroups or at the office, each once, in one turn, in words in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from console.desk import reconciliation_work
from console.desk.clock import Clock
from console.desk.desk import ChangedMeanwhileError, Desk
from console.desk.files import import_files
from console.desk.office import office_of
from console.desk.queue import queue_keys, queue_rows
from console.desk.reconciliation import all_restricted, restricted_numbers
from console.desk.reconciliation_work import plan_work, settle_difference, take_up
from console.desk.reports_compared import ReportWanted, compare, without
from console.present.events import event_sentences
from console.present.reconciliation import difference_text, plan_texts
from domain.actor import Actor
from domain.errors import BadInputError, NotPermittedError
from domain.reconciliation.differences import Difference, differences_in
from domain.record.requests import SetAside
from domain.service_requests.requests import CompleteServiceRequest
from tests.made_up import casegroup_record, person, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.desk.reconciliation_work import WorkPlan
    from console.desk.reports_compared import Compared
    from domain.queue import QueueRow

HEADER = "casegroup_id,case_id,owed_to,status,amount,nino,surname\n"
LEFT = HEADER + (
    "CG1,C1,receiving_parent,active,100.00,QQ000001A,Holt\n"
    "CG1,C1,gb_sos,active,5.00,QQ000001A,Holt\n"
    "CG1,C7,gb_sos,active,3.00,QQ000001A,Holt\n"
    "CG3,C1,receiving_parent,active,617.83,QQ000003A,Quillf\n"
    "CG9,9,ni_sos,deferred,1.00,,\n"
    "CG2,C2,gb_sos,active,2.00,QQ000002A,Fenn\n"
    "CG2,C2,gb_sos,active,2.00,QQ000002A,Fenn\n"
)
RIGHT = HEADER + (
    "CG1,C1,receiving_parent,active,100.00,QQ000009A,Holt\n"
    "CG1,C1,gb_sos,active,4.99,QQ000001A,Holt\n"
    "CG2,C2,gb_sos,active,2.00,QQ000002A,Fenn\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store with two casegroups and a restricted one; nobody at it is nominated."""
    documents = [
        casegroup_record("CG1"),
        casegroup_record("CG2"),
        casegroup_record("CG3", paying_parent={**person(3), "markers": ["nationally_sensitive"]}),
    ]
    with Desk.create(tmp_path / "casework.db", "manager", clock=Clock()) as desk:
        desk.write_roster([Actor("carol", "Carol", frozenset({"case_manager"}))])
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *documents)])
        yield desk


def compared(folder: Path, left: str = LEFT, right: str = RIGHT, restricted: frozenset[str] = frozenset()) -> Compared:
    """Compare two reports of these rows."""
    paths = [folder / "csa.csv", folder / "cms.csv"]
    for path, text in zip(paths, (left, right), strict=True):
        path.write_text(text, encoding="utf-8")
    return compare([ReportWanted(paths[0])], [ReportWanted(paths[1])], restricted=restricted)


def found(folder: Path, left: str = LEFT, right: str = RIGHT) -> list[Difference]:
    """Give the differences of two reports."""
    return differences_in(compared(folder, left, right).answer.differences)


def made_work(desk: Desk, differences: list[Difference]) -> WorkPlan:
    """Make work of differences after a preview."""
    plan = plan_work(desk, differences, ["csa.csv"], ["cms.csv"])
    return take_up(desk, differences, difference_text, plan)


def waiting(desk: Desk) -> list[QueueRow]:
    """Give everything of the queue that came of differences."""
    rows = [row for _, row in queue_rows(desk, queue_keys(desk))]
    return [row for row in rows if row.kind == "difference" or row.cause.startswith("Reconcile")]


def test_a_balance_that_stands_more_than_once_is_one_difference(tmp_path: Path) -> None:
    (twice,) = (one for one in found(tmp_path) if one.row_class == "duplicate")
    assert (twice.left_pence, twice.right_pence) == ((200, 200), (200,))
    assert difference_text(twice) == (
        "Secretary of State (GB), active: £2.00, £2.00 left the CSA (csa.csv row 7, csa.csv row 8); "
        "£2.00 at CMS (cms.csv row 4)"
    )


def test_each_difference_waits_on_its_casegroup_or_at_the_office(desk: Desk, tmp_path: Path) -> None:
    made_work(desk, found(tmp_path))
    rows = {(row.casegroup_id, row.cause, row.case_id): row.detail for row in waiting(desk)}
    assert rows["CG1", "Reconcile: amount differs", "C1"] == (
        "Secretary of State (GB), active: £5.00 left the CSA (csa.csv row 3); £4.99 at CMS (cms.csv row 3)"
    )
    assert rows["CG1", "Reconcile: identity differs", "C1"].startswith("receiving parent, active: another NINO")
    assert rows["CG1", "Reconcile: missing at CMS", ""].startswith("another case than those of this casegroup")
    assert rows["", "missing_at_cms", ""].endswith("£1.00 left the CSA (csa.csv row 6)")
    assert "QQ0000" not in str(rows)
    assert "Holt" not in str(rows)
    desk.store.verify()


def test_a_preview_writes_nothing_and_tells_everything_but_restricted_records(desk: Desk, tmp_path: Path) -> None:
    before = desk.store.head()
    plan = plan_work(desk, found(tmp_path), ["csa.csv"], ["cms.csv"])
    assert desk.store.head() == before
    assert (len(plan.on_casegroups), plan.restricted, len(plan.unknown), plan.known) == (4, 1, 1, 0)
    told = "\n".join(plan_texts(plan, written=False))
    assert "6 differences would become work." in told
    assert "1 on restricted records." in told
    assert "CG3" not in told
    assert "617.83" not in told


def test_work_on_a_restricted_record_is_masked_like_all_of_it(desk: Desk, tmp_path: Path) -> None:
    made_work(desk, found(tmp_path))
    rows = [row for _, row in queue_rows(desk, queue_keys(desk)) if row.casegroup_id == "CG3"]
    assert [(row.cause, row.detail) for row in rows] == [("restricted", "")]


@pytest.mark.parametrize("again", ["as before", "other rows", "other file"])
def test_the_same_difference_is_not_made_work_twice(desk: Desk, tmp_path: Path, again: str) -> None:
    made_work(desk, found(tmp_path))
    before = desk.store.head()
    lines = LEFT.splitlines(keepends=True)
    left = {"as before": LEFT, "other rows": "".join([lines[0], *lines[:0:-1]]), "other file": f"Week 2\n{LEFT}"}[again]
    plan = plan_work(desk, found(tmp_path, left), ["csa.csv"], ["cms.csv"])
    assert (plan.count, plan.known) == (0, 6)
    with pytest.raises(BadInputError, match="made work before"):
        take_up(desk, found(tmp_path, left), difference_text, plan)
    assert desk.store.head() == before


def test_another_amount_is_another_difference(desk: Desk, tmp_path: Path) -> None:
    made_work(desk, found(tmp_path))
    plan = plan_work(desk, found(tmp_path, right=RIGHT.replace("4.99", "4.98")), ["csa.csv"], ["cms.csv"])
    assert [(one.casegroup_id, one.right_pence) for one in plan.on_casegroups] == [("CG1", (498,))]


def test_work_done_is_not_asked_for_again_and_work_taken_back_is(desk: Desk, tmp_path: Path) -> None:
    made_work(desk, found(tmp_path))
    requests = {row.cause: row.item_id for row in waiting(desk) if row.casegroup_id == "CG1"}
    done, taken_back = (requests[f"Reconcile: {what} differs"] for what in ("amount", "identity"))
    desk.perform(CompleteServiceRequest(casegroup_id="CG1", service_request_id=done, result="a penny rounded"))
    entries = desk.casefile("CG1").recorded
    seq = next(entry.seq for entry in entries if getattr(entry.event, "service_request_id", "") == taken_back)
    assert desk.perform(SetAside(casegroup_id="CG1", seq=seq, reason="not ours")).written
    plan = made_work(desk, found(tmp_path))
    assert [one.row_class for one in plan.on_casegroups] == ["identity_differs"]
    assert plan_work(desk, found(tmp_path), [], []).count == 0


def test_all_of_it_is_written_in_one_turn_or_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_work(desk, found(tmp_path), ["csa.csv"], ["cms.csv"])
    before = desk.store.head()

    def breaks(*_: object) -> None:
        message = "power cut"
        raise RuntimeError(message)

    with monkeypatch.context() as patched:
        patched.setattr(reconciliation_work, "list_office_work", breaks)
        with pytest.raises(RuntimeError, match="power cut"):
            take_up(desk, found(tmp_path), difference_text, plan)
    assert desk.store.head() == before
    assert waiting(desk) == []


def test_nothing_else_is_written_than_what_was_shown(desk: Desk, tmp_path: Path) -> None:
    differences = found(tmp_path)
    plan = plan_work(desk, differences, ["csa.csv"], ["cms.csv"])
    made_work(desk, differences[:2])
    with pytest.raises(ChangedMeanwhileError):
        take_up(desk, differences, difference_text, plan)


def test_the_journal_says_in_words_what_was_made_work(desk: Desk, tmp_path: Path) -> None:
    made_work(desk, found(tmp_path))
    (sentence,) = event_sentences(office_of(desk).recorded[-1].event)
    assert sentence.startswith(
        "6 differences of csa.csv against cms.csv made work, 1 of casegroups not in this store: RD-1 "
    )
    raised = [text for entry in desk.casefile("CG2").recorded for text in event_sentences(entry.event)]
    assert any("Reconcile: duplicate" in text for text in raised)


def test_a_difference_at_the_office_is_settled_with_a_note(desk: Desk, tmp_path: Path) -> None:
    made_work(desk, found(tmp_path))
    (one,) = [row for row in waiting(desk) if not row.casegroup_id]
    assert settle_difference(desk, one.item_id, "keyed under CG1", preview=True).recorded
    assert settle_difference(desk, one.item_id, "keyed under CG1").written
    assert [row for row in waiting(desk) if not row.casegroup_id] == []
    assert plan_work(desk, found(tmp_path), [], []).unknown == ()


def test_many_are_made_work_in_several_turns(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciliation_work, "MOST_AT_ONCE", 4)
    first = made_work(desk, found(tmp_path))
    assert (first.count, first.left_over) == (4, 2)
    assert "2 differences left for the next time; ask again." in "\n".join(plan_texts(first, written=True))
    second = made_work(desk, found(tmp_path))
    assert (second.count, second.known, second.left_over) == (2, 4, 0)


def test_whoever_has_no_casework_may_not_make_work(desk: Desk, tmp_path: Path) -> None:
    with Desk.open(desk.store.path, "carol") as other, pytest.raises(NotPermittedError):
        plan_work(other, found(tmp_path), [], [])


def test_rows_of_restricted_records_are_left_out_for_whoever_may_not_see_them(desk: Desk, tmp_path: Path) -> None:
    lines = compared(tmp_path).answer.differences
    told = without(lines, restricted_numbers(desk))
    assert lines.height - told.height == 1
    assert not told.filter(pl.col("casegroup_id") == "CG3").height


@pytest.mark.parametrize("spelt", ["cg3", "CG 3", "cG-3", "CG3\u200b"])
def test_however_a_report_spells_a_restricted_number_it_is_that_casegroups(
    desk: Desk, tmp_path: Path, spelt: str
) -> None:
    left = HEADER + f"{spelt},C1,receiving_parent,active,617.83,QQ000003A,Quillf\nCG 1,C1,gb_sos,active,5.00,,\n"
    answer = compared(tmp_path, left, HEADER, all_restricted(desk)).answer
    assert sorted(answer.differences["casegroup_id"].to_list()) == ["CG 1", "CG3"]
    plan = plan_work(desk, list(differences_in(answer.differences)), [], [])
    assert (plan.restricted, [one.casegroup_id for one in plan.unknown]) == (1, ["CG 1"])
