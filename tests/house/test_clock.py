"""Only the desk reads the clock; everybody else is told the day."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import PACKAGES, modules, parsed, place

if TYPE_CHECKING:
    from collections.abc import Iterator

DESK = "console/desk/"
CLOCK_READINGS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"},
}
CLOCK_NAMES = set().union(*CLOCK_READINGS.values())
SQL_CLOCK = re.compile(
    r"\bCURRENT_(?:TIMESTAMP|DATE|TIME)\b|\b(?:date|time|datetime|julianday|unixepoch|strftime)\([^)]*'now'",
    re.IGNORECASE,
)


def clock_readings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find the lines that ask what time it is, in Python or in SQL."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=reading, value=ast.Name(id=owner) | ast.Attribute(attr=owner)):
                if reading in CLOCK_READINGS.get(owner, set()):
                    yield node.lineno, f"{owner}.{reading}"
            case ast.ImportFrom(module="time"):
                yield from ((node.lineno, name.name) for name in node.names if name.name in CLOCK_NAMES)
            case ast.Constant(value=str(text)):
                if found := SQL_CLOCK.search(text):
                    yield node.lineno, found.group()
            case _:
                pass


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.now(datetime.UTC)",
        "import datetime\ndatetime.date.today()",
        "from datetime import date\nmake = date.today",
        "import time\ntime.time()",
        "from time import time",
        "SQL = \"insert into t values (datetime('now'))\"",
        "SQL = 'at text default current_timestamp'",
    ],
)
def test_a_look_at_the_clock_is_noticed(source: str) -> None:
    assert list(clock_readings(ast.parse(source)))


def test_nobody_but_the_desk_reads_the_clock() -> None:
    found = [
        f"{place(path)}:{line} {reading}"
        for path in modules(*PACKAGES)
        if not place(path).startswith(DESK)
        for line, reading in clock_readings(parsed(path))
    ]
    assert found == []
