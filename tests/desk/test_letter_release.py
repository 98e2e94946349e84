"""Letting letters go: on paper for good, never twice, whatever interrupts it; sent again, and edited before."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from console.desk.desk import Desk
from console.desk.letters import (
    LetterRefusedError,
    edit_letter,
    issue_edited,
    letter_counts,
    letter_keys,
    letter_rows,
    letters_of,
    look_at,
    paper_of,
    prepare,
    release,
    release_preview,
    take_out,
    write_batch_file,
)
from console.desk.people import nominate
from domain.actor import Actor
from domain.errors import BadInputError, NotPermittedError
from domain.events import EVENT
from domain.events.letters import LetterBatchReleased
from domain.letters.requests import PrepareWriteOffForm, ReissueLetter
from storage.letters import LetterFilter
from tests.letter_store import (
    ENDED,
    FIRST,
    LIABILITY_ENDS,
    REMINDER,
    REPRESENTATIVE,
    at,
    on,
    payer,
    proactive,
    store_of,
)
from tests.made_up import person

if TYPE_CHECKING:
    from pathlib import Path


def text_of(pdf: bytes) -> str:
    """Read everything a PDF says, in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def batches_released(desk: Desk) -> list[LetterBatchReleased]:
    """Give what the journal says of batches released."""
    events = [EVENT.validate_json(entry.body) for entry in desk.store.office_entries()]
    return [event for event in events if isinstance(event, LetterBatchReleased)]


# ------------------------------------------------------------------------------------------------------- on paper


def test_an_issued_letter_is_kept_as_it_went_with_everything_filled_in(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(title="Ms"))) as desk:
        prepare(desk)
        before = paper_of(desk, "CG1-L1")
        release(desk)
        file = look_at(desk, "CG1-L1").file
        assert file.issued is not None
        body = paper_of(desk, "CG1-L1")
        assert hashlib.sha256(body).hexdigest() == file.issued.digest
        assert body == before
        said = text_of(body)
        assert "Ms Sam Client1 1 High Street Bolton BL1 1AA" in said
        assert "Dear Ms Client1" in said
        assert "9 July 2016" in said
        assert "4 January 2016" in said
        assert "((" not in said


def test_what_changes_later_changes_nothing_about_an_issued_letter(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        release(desk)
        body = paper_of(desk, "CG1-L1")
        moved = payer(addresses=[{"lines": ["7 New Road", "Leeds"], "postcode": "LS1 1AA"}], surname="Other")
        later = on(desk, REMINDER, tmp_path, proactive(paying_parent=moved))
        assert paper_of(later, "CG1-L1") == body
        assert "Client1" in str(look_at(later, "CG1-L1").words)


def test_a_batch_is_one_pdf_with_its_manifest_as_often_as_it_is_wanted(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(representative=REPRESENTATIVE))) as desk:
        prepare(desk)
        batch_id = release(desk).batch_id
        write_batch_file(desk, batch_id, tmp_path / "first.pdf")
        written = write_batch_file(desk, batch_id, tmp_path / "again.pdf", csv=tmp_path / "manifest.csv")
        assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "again.pdf").read_bytes()
        lines = list(csv.DictReader((tmp_path / "manifest.csv").read_text("utf-8").splitlines()))
        assert [line["letter_id"] for line in lines] == ["CG1-L1", "CG1-L2", "CG1-L1", "CG1-L3"]
        assert written.manifest.pages == len(PdfReader(tmp_path / "first.pdf").pages)
        assert batches_released(desk) == [LetterBatchReleased(batch_id=batch_id, as_at=FIRST, letters=3)]


def test_a_letter_with_something_missing_stays_and_holds_no_other_up(tmp_path: Path) -> None:
    nameless = payer(surname=None, not_known={"surname": "two are on record"})
    with store_of(tmp_path, proactive("CG1", paying_parent=nameless), proactive("CG2")) as desk:
        prepare(desk)
        seen = release_preview(desk)
        released = release(desk)
        assert [left.letter_id for left in seen.stay] == [left.letter_id for left in released.stay] == ["CG1-L1"]
        assert "name is missing" in released.stay[0].missing[0]
        assert sorted(released.issued) == ["CG1-L2", "CG2-L1", "CG2-L2"]
        assert letter_counts(desk).in_tray == 1


def test_nothing_goes_before_somebody_says_who_letters_come_from(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(), sender=False) as desk:
        prepare(desk)
        with pytest.raises(BadInputError, match="no sender"):
            release(desk)
        assert letter_counts(desk).in_tray == 2


# --------------------------------------------------------------------------------- what has changed since the tray


