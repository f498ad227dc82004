"""What formulas do when they run: exact, three-valued, and never raising.

A value of the wrong kind counts as empty. Arithmetic and comparison with anything empty or
not applicable give EMPTY; so do a division by zero and a result of 10^100 or more.
"""

import operator
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import reduce
from itertools import compress
from typing import Any

from ctmtqg_desktop.catalogue.records.values import Blank, Value
from ctmtqg_desktop.rules.types import Operand

Operation = Callable[..., Value]
_EMPTY = Blank.EMPTY
_NOT_APPLICABLE = Blank.NOT_APPLICABLE
_EXACT = Context(
    prec=28,
    rounding=ROUND_HALF_UP,
    Emin=-99,
    Emax=99,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
_ZERO: Value = Decimal(0)
_HUNDRED = Decimal(100)
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(7))


def _arithmetic(name: str, exact: Callable[[Decimal, Decimal], Decimal]) -> Operation:
    def operation(a: Operand, b: Operand) -> Value:
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            try:
                return exact(a, b)
            except ArithmeticError:
                return _EMPTY
        return _EMPTY

    operation.__name__ = name
    return operation


def _comparison(name: str, holds: Callable[[Any, Any], bool]) -> Operation:
    """Compare numbers or dates by order."""

    def operation(a: Operand, b: Operand) -> Value:
        sort = a.__class__
        if sort is b.__class__ and (sort is Decimal or sort is date):
            try:
                return holds(a, b)
            except ArithmeticError:
                return _EMPTY
        return _EMPTY

    operation.__name__ = name
    return operation


add = _arithmetic("add", _EXACT.add)
subtract = _arithmetic("subtract", _EXACT.subtract)
multiply = _arithmetic("multiply", _EXACT.multiply)
divide = _arithmetic("divide", _EXACT.divide)
less = _comparison("less", operator.lt)
at_most = _comparison("at_most", operator.le)
more = _comparison("more", operator.gt)
at_least = _comparison("at_least", operator.ge)


def equal(a: Operand, b: Operand) -> Value:
    """Compare two values of one kind."""
    sort = a.__class__
    if sort is not b.__class__ or sort is Blank:
        return _EMPTY
    try:
        return a == b
    except ArithmeticError:
        return _EMPTY


def unequal(a: Operand, b: Operand) -> Value:
    """Return the opposite of ``equal``."""
    return opposite(equal(a, b))


def opposite(a: Operand) -> Value:
    """Return not a; of the unknown, EMPTY."""
    return not a if isinstance(a, bool) else _EMPTY


def both(a: Operand, b: Operand) -> Value:
    """Return a and b: one false decides, whatever the other is."""
    if a is False or b is False:
        return False
    return True if a is True and b is True else _EMPTY


def either(a: Operand, b: Operand) -> Value:
    """Return a or b: one true decides, whatever the other is."""
    if a is True or b is True:
        return True
    return False if a is False and b is False else _EMPTY


def negative(a: Operand) -> Value:
    """Return -a."""
    return subtract(_ZERO, a)


def absolute(a: Operand) -> Value:
    """Return a without its sign."""
    return largest(a, negative(a))


def rounded_value(a: Operand, places: Operand) -> Value:
    """Round half away from zero to 0..6 places."""
    if not isinstance(a, Decimal) or not isinstance(places, Decimal):
        return _EMPTY
    try:
        return _EXACT.quantize(a, _STEPS[int(places)])
    except ArithmeticError:
        return _EMPTY


def percent(part: Operand, whole: Operand) -> Value:
    """Return part / whole * 100, rounded only once."""
    return divide(multiply(part, _HUNDRED), whole)


def thousand(a: Operand) -> Value:
    """Return a thousands in units (nghìn đồng in đồng)."""
    return multiply(a, Decimal(1_000))


def million(a: Operand) -> Value:
    """Return a millions in units (triệu đồng in đồng)."""
    return multiply(a, Decimal(1_000_000))


def billion(a: Operand) -> Value:
    """Return a billions in units (tỷ đồng in đồng)."""
    return multiply(a, Decimal(1_000_000_000))


