"""From declared tables to units and their lineage, without reading a table yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from ctmtqg_desktop.catalogue.records.gazetteer import (
    Gazetteer,
    Listing,
    Load,
    SuccessionTable,
    UnitTable,
)
from ctmtqg_desktop.catalogue.records.lineage import Lineage, Succession, successions
from ctmtqg_desktop.catalogue.records.units import Unit, UnitTree


@dataclass(frozen=True, slots=True)
class TableFile:
    """A declared table: its file's name in the catalogue, and how to read it."""

    name: str
    table: UnitTable | SuccessionTable
    load: Load


def unit_tree(units: Iterable[Unit], tables: Sequence[TableFile]) -> UnitTree:
    """Return the declared units before those of the tables."""
    listings = [Listing(t.table, t.load) for t in tables if isinstance(t.table, UnitTable)]
    return UnitTree(units, Gazetteer(listings) if listings else None)


def lineage_of(tables: Sequence[TableFile]) -> Lineage:
    """Return what the tables say became of units."""
    return Lineage(
        *(
            partial(_successions, t.table, t.load)
            for t in tables
            if isinstance(t.table, SuccessionTable)
        )
    )


def _successions(table: SuccessionTable, load: Load) -> list[Succession]:
    return list(successions(table, load()))
