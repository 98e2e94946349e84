"""What a caseworker can tell the console to do: one fact for each command, in one class.

Footer, palette, help screen, keymap file and the README's key table are all read from a register of `Command`s, so
they cannot disagree. A command is carried out by the method `command_<name>` of the focused widget, the screen or
the application, whichever has it first. Nothing here imports Textual: the command line may print the key table.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from console.tui.key_names import EVERY_KEY_NAME, key_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Situation: TypeAlias = Any
"""What `why_off` and `shown` look at: the screen (`ConsoleScreen`), with everything it knows."""

EVERYWHERE: Final = "everywhere"
"""The context that holds on every screen."""

SIGNS: Final = "/:*+-?"
SAFE_KEYS: Final = frozenset(
    [chr(code) for code in range(ord("a"), ord("z") + 1)]
    + [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    + [*"0123456789", *SIGNS]
    + [f"f{number}" for number in range(1, 13)]
    + ["enter", "escape", "tab", "space", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"]
    + ["ctrl+o", "ctrl+p", "ctrl+l"]
)
"""Keys that every terminal sends alike and that sit in one place on UK and US keyboards, but for five signs."""


def _always_on(_situation: Situation) -> str | None:
    return None


def _always_shown(_situation: Situation) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing a caseworker can do, with everything that is said about it anywhere.

    Attributes:
        name: What the keymap file calls it, in words joined by hyphens; the method is `command_` and the name.
        label: What the footer and the palette call it, at most about ten characters.
        keys: Its keys, the first one shown (`"d"`, `"enter"`, `"f3"`, `"ctrl+p"`).
        contexts: Where it applies: a screen's, a step's or a widget's context, or `EVERYWHERE`.
        help: One sentence that says what it does.
        writes: Whether it can lead to something being written (always through a question).
        why_off: Gives the reason why it does not apply just now, as a sentence, or None when it does.
        asks_screen: Whether the screen says why it does not apply just now: its `why_off`, asked by the name.
        shown: Whether it is mentioned at all just now.
        footer: Its place in the footer, the smallest first; 0 keeps it out.
        takes_key: Whether the method is handed the key (`1` to `9` for numbered things).
    """

    name: str
    label: str
    keys: tuple[str, ...]
    contexts: tuple[str, ...]
    help: str
    writes: bool = False
    why_off: Callable[[Situation], str | None] = _always_on
    asks_screen: bool = False
    shown: Callable[[Situation], bool] = _always_shown
    footer: int = 0
    takes_key: bool = False

    def __post_init__(self) -> None:
        """Ask the screen where it says why the command does not apply."""
        if self.asks_screen:
            object.__setattr__(self, "why_off", self._asked_of_screen)

    def _asked_of_screen(self, screen: Situation) -> str | None:
        ask = getattr(screen, "why_off", None)
        reason: str | None = ask(self.name) if ask else None
        return reason

    @property
    def method(self) -> str:
        """The name of the method that carries the command out."""
        return "command_" + self.name.replace("-", "_")

    @property
    def keys_text(self) -> str:
        """Its keys as people read them: `Down j`."""
        if self.takes_key and len(self.keys) > 2:
            return f"{key_text(self.keys[0])}–{key_text(self.keys[-1])}"
        return " ".join(map(key_text, self.keys))


class CommandRegister:
    """The commands of the console, by context and key."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self.commands: tuple[Command, ...] = tuple(commands)
        self._by_key: dict[tuple[str, str], Command] = {}
        self._by_name: dict[str, Command] = {}
        for command in self.commands:
            self._by_name.setdefault(command.name, command)
            for context in command.contexts:
                for key in command.keys:
                    self._by_key.setdefault((context, key), command)

    def __iter__(self) -> Iterator[Command]:
        return iter(self.commands)

    def named(self, name: str) -> Command:
        """Give the command of that name; KeyError if there is none."""
        return self._by_name[name]

    def find(self, contexts: Sequence[str], key: str) -> Command | None:
        """Find what a key means where the contexts hold; an earlier context goes before a later one."""
        for context in contexts:
            if command := self._by_key.get((context, key)):
                return command
        return None

    def applicable(self, contexts: Sequence[str], situation: Situation) -> list[Command]:
        """List the commands to be mentioned where the contexts hold, in the register's order."""
        held = set(contexts)
        return [command for command in self.commands if held & set(command.contexts) and command.shown(situation)]

    def nearest_first(self, contexts: Sequence[str], situation: Situation) -> list[Command]:
        """List the commands to be mentioned, those of the nearest context first, as useful as in the footer."""

        def place(command: Command) -> tuple[int, bool, int]:
            nearest = min(place for place, context in enumerate(contexts) if context in command.contexts)
            return nearest, not command.footer, command.footer

        return sorted(self.applicable(contexts, situation), key=place)

    def for_footer(self, contexts: Sequence[str], situation: Situation) -> list[Command]:
        """List the commands that want a place in the footer, the most useful first."""
        wanted = [command for command in self.applicable(contexts, situation) if command.footer]
        return sorted(wanted, key=lambda command: command.footer)


