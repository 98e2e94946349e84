"""`closeout assess`: the contract's examples, standard input, and what is said of bad documents."""

from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import AS_AT, CASEGROUPS, EXPECTED, answers_of, example, write_documents

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.cli.conftest import Closeout


def agreed(expected: object, given: object) -> bool:
    """Whether everything expected stands in what was given; lists of checks in any order."""
    match expected, given:
        case dict(), dict():
            return all(name in given and agreed(value, given[name]) for name, value in expected.items())
        case list(), list() if expected and isinstance(expected[0], dict) and "rule" in expected[0]:
            return len(expected) == len(given) and all(any(agreed(one, other) for other in given) for one in expected)
        case list(), list():
            return len(expected) == len(given) and all(map(agreed, expected, given))
        case _:
            return expected == given


def test_the_examples_give_the_expected_answers(closeout: Closeout) -> None:
    result = closeout("assess", CASEGROUPS, "--as-at", AS_AT, "--json")
    expected: list[dict[str, Any]] = [json.loads(line) for line in EXPECTED.read_text(encoding="utf-8").splitlines()]
    given = answers_of(result)
    assert result.exit_code == 0
    assert [one["casegroup_id"] for one in given] == [one["casegroup_id"] for one in expected]
    assert [one["casegroup_id"] for one, other in zip(expected, given, strict=True) if not agreed(one, other)] == []


def test_a_wrong_answer_would_be_noticed() -> None:
    assert not agreed({"days": 14}, {"days": 28})
    assert not agreed([{"rule": "a", "answer": "kept"}], [{"rule": "a", "answer": "broken"}])


def test_standard_input_is_read_like_a_file(closeout: Closeout) -> None:
    from_file = closeout("assess", CASEGROUPS, "--as-at", AS_AT, "--json")
    piped = closeout("assess", "-", "--as-at", AS_AT, "--json", input=CASEGROUPS.read_bytes())
    assert piped.exit_code == 0
    assert piped.stdout == from_file.stdout


def test_without_json_each_casegroup_is_summed_up_in_a_line(closeout: Closeout) -> None:
    lines = closeout("assess", CASEGROUPS, "--as-at", AS_AT).stdout.splitlines()
    assert len(lines) == 8
    assert "E029: deferred until 15 Mar 2016; discrepancy £115.00; left £5.00; amend balance" in lines
    assert any("EXCEPTION: transition date not set" in line for line in lines)


def test_a_document_over_many_lines_is_one(closeout: Closeout, tmp_path: Path) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps(example(), indent=2), encoding="utf-8")
    assert [one["casegroup_id"] for one in answers_of(closeout("assess", file, "--json"))] == ["E001"]


def test_good_documents_are_answered_and_every_fault_of_bad_ones_told(closeout: Closeout, tmp_path: Path) -> None:
    bad = example() | {"casegroup_id": 7, "surplus": 1}
    file = write_documents(tmp_path / "mixed.jsonl", example(0), bad, example(1))
    result = closeout("assess", file, "--as-at", AS_AT, "--json")
    assert result.exit_code == 3
    assert [one["casegroup_id"] for one in answers_of(result)] == ["E001", "E003"]
    faults = result.stderr.splitlines()
    assert len(faults) == 2
    assert all(line.startswith(f"closeout: {file}:2: ") for line in faults)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no casegroup in it"),
        (b'{"format": ', "expected a JSON object"),
        (b'\xff\xfe{"a": 1}', "text in UTF-8"),
        (b"[]\n", "expected an object"),
    ],
)
def test_what_is_no_document_is_refused_in_a_readable_line(
    closeout: Closeout, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(content)
    result = closeout("assess", file)
    assert result.exit_code == 3
    assert said in result.stderr
    assert result.stdout == ""


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_answered(closeout: Closeout) -> None:
    result = closeout("assess", "missing.jsonl", CASEGROUPS, "--as-at", AS_AT, "--json")
    assert result.exit_code == 3
    assert len(answers_of(result)) == 8
    assert "missing.jsonl" in result.stderr


def test_a_day_the_policy_does_not_cover_is_refused(closeout: Closeout) -> None:
    result = closeout("assess", CASEGROUPS, "--as-at", "1999-01-01")
    assert result.exit_code == 3
    assert "1999-01-01" in result.stderr


def test_both_editions_are_known_and_named_in_the_answer(closeout: Closeout) -> None:
    answers = answers_of(closeout("assess", CASEGROUPS, "--as-at", AS_AT, "--edition", "segment-1", "--json"))
    assert {one["edition"] for one in answers} == {"segment-1"}


def test_memory_does_not_grow_with_the_file(closeout: Closeout, tmp_path: Path) -> None:
    def most_memory(count: int) -> int:
        file = write_documents(tmp_path / f"{count}.jsonl", *[example()] * count)
        tracemalloc.start()
        result = closeout("assess", file, "--as-at", AS_AT)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert result.exit_code == 0
        return most - len(result.stdout) * 8

    most_memory(1)
    assert most_memory(200) < most_memory(20) + 1_000_000
