"""The daily file of payments: taken whole, each payment passed once, the rest looked into, and written out once."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.closing import close_named
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.payments import (
    investigate_payment,
    pass_payment,
    payment_told,
    payments_told,
    take_payments,
    write_passed,
)
from console.desk.people import nominate
from domain.actor import Actor
from domain.disposal.requests import DisposeArrears
from domain.errors import BadInputError, NotPermittedError
from storage.importers.headed import RowsRefusedError
from storage.importers.payments import Control
from tests.made_up import casegroup_record, person, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2016, 3, 1)
HEADINGS = ("NINO", "Forename/s", "Surname", "CSA receipt reference", "Value")
SAM = ("QQ000001A", "Sam", "Client1", "R1", "50.00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store with a closed casegroup of Sam Client1, an open one of Kim Ólafs, and a restricted one, closed."""
    documents = [
        casegroup_record("CG1"),
        casegroup_record("CG2", paying_parent={**person(2), "forenames": "Kim", "surname": "Ólafs"}),
        casegroup_record("CG3", paying_parent={**person(3), "markers": ["nationally_sensitive"]}),
    ]
    with Desk.create(tmp_path / "casework.db", "manager", clock=Clock(day=DAY), training_day=DAY) as desk:
        desk.write_roster([Actor("other", "Other", frozenset({"team_manager"}))])
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *documents)])
        run(desk)
        with Desk.open(desk.store.path, "other", clock=Clock(day=DAY)) as other:
            nominate(other, "manager")
        for number in ("CG1", "CG3"):
            assert desk.perform(DisposeArrears(casegroup_id=number)).written
            assert close_named(desk, [number]).count == 1
        with Desk.open(desk.store.path, "other", clock=Clock(day=DAY)) as other:
            nominate(other, "manager", ended=True)
        yield desk


def file_of(path: Path, *rows: tuple[str, ...], total: tuple[str, str] | None = None) -> Path:
    """Write a daily file with its control totals."""
    pence = sum(round(float(row[4]) * 100) for row in rows) if total is None else 0
    count, value = total or (str(len(rows)), f"{pence / 100:.2f}")
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEADINGS, *rows, ("TOTAL", "", "", count, value)])
    return path


def test_a_payment_with_number_and_name_passes_and_every_other_is_looked_into(desk: Desk, tmp_path: Path) -> None:
    rows = [
        ("qq 00 00 01 a", "SAM", "Client1", "R1", "50.00"),
        ("QQ000001A", "Client1", "Sam", "R2", "1.00"),
        ("QQ000002A", "Kim", "Olafs", "R3", "2.00"),
        ("", "Sam", "Client1", "R4", "3.00"),
        ("QQ999999A", "No", "Body", "R5", "4.00"),
    ]
    taken = take_payments(desk, file_of(tmp_path / "p.csv", *rows))
    assert (taken.passed, taken.investigating) == (1, 4)
    told = {view.row.reference: view for view in payments_told(desk)}
    assert {reference: view.row.why_open for reference, view in told.items()} == {
        "R1": "",
        "R2": "names_swapped",
        "R3": "not_closed",
        "R4": "name_only",
        "R5": "nobody_found",
    }
    assert [candidate.casegroup_id for candidate in told["R2"].candidates] == ["CG1"]
    assert [entry.event.kind for entry in desk.casefile("CG1").payments] == ["payment_passed"]
    assert not desk.store.verify().faults


def test_the_same_file_again_changes_nothing_and_says_so(desk: Desk, tmp_path: Path) -> None:
    path = file_of(tmp_path / "p.csv", SAM)
    take_payments(desk, path)
    head = desk.store.head()
    again = take_payments(desk, path)
    assert (again.repeated, again.passed, desk.store.head()) == (True, 1, head)


@pytest.mark.parametrize(
    ("rows", "total", "says"),
    [
        ([SAM, SAM], None, r":3: receipt_reference: .*'?R1'?.*; expected a reference that comes once; line 2 has it"),
        ([(*SAM[:4], "0.00")], None, ":2: value: .*; expected an amount above zero"),
        ([(*SAM[:4], "fifty")], ("1", "50.00"), ":2: value: .*; expected an amount in pounds"),
        ([(*SAM[:3], "", "5.00")], None, ":2: receipt_reference: .*; expected a reference of at most"),
        ([SAM], ("2", "50.00"), "the control totals say 2 payments of £50.00, the lines come to 1 payments of £50.00"),
        ([SAM], ("1", "50.01"), "the control totals say 1 payments of £50.01"),
        ([SAM], ("one", "50.00"), "expected a last line TOTAL"),
    ],
)
def test_a_file_with_anything_wrong_is_refused_whole(
    desk: Desk, tmp_path: Path, rows: list[tuple[str, ...]], total: tuple[str, str] | None, says: str
) -> None:
    head = desk.store.head()
    with pytest.raises(BadInputError, match=says):
        take_payments(desk, file_of(tmp_path / "p.csv", *rows, total=total))
    assert desk.store.head() == head
    assert payments_told(desk) == []


