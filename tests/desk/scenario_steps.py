"""The steps of the training scenarios, carried out at a desk by several people on days that move on."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from console.desk.batch import run
from console.desk.clock import Clock
from console.desk.desk import Desk, casefile_of
from console.desk.failure_reports import import_failure_reports
from console.desk.files import import_files
from console.desk.lesson_facts import FACTS
from console.desk.office import office_of
from console.desk.people import nominate
from domain.actor import ROLE_TITLES, Actor
from domain.decide import REQUEST
from domain.errors import NotPermittedError
from domain.events.queued import ExceptionAnswered
from domain.money import parse_pounds
from domain.progress import TECHNICAL
from domain.selection.loads import open_data_exceptions
from tests.desk.arrival_steps import ARRIVAL_KINDS, do_arrival, perform
from tests.desk.letter_steps import LETTER_KINDS, letter_deed
from tests.desk.payment_steps import PAYMENT_KINDS, do_payment, to_look_into
from tests.desk.selection_steps import KINDS, do_selection, load_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.desk.training import Scenario, Step
    from domain.actor import Role
    from domain.casefile import Casefile

Record = dict[str, Any]

ROLES: Final[dict[str, Role]] = {title: role for role, title in ROLE_TITLES.items()}
IMPORTS: Final = Path(__file__).parents[2] / "sample_data" / "imports"
AMOUNTS: Final = ("amount", "amount_to_write_off")
"""Fields written as pounds in a scenario; the requests have them in pence, under a name that says so."""


@dataclass
class Walk:
    """One scenario being walked through: its store, and where its steps have led."""

    scenario: Scenario
    folder: Path
    desk: Desk
    document: Record
    refused: set[str] = field(default_factory=set)
    casefiles: list[Casefile] = field(default_factory=list)

    def sit(self, who: str, day: date) -> Desk:
        """Sit somebody down at the store on a day."""
        return Desk(self.desk.store, user_of(who), at_noon(day))

    def casefile(self) -> Casefile:
        """Where the scenario's casegroup stands; nobody sits down to look, so that no opening is journalled."""
        facts = self.desk.store.latest_facts(self.scenario.casegroup_id)
        assert facts is not None
        return casefile_of(facts, self.desk.store.entries(self.scenario.casegroup_id))


def at_noon(day: date) -> Clock:
    """A clock that stands at noon of a day."""
    return Clock(datetime.combine(day, time(12), UTC))


def user_of(who: str) -> str:
    """The user a scenario's person signs in as."""
    return who.lower().replace(" ", "-")


def begin(scenario: Scenario, folder: Path) -> Walk:
    """Make a live store with the casegroup of a scenario, and everybody it names on the roster."""
    desk = Desk.create(folder / "casework.db", user_of("team manager"), clock=at_noon(scenario.as_at))
    people = {title: title for title in ROLES} | scenario.people
    desk.write_roster(Actor(user_of(who), who, frozenset({ROLES[title]})) for who, title in people.items())
    walk = Walk(scenario, folder, desk, deepcopy(scenario.casegroup))
    receive(walk, desk)
    if any(step.do["kind"] in KINDS for step in scenario.steps):
        load_whole(desk, folder, scenario.casegroup)
    return walk


def receive(walk: Walk, desk: Desk) -> None:
    """Receive the document of the scenario as it is now."""
    import_files(desk, [write_document(walk)])


def write_document(walk: Walk) -> Path:
    """Write the document of the scenario as it is now."""
    file = walk.folder / "document.jsonl"
    file.write_text(json.dumps(walk.document) + "\n", encoding="utf-8")
    return file


