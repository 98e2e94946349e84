"""The stores that are measured: a made-up caseload, imported and run once, kept for the next measurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.program import closeout

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2016-02-15"
SEED = "7"


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a run of the benchmarks works, and with how many casegroups; `small` proves only that all of it works."""

    folder: Path
    casegroups: int
    small: bool

    def caseload(self, casegroups: int | None = None) -> Path:
        """Give a file of made-up casegroups, made where there is none."""
        count = casegroups or self.casegroups
        file = self.folder / f"caseload-{count}.jsonl"
        if not file.exists():
            closeout(self.folder, "generate", "--casegroups", str(count), "--seed", SEED, "--out", str(file))
        return file

    def store(self) -> Path:
        """Give the store of the whole caseload after a run, made where there is none; nobody writes in it."""
        store = self.folder / f"store-{self.casegroups}.db"
        if not store.exists():
            making = self.folder / "making.db"
            remove(making)
            closeout(self.folder, "import", str(self.caseload()), "--store", str(making))
            closeout(self.folder, "run", "--as-at", DAY, "--store", str(making))
            making.rename(store)
        return store

    def copy(self) -> Path:
        """Give a copy of the store to write in."""
        copy = self.folder / "copy.db"
        remove(copy)
        closeout(self.folder, "backup", str(copy), "--store", str(self.store()))
        return copy


def remove(store: Path) -> None:
    """Take a store and its log away."""
    for end in ("", "-wal", "-shm"):
        store.with_name(store.name + end).unlink(missing_ok=True)
