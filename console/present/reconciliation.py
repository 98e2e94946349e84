"""Reconciliation in words: how a report was read, what a difference is, and whether the totals tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from console.present.events_of_reconciliation import FIELDS, MOST_NAMED, brief, counted, listed, mapping_text
from console.present.wording import PAYEES, STATUSES, capital, pounds, sentence_end
from domain.reconciliation.differences import identity_differing
from domain.reconciliation.rules import RULES
from storage.importers.report_headings import REQUIRED, places

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.desk.reconciliation_work import WorkPlan
    from domain.reconciliation.decision import ControlTotal, Reconciliation
    from domain.reconciliation.differences import Difference
    from storage.importers.reports import ReportLook

CLASSES: Final[Mapping[str, str]] = {rule.key: rule.title for rule in RULES}
SIDES: Final[Mapping[str, str]] = {"left": "left the CSA", "right": "at CMS"}


def payee(text: str) -> str:
    """Name a payee as people do; another is given as it stands in the file."""
    return PAYEES.get(text, brief(text))


def status(text: str) -> str:
    """Name a status as people do; another is given as it stands in the file."""
    return STATUSES.get(text, brief(text))


def columns_text(columns: Mapping[str, str]) -> str:
    """Say which heading is taken for each field."""
    return ", ".join(
        field if field == heading else f"{field} from {brief(heading)!r}" for field, heading in columns.items()
    )


def difference_text(difference: Difference) -> str:
    """Say what a difference is about: payee, status, the amounts on both sides, and where they stand."""
    amounts = "; ".join(
        f"{listed(map(pounds, pence))} {SIDES[side]}{f' ({listed(map(brief, places))})' if places else ''}"
        for side, pence, places in (
            ("left", difference.left_pence, difference.left_places),
            ("right", difference.right_pence, difference.right_places),
        )
        if pence
    )
    other = f"another {' and '.join(FIELDS[name] for name in difference.other)}; " if difference.other else ""
    return f"{payee(difference.owed_to)}, {status(difference.status)}: {other}{amounts}"


def difference_named(difference: Difference) -> str:
    """Say whose a difference is and what it is about."""
    named = f"{brief(difference.casegroup_id)}, case {brief(difference.case_id)}"
    return f"{named}, {difference_text(difference)}"


def line_text(line: Mapping[str, Any]) -> str:
    """Say in a sentence what a line of a reconciliation is, with the amounts and where they stand."""
    sides = [side for side in SIDES if line[f"{side}_row"] is not None]
    places = " and ".join(f"{line[f'{side}_file']} row {line[f'{side}_row']}" for side in sides)
    amounts = " against ".join(pounds(line[f"{side}_amount_pence"]) for side in sides)
    what = CLASSES[line["class"]]
    if line["class"] == "identity_differs":
        what, amounts = f"{what} ({differing(line)})", f"the amount {amounts}"
    key = f"{line['casegroup_id']}, case {line['case_id']}, {payee(line['owed_to'])}, {status(line['status'])}"
    return f"{what}: {key}: {amounts} ({places})."


def differing(line: Mapping[str, Any]) -> str:
    """Name what of the identity differs, and tell nobody's number or name."""
    return " and ".join(FIELDS[name] for name in identity_differing(line))


def tied_text(answer: Reconciliation) -> str:
    """Say whether the totals are equal and how many rows differ: one tells nothing about the other."""
    if answer.untied_pence:
        return f"The totals do NOT tie: {pounds(answer.untied_pence)} is in no class."
    rows = answer.differences.height
    differ = {0: "no row differs", 1: "1 row differs"}.get(rows, f"{rows:,} rows differ")
    if answer.difference_pence:
        difference = pounds(answer.difference_pence)
        return f"The totals differ by {difference}, to the penny what the classes add up to; {differ}."
    return f"The totals are equal, {'but' if rows else 'and'} {differ}."


