from __future__ import annotations

import unicodedata
from array import array
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actor import Actor
from storage.folding import identifier_token, letters, words
from storage.lists import SORT_COLUMNS, FilterTerm
from storage.store import Store
from storage.worklist_rows import STAGES
from tests.storage.samples import AT, entry_draft, fill, filled_store, listed, worklist_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.worklist import WorklistRow
    from storage.lists import SortColumn

NAMES = (
    "HOLT Dinah",
    "HOLT Ann",
    "O'BRIEN Siân",
    "Ó BRIAIN Seán",
    "SMITH-JONES Ŵyn",
    "STRAẞE Ole",
    "ØSTBY Kari",
    "D",
    "",
    "ŁUKASZ N2",
    "% _",
)
FLAGS = ("", "clerical", "offsetting clerical", "restricted", "note amended")
IDENTIFIERS = ("QQ112233A", "QQ 11 22 44 B", "cs2 881", "CS2-882", "P7", "LTR/1", "Ünit 9")
TYPED = ("h", "holt", "HLT", "obrien", "o'b", "sian", "wyn", "strasse", "dh", "z", "ole", "n2", "%", "_", "", " ")
TYPED_EXACT = (
    "QQ",
    "qq1122",
    "QQ 11 22 44",
    "cs2",
    "CS2881",
    "cg",
    "CG00000",
    "to",
    "to_check",
    "cleri",
    "p7",
    "9",
    "881",
    "l",
    "%",
    "note",
    "unit9",
)


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("lists") / "work.store", "live", "alice", AT) as store:
        yield store


days = st.none() | st.dates(date(2015, 12, 28), date(2016, 1, 4))
pence = st.none() | st.integers(-3, 3) | st.sampled_from([2**40, -(2**40)])


@st.composite
def worklists(draw: st.DrawFn) -> list[WorklistRow]:
    rows = []
    for number in draw(st.lists(st.integers(0, 30), unique=True, max_size=12)):
        name = draw(st.sampled_from(NAMES))
        known_by = draw(st.lists(st.sampled_from(IDENTIFIERS), max_size=3))
        rows.append(
            worklist_row(
                number,
                paying_parent=name,
                nino=draw(st.sampled_from(["", "QQ112233A"])),
                due_date=draw(days),
                stage=draw(st.sampled_from(STAGES)),
                deferred_until=draw(days),
                debt_balance_pence=draw(pence),
                discrepancy_pence=draw(pence),
                residual_pence=draw(pence),
                check_due_on=draw(days),
                flags=draw(st.sampled_from(FLAGS)),
                search_text="\n".join([name, *known_by]),
                closing_cases=draw(st.integers(0, 3)),
                last_seq=draw(st.integers(1, 5)),
            )
        )
    return rows


terms = st.lists(
    st.builds(FilterTerm, text=st.sampled_from(TYPED), exact=st.just(False), negated=st.booleans())
    | st.builds(FilterTerm, text=st.sampled_from(TYPED_EXACT), exact=st.just(True), negated=st.booleans()),
    max_size=3,
)


def plain(text: str) -> str:
    """Fold a text in the most obvious way: one letter after another."""
    kept = ""
    for letter in unicodedata.normalize("NFKD", text).casefold():
        kept += {"ø": "o", "ł": "l"}.get(letter, letter) if letter.isalnum() else ""
    return kept


def naive_match(row: WorklistRow, term: FilterTerm) -> bool:
    wanted = plain(term.text)
    if not wanted:
        return True
    if term.exact:
        lines = [line for line in row.search_text.split("\n") if any(letter.isdigit() for letter in line)]
        found = any(plain(line).startswith(wanted) for line in [row.casegroup_id, *lines])
        found = found or any(word.startswith(term.text.lower()) for word in [row.stage, *row.flags.split()])
    else:
        rest, found = plain(row.paying_parent), True
        for letter in wanted:
            found = found and letter in rest
            rest = rest[rest.find(letter) + 1 :]
    return found is not term.negated


def naive_value(row: WorklistRow, sort: str) -> Any:
    if sort == "paying_parent":
        return " ".join(words(row.paying_parent))
    return STAGES.index(row.stage) if sort == "stage" else getattr(row, sort)


def naive_order(rows: list[WorklistRow], sort: str, descending: bool) -> list[str]:
    by_id = sorted(rows, key=lambda row: row.casegroup_id)
    known = [row for row in by_id if naive_value(row, sort) is not None]
    known.sort(key=lambda row: naive_value(row, sort))
    if descending:
        known.reverse()
    return [row.casegroup_id for row in known + [row for row in by_id if naive_value(row, sort) is None]]


