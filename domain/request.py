"""The common part of all requests: what a caseworker asks to be done to one casegroup."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from domain.casegroup import Identifier


class CasegroupRequest(BaseModel):
    """Something to be done to one casegroup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    casegroup_id: Identifier
