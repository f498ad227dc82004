"""Write the list of cells that a block did not give: what was there, why, and what to do."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ctmtqg_desktop.exchange.paper.write import write_document
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.sender.desk import Desk
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

_COLUMNS = ("number", "source", "goal", "text", "fate", "why")


class ListedCell(NamedTuple):
    """A cell that was there.

    Attributes:
        source: where it stands in its block or sheet: "B12".
        goal: the words for where it was to go.
        text: what was there.
        fate: a ``Fate``.
        why: the sentence that says why, and what to do.
    """

    source: str
    goal: str
    text: str
    fate: str
    why: str


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
    note_export(desk.workspace, at, Exported.TABLE, path, personal=True)


def _row(number: int, cell: ListedCell) -> TableRow:
    fate = say(f"cell-list.{cell.fate}", {})
    texts = (str(number), cell.source, cell.goal, cell.text, fate, cell.why)
    return TableRow(tuple(PageCell(text) for text in texts))