@given(rows=worklists(), sort=st.sampled_from(SORT_COLUMNS), descending=st.booleans(), wanted=terms)
def test_filter_and_order_agree_with_a_naive_reading(
    emptied: Store, rows: list[WorklistRow], sort: SortColumn, descending: bool, wanted: list[FilterTerm]
) -> None:
    with emptied.turn() as turn:
        turn.rebuild_lines(map(listed, rows))
    expected = naive_order([row for row in rows if all(naive_match(row, term) for term in wanted)], sort, descending)
    keys = emptied.worklist_keys(sort, descending=descending, terms=wanted)
    shown = emptied.worklist_rows(keys)
    assert [row.casegroup_id for row in shown] == expected
    by_id = {row.casegroup_id: row for row in rows}
    assert shown == [by_id[casegroup_id] for casegroup_id in expected]
    assert [emptied.position_of(casegroup_id, keys) for casegroup_id in expected] == list(range(len(expected)))


@settings(max_examples=40)
@given(before=worklists(), after=worklists())
def test_a_rebuilt_worklist_holds_exactly_its_rows_and_known_ones_keep_their_keys(
    emptied: Store, before: list[WorklistRow], after: list[WorklistRow]
) -> None:
    with emptied.turn() as turn:
        turn.rebuild_lines(map(listed, before))
    keys = {row.casegroup_id: emptied.worklist_key(row.casegroup_id) for row in before}
    with emptied.turn() as turn:
        turn.rebuild_lines(map(listed, after))
    assert emptied.worklist_count() == len(after)
    for row in after:
        assert emptied.worklist_row(row.casegroup_id) == row
        assert keys.get(row.casegroup_id) in {None, emptied.worklist_key(row.casegroup_id)}
        assert emptied.worklist_key(row.casegroup_id) in emptied.search(row.casegroup_id)
    for row in before:
        if row.casegroup_id not in {kept.casegroup_id for kept in after}:
            assert emptied.worklist_row(row.casegroup_id) is None
            assert len(emptied.search(row.casegroup_id)) == 0
    assert emptied.integrity().sound


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with filled_store(tmp_path / "work.store") as opened:
        yield opened


def found(store: Store, text: str) -> list[str]:
    return [row.casegroup_id for row in store.worklist_rows(store.search(text))]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("holt", [0, 1, 2]),
        ("HOLT dinah", [0, 1, 2]),
        ("din hol", [0, 1, 2]),
        ("sian", [0, 1, 2]),
        ("Siân O’Brien", [0, 1, 2]),
        ("obrien", [0, 1, 2]),
        ("s", [0, 1, 2]),
        ("QQ 11 22 33 A", [0, 1, 2]),
        ("cs2 5001", [1]),
        ("CS25001", [1]),
        ("5002", [2]),
        ("CG000001", [1]),
        ("cg000001 holt", [1]),
        ("holt smith", []),
        ("olt", []),
        ("brien", []),
        ("", []),
        (" - ", []),
        ('" OR "', []),
        ("holt*", [0, 1, 2]),
        ("names:holt", []),
        ("NOT holt", []),
        ("(", []),
        ("\0", []),
        ("🙂", []),
    ],
)
def test_search_finds_people_and_identifiers_however_they_are_typed(
    store: Store, text: str, numbers: list[int]
) -> None:
    assert found(store, text) == [f"CG{number:06d}" for number in numbers]


def test_search_knows_other_alphabets_and_names_with_figures(store: Store) -> None:
    with store.turn() as turn:
        turn.put_lines([listed(worklist_row(7, search_text="Дмитрий Ким\nΓιώργος\nHolt 2nd\nمحمد"))])
    for text in ("дми", "КИМ", "Γιωργος", "2nd holt", "محمد"):
        assert found(store, text) == ["CG000007"], text


def test_changed_names_are_found_and_former_ones_are_not(store: Store) -> None:
    with store.turn() as turn:
        turn.put_lines([listed(worklist_row(1, search_text="CG000001\nDinah Patel", stage="blocked"))])
    assert found(store, "patel") == ["CG000001"]
    assert found(store, "dinah holt") == ["CG000000", "CG000002"]
    assert store.counts_by_stage() == {"to_check": 2, "blocked": 1}
    with store.turn() as turn:
        turn.rebuild_lines(listed(worklist_row(number)) for number in (0, 2))
    assert found(store, "patel") == []
    assert store.worklist_count() == 2
    assert store.integrity().sound


