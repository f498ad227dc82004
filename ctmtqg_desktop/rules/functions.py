"""The functions of the language: what each is called, takes and gives."""

from dataclasses import dataclass
from itertools import chain

from ctmtqg_desktop.rules import operations
from ctmtqg_desktop.rules.operations import Operation
from ctmtqg_desktop.rules.types import ELEMENT, SINGLE, ValueKind


@dataclass(frozen=True, slots=True)
class Parameter:
    """Say what one argument may be.

    Attributes:
        kinds: the kinds taken.
        words: the message key of what is taken.
        same_as: the argument (from 0) whose kind this one must have.
        element_of: the argument (from 0) that is a list of this one's kind.
        written: the argument must be a whole number 0..6 written in the formula.
    """

    kinds: frozenset[ValueKind]
    words: str
    same_as: int | None = None
    element_of: int | None = None
    written: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """Describe a function.

    Attributes:
        name: in Vietnamese, as forms are written.
        alias: in English.
        run: what it does; it never raises.
        parameters: in order.
        result: its kind, or the argument (from 0) whose kind it has.
        repeats: any number of arguments of the last parameter's kind, at least one.
    """

    name: str
    alias: str
    run: Operation
    parameters: tuple[Parameter, ...]
    result: ValueKind | int
    repeats: bool = False

    def parameter(self, index: int) -> Parameter:
        """Return what the argument at ``index`` (from 0) may be."""
        return self.parameters[min(index, len(self.parameters) - 1)]

    def takes(self, given: int) -> bool:
        """Return whether this many arguments are right."""
        wanted = len(self.parameters)
        return given >= wanted if self.repeats else given == wanted


def _of(kind: ValueKind) -> Parameter:
    return Parameter(frozenset({kind}), kind.words)


_NUMBER = _of(ValueKind.NUMBER)
_LOGIC = _of(ValueKind.LOGIC)
_DATE = _of(ValueKind.DATE)
_NUMBERS = _of(ValueKind.NUMBERS)
_ANY = Parameter(frozenset(ValueKind), ValueKind.ANY.words)
_ONE = Parameter(SINGLE, "rules.kind-single")
_LIST = Parameter(frozenset(ELEMENT), "rules.kind-list")
_NUMERIC = Parameter(frozenset({ValueKind.NUMBER, ValueKind.NUMBERS}), "rules.kind-numeric")
_VERDICTS = Parameter(frozenset({ValueKind.LOGIC, ValueKind.LOGICS}), "rules.kind-verdicts")
_PLACES = Parameter(frozenset({ValueKind.NUMBER}), "rules.kind-places", written=True)


def _same_as(index: int) -> Parameter:
    return Parameter(SINGLE, "rules.kind-single", same_as=index)


def _element_of(index: int) -> Parameter:
    return Parameter(SINGLE, "rules.kind-single", element_of=index)


_TABLE = (
    Function("tổng", "sum", operations.total, (_NUMERIC,), ValueKind.NUMBER, repeats=True),
    Function("đếm", "count", operations.count, (_ANY,), ValueKind.NUMBER, repeats=True),
    Function(
        "đếm_nếu", "count_if", operations.count_if, (_LIST, _element_of(0)), ValueKind.NUMBER
    ),
    Function(
        "tổng_nếu",
        "sum_if",
        operations.sum_if,
        (_NUMBERS, _LIST, _element_of(1)),
        ValueKind.NUMBER,
    ),
    Function("lớn_nhất", "max", operations.largest, (_NUMERIC,), ValueKind.NUMBER, repeats=True),
    Function("nhỏ_nhất", "min", operations.smallest, (_NUMERIC,), ValueKind.NUMBER, repeats=True),
    Function(
        "trung_bình", "average", operations.average, (_NUMERIC,), ValueKind.NUMBER, repeats=True
    ),
    Function("nếu", "if", operations.choose_value, (_LOGIC, _ONE, _same_as(1)), 1),
    Function("làm_tròn", "round", operations.rounded_value, (_NUMBER, _PLACES), ValueKind.NUMBER),
    Function("tỷ_lệ", "percent", operations.percent, (_NUMBER, _NUMBER), ValueKind.NUMBER),
    Function("có", "filled", operations.filled_values, (_ANY,), ValueKind.LOGIC),
    Function("áp_dụng", "applies", operations.applies, (_ANY,), ValueKind.LOGIC),
    Function("trống_thì", "default", operations.default, (_ONE, _same_as(0)), 0),
    Function("trị_tuyệt_đối", "abs", operations.absolute, (_NUMBER,), ValueKind.NUMBER),
    Function("nghìn", "thousand", operations.thousand, (_NUMBER,), ValueKind.NUMBER),
    Function("triệu", "million", operations.million, (_NUMBER,), ValueKind.NUMBER),
    Function("tỷ", "billion", operations.billion, (_NUMBER,), ValueKind.NUMBER),
    Function("đánh_giá", "assess", operations.assess, (_ANY, _LOGIC), ValueKind.LOGIC),
    Function(
        "tất_cả_đạt", "all_met", operations.all_met, (_VERDICTS,), ValueKind.LOGIC, repeats=True
    ),
    Function(
        "số_đạt", "count_met", operations.count_met, (_VERDICTS,), ValueKind.NUMBER, repeats=True
    ),
    Function("năm", "year", operations.year, (_DATE,), ValueKind.NUMBER),
    Function("tháng_ngày", "month_day", operations.month_day, (_DATE,), ValueKind.NUMBER),
    Function("số_ngày", "days_between", operations.days_between, (_DATE, _DATE), ValueKind.NUMBER),
)

FUNCTIONS = dict(chain.from_iterable(((f.name, f), (f.alias, f)) for f in _TABLE))
"""By either name, in lower case."""
