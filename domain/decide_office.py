"""Where a request about the store as a whole meets its procedure: one arm for each request, no logic of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, TypeAdapter

from domain.actor import EVERYBODY, Role, at_least
from domain.payments import decision as payments
from domain.payments.requests import InvestigatePayment
from domain.reconciliation import mapping
from domain.reconciliation.requests import SaveReportMapping

if TYPE_CHECKING:
    from domain.decision import Context, Decision
    from domain.office import Office

OfficeRequest = Annotated[SaveReportMapping | InvestigatePayment, Field(discriminator="kind")]
OFFICE_REQUEST: Final[TypeAdapter[OfficeRequest]] = TypeAdapter(OfficeRequest)


def decide_office(office: Office, request: OfficeRequest, context: Context) -> Decision:  # noqa: ARG001 - for other arms
    """Decide a request about the store as it stands, on a day and for somebody."""
    match request:
        case SaveReportMapping():
            return mapping.decide_save(office, request)
        case InvestigatePayment():
            return payments.decide_investigate(office, request)


def roles_for_office(request: OfficeRequest) -> frozenset[Role]:
    """Give the roles that may make a request."""
    match request:
        case SaveReportMapping():
            return EVERYBODY
        case InvestigatePayment():
            return at_least("caseworker") | {"cms_caseworker"}
