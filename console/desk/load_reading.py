"""Reading a file of one old system before anything is written: what is good in it, and what is wrong with the rest."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, Literal

from console.desk.files import Read, Rejected, read_document
from domain.document import reread_casegroup
from domain.errors import BadInputError, Fault
from domain.restricted import RESTRICTING
from domain.selection.prospects import fully_closed
from storage.folding import storable
from storage.importers.casegroups import CasegroupFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from domain.casegroup import System

Mode = Literal["full", "delta"]

MOST_FAULTS_SAID: Final = 20
LONGEST_IDENTIFIER: Final = 100


@dataclass(frozen=True, slots=True)
class Good:
    """A good document between the first reading and the turn that keeps it."""

    read: Read
    cases: frozenset[str]
    fully_closed: bool

    @property
    def line(self) -> int:
        """The line of the file on which it begins."""
        return self.read.line

    @property
    def number(self) -> str:
        """The number of its casegroup."""
        return self.read.casegroup_id


@dataclass(frozen=True, slots=True)
class Bad:
    """A document that cannot be kept, with all that is wrong with it."""

    line: int
    number: str | None
    faults: tuple[Fault, ...]
    restricted: bool


def bytes_of(path: Path) -> int:
    """Give how large a file to be loaded is, in bytes; raises BadInputError where there is none to be read."""
    return CasegroupFile(path).size_bytes


def read_file(
    day: date, file: CasegroupFile, system: System, spool: IO[bytes], progress: Callable[[int, int], None] | None
) -> tuple[int, list[Bad]]:
    """Read and check every document before anything is written; gives how many are good, and those that are not."""
    seen: dict[str, str] = {}
    good, bad = 0, []
    for document in file.documents():
        found = _sorted_out(read_document(file, document, seen, day), system, day)
        pickle.dump(found, spool, protocol=pickle.HIGHEST_PROTOCOL)
        if isinstance(found, Good):
            good += 1
        else:
            bad.append(found)
        if progress is not None:
            progress(document.bytes_read, file.size_bytes)
    return good, bad


def _sorted_out(read: Read | Rejected, system: System, day: date) -> Good | Bad:
    if isinstance(read, Rejected):
        record = _record_of(read.body)
        number = record.get("casegroup_id") if isinstance(record, dict) else None
        known = isinstance(number, str) and 0 < len(number) <= LONGEST_IDENTIFIER
        return Bad(read.line, storable(str(number)) if known else None, read.faults, _names_restriction(record))
    casegroup = reread_casegroup(read.body)
    systems = [case.system for case in casegroup.cases]
    if system not in systems:
        fault = Fault("cases", ", ".join(dict.fromkeys(systems)), f"a case on {system}, from which it was loaded")
        return Bad(read.line, read.casegroup_id, (fault,), read.row.restricted)
    cases = frozenset(f"{case.case_id} ({case.system})" for case in casegroup.cases)
    return Good(read, cases, fully_closed(casegroup, day))


def _record_of(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")


def _names_restriction(record: object) -> bool:
    """Tell whether what can be read of a document carries a marker of restricted records anywhere."""
    text = record if isinstance(record, str) else json.dumps(record)
    return any(marker in text for marker in RESTRICTING)


def refuse_what_is_no_load(file: CasegroupFile, system: System, mode: Mode, good: int, bad: Sequence[Bad]) -> None:
    """Raise BadInputError of a file without one good casegroup: it is another file, not a load full of exceptions."""
    if good or (mode == "delta" and not bad):
        return
    said = [
        f"{file.path}:{each.line}: {'not shown (a restricted record)' if each.restricted else fault}"
        for each in bad[:MOST_FAULTS_SAID]
        for fault in each.faults[:1]
    ]
    message = f"{file.path}: no casegroup of {system} in it that can be kept; expected at least one"
    raise BadInputError("\n".join([message, *said]))
