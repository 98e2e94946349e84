"""Letters at the desk: into the tray by the checks in their order, back out of it, and what is asked for instead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from console.desk.desk import Desk
from console.desk.letters import letter_counts, letters_of, look_at, prepare, release, take_out
from console.desk.letters_due import due_lines
from console.desk.letters_suppressed import suppressed
from console.desk.lists import faults_of_lists
from domain.actor import Actor
from domain.errors import NotPermittedError
from domain.events.letters import LetterHeldBack, LetterPrepared
from domain.record.requests import SetAside
from domain.service_requests.requests import CompleteServiceRequest
from tests.letter_store import (
    ENDED,
    FIRST,
    LIABILITY_ENDS,
    REMINDER,
    REPRESENTATIVE,
    RUNNING,
    at,
    on,
    payer,
    proactive,
    reactive,
    receive,
    running_case,
    store_of,
    turned,
)
from tests.made_up import case_record, person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.made_up import Record

NUMBERS: list[tuple[str, Record, date, list[str]]] = [
    ("first contact, proactive", proactive(), FIRST, ["CMSL6303", "CMSL6308"]),
    ("reminder, when first contact has gone", proactive(), REMINDER, ["CMSL6306", "CMSL6311"]),
    ("the end of liability", proactive(), ENDED, ["CMSL6307", "CMSL6312"]),
    ("first contact, reactive", reactive(), FIRST, ["CMSL6304", "CMSL6309"]),
    ("second contact, when it turned reactive", turned(), date(2016, 3, 1), ["CMSL6305", "CMSL6310"]),
]


@pytest.fixture(params=NUMBERS, ids=[row[0] for row in NUMBERS])
def on_its_day(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Desk, list[str]]]:
    """A casegroup on the day of one of its letters, all earlier ones issued."""
    _, record, day, numbers = request.param
    with store_of(tmp_path, record) as desk:
        if day != FIRST:
            prepare(desk)
            release(desk)
        yield on(desk, day, tmp_path, record), numbers


def test_each_letter_of_a_journey_is_put_in_the_tray_and_issued_once(on_its_day: tuple[Desk, list[str]]) -> None:
    desk, numbers = on_its_day
    before = letter_counts(desk).issued
    assert sorted(prepare(desk).by_number) == numbers
    assert letter_counts(desk).in_tray == 2
    released = release(desk)
    assert len(released.issued) == 2
    assert letter_counts(desk).issued == before + 2
    assert not prepare(desk).prepared
    assert not release(desk).issued
    assert faults_of_lists(desk) == []
    assert desk.store.verify().faults == ()


def test_with_nothing_but_arrears_a_second_contact_goes_with_the_end_date_of_the_selection(tmp_path: Path) -> None:
    events = [*RUNNING, {"kind": "liability_end", "effective_date": "2015-06-30"}]
    nothing_running = {"cases": [case_record("C1", liability_events=events)]}
    with store_of(tmp_path, proactive() | nothing_running) as desk:
        prepare(desk)
        release(desk)
        day = date(2016, 3, 1)
        receive(on(desk, day), tmp_path, turned() | nothing_running)
        later = on(desk, day)
        assert sorted(prepare(later).by_number) == ["CMSL6305", "CMSL6310"]
        assert release(later).stay == []
        told = {file.prepared.liability_end_date for file in letters_of(later, "CG1").letters if file.prepared}
        assert told == {LIABILITY_ENDS}


def test_why_an_address_has_no_room_in_the_window_is_said_without_a_full_stop_of_its_own(tmp_path: Path) -> None:
    wide = payer(addresses=[{"lines": ["1 High Street", "W" * 80], "postcode": "BL1 1AA"}])
    with store_of(tmp_path, proactive(paying_parent=wide)) as desk:
        prepare(desk)
        assert [left.missing for left in release(desk).stay] == [
            ("Line 3 of the address is too long for the window of the envelope",)
        ]


def test_a_text_that_is_not_in_welsh_yet_names_its_days_in_its_own_language(tmp_path: Path) -> None:
    welsh = payer(correspondence={"format": "standard", "language": "cy"})
    with store_of(tmp_path, proactive(paying_parent=welsh)) as desk:
        prepare(desk)
        words = look_at(desk, "CG1-L1").words
        assert words is not None
        assert "Gymraeg" in words.letter.notice
        assert words.letter.paragraphs[0].text.endswith("end on 9 July 2016.")


def test_a_preview_writes_nothing(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        head = desk.store.head()
        assert len(prepare(desk, preview=True).prepared) == 2
        assert desk.store.head() == head


# --------------------------------------------------------------------------------------------- the order of the checks

DIED, MARKED, CAME_BACK, GONE = (
    {"date_of_death": "2016-02-01"},
    {"markers": ["special_welfare"]},
    {"addresses": [{"lines": ["1 High Street", "Bolton"], "postcode": "BL1 1AA", "dead_letter": True}]},
    {"addresses": [{"lines": ["No fixed abode", "Bolton"], "postcode": "BL1 1AA"}]},
)
BRAILLE = {"correspondence": {"format": "braille", "language": "en"}}
OBSTACLES: list[tuple[str, Record, str, set[str]]] = [
    ("died", DIED, "deceased", {"clerical notification"}),
    ("special welfare", MARKED, "special_welfare", {"clerical notification"}),
    ("post came back", CAME_BACK, "dead_letter_address", {"clerical notification"}),
    ("no valid address", GONE, "no_valid_address", {"trace an address"}),
    ("died, and the address is no good", DIED | GONE, "deceased", {"clerical notification"}),
    ("welfare, and post came back", MARKED | CAME_BACK, "special_welfare", {"clerical notification"}),
    (
        "nobody knows whether they died",
        {"date_of_death": None, "not_known": {"date_of_death": "two reports differ"}},
        "death_not_known",
        {"find out what a letter needs"},
    ),
]


@pytest.mark.parametrize(
    ("changes", "reason", "tasks"), [row[1:] for row in OBSTACLES], ids=[row[0] for row in OBSTACLES]
)
def test_a_letter_that_may_not_go_is_held_back_once_with_its_task_and_closure_goes_on(
    changes: Record, reason: str, tasks: set[str], tmp_path: Path
) -> None:
    with store_of(tmp_path, proactive()) as first:
        prepare(first)
        release(first)
        record = proactive(paying_parent=payer(**changes))
        desk = on(first, REMINDER, tmp_path, record)
        report = prepare(desk)
        assert (report.held_back, set(report.tasks)) == ({reason: 1}, tasks)
        assert report.by_number == {"CMSL6311": 1}
        # Never twice, however often it is asked.
        again = prepare(on(first, REMINDER + timedelta(days=1), tmp_path, record))
        assert (again.held_back, again.tasks, again.waiting) == ({}, {}, {reason: 1})
        casefile = desk.casefile("CG1")
        assert casefile.open_exceptions == ()
        assert casefile.stage == "to_check"


@pytest.mark.parametrize("changes", [DIED | {"date_of_death": "2015-12-01"}, MARKED], ids=["died", "special welfare"])
def test_at_selection_it_is_an_exception_instead_and_raised_once(changes: Record, tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(**changes))) as desk:
        report = prepare(desk)
        assert report.exceptions == 1
        assert report.tasks == {}
        assert prepare(desk).exceptions == 0
        assert [found.reason for found in desk.casefile("CG1").open_exceptions] == ["other"]


def test_facts_are_brought_up_to_date_before_anything_else_is_asked(tmp_path: Path) -> None:
    dead = payer(date_of_death="2015-12-01", addresses=[])
    with store_of(tmp_path, proactive(paying_parent=dead)) as desk:
        stale = on(desk, FIRST + timedelta(days=2))
        report = prepare(stale)
        assert report.waiting == {"facts_not_fresh": 2}
        assert (report.held_back, report.prepared, report.exceptions) == ({}, [], 0)
        assert prepare(desk).exceptions == 1


def test_the_clerical_system_is_refreshed_weekly(tmp_path: Path) -> None:
    clerical = proactive() | {"cases": [running_case(system="CCD")]}
    with store_of(tmp_path, clerical) as desk:
        assert prepare(on(desk, FIRST + timedelta(days=8))).waiting == {"facts_not_fresh": 2}
        assert len(prepare(on(desk, FIRST + timedelta(days=7))).prepared) == 2


def test_a_casegroup_out_of_closure_is_an_exception_and_gets_no_letter(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as first:
        prepare(first)
        release(first)
        out = proactive() | {"cases": [running_case(in_case_closure=False)]}
        desk = on(first, REMINDER, tmp_path, out)
        report = prepare(desk)
        assert set(report.held_back) == {"criteria_not_met"}
        assert report.prepared == []
        assert len(desk.casefile("CG1").open_exceptions) >= 1


def test_a_casegroup_that_was_never_in_closure_has_no_letters_at_all(tmp_path: Path) -> None:
    record = proactive() | {"journey": {"kind": None, "not_known": {"kind": "not yet selected"}}}
    record["cases"] = [running_case(in_case_closure=False)]
    with store_of(tmp_path, record) as desk:
        assert prepare(desk).casegroups == 0
        assert letters_of(desk, "CG1").coming == ()


def test_a_representative_gets_a_covering_letter_and_a_copy(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(representative=REPRESENTATIVE))) as desk:
        assert prepare(desk).by_number == {"CMSL6303": 1, "CMSL6308": 1, "CMSL6314": 1}
        cover = next(file for file in letters_of(desk, "CG1").letters if file.number == "CMSL6314")
        assert cover.covers == "CG1-L1"


def test_a_representative_who_cannot_be_reached_holds_nothing_up_and_is_traced(tmp_path: Path) -> None:
    nowhere = payer(representative=REPRESENTATIVE | {"addresses": []})
    with store_of(tmp_path, proactive(paying_parent=nowhere)) as desk:
        prepare(desk)
        assert len(release(desk).issued) == 2
        assert [request.work for request in desk.casefile("CG1").service_requests] == ["trace a representative"]


@pytest.mark.parametrize("form", ["braille", "audio"])
def test_what_is_not_printed_is_issued_and_becomes_a_task(form: str, tmp_path: Path) -> None:
    reader = payer(correspondence={"format": form, "language": "en"})
    with store_of(tmp_path, proactive(paying_parent=reader)) as desk:
        prepare(desk)
        released = release(desk)
        assert released.other_format == ["CG1-L1"]
        tasks = desk.casefile("CG1").service_requests
        assert [request.work for request in tasks] == ["letter in another format"]
        assert form in tasks[0].detail


def test_a_letter_held_back_goes_when_the_address_is_found(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(**GONE))) as desk:
        assert prepare(desk).held_back == {"no_valid_address": 1}
        assert letter_counts(desk).held_back == 1
        receive(desk, tmp_path, proactive())
        assert prepare(desk).by_number == {"CMSL6303": 1}
        assert letter_counts(desk).held_back == 0
        assert faults_of_lists(desk) == []


def test_what_a_client_was_told_otherwise_counts_as_told(tmp_path: Path) -> None:
    record = proactive(paying_parent=payer(**CAME_BACK))
    with store_of(tmp_path, record) as desk:
        prepare(desk)
        desk.perform(CompleteServiceRequest(casegroup_id="CG1", service_request_id="SR-1", result="visited"))
        assert [line.notified for line in suppressed(desk).lines] == [True]
        release(desk)
        later = on(desk, REMINDER, tmp_path, record)
        prepare(later)
        assert [line.number for line in suppressed(later).lines] == ["CMSL6303", "CMSL6306"]


# -------------------------------------------------------------------------------------------------- the tray, undone


def test_a_letter_comes_out_of_the_tray_with_its_covers_until_it_is_issued(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(representative=REPRESENTATIVE))) as desk:
        prepare(desk)
        assert all(answer.written for answer in take_out(desk, "CG1-L1", "looked at once more"))
        assert letter_counts(desk).in_tray == 1
        assert sorted(prepare(desk).prepared) == ["CG1-L4", "CG1-L5"]
        release(desk)
        (refused,) = take_out(desk, "CG1-L4")
        assert [refusal.key for refusal in refused.refusals] == ["letter_stands"]


def test_a_letter_taken_out_does_not_come_back_beside_the_one_prepared_since(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        (undone,) = take_out(desk, "CG1-L1")
        prepare(desk)
        redo = desk.perform(SetAside(casegroup_id="CG1", seq=undone.recorded[0].seq))
        assert [refusal.key for refusal in redo.refusals] != []
        assert sorted(release(desk).issued) == ["CG1-L2", "CG1-L3"]


# ------------------------------------------------------------------------------------------------------ due lists


def test_what_is_due_is_told_with_how_long_and_why_it_is_blocked(tmp_path: Path) -> None:
    records = proactive("CG1"), proactive("CG2", paying_parent=payer(**GONE))
    with store_of(tmp_path, *records, day=FIRST + timedelta(days=3)) as desk:
        assert letter_counts(desk).overdue == 4
        found = [(line.row.casegroup_id, line.row.number, line.overdue_days, line.blocked) for line in due_lines(desk)]
        assert found == [
            ("CG1", "CMSL6303", 3, ""),
            ("CG1", "CMSL6308", 3, ""),
            ("CG2", "CMSL6303", 3, "no_valid_address"),
            ("CG2", "CMSL6308", 3, ""),
        ]
        prepare(desk)
        assert [line.blocked for line in due_lines(desk)] == ["no_valid_address"]


def test_a_day_that_nobody_knows_is_asked_for(tmp_path: Path) -> None:
    record = proactive()
    record["journey"] = {"kind": "proactive", "selected_on": "2015-12-30"}
    with store_of(tmp_path, record) as desk:
        assert letter_counts(desk).day_not_known == 2
        assert {line.blocked for line in due_lines(desk)} == {"due_day_not_known"}
        report = prepare(desk)
        assert report.held_back == {"due_day_not_known": 2}
        assert report.tasks == {"find out what a letter needs": 2}


def test_who_is_left_with_nothing_is_not_written_to_while_others_are(tmp_path: Path) -> None:
    ended = [{"kind": "liability_end", "effective_date": "2015-06-30"}]
    settled = case_record(
        "C2", outstanding="0.00", liability_events=ended, receivables=[], receiving_parent=person(102)
    )
    with store_of(tmp_path, proactive() | {"cases": [running_case(), settled]}) as desk:
        report = prepare(desk)
        assert report.by_number == {"CMSL6303": 1, "CMSL6308": 1}
        assert (report.exceptions, report.held_back) == (0, {})


# ------------------------------------------------------------------------------------------------------ who may


def test_letters_are_casework(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        desk.write_roster([Actor("cms", "C M S", frozenset({"cms_caseworker"}))])
        other = Desk(desk.store, "cms", at(FIRST))
        for deed in (prepare, release):
            with pytest.raises(NotPermittedError):
                deed(other)
        assert letter_counts(other).overdue == 0


def kinds(desk: Desk, *events: type[Any]) -> int:
    """Count the entries of some kinds on CG1."""
    return sum(isinstance(entry.event, events) for entry in desk.casefile("CG1").recorded)


def test_nothing_is_recorded_of_a_letter_that_only_waits(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        before = on(desk, FIRST - timedelta(days=2), tmp_path, proactive())
        assert prepare(before).casegroups == 0
        assert prepare(before, ["CG1"]).casegroups == 1
        assert kinds(desk, LetterPrepared, LetterHeldBack) == 0
