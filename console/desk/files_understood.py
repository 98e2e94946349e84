"""What a file would bring, before it is taken in: how it was understood and its control totals, nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.importers.cms_register import read_register, read_residuals
from storage.importers.payments import read_payments

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class FileUnderstood:
    """A file as read: its digest (SHA-256), how many rows, what they come to in pence where they are money, and how.

    `known` tells that this very file was taken in before.
    """

    digest: str
    rows: int
    told: str
    amount_pence: int | None = None
    known: bool = False


def register_understood(desk: Desk, path: Path) -> FileUnderstood:
    """Read a register of CMS cases; raises RowsRefusedError, BadInputError, NotPermittedError for a stranger."""
    desk.require_place_on_roster()
    file = read_register(path)
    return FileUnderstood(file.digest, len(file.cases), file.told)


def residuals_understood(desk: Desk, path: Path) -> FileUnderstood:
    """Read a report of residual balances; raises as for a register."""
    desk.require_place_on_roster()
    report = read_residuals(path)
    total = sum(row.line.amount_pence for row in report.rows)
    return FileUnderstood(report.file.digest, len(report.rows), report.file.told(), total)


def payments_understood(desk: Desk, path: Path) -> FileUnderstood:
    """Read a daily file of payments with its control totals; raises as for a register."""
    desk.require_place_on_roster()
    file = read_payments(path)
    known = bool(desk.store.payments.of_file(file.digest))
    return FileUnderstood(file.digest, file.control.payments, file.told, file.control.amount_pence, known)
