"""What anybody can ask about the record."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from domain.request import CasegroupRequest


class AddNote(CasegroupRequest):
    """Write a free note."""

    kind: Literal["add_note"] = "add_note"
    text: str = Field(max_length=20_000)


class SetAside(CasegroupRequest):
    """Set an entry aside (undo), or set aside an earlier setting aside (redo)."""

    kind: Literal["set_aside"] = "set_aside"
    seq: int
    reason: str = Field(default="", max_length=2000)
