"""`closeout calculate`: the published cases, several receiving parents, paper, and what is said of bad input."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from console.cli.calculate import SCHEMES
from console.cli.exits import BAD_INPUT, WRONG_USAGE
from console.present.calculation import RATES, STEPS
from domain.calculation.comparison import weekly_on_case
from domain.calculation.model import SCHEMES as SCHEMES_KNOWN
from domain.calculation.model import Question, Rate
from domain.document import read_casegroup
from domain.money import parse_pounds
from domain.policy.book import load_book
from domain.policy.interpretations import load_interpretations
from tests.cli.conftest import STRANGER, answer_of, example
from tests.spec.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout

PUBLISHED = read_table("maintenance_published.csv")
TOLERANCES = {"penny": 0, "pound": 50}
ON = ("--on", "2016-02-15")
COLLECTED = "collection_paid collection_received"


def test_words_that_help_cannot_load_are_the_same_as_below() -> None:
    assert SCHEMES == SCHEMES_KNOWN
    assert tuple(RATES) == Rate.__args__  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["id"])
def test_published_amounts_are_answered(closeout: Closeout, row: dict[str, str]) -> None:
    flags = [flag for flag, wanted in (("--yearly", row["yearly"]), ("--benefit", row["benefit"])) if wanted == "yes"]
    result = closeout(
        "calculate", "--scheme", row["scheme"], "--income", row["income"], "--children", row["children"],
        "--other-children", row["other_children"], "--nights", row["nights"], *flags, "--json",
    )  # fmt: skip
    answer = answer_of(result)
    assert abs(parse_pounds(answer["weekly"]) - parse_pounds(row["weekly"])) <= TOLERANCES[row["precision"]]
    assert answer["rate"] == row["rate"] or not row["rate"]


def test_json_has_every_step_with_its_amount_rule_and_source(closeout: Closeout) -> None:
    result = closeout("calculate", "--scheme", "2003", "--income", "849.97", "--children", 3, *ON, "--json")
    answer = answer_of(result)
    assert (answer["weekly"], answer["rate"], answer["scheme"], answer["on"]) == ("212.00", "basic", "2003", ON[1])
    assert [(step["step"], step["amount"]) for step in answer["steps"]] == [
        ("income", "849.97"),
        ("basic_rate", "212.49"),
        ("rounding", "212.00"),
        ("weekly", "212.00"),
    ]
    rate = answer["steps"][1]
    assert rate["rule"] == "Basic rate for 3 qualifying children: 25% of £849.97 = £212.4925."
    assert rate["source"]["place"] == "Child Support Act 1991, Schedule 1 as substituted in 2000, paragraph 2(1)"
    assert rate["values"] == [{"key": "scheme_2003.basic_rate", "value": "15%, 20%, 25%"}]
    assert result.stdout.isascii()


@pytest.mark.parametrize(
    ("arguments", "steps"),
    [
        ("--income 3.00", "income nil_rate weekly"),
        ("--income 90.00", f"income flat_rate weekly {COLLECTED}"),
        ("--income 150.00", f"income reduced_rate weekly {COLLECTED}"),
        ("--income 300.00 --benefit --nights 60", "income flat_rate nil_on_benefit weekly"),
        (
            "--income 9999.00 --other-children 1 --nights 200",
            f"income income_cap other_children basic_plus_rate shared_care further_decrease weekly {COLLECTED}",
        ),
        (
            "--income 150.00 --nights 200",
            f"income reduced_rate shared_care further_decrease least_amount weekly {COLLECTED}",
        ),
    ],
)
def test_only_steps_that_were_taken_are_shown(closeout: Closeout, arguments: str, steps: str) -> None:
    result = closeout("calculate", "--scheme", "2012", "--children", 1, *arguments.split(), *ON, "--json")
    names = [step["step"] for step in answer_of(result)["steps"]]
    assert names == steps.split()
    assert set(names) <= set(STEPS)


def test_several_receiving_parents_share_the_rate(closeout: Closeout) -> None:
    result = closeout(
        "calculate", "--scheme", "2012", "--income", "31200.00", "--yearly", "--receiving-parent", "2:52,175",
        "--receiving-parent", 1, *ON, "--json",
    )  # fmt: skip
    answer = answer_of(result)
    assert answer["weekly"] == "82.33"
    assert answer["receiving_parents"] == [
        {"children": 2, "nights": [52, 175], "weekly": "44.43"},
        {"children": 1, "nights": [0], "weekly": "37.90"},
    ]
    shared = [(step["receiving_parent"], step["amount"]) for step in answer["steps"] if step["step"] == "apportionment"]
    assert shared == [(1, "75.79"), (2, "37.90")]
    assert {step["interpretation"] for step in answer["steps"] if step["step"] == "apportionment"} == {"odd-penny"}


def test_nights_may_be_given_for_each_child(closeout: Closeout) -> None:
    command = ("calculate", "--scheme", "2003", "--income", "500.00", "--children", 2, *ON, "--json")
    assert answer_of(closeout(*command, "--nights", 52, "--nights", 104))["weekly"] == "78.57"
    assert answer_of(closeout(*command, "--nights", 52))["weekly"] == "85.71"


def test_the_page_is_fit_for_paper(closeout: Closeout) -> None:
    result = closeout(
        "calculate", "--scheme", "2012", "--income", "99999999999.99", "--other-children", 1, *ON,
        "--children", 2, "--nights", 0, "--nights", 175,
    )  # fmt: skip
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0].startswith("Child maintenance, 2012 scheme, values of 15 Feb 2016 (")
    assert "Qualifying children: 2, nights a year with the paying parent: 0, 175." in lines
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("Basic plus rate ") and "£352.40" in line for line in lines)
    assert any(line.startswith("Most that counts ") and "£3,000.00" in line for line in lines)
    assert any("SI 2012/2678" in line for line in lines)
    assert lines[-1] == "£257.30 a week, basic plus rate."


def test_the_page_tells_what_was_asked_and_which_doubt_was_settled(closeout: Closeout) -> None:
    page = closeout(
        "calculate", "--scheme", "2003", "--income", "0.00", "--benefit", "--yearly", "--receiving-parent", "2:60",
        "--receiving-parent", 1, *ON,
    ).stdout  # fmt: skip
    for told in (
        "Income: £0.00 net a year.",
        "On a prescribed benefit: yes.",
        "Receiving parent 1: qualifying children: 2, 60 nights a year each with the",
        "Receiving parent 2: qualifying children: 1.",
        "INTERPRETED:",
        "Apportioned (2)",
        "£5.00 a week, flat rate.",
    ):
        assert told in page


def test_every_doubt_that_a_step_names_is_in_the_register(closeout: Closeout) -> None:
    asked = (
        ("2003", "--income 100.00 --yearly --benefit --children 1"),
        ("2003", "--income 100.00 --nights 52 --benefit --children 1"),
        ("2003", "--income 500.00 --receiving-parent 2 --receiving-parent 1"),
        ("2012", "--income 120.00 --receiving-parent 2:175 --receiving-parent 1:175"),
    )
    named = {
        step["interpretation"]
        for scheme, arguments in asked
        for step in answer_of(closeout("calculate", "--scheme", scheme, *arguments.split(), *ON, "--json"))["steps"]
    }
    assert named == {
        None,
        "yearly-net-income",
        "benefit-and-small-income",
        "benefit-and-nights-2003",
        "odd-penny",
        "least-amount-in-all",
    }
    assert named - {None} <= {entry.id for entry in load_interpretations()}


def test_collection_costs_nothing_before_the_fees_began(closeout: Closeout) -> None:
    command = ("calculate", "--scheme", "2012", "--income", "350.00", "--children", 1, "--json", "--on")
    before, after = (answer_of(closeout(*command, day)) for day in ("2014-08-10", "2014-08-11"))
    assert before["weekly"] == after["weekly"] == "42.00"
    assert [step["step"] for step in before["steps"]] == ["income", "basic_rate", "weekly"]
    assert [step["amount"] for step in after["steps"][3:]] == ["50.40", "40.32"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--income -0.01 --children 1", "income: below nothing; expected an amount of £0.00 or more"),
        ("--income 123456789012.5 --children 1", 'income: "123456789012.5"; expected an amount in pounds'),
        ("--income 5.001 --children 1", 'income: "5.001"; expected an amount in pounds'),
        ("--income 123456789012 --children 1", 'income: "123456789012"; expected an amount in pounds'),
        ("--income 5 --children 0", "qualifying children: 0; expected 1 to 99"),
        ("--income 5 --children -1", "qualifying children: -1; expected 1 to 99"),
        ("--income 5 --children 1000000000", "qualifying children: 1000000000; expected 1 to 99"),
        ("--income 5 --children 1 --nights 366", "nights: 366; expected 0 to 365 in a year"),
        ("--income 5 --children 1 --nights -1", "nights: -1; expected 0 to 365 in a year"),
        ("--income 5 --children 3 --nights 1 --nights 2", "nights: 2 numbers for 3 children; expected one for all"),
        ("--income 5 --children 1 --other-children -1", "relevant other children: -1; expected 0 to 99"),
        ("--income 5 --receiving-parent 0:5", "qualifying children: 0; expected 1 to 99"),
        ("--income 5 --receiving-parent 50 --receiving-parent 50", "qualifying children: 100 in all"),
        ("--income 5 --children 1 --on 2003-03-02", "no value of scheme_2003.income_cap covers 2003-03-02"),
    ],
)
def test_input_that_cannot_be_so_is_refused(closeout: Closeout, arguments: str, said: str) -> None:
    result = closeout("calculate", "--scheme", "2003", *arguments.split())
    assert (result.exit_code, result.stdout) == (3, "")
    assert said in result.stderr


def test_everything_wrong_is_said_at_once(closeout: Closeout) -> None:
    result = closeout(
        "calculate", "--scheme", "2012", "--income", -1, "--children", 1, "--nights", 400, "--other-children", -1
    )
    assert result.exit_code == 3
    assert [line.split(":")[1] for line in result.stderr.splitlines()] == [
        " income", " relevant other children", " nights",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        "--scheme 2003 --children 1",
        "--scheme 2003 --income 5",
        "--income 5 --children 1",
        "--scheme 1993 --income 5 --children 1",
        "--scheme 2003 --income much --children 1",
        "--scheme 2003 --income 1e3 --children 1",
        "--scheme 2003 --income nan --children 1",
        "--scheme 2003 --income 5 --children one",
        "--scheme 2003 --income 5 --children 1 --nights x",
        "--scheme 2003 --income 5 --children 1 --on yesterday",
        "--scheme 2003 --income 5 --children 1 --receiving-parent 1",
        "--scheme 2003 --income 5 --nights 52 --receiving-parent 1",
        "--scheme 2003 --income 5 --receiving-parent 1:",
        "--scheme 2003 --income 5 --receiving-parent 1:2:3",
        "--scheme 2003 --income 5 --receiving-parent many",
    ],
)
def test_wrong_usage_is_told_apart_from_bad_input(closeout: Closeout, arguments: str) -> None:
    result = closeout("calculate", *arguments.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'closeout calculate --help' shows how it is used" in result.stderr


def on_case(events: list[dict[str, Any]], day: str = ON[1]) -> tuple[int | None, tuple[str, ...], tuple[str, ...]]:
    """What stands on the first example's case with these liability events."""
    document = example()
    document["cases"][0]["liability_events"] = events
    case = read_casegroup(json.dumps(document).encode()).cases[0]
    return weekly_on_case(case, date.fromisoformat(day))


