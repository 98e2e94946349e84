"""Files of the old systems head their columns in the old words; they are read all the same, and said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.importers.cms_register import read_register, read_residuals

if TYPE_CHECKING:
    from pathlib import Path


def test_headings_that_call_the_parents_by_their_old_names_are_understood_and_told(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    headings = "CMS case id,CMS casegroup id,NRP NINO,NRP surname,NRP forenames,PWC NINO,PeWC_surname,PWC forenames"
    file.write_text(f"{headings}\nCMS1,G1,QQ000101A,Frayne,Nuala,QQ000102B,Kell,Orla\n", encoding="utf-8")
    register = read_register(file)
    (case,) = register.cases
    assert (case.paying_name, case.receiving_name) == ("frayne nuala", "kell orla")
    assert "'NRP NINO' read as paying parent NINO" in register.told
    assert "'PeWC_surname' read as receiving parent surname" in register.told


def test_a_payee_called_by_an_old_name_is_the_receiving_parent(tmp_path: Path) -> None:
    file = tmp_path / "residuals.csv"
    file.write_text("casegroup_id,case_id,owed_to,status,amount\nCG1,C1,PWC,active,12.34\n", encoding="utf-8")
    (row,) = read_residuals(file).rows
    assert row.line.owed_to == "receiving_parent"
