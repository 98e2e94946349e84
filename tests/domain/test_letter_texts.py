"""The texts of the letters: every number has one, nothing is worked out in it, and its fields are given exactly."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from domain.letters.catalogue import CATALOGUE
from domain.letters.texts import FIELD, STATUSES, LetterFieldsError, fill, letter_text

if TYPE_CHECKING:
    from domain.letters.catalogue import LetterNumber
    from domain.notices import CaseStatus

NUMBERS = [letter.number for letter in CATALOGUE]


def some(number: LetterNumber, status: CaseStatus) -> dict[str, str]:
    """Give every field of a letter some text."""
    return {name: f"<{name}>" for name in letter_text(number).fields(status)}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("status", STATUSES)
def test_every_letter_can_be_filled_in_for_every_status(number: LetterNumber, status: CaseStatus) -> None:
    letter = fill(letter_text(number), status, some(number, status))
    texts = [letter.title, *(text for part in letter.paragraphs for text in (part.heading, part.text, *part.items))]
    assert letter.paragraphs[0].heading == ""
    assert all(part.text.strip() for part in letter.paragraphs)
    assert not [text for text in texts if FIELD.search(text) or "((" in text]
    assert all(text == text.strip() and "\n" not in text for text in texts)


@pytest.mark.parametrize("number", NUMBERS)
def test_headings_are_sentences_in_small_letters(number: LetterNumber) -> None:
    for paragraph in letter_text(number).paragraphs:
        words = paragraph.heading.split()
        named = {"Child", "Maintenance", "Service"}
        assert all(word[0].islower() or word in named for word in words[1:])
        assert not paragraph.heading.endswith((".", ":"))


def test_no_file_is_left_over_and_every_shared_paragraph_is_used() -> None:
    folder = resources.files("domain.letters") / "texts" / "en"
    assert sorted(file.name for file in folder.iterdir()) == sorted([*(f"{n}.toml" for n in NUMBERS), "common.toml"])
    shared = tomllib.loads((folder / "common.toml").read_text(encoding="utf-8"))
    used = set()
    for number in NUMBERS:
        letter = tomllib.loads((folder / f"{number}.toml").read_text(encoding="utf-8"))
        assert letter.keys() == {"paragraph"}
        for paragraph in letter["paragraph"]:
            assert paragraph.keys() <= {"use", "heading", "text", "list", "statuses"}
            assert set(paragraph.get("statuses", [])) <= set(STATUSES)
            used |= {paragraph["use"]} if "use" in paragraph else set()
    assert used == set(shared)


def test_a_field_missing_empty_or_too_many_is_named() -> None:
    fields = some("CMSL6301", "arrears_only")
    del fields["arrears_amount"]
    fields |= {"reference": " ", "shoe_size": "9"}
    with pytest.raises(LetterFieldsError) as caught:
        fill(letter_text("CMSL6301"), "arrears_only", fields)
    assert caught.value.message.splitlines() == [
        "CMSL6301: the field arrears_amount is missing; expected a text",
        "CMSL6301: the field shoe_size is not in the letter",
        "CMSL6301: the field reference is empty; expected a text",
    ]


def test_a_field_that_looks_like_a_field_stays_what_it_is() -> None:
    fields = some("CMSL6314", "arrears_only") | {"client_name": "((reference))"}
    assert "You act for ((reference))." in fill(letter_text("CMSL6314"), "arrears_only", fields).paragraphs[0].text


def test_the_second_contact_carries_the_day_in_its_title() -> None:
    for number in ("CMSL6305", "CMSL6310"):
        fields = some(number, "maintenance_only") | {"liability_end_date": "4 February 2016"}
        title = fill(letter_text(number), "maintenance_only", fields).title
        assert title == "Urgent: Your child maintenance arrangement will now end on 4 February 2016"


def test_only_cases_with_arrears_read_about_arrears() -> None:
    for number in ("CMSL6303", "CMSL6308"):
        headings = {status: [p.heading for p in letter_text(number).paragraphs_for(status)] for status in STATUSES}
        assert any("from the past" in heading for heading in headings["maintenance_and_arrears"])
        assert not any("from the past" in heading for heading in headings["maintenance_only"])
        assert "Your choices" not in headings["arrears_only"]


BEFORE_THE_END: list[LetterNumber] = [
    *("CMSL6303", "CMSL6304", "CMSL6305", "CMSL6306", "CMSL6308", "CMSL6309", "CMSL6310", "CMSL6311"),
]


@pytest.mark.parametrize("number", BEFORE_THE_END)
def test_whoever_has_only_arrears_is_not_told_that_payments_will_end_or_to_keep_paying(number: LetterNumber) -> None:
    paragraphs = letter_text(number).paragraphs_for("arrears_only")
    text = " ".join(f"{paragraph.heading} {paragraph.text}" for paragraph in paragraphs)
    assert "((liability_end_date))" not in text
    assert "((cms_start_date))" not in text
    assert "Your choices" not in text
    assert "from the past" in paragraphs[0].text


@pytest.mark.parametrize("number", ["CMSL6305", "CMSL6310"])
@pytest.mark.parametrize("status", ["maintenance_and_arrears", "maintenance_only"])
def test_a_second_contact_is_true_where_the_day_stays_as_it_was(number: LetterNumber, status: CaseStatus) -> None:
    days = {"liability_end_date": "5 September 2016", "earlier_end_date": "5 September 2016"}
    letter = fill(letter_text(number), status, some(number, status) | days)
    text = " ".join(paragraph.text for paragraph in letter.paragraphs)
    assert "sooner" not in text
    assert "not on 5 September 2016" not in text


@pytest.mark.parametrize("number", ["CMSL6308", "CMSL6309", "CMSL6310", "CMSL6311", "CMSL6312"])
@pytest.mark.parametrize("status", ["maintenance_and_arrears", "maintenance_only"])
def test_whoever_may_want_to_stay_reads_that_the_conversation_about_choices_comes_before_applying(
    number: LetterNumber, status: CaseStatus
) -> None:
    text = " ".join(paragraph.text for paragraph in letter_text(number).paragraphs_for(status))
    assert "Before you can" in text
    assert "speak to the service that explains your choices. Please call ((options_telephone))" in text


def test_without_a_welsh_text_the_english_one_goes_under_a_welsh_notice() -> None:
    welsh, english = letter_text("CMSL6303", "cy"), letter_text("CMSL6303")
    assert (welsh.title, welsh.paragraphs, welsh.language) == (english.title, english.paragraphs, "en")
    assert "Gymraeg" in welsh.notice
    assert "sender_telephone" in welsh.fields("arrears_only")
