"""What the sheets of an account breakdown share: the looks of cells, and how amounts and texts are put into them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from domain.money import format_pounds

# A cell of a spreadsheet holds 32,767 letters.
CELL_LIMIT: Final = 32_000
CUT: Final = " … (cut here)"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written, with the formats of its cells."""

    workbook: Any
    heading: Any
    heading_right: Any
    label: Any
    title: Any
    text: Any
    wrapped: Any
    struck: Any
    pounds: Any
    number: Any
    total: Any
    day: Any


def with_formats(workbook: Any) -> Book:  # noqa: ANN401 - the library's own class
    """Make the formats of a workbook."""
    plain = {"font_name": "Liberation Sans", "font_size": 10, "valign": "top"}
    money = {**plain, "num_format": '"£"#,##0.00;-"£"#,##0.00', "align": "right"}
    heading = {**plain, "bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#E7ECEF"}
    return Book(
        workbook=workbook,
        heading=workbook.add_format({**heading, "indent": 1, "align": "left"}),
        heading_right=workbook.add_format({**heading, "align": "right"}),
        label=workbook.add_format({**plain, "bold": True, "indent": 1, "align": "left"}),
        title=workbook.add_format({**plain, "bold": True, "font_size": 14}),
        text=workbook.add_format({**plain, "indent": 1, "align": "left"}),
        wrapped=workbook.add_format({**plain, "text_wrap": True, "indent": 1, "align": "left"}),
        struck=workbook.add_format({**plain, "indent": 1, "align": "left", "font_strikeout": True}),
        pounds=workbook.add_format(money),
        number=workbook.add_format({**plain, "align": "right"}),
        total=workbook.add_format({**money, "bold": True, "top": 1}),
        day=workbook.add_format({**plain, "num_format": "d mmm yyyy", "align": "left", "indent": 1}),
    )


def text_of(text: str) -> str:
    """Give a text as a cell holds it, cut where it is too long."""
    return text if len(text) <= CELL_LIMIT else text[:CELL_LIMIT] + CUT


def letter_of(column: int) -> str:
    """Give the letter of a column, counted from nought; none here is beyond Z."""
    return chr(ord("A") + column)


def pounds_of(pence: int) -> float:
    """Give pence as the number of pounds that a spreadsheet holds: the nearest to the two decimals, as ROUND gives."""
    return float(format_pounds(pence))
