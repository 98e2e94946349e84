"""A process killed in the middle of an arrival leaves whole casegroups behind, and the next run brings the rest."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from console.desk.arrival import receive, run_arrival, take_register
from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.closing import close_ready
from console.desk.desk import Desk
from console.desk.files import import_files
from domain.actor import Actor
from domain.disposal.requests import DisposeArrears
from storage.store import Store
from tests.desk.test_arrival import write_register
from tests.desk.test_killed import killed_when_it_has_written
from tests.made_up import case_record, casegroup_record, person, write_documents

if TYPE_CHECKING:
    from pathlib import Path

CASEGROUPS = 450
DAY = date(2016, 3, 1)
ARRIVE = """
import sys
from datetime import date
from pathlib import Path
from console.desk.arrival import run_arrival
from console.desk.clock import Clock
from console.desk.desk import Desk
store, _ = sys.argv[1:]
run_arrival(Desk.open(Path(store), "manager", Clock(day=date(2016, 3, 1))), lambda done: print("written", flush=True))
"""


def test_killed_during_an_arrival_nothing_is_lost_and_nothing_arrives_twice(tmp_path: Path) -> None:
    path = tmp_path / "casework.db"
    records = [
        casegroup_record(
            f"CG{number:03}",
            [case_record("C1", receiving_parent=person(1000 + number))],
            paying_parent=person(number),
        )
        for number in range(CASEGROUPS)
    ]
    with Desk.create(path, "manager", clock=Clock(day=DAY), training_day=DAY) as desk:
        desk.write_roster([Actor("manager", "M", frozenset({"team_manager", "cms_caseworker"}))])
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *records)])
        run(desk)
        for record in records:
            desk.perform(DisposeArrears(casegroup_id=record["casegroup_id"]))
        close_ready(desk)
        receive(desk)
        take_register(desk, write_register(tmp_path))
    killed_when_it_has_written(ARRIVE, str(path), "")
    with Store.open(path) as store:
        assert not store.verify().faults
        done = store.counts_by_stage().get("transition_complete", 0)
        assert 0 < done < CASEGROUPS
    with Desk.open(path, "manager", Clock(day=DAY)) as desk:
        report = run_arrival(desk)
        assert report.dues_pence == (CASEGROUPS - done) * 365_000
        assert desk.store.counts_by_stage() == {"transition_complete": CASEGROUPS}
        kinds = Counter((entry.casegroup_id, entry.kind) for entry in desk.store.iterate_journal())
        once = {"balances_received", "dues_created", "transition_completed"}
        assert all(count == 1 for (_, kind), count in kinds.items() if kind in once)
        assert sum(kind == "dues_created" for _, kind in kinds) == CASEGROUPS
        assert not desk.store.verify().faults
