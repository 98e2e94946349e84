"""Where a request about the store as a whole meets its procedure: one arm for each request, no logic of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.actor import EVERYBODY, Role
from domain.reconciliation import mapping
from domain.reconciliation.requests import SaveReportMapping

if TYPE_CHECKING:
    from domain.decision import Context, Decision
    from domain.office import Office

# One of several as soon as there is another; the desk and the screens speak of this name.
OfficeRequest = SaveReportMapping


def decide_office(office: Office, request: OfficeRequest, context: Context) -> Decision:  # noqa: ARG001 - each arm takes what it needs
    """Decide a request about the store as it stands, on a day and for somebody."""
    match request:
        case SaveReportMapping():
            return mapping.decide_save(office, request)


def roles_for_office(request: OfficeRequest) -> frozenset[Role]:
    """Give the roles that may make a request."""
    match request:
        case SaveReportMapping():
            return EVERYBODY
