"""`closeout select`: what selection asks, what a tranche would take and why, and taking it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from console.cli.exits import DONE
from console.cli.options import Choice, Commands, Day, as_at_option, json_option, key_of, store_option, with_examples
from console.cli.output import answer_json, outward, say, say_all
from console.cli.progress import on_terminal, progress
from console.cli.requesting import Asking, office_options
from console.cli.selection_answers import (
    answer_change,
    preview_json,
    say_preview,
    say_tranche,
    say_view,
    tranche_json,
    view_json,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from console.desk.desk import Desk
    from console.desk.tranche import TrancheReport
    from domain.events.selection import Segment

# The same words as in the domain, which the help does not load; a test holds them together.
CRITERIA: Final = ("system", "region", "scheme", "segment", "benefit", "case_status")
FREQUENCIES: Final = ("daily", "weekly", "monthly")
ANY: Final = "any"


class Criterion(click.ParamType["tuple[str, tuple[str, ...]]"]):
    """A criterion with what it asks for: NAME=VALUE,VALUE or NAME=any."""

    name = "criterion"

    def convert(
        self, value: object, parameter: click.Parameter | None, context: click.Context | None
    ) -> tuple[str, tuple[str, ...]]:
        """Read NAME=VALUE,VALUE; whether the values are known is for the domain to say."""
        if isinstance(value, tuple):
            return value
        name, sign, words = str(value).partition("=")
        criterion = key_of(name)
        told = tuple(word.strip().replace(" ", "_") for word in words.split(",") if word.strip())
        if criterion not in CRITERIA or not sign or not told:
            expected = f"NAME=VALUE,VALUE or NAME=any, the name one of {', '.join(CRITERIA).replace('_', ' ')}"
            self.fail(f"{value!r}; expected {expected}", parameter, context)
        return criterion, () if told == (ANY,) else told


def where_and_when(function: Callable[..., int]) -> Callable[..., int]:
    """Add the options of the store, the day and JSON."""
    return store_option(as_at_option(json_option(function)))


segment_option = click.option(
    "--segment", type=click.IntRange(1, 5), metavar="1-5", help="One segment apart, such as 1 on its own small system."
)


@with_examples("closeout select show", "closeout select run --preview", "closeout select why S29")
@click.group(cls=Commands)
def select() -> None:
    """Select tranches of casegroups for closure: what is asked, what it would take and why, and the taking itself."""


@with_examples("closeout select show", "closeout select show --json")
@select.command("show")
@where_and_when
def show(store: str | None, as_at: date | None, as_json: bool) -> int:
    """Show what is in force first, then how old each system is, and when the next tranche is due."""
    from console.cli.opening import open_desk
    from console.desk.selection import selection_view

    with open_desk(store, as_at) as desk:
        view = selection_view(desk)
    if as_json:
        answer_json(view_json(view))
    else:
        say_view(view)
    return DONE


@with_examples(
    "closeout select run --preview",
    "closeout select run --out liability-ends.csv",
    "closeout select run --segment 1 --json",
)
@select.command("run")
@click.option("--preview", is_flag=True, help="Say what it would take, and take nothing.")
@segment_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the days liability ends (as export)."
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@where_and_when
def run(
    preview: bool,
    segment: Segment | None,
    out: Path | None,
    force: bool,
    store: str | None,
    as_at: date | None,
    as_json: bool,
) -> int:
    """Select the tranche of the day; asked again on that day, it is answered as before.

    'closeout run' does the same when a tranche is due. One ahead of its time, or of one segment apart, takes the
    nominated case manager.
    """
    from console.cli.opening import open_desk
    from console.desk.selection import preview_tranche

    with open_desk(store, as_at) as desk:
        if preview:
            found = preview_tranche(desk, segment=segment)
            answer_json(preview_json(found)) if as_json else say_preview(found)
            return DONE
        report = _selected(desk, segment, out, force=force)
    if as_json:
        answer_json(tranche_json(report))
    else:
        say_tranche(report)
        if out is not None:
            say(f"The days on which liability ends are in {out}.")
    return DONE


def _selected(desk: Desk, segment: Segment | None, out: Path | None, *, force: bool) -> TrancheReport:
    from console.desk.selection import liability_ends
    from console.desk.tranche import select_tranche
    from storage.exporters.files import refuse_taken
    from storage.exporters.liability_ends import write_liability_ends

    if out is not None:
        refuse_taken(out, replace=force)
    with progress("Selecting", wanted=on_terminal(sys.stderr)) as told:
        report = select_tranche(desk, segment, told)
    if out is not None:
        write_liability_ends(out, liability_ends(desk, report.tranche)[0], replace=force)
    return report


@with_examples("closeout select why S29", "closeout select why S29 --segment 1 --json")
@select.command("why")
@click.argument("casegroup")
@segment_option
@where_and_when
def why(casegroup: str, segment: Segment | None, store: str | None, as_at: date | None, as_json: bool) -> int:
    """Say whether a tranche of today takes a casegroup, and everything that speaks against it."""
    from console.cli.opening import open_desk
    from console.desk.selection import why as asked
    from console.present.selection import segment_texts, what_it_is, why_lines

    with open_desk(store, as_at) as desk:
        casefile, answer, wanted = asked(desk, casegroup, segment)
    selected = casefile.selected
    if as_json:
        answer_json(
            outward(
                {
                    "casegroup_id": casefile.casegroup.casegroup_id,
                    "tranche": selected.tranche if selected else wanted.tranche,
                    "taken": answer.taken,
                    "becomes_exception": answer.becomes_exception,
                    "state": answer.state,
                    "reason": answer.reason,
                    "is": {name: list(words) for name, words in answer.words.items()},
                    "against": [{"criterion": name, "is": word} for name, word in answer.against],
                    "obstacles": list(answer.obstacles),
                    "events_after_the_end": list(answer.late_events),
                    "data_exception": answer.data_exception,
                    "segments": selected.segments if selected else None,
                }
            )
        )
        return DONE
    say_all(why_lines(answer))
    if selected is not None:
        say(f"Tranche {selected.tranche}: {'; '.join(segment_texts(selected.segments))}.")
    say("What it is:")
    say_all(what_it_is(answer), "  ")
    return DONE


@with_examples(
    'closeout select change --criterion region=NI --size 200 --until 2016-03-31 --reason "Belfast first" --preview',
    'closeout select change --criterion segment=1,2 --criterion region=any --frequency weekly --reason "as instructed"',
)
@select.command("change")
@click.option(
    "--criterion",
    "criteria",
    multiple=True,
    type=Criterion(),
    metavar="NAME=VALUE,VALUE",
    help=f"What is asked: {', '.join(CRITERIA)}; NAME=any asks nothing of it.",
)
@click.option("--size", type=int, metavar="N", help="How many casegroups in a tranche.")
@click.option("--frequency", type=Choice(FREQUENCIES), help="How often a tranche is selected.")
@click.option("--until", type=Day(), metavar="DATE", help="The last day of it; then the former comes back by itself.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it is changed.")
@as_at_option
@office_options
def change(
    asking: Asking,
    criteria: tuple[tuple[str, tuple[str, ...]], ...],
    size: int | None,
    frequency: str | None,
    until: date | None,
    reason: str,
) -> int:
    """Change criteria, size or frequency, for good or until a day; what is not named stays as it is.

    Only the nominated case manager may. Change them first with --preview, which says what they would select.
    """
    from console.cli.opening import open_desk
    from console.desk.office import perform_office, preview_office
    from console.desk.selection import preview_tranche, selection_view
    from domain.selection.requests import ChangeCriteria

    with open_desk(asking.store, asking.as_at) as desk:
        now = selection_view(desk).standing
        request = ChangeCriteria(
            criteria={**now.criteria, **dict(criteria)},
            casegroups=now.casegroups if size is None else size,
            frequency=frequency or now.frequency,
            until=until,
            reason=reason,
        )
        given = preview_office(desk, request) if asking.preview else perform_office(desk, request, asking.request_id)
        wanted = None
        if asking.preview and not given.refusals:
            wanted = preview_tranche(desk, changed=selection_view(desk, given.office).standing)
    return answer_change(given, asking, wanted)


@with_examples("closeout select exceptions", "closeout select exceptions --json")
@select.command("exceptions")
@where_and_when
def exceptions(store: str | None, as_at: date | None, as_json: bool) -> int:
    """List the casegroups of loads that were invalid and wait to be put right, with what is wrong."""
    from console.cli.opening import open_desk
    from console.desk.selection import selection_view
    from console.present.selection import counted, fault_lines

    with open_desk(store, as_at) as desk:
        waiting = selection_view(desk).data_exceptions
    if as_json:
        answer_json([{**found.event.model_dump(mode="json"), "found_at": found.found.at} for found in waiting])
        return DONE
    for found in waiting:
        say_all(fault_lines(found.event))
    say(f"Waiting: {counted(len(waiting), 'data exception')}.")
    return DONE


@with_examples('closeout select settle DX-c41f8576-1 --note "corrected on CS2, comes with the next load"')
@select.command("settle")
@click.argument("data_exception")
@click.option("--note", required=True, metavar="TEXT", help="What was done about it.")
@as_at_option
@office_options
def settle(asking: Asking, data_exception: str, note: str) -> int:
    """Settle a data exception by hand; a good document of the casegroup settles it by itself."""
    from console.cli.opening import open_desk
    from console.desk.office import perform_office, preview_office
    from domain.selection.requests import SettleDataException

    request = SettleDataException(data_exception_id=data_exception, note=note)
    with open_desk(asking.store, asking.as_at) as desk:
        given = preview_office(desk, request) if asking.preview else perform_office(desk, request, asking.request_id)
    return answer_change(given, asking, None)


@with_examples(
    "closeout select export liability-ends.csv", "closeout select export ends.json --tranche T-2016-02-15 --force"
)
@select.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--tranche", metavar="NAME", help="The cases of one tranche; else of all.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@where_and_when
def export(file: Path, tranche: str | None, force: bool, store: str | None, as_at: date | None, as_json: bool) -> int:
    """Write the day on which liability ends for every selected case, by system, for the old systems to take in."""
    from console.cli.opening import open_desk
    from console.desk.selection import liability_ends
    from console.present.selection import counted
    from storage.exporters.liability_ends import write_liability_ends

    with open_desk(store, as_at) as desk:
        rows, left_out = liability_ends(desk, tranche)
        write_liability_ends(file, rows, replace=force)
    if as_json:
        answer_json({"file": str(file), "cases": len(rows), "restricted_left_out": left_out})
        return DONE
    say(f"{counted(len(rows), 'case')} written to {file}.")
    if left_out:
        say(f"Left out: {counted(left_out, 'restricted casegroup')}; somebody nominated writes those.")
    return DONE
