"""Every example of the help works as it stands: copied literally, at the root of the repository, on the training store.

The store is the one `closeout train --reset` makes. Examples that take up what was done before run on a copy of it in
which `PRIOR` was done, with commands that anybody can type.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from console.cli import main
from console.desk.training import open_training
from tests.cli.examples import examples, words_of

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parents[2]
USER = "trainee"
IMPORTS = "sample_data/imports"
STAYS_OPEN = ("closeout serve", "closeout train")
"""These open the console, or another store than the one named."""

TAKES_MORE = (
    "closeout arrive residuals",
    "closeout lookup settle",
    "closeout advance-breakdown",
    "closeout return-breakdown",
    "closeout settle-difference",
)
"""These take up what another person did, a look-up or a difference that still waits, or a later day of a lesson."""

PRIOR = (
    "closeout calculate --scheme 2003 --income 315.00 --children 2 --casegroup S35 --case S35-1 --save balance_queried",
    'closeout note S29 "Meant for another casegroup"',
    "closeout run",
    *(f"closeout confirm {number} --reason 'Checked against the clerical file'" for number in ("S68", "S70")),
    *(f"closeout dispose {number}" for number in ("S67", "S68", "S69", "S70", "S71", "S74", "S75", "S76", "S77")),
    "closeout close S67 S68 S69 S70 S71 S74",
    f"closeout arrive register {IMPORTS}/cms-cases.csv",
    *(f"closeout arrive receive --casegroup {number}" for number in ("S67", "S68", "S71")),
    "closeout arrive run",
    "closeout close S75",
    "closeout arrive flag S67 R-118 --amount 25.00",
    f"closeout payments import {IMPORTS}/payments-of-the-day.csv",
    "closeout letters release S31-L1 S31-L2",
    "closeout letters edit S30-L1 to-edit.docx",
    "closeout letters specimen CMSL6303 --pdf edited.pdf",
    "closeout lookup make applicant --surname Holt --forenames Ann --on-csa yes",
    "closeout lookup make applicant --surname Holt --forenames Bea --on-csa yes",
    "closeout lookup by-hand LU-2 --result found --casegroup S35 --because 'under a former name'",
    "closeout work open S29 S29-1 'Trace the receiving parent'",
    "closeout raise-request S29 'Trace the receiving parent'",
    "closeout draft-breakdown S16",
    f"closeout load {IMPORTS}/load-s56-a-case-lost.jsonl --system CS2 --delta",
    (
        f"closeout reconcile {IMPORTS}/left-csa.csv {IMPORTS}/arrived-at-cms.csv"
        " --column 'amount=Balance at closing' --save-mapping weekly"
    ),
)
EXAMPLES = [one for one in dict.fromkeys(examples()) if not one.startswith((*STAYS_OPEN, *TAKES_MORE))]


def run(example: str, folder: Path, patch: pytest.MonkeyPatch) -> Result:
    """Run an example in a folder that looks like the root of the repository, on the store that is in it."""
    patch.setattr("console.desk.settings.operating_system_user", lambda: USER)
    patch.setenv("CLOSEOUT_STORE", str(folder / "training.db"))
    patch.chdir(folder)
    arguments, given = words_of(example)
    return CliRunner().invoke(main, arguments, input=None if given is None else (folder / given).read_bytes())


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the sample data and a fresh training store."""
    folder = tmp_path_factory.mktemp("fresh")
    (folder / "sample_data").symlink_to(ROOT / "sample_data")
    open_training(folder / "training.db", USER).close()
    return folder


@pytest.fixture(scope="session")
def worked(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which everything that examples take up was done before."""
    folder = tmp_path_factory.mktemp("worked") / "root"
    shutil.copytree(fresh, folder, symlinks=True)
    for step in PRIOR:
        with pytest.MonkeyPatch.context() as patch:
            result = run(step, folder, patch)
        assert result.exit_code == 0, f"{step}: {result.output}"
    (folder / "to-edit.docx").unlink()
    return folder


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_works_as_it_stands_at_once_or_after_what_it_takes_up(
    example: str, fresh: Path, worked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for number, start in enumerate((fresh, worked)):
        folder = tmp_path / str(number)
        shutil.copytree(start, folder, symlinks=True)
        result = run(example, folder, monkeypatch)
        if result.exit_code == 0:
            return
        said.append(result.output)
    pytest.fail("\n".join(said))


def test_an_example_that_names_what_is_not_there_fails(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("closeout show CG000412", fresh, monkeypatch).exit_code != 0
    assert run("closeout import nowhere.jsonl", fresh, monkeypatch).exit_code != 0