def assessed(day: str | None, weekly: str | None) -> dict[str, Any]:
    """An assessment; a field that is not known says why."""
    entry: dict[str, Any] = {"kind": "assessment", "effective_date": day, "weekly_amount": weekly}
    missing = {name: "not on file" for name in ("effective_date", "weekly_amount") if entry[name] is None}
    return entry | ({"not_known": missing} if missing else {})


LIABILITY_END = {"kind": "liability_end", "effective_date": "2016-01-31"}


@pytest.mark.parametrize(
    ("events", "weekly_pence", "evidence"),
    [
        ([], 0, ()),
        ([assessed("2016-02-16", "70.00")], 0, ()),
        ([assessed("2016-02-15", "70.00")], 7_000, ("C1/liability_events[0]",)),
        ([assessed("2015-06-01", "50.00"), assessed("2015-01-01", "70.00")], 5_000, ("C1/liability_events[0]",)),
        ([assessed("2015-01-01", "50.00"), assessed("2015-01-01", "70.00")], 7_000, ("C1/liability_events[1]",)),
        ([assessed("2015-01-01", "70.00"), assessed("2015-06-01", "0.00")], 0, None),
        ([assessed("2015-01-01", "70.00"), LIABILITY_END], 0, None),
    ],
)
def test_the_latest_assessment_stands_on_the_case_until_liability_ends(
    events: list[dict[str, Any]], weekly_pence: int, evidence: tuple[str, ...] | None
) -> None:
    found, entries, missing = on_case(events)
    assert (found, missing) == (weekly_pence, ())
    assert evidence is None or entries == evidence


