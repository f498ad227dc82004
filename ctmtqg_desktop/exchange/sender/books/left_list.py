"""The list of what a file brought that did not simply go in: for whoever has to mend it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.paper.write import write_document
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import LeftLine, SaveList
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.reports.page.page import (
    Document,
    HeaderCell,
    PageCell,
    PageColumn,
    PageTable,
    TableRow,
    Title,
)

_COLUMNS = ("sheet", "cell", "text", "outcome", "reason")
_WIDTHS_MM = (34, 20, 60, 30, 110)


def save_list(desk: Desk, order: SaveList, step: Step = no_step) -> Done:
    """Write a list of what was not taken as a workbook, and note it in the journal of exports.

    Raises:
        PackageError: the file cannot be written.
    """
    step(0, 1, say("step.write", {}))
    write_list(desk, order.lines, order.xlsx, about=order.about)
    facts = {"path": order.xlsx, "lines": len(order.lines)}
    return Done("done.save-list", facts, (order.xlsx,))


def write_list(desk: Desk, lines: Sequence[LeftLine], xlsx: Path, *, about: str) -> None:
    """Write a list; it may name persons, as the file did.

    Raises:
        PackageError: the file cannot be written.
    """
    at = desk.clock()
    document = Document(
        title=say("left.title", {}),
        unit=desk.unit.agency,
        period=about,
        created=at,
        blocks=(Title(say("left.title", {}), about), _table(lines)),
        landscape=True,
    )
    write_document(document, pdf=None, xlsx=xlsx)
    note_export(desk.workspace, at, Exported.LEFT_LIST, xlsx, personal=True)


def _table(lines: Iterable[LeftLine]) -> PageTable:
    return PageTable(
        columns=tuple(PageColumn(Decimal(mm)) for mm in _WIDTHS_MM),
        header=(tuple(HeaderCell(say(f"left.{name}", {})) for name in _COLUMNS),),
        rows=tuple(_row(line) for line in lines),
        leading=0,
    )


def _row(line: LeftLine) -> TableRow:
    outcome = say(f"fate.{line.outcome}", {})
    texts = (line.sheet, line.cell, line.text, outcome, line.reason)
    return TableRow(tuple(PageCell(text) for text in texts))


def placed_line(place: str, text: str, outcome: Fate, reason: str) -> LeftLine:
    """Return the line of something that stood in a place as "Trang 1!B12"."""
    sheet, _, cell = place.rpartition("!")
    return LeftLine(sheet, cell, text, outcome, reason)
