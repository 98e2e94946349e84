"""The book of policy: what it holds, and everything it refuses to load or to answer."""

from __future__ import annotations

import shutil
from dataclasses import fields
from datetime import date
from fractions import Fraction
from importlib import resources
from pathlib import Path

import pytest

from domain.deferral.rules import RULES
from domain.errors import BadInputError
from domain.policy.book import DayNotCoveredError, PolicyFaultError, load_book, policy_for, read_book
from domain.policy.interpretations import load_interpretations
from domain.policy.model import Amount, DeferralPolicy, Scheme2012Policy, Threshold, edition_named

DAY = date(2016, 2, 15)
VALUES = Path(str(resources.files("domain.policy") / "values"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the shipped values to a folder where a test may spoil them."""
    return Path(shutil.copytree(VALUES, tmp_path / "values"))


def spoil(folder: Path, file: str, before: str, after: str) -> None:
    """Change a text once in a file of values."""
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_shipped_book_holds_the_periods_of_the_page() -> None:
    policy = policy_for(DAY).deferral
    days = {field.name: getattr(policy, field.name).value.count for field in fields(DeferralPolicy)}
    assert days == {
        "arrears_decision_not_recorded": 28,
        "arrears_not_to_be_collected_liability_ongoing": 28,
        "liability_not_ended": 7,
        "outstanding_work_items": 28,
        "retained_planned_collections": 14,
        "unpaid_payables": 14,
        "unallocated_receipts": 14,
        "automatically_inhibited": 28,
        "manually_inhibited": 42,
    }
    assert {getattr(policy, name).standing for name in days} == {"assumed"}
    assert [rule.key for rule in RULES] == list(days)


def test_editions_differ_where_the_documents_do() -> None:
    assert policy_for(DAY, "phase-2").journey.proactive_to_reactive_limit.value.count == 38
    assert policy_for(DAY, "segment-1").journey.proactive_to_reactive_limit.value.count == 32
    assert policy_for(DAY, "phase-2").digest != policy_for(DAY, "segment-1").digest


def test_an_unknown_edition_is_named() -> None:
    with pytest.raises(BadInputError, match="'phase-3'; expected one of phase-2, segment-1"):
        edition_named("phase-3")


def test_a_day_before_the_book_is_not_answered_with_another_days_value() -> None:
    with pytest.raises(DayNotCoveredError) as refused:
        policy_for(date(2012, 12, 9))
    message = refused.value.message
    assert "deferral.arrears_decision_not_recorded" in message
    assert "2012-12-09" in message
    assert "deferral.toml" in message


@pytest.mark.parametrize(
    ("scheme", "day", "first_day"),
    [("scheme_2003", date(2003, 3, 2), "2003-03-03"), ("scheme_2012", date(2012, 12, 9), "2012-12-10")],
)
def test_a_scheme_is_not_asked_before_it_began(scheme: str, day: date, first_day: str) -> None:
    with pytest.raises(DayNotCoveredError) as refused:
        load_book().scheme(scheme, day)
    message = refused.value.message
    assert f"{scheme}.income_cap covers {day.isoformat()} in calculation.toml" in message
    assert f"from {first_day} on" in message
    load_book().scheme(scheme, date.fromisoformat(first_day))


def test_the_2003_scheme_is_answered_on_days_on_which_nothing_else_is() -> None:
    values, digest = load_book().scheme("scheme_2003", date(2003, 3, 3))
    assert values.income_cap.value == Amount(200_000)
    assert digest == load_book().scheme("scheme_2003", DAY)[1] != load_book().scheme("scheme_2012", DAY)[1]
    with pytest.raises(DayNotCoveredError):
        policy_for(date(2003, 3, 3))


def test_collection_costs_nothing_before_the_fees_began() -> None:
    before, after = (load_book().scheme("scheme_2012", day) for day in (date(2014, 8, 10), date(2014, 8, 11)))
    fees = [
        (values.collection_fee_of_paying_parent.written, values.collection_fee_of_receiving_parent.written)
        for values, _ in (before, after)
        if isinstance(values, Scheme2012Policy)
    ]
    assert fees == [("0%", "0%"), ("20%", "4%")]
    assert before[1] != after[1]


@pytest.mark.parametrize(
    ("place", "share"),
    [(0, Fraction(25, 100)), (1, Fraction(205, 1000)), (3, Fraction(175, 1000)), (9, Fraction(7, 40))],
)
def test_the_last_percentage_holds_for_that_many_or_more(place: int, share: Fraction) -> None:
    values, _ = load_book().scheme("scheme_2003", DAY)
    assert values.reduced_rate_one_child.value.at(place) == share


@pytest.mark.parametrize(
    ("size", "edge_included", "pence", "reached"),
    [(5, True, 4, False), (5, True, 5, True), (5, True, -5, True), (5, False, 5, False), (5, False, 6, True)],
)
def test_a_threshold_goes_by_size_and_says_whether_its_edge_belongs(
    size: int, edge_included: bool, pence: int, reached: bool
) -> None:
    assert Threshold(size, edge_included).reached_by(pence) is reached


FIRST = "from = 2012-12-10"
SPOILT: dict[str, tuple[str, str, str, str | None]] = {
    "gap": ("deferral.toml", FIRST, f"{FIRST}\nuntil = 2015-12-31", None),
    "unknown value": ("deferral.toml", "deferral.unpaid_payables", "deferral.unpaid_payable", "unknown value"),
    "missing value": ("deferral.toml", "deferral.unpaid_payables", "deferral.manually_inhibited", "no value; expected"),
    "unknown key": ("deferral.toml", FIRST, f"{FIRST}\nvalu = 1", "unknown key 'valu'"),
    "missing key": ("deferral.toml", 'standing = "assumed"\n', "", "expected the key 'standing'"),
    "unknown standing": ("deferral.toml", '"assumed"', '"certain"', "standing 'certain'"),
    "no number of days": ("deferral.toml", '"28 days"', '"four weeks"', "a number of days"),
    "no amount": ("validation.toml", '"£0.05"', '"5p"', 'an amount such as "£0.05"'),
    "no edge": ("validation.toml", 'edge = "included"\n', "", "edge"),
    "no interpretation": ("validation.toml", 'interpretation = "exactly-five-pence"\n', "", "its interpretation"),
    "unknown edition": ("journey.toml", '"segment-1"', '"segment-9"', "edition 'segment-9'"),
    "no day": ("deferral.toml", FIRST, 'from = "2012-12-10"', "expected a day"),
    "empty text": ("deferral.toml", 'document = "arrears-summary"', 'document = ""', "expected a text"),
    "not toml": ("deferral.toml", "[[value]]", "[[value", "expected TOML"),
    "no amount of pence": ("calculation.toml", '"£2,000.00"', '"2000"', 'an amount such as "£0.05"'),
    "a third decimal": ("calculation.toml", '"£2,000.00"', '"£2,000.001"', "an amount in pounds"),
    "an amount below nothing": ("calculation.toml", '"£2,000.00"', '"£-1.00"', "an amount of nothing or more"),
    "an edge without a threshold": (
        "calculation.toml",
        '"£2,000.00"\n',
        '"£2,000.00"\nedge = "included"\n',
        "no edge: only a threshold",
    ),
    "a bound without an edge": (
        "calculation.toml",
        '"£5.00"\nedge = "included"',
        '"£5.00"',
        'edge = "included" or "excluded"',
    ),
    "no percentage": ("calculation.toml", '"15%, 20%, 25%"', '"15%, 20, 25%"', "percentages of at most 100"),
    "a second decimal": ("calculation.toml", '"25%, 20.5%', '"25%, 20.55%', "percentages of at most 100"),
    "more than everything": ("calculation.toml", '"15%, 20%, 25%"', '"15%, 20%, 101%"', "percentages of at most 100"),
    "no nights": ("calculation.toml", '"52 nights"', '"a year"', "a number of nights"),
    "no part": ("calculation.toml", '"1/7 from 52 nights,', '"1/7 at 52 nights,', "parts by nights"),
    "nights that fall": ("calculation.toml", "2/7 from 104", "2/7 from 51", "parts by nights, both rising"),
    "parts that fall": ("calculation.toml", "3/7 from 156", "1/9 from 156", "parts by nights, both rising"),
    "more than the whole": ("calculation.toml", "1/2 from 175", "3/2 from 175", "parts by nights"),
    "a scheme without one of its values": (
        "calculation.toml",
        '"scheme_2003.flat_rate"',
        '"scheme_2012.flat_rate"',
        "scheme_2003.flat_rate .* no value",
    ),
    "a value of no scheme": (
        "calculation.toml",
        '"scheme_2003.flat_rate"',
        '"scheme_1993.flat_rate"',
        "unknown value 'scheme_1993",
    ),
    "unknown table": ("deferral.toml", "[[value]]", "[[values]]", "unknown key 'values'"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_book_is_not_loaded(folder: Path, name: str) -> None:
    file, before, after, message = SPOILT[name]
    if message is None:
        spoil(folder, file, before, after)
        later = (folder / file).read_text(encoding="utf-8").split("[[value]]")[1]
        later = later.replace(f"{FIRST}\nuntil = 2015-12-31", "from = 2016-01-02")
        (folder / "later.toml").write_text(f"[[value]]{later}", encoding="utf-8")
        message = "no value from 2016-01-01 to 2016-01-01; expected no gap"
    else:
        spoil(folder, file, before, after)
    with pytest.raises(PolicyFaultError, match=message):
        read_book(folder)


def test_two_values_on_one_day_are_refused(folder: Path) -> None:
    first = (folder / "deferral.toml").read_text(encoding="utf-8").split("[[value]]")[1]
    later = first.replace(FIRST, "from = 2015-06-01")
    (folder / "later.toml").write_text(f"[[value]]{later}", encoding="utf-8")
    with pytest.raises(PolicyFaultError, match="two values on 2015-06-01; expected one"):
        read_book(folder)


def test_a_value_may_change_on_a_day(folder: Path) -> None:
    spoil(folder, "deferral.toml", FIRST, f"{FIRST}\nuntil = 2015-12-31")
    first = (folder / "deferral.toml").read_text(encoding="utf-8").split("[[value]]")[1]
    later = first.replace(f"{FIRST}\nuntil = 2015-12-31", "from = 2016-01-01").replace("28 days", "30 days")
    (folder / "later.toml").write_text(f"[[value]]{later}", encoding="utf-8")
    book = read_book(folder)
    on_last, on_first = (
        book.policy(day).deferral.arrears_decision_not_recorded for day in (date(2015, 12, 31), date(2016, 1, 1))
    )
    assert (on_last.value.count, on_first.value.count) == (28, 30)


def test_every_fault_is_listed_at_once(folder: Path) -> None:
    spoil(folder, "deferral.toml", '"28 days"', '"soon"')
    spoil(folder, "journey.toml", '"38 days"', '"later"')
    with pytest.raises(PolicyFaultError) as refused:
        read_book(folder)
    assert len([line for line in refused.value.message.splitlines() if "a number of days" in line]) == 2


def test_interpreted_values_name_an_interpretation_that_exists() -> None:
    known = {entry.id for entry in load_interpretations()}
    named = {
        value.interpretation for values in load_book().entries.values() for value in values if value.interpretation
    }
    assert named <= known
