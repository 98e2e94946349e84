"""What can be done to a casegroup on the screen, each from its key to the entry in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tests.console.work import (
    CASEWORKER,
    CLERICAL,
    INHIBITED,
    MANAGER,
    OFFSETTING,
    SHORT,
    TO_DEFER,
    at_work,
    live_desk,
    training_desk,
)
from tests.made_up import case_record, casegroup_record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands


async def open_casegroup(hands: Hands, number: str) -> None:
    await hands.types(":")
    await hands.writes(number)
    await hands.types("enter")
    assert hands.lines()[1].startswith(f" {number} ")


async def enter_text(hands: Hands, text: str) -> str:
    """Type a text over what stands on the line, and end it."""
    await hands.types("end ctrl+u")
    await hands.writes(text)
    return await hands.types("enter")


# ---------------------------------------------------------------------------------------------------------- the balance


async def test_a_balance_is_amended_as_the_cases_own_figures_suggest(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await open_casegroup(hands, SHORT)
        await hands.types("o 1 y")
        await hands.types("m 1")
        assert "As each case's own figure suggests: -£50.00 on case C4, owed to the receiving parent" in hands.words
        assert "-£50.00 on case C4, owed to the receiving parent y writes it." in hands.words
        await hands.types("y")
        assert hands.kinds() == ["deferral_checked", "balance_validated", "balance_amended"]
        assert hands.message == "Done: The balance is amended. u undoes it."
        assert hands.lines()[1].endswith("To dispose")


async def test_an_amendment_placed_by_hand_reads_back_what_is_wrong_and_keeps_what_was_typed(tmp_path: Path) -> None:
    wrong = {
        "C4 nobody 5": "Refused: Expected case, payee (receiving parent, GB, NI) and amount",
        "C4 gb_sos five": "Refused: Expected an amount in pounds, such as 1234.56.",
        "C4 gb_sos -40.00": "The placements come to -£40.00 of an amendment of -£50.00; -£10.00 is left.",
        "C9 gb_sos -50.00": "Case C9 is not a closing case of this casegroup.",
        "C4 gb_sos 0.00; C4 ni_sos -50.00": "A placement of £0.00 places nothing.",
    }
    async with at_work(live_desk(tmp_path)) as hands:
        await open_casegroup(hands, SHORT)
        await hands.types("o 1 y m")
        text = await hands.types("2")
        assert "for example C4" in text
        assert "saved" in hands.lines()[0]
        for typed, answer in wrong.items():
            await enter_text(hands, typed)
            assert answer in hands.words
            assert not hands.screen.question.is_open
            assert f"> {typed}" in hands.text()
            assert hands.kinds()[2:] == []
        await enter_text(hands, "C4 gb_sos -30.00; C4 Receiving Parent -£20.00")
        text = await hands.types("1")
        assert "-£30.00 on case C4, owed to the Secretary of State (GB)" in text
        await hands.types("y")
        assert hands.kinds()[2:] == ["balance_amended"]


async def test_a_clerical_validation_is_confirmed_with_a_reason(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await open_casegroup(hands, CLERICAL)
        await hands.types("f")
        assert hands.message == "Note: No validation of a clerical case waits to be confirmed."
        await hands.types("o 1 y")
        assert hands.lines()[1].endswith("To confirm")
        await hands.types("f")
        await enter_text(hands, "")
        assert hands.message == "Note: Nothing is typed yet. Put it right, or Esc leaves it."
        await enter_text(hands, "Checked against the clerical file")
        assert "Clerical validation confirmed: Checked against the clerical file" in await hands.types("1")
        await hands.types("y")
        assert hands.kinds()[2:] == ["clerical_validation_confirmed"]
        assert hands.message == "Done: It is confirmed."
        await hands.types("f")
        assert hands.message == "Note: The clerical validation is confirmed already."


# ------------------------------------------------------------------------------------------------------------- the case


async def test_an_arrears_decision_is_recorded_for_the_case_under_the_cursor(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await open_casegroup(hands, OFFSETTING)
        await hands.types("3")
        while not next(line for line in hands.lines() if line.startswith(">")).startswith(">  Case C6"):
            await hands.types("down")
        assert "Arrears decision on case C6" in await hands.types("a")
        text = await hands.types("2")
        assert "Arrears decision on case C6: write off all, 15 Feb 2016." in text
        await hands.types("y")
        assert hands.written() == [(OFFSETTING, "arrears_decision_recorded")]
        assert hands.message == "Done: The decision on case C6 is recorded."


async def test_writing_off_a_part_asks_for_the_amount_and_reads_it_back(tmp_path: Path) -> None:
    wrong = {
        "ten": "Refused: Expected an amount in pounds, such as 1234.56.",
        "0": "The amount to write off, £0.00, is not above zero.",
        "3650.01": "The amount to write off, £3,650.01, is more than the £3,650.00 owed on the case.",
    }
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter a 4")
        assert "Amount to write off on case C1, in pounds:" in hands.text()
        for typed, answer in wrong.items():
            await enter_text(hands, typed)
            assert answer in hands.words
            assert not hands.screen.question.is_open
            assert f"> {typed}" in hands.text()
        assert hands.written() == []
        await enter_text(hands, "£1,200.50")
        assert "write off part of £1,200.50" in await hands.types("1")
        await hands.types("y")
        assert hands.kinds() == ["arrears_decision_recorded"]


async def test_a_manager_lifts_an_inhibit_and_sets_one(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await open_casegroup(hands, INHIBITED)
        await hands.types("i 1")
        assert hands.message == "Refused: Case C8 already has an open manual inhibit."
        await hands.types("3")
        assert hands.message == "Refused: Case C8 has no open automatic inhibit."
        await hands.types("2")
        await enter_text(hands, "The fraud team has finished")
        await hands.types("1 y")
        assert hands.written() == [(INHIBITED, "inhibit_lifted")]
        await hands.types("i 1")
        await enter_text(hands, "They have begun again")
        await hands.types("enter")
        assert "Manual inhibit set on case C8: They have begun again." in await hands.types("1")
        await hands.types("y")
        assert hands.kinds() == ["inhibit_lifted", "inhibit_set"]
        assert hands.message == "Done: Case C8 is inhibited."


async def test_a_caseworker_may_not_touch_a_manual_inhibit_and_is_told_so(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, user=CASEWORKER)) as hands:
        assert "A Patel  caseworker" in hands.lines()[0]
        await open_casegroup(hands, INHIBITED)
        await hands.types("i")
        assert hands.words.count("A Patel (caseworker) may not do this; it takes a team manager") == 2
        await hands.types("2")
        assert hands.message.startswith("Refused: A Patel (caseworker) may not do this")
        await hands.types("y")
        assert hands.message.startswith("Note: Nothing is chosen yet")
        assert hands.written() == []


async def test_work_items_are_opened_and_closed(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await open_casegroup(hands, TO_DEFER)
        assert "2  Close W1: appeal" in await hands.types("W")
        await hands.types("2 y")
        assert hands.written() == [(TO_DEFER, "work_item_closed")]
        assert hands.message == "Done: Work item W1 is closed."
        await hands.types("W 1")
        await enter_text(hands, "Ring the receiving parent")
        await hands.types("1 y")
        assert hands.kinds() == ["work_item_closed", "work_item_opened"]
        assert "Close closeout-1: Ring the receiving parent" in await hands.types("W")


async def test_what_stands_in_the_way_is_put_right_and_no_longer_offered(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        await open_casegroup(hands, "S59")
        offered = await hands.types("E")
        assert "1  Liability on case S59-1 has ended" in offered
        assert "3  Planned collection PC1, £35.00, of case S59-1 is released" in offered
        assert "5  Receipt R1, £212.40, is forwarded to CMS by manual payment" in offered
        await hands.types("5 y E 1")
        await enter_text(hands, "14th")
        assert "Expected a day" in hands.message
        await enter_text(hands, "15 Feb 2016")
        assert "Liability on case S59-1 has ended; 15 Feb 2016 is its last day." in await hands.types("1")
        await hands.types("y")
        assert hands.kinds() == ["obstacle_cleared", "obstacle_cleared"]
        assert "Receipt R1" not in await hands.types("E")


async def test_where_nothing_stands_in_the_way_the_key_says_so(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await open_casegroup(hands, SHORT)
        await hands.types("E")
        assert hands.message == "Note: Nothing stands in the way that could be put right here."


# ---------------------------------------------------------------------------------------------------------------- notes


@pytest.mark.parametrize("place", ["", "enter "], ids=["worklist", "casegroup"])
async def test_a_note_of_one_line_is_written_by_keys_typed_ahead(tmp_path: Path, place: str) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.bursts(f"{place}t R a n g enter 1 y")
        assert hands.written() == [("CG1", "note_added")]
        assert hands.message == "Done: The note is written."


async def test_a_page_of_notes_keeps_its_lines(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter T o n e enter t w o f2")
        await hands.types("1")
        assert "Note: one two y writes it." in hands.words
        await hands.types("y")
        assert hands.kinds() == ["note_added"]
        (note,) = hands.desk.casefile("CG1").notes
        assert note.event.model_dump()["text"] == "one\ntwo"
        await hands.types("1 end enter")
        lines = [line.strip() for line in hands.lines()]
        assert lines.index("two") == lines.index("one") + 1


async def test_a_text_longer_than_the_journal_takes_is_kept_and_said(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter T")
        hands.app.post_message(events.Paste("x" * 20_001))
        await hands.types("f2")
        assert hands.message.startswith("Refused: Expected at most 20,000 characters; these are 20,001.")
        await hands.types(f"backspace f2 1 {'pagedown ' * 40} y W 1")
        assert hands.kinds() == ["note_added"]
        hands.app.post_message(events.Paste("x" * 201))
        await hands.types("enter")
        assert hands.message.startswith("Refused: Expected at most 200 characters; these are 201.")


async def test_an_empty_note_writes_nothing(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter t space enter")
        assert hands.message == "Note: Nothing is typed yet. Put it right, or Esc leaves it."
        assert hands.written() == []


async def test_a_note_left_at_its_question_is_there_the_next_time(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter t")
        await enter_text(hands, "half a thought")
        await hands.types("escape")
        assert hands.message == "Left. Nothing was written. What you typed is kept for the next time."
        await hands.types("t")
        assert "> half a thought" in hands.text()
        await hands.types("enter 1 y t")
        assert "> half a thought" not in hands.text()
        assert hands.kinds() == ["note_added"]


# -------------------------------------------------------------------------------------------------------- undo and redo


async def test_what_was_done_is_undone_and_brought_back(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter o 1 y")
        text = await hands.types("u")
        assert "1  Entry" in text
        assert "Outcome recorded as at 15 Feb 2016: validated." in hands.words
        await hands.types("1 y")
        assert hands.kinds()[2:] == ["entry_set_aside"]
        assert "is set aside. U brings it back." in hands.message
        assert hands.lines()[1].endswith("To validate")
        await hands.types("U 1 y")
        assert hands.kinds()[2:] == ["entry_set_aside"] * 2
        assert hands.message.endswith("is back.")
        assert hands.lines()[1].endswith("To dispose")


async def test_an_entry_on_which_another_rests_is_not_undone_first(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await open_casegroup(hands, SHORT)
        await hands.types("o 1 y m 1 y u")
        assert "set that one aside first." in hands.words
        await hands.types("3")
        assert hands.message.startswith("Refused: Entry")
        await hands.types("y")
        assert hands.kinds()[3:] == []


async def test_undo_lives_in_the_journal_too(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter o 1 y f8")
        assert "3 entries; none is ever changed or taken away" in hands.lines()[2]
        text = await hands.types("u")
        assert "Outcome recorded as at 15 Feb 2016: validated." in text
        await hands.types("1 y")
        assert hands.kinds()[2:] == ["entry_set_aside"]
        assert "4 entries" in hands.lines()[2]
        await hands.types("home u")
        assert hands.message == "Note: This entry is an undoing; U takes it back."
        await hands.types("U 1 y")
        assert "is taken back." in hands.message
        await hands.types("end u")
        assert "supersedes it, nothing sets it aside" in hands.words
        await hands.types("escape escape")
        assert hands.lines()[1].endswith("To dispose")


async def test_a_case_that_is_not_closing_cannot_take_an_amendment(tmp_path: Path) -> None:
    record = casegroup_record(
        cases=[case_record("C1", outstanding="3700.00"), case_record("C2", in_case_closure=False)]
    )
    async with at_work(live_desk(tmp_path, record, user=MANAGER)) as hands:
        await hands.types("enter o 1 y m 2")
        await enter_text(hands, "C2 gb_sos -50.00")
        assert "Case C2 is not a closing case of this casegroup." in hands.words


async def test_an_inhibit_is_set_with_the_day_to_look_at_it_again(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("enter i 1")
        await enter_text(hands, "Fraud is looked into")
        assert "2 of 2: When is it looked at again?" in hands.words
        await enter_text(hands, "soon")
        assert 'such as 12 May 2015, 12/05/2015 (the day first, then the month) or 2015-05-12; "soon" was typed.' in (
            hands.message
        )
        assert "> soon" in hands.text()
        await enter_text(hands, "1 April 2016")
        assert "to be looked at again on 1 Apr 2016" in hands.words
        await hands.types("1 y")
        assert hands.kinds() == ["inhibit_set"]
        await hands.types("f4 enter")
        assert "due 1 Apr 2016" in hands.text()
