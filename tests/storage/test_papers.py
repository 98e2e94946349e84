"""Papers are kept for good: nothing about them changes unnoticed, none is missing, and none is slipped in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from console.desk.letters import prepare, release
from storage.store import Store
from tests.letter_store import proactive, store_of

if TYPE_CHECKING:
    from pathlib import Path

TRIGGERS = ("papers_no_update", "papers_no_delete")
SLIPPED_IN = (
    "INSERT INTO papers VALUES ('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', "
    "'application/json', CAST('{}' AS BLOB))"
)
OTHER_TEXT = "UPDATE papers SET body = CAST('{}' AS BLOB) WHERE media_type = 'application/json'"
TAMPERED = [
    ("another text", OTHER_TEXT, "is not what was kept"),
    ("one byte more", "UPDATE papers SET body = CAST(body || X'00' AS BLOB)", "is not what was kept"),
    ("another digest", "UPDATE papers SET digest = '0' || substr(digest, 2) WHERE rowid = 1", "is not what was kept"),
    ("another kind", "UPDATE papers SET media_type = 'text/html'", "is not of the kind that was kept"),
    ("taken away", "DELETE FROM papers", "the paper of the letter is not there"),
    ("slipped in", SLIPPED_IN, "no entry of the journal issued paper"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store in which two letters were issued, closed."""
    with store_of(tmp_path, proactive()) as desk:
        prepare(desk)
        assert len(release(desk).issued) == 2
        assert desk.store.verify().faults == ()
        assert desk.store.papers.count() == 4
    return tmp_path / "casework.db"


@pytest.mark.parametrize(("statement", "wrong"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
def test_whatever_is_done_to_a_paper_behind_our_back_is_found(path: Path, statement: str, wrong: str) -> None:
    connection = dbapi2.connect(str(path))
    for trigger in TRIGGERS:
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.execute(statement)
    connection.commit()
    connection.close()
    with Store.open(path) as store:
        assert any(wrong in str(fault) for fault in store.verify().faults)


@pytest.mark.parametrize("statement", ["UPDATE papers SET media_type = media_type", "DELETE FROM papers"])
def test_the_file_itself_refuses_to_change_or_lose_a_paper(path: Path, statement: str) -> None:
    connection = dbapi2.connect(str(path))
    with pytest.raises(dbapi2.DatabaseError, match="append-only"):
        connection.execute(statement)
    connection.close()
