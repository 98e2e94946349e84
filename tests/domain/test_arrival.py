"""Arrears on their way to CMS: matched, built, made into dues, and what waits for somebody on the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import pytest

from domain.arrival.path import ADD_CORRECT, ARREARS_ONLY, FURTHER_WRITE_OFF, MANUAL_HANDLING, go_on
from domain.arrival.requests import KeyArrivalData
from domain.arrival.steps import BUILD
from domain.arrived import FurtherWriteOff, arrival_of, further_write_offs
from domain.casegroup import Payee, ReceivableStatus
from domain.correspondence import arrived_arrears
from domain.decide import decide
from domain.events.arrival import (
    ArrivalStepTaken,
    BalancesReceived,
    CmsCaseMatched,
    DuesCreated,
    TransitionCompleted,
)
from domain.events.requests import MinimumCaseDataRecorded
from domain.letters.model import ArrivedArrears
from domain.minimum_case_data import FIELDS
from domain.policy.book import policy_for
from domain.record.requests import SetAside
from tests.domain.arrival_rows import (
    ADD,
    BUILD_BY_HAND,
    BY_HAND,
    CLERICAL,
    DAY,
    FAILING,
    NO_NUMBER,
    closed,
    cms_case,
    correcting,
    doing,
    going_on,
    keying,
    matching,
    recording,
    register,
    residual,
)
from tests.domain.closing_rows import context
from tests.made_up import case_record, person

if TYPE_CHECKING:
    from domain.casefile import Casefile
    from domain.events import Event

TWO_CASES: dict[str, Any] = {"cases": [case_record("C1"), case_record("C2")]}
EVERY_PART = [(payee, status) for payee in get_args(Payee) for status in get_args(ReceivableStatus)]


def arrived(casefile: Casefile) -> tuple[Event, ...]:
    """What is recorded of the arrival of a casegroup, oldest first."""
    return tuple(entry.event for entry in casefile.arrival)


def asked(casefile: Casefile) -> list[tuple[str, str | None]]:
    """The open service requests of a casegroup, by work and case."""
    return [(request.work, request.case_id) for request in casefile.service_requests if request.result is None]


def steps(casefile: Casefile, state: str = "done") -> list[str]:
    """The steps of case C1 that are so."""
    return [step for step, event in taken(casefile).items() if event.state == state]


def taken(casefile: Casefile) -> dict[str, ArrivalStepTaken]:
    """The steps of case C1 as recorded last."""
    found = arrival_of(casefile).steps.items()
    return {step: entry.event for (_, step), entry in found if isinstance(entry.event, ArrivalStepTaken)}


def with_case(casefile: Casefile, **changes: str) -> Casefile:
    """The casegroup gone on with a register that has the case of its parents, changed so."""
    return going_on(casefile, cms_case(casefile, casefile.casegroup.cases[0], **changes))


def test_a_casegroup_without_cms_case_goes_all_the_way_by_itself() -> None:
    casefile = going_on(closed())
    kinds = [type(event) for event in arrived(casefile)]
    assert kinds == [
        BalancesReceived, CmsCaseMatched, *[ArrivalStepTaken] * 9, DuesCreated, TransitionCompleted
    ]  # fmt: skip
    assert steps(casefile) == [*(rule.step for rule in BUILD), "scheme_details"]
    assert casefile.stage == "transition_complete"
    assert asked(casefile) == []


def test_each_step_of_building_comes_in_the_documents_order() -> None:
    assert [rule.step for rule in BUILD] == [
        "receive_data",
        "contact_details",
        "verify_applicant",
        "verify_other_party",
        "method_of_payment",
        "casegroup",
        "region",
        "benefit_details",
    ]


def test_every_field_of_a_step_is_one_of_the_minimum_case_data() -> None:
    wanted = {(rule.step, name) for rule in BUILD for name in (*rule.needs, *rule.optional)}
    assert wanted <= {(field.step, field.key) for field in FIELDS}


def test_both_parties_are_verified_with_their_interest_flags() -> None:
    found = taken(going_on(closed()))
    assert found["verify_applicant"].data["interest_flag"] == "set on CIS"
    assert found["verify_other_party"].data["interest_flag"] == "set on CIS"


def test_a_receiving_parent_who_is_on_cms_needs_no_case_built() -> None:
    casefile = with_case(closed())
    assert steps(casefile) == ["scheme_details"]
    assert arrival_of(casefile).matched["C1"].cms_case_id == "CMS1"
    assert casefile.stage == "transition_complete"


def test_the_scheme_is_recorded_on_the_case_before_there_are_dues() -> None:
    events = arrived(with_case(closed()))
    scheme = next(event for event in events if isinstance(event, ArrivalStepTaken))
    assert scheme.data == {"csa_case_id": "C1", "system": "CS2", "scheme": "2003", "region": "GB"}
    assert events.index(scheme) < next(n for n, event in enumerate(events) if isinstance(event, DuesCreated))


@pytest.mark.parametrize(
    "changes",
    [
        {"receiving_name": "somebody else"},
        {"receiving_name": "sam client101"},
        {"receiving_nino": "QQ555555A"},
        {"receiving_nino": ""},
        {"paying_name": "somebody else"},
        {"paying_nino": "QQ555555A"},
    ],
    ids=["another name", "names swapped", "another number", "no number", "another payer's name", "payer's number"],
)
def test_a_cms_case_is_never_guessed(changes: dict[str, str]) -> None:
    casefile = with_case(closed(), **changes)
    assert arrival_of(casefile).matched == {}
    assert casefile.stage == "cms_exception"
    assert asked(casefile) == [(MANUAL_HANDLING, "C1")]
    assert "CMS1" in taken(casefile)["cms_case"].data["candidates"]


def test_a_case_of_the_same_receiving_parent_against_somebody_else_is_not_theirs() -> None:
    casefile = with_case(closed(), paying_nino="QQ555555A", paying_name="other payer")
    assert arrival_of(casefile).matched["C1"].cms_case_id is None
    assert casefile.stage == "transition_complete"


def test_two_cases_that_both_agree_wait_for_somebody() -> None:
    casefile = closed()
    case = casefile.casegroup.cases[0]
    both = going_on(casefile, cms_case(casefile, case), cms_case(casefile, case, "CMS2"))
    assert arrival_of(both).matched == {}


def test_a_case_is_linked_to_the_casegroup_its_paying_parent_has_on_cms() -> None:
    casefile = with_case(closed(), receiving_nino="QQ777777A", receiving_name="another parent")
    assert arrival_of(casefile).matched["C1"].cms_casegroup_id == "G1"
    assert taken(casefile)["casegroup"].data == {"cms_casegroup": "G1"}


def test_somebody_settles_which_cms_case_it_is_and_the_arrears_go_on() -> None:
    casefile = with_case(closed(), receiving_name="a married name")
    settled = going_on(doing(casefile, matching("CMS1")))
    assert settled.stage == "transition_complete"
    assert asked(settled) == []


def test_a_wrong_match_is_answered_by_another_before_there_are_dues() -> None:
    assert going_on(doing(FAILING, matching("CMS7"))).stage == "transition_complete"


@pytest.mark.parametrize(("payee", "status"), EVERY_PART)
def test_a_due_mirrors_what_came(payee: Payee, status: ReceivableStatus) -> None:
    casefile = going_on(closed(("C1", payee, status, 12_345)))
    dues = next(event for event in arrived(casefile) if isinstance(event, DuesCreated))
    assert [(line.owed_to, line.status, line.amount_pence) for line in dues.lines] == [(payee, status, 12_345)]


def test_what_is_owed_to_great_britain_and_to_northern_ireland_stays_apart() -> None:
    casefile = going_on(closed(*(("C1", payee, status, 100) for payee, status in EVERY_PART)))
    dues = next(event for event in arrived(casefile) if isinstance(event, DuesCreated))
    assert [(line.owed_to, line.status) for line in dues.lines] == EVERY_PART


def test_with_nothing_forwarded_the_transition_is_complete_at_once() -> None:
    casefile = closed(("C1", "receiving_parent", "active", 0))
    assert casefile.stage == "transition_complete"
    assert [type(event) for event in arrived(going_on(casefile))] == [BalancesReceived, TransitionCompleted]


def test_no_dues_are_created_until_every_case_is_set_up() -> None:
    records = [case_record("C1"), {**case_record("C2"), **NO_NUMBER["cases"][0], "case_id": "C2"}]
    parts = (("C1", "receiving_parent", "active", 500), ("C2", "receiving_parent", "active", 700))
    casefile = going_on(closed(*parts, cases=records))
    assert casefile.stage == "cms_exception"
    assert arrival_of(casefile).created == ()
    key = keying(receiving_parent_nino="QQ123456A").model_copy(update={"case_id": "C2"})
    done = going_on(doing(casefile, key))
    assert sum(line.amount_pence for line in arrival_of(done).created) == 1200


def test_without_a_register_nothing_is_decided_of_anybodys_case() -> None:
    casefile = going_on(closed(), known=False)
    assert casefile.stage == "arriving"
    assert [type(event) for event in arrived(casefile)] == [BalancesReceived]


def test_going_on_again_records_nothing() -> None:
    for casefile in (going_on(closed()), FAILING, BY_HAND):
        assert go_on(casefile, date(2016, 2, 16), register(casefile), policy_for(date(2016, 2, 16))) == ()


def test_a_case_that_cannot_be_built_goes_to_the_offline_team() -> None:
    assert steps(FAILING, "failed") == ["verify_applicant"]
    assert asked(FAILING) == [(MANUAL_HANDLING, "C1")]
    (request,) = FAILING.service_requests
    assert "offline recalculations and financial transition team" in request.detail
    assert request.holder is None


def test_a_case_that_cannot_be_built_goes_to_the_owner_where_a_casegroup_is_on_cms() -> None:
    casefile = with_case(closed(**NO_NUMBER), receiving_nino="QQ777777A", receiving_name="another parent")
    (request,) = casefile.service_requests
    assert request.holder == "olive"
    assert "case owner of CMS casegroup G1" in request.detail


def test_what_is_keyed_takes_the_case_off_the_report_and_the_path_goes_on() -> None:
    keyed = doing(FAILING, keying(receiving_parent_nino="QQ123456A"))
    done = going_on(keyed)
    assert done.stage == "transition_complete"
    assert asked(done) == []


def test_a_number_that_nobody_knows_is_said_so_and_the_date_of_birth_stands_in() -> None:
    unknown = KeyArrivalData(
        casegroup_id="CG1",
        case_id="C1",
        step="verify_applicant",
        not_known={"receiving_parent_nino": "never had one"},
    )
    casefile = doing(FAILING, unknown)
    assert taken(casefile)["verify_applicant"].missing == ("receiving_parent_date_of_birth",)
    born = unknown.model_copy(update={"fields": {"receiving_parent_date_of_birth": "1975-03-02"}})
    assert going_on(doing(casefile, born)).stage == "transition_complete"


def test_the_minimum_case_data_fills_what_the_document_lacks() -> None:
    told = MinimumCaseDataRecorded(case_id="C1", fields={"receiving_parent_nino": "QQ123456A"}, not_known={})
    assert going_on(recording(closed(**NO_NUMBER), told)).stage == "transition_complete"


@pytest.mark.parametrize(
    ("changes", "step", "missing"),
    [
        ({"scheme": None, "not_known": {"scheme": "lost"}}, "receive_data", ("scheme",)),
        ({"region": None, "not_known": {"region": "lost"}}, "region", ("region",)),
        (
            {"receiving_parent": {**person(101), "addresses": []}},
            "contact_details",
            ("receiving_parent_address",),
        ),
        (
            {"children": [{"name": None, "date_of_birth": "2005-01-01", "not_known": {"name": "blank"}}]},
            "verify_applicant",
            ("children",),
        ),
        (
            {"liability_events": [
                {"kind": "assessment", "effective_date": "2015-01-01", "weekly_amount": "5.00"},
                {"kind": "liability_end", "effective_date": "2015-12-31"},
            ]},
            "benefit_details",
            ("paying_parent_benefit",),
        ),
    ],
)  # fmt: skip
def test_a_step_names_what_it_lacks(changes: dict[str, Any], step: str, missing: tuple[str, ...]) -> None:
    casefile = going_on(closed(cases=[case_record(**changes)]))
    failed = [entry.event for entry in arrival_of(casefile).failed]
    assert [(event.step, event.missing) for event in failed if isinstance(event, ArrivalStepTaken)] == [(step, missing)]


def test_a_clerical_case_without_cms_case_asks_for_an_arrears_only_application() -> None:
    assert BY_HAND.stage == "cms_manual"
    assert asked(BY_HAND) == [(ARREARS_ONLY, "C1")]
    built = going_on(doing(BY_HAND, BUILD_BY_HAND))
    assert asked(built) == [(ADD_CORRECT, "C1")]
    assert going_on(doing(built, ADD)).stage == "transition_complete"


def test_a_clerical_case_with_a_cms_case_asks_for_its_arrears_to_be_added() -> None:
    casefile = with_case(closed(**CLERICAL))
    assert asked(casefile) == [(ADD_CORRECT, "C1")]
    done = doing(casefile, ADD)
    assert (done.stage, asked(done)) == ("transition_complete", [])


def test_a_partially_clerical_casegroup_is_brought_by_hand_as_a_whole() -> None:
    records = [case_record("C1"), case_record("C2", system="CCD")]
    parts = (("C1", "receiving_parent", "active", 500), ("C2", "receiving_parent", "active", 700))
    casefile = going_on(closed(*parts, cases=records))
    assert arrival_of(casefile).route == "partially_clerical"
    assert asked(casefile) == [(ARREARS_ONLY, "C1"), (ARREARS_ONLY, "C2")]
    one = doing(casefile, BUILD_BY_HAND, ADD)
    assert one.stage == "cms_manual"
    assert sum(line.amount_pence for line in arrival_of(one).waiting) == 700


def test_nationally_sensitive_people_are_reported_clerically() -> None:
    casefile = going_on(closed(paying_parent={**person(1), "markers": ["nationally_sensitive"]}))
    assert arrival_of(casefile).route == "clerical"


def test_a_write_off_that_was_wanted_while_arrears_remain_is_asked_about_once() -> None:
    none_left = ("C1", "receiving_parent", "active", 0)
    casefile = going_on(closed(none_left, decision="write_off_all", written_off=5000))
    assert further_write_offs(casefile) == ()
    later = doing(casefile, residual())
    added = going_on(doing(going_on(later), BUILD_BY_HAND, ADD))
    assert further_write_offs(added) == (FurtherWriteOff("C1", 1234, DAY),)
    assert asked(added) == [(FURTHER_WRITE_OFF, "C1")]
    assert go_on(added, DAY, register(added), policy_for(DAY)) == ()


def test_a_part_that_was_meant_to_stay_is_not_asked_about() -> None:
    casefile = going_on(closed(decision="write_off_part", written_off=50_000))
    assert further_write_offs(casefile) == ()
    more = doing(casefile, correcting(100))
    assert further_write_offs(more) == (FurtherWriteOff("C1", 365_100, DAY),)
    assert asked(more) == [(FURTHER_WRITE_OFF, "C1")]


def test_both_parents_can_be_told_what_is_on_cms() -> None:
    parts = (("C1", "receiving_parent", "active", 500), ("C1", "gb_sos", "suspended", 70))
    casefile = going_on(closed(*parts))
    assert arrived_arrears(casefile) == {"P1": ArrivedArrears(DAY, 570), "P101": ArrivedArrears(DAY, 500)}
    assert arrived_arrears(closed(*parts)) == {}


def test_a_match_by_hand_is_undone_while_nothing_rests_on_it() -> None:
    casefile = doing(going_on(closed(**CLERICAL), known=False), matching("CMS1"))
    seq = casefile.arrival[-1].seq
    assert arrival_of(doing(casefile, SetAside(casegroup_id="CG1", seq=seq))).matched == {}
    added = doing(casefile, ADD)
    refused = decide(added, SetAside(casegroup_id="CG1", seq=seq), context(DAY)).refusals
    assert [refusal.key for refusal in refused] == ["later_work_rests_on_it"]


def test_two_cases_of_one_casegroup_are_each_looked_for() -> None:
    parts = (("C1", "receiving_parent", "active", 500), ("C2", "receiving_parent", "active", 700))
    casefile = closed(*parts, **TWO_CASES)
    done = going_on(casefile, cms_case(casefile, casefile.casegroup.cases[1], "CMS2"))
    assert {number: known.cms_case_id for number, known in arrival_of(done).matched.items()} == {
        "C1": None,
        "C2": "CMS2",
    }
    assert done.stage == "transition_complete"


@pytest.mark.parametrize(
    ("source", "method"), [(None, "to_be_agreed"), ("paying_parent", "paying_parent"), ("enforcement", "enforcement")]
)
def test_the_method_of_payment_is_that_of_the_last_receipt(source: str | None, method: str) -> None:
    receipt: dict[str, Any] = {
        "receipt_id": "P1",
        "received_on": "2015-06-01",
        "amount": "1.00",
        "source": source,
        "allocations": [],
    }
    receipts = [receipt] if source else []
    assert taken(going_on(closed(receipts=receipts)))["method_of_payment"].data == {"method_of_payment": method}
