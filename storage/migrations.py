"""The file's tables, built step by step; a file of an older version is brought up by the steps it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from storage.connection import APPLICATION_ID

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

# One more for every step below; the file carries it as its user_version.
SCHEMA_VERSION: Final = 3

VERSION_1: Final = (
    """
    CREATE TABLE store (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        store_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('live', 'training')),
        created_at TEXT NOT NULL,
        created_by TEXT NOT NULL,
        today TEXT
    ) STRICT
    """,
    """
    CREATE TABLE facts (
        casegroup_id TEXT NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        body BLOB NOT NULL,
        digest TEXT NOT NULL,
        file_name TEXT NOT NULL,
        file_digest TEXT NOT NULL,
        line INTEGER,
        received_at TEXT NOT NULL,
        received_by TEXT NOT NULL,
        request_id TEXT NOT NULL,
        facts_digest TEXT NOT NULL,
        UNIQUE (casegroup_id, version)
    ) STRICT
    """,
    """
    CREATE TABLE journal (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        request_id TEXT NOT NULL,
        step INTEGER NOT NULL,
        request_digest TEXT NOT NULL,
        casegroup_id TEXT,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        actor TEXT NOT NULL,
        at TEXT NOT NULL,
        policy_digest TEXT NOT NULL,
        facts_digest TEXT,
        facts_version INTEGER,
        previous_digest TEXT NOT NULL,
        digest TEXT NOT NULL,
        UNIQUE (request_id, step),
        CHECK ((facts_digest IS NULL) = (facts_version IS NULL)),
        CHECK (facts_version IS NULL OR casegroup_id IS NOT NULL)
    ) STRICT
    """,
    "CREATE INDEX journal_casegroup ON journal (casegroup_id, seq) WHERE casegroup_id IS NOT NULL",
    # Where the chain ends, said a second time: without it the last entry could go unnoticed.
    """
    CREATE TABLE journal_head (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        seq INTEGER NOT NULL,
        digest TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE worklist (
        key INTEGER PRIMARY KEY,
        casegroup_id TEXT NOT NULL UNIQUE,
        paying_parent TEXT NOT NULL,
        name_folded TEXT NOT NULL,
        nino TEXT NOT NULL,
        systems TEXT NOT NULL,
        closing_cases INTEGER NOT NULL,
        due_date TEXT,
        stage TEXT NOT NULL,
        stage_order INTEGER NOT NULL,
        deferred_until TEXT,
        debt_balance_pence INTEGER,
        discrepancy_pence INTEGER,
        residual_pence INTEGER,
        check_due_on TEXT,
        flags TEXT NOT NULL,
        facts_version INTEGER NOT NULL,
        last_seq INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX worklist_name ON worklist (name_folded, casegroup_id)",
    "CREATE INDEX worklist_due_date ON worklist (due_date, casegroup_id)",
    "CREATE INDEX worklist_words ON worklist (stage, flags)",
    """
    CREATE INDEX worklist_check_due ON worklist (casegroup_id, check_due_on)
    WHERE check_due_on IS NOT NULL
    """,
    """
    CREATE TABLE worklist_text (
        key INTEGER PRIMARY KEY REFERENCES worklist (key) ON DELETE CASCADE,
        search_text TEXT NOT NULL
    ) STRICT
    """,
    # Tokens arrive folded and in ASCII (folding.py). Against trigrams, measured on 100,000 casegroups: less
    # than half the room, less time to fill, and words of one or two letters can be found.
    """
    CREATE VIRTUAL TABLE search USING fts5 (
        names, identifiers, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2'
    )
    """,
    """
    CREATE TABLE roster (
        user TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        roles TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TRIGGER journal_follows BEFORE INSERT ON journal
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
    BEGIN SELECT RAISE(ABORT, 'the journal only grows at its end'); END
    """,
    """
    CREATE TRIGGER facts_once BEFORE INSERT ON facts
    WHEN EXISTS (SELECT 1 FROM facts WHERE casegroup_id = NEW.casegroup_id AND version = NEW.version)
    BEGIN SELECT RAISE(ABORT, 'facts are superseded, never replaced'); END
    """,
    """
    CREATE TRIGGER store_once BEFORE INSERT ON store WHEN EXISTS (SELECT 1 FROM store)
    BEGIN SELECT RAISE(ABORT, 'the store has one header'); END
    """,
    *(
        f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in ("journal", "facts", "store")
        for act in ("update", "delete")
    ),
)


# The queue of open work, restricted records, and who is nominated to open them.
VERSION_2: Final = (
    """
    CREATE TABLE queue (
        key INTEGER PRIMARY KEY,
        casegroup_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        item_id TEXT NOT NULL,
        cause TEXT NOT NULL,
        case_id TEXT NOT NULL,
        detail TEXT NOT NULL,
        state TEXT NOT NULL,
        holder TEXT NOT NULL,
        opened_on TEXT,
        since TEXT,
        due_on TEXT,
        UNIQUE (casegroup_id, kind, item_id)
    ) STRICT
    """,
    "CREATE INDEX queue_cause ON queue (kind, cause, opened_on, holder)",
    "CREATE INDEX queue_opened ON queue (opened_on, casegroup_id, kind)",
    # Which rules the lists were derived by (derived.py); 0 until they have been made anew.
    "CREATE TABLE lists (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL) STRICT",
    "INSERT INTO lists VALUES (1, 0)",
    "ALTER TABLE worklist ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1))",
    "CREATE INDEX worklist_restricted ON worklist (casegroup_id) WHERE restricted = 1",
    "ALTER TABLE roster ADD COLUMN nominated INTEGER NOT NULL DEFAULT 0 CHECK (nominated IN (0, 1))",
)


# Letters and papers, casegroups that may be selected, the register of CMS cases, and payments for closed cases.
VERSION_3: Final = (
    # What is recorded of the store as a whole is read without looking at everything else.
    "CREATE INDEX journal_office ON journal (seq) WHERE casegroup_id IS NULL",
    "CREATE INDEX worklist_nino ON worklist (nino) WHERE nino <> ''",
    # What was put on paper, or taken in as a file, kept as it was under its digest (SHA-256).
    """
    CREATE TABLE papers (
        digest TEXT PRIMARY KEY,
        media_type TEXT NOT NULL,
        body BLOB NOT NULL
    ) STRICT
    """,
    *(
        f"CREATE TRIGGER papers_no_{act} BEFORE {act.upper()} ON papers "
        "BEGIN SELECT RAISE(ABORT, 'papers is append-only'); END"
        for act in ("update", "delete")
    ),
    # One derived row for each letter due, in the tray, held back or issued.
    """
    CREATE TABLE letters (
        key INTEGER PRIMARY KEY,
        casegroup_id TEXT NOT NULL,
        letter_id TEXT NOT NULL,
        person_id TEXT NOT NULL,
        role TEXT NOT NULL,
        number TEXT NOT NULL,
        state TEXT NOT NULL,
        detail TEXT NOT NULL,
        due_on TEXT,
        issued_on TEXT,
        batch_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        UNIQUE (casegroup_id, letter_id)
    ) STRICT
    """,
    "CREATE INDEX letters_state ON letters (state, due_on, casegroup_id)",
    "CREATE INDEX letters_batch ON letters (batch_id) WHERE batch_id <> ''",
    # One derived row for each casegroup, with what selection asks of it.
    """
    CREATE TABLE prospects (
        casegroup_id TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        tranche TEXT NOT NULL,
        systems INTEGER NOT NULL,
        regions INTEGER NOT NULL,
        schemes INTEGER NOT NULL,
        segments INTEGER NOT NULL,
        benefit INTEGER NOT NULL,
        status INTEGER NOT NULL,
        oldest TEXT NOT NULL,
        last_event TEXT,
        as_of TEXT NOT NULL,
        changes_on TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    # Those that a tranche may take: in its order, and by the day on which a row has to be looked at again.
    """
    CREATE INDEX prospects_order ON prospects (oldest, casegroup_id)
    WHERE state IN ('selectable', 'exception') AND reason IN ('', 'client')
    """,
    """
    CREATE INDEX prospects_changes ON prospects (changes_on)
    WHERE state IN ('selectable', 'exception') AND reason IN ('', 'client')
    """,
    "CREATE INDEX prospects_as_of ON prospects (as_of)",
    "CREATE INDEX prospects_tranche ON prospects (tranche, casegroup_id) WHERE tranche <> ''",
    "CREATE INDEX prospects_state ON prospects (state, reason)",
    # The register of CMS cases as last received.
    """
    CREATE TABLE cms_cases (
        cms_case_id TEXT NOT NULL,
        cms_casegroup_id TEXT NOT NULL,
        paying_parent_nino TEXT NOT NULL,
        paying_parent_name TEXT NOT NULL,
        receiving_parent_nino TEXT NOT NULL,
        receiving_parent_name TEXT NOT NULL,
        owner TEXT NOT NULL,
        PRIMARY KEY (cms_case_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX cms_cases_name ON cms_cases (paying_parent_name)",
    "CREATE INDEX cms_cases_paying ON cms_cases (paying_parent_nino)",
    # Payments made to the CSA for closed cases; the reference says each once.
    """
    CREATE TABLE payments (
        reference TEXT PRIMARY KEY,
        file_digest TEXT NOT NULL,
        line INTEGER NOT NULL,
        nino TEXT NOT NULL,
        forenames TEXT NOT NULL,
        surname TEXT NOT NULL,
        amount_pence INTEGER NOT NULL,
        why_open TEXT NOT NULL,
        state TEXT NOT NULL,
        casegroup_id TEXT NOT NULL,
        received_on TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX payments_state ON payments (state, reference)",
)


def steps(newest: int = SCHEMA_VERSION) -> Migrations:
    """Give every step from an empty file to the tables of a version, today's where none is named, in order."""
    # sqlite-utils takes 0.3 s to load and is needed only where tables are built.
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415

    migrations = Migrations("closeout")

    def version_1(database: Database) -> None:
        for statement in VERSION_1:
            database.execute(statement)

    def version_2(database: Database) -> None:
        for statement in VERSION_2:
            database.execute(statement)

    def version_3(database: Database) -> None:
        for statement in VERSION_3:
            database.execute(statement)

    for step in (version_1, version_2, version_3)[:newest]:
        migrations()(step)
    return migrations


def bring_up_to_date(connection: Connection, migrations: Migrations | None = None) -> int:
    """Run the steps a file still lacks, inside the turn its caller has opened, and give its new version."""
    from sqlite_utils import Database  # noqa: PLC0415

    wanted = steps() if migrations is None else migrations
    database = Database(connection, execute_plugins=False)
    wanted.apply(database)
    version = len(wanted.applied(database))
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    return version


def schema_of(connection: Connection) -> dict[str, str]:
    """Give what a file's tables, indexes and triggers are made of, by name, save the libraries' own."""
    return dict(
        connection.execute(
            "SELECT type || ' ' || name, sql FROM sqlite_schema "
            "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
            "AND tbl_name NOT LIKE '\\_sqlite\\_migrations' ESCAPE '\\'"
        ).fetchall()
    )
