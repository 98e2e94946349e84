"""Every kind of broken document is refused, at the right place and in words that help."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.document import read_casegroup
from domain.errors import DocumentRefusedError

FOLDER = Path(__file__).parent / "broken_documents"


class Broken(NamedTuple):
    """One kind: the document, where its fault is, part of what was expected, and how many faults there are."""

    document: str
    path: str
    expected: str
    faults: str


with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as opened:
    KINDS = [Broken(**row) for row in csv.DictReader(opened, delimiter="|", quoting=csv.QUOTE_MINIMAL)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.document)
def test_a_broken_document_is_refused_with_a_clear_fault(kind: Broken) -> None:
    with pytest.raises(DocumentRefusedError) as refused:
        read_casegroup((FOLDER / f"{kind.document}.json").read_bytes())
    faults = refused.value.faults
    assert len(faults) == int(kind.faults)
    assert kind.expected in next(fault.expected for fault in faults if fault.path == kind.path)
    for fault in faults:
        assert str(fault) == f"{fault.path}: {fault.value}; expected {fault.expected}"
        assert "\n" not in str(fault)
        assert str(fault).isprintable()


@pytest.mark.parametrize(("kind", "shown"), [(None, "null"), (5, "5"), (True, "true"), ("end", '"end"')])
def test_an_unknown_kind_of_liability_event_is_shown_as_it_was_written(kind: object, shown: str) -> None:
    document = json.loads((FOLDER.parent / "whole_document.json").read_text(encoding="utf-8"))
    document["cases"][0]["liability_events"][0]["kind"] = kind
    with pytest.raises(DocumentRefusedError) as refused:
        read_casegroup(json.dumps(document))
    [fault] = [fault for fault in refused.value.faults if fault.path == "cases[0].liability_events[0].kind"]
    assert fault.value == shown


def test_there_are_many_kinds_and_each_file_is_one() -> None:
    assert len(KINDS) >= 50
    assert sorted(kind.document for kind in KINDS) == sorted(path.stem for path in FOLDER.glob("*.json"))


def test_the_document_they_were_broken_from_is_whole() -> None:
    whole = read_casegroup((FOLDER.parent / "whole_document.json").read_bytes())
    assert whole.casegroup_id == "CG1"
