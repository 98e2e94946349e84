"""`closeout backup` and `closeout doctor`: care of the store and of what the program stands on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import DAMAGED, DONE
from console.cli.options import json_option, store_option, with_examples
from console.cli.output import answer_json, complain, say, tell
from console.cli.progress import on_terminal, progress

if TYPE_CHECKING:
    from storage.upkeep import Health

PARTS: Final = ("click", "pydantic", "rich", "sqlcipher3", "sqlite-utils", "textual")


@with_examples("closeout backup casework-2016-02-15.db", "closeout backup before-run.db --json")
@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@store_option
@json_option
def backup(file: Path, store: str | None, as_json: bool) -> int:
    """Copy the store to a new file, and check the copy.

    The copy holds everything, restricted records too: keep it where only those may read it who may read the store.
    Others may go on working meanwhile. Prints the end of the copy's journal, for 'closeout journal verify --head'.
    Never writes over a file.
    """
    from console.cli.opening import open_desk
    from domain.errors import BadInputError
    from storage.errors import StoreExistsError

    with open_desk(store) as desk:
        desk.require_place_on_roster()
        try:
            head = desk.store.backup(file)
        except StoreExistsError as there:
            raise BadInputError(there.message) from None
    if as_json:
        answer_json({"file": str(file), "head": {"seq": head.seq, "digest": head.digest}})
    else:
        say(f"Copied to {file}; it holds together.")
        say(f"Head {head.seq}:{head.digest}")
    return DONE


@with_examples("closeout doctor", "closeout doctor --json", "closeout doctor --rebuild")
@click.command()
@click.option("--rebuild", is_flag=True, help="Make roster and worklist anew from documents and journal first.")
@store_option
@json_option
def doctor(rebuild: bool, store: str | None, as_json: bool) -> int:
    """Look at the health of store, parts, terminal and locale.

    The lists of the store are compared with the documents and the journal, from which they follow.
    """
    from console.cli.opening import open_desk, path_of
    from console.desk.lists import faults_of_lists, rebuild_lists
    from storage.errors import StoreNotFoundError

    path = path_of(store)
    report = _surroundings()
    report["store"] = {"path": str(path), "there": path.exists()}
    code = DONE
    try:
        if rebuild:
            with open_desk(store) as desk:
                tell(f"{rebuild_lists(desk)} casegroups listed anew.")
        with open_desk(store, read_only=True) as desk, progress("Comparing") as told:
            health = desk.store.doctor()
            of_lists = faults_of_lists(desk, told) if health.integrity.sound else []
            report["store"] |= {"kind": desk.store.header.kind, **_health_json(health)}
    except StoreNotFoundError as missing:
        tell(missing.message)
    else:
        found = (*health.integrity.pages, *health.integrity.references, *health.integrity.schema, *of_lists)
        report["store"]["lists_agree"] = not of_lists
        for fault in found:
            complain(fault)
            code = DAMAGED
    if as_json:
        answer_json(report)
    else:
        for section, facts in report.items():
            say(section.capitalize(), bold=True)
            for name, value in facts.items():
                say(f"  {name.replace('_', ' ')}: {value}")
    return code


def _health_json(health: Health) -> dict[str, Any]:
    return {
        "sound": health.integrity.sound,
        "read_only_here": not _may_write(Path(health.path)),
        "tables": health.schema_version,
        "newest_tables": health.newest_schema_version,
        "bytes": health.page_count * health.page_size,
        "free_bytes": health.free_pages * health.page_size,
        "write_ahead_log_bytes": health.write_ahead_log,
        "journal_entries": health.entries,
        "sqlite": health.library_version,
    }


def _may_write(path: Path) -> bool:
    from storage.connection import may_write

    return may_write(path)


def _surroundings() -> dict[str, dict[str, Any]]:
    import locale
    import os
    import platform
    import shutil
    from importlib.metadata import PackageNotFoundError, version

    from console.present.crash import program_version

    parts = {"closeout": program_version(), "python": platform.python_version()}
    for part in PARTS:
        try:
            parts[part] = version(part)
        except PackageNotFoundError:
            parts[part] = "missing"
    size = shutil.get_terminal_size()
    return {
        "parts": parts,
        "terminal": {
            "input": on_terminal(sys.stdin),
            "output": on_terminal(sys.stdout),
            "kind": os.environ.get("TERM", ""),
            "columns": size.columns,
            "lines": size.lines,
            "colour": not os.environ.get("NO_COLOR"),
        },
        "locale": {
            "language": locale.getlocale()[0] or "C",
            "encoding": getattr(sys.stdout, "encoding", None) or "unknown",
            "file_names": sys.getfilesystemencoding(),
        },
    }
