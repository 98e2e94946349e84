"""From an outcome to a closed casegroup on screen: disposal, notice, credits, closing, and many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.closing.rules import RULES
from tests.console.driving import settle, type_at_once
from tests.console.work import at_work, keys_of, live_desk, named
from tests.made_up import case_record, casegroup_record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.work import Hands
    from tests.made_up import Record

DUE = {"request_id": "T1", "kind": "LTR1", "received_on": "2016-01-15", "closure_date": "2016-02-01"}
LATER = {**DUE, "closure_date": "2016-03-01"}
CLOSED = ["deferral_checked", "balance_validated", "arrears_disposed", "casegroup_closed"]
FURTHER_KEYS = 6
MANY = 50


def due(number: str = "CG1", **changes: Any) -> Record:
    """A clean casegroup that was due to close a fortnight ago."""
    return casegroup_record(number, **{"transition_request": DUE, "paying_parent": named("Adams"), **changes})


def decided(choice: str, **changes: Any) -> Record:
    """One whose receiving parent decided so."""
    decision = {"choice": choice, "recorded_on": "2016-01-04"}
    return due(cases=[case_record("C1", arrears_decision=decision, **changes)])


def credit(case_id: str, amount: str = "-5.00") -> Record:
    """A receivable below zero, owed to government."""
    return {
        "receivable_id": f"G-{case_id}", "type": "child_maintenance", "outstanding": amount, "status": "active",
        "owed_to": "gb_sos",
    }  # fmt: skip


def with_credit() -> Record:
    """One with a credit beside what is owed, which the adjustment explains."""
    case = case_record("C1", adjustments=[{"adjustment_id": "A1", "date": "2015-05-05", "amount": "-5.00"}])
    case["receivables"].append(credit("C1"))
    return due(cases=[case])


async def test_a_clean_casegroup_goes_from_outcome_to_closed_in_six_further_keys(tmp_path: Path) -> None:
    bursts = ("x 1 y", "C 1 y")
    async with at_work(live_desk(tmp_path, due())) as hands:
        await hands.types("enter o 1 y")
        assert hands.message.endswith("x disposes of the arrears, then C closes. u undoes it.")
        for script in bursts:
            for key in keys_of(script):
                type_at_once(hands.app, key)
            await settle(hands.app, hands.pilot)
        assert hands.kinds() == CLOSED
        assert hands.message == "Done: Closed. F7 shows its arrears on their way to CMS, n goes to the next."
        assert hands.lines()[1].endswith("Closed")
        await hands.types("x")
        assert hands.message == "Note: The casegroup is closed."
    assert len(list(keys_of(" ".join(bursts)))) <= FURTHER_KEYS


async def test_the_outcome_step_shows_what_becomes_of_each_balance_and_every_rule_of_closing(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, due(transition_request=LATER)), (120, 40)) as hands:
        text = await hands.types("enter o 1 y 6")
        rows = [line[:74] for line in text.splitlines()]
        assert any("Owed C1" in row and "£3,650.00" in row and "to be written down" in row for row in rows)
        answers = [row.split()[-1] for row in rows if row.split()[:1] == ["Closing"]]
        assert len(answers) == len(RULES)
        assert [rule.key for rule, answer in zip(RULES, answers, strict=True) if answer == "KEPT"] == [
            "disposal_missing", "closing_before_due",
        ]  # fmt: skip


async def test_closing_says_every_reason_and_cannot_be_chosen(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, due(transition_request=LATER))) as hands:
        await hands.types("enter C")
        assert "It cannot close yet. First: The outcome is not decided." in hands.words
        assert "Also: The arrears have not been written off or written down." in hands.words
        assert "Also: 15 Feb 2016 is before 1 Mar 2016, the day the casegroup is due to close." in hands.words
        await hands.types("1 y")
        assert hands.kinds() == []


async def test_a_write_off_asks_for_notice_first_and_waits_for_representations(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, decided("write_off_all"))) as hands:
        await hands.types("enter o 1 y x")
        assert "Notice of the write-off of £3,650.00 on case C1" in hands.words
        await hands.types("1 y")
        assert hands.kinds()[2:] == ["write_off_notice_given"]
        assert hands.message == (
            "Done: Notice is on record; 30 days for representations, to 16 Mar 2016. Then x disposes of it."
        )
        assert "Next: x, after 16 Mar 2016" in await hands.types("6")
        await hands.types("x")
        assert "may make representations until 16 Mar 2016" in hands.words


async def test_nobody_who_cannot_be_traced_is_waited_for(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, decided("write_off_all"))) as hands:
        await hands.types("enter o 1 y x 4 y")
        await hands.writes("tracing gave nothing")
        await hands.types("enter 1 y x 1")
        assert "£3,650.00 written off, £0.00 written down" in hands.words
        assert "Cleanse C1" in await hands.types("y 6 end")
        assert "TO DO" in hands.text()
        await hands.types("C 1 y")
        assert hands.kinds()[2:] == ["write_off_notice_given", "arrears_disposed", "casegroup_closed"]
        text = await hands.types("6 end")
        assert "not done before closing" in text
        assert "TO DO" not in text


async def test_a_credit_is_held_for_a_person(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, with_credit())) as hands:
        await hands.types("enter o 1 y x")
        assert "1 credit of £5.00 on C1 (Secretary of State (GB)) repaid" in hands.words
        assert "2 credit of £5.00 on C1 (Secretary of State (GB)) cleared" in hands.words
        await hands.types("1 y")
        assert hands.kinds()[-1] == "arrears_disposed"


async def test_contact_decision_and_final_balance_cleanse_a_case(tmp_path: Path) -> None:
    async with at_work(live_desk(tmp_path, due())) as hands:
        assert "Cleanse C1" in await hands.types("enter o 1 y 6 end")
        await hands.types("r")
        await hands.writes("wants it collected")
        await hands.types("enter 1 y F 1 y")
        assert hands.kinds()[2:] == ["receiving_parent_contacted", "balance_finalised"]
        assert "Cleanse C1" not in await hands.types("6 end")


@pytest.mark.parametrize("key", ["x", "C"])
async def test_a_burst_that_is_refused_writes_nothing(tmp_path: Path, key: str) -> None:
    async with at_work(live_desk(tmp_path, due(cases=[case_record("C1", outstanding="3700.00")]))) as hands:
        await hands.types("enter")
        for typed in keys_of(f"{key} 1 y"):
            type_at_once(hands.app, typed)
        await settle(hands.app, hands.pilot)
        assert hands.kinds() == []


async def test_fifty_marked_casegroups_are_closed_in_one_action_and_the_unfit_are_named(tmp_path: Path) -> None:
    records = [due(f"CG{number:03d}") for number in range(MANY)]
    unfit = [
        due("CG900", cases=[case_record("C1", schedules_ended=False)]),
        due("CG901", transition_request=LATER),
    ]
    async with at_work(live_desk(tmp_path, *records, *unfit)) as hands:
        await _all_marked(hands, "o")
        await _all_marked(hands, "x")
        await hands.types("* C")
        assert "Close the casegroup: 50 of 52" in hands.words
        assert "CG900 does not fit:" in hands.words
        assert "CG901 does not fit: 15 Feb 2016 is before 1 Mar 2016" in hands.words
        await hands.types("1 y")
        assert [kind for _, kind in hands.written()].count("casegroup_closed") == MANY
        assert hands.message.startswith("Done: Closed: 50 of 52.")
        assert "2 did not fit and stay marked" in hands.message


async def _all_marked(hands: Hands, key: str) -> None:
    await hands.types(f"* {key} 1 y")
