"""A process killed in the middle of an import or a run leaves a store that opens, verifies and goes on."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from console.desk.desk import Desk
from console.desk.files import import_files
from storage.store import Store
from tests.made_up import casegroup_record, write_documents

if TYPE_CHECKING:
    from pathlib import Path

CASEGROUPS = 1500
IMPORT = """
import sys
from pathlib import Path
from console.desk import files
from console.desk.desk import Desk
store, file = sys.argv[1:]
keep_batch = files._keep_batch
def told(*arguments):
    step = keep_batch(*arguments)
    print("written", flush=True)
    return step
files._keep_batch = told
files.import_files(Desk.open(Path(store), "manager"), [Path(file)])
sys.stdin.read()
"""
RUN = """
import sys
from pathlib import Path
from console.desk import batch
from console.desk.desk import Desk
store, _ = sys.argv[1:]
batch.run(Desk.open(Path(store), "manager"), lambda done: print("written", flush=True))
"""


def killed_when_it_has_written(script: str, *arguments: str) -> None:
    """Start a process, wait until it says that it has written something, and kill it with signal 9."""
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        process.kill()


def test_killed_during_import(tmp_path: Path) -> None:
    path = tmp_path / "casework.db"
    Desk.create(path, "manager").close()
    file = write_documents(tmp_path / "in.jsonl", *(casegroup_record(f"CG{n:05}") for n in range(CASEGROUPS)))
    killed_when_it_has_written(IMPORT, str(path), str(file))
    with Desk.open(path, "manager") as desk:
        assert desk.store.worklist_count() == 0
        assert not desk.store.verify().faults
        assert import_files(desk, [file]).new == CASEGROUPS


def test_killed_during_run(tmp_path: Path) -> None:
    path = tmp_path / "casework.db"
    with Desk.create(path, "manager") as desk:
        records = (casegroup_record(f"CG{n:05}") for n in range(CASEGROUPS))
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *records)])
    killed_when_it_has_written(RUN, str(path), "")
    with Store.open(path) as store:
        assert not store.verify().faults
        done = store.counts_by_stage().get("to_dispose", 0)
        assert 0 < done < CASEGROUPS
    from console.desk.batch import run

    with Desk.open(path, "manager") as desk:
        assert run(desk).casegroups == CASEGROUPS - done
        assert desk.store.counts_by_stage() == {"to_dispose": CASEGROUPS}
        assert not desk.store.verify().faults
