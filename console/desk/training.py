"""The training store: made from the sample scenarios, reset at will, and never a way to a live store."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from console.desk.desk import Desk
from console.desk.files import import_files
from console.desk.lists import bring_lists_up_to_date
from console.desk.load import load_file
from console.desk.people import nominate
from domain.actor import ROLE_TITLES, Actor
from domain.errors import BadInputError
from domain.selection.loads import SYSTEMS
from storage.errors import StoreError, StoreNotFoundError
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from console.desk.clock import Clock
    from domain.actor import Role

TRAINING_DAY: Final = date(2016, 2, 15)
LOADED_ON: Final = date(2016, 2, 8)
"""The day of which the old systems were loaded whole in training: two of them are stale since."""
BEGIN_AGAIN: Final = -1
"""What a console left to begin all lessons again answers with; never an exit code of the program."""
NOMINATES: Final = ROLE_TITLES["team_manager"]
# A trainee practises every role.
TRAINEE_ROLES: Final[frozenset[Role]] = frozenset({"team_manager", "case_manager", "cms_caseworker"})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do in a lesson: by whom, on which day, what is asked for, what comes of it, and why."""

    who: str
    as_at: date
    why: str
    do: dict[str, Any]
    expect: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One lesson: a casegroup, the day it is looked at, what should come out, and what there is to do."""

    name: str
    title: str
    lesson: str
    as_at: date
    casegroup: dict[str, Any]
    expected: dict[str, Any]
    people: dict[str, str]
    steps: tuple[Step, ...]

    @property
    def casegroup_id(self) -> str:
        """Give the number of the scenario's casegroup."""
        return str(self.casegroup["casegroup_id"])


def scenarios() -> Iterator[Scenario]:
    """Give every scenario shipped with the product, in the order of their names."""
    folder = resources.files("sample_data") / "scenarios"
    for file in sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=_name):
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        yield Scenario(
            name=file.name.removesuffix(".toml"),
            title=document["title"],
            lesson=document["lesson"],
            as_at=date.fromisoformat(document["as_at"]),
            casegroup=with_nulls(document["casegroup"]),
            expected=document["expected"],
            people=document.get("people", {}),
            steps=tuple(_step(step) for step in document.get("step", ())),
        )


def _step(step: dict[str, Any]) -> Step:
    return Step(step["who"], date.fromisoformat(step["as_at"]), step["why"], step["do"], step.get("expect", {}))


def with_nulls(record: dict[str, Any]) -> dict[str, Any]:
    """Put a null for every field a record says is not known; TOML has none of its own."""
    filled: dict[str, Any] = dict.fromkeys(record.get("not_known", {}))
    for name, value in record.items():
        if isinstance(value, dict) and name != "not_known":
            filled[name] = with_nulls(value)
        elif isinstance(value, list):
            filled[name] = [with_nulls(item) if isinstance(item, dict) else item for item in value]
        else:
            filled[name] = value
    return filled


def _name(file: Traversable) -> str:
    return file.name


def open_training(path: Path, user: str, clock: Clock | None = None, *, reset: bool = False) -> Desk:
    """Sit down at the training store, making it where there is none or where a fresh one is wanted.

    Raises BadInputError where the path holds a live store: training never touches one.
    """
    try:
        store = Store.open(path)
    except StoreNotFoundError:
        return _make(path, user, clock)
    kind = store.header.kind
    if kind != "training":
        store.close()
        message = f"{path}: is a live store; expected a training store or a path where there is none"
        raise BadInputError(message)
    if not reset:
        desk = Desk(store, user, clock)
        bring_lists_up_to_date(desk)
        return desk
    with store.turn():
        # Whoever works in it now would lose their place: the turn proves that nobody is writing.
        pass
    store.close()
    for leftover in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        leftover.unlink(missing_ok=True)
    return _make(path, user, clock)


def require_nobody_writing(desk: Desk) -> None:
    """Raise the errors of a turn where somebody writes in a store just now, who would lose their place."""
    with desk.store.turn():
        pass


def begin_all_again(desk: Desk) -> Desk:
    """Sit down as the same person at a new training store in the place of the old one; raises as `open_training`."""
    is_colleague = desk.user in {person.user for person in _colleagues()}
    path, user, clock = desk.store.path, desk.user, desk.clock if desk.clock.fixed else None
    owner = desk.store.header.created_by if is_colleague else user
    desk.close()
    fresh = open_training(path, owner, clock, reset=True)
    fresh.user = user
    return fresh


def sit_down_as(desk: Desk, colleague: str) -> None:
    """Go on at a training desk as a colleague of the lessons, for what one person may not do alone.

    Raises BadInputError for anybody whom the lessons do not know.
    """
    colleagues = {person.name: person.user for person in _colleagues()}
    if colleague not in colleagues:
        message = f"{colleague!r}: nobody of the lessons; expected one of {', '.join(colleagues)}"
        raise BadInputError(message)
    desk.user = colleagues[colleague]


def _colleagues() -> Iterator[Actor]:
    """Give the people a trainee works with: one for each role, and those whom lessons name beside them."""
    roles = {title: role for role, title in ROLE_TITLES.items()}
    named = [people for scenario in scenarios() for people in scenario.people.items()]
    for name, title in (*zip(roles, roles, strict=True), *named):
        yield Actor(_user_of(name), name, frozenset({roles[title]}))


def _user_of(name: str) -> str:
    """Name the user behind a colleague; no system has a user of several words, so it is never the trainee."""
    return f"training {name}"


def _make(path: Path, user: str, clock: Clock | None) -> Desk:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path.parent}: cannot be made ({error.strerror})"
        raise StoreError(message) from None
    desk = Desk.create(path, user, training_day=TRAINING_DAY, clock=clock, roles=TRAINEE_ROLES)
    desk.write_roster(_colleagues())
    # Nobody nominates themself.
    nominate(Desk(desk.store, _user_of(NOMINATES), clock), user)
    casegroups = [scenario.casegroup for scenario in scenarios()]
    with TemporaryDirectory() as folder:
        import_files(desk, [_write(Path(folder) / "sample_data.jsonl", casegroups)])
        for system in SYSTEMS:
            of_system = [found for found in casegroups if any(case["system"] == system for case in found["cases"])]
            file = _write(Path(folder) / f"{system.lower()}.jsonl", of_system)
            load_file(desk, file, system, "full", LOADED_ON)
    return desk


def _write(path: Path, casegroups: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in casegroups), encoding="utf-8")
    return path
