"""Import: take in a workbook that is none of ours, by a mapping of its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.orders import Enter, ImportTable
from ctmtqg_desktop.intake.desk.sheets import NO_WISH, propose_maps
from ctmtqg_desktop.intake.desk.table_map import TableMap
from ctmtqg_desktop.intake.given import column_letter
from ctmtqg_desktop.text import clean


def import_table(desk: Desk, order: ImportTable, step: Step = no_step) -> Done:
    """Carry a book's tables into a form as they are mapped, in one transaction.

    Raises:
        IntakeError: ``intake.no-map``: no table has a heading with two columns of the form, or
            none that only one section has.
        FormError, WorkspaceError: see ``enter``.
    """
    form = desk.form(clean(order.form), Period.parse(order.period))
    maps = order.maps or propose_maps(order.file.book, form, order.wish or NO_WISH)
    if not maps:
        names = "; ".join(s.title or s.id for s in form.sections)
        raise IntakeError("intake.no-map", file=order.file.name, names=names)
    entering = Enter(
        order.form,
        order.period,
        order.file,
        partial=order.partial,
        answers=order.answers,
        maps=tuple(maps),
        left=order.left,
    )
    done = enter(desk, entering, step)
    code = "done.import" if done.code == "done.enter" else done.code
    return replace(done, code=code, facts={**done.facts, "maps": _told(maps)})


def _told(maps: Sequence[TableMap]) -> list[Mapping[str, object]]:
    return [
        {
            "sheet": how.table,
            "section": how.section,
            "heading": how.heading + 1,
            "columns": {column_letter(at): name for at, name in sorted(how.columns.items())},
        }
        for how in maps
    ]