@pytest.mark.parametrize(
    ("events", "missing"),
    [
        ([assessed("2015-01-01", None)], ("C1/liability_events[0].weekly_amount",)),
        ([assessed(None, "70.00")], ("C1/liability_events[0].effective_date",)),
        ([assessed("2015-01-01", "70.00"), assessed(None, "50.00")], ("C1/liability_events[1].effective_date",)),
    ],
)
def test_what_stands_on_the_case_is_never_guessed(events: list[dict[str, Any]], missing: tuple[str, ...]) -> None:
    assert on_case(events)[0] is None
    assert on_case(events)[2] == missing


COMPARED = ("calculate", "--scheme", "2003", "--income", "500.00", "--children", 1, "--casegroup", "E001")


def test_a_calculation_is_compared_with_its_case(at: Closeout) -> None:
    command = (*COMPARED, "--case", "C1", "--on", "2015-06-01")
    assert answer_of(at(*command, "--json"))["comparison"] == [
        {
            "case_id": "C1",
            "scheme": 2003,
            "calculated": "75.00",
            "on_case": "70.00",
            "difference": "5.00",
            "evidence": ["C1/liability_events[0]"],
        }
    ]
    last = at(*command).stdout.splitlines()[-1]
    assert last == "On case C1 on 1 Jun 2015: £70.00 a week; the £75.00 calculated is £5.00 above."
    other_scheme = at(*(argument if argument != "2003" else "2012" for argument in command)).stdout.splitlines()[-1]
    assert other_scheme.endswith("the £60.00 calculated is £10.00 below. THE CASE IS ON THE 2003 SCHEME.")


