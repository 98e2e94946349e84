"""Postcodes and addresses: each rule of the letter service with what passes and what does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.addresses import RULES, address_faults, destination
from domain.casegroup import Address
from domain.identifiers import is_administrative_nino, parse_nino
from domain.postcode import AREAS, is_postcode, parse_postcode

DAY = date(2016, 2, 15)


@pytest.mark.parametrize(
    ("written", "postcode"),
    [
        ("BL1 1AA", "BL1 1AA"),
        ("bl11aa", "BL1 1AA"),
        (" Bl 1 1a a ", "BL1 1AA"),
        ("M1 1AE", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("N1C 4AB", "N1C 4AB"),
        ("E1W 1AA", "E1W 1AA"),
        ("SE1P 5LX", "SE1P 5LX"),
        ("NW1W 9LF", "NW1W 9LF"),
        ("BS0 0AA", "BS0 0AA"),
        ("BT43 6XX", "BT43 6XX"),
        ("ZE2 9XL", "ZE2 9XL"),
        ("GIR 0AA", "GIR 0AA"),
        ("BF1 1AA", "BF1 1AA"),
        ("JE2 3AA", "JE2 3AA"),
    ],
)
def test_a_postcode_is_written_in_capitals_with_one_blank(written: str, postcode: str) -> None:
    assert parse_postcode(written) == postcode
    assert parse_postcode(postcode) == postcode


@pytest.mark.parametrize(
    "written",
    [
        "",
        "BL1",
        "1AA",
        "BL1 1A",
        "BL1 1AAA",
        "BL 1AA",
        "BL01 1AA",
        "BL100 1AA",
        "QQ1 1AA",  # No such area.
        "XX1 1AA",
        "BL1 1AC",  # C, I, K, M, O and V never stand at the end.
        "BL1 1IA",
        "BL1 1AK",
        "BL1 1MA",
        "BL1 1OA",
        "BL1 1VA",
        "BL1A 1AA",  # Letters after the number exist only in central London.
        "N2C 4AB",
        "SW1C 1AA",
        "EC5A 1BB",
        "W1I 1AA",
        "B!1 1AA",
        "ＢＬ１ １ＡＡ",  # Letters of another width.
        "BL1 1AA BL1 1AA",
        None,
        11,
    ],
)
def test_what_cannot_be_a_postcode_is_refused(written: object) -> None:
    assert not is_postcode(written)
    with pytest.raises(ValueError, match="a UK postcode such as BL1 1AA"):
        parse_postcode(written)


def test_there_are_124_postcode_areas_and_that_of_the_forces() -> None:
    assert len(AREAS) == 125
    assert all(1 <= len(area) <= 2 and area.isalpha() for area in AREAS)


GOOD = ("1 High Street", "Bolton", "BL1 1AA")


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (GOOD, ()),
        (("Flat 2", "1 High Street", "Deane", "Bolton", "Lancashire", "England", "BL1 1AA"), ()),
        (GOOD[1:], ("too_few_lines",)),
        (("a", "b", "c", "d", "e", "f", "g", "BL1 1AA"), ("too_many_lines",)),
        (("1 High Street", "Bolton", "Lancashire"), ("last_line_no_postcode",)),
        (("1 High Street", "BL1 1AA", "Bolton"), ("last_line_no_postcode",)),
        (("1 High Street", "Bolton", "QQ1 1AA"), ("last_line_no_postcode",)),
        (("-", "Bolton", "BL1 1AA"), ("first_lines_without_letter_or_digit",)),
        (("1 High Street", "...", "BL1 1AA"), ("first_lines_without_letter_or_digit",)),
        (("1 High Street", "Bolton", "-", "BL1 1AA"), ()),
        (("Tŷ Mawr", "Llanfair", "LL1 1AA"), ()),
        *(((f"{start}1 High Street", *GOOD[1:]), ("line_starts_with_forbidden_character",)) for start in '@()=[]"'),
        *(
            (("1 High Street", f"{start}Bolton", "BL1 1AA"), ("line_starts_with_forbidden_character",))
            for start in "\\/,<>~"
        ),
        (("1 High (back) Street", "Bolton", "BL1 1AA"), ()),
        (("No fixed abode", "Bolton", "BL1 1AA"), ("no_fixed_abode",)),
        (("c/o NO FIXED  ABODE", "Bolton", "BL1 1AA"), ("no_fixed_abode",)),
        (("No fixed address", "Bolton", "BL1 1AA"), ("no_fixed_abode",)),
        (("NFA", "Bolton", "BL1 1AA"), ("no_fixed_abode",)),
        (("1 Abode Street", "Fixed Hill", "BL1 1AA"), ()),
        ((), ("too_few_lines", "last_line_no_postcode")),
    ],
)
def test_each_rule_of_an_address_passes_and_fails(lines: tuple[str, ...], faults: tuple[str, ...]) -> None:
    assert address_faults(lines) == faults


def test_every_rule_has_a_row_that_breaks_it() -> None:
    rows = test_each_rule_of_an_address_passes_and_fails.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {fault for _, faults in rows for fault in faults} == {fault for fault, _ in RULES}


def address(*lines: str, **fields: Any) -> Address:
    return Address.model_validate({"lines": list(lines), **fields})


def test_lines_are_trimmed_empty_ones_left_out_and_the_postcode_put_last() -> None:
    found = destination([address("  1  High Street ", " ", "Bolton", "", postcode="bl11aa")], DAY)
    assert found.lines == GOOD
    assert found.is_valid


def test_a_postcode_given_twice_is_printed_once() -> None:
    assert destination([address("1 High Street", "Bolton", "bl1 1aa", postcode="BL11AA")], DAY).lines == GOOD
    assert destination([address("1 High Street", "Bolton", "bl1 1aa")], DAY).lines == GOOD


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (None, None, True),
        ("2016-02-15", None, True),
        ("2016-02-16", None, False),
        (None, "2016-02-15", True),
        (None, "2016-02-14", False),
        ("2016-02-15", "2016-02-15", True),
    ],
)
def test_an_address_counts_from_its_first_to_its_last_day(
    valid_from: str | None, valid_to: str | None, holds: bool
) -> None:
    found = destination([address(*GOOD, valid_from=valid_from, valid_to=valid_to)], DAY)
    assert found.is_valid == holds
    assert found.faults == (() if holds else ("no_address_on_the_day",))


def test_a_bound_that_nobody_knows_does_not_hold() -> None:
    unsure = address(*GOOD, valid_to=None, not_known={"valid_to": "moved, no day given"})
    assert destination([unsure], DAY).faults == ("no_address_on_the_day",)


def test_the_address_that_began_last_counts_and_of_two_the_later_in_the_document() -> None:
    old = address("1 Old Street", "Bolton", "BL1 1AA")
    new = address("2 New Street", "Bolton", "BL1 1AA", valid_from="2015-01-01")
    other = address("3 New Street", "Bolton", "BL1 1AA", valid_from="2015-01-01")
    assert destination([new, old], DAY).lines[0] == "2 New Street"
    assert destination([new, other, old], DAY).lines[0] == "3 New Street"
    assert destination([old, address(*GOOD)], DAY).lines[0] == "1 High Street"


def test_an_address_from_which_post_came_back_counts_only_where_there_is_no_other() -> None:
    back = address("1 Old Street", "Bolton", "BL1 1AA", valid_from="2015-01-01", dead_letter=True)
    found = destination([address(*GOOD), back], DAY)
    assert found.lines == GOOD
    assert found.is_valid
    alone = destination([back], DAY)
    assert (alone.dead_letter, alone.is_valid) == (True, False)


def test_whether_post_came_back_is_not_guessed() -> None:
    unsure = address(*GOOD, dead_letter=None, not_known={"dead_letter": "page torn"})
    assert destination([unsure], DAY).faults == ("dead_letter_not_known",)


@pytest.mark.parametrize("prefix", ["CR", "MW", "NC", "PP", "PY", "PZ"])
def test_an_administrative_national_insurance_number_passes_and_is_marked(prefix: str) -> None:
    assert is_administrative_nino(parse_nino(f"{prefix}000000A"))
    assert not is_administrative_nino(parse_nino("QQ000000A"))
