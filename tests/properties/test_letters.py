"""Whatever is done in whatever order, no client is told the same twice, and nothing that waits is lost."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from console.desk.batch import run
from console.desk.letters import letter_keys, letter_rows, letters_of, prepare, release, take_out
from console.desk.lists import faults_of_lists
from domain.events.letters import LetterEvent, LetterPrepared
from domain.letters.requests import ReissueLetter
from domain.record.requests import SetAside
from storage.letters import LetterFilter
from tests.letter_store import FIRST, REPRESENTATIVE, on, payer, proactive, reactive, store_of, turned

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk
    from tests.made_up import Record

STEPS: Final = 24
LATEST_DAYS: Final = 200
NEWEST: Final = 4
"""Among so many of the newest entries one is undone, so that undoings are undone as well."""

RECORDS: Final[tuple[Record, ...]] = (
    proactive("CG1"),
    proactive("CG2", paying_parent=payer(representative=REPRESENTATIVE)),
    turned("CG3"),
    reactive("CG4"),
)


def one_step(desk: Desk, chance: random.Random, number: str) -> None:
    """Do one thing that somebody might do."""
    waiting = [row.letter_id for _, row in letter_rows(desk, letter_keys(desk, LetterFilter(frozenset({"in_tray"}))))]
    gone = [row.letter_id for _, row in letter_rows(desk, letter_keys(desk, LetterFilter(frozenset({"issued"}))))]
    match chance.choice(
        ("prepare", "prepare", "release", "some", "take_out", "take_out", "undo", "undo", "undo", "run", "reissue")
    ):
        case "prepare":
            prepare(desk, [number] if chance.random() < 0.5 else None)
        case "release":
            release(desk)
        case "some" if waiting:
            release(desk, chance.sample(waiting, 1))
        case "take_out" if waiting:
            take_out(desk, chance.choice(waiting))
        case "undo":
            entries = [
                entry for entry in desk.casefile(number).recorded
                if isinstance(entry.event, LetterEvent) or entry.event.kind == "entry_set_aside"
            ]  # fmt: skip
            if entries:
                desk.perform(SetAside(casegroup_id=number, seq=chance.choice(entries[-NEWEST:]).seq))
        case "run":
            run(desk)
        case "reissue" if gone:
            letter = chance.choice(gone)
            desk.perform(ReissueLetter(casegroup_id=number, letter_id=letter, because="Asked for again."))


@pytest.mark.parametrize("seed", range(24))
def test_nobody_is_told_the_same_twice_in_any_order_of_prepare_undo_release_and_run(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    record = RECORDS[seed % len(RECORDS)]
    with store_of(tmp_path, record) as first:
        day, desk = FIRST, first
        for _ in range(STEPS):
            if chance.random() < 0.15:
                day = min(day + timedelta(days=chance.randrange(1, 80)), FIRST + timedelta(days=LATEST_DAYS))
                desk = on(first, day, tmp_path, record)
            one_step(desk, chance, record["casegroup_id"])
            _nothing_twice(desk, record["casegroup_id"])
        assert faults_of_lists(desk) == []
        assert desk.store.verify().faults == ()


def _nothing_twice(desk: Desk, casegroup_id: str) -> None:
    letters = letters_of(desk, casegroup_id)
    told = Counter((file.person_id, file.number) for file in letters.letters if file.issued and file.is_news)
    assert [key for key, times in told.items() if times > 1] == []
    # What was put in the tray is still there, gone, held back, or was taken out by somebody.
    entries = letters.casefile.recorded
    begun = {entry.event.letter_id for entry in entries if isinstance(entry.event, LetterPrepared)}
    aside = {
        entry.event.letter_id for entry in entries
        if isinstance(entry.event, LetterPrepared) and entry.seq in letters.casefile.set_aside
    }  # fmt: skip
    assert begun - {file.letter_id for file in letters.letters} <= aside
