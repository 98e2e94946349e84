"""Whose a payment is: number and name, and never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.payments.rules import Holder, Person, match

SAM = Person("QQ000001A", "client sam", "sam client")
NAMES = st.sampled_from(["client sam", "sam client", "other kim", ""])
NUMBERS = st.sampled_from(["QQ000001A", "QQ000002B", ""])


def holder(casegroup_id: str = "CG1", nino: str = "QQ000001A", name: str = "client sam", closed: bool = True) -> Holder:
    """A paying parent of the store, Sam Client with a closed casegroup unless said otherwise."""
    return Holder(casegroup_id, nino, name, closed)


@pytest.mark.parametrize(
    ("holders", "casegroup_id", "why_open", "resemblances"),
    [
        ([], None, "nobody_found", []),
        ([holder()], "CG1", None, ["number_and_name"]),
        ([holder(closed=False)], None, "not_closed", ["number_and_name"]),
        ([holder(), holder("CG2")], None, "several_casegroups", ["number_and_name", "number_and_name"]),
        ([holder(), holder("CG2", closed=False)], None, "several_casegroups", ["number_and_name", "number_and_name"]),
        ([holder(name="sam client")], None, "names_swapped", ["names_swapped"]),
        ([holder(name="clyent sam")], None, "number_only", ["number_only"]),
        ([holder(nino="QQ000002B")], None, "name_only", ["name_only"]),
        ([holder(nino="QQ000002B", name="sam client")], None, "name_only", ["name_only"]),
        ([holder(nino="")], None, "name_only", ["name_only"]),
        ([holder(nino="QQ000002B", name="other kim")], None, "nobody_found", []),
        ([holder("CG2", nino="QQ000002B"), holder("CG1")], "CG1", None, ["number_and_name", "name_only"]),
        ([holder("CG2", name="clyent sam"), holder("CG1")], "CG1", None, ["number_and_name", "number_only"]),
    ],
)
def test_a_payment_is_somebodys_only_where_number_and_name_agree_with_one_closed_casegroup(
    holders: list[Holder], casegroup_id: str | None, why_open: str | None, resemblances: list[str]
) -> None:
    found = match(SAM, holders)
    assert (found.casegroup_id, found.why_open) == (casegroup_id, why_open)
    assert [candidate.resemblance for candidate in found.candidates] == resemblances


def test_without_a_number_nothing_is_ever_matched() -> None:
    nobody = Person("", "client sam", "sam client")
    assert match(nobody, [holder(nino="")]).casegroup_id is None


@given(
    st.builds(Person, NUMBERS, NAMES, NAMES),
    st.lists(st.builds(Holder, st.sampled_from(["CG1", "CG2", "CG3"]), NUMBERS, NAMES, st.booleans())),
)
def test_what_is_matched_agrees_in_both_and_is_the_only_one(person: Person, holders: list[Holder]) -> None:
    found = match(person, holders)
    assert (found.casegroup_id is None) is (found.why_open is not None)
    agreeing = [one for one in holders if one.nino == person.nino != "" and one.name == person.surname_first]
    if found.casegroup_id is not None:
        assert [(one.casegroup_id, one.closed) for one in agreeing] == [(found.casegroup_id, True)]
