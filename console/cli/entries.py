"""Entries of the journal in words and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from console.cli.output import outward

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.events import Recorded
    from storage.journal import JournalEntry

STORE_CREATED = "store_created"
"""The one kind of entry that the store itself writes; it is no event of a casegroup."""


def entry_line(entry: JournalEntry) -> str:
    """Put an entry in one line, whatever its kind."""
    from console.desk.desk import recorded_from
    from console.desk.masking import is_masked
    from console.present.events import event_sentences
    from console.present.wording import EVENTS, RESTRICTED

    of = f"  {entry.casegroup_id}" if entry.casegroup_id else ""
    if is_masked(entry):
        says = f"{EVENTS[entry.kind]}. {RESTRICTED.capitalize()}."
    elif entry.kind == STORE_CREATED:
        says = f"{EVENTS[entry.kind]}."
    else:
        says = event_sentences(recorded_from(entry).event)[0]
    return f"{entry.seq:>6}  {entry.at}  {entry.actor}{of}  {says}"


def entry_json(entry: JournalEntry) -> dict[str, Any]:
    """Give an entry as JSON, with the digest that chains it; of a restricted record, that something was done."""
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "casegroup_id": entry.casegroup_id,
        "kind": entry.kind,
        "event": outward(json.loads(entry.body)),
        "request_id": entry.request_id,
        "facts_version": entry.facts_version,
        "policy_digest": entry.policy_digest,
        "digest": entry.digest,
    }


def recorded_json(recorded: Iterable[Recorded]) -> list[dict[str, Any]]:
    """Give recorded events as JSON."""
    return [
        {
            "seq": entry.seq,
            "at": entry.at,
            "actor": entry.actor,
            "kind": entry.event.kind,
            "event": outward(entry.event.model_dump(mode="json")),
        }
        for entry in recorded
    ]
