"""The console as a person meets it: the installed program in a real terminal of 80 by 24."""

from __future__ import annotations

import json
import re
import shlex
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.terminal import ROOT, closeout, ended, terminal, train_command, training

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.terminal import Terminal

pytestmark = [pytest.mark.needs_tmux, pytest.mark.e2e]

CLEAN = "S15"
MILLION = "S39"
COLOUR = re.compile(r"\x1b\[[0-9;:]*(?<![0-9])(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;:m]")


def go_to(opened: Terminal, number: str) -> None:
    """Put the cursor of the worklist on a casegroup."""
    opened.type_at_once(*["Down"] * (int(number.removeprefix("S")) - 1))
    opened.wait_for(f">  {number}")


def journal(folder: Path, number: str) -> list[str]:
    """List the kinds of the entries of a casegroup, oldest first."""
    done = closeout("--store", folder / "training.db", "journal", "list", number, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line)["kind"] for line in reversed(done.stdout.splitlines())]


def test_a_clean_casegroup_is_done_by_four_keys_in_one_burst(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        go_to(opened, CLEAN)
        opened.type_at_once("Enter", "o", "1", "y")
        shown = opened.wait_for("Done: The outcome is recorded: validated.")
        assert f" {CLEAN} " in shown.split("\n")[1]
        opened.type_at_once(":", "q", "Enter")
        opened.wait_for("EXIT=0")
    assert journal(tmp_path, CLEAN) == ["facts_received", "deferral_checked", "balance_validated"]


def test_a_deferral_takes_four_keys_and_enter_alone_writes_nothing(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        opened.type_at_once(*["Enter"] * 30)
        opened.wait_for("S01   HOLT Dinah (paying)")
        opened.type_at_once("d", *["Enter"] * 10)
        opened.wait_for("Defer closure", "Esc leaves")
        opened.type_until("Escape", "Left. Nothing was written.")
        opened.type_at_once("Escape")
        opened.wait_for(">  S01")
        opened.type_at_once("Enter", "d", "1", "y")
        opened.wait_for("Done: Closure is deferred.")
    assert journal(tmp_path, "S01") == ["facts_received", "deferral_checked", "closure_deferred"]


def test_what_is_copied_reaches_the_clipboard_of_the_terminal(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        opened.tmux("set-option", "-s", "set-clipboard", "on")
        opened.type_at_once("c")
        opened.wait_for("Copied the casegroup number: S01. tmux passes it on if set-clipboard is on.")
        assert opened.tmux("show-buffer") == "S01"


def test_escape_and_a_letter_in_one_burst_are_two_keys(tmp_path: Path) -> None:
    """A terminal sends Alt and a letter as Esc and that letter; typed ahead, `Esc` `y` must never mean `y`."""
    with training(tmp_path, "--reset") as opened:
        opened.type_at_once("Enter", "o")
        opened.wait_for("Record the outcome")
        opened.type_until("1", "This will be written:")
        opened.type_at_once("Escape", "y")
        opened.wait_for("y means nothing here")
        opened.type_at_once("Escape", "j", "k", "Escape", "F3")
        opened.wait_for("EXIT=0")
    assert journal(tmp_path, "S01") == ["facts_received"]


def open_number(opened: Terminal, number: str) -> None:
    """Open a casegroup by its number."""
    opened.type_at_once(":", *number, "Enter")
    opened.wait_for(f" {number} ", "Outcome")


def test_a_breakdown_of_a_million_goes_from_worklist_to_statement_adjusted_by_several_people(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        open_number(opened, MILLION)
        opened.type_at_once("o")
        opened.wait_for("Record the outcome")
        opened.type_until("1", "y writes it")
        opened.type_at_once("y")
        opened.wait_for("Done: The outcome is recorded")
        opened.type_at_once("b")
        opened.wait_for("Draft it on today's figures")
        opened.type_until("1", "y writes it")
        opened.type_at_once("y")
        opened.wait_for("Done: The breakdown is drafted.")
        opened.type_at_once("4", "+")
        opened.wait_for("Correct the account")
        opened.type_until("2", "such as 12 May 2004")
        opened.type_at_once(*"2015-06-01", "Space", *"100.00", "Space", *"receipt", "Enter")
        opened.wait_for("Write this correction")
        opened.type_until("1", "y writes it")
        opened.type_at_once("y")
        opened.wait_for("Done: The correction is recorded.", "Corrections: discrepancy")
    for who, states in (
        ("team leader", ("checked", "relayed to CMS")),
        ("CMS caseworker", ("clients contacted", "statement adjusted")),
    ):
        with training(tmp_path, "--as", who) as opened:
            open_number(opened, MILLION)
            for state in states:
                opened.type_at_once("b")
                opened.wait_for(f"Record its next state: {state}")
                opened.type_until("1", "y writes it")
                opened.type_at_once("y")
                opened.wait_for(f"Done: The breakdown is now: {state}.")
    assert journal(tmp_path, MILLION)[-6:] == [
        "breakdown_drafted", "breakdown_corrected", *["breakdown_advanced"] * 4,
    ]  # fmt: skip


def test_help_and_leaving_give_the_terminal_back(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        assert opened.ask("alternate_on") == "1"
        opened.type_at_once("F1")
        opened.wait_for("Records the answer of the rules")
        opened.type_at_once("Escape")
        opened.wait_for(">  S01")
        opened.type_at_once("F3")
        opened.wait_for("EXIT=0", "icanon")
        assert opened.not_given_back() == []


def test_the_terminals_cursor_stands_on_the_row(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        opened.type_at_once("j", "j", "j")
        opened.wait_for(">  S04")
        assert opened.lines()[int(opened.ask("cursor_y"))].startswith(">  S04")
        assert opened.ask("cursor_flag") == "1"


def test_a_defect_gives_the_terminal_back_and_tells_nobodys_name(tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text(
        "import sys\n"
        "from console.tui.screens.casegroup import CasegroupScreen\n"
        "def broken(self, key): raise ValueError(self.view.casefile.casegroup.paying_parent.surname)\n"
        "CasegroupScreen.command_step = broken\n"
        "from console.cli import main\n"
        f"main(['train', '--reset', '--store', {str(tmp_path / 'training.db')!r}])\n",
        encoding="utf-8",
    )
    with terminal(shlex.join([sys.executable, str(script)]), tmp_path, PYTHONPATH=str(ROOT)) as opened:
        opened.wait_for(">  S01")
        opened.type_at_once("Enter", "3")
        shown = opened.wait_for("EXIT=70", "icanon")
        assert "closeout: stopped because of a defect; what was saved is safe" in shown
        assert "Traceback" not in shown
        assert "Holt" not in shown
        assert opened.not_given_back() == []
    (report,) = tmp_path.glob("closeout-crash-*.txt")
    assert "Holt" not in report.read_text(encoding="utf-8")
    assert report.stat().st_mode & 0o077 == 0


def test_two_consoles_work_on_one_store(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as one, training(tmp_path) as other:
        go_to(one, CLEAN)
        one.type_at_once("Enter", "o", "1", "y")
        one.wait_for("Done: The outcome is recorded")
        other.type_at_once("F5")
        other.wait_for("To dispose 1")
        other.type_at_once("Enter", "d", "1", "y")
        other.wait_for("Done: Closure is deferred.")
        one.type_at_once("Escape")
        one.wait_for("Deferred 1", "To dispose 1")


def test_after_a_power_cut_the_console_opens_on_the_same_line(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        go_to(opened, CLEAN)
        opened.type_at_once("Enter", "o", "1", "y")
        opened.wait_for("Done: The outcome is recorded")
        opened.type_at_once("n", "o", "1")
        opened.wait_for("S16   MOOR Rex", "Outcome")
        opened.end_program(signal.SIGKILL)
        opened.wait_for("EXIT=137")
    with training(tmp_path) as opened:
        shown = opened.wait_for("Back on S16, where you were.")
        assert ">  S16" in shown
    assert journal(tmp_path, CLEAN) == ["facts_received", "deferral_checked", "balance_validated"]
    assert journal(tmp_path, "S16") == ["facts_received"]
    assert closeout("--store", tmp_path / "training.db", "journal", "verify").returncode == 0


def test_when_the_terminal_is_closed_the_program_ends_too(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        opened.type_at_once("Enter", "o", "1")
        opened.wait_for("S01   HOLT Dinah")
        program = opened.program()
        assert program.is_dir()
    ended(program)
    with training(tmp_path) as opened:
        opened.wait_for("Back on S01, where you were.")


def test_told_to_end_the_program_gives_the_terminal_back(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        go_to(opened, "S02")
        opened.end_program(signal.SIGTERM)
        opened.wait_for("EXIT=143", "icanon")
        assert opened.not_given_back() == []


def test_without_colours_none_is_sent_and_the_cursor_row_is_still_seen(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        assert COLOUR.search(opened.colours())
    with training(tmp_path, NO_COLOR="1") as opened:
        opened.wait_for(">  S01")
        assert not COLOUR.search(opened.colours())
        assert "\x1b[1;7m" in opened.colours() or "\x1b[7m" in opened.colours()


@pytest.mark.parametrize("term", ["xterm", "vt220", "linux"])
def test_a_plain_terminal_without_unicode_gets_ascii_alone(tmp_path: Path, term: str) -> None:
    with training(tmp_path, "--reset", TERM=term, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as opened:
        opened.type_at_once("Enter", "3")
        shown = opened.wait_for("VALIDATION", "L1,825.00")
        assert shown.isascii()
        opened.type_at_once(":", "q", "Enter")
        opened.wait_for("EXIT=0", "icanon")
        assert opened.not_given_back() == []


def test_a_window_made_too_small_keeps_the_keys_until_it_is_large_again(tmp_path: Path) -> None:
    with training(tmp_path, "--reset") as opened:
        go_to(opened, CLEAN)
        opened.tmux("resize-window", "-x", "60", "-y", "20")
        opened.wait_for("This window is too small.", "Keys typed now wait.")
        opened.type_at_once("Enter", "3", "Down")
        opened.tmux("resize-window", "-x", "80", "-y", "24")
        opened.wait_for(f"{CLEAN}   MARSH Elsie", "VALIDATION")
        opened.tmux("resize-window", "-x", "120", "-y", "40")
        opened.wait_for("A discrepancy counts from")
        opened.type_at_once("o", "1", "y")
        opened.wait_for("Done: The outcome is recorded")


def test_a_store_that_is_no_training_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "training.db").write_text("something else", encoding="utf-8")
    with terminal(train_command(tmp_path, "--reset"), tmp_path) as opened:
        shown = opened.wait_for("EXIT=3")
        assert "closeout:" in shown
        assert opened.ask("alternate_on") == "0"
    assert (tmp_path / "training.db").read_text(encoding="utf-8") == "something else"
