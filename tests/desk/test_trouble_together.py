"""Two people at one store: between a look and the turn lies a moment in which somebody else may be quicker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.desk import batch, payments
from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.payments import investigate_payment, pass_payment, payment_told, take_payments
from domain.errors import BadInputError
from tests.desk.test_payments import DAY, desk, file_of
from tests.made_up import casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["desk"]

LOOKED_INTO = ("", "Sammy", "Client1", "R1", "50.00")


def quicker(monkeypatch: pytest.MonkeyPatch, request_name: str, deed: Callable[[], object]) -> None:
    """Let somebody else do something once the payment was looked at, and before the turn that writes it begins."""
    made = getattr(payments, request_name)

    def make(**fields: object) -> object:
        monkeypatch.undo()
        deed()
        return made(**fields)

    monkeypatch.setattr(payments, request_name, make)


def test_a_payment_that_a_colleague_has_just_passed_is_not_passed_again_as_another_casegroups(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_payments(desk, file_of(tmp_path / "p.csv", LOOKED_INTO))
    with Desk.open(desk.store.path, "other", clock=desk.clock) as other:
        quicker(monkeypatch, "InvestigatePayment", lambda: pass_payment(other, "R1", "CG1", "his"))
        with pytest.raises(BadInputError, match="it was passed"):
            investigate_payment(desk, "R1", "returned", "nobody's")
    assert payment_told(desk, "R1").row.state == "passed"


def test_a_payment_that_a_colleague_has_just_sent_back_is_not_passed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_payments(desk, file_of(tmp_path / "p.csv", LOOKED_INTO))
    with Desk.open(desk.store.path, "other", clock=desk.clock) as other:
        quicker(monkeypatch, "PassPayment", lambda: investigate_payment(other, "R1", "returned", "nobody's"))
        with pytest.raises(BadInputError, match="it was"):
            pass_payment(desk, "R1", "CG1", "his")
    assert payment_told(desk, "R1").row.state == "returned"
    assert "payment_passed" not in [entry.kind for entry in desk.store.entries("CG1")]


def test_a_payment_is_kept_under_the_number_of_its_casegroup_however_that_was_typed(desk: Desk, tmp_path: Path) -> None:
    take_payments(desk, file_of(tmp_path / "p.csv", LOOKED_INTO))
    pass_payment(desk, "R1", "cg1", "his")
    assert payment_told(desk, "R1").row.casegroup_id == "CG1"


def test_of_two_runs_at_once_each_casegroup_is_assessed_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assessed = batch._assessed
    path = tmp_path / "casework.db"
    with Desk.create(path, "manager", clock=Clock(day=DAY)) as first:
        import_files(first, [write_documents(tmp_path / "in.jsonl", casegroup_record("CG1"), casegroup_record("CG2"))])

        def while_somebody_else_runs(*arguments: Any) -> Any:
            monkeypatch.undo()
            found = assessed(*arguments)
            with Desk.open(path, "manager", clock=Clock(day=DAY)) as other:
                assert run(other).casegroups == 2
            return found

        monkeypatch.setattr(batch, "_assessed", while_somebody_else_runs)
        assert run(first).casegroups == 0
        kinds = [entry.kind for number in ("CG1", "CG2") for entry in first.store.entries(number)]
    assert kinds.count("deferral_checked") == 2
