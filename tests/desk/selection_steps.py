"""Steps of the training scenarios that load and select."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.desk.load import load_file
from console.desk.office import perform_office
from console.desk.training import LOADED_ON
from console.desk.tranche import select_tranche
from domain.selection.loads import SYSTEMS
from domain.selection.requests import ChangeCriteria
from tests.made_up import case_record, casegroup_record, write_documents

if TYPE_CHECKING:
    from console.desk.desk import Desk

IMPORTS = Path(__file__).parents[2] / "sample_data" / "imports"
KINDS = frozenset({"load_changes", "load", "select", "change_criteria"})


def do_selection(desk: Desk, kind: str, **fields: Any) -> list[str]:
    """Load files to practise with, select a tranche, or change the criteria."""
    match kind:
        case "load_changes":
            for system in SYSTEMS:
                load_file(desk, IMPORTS / f"load-{system.lower()}.jsonl", system, "delta")
        case "load":
            load_file(desk, IMPORTS / fields["file"], fields["system"], "delta")
        case "select":
            select_tranche(desk)
        case "change_criteria":
            return [refusal.key for refusal in perform_office(desk, ChangeCriteria.model_validate(fields)).refusals]
        case _:
            raise AssertionError(kind)
    return []


def load_whole(desk: Desk, folder: Path, casegroup: dict[str, Any]) -> None:
    """Load the three systems whole, as they are in the training store: the casegroup of a lesson, if it has a case."""
    for system in SYSTEMS:
        closed = case_record("C9", system, "0.00", in_case_closure=False)
        filler = casegroup_record(f"CLOSED-{system}", [closed])
        own = [casegroup] if any(case["system"] == system for case in casegroup["cases"]) else []
        load_file(desk, write_documents(folder / f"{system}.jsonl", filler, *own), system, "full", LOADED_ON)
