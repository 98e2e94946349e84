"""Restricted records at the desk: who opens them, what others are told, and that every opening is journalled."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from console.desk.desk import Desk
from console.desk.failure_reports import import_failure_reports
from console.desk.files import import_files
from console.desk.lists import faults_of_lists
from console.desk.masking import is_masked, restricted_to
from console.desk.people import nominate
from console.desk.questions import (
    assessments,
    journal_of,
    journal_page,
    search,
    worklist_ids_and_stages,
    worklist_keys,
    worklist_rows,
)
from domain.actor import Actor
from domain.casegroup import Marker
from domain.document import read_casegroup
from domain.errors import BadInputError, NotPermittedError
from domain.record.requests import AddNote, SetAside
from domain.restricted import RESTRICTING, is_restricted
from domain.validation.requests import Validate
from storage.lists import SORT_COLUMNS
from storage.store import Store
from tests import restricted
from tests.made_up import case_record, casegroup_record, person, write_documents
from tests.restricted import BIG, CLOCK, MANAGER, NOMINATED, OTHER_MANAGER, PLAIN, PLAIN_TOO, RESTRICTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.worklist import WorklistRow
    from storage.lists import SortColumn

OPENED = "restricted_record_opened"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return restricted.made_store(tmp_path_factory.mktemp("restricted"))


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "store.db"))


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as store:
        yield store


@pytest.fixture
def manager(store: Store) -> Desk:
    """Sit down as a team manager who is not nominated."""
    return Desk(store, MANAGER, CLOCK)


@pytest.fixture
def nominated(store: Store) -> Desk:
    return Desk(store, NOMINATED, CLOCK)


def openings(desk: Desk) -> list[str | None]:
    return [entry.casegroup_id for entry in desk.store.iterate_journal() if entry.kind == OPENED]


def rows(
    desk: Desk, text: str = "", sort: SortColumn = "casegroup_id", *, descending: bool = False
) -> list[WorklistRow]:
    return worklist_rows(desk, worklist_keys(desk, text, sort, descending=descending))


# ------------------------------------------------------------------------------------------------ what is restricted


@pytest.mark.parametrize("marker", get_args(Marker))
@pytest.mark.parametrize("whose", ["paying parent", "receiving parent", "receiving parent of a case that stays open"])
def test_anybodys_marker_restricts_the_casegroup_and_special_welfare_does_not(marker: Marker, whose: str) -> None:
    marked = {**person(9), "markers": [marker]}
    stays_open = whose.endswith("open")
    document = casegroup_record(
        paying_parent=marked if whose == "paying parent" else person(1),
        cases=[
            case_record(receiving_parent=person(2) if stays_open or whose == "paying parent" else marked),
            case_record("C2", in_case_closure=False, receiving_parent=marked if stays_open else person(3)),
        ],
    )
    assert is_restricted(read_casegroup(json.dumps(document))) == (marker != "special_welfare")
    assert set(get_args(Marker)) - {"special_welfare"} == RESTRICTING


# ------------------------------------------------------------------------------------------------ opening


@pytest.mark.parametrize("ask", ["casefile", "facts", "documents"])
def test_a_restricted_record_opens_to_those_nominated_and_each_opening_is_journalled_once(
    nominated: Desk, ask: str
) -> None:
    before = len(openings(nominated))
    for _ in range(3):
        getattr(nominated, ask)(RESTRICTED)
        nominated.assess(nominated.casefile(RESTRICTED))
    assert openings(nominated)[before:] == [RESTRICTED]
    nominated.put_away(RESTRICTED)
    getattr(nominated, ask)(RESTRICTED)
    nominated.put_away()
    getattr(nominated, ask)(RESTRICTED)
    assert openings(nominated)[before:] == [RESTRICTED] * 3
    assert not nominated.store.verify().faults
    assert faults_of_lists(nominated) == []


@pytest.mark.parametrize("ask", ["casefile", "facts", "documents"])
def test_a_team_manager_who_is_not_nominated_is_like_anybody_else(manager: Desk, ask: str) -> None:
    head = manager.store.head()
    with pytest.raises(NotPermittedError, match=r"RR77 is a restricted record.*nominate"):
        getattr(manager, ask)(RESTRICTED)
    assert manager.store.head() == head


def test_looking_at_an_ordinary_record_writes_nothing(nominated: Desk) -> None:
    head = nominated.store.head()
    nominated.documents(PLAIN)
    nominated.facts(PLAIN)
    assert nominated.store.head() == head


def test_a_preview_and_a_request_open_a_record_too(nominated: Desk, store: Store) -> None:
    before = len(openings(nominated))
    nominated.preview(AddNote(casegroup_id=RESTRICTED, text="x"))
    answer = nominated.perform(AddNote(casegroup_id=RESTRICTED, text="x"))
    assert openings(nominated)[before:] == [RESTRICTED]
    Desk(store, NOMINATED, CLOCK).perform(AddNote(casegroup_id=RESTRICTED, text="y"))
    assert openings(nominated)[before:] == [RESTRICTED] * 2
    assert [entry.event.kind for entry in answer.recorded] == ["note_added"]


def test_what_was_previewed_is_what_is_written_though_the_opening_came_between(nominated: Desk) -> None:
    shown = nominated.preview(AddNote(casegroup_id=RESTRICTED, text="x")).recorded
    nominated.put_away()
    written = nominated.perform(
        AddNote(casegroup_id=RESTRICTED, text="x"), shown=[entry.event for entry in shown]
    ).recorded
    assert [entry.event for entry in written] == [entry.event for entry in shown]


def test_nobody_else_makes_a_request_on_it_and_is_told_nothing(manager: Desk, nominated: Desk) -> None:
    nominated.perform(AddNote(casegroup_id=RESTRICTED, text="Periwinkle"), "request-1")
    head = manager.store.head()
    for request_id in (None, "request-1"):
        for made in (AddNote(casegroup_id=RESTRICTED, text="Periwinkle"), Validate(casegroup_id=RESTRICTED)):
            with pytest.raises(NotPermittedError, match="restricted record"):
                manager.perform(made, request_id)
            with pytest.raises(NotPermittedError, match="restricted record"):
                manager.preview(made)
    assert manager.store.head() == head


def test_where_an_opening_cannot_be_journalled_nothing_is_opened(path: Path) -> None:
    with (
        Desk.open(path, NOMINATED, CLOCK, read_only=True) as desk,
        pytest.raises(NotPermittedError, match="for reading only"),
    ):
        desk.casefile(RESTRICTED)


def test_an_opening_is_never_set_aside(nominated: Desk) -> None:
    opening = nominated.casefile(RESTRICTED).recorded[-1]
    answer = nominated.preview(SetAside(casegroup_id=RESTRICTED, seq=opening.seq))
    assert [refusal.key for refusal in answer.refusals] == ["opening_stands"]


# ------------------------------------------------------------------------------------------------ the lists


def test_others_see_that_a_record_exists_and_is_worked_on_and_no_more(manager: Desk, nominated: Desk) -> None:
    masked = {row.casegroup_id: row for row in rows(manager)}[RESTRICTED]
    full = {row.casegroup_id: row for row in rows(nominated)}[RESTRICTED]
    assert (masked.stage, masked.systems, masked.due_date, masked.last_seq) == (
        full.stage, full.systems, full.due_date, full.last_seq,
    )  # fmt: skip
    assert masked.restricted
    assert masked.flags == "restricted"
    assert full.paying_parent == "QUILLFEATHER Ondine1"
    assert not any((masked.paying_parent, masked.nino, masked.search_text))
    assert (masked.debt_balance_pence, masked.discrepancy_pence, masked.residual_pence) == (None, None, None)
    assert full.flags.split()[0] == "restricted"
    assert "sensitive" not in full.flags


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "sort", ["paying_parent", "nino", "debt_balance_pence", "discrepancy_pence", "residual_pence", "flags"]
)
def test_the_order_of_a_list_tells_nothing(manager: Desk, sort: SortColumn, descending: bool) -> None:
    numbers = [row.casegroup_id for row in rows(manager, sort=sort, descending=descending)]
    assert numbers[2:] == [RESTRICTED, BIG]


def test_every_column_is_sorted_by_for_everybody(manager: Desk, nominated: Desk) -> None:
    for sort in SORT_COLUMNS:
        numbers = {RESTRICTED, BIG, PLAIN, PLAIN_TOO}
        assert {row.casegroup_id for row in rows(manager, sort=sort)} == numbers
        assert {row.casegroup_id for row in rows(nominated, sort=sort)} == numbers


@pytest.mark.parametrize(
    "word",
    ["quillf", "QQ941701A", "CASEXQ1", "ZP19417", "LTRXQ77", "Peregrine3", "Advocate", "note", "Ondine1"],
)
def test_nothing_of_a_restricted_record_finds_it_for_others(manager: Desk, nominated: Desk, word: str) -> None:
    assert not {row.casegroup_id for row in rows(manager, word)} & {RESTRICTED, BIG}
    assert {row.casegroup_id for row in rows(manager, f"!{word}")} >= {RESTRICTED, BIG}
    assert not {row.casegroup_id for row in worklist_rows(manager, search(manager, word))} & {RESTRICTED, BIG}
    found = [*rows(nominated, word), *worklist_rows(nominated, search(nominated, word))]
    assert RESTRICTED in {row.casegroup_id for row in found}


@pytest.mark.parametrize("word", ["RR77", "rr7", "restricted"])
def test_its_number_finds_it(manager: Desk, word: str) -> None:
    assert RESTRICTED in {row.casegroup_id for row in rows(manager, word)}
    assert RESTRICTED not in {row.casegroup_id for row in rows(manager, f"!{word}")}


def test_its_stage_finds_it(manager: Desk) -> None:
    stage = dict(worklist_ids_and_stages(manager, worklist_keys(manager)))[RESTRICTED]
    assert RESTRICTED in {row.casegroup_id for row in rows(manager, stage)}


def test_a_number_is_searched_for_by_its_beginning(manager: Desk) -> None:
    assert [row.casegroup_id for row in worklist_rows(manager, search(manager, "RR7"))] == [RESTRICTED]


def test_who_may_know_more_of_what(manager: Desk, nominated: Desk) -> None:
    assert restricted_to(manager, [RESTRICTED, PLAIN]) == {RESTRICTED}
    assert restricted_to(nominated, [RESTRICTED, PLAIN]) == frozenset()


def test_of_a_casegroup_that_is_not_listed_nobody_knows_whether_it_is_restricted(manager: Desk) -> None:
    assert restricted_to(manager, ["CG404"]) == {"CG404"}


def test_assessments_leave_restricted_records_out_or_journal_their_opening(manager: Desk, nominated: Desk) -> None:
    assert sorted(answer.casegroup_id for answer in assessments(manager) if answer) == [PLAIN, PLAIN_TOO]
    before = len(openings(nominated))
    assert len([answer for answer in assessments(nominated) if answer]) == 4
    assert openings(nominated)[before:] == [RESTRICTED, BIG]


# ------------------------------------------------------------------------------------------------ the journal


def test_the_journal_of_the_store_says_only_that_something_was_done(manager: Desk, nominated: Desk) -> None:
    for desk in (manager, nominated):
        entries = journal_page(desk, None, 1_000)
        for entry in entries:
            assert is_masked(entry) == (entry.casegroup_id in {RESTRICTED, BIG})
        assert {entry.kind for entry in entries if is_masked(entry)} >= {"note_added", "inhibit_set", OPENED}
        hidden = [entry for entry in entries if is_masked(entry)]
        assert all(entry.actor and entry.at and entry.seq for entry in hidden)
        assert not any(
            (entry.request_id, entry.request_digest, entry.facts_digest, entry.digest) != ("", "", None, "")
            for entry in hidden
        )


def test_the_journal_of_a_restricted_record_opens_it(manager: Desk, nominated: Desk) -> None:
    with pytest.raises(NotPermittedError):
        journal_of(manager, RESTRICTED)
    with pytest.raises(NotPermittedError):
        journal_page(manager, RESTRICTED, 10)
    before = len(openings(nominated))
    newest, *others = journal_page(nominated, RESTRICTED, 1_000)
    assert newest.kind == OPENED
    assert any("Periwinkle" in entry.body for entry in others)
    assert len(openings(nominated)) == before + 1


# ------------------------------------------------------------------------------------------------ nominating


def test_a_team_manager_nominates_and_ends_a_nomination(manager: Desk, store: Store) -> None:
    other = Desk(store, OTHER_MANAGER, CLOCK)
    with pytest.raises(NotPermittedError):
        other.casefile(RESTRICTED)
    assert nominate(manager, OTHER_MANAGER).nominated
    assert store.newest_entries(1)[0].kind == "roster_changed"
    assert json.loads(store.newest_entries(1)[0].body)["nominated"] is True
    other.casefile(RESTRICTED)
    nominate(manager, OTHER_MANAGER, ended=True)
    with pytest.raises(NotPermittedError):
        other.casefile(RESTRICTED)
    assert faults_of_lists(manager) == []


def test_nobody_nominates_themself_and_nobody_but_a_team_manager_nominates(manager: Desk, store: Store) -> None:
    manager.write_roster([Actor("leader", "L", frozenset({"team_leader", "case_manager"}))])
    head = store.head()
    with pytest.raises(NotPermittedError, match="themself"):
        nominate(manager, MANAGER)
    with pytest.raises(NotPermittedError, match="team manager"):
        nominate(Desk(store, "leader", CLOCK), NOMINATED)
    with pytest.raises(BadInputError, match="not on the roster"):
        nominate(manager, "nobody")
    nominate(manager, NOMINATED)
    assert store.head() == head, "nominated already: nothing to write"


def test_a_change_of_roles_keeps_a_nomination_and_leaving_the_roster_ends_it(manager: Desk, store: Store) -> None:
    def is_nominated() -> bool:
        return next(person for person in store.roster() if person.user == NOMINATED).nominated

    manager.write_roster([Actor(NOMINATED, "N", frozenset({"caseworker"}))])
    assert is_nominated()
    manager.write_roster([Actor(NOMINATED, "N", frozenset())])
    manager.write_roster([Actor(NOMINATED, "N", frozenset({"caseworker"}), nominated=True)])
    assert not is_nominated()


# ------------------------------------------------------------------------------------------------ files about it


@pytest.mark.parametrize("case_id", ["CASEXQ1", "CASEXQ404", ""])
def test_a_failure_report_is_no_way_to_find_out_its_case_numbers(
    manager: Desk, nominated: Desk, tmp_path: Path, case_id: str
) -> None:
    head = manager.store.head()
    report = tmp_path / "report.csv"
    heading = "Casegroup number,Case number,Reason for failure,Description"
    report.write_text(f"{heading}\n{PLAIN},,Other,Rejected\n{RESTRICTED},{case_id},Other,Rejected\n", encoding="utf-8")
    with pytest.raises(NotPermittedError, match=r"RR77: a restricted record.*nothing was taken"):
        import_failure_reports(manager, [report])
    assert manager.store.head() == head
    if case_id != "CASEXQ404":
        assert import_failure_reports(nominated, [report]).raised == 2


# ------------------------------------------------------------------------------------------------ newer documents


def without_marker() -> dict[str, object]:
    document = restricted.restricted_record()
    del document["cases"][1]["receiving_parent"]["markers"]
    return document


def test_nobody_else_opens_a_record_by_importing_a_document_without_the_marker(manager: Desk, tmp_path: Path) -> None:
    head = manager.store.head()
    file = write_documents(tmp_path / "lifting.jsonl", casegroup_record("CG3"), without_marker())
    with pytest.raises(NotPermittedError, match=r"RR77: a restricted record.*nothing was imported"):
        import_files(manager, [file])
    assert manager.store.head() == head


def test_the_latest_document_decides_for_the_record_with_all_its_past(
    manager: Desk, nominated: Desk, tmp_path: Path
) -> None:
    import_files(nominated, [write_documents(tmp_path / "lifted.jsonl", without_marker())])
    assert {row.casegroup_id: row for row in rows(manager)}[RESTRICTED].paying_parent == "QUILLFEATHER Ondine1"
    assert "Periwinkle" in " ".join(entry.body for entry in journal_of(manager, RESTRICTED))
    import_files(manager, [write_documents(tmp_path / "again.jsonl", restricted.restricted_record())])
    with pytest.raises(NotPermittedError):
        manager.casefile(RESTRICTED)
    assert all(is_masked(entry) for entry in journal_page(manager, None, 1_000) if entry.casegroup_id == RESTRICTED)
