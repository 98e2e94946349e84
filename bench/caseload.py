"""Made up, imported, run, verified, backed up: casegroups a second, memory, and how long others are kept waiting."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2 as driver

from bench.program import closeout, environment
from bench.report import Limit, tell, tell_megabytes, tell_rate, tell_seconds, title
from bench.stores import DAY, SEED, remove

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.program import Ended
    from bench.stores import Bench


def run(bench: Bench) -> None:
    """Measure the whole way of a caseload, and of one a tenth as long, whose memory should be the same."""
    title(f"A caseload of {bench.casegroups:,} casegroups")
    tenth = None if bench.small else _way(bench, max(bench.casegroups // 10, 1), told=False)
    _way(bench, bench.casegroups, told=True, tenth=tenth)


def _way(bench: Bench, count: int, *, told: bool, tenth: dict[str, Ended] | None = None) -> dict[str, Ended]:
    folder = bench.folder
    file, store = folder / f"caseload-{count}.jsonl", folder / "making.db"
    remove(store)
    ended = {
        "generate": closeout(
            folder, "generate", "--casegroups", str(count), "--seed", SEED, "--out", str(file), "--force"
        )
    }
    # The store is made first, so that somebody else can try to write in it from the beginning.
    first = folder / "first.jsonl"
    with file.open("rb") as documents:
        first.write_bytes(documents.readline())
    closeout(folder, "import", str(first), "--store", str(store))
    with _somebody_else(folder, store) as during_import:
        ended["import"] = closeout(folder, "import", str(file), "--store", str(store))
    with _somebody_else(folder, store) as during_run:
        ended["run"] = closeout(folder, "run", "--as-at", DAY, "--store", str(store))
    if told:
        limits = _limits(folder, file, store)
        ended |= _upkeep(folder, store)
        _tell(count, ended, limits, tenth or {})
        _tell_waiting("import", during_import)
        _tell_waiting("run", during_run)
        kept = folder / f"store-{count}.db"
        remove(kept)
        store.rename(kept)
    return ended


def _upkeep(folder: Path, store: Path) -> dict[str, Ended]:
    copy = folder / "copy.db"
    remove(copy)
    return {
        "verify": closeout(folder, "journal", "verify", "--store", str(store)),
        "backup": closeout(folder, "backup", str(copy), "--store", str(store)),
    }


def _tell(count: int, ended: dict[str, Ended], limits: dict[str, Limit], tenth: dict[str, Ended]) -> None:
    for name in ("generate", "import", "run"):
        tell_rate(name, count, ended[name].seconds, limits[name])
    for name in ("verify", "backup"):
        tell_seconds(name, ended[name].seconds, limits[name])
    for name in ("import", "run"):
        smaller = Limit("of a tenth of the casegroups", tenth[name].peak_kibibytes) if tenth else None
        tell_megabytes(f"{name}, peak of memory", ended[name].peak_kibibytes, smaller=smaller)


# ------------------------------------------------------------------------------------------- the machine's own limits


def _limits(folder: Path, file: Path, store: Path) -> dict[str, Limit]:
    """Give the seconds the machine takes for the same documents and rows without us."""
    parsing, documents = _parsing(file)
    writing = _writing(folder, documents)
    connection = driver.connect(f"file:{store}?mode=ro", uri=True)
    reading, digesting = _reading(connection)
    connection.close()
    copying = _copying(store, folder / "copied")
    return {
        "generate": Limit("json.loads of it", parsing),
        "import": Limit("json.loads and a bare insert", parsing + writing),
        "run": Limit("a bare read and json.loads", reading + parsing),
        "verify": Limit("a bare read and SHA-256", reading + digesting),
        "backup": Limit("copying the file", copying),
    }


def _parsing(file: Path) -> tuple[float, list[bytes]]:
    with file.open("rb") as lines:
        documents = list(lines)
    started = perf_counter()
    for document in documents:
        json.loads(document)
    return perf_counter() - started, documents


def _writing(folder: Path, documents: list[bytes]) -> float:
    """Insert the documents, and nothing else, in one turn."""
    path = folder / "bare.db"
    remove(path)
    bare = driver.connect(str(path), isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("CREATE TABLE facts (number INTEGER PRIMARY KEY, body BLOB)")
    started = perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    bare.executemany("INSERT INTO facts (body) VALUES (?)", ((document,) for document in documents))
    bare.execute("COMMIT")
    seconds = perf_counter() - started
    bare.close()
    remove(path)
    return seconds


def _reading(connection: driver.Connection) -> tuple[float, float]:
    """Read all rows of facts and journal, then digest what was read."""
    started = perf_counter()
    bodies = [body for (body,) in connection.execute("SELECT body FROM facts")]
    bodies += [body.encode() for (body,) in connection.execute("SELECT body FROM journal")]
    read = perf_counter() - started
    started = perf_counter()
    for body in bodies:
        hashlib.sha256(body)
    return read, perf_counter() - started


def _copying(store: Path, copy: Path) -> float:
    started = perf_counter()
    shutil.copyfile(store, copy)
    with copy.open("rb+") as written:
        os.fsync(written.fileno())
    seconds = perf_counter() - started
    copy.unlink()
    return seconds


# ------------------------------------------------------------------------------------------------------ somebody else


@contextmanager
def _somebody_else(folder: Path, store: Path) -> Iterator[list[float]]:
    """Let another program try to write all the while; afterwards the list has its waits, a refusal below zero."""
    stop = folder / "stop"
    stop.unlink(missing_ok=True)
    other = subprocess.Popen(
        [sys.executable, "-m", "bench.somebody_else", str(store), str(stop)],
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    )
    waits: list[float] = []
    try:
        yield waits
    finally:
        stop.touch()
        told, _ = other.communicate()
        stop.unlink()
        waits += json.loads(told)


def _tell_waiting(during: str, waits: list[float]) -> None:
    refused = sum(wait < 0 for wait in waits)
    tell(f"another's turn during {during}: refused", f"{refused} of {len(waits)}")
    tell_seconds(f"another's turn during {during}: longest wait", max(map(abs, waits), default=0.0))