def carry_out(walk: Walk, step: Step) -> list[str]:
    """Do what a step says, as whom and when it says, and give everything that came out otherwise than it expects."""
    before = len(walk.casefile().recorded)
    desk = walk.sit(step.who, step.as_at)
    refused: list[str] = []
    permitted = True
    try:
        refused = begin_to_do(walk, desk, step.do)
    except NotPermittedError:
        permitted = False
    casefile = walk.casefile()
    policy = desk.policy
    recorded = [entry.event.kind for entry in casefile.recorded[before:]]
    found = {
        "recorded": recorded,
        "refused": refused,
        "permitted": permitted,
        "waits": len(open_data_exceptions(office_of(desk))),
        "to_look_into": to_look_into(desk) if "to_look_into" in step.expect else None,
    }
    walk.refused |= set(refused)
    walk.casefiles.append(casefile)
    expected = {"recorded": [], "refused": [], "permitted": True, **step.expect}
    came = {name: found[name] if name in found else FACTS[name](casefile, policy) for name in expected}
    return [f"{step.why} {name}: {came[name]}" for name in expected if came[name] != expected[name]]


def do(walk: Walk, desk: Desk, kind: str, **fields: Any) -> list[str]:
    """Do one thing at a desk, and give the keys of what was refused; anything without a name here is a request."""
    match kind:
        case "run":
            run(desk)
        case "open":
            desk.casefile(walk.scenario.casegroup_id)
        case "nominate":
            nominate(desk, user_of(fields["to"]))
        case "import_exceptions":
            import_failure_reports(desk, [IMPORTS / fields["file"]])
        case "receive":
            for path, value in fields["changes"].items():
                put(walk.document, path, value)
            receive(walk, desk)
        case kind if kind in KINDS:
            return do_selection(desk, kind, **fields)
        case _:
            if "entry" in fields:
                fields["seq"] = last_entry(walk.casefile(), fields.pop("entry"))
            asked = in_pence({"kind": kind, "casegroup_id": walk.scenario.casegroup_id, **fields})
            return [refusal.key for refusal in perform(desk, REQUEST.validate_python(asked)).refusals]
    return []


def begin_to_do(walk: Walk, desk: Desk, what: Record) -> list[str]:
    """Do what a step says, whichever part of the work it belongs to."""
    if what["kind"] in ARRIVAL_KINDS:
        return do_arrival(desk, IMPORTS, **what)
    if what["kind"] in LETTER_KINDS:
        return letter_deed(desk, walk.scenario.casegroup_id, **what)
    if what["kind"] in PAYMENT_KINDS:
        return do_payment(desk, IMPORTS, walk.folder, walk.scenario.casegroup_id, **what)
    return do(walk, desk, **what)


def last_entry(casefile: Casefile, kind: str) -> int:
    """The number of the latest entry of a kind, which a scenario cannot know beforehand."""
    return max(entry.seq for entry in casefile.recorded if entry.event.kind == kind)


def put(document: Record, path: str, value: object) -> None:
    """Change one value of a document, at a path written as faults write it."""
    *way, last = [int(part) if part.isdigit() else part for part in re.findall(r"\w+", path)]
    place: Any = document
    for part in way:
        place = place[part]
    place[last] = value


def in_pence(value: Any) -> Any:
    """A request as its model reads it: amounts written in pounds become whole pence."""
    if isinstance(value, dict):
        return {
            f"{name}_pence" if name in AMOUNTS else name: parse_pounds(field) if name in AMOUNTS else in_pence(field)
            for name, field in value.items()
        }
    return [in_pence(each) for each in value] if isinstance(value, list) else value


def treatments(casefile: Casefile) -> Iterator[str]:
    """In which ways a disposal treated its balances."""
    for line in casefile.disposal.lines if casefile.disposal else ():
        if line.credit:
            yield line.credit
        elif line.written_off_pence and line.written_down_pence:
            yield "written off in part"
        else:
            yield "written off" if line.written_off_pence else "written down"


def routes(casefile: Casefile) -> Iterator[tuple[str, str, str]]:
    """Every way an exception went: from where, on which answer, to where."""
    for exception in casefile.exceptions:
        held = "with_supplier" if exception.reason in TECHNICAL else "with_caseworker"
        for entry in exception.history:
            if isinstance(entry.event, ExceptionAnswered):
                yield held, entry.event.answer, entry.event.state
                held = entry.event.state
