"""What all tests share: hypothesis profiles, and the answer to "is there a real terminal here?"."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
NO_TMUX = "tmux is not installed, so there is no real terminal to test in (Debian: apt-get install tmux)"

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


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a terminal test where there is no tmux, saying why; in CI a missing tmux is a failure."""
    if item.get_closest_marker("needs_tmux") is None or shutil.which("tmux"):
        return
    if IN_CI:
        pytest.fail(NO_TMUX, pytrace=False)
    pytest.skip(NO_TMUX)


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
