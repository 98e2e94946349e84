"""Selection at the desk: how fresh the facts are, the criteria in force, and the tranches they take."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.selection.loads import refreshed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from domain.casegroup import System
    from domain.office import Office
    from storage.facts import Facts


def refreshed_on(office: Office, facts: Facts, day: date) -> Mapping[System, date]:
    """Give for each system the day of which the facts of a casegroup are, as known on a day."""
    return refreshed(office, datetime.fromisoformat(facts.received_at).date(), day)
