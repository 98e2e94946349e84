"""Letters about arrears that are on CMS: to both parents, with what each owes or is owed, and the form after them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from console.desk.desk import casefile_of, recorded_from, with_recorded
from console.desk.letters import look_at, prepare, release
from domain.events.arrival import ArrearsLine, BalancesReceived, DuesCreated, TransitionCompleted
from domain.events.disposal import CasegroupClosed
from domain.letters.requests import PrepareWriteOffForm
from domain.lines import lines_of
from tests.letter_store import FIRST, store_of
from tests.made_up import case_record, casegroup_record, person

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk
    from domain.casegroup import Payee, ReceivableStatus
    from domain.events import Event

CLOSED_ON = date(2016, 1, 4)


def owed(
    case_id: str, pence: int, owed_to: Payee = "receiving_parent", status: ReceivableStatus = "active"
) -> ArrearsLine:
    """A line of arrears."""
    return ArrearsLine(case_id=case_id, owed_to=owed_to, status=status, amount_pence=pence)


def record(desk: Desk, *events: Event) -> None:
    """Put events on record as though what leads to them had been done."""
    with desk.store.turn() as turn:
        facts = desk.store.latest_facts("CG1")
        assert facts is not None
        entries = turn.append(desk.drafts(events, facts, f"made-up-{desk.store.head().seq}", ""))
        casefile = casefile_of(facts, desk.store.entries("CG1"))
        assert casefile.recorded[-1] == recorded_from(entries[-1])
        turn.put_lines([lines_of(with_recorded(casefile, ()), desk.policy)])


def arrived(desk: Desk, *lines: ArrearsLine) -> None:
    """Have the arrears of a closed casegroup arrive."""
    closed = CasegroupClosed(closed_on=CLOSED_ON, cases=("C1", "C2"))
    received = BalancesReceived(received_on=CLOSED_ON, route="automatic", lines=lines)
    record(
        desk,
        closed,
        received,
        DuesCreated(lines=lines, created_on=FIRST, how="automatic"),
        TransitionCompleted(completed_on=FIRST),
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A casegroup of two receiving parents, whose liability ended long ago and who were told so."""
    second = case_record("C2", receiving_parent=person(102) | {"surname": "Second"})
    found = store_of(tmp_path, casegroup_record(cases=[case_record("C1"), second]))
    prepare(found)
    assert len(release(found).issued) == 3
    return found


def test_both_parents_are_told_what_is_on_cms_once_it_is_there(desk: Desk) -> None:
    arrived(desk, owed("C1", 123_456), owed("C2", 100), owed("C1", 5_000, "gb_sos"))
    report = prepare(desk)
    assert report.by_number == {"CMSL6301": 1, "CMSL6302": 2}
    said = {}
    for letter in release(desk).issued:
        view = look_at(desk, letter)
        assert view.words is not None
        said[view.file.person_id] = " ".join(paragraph.text for paragraph in view.words.letter.paragraphs)
    assert "You owe £1,285.56 of child maintenance" in said["P1"]
    assert "You are owed £1,234.56 of child maintenance" in said["P101"]
    assert "You are owed £1.00 of child maintenance" in said["P102"]
    assert all("closed on 4 January 2016" in text for text in said.values())
    assert prepare(desk).prepared == []


def test_who_is_owed_nothing_there_is_told_nothing(desk: Desk) -> None:
    arrived(desk, owed("C1", 123_456))
    assert prepare(desk).by_number == {"CMSL6301": 1, "CMSL6302": 1}


def test_nothing_is_told_before_the_transition_is_complete(desk: Desk) -> None:
    record(desk, CasegroupClosed(closed_on=CLOSED_ON, cases=("C1", "C2")))
    record(desk, BalancesReceived(received_on=CLOSED_ON, route="automatic", lines=(owed("C1", 100),)))
    assert prepare(desk).prepared == []


def test_the_form_for_a_further_write_off_says_what_is_on_cms(desk: Desk) -> None:
    arrived(desk, owed("C1", 123_456))
    request = PrepareWriteOffForm(
        casegroup_id="CG1", case_id="C1", arrears_from=date(2015, 1, 1), arrears_to=date(2015, 12, 31)
    )
    assert desk.perform(request).written
    view = look_at(desk, release(desk).issued[0])
    assert view.file.number == "CMSL6300"
    assert "£1,234.56" in str(view.words)
