"""`closeout show`: one casegroup as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import json_option, store_option, with_examples
from console.cli.output import answer_json, say, say_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.casegroup import Case
    from domain.policy.model import Policy
    from storage.facts import Facts

CASE_HEADINGS: Final = ("Case", "System", "Receiving parent", "Closing", "Decision", ">Outstanding")


@with_examples("closeout show S29", "closeout show S29 --json")
@click.command()
@click.argument("casegroup")
@store_option
@json_option
def show(casegroup: str, store: str | None, as_json: bool) -> int:
    """Show a casegroup, its cases, and what was recorded."""
    from console.cli.opening import open_desk

    with open_desk(store) as desk:
        casefile = desk.casefile(casegroup)
        facts = desk.facts(casegroup)
    if as_json:
        answer_json({**_casefile_json(casefile, facts), **_way_out_json(casefile, desk)})
    else:
        say_all(_lines(casefile))
        _say_cases(casefile)
        _say_arrears(casefile, desk.policy)
        _say_calculations(casefile)
        _say_record(casefile, facts)
    return 0


def _lines(casefile: Casefile) -> Iterator[str]:
    from console.present.facts import nino_text
    from console.present.wording import JOURNEYS, STAGE_MEANINGS, STAGES, day
    from domain.worklist import name_in_list, systems_in_list

    casegroup = casefile.casegroup
    nino = f", {nino_text(casegroup.paying_parent)}" if casegroup.paying_parent.nino else ""
    yield f"{casegroup.casegroup_id}  {name_in_list(casegroup.paying_parent)} (paying parent{nino})"
    yield f"Closing: {systems_in_list(casegroup) or 'no case'}. Due {day(casefile.due_date)}."
    yield f"Journey: {JOURNEYS.get(casegroup.journey.kind or '', 'not known')}."
    if casegroup.closing_cases:
        yield f"{STAGES[casefile.stage]}. {STAGE_MEANINGS[casefile.stage]}"
    else:
        yield "Nothing to close. No case of this casegroup is in case closure."
    if casefile.check_due_on and casefile.check:
        yield f"The rules are asked again on {day(casefile.check_due_on)}."


def _say_cases(casefile: Casefile) -> None:
    from console.present.tables import table_lines
    from console.present.wording import DECISIONS, pounds
    from domain.worklist import name_in_list

    rows = [
        (
            case.case_id,
            case.system,
            name_in_list(case.receiving_parent),
            "yes" if case.in_case_closure else "no",
            DECISIONS.get(case.arrears_decision.choice or "", "not known"),
            pounds(_outstanding(casefile, case)),
        )
        for case in casefile.casegroup.cases
    ]
    for number, line in enumerate(table_lines(CASE_HEADINGS, rows)):
        say(line, bold=number == 0)
    if casefile.disposal is not None and casefile.disposal_complete:
        _say_held(casefile)


def _say_held(casefile: Casefile) -> None:
    """Say what was held until it was disposed of, and where all of it went."""
    from console.present.events_on_the_way_out import disposal_total
    from console.present.wording import day, pounds

    disposal = casefile.disposal
    assert disposal is not None, "only what was disposed of is told"
    held = sum(line.balance_pence for line in disposal.lines)
    say(f"Held until {day(disposal.disposed_on)}: {pounds(held)}. Nothing is held now:")
    say(f"  {disposal_total(disposal)}.")


def _outstanding(casefile: Casefile, case: Case) -> int | None:
    """Give what the CSA still holds on a case, in pence: nothing once it is disposed of."""
    if case.in_case_closure and casefile.disposal is not None and casefile.disposal_complete:
        return 0
    amounts = [receivable.outstanding for receivable in case.receivables if receivable.type == "child_maintenance"]
    return None if None in amounts else sum(amount or 0 for amount in amounts)


def _say_arrears(casefile: Casefile, policy: Policy) -> None:
    """Print what becomes (or became) of every balance, where notices stand, and how far the cases are cleansed."""
    from console.present.closing import cleanse_sentences, disposal_sentence_of, disposal_views, notice_views

    views = disposal_views(casefile)
    if views:
        say("Arrears, disposed of" if views[0].done else "Arrears, as decided so far", bold=True)
        say_all((disposal_sentence_of(view) for view in views), "  ")
    if casefile.disposal is None:
        say_all((f"Notice: {notice.sentence}" for notice in notice_views(casefile, policy)), "  ")
    if casefile.closed is None:
        say("Cleansing, in the documents' order", bold=True)
        say_all(cleanse_sentences(casefile), "  ")


def _say_calculations(casefile: Casefile) -> None:
    """Print the calculations kept with the casegroup; 'closeout calculate show' opens one again."""
    from console.present.calculation_form import kept_calculations, kept_line

    kept = kept_calculations(casefile)
    if kept:
        say("Offline calculations", bold=True)
        say_all((kept_line(entry, saved) for entry, saved in kept), "  ")


def _way_out_json(casefile: Casefile, desk: Desk) -> dict[str, Any]:
    from dataclasses import asdict

    from console.cli.output import outward
    from console.present.closing import closing_rules, disposal_views, notice_views
    from domain.cleanse.checklist import cleanse_checklist

    rules = closing_rules(casefile, desk.as_at, desk.as_at, desk.policy)
    return {
        "arrears": [outward(asdict(view)) for view in disposal_views(casefile)],
        "notices": [outward(asdict(view)) for view in notice_views(casefile, desk.policy)],
        "cleansing": [asdict(line) for line in cleanse_checklist(casefile)],
        "closing": [] if casefile.closed else [asdict(rule) for rule in rules],
    }


def _say_record(casefile: Casefile, facts: Facts) -> None:
    from console.present.events import event_sentences

    say("Recorded", bold=True)
    for entry in casefile.recorded:
        aside = "SET ASIDE " if entry.seq in casefile.set_aside else ""
        say(f"{entry.seq:>6}  {entry.at}  {entry.actor}  {aside}{event_sentences(entry.event)[0]}")
    say(
        f"Document: version {facts.version}, {facts.file_name} line {facts.line}, "
        f"received {facts.received_at} by {facts.received_by}."
    )


def _casefile_json(casefile: Casefile, facts: Facts) -> dict[str, Any]:
    import json

    from console.cli.calculations_kept import kept_json
    from console.cli.entries import recorded_json
    from console.cli.output import outward
    from console.cli.worklist import row_json
    from console.present.answers import day_text
    from console.present.calculation_form import kept_calculations
    from domain.worklist import worklist_row

    return {
        **row_json(worklist_row(casefile)),
        "set_aside": sorted(casefile.set_aside),
        "entries": recorded_json(casefile.recorded),
        "calculations": [kept_json(entry, saved) for entry, saved in kept_calculations(casefile)],
        "cases": [
            {
                "case_id": case.case_id,
                "system": case.system,
                "in_case_closure": case.in_case_closure,
                "arrears_decision": case.arrears_decision.choice,
                "outstanding": outward({"outstanding_pence": _outstanding(casefile, case)})["outstanding"],
                "open_work_items": [item.id for item in case.work_items if item.closed_on is None],
                "open_inhibits": [inhibit.kind for inhibit in case.inhibits if inhibit.lifted_on is None],
            }
            for case in casefile.casegroup.cases
        ],
        "received": {
            "version": facts.version,
            "file": facts.file_name,
            "line": facts.line,
            "digest": facts.digest,
            "at": facts.received_at,
            "by": facts.received_by,
        },
        "document_due_date": day_text(casefile.document.due_date),
        "document": json.loads(facts.body.decode("utf-8-sig")),
    }
