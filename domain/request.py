"""The common part of all requests: what somebody asks to be done to one casegroup, or to the store as a whole."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from domain.casegroup import Identifier


class CasegroupRequest(BaseModel):
    """Something to be done to one casegroup."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    casegroup_id: Identifier


class StoreRequest(BaseModel):
    """Something to be done to the store as a whole, and to no one casegroup."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
