"""Keeping how the columns of a kind of report are to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.decision import Decision, refused
from domain.events.reports import ReportMappingSaved
from domain.reconciliation.rules import IDENTITY, KEY
from domain.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.office import Office
    from domain.reconciliation.requests import SaveReportMapping

FIELDS = (*KEY, "amount", *IDENTITY)


def mappings(office: Office) -> Mapping[str, Mapping[str, str]]:
    """Give the mappings kept, by name: heading by field; a later one of a name takes the place of an earlier."""
    return {event.name: event.columns for _, event in office.of(ReportMappingSaved)}


def decide_save(office: Office, request: SaveReportMapping) -> Decision:
    """Keep a mapping, unless it names no report, a field that is none of ours, one heading twice, or nothing new."""
    if not request.name.strip():
        return refused(refusal("mapping_without_name"))
    for field in request.columns:
        if field not in FIELDS:
            return refused(refusal("mapping_of_unknown_field", field=field, fields=", ".join(FIELDS)))
    headings = list(request.columns.values())
    for heading in headings:
        if not heading.strip() or headings.count(heading) > 1:
            return refused(refusal("mapping_heading_unclear", heading=heading))
    if mappings(office).get(request.name) == request.columns:
        return refused(refusal("mapping_already_kept", name=request.name))
    return Decision((ReportMappingSaved(name=request.name, columns=request.columns),))
