"""The file of payments for the CMS account: the same columns as it comes in, with control totals at its end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domain.money import format_pounds
from storage.exporters.files import new_file
from storage.exporters.tables import write_csv
from storage.importers.payments import HEADINGS, TOTAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from storage.payments import PaymentRow


def write_payments(path: Path, rows: Sequence[PaymentRow], *, replace: bool = False) -> None:
    """Write payments as JSON where the name ends so, else as CSV; whole or not at all."""
    records = [
        {
            "nino": row.nino,
            "forenames": row.forenames,
            "surname": row.surname,
            "receipt_reference": row.reference,
            "value": format_pounds(row.amount_pence),
        }
        for row in rows
    ]
    total = format_pounds(sum(row.amount_pence for row in rows))
    with new_file(path, replace=replace) as out:
        if path.suffix.lower() == ".json":
            control = {"payments": len(records), "value": total}
            out.write(json.dumps({"payments": records, "control": control}, ensure_ascii=True) + "\n")
            return
        last = {"nino": TOTAL, "forenames": "", "surname": "", "receipt_reference": str(len(records)), "value": total}
        write_csv(out, HEADINGS.needed, [*records, last])
