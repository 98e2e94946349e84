"""Where a rule or a value comes from, and how firmly it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["stated", "interpreted", "assumed"]


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document, with what it asks in our own words."""

    document: str
    place: str
    says: str
