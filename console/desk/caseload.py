"""A made-up caseload with known answers, for training, tests and measurements.

The answers are decided first and the ledgers built to have them; the assessment itself is never asked. One
seed always gives the same caseload, and the first casegroups of a longer one are those of a shorter one.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import IO, TYPE_CHECKING

from console.desk.caseload_answers import Record, Tally, known_answers
from console.desk.caseload_ledger import (
    build_history,
    build_receivables,
    day_between,
    draw_arrears_pence,
    pounds,
    settle,
)
from console.desk.caseload_people import Names, draw_names, made_up_person
from console.desk.caseload_plan import Plan, plan_for
from console.desk.caseload_receipts import put_receipts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCHEMES = {"CS2": 2003, "CSCS": 1993}
NOTHING_KNOWN = "the clerical file has not been found"
PROGRESS_EVERY = 500


def generate_casegroups(count: int, seed: int, as_at: date) -> Iterator[tuple[Record, Record]]:
    """Yield made-up casegroup documents, each with the answers it has on a day."""
    names = draw_names(seed)
    for index in range(count):
        random = Random(f"{seed}/{index}")  # noqa: S311 - made-up people, no secret
        yield _Making(random, names, index, as_at).finished()


def write_caseload(
    path: Path, count: int, seed: int, as_at: date, progress: Callable[[int], None] | None = None
) -> tuple[Path, Path]:
    """Write a caseload and, beside it, its answers; both whole or not at all.

    `progress` is told how many casegroups have been written. Returns the two paths. Raises OSError as the
    file system gives it, with nothing left behind.
    """
    answers_path = path.with_name(f"{path.stem}.answers.jsonl")
    with ExitStack() as stack:
        documents, answers = (_beside(stack, target) for target in (path, answers_path))
        for done, (document, known) in enumerate(generate_casegroups(count, seed, as_at), 1):
            documents.write(json.dumps(document, ensure_ascii=False) + "\n")
            answers.write(json.dumps(known, ensure_ascii=False) + "\n")
            if progress and (done % PROGRESS_EVERY == 0 or done == count):
                progress(done)
        for written in (documents, answers):
            written.flush()
            os.fsync(written.fileno())
        Path(answers.name).replace(answers_path)
        Path(documents.name).replace(path)
    return path, answers_path


def _beside(stack: ExitStack, target: Path) -> IO[str]:
    """Open a nameless neighbour of a file, which is gone again unless it takes the file's place."""
    opened = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed by the stack
        "w", encoding="utf-8", dir=target.parent, prefix=f".{target.name}.", delete=False
    )
    stack.callback(Path(opened.name).unlink, missing_ok=True)
    stack.callback(opened.close)
    return opened


