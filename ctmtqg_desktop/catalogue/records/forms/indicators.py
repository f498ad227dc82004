"""Indicators: figures that several forms show, each typed in one place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NamedTuple

from ctmtqg_desktop.catalogue.records.form import STRICT, Aggregate, Cell
from ctmtqg_desktop.catalogue.records.legal import Confidence

_PARTS = 4


class GoodDirection(StrEnum):
    """Whether more of a figure is better, or less (a ceiling)."""

    UP = "up"
    DOWN = "down"


class FormCell(NamedTuple):
    """A cell and the id of its form."""

    form: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Indicator:
    """A named figure with a measure (chỉ tiêu).

    Attributes:
        cells: "form-id.section.row.column", in the order in which they own it: it is typed in
            the first whose form the unit fills in the period, and shown in those after it.
        beside: those of ``cells`` that show it although the published file of their form does
            not name it.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    label: str
    measure: str
    source: str
    confidence: Confidence
    cells: tuple[str, ...]
    aggregate: Aggregate = Aggregate.SUM
    direction: GoodDirection = GoodDirection.UP
    note: str = ""
    beside: tuple[str, ...] = ()

    def places(self) -> Iterator[FormCell]:
        """Yield the cells in order; one that is not written as a cell is passed over."""
        return _places(self.cells)

    def places_beside(self) -> Iterator[FormCell]:
        """Yield the cells whose forms do not name it themselves."""
        return _places(self.beside)

    def before(self, form_id: str, cell: Cell) -> tuple[FormCell, ...]:
        """Return the cells that own it before this one; none for a cell it does not know."""
        places = tuple(self.places())
        here = FormCell(form_id, cell)
        return places[: places.index(here)] if here in places else ()


def _places(named: Iterable[str]) -> Iterator[FormCell]:
    for one in named:
        parts = one.split(".")
        if len(parts) == _PARTS:
            yield FormCell(parts[0], Cell(*parts[1:]))


@dataclass(frozen=True, slots=True)
class Derivation:
    """What fills a cell of a form whose published file does not say so.

    Attributes:
        id: the cell, "form-id.section.row.column".
        derived: a formula in the names of that form, as a row may have one.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    derived: str
    source: str
    confidence: Confidence
    note: str = ""

    def place(self) -> FormCell | None:
        """Return the cell; None where it is not written as one."""
        return next(_places((self.id,)), None)


@dataclass(frozen=True, slots=True)
class CountedList:
    """A field in which people write how many lines a list of the same form has.

    Attributes:
        cell: "form-id.section.row" of the field; the same in every version of the form.
        lines: "section.column" of the list: a line counts when that column holds something.
        only_fewer: another rule of the form refuses more lines than the field says.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    cell: str
    lines: str
    source: str
    confidence: Confidence
    only_fewer: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorFile:
    """A file of indicators, of what else fills cells, and of fields that count lines of lists."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    indicators: tuple[Indicator, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    lists: tuple[CountedList, ...] = ()
