"""The people of a made-up caseload: nobody who lives, at no address that exists.

Numbers begin with QQ, which is never given out; streets and towns are invented, only the form of the
postcode is real. Now and then a name is one that careless software breaks on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

Record = dict[str, Any]

POOL_SIZE = 600
STREETS = (
    "Example Street",
    "Nowhere Lane",
    "Sample Road",
    "Placeholder Terrace",
    "Fiction Close",
    "Ffug Heol",
)
TOWNS = ("Anytown", "Exampleford", "Madeupton", "Llanffuglen", "Ballyfiction", "Nowhere-on-Sea")
POSTCODE_AREAS = ("BL1", "CF10", "LL57", "BT7", "NE3", "PL4", "M14", "LS6", "S10", "SA2")
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
ODD_NAMES = (
    ("Mary", "Smith [née Jones]"),
    ("Sean", "O'Brien [/] Ltd"),
    ("Llŷr", "ap Gwyn-Ŵyn"),
    ("Siobhán", "Ní Dhomhnaill"),
    ("\u202eeroM", "Lesser"),
    ("[bold]Ann[/bold]", "von der Größe-MacDonald-Featherstonehaugh"),
    ("Null", "None"),
    ("Tadhg", "Ó Súilleabháin"),
    ("Zoë", "D’Arcy‑Lloyd"),
)


@dataclass(frozen=True)
class Names:
    """Names drawn once from faker, so that a hundred thousand people cost no more than a few hundred."""

    forenames: tuple[str, ...]
    surnames: tuple[str, ...]


def draw_names(seed: int) -> Names:
    """Draw the pool of names for a seed."""
    from faker import Faker  # noqa: PLC0415 - slow to import, and only made-up caseloads need it

    faker = Faker("en_GB")
    faker.seed_instance(seed)
    return Names(
        forenames=tuple(faker.first_name() for _ in range(POOL_SIZE)),
        surnames=tuple(faker.last_name() for _ in range(POOL_SIZE)),
    )


def made_up_address(random: Random) -> Record:
    """An address in the form of a real one, in a town that is none."""
    letters = random.choice(POSTCODE_LETTERS) + random.choice(POSTCODE_LETTERS)
    return {
        "lines": [f"{random.randint(1, 199)} {random.choice(STREETS)}", random.choice(TOWNS)],
        "postcode": f"{random.choice(POSTCODE_AREAS)} {random.randint(1, 9)}{letters}",
    }


def made_up_person(random: Random, names: Names, person_id: str, marks: frozenset[str]) -> Record:
    """A person with the marks that belong on a person; one in ten has no National Insurance number."""
    forenames, surname = random.choice(names.forenames), random.choice(names.surnames)
    if "odd_name" in marks:
        forenames, surname = random.choice(ODD_NAMES)
    person: Record = {
        "person_id": person_id,
        "forenames": forenames,
        "surname": surname,
        "date_of_birth": f"{random.randint(1950, 1985)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
        "addresses": [made_up_address(random)],
    }
    if random.random() < 0.9:
        person["nino"] = f"QQ{random.randint(0, 999_999):06d}{random.choice('ABCD')}"
    markers = [mark for mark in ("special_client_record", "special_welfare", "nationally_sensitive") if mark in marks]
    if markers:
        person["markers"] = markers
    if "representative" in marks:
        friend = f"{random.choice(names.forenames)} {random.choice(names.surnames)}"
        person["representative"] = {"name": friend, "addresses": [made_up_address(random)]}
    if "dead" in marks:
        person["date_of_death"] = f"2015-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
    if "large_print" in marks:
        person["correspondence"] = {"format": "large_print", "language": "cy"}
    return person
