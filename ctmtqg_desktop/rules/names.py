"""What a name in a formula refers to: a cell here, in another form or period, or a target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from ctmtqg_desktop.catalogue.records.form import (
    ANY_ROW,
    TYPED_IN,
    VALUE,
    Cell,
    CellSpec,
    CellType,
    Column,
    Form,
    Section,
    SectionKind,
    cell_spec,
)
from ctmtqg_desktop.rules.types import ValueKind

HERE = "@"
"""Row of a reference that moves along with the roster row being looked at."""


class NamePlace(Enum):
    """In which sheet a reference looks.

    ``IN_YEAR`` is the previous period where it lies in the same year: what figures counted
    from the start of the year may be compared with. ``TYPED_IN`` is the cell of another form in
    which the indicator of the named cell is typed; ``PLANNED`` what a plan sets for the named
    figure at the end of its time, ``BASE`` what it says of the year it is measured from.
    """

    THIS = "this"
    FORM = "form"
    PREVIOUS = "kỳ_trước"
    IN_YEAR = "kỳ_trước_cùng_năm"
    LAST_YEAR = "cùng_kỳ"
    TARGET = "chỉ_tiêu"
    TYPED_IN = TYPED_IN
    PLANNED = "mục_tiêu"
    BASE = "năm_gốc"


TOLD = frozenset({NamePlace.TARGET, NamePlace.TYPED_IN, NamePlace.PLANNED, NamePlace.BASE})
"""What is in no sheet that is at hand: somebody says it."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A resolved name.

    Attributes:
        form: id of the other form; empty unless ``where`` is FORM.
        cell: its row is ``*`` for a whole roster column, ``@`` for the row being looked at.
    """

    where: NamePlace
    cell: Cell
    form: str = ""

    @property
    def is_list(self) -> bool:
        """Say whether it stands for a column of values."""
        return self.cell.row == ANY_ROW


_KINDS = {CellType.TEXT: ValueKind.TEXT, CellType.CHOICE: ValueKind.TEXT,
          CellType.DATE: ValueKind.DATE, CellType.MET: ValueKind.LOGIC}  # fmt: skip
_PLURALS = {
    ValueKind.NUMBER: ValueKind.NUMBERS,
    ValueKind.TEXT: ValueKind.TEXTS,
    ValueKind.LOGIC: ValueKind.LOGICS,
}


def spec_of(form: Form, cell: Cell) -> CellSpec | None:
    """Return what a cell of a form is, None where there is none; roster rows share one."""
    section = form.section(cell.section)
    if section is None:
        return None
    if section.kind is SectionKind.FIELDS:
        row = section.row(cell.row)
        return cell_spec(section, row, _VALUE) if row and cell.column == VALUE else None
    column = section.column(cell.column)
    if column is None:
        return None
    if section.kind is SectionKind.ROSTER:
        return cell_spec(section, None, column)
    row = section.row(cell.row)
    return cell_spec(section, row, column) if row else None


_VALUE = Column(VALUE, "")
_ELSEWHERE = {p.value: p for p in NamePlace if p not in {NamePlace.THIS, NamePlace.FORM}}


@dataclass(frozen=True, slots=True)
class FormScope:
    """The names a formula may use at one place of a form.

    Attributes:
        others: alias -> the other form, opened.
        section, row, column: the place; empty where the formula belongs to the whole form.
            ``row`` is ``@`` within a roster.
    """

    form: Form
    others: Mapping[str, Form]
    section: Section | None = None
    row: str = ""
    column: str = ""

    def kind_of(self, name: str) -> ValueKind | None:
        """Return the kind of a name, None when it names nothing."""
        ref = self.resolve(name)
        if ref is None:
            return None
        form = self._form_of(ref)
        spec = spec_of(form, ref.cell)
        if spec is None:
            return None
        kind = _KINDS.get(spec.type, ValueKind.NUMBER)
        return _PLURALS.get(kind) if ref.is_list else kind

    def _form_of(self, ref: Ref) -> Form:
        if ref.where is not NamePlace.FORM:
            return self.form
        return next(f for f in self.others.values() if f.id == ref.form)

    def resolve(self, name: str) -> Ref | None:
        """Return what a name refers to, None when it names nothing."""
        parts = name.split(".")
        where = _ELSEWHERE.get(parts[0])
        if where is not None:
            found = self._here(parts[1:])
            return None if found is None else Ref(where, found)
        if parts[0] in self.others and self.form.section(parts[0]) is None:
            other = self.others[parts[0]]
            cell = _cell_of(other, parts[1:])
            return None if cell is None else Ref(NamePlace.FORM, cell, other.id)
        found = self._here(parts)
        return None if found is None else Ref(NamePlace.THIS, found)

    def _here(self, parts: list[str]) -> Cell | None:
        section = self.section
        if section is not None and len(parts) == 1:
            return self._bare(section, parts[0])
        if section is not None and len(parts) == 2:
            cell = Cell(section.id, parts[0], parts[1])
            if spec_of(self.form, cell) is not None and section.kind is SectionKind.GRID:
                return cell
        return _cell_of(self.form, parts)

    def _bare(self, section: Section, name: str) -> Cell | None:
        if self.row and section.column(name) is not None:
            return Cell(section.id, self.row, name)
        if section.row(name) is not None:
            fields = section.kind is SectionKind.FIELDS
            column = VALUE if fields else self.column
            return Cell(section.id, name, column) if column else None
        return None

    def names(self) -> Iterable[str]:
        """Return every name, for suggestions."""
        section = self.section
        if section is not None:
            if self.row:
                yield from (c.id for c in section.columns)
            if self.column or section.kind is SectionKind.FIELDS:
                yield from (r.id for r in section.rows)
        yield from _full_names(self.form, "")
        for alias, other in self.others.items():
            yield from _full_names(other, alias + ".")


def replace_row(cell: Cell, row: str) -> Cell:
    """Return the cell in another row."""
    return Cell(cell.section, row, cell.column)


def _cell_of(form: Form, parts: list[str]) -> Cell | None:
    section = form.section(parts[0]) if parts else None
    if section is None:
        return None
    if len(parts) == 2 and section.kind is SectionKind.ROSTER:
        cell = Cell(section.id, ANY_ROW, parts[1])
    elif len(parts) == 2:
        cell = Cell(section.id, parts[1], VALUE)
    elif len(parts) == 3:
        cell = Cell(*parts)
    else:
        return None
    return cell if spec_of(form, cell) is not None else None


def _full_names(form: Form, prefix: str) -> Iterable[str]:
    for section in form.sections:
        start = f"{prefix}{section.id}."
        if section.kind is SectionKind.FIELDS:
            yield from (start + r.id for r in section.rows)
        elif section.kind is SectionKind.ROSTER:
            yield from (start + c.id for c in section.columns)
        else:
            yield from (f"{start}{r.id}.{c.id}" for r in section.rows for c in section.columns)


def at_row(ref: Ref, row: str) -> Ref:
    """Return the reference for one roster row."""
    return replace(ref, cell=replace_row(ref.cell, row)) if ref.cell.row == HERE else ref
