"""The words of the field: parents go by their new terms, and old files are understood all the same."""

from __future__ import annotations

import pytest

from domain.terms import TERMS, find_terms, in_new_terms


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("NRP", "paying parent"),
        ("NRP surname", "paying parent surname"),
        ("Non-Resident Parent", "paying parent"),
        ("non resident parents", "paying parents"),
        ("PWC", "receiving parent"),
        ("PeWC forenames", "receiving parent forenames"),
        ("PWCs", "receiving parents"),
        ("parent with care's", "receiving parent's"),
        ("Person With Care", "receiving parent"),
        ("pwc_nino", "receiving parent_nino"),
    ],
)
def test_a_parent_called_by_an_old_name_is_called_by_the_new_one(old: str, new: str) -> None:
    assert in_new_terms(old) == new


@pytest.mark.parametrize("text", ["paying parent", "receiving_parent", "NRPX", "unrp", "SPWC", "care", ""])
def test_whatever_is_no_old_name_stays_as_it_is(text: str) -> None:
    assert in_new_terms(text) == text


@pytest.mark.parametrize(("word", "term"), [("nrp", "paying parent"), ("PeWC", "receiving parent"), ("ltr", "LTR")])
def test_a_term_is_found_by_any_of_its_names(word: str, term: str) -> None:
    assert term in {found.term for found in find_terms(word)}


def test_without_a_word_every_term_is_given_once() -> None:
    assert find_terms() == TERMS
    assert len({found.term for found in TERMS}) == len(TERMS)
    assert find_terms("no such word") == ()
