"""What the tests of the command line share: the program run in this process, and a small store to run it on."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from console.cli import main
from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from domain.actor import Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Closeout = Callable[..., Result]

DATA = Path(__file__).with_name("data")
CASEGROUPS = DATA / "casegroups.jsonl"
EXPECTED = DATA / "casegroups.expected-2016-02-15.jsonl"
AS_AT = "2016-02-15"
MANAGER, CASEWORKER, STRANGER = "manager", "caseworker", "stranger"

# The names of one casegroup that tries everything a name can try.
HOSTILE_NAMES = {
    "surname": "Smith [née Jones]",
    "forenames": "=cmd|'/C calc'!A0 \x1b]52;c;QUJD\x07",
    "receiving": "O'Brien [/] Ltd [@click=app.quit]x\x9b31m\u202egnp.exe",
    "tranche": "\x1b[2J\u2066",
}


def example(number: int = 0) -> dict[str, Any]:
    """Give one of the example documents, to be changed as wanted."""
    document: dict[str, Any] = json.loads(CASEGROUPS.read_text(encoding="utf-8").splitlines()[number])
    return document


def hostile() -> dict[str, Any]:
    """Give a document with hostile names that is good in every other way."""
    document = example()
    document["casegroup_id"] = "H001"
    document["paying_parent"] |= {name: HOSTILE_NAMES[name] for name in ("surname", "forenames")}
    document["cases"][0]["receiving_parent"]["surname"] = HOSTILE_NAMES["receiving"]
    document["journey"]["tranche"] = HOSTILE_NAMES["tranche"]
    document["cases"][0]["work_items"] = [{"id": "W\x1b[5m1", "kind": "a\u202eb", "opened_on": "2016-01-01"}]
    return document


def clerical() -> dict[str, Any]:
    """Give a document with a clerical case, whose validation has to be confirmed."""
    document = example()
    document["casegroup_id"] = "CC01"
    document["cases"][0]["system"] = "CCD"
    return document


def not_checked() -> dict[str, Any]:
    """Give a document that breaks a rule, for which the rules have not been asked."""
    document = example()
    document["casegroup_id"] = "N001"
    document["cases"][0]["work_items"] = [{"id": "W1", "kind": "appeal", "opened_on": "2016-01-01"}]
    return document


def write_documents(path: Path, *documents: dict[str, Any]) -> Path:
    """Write documents to a file, one on each line."""
    path.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def made_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store of the examples, hostile names and a clerical case, all checked, and one not checked yet."""
    folder = tmp_path_factory.mktemp("store")
    path = folder / "store.db"
    clock = Clock(datetime(2016, 2, 15, 12, tzinfo=UTC))
    others = write_documents(folder / "others.jsonl", hostile(), clerical())
    with Desk.create(path, MANAGER, clock=clock) as desk:
        desk.write_roster([Actor(CASEWORKER, "A Patel", frozenset({"caseworker"}))])
        import_files(desk, [CASEGROUPS, others])
        run(desk)
        import_files(desk, [write_documents(folder / "later.jsonl", not_checked())])
    return path


@pytest.fixture
def store(made_store: Path, tmp_path: Path) -> Path:
    """Give a store of the test's own."""
    return Path(shutil.copy(made_store, tmp_path / "store.db"))


@pytest.fixture
def work_as(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the test be somebody else."""

    def become(user: str) -> None:
        monkeypatch.setattr("console.desk.settings.operating_system_user", lambda: user)

    return become


@pytest.fixture
def closeout(work_as: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Closeout:
    """Run the program in this process, as the team manager, in an empty folder."""
    work_as(MANAGER)
    monkeypatch.chdir(tmp_path)

    def run_program(*arguments: object, **options: Any) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], **options)

    return run_program


@pytest.fixture
def at(closeout: Closeout, store: Path) -> Closeout:
    """Run the program on the store; a command first, then its arguments."""

    def run_program(*arguments: object, **options: Any) -> Result:
        return closeout("--store", store, *arguments, **options)

    return run_program


def answer_of(result: Result) -> dict[str, Any]:
    """Read the one JSON object a command answered with."""
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def answers_of(result: Result) -> list[dict[str, Any]]:
    """Read the JSON objects a command answered with, one a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]
