"""One walk through everything the program tells: whoever is not nominated finds nothing of a restricted client."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from console.cli import main
from console.cli.program import PLACES
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.people import nominate
from console.tui.screens.casegroup import CasegroupScreen
from console.tui.screens.worklist import WorklistScreen
from tests import restricted
from tests.console.walking import WITHOUT_A_STORE, leaves, on_line, walk_commands, walk_screens
from tests.console.work import at_work
from tests.made_up import casegroup_record, person, write_documents
from tests.restricted import BIG, CLOCK, MANAGER, NOMINATED, RESTRICTED, all_planted, told_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.casefile import Casefile
    from storage.facts import Facts
    from tests.console.work import Hands

SMALL, WIDE = (80, 24), (120, 40)
USAGE, NOT_PERMITTED, DEFECT = 2, 4, 70
# Words of the program itself, which a schema or a help may print.
OF_THE_PROGRAM = frozenset({restricted.MARKER, "special_client_record", "write_off_part"})
# Written otherwise where it is shown; planted all the same, should a screen begin to.
SHOWN_TO_NOBODY = frozenset({"special client record", "nationally sensitive", "Aug 2007"})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return restricted.made_store(tmp_path_factory.mktemp("restricted"))


@pytest.fixture(scope="module")
def planted(store: Path) -> frozenset[str]:
    return all_planted(Path(shutil.copy(store, store.with_name("planted.db"))))


def commands_told(
    store: Path, folder: Path, user: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, int, str]]:
    monkeypatch.setattr("console.desk.settings.operating_system_user", lambda: user)
    folder.mkdir()
    monkeypatch.chdir(folder)
    yield from walk_commands(store, folder, user)


async def screens_told(store: Path, folder: Path, user: str, *sizes: tuple[int, int]) -> list[tuple[str, str]]:
    told = []
    for size in sizes:
        copy = Path(shutil.copy(store, folder / f"{user}-{size[0]}.db"))
        desk = Desk.open(copy, user, CLOCK)
        told += [
            (f"{user}, {size}: {where}", text) async for where, text in walk_screens(desk, size, every_key=size == WIDE)
        ]
    return told


def test_the_walk_has_every_command_in_it() -> None:
    assert {name.split()[0] for name, _ in leaves()} == set(PLACES)


def test_nobody_else_finds_anything_of_a_restricted_client_by_any_command(
    store: Path, planted: frozenset[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaks: dict[str, list[str]] = {}
    wrong: dict[str, str] = {}
    for where, code, text in commands_told(store, tmp_path / "commands", MANAGER, monkeypatch):
        name = where.split(": ")[1]
        words = planted - OF_THE_PROGRAM if name.split()[0] in WITHOUT_A_STORE else planted
        if found := told_in(text, words):
            leaks[where] = found
        of_restricted = bool({RESTRICTED, BIG} & set(where.split()))
        if code in {USAGE, DEFECT} or (of_restricted and code != NOT_PERMITTED):
            wrong[where] = f"exit code {code}: {text}"
    assert leaks == {}
    assert wrong == {}, "asked wrongly (say in ASKED how), a defect, or not refused as not permitted"


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_nobody_else_finds_anything_of_a_restricted_client_on_any_screen(
    store: Path, planted: frozenset[str], tmp_path: Path, size: tuple[int, int]
) -> None:
    told = await screens_told(store, tmp_path, MANAGER, size)
    assert {where: found for where, text in told if (found := told_in(text, planted))} == {}


async def test_those_nominated_find_it_all_so_the_walk_can_fail(
    store: Path, planted: frozenset[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [text for _, _, text in commands_told(store, tmp_path / "commands", NOMINATED, monkeypatch)]
    screens = "\n".join(text for _, text in await screens_told(store, tmp_path, NOMINATED, SMALL))
    assert set(told_in(screens, planted)) >= {"Quillfeather", "CASEXQ", "4,321.98"}
    found = set(told_in("\n".join([*told, screens]), planted))
    assert {word for word in planted - SHOWN_TO_NOBODY if any(letter.isalpha() for letter in word)} <= found
    assert len(found) > len(planted) // 2


def test_a_report_of_a_defect_while_one_is_open_tells_nothing(
    store: Path, planted: frozenset[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(casefile: Casefile, facts: Facts) -> None:
        raise ValueError(casefile.casegroup.paying_parent.surname, facts.body.decode())

    shutil.copy(store, tmp_path / "store.db")
    monkeypatch.setattr("console.desk.settings.operating_system_user", lambda: NOMINATED)
    monkeypatch.setattr("console.cli.show._casefile_json", fails)
    result = CliRunner().invoke(main, ["--store", str(tmp_path / "store.db"), "show", RESTRICTED, "--json"])
    assert result.exit_code == DEFECT
    (report,) = tmp_path.glob("closeout-crash-*.txt")
    assert told_in(report.read_text(encoding="utf-8") + result.output, planted) == []


# ------------------------------------------------------------------------------------------------ the console


def opened_on(hands: Hands) -> list[str | None]:
    return [number for number, kind in hands.written() if kind == "restricted_record_opened"]


def sat_down(store: Path, folder: Path, user: str) -> Desk:
    return Desk.open(Path(shutil.copy(store, folder / "store.db")), user, CLOCK)


def number_of(hands: Hands) -> str:
    assert isinstance(hands.screen, CasegroupScreen)
    return hands.screen.casegroup_id


async def test_opening_is_refused_with_what_to_do_and_the_worklist_stays(store: Path, tmp_path: Path) -> None:
    async with at_work(sat_down(store, tmp_path, MANAGER)) as hands:
        await on_line(hands)
        await hands.types("enter")
        assert isinstance(hands.screen, WorklistScreen)
        assert hands.message.startswith(f"Refused: casegroup {RESTRICTED} is a restricted record")
        assert "closeout nominate" in hands.message
        assert "restricted" in hands.text()
        assert hands.written() == []


async def test_what_may_not_be_opened_is_passed_over_and_never_acted_on(store: Path, tmp_path: Path) -> None:
    async with at_work(sat_down(store, tmp_path, MANAGER)) as hands:
        await on_line(hands, "CG1")
        await hands.types("enter")
        for key in "nnnpppnn":
            await hands.types(key)
            assert number_of(hands) in {"CG1", "CG2"}
        await hands.types(":")
        await hands.writes(RESTRICTED)
        await hands.types("enter")
        assert "restricted record" in hands.message
        assert number_of(hands) in {"CG1", "CG2"}, "the casegroup shown is the one that is worked on"
        await hands.home()
        await hands.types("*")
        told = await said(hands, "o")
        assert "2 do not fit" in told
        assert "restricted record" in told
        assert f"{RESTRICTED}, {BIG})" in told


async def test_each_visit_is_one_opening_however_often_it_is_looked_at(store: Path, tmp_path: Path) -> None:
    async with at_work(sat_down(store, tmp_path, NOMINATED)) as hands:
        await on_line(hands)
        await hands.types("enter 1 2 3 4 f5 f8 escape u escape")
        assert opened_on(hands) == [RESTRICTED]
        await hands.types("f3")
        await on_line(hands)
        await hands.types("enter f5")
        assert opened_on(hands) == [RESTRICTED, RESTRICTED]
        await hands.types("n")
        await hands.types("p f5")
        assert len(opened_on(hands)) > 2


async def test_an_opening_is_not_offered_to_be_undone(store: Path, tmp_path: Path) -> None:
    async with at_work(sat_down(store, tmp_path, NOMINATED)) as hands:
        await on_line(hands)
        assert "opened" not in await said(hands, "enter u")


@pytest.mark.parametrize("way", ["enter", "enter f8", "enter A", "enter o", "enter 3 w"])
@pytest.mark.parametrize("key", ["down", "1", "f5"])
async def test_a_record_that_becomes_restricted_is_left_with_the_next_key(
    store: Path, tmp_path: Path, way: str, key: str
) -> None:
    async with at_work(sat_down(store, tmp_path, MANAGER)) as hands:
        await on_line(hands, "CG1")
        await hands.types(way)
        marked = {**person(1), "markers": ["special_client_record"]}
        import_files(
            hands.desk, [write_documents(tmp_path / "marked.jsonl", casegroup_record("CG1", paying_parent=marked))]
        )
        await hands.types(key)
        assert isinstance(hands.screen, WorklistScreen)
        assert "CG1 is restricted now; it opens only to people nominated for such records." in hands.words
        assert "CLIENT1" not in "".join(line for line in hands.lines() if "CG1" in line)


async def test_whose_nomination_ends_leaves_what_lies_open_with_the_next_key(store: Path, tmp_path: Path) -> None:
    async with at_work(sat_down(store, tmp_path, NOMINATED)) as hands:
        await on_line(hands)
        assert "QUILLFEATHER" in await hands.types("enter")
        with Desk.open(hands.desk.store.path, MANAGER, CLOCK) as manager:
            nominate(manager, NOMINATED, ended=True)
        assert "QUILLFEATHER" not in await hands.types("3")
        assert isinstance(hands.screen, WorklistScreen)


async def said(hands: Hands, script: str) -> str:
    """Type keys, and give the screen as one line."""
    await hands.types(script)
    return hands.words
