"""Write the list of cells that a block or a file did not give: what was there, why, what to do."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.paper.write import write_document
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import SaveList
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.reports.page.page import (
    Document,
    HeaderCell,
    PageCell,
    PageColumn,
    PageTable,
    TableRow,
    Title,
)

_COLUMNS = ("number", "sheet", "source", "goal", "text", "fate", "why")


class ListedCell(NamedTuple):
    """A cell that was there.

    Attributes:
        source: where it stands in its block or sheet: "B12".
        goal: the words for where it was to go.
        text: what was there.
        fate: a ``Fate``.
        why: the sentence that says why, and what to do.
        sheet: of a file.
    """

    source: str
    goal: str
    text: str
    fate: str
    why: str
    sheet: str = ""


def placed_cell(place: str, text: str, fate: str, why: str, *, goal: str = "") -> ListedCell:
    """Return what stood in a place as "Trang 1!B12"."""
    sheet, _, source = place.rpartition("!")
    return ListedCell(source, goal, text, fate, why, sheet)


def save_list(desk: Desk, order: SaveList, step: Step = no_step) -> Done:
    """Write a list of what was not taken as a workbook, and note it in the journal of exports.

    Raises:
        PackageError: the file cannot be written.
    """
    step(0, 1, say("step.write", {}))
    write_cell_list(desk, order.xlsx, order.about, order.lines)
    facts = {"path": order.xlsx, "lines": len(order.lines)}
    return Done("done.save-list", facts, (order.xlsx,))


def write_cell_list(desk: Desk, path: Path, title: str, cells: Sequence[ListedCell]) -> None:
    """Write a list of cells as a workbook, and note it in the journal of exports.

    Raises:
        PackageError: the file cannot be written.
        WorkspaceError: it cannot be noted.
    """
    at = desk.clock()
    table = PageTable(
        columns=tuple(PageColumn(align="left") for _ in _COLUMNS),
        header=(tuple(HeaderCell(say(f"cell-list.{name}", {})) for name in _COLUMNS),),
        rows=tuple(_row(number, cell) for number, cell in enumerate(cells, 1)),
        leading=1,
    )
    heading = say("cell-list.title", {})
    document = Document(
        title=heading, unit=desk.unit.name, period=title, created=at,
        blocks=(Title(heading, title), table), landscape=True,
    )  # fmt: skip
    write_document(document, pdf=None, xlsx=path)
    note_export(desk.workspace, at, Exported.LEFT_LIST, path, personal=True)


def _row(number: int, cell: ListedCell) -> TableRow:
    fate = say(f"cell-list.{cell.fate}", {})
    texts = (str(number), cell.sheet, cell.source, cell.goal, cell.text, fate, cell.why)
    return TableRow(tuple(PageCell(text) for text in texts))
