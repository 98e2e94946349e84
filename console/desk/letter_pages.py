"""How many pages letters take, counted by making them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.desk.letter_papers import envelope_of
from console.desk.letters import look_at, paper_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.desk.desk import Desk


class _Nowhere:
    """Takes bytes and keeps none of them."""

    def write(self, body: bytes, /) -> object:
        """Forget what is written."""
        return len(body)


def pages_of(desk: Desk, letter_ids: Iterable[str]) -> int:
    """Count the pages of letters as they are or would be issued; each takes some hundredths of a second.

    Raises BadInputError for one that is not in the store or has something in its way.
    """
    from storage.exporters.letters import LetterPress  # noqa: PLC0415 - large, and few questions count pages
    from storage.exporters.pdf_joining import PdfJoiner  # noqa: PLC0415 - as above

    press, joiner = LetterPress(), PdfJoiner(_Nowhere())
    for letter_id in letter_ids:
        words = look_at(desk, letter_id).words
        body = (
            paper_of(desk, letter_id)
            if words is None
            else press.pdf(words.letter, envelope_of(words), desk.clock.now())
        )
        joiner.add(body)
    return joiner.pages
