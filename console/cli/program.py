"""The program: one group of commands, each loaded only when it is asked for."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.exits import ended
from console.cli.options import WHOLE, Session, store_option
from console.cli.output import prepare_streams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PROGRAM: Final = "closeout"
# Loading the record types makes many small objects that stay; looking for garbage among them costs a tenth of a second.
OBJECTS_BEFORE_COLLECTING: Final = 50_000

# Each command with the module and function that hold it, in the order in which the help lists them.
SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "Without a store": {
        "assess": "assess:assess",
        "calculate": "calculate:calculate",
        "reconcile": "reconcile:reconcile",
        "generate": "generate:generate",
        "schema": "reference:schema",
        "policy": "policy:policy",
        "terms": "reference:terms",
    },
    "The caseload": {
        "load": "load:load",
        "select": "select:select",
        "import": "importing:import_command",
        "import-exceptions": "exceptions:import_exceptions",
        "run": "run:run",
        "worklist": "worklist:worklist",
        "overview": "overview:overview",
        "queue": "queue:queue",
        "exceptions": "exceptions:exceptions",
        "show": "show:show",
        "explain": "explain:explain",
        "journey": "journey:journey",
        "letters": "letters:letters",
        "breakdown": "breakdown:breakdown",
        "export": "export:export",
        "close": "close:close",
        "daily-report": "report:daily_report",
        "arrive": "arrive:arrive",
        "payments": "payments:payments",
        "ltr": "ltr:ltr",
        "lookup": "lookup:lookup",
        "minimum-data": "ltr:minimum_data",
    },
    "Working on a casegroup": {
        "check": "closing_requests:check",
        "defer": "closing_requests:defer",
        "validate": "closing_requests:validate",
        "confirm": "closing_requests:confirm",
        "amend": "closing_requests:amend",
        "draft-breakdown": "breakdown:draft_breakdown",
        "correct-breakdown": "breakdown:correct_breakdown",
        "advance-breakdown": "breakdown:advance_breakdown",
        "return-breakdown": "breakdown:return_breakdown",
        "decide": "case_requests:decide",
        "contact": "disposal:contact",
        "finalise": "disposal:finalise",
        "notice": "disposal:notice",
        "dispose": "disposal:dispose",
        "inhibit": "case_requests:inhibit",
        "work": "case_requests:work",
        "put-right": "case_requests:put_right",
        "exception": "exceptions:exception",
        "raise-exception": "exceptions:raise_exception",
        "answer-exception": "exceptions:answer_exception",
        "raise-request": "queue:raise_request",
        "complete-request": "queue:complete_request",
        "settle-difference": "reconcile_work:settle_difference",
        "allocate": "exceptions:allocate",
        "note": "record_requests:note",
        "undo": "record_requests:undo",
    },
    "Care": {
        "train": "train:train",
        "serve": "serve:serve",
        "journal": "journal:journal",
        "who": "who:who",
        "nominate": "who:nominate",
        "backup": "upkeep:backup",
        "doctor": "upkeep:doctor",
    },
}


@dataclass(frozen=True, slots=True)
class _Place:
    module: str
    name: str

    def load(self) -> click.Command:
        found = getattr(import_module(f"console.cli.{self.module}"), self.name)
        assert isinstance(found, click.Command)
        return found


PLACES: Final = {name: _Place(*place.split(":")) for section in SECTIONS.values() for name, place in section.items()}


class CommandLine(click.Group):
    """A group whose commands are loaded when they are asked for, and which ends with our exit codes."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Name every command, in the order of the sections."""
        del context
        return list(PLACES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Load a command, or give None where there is none of that name."""
        del context
        place = PLACES.get(name)
        return place.load() if place else None

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command meant; an unknown one is answered with those that look like it."""
        name = args[0]
        if name not in PLACES and not name.startswith("-"):
            from difflib import get_close_matches

            like = get_close_matches(name, PLACES, 3)
            hint = f" Did you mean {' or '.join(like)}?" if like else ""
            raise click.UsageError(f"There is no command {name!r}.{hint}", context)
        return super().resolve_command(context, args)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands section by section."""
        width = max(map(len, PLACES))
        for title, section in SECTIONS.items():
            with formatter.section(title):
                rows = [(name.ljust(width), PLACES[name].load().get_short_help_str(limit=WHOLE)) for name in section]
                formatter.write_dl(rows)
        del context

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT002 - the signature is click's
        windows_expand_args: bool = True,  # noqa: FBT002
        **extra: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Run the program on its arguments and leave with an exit code."""
        if not standalone_mode:
            return super().main(args, prog_name or PROGRAM, complete_var, standalone_mode=False, **extra)
        gc.set_threshold(OBJECTS_BEFORE_COLLECTING)
        # Nothing here uses plugins of pydantic, and looking for some costs time at every start.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        prepare_streams()
        session = Session()
        del windows_expand_args
        arguments = list(sys.argv[1:] if args is None else args)
        session.wrong = next((argument for argument in arguments if not _readable(argument)), None)
        sys.exit(ended(partial(self._run, arguments, session, complete_var, extra), partial(_report_folder, session)))

    def _run(self, arguments: list[str], session: Session, complete_var: str | None, extra: dict[str, Any]) -> object:
        if session.wrong is not None:
            raise click.UsageError(f"{session.wrong!r} is not text in UTF-8.")
        self._main_shell_completion(extra, PROGRAM, complete_var)
        if os.environ.get("NO_COLOR"):
            extra["color"] = False
        with self.make_context(PROGRAM, arguments, obj=session, **extra) as context:
            return self.invoke(context)


def _readable(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _report_folder(session: Session) -> Path | None:
    return session.store.parent if session.store else None


def _show_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    del parameter
    if wanted:
        from console.present.crash import program_version

        click.echo(f"{PROGRAM} {program_version()}")
        context.exit()


@click.group(cls=CommandLine, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@store_option
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Say which.")
@click.pass_context
def main(context: click.Context, store: str | None) -> int:
    """Close legacy child-support casegroups and hand their arrears to the 2012 scheme.

    Without a command the console opens. Every command that answers takes --json; each --help shows an example.

    Exit: 0 done, 2 wrong usage, 3 bad input (nothing changed), 4 not permitted, 5 store busy or damaged, 70 a defect.
    """
    context.ensure_object(Session).given_store = store
    if context.invoked_subcommand is not None:
        return 0
    from console.cli.opening import open_console

    return open_console(store)
