"""The desk: takes requests, asks the domain to decide, and writes what it answers; the only writer."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from console.desk.clock import Clock
from console.desk.numbers import numbers_meant
from console.desk.openings import Openings
from console.desk.people import not_permitted, write_roster
from domain.actor import MANAGEMENT, Actor
from domain.assessment import assess_casefile
from domain.casefile import fold
from domain.closure_exceptions.requests import AllocateException
from domain.decision import Context
from domain.document import reread_casegroup
from domain.errors import BadInputError, CloseoutError, NotPermittedError
from domain.events import EVENT, Event, Recorded
from domain.lines import lines_of
from domain.policy.book import policy_for
from domain.policy.model import DEFAULT_EDITION
from domain.service_requests.requests import AllocateServiceRequest
from storage.journal import EntryDraft
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from domain.actor import Role
    from domain.assessment import Assessment
    from domain.casefile import Casefile
    from domain.decide import Request
    from domain.decide_office import OfficeRequest
    from domain.decision import Decision
    from domain.policy.model import Edition, Policy
    from domain.refusals import Refusal
    from storage.facts import Facts
    from storage.journal import JournalEntry
    from storage.turn import Turn


class ChangedMeanwhileError(BadInputError):
    """What a request would write is no longer what was shown."""


class PartlyWrittenError(CloseoutError):
    """Some of what was asked for is written and stays; then the store could not be written any more."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk answers: what was (or would be) recorded, where the casegroup then stands, or why not."""

    request: Request
    request_id: str
    casefile: Casefile
    recorded: tuple[Recorded, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    assessment: Assessment | None = None
    written: bool = False
    repeated: bool = False


class Desk:
    """One person at one store, on one day, under one edition of the policy."""

    def __init__(self, store: Store, user: str, clock: Clock | None = None, edition: Edition = DEFAULT_EDITION) -> None:
        """Sit down at an open store."""
        self.store = store
        self.user = user
        self.clock = clock or Clock(day=store.header.today)
        self.edition = edition
        self.as_at: date = store.header.today or self.clock.today()
        self._openings = Openings(self)

    @classmethod
    def create(
        cls,
        path: Path,
        user: str,
        *,
        training_day: date | None = None,
        clock: Clock | None = None,
        edition: Edition = DEFAULT_EDITION,
        roles: frozenset[Role] = MANAGEMENT,
    ) -> Self:
        """Make a store; whoever makes it is put on its roster, as team manager unless said otherwise."""
        clock = clock or Clock(day=training_day)
        store = Store.create(path, "training" if training_day else "live", user, clock.stamp(), training_day)
        desk = cls(store, user, clock, edition)
        desk.write_roster([Actor(user, user, roles)])
        return desk

    @classmethod
    def open(
        cls,
        path: Path,
        user: str,
        clock: Clock | None = None,
        edition: Edition = DEFAULT_EDITION,
        *,
        read_only: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Self:
        """Sit down at the store of a path; lists that older rules derived are made anew first, told to `progress`."""
        from console.desk.lists import bring_lists_up_to_date  # noqa: PLC0415 - it folds with what stands here

        desk = cls(Store.open(path, read_only=read_only), user, clock, edition)
        try:
            bring_lists_up_to_date(desk, progress)
        except BaseException:
            desk.close()
            raise
        return desk

    def go_to(self, day: date) -> None:
        """Answer for another day; in a training store it is that day then, and what is done is done on it."""
        self.as_at = day
        if self.store.header.today is not None and self.clock.fixed is None:
            self.clock = Clock(day=day)

    def close(self) -> None:
        """Leave the desk."""
        self.store.close()

    def __enter__(self) -> Self:
        """Sit down for a while."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the desk."""
        self.close()

    # ------------------------------------------------------------------------------------------ questions

    @property
    def policy(self) -> Policy:
        """Give the policy of the day."""
        return policy_for(self.as_at, self.edition)

    @property
    def actor(self) -> Actor:
        """Give the person at the desk as the roster has them; without roles where it does not."""
        roster = self.store.roster()
        found = next((person for person in roster if person.user == self.user), None)
        if not roster and self.user == self.store.header.created_by:
            # Whoever makes a store is its first team manager, even if a power cut came before that was written.
            return Actor(self.user, self.user, frozenset({"team_manager"}))
        return found or Actor(self.user, self.user, frozenset())

    def casefile(self, casegroup_id: str) -> Casefile:
        """Give where a casegroup stands; a restricted record is opened by that, and its opening journalled.

        Raises NoSuchCasegroupError, and NotPermittedError for a restricted record and somebody not nominated.
        """
        casefile = self._read(casegroup_id)
        if self._openings.owed(casefile.casegroup):
            with self.store.turn() as turn:
                casefile = self._open_in(turn, casegroup_id)
            self._openings.note(casefile.casegroup)
        return casefile

    def facts(self, casegroup_id: str) -> Facts:
        """Give the latest document of a casegroup with where it came from; opens it as `casefile` does."""
        self.require_place_on_roster()
        facts = self._facts(casegroup_id)
        if self._openings.owed(reread_casegroup(facts.body)):
            self.casefile(casegroup_id)
        return facts

    def documents(self, casegroup_id: str) -> list[Facts]:
        """Give every document received for a casegroup, oldest first; opens it as `casefile` does."""
        return self.store.facts_versions(self.casefile(casegroup_id).casegroup.casegroup_id)

    def put_away(self, casegroup_id: str | None = None) -> None:
        """Put a casegroup away, or all of them: to look into a restricted record again is another opening."""
        self._openings.put_away(casegroup_id)

    def assess(self, casefile: Casefile) -> Assessment:
        """Assess a casegroup as it stands, today."""
        return assess_casefile(casefile, self.as_at, self.policy)

    def require_place_on_roster(self) -> Actor:
        """Give the person at the desk; raises NotPermittedError for somebody who is not on the roster."""
        actor = self.actor
        if not actor.roles:
            message = (
                f"{self.user} is not on the roster of this store; a team manager adds people with 'closeout who add'"
            )
            raise NotPermittedError(message)
        return actor

    # ------------------------------------------------------------------------------------------- requests

    def preview(self, request: Request) -> Answer:
        """Say what a request would do, and write nothing of it: the same path as `perform` without its end."""
        casefile = self.casefile(request.casegroup_id)
        decision = self._decide(casefile, request)
        recorded = self.as_recorded(decision.events, casefile.facts_version)
        return self._answer(request, "preview", casefile, decision, recorded)

    def perform(
        self,
        request: Request,
        request_id: str | None = None,
        *,
        shown: Sequence[Event] | None = None,
        beside: Callable[[Turn], None] | None = None,
    ) -> Answer:
        """Decide a request and write what follows, in one turn; a request seen before is answered as before.

        With `shown`, the events of a preview that somebody has read, nothing else than those is written; `beside`
        writes, in the same turn, what a table beside the journal says of it. Raises NotPermittedError,
        NoSuchCasegroupError, ChangedMeanwhileError, and the errors of a turn; then nothing is written.
        """
        request_id = request_id or str(uuid.uuid4())
        with self.store.turn() as turn:
            answer = self._perform_in(turn, request, request_id, shown)
            if beside is not None and answer.written and not answer.repeated:
                beside(turn)
        self._openings.note(answer.casefile.casegroup)
        return answer

    def write_roster(self, changes: Iterable[Actor], *, check: bool = False) -> None:
        """Put people on the roster or take them off (no roles), journalled; `check` asks for a team manager."""
        write_roster(self, changes, check=check)

    def drafts(
        self,
        events: Iterable[Event],
        facts: Facts | None,
        request_id: str,
        request_digest: str,
        first_step: int = 0,
    ) -> list[EntryDraft]:
        """Make journal entries of events, with who, when, and the digests of what they rest on."""
        return [
            EntryDraft(
                request_id=request_id,
                step=step,
                request_digest=request_digest,
                casegroup_id=facts.casegroup_id if facts else None,
                kind=event.kind,
                version=event.version,
                body=event.model_dump_json(),
                actor=self.user,
                at=self.clock.stamp(),
                policy_digest=self.policy.digest,
                facts_digest=facts.facts_digest if facts else None,
                facts_version=facts.version if facts else None,
            )
            for step, event in enumerate(events, start=first_step)
        ]

    def _perform_in(self, turn: Turn, request: Request, request_id: str, shown: Sequence[Event] | None) -> Answer:
        # Before anything else, even whether the request is known: who may not open a record may not ask about it.
        casefile = self._open_in(turn, request.casegroup_id)
        before = self.store.entries_of_request(request_id)
        if before:
            return self._answer_again(request, request_id, before, casefile)
        decision = self._decide(casefile, request)
        if decision.refusals:
            return self._answer(request, request_id, casefile, decision, ())
        if shown is not None and tuple(decision.events) != tuple(shown):
            raise ChangedMeanwhileError(changed_meanwhile(request.casegroup_id))
        facts = self._facts(request.casegroup_id)
        entries = turn.append(self.drafts(decision.events, facts, request_id, digest_of_request(request)))
        recorded = tuple(recorded_from(entry) for entry in entries)
        answer = self._answer(request, request_id, casefile, decision, recorded, written=True)
        turn.put_lines([lines_of(answer.casefile, self.policy)])
        return answer

    def _read(self, casegroup_id: str) -> Casefile:
        self.require_place_on_roster()
        facts = self._facts(casegroup_id)
        return casefile_of(facts, self.store.entries(facts.casegroup_id))

    def _open_in(self, turn: Turn, casegroup_id: str) -> Casefile:
        """Look into a casegroup inside a turn, journalling the opening of a restricted record there."""
        casefile = self._read(casegroup_id)
        if not self._openings.owed(casefile.casegroup):
            return casefile
        entries = turn.append(self._openings.drafts(self._facts(casegroup_id)))
        casefile = with_recorded(casefile, tuple(recorded_from(entry) for entry in entries))
        turn.put_lines([lines_of(casefile, self.policy)])
        return casefile

    def _facts(self, casegroup_id: str) -> Facts:
        facts = self.store.latest_facts(casegroup_id)
        return facts if facts is not None else self._facts(*numbers_meant(self.store, [casegroup_id]))

    def _decide(self, casefile: Casefile, request: Request) -> Decision:
        from domain.decide import decide, roles_for  # noqa: PLC0415 - brings every procedure, and reading needs none

        actor = self.require_place_on_roster()
        roles = roles_for(request, casefile)
        if not actor.roles & roles:
            raise NotPermittedError(not_permitted(actor, roles))
        if isinstance(request, AllocateException | AllocateServiceRequest):
            self._require_on_roster(request.to)
        return decide(casefile, request, Context(actor, self.as_at, self.policy))

    def _require_on_roster(self, user: str) -> None:
        """Refuse to give work to somebody whom the roster does not have; nobody at all is the domain's to refuse."""
        users = [person.user for person in self.store.roster()]
        if user.strip() and user not in users:
            message = f"user {user!r}: not on the roster of this store; expected one of {', '.join(users)}"
            raise BadInputError(message)

    def as_recorded(self, events: Sequence[Event], facts_version: int) -> tuple[Recorded, ...]:
        """Give the events of a preview as they would stand in the journal after its last entry."""
        return tuple(
            Recorded(
                seq=seq,
                request_id="preview",
                at=self.clock.stamp(),
                actor=self.user,
                facts_version=facts_version,
                policy_digest=self.policy.digest,
                event=event,
            )
            for seq, event in enumerate(events, start=self.store.head().seq + 1)
        )

    def _answer(
        self,
        request: Request,
        request_id: str,
        casefile: Casefile,
        decision: Decision,
        recorded: tuple[Recorded, ...],
        *,
        written: bool = False,
    ) -> Answer:
        after = with_recorded(casefile, recorded)
        return Answer(request, request_id, after, recorded, decision.refusals, decision.assessment, written=written)

    def _answer_again(
        self, request: Request, request_id: str, before: list[JournalEntry], casefile: Casefile
    ) -> Answer:
        if before[0].request_digest != digest_of_request(request):
            message = f"request id {request_id!r}: used before for another request; expected a new one"
            raise BadInputError(message)
        return Answer(
            request,
            request_id,
            casefile,
            tuple(recorded_from(entry) for entry in before),
            written=True,
            repeated=True,
        )


def casefile_of(facts: Facts, entries: Sequence[JournalEntry]) -> Casefile:
    """Fold a casefile from what the file holds."""
    return fold(reread_casegroup(facts.body), facts.version, tuple(recorded_from(entry) for entry in entries))


def with_recorded(casefile: Casefile, recorded: tuple[Recorded, ...]) -> Casefile:
    """Give where a casegroup stands once more is recorded."""
    if not recorded:
        return casefile
    return fold(casefile.document, casefile.facts_version, (*casefile.recorded, *recorded))


def recorded_from(entry: JournalEntry) -> Recorded:
    """Read an event back from the journal."""
    return Recorded(
        seq=entry.seq,
        request_id=entry.request_id,
        at=entry.at,
        actor=entry.actor,
        facts_version=entry.facts_version or 0,
        policy_digest=entry.policy_digest,
        event=EVENT.validate_json(entry.body),
    )


def digest_of_request(request: Request | OfficeRequest) -> str:
    """Name a request by its content (SHA-256, hexadecimal)."""
    return hashlib.sha256(request.model_dump_json().encode()).hexdigest()


def changed_meanwhile(casegroup_id: str) -> str:
    """Say that a preview no longer holds."""
    return f"casegroup {casegroup_id} has changed meanwhile, and something else would be written now than was shown"
