"""The reasons of exceptions as reports write them: their key, or the documents' own words for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, get_args

from domain.events.queued import ExceptionReason

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHER_SIGNS: Final = re.compile(r"[^a-z0-9]+")
# Words that reports put in or leave out without meaning anything else.
PASSED_OVER: Final = frozenset({"a", "the", "being", "been", "csa", "scheme", "has", "have", "is", "of"})
WORDED: Final[Mapping[str, ExceptionReason]] = {
    "transition date not set": "transition_date_not_set",
    "t date not set": "transition_date_not_set",
    "liability not ended": "liability_end_failed",
    "liability not ended successfully": "liability_end_failed",
    "liability could not be ended": "liability_end_failed",
    "unsuccessful ending liability": "liability_end_failed",
    "schedules not ended": "schedules_not_ended",
    "liability schedules not ended": "schedules_not_ended",
    "closure before t date": "closure_before_t_date",
    "closure date before t date": "closure_before_t_date",
    "closure date before transition date": "closure_before_t_date",
    "closure date prior to t date": "closure_before_t_date",
    "closure date prior to transition date": "closure_before_t_date",
    "closure date prior to transition date t date": "closure_before_t_date",
    "invalid data": "data_invalid",
    "data incomplete or invalid": "data_invalid",
}
REASONS: Final[tuple[ExceptionReason, ...]] = get_args(ExceptionReason)


def reason_named(text: str) -> ExceptionReason | None:
    """Give the reason that a text names, whatever its capitals and hyphens; None where it is in other words."""
    words = [word for word in OTHER_SIGNS.split(text.casefold()) if word]
    key = "_".join(words)
    plain = " ".join(word for word in words if word not in PASSED_OVER)
    return next((reason for reason in REASONS if reason == key), WORDED.get(plain))


def reason_and_detail(reason: str, detail: str) -> tuple[ExceptionReason, str]:
    """Read a reason with its detail; one in other words is `other`, and its words lead the detail."""
    named = reason_named(reason)
    if named is not None:
        return named, detail.strip()
    return "other", ": ".join(part for part in (reason.strip(), detail.strip()) if part)
