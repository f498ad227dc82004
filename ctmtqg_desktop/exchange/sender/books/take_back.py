"""Take back a workbook of our own: what was changed in it goes into the sheet, as one step."""

from collections.abc import Iterator, Mapping

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.book_marks import NEW, BookKind
from ctmtqg_desktop.entries.change import UndoStep, as_one
from ctmtqg_desktop.entries.rows import add_rows, remove_rows
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.errors import CtmtqgError, IntakeError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.books.plan import ReturnPlan, plan_return
from ctmtqg_desktop.exchange.sender.books.returned_words import (
    Returned,
    about_list,
    left_lines,
    returned_facts,
)
from ctmtqg_desktop.exchange.sender.cell_list import write_cell_list
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import ShowBook, TakeBack
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.intake.entry_file import EntryFile, read_entry_file
from ctmtqg_desktop.intake.returned.cells import read_returned
from ctmtqg_desktop.intake.returned.identity import BookIdentity, read_book_identity
from ctmtqg_desktop.text import clean


def take_back(desk: Desk, order: TakeBack, step: Step = no_step) -> Done:
    """Take what was changed in a workbook, and store it in one transaction.

    Raises:
        IntakeError: the file cannot be read, or is not of this unit, form and period; see
            ``read_book_identity``, ``read_returned`` and ``recognised``.
        WorkspaceError: the report is locked, the disk is full, ...; nothing is stored then.
    """
    found = _planned(desk, order, _file(order, step), step)
    told = returned_facts(found)
    is_short = bool(told["refused"] or told["asked"])
    if order.left is not None:
        about = about_list(found, order.file.name)
        write_cell_list(desk, order.left, about, left_lines(found))
    if is_short and not order.partial:
        return Done("done.take-back", {**told, "set": 0}, found=found, is_refused=True)
    desk.check_editable(found.sheet)
    made = _carried(desk, found)
    done = Returned(found.sheet, found.identity, found.plan, made)
    nothing = not made.change and not is_short
    code = "done.take-back-nothing" if nothing else "done.take-back"
    return Done(code, told, found=done, is_refused=is_short, did_nothing=not made.change)


def show_book(desk: Desk, order: ShowBook, step: Step = no_step) -> Done:
    """Read a file, and say what taking it back would do if it is ours; nothing is changed.

    Raises:
        IntakeError: as ``take_back``, and ``read_entry_file``.
    """
    file = _file(order.order, step)
    identity = read_book_identity(file.book, file.name)
    if identity is None:
        facts = {"file": file.name, "is_ours": False, "sheets": len(file.book.tables)}
        return Done("done.show-book", facts, found=file)
    found = _planned(desk, order.order, file, step)
    return Done(
        "done.show-book",
        {"file": file.name, "is_ours": True, **returned_facts(found)},
        found=found,
    )


def _file(order: TakeBack, step: Step) -> EntryFile:
    step(0, 3, say("step.read", {}))
    return read_entry_file(order.file)


def _planned(desk: Desk, order: TakeBack, file: EntryFile, step: Step) -> Returned:
    name, book = file.name, file.book
    identity = read_book_identity(book, name)
    if identity is None:
        raise IntakeError("intake.book-not-ours", file=name)
    sheet = recognised(desk, identity, order, name)
    step(1, 3, say("step.compare", {}))
    returned = read_returned(book, identity, sheet.form.id, name)
    plan = plan_return(
        sheet, returned, lambda column: {**order.answers, **order.columns.get(column, {})},
        prefers_book=order.prefers_book,
        are_computed_told=identity.origin.kind is BookKind.PRINT,
    )  # fmt: skip
    step(2, 3, say("step.store", {}))
    return Returned(sheet, identity, plan)


def recognised(desk: Desk, identity: BookIdentity, order: TakeBack, name: str) -> Sheet:
    """Return the sheet that a workbook is of; refuse one of anything else by name.

    Raises:
        IntakeError: ``intake.book-totals``, ``intake.book-other-unit``,
            ``intake.book-other-period``, ``intake.book-other-form``,
            ``intake.book-other-version``, ``intake.book-many-forms``.
    """
    origin = identity.origin
    if origin.kind is BookKind.TOTALS:
        raise IntakeError("intake.book-totals", file=name)
    if origin.unit != desk.unit.code:
        other = desk.catalogue.units.find(origin.unit, Period.parse(origin.period).end)
        facts = {"given": other.name if other else origin.unit, "ours": desk.unit.name}
        raise IntakeError("intake.book-other-unit", file=name, **facts)
    if order.period and order.period != origin.period:
        facts = {"given": _label(origin.period), "ours": _label(order.period)}
        raise IntakeError("intake.book-other-period", file=name, **facts)
    period = Period.parse(origin.period)
    form_id = clean(order.form) or _only_form(identity, order.shown, name)
    if form_id not in identity.forms:
        ours = desk.form(form_id, period).short
        given = ", ".join(desk.catalogue.form(one).short if _knows(desk, one) else one
                          for one in identity.forms)  # fmt: skip
        raise IntakeError("intake.book-other-form", file=name, given=given, ours=ours)
    sheet = desk.sheet(form_id, period)
    version = identity.places(form_id)[0].version
    if version != sheet.form.version:
        facts = {"given": str(version), "ours": str(sheet.form.version), "form": sheet.form.short}
        raise IntakeError("intake.book-other-version", file=name, **facts)
    return sheet


def _knows(desk: Desk, form_id: str) -> bool:
    return any(known == form_id for known, _ in desk.catalogue.forms)


def _label(period: str) -> str:
    return Period.parse(period).label


def _only_form(identity: BookIdentity, shown: str, name: str) -> str:
    if len(identity.forms) > 1 and shown in identity.forms:
        return shown
    if len(identity.forms) != 1:
        raise IntakeError("intake.book-many-forms", file=name)
    return identity.forms[0]


def _carried(desk: Desk, found: Returned) -> UndoStep:
    """Make the changes and store them; take them back where they cannot be stored."""
    sheet, made = found.sheet, list[UndoStep]()
    try:
        made.extend(_steps(sheet, found.plan))
        whole = as_one(one.change for one in made)
        if whole:
            desk.commit(sheet, whole)
    except CtmtqgError:
        for one in reversed(made):
            sheet.apply(one.change.inverse())
        raise
    return UndoStep(whole, frozenset[Cell]().union(*(one.touched for one in made)))


def _steps(sheet: Sheet, plan: ReturnPlan) -> Iterator[UndoStep]:
    taken = plan.of(Fate.TAKEN)
    keys: dict[tuple[str, str], str] = {}
    new = dict.fromkeys((c.cell.section, c.cell.row) for c in taken if c.cell.row[:1] == NEW)
    for section in dict.fromkeys(section for section, _ in new):
        rows = [row for of, row in new if of == section]
        step = add_rows(sheet, section, len(rows))
        added = (row.key for row in step.change.rows)
        keys |= {(section, row): key for row, key in zip(rows, added, strict=True)}
        yield step
    yield sheet.set_texts([(_placed(one.cell, keys), one.text) for one in taken])
    for section in dict.fromkeys(section for section, _ in plan.cleared):
        rows = [row for of, row in plan.cleared if of == section]
        yield remove_rows(sheet, section, rows)


def _placed(cell: Cell, keys: Mapping[tuple[str, str], str]) -> Cell:
    return cell._replace(row=keys.get((cell.section, cell.row), cell.row))
