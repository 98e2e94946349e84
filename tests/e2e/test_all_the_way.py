"""Casegroups followed in the terminal by several people: from selection to the end, by hand, and repaired.

At every stage what left the CSA is on CMS or waits, to the penny; what was written off never left it.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.terminal import ROOT, closeout, training

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.terminal import Terminal

pytestmark = [pytest.mark.needs_tmux, pytest.mark.e2e]

IMPORTS = ROOT / "sample_data" / "imports"
REGISTER = IMPORTS / "cms-cases.csv"
CLOSED_ON = "2016-08-22"
ONE, BY_HAND, TO_REPAIR = "CG-ONE", "S68", "S69"
CONSERVED = re.compile(r"left £([\d,.]+) = on CMS £([\d,.]+) \+ waiting £([\d,.]+)")
OWED_AT_THE_END, WRITTEN_OFF, LEFT = 299_000, 10_000, 182_500


def document(outstanding: str, ended_on: str | None = None) -> dict[str, Any]:
    """A casegroup of one case on CS2 whose receiving parent wants £100.00 of the arrears written off."""
    events = [{"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "35.00"}]
    addresses = [{"lines": ["1 Example Street", "Anytown"], "postcode": "BL1 1AA"}]
    return {
        "format": "closeout.casegroup/1", "casegroup_id": ONE, "journey": {"kind": "proactive"}, "receipts": [],
        "paying_parent": {
            "person_id": "P1", "forenames": "Owen", "surname": "Ashby", "nino": "QQ000101A", "addresses": addresses,
        },
        "cases": [
            {
                "case_id": "ONE-1", "system": "CS2", "scheme": 2003, "region": "GB", "in_case_closure": False,
                "receiving_parent": {
                    "person_id": "R1", "forenames": "Mair", "surname": "Tudor", "nino": "QQ000102B",
                    "addresses": addresses,
                },
                "arrears_decision": {
                    "choice": "write_off_part", "amount_to_write_off": "100.00", "recorded_on": "2016-01-04",
                },
                "liability_events": [
                    *events, *([{"kind": "liability_end", "effective_date": ended_on}] if ended_on else []),
                ],
                "receivables": [
                    {"receivable_id": "R1", "type": "child_maintenance", "outstanding": outstanding,
                     "status": "active", "owed_to": "receiving_parent"},
                ],
            },
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training store with all systems loaded, and two casegroups closed: a clerical one, and one without a number."""
    folder = tmp_path_factory.mktemp("begun")
    store, file = folder / "training.db", folder / "cs2.jsonl"
    does(store, "train", "--store", store, "--reset", "--batch")
    file.write_text(json.dumps(document("1825.00")) + "\n", encoding="utf-8")
    does(store, "load", file, "--system", "CS2", "--full")
    for system in ("cscs", "ccd"):
        does(store, "load", IMPORTS / f"load-{system}.jsonl", "--system", system.upper(), "--full")
    for number in (BY_HAND, TO_REPAIR):
        if number == BY_HAND:
            does(store, "confirm", number, "--reason", "seen in the clerical file")
        does(store, "dispose", number)
        does(store, "close", number)
    return store


