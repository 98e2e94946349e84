"""What may be asked about offline calculations."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from domain.calculation.model import Question, ReceivingParent, Scheme
from domain.casegroup import Identifier
from domain.request import CasegroupRequest

Why = Literal["left_unfinished", "balance_queried", "other"]


class Asked(BaseModel):
    """What a calculation is asked, as it is kept: amounts in pence, nights by child for each receiving parent."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    scheme: Scheme
    income_pence: int
    nights: tuple[tuple[int, ...], ...]
    other_children: int = 0
    yearly: bool = False
    on_benefit: bool = False

    @property
    def question(self) -> Question:
        """Give the question to be worked out."""
        return Question(
            scheme=self.scheme,
            income_pence=self.income_pence,
            receiving_parents=tuple(ReceivingParent(nights) for nights in self.nights),
            other_children=self.other_children,
            yearly=self.yearly,
            on_benefit=self.on_benefit,
        )


class SaveCalculation(CasegroupRequest):
    """Keep an offline calculation with a case; it is worked out anew, so that nothing else can be kept.

    Where several receiving parents share the rate, `other_case_ids` are the cases of the second one and those after.
    """

    kind: Literal["save_calculation"] = "save_calculation"
    case_id: Identifier
    other_case_ids: tuple[Identifier, ...] = ()
    asked: Asked
    calculated_on: date
    why: Why
    note: str = ""
