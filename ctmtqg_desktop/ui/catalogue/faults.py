"""What is wrong with a file of the catalogue, and what did not come along, as lines of a table."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, cast

from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keeping.orders import CheckEdition, FormImport
from ctmtqg_desktop.exchange.words import of_mistake, sentence

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.keeping.import_form import Imported
    from ctmtqg_desktop.intake.xlsform_survey import LeftOut


class Fault(NamedTuple):
    """One thing found in a file, as the table shows it.

    Attributes:
        place: file and line, or sheet and cell.
        is_error: whether it must be mended; else it is something that did not come along.
    """

    place: str
    what: str
    todo: str
    code: str
    is_error: bool = True


def faults_of(order: object, done: Done) -> tuple[Fault, ...]:
    """Return what a check or a reading found; nothing for any other act."""
    if isinstance(order, CheckEdition):
        return tuple(map(_mistake, cast("Iterable[Mistake]", done.found)))
    if isinstance(order, FormImport):
        imported = cast("Imported", done.found)
        return (*map(_mistake, imported.mistakes), *map(_left_out, imported.left_out))
    return ()


def _mistake(mistake: Mistake) -> Fault:
    said = of_mistake(mistake)
    where = mistake.place or f"{mistake.file}:{mistake.line}"
    return Fault(where, said.what, said.todo, mistake.code)


def _left_out(item: "LeftOut") -> Fault:
    said = sentence(item.code, item.facts)
    return Fault(item.place, said.what, said.todo, item.code, is_error=False)
