"""Nothing the project holds could be a real person's, or tells on which machine it was made."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import held_files, place, text_of

# Numbers that somebody could have been given: the prefixes never issued are left out.
POSSIBLE_NINO = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|tmp|root|home/\w+|Users/\w+)/")
REGISTRY_HOST = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org|proxy\.golang\.org)\b"
)
ITSELF = "tests/house/test_privacy.py"
LOCK = "uv.lock"  # Its format records the index each part came from.


@pytest.mark.parametrize("number", ["AB" + "123456C", "PP" + "12 34 56 D", "JK" + "000000A"])
def test_a_nino_that_somebody_could_have_is_noticed(number: str) -> None:
    assert POSSIBLE_NINO.search(f"nino = {number},")


@pytest.mark.parametrize("number", ["QQ123456C", "BG123456A", "AO123456A", "AB123456E", "CS123456"])
def test_a_number_that_nobody_can_have_passes(number: str) -> None:
    assert not POSSIBLE_NINO.search(f"nino = {number},")


def test_every_nino_is_made_up() -> None:
    found = [
        f"{place(path)}: {number}"
        for path in held_files()
        if path.name != LOCK
        for number in POSSIBLE_NINO.findall(text_of(path))
    ]
    assert found == []


@pytest.mark.parametrize("text", ["see /tmp" + "/x", "'/root" + "/.ssh'", "cd /home" + "/anna/closeout"])
def test_a_path_of_a_machine_is_noticed(text: str) -> None:
    assert MACHINE_PATH.search(text)


def test_nothing_names_a_path_of_the_machine_it_was_made_on() -> None:
    found = [
        f"{place(path)}: {match}"
        for path in held_files()
        if place(path) not in {ITSELF, LOCK}
        for match in MACHINE_PATH.findall(text_of(path))
    ]
    assert found == []


def test_nothing_but_the_lock_names_a_registry_host() -> None:
    found = [
        f"{place(path)}: {match}"
        for path in held_files()
        if place(path) not in {ITSELF, LOCK}
        for match in REGISTRY_HOST.findall(text_of(path))
    ]
    assert found == []