def control_texts(controls: Sequence[ControlTotal]) -> list[str]:
    """Say for each payee and status that does not tie what the sides come to, the others in one sentence."""
    apart = [total for total in controls if total.difference_pence or total.left_rows != total.right_rows]
    told = [
        f"Does not tie: {payee(total.owed_to)}, {status(total.status)}: {pounds(total.left_pence)} in "
        f"{_rows(total.left_rows)} left the CSA, {pounds(total.right_pence)} in {_rows(total.right_rows)} at CMS; "
        f"difference {pounds(total.difference_pence)}."
        for total in apart
    ]
    ties = len(controls) - len(apart)
    others = {0: [], 1: ["One payee and status ties."]}.get(ties, [f"{ties:,} payees and statuses tie."])
    return [*told, *others]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def plan_texts(plan: WorkPlan, *, written: bool) -> list[str]:
    """Say what became work, or would: on casegroups, on restricted records, at the office, and what was so before."""
    became = "became work" if written else "would become work"
    told = [f"{'Nothing' if not plan.count else counted(plan.count)} {became}."]
    told += [f"  {one.casegroup_id}: {one.work}: {difference_text(one)}." for one in plan.on_casegroups[:MOST_NAMED]]
    if len(plan.on_casegroups) > MOST_NAMED:
        told.append(f"  and {len(plan.on_casegroups) - MOST_NAMED:,} more on casegroups.")
    if plan.restricted:
        told.append(f"  {plan.restricted:,} on restricted records.")
    told += [f"  At the office, no such casegroup here: {difference_named(one)}." for one in plan.unknown[:MOST_NAMED]]
    if len(plan.unknown) > MOST_NAMED:
        told.append(f"  and {len(plan.unknown) - MOST_NAMED:,} more at the office.")
    if plan.known:
        told.append(f"{counted(plan.known)} made work before, and not again.")
    if plan.left_over:
        told.append(f"{counted(plan.left_over)} left for the next time; ask again.")
    return told


def look_texts(look: ReportLook) -> list[str]:
    """Say how a report would be read: sheet, row of headings, which column is which, and what is left out."""
    where = f", sheet {look.sheet!r}" if look.sheet else ""
    if look.header_row is None:
        told = [f"{look.path.name}{where}: no row of headings was found."]
    else:
        columns = mapping_text(look.columns)
        told = [f"{look.path.name}{where}: headings in row {look.header_row}: {columns or 'none taken'}."]
    if look.left_out:
        told.append(f"Left out: {', '.join(repr(brief(heading)) for heading in look.left_out)}.")
    told += [sentence_end(capital(note)) for note in look.notes]
    return [told[0], *_fault_texts(look), *told[1:]] if look.header_row is None else [*_fault_texts(look), *told]


def _fault_texts(look: ReportLook) -> list[str]:
    """Say what has to be put right before a report can be read."""
    lacking = [FIELDS[name] for name in REQUIRED if name not in look.taken]
    if look.header_row is None:
        return [f"Needed in one row: headings for {', '.join(FIELDS[name] for name in REQUIRED)}."]
    if lacking:
        return [f"No column is taken yet for: {', '.join(lacking)}."]
    twice = places(look.headings, look.mapping)
    return [
        f"{' and '.join(repr(brief(look.headings[place])) for place in found)} could both be {FIELDS[name]}: say which."
        for name, found in twice.items()
        if len(found) > 1
    ]


def both_sides(line: Mapping[str, Any]) -> list[str]:
    """Say everything of a line: the balance, and each side with its amount, number, name and place."""
    whose = f"{line['casegroup_id']}, case {line['case_id']}, {payee(line['owed_to'])}, {status(line['status'])}"
    told = [f"{CLASSES[line['class']]}: {whose}."]
    for side, words in SIDES.items():
        if line[f"{side}_row"] is None:
            told.append(f"{capital(words)}: none.")
            continue
        identity = ", ".join(
            f"{FIELDS[name]} {line[f'{side}_{name}']}" for name in ("nino", "surname") if line[f"{side}_{name}"]
        )
        told.append(
            f"{capital(words)}: {pounds(line[f'{side}_amount_pence'])}{f', {identity}' if identity else ''} "
            f"({line[f'{side}_file']} row {line[f'{side}_row']})."
        )
    return told
