from __future__ import annotations

import contextlib
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from console.present.crash import crash_report, write_report
from console.tui.crash import DEFECT
from tests.console.demo import DemoApp
from tests.console.driving import opened, type_at_once

NAME = "née Jones"


async def test_a_defect_leaves_a_report_without_data_and_exit_code_70(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = DemoApp(report_directory=tmp_path)
    with contextlib.suppress(ValueError):
        async with opened(app) as (_, pilot):
            type_at_once(app, "j", "F")
            await app.key_gate.drained()
            await pilot.pause()
    assert app.return_code == DEFECT
    (report,) = list_of(tmp_path)
    text = report.read_text(encoding="utf-8")
    assert NAME not in text
    assert "ValueError\n" in text
    assert "in command_fail" in text
    assert "last commands: cursor-down fail" in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert str(report) in (app.crash_line or "")
    assert NAME not in "".join(capsys.readouterr())


def list_of(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_words_of_an_error_are_kept_only_where_they_can_be_about_code_alone() -> None:
    def report(error: Exception) -> str:
        try:
            raise error
        except type(error) as caught:
            return crash_report(caught)

    assert NAME not in report(ValueError(NAME))
    assert NAME not in report(KeyError(NAME))
    assert "no attribute" in report(AttributeError("'Grid' object has no attribute 'x'"))


def test_the_faults_behind_a_fault_are_named() -> None:
    def fail() -> None:
        try:
            dict[str, str]()[NAME]
        except KeyError as error:
            raise RuntimeError(NAME) from error

    with pytest.raises(RuntimeError) as caught:
        fail()
    text = crash_report(caught.value, ["open"])
    assert text.index("builtins.RuntimeError") < text.index("caused by builtins.KeyError")
    assert NAME not in text


def test_reports_do_not_overwrite_one_another(tmp_path: Path) -> None:
    assert [write_report(text, tmp_path) for text in "ab"] == [
        tmp_path / "closeout-crash-0001.txt",
        tmp_path / "closeout-crash-0002.txt",
    ]


def test_a_folder_that_cannot_be_written_to_gives_way_to_the_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert write_report("x", Path("/proc/nowhere")) == tmp_path / "closeout-crash-0001.txt"
    monkeypatch.setattr("tempfile.gettempdir", lambda: "/proc/nowhere")
    assert write_report("x", Path("/proc/nowhere")) is None


def test_a_defect_while_starting_is_reported_like_any_other(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.console.demo import DemoApp, DemoList\n"
        "def broken(self): raise ValueError('QQ123456A')\n"
        "DemoList.compose_work = broken\n"
        f"app = DemoApp(report_directory=Path({str(tmp_path)!r}))\n"
        "app.run(headless=True); sys.exit(app.return_code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == DEFECT
    assert "QQ123456A" not in done.stdout + done.stderr
    assert done.stderr.count("\n") == 1
    assert "closeout: stopped because of a defect" in done.stderr
    assert len(list(tmp_path.iterdir())) == 1
