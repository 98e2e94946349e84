"""Letting letters out of the tray: each is put on paper and kept for good, a few casegroups in a turn.

The paper is made before the turn that keeps it, so that others may write meanwhile; a casegroup of which somebody has
written since is looked at again. Interrupted at any point, what has gone has gone and the rest still waits: released
again, it goes on in the same batch.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from console.desk.desk import PartlyWrittenError, casefile_of, recorded_from, with_recorded
from console.desk.letter_papers import envelope_of, in_our_type, main_letter, original_of, require_sender
from console.desk.letter_tray import PAUSE_SECONDS, open_restricted, refreshed_on, require_caseworker
from console.desk.masking import restricted_to
from console.desk.office import office_of
from domain.errors import BadInputError
from domain.events.letters import LetterBatchBegun, LetterBatchReleased, LetterIssued
from domain.issuing import Given, HeldUp, Outgoing, Ready, Stays, in_tray, let_out
from domain.letters.kept import keep_words
from domain.letters.model import NoLetter
from domain.letters.tray import casegroup_of, covers_of, letter_files
from domain.lines import lines_of
from domain.outgoing import Recording
from domain.selection.decision import meets_criteria
from storage.batches import batches
from storage.errors import StoreError
from storage.exporters.letters import LetterPress
from storage.exporters.pdf import UnfitError
from storage.papers import Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.events import Event
    from domain.letters.filling import LetterSender
    from domain.office import Office
    from storage.facts import Facts
    from storage.turn import Turn

CASEGROUPS_IN_A_TURN: Final = 10
"""Some thirty letters: a second or two of making paper, of which the turn itself takes a hundredth."""


@dataclass(frozen=True, slots=True)
class Left:
    """A letter that stays in the tray: what is in its way, and what is missing."""

    letter_id: str
    obstacle: str
    missing: tuple[str, ...]


@dataclass(slots=True)
class ReleaseReport:
    """What a release did (or would do): letters that went, were held back, or stay; `batch_id` is empty without any.

    `other_format` are those of the issued that somebody has to make in braille or audio. `restricted_left` counts
    casegroups whose letters only somebody nominated may release.
    """

    batch_id: str = ""
    issued: list[str] = field(default_factory=list)
    other_format: list[str] = field(default_factory=list)
    held_back: list[tuple[str, str]] = field(default_factory=list)
    stay: list[Left] = field(default_factory=list)
    restricted_left: int = 0


@dataclass(frozen=True, slots=True)
class _Made:
    """One letter on paper, ready to be kept."""

    outgoing: Outgoing
    papers: tuple[Paper, ...]
    digest: str
    words_digest: str | None


@dataclass(frozen=True, slots=True)
class _Decided:
    """What becomes of the letters of one casegroup, as its journal had it at `last_seq`."""

    facts: Facts
    casefile: Casefile
    last_seq: int
    results: tuple[Ready | Stays | HeldUp, ...]
    made: tuple[tuple[_Made, ...], ...]


def release_preview(desk: Desk, letter_ids: Iterable[str] | None = None) -> ReleaseReport:
    """Say what a release would do, and write nothing of it; looking into restricted records is journalled."""
    require_caseworker(desk)
    report = ReleaseReport()
    release = _Release(desk, require_sender(desk), wanted_of(letter_ids), report)
    for page in release.pages():
        for decided in release.decide(page, make=False):
            for result in decided.results:
                release.count(result)
    return report


def release(
    desk: Desk, letter_ids: Iterable[str] | None = None, *, progress: Callable[[int], None] | None = None
) -> ReleaseReport:
    """Let the letters of the tray go, those named or all of them; what is in the way of one holds no other up.

    What has gone is kept as it went and never goes again, however often this is interrupted and asked for. Raises
    NotPermittedError, BadInputError where nobody has said who letters come from, and the errors of a turn.
    """
    require_caseworker(desk)
    report = ReleaseReport()
    release_now = _Release(desk, require_sender(desk), wanted_of(letter_ids), report)
    gone = 0
    try:
        for page in release_now.pages():
            left = release_now.issue(page)
            if left:
                # Somebody wrote on them while their paper was made.
                release_now.issue(left)
            gone = len(report.issued)
            if progress is not None:
                progress(gone)
            time.sleep(PAUSE_SECONDS)
        release_now.finish()
    except StoreError as error:
        if not gone:
            raise
        message = f"{gone:,} letters have gone, in batch {report.batch_id}; then: {error.message}"
        raise PartlyWrittenError(message) from None
    return report


def wanted_of(letter_ids: Iterable[str] | None) -> dict[str, set[str]] | None:
    """Sort letters named by casegroup; None where all are wanted."""
    if letter_ids is None:
        return None
    wanted: dict[str, set[str]] = {}
    for letter in letter_ids:
        wanted.setdefault(casegroup_of(letter), set()).add(letter)
    return wanted


def still_there(desk: Desk, letter_ids: Iterable[str]) -> list[str]:
    """Leave out letters that were taken out of the tray before they went: those are none any more."""
    there = list(letter_ids)
    known = {
        row.letter_id for number in set(map(casegroup_of, there)) for row in desk.store.letters.of_casegroup(number)
    }
    return [letter for letter in there if letter in known]


class _Release:
    """One release under way."""

    def __init__(
        self, desk: Desk, sender: LetterSender, wanted: dict[str, set[str]] | None, report: ReleaseReport
    ) -> None:
        self.desk = desk
        self.sender = sender
        self.wanted = wanted
        self.report = report
        self.press = LetterPress()

    def pages(self) -> Iterator[list[str]]:
        """Give the casegroups with letters to go, some at a time, and look into those of them that are restricted."""
        for page in self._all_pages():
            hidden = restricted_to(self.desk, page)
            if self.wanted is not None and hidden:
                open_restricted(self.desk, page)
            self.report.restricted_left += len(hidden)
            seen = [number for number in page if number not in hidden]
            open_restricted(self.desk, seen)
            if seen:
                yield seen

    def _all_pages(self) -> Iterator[list[str]]:
        if self.wanted is not None:
            for page in batches(self.wanted, CASEGROUPS_IN_A_TURN):
                known = self.desk.store.latest_facts_of(page)
                missing = [number for number in page if number not in known]
                if missing:
                    message = "\n".join(f"letter {each}: not in this store" for each in sorted(self.wanted[missing[0]]))
                    raise BadInputError(message)
                yield page
            return
        after = ""
        while page := self.desk.store.letters.casegroups_in_tray(after, CASEGROUPS_IN_A_TURN):
            after = page[-1]
            yield page

    def decide(self, casegroup_ids: Sequence[str], *, make: bool) -> list[_Decided]:
        """Decide what becomes of the letters of some casegroups, and put on paper what goes."""
        desk = self.desk
        with desk.store.reading():
            facts_of = desk.store.latest_facts_of(casegroup_ids)
            entries_of = desk.store.entries_of(casegroup_ids)
            office = office_of(desk)
        found = []
        for casegroup_id in casegroup_ids:
            facts, entries = facts_of[casegroup_id], entries_of.get(casegroup_id, [])
            casefile = casefile_of(facts, entries)
            results, made = [], []
            for result in self._results(casefile, office):
                finished, papers = self._on_paper(result) if make else (in_our_type(result), ())
                results.append(finished)
                made.append(papers)
            found.append(_Decided(facts, casefile, entries[-1].seq, tuple(results), tuple(made)))
        return found

    def _results(self, casefile: Casefile, office: Office) -> Iterator[Ready | Stays | HeldUp]:
        desk = self.desk
        number = casefile.casegroup.casegroup_id
        wanted = None if self.wanted is None else self.wanted[number]
        given = Given(
            desk.as_at,
            desk.policy,
            self.sender,
            refreshed_on(casefile, office, desk.as_at),
            meets_criteria(casefile, office, desk.as_at),
        )
        waiting = {file.letter_id: file for file in in_tray(casefile)}
        known = {file.letter_id for file in letter_files(casefile.letters)}
        for letter in sorted((wanted or set()) - known):
            message = f"letter {letter}: not in this store"
            raise BadInputError(message)
        for letter in waiting if wanted is None else [each for each in sorted(wanted) if each in waiting]:
            yield let_out(casefile, letter, given, original_of(desk, casefile, waiting[letter]))

    def _on_paper(self, result: Ready | Stays | HeldUp) -> tuple[Ready | Stays | HeldUp, tuple[_Made, ...]]:
        result = in_our_type(result)
        if not isinstance(result, Ready):
            return result, ()
        try:
            return result, tuple(self._make(outgoing) for outgoing in result.letters)
        except UnfitError as fault:
            return Stays(main_letter(result).file, "fields", (str(fault).rstrip("."),)), ()

    def _make(self, outgoing: Outgoing) -> _Made:
        if outgoing.words is None:
            assert outgoing.digest is not None
            return _Made(outgoing, (), outgoing.digest, None)
        body = self.press.pdf(outgoing.words.letter, envelope_of(outgoing.words), self.desk.clock.now())
        paper, words = Paper(body), Paper(keep_words(outgoing.words))
        return _Made(outgoing, (paper, words), paper.digest, words.digest)

    def issue(self, casegroup_ids: Sequence[str]) -> list[str]:
        """Issue what is ready of some casegroups; gives those on which somebody has written meanwhile."""
        decided = self.decide(casegroup_ids, make=True)
        changed = []
        with self.desk.store.turn() as turn:
            now = self.desk.store.entries_of(casegroup_ids)
            lines = []
            for each in decided:
                number = each.facts.casegroup_id
                if now[number][-1].seq != each.last_seq:
                    changed.append(number)
                    continue
                for result in each.results:
                    self.count(result)
                after = self._written(turn, each)
                if after is not None:
                    lines.append(lines_of(after, self.desk.policy))
            turn.put_lines(lines)
        return changed

    def _written(self, turn: Turn, each: _Decided) -> Casefile | None:
        events = self._events(turn, each)
        if not events:
            return None
        for papers in each.made:
            turn.put_papers(paper for made in papers for paper in made.papers)
        batch = self.report.batch_id or f"seq{each.last_seq}"
        request_id = f"release:{batch}:{each.facts.casegroup_id}:{each.last_seq}"
        entries = turn.append(self.desk.drafts(events, each.facts, request_id, batch))
        return with_recorded(each.casefile, tuple(recorded_from(entry) for entry in entries))

    def _events(self, turn: Turn, each: _Decided) -> list[Event]:
        files = letter_files(each.casefile.letters)
        recording = Recording(each.casefile, files, self.desk.as_at)
        for result, papers in zip(each.results, each.made, strict=True):
            if isinstance(result, HeldUp):
                self._hold(recording, result)
            elif isinstance(result, Ready):
                self._let_go(turn, recording, result, papers)
        return recording.events

    def _hold(self, recording: Recording, result: HeldUp) -> None:
        file = result.file
        recording.hold_back(result.answer, file.role, file.letter_id, file.number)
        for cover in covers_of(recording.files, file.letter_id):
            recording.hold_back(
                NoLetter(result.answer.reason, file.person_id), file.role, cover.letter_id, cover.number
            )

    def _let_go(self, turn: Turn, recording: Recording, result: Ready, papers: tuple[_Made, ...]) -> None:
        batch_id = self.batch(turn)
        for made in papers:
            recording.events.append(
                LetterIssued(
                    letter_id=made.outgoing.file.letter_id,
                    issued_on=self.desk.as_at,
                    first_issued_on=made.outgoing.first_issued_on,
                    address=made.outgoing.destination,
                    digest=made.digest,
                    words_digest=made.words_digest,
                    batch_id=batch_id,
                )
            )
        main = main_letter(result).file
        for follow_up in result.follow_ups:
            what = f"{main.number} to the {main.role.replace('_', ' ')}"
            if follow_up == "other_format_task":
                what += f", to be made in {main.format}"
            recording.ask_for(follow_up, main.letter_id, main.person_id, what)
        for cover in result.dropped:
            answer = NoLetter("no_valid_address", cover.person_id, ("trace_representative",))
            recording.hold_back(answer, cover.role, cover.letter_id, cover.number)

    # ------------------------------------------------------------------------------------------------------ the batch

    def batch(self, turn: Turn) -> str:
        """Give the batch that letters go in: one this person began and did not finish, else a new one."""
        if not self.report.batch_id:
            office = office_of(self.desk)
            self.report.batch_id = unfinished_batch(office, self.desk.user) or self._begin(turn, office)
        return self.report.batch_id

    def _begin(self, turn: Turn, office: Office) -> str:
        count = sum(event.as_at == self.desk.as_at for _, event in office.of(LetterBatchBegun))
        event = LetterBatchBegun(batch_id=f"{self.desk.as_at.isoformat()}-{count + 1}", as_at=self.desk.as_at)
        turn.append(self.desk.drafts([event], None, f"release:{event.batch_id}:begun", event.batch_id))
        return event.batch_id

    def finish(self) -> None:
        """Record that the batch is released, once nothing of it is left to be done."""
        with self.desk.store.turn() as turn:
            office = office_of(self.desk)
            batch_id = self.report.batch_id or unfinished_batch(office, self.desk.user)
            if not batch_id or any(event.batch_id == batch_id for _, event in office.of(LetterBatchReleased)):
                return
            self.report.batch_id = batch_id
            letters = len(self.desk.store.letters.of_batch(batch_id))
            event = LetterBatchReleased(batch_id=batch_id, as_at=self.desk.as_at, letters=letters)
            turn.append(self.desk.drafts([event], None, f"release:{batch_id}:released", batch_id))

    def count(self, result: Ready | Stays | HeldUp) -> None:
        """Count what becomes of a letter."""
        match result:
            case Ready():
                self.report.issued += [outgoing.file.letter_id for outgoing in result.letters]
                self.report.other_format += [
                    outgoing.file.letter_id for outgoing in result.letters if not outgoing.is_printed
                ]
            case HeldUp():
                self.report.held_back.append((result.file.letter_id, result.answer.reason))
            case Stays():
                self.report.stay.append(Left(result.file.letter_id, result.obstacle, result.missing))


def unfinished_batch(office: Office, user: str) -> str | None:
    """Name the batch that somebody began and that was not released, the latest of several."""
    released = {event.batch_id for _, event in office.of(LetterBatchReleased)}
    mine = [event.batch_id for entry, event in office.of(LetterBatchBegun) if entry.actor == user]
    return next((batch_id for batch_id in reversed(mine) if batch_id not in released), None)
