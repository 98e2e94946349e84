"""Steps of the training scenarios that load and select."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.desk.load import load_file
from console.desk.office import perform_office
from console.desk.tranche import select_tranche
from domain.selection.loads import SYSTEMS
from domain.selection.requests import ChangeCriteria

if TYPE_CHECKING:
    from console.desk.desk import Desk

IMPORTS = Path(__file__).parents[2] / "sample_data" / "imports"
KINDS = frozenset({"load_systems", "load", "select", "change_criteria"})


def do_selection(desk: Desk, kind: str, document: Path, **fields: Any) -> list[str]:
    """Load the files to practise with, or the document of the scenario; select a tranche; change the criteria."""
    match kind:
        case "load_systems":
            for system in SYSTEMS:
                load_file(desk, IMPORTS / f"load-{system.lower()}.jsonl", system, "full")
        case "load":
            load_file(desk, document, fields["system"], "delta")
        case "select":
            select_tranche(desk)
        case "change_criteria":
            return [refusal.key for refusal in perform_office(desk, ChangeCriteria.model_validate(fields)).refusals]
        case _:
            raise AssertionError(kind)
    return []
