"""Digests over whole rows, in an encoding that no two different rows share."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

ENTRY_LABEL: Final = b"closeout journal entry 1"
FACTS_LABEL: Final = b"closeout facts row 1"
NO_DIGEST: Final = "0" * 64

Value = int | float | str | bytes | None


class RawText(bytes):
    """Text as its bytes in the file, kept apart from a BLOB with the same bytes."""

    __slots__ = ()


def row_digest(label: bytes, values: Iterable[Value]) -> str:
    """Digest a row: each value as a letter for its type, eight bytes of length, its bytes (sha256, hex)."""
    digest = hashlib.sha256(label)
    for value in values:
        kind, content = _encoded(value)
        digest.update(kind + len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def content_digest(content: bytes) -> str:
    """Digest a document exactly as received (sha256, hex)."""
    return hashlib.sha256(content).hexdigest()


def _encoded(value: Value) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"N", b""
        case RawText():
            return b"T", value
        case str():
            return b"T", value.encode()
        case bytes():
            return b"B", value
        case float():
            # No column of ours holds one; it can only have been put there behind our back.
            return b"F", repr(value).encode()
        case int():
            return b"I", str(value).encode()