def faults(commands: Iterable[Command]) -> list[str]:
    """Name everything wrong with a register of commands, one sentence for each fault."""
    listed = tuple(commands)
    return [
        *_clashes(listed),
        *(
            f"{name} is the name of two commands."
            for name, count in Counter(c.name for c in listed).items()
            if count > 1
        ),
        *(fault for command in listed for fault in _command_faults(command)),
    ]


def _command_faults(command: Command) -> Iterator[str]:
    """Name what one command lacks or must not have."""
    if not command.label.strip():
        yield f"{command.name} has no label."
    if not command.help.strip():
        yield f"{command.name} has no help."
    elif not command.help.endswith("."):
        yield f"The help of {command.name} is not a sentence."
    if not command.contexts:
        yield f"{command.name} applies nowhere."
    yield from (
        f"{command.name} uses {key}, which is {why_not_safe(key)}." for key in command.keys if key not in SAFE_KEYS
    )


def why_not_safe(key: str) -> str:
    """Say why a key may not be used, as the end of a sentence."""
    if "alt+" in key:
        return "an Alt key, and terminals send those differently"
    if "shift+" in key:
        return "a Shift key that many terminals do not send"
    if key in {"ctrl+j", "ctrl+m"}:
        return "Enter under another name"
    if len(key) == 1 and not key.isalnum():
        return "not in the same place on UK and US keyboards"
    return "not a key that every terminal sends" if key in EVERY_KEY_NAME or "+" in key else "not the name of a key"


def _clashes(commands: Sequence[Command]) -> Iterator[str]:
    """Find two commands with one key where both apply."""
    owners: dict[tuple[str, str], Command] = {}
    for command in commands:
        for context in command.contexts:
            for key in command.keys:
                owner = owners.setdefault((context, key), command)
                if owner is not command:
                    yield f"{key_text(key)} means both {owner.name} and {command.name} ({context})."
    everywhere = {key: command for (context, key), command in owners.items() if context == EVERYWHERE}
    for (context, key), command in owners.items():
        if (hidden := everywhere.get(key)) and hidden is not command:
            yield f"{key_text(key)} means {hidden.name} everywhere, but {command.name} hides it ({context})."


def rebound(commands: Sequence[Command], keymap: str) -> tuple[tuple[Command, ...], list[str]]:
    """Give the commands with the keys of a keymap file, and the faults found in it, one sentence for each.

    The file is TOML with one table, `[keys]`: `defer = "D"` or `cursor-down = ["down", "n"]`. Where there is a fault
    the commands come back with their own keys.
    """
    try:
        document = tomllib.loads(keymap)
    except tomllib.TOMLDecodeError as error:
        return tuple(commands), [f"The keymap is not TOML: {error}."]
    found = [f"The keymap has {table!r}, but only [keys] is read." for table in document if table != "keys"]
    wanted = document.get("keys", {})
    if not isinstance(wanted, dict):
        return tuple(commands), [*found, "In the keymap, keys must be a table: [keys]."]
    by_name = {command.name: command for command in commands}
    changed = dict(by_name)
    for name, given in wanted.items():
        keys = (given,) if isinstance(given, str) else tuple(given) if isinstance(given, list) else ()
        if name not in by_name:
            found.append(f"The keymap names {name!r}, and there is no command of that name.")
        elif not keys or not all(isinstance(key, str) for key in keys):
            found.append(f'The keymap gives {name} no key: write {name} = "x" or ["x", "y"].')
        else:
            changed[name] = replace(by_name[name], keys=keys)
    result = tuple(changed[command.name] for command in commands)
    found += [f"In the keymap: {fault}" for fault in faults(result) if fault not in set(faults(commands))]
    return (tuple(commands), found) if found else (result, [])


def key_table(commands: Iterable[Command]) -> str:
    """Write the README's table of keys, in Markdown, from the commands themselves."""
    rows = ["| keys | command | where | what it does |", "|---|---|---|---|"]
    for command in commands:
        keys = " ".join(f"`{key_text(key)}`" for key in command.keys)
        if command.takes_key and len(command.keys) > 2:
            keys = f"`{key_text(command.keys[0])}`–`{key_text(command.keys[-1])}`"
        rows.append(f"| {keys} | {command.label} | {', '.join(command.contexts)} | {command.help} |")
    return "\n".join(rows) + "\n"
