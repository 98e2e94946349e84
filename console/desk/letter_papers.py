"""The papers of letters: who they come from, what was kept of one, and a batch of them as one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from console.desk.desk import casefile_of
from console.desk.masking import restricted_to
from console.desk.office import office_of
from domain.errors import BadInputError
from domain.issuing import Original, Ready, Stays
from domain.letters.catalogue import COVER_FOR_REPRESENTATIVE
from domain.letters.kept import read_words
from domain.letters.model import PRINTED
from domain.letters.sender import MADE_UP, sender_of
from domain.letters.tray import letter_files
from storage.batches import batches
from storage.exporters.letter_batch import MadeLetter, write_batch
from storage.exporters.letters import Envelope, Sender, unset_signs
from storage.exporters.pdf import UnfitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from console.desk.desk import Desk
    from domain.casefile import Casefile
    from domain.issuing import HeldUp, Outgoing
    from domain.letters.filling import Addressed, LetterSender
    from domain.letters.tray import LetterFile
    from storage.exporters.letter_batch import BatchManifest
    from storage.papers import Paper

CASEGROUPS_IN_A_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A batch as written to a file; `restricted_left` counts the letters only somebody nominated may see."""

    manifest: BatchManifest
    restricted_left: int


def letter_sender(desk: Desk) -> LetterSender | None:
    """Give who letters come from, or None where nobody has said it; in training somebody made up."""
    return sender_of(office_of(desk)) or (MADE_UP if desk.store.header.kind == "training" else None)


def require_sender(desk: Desk) -> LetterSender:
    """Give who letters come from; raises BadInputError where nobody has said it."""
    sender = letter_sender(desk)
    if sender is None:
        message = "no sender of letters is set; a team manager sets it with 'closeout letters sender'"
        raise BadInputError(message)
    return sender


def envelope_of(words: Addressed) -> Envelope:
    """Put what stands on a letter as the paper wants it."""
    sender = words.sender
    contact = (("Telephone", sender.telephone), ("Reference", words.reference))
    return Envelope(
        Sender(sender.name, sender.lines, contact),
        words.address,
        words.reference,
        words.date,
        words.greeting,
        (sender.name,),
        words.large_print,
    )


def paper_kept(desk: Desk, digest: str) -> Paper:
    """Give a paper kept under a digest; raises BadInputError where the store has none, which `journal verify` tells."""
    paper = desk.store.papers.get(digest)
    if paper is None:
        message = f"paper {digest}: not kept in this store; 'closeout journal verify' says what else is wrong"
        raise BadInputError(message)
    return paper


def words_kept(desk: Desk, file: LetterFile) -> Addressed | None:
    """Give what an issued letter says; None for one that was edited, of which only the paper is kept."""
    if file.issued is None or file.issued.words_digest is None:
        return None
    return read_words(paper_kept(desk, file.issued.words_digest).body)


def original_of(desk: Desk, casefile: Casefile, file: LetterFile) -> Original | None:
    """Give the letter that a reissue sends again; None for any other letter."""
    if file.prepared is None or file.prepared.reissue_of is None:
        return None
    again = file.prepared.reissue_of
    original = next((each for each in letter_files(casefile.letters) if each.letter_id == again), None)
    if original is None or original.issued is None:
        return None
    return Original(words_kept(desk, original), original.issued.digest)


# ----------------------------------------------------------------------------------------------------------- a batch


def write_batch_file(
    desk: Desk, batch_id: str, pdf: Path, *, csv: Path | None = None, force: bool = False
) -> BatchFile:
    """Print a batch as one PDF with its manifest, from the papers as issued; it can be written as often as wanted.

    Letters of restricted records are left out for anybody not nominated. Raises BadInputError for a batch that has no
    letter to print, or a file that cannot be written.
    """
    desk.require_place_on_roster()
    rows = desk.store.letters.of_batch(batch_id)
    if not rows:
        message = f"batch {batch_id!r}: no letter was issued in it; expected a batch of this store"
        raise BadInputError(message)
    hidden = restricted_to(desk, [row.casegroup_id for row in rows])
    numbers = list(dict.fromkeys(row.casegroup_id for row in rows if row.casegroup_id not in hidden))
    for casegroup_id in sorted(desk.store.restricted_of(numbers)):
        desk.casefile(casegroup_id)
    manifest = write_batch(_printed(desk, numbers, batch_id), pdf, csv=csv, force=force)
    return BatchFile(manifest, sum(row.casegroup_id in hidden for row in rows))


def _printed(desk: Desk, casegroup_ids: Sequence[str], batch_id: str) -> Iterator[MadeLetter]:
    """Give the letters of a batch one by one, as they lie in their envelopes."""
    for page in batches(casegroup_ids, CASEGROUPS_IN_A_PAGE):
        facts_of = desk.store.latest_facts_of(page)
        entries_of = desk.store.entries_of(page)
        for casegroup_id in page:
            casefile = casefile_of(facts_of[casegroup_id], entries_of.get(casegroup_id, []))
            files = [
                file for file in letter_files(casefile.letters) if file.issued and file.issued.batch_id == batch_id
            ]
            for file in in_envelopes(files):
                assert file.issued is not None
                assert file.number
                body = paper_kept(desk, file.issued.digest).body
                yield MadeLetter(file.letter_id, file.number, file.person_id, body, file.covers)


def in_envelopes(files: Sequence[LetterFile]) -> Iterator[LetterFile]:
    """Put letters as they are posted: the client's under its cover, then the representative's cover and a copy.

    What somebody makes in braille or audio is not printed for the client.
    """
    for main in (file for file in files if file.covers is None):
        covers = [file for file in files if file.covers == main.letter_id]
        if main.format in PRINTED:
            yield from (cover for cover in covers if cover.number != COVER_FOR_REPRESENTATIVE.number)
            yield main
        for cover in covers:
            if cover.number == COVER_FOR_REPRESENTATIVE.number:
                yield cover
                yield main


def main_letter(ready: Ready) -> Outgoing:
    """Give the letter that the others cover."""
    return next(outgoing for outgoing in ready.letters if outgoing.file.covers is None)


def in_our_type(result: Ready | Stays | HeldUp) -> Ready | Stays | HeldUp:
    """Keep a letter in the tray that has signs our type has not got: their numbers are nothing to send anybody."""
    if not isinstance(result, Ready):
        return result
    words = [outgoing.words for outgoing in result.letters if outgoing.words is not None and outgoing.is_printed]
    try:
        signs = frozenset[str]().union(*(unset_signs(each.letter, envelope_of(each)) for each in words))
    except UnfitError:
        # What has no room is said when it is put on paper.
        return result
    if not signs:
        return result
    told = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(signs))
    return Stays(main_letter(result).file, "fields", (f"type for {told}; as a Word file it can be edited",))