def test_without_a_day_the_stores_own_counts(at: Closeout) -> None:
    ended = at(*COMPARED, "--case", "C1").stdout.splitlines()[-1]
    assert "£0.00 a week; the £75.00 calculated is £75.00 above." in ended


def test_in_training_the_day_is_that_of_training(closeout: Closeout) -> None:
    assert closeout("train", "--lessons", "--store", "training.db").exit_code == 0
    asked = ("calculate", "--scheme", "2003", "--income", "315.00", "--children", "2")
    assert "values of 15 Feb 2016" in closeout(*asked, "--store", "training.db").stdout
    assert "values of 1 Mar 2016" in closeout(*asked, "--store", "training.db", "--on", "2016-03-01").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--case", "C9"), 3, 'case "C9": not in casegroup E001; expected one that is'),
        (("--case", "C1", "--case", "C1"), 3, "cases: 2 named; expected one for each receiving parent, which makes 1"),
        ((), 2, "--casegroup and --case go together."),
        (("--case", "C1", "--casegroup", "NONE"), 3, "not in this store"),
    ],
)
def test_a_case_that_cannot_be_compared_is_refused(
    at: Closeout, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = at(*COMPARED, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_a_stranger_may_not_compare(at: Closeout, work_as: Callable[[str], None]) -> None:
    work_as(STRANGER)
    assert at(*COMPARED, "--case", "C1").exit_code == 4


def test_every_value_of_the_book_is_shown_with_its_standing_and_place(closeout: Closeout) -> None:
    shown = answer_of(closeout("policy", "--as-at", ON[1], "--json"))["values"]
    assert {value["key"] for value in shown} == {key for key, _ in load_book().entries}
    assert {value["standing"] for value in shown if value["key"].startswith("scheme_")} == {"stated"}
    text = closeout("policy", "--as-at", ON[1]).stdout
    assert "1/7 from 52 nights, 2/7 from 104 nights, 3/7 from 156 nights, 1/2 from 175 nights" in text


def test_nothing_is_written(closeout: Closeout, tmp_path: Path) -> None:
    assert closeout("calculate", "--scheme", "2003", "--income", 5, "--children", 1, "--json").exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_question_counts_the_children_of_all(closeout: Closeout) -> None:
    result = closeout(
        "calculate", "--scheme", "2003", "--income", 500, "--receiving-parent", 2, "--receiving-parent", 2, "--json"
    )
    assert json.loads(result.stdout)["weekly"] == "125.00"
    assert Question("2003", 0, ()).children == 0


@pytest.mark.parametrize("income", ["850,00", "£850", "1,234.56", "much"])
def test_an_income_that_is_no_number_is_answered_with_an_example(closeout: Closeout, income: str) -> None:
    result = closeout("calculate", "--scheme", "2012", "--income", income, "--children", "1")
    assert result.exit_code == 2
    assert f'"{income}": pounds and pence are written with a point' in result.stderr
    assert "such as 850.00 or 1234.56" in result.stderr


def test_a_calculation_is_kept_with_its_case_and_told_in_the_journal(closeout: Closeout, store: Path) -> None:
    asked = ("calculate", "--scheme", "2003", "--income", "315.00", "--children", "2", "--store", store)
    case = ("--casegroup", "E001", "--case", "C1")
    kept = answer_of(closeout(*asked, *case, "--save", "balance_queried", "--note", "She rang.", "--json"))
    assert kept["entry"] > 0
    told = closeout("journal", "list", "E001", "--store", store).stdout
    assert "Calculation kept with case C1: £63.00 a week, basic rate, 2003 scheme" in told
    assert "a client queried the balance. She rang." in told


def test_a_calculation_is_kept_only_with_a_case(closeout: Closeout, store: Path) -> None:
    asked = ("calculate", "--scheme", "2003", "--income", "315.00", "--children", "2", "--save", "other")
    assert closeout(*asked).exit_code == WRONG_USAGE
    result = closeout(*asked, "--store", store, "--casegroup", "E001", "--case", "C1")
    assert result.exit_code == BAD_INPUT
    assert "A reason is needed." in result.stderr
