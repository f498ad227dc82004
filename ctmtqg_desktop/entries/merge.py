"""The figures of land that has a new name: old units' sheets as one, comparable with the new.

A merged unit's figure of an earlier year is made of its parts by each column's way of
aggregating. Where that would be a guess there is no figure, and the reason is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ctmtqg_desktop.catalogue.records.form import Aggregate, Cell, Form, SectionKind
from ctmtqg_desktop.catalogue.records.lineage import Succession
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.consolidate import Line, Part, Source, Total, consolidate_form
from ctmtqg_desktop.rules.program import FormProgram

_ADDITIVE = frozenset({Aggregate.SUM, Aggregate.MAX, Aggregate.FORMULA})


class LandStanding(StrEnum):
    """How far a figure of an earlier year speaks for the unit of today.

    ``own``: its own report. ``merged``: made of all its parts. ``partial``: made of its parts,
    some of which left the cell empty. ``missing``: a part has no accepted report. ``split``: a
    part was divided and nobody has said how. ``apart``: verdicts, texts and figures that do not
    add up; each part's stands by itself.
    """

    OWN = "own"
    MERGED = "merged"
    PARTIAL = "partial"
    MISSING = "missing"
    SPLIT = "split"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Comparable:
    """One cell of the land, and the signed cells it was made of.

    Attributes:
        value: empty wherever the parts do not make one figure.
    """

    value: Value
    standing: LandStanding
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A unit that was part of the land; ``succession`` is None when it is the unit itself."""

    unit: Unit
    succession: Succession | None = None

    @property
    def is_split(self) -> bool:
        """Say whether only a part of it belongs to the land."""
        return self.succession is not None and self.succession.is_split


@dataclass(frozen=True, slots=True)
class Merged:
    """A form of the land for one period.

    Attributes:
        origins: all units the land was made of, whether they reported or not.
        missing: origins that owed the form and have no accepted report.
        exempt: origins that did not have to fill the form (a town, a rural form).
    """

    form: Form
    figures: Mapping[Cell, Comparable]
    lines: Mapping[str, tuple[Line, ...]]
    origins: tuple[Origin, ...]
    missing: tuple[Unit, ...]
    exempt: tuple[Unit, ...]

    @property
    def split(self) -> tuple[Origin, ...]:
        """Return the origins that were divided."""
        return tuple(origin for origin in self.origins if origin.is_split)

    def figure(self, cell: Cell) -> Comparable:
        """Return a cell; one the form of that time lacks stands empty and apart."""
        return self.figures.get(cell, Comparable(EMPTY, LandStanding.APART, ()))


def merge(
    program: FormProgram,
    origins: Sequence[Origin],
    sources: Sequence[Source],
    *,
    exempt: Sequence[Unit] = (),
) -> Merged:
    """Make one sheet of those of the units that were the land.

    Args:
        program: of the form as the first source fills it.
        origins: from the lineage; one without succession is the unit itself.
        sources: the accepted sheets of these units for the period.
        exempt: origins that the form did not concern.
    """
    given = {source.unit.code for source in sources}
    excused = {unit.code for unit in exempt}
    absent = [o.unit for o in origins if o.unit.code not in given | excused]
    whole = consolidate_form(program, sources)
    barred = _barred(origins, absent)
    is_own = len(origins) == 1 and not barred
    figures = {
        cell: _comparable(cell, total, sources[0], LandStanding.OWN if is_own else barred)
        for cell, total in whole.totals.items()
    }
    return Merged(whole.form, figures, whole.lines, tuple(origins), tuple(absent), tuple(exempt))


def _barred(origins: Sequence[Origin], absent: Sequence[Unit]) -> LandStanding | None:
    """Return why nothing can be added up, or None."""
    if any(origin.is_split for origin in origins):
        return LandStanding.SPLIT
    return LandStanding.MISSING if absent else None


def _comparable(cell: Cell, total: Total, first: Source, known: LandStanding | None) -> Comparable:
    if known is LandStanding.OWN:
        return Comparable(total.parts[0].value, known, total.parts)
    spec = first.sheet.spec(cell)
    if not spec.type.is_number or spec.aggregate not in _ADDITIVE:
        return Comparable(EMPTY, LandStanding.APART, total.parts)
    if known is not None:
        return Comparable(EMPTY, known, total.parts)
    has_gap = any(part.value is EMPTY for part in total.parts)
    standing = LandStanding.PARTIAL if has_gap else LandStanding.MERGED
    return Comparable(total.value, standing, total.parts)


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell of the land through the periods, in their order."""

    cell: Cell
    figures: tuple[Comparable, ...]


def side_by_side(periods: Sequence[Merged]) -> tuple[Compared, ...]:
    """Set a form's cells side by side over periods, in the order of the last one's form.

    Addresses of cells are never used again, so a cell that one version of the form lacks is
    empty there.
    """
    if not periods:
        return ()
    last = periods[-1]
    ordered = [
        cell
        for section in last.form.sections
        if section.kind is not SectionKind.ROSTER
        for cell in last.figures
        if cell.section == section.id
    ]
    return tuple(
        Compared(cell, tuple(merged.figure(cell) for merged in periods)) for cell in ordered
    )
