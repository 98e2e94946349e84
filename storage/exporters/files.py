"""A file written for somebody else: whole or not at all, and never over another without being told to."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from domain.errors import BadInputError
from storage.errors import StoreExistsError
from storage.placing import partial_of, put, reserve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import TextIOWrapper
    from pathlib import Path

# Personal data: for its owner alone until they decide otherwise.
FILE_MODE: Final = 0o600


@contextmanager
def new_file(path: Path, *, replace: bool = False) -> Iterator[TextIOWrapper]:
    """Give a file to write UTF-8 text to; it takes its place when all is written and synced to disk.

    Raises BadInputError where something is at the path (unless it may be replaced) or cannot be written; then
    nothing was.
    """
    refuse_taken(path, replace=replace)
    partial = partial_of(path)
    try:
        reserve(partial, FILE_MODE)
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replace:
            partial.replace(path)
        else:
            put(partial, path)
    except StoreExistsError:
        refuse_taken(path, replace=False)
        raise
    except OSError as error:
        message = f"{path}: cannot be written ({error.strerror}); nothing was"
        raise BadInputError(message) from None
    finally:
        partial.unlink(missing_ok=True)


def refuse_taken(path: Path, *, replace: bool) -> None:
    """Raise BadInputError where something is at a path, unless it is a file that may be replaced."""
    if os.path.lexists(path) and not (replace and path.is_file()):
        message = f"{path}: is there already; expected a new name, or --force to write over a file"
        raise BadInputError(message)
