"""`closeout policy`: the values in force, the interpretations, and what of the documents is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import as_at_option, edition_option, json_option, with_examples
from console.cli.output import answer_json, say, say_all

if TYPE_CHECKING:
    from datetime import date

    from domain.policy.model import PolicyValue

HEADINGS: Final = ("Value", "In force", "Standing", "Document", "Place")


@with_examples(
    "closeout policy --as-at 2016-02-15",
    "closeout policy --interpretations",
    "closeout policy --coverage --json",
)
@click.command()
@as_at_option
@edition_option
@click.option("--interpretations", "wanted", flag_value="interpretations", help="Doubts and how they were settled.")
@click.option("--coverage", "wanted", flag_value="coverage", help="What of the documents is met, and where.")
@json_option
def policy(as_at: date | None, edition: str, wanted: str | None, as_json: bool) -> int:
    """Show the values in force on a day, and where they stand.

    Stated: a document gives it. Interpreted: the documents are unclear and a reading was chosen. Assumed: the
    documents give none.
    """
    match wanted:
        case "interpretations":
            _answer_interpretations(as_json=as_json)
        case "coverage":
            _answer_coverage(as_json=as_json)
        case _:
            _answer_values(as_at, edition, as_json=as_json)
    return 0


def _answer_values(as_at: date | None, edition: str, *, as_json: bool) -> None:
    from console.desk.clock import Clock
    from console.desk.rule_book import scheme_values, values_of
    from domain.policy.book import policy_for
    from domain.policy.model import edition_named

    found = policy_for(as_at or Clock().today(), edition_named(edition))
    values, schemes = values_of(found), scheme_values(found.day)
    if as_json:
        answer_json(
            {
                "as_at": found.day.isoformat(),
                "edition": found.edition,
                "policy_digest": found.digest,
                "values": [value_json(value) for value in (*values, *schemes)],
            }
        )
        return
    from console.present.tables import table_lines
    from console.present.wording import day

    say(f"Policy {found.edition} on {day(found.day)} ({found.digest[:12]})")
    # Two tables: the schemes' values are long, and would spread the columns of the others.
    for group in (values, schemes):
        rows = [
            (value.key, value.written, _standing_word(value.standing), value.source.document, value.source.place)
            for value in group
        ]
        say()
        for number, line in enumerate(table_lines(HEADINGS, rows)):
            say(line, bold=number == 0)


def _standing_word(standing: str) -> str:
    """Write the standing so that an assumed value never looks like a stated one."""
    return standing if standing == "stated" else standing.upper()


def value_json(value: PolicyValue[Any]) -> dict[str, Any]:
    """Give a policy value as JSON."""
    return {
        "key": value.key,
        "value": value.written,
        "standing": value.standing,
        "document": value.source.document,
        "place": value.source.place,
        "says": value.source.says,
        "from": value.first_day.isoformat(),
        "until": value.last_day.isoformat() if value.last_day else None,
        "edition": value.edition,
        "interpretation": value.interpretation,
        "file": value.file,
    }


def _answer_interpretations(*, as_json: bool) -> None:
    from dataclasses import asdict

    from domain.policy.interpretations import load_interpretations

    found = load_interpretations()
    if as_json:
        answer_json([asdict(one) for one in found])
        return
    for one in found:
        say(f"{one.id}: {one.question}", bold=True)
        say_all((f"can be read: {reading}" for reading in one.readings), "    ")
        say(f"    CHOSEN: {one.choice} {one.why}")


def _answer_coverage(*, as_json: bool) -> None:
    from collections import Counter
    from dataclasses import asdict

    from console.desk.rule_book import statements

    counts = Counter(statement.status for statement in statements())
    if as_json:
        register = [asdict(statement) for statement in statements()]
        answer_json({"statements": len(register), "counts": counts, "register": register})
        return
    for statement in statements():
        where = ", ".join(statement.where) or statement.note
        say(f"{statement.id}  {statement.status:<6}  {statement.asks}  [{where}]")
    summary = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    say(f"{len(statements())} statements: {summary}.")
