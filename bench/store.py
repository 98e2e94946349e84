"""What the store costs over bare SQLite reading the same rows in the same run, and its speed on long lists."""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from array import array
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.report import title
from domain.lines import Lines
from domain.worklist import WorklistRow
from storage.connection import connect_to_read
from storage.facts import FactsDraft
from storage.journal import EntryDraft
from storage.lists import FilterTerm, SortColumn
from storage.store import Store
from storage.worklist_rows import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.stores import Bench
    from storage.facts import Facts
    from storage.turn import Turn

AT = "2016-01-04T09:00:00+00:00"
TURN_SIZE = 1_000
BODY_BYTES = 3_000
REPEATS = 7


def run(bench: Bench) -> None:
    """Fill a store and print the table."""
    title("The store alone")
    casegroups = bench.casegroups
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.store"
        with Store.create(path, "live", "bench", AT) as store:
            fill(store, casegroups)
            megabytes, version = path.stat().st_size / 1e6, store.doctor().library_version
            print(f"{casegroups} casegroups, {megabytes:.0f} MB, SQLite {version}")
            reads(store, path, casegroups)
            lists(store, path)
            writes(store, Path(folder))
            measure("journal and facts verified", store.verify, times=1)
            measure("integrity", store.integrity, times=1)


def fill(store: Store, casegroups: int) -> None:
    """Write facts, entries and worklist in turns of 1,000, and print the rate."""
    chance = random.Random(1)
    names = ["".join(chance.choice("abcdefghilmnoprstu") for _ in range(chance.randint(3, 9))) for _ in range(3_000)]
    started = time.perf_counter()
    for first in range(0, casegroups, TURN_SIZE):
        with store.turn() as turn:
            received = turn.put_facts(
                draft(number, chance) for number in range(first, min(first + TURN_SIZE, casegroups))
            )
            entries = turn.append(entry(facts, 0) for facts in received)
            turn.put_lines(
                Lines(row(facts, written.seq, chance, names), ())
                for facts, written in zip(received, entries, strict=True)
            )
    rate = casegroups / (time.perf_counter() - started)
    print(f"filled: {rate:,.0f} casegroups/s (facts, entry, list, index)")


