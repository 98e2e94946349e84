"""What the batch does while others write: it assesses outside the turn, so somebody may have been quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk import batch
from console.desk.caseload import write_caseload
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.training import TRAINING_DAY
from domain.inhibits.requests import SetInhibit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from domain.casefile import Casefile
    from domain.events import Event


def test_what_is_written_while_the_batch_assesses_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents, _ = write_caseload(tmp_path / "caseload.jsonl", 40, 7, TRAINING_DAY)
    store = tmp_path / "casework.db"
    with Desk.create(store, "apatel", training_day=TRAINING_DAY) as desk, Desk.open(store, "apatel") as other:
        import_files(desk, [documents])
        quicker: list[str] = []
        assess = batch.batch_events

        def somebody_is_quicker(casefile: Casefile, at: Desk) -> tuple[Event, ...]:
            if not quicker:
                number = casefile.casegroup.casegroup_id
                case = next(case for case in casefile.casegroup.closing_cases if not case.inhibits)
                request = SetInhibit(casegroup_id=number, case_id=case.case_id, reason="in the middle of the batch")
                assert other.perform(request).written
                quicker.append(number)
            return assess(casefile, at)

        monkeypatch.setattr(batch, "batch_events", somebody_is_quicker)
        report = batch.run(desk)
        assert report.casegroups == 40
        check = desk.casefile(quicker[0]).check
        assert check is not None
        assert check.result == "blocked"
        assert desk.store.verify().faults == ()


def test_nobody_is_kept_out_while_the_batch_assesses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents, _ = write_caseload(tmp_path / "caseload.jsonl", 5, 7, TRAINING_DAY)
    store = tmp_path / "casework.db"
    with Desk.create(store, "apatel", training_day=TRAINING_DAY) as desk, Desk.open(store, "apatel") as other:
        import_files(desk, [documents])
        assess = batch.batch_events
        turns = []

        def somebody_else_takes_a_turn(casefile: Casefile, at: Desk) -> tuple[Event, ...]:
            with other.store.turn():
                turns.append(casefile.casegroup.casegroup_id)
            return assess(casefile, at)

        monkeypatch.setattr(batch, "batch_events", somebody_else_takes_a_turn)
        batch.run(desk)
        assert len(turns) == 5
