"""Questions, texts in place, and the twenty-four lines."""

from __future__ import annotations

import pytest
from textual import events

from tests.console.demo import DemoApp, DemoCase
from tests.console.driving import WIDE, case_screen, opened, screen_text, settle, type_at_once, type_keys


async def test_the_twenty_four_lines_are_where_they_belong() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter")
        lines = screen_text(app)
        assert len(lines) == 24
        assert lines[0].startswith(" LIVE   casework.db   phase-2, 1 Jul 2014")
        assert lines[0].rstrip().endswith("A PATEL  caseworker  saved 10:42")
        assert lines[1].startswith(" CG000000   Smith [née Jones]")
        assert lines[2].startswith(" 1 Facts  2 DEFERRAL  3 Validation")
        assert lines[2].rstrip().endswith("17/64")
        assert set(lines[3]) == {"─"}
        assert "Paying parent" in lines[4]
        assert lines[22].strip() == ": _"
        assert lines[23].startswith(" Enter Open")


async def test_in_training_a_word_and_another_frame_are_on_every_screen() -> None:
    from console.tui.widgets.chrome import Status

    async with opened(DemoApp(status=Status(training=True, store="training.db"))) as (app, pilot):
        for keys in ((), ("enter",), ("f1",)):
            await type_keys(app, pilot, *keys)
            assert screen_text(app)[0].startswith(" TRAINING ")
            assert set(screen_text(app)[3]) == {"="}


# ------------------------------------------------------------------------------------------------------------ questions


async def test_a_question_shows_what_it_would_write_and_writes_on_y_alone() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "o", "2")
        text = "\n".join(screen_text(app))
        assert "> 2  Amend" in text
        assert "This will be written:" in text
        assert "amendment 12.00" in text
        assert app.done == []
        await type_keys(app, pilot, "y")
        assert app.done == ["CG000000:written:amend"]
        assert not case_screen(app).question.is_open


async def test_data_in_a_preview_is_shown_as_it_is() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "o", "1")
        assert any(line.strip() == "Smith [née Jones]" for line in screen_text(app)[12:20])


@pytest.mark.parametrize(
    "keys", [("enter",) * 6, ("1", "enter", "enter"), ("y",), ("1", "ctrl+j", "ctrl+j"), ("1", "o", "o")]
)
async def test_enter_and_other_keys_never_write(keys: tuple[str, ...]) -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "o", *keys)
        assert app.done == []
        assert case_screen(app).question.is_open


async def test_enter_says_which_key_writes() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "o", "enter")
        assert "Enter never writes" in screen_text(app)[21]
        await type_keys(app, pilot, "1", "enter")
        assert "press y to write this" in screen_text(app)[21]


async def test_a_choice_that_is_off_says_why_and_is_not_chosen() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "o", "3", "y")
        assert app.done == []
        await type_keys(app, pilot, "3")
        assert "Refused: A breakdown is not owed." in screen_text(app)[21]
        await type_keys(app, pilot, "9")
        assert "There is no choice 9." in screen_text(app)[21]


async def test_esc_leaves_a_question_and_the_keys_of_the_screen_hold_again() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "o", "1", "escape")
        assert "Nothing was written" in screen_text(app)[21]
        await type_keys(app, pilot, "y", "a")
        assert app.done == ["CG000000:a"]


async def test_a_commit_written_once_is_not_written_again_by_a_repeating_key() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "o", "1")
        type_at_once(app, "y", "y", "y", "y")
        await settle(app, pilot)
        assert app.done == ["CG000000:written:validated"]


# ---------------------------------------------------------------------------------------------------- texts in place


async def test_a_line_is_typed_edited_and_taken() -> None:
    async with opened() as (app, pilot):
        await type_keys(
            app, pilot, "enter", "t", *"Siân?", "left", "backspace", "end", "space", "!", "home", "delete", "s", "enter"
        )
        assert app.done == ["note=siâ? !"]


async def test_combining_marks_go_with_their_letter() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "t")
        app.post_message(events.Paste("ae\u0301"))
        await type_keys(app, pilot, "left", "x", "end", "backspace", "enter")
        assert app.done == ["note=ax"]


async def test_what_was_typed_is_kept_when_a_text_is_left() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "t", *"half", "escape", "t", *" whole", "enter", "t", "enter")
        assert app.done == ["note=half whole", "note="]


async def test_letters_typed_in_a_text_are_no_commands() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "t", *"wosx:?*+-jk", "enter")
        assert app.done == ["note=wosx:?*+-jk"]


async def test_a_long_note_takes_lines_and_f2_keeps_it() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "T", *"one", "enter", *"two")
        app.post_message(events.Paste("[b]\x1b\nend"))
        await settle(app, pilot)
        assert "[b]␛" in "\n".join(screen_text(app))
        await type_keys(app, pilot, "f2")
        assert app.done == ["long-note=one\ntwo[b]␛\nend"]


async def test_a_draft_of_a_long_note_is_kept_too() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "T", *"half", "escape", "T", "f2")
        assert app.done == ["long-note=half"]


# ---------------------------------------------------------------------------------------------------------------- sizes


async def test_the_why_pane_stands_at_the_right_where_there_is_room() -> None:
    async with opened(size=WIDE) as (app, pilot):
        await type_keys(app, pilot, "enter")
        assert any("CG000000" in line and "[@click=app.quit]x[/]" in line for line in screen_text(app))


async def test_on_a_narrow_screen_w_opens_the_why_pane_and_esc_closes_it() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "w")
        assert not any("Paying parent" in line for line in screen_text(app))
        assert any("28 days is ASSUMED." in line for line in screen_text(app))
        await type_keys(app, pilot, "escape")
        assert "Paying parent" in screen_text(app)[4]
        assert isinstance(app.screen, DemoCase)
        await type_keys(app, pilot, "down")
        assert app.cursor_position.y == 6


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (20, 5), (4, 2)])
async def test_a_terminal_too_small_says_so_and_keeps_every_key(size: tuple[int, int]) -> None:
    async with opened() as (app, pilot):
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert screen_text(app)[0].startswith("This window is too small."[: size[0] - 1])
        type_at_once(app, "enter", "a", "b")
        await pilot.pause()
        assert app.key_gate.pending == ("enter", "a", "b")
        await pilot.resize_terminal(80, 24)
        await settle(app, pilot)
        assert app.done == ["CG000000:a", "CG000000:b"]
        assert screen_text(app)[0].startswith(" LIVE")
