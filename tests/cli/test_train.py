"""`train` on another day than the training store's own, and as somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import MANAGER, answer_of

if TYPE_CHECKING:
    from console.desk.desk import Desk
    from tests.cli.conftest import Closeout


@pytest.mark.parametrize(("options", "day"), [([], "2016-02-15"), (["--as-at", "2016-03-17"], "2016-03-17")])
def test_training_is_on_its_own_day_unless_another_is_given(closeout: Closeout, options: list[str], day: str) -> None:
    assert answer_of(closeout("train", "--json", *options, "--store", "training.db"))["as_at"] == day


@pytest.mark.parametrize(
    ("options", "user"), [([], MANAGER), (["--as", "second team leader"], "training second team leader")]
)
def test_training_is_done_as_oneself_unless_a_colleague_is_named(
    closeout: Closeout, monkeypatch: pytest.MonkeyPatch, options: list[str], user: str
) -> None:
    users: list[str] = []

    def open_it(desk: Desk) -> int:
        users.append(desk.user)
        return 0

    monkeypatch.setattr("console.cli.opening.has_terminal", lambda: True)
    monkeypatch.setattr("console.cli.opening.run_console", open_it)
    assert closeout("train", *options, "--store", "training.db").exit_code == 0
    assert users == [user]


def test_nobody_sits_down_as_somebody_the_lessons_do_not_know(
    closeout: Closeout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.cli.opening.has_terminal", lambda: True)
    result = closeout("train", "--as", "king", "--store", "training.db")
    assert result.exit_code == 3
    assert "expected one of caseworker, team leader" in result.stderr
