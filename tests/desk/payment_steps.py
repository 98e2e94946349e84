"""What the steps of a training scenario do with payments for closed cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from console.desk.payments import investigate_payment, pass_payment, payments_told, take_payments, write_passed
from domain.errors import BadInputError
from storage.importers.headed import RowsRefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from console.desk.desk import Desk
    from domain.payments.decision import Finding

PAYMENT_KINDS: Final = frozenset({"take_payments", "pass_payment", "investigate_payment", "write_payments"})


def do_payment(
    desk: Desk,
    imports: Path,
    out: Path,
    casegroup_id: str,
    kind: str,
    file: str = "",
    reference: str = "",
    finding: Finding = "still_open",
    note: str = "",
) -> list[str]:
    """Take in, pass, look into or write out payments, and give the word for what was refused."""
    try:
        match kind:
            case "take_payments":
                take_payments(desk, imports / file)
            case "pass_payment":
                assert pass_payment(desk, reference, casegroup_id, note).written
            case "investigate_payment":
                assert investigate_payment(desk, reference, finding, note).written
            case _:
                assert write_passed(desk, out / "payments.csv").totals.payments
    except RowsRefusedError:
        return ["file_refused"]
    except BadInputError:
        return ["payment_settled"]
    return []


def to_look_into(desk: Desk) -> int:
    """Count the payments that wait to be looked into."""
    return len(payments_told(desk, open_only=True))
