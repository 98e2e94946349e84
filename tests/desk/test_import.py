"""Importing: all of a file or none of it, whatever is wrong with it, and the store as it was."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import ImportRefusedError, import_files
from domain.errors import BadInputError, CloseoutError
from domain.validation.requests import Validate
from storage.errors import DiskFullError
from tests.made_up import casegroup_record, write_documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))
GIBIBYTE = 2**30
NOBODY = 65534


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sit down at a store with one casegroup."""
    with Desk.create(tmp_path / "casework.db", "manager", clock=NOON) as desk:
        import_files(desk, [write_documents(tmp_path / "first.jsonl", casegroup_record("CG0"))])
        yield desk


def digest(desk: Desk) -> str:
    """Digest every row of every table in the store, however its pages lie."""
    connection = desk.store._connection
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_an_import_keeps_the_documents_as_received(desk: Desk, tmp_path: Path) -> None:
    text = json.dumps(casegroup_record("CG1"), indent=2)
    file = tmp_path / "one.json"
    file.write_text(text, encoding="utf-8")
    report = import_files(desk, [file])
    facts = desk.store.latest_facts("CG1")
    assert report.new == 1
    assert facts is not None
    assert facts.body.decode() == text
    assert (facts.file_name, facts.line, facts.received_by) == ("one.json", 1, "manager")
    assert facts.file_digest == hashlib.sha256(text.encode()).hexdigest()


def test_one_bad_document_keeps_the_whole_file_out(desk: Desk, tmp_path: Path) -> None:
    before = digest(desk)
    bad = casegroup_record("CG2")
    bad["cases"][0]["receivables"][0]["outstanding"] = 3650
    bad["surprise"] = 1
    file = write_documents(tmp_path / "in.jsonl", casegroup_record("CG1"), bad, casegroup_record("CG3"))
    with pytest.raises(ImportRefusedError) as refused:
        import_files(desk, [file])
    assert refused.value.exit_code == 3
    first, second = refused.value.message.splitlines()
    assert first.startswith(f"{file}:2: cases[0].receivables[0].outstanding: 3650; expected an amount in pounds")
    assert second.startswith(f"{file}:2: surprise: unknown key")
    assert digest(desk) == before


def test_one_bad_file_keeps_the_others_out(desk: Desk, tmp_path: Path) -> None:
    before = digest(desk)
    good = write_documents(tmp_path / "good.jsonl", casegroup_record("CG1"))
    (tmp_path / "bad.jsonl").write_text('{"format": ', encoding="utf-8")
    with pytest.raises(ImportRefusedError):
        import_files(desk, [good, tmp_path / "bad.jsonl"])
    assert digest(desk) == before


def test_keep_good_leaves_the_bad_ones_beside_the_file_with_reasons(desk: Desk, tmp_path: Path) -> None:
    bad = casegroup_record("CG2", receipts=[{"receipt_id": ""}])
    file = write_documents(tmp_path / "in.jsonl", casegroup_record("CG1"), bad)
    report = import_files(desk, [file], keep_good=True)
    assert (report.new, len(report.rejected)) == (1, 1)
    (line,) = (tmp_path / "in.jsonl.rejected.jsonl").read_text(encoding="utf-8").splitlines()
    rejected = json.loads(line)
    assert rejected["line"] == 2
    assert json.loads(rejected["document"]) == bad
    assert {fault["path"] for fault in rejected["faults"]} >= {"receipts[0].receipt_id", "receipts[0].amount"}


def test_the_same_casegroup_twice_in_a_file_is_a_fault(desk: Desk, tmp_path: Path) -> None:
    file = write_documents(tmp_path / "in.jsonl", casegroup_record("CG1"), casegroup_record("CG1"))
    with pytest.raises(ImportRefusedError, match="each casegroup once"):
        import_files(desk, [file])


def test_the_same_document_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.perform(Validate(casegroup_id="CG0"))
    before = digest(desk)
    report = import_files(desk, [tmp_path / "first.jsonl"])
    assert (report.new, report.superseding, report.unchanged) == (0, 0, 1)
    assert digest(desk) == before


def test_a_newer_document_supersedes_and_asks_for_the_rules_again(desk: Desk, tmp_path: Path) -> None:
    desk.perform(Validate(casegroup_id="CG0"))
    newer = write_documents(tmp_path / "second.jsonl", casegroup_record("CG0", receipts=[receipt()]))
    assert import_files(desk, [newer]).superseding == 1
    row = desk.store.worklist_row("CG0")
    assert row is not None
    assert (row.stage, row.facts_version) == ("to_check", 2)
    assert [facts.version for facts in desk.store.facts_versions("CG0")] == [1, 2]


