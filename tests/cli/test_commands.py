"""Every command of the main line is there, says how it is used, and shares its words with the parts below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

import click
import pytest
from click.testing import CliRunner

from console.cli import main
from console.cli.case_requests import CHOICES, OBSTACLES
from console.cli.closing_requests import PAYEES
from console.cli.options import EDITIONS
from console.cli.program import PLACES
from console.cli.who import ROLES
from console.cli.worklist import COLUMNS, column
from domain.actor import ROLES as ROLES_KNOWN
from domain.casegroup import ArrearsChoice, Obstacle, Payee
from domain.decide import REQUEST
from domain.policy.model import EDITIONS as EDITIONS_KNOWN
from storage.lists import SORT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIN_LINE = (
    "assess", "import", "run", "worklist", "show", "explain", "export", "generate", "train", "journal verify",
    "journal list", "policy", "schema", "doctor", "backup", "who", "who add", "who remove", "breakdown",
)  # fmt: skip
REQUESTS = {
    "check": "check_deferral", "defer": "defer", "validate": "validate", "confirm": "confirm_clerical_validation",
    "amend": "amend_balance", "decide": "record_arrears_decision", "inhibit set": "set_inhibit",
    "inhibit lift": "lift_inhibit", "work open": "open_work_item", "work close": "close_work_item",
    "put-right": "clear_obstacle",
    "note": "add_note", "undo": "set_aside", "contact": "record_contact", "finalise": "finalise_balance",
    "raise-exception": "raise_exception", "answer-exception": "answer_exception", "allocate": "allocate_exception",
    "raise-request": "raise_service_request", "complete-request": "complete_service_request",
    "notice": "give_write_off_notice", "dispose": "dispose_arrears", "close": "close_casegroup",
    "draft-breakdown": "draft_breakdown", "correct-breakdown": "correct_breakdown",
    "advance-breakdown": "advance_breakdown", "return-breakdown": "return_breakdown",
    "payments pass": "pass_payment",
    "ltr raise": "raise_transition_request", "minimum-data set": "record_minimum_case_data",
    "arrive match": "match_cms_case", "arrive key": "key_arrival_data", "arrive build": "build_case",
    "arrive add": "add_arrears", "arrive correct": "correct_arrears", "arrive order": "record_order",
    "arrive flag": "flag_dca_receipt", "arrive allocate": "allocate_dca_receipt", "arrive contact": "log_contact",
    "letters reissue": "reissue_letter", "letters write-off-form": "prepare_write_off_form",
}  # fmt: skip

# One command asks for either kind of work, by what the piece of work is called.
ALSO = {
    "allocate": "allocate_service_request",
    # These ask for many, of a file or of every casegroup that is ready.
    "ltr import": "receive_transition_request", "arrive residuals": "receive_residual",
    "arrive receive": "receive_balances",
    # This works out and compares as well, and keeps where it is told to.
    "calculate": "save_calculation",
    # These write or read a file beside what they ask, so that there is nothing to preview.
    "letters edit": "take_letter_for_editing", "letters issue-edited": "keep_edited_letter",
}  # fmt: skip


def commands(group: click.Group = main, *names: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield " ".join((*names, name)), command
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)


COMMANDS = dict(commands())
ANSWERING = [name for name, command in COMMANDS.items() if getattr(command, "invoke_without_command", True)]


@pytest.mark.parametrize("name", [*MAIN_LINE, *REQUESTS])
def test_every_command_of_the_main_line_is_there(name: str) -> None:
    assert name in COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_an_example_of_the_command(name: str) -> None:
    result = CliRunner().invoke(main, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert re.search(rf"^ +closeout {name}\b", result.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", ANSWERING)
def test_every_command_that_answers_can_answer_in_json(name: str) -> None:
    assert "--json" in {option for parameter in COMMANDS[name].params for option in parameter.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    options = [parameter for parameter in COMMANDS[name].params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", REQUESTS)
def test_every_request_can_be_previewed_and_named(name: str) -> None:
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert {"--preview", "--request-id", "--json", "--as-at", "--store"} <= options


def test_there_is_a_command_for_every_request_of_the_desk() -> None:
    schema = REQUEST.json_schema()
    assert set(schema["discriminator"]["mapping"]) == {*REQUESTS.values(), *ALSO.values()}


def test_words_that_help_cannot_load_are_the_same_as_below() -> None:
    assert tuple(EDITIONS_KNOWN) == EDITIONS
    assert tuple(ROLES_KNOWN) == ROLES
    assert get_args(Payee) == PAYEES
    assert tuple(choice for choice in get_args(ArrearsChoice) if choice != "not_recorded") == CHOICES
    assert get_args(Obstacle) == OBSTACLES
    assert tuple(column(name) for name in COLUMNS) == SORT_COLUMNS


def test_the_help_lists_every_command_in_its_section() -> None:
    text = CliRunner().invoke(main, ["--help"]).stdout
    assert [name for name in PLACES if f"\n  {name} " not in text] == []
    assert "Working on a casegroup:" in text


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("closeout 0.")
