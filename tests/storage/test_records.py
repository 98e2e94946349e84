"""JSON files of rows are read as strictly as casegroup documents: each key once, no key unknown, every value a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.errors import BadInputError
from storage.importers.payments import read_payments
from storage.importers.transition_requests import read_requests

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '"nino":"QQ000001A","forenames":"A","surname":"B","receipt_reference":"J1","value":"10.00"'


@pytest.mark.parametrize(
    ("payment", "told"),
    [
        (f'{{{GOOD},"value":"999.00"}}', '"value" stands twice'),
        (f'{{{GOOD},"colour":"red"}}', "one of the keys nino, forenames"),
        ('{"nino":["x"],"forenames":"A","surname":"B","receipt_reference":"J1","value":"10.00"}', "nino: \"['x']\""),
        ('{"nino":"","forenames":"A","surname":"B","receipt_reference":5,"value":"10.00"}', 'receipt_reference: "5"'),
        ('{"nino":"","forenames":"A","surname":"B","receipt_reference":"J1","value":10.00}', 'value: "10.0"'),
        ('{"nino":"","forenames":"A\\u0000","surname":"B","receipt_reference":"J1","value":"10.00"}', "control"),
        ('{"nino":"","forenames":"A","surname":"\\ud800","receipt_reference":"J1","value":"10.00"}', "control"),
        ("7", "a record of texts"),
    ],
)
def test_a_file_of_payments_with_a_loose_record_is_refused_and_says_where(
    tmp_path: Path, payment: str, told: str
) -> None:
    file = tmp_path / "payments.json"
    control = '"control":{"payments":1,"value":"10.00"}'
    file.write_text(f'{{"payments":[{payment}],{control}}}', encoding="utf-8")
    with pytest.raises(BadInputError) as refused:
        read_payments(file)
    assert told in str(refused.value)


def test_one_reference_in_two_spellings_of_its_letters_comes_twice(tmp_path: Path) -> None:
    file = tmp_path / "payments.csv"
    rows = "QQ000001A,A,B,R1,10.00\nQQ000001A,A,B,r1,10.00\nTOTAL,,,2,20.00\n"
    file.write_text(f"nino,forenames,surname,receipt_reference,value\n{rows}", encoding="utf-8")
    with pytest.raises(BadInputError, match="a reference that comes once; line 2 has it too"):
        read_payments(file)


def test_a_file_of_requests_is_read_as_strictly(tmp_path: Path) -> None:
    file = tmp_path / "ltr.jsonl"
    file.write_text('{"request_id":"T1","request_id":"T2"}\n', encoding="utf-8")
    with pytest.raises(BadInputError, match='"request_id" stands twice'):
        read_requests(file)