def total(*parts: Operand) -> Value:
    """Add up what there is; EMPTY when there is nothing."""
    numbers = _numbers(parts)
    return reduce(add, numbers, _ZERO) if numbers else _EMPTY


def average(*parts: Operand) -> Value:
    """Divide the total by how many numbers there are."""
    numbers = _numbers(parts)
    return divide(total(*numbers), Decimal(len(numbers)))


def largest(*parts: Operand) -> Value:
    """Return the largest number; EMPTY when there is none."""
    return max(_numbers(parts), default=_EMPTY)


def smallest(*parts: Operand) -> Value:
    """Return the smallest number; EMPTY when there is none."""
    return min(_numbers(parts), default=_EMPTY)


def count(*parts: Operand) -> Value:
    """Count what has a value."""
    return Decimal(sum(value.__class__ is not Blank for value in _values(parts)))


def count_if(column: Operand, wanted: Operand) -> Value:
    """Count the elements equal to a value; EMPTY when the value is unknown."""
    if isinstance(wanted, Blank):
        return _EMPTY
    return Decimal(sum(equal(value, wanted) is True for value in _values((column,))))


def sum_if(numbers: Operand, column: Operand, wanted: Operand) -> Value:
    """Add up the numbers in whose row the column has a value; EMPTY when that is unknown."""
    amounts, marks = tuple(_values((numbers,))), tuple(_values((column,)))
    if isinstance(wanted, Blank) or len(amounts) != len(marks):
        return _EMPTY
    return total(*compress(amounts, (equal(mark, wanted) is True for mark in marks)))


def choose_value(condition: Operand, then: Value, otherwise: Value) -> Value:
    """Return one of two values; EMPTY when the condition is unknown."""
    if condition is True:
        return then
    return otherwise if condition is False else _EMPTY


def default(a: Value, instead: Value) -> Value:
    """Return a, or the other when a has no value (not entered or not applicable)."""
    return instead if isinstance(a, Blank) else a


def filled_values(a: Operand) -> Value:
    """Return whether there is a value; of a list, whether there is one anywhere."""
    return any(value.__class__ is not Blank for value in _values((a,)))


def applies(a: Operand) -> Value:
    """Return false only for NOT_APPLICABLE; of a list, when every element is."""
    if isinstance(a, tuple):
        return not a or any(value is not _NOT_APPLICABLE for value in a)
    return a is not _NOT_APPLICABLE


def assess(a: Operand, verdict: Value) -> Value:
    """Return the verdict, or NOT_APPLICABLE when a is."""
    return verdict if applies(a) else _NOT_APPLICABLE


def all_met(*parts: Operand) -> Value:
    """Judge many verdicts as one, passing over what does not apply.

    One not met decides; then one unknown gives EMPTY; nothing left to judge gives
    NOT_APPLICABLE.
    """
    judged = [value for value in _values(parts) if value is not _NOT_APPLICABLE]
    if any(value is False for value in judged):
        return False
    if any(value is not True for value in judged):
        return _EMPTY
    return True if judged else _NOT_APPLICABLE


def count_met(*parts: Operand) -> Value:
    """Count the verdicts that are true."""
    return Decimal(sum(value is True for value in _values(parts)))


def year(a: Operand) -> Value:
    """Return the year of a date as a number."""
    return Decimal(a.year) if isinstance(a, date) else _EMPTY


def month_day(a: Operand) -> Value:
    """Return month and day of a date as one number: 910 for 10 September of any year."""
    return Decimal(a.month * 100 + a.day) if isinstance(a, date) else _EMPTY


def days_between(a: Operand, b: Operand) -> Value:
    """Return how many days after one date another is; less than nothing where it is before."""
    both = isinstance(a, date) and isinstance(b, date)
    return Decimal((b - a).days) if both else _EMPTY  # type: ignore[operator, union-attr]


def _values(parts: tuple[Operand, ...]) -> Iterator[Value]:
    """Yield every single value of a mix of values and lists."""
    for part in parts:
        if isinstance(part, tuple):
            yield from part
        else:
            yield part


def _numbers(parts: tuple[Operand, ...]) -> list[Decimal]:
    return [each for each in _values(parts) if isinstance(each, Decimal) and each.is_finite()]
