"""The derived lists together: worklist and queue are always written in one go, so that neither lags behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.queue import NO_CASEGROUP
from storage import letters, prospects, queue, worklist_rows
from storage.batches import batches

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

    from domain.lines import Lines

PAGE: Final = 500
LISTED: Final = """
    SELECT casegroup_id FROM worklist UNION SELECT casegroup_id FROM queue UNION SELECT casegroup_id FROM prospects
    UNION SELECT casegroup_id FROM letters
"""
# One more whenever the same documents and journal make other lists than before: a file whose lists were derived by
# older rules has them made anew when somebody next sits down at it.
LISTS_VERSION: Final = 5


def put(connection: Connection, lines: Iterable[Lines]) -> None:
    """Write lines over those of the same casegroups; what waits no longer leaves the queue."""
    for page in batches(lines, PAGE):
        worklist_rows.put(connection, [line.worklist for line in page])
        queue.put(connection, {line.worklist.casegroup_id: line.queue for line in page})
        letters.put(connection, {line.worklist.casegroup_id: line.letters for line in page})
        prospects.put(connection, [line.prospect for line in page if line.prospect is not None])


def rebuild(connection: Connection, lines: Iterable[Lines]) -> None:
    """Write both lists anew: casegroups given are put, all others are taken off; then they are of today's rules."""
    given = {NO_CASEGROUP}
    for page in batches(lines, PAGE):
        put(connection, page)
        given.update(line.worklist.casegroup_id for line in page)
    listed = connection.execute(LISTED).fetchall()
    gone = [casegroup_id for (casegroup_id,) in listed if casegroup_id not in given]
    worklist_rows.remove(connection, gone)
    queue.remove(connection, gone)
    prospects.remove(connection, gone)
    letters.remove(connection, gone)
    mark_current(connection)


def version(connection: Connection) -> int:
    """Tell by which rules the lists were derived; 0 where they have yet to be."""
    return int(connection.execute("SELECT version FROM lists").fetchone()[0])


def mark_current(connection: Connection) -> None:
    """Record that the lists are of today's rules."""
    connection.execute("UPDATE lists SET version = ?", (LISTS_VERSION,))
