"""Laws of selection: changes for a time always go, rows say what the rules say, segments are told once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.events.selection import CriteriaChanged
from domain.policy.book import policy_for
from domain.selection.criteria import VOCABULARY, standing
from domain.selection.prospects import BITS, NOT_KNOWN, against, allowed
from tests.domain.office_rows import office

DAY = date(2016, 2, 15)
POLICY = policy_for(DAY).selection
criteria = st.fixed_dictionaries(
    {},
    optional={name: st.sets(st.sampled_from(words), min_size=1).map(tuple) for name, words in VOCABULARY.items()},
)
days = st.integers(-3, 12).map(lambda number: DAY + timedelta(days=number))
changes = st.builds(
    CriteriaChanged,
    criteria=criteria,
    casegroups=st.integers(1, 9),
    frequency=st.sampled_from(["daily", "weekly", "monthly"]),
    until=st.none() | days,
    reason=st.just("as told"),
)


@given(st.lists(changes, max_size=5), changes, days)
def test_a_change_for_a_time_never_outlives_its_last_day(
    before: list[CriteriaChanged], change: CriteriaChanged, day: date
) -> None:
    known = standing(office(*before), day, POLICY)
    found = standing(office(*before, change), day, POLICY)
    if change.until is not None and change.until < day:
        assert found == known
    else:
        assert (found.criteria, found.seq) == (change.criteria, len(before) + 1)


@given(st.lists(changes, max_size=6), days)
def test_what_is_said_to_come_back_is_what_is_in_force_the_day_after(events: list[CriteriaChanged], day: date) -> None:
    found = standing(office(*events), day, POLICY)
    if found.until is None:
        assert found.former is None
        return
    after = standing(office(*events), found.until + timedelta(days=1), POLICY)
    assert found.former is not None
    assert (found.former.criteria, found.former.seq) == (after.criteria, after.seq)


@st.composite
def words(draw: Any) -> dict[str, tuple[str | None, ...]]:
    """What a casegroup is by each criterion."""
    return {
        name: tuple(draw(st.sets(st.sampled_from([*known, None]), min_size=1))) for name, known in VOCABULARY.items()
    }


@given(criteria, words())
def test_the_bits_of_a_row_say_what_the_words_say(
    asked: dict[str, tuple[str, ...]], found: dict[str, tuple[str | None, ...]]
) -> None:
    by_words = {name for name, _ in against(asked, found)}
    by_bits = set()
    for name, told in found.items():
        bits = 0
        for word in told:
            bits |= NOT_KNOWN if word is None else BITS[name][word]
        wanted = allowed(asked, name)
        if wanted is not None and bits & ~wanted:
            by_bits.add(name)
    assert by_words == by_bits
