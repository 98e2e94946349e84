"""Arrears brought to CMS by commands alone: by themselves, by hand, repaired, and told to a script."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, get_args

import pytest

from console.cli import arrive as commands
from console.cli import arrive_requests as requests
from console.desk.clock import Clock
from console.desk.desk import Desk
from console.desk.files import import_files
from domain.actor import Actor
from domain.arrival.steps import BUILD
from domain.arrived import AFTER_CLOSING
from domain.casegroup import Payee, ReceivableStatus
from domain.events.arrival import ContactAbout, ContactWith, CorrectionReason, OrderKind
from tests.cli.conftest import CASEWORKER, MANAGER, answer_of, answers_of
from tests.desk.test_arrival import DAY, ON_CMS, close_all, document, without_number, write_register, write_residuals
from tests.made_up import write_documents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Closeout


@pytest.fixture
def at(closeout: Closeout, tmp_path: Path) -> Closeout:
    """Run the program on three closed casegroups: one that goes by itself, one that fails, and a clerical one."""
    path = tmp_path / "arriving.db"
    documents = [document(1), document(2, receiving_parent=without_number(2)), document(3, system="CCD")]
    with Desk.create(path, MANAGER, clock=Clock(day=DAY), training_day=DAY) as desk:
        desk.write_roster(
            [
                Actor(MANAGER, "Manager", frozenset({"team_manager", "cms_caseworker"})),
                Actor(CASEWORKER, "A Patel", frozenset({"caseworker"})),
            ]
        )
        import_files(desk, [write_documents(tmp_path / "in.jsonl", *documents)])
        close_all(desk, "CG1", "CG2", "CG3")

    def on_store(*arguments: object, **options: Any) -> Any:
        return closeout("--store", path, *arguments, **options)

    return on_store


@pytest.fixture
def gone(at: Closeout, tmp_path: Path) -> Closeout:
    """The same, once everything has gone as far as it goes by itself."""
    assert at("arrive", "register", write_register(tmp_path, ON_CMS)).exit_code == 0
    assert at("arrive", "run").exit_code == 0
    return at


def test_the_batch_brings_arrears_as_far_as_they_go(at: Closeout, tmp_path: Path) -> None:
    assert at("arrive", "register", write_register(tmp_path, ON_CMS)).exit_code == 0
    told = answer_of(at("run", "--json"))["arrival"]
    assert told == {
        "casegroups": 3,
        "received": 3,
        "completed": 1,
        "dues": "3650.00",
        "waiting_for_register": 0,
        "stages": {"transition_complete": 1, "cms_exception": 1, "cms_manual": 1},
    }


def test_without_a_register_a_run_says_what_it_waits_for(at: Closeout) -> None:
    result = at("arrive", "run")
    assert "3 wait for a register of CMS cases: closeout arrive register FILE." in result.stdout


def test_balances_are_received_once(at: Closeout) -> None:
    preview = at("arrive", "receive", "--preview")
    assert preview.stdout.splitlines()[0].startswith("PREVIEW")
    received = answer_of(at("arrive", "receive", "--casegroup", "CG1", "--json"))
    assert received["received"] == [{"casegroup_id": "CG1", "route": "automatic", "amount": "3650.00"}]
    again = at("arrive", "receive", "--casegroup", "CG1")
    assert again.exit_code == 3
    assert "nothing arrives twice" in again.stderr
    assert at("arrive", "receive", "--casegroup", "CG9").exit_code == 3
    assert "CG2: £3,650.00, automatic." in at("arrive", "receive").stdout
    assert at("arrive", "receive").stdout == "No closed casegroup waits to be received.\n"


def test_the_list_tells_how_far_each_is(gone: Closeout) -> None:
    rows = answers_of(gone("arrive", "list", "--json"))
    assert [(row["casegroup_id"], row["stage"], row["waiting"]) for row in rows] == [
        ("CG3", "cms_manual", "3650.00"),
        ("CG2", "cms_exception", "3650.00"),
    ]
    assert "CG1" in gone("arrive", "list", "--stage", "transition_complete").stdout
    assert gone("arrive", "list", "--stage", "closed").stdout == "No arrears are on their way.\n"


def test_the_list_says_in_words_what_is_missing_and_an_answer_what_a_casegroup_waits_for(gone: Closeout) -> None:
    assert "C1: receiving parent NINO" in gone("arrive", "list").stdout
    assert "CG3: It is now: to add at CMS; due " in gone("arrive", "flag", "CG3", "DCA-1", "--amount", "25.00").stdout


def test_the_exceptions_report_goes_to_screen_json_and_csv(gone: Closeout, tmp_path: Path) -> None:
    (line,) = answer_of(gone("arrive", "exceptions", "--json"))["exceptions"]
    assert (line["casegroup_id"], line["step"], line["missing"]) == (
        "CG2",
        "verify_applicant",
        ["receiving_parent_nino"],
    )
    assert "Offline recalculations and financial transition team" in gone("arrive", "exceptions").stdout
    path = tmp_path / "exceptions.csv"
    assert gone("arrive", "exceptions", "--day", "2016-03-01", "--csv", path).exit_code == 0
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["casegroup_id"], row["missing"], row["waiting"]) for row in rows] == [
        ("CG2", "receiving_parent_nino", "3650.00")
    ]
    assert gone("arrive", "exceptions", "--csv", path).exit_code == 3
    assert gone("arrive", "exceptions", "--day", "2016-03-02").stdout == "No exception.\n"


def test_one_that_fails_is_repaired_by_keying_what_is_missing(gone: Closeout) -> None:
    key = ("arrive", "key", "CG2", "C1", "verify_applicant")
    assert gone(*key, "receiving_parent_nino=QQ1").exit_code == 3
    assert gone(*key, "receiving_parent_nino").exit_code == 2
    assert "PREVIEW" in gone(*key, "receiving_parent_nino=QQ123456A", "--preview").stdout
    assert "CG2: It is now: transition complete" in gone(*key, "receiving_parent_nino=QQ123456A").stdout
    told = answer_of(gone("arrive", "show", "CG2", "--json"))
    assert (told["stage"], told["created"], told["waiting"]) == ("transition_complete", "3650.00", "0.00")


def test_what_nobody_knows_is_said_with_the_reason(gone: Closeout) -> None:
    because = "receiving_parent_nino=never had one"
    result = gone("arrive", "key", "CG2", "C1", "verify_applicant", "--not-known", because)
    assert "receiving parent NINO" in result.stdout
    told = gone("arrive", "show", "CG2").stdout
    assert "receiving parent NINO not known, because never had one" in told
    assert "missing receiving parent date of birth" in told


def test_a_clerical_one_is_added_by_hand_with_the_order_in_force(gone: Closeout) -> None:
    add = ("arrive", "add", "CG3", "C1")
    assert gone(*add).exit_code == 3
    assert gone(*add, "--order", "liability_order:C1:receiving_parent:active").exit_code == 2
    assert gone(*add, "--order", "liability_order:C1:receiving_parent:active:9999.00:Leeds").exit_code == 3
    assert gone(*add, "--order", "liability_order:C1:receiving_parent:active:100.00:Leeds").exit_code == 0
    (order,) = answer_of(gone("arrive", "show", "CG3", "--json"))["orders"]
    assert (order["detail"], order["line"]["amount"]) == ("Leeds", "100.00")


def test_after_arrival_a_balance_is_corrected_and_a_residual_one_added(gone: Closeout, tmp_path: Path) -> None:
    corrected = gone("arrive", "correct", "CG1", "C1", "-50.00", "--reason", "appeal", "--note", "lost", "--no-orders")
    assert "Arrears at CMS corrected by -£50.00" in corrected.stdout
    file = write_residuals(tmp_path, ("CG1", "C1", "receiving_parent", "active", "12.34"))
    assert answer_of(gone("arrive", "residuals", file, "--json"))["amount"] == "12.34"
    assert "taken in before" in gone("arrive", "residuals", file).stdout
    assert gone("arrive", "add", "CG1", "C1", "--no-orders").exit_code == 0
    (case,) = answer_of(gone("arrive", "show", "CG1", "--json"))["cases"]
    (line,) = case["lines"]
    assert (line["left"], line["created"], line["on_cms"]) == ("3662.34", "3662.34", "3612.34")


def test_calls_receipts_and_orders_are_recorded(gone: Closeout) -> None:
    call = ("arrive", "contact", "CG1", "--with", "csa_caseworker", "--about", "appeal", "--said", "not heard yet")
    assert "Escalated Enquiries / Appeals" in gone(*call).stdout
    assert gone("arrive", "flag", "CG1", "DCA-1", "--amount", "40.00").exit_code == 0
    assert gone("arrive", "allocate", "CG1", "DCA-1", "C1", "--amount", "15.00").exit_code == 0
    assert gone("arrive", "allocate", "CG1", "DCA-1", "C1", "--amount", "26.00").exit_code == 3
    order = "enforcement:C1:receiving_parent:active:10.00:bailiffs: two visits"
    assert "bailiffs: two visits" in gone("arrive", "order", "CG1", order, "--made-on", "1 Feb 2016").stdout


def test_a_match_by_hand_needs_its_reason(gone: Closeout) -> None:
    assert gone("arrive", "match", "CG2", "C1", "CMS8").exit_code == 2
    because = ("--because", "seen on both systems")
    assert gone("arrive", "match", "CG2", "C1", "CMS8", "--cms-casegroup", "G8", *because).exit_code == 0
    assert answer_of(gone("arrive", "show", "CG2", "--json"))["stage"] == "transition_complete"


def test_a_caseworker_of_the_csa_does_none_of_it_by_hand(gone: Closeout, work_as: Callable[[str], None]) -> None:
    work_as(CASEWORKER)
    assert gone("arrive", "build", "CG3", "C1").exit_code == 4
    assert gone("arrive", "list").exit_code == 0


def test_a_register_with_faults_is_refused_line_by_line(at: Closeout, tmp_path: Path) -> None:
    result = at("arrive", "register", write_register(tmp_path, ON_CMS, ("", *ON_CMS[1:])))
    assert result.exit_code == 3
    assert "cms-cases.csv:3: CMS case ID:" in result.stderr


def test_the_words_of_the_commands_are_those_of_the_requests() -> None:
    assert get_args(Payee) == requests.PAYEES
    assert get_args(ReceivableStatus) == requests.STATUSES
    assert get_args(CorrectionReason) == requests.REASONS
    assert get_args(OrderKind) == requests.ORDERS
    assert get_args(ContactWith) == requests.WITH
    assert get_args(ContactAbout) == requests.ABOUT
    assert tuple(rule.step for rule in BUILD) == requests.STEPS
    assert commands.STAGES == AFTER_CLOSING
