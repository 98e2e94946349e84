"""Screen 7, Rules: the same answers as `closeout policy`, each of them whole, and found by any word in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from console.cli import main
from console.desk.rule_book import dated_values, statements
from console.present.rule_book import STANDING_WORDS, statement_sentences, value_line
from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.queue import QueueScreen
from console.tui.screens.rules import RulesScreen
from console.tui.screens.worklist import WorklistScreen
from domain.policy.book import load_book
from tests.console.driving import SMALL, WIDE
from tests.console.work import at_work, live_desk, training_desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands


def rules(hands: Hands) -> RulesScreen:
    """Give the screen in front, which is the rules."""
    assert isinstance(hands.screen, RulesScreen)
    return hands.screen


def policy(*options: str) -> Any:
    """Ask the command line for the same day."""
    return json.loads(CliRunner().invoke(main, ["policy", "--as-at", "2016-02-15", *options, "--json"]).stdout)


async def test_it_lists_every_value_doubt_and_statement_of_closeout_policy(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f9")
        listed = [(entry.key, entry.cells[0]) for entry in rules(hands).entries]
        assert [(key, standing.text) for key, standing in listed] == [  # type: ignore[union-attr]
            (value["key"], STANDING_WORDS[value["standing"]]) for value in policy()["values"]
        ]
        await hands.types("2")
        assert [entry.key for entry in rules(hands).entries] == [one["id"] for one in policy("--interpretations")]
        await hands.types("3")
        register = policy("--coverage")["register"]
        assert [entry.key for entry in rules(hands).entries] == [one["id"] for one in register]


async def test_a_value_tells_its_standing_edition_days_document_place_and_the_reading_it_rests_on(
    tmp_path: Path,
) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f9")
        rules(hands).grid.move_to_key("validation.discrepancy")
        shown = await hands.types("enter")
        for said in (
            "£0.05, INTERPRETED: the documents are unclear and a reading was chosen.",
            "In force from 10 Dec 2012 on, in every edition.",
            "CSA Case Closure (Arrears) - Summary: debt balance validation",
            "Rests on a reading: Is a difference of exactly £0.05 a discrepancy?",
            "CHOSEN: Yes.",
        ):
            assert said in shown
        assert "Value in force" in await hands.types("escape")


async def test_a_value_tells_what_it_is_in_the_other_edition(tmp_path: Path) -> None:
    several = [key for (key, _), _ in load_book().entries.items() if len(dated_values(key)) > 1]
    assert several
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f9")
        rules(hands).grid.move_to_key(several[0])
        shown = " ".join((await hands.types("enter")).split())
        assert "Other days and editions:" in shown
        for value in dated_values(several[0]):
            assert (value.edition or "every edition") in shown


async def test_a_doubt_tells_its_readings_the_choice_why_and_the_values_that_rest_on_it(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f9 2")
        rules(hands).grid.move_to_key("exactly-five-pence")
        shown = await hands.types("enter")
        for said in (
            "It can be read: No: only more than £0.05 is.",
            "It can be read: Yes: only less than £0.05 is validated.",
            "CHOSEN: Yes.",
            "The documents end the validated band below £0.05",
            "Validation: Discrepancy: £0.05",
        ):
            assert said in shown


@pytest.mark.parametrize("statement", statements()[:3], ids=lambda one: one.id)
async def test_a_statement_tells_where_it_is_met_and_what_shows_it(tmp_path: Path, statement: Any) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f9 3")
        rules(hands).grid.move_to_key(statement.id)
        shown = await hands.types("enter")
        for place in statement.where:
            assert place in shown
        assert "What shows it:" in shown
        assert not any("test_" in sentence for sentence in statement_sentences(statement))


async def test_the_filter_finds_words_anywhere_in_an_entry_and_goes_on_to_the_next_list(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f9 /")
        await hands.writes("inhibited assumed")
        assert [entry.key for entry in rules(hands)._shown] == [
            "deferral.automatically_inhibited", "deferral.manually_inhibited",
        ]  # fmt: skip
        await hands.writes(" !manually")
        assert "1 of " in hands.lines()[2]
        await hands.types("enter")
        assert "Filter: inhibited assumed !manually" in await hands.types("3")
        assert "Filter:" not in await hands.types("escape")
        await hands.types("/")
        shown = await hands.writes("nobody ever wrote this")
        assert "No entry has these words." in shown
        await hands.types("escape")
        assert len(rules(hands)._shown) == len(statements())


async def test_a_word_on_the_command_line_filters(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path)) as hands:
        await hands.types("f9 :")
        await hands.writes("representations")
        await hands.types("enter")
        assert [entry.key for entry in rules(hands)._shown] == ["disposal.representations"]
        await hands.types(":")
        await hands.writes("xyzzy")
        assert "There is no command, number or word xyzzy." in await hands.types("enter")


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_from_a_broken_rule_and_its_why_it_opens_on_the_period_of_that_rule(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with at_work(training_desk(tmp_path), size) as hands:
        await hands.types("enter w")
        assert isinstance(hands.screen, CasegroupScreen)
        rule = (hands.screen.grid.cursor_key or "").partition(" ")[0]
        await hands.types("f9")
        assert rules(hands).grid.cursor_key == f"deferral.{rule}"
        await hands.types("escape")
        assert isinstance(hands.screen, CasegroupScreen)


async def test_f3_goes_to_the_worklist_and_f4_to_the_queue_past_the_casegroup(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        await hands.types("enter f9 f3")
        assert isinstance(hands.screen, WorklistScreen)
        await hands.types("enter f9 f4")
        assert isinstance(hands.screen, QueueScreen)
        await hands.types("f9 f4")
        assert isinstance(hands.screen, QueueScreen)


async def test_from_help_and_from_the_rules_themselves_it_says_why_it_does_not_open(tmp_path: Path) -> None:
    async with at_work(training_desk(tmp_path)) as hands:
        assert "The rules are shown already." in await hands.types("f9 f9")
        assert "Go back to the work first" in await hands.types("f1 f9")


def test_every_value_has_a_title_without_the_names_of_the_code() -> None:
    values = [value for dated in load_book().entries.values() for value in dated]
    assert len({value.key for value in values}) > 50
    assert [value.key for value in values if "_" in value_line(value)] == []
