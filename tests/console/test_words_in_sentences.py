"""Texts that somebody typed, put into sentences: days as people read them, and one full stop at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from console import present
from console.cli import main
from console.desk.settings import operating_system_user
from console.desk.training import open_training
from console.present.events import event_sentences
from console.present.not_known import detail_text, place_text
from console.present.wording import days_in_text, sentence_end
from domain.events import EntrySetAside, InhibitLifted, InhibitSet, WorkItemOpened
from domain.events.breakdown import BreakdownReturned
from domain.events.queued import ExceptionRaised
from tests.console.test_nothing_is_cut import raw_in
from tests.console.work import CLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from domain.events import Event


DAY = date(2016, 2, 15)


def modules_of_present() -> Iterator[ModuleType]:
    """Give every module that holds words."""
    for found in iter_modules(present.__path__):
        yield import_module(f"console.present.{found.name}")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("due on 2016-03-31, before 2016-04-01", "due on 31 Mar 2016, before 1 Apr 2016"),
        ("error 2016-13-01", "error 2016-13-01"),
        ("ref A2016-03-31", "ref A2016-03-31"),
        ("2016-03-31-7", "2016-03-31-7"),
    ],
)
def test_days_in_a_text_are_written_as_people_read_them(text: str, read: str) -> None:
    assert days_in_text(text) == read


@pytest.mark.parametrize(("text", "sentence"), [("Done", "Done."), ("Done.", "Done."), ("Done?", "Done?")])
def test_a_sentence_ends_once(text: str, sentence: str) -> None:
    assert sentence_end(text) == sentence


def test_an_exception_with_a_detail_that_is_a_sentence_has_one_full_stop() -> None:
    raised = ExceptionRaised(
        exception_id="exception-1",
        reason="closure_before_t_date",
        detail="due to close on 2016-03-31.",
        case_id=None,
        origin="hand",
        stage="to_check",
    )
    assert event_sentences(raised) == (
        "Exception exception-1 raised: Closure date before the T-date: due to close on 31 Mar 2016.",
    )


@pytest.mark.parametrize(
    ("place", "read"),
    [
        ("journey.selected_on", "the day of selection"),
        ("C1/arrears_decision.choice", "the decision about the arrears of C1"),
        ("C1/liability_events[0].weekly_amount", "the weekly amount of liability entry 1 of C1"),
        ("R1/allocations[1].amount", "the amount of part 2 of R1"),
        ("transition_request.closure_date", "the closure date of the transition request"),
        ("what is owed on case C1", "what is owed on case C1"),
    ],
)
def test_what_is_not_known_is_said_in_words(place: str, read: str) -> None:
    assert place_text(place) == read
    assert detail_text(f"not known: {place}") == f"not known: {read}"


@pytest.mark.parametrize("reason", ["Nobody asked", "Nobody asked."])
def test_a_typed_reason_ends_its_sentence_once(reason: str) -> None:
    told: list[Event] = [
        InhibitSet(case_id="C1", reason=reason, review_on=None, set_on=DAY),
        InhibitLifted(case_id="C1", inhibit_kind="manual", reason=reason, lifted_on=DAY),
        WorkItemOpened(case_id="C1", work_item_id="W1", work=reason, opened_on=DAY),
        EntrySetAside(seq=1, reason=reason),
        BreakdownReturned(reason=reason),
    ]
    for event in told:
        assert event_sentences(event)[0].endswith(": Nobody asked."), event


def test_no_wording_has_a_name_of_the_code_in_it() -> None:
    tables = [
        (module, name, text)
        for module in modules_of_present()
        for name, table in vars(module).items()
        if isinstance(table, Mapping)
        for text in table.values()
        if isinstance(text, str)
    ]
    assert len(tables) > 300
    # What stands in braces is filled in.
    assert [found for found in tables if raw_in(re.sub(r"\{[^}]*\}", "", found[2]))] == []


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with open_training(tmp_path_factory.mktemp("training") / "training.db", operating_system_user(), CLOCK) as desk:
        return desk.store.path


@pytest.mark.parametrize("command", ["explain", "journey", "show"])
def test_no_answer_about_the_training_store_has_a_name_of_the_code_or_an_iso_day(training: Path, command: str) -> None:
    asked = range(1, 49, 3)
    told = {
        number: CliRunner().invoke(main, ["--store", str(training), command, f"S{number:02}"], env={"COLUMNS": "200"})
        for number in asked
    }
    assert {result.exit_code for result in told.values()} == {0}
    assert {number: raw_in(result.output) for number, result in told.items() if raw_in(result.output)} == {}