def receipt() -> dict[str, object]:
    """A receipt put to nothing."""
    return {"receipt_id": "RC1", "received_on": "2016-01-01", "amount": "5.00", "allocations": []}


BROKEN_FILES = {
    "empty": (b"", "no casegroup in it"),
    "only blank lines": (b"\n\n  \n", "no casegroup in it"),
    "cut short": (b'{"format": "closeout.casegroup/1", "casegr', "a JSON object"),
    "utf-16": ('{"format": 1}'.encode("utf-16"), "text in UTF-8"),
    "latin-1": (b'{"format": "caf\xe9"}', "text in UTF-8"),
    "not json": (b"casegroup,amount\nCG1,5\n", "a JSON object"),
    "a list": (b"[]", "an object"),
    "binary": (bytes(range(256)), "text in UTF-8"),
    "nested deeply": (b"[" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", BROKEN_FILES)
def test_broken_files(desk: Desk, tmp_path: Path, name: str) -> None:
    content, message = BROKEN_FILES[name]
    file = tmp_path / "broken.jsonl"
    file.write_bytes(content)
    before = digest(desk)
    with pytest.raises(ImportRefusedError, match=message) as refused:
        import_files(desk, [file])
    assert str(file) in refused.value.message
    assert digest(desk) == before


def test_a_folder_is_no_file(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="is a folder"):
        import_files(desk, [tmp_path])


def test_a_file_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="No such file"):
        import_files(desk, [tmp_path / "nothing.jsonl"])


def test_a_gibibyte_on_one_line_is_refused_without_holding_it(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "huge.jsonl"
    with file.open("wb") as handle:
        handle.truncate(GIBIBYTE)
    with pytest.raises(ImportRefusedError, match="at most 16 MiB in one document"):
        import_files(desk, [file])


def test_a_file_nobody_may_read(desk: Desk, tmp_path: Path) -> None:
    file = write_documents(tmp_path / "secret.jsonl", casegroup_record("CG1"))
    file.chmod(0)
    if os.access(file, os.R_OK):
        message = in_a_child_as_nobody(file)
    else:
        with pytest.raises(BadInputError) as refused:
            import_files(desk, [file])
        message = refused.value.message
    assert "cannot be read (Permission denied)" in message or "Permission denied" in message


def in_a_child_as_nobody(file: Path) -> str:
    """Read a file's documents as a user without rights; root may read everything."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=_read_as_nobody, args=(file, sending))
    child.start()
    message: str = receiving.recv()
    child.join()
    return message


def _read_as_nobody(file: Path, sending: multiprocessing.connection.Connection) -> None:
    from storage.importers.casegroups import CasegroupFile

    os.setuid(NOBODY)
    try:
        list(CasegroupFile(file).documents())
        sending.send("read")
    except CloseoutError as error:
        sending.send(error.message)


def test_a_full_disk_during_import_leaves_the_store_as_it_was(desk: Desk, tmp_path: Path) -> None:
    connection = desk.store._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 8}")
    before = digest(desk)
    file = write_documents(tmp_path / "in.jsonl", *(casegroup_record(f"CG{n}") for n in range(1, 200)))
    with pytest.raises(DiskFullError) as full:
        import_files(desk, [file])
    assert full.value.exit_code == 5
    assert digest(desk) == before
    assert not desk.store.verify().faults


def test_rejected_files_are_not_left_where_the_import_failed(desk: Desk, tmp_path: Path) -> None:
    (pages,) = desk.store._connection.execute("PRAGMA page_count").fetchone()
    desk.store._connection.execute(f"PRAGMA max_page_count = {pages + 8}")
    records = [casegroup_record(f"CG{n}") for n in range(1, 200)]
    file = write_documents(tmp_path / "in.jsonl", *records, {"format": "?"})
    with pytest.raises(DiskFullError):
        import_files(desk, [file], keep_good=True)
    assert not list(tmp_path.glob("*rejected*"))
    assert not list(tmp_path.glob(".*partial"))


def test_run_settles_what_it_can_and_is_done_when_asked_again(desk: Desk, tmp_path: Path) -> None:
    owed = casegroup_record("CG2")
    owed["cases"][0]["receivables"][0]["outstanding"] = "3650.05"
    import_files(desk, [write_documents(tmp_path / "in.jsonl", owed)])
    report = run(desk)
    assert report.stages == {"to_dispose": 1, "to_amend": 1}
    assert run(desk).casegroups == 0
