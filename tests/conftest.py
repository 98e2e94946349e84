"""What all tests share: hypothesis profiles, and the answer to "are the real ends here?"."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
# The programs a marker needs, and what cannot be tested without them.
ENDS = {
    "needs_tmux": (
        "tmux",
        "tmux is not installed, so there is no real terminal to test in (Debian: apt-get install tmux)",
    ),
    "needs_browser": (
        "chromium",
        "Chromium is not installed, so there is no real browser to test in (Debian: apt-get install chromium)",
    ),
    "needs_soffice": (
        "soffice",
        "LibreOffice is not installed, so no spreadsheet program can reckon (Debian: apt-get install libreoffice-calc)",
    ),
    "needs_writer": (
        # The word processor has no program of its own; this is its part of LibreOffice.
        "libswlo.so",
        "LibreOffice has no Writer here, so no word processor can print (Debian: apt-get install libreoffice-writer)",
    ),
}

# No deadlines: a busy machine is no defect. Examples are printed so that a failure can be pasted back.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("dev"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "dev"))


def is_here(program: str) -> bool:
    """Whether a program is installed, or a part of LibreOffice."""
    office = shutil.which("soffice")
    return shutil.which(program) is not None or (
        office is not None and (Path(office).resolve().parent / program).exists()
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose real end is not installed here, saying why; in CI that is a failure."""
    for marker, (program, reason) in ENDS.items():
        if item.get_closest_marker(marker) is None or is_here(program):
            continue
        if IN_CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def _nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test from the settings, the store, the roster and the colours of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CLOSEOUT_")]:
            patch.delenv(name)
        for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TEXTUAL", "COLUMNS", "LINES"):
            patch.delenv(name, raising=False)
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        yield
