"""A form's formula as one of a spreadsheet, where both say the same; else none at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ctmtqg_desktop.rules.functions import FUNCTIONS
from ctmtqg_desktop.rules.syntax import Binary, Call, Literal, Name, Node, Unary, parse

_MOST_LETTERS = 8_000
_EITHER = None
"""The degree of a nought, which may be added to anything."""
_SIGNS = {"+", "-", "*", "/"}
_LISTS = {"sum": "SUM", "max": "MAX", "min": "MIN", "average": "AVERAGE"}


@dataclass(frozen=True, slots=True)
class Operand:
    """Where a name stands on the worksheet.

    Attributes:
        place: "C5", or "C5:C20" for a whole column of a list.
        factor: how much one of what is shown there is in what the program computes with.
    """

    place: str
    factor: Decimal

    @property
    def is_range(self) -> bool:
        """Say whether it is many cells."""
        return ":" in self.place


Find = Callable[[str], Operand | None]


class _NotTheSameError(Exception):
    """The spreadsheet has no formula for it."""


@dataclass(frozen=True, slots=True)
class _Said:
    """An expression, and with what power of the money's measure it grows."""

    text: str
    degree: int | None


def excel_formula(source: str, find: Find, *, factor: Decimal, decimals: int) -> str:
    """Return the formula a cell of a workbook computes with; empty where there is none.

    What is empty stays empty, as in the program: a spreadsheet would count it as nought.

    Args:
        source: of the form.
        find: the place of a name; None where it is not on the worksheet.
        factor: of the cell itself; see ``Operand``.
        decimals: the cell's own, to which it is rounded once.
    """
    factors: set[Decimal] = set()

    def found(name: str) -> Operand:
        operand = find(name)
        if operand is None:
            raise _NotTheSameError
        factors.add(operand.factor)
        return operand

    try:
        said = _said(parse(source), found)
    except _NotTheSameError:
        return ""
    if len(factors) > 1 or len(said.text) > _MOST_LETTERS:
        return ""
    unit = factors.pop() if factors else Decimal(1)
    if unit != 1 and factor != (unit if said.degree == 1 else 1):
        return ""
    if unit == 1 and factor != 1:
        return ""
    if unit != 1 and said.degree not in {0, 1}:
        return ""
    return f'=IFERROR(ROUND({said.text},{decimals}),"")'


def _said(node: Node, find: Callable[[str], Operand]) -> _Said:
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Name):
        return _single(find(node.name))
    if isinstance(node, Unary):
        inner = _said(node.operand, find)
        if node.sign != "negative":
            raise _NotTheSameError
        return _Said(f"(-{inner.text})", inner.degree)
    if isinstance(node, Binary):
        return _binary(node, find)
    return _call(node, find)


def _literal(node: Literal) -> _Said:
    if not isinstance(node.value, Decimal):
        raise _NotTheSameError
    return _Said(f"{node.value:f}", _EITHER if node.value == 0 else 0)


def _single(operand: Operand) -> _Said:
    """Read one cell: a blank one is no nought, so that what follows from it is blank too."""
    if operand.is_range:
        raise _NotTheSameError
    return _Said(f'IF(ISNUMBER({operand.place}),{operand.place},"")', 1)


def _binary(node: Binary, find: Callable[[str], Operand]) -> _Said:
    if node.sign not in _SIGNS:
        raise _NotTheSameError
    left, right = _said(node.left, find), _said(node.right, find)
    if node.sign in "+-":
        degree = _same((left, right))
    else:
        sign = 1 if node.sign == "*" else -1
        degree = (left.degree or 0) + sign * (right.degree or 0)
    return _Said(f"({left.text}{node.sign}{right.text})", degree)


def _call(node: Call, find: Callable[[str], Operand]) -> _Said:
    known = FUNCTIONS.get(node.function)
    name = known.alias if known else ""
    if name in _LISTS:
        return _list(_LISTS[name], node.arguments, find)
    given = [_said(one, find) for one in node.arguments]
    if name == "percent":
        part, whole = given
        degree = (part.degree or 0) - (whole.degree or 0)
        return _Said(f"({part.text}*100/{whole.text})", degree)
    if name == "default":
        first, other = given
        return _Said(f"IFERROR({first.text}+0,{other.text})", _same(given))
    if name == "abs":
        return _Said(f"ABS({given[0].text})", given[0].degree)
    raise _NotTheSameError


def _list(function: str, arguments: Sequence[Node], find: Callable[[str], Operand]) -> _Said:
    """Say what counts only those that are there, and is blank where none is."""
    parts, degrees = [], []
    for one in arguments:
        if isinstance(one, Name):
            parts.append(find(one.name).place)
            degrees.append(_Said("", 1))
        else:
            inner = _said(one, find)
            parts.append(f'IFERROR({inner.text}+0,"")')
            degrees.append(inner)
    among = ",".join(parts)
    return _Said(f'IF(COUNT({among})=0,"",{function}({among}))', _same(degrees))


def _same(given: Sequence[_Said]) -> int | None:
    known = {one.degree for one in given if one.degree is not _EITHER}
    if len(known) > 1:
        raise _NotTheSameError
    return known.pop() if known else _EITHER
