"""What the page of the catalogue shows, read on the worker thread."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.vouching import counts_by_level
from ctmtqg_desktop.exchange.keeping.browse import CatalogueItem, find_units, unit_item
from ctmtqg_desktop.exchange.keeping.editions import HeldEdition, held_editions
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.parts.units import match_words


class CatalogueLook(NamedTuple):
    """What is shown beside the lists: the packages, and how far rows are vouched for."""

    held: tuple[HeldEdition, ...]
    counts: dict[str, int]


def look_at(room: Desk | Office) -> CatalogueLook:
    """Read the packages of a workspace, and count the rows of its catalogue."""
    return CatalogueLook(held_editions(room.workspace), counts_by_level(room.catalogue))


def units_found(catalogue: Catalogue, text: str, at: date) -> tuple[CatalogueItem, ...]:
    """Search the national table."""
    found = find_units(catalogue, text, at)
    notes = (", ".join(part for part in (*m.above, match_words(m)) if part) for m in found)
    return tuple(
        replace(unit_item(m.unit), note=note) for m, note in zip(found, notes, strict=True)
    )
