"""What a letter says, written so that it can be kept beside its paper and read back to the letter."""

from __future__ import annotations

import json
from typing import Any

from domain.letters.catalogue import BY_NUMBER
from domain.letters.filling import Addressed, LetterSender
from domain.letters.texts import FilledLetter, Paragraph


def keep_words(words: Addressed) -> bytes:
    """Write what stands on a letter as canonical JSON."""
    letter, sender = words.letter, words.sender
    record = {
        "letter": {
            "number": letter.number,
            "title": letter.title,
            # A letter that is filled in has only the paragraphs of its own status left.
            "paragraphs": [
                {"heading": each.heading, "text": each.text, "items": list(each.items)} for each in letter.paragraphs
            ],
            "language": letter.language,
            "notice": letter.notice,
        },
        "address": list(words.address),
        "greeting": words.greeting,
        "date": words.date,
        "reference": words.reference,
        "sender": {
            "name": sender.name,
            "lines": list(sender.lines),
            "telephone": sender.telephone,
            "options_telephone": sender.options_telephone,
        },
        "large_print": words.large_print,
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_words(body: bytes) -> Addressed:
    """Read it back; raises ValueError or KeyError for anything that was not written here."""
    record: dict[str, Any] = json.loads(body)
    letter, sender = record["letter"], record["sender"]
    number = next(number for number in BY_NUMBER if number == letter["number"])
    return Addressed(
        letter=FilledLetter(
            number=number,
            title=letter["title"],
            paragraphs=tuple(
                Paragraph(each["heading"], each["text"], tuple(each["items"])) for each in letter["paragraphs"]
            ),
            language=letter["language"],
            notice=letter["notice"],
        ),
        address=tuple(record["address"]),
        greeting=record["greeting"],
        date=record["date"],
        reference=record["reference"],
        sender=LetterSender(sender["name"], tuple(sender["lines"]), sender["telephone"], sender["options_telephone"]),
        large_print=record["large_print"],
    )