@dataclass
class _Making:
    """One casegroup being made."""

    random: Random
    names: Names
    index: int
    as_at: date
    plan: Plan = field(init=False)
    casegroup_id: str = field(init=False)
    tally: Tally = field(init=False)

    def finished(self) -> tuple[Record, Record]:
        """Decide what the casegroup shows, build it, and say what must be found in it."""
        self.plan = plan_for(self.random, self.index)
        self.casegroup_id = f"CG{self.index + 1:06d}"
        due_date = self.as_at + timedelta(days=self.random.randint(3, 60))
        self.tally = Tally(due_date=None if "no_due_date" in self.plan.marks else due_date)
        systems = self._systems()
        breaks = self._placed_breaks(systems)
        rests = self._placed_rests(len(systems))
        document: Record = {
            "format": "closeout.casegroup/1",
            "casegroup_id": self.casegroup_id,
            "paying_parent": made_up_person(
                self.random, self.names, f"P{self.index + 1:06d}", self.plan.marks - {"large_print"}
            ),
            "journey": self._journey(due_date),
        }
        if "t_date" not in document["journey"] or "closes_before_t_date" in self.plan.marks:
            document |= self._transition_request(due_date)
        paid: dict[str, int] = {}
        document["cases"] = [
            self._case(place, system, breaks[place], rests[place], paid) for place, system in enumerate(systems)
        ]
        if "not_closing" in self.plan.marks:
            document["cases"].append(self._case_not_closing(len(systems)))
        document["receipts"] = put_receipts(self.random, self.plan, document, paid, self.tally, self.as_at)
        self._leave_gaps(document["cases"][0])
        return document, known_answers(self.casegroup_id, self.as_at, self.tally)

    # --- the casegroup -----------------------------------------------------------------------------------

    def _systems(self) -> list[str]:
        """The systems of the closing cases, one each."""
        marks = self.plan.marks
        count = self.random.choices((1, 2, 3, 4), (62, 25, 9, 4))[0]
        if marks & {"offsetting", "several_systems"}:
            count = max(count, 3 if "several_systems" in marks else 2)
        main = self.random.choices(("CS2", "CSCS"), (60, 40))[0]
        systems = [main if self.random.random() < 0.85 else "CSCS" for _ in range(count)]
        if "clerical" in marks:
            systems[-1] = "CCD"
        if "several_systems" in marks:
            systems[:3] = ["CS2", "CSCS", "CCD"]
        if marks & {"inhibits_on_cs2", "inhibits_on_cscs"}:
            systems[0] = "CS2" if "inhibits_on_cs2" in marks else "CSCS"
        self.tally.clerical = "CCD" in systems
        return systems

    def _journey(self, due_date: date) -> Record:
        """How the casegroup came to close; without a request the T-date is the due date."""
        kind = self.random.choices(("proactive", "reactive", "proactive_to_reactive"), (70, 20, 10))[0]
        journey: Record = {"kind": kind}
        if "no_due_date" in self.plan.marks:
            self.tally.exceptions.append("transition_date_not_set")
            return journey
        if "closes_before_t_date" in self.plan.marks:
            self.tally.exceptions.append("closure_before_t_date")
            return {"kind": "reactive", "t_date": str(due_date + timedelta(days=self.random.randint(1, 20)))}
        if kind == "proactive":
            journey["tranche"] = f"T{self.random.randint(1, 40)}"
            journey["liability_end_date"] = str(due_date - timedelta(days=self.random.randint(0, 30)))
        elif self.random.random() < 0.5:
            journey["t_date"] = str(due_date)
        return journey

    def _transition_request(self, due_date: date) -> Record:
        if "no_due_date" in self.plan.marks:
            return {}
        request = {
            "request_id": f"LTR-{self.index + 1:06d}",
            "kind": self.random.choice(("LTR1", "LTR1", "LTR2", "LTR3")),
            "received_on": str(self.as_at - timedelta(days=self.random.randint(1, 40))),
            "closure_date": str(due_date),
        }
        return {"transition_request": request}

    def _placed_breaks(self, systems: list[str]) -> list[set[int]]:
        """Which case breaks which rule: each planned rule on one case, the two decisions never on one."""
        placed: list[set[int]] = [set() for _ in systems]
        for rule in sorted(self.plan.broken):
            place = 0 if len(self.plan.broken) == 1 or rule in (8, 9) else self.random.randrange(len(systems))
            if rule == 2 and 1 in placed[place]:
                continue
            placed[place].add(rule)
        if "inhibits_on_cs2" not in self.plan.marks and systems[0] == "CS2" and 8 in placed[0]:
            placed[0].discard(9)
        return placed

    def _placed_rests(self, count: int) -> list[int]:
        """What each case is out by: the planned rest on one of them, and amounts that cancel where planned."""
        rests = [0] * count
        rests[self.random.randrange(count)] = self.plan.rest_pence
        if "offsetting" in self.plan.marks:
            apart = self.random.randint(5, 50_000)
            rests[0] += apart
            rests[1] -= apart
        self.tally.rest_pence = sum(rests)
        return rests

    # --- a case ------------------------------------------------------------------------------------------

    def _case(self, place: int, system: str, breaks: set[int], rest_pence: int, paid: dict[str, int]) -> Record:
        """A closing case with its ledger; what has been paid to its debt is noted for the receipts."""
        case_id = f"{self.casegroup_id}-{place + 1}"
        history = build_history(self.random, self.as_at, self._liability_end(case_id, breaks))
        adjusted = self._adjustments(place)
        agreed = max(draw_arrears_pence(self.random), 100 - rest_pence)
        if "credit" in self.plan.marks:
            agreed = -self.random.randint(100, 30_000)
        paid[case_id] = settle(self.random, history, agreed - sum(adjusted))
        case = self._frame(case_id, system, place)
        case["arrears_decision"] = self._decision(case_id, breaks)
        case["liability_events"] = history.events
        case["receivables"] = build_receivables(self.random, case_id, agreed + rest_pence)
        if adjusted:
            case["adjustments"] = [
                {
                    "adjustment_id": f"{case_id}-A{number}",
                    "date": day_between(self.random, history.begins, self.as_at),
                    "amount": pounds(amount),
                }
                for number, amount in enumerate(adjusted, 1)
            ]
        self.tally.explained_pence[1] += sum(adjusted)
        self.tally.case_discrepancy_pence[case_id] = sum(adjusted) + rest_pence
        self._work(case, breaks)
        self._inhibits(case, breaks)
        if place == 0 and "schedules_running" in self.plan.marks:
            case["schedules_ended"] = False
            self.tally.exceptions.append("schedules_not_ended")
        return case

    def _frame(self, case_id: str, system: str, place: int) -> Record:
        """A case before its ledger: where it is held and who claims."""
        receiving = {"odd_name", "large_print"} & self.plan.marks if place == 0 else frozenset[str]()
        return {
            "case_id": case_id,
            "system": system,
            "scheme": SCHEMES.get(system) or self.random.choice((1993, 2003)),
            "region": self.random.choices(("GB", "NI"), (95, 5))[0],
            "in_case_closure": True,
            "receiving_parent": made_up_person(self.random, self.names, f"{case_id}-RP", frozenset(receiving)),
        }

    def _liability_end(self, case_id: str, breaks: set[int]) -> date | None:
        """When liability ends: never where that is planned, after the check for rule 2 alone, else before."""
        due_date = self.tally.due_date
        if 2 in breaks:
            self.tally.broken.append((2, case_id))
        if 3 in breaks or (2 in breaks and due_date is None):
            self.tally.broken.append((3, case_id))
            return None
        if 2 in breaks and due_date:
            return self.as_at + timedelta(days=self.random.randint(1, (due_date - self.as_at).days))
        return self.as_at - timedelta(days=self.random.randint(0, 400))

    def _decision(self, case_id: str, breaks: set[int]) -> Record:
        if 1 in breaks and "credit" not in self.plan.marks:
            self.tally.broken.append((1, case_id))
            return {"choice": "not_recorded"}
        if 2 in breaks:
            return {"choice": "not_to_be_collected", "recorded_on": str(self.as_at - timedelta(days=20))}
        choice = self.random.choices(("collect", "write_off_all", "write_off_part"), (80, 12, 8))[0]
        decision: Record = {"choice": choice, "recorded_on": str(self.as_at - timedelta(days=30))}
        if choice == "write_off_part":
            decision["amount_to_write_off"] = "50.00"
        return decision

    def _adjustments(self, place: int) -> list[int]:
        """Signed adjustments in pence, on the first case where they are planned."""
        if place or 1 not in self.plan.explained:
            return []
        return [self.random.randint(5, 40_000) * self.random.choice((1, 1, 1, -1))]

    def _work(self, case: Record, breaks: set[int]) -> None:
        """Work items, planned collections and payables: those that break a rule, and finished ones."""
        case_id, finished = case["case_id"], self.random.random
        earlier = str(self.as_at - timedelta(days=self.random.randint(20, 200)))
        done = str(self.as_at - timedelta(days=self.random.randint(0, 19)))
        if 4 in breaks or finished() < 0.1:
            kind = self.random.choice(("appeal", "change_of_circumstances", "payment_query"))
            item = {"id": f"{case_id}-W1", "kind": kind, "opened_on": earlier}
            case["work_items"] = [item if 4 in breaks else item | {"closed_on": done}]
        if 5 in breaks or finished() < 0.1:
            amount = pounds(self.random.randint(500, 20_000))
            collection = {"id": f"{case_id}-PC1", "due_date": str(self.as_at + timedelta(days=9)), "amount": amount}
            case["planned_collections"] = [collection | {"retained": 5 in breaks}]
        if 6 in breaks or finished() < 0.1:
            payable = {"id": f"{case_id}-PY1", "amount": pounds(self.random.randint(500, 20_000))}
            case["payables"] = [payable if 6 in breaks else payable | {"paid_on": done}]
        self.tally.broken += [(rule, case_id) for rule in sorted(breaks & {4, 5, 6})]

    def _inhibits(self, case: Record, breaks: set[int]) -> None:
        """Open inhibits as planned, now and then one already lifted; on CS2 the automatic one hides the other."""
        case_id = case["case_id"]
        set_on = str(self.as_at - timedelta(days=self.random.randint(1, 90)))
        found = [{"kind": kind, "set_on": set_on} for rule, kind in ((8, "automatic"), (9, "manual")) if rule in breaks]
        if self.random.random() < 0.05:
            found.append({"kind": "manual", "set_on": set_on, "lifted_on": str(self.as_at)})
        if found:
            case["inhibits"] = found
        hidden = case["system"] == "CS2" and 8 in breaks
        self.tally.broken += [(rule, case_id) for rule in sorted(breaks & {8, 9}) if not (hidden and rule == 9)]
        if hidden:
            self.tally.not_run.append((9, case_id))

    def _case_not_closing(self, place: int) -> Record:
        """A case of the casegroup that stays open: nothing in it is asked or counted."""
        case_id = f"{self.casegroup_id}-{place + 1}"
        history = build_history(self.random, self.as_at, None)
        case = self._frame(case_id, self.random.choice(("CS2", "CSCS")), place)
        receivables = build_receivables(self.random, case_id, draw_arrears_pence(self.random))
        return case | {
            "in_case_closure": False,
            "arrears_decision": {"choice": "not_recorded"},
            "liability_events": history.events,
            "receivables": receivables,
        }

    def _leave_gaps(self, case: Record) -> None:
        """Facts nobody knows, with the reason, where they are planned."""
        if "figure_not_known" in self.plan.marks:
            case["receivables"][0] |= {"outstanding": None, "not_known": {"outstanding": NOTHING_KNOWN}}
            self.tally.figure_not_known = True
        if "decision_not_known" in self.plan.marks:
            case["arrears_decision"] = {"choice": None, "not_known": {"choice": NOTHING_KNOWN}}
            self.tally.not_known.append((1, case["case_id"]))
