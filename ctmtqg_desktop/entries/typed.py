"""From typed text to a value and back, by the cell's type."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Blank, Value
from ctmtqg_desktop.entries.change import EntryValue, Refused

Measures = Mapping[str, Measure]

MAX_TEXT = 4000
NA_WORDS = frozenset({"kad", "k/a", "na", "n/a", "khong ap dung"})
MET_WORDS = frozenset({"dat", "d", "x", "co", "1", "✓"})
NOT_MET_WORDS = frozenset({"chua dat", "c", "cd", "khong dat", "khong", "k", "0"})
MET, NOT_MET, NA_LABEL = "Đạt", "Chưa đạt", "KAD"
DEFAULT_DECIMALS = {CellType.INTEGER: 0, CellType.PERCENT: 2, CellType.NUMBER: 3}


@dataclass(frozen=True, slots=True)
class Wording:
    """How a sheet speaks: the measures, and the sentence for a code and its facts."""

    measures: Mapping[str, Measure]
    say: Callable[[str, Mapping[str, object]], str]


def read_entry(typed: str, spec: CellSpec, measures: Measures) -> EntryValue:
    """Turn what a person typed into the cell's value, or keep it as refused.

    Blank text empties the cell. Money typed in the form's measure becomes đồng, exactly; the
    linter lets no measure take a fraction of a đồng.
    """
    text = words.clean(typed)
    if not text:
        return EMPTY
    if not text.isprintable() and any(_is_control(mark) for mark in text):
        return Refused(words.harmless(text)[:MAX_TEXT], "entries.control-character")
    may_be_na = spec.type is not CellType.TEXT or spec.not_applicable
    if may_be_na and not text[0].isdecimal() and words.fold(text) in NA_WORDS:
        return NOT_APPLICABLE if spec.not_applicable else Refused(text, "entries.na-not-allowed")
    return _READERS[spec.type](text, spec, measures)


def _is_control(mark: str) -> bool:
    """Say whether a mark is a control, or half a letter, which no file can hold."""
    return unicodedata.category(mark) in {"Cc", "Cs"} and not mark.isspace()


def decimals_of(spec: CellSpec, measures: Measures) -> int:
    """Return how many decimals the cell takes and shows."""
    if spec.decimals is not None:
        return spec.decimals
    if spec.type is CellType.INTEGER:
        return 0
    measure = measures.get(spec.measure)
    if measure is not None and (measure.decimals or spec.type is CellType.MONEY):
        return measure.decimals
    return DEFAULT_DECIMALS.get(spec.type, 3)


def factor_of(spec: CellSpec, measures: Measures) -> Decimal:
    """Return how many đồng one of the cell's measure is; 1 for what is not money."""
    measure = measures.get(spec.measure)
    if spec.type is not CellType.MONEY or measure is None:
        return Decimal(1)
    return Decimal(measure.factor)


def read_figure(text: str, spec: CellSpec) -> words.TypedNumber | None:
    """Read the figure of a number cell as it is written; None when it is none."""
    bare = text.removesuffix("%").rstrip() if spec.type is CellType.PERCENT else text
    return words.parse_number(bare)


def _read_number(text: str, spec: CellSpec, measures: Measures) -> EntryValue:
    typed = read_figure(text, spec)
    if typed is None:
        return Refused(text, "entries.not-a-number")
    if typed.value < 0:
        return Refused(text, "entries.negative")
    decimals = decimals_of(spec, measures)
    if typed.value != words.round_half_up(typed.value, decimals):
        return Refused(text, "entries.not-whole" if decimals == 0 else "entries.too-many-decimals")
    value = typed.value * factor_of(spec, measures)
    if value >= Decimal(10) ** 15:
        return Refused(text, "entries.too-large")
    return value


def _read_text(text: str, spec: CellSpec, measures: Measures) -> EntryValue:
    del spec, measures
    line = " ".join(text.split())
    if len(line) > MAX_TEXT:
        return Refused(line[:MAX_TEXT], "entries.too-long")
    return line


def _read_choice(text: str, spec: CellSpec, measures: Measures) -> EntryValue:
    del measures
    wanted = words.fold(text)
    for choice in spec.choices:
        if wanted in {choice.id.casefold(), words.fold(choice.label)}:
            return choice.id
    starts = [c.id for c in spec.choices if words.fold(c.label).startswith(wanted)]
    return starts[0] if len(starts) == 1 else Refused(text, "entries.not-a-choice")


def _read_date(text: str, spec: CellSpec, measures: Measures) -> EntryValue:
    del spec, measures
    return words.parse_date(text) or Refused(text, "entries.not-a-date")


def _read_met(text: str, spec: CellSpec, measures: Measures) -> EntryValue:
    del spec, measures
    folded = words.fold(text)
    if folded in MET_WORDS:
        return True
    return False if folded in NOT_MET_WORDS else Refused(text, "entries.not-met-or-not")


_READERS: dict[CellType, Callable[[str, CellSpec, Measures], EntryValue]] = {
    CellType.MONEY: _read_number,
    CellType.NUMBER: _read_number,
    CellType.INTEGER: _read_number,
    CellType.PERCENT: _read_number,
    CellType.TEXT: _read_text,
    CellType.CHOICE: _read_choice,
    CellType.DATE: _read_date,
    CellType.MET: _read_met,
}


def show_entry(value: EntryValue, spec: CellSpec, measures: Measures) -> str:
    """Write a value as the screen and the print show it; ``read_entry`` reads it back."""
    if isinstance(value, Refused):
        return value.text
    if isinstance(value, Blank):
        return NA_LABEL if value is NOT_APPLICABLE else ""
    if isinstance(value, bool):
        return MET if value else NOT_MET
    if isinstance(value, Decimal):
        return show_number(value, spec, measures)
    if isinstance(value, date):
        return words.format_date(value)
    label = next((c.label for c in spec.choices if c.id == value), None)
    return value if label is None else label


def fixed_decimals(spec: CellSpec) -> int | None:
    """Return how many decimals a computed percentage always shows, "86,00"; None for others.

    Only where the form says how many: a figure beside typed ones shows what it has, as they do.
    """
    return spec.decimals if spec.formula and spec.type is CellType.PERCENT else None


def show_number(value: Decimal, spec: CellSpec, measures: Measures) -> str:
    """Write a number in the cell's measure; computed ones are rounded to its decimals once."""
    shown = in_measure(value, spec, measures)
    fixed = fixed_decimals(spec)
    if fixed is not None:
        return words.format_number(shown, fixed)
    if spec.formula:
        return words.format_number(shown, min(decimals_of(spec, measures), _scale(shown)))
    return words.format_number(shown)


def in_measure(value: Decimal, spec: CellSpec, measures: Measures) -> Decimal:
    """Return a stored number in the cell's measure: đồng to triệu đồng, else unchanged."""
    return value / factor_of(spec, measures)


def rounded(value: Value, spec: CellSpec, measures: Measures) -> Value:
    """Return a computed number rounded once, the way the form shows it; others unchanged."""
    if not isinstance(value, Decimal):
        return value
    factor = factor_of(spec, measures)
    return words.round_half_up(value / factor, decimals_of(spec, measures)) * factor


def _scale(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
