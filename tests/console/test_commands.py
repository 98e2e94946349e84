from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

from console import tui
from console.tui.commands import EVERYWHERE, SAFE_KEYS, Command, CommandRegister, faults, key_table, rebound
from console.tui.register import COMMANDS
from console.tui.screens.palette import matching
from tests.console.demo import DEMO_COMMANDS
from tests.console.driving import opened, screen_text, type_keys


def command(
    name: str = "defer", *keys: str, context: str = "case", label: str = "Defer", help_: str = "Defers."
) -> Command:
    return Command(name=name, label=label, keys=keys or ("d",), contexts=(context,), help=help_)


def test_the_register_has_no_fault() -> None:
    assert faults(COMMANDS) == []


def classes_of_the_console() -> list[type]:
    """List every class the console defines."""
    found = [importlib.import_module(module.name) for module in pkgutil.walk_packages(tui.__path__, "console.tui.")]
    return [each for module in found for each in vars(module).values() if inspect.isclass(each)]


def test_every_command_has_somebody_to_carry_it_out() -> None:
    owners = classes_of_the_console()
    assert [each.name for each in COMMANDS if not any(hasattr(owner, each.method) for owner in owners)] == [
        # Never carried out: its reason is always given instead.
        "enter-commits-nothing",
    ]


@pytest.mark.parametrize(
    ("commands", "fault"),
    [
        ([command(), command("delete", "d")], "d means both defer and delete (case)."),
        ([command(), command("all", "d", context=EVERYWHERE)], "d means all everywhere, but defer hides it (case)."),
        ([command(), command("defer", "e")], "defer is the name of two commands."),
        ([command(label=" ")], "defer has no label."),
        ([command(help_="")], "defer has no help."),
        ([command(help_="no sentence")], "The help of defer is not a sentence."),
        ([command("defer", "alt+d")], "defer uses alt+d, which is an Alt key, and terminals send those differently."),
        (
            [command("defer", "shift+enter")],
            "defer uses shift+enter, which is a Shift key that many terminals do not send.",
        ),
        ([command("defer", "ctrl+q")], "defer uses ctrl+q, which is not a key that every terminal sends."),
        ([command("defer", "ctrl+j")], "defer uses ctrl+j, which is Enter under another name."),
        ([command("defer", "#")], "defer uses #, which is not in the same place on UK and US keyboards."),
        ([command("defer", "f13")], "defer uses f13, which is not a key that every terminal sends."),
        ([command("defer", "entr")], "defer uses entr, which is not the name of a key."),
    ],
)
def test_a_fault_in_a_register_is_named(commands: list[Command], fault: str) -> None:
    assert fault in faults(commands)


def test_one_key_may_mean_two_things_in_two_places() -> None:
    assert faults([command(), command("delete", "d", context="list")]) == []


def test_enter_commits_nothing_in_any_register() -> None:
    assert [each.name for each in (*COMMANDS, *DEMO_COMMANDS) if each.writes and "enter" in each.keys] == []


def test_unsafe_keys_are_not_on_the_list() -> None:
    assert not SAFE_KEYS & {
        "ctrl+q",
        "ctrl+c",
        "ctrl+j",
        "ctrl+m",
        "ctrl+i",
        "shift+enter",
        "alt+x",
        '"',
        "@",
        "#",
        "~",
        "\\",
    }


def test_an_earlier_context_goes_before_a_later_one() -> None:
    register = CommandRegister([command(), command("delete", "d", context="list")])
    assert [register.find(contexts, "d") for contexts in (("list", "case"), ("case", "list"), ())] == [
        register.named("delete"),
        register.named("defer"),
        None,
    ]


def test_a_keymap_file_rebinds_by_name() -> None:
    changed, found = rebound(COMMANDS, '[keys]\nwhy = "W"\ncursor-down = ["down", "n"]\n')
    assert found == []
    assert {each.name: each.keys for each in changed if each.name in {"why", "cursor-down"}} == {
        "why": ("W",),
        "cursor-down": ("down", "n"),
    }


