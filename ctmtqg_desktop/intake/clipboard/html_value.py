"""What one cell of an HTML table holds: by the marks of Calc, Excel, WPS or Google Sheets."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from ctmtqg_desktop.intake.clipboard.css import number_format_of
from ctmtqg_desktop.intake.clipboard.html_tables import RawCell
from ctmtqg_desktop.intake.clipboard.number_format import (
    given_value,
    is_date_format,
    is_fault,
    is_figure_format,
    shown_value,
    stored_number,
)
from ctmtqg_desktop.intake.given import BLANK, Given, GivenKind, given_text

_TEXT_FORMAT = "@"
_SHEETS_TEXT, _SHEETS_NUMBER, _SHEETS_ANSWER = 2, 3, 4
_SHEETS_FORMATS = {3: "0.00%", 5: "Short Date"}
"""What Google Sheets shows by a kind of format alone: a percentage, a day."""
_ANSWERS = frozenset({"TRUE", "FALSE"})
_LONGEST_JSON = 100_000
Signs = tuple[str, str]


def cell_value(cell: RawCell, signs: Signs | None) -> tuple[Given, bool]:
    """Return what a cell holds, and whether its figure is known only as it is shown.

    Args:
        cell: as written.
        signs: before decimals and between thousands, where the source says them.
    """
    shown = cell.whole_text
    marks = cell.marks
    if "sdval" in marks:
        return _of_calc(marks, shown), False
    if "data-sheets-value" in marks:
        return _of_sheets(marks, shown, cell.font), False
    if is_fault(shown) or "x:err" in marks:
        return Given(GivenKind.ERROR, shown), False
    return _of_excel(cell, shown, signs)


def _of_calc(marks: Mapping[str, str], shown: str) -> Given:
    number = stored_number(marks["sdval"])
    number_format = marks.get("sdnum", "").split(";", 2)[2:]
    if number is None:
        return given_text(shown)
    return given_value(number, shown, number_format[0] if number_format else "")


def _of_sheets(marks: Mapping[str, str], shown: str, font: str) -> Given:
    held = _json(marks["data-sheets-value"])
    kind = held.get("1")
    number = held.get("3")
    if is_fault(shown):
        return Given(GivenKind.ERROR, shown)
    if kind == _SHEETS_TEXT and isinstance(held.get("2"), str):
        return given_text(str(held["2"]), font)
    if kind == _SHEETS_ANSWER:
        return Given(GivenKind.BOOLEAN, shown, Decimal(1 if held.get("4") else 0))
    if kind == _SHEETS_NUMBER and isinstance(number, int | Decimal):
        shape = _json(marks.get("data-sheets-numberformat", ""))
        code = shape.get("2") or _SHEETS_FORMATS.get(_kind(shape), "")
        exact = stored_number(str(number))
        if exact is not None:
            return given_value(exact, shown, str(code))
    return given_text(shown, font)


def _kind(shape: Mapping[str, object]) -> int:
    kind = shape.get("1")
    return kind if isinstance(kind, int) else 0


def _json(text: str) -> dict[str, object]:
    if len(text) > _LONGEST_JSON:
        return {}
    try:
        held = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError, InvalidOperation):
        return {}
    return held if isinstance(held, dict) else {}


def _of_excel(cell: RawCell, shown: str, signs: Signs | None) -> tuple[Given, bool]:
    marks, number_format = cell.marks, number_format_of(cell.look)
    if "x:bool" in marks or (signs is not None and _is_answer(marks, shown)):
        is_yes = (marks.get("x:bool") or shown).upper() == "TRUE"
        return Given(GivenKind.BOOLEAN, shown, Decimal(is_yes)), False
    if "x:str" in marks or number_format == _TEXT_FORMAT:
        return given_text(marks.get("x:str") or shown, cell.font), False
    number = stored_number(marks.get("x:num", ""))
    if number is not None:
        return given_value(number, shown, number_format), False
    if not shown:
        return (Given(GivenKind.UNCOMPUTED) if "x:fmla" in marks else BLANK), False
    found = Given(GivenKind.TEXT, shown, number_format=number_format, font=cell.font)
    if signs is not None and _is_figure(cell, number_format):
        found = shown_value(shown, number_format, signs)
    return found, found.kind is not GivenKind.TEXT


def _is_answer(marks: Mapping[str, str], shown: str) -> bool:
    """Say whether Excel means yes or no: it sets those in the middle, a text at the left."""
    return marks.get("align") == "center" and shown in _ANSWERS


def _is_figure(cell: RawCell, number_format: str) -> bool:
    """Say whether Excel means a number: it sets those to the right, texts to the left."""
    is_number = cell.marks.get("align") == "right" or "x:num" in cell.marks
    if not number_format:
        return is_number
    return is_figure_format(number_format) or is_date_format(number_format)
