"""The queue as kept: its questions against a naive reading, keys that stay, restricted rows that tell nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.queue import QueueKind, QueueRow
from storage.queue import QUEUE_COLUMNS, QueueFilter
from storage.store import Store
from tests.storage.samples import AT, listed, worklist_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from storage.queue import QueueColumn

KINDS: tuple[QueueKind, ...] = get_args(QueueKind)
CASEGROUPS = tuple(f"CG{number:06d}" for number in range(4))
days = st.none() | st.dates(date(2016, 1, 1), date(2016, 1, 5))
rows_made = st.builds(
    QueueRow,
    casegroup_id=st.sampled_from(CASEGROUPS),
    kind=st.sampled_from(KINDS),
    item_id=st.sampled_from(["1", "2"]),
    cause=st.sampled_from(["other", "appeal", "Siân's [b]"]),
    case_id=st.sampled_from(["", "881"]),
    detail=st.sampled_from(["", "x"]),
    state=st.sampled_from(["open", "with_supplier"]),
    holder=st.sampled_from(["", "ann", "team_manager"]),
    opened_on=days,
    since=days,
    due_on=days,
)
queues = st.lists(rows_made, unique_by=lambda row: (row.casegroup_id, row.kind, row.item_id), max_size=12)
filters = st.builds(
    QueueFilter,
    kinds=st.frozensets(st.sampled_from(KINDS), max_size=2),
    cause=st.none() | st.sampled_from(["other", "appeal", "restricted"]),
    states=st.frozensets(st.sampled_from(["open", "with_supplier"]), max_size=1),
    holders=st.frozensets(st.sampled_from(["ann", "team_manager"]), max_size=2),
    casegroup_id=st.none() | st.sampled_from(CASEGROUPS),
    due_by=st.none() | st.just(date(2016, 1, 3)),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("queue") / "work.store", "live", "alice", AT) as store:
        yield store


def put(store: Store, rows: Sequence[QueueRow], restricted: Sequence[str] = ()) -> None:
    with store.turn() as turn:
        turn.rebuild_lines(
            listed(
                worklist_row(number, restricted=casegroup_id in restricted),
                *(row for row in rows if row.casegroup_id == casegroup_id),
            )
            for number, casegroup_id in enumerate(CASEGROUPS)
        )


def read(store: Store, wanted: QueueFilter | None = None, **order: object) -> list[QueueRow]:
    keys = store.queue_keys(wanted or QueueFilter(), **order)  # type: ignore[arg-type]
    return [row for _, row in store.queue_rows(keys, masked=bool(order.get("masked")))]


def passes(row: QueueRow, wanted: QueueFilter) -> bool:
    return (
        (not wanted.kinds or row.kind in wanted.kinds)
        and (wanted.cause is None or row.cause == wanted.cause)
        and (not wanted.states or row.state in wanted.states)
        and (not wanted.holders or row.holder in wanted.holders)
        and wanted.casegroup_id in {None, row.casegroup_id}
        and (wanted.due_by is None or (row.due_on is not None and row.due_on <= wanted.due_by))
    )


def as_others_see(row: QueueRow) -> QueueRow:
    """What somebody not nominated is told of a restricted record's work."""
    holder = "" if row.holder.startswith("any:") else row.holder
    return replace(row, item_id="", cause="restricted", case_id="", detail="", state="", holder=holder, due_on=None)


@settings(max_examples=60)
@given(queues, filters, st.sampled_from(QUEUE_COLUMNS), st.booleans(), st.booleans())
def test_the_queue_answers_like_a_naive_reading_of_its_rows(
    store: Store, rows: list[QueueRow], wanted: QueueFilter, column: QueueColumn, descending: bool, masked: bool
) -> None:
    put(store, rows, restricted=[CASEGROUPS[0]])
    told = [as_others_see(row) if masked and row.casegroup_id == CASEGROUPS[0] else row for row in rows]
    expected = [row for row in told if passes(row, wanted)]
    found = read(store, wanted, sort=column, descending=descending, masked=masked)
    assert sorted(map(repr, found)) == sorted(map(repr, expected))
    values = [getattr(row, column) for row in found]
    known = [value for value in values if value is not None]
    assert values == [*sorted(known, reverse=descending), *[None] * (len(values) - len(known))]
    counts = store.queue_counts(wanted, masked=masked)
    assert {(one.kind, one.cause) for one in counts} == {(row.kind, row.cause) for row in expected}
    for one in counts:
        of_cause = [row for row in expected if (row.kind, row.cause) == (one.kind, one.cause)]
        assert one.count == len(of_cause)
        assert one.unallocated == sum(not row.holder for row in of_cause)
        assert one.oldest == min((row.opened_on for row in of_cause if row.opened_on), default=None)
    assert store.queue_count() == len(rows)


@settings(max_examples=30)
@given(queues, queues)
def test_what_still_waits_keeps_its_key_and_what_does_not_is_gone(
    store: Store, before: list[QueueRow], after: list[QueueRow]
) -> None:
    put(store, before)
    keys_before = dict(_named(store))
    put(store, after)
    keys_after = dict(_named(store))
    assert {name: keys_after[name] for name in keys_before.keys() & keys_after.keys()} == {
        name: key for name, key in keys_before.items() if name in keys_after
    }
    assert sorted(map(repr, read(store))) == sorted(map(repr, after))
    gone = [key for name, key in keys_before.items() if name not in keys_after]
    assert all(key in keys_after.values() or store.queue_rows([key]) == [] for key in gone)


def _named(store: Store) -> Iterator[tuple[tuple[str, str, str], int]]:
    for key, row in store.queue_rows(store.queue_keys()):
        yield (row.casegroup_id, row.kind, row.item_id), key


def test_the_work_of_a_casegroup_no_longer_listed_goes_with_it(store: Store) -> None:
    rows = [QueueRow(number, "exception", "1", "other", "", "", "", "", None, None, None) for number in CASEGROUPS]
    put(store, rows)
    with store.turn() as turn:
        turn.rebuild_lines([listed(worklist_row(0), rows[0])])
    assert read(store) == [rows[0]]


def test_a_column_that_is_not_of_the_queue_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no column"):
        store.queue_keys(sort="key; DROP TABLE journal")  # type: ignore[arg-type]


def test_a_turn_undone_leaves_the_queue_as_it_was(store: Store) -> None:
    put(store, [QueueRow(CASEGROUPS[0], "exception", "1", "other", "", "", "", "", None, None, None)])
    before = read(store)
    with pytest.raises(RuntimeError, match="never mind"), store.turn() as turn:
        turn.rebuild_lines([])
        message = "never mind"
        raise RuntimeError(message)
    assert read(store) == before


def test_a_new_store_has_lists_of_today_and_an_old_one_is_asked_to_make_them(tmp_path: Path) -> None:
    with Store.create(tmp_path / "new.store", "live", "alice", AT) as new:
        assert new.lists_are_current()
        new._connection.execute("UPDATE lists SET version = 0")
        assert not new.lists_are_current()
        with new.turn() as turn:
            turn.rebuild_lines([])
        assert new.lists_are_current()
