"""`closeout lookup`: whether somebody named in an application is known here, and what to do where answers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import DONE
from console.cli.office_answers import say_office_answer
from console.cli.options import Choice, Commands, Day, json_option, store_option, with_examples
from console.cli.output import answer_json, say, say_all
from console.cli.requesting import Asking, office_options

if TYPE_CHECKING:
    from datetime import date

SUBJECTS: Final = ("applicant", "paying_parent", "partner")
RESULTS: Final = ("found", "not_found", "several", "failed")


@with_examples("closeout lookup make paying_parent --nino QQ123456A --surname Holt --forenames David --on-csa yes")
@click.group(cls=Commands)
def lookup() -> None:
    """Look somebody up who is named in an application: the applicant, the paying parent, or that one's partner."""


@with_examples(
    "closeout lookup make paying_parent --nino QQ123456A --surname Holt --forenames David --on-csa yes",
    "closeout lookup make partner --surname Holt --forenames Ann --preview --json",
)
@lookup.command("make")
@click.argument("subject", type=Choice(SUBJECTS))
@click.option("--nino", default="", help="National Insurance number, as the client gave it.")
@click.option("--forenames", default="", help="Forenames, as the client gave them.")
@click.option("--surname", default="", help="Surname, as the client gave it.")
@click.option("--born", type=Day(), metavar="DATE", help="Date of birth, as the client gave it.")
@click.option("--on-csa", type=Choice(("yes", "no")), help="What the client said: is there a case with the CSA?")
@office_options
def make(
    asking: Asking,
    subject: Any,  # noqa: ANN401 - click has made sure that it is one of SUBJECTS
    nino: str,
    forenames: str,
    surname: str,
    born: date | None,
    on_csa: str | None,
) -> int:
    """Look by number and name, and record the answer; one that fails or differs then waits for a manual look-up."""
    from console.cli.opening import open_desk
    from console.desk.look_ups import look_up, record_look_up
    from console.present.requests import looked_up_lines

    answers = {
        "nino": nino,
        "forenames": forenames,
        "surname": surname,
        "date_of_birth": born.isoformat() if born else "",
        "on_csa": on_csa or "",
    }
    with open_desk(asking.store) as desk:
        looked_up = look_up(desk, subject, answers)
        given = record_look_up(desk, looked_up, preview=asking.preview, request_id=asking.request_id)
    if not asking.as_json:
        say_all(looked_up_lines(looked_up))
    return say_office_answer(
        given,
        asking,
        found=[
            {"casegroup_id": one.casegroup_id, "agrees": one.agrees, "differences": list(one.differences)}
            for one in looked_up.found
        ],
        result=looked_up.result,
    )


@with_examples("closeout lookup list", "closeout lookup list --json")
@lookup.command("list")
@store_option
@json_option
def listed(store: str | None, as_json: bool) -> int:
    """List the look-ups that wait for somebody: to be made by hand, or to be put right."""
    from console.cli.opening import open_desk
    from console.desk.look_ups import look_ups_waiting
    from console.present.requests import ASKS
    from console.present.requests import RESULTS as RESULT_WORDS
    from console.present.requests import SUBJECTS as SUBJECT_WORDS
    from console.present.tables import table_lines

    with open_desk(store) as desk:
        waiting = look_ups_waiting(desk)
    if as_json:
        for one in waiting:
            answer_json(
                {
                    "look_up_id": one.event.look_up_id,
                    "asks": one.asks,
                    "subject": one.event.subject,
                    "result": one.event.result,
                    "answers": one.event.answers,
                    "differences": list(one.event.differences),
                    "made_at": one.entry.at,
                }
            )
        return DONE
    if not waiting:
        say("No look-up waits for anybody.")
        return DONE
    rows = [
        (one.event.look_up_id, ASKS[one.asks], SUBJECT_WORDS[one.event.subject], RESULT_WORDS[one.event.result])
        for one in waiting
    ]
    say_all(table_lines(("Look-up", "Waits for", "Of the", "It came to"), rows))
    return DONE


@with_examples("closeout lookup by-hand LU-1 --result found --casegroup S35 --because 'under a former name'")
@lookup.command("by-hand")
@click.argument("look_up_id", metavar="LOOKUP")
@click.option("--result", type=Choice(RESULTS), required=True, help="What was found in the systems.")
@click.option("--casegroup", "casegroups", multiple=True, metavar="ID", help="Whom; may be given again.")
@click.option("--because", required=True, metavar="TEXT", help="Where it was found, or how it was looked for.")
@office_options
def by_hand(
    asking: Asking,
    look_up_id: str,
    result: Any,  # noqa: ANN401 - click has made sure that it is one of RESULTS
    casegroups: tuple[str, ...],
    because: str,
) -> int:
    """Record what was found by hand; where that is not what the automatic look-up said, it waits to be put right."""
    from console.cli.opening import open_desk
    from console.desk.look_ups import record_manual

    with open_desk(asking.store) as desk:
        given = record_manual(
            desk, look_up_id, result, casegroups, because, preview=asking.preview, request_id=asking.request_id
        )
    return say_office_answer(given, asking)


@with_examples("closeout lookup settle LU-2 --because 'surname corrected on CS2'")
@lookup.command("settle")
@click.argument("look_up_id", metavar="LOOKUP")
@click.option("--because", required=True, metavar="TEXT", help="What was put right, or why nothing has to be.")
@office_options
def settle(asking: Asking, look_up_id: str, because: str) -> int:
    """Record what corrective action was taken."""
    from console.cli.opening import open_desk
    from console.desk.look_ups import settle_look_up

    with open_desk(asking.store) as desk:
        given = settle_look_up(desk, look_up_id, because, preview=asking.preview, request_id=asking.request_id)
    return say_office_answer(given, asking)
