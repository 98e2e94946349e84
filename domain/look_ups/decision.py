"""Recording look-ups, and telling which wait for a manual one or for corrective action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from domain.decision import Decision, refused
from domain.events.requests import LookUpMade, LookUpSettled
from domain.look_ups.rules import FIELDS, differs
from domain.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.events import Recorded
    from domain.look_ups.requests import RecordLookUp, SettleLookUp
    from domain.office import Office

Asks = Literal["manual_look_up", "corrective_action"]


@dataclass(frozen=True, slots=True)
class WaitingLookUp:
    """A look-up about which somebody has to do something: look by hand, or put right what differs."""

    entry: Recorded
    event: LookUpMade
    asks: Asks


def look_ups(office: Office) -> tuple[tuple[Recorded, LookUpMade], ...]:
    """Give every look-up, oldest first."""
    return office.of(LookUpMade)


def asks(event: LookUpMade, before: LookUpMade | None) -> Asks | None:
    """Tell what a look-up asks of somebody.

    An automatic one that failed, found several, or whose answer is not the client's asks for a manual one; a manual
    one whose answer is not the automatic one's asks for corrective action.
    """
    if event.how == "automatic":
        unclear = event.result in {"failed", "several"} or differs(event.answers, event.result)
        return "manual_look_up" if unclear or event.differences else None
    assert before is not None
    same = (event.result, event.casegroup_ids) == (before.result, before.casegroup_ids)
    return "corrective_action" if not same else None


def waiting_look_ups(office: Office) -> tuple[WaitingLookUp, ...]:
    """Give the look-ups that wait for somebody: not settled, and not followed by a manual one."""
    made = look_ups(office)
    by_id = {event.look_up_id: event for _, event in made}
    followed = {event.of_look_up for _, event in made if event.of_look_up}
    settled = {event.look_up_id for _, event in office.of(LookUpSettled)}
    waiting = []
    for entry, event in made:
        if event.look_up_id in followed | settled:
            continue
        asked = asks(event, by_id.get(event.of_look_up or ""))
        if asked is not None:
            waiting.append(WaitingLookUp(entry, event, asked))
    return tuple(waiting)


def decide_record(office: Office, request: RecordLookUp) -> Decision:
    """Record a look-up under the next number; a manual one follows one that waits for it."""
    made = {event.look_up_id: event for _, event in look_ups(office)}
    for field in request.answers:
        if field not in FIELDS:
            return refused(refusal("look_up_field_unknown", field=field, fields=", ".join(FIELDS)))
    if request.how == "manual":
        if request.of_look_up not in made:
            return refused(refusal("look_up_unknown", look_up_id=request.of_look_up or ""))
        waiting = {one.event.look_up_id for one in waiting_look_ups(office) if one.asks == "manual_look_up"}
        if request.of_look_up not in waiting:
            return refused(refusal("look_up_not_waiting", look_up_id=request.of_look_up))
        if not request.note.strip():
            return refused(refusal("reason_missing"))
    event = LookUpMade(
        look_up_id=f"LU-{len(made) + 1}",
        subject=request.subject,
        how=request.how,
        answers=_said(request.answers),
        result=request.result,
        casegroup_ids=request.casegroup_ids,
        differences=request.differences,
        of_look_up=request.of_look_up,
        note=request.note.strip(),
    )
    return Decision(events=(event,))


def _said(answers: Mapping[str, str]) -> dict[str, str]:
    return {field: value.strip() for field, value in answers.items() if value.strip()}


def decide_settle(office: Office, request: SettleLookUp) -> Decision:
    """Settle a look-up that waits; the note says what was put right, or why nothing has to be."""
    if request.look_up_id not in {event.look_up_id for _, event in look_ups(office)}:
        return refused(refusal("look_up_unknown", look_up_id=request.look_up_id))
    if request.look_up_id not in {one.event.look_up_id for one in waiting_look_ups(office)}:
        return refused(refusal("look_up_not_waiting", look_up_id=request.look_up_id))
    if not request.note.strip():
        return refused(refusal("reason_missing"))
    return Decision(events=(LookUpSettled(look_up_id=request.look_up_id, note=request.note.strip()),))