def does(store: Path, *arguments: str | Path) -> str:
    """Do something at a store without a terminal."""
    done = closeout(*(() if arguments[0] == "train" else ("--store", store)), *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def copied(begun: Path, folder: Path) -> Path:
    """Take a copy of the store that was begun, to go on with alone."""
    store = folder / "training.db"
    shutil.copy(begun, store)
    return store


def pence(text: str) -> int:
    """Read an amount as the screen writes it."""
    return round(float(text.replace(",", "")) * 100)


def conserved(opened: Terminal, *texts: str) -> tuple[int, int]:
    """Read from line 2 what is on CMS and what waits, and hold them to what left the CSA."""
    shown = opened.wait_for("left £", *texts)
    found = CONSERVED.search(shown)
    assert found, shown
    left, created, waiting = map(pence, found.groups())
    assert left == created + waiting
    return created, waiting


def open_number(opened: Terminal, number: str) -> None:
    """Open a casegroup by its number."""
    opened.type_at_once(":", *number, "Enter")
    opened.wait_for(f" {number} ", "Outcome")


def writes(opened: Terminal, key: str, title: str, done: str, number: str = "1") -> None:
    """Ask for something by its key, read what would be written, and write it."""
    opened.type_at_once(key)
    opened.wait_for(title)
    opened.type_until(number, "y writes it")
    opened.type_at_once("y")
    opened.wait_for(done)


def issues(opened: Terminal, *numbers: str) -> None:
    """Release the whole tray, in which a letter to each parent waits."""
    opened.type_at_once("F3", "F2")
    opened.wait_for("2 TRAY 2", *numbers)
    writes(opened, "R", "Release the whole tray: 2 letters", "2 letters issued")


def takes_in(opened: Terminal, file: Path) -> None:
    """Take in a register of CMS cases by its path."""
    opened.type_at_once("R")
    opened.wait_for("Files for the arrival")
    opened.type_until("1", "Where is the file?")
    opened.type_at_once(*str(file), "Enter")
    opened.wait_for("CMS cases")
    opened.type_until("1", "y writes it")
    opened.type_at_once("y")
    opened.wait_for("CMS cases received.")


def test_one_casegroup_goes_from_selection_to_transition_complete(begun: Path, tmp_path: Path) -> None:
    store = copied(begun, tmp_path)
    with training(tmp_path, "--as", "case manager") as opened:
        opened.type_at_once("F6")
        opened.wait_for("A tranche is due.")
        writes(opened, "x", "Select a tranche", "casegroups selected.")
    with training(tmp_path, "--as", "caseworker") as opened:
        open_number(opened, ONE)
        writes(opened, "l", f"Letters of {ONE}", "2 letters put in the tray.")
        writes(opened, "x", "Notice of the write-off of £100.00", "Done: ")
        issues(opened, "CMSL6303", "CMSL6308")
    file = tmp_path / "cs2.jsonl"
    file.write_text(json.dumps(document("2990.00", "2016-08-20")) + "\n", encoding="utf-8")
    does(store, "load", file, "--system", "CS2", "--delta", "--as-at", CLOSED_ON)
    for what in (("prepare", ONE), ("release",)):
        does(store, "letters", *what, "--as-at", CLOSED_ON)
    with training(tmp_path, "--as", "caseworker", "--as-at", CLOSED_ON) as opened:
        open_number(opened, ONE)
        writes(opened, "o", "Record the outcome: validated", "x disposes of the arrears")
        writes(opened, "x", "£100.00 written off, £2,890.00 written down", "The arrears are disposed of.")
        writes(opened, "C", "Close ONE-1 on 22 Aug 2016", "Done: Closed.")
        opened.type_at_once("F7")
        created, waiting = conserved(opened, "1 STEPS")
        assert (created, waiting) == (0, OWED_AT_THE_END - WRITTEN_OFF)
    with training(tmp_path, "--as", "CMS caseworker", "--as-at", CLOSED_ON) as opened:
        open_number(opened, ONE)
        opened.type_at_once("F7")
        writes(opened, "r", f"Balances of {ONE}", "Done: Received.")
        assert conserved(opened, "1 STEPS") == (0, OWED_AT_THE_END - WRITTEN_OFF)
        takes_in(opened, REGISTER)
        writes(opened, "o", "Bring on what goes by itself", "complete; dues of £")
        assert conserved(opened, "Transition complete") == (OWED_AT_THE_END - WRITTEN_OFF, 0)
    with training(tmp_path, "--as", "caseworker", "--as-at", CLOSED_ON) as opened:
        open_number(opened, ONE)
        opened.type_at_once("F7", "g")
        opened.wait_for(f" {ONE} ", "Outcome", "Transition complete")
        writes(opened, "l", f"Letters of {ONE}", "2 letters put in the tray.")
        issues(opened, "CMSL6301", "CMSL6302")
    kinds = [json.loads(line)["kind"] for line in does(store, "journal", "list", ONE, "--json").splitlines()]
    assert kinds.count("dues_created") == kinds.count("transition_completed") == 1
    does(store, "journal", "verify")


def test_a_clerical_casegroup_is_added_by_hand_after_orders_were_looked_for(begun: Path, tmp_path: Path) -> None:
    store = copied(begun, tmp_path)
    with training(tmp_path, "--as", "CMS caseworker") as opened:
        opened.type_at_once("F7")
        opened.wait_for("Arrival 2:")
        assert conserved(opened) == (0, 2 * LEFT)
        takes_in(opened, REGISTER)
        writes(opened, "o", "Bring on what goes by itself", "0 complete; dues of £0.00 created.")
        assert conserved(opened, "4 By hand 1") == (0, 2 * LEFT)
        opened.type_at_once("4", "Enter")
        opened.wait_for(f" {BY_HAND} ", "To add at CMS", "CMS case CMS-6801")
        assert conserved(opened) == (0, LEFT)
        writes(opened, "a", "Orders were looked for: none is in force", "Done: Added. Transition complete.")
        assert conserved(opened, "Transition complete  ") == (LEFT, 0)
        opened.type_at_once("2")
        opened.wait_for("2 ARREARS", "All")
        opened.type_at_once("Escape")
        assert conserved(opened, "6 Done 1") == (0, 0)
        opened.type_at_once("1")
        assert conserved(opened, "Arrival 1: ") == (0, LEFT)
    kinds = [json.loads(line)["kind"] for line in does(store, "journal", "list", BY_HAND, "--json").splitlines()]
    assert kinds[:4] == ["transition_completed", "service_request_done", "dues_created", "arrival_step_taken"]
    does(store, "journal", "verify")


def test_a_casegroup_that_cannot_be_built_is_reported_given_to_somebody_keyed_and_built(
    begun: Path, tmp_path: Path
) -> None:
    store = copied(begun, tmp_path)
    does(store, "arrive", "register", REGISTER)
    does(store, "arrive", "run")
    with training(tmp_path, "--as", "team leader") as opened:
        opened.type_at_once("F7", "7")
        opened.wait_for("7 REPORT", TO_REPAIR, "Missing: receiving parent NINO", "Nobody has it")
        writes(opened, "g", "2  CMS caseworker", "Done: Given to CMS caseworker", number="2")
        opened.wait_for("With training", "CMS caseworker.")
    with training(tmp_path, "--as", "CMS caseworker") as opened:
        opened.type_at_once("F7", "7", "Enter")
        opened.wait_for(f" {TO_REPAIR} ", "CANNOT BE DONE")
        assert conserved(opened, "CMS exception") == (0, LEFT)
        opened.type_at_once("d")
        opened.wait_for("Receiving parent NINO; or: not known")
        opened.type_at_once(*"QQ166901B", "Enter")
        opened.wait_for("write what was")
        opened.type_until("1", "y writes it")
        opened.type_at_once("y")
        opened.wait_for("Done: Keyed. Transition complete.")
        assert conserved(opened, "Transition complete  ", "done by hand") == (LEFT, 0)
        opened.type_at_once("Escape")
        opened.wait_for("Arrival report, 0", "Nothing failed.")
    kinds = [json.loads(line)["kind"] for line in does(store, "journal", "list", TO_REPAIR, "--json").splitlines()]
    assert kinds.count("service_request_allocated") == kinds.count("dues_created") == 1
    assert kinds[0] == "transition_completed"
    does(store, "journal", "verify")
