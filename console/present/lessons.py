"""A lesson as a trainee reads it: what it teaches, what there is to do step by step, and what of it is done."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from console.present.wording import DEFERRAL_RESULTS, EXCEPTIONS, OUTCOMES, STAGES, day, pounds, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.desk.exercise import Difference, LessonMarked, Mark, StepMarked
    from console.desk.training import Scenario, Step

MARKS: Final[Mapping[Mark, str]] = {
    "done": "done",
    "different": "DIFFERENT",
    "not_yet": "not yet",
    "unmarked": "not marked",
}
UNMARKED: Final = (
    "Not marked is what leaves nothing on the casegroup: an attempt that is refused, or a file for the whole office."
)
NAMES: Final[Mapping[str, str]] = {
    "stage": "what it waits for",
    "due_date": "the day it is due",
    "result": "the deferral rules",
    "residual": "what is left unexplained",
    "disposal": "what became of the arrears",
    "dues": "the dues at CMS",
    "selected": "the segment of each case",
    "exceptions": "its exceptions",
    "reasons": "the reasons of its exceptions",
    "queue": "what waits for somebody",
    "review_on": "the day to look again",
    "calculations": "the calculations kept",
    "payments": "the payments passed to CMS",
    "case_id": "the case",
    "closed_on": "the day of closing",
    "given_on": "the day of the notice",
    "choice": "the decision",
}
VALUES: Final[Mapping[str, Mapping[str, str]]] = {
    "stage": STAGES,
    "result": DEFERRAL_RESULTS,
    "outcome": OUTCOMES,
    "reasons": EXCEPTIONS,
}
AT_HAND: Final = "caseworker"
"""What everybody who practises is, besides what a step may ask for."""

IMPORTS: Final = "sample_data/imports/"
LOADS: Final = "load-cs2.jsonl, load-cscs.jsonl and load-ccd.jsonl"
HOW: Final[Mapping[str, str]] = {
    "add_arrears": "F7, Enter, a",
    "add_note": "t",
    "advance_breakdown": "b",
    "allocate_dca_receipt": "F7, Enter, D",
    "allocate_exception": "F4, g",
    "allocate_service_request": "F4, g",
    "amend_balance": "m",
    "answer_exception": "F4, a",
    "arrive_run": "F7, o",
    "build_case": "F7, Enter, b",
    "change_criteria": "F6, m",
    "check_deferral": "o",
    "clear_obstacle": "E",
    "close_casegroup": "C",
    "close_work_item": "W",
    "complete_service_request": "F4, a",
    "confirm_clerical_validation": "f",
    "correct_arrears": "F7, Enter, +",
    "correct_breakdown": "+",
    "defer": "d",
    "dispose_arrears": "x",
    "draft_breakdown": "b",
    "finalise_balance": "F",
    "give_write_off_notice": "x",
    "import_exceptions": "closeout import-exceptions",
    "investigate_payment": "F7, M, a",
    "key_arrival_data": "F7, Enter, d",
    "lift_inhibit": "i",
    "load": "F6, i",
    "load_changes": "F6, i",
    "log_contact": "F7, Enter, c",
    "match_cms_case": "F7, Enter, m",
    "nominate": "closeout nominate",
    "open": "Enter",
    "open_work_item": "W",
    "pass_payment": "F7, M, p",
    "prepare_letters": "l",
    "raise_exception": "e",
    "raise_service_request": "e",
    "raise_transition_request": "R",
    "receive": "closeout import",
    "receive_balances": "F7, r",
    "record_arrears_decision": "a",
    "record_contact": "r",
    "record_minimum_case_data": "M",
    "record_order": "F7, Enter, O",
    "reissue_letter": "l",
    "release_letters": "l",
    "return_breakdown": "b",
    "run": "closeout run",
    "save_calculation": "A",
    "select": "F6, x",
    "set_aside": "u",
    "set_inhibit": "i",
    "take_letter_out": "l",
    "take_payments": "F7, M, i",
    "take_register": "F7, R",
    "take_residuals": "F7, R",
    "validate": "o",
    "write_payments": "F7, M, x",
}
"""What a step is done with: the keys from a casegroup, one after another, or a command of the command line."""

AMOUNT: Final = re.compile(r"(-?)(\d+)\.(\d\d)")
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def paragraphs(lesson: Scenario) -> list[str]:
    """Give the paragraphs of what a lesson teaches."""
    return [" ".join(part.split()) for part in lesson.lesson.strip().split("\n\n")]


def step_line(number: int, step: Step) -> str:
    """Say what is to be done in a step, when, as whom, and with which keys."""
    return f"{number}. {day(step.as_at)}, {step.who}: {' '.join(step.why.split())} ({how(step)})"


def how(step: Step) -> str:
    """Say with which keys a step is done, or with which command; and with which file."""
    kind = step.do["kind"]
    keys, file = HOW[kind], LOADS if kind == "load_changes" else step.do.get("file")
    if file is None:
        return keys
    return f"{keys}{' ' if keys.startswith('closeout') else ': '}{IMPORTS}{file}"


def progress_line(found: LessonMarked) -> str:
    """Say how much of a lesson is done: `2 of 5 steps done, 1 different from the lesson`."""
    different = found.count("different")
    otherwise = f", {different} different from the lesson" if different else ""
    return f"{found.count('done')} of {found.of} {'step' if found.of == 1 else 'steps'} done{otherwise}"


def progress_of_all(found: Sequence[LessonMarked]) -> str:
    """Say how many of all lessons are done, and how many steps of them."""
    lessons = sum(one.mark == "done" for one in found)
    done, of = sum(one.count("done") for one in found), sum(one.of for one in found)
    different = sum(one.mark == "different" for one in found)
    otherwise = f"; {different:,} different from the lesson" if different else ""
    return f"{lessons:,} of {len(found):,} lessons done, {done:,} of {of:,} steps{otherwise}"


def difference_line(difference: Difference) -> str:
    """Say what came out otherwise, and what the lesson has instead."""
    name = difference.name.removesuffix("_pence")
    here, lesson = (_value(difference.name, value) for value in (difference.here, difference.lesson))
    return f"{NAMES.get(name, words(name))}: here {here}; in the lesson {lesson}"


def lesson_json(found: LessonMarked) -> dict[str, object]:
    """Give a lesson with the mark of each of its steps, as one object."""
    return {
        "lesson": found.lesson.casegroup_id,
        "title": found.lesson.title,
        "mark": found.mark,
        "done": found.count("done"),
        "of": found.of,
        "steps": [
            {
                "who": one.step.who,
                "as_at": one.step.as_at.isoformat(),
                "what": " ".join(one.step.why.split()),
                "how": how(one.step),
                "mark": one.mark,
                "differences": [difference_line(difference) for difference in one.differences],
            }
            for one in found.steps
        ],
    }


def next_step(found: LessonMarked) -> tuple[int, StepMarked] | None:
    """Give the first step that is not done, with its number; None where all are."""
    done = [place for place, one in enumerate(found.steps, 1) if one.mark in {"done", "different"}]
    later = [(place, one) for place, one in enumerate(found.steps, 1) if place > max(done, default=0)]
    return later[0] if later and any(one.mark == "not_yet" for _, one in later) else None


def sit_down_line(found: LessonMarked, today: date) -> str | None:
    """Say how to sit down for the next step that is marked, on another day or for somebody else to do; else None."""
    done = max((place for place, one in enumerate(found.steps) if one.mark in {"done", "different"}), default=-1)
    later = [place for place, one in enumerate(found.steps) if place > done and one.mark == "not_yet"]
    if not later:
        return None
    number, step = later[0] + 1, found.steps[later[0]].step
    if step.as_at == today and step.who == AT_HAND:
        return None
    sit_down = f'closeout train --as "{step.who}" --as-at {step.as_at}'
    return f"Step {number} is on {day(step.as_at)}, as {step.who}: leave, then {sit_down}"


def _value(name: str, value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return pounds(value) if name.endswith("_pence") else str(value)
        case dict():
            told = (f"{words(str(key))} {_value(name, part)}" for key, part in value.items())
            return ", ".join(told) or "nothing"
        case list() | tuple():
            return "; ".join(_value(name, part) for part in value) or "nothing"
        case _:
            return _text(name, str(value))


def _text(name: str, value: str) -> str:
    known = VALUES.get(name, {}).get(value)
    if known is not None:
        return known
    if amount := AMOUNT.fullmatch(value):
        sign, whole, pence = amount.groups()
        return f"{sign}£{int(whole):,}.{pence}"
    return day(date.fromisoformat(value)) if DAY.fullmatch(value) else words(value)
