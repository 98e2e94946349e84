"""Which casegroups are meant by the numbers somebody gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.store import Store


class NoSuchCasegroupError(BadInputError):
    """The store has no casegroup of that number."""


def numbers_meant(store: Store, casegroup_ids: Iterable[str]) -> list[str]:
    """Give casegroups as the store numbers them, each once; capitals and small letters matter only between two of them.

    Raises NoSuchCasegroupError, with a line for each that is not in the store.
    """
    named = list(dict.fromkeys(casegroup_ids))
    known = store.latest_facts_of(named)
    found = {number: [number] if number in known else store.in_another_case(number) for number in named}
    missing = [
        f"casegroup {number!r}: not in this store; expected "
        + (f"one of {', '.join(meant)}" if meant else "the number of one that is")
        for number, meant in found.items()
        if len(meant) != 1
    ]
    if missing:
        raise NoSuchCasegroupError("\n".join(missing))
    return list(dict.fromkeys(meant for (meant,) in found.values()))