def test_without_control_totals_of_its_own_they_are_told_or_the_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(",".join(HEADINGS) + "\n" + ",".join(SAM) + "\n", encoding="utf-8")
    with pytest.raises(BadInputError, match="no control totals"):
        take_payments(desk, path)
    assert take_payments(desk, path, Control(1, 5000)).passed == 1


def test_a_reference_that_came_before_is_refused_with_its_day(desk: Desk, tmp_path: Path) -> None:
    take_payments(desk, file_of(tmp_path / "p.csv", SAM))
    with pytest.raises(RowsRefusedError, match="never came before; one of 2016-03-01 has it"):
        take_payments(desk, file_of(tmp_path / "q.csv", ("QQ000002A", "Kim", "Olafs", "R9", "1.00"), SAM))
    assert [view.row.reference for view in payments_told(desk)] == ["R1"]


def test_what_was_looked_into_is_passed_returned_or_left_open_once(desk: Desk, tmp_path: Path) -> None:
    rows = [("QQ000001A", "Sammy", "Client1", f"R{number}", "1.00") for number in (1, 2, 3)]
    take_payments(desk, file_of(tmp_path / "p.csv", *rows))
    assert pass_payment(desk, "R1", "CG1", "known as Sammy", preview=True).written is False
    assert pass_payment(desk, "R1", "CG1", "known as Sammy").written
    assert investigate_payment(desk, "R2", "returned", "paid twice").written
    assert investigate_payment(desk, "R3", "still_open", "rang, nobody there").written
    assert [view.row.state for view in payments_told(desk)] == ["passed", "returned", "investigating"]
    for reference, state in (("R1", "passed to CMS"), ("R2", "returned")):
        with pytest.raises(BadInputError, match=f"it was {state}"):
            pass_payment(desk, reference, "CG1", "again")
    refused = pass_payment(desk, "R3", "CG2", "hers")
    assert [refusal.key for refusal in refused.refusals] == ["payment_before_closing"]
    assert payment_told(desk, "R3").row.state == "investigating"


@pytest.mark.parametrize("name", ["out.csv", "out.json"])
def test_what_passed_is_written_once_with_control_totals_and_reads_back(desk: Desk, tmp_path: Path, name: str) -> None:
    hostile = ("QQ000009A", "=1+1", "@x", "=cmd|' /C calc'!A0", "7.00")
    take_payments(desk, file_of(tmp_path / "p.csv", SAM, hostile))
    pass_payment(desk, hostile[3], "CG1", "his own idea of a name")
    written = write_passed(desk, tmp_path / name)
    assert (written.totals, written.left_out) == (Control(2, 5700), 0)
    text = (tmp_path / name).read_text(encoding="utf-8")
    if name.endswith("csv"):
        cells = list(csv.reader(text.splitlines()))
        assert cells[-1] == ["TOTAL", "", "", "2", "57.00"]
        assert [row[3] for row in cells[1:-1]] == ["'" + hostile[3], "R1"]
    else:
        told: dict[str, Any] = json.loads(text)
        assert told["control"] == {"payments": 2, "value": "57.00"}
    assert write_passed(desk, tmp_path / "more.csv").rows == ()
    assert not (tmp_path / "more.csv").exists()


def test_a_file_that_cannot_be_written_leaves_the_payments_waiting(desk: Desk, tmp_path: Path) -> None:
    take_payments(desk, file_of(tmp_path / "p.csv", SAM))
    (tmp_path / "there.csv").write_text("x")
    with pytest.raises(BadInputError, match="is there already"):
        write_passed(desk, tmp_path / "there.csv")
    assert payment_told(desk, "R1").row.state == "passed"


def test_of_a_restricted_record_nobody_but_the_nominated_learns_whose_a_payment_is(desk: Desk, tmp_path: Path) -> None:
    rows = [("QQ000003A", "Sam", "Client3", "R1", "50.00"), ("QQ000003A", "Samuel", "Client3", "R2", "60.00")]
    take_payments(desk, file_of(tmp_path / "p.csv", *rows))
    views = payments_told(desk)
    assert [view.masked for view in views] == [True, True]
    assert all((view.row.nino, view.row.surname, view.row.amount_pence) == ("", "", 0) for view in views)
    with pytest.raises(NotPermittedError, match="somebody nominated looks into it"):
        pass_payment(desk, "R2", "CG3", "his")
    assert write_passed(desk, tmp_path / "out.csv").left_out == 1
    with Desk.open(desk.store.path, "other", clock=Clock(day=DAY)) as other:
        nominate(other, "manager")
    assert [view.row.surname for view in payments_told(desk)] == ["Client3", "Client3"]
    assert write_passed(desk, tmp_path / "out.csv").totals == Control(1, 5000)
