"""`train` on another day than the training store's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import answer_of

if TYPE_CHECKING:
    from tests.cli.conftest import Closeout


@pytest.mark.parametrize(("options", "day"), [([], "2016-02-15"), (["--as-at", "2016-03-17"], "2016-03-17")])
def test_training_is_on_its_own_day_unless_another_is_given(closeout: Closeout, options: list[str], day: str) -> None:
    assert answer_of(closeout("train", "--json", *options, "--store", "training.db"))["as_at"] == day
