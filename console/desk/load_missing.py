"""What a whole file of one old system does not name, although it is held: said once, and nothing of it is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from console.desk.desk import casefile_of
from console.desk.office import office_of
from domain.document import reread_casegroup
from domain.errors import Fault
from domain.events.selection import DataExceptionFound, DataExceptionSettled
from domain.selection.loads import WHOLE_FILE, open_data_exceptions
from domain.selection.prospects import fully_closed
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from console.desk.desk import Desk
    from domain.casegroup import System
    from storage.facts import Facts

PAGE: Final = 500
MOST_NAMED: Final = 50
IN_A_LINE: Final = 8


def missing_from(desk: Desk, system: System, named: Collection[str]) -> list[str]:
    """Give the casegroups held with a case on a system that a whole file of it does not name, in their order.

    Left aside are those that no whole file has to name: closed here, or fully closed without arrears on the desk's day.
    """
    found: list[str] = []
    not_named = (facts for facts in desk.store.iterate_facts() if facts.casegroup_id not in named)
    for page in batches(not_named, PAGE):
        found += _expected(desk, system, page)
    return found


def _expected(desk: Desk, system: System, page: Sequence[Facts]) -> Iterator[str]:
    entries_of = desk.store.entries_of([facts.casegroup_id for facts in page])
    for facts in page:
        casegroup = reread_casegroup(facts.body)
        if all(case.system != system for case in casegroup.cases) or fully_closed(casegroup, desk.as_at):
            continue
        if casefile_of(facts, entries_of.get(facts.casegroup_id, [])).closed is None:
            yield facts.casegroup_id


def _exception_of(
    desk: Desk, missing: Sequence[str], *, system: System, file_name: str, digest: str
) -> DataExceptionFound:
    """Make one data exception of everything missing; restricted records are counted in it and not named."""
    hidden = desk.store.restricted_of(missing)
    named = [number for number in missing if number not in hidden]
    held = "1 casegroup" if len(missing) == 1 else f"{len(missing):,} casegroups"
    first = Fault(f"whole file of {system}", f"{held} held here not in it", "every one that is neither closed nor nil")
    faults = [str(first), *(", ".join(line) for line in batches(named[:MOST_NAMED], IN_A_LINE))]
    if more := len(missing) - len(named[:MOST_NAMED]):
        restricted = f", {len(hidden):,} of them restricted" if hidden else ""
        faults.append(f"and {more:,} more{restricted}")
    return DataExceptionFound(
        data_exception_id=f"DX-{digest[:8]}-{system}", system=system, file_name=file_name, line=WHOLE_FILE,
        casegroup_id=None, faults=tuple(faults), restricted=False,
    )  # fmt: skip


def exceptions_of_missing(
    desk: Desk, missing: Sequence[str], *, system: System, file_name: str, digest: str
) -> tuple[DataExceptionFound | None, list[DataExceptionSettled]]:
    """Give the data exception of what is missing, unless that very one is open, and settle what was said before it."""
    older = [
        found.event
        for found in open_data_exceptions(office_of(desk))
        if (found.event.line, found.event.system) == (WHOLE_FILE, system)
    ]
    if not missing:
        return None, [settled(event, "loaded") for event in older]
    found = _exception_of(desk, missing, system=system, file_name=file_name, digest=digest)
    if any(event.faults == found.faults for event in older):
        return None, []
    return found, [settled(event, "superseded") for event in older]


def settled(event: DataExceptionFound, how: Literal["loaded", "superseded"]) -> DataExceptionSettled:
    """Settle a data exception by what a later load brought."""
    return DataExceptionSettled(data_exception_id=event.data_exception_id, how=how, note="")
