"""At 80 columns every screen and step tells its own words whole; only names and texts of the data may be cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from console.desk.questions import worklist_keys, worklist_rows
from console.tui.screens.casegroup import STEPS
from tests.console.driving import SMALL
from tests.console.work import at_work, training_desk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from console.desk.desk import Desk
    from tests.console.work import Hands

# A plain one; several cases on two systems with open work; a fact not known; £1m and more.
LOOKED_AT: Final = ("S01", "S12", "S25", "S39")
CUT: Final = re.compile(r"(?:\S| (?! ))*…")
KEY: Final = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b", re.ASCII)
ISO_DAY: Final = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", re.ASCII)
# Names of files, as they are.
FILES: Final = ("sample_data.jsonl",)


def texts_in(value: Any) -> Iterator[str]:
    """Give every text of a document, however deep."""
    match value:
        case str():
            yield " ".join(value.casefold().replace("_", " ").split())
        case dict():
            for part in value.values():
                yield from texts_in(part)
        case list() | tuple():
            for part in value:
                yield from texts_in(part)
        case _:
            return


def data_of(desk: Desk) -> str:
    """Give all names and texts of the data in one text."""
    rows = worklist_rows(desk, worklist_keys(desk))
    casegroups = [desk.casefile(row.casegroup_id).casegroup for row in rows if not row.restricted]
    entries = desk.store.newest_entries(desk.store.head().seq, None)
    names = [*(row.paying_parent.casefold() for row in rows), *(entry.actor.casefold() for entry in entries)]
    return "\n".join([*names, *(text for casegroup in casegroups for text in texts_in(casegroup.model_dump()))])


def cut_in(screen: str, data: str) -> list[str]:
    """Give what is cut on a screen and is not a text of the data, whole or after a colon."""
    found = [match[0].removesuffix("…").strip() for match in CUT.finditer(screen)]
    return [text for text in found if text.rpartition(": ")[2].casefold() not in data]


def raw_in(screen: str) -> list[str]:
    """Give the names in code and the days as computers write them that stand on a screen."""
    for file in FILES:
        screen = screen.replace(file, "")
    return KEY.findall(screen) + ISO_DAY.findall(screen)


async def walk(hands: Hands) -> AsyncIterator[tuple[str, str]]:
    """Go to every screen and every step of a few casegroups, with the headings as a column to sort by is asked for."""
    yield "worklist", hands.text()
    for screen, key in (("help", "f1"), ("palette", "ctrl+p")):
        async for found in _to_the_end(hands, screen, key):
            yield found
        await hands.home()
    for column in "123456":
        yield f"worklist, asked for column {column}", await hands.types("s")
        yield f"worklist by {column}", await hands.types(column)
    for number in LOOKED_AT:
        async for found in _steps(hands, number):
            yield found
    yield "help on a casegroup", await hands.types("f1")
    await hands.home()
    for screen, keys in (("journal", "f8"), ("queue", "f4")):
        async for found in _to_the_end(hands, screen, keys):
            yield found
        yield f"{screen}, opened", await hands.types("home enter")
        yield f"{screen}, asked for a column", await hands.types("s")
        await hands.home()


async def _steps(hands: Hands, number: str) -> AsyncIterator[tuple[str, str]]:
    await hands.home()
    await hands.types(":")
    await hands.writes(number)
    await hands.types("enter")
    for step, (label, *_) in enumerate(STEPS, 1):
        async for found in _to_the_end(hands, f"{number} {label}", str(step)):
            yield found
        yield f"{number} {label}, why", await hands.types("w")
        await hands.types("escape")


async def _to_the_end(hands: Hands, screen: str, keys: str) -> AsyncIterator[tuple[str, str]]:
    before, now = "", await hands.types(keys)
    while now != before:
        yield screen, now
        before, now = now, await hands.types("pagedown")


async def test_no_screen_or_step_of_the_training_store_cuts_its_own_words_or_shows_a_name_of_the_code(
    tmp_path: Path,
) -> None:
    async with at_work(training_desk(tmp_path), SMALL) as hands:
        data = data_of(hands.desk)
        found = [(where, cut_in(text, data), raw_in(text)) async for where, text in walk(hands)]
    assert len(found) > len(LOOKED_AT) * len(STEPS)
    assert [(where, cut, raw) for where, cut, raw in found if cut or raw] == []


def test_what_is_cut_is_told_from_a_name_of_the_data() -> None:
    screen = ">  S35   CASTELLAN Rho…  CS2 1…  due: Nobody has a…"
    assert cut_in(screen, "castellan rhona\nnobody has asked") == ["CS2 1"]
    assert raw_in("to_amend on 2016-02-15, sample_data.jsonl") == ["to_amend", "2016-02-15"]
