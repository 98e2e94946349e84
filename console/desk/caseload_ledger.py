"""The ledger of a made-up case, built backwards from the answer it is to have.

The arrears are drawn first; payments, or a balance migrated from an older account, make the history agree
with them to the penny. Only what the plan leaves unexplained is then put on top.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import log, sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

Record = dict[str, Any]

MEDIAN_ARREARS_POUNDS = 700
MEAN_ARREARS_POUNDS = 3_600
ARREARS_MU = log(MEDIAN_ARREARS_POUNDS)
ARREARS_SIGMA = sqrt(2 * log(MEAN_ARREARS_POUNDS / MEDIAN_ARREARS_POUNDS))
WEEKLY_PENCE = (500, 700, 1_000, 1_850, 2_500, 3_115, 4_000, 5_233, 7_000, 9_999, 12_000)


def pounds(pence: int) -> str:
    """Whole pence as a document writes them."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def draw_arrears_pence(random: Random) -> int:
    """Arrears as they were: half below £700, the mean far above it."""
    return max(100, round(random.lognormvariate(ARREARS_MU, ARREARS_SIGMA) * 100))


@dataclass
class History:
    """A liability history and what it comes to on the day of the check."""

    events: list[Record] = field(default_factory=list)
    due_pence: int = 0
    begins: date = date.min


def build_history(random: Random, as_at: date, ends_on: date | None) -> History:
    """Stretches end to end up to the liability end, or on past the day of the check where there is none."""
    last = min(as_at, ends_on) if ends_on else as_at
    lengths = [random.randint(30, 900) for _ in range(random.choice((1, 1, 2, 2, 3)))]
    day = last - timedelta(days=sum(lengths) - 1)
    history = History(begins=day)
    direct, before = False, 0
    for place, length in enumerate(lengths):
        is_last = place == len(lengths) - 1
        effective = str(day)
        if not is_last and not direct and random.random() < 0.08:
            history.events.append({"kind": "direct", "effective_date": effective})
            direct = True
        else:
            weekly = 0 if not is_last and random.random() < 0.06 else another_weekly(random, before)
            history.events.append({"kind": "assessment", "effective_date": effective, "weekly_amount": pounds(weekly)})
            if direct:
                history.events.append({"kind": "non_direct", "effective_date": effective})
            direct, before = False, weekly
            history.due_pence += (2 * weekly * length + 7) // 14
        day += timedelta(days=length)
    if ends_on:
        history.events.append({"kind": "liability_end", "effective_date": str(ends_on)})
    return history


def another_weekly(random: Random, before: int) -> int:
    """A weekly amount other than the one before, so that every stretch is a line of its own."""
    weekly = random.choice(WEEKLY_PENCE)
    return weekly if weekly != before else weekly + 105


def settle(random: Random, history: History, balance_pence: int) -> int:
    """Make a history agree with a balance: migrate what is missing, return in pence what has been paid."""
    paid = history.due_pence - balance_pence
    if paid < 0:
        migrated = -paid + (random.randint(0, 200) * 100)
        history.events.insert(
            0,
            {
                "kind": "migrated_debt_balance",
                "effective_date": str(history.begins),
                "amount": pounds(migrated),
            },
        )
        history.due_pence += migrated
        paid += migrated
    return paid


def build_receivables(random: Random, case_id: str, balance_pence: int) -> list[Record]:
    """Receivables that come to a balance, most of it owed to the receiving parent; sometimes a fee beside."""
    parts = [("active", "receiving_parent", balance_pence)]
    if balance_pence > 10_000 and random.random() < 0.35:
        other = balance_pence // random.randint(3, 9)
        payee = random.choice(("gb_sos", "ni_sos", "receiving_parent"))
        parts = [("active", "receiving_parent", balance_pence - other)]
        parts.append((random.choice(("suspended", "deferred", "active")), payee, other))
    found = [
        {
            "receivable_id": f"{case_id}-R{place}",
            "type": "child_maintenance",
            "outstanding": pounds(amount),
            "status": status,
            "owed_to": payee,
        }
        for place, (status, payee, amount) in enumerate(parts, 1)
    ]
    if random.random() < 0.12:
        fee = {"receivable_id": f"{case_id}-F1", "type": random.choice(("fee", "interest", "other"))}
        fee |= {"outstanding": pounds(random.randint(500, 20_000)), "status": "active", "owed_to": "gb_sos"}
        found.append(fee)
    return found


def split(random: Random, amount_pence: int, most: int) -> list[int]:
    """An amount in up to so many parts, none of them nothing."""
    parts = []
    for _ in range(random.randint(1, most) - 1):
        part = amount_pence // random.randint(2, 4)
        if part:
            parts.append(part)
            amount_pence -= part
    return [*parts, amount_pence] if amount_pence else parts


def day_between(random: Random, first: date, last: date) -> str:
    """A day from one to another, both included."""
    return str(first + timedelta(days=random.randint(0, max((last - first).days, 0))))