def test_keys_of_rows_taken_off_are_left_out(store: Store) -> None:
    keys = store.worklist_keys(descending=True)
    with store.turn() as turn:
        turn.rebuild_lines(listed(worklist_row(number)) for number in (0, 2))
    assert [row.casegroup_id for row in store.worklist_rows(keys)] == ["CG000002", "CG000000"]
    assert store.position_of("CG000001", keys) is None
    assert store.position_of("CG000000", store.worklist_keys()) == 0
    assert store.worklist_rows([]) == []
    assert store.worklist_rows(array("q", [10**12])) == []


def test_an_order_kept_from_before_is_dropped_when_anybody_writes(store: Store) -> None:
    first = store.worklist_keys("due_date")
    assert store.worklist_keys("due_date") is first
    mark = store.change_mark()
    with Store.open(store.path) as another:
        fill(another, [9], "request-2")
    assert store.change_mark() != mark
    assert len(store.worklist_keys("due_date")) == 4
    fill(store, [10], "request-3")
    assert len(store.worklist_keys("due_date")) == 5


def test_an_order_seen_within_a_turn_that_failed_is_forgotten(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.turn() as turn:
        turn.put_lines([listed(worklist_row(50))])
        assert len(store.worklist_keys("due_date")) == 4
        raise ZeroDivisionError
    assert len(store.worklist_keys("due_date")) == 3


def test_only_a_few_orders_are_kept(store: Store) -> None:
    for sort in SORT_COLUMNS:
        for descending in (False, True):
            assert len(store.worklist_keys(sort, descending=descending)) == 3
    assert len(store._worklist._orders) == 4


def test_a_column_that_is_not_of_the_worklist_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no column"):
        store.worklist_keys("key; DROP TABLE journal")  # type: ignore[arg-type]


def test_casegroups_due_come_page_by_page(store: Store) -> None:
    with store.turn() as turn:
        turn.put_lines(
            listed(worklist_row(number, check_due_on=None if number % 3 == 0 else date(2016, 1, number + 1)))
            for number in range(20)
        )
    due, after = [], ""
    while page := store.casegroup_ids_due(date(2016, 1, 12), after, 3):
        assert len(page) <= 3
        due += page
        after = page[-1]
    assert due == [f"CG{number:06d}" for number in range(12) if number % 3]


def test_names_that_no_file_can_hold_are_kept_as_far_as_possible(store: Store) -> None:
    hostile = "HOLT \ud800\x1b[31m\0\u202e [née Jones]"
    with store.turn() as turn:
        turn.put_lines([listed(worklist_row(1, paying_parent=hostile, search_text=hostile))])
    row = store.worklist_row("CG000001")
    assert row is not None
    assert row.paying_parent == row.search_text == hostile.replace("\ud800", "\ufffd")
    assert found(store, "nee jones") == ["CG000001"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert letters(letters(text)) == letters(text)
    assert words(" ".join(words(text))) == words(text)


@given(st.text(), st.integers(0, 5))
def test_the_beginning_of_an_identifier_gives_the_beginning_of_its_token(text: str, size: int) -> None:
    folded = letters(text)
    assert identifier_token(text).startswith(identifier_token(folded[:size]))
    assert identifier_token(text).isascii()


def test_the_roster_is_written_whole(store: Store) -> None:
    alice = Actor("alice", "A Patel", frozenset({"caseworker", "team_leader"}))
    bryn = Actor("bryn", "Bryn Siôn", frozenset())
    with store.turn() as turn:
        turn.put_roster([bryn, alice])
    assert store.roster() == [alice, bryn]
    with store.turn() as turn:
        turn.put_roster([alice])
    assert store.roster() == [alice]


def test_entries_and_facts_of_many_are_those_of_each(store: Store) -> None:
    fill(store, [1], "request-2")
    with store.turn() as turn:
        turn.append([entry_draft(None, "request-3", 0)])
    wanted = ["CG000001", "CG000002", "CG404040"]
    assert store.entries_of(wanted) == {one: store.entries(one) for one in wanted[:2]}
    assert store.latest_facts_of(wanted) == {one: store.latest_facts(one) for one in wanted[:2]}
    assert [entry.seq for entry in store.newest_entries(3)] == [6, 5, 4]
    assert [entry.seq for entry in store.newest_entries(3, before=3)] == [2, 1]
    assert [entry.seq for entry in store.iterate_journal(page=2)] == [1, 2, 3, 4, 5, 6]
    latest = {facts.casegroup_id: facts.version for facts in store.iterate_facts(page=2)}
    assert latest == {"CG000000": 1, "CG000001": 2, "CG000002": 1}
    assert [facts.casegroup_id for facts in store.iterate_facts(after="CG000001")] == ["CG000002"]
    assert store.facts_versions("CG000001")[0].body == store.facts_versions("CG000001")[1].body
    assert store.entries_of_request("never") == []
