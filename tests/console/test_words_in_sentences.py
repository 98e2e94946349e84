"""Texts that somebody typed, put into sentences: days as people read them, and one full stop at the end."""

from __future__ import annotations

import pytest

from console.present.events import event_sentences
from console.present.wording import days_in_text, sentence_end
from domain.events.queued import ExceptionRaised


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("due on 2016-03-31, before 2016-04-01", "due on 31 Mar 2016, before 1 Apr 2016"),
        ("error 2016-13-01", "error 2016-13-01"),
        ("ref A2016-03-31", "ref A2016-03-31"),
        ("2016-03-31-7", "2016-03-31-7"),
    ],
)
def test_days_in_a_text_are_written_as_people_read_them(text: str, read: str) -> None:
    assert days_in_text(text) == read


@pytest.mark.parametrize(("text", "sentence"), [("Done", "Done."), ("Done.", "Done."), ("Done?", "Done?")])
def test_a_sentence_ends_once(text: str, sentence: str) -> None:
    assert sentence_end(text) == sentence


def test_an_exception_with_a_detail_that_is_a_sentence_has_one_full_stop() -> None:
    raised = ExceptionRaised(
        exception_id="exception-1",
        reason="closure_before_t_date",
        detail="due to close on 2016-03-31.",
        case_id=None,
        origin="hand",
        stage="to_check",
    )
    assert event_sentences(raised) == (
        "Exception exception-1 raised: Closure date before the T-date: due to close on 31 Mar 2016.",
    )
