"""What a caseworker can ask about letters."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from domain.casegroup import Identifier
from domain.request import CasegroupRequest, StoreRequest

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Line = Annotated[str, StringConstraints(max_length=200)]


class ReissueLetter(CasegroupRequest):
    """Send a letter again that was issued; without a format in the one it had. The client reads why."""

    kind: Literal["reissue_letter"] = "reissue_letter"
    letter_id: Identifier
    format: Literal["standard", "large_print", "braille", "audio"] | None = None
    because: str = Field(max_length=500)


class PrepareWriteOffForm(CasegroupRequest):
    """Put the further write-off declaration of a case in the tray (CMSL6300), with the period of its arrears."""

    kind: Literal["prepare_write_off_form"] = "prepare_write_off_form"
    case_id: Identifier
    arrears_from: date | None = None
    arrears_to: date | None = None


class TakeLetterForEditing(CasegroupRequest):
    """Take a letter of the tray out to be edited."""

    kind: Literal["take_letter_for_editing"] = "take_letter_for_editing"
    letter_id: Identifier


class KeepEditedLetter(CasegroupRequest):
    """Put an edited letter back in the tray, as the paper of this digest (SHA-256)."""

    kind: Literal["keep_edited_letter"] = "keep_edited_letter"
    letter_id: Identifier
    digest: Digest


class SetLetterSender(StoreRequest):
    """Say who letters come from, with the telephone numbers that stand in them."""

    kind: Literal["set_letter_sender"] = "set_letter_sender"
    name: Line
    lines: tuple[Line, ...] = Field(max_length=6)
    telephone: Line
    options_telephone: Line


LetterRequest = ReissueLetter | PrepareWriteOffForm | TakeLetterForEditing | KeepEditedLetter
