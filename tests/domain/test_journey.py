"""The journey's dates: both editions, leap years, arrears only, what is not known, and what a deferral moves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from domain.journey.decision import all_workings, timeline
from domain.journey.model import MOVED_BY_DEFERRAL, Timeline
from domain.policy.book import policy_for
from domain.policy.interpretations import load_interpretations
from domain.policy.model import EDITIONS, Edition
from tests.made_up import case_record, casegroup, person

Record = dict[str, Any]

ENDS = date(2016, 6, 30)
TODAY = date(2016, 2, 15)


def running(case_id: str = "C1", **changes: Any) -> Record:
    """A case whose liability runs with no end."""
    events = [{"kind": "assessment", "effective_date": "2013-01-01", "weekly_amount": "70.00"}]
    return case_record(case_id, liability_events=events, **changes)


def arrears_only(case_id: str = "C1") -> Record:
    """A case whose liability ended long ago."""
    events = [
        {"kind": "assessment", "effective_date": "2010-01-01", "weekly_amount": "70.00"},
        {"kind": "liability_end", "effective_date": "2011-12-31"},
    ]
    return case_record(case_id, liability_events=events)


def journey(
    edition: Edition = "phase-2", cases: list[Record] | None = None, until: date | None = None, **fields: Any
) -> Timeline:
    """The timeline of a casegroup with one running case, by what its journey says."""
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
    found = casegroup(cases=cases or [running()], journey=told)
    return timeline(found, TODAY, policy_for(TODAY, edition), until)


def day_of(found: Timeline, name: str) -> date | None:
    working = found.date_of(name)
    return working.day if working else None


def notices(found: Timeline, person_id: str = "P1") -> list[tuple[str, str, date | None]]:
    return [(notice.occasion, notice.course, notice.due.day) for notice in found.notices_for(person_id)]


def problems(found: Timeline) -> list[str]:
    return [problem.kind for problem in found.problems]


@pytest.mark.parametrize(
    ("ends", "first_contact", "reminder", "ended"),
    [
        ("2015-12-31", "2015-06-27", "2015-11-29", "2016-01-01"),
        ("2016-03-01", "2015-08-27", "2016-01-29", "2016-03-02"),  # 29 February lies between.
        ("2016-02-29", "2015-08-26", "2016-01-28", "2016-03-01"),
        ("2015-03-01", "2014-08-26", "2015-01-28", "2015-03-02"),
        ("2016-09-03", "2016-02-29", "2016-08-02", "2016-09-04"),
    ],
)
def test_proactive_letters_are_due_187_and_32_days_before_and_1_day_after_the_end(
    ends: str, first_contact: str, reminder: str, ended: str
) -> None:
    found = journey(kind="proactive", liability_end_date=ends)
    for client in ("P1", "P101"):
        assert notices(found, client) == [
            ("first_contact", "proactive", date.fromisoformat(first_contact)),
            ("reminder", "proactive", date.fromisoformat(reminder)),
            ("end_of_liability", "proactive", date.fromisoformat(ended)),
        ]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("applied", "t_date", "at_cms"),
    [
        ("2016-01-20", "2016-02-27", "2016-02-28"),
        ("2016-01-22", "2016-02-29", "2016-03-01"),
        ("2015-01-22", "2015-03-01", "2015-03-02"),
        ("2015-12-01", "2016-01-08", "2016-01-09"),
    ],
)
def test_a_reactive_closure_transitions_38_days_after_the_application_and_cms_takes_over_the_day_after(
    edition: Edition, applied: str, t_date: str, at_cms: str
) -> None:
    found = journey(edition, kind="reactive", application_received_on=applied)
    assert day_of(found, "t_date") == date.fromisoformat(t_date)
    assert day_of(found, "cms_effective") == date.fromisoformat(at_cms)
    assert notices(found) == [
        ("first_contact", "reactive", date.fromisoformat(applied)),
        ("end_of_liability", "reactive", date.fromisoformat(at_cms)),
    ]


@pytest.mark.parametrize(
    ("edition", "left", "course", "starts_before_end", "t_date_before_end"),
    [
        ("phase-2", 31, "proactive", None, None),
        ("phase-2", 32, "proactive", None, None),
        ("phase-2", 37, "proactive", None, None),
        ("phase-2", 38, "proactive_to_reactive", 38, 0),
        ("phase-2", 39, "proactive_to_reactive", 39, 1),
        ("phase-2", 120, "proactive_to_reactive", 120, 82),
        ("segment-1", 31, "proactive", None, None),
        ("segment-1", 32, "proactive_to_reactive", 32, 0),
        ("segment-1", 37, "proactive_to_reactive", 32, 0),
        ("segment-1", 38, "proactive_to_reactive", 32, 0),
        ("segment-1", 39, "proactive_to_reactive", 32, 0),
        ("segment-1", 120, "proactive_to_reactive", 32, 0),
        ("phase-2", -1, "proactive", None, None),
    ],
)
def test_a_new_application_turns_a_proactive_closure_reactive_where_enough_days_are_left(
    edition: Edition, left: int, course: str, starts_before_end: int | None, t_date_before_end: int | None
) -> None:
    applied = ENDS - timedelta(days=left)
    found = journey(edition, kind="proactive_to_reactive", liability_end_date=ENDS, application_received_on=applied)
    assert found.course == course
    assert found.turn is not None
    assert (found.turn.days_left, found.turn.turned) == (left, course != "proactive")
    assert found.turn.limit.value.count == {"phase-2": 38, "segment-1": 32}[edition]
    occasions = [occasion for occasion, _, _ in notices(found)]
    if starts_before_end is None or t_date_before_end is None:
        assert occasions == ["first_contact", "reminder", "end_of_liability"]
        assert found.date_of("t_date") is None
        assert problems(found) == ["recorded_course_differs"]
    else:
        assert occasions == ["first_contact", "second_contact", "end_of_liability"]
        assert day_of(found, "reactive_start") == ENDS - timedelta(days=starts_before_end)
        assert day_of(found, "t_date") == ENDS - timedelta(days=t_date_before_end)
        assert problems(found) == []


def test_a_client_without_first_contact_when_it_turns_reactive_gets_that_of_a_reactive_closure() -> None:
    applied = ENDS - timedelta(days=200)
    found = journey(kind="proactive", liability_end_date=ENDS, application_received_on=applied)
    assert notices(found)[0] == ("first_contact", "reactive", applied + timedelta(days=1))
    assert applied.weekday() == 6, "a Sunday: nobody could write before it, so the letter is due on Monday"
    assert problems(found) == ["recorded_course_differs"]


def test_first_contact_that_would_go_on_the_day_of_the_application_is_that_of_a_reactive_closure() -> None:
    for days, course in ((187, "reactive"), (186, "proactive")):
        applied = ENDS + timedelta(days=4 - days)
        found = journey(
            kind="proactive_to_reactive",
            liability_end_date=ENDS + timedelta(days=4),
            application_received_on=applied,
        )
        assert notices(found)[0][:2] == ("first_contact", course)


def test_a_second_contact_on_a_weekend_goes_before_it_where_the_application_was_there_by_then() -> None:
    # The reminder's day, 29 May 2016, is a Sunday; Friday was the 27th, Monday the 30th is a bank holiday.
    goes_out = {}
    for applied in ("2016-05-26", "2016-05-27", "2016-05-28"):
        found = journey(
            "segment-1", kind="proactive_to_reactive", liability_end_date=ENDS, application_received_on=applied
        )
        goes_out[applied] = found.notices_for("P1")[1].goes_out.day
    assert goes_out == {
        "2016-05-26": date(2016, 5, 27),
        "2016-05-27": date(2016, 5, 27),
        "2016-05-28": date(2016, 5, 31),
    }


@pytest.mark.parametrize(("ends", "t_date"), [("2016-02-20", "2016-02-20"), ("2016-02-28", "2016-02-27")])
def test_the_t_date_is_never_later_than_a_liability_end_date_already_notified(ends: str, t_date: str) -> None:
    found = journey(kind="reactive", application_received_on="2016-01-20", liability_end_date=ends)
    assert day_of(found, "t_date") == date.fromisoformat(t_date)


def test_a_t_date_that_was_set_stands_and_the_difference_is_told() -> None:
    found = journey(
        kind="reactive",
        application_received_on="2016-01-20",
        liability_end_date="2016-02-27",
        t_date="2016-03-05",
    )
    assert day_of(found, "cms_effective") == date(2016, 3, 6)
    assert problems(found) == ["t_date_differs", "t_date_past_notified_liability_end"]
    same = journey(kind="reactive", application_received_on="2016-01-20", t_date="2016-02-27")
    assert problems(same) == []


@pytest.mark.parametrize(("ends", "expected"), [("2016-07-06", []), ("2016-07-05", ["liability_end_too_early"])])
def test_liability_ends_187_days_after_selection_at_the_earliest(ends: str, expected: list[str]) -> None:
    found = journey(kind="proactive", selected_on="2016-01-01", liability_end_date=ends)
    assert day_of(found, "earliest_liability_end") == date(2016, 7, 6)
    assert [kind for kind in problems(found) if kind == "liability_end_too_early"] == expected


def test_a_first_contact_that_would_have_to_go_before_selection_is_told() -> None:
    found = journey(kind="proactive", selected_on="2016-01-02", liability_end_date="2016-07-07")
    assert problems(found) == ["notice_before_selection"]


def test_a_casegroup_with_nothing_but_arrears_waits_for_no_transition_date() -> None:
    found = journey(cases=[arrears_only()], kind="reactive", application_received_on="2016-01-20")
    assert found.status == "arrears_only"
    waits = [found.date_of(name) for name in ("t_date", "cms_effective")]
    assert [working.operation for working in waits if working] == ["not_needed", "not_needed"]
    assert [occasion for occasion, _, _ in notices(found)] == ["first_contact"]


def test_a_receiving_parent_with_arrears_only_is_not_told_that_liability_has_ended() -> None:
    found = journey(cases=[running("C1"), arrears_only("C2")], kind="proactive", liability_end_date=ENDS)
    last = {client: notices(found, client)[-1][0] for client in ("P1", "P101", "P102")}
    assert last == {"P1": "end_of_liability", "P101": "end_of_liability", "P102": "reminder"}


def test_all_receiving_parents_move_with_a_reactive_closure_and_only_those_closing_with_a_proactive_one() -> None:
    cases = [running("C1"), running("C2", in_case_closure=False)]
    reactive = journey(cases=cases, kind="reactive", application_received_on="2016-01-20")
    assert notices(reactive, "P102")
    assert [(problem.kind, problem.case_id) for problem in reactive.problems] == [("case_not_in_closure", "C2")]
    assert notices(journey(cases=cases, kind="proactive", liability_end_date=ENDS), "P102") == []


def test_a_case_with_neither_maintenance_nor_arrears_gets_no_letter() -> None:
    empty = arrears_only("C2") | {"receivables": []}
    found = journey(cases=[running("C1"), empty], kind="proactive", liability_end_date=ENDS)
    assert notices(found, "P102") == []
    assert [(problem.kind, problem.case_id) for problem in found.problems] == [("nothing_left", "C2")]


def test_a_receiving_parent_of_two_cases_is_written_to_once() -> None:
    cases = [running("C1"), running("C2", receiving_parent=person(101))]
    found = journey(cases=cases, kind="proactive", liability_end_date=ENDS)
    assert len(notices(found, "P101")) == 3
    assert found.notices_for("P101")[0].recipient.case_ids == ("C1", "C2")


NOT_KNOWN: list[tuple[Record, tuple[str, ...]]] = [
    ({"kind": None, "not_known": {"kind": "lost"}}, ("journey.kind", "journey.selected_on")),
    ({"kind": "reactive"}, ("journey.application_received_on",)),
    ({"kind": "proactive_to_reactive", "liability_end_date": "2016-06-30"}, ("journey.application_received_on",)),
    (
        {"kind": "proactive_to_reactive", "application_received_on": "2016-01-20"},
        ("journey.liability_end_date", "journey.selected_on"),
    ),
    (
        {
            "kind": "proactive",
            "liability_end_date": "2016-06-30",
            "application_received_on": None,
            "not_known": {"application_received_on": "file lost"},
        },
        ("journey.application_received_on",),
    ),
    ({"kind": "proactive"}, ("journey.selected_on",)),
]


@pytest.mark.parametrize(("fields", "missing"), NOT_KNOWN)
def test_what_nobody_knows_is_named_and_no_date_is_guessed_from_it(fields: Record, missing: tuple[str, ...]) -> None:
    found = journey(**fields)
    assert found.missing == missing
    assert found.date_of("t_date") is None or day_of(found, "t_date") is None
    assert all(working.missing for working in all_workings(found) if working.operation == "not_known")
    assert all(notice.goes_out.day is None for notice in found.notices)


def test_an_amount_nobody_knows_leaves_the_status_and_the_t_date_open() -> None:
    events = [
        {
            "kind": "assessment",
            "effective_date": "2015-01-01",
            "weekly_amount": None,
            "not_known": {"weekly_amount": "page torn"},
        }
    ]
    found = journey(cases=[case_record(liability_events=events)], kind="reactive", application_received_on="2016-01-20")
    assert found.status is None
    assert found.missing == ("C1/liability_events[0].weekly_amount",)
    assert day_of(found, "t_date") is None


def test_a_balance_nobody_knows_leaves_the_status_open() -> None:
    receivable = {
        "receivable_id": "R1",
        "type": "child_maintenance",
        "outstanding": None,
        "status": "active",
        "owed_to": "receiving_parent",
        "not_known": {"outstanding": "lost"},
    }
    found = journey(cases=[running(receivables=[receivable])], kind="proactive", liability_end_date=ENDS)
    assert (found.status, found.missing) == (None, ("C1/R1.outstanding",))


def test_a_deferral_moves_the_day_to_close_and_nothing_else() -> None:
    fields: Record = {"kind": "reactive", "application_received_on": "2016-01-20"}
    plain, deferred = journey(**fields), journey(until=date(2016, 3, 29), **fields)
    assert day_of(plain, "due_to_close") == date(2016, 3, 1)
    moved = deferred.date_of("due_to_close")
    assert moved is not None
    assert (moved.day, moved.days) == (date(2016, 3, 29), 28)
    names = {working.name for working in plain.dates if working.day != day_of(deferred, working.name)}
    assert names == MOVED_BY_DEFERRAL
    assert plain.notices == deferred.notices


def test_every_date_says_how_it_was_come_by() -> None:
    known = {entry.id for entry in load_interpretations()}
    for edition in EDITIONS:
        found = journey(
            edition, kind="proactive_to_reactive", liability_end_date=ENDS, application_received_on="2016-01-20"
        )
        for working in all_workings(found):
            assert working.source.place
            assert working.standing != "interpreted" or working.interpretation in known
            if working.operation == "counted":
                assert working.days is not None
                assert working.day == working.inputs[0].day + timedelta(days=working.days)
                assert working.period is None or abs(working.days) == working.period.value.count
