"""A process killed in the middle of a release leaves nothing lost, and issues nothing twice when it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.desk import Desk
from console.desk.letters import letter_counts, prepare, release, write_batch_file
from tests.desk.test_killed import killed_when_it_has_written
from tests.letter_store import FIRST, at, proactive, store_of

if TYPE_CHECKING:
    from pathlib import Path

CASEGROUPS = 100
RELEASE = """
import sys
from datetime import date
from pathlib import Path
from console.desk.desk import Desk
from console.desk.letters import release
from tests.letter_store import FIRST, at
store, _ = sys.argv[1:]
release(Desk.open(Path(store), "manager", at(FIRST)), progress=lambda done: print("written", flush=True))
sys.stdin.read()
"""


def test_killed_during_a_release(tmp_path: Path) -> None:
    with store_of(tmp_path, *(proactive(f"CG{number:03}") for number in range(CASEGROUPS))) as desk:
        assert len(prepare(desk).prepared) == 2 * CASEGROUPS
    killed_when_it_has_written(RELEASE, str(tmp_path / "casework.db"), "")
    with Desk.open(tmp_path / "casework.db", "manager", at(FIRST)) as desk:
        counts = letter_counts(desk)
        assert 0 < counts.issued < 2 * CASEGROUPS
        assert counts.issued + counts.in_tray == 2 * CASEGROUPS
        assert desk.store.verify().faults == ()
        rest = release(desk)
        assert len(rest.issued) == counts.in_tray
        rows = desk.store.letters.of_batch(rest.batch_id)
        assert len({row.letter_id for row in rows}) == len(rows) == 2 * CASEGROUPS
        written = write_batch_file(desk, rest.batch_id, tmp_path / "batch.pdf")
        assert written.manifest.letters == 2 * CASEGROUPS
        assert desk.store.verify().faults == ()
