"""Where things are kept unless a person says otherwise."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Final

from platformdirs import user_config_path, user_data_path

STORE_VARIABLE: Final = "CLOSEOUT_STORE"


def store_path(given: str | None) -> Path:
    """Give the store to work on: the one named, else that of CLOSEOUT_STORE, else the user's own."""
    named = given or os.environ.get(STORE_VARIABLE)
    return Path(named) if named else user_data_path("closeout") / "casework.db"


def training_path() -> Path:
    """Give the place of the training store, apart from every live one."""
    return user_data_path("closeout") / "training.db"


def operating_system_user() -> str:
    """Give the user the operating system knows, by which the roster knows people.

    Asked of the system itself: LOGNAME and the like are anybody's to set, and the journal names people.
    """
    if sys.platform == "win32":
        return getpass.getuser()
    import pwd  # noqa: PLC0415 - where there is no such module, it is not reached

    user_id = os.getuid()
    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return f"uid-{user_id}"


def keymap_path() -> Path:
    """Give the place of the file that gives commands other keys, whether there is one or not."""
    return user_config_path("closeout") / "keymap.toml"
