"""Laws of the journey: notices are never late, the dates agree with a naive reading, the choice is always one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.journey.decision import all_workings
from domain.journey.working_days import PARTS, PartOfUK, nearest_working_day, no_work_because
from domain.letters.choice import choose
from domain.letters.model import DueNotice, Issue, Reason, SentLetter
from domain.notices import ROLES, Role
from domain.policy.model import EDITIONS, Edition
from domain.postcode import AREAS, area_of, parse_postcode
from tests import naive_journey
from tests.domain.test_journey import journey
from tests.letter_situations import NOTICES, PERIODS, situation

if TYPE_CHECKING:
    from domain.notices import Course

FIRST, LAST = date(2013, 7, 7), date(2028, 6, 1)
DAYS = st.dates(FIRST, LAST)


def journeys() -> st.SearchStrategy[dict[str, Any]]:
    """Journeys of every kind with the days they need, near each other more often than not."""
    proactive = st.fixed_dictionaries({"kind": st.just("proactive"), "liability_end_date": DAYS})
    reactive = st.fixed_dictionaries(
        {"kind": st.just("reactive"), "application_received_on": DAYS}, optional={"liability_end_date": DAYS}
    )
    turning = st.builds(
        lambda ends, left: {
            "kind": "proactive_to_reactive",
            "liability_end_date": ends,
            "application_received_on": ends - timedelta(days=left),
        },
        st.dates(date(2014, 7, 7), LAST),
        st.integers(-5, 250),
    )
    return st.one_of(proactive, reactive, turning)


@settings(deadline=None)
@given(journeys(), st.sampled_from(EDITIONS))
def test_the_dates_agree_with_a_naive_reading(fields: dict[str, Any], edition: Edition) -> None:
    found = journey(edition, **fields)
    expected = naive_journey.dates(fields, edition)
    given_days = {working.name: working.day for working in found.dates}
    given_days |= {notice.occasion: notice.due.day for notice in found.notices_for("P1")}
    names = {"start": "reactive_start", "cms": "cms_effective", "ended": "end_of_liability", "first": "first_contact"}
    assert {name: given_days[names.get(name, name)] for name in expected} == expected


@settings(deadline=None)
@given(journeys(), st.sampled_from(EDITIONS))
def test_no_notice_goes_out_after_its_day_nor_on_a_day_without_work(fields: dict[str, Any], edition: Edition) -> None:
    for notice in journey(edition, **fields).notices:
        assert notice.due.day is not None
        assert notice.goes_out.day is not None
        assert notice.part is not None
        assert notice.goes_out.day <= notice.due.day
        assert no_work_because(notice.goes_out.day, notice.part) is None
        assert (notice.due.day - notice.goes_out.day).days == len(notice.goes_out.passed_over)


@settings(deadline=None)
@given(journeys(), st.sampled_from(EDITIONS))
def test_a_reactive_notice_never_goes_out_before_its_application(fields: dict[str, Any], edition: Edition) -> None:
    received = fields.get("application_received_on")
    for notice in journey(edition, **fields).notices:
        if notice.course == "reactive" and notice.occasion in {"first_contact", "second_contact"}:
            assert notice.goes_out.day is not None
            assert received is None or notice.goes_out.day >= received


@settings(deadline=None)
@given(journeys(), st.sampled_from(EDITIONS))
def test_the_arithmetic_of_every_date_can_be_done_again(fields: dict[str, Any], edition: Edition) -> None:
    for working in all_workings(journey(edition, **fields)):
        days = [named.day for named in working.inputs]
        match working.operation:
            case "recorded" | "same_day":
                assert days == [working.day]
            case "counted":
                assert working.day == days[0] + timedelta(days=working.days or 0)
            case "earliest":
                assert working.day == min(days[1:])
            case "working_day":
                assert working.day is not None
                assert abs((working.day - days[0]).days) == len(working.passed_over)
            case "not_needed" | "not_known":
                assert working.day is None


@given(st.dates(date(2012, 1, 10), date(2028, 12, 20)), st.sampled_from(PARTS))
def test_the_working_day_before_is_the_last_one_before(day: date, part: PartOfUK) -> None:
    before, passed_over = nearest_working_day(day, part, -1)
    assert no_work_because(before, part) is None
    assert [named.day for named in passed_over] == [day - timedelta(days=n) for n in range((day - before).days)]
    assert all(no_work_because(named.day, part) == named.name for named in passed_over)
    assert len(passed_over) <= 5


@given(st.sampled_from(sorted(AREAS)), st.integers(1, 99), st.integers(0, 9), st.sampled_from("ABDEFGHJLNPQRSTUWXYZ"))
def test_a_postcode_reads_back_however_it_is_written(area: str, district: int, sector: int, letter: str) -> None:
    postcode = f"{area}{district} {sector}{letter}{letter}"
    for written in (postcode, postcode.lower(), postcode.replace(" ", ""), f"  {postcode[:2]} {postcode[2:]} "):
        assert parse_postcode(written) == postcode
    assert area_of(postcode) == area


@given(
    st.sampled_from(sorted(NOTICES)),
    st.sampled_from(ROLES),
    st.dates(date(2015, 12, 1), date(2016, 12, 31)),
    st.integers(0, 400),
)
def test_letters_issued_day_by_day_come_to_an_end_and_none_goes_twice(
    course: Course, role: Role, day: date, wait: int
) -> None:
    sent: tuple[SentLetter, ...] = ()
    for step in range(6):
        today = day + timedelta(days=wait * step)
        answer = choose(situation(course, role, today, sent=sent), PERIODS)
        if isinstance(answer, Issue):
            assert answer.letter not in {told.letter for told in sent}
            sent = (*sent, SentLetter(answer.letter, today))
        else:
            assert answer.reason in get_args(Reason)
    assert len(sent) <= len(NOTICES[course])


@given(st.lists(st.sampled_from([n.occasion for n in NOTICES["proactive"]]), max_size=3), DAYS)
def test_a_notice_without_a_day_is_never_taken_for_due(occasions: list[Any], day: date) -> None:
    notices = tuple(DueNotice(occasion, "proactive", None, ("L",)) for occasion in occasions)
    answer = choose(situation(day=day, notices=notices), PERIODS)
    assert not isinstance(answer, Issue)
    assert answer.reason == ("due_day_not_known" if notices else "all_sent")
