"""Rows of the table of refusals: letters sent again, the write-off form, editing, and the sender."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.casefile import Casefile, fold
from domain.events import Recorded
from domain.events.letters import (
    LetterEdited,
    LetterIssued,
    LetterPrepared,
    LetterSenderSet,
    LetterTakenForEditing,
)
from domain.letters.requests import (
    KeepEditedLetter,
    PrepareWriteOffForm,
    ReissueLetter,
    SetLetterSender,
    TakeLetterForEditing,
)
from domain.record.requests import SetAside
from tests.domain.office_rows import office
from tests.made_up import case_record, casegroup, person

if TYPE_CHECKING:
    from domain.decide import Request
    from domain.decide_office import OfficeRequest
    from domain.events import Event
    from domain.office import Office

DIGEST: Final = "0" * 64
NOBODY_HOME: Final[dict[str, Any]] = {"addresses": []}


def in_tray(letter_id: str = "CG1-L1", **changes: Any) -> LetterPrepared:
    """A letter that was put in the tray."""
    return LetterPrepared(
        letter_id=letter_id,
        number="CMSL6307",
        person_id="P1",
        role="paying_parent",
        status="maintenance_and_arrears",
        origin="journey",
        due_on=date(2016, 1, 1),
        liability_end_date=date(2015, 12, 31),
        format="standard",
        language="en",
    ).model_copy(update=changes)


def issued(letter_id: str = "CG1-L1", words_digest: str | None = DIGEST) -> LetterIssued:
    """The same letter, gone."""
    return LetterIssued(
        letter_id=letter_id,
        issued_on=date(2016, 1, 4),
        first_issued_on=date(2016, 1, 4),
        address=("Sam Client1", "1 High Street", "BL1 1AA"),
        digest=DIGEST,
        words_digest=words_digest,
        batch_id="2016-01-04-1",
    )


def with_letters(*events: Event, **changes: Any) -> Casefile:
    """Give a casefile with these on record."""
    recorded = [
        Recorded(number, "r", "2016-02-15T10:00:00+00:00", "u", 1, "", event) for number, event in enumerate(events, 1)
    ]
    return fold(casegroup(**changes), 1, recorded)


def again(letter_id: str = "CG1-L1", because: str = "Lost.", **fields: Any) -> ReissueLetter:
    """Ask for a letter to be sent again."""
    return ReissueLetter(casegroup_id="CG1", letter_id=letter_id, because=because, **fields)


def form(
    begins: date | None = date(2015, 1, 1), ends: date | None = date(2015, 12, 31), case_id: str = "C1"
) -> Request:
    """Ask for the write-off form."""
    return PrepareWriteOffForm(casegroup_id="CG1", case_id=case_id, arrears_from=begins, arrears_to=ends)


def edit(letter_id: str = "CG1-L1") -> TakeLetterForEditing:
    """Ask for a letter to be edited."""
    return TakeLetterForEditing(casegroup_id="CG1", letter_id=letter_id)


def back(letter_id: str = "CG1-L1") -> KeepEditedLetter:
    """Bring an edited letter back."""
    return KeepEditedLetter(casegroup_id="CG1", letter_id=letter_id, digest=DIGEST)


ISSUED: Final = (in_tray(), issued())
TAKEN: Final = LetterTakenForEditing(letter_id="CG1-L1")
ROWS: Final[list[tuple[str, Casefile, Request, list[str]]]] = [
    ("send no letter again", with_letters(), again(), ["letter_unknown"]),
    ("send again what never went", with_letters(in_tray()), again(), ["letter_not_issued"]),
    (
        "send a cover again, and say not why",
        with_letters(*ISSUED, in_tray("CG1-L2", number="CMSL6314", covers="CG1-L1"), issued("CG1-L2")),
        again("CG1-L2", because=" "),
        ["cover_not_reissued", "reason_missing"],
    ),
    (
        "send again what waits to be sent again",
        with_letters(*ISSUED, in_tray("CG1-L2", origin="reissue", reissue_of="CG1-L1")),
        again(),
        ["letter_waits_already"],
    ),
    (
        "an edited letter in large print",
        with_letters(in_tray(), issued(words_digest=None)),
        again(format="large_print"),
        ["edited_letter_as_it_was"],
    ),
    (
        "send again to nowhere",
        with_letters(*ISSUED, paying_parent=person(1) | NOBODY_HOME),
        again(),
        ["letter_cannot_go"],
    ),
    ("a form for no case", with_letters(), form(case_id="C9"), ["no_such_case"]),
    ("a form without dates", with_letters(), form(begins=None), ["write_off_dates_missing"]),
    (
        "a form backwards and into the future",
        with_letters(),
        form(date(2016, 3, 1), date(2016, 2, 16)),
        ["write_off_dates_reversed", "day_in_the_future"],
    ),
    (
        "a form beside the one that waits",
        with_letters(in_tray(number="CMSL6300", person_id="P101", origin="hand")),
        form(),
        ["letter_waits_already"],
    ),
    (
        "a form about nothing, to nowhere",
        with_letters(cases=[case_record(receivables=[], receiving_parent=person(101) | NOBODY_HOME)]),
        form(),
        ["nothing_left_to_write_off", "letter_cannot_go"],
    ),
    ("edit no letter", with_letters(), edit(), ["letter_unknown"]),
    ("edit what went", with_letters(*ISSUED), edit(), ["letter_not_in_tray"]),
    ("edit braille", with_letters(in_tray(format="braille")), edit(), ["letter_not_printed"]),
    ("edit a cover", with_letters(in_tray(), in_tray("CG1-L2", covers="CG1-L1")), edit("CG1-L2"), ["cover_not_edited"]),
    ("bring back no letter", with_letters(), back(), ["letter_unknown"]),
    ("bring back what nobody took", with_letters(in_tray()), back(), ["letter_not_with_editor"]),
    (
        "bring back twice",
        with_letters(in_tray(), TAKEN, LetterEdited(letter_id="CG1-L1", digest=DIGEST)),
        back(),
        ["letter_not_with_editor"],
    ),
    ("unsend a letter", with_letters(*ISSUED), SetAside(casegroup_id="CG1", seq=2), ["letter_stands"]),
    (
        "take out of the tray what went",
        with_letters(*ISSUED),
        SetAside(casegroup_id="CG1", seq=1),
        ["later_work_rests_on_it"],
    ),
]
SENDER: Final = SetLetterSender(name="CSA", lines=("PO Box 1",), telephone="0000", options_telephone="0001")
OFFICE_ROWS: Final[list[tuple[str, Office, OfficeRequest, list[str]]]] = [
    ("a sender without an address", office(), SENDER.model_copy(update={"lines": (" ",)}), ["sender_incomplete"]),
    (
        "the same sender again",
        office(LetterSenderSet(name="CSA", lines=("PO Box 1",), telephone="0000", options_telephone="0001")),
        SENDER,
        ["sender_already_set"],
    ),
]
