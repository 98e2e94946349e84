"""Arrival on the screen: everybody on the way by stage, and one casegroup brought to CMS by keys."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from console.desk.arrival import run_arrival, take_register
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.people import nominate
from console.tui.screens.arrival import ArrivalScreen
from console.tui.screens.arrival_casegroup import ArrivingScreen
from domain.actor import Actor
from domain.arrived import arrival_of
from tests.console.driving import SMALL, WIDE
from tests.console.work import at_work
from tests.desk.test_arrival import ON_CMS, close_all, document, without_number, write_register
from tests.made_up import person, write_documents

if TYPE_CHECKING:
    from pathlib import Path

    from domain.actor import Role
    from tests.console.work import Hands

DAY = date(2016, 3, 1)
KEY_AND_LABEL = re.compile(r"(?:^| |\()\S+ [A-Z]")
HOSTILE = "Sm[ith] [/] \x1b[31m"
ALIKE = ("CMS5", "G5", "QQ000005A", "Sam", "Client5", "QQ000205A", "Client205", "Sam", "olive")
ROLES: tuple[Role, ...] = ("team_manager", "team_leader", "caseworker", "cms_caseworker")


def closed_store(folder: Path, *numbers: int) -> Path:
    """Make a store of closed casegroups: 1 goes by itself, 2 lacks a number, 3 is clerical, 4 restricted, 5 alike."""
    every = {
        1: document(1),
        2: document(2, receiving_parent=without_number(2)),
        3: document(3, system="CCD"),
        4: document(4, {"markers": ["special_client_record"], "surname": "Quillf"}),
        5: document(5),
        6: document(6, receiving_parent={**person(206), "surname": HOSTILE}),
    }
    wanted = numbers or tuple(every)
    path = folder / "casework.db"
    with Desk.create(path, "manager", clock=Clock(day=DAY), training_day=DAY) as desk:
        desk.write_roster(
            [
                Actor("manager", "Manager", frozenset(ROLES)),
                Actor("other", "Other", frozenset(ROLES)),
                Actor("olive", "Olive", frozenset({"cms_caseworker"})),
                Actor("worker", "A Patel", frozenset({"caseworker"})),
            ]
        )
        import_files(desk, [write_documents(folder / "in.jsonl", *(every[number] for number in wanted))])
        with Desk.open(path, "other", clock=Clock(day=DAY)) as other:
            nominate(other, "manager")
        close_all(desk, *(f"CG{number}" for number in wanted))
    return path


def sitting_at(path: Path, user: str = "olive") -> Desk:
    """Sit down at a store on the day."""
    return Desk.open(path, user, clock=Clock(day=DAY))


def under_way(folder: Path, *numbers: int, user: str = "olive") -> Desk:
    """Sit down at a store whose register is in and whose casegroups are as far as they go by themselves."""
    path = closed_store(folder, *numbers)
    with sitting_at(path, "manager") as desk:
        take_register(desk, write_register(folder, ON_CMS, ALIKE))
        run_arrival(desk)
    return sitting_at(path, user)


def stage_of(desk: Desk, number: str) -> str:
    """How far a casegroup is, as listed."""
    return next(row.stage for row in desk.store.worklist_rows(desk.store.worklist_keys()) if row.casegroup_id == number)


async def opened(hands: Hands, number: str) -> str:
    """Open the arrival of a casegroup."""
    await hands.types("f7")
    assert isinstance(hands.screen, ArrivalScreen)
    assert hands.screen.grid.move_to_key(number)
    told = await hands.types("enter")
    assert isinstance(hands.screen, ArrivingScreen)
    return told


def footer_of(hands: Hands) -> str:
    """Read the last line."""
    return hands.lines()[-1]


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_the_list_ties_what_left_to_what_came_and_waits_and_hides_the_restricted(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk, size) as hands:
            told = await hands.types("f7")
            assert "left £10,950.00 = on CMS £0.00 + waiting £10,950.00" in told
            assert "CMS exception" in told
            assert "To add at CMS" in told
            assert "CG1 " not in told
            assert "…" not in told
            done = await hands.types("6")
            assert "left £7,300.00 = on CMS £7,300.00 + waiting £0.00; 1 restricted" in done
            assert "Quillf" not in told + done


async def test_each_part_lists_its_own_stage(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await hands.types("f7")
            for key, number in (("4", "CG3"), ("5", "CG2"), ("6", "CG1"), ("7", "CG2")):
                assert number in await hands.types(key), key
            assert "No arrears are on their way here." in await hands.types("2")


async def test_a_long_list_is_added_up_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.tui.screens.arrival.ADDED_UP_AT_ONCE", 1)
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            assert "c adds up" in await hands.types("f7")
            assert "waiting £10,950.00" in await hands.types("c")


async def test_one_is_followed_from_closed_to_transition_complete(tmp_path: Path) -> None:
    path = closed_store(tmp_path, 1)
    register = write_register(tmp_path, ON_CMS)
    with sitting_at(path) as desk:
        async with at_work(desk) as hands:
            told = await opened(hands, "CG1")
            assert "r Receive" in footer_of(hands)
            assert "Closed" in told
            told = await hands.types("r 1")
            assert "Balances received at CMS on 1 Mar 2016: £3,650.00" in told
            assert "Arriving at CMS: £3,650.00 waits." in await hands.types("y")
            assert "No register of CMS cases" in await hands.types("R")
            await hands.types("1")
            await hands.writes(str(register))
            told = await hands.types("enter 1")
            assert "1 row." in told
            assert desk.store.office_entries()[-1].kind != "cms_register_received"
            await hands.types("y")
            assert desk.store.office_entries()[-1].kind == "cms_register_received"
            told = await hands.types("o 1 y")
            assert "1 complete; dues of £3,650.00 created." in told
            assert stage_of(desk, "CG1") == "transition_complete"
            assert "Transition complete" in hands.text()
            assert "£3,650.00" in await hands.types("2")


async def test_what_fails_to_build_is_repaired_by_keying_what_is_missing(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            told = await opened(hands, "CG2")
            assert "CANNOT BE DONE" in told
            assert "receiving parent NINO" in told
            assert footer_of(hands).strip().startswith("d Key data")
            assert "Receiving parent NINO" in await hands.types("d")
            await hands.writes("nonsense")
            told = await hands.types("enter")
            assert desk.store.head().seq == hands.began_at
            assert "right, or Esc leaves it." in told
            await hands.types("escape d")
            for _ in "nonsense":
                await hands.types("backspace")
            await hands.writes("QQ123456A")
            assert "done by hand" in await hands.types("enter 1")
            told = await hands.types("y")
            assert "Transition complete." in told
            assert stage_of(desk, "CG2") == "transition_complete"


async def test_what_nobody_knows_is_said_with_the_reason_and_the_next_thing_is_asked(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await opened(hands, "CG2")
            await hands.types("d")
            await hands.writes("not known")
            assert "because" in await hands.types("enter")
            assert desk.store.head().seq == hands.began_at
            await hands.writes(", because CIS has nobody")
            told = await hands.types("enter 1")
            assert "Not known: receiving parent NINO." in told
            await hands.types("y")
            steps = arrival_of(desk.casefile("CG2")).steps
            assert any(
                getattr(entry.event, "not_known", {}).get("receiving_parent_nino") == "CIS has nobody"
                for entry in steps.values()
            )


async def test_candidates_are_shown_with_their_resemblance_and_none_is_chosen_by_itself(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await opened(hands, "CG5")
            assert "Which case has Sam Client205" in await hands.types("d")
            await hands.types("escape")
            told = await hands.types("m")
            assert "CMS case CMS5, casegroup G5: number agrees, names swapped" in told
            assert "Has none on CMS" in told
            await hands.types("1")
            await hands.writes("called the client")
            assert "CMS5" in await hands.types("enter 1")
            assert desk.store.head().seq == hands.began_at
            await hands.types("y")
            assert arrival_of(desk.casefile("CG5")).matched["C1"].cms_case_id == "CMS5"
            assert stage_of(desk, "CG5") == "transition_complete"


async def test_one_that_has_none_on_cms_is_built(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await opened(hands, "CG5")
            await hands.types("m 3")
            await hands.writes("another person")
            await hands.types("enter 1 y")
            assert arrival_of(desk.casefile("CG5")).matched["C1"].cms_case_id is None


async def test_another_case_is_typed_with_its_casegroup(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await opened(hands, "CG5")
            await hands.types("m 2")
            for text in ("CMS77", "G77", "found by telephone"):
                await hands.writes(text)
                await hands.types("enter")
            await hands.types("1 y")
            found = arrival_of(desk.casefile("CG5")).matched["C1"]
            assert (found.cms_case_id, found.cms_casegroup_id) == ("CMS77", "G77")


async def test_a_clerical_one_is_added_by_hand_with_the_order_that_was_found(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await opened(hands, "CG3")
            assert footer_of(hands).strip().startswith("a Add")
            told = await hands.types("a")
            assert "none is in force" in told
            await hands.types("2")
            for text in ("£1,000.00", "Leeds 12/345", "1 Feb 2015"):
                await hands.writes(text)
                await hands.types("enter")
            told = await hands.types("1")
            assert "Liability order" in told
            assert "made on 1 Feb 2015" in told
            await hands.types("y")
            assert stage_of(desk, "CG3") == "transition_complete"
            (order,) = arrival_of(desk.casefile("CG3")).orders
            assert order.line.amount_pence == 100_000


async def test_arrears_that_came_are_corrected_and_an_order_is_tied_to_them(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await hands.types("f7 6")
            assert isinstance(hands.screen, ArrivalScreen)
            hands.screen.grid.move_to_key("CG1")
            await hands.types("enter 2 + 4")
            await hands.writes("-50")
            await hands.types("enter")
            await hands.writes("appeal allowed")
            told = await hands.types("enter")
            assert "Take away £50.00" in told
            await hands.types("1 y")
            assert arrival_of(desk.casefile("CG1")).there("C1", "receiving_parent", "active") == 360_000
            await hands.types("O 2")
            for text in ("10", "deduction order", ""):
                await hands.writes(text)
                await hands.types("enter")
            await hands.types("1 y")
            assert len(arrival_of(desk.casefile("CG1")).orders) == 1
            told = await hands.types("3")
            assert "Correction" in told
            assert "Enforcement" in told


async def test_an_agency_receipt_is_flagged_before_the_transition_and_allocated_after_it(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await opened(hands, "CG2")
            await hands.types("D 1")
            for text in ("DCA9", "20.00"):
                await hands.writes(text)
                await hands.types("enter")
            await hands.types("1 y")
            assert "flagged; £20.00 to allocate" in await hands.types("3")
            assert "There are no arrears on CMS." in await hands.types("D")
            await hands.types("escape d")
            await hands.writes("QQ123456A")
            await hands.types("enter 1 y")
            assert "Receiving parent, active: £3,650.00 on CMS" in await hands.types("D 1 y")
            await hands.types("1 y 2")
            await hands.writes("5")
            await hands.types("enter 1 y")
            assert arrival_of(desk.casefile("CG2")).not_allocated("DCA9") == 1_500


async def test_a_contact_is_logged_in_lines(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await opened(hands, "CG2")
            assert "look in CS2" in await hands.types("c")
            await hands.types("1")
            for text in ("J Bloggs", "nothing is left to do", ""):
                await hands.writes(text)
                await hands.types("enter")
            await hands.types("2 y")
            (entry,) = arrival_of(desk.casefile("CG2")).contacts
            assert (entry.event.name, entry.event.reached) == ("J Bloggs", False)  # type: ignore[union-attr]


async def test_a_team_leader_gives_what_failed_to_somebody_from_the_report(tmp_path: Path) -> None:
    with under_way(tmp_path, user="other") as desk:
        async with at_work(desk) as hands:
            told = await hands.types("f7 7")
            assert "1 field" in told
            assert "receiving parent NINO" in told
            assert "nobody" in told
            assert footer_of(hands).strip().startswith("g Give")
            await hands.types("g 3 y")
            held = [request.holder for request in desk.casefile("CG2").service_requests]
            assert held == ["other"]
            assert "With other." in hands.text()


async def test_a_caseworker_of_the_csa_is_told_who_may(tmp_path: Path) -> None:
    with under_way(tmp_path, user="worker") as desk:
        async with at_work(desk) as hands:
            await opened(hands, "CG5")
            told = await hands.types("m")
            assert "CMS caseworker" in told
            await hands.types("escape")
            assert "CMS caseworker" in await hands.types("m escape d")
            assert "team leader" in await hands.types("escape escape 7 g")
            assert desk.store.head().seq == hands.began_at


async def test_a_restricted_record_opens_to_the_nominated_only(tmp_path: Path) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk) as hands:
            await hands.types("f7 6")
            assert isinstance(hands.screen, ArrivalScreen)
            assert hands.screen.grid.move_to_key("CG4")
            told = await hands.types("enter")
            assert isinstance(hands.screen, ArrivalScreen)
            assert "Quillf" not in told
            assert "restricted" in told


async def test_hostile_names_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    with under_way(tmp_path, 6) as desk:
        async with at_work(desk, WIDE) as hands:
            await hands.types("f7 6")
            told = await hands.types("enter")
            assert "Sm[ith] [/]" in told
            assert "\x1b" not in told


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["80x24", "120x40"])
async def test_every_page_fits_and_the_footer_has_at_most_nine_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    with under_way(tmp_path) as desk:
        async with at_work(desk, size) as hands:
            for keys in ("f7", "7", "1", "enter", "2", "3", "1", "w"):
                told = await hands.types(keys)
                assert "…" not in told, keys
                assert len(KEY_AND_LABEL.findall(footer_of(hands))) <= 9
            assert "phase-2-arrears" in await hands.types("escape home down w" if size == SMALL else "w home down")


async def test_at_both_sizes_no_column_of_amounts_is_lost(tmp_path: Path) -> None:
    for size in (SMALL, WIDE):
        (tmp_path / str(size[0])).mkdir()
        with under_way(tmp_path / str(size[0])) as desk:
            async with at_work(desk, size) as hands:
                assert "Left CSA" in await hands.types("f7")
                told = await hands.types("5 enter 2")
                assert told.count("£3,650.00") >= 5
                assert "On CMS" in told
