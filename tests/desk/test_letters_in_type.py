"""A letter goes only in signs that our type has: nobody is written to by the number of a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.desk.letter_release import release, release_preview
from console.desk.letter_tray import prepare
from console.desk.letters import look_at, paper_of
from domain.errors import BadInputError
from tests.letter_store import payer, proactive, store_of

if TYPE_CHECKING:
    from pathlib import Path

WELSH_AND_IRISH = "Ŵyn-Ó Súilleabháin ŷ'"


@pytest.mark.parametrize(("surname", "sign"), [("漢字", "U+5B57"), ("Smith\u200b", "U+200B"), ("a\x07b", "U+0007")])
def test_a_letter_with_a_sign_our_type_has_not_got_stays_and_says_which(
    tmp_path: Path, surname: str, sign: str
) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(surname=surname))) as desk:
        prepare(desk)
        seen = look_at(desk, "CG1-L1")
        previewed, released = release_preview(desk), release(desk)
        assert seen.obstacle == "fields"
        assert any(sign in missing for missing in seen.missing)
        with pytest.raises(BadInputError, match="cannot be put on paper"):
            paper_of(desk, "CG1-L1")
        for report in (previewed, released):
            assert len(report.issued) == 1, "the other parent's letter goes"
            (left,) = report.stay
            assert left.obstacle == "fields"
            assert any(sign in missing for missing in left.missing)


def test_letters_of_welsh_and_irish_names_go(tmp_path: Path) -> None:
    with store_of(tmp_path, proactive(paying_parent=payer(surname=WELSH_AND_IRISH))) as desk:
        prepare(desk)
        assert len(release(desk).issued) == 2
