"""Files in: a whole file of casegroups or none of it, kept as received with where it came from."""

from __future__ import annotations

import json
import pickle
import tempfile
import uuid
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from console.desk.clock import Clock
from console.desk.desk import casefile_of
from console.desk.masking import sees_restricted
from domain.casefile import fold
from domain.document import read_casegroup, warnings_about
from domain.errors import BadInputError, DocumentRefusedError, Fault, NotPermittedError
from domain.events import FactsReceived
from domain.letter_rows import letter_rows
from domain.lines import Lines, lines_of
from domain.policy.book import policy_for
from domain.queue import has_open_work
from domain.selection.prospects import Prospect, prospect_of
from domain.worklist import WorklistRow, worklist_row
from storage.batches import batches
from storage.exporters.files import FILE_MODE
from storage.facts import FactsDraft
from storage.importers.casegroups import LONGEST_DOCUMENT_BYTES, CasegroupFile
from storage.placing import partial_of, reserve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from console.desk.desk import Desk
    from domain.letter_rows import LetterRow
    from storage.facts import Facts
    from storage.importers.casegroups import SourceDocument
    from storage.journal import JournalEntry
    from storage.turn import Turn

BATCH: Final = 500
MOST_FAULTS_SHOWN: Final = 1000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A document that was not taken, with its place and everything wrong with it."""

    file: str
    line: int
    faults: tuple[Fault, ...]
    body: bytes

    def sentences(self) -> Iterator[str]:
        """Give one line for each fault, with file and line before it."""
        for fault in self.faults:
            yield f"{self.file}:{self.line}: {fault}"


class ImportRefusedError(BadInputError):
    """Nothing of the file was taken; the message has one line for each fault."""


@dataclass(slots=True)
class ImportReport:
    """What became of the documents of an import."""

    new: int = 0
    superseding: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    rejected_files: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """A good document between the first reading and the turn that keeps it."""

    casegroup_id: str
    line: int
    body: bytes
    row: WorklistRow
    prospect: Prospect
    letters: tuple[LetterRow, ...]
    has_open_work: bool
    warnings: tuple[Fault, ...] = ()


def import_files(
    desk: Desk | Callable[[], Desk],
    paths: Sequence[Path],
    *,
    keep_good: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Import files: all of every file or nothing at all, unless `keep_good` leaves the bad documents out.

    A store that has yet to be made is given as the function that makes it: it is asked once the files are read and
    found good. `progress` is told bytes read and bytes in all. Raises ImportRefusedError with every fault,
    NotPermittedError, and the errors of a turn; then the store is as it was.
    """
    if not callable(desk):
        desk.require_place_on_roster()
    day = Clock().today() if callable(desk) else desk.as_at
    files = [CasegroupFile(path) for path in paths]
    report = ImportReport()
    total = sum(file.size_bytes for file in files)
    done = 0
    with tempfile.TemporaryFile() as spool:
        counts: list[int] = []
        seen: dict[str, str] = {}
        for file in files:
            tell = partial(_tell, progress, total, done)
            counts.append(_read_file(file, spool, seen, day, report, tell))
            done += file.size_bytes
        if report.rejected and not keep_good:
            raise ImportRefusedError(_all_faults(report))
        if not any(counts) and not report.rejected:
            message = f"{', '.join(str(path) for path in paths)}: no casegroup in it; expected at least one"
            raise ImportRefusedError(message)
        written = _write_rejected(report)
        spool.seek(0)
        try:
            _keep(desk() if callable(desk) else desk, files, counts, spool, report)
        except BaseException:
            for temporary, _ in written:
                temporary.unlink(missing_ok=True)
            raise
        for temporary, place in written:
            temporary.replace(place)
            report.rejected_files.append(place)
    return report


def _tell(progress: Callable[[int, int], None] | None, total: int, before: int, read: int) -> None:
    if progress is not None:
        progress(before + read, total)


def _read_file(
    file: CasegroupFile,
    spool: IO[bytes],
    seen: dict[str, str],
    day: date,
    report: ImportReport,
    progress: Callable[[int], None],
) -> int:
    """Read and check every document before anything is written; gives how many are good."""
    good = 0
    for document in file.documents():
        result = read_document(file, document, seen, day)
        if isinstance(result, Rejected):
            report.rejected.append(result)
        else:
            report.warnings += [f"{file.path}:{document.line}: {warning}" for warning in result.warnings]
            pickle.dump(result, spool, protocol=pickle.HIGHEST_PROTOCOL)
            good += 1
        progress(document.bytes_read)
    return good


def read_document(file: CasegroupFile, document: SourceDocument, seen: dict[str, str], day: date) -> Read | Rejected:
    """Read one document of a file on a day; `seen` holds where each casegroup number stood before."""
    if document.too_long:
        limit = f"at most {LONGEST_DOCUMENT_BYTES // 2**20} MiB in one document"
        return Rejected(str(file.path), document.line, (Fault("document", "too long", limit),), b"")
    try:
        casegroup = read_casegroup(document.body)
    except DocumentRefusedError as refused:
        return Rejected(str(file.path), document.line, refused.faults, document.body)
    place = f"{file.path}:{document.line}"
    earlier = seen.setdefault(casegroup.casegroup_id, place)
    if earlier != place:
        fault = Fault("casegroup_id", json.dumps(casegroup.casegroup_id), f"each casegroup once; {earlier} has it")
        return Rejected(str(file.path), document.line, (fault,), document.body)
    casefile = fold(casegroup, 1, ())
    row, prospect, letters = worklist_row(casefile), prospect_of(casefile, day), letter_rows(casefile, policy_for(day))
    return Read(
        casegroup.casegroup_id,
        document.line,
        document.body,
        row,
        prospect,
        letters,
        has_open_work(casegroup),
        warnings_about(casegroup),
    )


