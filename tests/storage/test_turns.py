from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from storage.errors import DiskFullError, StoreBusyError, StoreTooNewError
from storage.store import Store
from tests.storage.samples import (
    PROJECT,
    another_program,
    answer_of,
    entry_draft,
    facts_draft,
    fill,
    filled_store,
    listed,
    said,
    worklist_row,
)

if TYPE_CHECKING:
    from pathlib import Path


class WentWrongError(Exception):
    """Anything that goes wrong in the middle of a turn."""


def everything(store: Store) -> list[list[tuple[object, ...]]]:
    """Read every row of every table, index included."""
    tables = store._connection.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')"
    ).fetchall()
    return [
        sorted(store._connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for (name,) in sorted(tables)
    ]


@pytest.mark.parametrize("error", [WentWrongError, KeyboardInterrupt, SystemExit])
def test_a_turn_that_goes_wrong_leaves_no_trace(tmp_path: Path, error: type[BaseException]) -> None:
    with filled_store(tmp_path / "work.store") as store:
        before = everything(store)
        with pytest.raises(error), store.turn() as turn:
            received = turn.put_facts([facts_draft(1, "request-2"), facts_draft(9, "request-2")])
            turn.append([entry_draft(facts, "request-2", step) for step, facts in enumerate(received)])
            turn.put_lines([listed(worklist_row(1, search_text="Nobody")), listed(worklist_row(9))])
            raise error
        assert everything(store) == before
        fill(store, [9], "request-3")
        assert store.verify().faults == ()


def test_a_turn_reads_what_it_wrote(tmp_path: Path) -> None:
    with filled_store(tmp_path / "work.store") as store, store.turn() as turn:
        (facts,) = turn.put_facts([facts_draft(1, "request-2")])
        turn.append([entry_draft(facts, "request-2", 0)])
        assert facts.version == 2
        assert store.latest_facts("CG000001") == facts
        assert [entry.kind for entry in store.entries_of_request("request-2")] == ["facts_received"]


def test_a_request_cannot_be_written_twice(tmp_path: Path) -> None:
    with filled_store(tmp_path / "work.store") as store:
        with pytest.raises(dbapi2.IntegrityError), store.turn() as turn:
            turn.append([entry_draft(None, "request-1", 0)])
        assert store.head().seq == 4
        assert store.verify().faults == ()


WRITING = """
import sys
from storage.store import Store
from tests.storage.samples import fill
path, name, turns = sys.argv[1], sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
with Store.open(path) as store:
    for number in range(turns):
        with store.reading():
            seen = store.head().seq
        fill(store, [1, number % 7], f"{name}-{number}")
        assert store.head().seq >= seen + 2
print("done", flush=True)
"""


def test_several_programs_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    writers, turns = 3, 40
    with filled_store(path) as store:
        with (
            another_program(WRITING, path, "a", turns) as first,
            another_program(WRITING, path, "b", turns) as second,
            another_program(WRITING, path, "c", turns) as third,
        ):
            programs = (first, second, third)
            assert [said(program) for program in programs] == ["ready"] * writers
            for program in programs:
                assert program.stdin is not None
                program.stdin.write("go\n")
                program.stdin.flush()
            assert [said(program) for program in programs] == ["done"] * writers
        written = {entry.request_id for entry in store.iterate_journal(after=4)}
        assert written == {f"{name}-{number}" for name in "abc" for number in range(turns)}
        assert store.head().seq == 4 + 2 * writers * turns
        # Each turn received casegroup 1 once more, and every seventh of them once more again.
        again = sum(1 for number in range(turns) if number % 7 == 1)
        assert len(store.facts_versions("CG000001")) == 1 + writers * (turns + again)
        assert store.verify().faults == ()
        assert store.integrity().sound


HOLDING = """
import sys
from storage.store import Store
from tests.storage.samples import entry_draft, facts_draft, listed, worklist_row
with Store.open(sys.argv[1]) as store, store.turn() as turn:
    # More than the page cache holds, so that part of it has reached the log.
    received = turn.put_facts([facts_draft(n, "lost", b"x" * 20_000) for n in range(int(sys.argv[2]))])
    turn.append([entry_draft(facts, "lost", step) for step, facts in enumerate(received)])
    turn.put_lines([listed(worklist_row(n)) for n in range(int(sys.argv[2]))])
    print("held", flush=True)
    sys.stdin.readline()
print("done", flush=True)
"""


def test_while_one_program_holds_a_turn_others_read_and_writers_wait_no_longer_than_told(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    with another_program(HOLDING, path, 5) as holding:
        assert said(holding) == "held"
        with Store.open(path, patience_milliseconds=20) as store:
            assert store.head().seq == 4
            assert store.worklist_count() == 3
            with pytest.raises(StoreBusyError, match="in use"), store.turn():
                pass
            assert holding.stdin is not None
            holding.stdin.write("\n")
            holding.stdin.flush()
            assert said(holding) == "done"
            assert store.head().seq == 9
            fill(store, [1], "request-2")
            assert store.verify().faults == ()


def test_a_reader_keeps_its_moment_and_hinders_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    with filled_store(path) as reader, Store.open(path, patience_milliseconds=20) as writer:
        with reader.reading():
            assert reader.head().seq == 4
            fill(writer, [5], "request-2")
            assert reader.head().seq == 4
            assert reader.latest_facts("CG000005") is None
        assert reader.head().seq == 5


def test_within_a_turn_a_moment_is_held_anyway(tmp_path: Path) -> None:
    with filled_store(tmp_path / "work.store") as store:
        with store.turn() as turn:
            with store.reading():
                assert store.head().seq == 4
            turn.append([entry_draft(None, "request-2", 0)])
        assert store.head().seq == 5


def test_pages_of_a_long_reading_hold_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    with filled_store(path, 9) as store:
        read = []
        for facts in store.iterate_facts(page=2):
            read.append(facts.casegroup_id)
            if len(read) == 3:
                fill(store, [20], "request-2")
        assert read == [f"CG{number:06d}" for number in [*range(9), 20]]


@pytest.mark.parametrize("documents", [3, 3_000])
def test_a_program_killed_within_a_turn_leaves_the_store_as_it_was(tmp_path: Path, documents: int) -> None:
    path = tmp_path / "work.store"
    with filled_store(path) as store:
        before = everything(store)
    with another_program(HOLDING, path, documents) as holding:
        assert said(holding) == "held"
        holding.send_signal(signal.SIGKILL)
        assert holding.wait() == -signal.SIGKILL
    with Store.open(path, patience_milliseconds=20) as store:
        assert everything(store) == before
        assert store.verify().faults == ()
        assert store.integrity().sound
        fill(store, [1, 2], "request-2")
        assert store.verify().faults == ()


REPORTING = """
import sys
from storage.store import Store
from tests.storage.samples import fill
with Store.open(sys.argv[1]) as store:
    for number in range(10_000):
        fill(store, [number % 5, 50], f"turn-{number}")
        print(number, flush=True)
"""


@pytest.mark.parametrize("turns", [1, 17])
def test_what_was_reported_as_done_outlives_the_program(tmp_path: Path, turns: int) -> None:
    path = tmp_path / "work.store"
    filled_store(path).close()
    with another_program(REPORTING, path) as reporting:
        for number in range(turns):
            assert said(reporting) == str(number)
        reporting.send_signal(signal.SIGKILL)
        reporting.wait()
    with Store.open(path) as store:
        for number in range(turns):
            assert len(store.entries_of_request(f"turn-{number}")) == 2
        assert store.verify().faults == ()


CREATING = """
import os, signal, sys
from storage import header
from storage.store import Store
header.write = lambda connection, made: os.kill(os.getpid(), signal.SIGKILL)
Store.create(sys.argv[1], "live", "alice", "2016-01-04T09:00:00+00:00")
"""


def test_a_program_killed_while_it_makes_a_store_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    with another_program(CREATING, path) as creating:
        assert creating.wait() == -signal.SIGKILL
    assert not path.exists()
    filled_store(path).close()


def test_a_full_disk_undoes_the_turn_and_the_store_goes_on(tmp_path: Path) -> None:
    with filled_store(tmp_path / "work.store") as store:
        before = everything(store)
        pages = store.doctor().page_count
        store._connection.execute(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(DiskFullError, match="no room left"), store.turn() as turn:
            received = turn.put_facts([facts_draft(n, "request-2", b"x" * 9_000) for n in range(50)])
            turn.append([entry_draft(facts, "request-2", step) for step, facts in enumerate(received)])
        assert everything(store) == before
        store._connection.execute("PRAGMA max_page_count = 1000000")
        fill(store, [1], "request-3")
        assert store.verify().faults == ()


SMALL_DISK = """
import json, sys
from pathlib import Path
from storage.errors import DiskFullError
from storage.store import Store
from tests.storage.samples import entry_draft, facts_draft, filled_store
folder = Path(sys.argv[1])
answer = []
store = filled_store(folder / "work.store")
try:
    with store.turn() as turn:
        received = turn.put_facts([facts_draft(n, "request-2", b"x" * 9_000) for n in range(500)])
        turn.append([entry_draft(facts, "request-2", step) for step, facts in enumerate(received)])
except DiskFullError:
    answer.append("turn refused")
try:
    (folder / "ballast").write_bytes(b"x" * 4_000_000)
except OSError:
    pass
try:
    store.backup(folder / "copy.store")
except DiskFullError:
    answer.append("backup refused")
try:
    Store.create(folder / "second.store", "live", "alice", "2016-01-04T09:00:00+00:00")
except DiskFullError:
    answer.append("creation refused")
(folder / "ballast").unlink()
answer.append(store.head().seq)
answer.append(len(store.verify().faults))
store.close()
answer.append(sorted(path.name for path in folder.iterdir()))
print(json.dumps(answer))
"""


def test_on_a_disk_that_is_really_full_nothing_is_lost_or_left(tmp_path: Path) -> None:
    inside = f'mount -t tmpfs -o size=3m tmpfs {tmp_path} && exec {sys.executable} -c "$SCRIPT" {tmp_path}'
    unshare = shutil.which("unshare")
    if unshare is None or os.geteuid() != 0:
        pytest.skip("a disk of its own needs unshare and the rights of root")
    done = subprocess.run(
        [unshare, "-m", "sh", "-c", inside],
        cwd=PROJECT,
        env=os.environ | {"SCRIPT": SMALL_DISK},
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount:" in done.stderr:
        pytest.skip("this machine lets nobody mount a disk")
    assert done.stdout.strip() == '["turn refused", "backup refused", "creation refused", 4, 0, ["work.store"]]', (
        done.stderr
    )


def test_a_store_brought_up_to_date_by_a_newer_program_takes_no_more_turns_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "work.store"
    with filled_store(path) as store:
        answer_of(
            "import sys; from sqlcipher3 import dbapi2\n"
            "dbapi2.connect(sys.argv[1], isolation_level=None).execute('PRAGMA user_version = 99')",
            path,
        )
        with pytest.raises(StoreTooNewError, match="start again"), store.turn():
            pass
        assert store.head().seq == 4


def test_turns_do_not_nest(tmp_path: Path) -> None:
    with filled_store(tmp_path / "work.store") as store:
        with pytest.raises(dbapi2.OperationalError), store.turn() as turn:
            turn.append([entry_draft(None, "request-2", 0)])
            with store.turn():
                pass
        assert store.head().seq == 4
