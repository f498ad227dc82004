"""The functions of the language: what each is called, takes and gives."""

from dataclasses import dataclass
from itertools import chain

from ctmtqg_desktop.rules import operations
from ctmtqg_desktop.rules.operations import Operation
from ctmtqg_desktop.rules.types import ELEMENT, SINGLE, Kind


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

    kinds: frozenset[Kind]
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
    result: Kind | int
    repeats: bool = False

    def parameter(self, index: int) -> Parameter:
        """Return what the argument at ``index`` (from 0) may be."""
        return self.parameters[min(index, len(self.parameters) - 1)]

    def takes(self, given: int) -> bool:
        """Return whether this many arguments are right."""
        wanted = len(self.parameters)
        return given >= wanted if self.repeats else given == wanted


def _of(kind: Kind) -> Parameter:
    return Parameter(frozenset({kind}), kind.words)


_NUMBER = _of(Kind.NUMBER)
_LOGIC = _of(Kind.LOGIC)
_NUMBERS = _of(Kind.NUMBERS)
_ANY = Parameter(frozenset(Kind), Kind.ANY.words)
_ONE = Parameter(SINGLE, "rules.kind-single")
_LIST = Parameter(frozenset(ELEMENT), "rules.kind-list")
_NUMERIC = Parameter(frozenset({Kind.NUMBER, Kind.NUMBERS}), "rules.kind-numeric")
_VERDICTS = Parameter(frozenset({Kind.LOGIC, Kind.LOGICS}), "rules.kind-verdicts")
_PLACES = Parameter(frozenset({Kind.NUMBER}), "rules.kind-places", written=True)


def _same_as(index: int) -> Parameter:
    return Parameter(SINGLE, "rules.kind-single", same_as=index)


def _element_of(index: int) -> Parameter:
    return Parameter(SINGLE, "rules.kind-single", element_of=index)


_TABLE = (
    Function("tổng", "sum", operations.total, (_NUMERIC,), Kind.NUMBER, repeats=True),
    Function("đếm", "count", operations.count, (_ANY,), Kind.NUMBER, repeats=True),
    Function("đếm_nếu", "count_if", operations.count_if, (_LIST, _element_of(0)), Kind.NUMBER),
    Function(
        "tổng_nếu", "sum_if", operations.sum_if, (_NUMBERS, _LIST, _element_of(1)), Kind.NUMBER
    ),
    Function("lớn_nhất", "max", operations.largest, (_NUMERIC,), Kind.NUMBER, repeats=True),
    Function("nhỏ_nhất", "min", operations.smallest, (_NUMERIC,), Kind.NUMBER, repeats=True),
    Function("trung_bình", "average", operations.average, (_NUMERIC,), Kind.NUMBER, repeats=True),
    Function("nếu", "if", operations.choose, (_LOGIC, _ONE, _same_as(1)), 1),
    Function("làm_tròn", "round", operations.rounded, (_NUMBER, _PLACES), Kind.NUMBER),
    Function("tỷ_lệ", "percent", operations.percent, (_NUMBER, _NUMBER), Kind.NUMBER),
    Function("có", "filled", operations.filled, (_ANY,), Kind.LOGIC),
    Function("áp_dụng", "applies", operations.applies, (_ANY,), Kind.LOGIC),
    Function("trống_thì", "default", operations.default, (_ONE, _same_as(0)), 0),
    Function("trị_tuyệt_đối", "abs", operations.absolute, (_NUMBER,), Kind.NUMBER),
    Function("nghìn", "thousand", operations.thousand, (_NUMBER,), Kind.NUMBER),
    Function("triệu", "million", operations.million, (_NUMBER,), Kind.NUMBER),
    Function("tỷ", "billion", operations.billion, (_NUMBER,), Kind.NUMBER),
    Function("đánh_giá", "assess", operations.assess, (_ANY, _LOGIC), Kind.LOGIC),
    Function("tất_cả_đạt", "all_met", operations.all_met, (_VERDICTS,), Kind.LOGIC, repeats=True),
    Function("số_đạt", "count_met", operations.count_met, (_VERDICTS,), Kind.NUMBER, repeats=True),
    Function("năm", "year", operations.year, (_of(Kind.DATE),), Kind.NUMBER),
)

FUNCTIONS = dict(chain.from_iterable(((f.name, f), (f.alias, f)) for f in _TABLE))
"""By either name, in lower case."""