def _all_faults(report: ImportReport) -> str:
    sentences = [sentence for rejected in report.rejected for sentence in rejected.sentences()]
    shown = sentences[:MOST_FAULTS_SHOWN]
    if len(sentences) > len(shown):
        shown.append(f"… and {len(sentences) - len(shown)} more faults")
    return "\n".join(shown)


def _keep(
    desk: Desk, files: Sequence[CasegroupFile], counts: Sequence[int], spool: IO[bytes], report: ImportReport
) -> None:
    """Write everything read in one turn."""
    request_id = str(uuid.uuid4())
    with desk.store.turn() as turn:
        step = 0
        for file, count in zip(files, counts, strict=True):
            for batch in batches((pickle.load(spool) for _ in range(count)), BATCH):  # noqa: S301 - our own spool
                step = _keep_batch(desk, turn, file, batch, request_id, step, report)


def _keep_batch(
    desk: Desk,
    turn: Turn,
    file: CasegroupFile,
    batch: list[Read],
    request_id: str,
    step: int,
    report: ImportReport,
) -> int:
    latest = desk.store.latest_facts_of([read.casegroup_id for read in batch])
    changed = [read for read in batch if read.casegroup_id not in latest or latest[read.casegroup_id].body != read.body]
    report.unchanged += len(batch) - len(changed)
    _refuse_to_lift_restrictions(desk, [read for read in changed if read.casegroup_id in latest])
    entries_before = desk.store.entries_of([read.casegroup_id for read in changed])
    kept = turn.put_facts(
        FactsDraft(
            casegroup_id=read.casegroup_id,
            body=read.body,
            file_name=file.name,
            file_digest=file.digest,
            line=read.line,
            received_at=desk.clock.stamp(),
            received_by=desk.user,
            request_id=request_id,
        )
        for read in changed
    )
    drafts = []
    for facts in kept:
        event = FactsReceived(facts_version=facts.version, file_name=facts.file_name, line=facts.line or 0)
        drafts += desk.drafts([event], facts, request_id, file.digest, step)
        step += 1
    lines = []
    for read, facts, entry in zip(changed, kept, turn.append(drafts), strict=True):
        before = entries_before.get(read.casegroup_id)
        if before is None:
            report.new += 1
        else:
            report.superseding += 1
        lines.append(lines_after(desk, read, facts, entry, before))
    turn.put_lines(lines)
    return step


def lines_after(
    desk: Desk, read: Read, facts: Facts, entry: JournalEntry, before: Sequence[JournalEntry] | None
) -> Lines:
    """Give the lines of a casegroup whose document was just kept by an entry; `before` are the entries it had."""
    if before is None and not read.has_open_work:
        row = replace(read.row, facts_version=facts.version, last_seq=entry.seq)
        return Lines(row, (), read.prospect, read.letters)
    return lines_of(casefile_of(facts, [*(before or ()), entry]), desk.policy)


def _refuse_to_lift_restrictions(desk: Desk, superseding: list[Read]) -> None:
    """Raise NotPermittedError where a document would open a restricted record to everybody, save for those nominated.

    Anybody may import: without this, a document written for the purpose would be a way in.
    """
    restricted = desk.store.restricted_of([read.casegroup_id for read in superseding])
    lifted = [read.casegroup_id for read in superseding if read.casegroup_id in restricted and not read.row.restricted]
    if lifted and not sees_restricted(desk):
        message = (
            f"casegroup {', '.join(lifted)}: a restricted record, which this document would open to everybody; "
            "only somebody nominated for these may import it, and nothing was imported"
        )
        raise NotPermittedError(message)


def _write_rejected(report: ImportReport) -> list[tuple[Path, Path]]:
    """Write the documents left out beside their files, under a temporary name; gives both names."""
    by_file: dict[str, list[Rejected]] = {}
    for rejected in report.rejected:
        by_file.setdefault(rejected.file, []).append(rejected)
    written: list[tuple[Path, Path]] = []
    for name, documents in by_file.items():
        place = Path(f"{name}.rejected.jsonl")
        temporary = partial_of(place)
        written.append((temporary, place))
        reason = "there is something that is no file" if place.exists() and not place.is_file() else ""
        try:
            if not reason:
                _write_lines(temporary, documents)
        except OSError as error:
            reason = error.strerror or "no reason is given"
        if reason:
            for partial_file, _ in written:
                partial_file.unlink(missing_ok=True)
            message = f"{place}: cannot be written ({reason}); nothing was imported"
            raise BadInputError(message)
    return written


def _write_lines(path: Path, documents: list[Rejected]) -> None:
    """Write rejected documents for the user's eyes only: they are about people."""
    reserve(path, FILE_MODE)
    with path.open("w", encoding="utf-8") as file:
        for rejected in documents:
            file.write(json.dumps(_rejected_json(rejected), ensure_ascii=False) + "\n")


def _rejected_json(rejected: Rejected) -> dict[str, object]:
    return {
        "line": rejected.line,
        "faults": [{"path": fault.path, "value": fault.value, "expected": fault.expected} for fault in rejected.faults],
        "document": rejected.body.decode("utf-8", "backslashreplace"),
    }