def test_a_client_who_dies_while_the_letter_waits_is_not_written_to(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(representative=REPRESENTATIVE))) as desk:
        prepare(desk)
        died = payer(date_of_death="2016-01-05", representative=REPRESENTATIVE)
        later = on(desk, FIRST + timedelta(days=1), tmp_path, proactive(paying_parent=died))
        released = release(later)
        assert released.held_back == [("CG1-L1", "deceased")]
        assert released.issued == ["CG1-L3"]
        assert letter_counts(later).in_tray == 0
        works = [request.work for request in later.casefile("CG1").service_requests]
        assert works == ["clerical notification"]


def test_facts_have_to_be_fresh_on_the_day_it_goes(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        stale = release(on(desk, FIRST + timedelta(days=2)))
        assert {left.obstacle for left in stale.stay} == {"facts_not_fresh"}
        assert stale.issued == []


def test_a_letter_whose_last_day_has_moved_does_not_go_as_it_was(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        moved = proactive()
        moved["journey"] |= {"liability_end_date": "2016-07-10"}
        later = on(desk, FIRST + timedelta(days=1), tmp_path, moved)
        assert {left.obstacle for left in release(later).stay} == {"last_day_changed"}


def test_a_letter_that_another_has_overtaken_does_not_go(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        later = on(desk, ENDED, tmp_path, proactive())
        assert {left.obstacle for left in release(later).stay} == {"overtaken"}
        for letter in ("CG1-L1", "CG1-L2"):
            take_out(later, letter)
        assert sorted(prepare(later).by_number) == ["CMSL6307", "CMSL6312"]


# ---------------------------------------------------------------------------------------------------- sent again


def test_a_reissue_keeps_its_dates_goes_under_a_cover_and_to_the_address_of_the_day(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(representative=REPRESENTATIVE))) as desk:
        prepare(desk)
        release(desk)
        moved = payer(
            addresses=[{"lines": ["7 New Road", "Leeds"], "postcode": "LS1 1AA"}], representative=REPRESENTATIVE
        )
        record = proactive(paying_parent=moved)
        record["journey"] |= {"liability_end_date": "2016-08-01"}
        later = on(desk, REMINDER, tmp_path, record)
        request = ReissueLetter(
            casegroup_id="CG1", letter_id="CG1-L1", format="large_print", because="You asked for large print."
        )
        assert [entry.event.kind for entry in later.perform(request).recorded] == ["letter_prepared"] * 3
        released = release(later)
        assert released.issued == ["CG1-L5", "CG1-L4", "CG1-L6"]
        cover, again, to_representative = (text_of(paper_of(later, letter)) for letter in released.issued)
        assert "You asked for large print." in cover
        assert "first sent on 4 January 2016" in cover
        assert "7 New Road Leeds LS1 1AA" in again
        assert "9 July 2016" in again
        assert "4 January 2016" in again
        assert "1 August" not in again
        assert "A Friend 9 Side Street" in to_representative
        file = look_at(later, "CG1-L4").file
        assert file.issued is not None
        assert (file.issued.first_issued_on, file.issued.issued_on) == (FIRST, REMINDER)
        assert file.prepared is not None
        assert file.prepared.liability_end_date == LIABILITY_ENDS


def test_a_reissue_is_no_news_and_the_reminder_still_comes(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        release(desk)
        later = on(desk, REMINDER, tmp_path, proactive())
        later.perform(ReissueLetter(casegroup_id="CG1", letter_id="CG1-L1", because="Lost in the post."))
        assert sorted(prepare(later).by_number) == ["CMSL6306", "CMSL6311"]
        assert len(release(later).issued) == 4


def test_the_write_off_form_carries_the_dates_a_caseworker_enters(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        request = PrepareWriteOffForm(
            casegroup_id="CG1", case_id="C1", arrears_from=date(2015, 1, 1), arrears_to=date(2015, 12, 31)
        )
        assert desk.perform(request).written
        released = release(desk)
        said = text_of(paper_of(desk, released.issued[0]))
        assert "from 1 January 2015 to 31 December 2015: £3,650.00" in said


# -------------------------------------------------------------------------------------------------------- edited


def test_what_comes_back_from_the_editor_is_what_is_issued(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(representative=REPRESENTATIVE))) as desk:
        prepare(desk)
        assert edit_letter(desk, "CG1-L1").startswith(b"PK")
        assert letter_counts(desk).with_editor == 1
        # It does not go meanwhile, nor is another put in its place.
        assert prepare(desk).prepared == []
        assert release(desk).issued == ["CG1-L3"]
        edited = paper_of(desk, "CG1-L3")
        assert sorted(issue_edited(desk, "CG1-L1", edited).issued) == ["CG1-L1", "CG1-L2"]
        assert paper_of(desk, "CG1-L1") == edited
        assert look_at(desk, "CG1-L1").obstacle == "edited"
        assert desk.store.verify().faults == ()


def test_an_edited_letter_is_sent_again_as_it_was(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        edit_letter(desk, "CG1-L1")
        release(desk)
        issue_edited(desk, "CG1-L1", paper_of(desk, "CG1-L2"))
        large = ReissueLetter(casegroup_id="CG1", letter_id="CG1-L1", format="large_print", because="Asked for.")
        assert [refusal.key for refusal in desk.perform(large).refusals] == ["edited_letter_as_it_was"]
        desk.perform(large.model_copy(update={"format": None}))
        again = release(desk).issued[-1]
        assert paper_of(desk, again) == paper_of(desk, "CG1-L1")


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 and nothing more", b"PK\x03\x04 a Word file"])
def test_only_a_pdf_can_be_issued(body: bytes, tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        edit_letter(desk, "CG1-L1")
        with pytest.raises(BadInputError, match="not a PDF"):
            issue_edited(desk, "CG1-L1", body)
        assert desk.store.papers.count() == 0


def test_an_editor_who_has_nothing_cannot_bring_it_back(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        body = paper_of(desk, "CG1-L1")
        with pytest.raises(LetterRefusedError):
            issue_edited(desk, "CG1-L1", body)
        assert desk.store.papers.count() == 0


# ------------------------------------------------------------------------------------------------- restricted records


def test_letters_of_restricted_records_are_left_to_those_nominated(tmp_path: Path) -> None:
    special = proactive("CG2", paying_parent=person(7) | {"markers": ["special_client_record"]})
    with store_of(tmp_path, proactive("CG1"), special) as desk:
        desk.write_roster([Actor(user, user, frozenset({"team_manager"})) for user in ("other", "nora")])
        nominate(Desk(desk.store, "other", at(FIRST)), "nora")
        nora = Desk(desk.store, "nora", at(FIRST))
        report = prepare(desk)
        assert (report.restricted_left, len(report.prepared)) == (1, 2)
        with pytest.raises(NotPermittedError):
            prepare(desk, ["CG2"])
        assert len(prepare(nora).prepared) == 2
        assert letter_counts(desk).restricted_waiting == 2
        assert [row.casegroup_id for _, row in letter_rows(desk, letter_keys(desk))] == ["CG1", "CG1"]
        first = release(desk)
        assert (len(first.issued), first.restricted_left) == (2, 1)
        with pytest.raises(NotPermittedError):
            release(desk, ["CG2-L1"])
        with pytest.raises(NotPermittedError):
            letters_of(desk, "CG2")
        second = release(nora)
        assert second.issued == ["CG2-L1", "CG2-L2"]
        with pytest.raises(BadInputError):
            write_batch_file(desk, second.batch_id, tmp_path / "theirs.pdf")
        assert write_batch_file(nora, second.batch_id, tmp_path / "ours.pdf").restricted_left == 0
        assert "restricted_record_opened" in {entry.kind for entry in desk.store.entries("CG2")}


# ------------------------------------------------------------------------------------------------------ interrupted


def test_a_release_that_was_interrupted_goes_on_in_the_same_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store_of(tmp_path, *(proactive(f"CG{number:02}") for number in range(30))) as desk:
        prepare(desk)
        calls = iter([True, False])

        def interrupted(_seconds: float) -> None:
            if not next(calls):
                raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("console.desk.letter_release.time.sleep", interrupted)
            with pytest.raises(KeyboardInterrupt):
                release(desk)
        gone = letter_counts(desk).issued
        assert 0 < gone < 60
        assert batches_released(desk) == []
        rest = release(desk)
        assert len(rest.issued) == 60 - gone
        rows = desk.store.letters.of_batch(rest.batch_id)
        assert len(rows) == len({row.letter_id for row in rows}) == 60
        assert [event.letters for event in batches_released(desk)] == [60]


def test_one_who_writes_while_paper_is_made_loses_nothing_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store_of(tmp_path, proactive("CG1"), proactive("CG2")) as desk:
        prepare(desk)
        colleague = Desk(desk.store, "manager", at(FIRST))
        from storage.exporters.letters import LetterPress

        made = LetterPress.pdf
        once = iter([True])

        def slowly(*arguments: object) -> bytes:
            if next(once, False):
                take_out(colleague, "CG1-L1")
            return made(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(LetterPress, "pdf", slowly)
        released = release(desk)
        assert sorted(released.issued) == ["CG1-L2", "CG2-L1", "CG2-L2"]
        waiting = letter_keys(desk, LetterFilter(states=frozenset({"in_tray"})))
        assert len(waiting) == 0
