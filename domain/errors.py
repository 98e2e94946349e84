"""Faults in what we were given, and the one base of every error the product raises on purpose."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Final

LONGEST_VALUE_SHOWN: Final = 60


class CloseoutError(Exception):
    """Something we say no to, in one readable sentence; `exit_code` is what a command ends with."""

    exit_code: int = 70

    def __init__(self, message: str) -> None:
        """Keep the sentence a person reads."""
        super().__init__(message)
        self.message = message


class BadInputError(CloseoutError):
    """What was given cannot be used; nothing was changed."""

    exit_code = 3


class NotPermittedError(CloseoutError):
    """This person may not do this."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document: where, what stands there, and what was expected."""

    path: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Put the fault in one line."""
        return f"{self.path}: {self.value}; expected {self.expected}"


class DocumentRefusedError(BadInputError):
    """A document is refused whole; `faults` lists everything wrong with it, in document order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep every fault; the message has one line for each."""
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def shown(value: object) -> str:
    """Write a value of a document as it stands there, shortened where it is long."""
    try:
        text = json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = f"a value of type {type(value).__name__}"
    return text if len(text) <= LONGEST_VALUE_SHOWN else f"{text[: LONGEST_VALUE_SHOWN - 1]}…"
