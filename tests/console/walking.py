"""Walks through the whole program, command by command and key by key, giving everything that is told on the way."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.testing import CliRunner

from console.cli import main
from console.cli.program import SECTIONS
from console.tui.register import COMMANDS
from console.tui.screens.worklist import WorklistScreen
from tests.console.work import at_work
from tests.made_up import casegroup_record, write_documents
from tests.restricted import BIG, RESTRICTED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from console.desk.desk import Desk
    from tests.console.work import Hands

WITHOUT_A_STORE: Final = frozenset(SECTIONS["Without a store"])
NEW_FILE: Final = "written"
NUMBER: Final = "{casegroup}"
# How a command is asked where its own declaration does not say it: everything after its name, one list for each way.
ASKED: Final[dict[str, list[list[str]]]] = {
    "assess": [["plain.jsonl"]],
    "generate": [["--casegroups", "2", "--seed", "1", "--out", "written.jsonl"]],
    "import": [["plain.jsonl"], ["plain.jsonl", "--keep-good"]],
    "worklist": [
        [],
        ["RR"],
        *(["--sort", column, order] for column in ("paying_parent", "nino", "debt_balance", "residual", "flags")
          for order in ("--descending", "--limit=9")),
        *([word] for word in ("quillf", "QQ9417", "CASEX", "ZP1941", "LTRX", "note", "restricted", "!zzz")),
    ],
    "export worklist": [["--out", f"written.{form}"] for form in ("csv", "json", "jsonl")],
    "export casegroup": [[NUMBER, "--out", "written.json"], [NUMBER, "--version", "1", "--out", "written.json"]],
    "journal list": [[], ["--limit", "1000"], [NUMBER]],
    "explain": [[NUMBER], [NUMBER, "--rule", "outstanding_work_items"]],
    "amend": [[NUMBER, "--suggested"], [NUMBER, "--place", "C1:receiving_parent:-5.00"]],
    "undo": [[NUMBER, "1"]],
    "queue": [[], ["--group"], ["--due"], ["--mine"], ["--kind", "exception"], ["--kind", "inhibit_review"]],
    "exceptions": [[], ["--group"], ["--reason", "other"], ["--reason", "other", "--group"], [NUMBER]],
    "import-exceptions": [["report.csv"], ["report-of-restricted.csv"]],
    "breakdown": [
        [NUMBER], [NUMBER, "--sentence"],
        *([NUMBER, f"--{form}", f"written.{form}"] for form in ("csv", "xlsx", "pdf")),
    ],
    "daily-report": [[], ["--day", "2016-02-15"], ["--csv", "written.csv"]],
    "journey": [[NUMBER], ["--file", "plain.jsonl"]],
    "ltr import": [["ltr.csv", "--system", "CS2"], ["ltr-of-restricted.csv", "--system", "CS2"]],
    "ltr raise": [[NUMBER, "LTR1", "--system", "CS2", "--application", "2016-02-01"]],
    "ltr write": [["written.csv", "--system", "CS2"]],
    "lookup make": [
        ["paying_parent", "--nino", "QQ941701A", "--surname", "X"],
        ["applicant", "--surname", "Client101", "--forenames", "Sam"],
    ],
    "minimum-data show": [[NUMBER, "CASEXQ1"]],
    "minimum-data set": [[NUMBER, "CASEXQ1", "--field", "region=GB"]],
    "payments import": [["payments.csv"]],
    "arrive receive": [[], ["--preview"], ["--casegroup", NUMBER]],
    "arrive list": [[], ["--stage", "closed"], ["--stage", "transition_complete"]],
    "arrive exceptions": [[], ["--day", "2016-02-15"], ["--csv", "written.csv"]],
    "arrive register": [["cms-cases.csv"]],
    "arrive residuals": [["residual.csv"], ["residual-of-restricted.csv"]],
    "arrive key": [[NUMBER, "C1", "verify_applicant", "receiving_parent_nino=QQ000009A"]],
    "arrive match": [[NUMBER, "C1", "none", "--because", "x"]],
    "arrive correct": [[NUMBER, "C1", "-1.00", "--reason", "error", "--note", "x", "--no-orders"]],
    "arrive order": [[NUMBER, "enforcement:C1:receiving_parent:active:1.00:x"]],
    "arrive add": [[NUMBER, "C1", "--no-orders"]],
    "payments list": [[], ["--open"]],
    "payments show": [["PAY-0001"], ["PAY-0002"]],
    "payments pass": [["PAY-0002", NUMBER, "--because", "x"]],
    "payments investigate": [["PAY-0002", "--finding", "still_open", "--because", "x"]],
    "load": [["plain.jsonl", "--system", "CS2", "--full"], ["restricted.jsonl", "--system", "CS2", "--delta"]],
    "select run": [[], ["--segment", "1"], ["--out", "written.csv"]],
    "select change": [["--criterion", "region=NI", "--reason", "x"]],
    "select exceptions": [[]],
    "select export": [["written.csv"], ["written.json"]],
    "letters due": [[]],
    "letters prepare": [[], [NUMBER]],
    "letters list": [[], [NUMBER], ["--state", "issued"], ["--batch", "2016-02-15-1"]],
    "letters show": [["RR77-L1"], ["RR77-L2"], ["CG1-L1"]],
    "letters release": [[], ["RR77-L3"], ["--batch-file", "written.pdf", "--manifest", "written.csv"]],
    "letters batch": [["2016-02-15-1", "written.pdf"]],
    "letters suppressed": [[], ["--csv", "written.csv"]],
    "letters reissue": [["RR77-L1", "--because", "x"]],
    "letters write-off-form": [[NUMBER, "C1", "--from", "2015-01-01", "--to", "2015-12-31"]],
    "letters take-out": [["RR77-L3"]],
    "letters edit": [["RR77-L3", "written.docx"]],
    "letters issue-edited": [["RR77-L3", "plain.jsonl"]],
    "letters sender": [[]],
    "train": [["--store", "written-training.db"]],
    "doctor": [[], ["--rebuild"]],
    # A live store is never served for training; served at all, it would not end, and the screens are walked below.
    "serve": [["--training", "--store", "store.db"]],
    "who": [[]],
    "who add": [["somebody", "--name", "Some Body", "--role", "caseworker"]],
    "who remove": [["othermanager"]],
    "nominate": [["othermanager"], ["nominated", "--end"], ["manager"]],
    "close": [["--ready"], ["--ready", "--preview"], [NUMBER], ["CG1", NUMBER]],
    "reconcile": [
        ["left.csv", "right.csv"],
        ["left-of-restricted.csv", "right.csv", "--csv", "written.csv"],
        ["left-of-restricted.csv", "right-of-restricted.csv", "--to-work"],
    ],
    "settle-difference": [["RD-1", "--because", "x"]],
    "calculate": [
        ["--scheme", "2012", "--income", "850.00", "--children", "2", *of]
        for of in ((), ("--casegroup", NUMBER, "--case", "C1"), ("--pdf", "written.pdf"))
    ],
    "calculate list": [[NUMBER]],
    "calculate show": [[NUMBER, "1"], [NUMBER, "1", "--pdf", "written.pdf"]],
}  # fmt: skip
# A copy of the whole store is allowed, and the training store holds none of the live one.
HOLDS_EVERYTHING: Final = ("backup", "train")


def leaves(group: click.Group = main, *names: str) -> Iterator[tuple[str, click.Command]]:
    """Give every command that does something, by its whole name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield " ".join((*names, name)), command
        if isinstance(command, click.Group):
            yield from leaves(command, *names, name)


