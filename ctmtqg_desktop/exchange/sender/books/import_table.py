"""Import: take in a workbook that is none of ours, by a mapping of its tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from ctmtqg_desktop.catalogue.records.form import Cell, Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet, read_text
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.books.lines import BookLine
from ctmtqg_desktop.exchange.sender.books.mapped import LEFT_BY_HAND, MOST_LINES, Mapped
from ctmtqg_desktop.exchange.sender.books.memory import recalled_maps, remember_maps
from ctmtqg_desktop.exchange.sender.carry_in import CellFate, Entered, Incoming
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enter import enter, fate_sentence, judged, left_fates
from ctmtqg_desktop.exchange.sender.orders import Enter, ImportTable, ShowImport
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.intake.desk.sheets import NO_WISH, propose_maps
from ctmtqg_desktop.intake.desk.table_map import TableMap
from ctmtqg_desktop.intake.given import column_letter
from ctmtqg_desktop.intake.returned.cells import shown_text
from ctmtqg_desktop.text import clean


def import_table(desk: Desk, order: ImportTable, step: Step = no_step) -> Done:
    """Carry a book's tables into a form as they are mapped, in one transaction.

    Raises:
        IntakeError: ``intake.no-map``: no table has a heading with two columns of the form, or
            none that only one section has.
        FormError, WorkspaceError: see ``enter``.
    """
    form = desk.form(clean(order.form), Period.parse(order.period))
    maps = _maps(desk, order, form)
    if not maps:
        names = "; ".join(s.title or s.id for s in form.sections)
        raise IntakeError("intake.no-map", file=order.file.name, names=names)
    done = enter(desk, _entering(order, maps), step)
    is_said = bool(order.maps) or order.wish is not None
    if is_said and isinstance(done.found, Entered) and done.found.step.change:
        remember_maps(desk, form, order.file.book, maps)
    code = "done.import" if done.code == "done.enter" else done.code
    return replace(done, code=code, facts={**done.facts, "maps": _told(maps)})


def show_import(desk: Desk, order: ShowImport, step: Step = no_step) -> Done:
    """Say what taking in a book would do as it is mapped; nothing is changed.

    Raises:
        FormError: see ``enter``.
    """
    asked = order.order
    step(0, 3, say("step.read", {}))
    sheet = desk.sheet(clean(asked.form), Period.parse(asked.period))
    recalled = recalled_maps(desk, sheet.form, asked.file.book) if order.proposes else {}
    maps = _maps(desk, asked, sheet.form) if order.proposes else asked.maps
    if order.wish is not None:
        wished = propose_maps(asked.file.book, sheet.form, order.wish)
        old = {how.table: how for how in maps}
        kept = (_as_said(old.get(how.table), how) for how in wished)
        maps = (*(how for how in maps if how.table != order.wish.sheet), *kept)
    step(1, 3, say("step.compare", {}))
    incoming = judged(sheet, _entering(asked, maps)) if maps else Incoming([])
    step(2, 3, say("step.compare", {}))
    lines, left = tuple(_lines(sheet, incoming)), tuple(left_fates(incoming))
    found = Mapped(sheet, tuple(maps), incoming, lines, left, frozenset(recalled))
    taken = len(incoming.of(Fate.TAKEN))
    facts = {"there": len(incoming.fates), "taken": taken, "maps": _told(maps)}
    return Done("done.show-import", facts, found=found)


def _as_said(old: TableMap | None, new: TableMap) -> TableMap:
    """Return a new mapping with what a person has said already of the same table."""
    if old is None or old.section != new.section:
        return new
    same = {c: a for c, a in old.answers.items() if new.columns.get(c) == old.columns.get(c)}
    by_hand = {row: code for row, code in old.left_rows.items() if code == LEFT_BY_HAND}
    return replace(new, answers=same, left_rows={**new.left_rows, **by_hand})


def _maps(desk: Desk, order: ImportTable, form: Form) -> Sequence[TableMap]:
    """Return the maps that are given; else as remembered; else as the headings tell."""
    if order.maps or order.wish is not None:
        return order.maps or propose_maps(order.file.book, form, order.wish or NO_WISH)
    known = recalled_maps(desk, form, order.file.book)
    proposed = {how.table: how for how in propose_maps(order.file.book, form)}
    return tuple({**proposed, **known}.values())


def _entering(order: ImportTable, maps: Sequence[TableMap]) -> Enter:
    return Enter(
        order.form, order.period, order.file, partial=order.partial, answers=order.answers,
        maps=tuple(maps), left=order.left,
    )  # fmt: skip


def _lines(sheet: Sheet, incoming: Incoming) -> Iterator[BookLine]:
    """Yield what is to be looked at, then what changes, then what is left out.

    Of each no more than anybody reads.
    """
    for fate in (Fate.ASKED, Fate.REFUSED):
        yield from (_left_line(sheet, one) for one in incoming.of(fate)[:MOST_LINES])
    changed = (line for one in incoming.of(Fate.TAKEN) if (line := _changed(sheet, one)))
    yield from islice(changed, MOST_LINES)
    yield from (_left_line(sheet, one) for one in incoming.of(Fate.LEFT_OUT)[:MOST_LINES])


def _left_line(sheet: Sheet, one: CellFate) -> BookLine:
    reason, text = fate_sentence(one), shown_text(one.placed.given)
    return BookLine(one.placed.place, _where(sheet, one), "", text, one.fate, reason)


def _changed(sheet: Sheet, one: CellFate) -> BookLine | None:
    """Return the line of a cell that gets another value; None where it has it already."""
    goal, now = one.placed.goal, ""
    row = one.row or (goal.row if goal is not None and isinstance(goal.row, str) else "")
    if goal is not None and row:
        cell = Cell(goal.section, row, goal.column)
        now = sheet.text(cell)
        if read_text(sheet, cell, one.read.text) == sheet.entry(cell):
            return None
    return BookLine(one.placed.place, _where(sheet, one), now, one.read.text, one.fate)


def _where(sheet: Sheet, one: CellFate) -> str:
    goal = one.placed.goal
    if goal is None:
        return ""
    row = one.row or (goal.row if isinstance(goal.row, str) else "")
    if row:
        return sheet.label(Cell(goal.section, row, goal.column))
    return say("left.new-row", {"column": sheet.label(Cell(goal.section, "", goal.column))})


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
