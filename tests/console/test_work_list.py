"""The worklist and the ways through it: filter, order, marks, numbers, next and previous, journal, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.training import scenarios
from tests.console.driving import WIDE
from tests.console.work import TO_DEFER, at_work, caseload, live_desk, live_store, sit_down, training_desk
from tests.made_up import casegroup_record
from themes import THEMES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands


def listed(hands: Hands) -> list[str]:
    """Name the casegroups on the screen, in their order."""
    rows = [line[3:].split() for line in hands.lines()[4:20]]
    return [row[0] for row in rows if row and row[0].startswith(("CG", "S"))]


def under_the_cursor(hands: Hands) -> str:
    return next(line for line in hands.lines() if line.startswith(">"))[3:].split()[0]


# ------------------------------------------------------------------------------------------------------------ filtering


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("adams", ["CG1"]),
        ("adms", ["CG1"]),
        ("ADAMS sam", ["CG1"]),
        ("CG3", ["CG3"]),
        ("CG", []),
        ("cg3", ["CG3"]),
        ("QQ000003A", ["CG3"]),
        ("clark !CG3", []),
        ("!adams !baker", ["CG3", "CG4", "CG5", "CG6", "CG7", "CG8"]),
        ("to_check", ["CG1", "CG2", "CG3", "CG4", "CG5", "CG6", "CG7", "CG8"]),
        ("!to_check", []),
        ("blocked", []),
        ("zzz", []),
    ],
)
async def test_the_filter_works_as_typed(tmp_path: Path, typed: str, found: list[str]) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("/")
        await hands.writes(typed)
        assert listed(hands) == found
        assert f"filter: {typed}" in hands.lines()[2]
        if not found:
            assert "No casegroup passes the filter." in hands.text()
        await hands.types("escape")
        assert len(listed(hands)) == 8


async def test_stages_are_words_of_the_filter(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter o 1 y escape down down enter d 1 y escape /")
        await hands.writes("to_dispose")
        assert listed(hands) == ["CG1"]
        await hands.types("escape / d e f e r r e d enter")
        assert listed(hands) == [TO_DEFER]
        assert "Deferred" in hands.text()
        await hands.types("enter")
        assert hands.lines()[1].startswith(f" {TO_DEFER} ")
        assert hands.lines()[2].endswith("1/1")
        await hands.types("escape escape")
        assert len(listed(hands)) == 8


# ---------------------------------------------------------------------------------------------------------------- order


async def test_a_column_sorts_and_the_same_again_reverses_and_the_cursor_keeps_its_casegroup(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("down down s")
        assert "2 Parent" in hands.lines()[4]
        await hands.types("1")
        assert listed(hands) == [f"CG{number}" for number in range(1, 9)]
        assert "by casegroup id" in hands.lines()[2]
        await hands.types("s 1")
        assert listed(hands) == [f"CG{number}" for number in range(8, 0, -1)]
        assert under_the_cursor(hands) == "CG3"
        await hands.types("s 2 s 2 home")
        assert under_the_cursor(hands) == "CG8"


async def test_an_undated_casegroup_is_listed_last_and_says_so(tmp_path: Path) -> None:
    undated = casegroup_record("CG0", journey={"kind": "proactive"})
    del undated["transition_request"]
    async with at_work(live_desk(tmp_path, undated, *caseload())) as hands:
        assert listed(hands)[-1] == "CG0"
        assert "not set" in next(line for line in hands.lines() if "CG0" in line)


# ----------------------------------------------------------------------------------------------------------------- many


async def test_marked_casegroups_are_done_together_and_those_that_do_not_fit_are_named(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("space space space")
        assert "3 marked" in hands.lines()[2]
        text = await hands.types("d")
        assert "2 do not fit: No deferral rule is broken, so there is nothing to defer. (CG1, CG2)" in hands.words
        assert "1  Defer closure: 1 of 3" in text
        assert "CG3: Deferral rules asked" in await hands.types("1")
        await hands.types("y")
        assert hands.written() == [("CG3", "deferral_checked"), ("CG3", "closure_deferred")]
        assert hands.message == (
            "Done: Closure is deferred for 1 of 3: CG3. u on a casegroup undoes it there. 2 did not fit and stay "
            "marked: 2 like CG1: No deferral rule is broken, so there is nothing to defer."
        )
        assert "2 marked" in hands.lines()[2]
        assert "saved 12:00" in hands.lines()[0]


async def test_outcomes_of_a_range_are_recorded_together(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("space down + o")
        assert "Record the outcome: 3 of 3" in hands.text()
        await hands.types("1 y")
        assert [number for number, _ in hands.written()] == ["CG1", "CG1", "CG2", "CG2", "CG3", "CG3"]


async def test_when_none_fits_nothing_can_be_chosen(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("d 1 y")
        assert "none of them fits" in hands.text()
        assert hands.written() == []
        await hands.types("escape")
        assert "marked" not in hands.lines()[2]


async def test_keys_typed_ahead_never_write_for_many(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts("* o 1 y")
        assert hands.written() == []
        assert "2 keys typed before this question appeared did nothing." in hands.message
        await hands.types("escape")
        assert "8 marked" in hands.lines()[2]
        await hands.types("escape")
        assert "marked" not in hands.lines()[2]


async def test_more_than_can_be_looked_at_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.tui.many.MOST_AT_ONCE", 5)
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("* o")
        assert hands.message.startswith("Refused: 8 casegroups are marked, at most 5 can be asked about at once;")
        assert not hands.screen.question.is_open


# ---------------------------------------------------------------------------------------------- numbers, next, previous


async def test_a_number_goes_to_its_casegroup_from_anywhere(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(": C G 5 enter")
        assert hands.lines()[1].startswith(" CG5 ")
        await hands.types(": C G 7 enter")
        assert hands.lines()[1].startswith(" CG7 ")
        await hands.types(": d i x o n enter")
        assert hands.lines()[1].startswith(" CG4 ")
        await hands.types(": s a m enter")
        assert hands.message == "Note: 8 casegroups have sam. F3 goes to the worklist, / filters it."
        await hands.types(": C G 9 enter")
        assert hands.message == "Refused: There is no command, number or word CG9."
        await hands.types("f3")
        assert under_the_cursor(hands) == "CG4"


async def test_next_and_previous_pass_over_what_waits_for_nothing(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("down down enter d 1 y p p")
        assert hands.lines()[1].startswith(" CG1 ")
        await hands.types("n n")
        assert hands.lines()[1].startswith(" CG4 ")
        await hands.types("p p p")
        assert hands.message == "Note: No casegroup before this one in the list waits for anything."
        await hands.types("n n n n n n n n")
        assert hands.message == "Note: No casegroup after this one in the list waits for anything."
        assert hands.lines()[2].endswith("8/8")


@pytest.mark.parametrize("size", [(80, 24), WIDE], ids=["80x24", "120x40"])
async def test_w_on_the_worklist_says_that_nothing_is_to_be_explained_there(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(live_desk(tmp_path), size) as hands:
        before = hands.lines()[5:15]
        await hands.types("w")
        assert hands.message == "Note: There is nothing to explain here; Enter opens the line."
        assert hands.lines()[5:15] == before


async def test_the_six_steps_and_no_other(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter")
        for key, name in enumerate(("FACTS", "DEFERRAL", "VALIDATION", "ACCOUNT", "LETTERS", "OUTCOME"), 1):
            await hands.types(str(key))
            assert f"{key} {name}" in hands.lines()[2]
        await hands.types("7")
        assert "7 means nothing here" in hands.message
        assert "6 OUTCOME" in hands.lines()[2]


@pytest.mark.parametrize("size", [(80, 24), WIDE], ids=["80x24", "120x40"])
async def test_the_journal_of_a_casegroup_and_of_the_store(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_work(live_desk(tmp_path), size) as hands:
        await hands.types("f8")
        assert "Journal of the whole store, newest first" in hands.lines()[1]
        assert "11 entries" in hands.lines()[2]
        await hands.types("end")
        assert "Store made" in hands.text()
        await hands.types("u")
        assert hands.message == "Note: This entry belongs to no casegroup and stands."
        await hands.types("s")
        assert hands.message == "Note: This list keeps its own order."
        await hands.types("f3 enter f8")
        assert "Journal of casegroup CG1" in hands.lines()[1]
        assert "1 entry;" in hands.lines()[2]
        await hands.types("enter")
        assert "Document received, version 1: documents.jsonl, line 1." in hands.words
        await hands.types("escape" if size == WIDE else "escape escape")
        assert hands.lines()[1].startswith(" CG1 ")
        await hands.types("f8 f3")
        assert hands.lines()[1].startswith(" Worklist")


async def test_a_lesson_is_shown_in_training_alone(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        assert hands.lines()[0].startswith(" TRAINING ")
        assert set(hands.lines()[3]) == {"="}
        await hands.types("enter L")
        lesson = next(scenario for scenario in scenarios() if scenario.casegroup_id == "S01")
        assert " ".join(lesson.lesson.split()) in hands.words
    (tmp_path / "live").mkdir()
    async with at_work(live_desk(tmp_path / "live")) as hands:
        await hands.types("enter L")
        assert hands.message.startswith("Note: Lessons are there in training alone")


# ------------------------------------------------------------------------------------------------- leaving, coming back


@pytest.mark.parametrize("way", ["f3", ": q enter", ": q u i t enter", "enter : q enter", "enter f8 : q enter"])
async def test_there_is_a_way_out_from_everywhere(tmp_path: Path, way: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types(way)
        assert not hands.app.is_running
        assert hands.app.return_code == 0


async def test_the_place_is_remembered_and_opened_again(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("s 2 s 2 : C G 6 enter n")
    async with at_work(sit_down(path)) as hands:
        assert hands.message == "Back on CG5, where you were."
        assert under_the_cursor(hands) == "CG5"
        assert listed(hands)[0] == "CG8"
        await hands.types("home f3")
    async with at_work(sit_down(path)) as hands:
        assert under_the_cursor(hands) == "CG8"


async def test_a_place_that_is_gone_or_spoilt_is_no_obstacle(tmp_path: Path) -> None:
    path = live_store(tmp_path)
    async with at_work(sit_down(path)) as hands:
        await hands.types("down f3")
    (place,) = (tmp_path / "state").iterdir()
    for text in ("", "{}", '{"casegroup": "CG99", "column": "due_date", "descending": false}', '{"casegroup": 3, "col'):
        place.write_text(text, encoding="utf-8")
        async with at_work(sit_down(path)) as hands:
            assert under_the_cursor(hands) == "CG1"
    place.write_text('{"casegroup": "CG2", "column": "nonsense", "descending": true}', encoding="utf-8")
    async with at_work(sit_down(path)) as hands:
        assert len(listed(hands)) == 8


async def test_the_theme_command_changes_the_theme(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        for theme in THEMES:
            await hands.types(": t h e m e space")
            await hands.writes(theme.name)
            await hands.types("enter")
            assert hands.app.theme == theme.name
        await hands.types(": t h e m e space x enter")
        assert hands.message == "Refused: There is no command, number or word theme x."
