"""How the program ends: every exit code, readable lines on stderr, pipes that close, and defects without data."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storage.store import Store
from tests.cli.conftest import AS_AT, CASEGROUPS
from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Closeout

PROGRAM = [sys.executable, "-c", "from console.cli import main; main()"]
SECRET = "QQ123456C of Dinah Holt"  # noqa: S105 - what must not stand in a report


def process(*arguments: object, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program as another program does, without a terminal."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.fixture
def defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the policy command stumble over somebody's data."""

    def stumble(*_: object, **__: object) -> None:
        nino = SECRET
        raise ValueError(nino)

    monkeypatch.setattr("console.cli.policy._answer_values", stumble)


def test_done_is_0(closeout: Closeout) -> None:
    assert closeout("schema").exit_code == 0


@pytest.mark.parametrize("arguments", [["assess"], ["wrklist"], ["--nonsense"], ["policy", "--as-at", "yesterday"], []])
def test_wrong_usage_is_2_with_lines_on_stderr(closeout: Closeout, arguments: list[str]) -> None:
    result = closeout(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert all(line.startswith("closeout: ") for line in result.stderr.splitlines())
    assert "--help' shows how it is used" in result.stderr


def test_a_command_almost_named_is_suggested(closeout: Closeout) -> None:
    assert "Did you mean worklist?" in closeout("wrklist").stderr


def test_bad_input_is_3(closeout: Closeout) -> None:
    result = closeout("worklist", "--store", "none.db")
    assert result.exit_code == 3
    assert result.stderr.startswith("closeout: There is no store at ")
    assert "none.db; 'closeout import' and 'closeout load' make one" in result.stderr


def test_what_is_no_store_is_3_and_not_touched(closeout: Closeout, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir", encoding="utf-8")
    assert closeout("worklist", "--store", file).exit_code == 3
    assert file.read_text(encoding="utf-8") == "Dear Sir"


def test_a_busy_store_is_5(at: Closeout, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Store.open.__func__.__kwdefaults__, "patience_milliseconds", 1)  # type: ignore[attr-defined]
    with Store.open(store) as other, other.turn():
        result = at("note", "E001", "me too")
    assert result.exit_code == 5
    assert "in use by another program" in result.stderr


def test_a_damaged_store_is_5(at: Closeout, store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[4096 * 3 :] = b"\xff" * (len(content) - 4096 * 3)
    store.write_bytes(content)
    result = at("worklist")
    assert result.exit_code == 5
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("defect")
def test_a_defect_is_70_with_a_report_that_holds_no_data(
    at: Closeout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = at("policy")
    (report,) = tmp_path.glob("closeout-crash-*.txt")
    assert result.exit_code == 70
    assert result.stdout == ""
    assert result.stderr == (
        f"closeout: stopped because of a defect; what was saved is safe, and a report is in {report}\n"
    )
    text = report.read_text(encoding="utf-8")
    assert "builtins.ValueError" in text
    assert "in stumble" in text
    assert SECRET not in text
    assert report.stat().st_mode & 0o077 == 0


def test_a_report_stands_beside_the_store(at: Closeout, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr("console.cli.show._lines", stumble)
    assert at("show", "E001").exit_code == 70
    (report,) = store.parent.glob("closeout-crash-*.txt")
    assert SECRET not in report.read_text(encoding="utf-8")


def test_an_interruption_is_130_and_writes_nothing(at: Closeout, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = store.read_bytes()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("storage.turn.Turn.put_lines", interrupt)
    result = at("note", "E001", "never written")
    assert result.exit_code == 130
    assert result.stderr == "closeout: interrupted; what was not finished was not written\n"
    assert store.read_bytes() == before


# --------------------------------------------------------------------------------- as a process, with real streams


def test_a_process_ends_with_our_codes_and_keeps_answers_apart_from_faults(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    done = process("assess", bad, CASEGROUPS, "--as-at", AS_AT, "--json")
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 8
    assert all(line.startswith("closeout: ") for line in done.stderr.splitlines())


def test_a_reader_that_has_had_enough_is_no_fault(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_bytes(CASEGROUPS.read_bytes() * 100)
    with subprocess.Popen(
        [*PROGRAM, "assess", many, "--as-at", AS_AT, "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b'{"casegroup_id": "E001"')
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_control_c_ends_a_process_quietly(tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    os.mkfifo(endless)
    with subprocess.Popen(
        [*PROGRAM, "assess", endless, "--as-at", AS_AT, "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        with endless.open("wb", buffering=0) as feed:
            feed.write(CASEGROUPS.read_bytes())
            running.stdout.readline()
            running.send_signal(signal.SIGINT)
            assert running.stderr.read() == b"closeout: interrupted; what was not finished was not written\n"
            assert running.wait() == 130


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")  # noqa: PTH110
def test_an_answer_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [*PROGRAM, "schema"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False
        )
    assert done.returncode == 5
    assert done.stderr.startswith(b"closeout: the answer cannot be written (No space left on device)")
    assert done.stderr.count(b"\n") == 1


def test_a_terminal_without_unicode_gets_numbers_for_letters() -> None:
    done = process("policy", "--as-at", AS_AT, environment={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "\\xa31,000,000.00" in done.stdout