def ways_of_asking(name: str, command: click.Command) -> Iterator[list[str]]:
    """Give the ways in which a command is asked: those written down, else what its own declaration needs."""
    for arguments in ASKED.get(name) or [[*_needed(command)]]:
        numbers = (RESTRICTED, BIG) if NUMBER in arguments else ("",)
        for number in numbers:
            filled = [number if argument == NUMBER else argument for argument in arguments]
            yield filled
            yield [*filled, "--json"]
            if any("--preview" in parameter.opts for parameter in command.params) and "--preview" not in filled:
                yield [*filled, "--preview"]


def _needed(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            names_one = "casegroup" in (parameter.name or "")
            if parameter.required or names_one:
                yield NUMBER if names_one else _value(parameter)
        elif parameter.required:
            yield from (parameter.opts[0], _value(parameter))


def _value(parameter: click.Parameter) -> str:
    kind: Any = parameter.type
    match kind:
        case click.Choice():
            return str(kind.choices[0])
        case click.Path():
            return NEW_FILE
        case click.IntRange() | click.types.IntParamType():
            return "1"
        case _:
            return "C1"


def walk_commands(store: Path, folder: Path, user: str) -> Iterator[tuple[str, int, str]]:
    """Run every command in every way on a fresh copy; gives the command line, exit code and all that was told."""
    write_documents(folder / "plain.jsonl", casegroup_record("CG1", receipts=[]), casegroup_record("CG9"))
    write_documents(folder / "restricted.jsonl", casegroup_record("CG1"), {"casegroup_id": RESTRICTED})
    heading = "casegroup_id,case_id,owed_to,status,amount,nino,surname\n"
    for side in ("left", "right"):
        (folder / f"{side}.csv").write_text(f"{heading}CG1,C1,receiving_parent,active,1.00,QQ000001A,X\n", "utf-8")
    for side, case_id in (("left", "CASEXQ1"), ("right", "CASEXQ9")):
        row = f"{RESTRICTED},{case_id},receiving_parent,active,1.00,QQ941701A,Quillfeather\n"
        (folder / f"{side}-of-restricted.csv").write_text(f"{heading}{row}", "utf-8")
    heading = "Casegroup number,Case number,Reason for failure,Description\n"
    (folder / "report.csv").write_text(f"{heading}CG1,,Other,Rejected\n", "utf-8")
    (folder / "report-of-restricted.csv").write_text(f"{heading}{RESTRICTED},C404,Other,Rejected\n", "utf-8")
    heading = "casegroup_id,case_id,owed_to,status,amount\n"
    (folder / "residual.csv").write_text(f"{heading}CG1,C1,gb_sos,active,1.00\n", "utf-8")
    (folder / "residual-of-restricted.csv").write_text(f"{heading}{RESTRICTED},C1,gb_sos,active,1.00\n", "utf-8")
    parents = [f"{role} parent {part}" for role in ("paying", "receiving") for part in ("NINO", "forenames", "surname")]
    heading = ",".join(["CMS case ID", "CMS casegroup ID", *parents])
    (folder / "cms-cases.csv").write_text(f"{heading}\nM1,G1,QQ000009A,Kim,Other,QQ000008A,Jo,Other\n", "utf-8")
    heading = "NINO,Forename/s,Surname,CSA receipt reference,Value\n"
    (folder / "payments.csv").write_text(f"{heading}QQ000009A,Kim,Other,PAY-9,1.00\nTOTAL,,,1,1.00\n", "utf-8")
    heading = "request_id,kind,casegroup_id,received_on,closure_date\n"
    for name, number in (("ltr.csv", "CG1"), ("ltr-of-restricted.csv", RESTRICTED)):
        (folder / name).write_text(f"{heading}LTR-9,LTR1,{number},2016-02-01,2016-03-01\n", "utf-8")
    given = {path.name for path in folder.iterdir()}
    for name, command in leaves():
        for arguments in ways_of_asking(name, command):
            work = Path(shutil.copy(store, folder / "store.db"))
            at = [] if name == "train" else ["--store", str(work)]
            result = CliRunner().invoke(main, [*at, *name.split(), *arguments])
            told = [result.stdout, result.stderr]
            for path in sorted(folder.iterdir()):
                if path.name in given:
                    continue
                if path.is_dir():
                    shutil.rmtree(path)
                    continue
                if not path.name.startswith("store.db") and name not in HOLDS_EVERYTHING:
                    told.append(path.read_bytes().decode("utf-8", "replace"))
                path.unlink()
            yield f"{user}: {name} {' '.join(arguments)}", result.exit_code, "\n".join(told)


# ------------------------------------------------------------------------------------------------ the console

CLOSELY_READ: Final = 8
LEAVING: Final = frozenset({"leave", "quit", "back", "command-palette"})
# At 120 columns a letter stands at the right already, and Enter would only move into it.
LETTER_KEYS: Final = (
    "f2", "1", "P 1", "escape 2", "enter", "escape escape f2 2 R 1", "escape space u 1", "escape e", "escape 3",
    "enter", "escape escape f2 3 b 1", "escape 4", "v", "escape escape f2 g", "l",
)  # fmt: skip
WORK_ENDS: Final = -3
"""Under it stand the message, the command line and the keys, which say of many keys that they mean nothing here."""
INTO: Final = ("down", "enter", "w", "1", "y", "u")


def keys_to_press() -> list[str]:
    """Give every key of every command that may be pressed on a screen, save those that leave the console."""
    keys = {key for command in COMMANDS if command.name not in LEAVING for key in command.keys}
    return sorted(keys - {"f3", "escape", "enter", "q"})


async def walk_screens(desk: Desk, size: tuple[int, int], *, every_key: bool) -> AsyncIterator[tuple[str, str]]:
    """Go through the console with a restricted record under the cursor; gives each key and the screen after it."""
    async with at_work(desk, size) as hands:
        yield "the worklist", hands.text()
        async for told in _lists(hands):
            yield told
        async for told in _arrivals(hands):
            yield told
        async for told in _letters(hands):
            yield told
        for key in keys_to_press() if every_key else ("enter", "o", "t", "f8"):
            await on_line(hands)
            before = hands.lines()[1:WORK_ENDS]
            yield key, await hands.types(key)
            if hands.lines()[1:WORK_ENDS] == before:
                continue
            # Whatever opened by it is looked through as well, whichever screen that is.
            for then in INTO:
                if not hands.app.is_running:
                    return
                yield f"{key}, {then}", await hands.types(then)


async def on_line(hands: Hands, casegroup_id: str = RESTRICTED) -> None:
    """Put the cursor of the worklist on a casegroup, a restricted record where none is named."""
    await hands.home()
    assert isinstance(hands.screen, WorklistScreen)
    hands.screen.grid.clear_marks()
    assert hands.screen.grid.move_to_key(casegroup_id)


async def _lists(hands: Hands) -> AsyncIterator[tuple[str, str]]:
    for column in "123456":
        yield f"sorted by {column}", await hands.types(f"s {column}")
        yield f"sorted by {column} again", await hands.types(f"s {column}")
    for word in ("quillf", "qq9417", "casex", "zp194"):
        await hands.home()
        await hands.types("/")
        yield f"filtered by {word}", await hands.writes(word)
        await hands.types("escape")
        await hands.types(":")
        await hands.writes(word)
        yield f"searched for {word}", await hands.types("enter")
    await hands.home()
    for number in (RESTRICTED, BIG):
        await hands.types(":")
        await hands.writes(number)
        yield f"opened {number}", await hands.types("enter")
        for key in ("1", "2", "3", "4", "5", "w", "v", "6", "w", "down", "f8", "down", "w", "n", "p"):
            yield f"{number}, {key}", await hands.types(key)
        await hands.home()
    await hands.types("f8")
    for place in range(hands.desk.store.head().seq):
        # At 120 columns everything about an entry stands at the right already.
        keys = ("u", "escape", "U", "escape", "w", "escape") if place < CLOSELY_READ else ()
        for key in (*keys, "down"):
            if key == "escape" and not hands.screen.question.is_open and not hands.screen.has_class("-why-open"):
                continue
            yield f"journal, {key}", await hands.types(key)
    await hands.home()
    yield "queue", await hands.types("f4")
    for key in ("enter", "w", "a", "g", "e", "escape", "down", "w", "a", "g", "s 4", "end", "w", "enter", "f3"):
        yield f"queue, {key}", await hands.types(key)
    await hands.home()
    await hands.home()
    yield "all marked", await hands.types("*")
    for key in ("o", "1", "escape", "d", "1", "escape"):
        yield f"all marked, {key}", await hands.types(key)


async def _letters(hands: Hands) -> AsyncIterator[tuple[str, str]]:
    """Go through the lists of letters, reading, preparing, releasing and printing as far as the question."""
    for keys in LETTER_KEYS:
        yield f"letters, {keys}", await hands.types(keys)
    await hands.home()


async def _arrivals(hands: Hands) -> AsyncIterator[tuple[str, str]]:
    await hands.home()
    yield "arrival", await hands.types("f7")
    for key in ("w", "6", "5", "4", "2", "r", "escape", "o", "1", "escape", "R", "escape", "7", "g", "1", "c"):
        yield f"arrival, {key}", await hands.types(key)
    for line in range(3):
        for key in ("enter", "2", "3", "1", "d", "escape"):
            yield f"arrival, line {line}, {key}", await hands.types(key)
        await hands.home()
        await hands.types("f7" + " down" * (line + 1))
    await hands.home()
    yield "payments", await hands.types("f7 M")
    for key in ("p", "escape", "a", "escape", "w", "down", "p", "escape", "x", "escape", "g", "end", "w"):
        yield f"payments, {key}", await hands.types(key)
