"""What each made-up casegroup is made up to show, decided before its ledger is built.

Every fifth casegroup shows one thing on purpose, in turn, so that a small caseload holds them all; the rest
are drawn to look like an ordinary pile of work, most of it clean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

# Drawn for the ordinary pile: which of the nine rules break, which of the eight explain, and how often.
BREAK_WEIGHTS = {1: 14, 2: 5, 3: 20, 4: 20, 5: 10, 6: 10, 8: 6, 9: 4}
EXPLAIN_WEIGHTS = {1: 20, 2: 16, 3: 10, 4: 14, 5: 14, 6: 10, 7: 8, 8: 8}
REST_AT_A_LIMIT = (1, 4, -4, 5, -5, 6, 99_999_999, 100_000_000, -100_000_000, 100_000_001)


@dataclass(frozen=True)
class Plan:
    """What a casegroup shows: rules broken and explaining, the unexplained rest in pence, and marks."""

    broken: frozenset[int] = frozenset()
    explained: frozenset[int] = frozenset()
    rest_pence: int = 0
    marks: frozenset[str] = field(default_factory=frozenset)


def showing(*marks: str) -> Plan:
    """A plan for marks alone."""
    return Plan(marks=frozenset(marks))


ON_PURPOSE: tuple[Plan, ...] = (
    *(Plan(broken=frozenset({rule})) for rule in BREAK_WEIGHTS),
    *(Plan(explained=frozenset({rule})) for rule in EXPLAIN_WEIGHTS),
    *(Plan(rest_pence=rest) for rest in REST_AT_A_LIMIT),
    Plan(broken=frozenset({8, 9}), marks=frozenset({"inhibits_on_cs2"})),
    Plan(broken=frozenset({8, 9}), marks=frozenset({"inhibits_on_cscs"})),
    Plan(explained=frozenset(EXPLAIN_WEIGHTS), marks=frozenset({"several_systems"})),
    showing("offsetting"),
    showing("clerical"),
    showing("no_due_date"),
    showing("schedules_running"),
    showing("closes_before_t_date"),
    showing("figure_not_known"),
    showing("decision_not_known"),
    showing("credit"),
    showing("not_closing"),
    showing("special_client_record"),
    showing("special_welfare"),
    showing("nationally_sensitive"),
    showing("representative"),
    showing("dead"),
    showing("odd_name"),
    showing("large_print"),
)


def plan_for(random: Random, index: int) -> Plan:
    """Decide what one casegroup shows, by its place in the caseload and the dice."""
    if index % 5 == 0:
        return ON_PURPOSE[index // 5 % len(ON_PURPOSE)]
    broken = drawn(random, BREAK_WEIGHTS, 0.3)
    explained = drawn(random, EXPLAIN_WEIGHTS, 0.22)
    rest_pence = 0
    if random.random() < 0.15:
        rest_pence = max(1, round(random.lognormvariate(8.5, 1.6))) * random.choice((1, 1, -1))
    ordinary = {
        "clerical": 0.05,
        "offsetting": 0.02,
        "not_closing": 0.05,
        "representative": 0.04,
        "odd_name": 0.03,
    }
    rare = {"no_due_date": 0.01, "schedules_running": 0.02, "large_print": 0.01, "special_welfare": 0.005}
    marks = {mark for mark, share in (ordinary | rare).items() if random.random() < share}
    return Plan(broken, explained, rest_pence, frozenset(marks))


def drawn(random: Random, weights: dict[int, int], share: float) -> frozenset[int]:
    """No rule at all, most often; otherwise one to three of them."""
    if random.random() >= share:
        return frozenset()
    count = random.choices((1, 2, 3), (75, 20, 5))[0]
    return frozenset(random.choices(tuple(weights), tuple(weights.values()), k=count))