@pytest.mark.parametrize(
    ("keymap", "fault"),
    [
        ("[keys", "The keymap is not TOML: "),
        ("[colours]\n", "The keymap has 'colours', but only [keys] is read."),
        ("keys = 3", "In the keymap, keys must be a table: [keys]."),
        ('[keys]\nflee = "f"', "The keymap names 'flee', and there is no command of that name."),
        ("[keys]\nwhy = 3", 'The keymap gives why no key: write why = "x" or ["x", "y"].'),
        ("[keys]\nwhy = []", 'The keymap gives why no key: write why = "x" or ["x", "y"].'),
        ('[keys]\nwhy = "alt+w"', "In the keymap: why uses alt+w, which is an Alt key"),
        ('[keys]\nwhy = ":"', "In the keymap: : means both why and command-line (screen)."),
    ],
)
def test_a_fault_in_a_keymap_is_one_sentence_and_changes_nothing(keymap: str, fault: str) -> None:
    commands, found = rebound(COMMANDS, keymap)
    assert commands == COMMANDS
    assert any(each.startswith(fault) for each in found), found
    assert all(each.endswith(".") and "\n" not in each for each in found)


def test_the_key_table_names_every_command_once() -> None:
    table = key_table(COMMANDS)
    assert len(table.splitlines()) == len(COMMANDS) + 2
    assert "| `1`–`9` | Choose | question |" in table
    assert all(each.help in table for each in COMMANDS)


def test_the_key_table_needs_no_textual() -> None:
    code = (
        "import sys; from console.tui.commands import key_table; from console.tui.register import COMMANDS;"
        "key_table(COMMANDS); sys.exit('textual' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_palette_finds_by_every_word_and_puts_labels_first() -> None:
    entries = [(each, None) for each in COMMANDS]
    assert matching(entries, "mark ra")[0][0].name == "mark-range"
    assert matching(entries, "sort")[0][0].name == "sort"
    assert matching(entries, "zzz") == []
    assert matching(entries, "") == entries


# ------------------------------------------------------------------------------------------------------- on the screen


async def test_the_footer_holds_at_most_nine_keys_that_fit_and_brackets_those_that_are_off() -> None:
    async with opened() as (app, _pilot):
        footer = screen_text(app)[23]
        assert len(footer) == 80
        assert "Enter Open" in footer
        assert "(v Never)" in footer


async def test_a_key_that_does_not_apply_says_why() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "v")
        assert screen_text(app)[21].strip() == "Note: Nothing is ever amended here."


async def test_a_message_stays_until_the_next_command() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "v")
        await pilot.hover("#worklist")
        assert "Nothing is ever amended" in screen_text(app)[21]
        await type_keys(app, pilot, "j")
        assert screen_text(app)[21].strip() == ""


async def test_a_key_that_means_nothing_says_so() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "Q")
        assert "Q means nothing here" in screen_text(app)[21]


@pytest.mark.parametrize("key", ["f1", "?"])
async def test_help_lists_the_commands_that_apply_the_nearest_first_and_says_why_others_do_not(key: str) -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", key)
        text = "\n".join(screen_text(app))
        assert "Nothing is ever amended here." in text
        assert "Goes back, writing nothing." not in text
        await type_keys(app, pilot, "end")
        assert "Goes back, writing nothing." in "\n".join(screen_text(app))
        await type_keys(app, pilot, "escape", "a")
        assert app.done == ["CG000000:a"]


async def test_the_palette_does_the_command_on_the_screen_it_was_asked_from() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "enter", "ctrl+p", *"outcome", "enter")
        assert "Outcome" in "\n".join(screen_text(app))
        await type_keys(app, pilot, "1", "y")
        assert app.done == ["CG000000:written:validated"]


async def test_the_command_line_leaves_by_q_and_refuses_what_it_does_not_know() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, ":", *"nonsense [b]", "enter")
        assert "Refused: There is no command, number or word nonsense [b]." in screen_text(app)[21]
        await type_keys(app, pilot, ":", "q", "enter")
    assert app.return_value == 0


async def test_ctrl_q_is_unbound() -> None:
    async with opened() as (app, pilot):
        await type_keys(app, pilot, "ctrl+q", "enter", "ctrl+q", "a")
        assert app.done == ["CG000000:a"]
