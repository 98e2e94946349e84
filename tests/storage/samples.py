"""Made-up stores, and other programs at work on them, for the tests of the file."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.lines import Lines
from domain.worklist import WorklistRow
from storage.facts import FactsDraft
from storage.journal import EntryDraft
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.queue import QueueRow
    from storage.facts import Facts

PROJECT = Path(__file__).parents[2]
AT = "2016-01-04T09:00:00+00:00"
SOMEBODY = "QQ112233A"


def facts_draft(number: int, request_id: str = "request-1", body: bytes | None = None) -> FactsDraft:
    return FactsDraft(
        casegroup_id=f"CG{number:06d}",
        body=b'{"surname": "Llewelyn-\xc5\xb4yn", "n": %d}' % number if body is None else body,
        file_name="january.jsonl",
        file_digest="f" * 64,
        line=number,
        received_at=AT,
        received_by="alice",
        request_id=request_id,
    )


def entry_draft(facts: Facts | None, request_id: str, step: int, **changes: Any) -> EntryDraft:
    values: dict[str, Any] = {
        "request_id": request_id,
        "step": step,
        "request_digest": "d" * 64,
        "casegroup_id": facts.casegroup_id if facts else None,
        "kind": "facts_received" if facts else "note_added",
        "version": 1,
        "body": '{"note":"Rhowch wybod"}',
        "actor": "alice",
        "at": AT,
        "policy_digest": "p" * 64,
        "facts_digest": facts.facts_digest if facts else None,
        "facts_version": facts.version if facts else None,
    }
    return EntryDraft(**(values | changes))


def worklist_row(number: int, **changes: Any) -> WorklistRow:
    casegroup_id = f"CG{number:06d}"
    values: dict[str, Any] = {
        "casegroup_id": casegroup_id,
        "paying_parent": "HOLT Dinah",
        "nino": SOMEBODY,
        "systems": "CS2 2, CCD 1",
        "closing_cases": 3,
        "due_date": date(2016, 2, 4),
        "stage": "to_check",
        "deferred_until": None,
        "debt_balance_pence": 123_456,
        "discrepancy_pence": None,
        "residual_pence": -5,
        "check_due_on": date(2016, 1, 4),
        "flags": "clerical",
        "search_text": f"{casegroup_id}\nDinah Holt\n{SOMEBODY}\nSiân O'Brien\nCS2 {number + 5000}",
        "facts_version": 1,
        "last_seq": 2,
    }
    return WorklistRow(**(values | changes))


def listed(row: WorklistRow, *queue: QueueRow) -> Lines:
    """Give a line of the worklist with what waits on its casegroup."""
    return Lines(row, queue)


def fill(store: Store, numbers: Sequence[int], request_id: str = "request-1") -> list[Facts]:
    """Receive documents, write their entries and list them, all in one turn."""
    with store.turn() as turn:
        received = turn.put_facts([facts_draft(number, request_id) for number in numbers])
        turn.append([entry_draft(facts, request_id, step) for step, facts in enumerate(received)])
        turn.put_lines([listed(worklist_row(number)) for number in numbers])
    return received


def filled_store(path: Path, casegroups: int = 3) -> Store:
    store = Store.create(path, "live", "alice", AT)
    fill(store, range(casegroups))
    return store


@contextmanager
def another_program(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run a script as a process of its own, which speaks on standard output; it is ended with the block."""
    with subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    """Wait for the next line of another program; empty when it has ended."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def answer_of(script: str, *arguments: object) -> str:
    """Run a script to its end and give what it said."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
