"""The common part of events and of the lines in them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class EventModel(BaseModel):
    """A fact that was recorded; nothing in it changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
