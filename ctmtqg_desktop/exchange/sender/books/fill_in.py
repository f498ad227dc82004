"""Hand a form out as a workbook, to be filled in by whoever has no program."""

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.overview import progress
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.paper.write import cover_of
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import FillIn
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.reports.documents.section_table import shows_lists
from ctmtqg_desktop.reports.documents.sheet import fill_in_document
from ctmtqg_desktop.reports.excel.fill_in import WithBlankRows, write_fill_in
from ctmtqg_desktop.text import clean

MOST_ROWS = 5_000


def fill_in(desk: Desk, order: FillIn, step: Step = no_step) -> Done:
    """Write a form's workbook with what is there already, and note it in the journal of exports.

    Raises:
        FormError: ``form.unknown``, ``form.period-unknown``, ``exchange.fill-in-rows``.
        PackageError: the file cannot be written.
    """
    if not 0 <= order.rows <= MOST_ROWS:
        raise FormError("exchange.fill-in-rows", most=MOST_ROWS, given=order.rows)
    step(0, 2, say("step.layout", {}))
    period = Period.parse(order.period)
    sheet = desk.sheet(clean(order.form), period)
    figures, at = WithBlankRows(sheet, order.rows), desk.clock()
    cover = cover_of(desk.library, desk.unit, period, at=at)
    personal = shows_lists([sheet])
    document = fill_in_document(figures, cover, personal=personal)
    step(1, 2, say("step.write", {}))
    write_durably(order.xlsx, write_fill_in(document, sheet, figures))
    note_export(desk.workspace, at, Exported.FILL_IN, order.xlsx, personal=personal)
    filled, total = progress(sheet)
    facts = {"path": order.xlsx, "form": sheet.form.id, "filled": filled, "total": total}
    return Done("done.fill-in", facts, (order.xlsx,))
