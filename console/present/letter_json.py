"""One letter as JSON: what it is, how far, and everything that stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.desk.letters import LetterView
    from domain.letters.texts import FilledLetter


def view_json(view: LetterView) -> dict[str, Any]:
    """Give a letter to be read as JSON."""
    file, words = view.file, view.words
    issued = file.issued
    return {
        "letter_id": file.letter_id,
        "number": file.number or None,
        "to": file.role,
        "person_id": file.person_id,
        "name": view.name,
        "state": file.state,
        "format": file.format,
        "language": file.language,
        "due_on": file.due_on.isoformat() if file.due_on else None,
        "covers": file.covers,
        "issued_on": issued.issued_on.isoformat() if issued else None,
        "first_issued_on": issued.first_issued_on.isoformat() if issued else None,
        "batch_id": issued.batch_id if issued else None,
        "digest": issued.digest if issued else None,
        "obstacle": view.obstacle or None,
        "missing": list(view.missing),
        "address": list(words.address) if words else None,
        "date": words.date if words else None,
        "greeting": words.greeting if words else None,
        "text": letter_json(words.letter) if words else None,
    }


def letter_json(letter: FilledLetter) -> dict[str, Any]:
    """Give the text of a letter as JSON."""
    return {
        "title": letter.title,
        "notice": letter.notice,
        "paragraphs": [
            {"heading": paragraph.heading, "text": paragraph.text, "items": list(paragraph.items)}
            for paragraph in letter.paragraphs
        ],
    }
