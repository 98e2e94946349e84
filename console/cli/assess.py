"""`closeout assess`: answers for casegroups straight from files, without a store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from console.cli.exits import BAD_INPUT, DONE
from console.cli.options import as_at_option, edition_option, json_option, with_examples
from console.cli.output import answer_json, complain, say
from console.cli.progress import on_terminal, progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.cli.progress import Told
    from domain.assessment import Assessment
    from domain.casegroup import Casegroup
    from domain.policy.model import Policy
    from storage.importers.casegroups import CasegroupFile, SourceDocument

STANDARD_INPUT: Final = "-"


@with_examples(
    "closeout assess sample_data/imports/twelve-casegroups.jsonl --as-at 2016-02-15",
    "closeout assess sample_data/imports/twelve-casegroups.jsonl --as-at 2016-02-15 --json > assessed.jsonl",
    "closeout assess - --json < sample_data/imports/twelve-casegroups.jsonl",
)
@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@as_at_option
@edition_option
@json_option
def assess(files: tuple[str, ...], as_at: date | None, edition: str, as_json: bool) -> int:
    """Assess casegroups straight from files; no store is needed.

    Each FILE holds one casegroup document or one on each line; - reads standard input. Good documents are answered
    in their order, with --json as one object a line; the faults of bad ones go to stderr, and the exit code is 3.
    A National Insurance number used for administration is warned of and taken.
    """
    from console.desk.clock import Clock
    from domain.errors import BadInputError
    from domain.policy.book import policy_for
    from domain.policy.model import edition_named

    policy = policy_for(as_at or Clock().today(), edition_named(edition))
    all_good = True
    for name in files:
        try:
            file = opened(name)
            # Where the answers themselves stream over the terminal, a bar would only be in their way.
            with progress(name, file.size_bytes or None, wanted=not on_terminal(sys.stdout)) as told:
                all_good &= _assess_file(file, policy, told, as_json=as_json)
        except BadInputError as unreadable:
            complain(unreadable.message)
            all_good = False
    return DONE if all_good else BAD_INPUT


def opened(name: str) -> CasegroupFile:
    """Open a file of documents; - is standard input."""
    from pathlib import Path

    from storage.importers.casegroups import CasegroupFile

    return _standard_input() if name == STANDARD_INPUT else CasegroupFile(Path(name))


def _standard_input() -> CasegroupFile:
    from pathlib import Path

    from storage.importers.casegroups import CasegroupFile

    class StandardInput(CasegroupFile):
        """Documents that another program hands over."""

        def __init__(self) -> None:
            super().__init__(Path(STANDARD_INPUT), size_bytes=0)

        def documents(self) -> Iterator[SourceDocument]:
            """Give each document handed over."""
            yield from self._documents(sys.stdin.buffer)

    return StandardInput()


def _assess_file(file: CasegroupFile, policy: Policy, told: Told, *, as_json: bool) -> bool:
    """Answer each good document at once, so that memory does not grow with the file; tell whether all were good."""
    from console.present.answers import assessment_json
    from domain.assessment import assess as assess_casegroup
    from domain.document import warnings_about
    from domain.errors import DocumentRefusedError

    found_any, all_good = False, True
    for document in file.documents():
        found_any = True
        try:
            casegroup = read(document)
            assessment = assess_casegroup(casegroup, policy.day, policy)
        except DocumentRefusedError as refused:
            all_good = False
            for fault in refused.faults:
                complain(f"{file.path}:{document.line}: {fault}")
        else:
            for warning in warnings_about(casegroup):
                complain(f"warning: {file.path}:{document.line}: {warning}")
            if as_json:
                answer_json(assessment_json(assessment))
            else:
                say(_summary(assessment))
        told(document.bytes_read)
    if not found_any:
        complain(f"{file.path}: no casegroup in it; expected at least one")
    return found_any and all_good


def read(document: SourceDocument) -> Casegroup:
    """Read one document; raises DocumentRefusedError listing every fault."""
    from domain.document import read_casegroup
    from domain.errors import DocumentRefusedError, Fault
    from storage.importers.casegroups import LONGEST_DOCUMENT_BYTES

    if document.too_long:
        limit = f"at most {LONGEST_DOCUMENT_BYTES // 2**20} MiB in one document"
        raise DocumentRefusedError((Fault("document", "too long", limit),))
    return read_casegroup(document.body)


def _summary(assessment: Assessment) -> str:
    """Sum up an assessment in one line."""
    from console.present.wording import DEFERRAL_RESULTS, EXCEPTIONS, OUTCOMES, day, pounds

    deferral, outcome = assessment.deferral, assessment.outcome
    until = f" until {day(deferral.deferred_until)}" if deferral.deferred_until else ""
    parts = [
        f"{DEFERRAL_RESULTS[deferral.result].lower()}{until}",
        f"discrepancy {pounds(assessment.validation.discrepancy_pence)}",
        f"left {pounds(outcome.residual_pence)}",
        OUTCOMES[outcome.outcome].lower(),
        *(f"EXCEPTION: {EXCEPTIONS[found.reason].lower()}" for found in assessment.exceptions),
    ]
    return f"{assessment.casegroup_id}: {'; '.join(parts)}"