def draft(number: int, chance: random.Random) -> FactsDraft:
    """Make a document of a usual size."""
    body = b'{"casegroup_id": "CG%06d", "x": "%s"}' % (
        number,
        chance.randbytes(BODY_BYTES // 2).hex().encode(),
    )
    return FactsDraft(f"CG{number:06d}", body, "bench.jsonl", "0" * 64, number, AT, "bench", f"r{number}")


def entry(facts: Facts, step: int, request: str = "") -> EntryDraft:
    """Make an entry of a usual size."""
    body = '{"answer": "' + "x" * 400 + '"}'
    return EntryDraft(
        request_id=request or facts.request_id,
        step=step,
        request_digest="0" * 64,
        casegroup_id=facts.casegroup_id,
        kind="facts_received",
        version=1,
        body=body,
        actor="bench",
        at=AT,
        policy_digest="0" * 64,
        facts_digest=facts.facts_digest,
        facts_version=facts.version,
    )


def row(facts: Facts, seq: int, chance: random.Random, names: list[str]) -> WorklistRow:
    """Make a line of the worklist with the names and identifiers of four people."""
    surname, forename = chance.choice(names).upper(), chance.choice(names).title()
    people = [f"{chance.choice(names).upper()} {chance.choice(names).title()}" for _ in range(3)]
    identifiers = [f"QQ{chance.randrange(10**6):06d}A" for _ in range(3)] + [
        f"CS2 {chance.randrange(10**8)}" for _ in range(3)
    ]
    day = date(2014, 1, 1) + timedelta(chance.randrange(1500))
    return WorklistRow(
        casegroup_id=facts.casegroup_id,
        paying_parent=f"{surname} {forename}",
        nino=identifiers[0],
        systems="CS2 2, CCD 1",
        closing_cases=chance.randint(1, 4),
        due_date=day if chance.random() > 0.05 else None,
        stage=chance.choice(STAGES),
        deferred_until=None,
        debt_balance_pence=int(chance.lognormvariate(11.1, 1.8)),
        discrepancy_pence=chance.randint(-(10**5), 10**5),
        residual_pence=None,
        check_due_on=day,
        flags="clerical" if chance.random() < 0.1 else "",
        search_text="\n".join([f"{surname} {forename}", *people, facts.casegroup_id, *identifiers]),
        facts_version=1,
        last_seq=seq,
    )


def reads(store: Store, path: Path, casegroups: int) -> None:
    """Read casegroups by id and in bulk, beside the bare driver and Python's sqlite3."""
    wanted = [f"CG{number:06d}" for number in random.Random(2).choices(range(casegroups), k=500)]
    sql = "SELECT * FROM facts WHERE casegroup_id = ? ORDER BY version DESC LIMIT 1"
    # Another SQLite library in this process may not open the store itself: closing it would drop our locks.
    copy = path.with_name("copy.store")
    store.backup(copy)
    driver, plain = connect_to_read(path), sqlite3.connect(copy)
    bare = per_item("point read, bare driver", lambda: [driver.execute(sql, (one,)).fetchone() for one in wanted], 500)
    per_item(
        "point read, Python's sqlite3",
        lambda: [plain.execute(sql, (one,)).fetchone() for one in wanted],
        500,
        bare,
    )
    per_item("point read, latest_facts", lambda: [store.latest_facts(one) for one in wanted], 500, bare)
    per_item(
        "point read, facts and entries",
        lambda: [(store.latest_facts(one), store.entries(one)) for one in wanted],
        500,
        bare,
    )
    every = "SELECT * FROM facts"
    bulk = per_item("all facts, bare driver", lambda: sum(1 for _ in driver.execute(every)), casegroups, times=2)
    per_item("all facts, iterate_facts", lambda: sum(1 for _ in store.iterate_facts()), casegroups, bulk, times=2)
    driver.close()
    plain.close()


def lists(store: Store, path: Path) -> None:
    """Sort, filter and page the worklist, beside a bare scan of its keys."""
    driver = connect_to_read(path)
    bare = measure(
        "keys unsorted, bare driver",
        lambda: array("q", [key for (key,) in driver.execute("SELECT key FROM worklist NOT INDEXED")]),
    )
    for sort in ("casegroup_id", "paying_parent", "due_date", "stage", "debt_balance_pence", "systems"):
        measure(f"keys by {sort}, first time", partial(fresh, store, sort), bare)
    measure("keys by due_date, again", lambda: store.worklist_keys("due_date"), bare)
    for label, term in (
        ("name h", FilterTerm("h", exact=False)),
        ("name holt", FilterTerm("holt", exact=False)),
        ("not name holt", FilterTerm("holt", exact=False, negated=True)),
        ("number QQ", FilterTerm("QQ", exact=True)),
        ("number QQ1234", FilterTerm("QQ1234", exact=True)),
        ("word to_", FilterTerm("to_", exact=True)),
    ):
        measure(
            f"filter {label}, by due_date",
            partial(store.worklist_keys, "due_date", terms=[term]),
            bare,
        )
    keys = store.worklist_keys("due_date")
    page = keys[len(keys) // 2 : len(keys) // 2 + 40]
    measure("40 rows from the middle", lambda: store.worklist_rows(page))
    measure(
        "place of the last casegroup",
        lambda: store.position_of(store.worklist_rows(keys[-1:])[0].casegroup_id, keys),
    )
    measure("search two words", lambda: store.search("ma lo"))
    measure("search one letter", lambda: store.search("s"))
    measure("counts by stage", store.counts_by_stage)
    measure("1,000 due", lambda: store.casegroup_ids_due(date(2016, 1, 1)))
    driver.close()


def fresh(store: Store, sort: SortColumn) -> array[int]:
    """Sort with nothing kept from before."""
    store._worklist._orders.clear()  # noqa: SLF001
    return store.worklist_keys(sort)


def writes(store: Store, folder: Path) -> None:
    """Write entries in small and large turns, beside the bare driver writing rows of the same size."""
    facts = next(store.iterate_facts())
    names = ["holt", "dinah"]
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)"
    )

    def bare_turns() -> None:
        for _ in range(200):
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO t (b) VALUES (?)", ("x" * 900,))
            bare.execute("COMMIT")

    numbers: Iterator[int] = iter(range(10**9))

    def one(turn: Turn) -> None:
        (written,) = turn.append([entry(facts, 0, f"one-{next(numbers)}")])
        turn.put_lines([Lines(row(facts, written.seq, random.Random(3), names), ())])

    def small_turns() -> None:
        for _ in range(200):
            with store.turn() as turn:
                one(turn)

    def large_turn() -> None:
        with store.turn() as turn:
            turn.append([entry(facts, 0, f"many-{next(numbers)}") for _ in range(TURN_SIZE)])

    per_turn = per_item("commit one row, Python's sqlite3", bare_turns, 200)
    per_item("turn: entry and worklist row", small_turns, 200, per_turn)
    per_item("entry in a turn of 1,000", large_turn, TURN_SIZE, per_turn)
    bare.close()


def measure(label: str, act: Callable[[], object], beside: float | None = None, times: int = REPEATS) -> float:
    """Time an act, print median and best in ms and the ratio to another; gives the median in seconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    median = statistics.median(taken)
    ratio = f"{median / beside:8.2f} x" if beside else ""
    print(f"{label:<42}{median * 1e3:10.2f} ms  best {min(taken) * 1e3:9.2f} {ratio}")
    return median


def per_item(
    label: str, act: Callable[[], object], items: int, beside: float | None = None, times: int = REPEATS
) -> float:
    """Time an act over many items, print µs per item, and give the median in seconds per item."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) / items)
    median = statistics.median(taken)
    ratio = f"{median / beside:8.2f} x" if beside else ""
    print(f"{label:<42}{median * 1e6:10.1f} µs  best {min(taken) * 1e6:9.1f} {ratio}")
    return median
