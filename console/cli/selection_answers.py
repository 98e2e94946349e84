"""Answers about selection on the command line: in words, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.cli.office_answers import say_office_answer
from console.cli.output import say, say_all

if TYPE_CHECKING:
    from console.cli.requesting import Asking
    from console.desk.office import OfficeAnswer
    from console.desk.selection import SelectionView, TranchePreview
    from console.desk.tranche import TrancheReport
    from domain.selection.criteria import Standing


def answer_change(given: OfficeAnswer, asking: Asking, wanted: TranchePreview | None) -> int:
    """Say what came of a change of criteria or of a data exception, and give the exit code."""
    code = say_office_answer(given, asking, would_select=preview_json(wanted) if wanted else None)
    if wanted is not None and not asking.as_json:
        say_preview(wanted)
    return code


def say_view(view: SelectionView) -> None:
    """Print what is in force first, then how old each system is."""
    from console.present.selection import age_text, coming_back, counted, load_text, next_line, standing_lines
    from console.present.tables import table_lines

    say("In force", bold=True)
    say_all(standing_lines(view.standing), "  ")
    say_all(coming_back(view.standing), "  ")
    say(next_line(view))
    rows = [
        (
            found.system,
            load_text(found.full.extracted_on if found.full else None),
            load_text(found.delta.extracted_on if found.delta else None),
            age_text(found),
        )
        for found in view.staleness
    ]
    for number, line in enumerate(table_lines(("System", "Loaded whole", "What changed", "Now"), rows)):
        say(line, bold=number == 0)
    say(f"Waiting: {counted(len(view.data_exceptions), 'data exception')} ('closeout select exceptions').")


def say_preview(found: TranchePreview) -> None:
    """Print what a tranche would take, and what it would leave."""
    from console.present.selection import hidden_line, left_lines, tranche_lines

    say_all(tranche_lines(found))
    for candidate in found.first:
        say(f"  {candidate.casegroup_id}{'  becomes an exception' if candidate.becomes_exception else ''}")
    if found.hidden:
        say(f"  {hidden_line(found.hidden)}")
    say("Not taken", bold=True)
    say_all(left_lines(found))


def say_tranche(report: TrancheReport) -> None:
    """Print what became of a tranche."""
    from console.present.selection import counted
    from console.present.wording import day

    again = " (selected before; nothing more is written)" if report.repeated else ""
    say(
        f"Tranche {report.tranche}: {counted(report.casegroups, 'casegroup')} selected; liability ends on "
        f"{day(report.liability_end)}{again}."
    )
    exceptions = len(report.exceptions) + report.restricted_exceptions
    if exceptions:
        say(f"Exceptions, for a person to look at first: {counted(exceptions, 'casegroup')}.")


def tranche_json(report: TrancheReport) -> dict[str, Any]:
    """Give what became of a tranche as JSON."""
    return {
        "tranche": report.tranche,
        "segment": report.segment,
        "liability_end_date": report.liability_end.isoformat(),
        "casegroups": report.casegroups,
        "selected": report.taken,
        "exceptions": report.exceptions,
        "restricted": {"selected": report.restricted_taken, "exceptions": report.restricted_exceptions},
        "selected_before": report.before,
        "repeated": report.repeated,
    }


def _standing_json(now: Standing) -> dict[str, Any]:
    return {
        "criteria": {name: list(words) for name, words in now.criteria.items()},
        "casegroups": now.casegroups,
        "frequency": now.frequency,
        "until": now.until.isoformat() if now.until else None,
        "entry": now.seq,
        "by": now.by,
        "at": now.at,
        "reason": now.reason,
        "former": _standing_json(now.former) if now.former else None,
    }


def view_json(view: SelectionView) -> dict[str, Any]:
    """Give what is in force and how old each system is as JSON."""
    return {
        "in_force": _standing_json(view.standing),
        "next_tranche_on": view.next_on.isoformat(),
        "due": view.due and not view.not_loaded,
        "never_loaded_whole": list(view.not_loaded),
        "systems": [
            {
                "system": found.system,
                "full": found.full.extracted_on.isoformat() if found.full else None,
                "delta": found.delta.extracted_on.isoformat() if found.delta else None,
                "age_days": found.age_days,
                "fresh": found.fresh,
                "fresh_within_days": found.limit.value.count,
                "standing": found.limit.standing,
            }
            for found in view.staleness
        ],
        "data_exceptions": len(view.data_exceptions),
    }


def preview_json(found: TranchePreview) -> dict[str, Any]:
    """Give what a tranche would take as JSON."""
    return {
        "tranche": found.wanted.tranche,
        "segment": found.wanted.segment,
        "liability_end_date": found.wanted.liability_end.isoformat(),
        "criteria": {name: list(words) for name, words in found.wanted.criteria.items()},
        "takes": found.takes,
        "available": found.available,
        "exceptions": found.exceptions,
        "first": [
            {"casegroup_id": one.casegroup_id, "becomes_exception": one.becomes_exception} for one in found.first
        ],
        "restricted_among_first": found.hidden,
        "not_meeting": {
            name: {"casegroups": count, "not_known": unknown} for name, (count, unknown) in found.not_meeting.items()
        },
        "states": {" ".join(filter(None, key)): count for key, count in sorted(found.by_state.items())},
        "with_data_exception": found.held_back,
    }
