"""A workbook of our own that came back, what it does to its sheet, and how that is told."""

from collections.abc import Iterator
from dataclasses import dataclass

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.book_marks import NEW
from ctmtqg_desktop.entries.change import UndoStep
from ctmtqg_desktop.entries.overview import filled_from
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.sender.books.lines import NO_STEP, BookLine
from ctmtqg_desktop.exchange.sender.books.plan import PlannedCell, ReturnPlan
from ctmtqg_desktop.exchange.sender.cell_list import ListedCell
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.intake.returned.identity import BookIdentity


@dataclass(frozen=True, slots=True)
class Returned:
    """A workbook of our own, the sheet it is of, and what it would do or has done there."""

    sheet: Sheet
    identity: BookIdentity
    plan: ReturnPlan
    step: UndoStep = NO_STEP


def returned_facts(found: Returned) -> dict[str, object]:
    """Return what an act tells of a workbook: every cell of it is counted once."""
    plan, sheet = found.plan, found.sheet
    taken = plan.of(Fate.TAKEN)
    new = {(one.cell.section, one.cell.row) for one in taken if one.cell.row[:1] == NEW}
    return {
        "form": sheet.form.id,
        "period": sheet.period.code,
        "set": len(taken) + plan.emptied,
        "there": plan.there,
        "taken": len(taken) + plan.emptied + plan.same,
        "kept": plan.kept,
        "refused": [told_cell(sheet, one) for one in plan.of(Fate.REFUSED)],
        "asked": [told_cell(sheet, one) for one in plan.of(Fate.ASKED)],
        "left_out": [told_cell(sheet, one) for one in plan.of(Fate.LEFT_OUT)],
        "gone": [told_cell(sheet, one) for one in plan.gone],
        "rows": {"new": len(new), "removed": len(plan.cleared)},
        "readings": list(_readings(found)),
    }


def left_lines(found: Returned) -> list[ListedCell]:
    """Return what did not simply go in, for a list."""
    cells = [one for one in found.plan.cells if one.fate is not Fate.TAKEN] + found.plan.gone
    return [_line(found.sheet, one).listed() for one in cells]


def about_list(found: Returned, file: str) -> str:
    """Return of what a list is."""
    sheet = found.sheet
    facts = {"file": file, "form": sheet.form.short, "period": sheet.period.label}
    return say("left.about", facts)


def _readings(found: Returned) -> Iterator[dict[str, object]]:
    """Tell how the columns were read wherever two readings were possible."""
    for (section, column), answers in found.plan.applied.items():
        label = found.sheet.label(Cell(section, "", column))
        for question, answer in answers.items():
            message = say(f"intake.applied-{question}-{answer}", {})
            yield {
                "column": label, "question": question, "answer": answer, "message": message,
            }  # fmt: skip


def told_cell(sheet: Sheet, one: PlannedCell) -> dict[str, object]:
    """Return what is told of a cell that was not taken."""
    return {
        "cell": str(one.cell) if one.cell.column and one.cell.row else one.place,
        "place": one.place,
        "text": one.text,
        "readings": [*one.options],
        "code": one.code,
        "message": why_not(sheet, one),
    }


def why_not(sheet: Sheet, one: PlannedCell) -> str:
    """Return why a cell was not taken, in words."""
    first, second = (*one.options, "", "")[:2]
    where = one.place
    if one.cell.column and one.cell.row and not one.cell.row.startswith(NEW):
        where = f"{one.place} ({sheet.label(one.cell)})"
    source = filled_from(sheet, one.cell) if one.cell in sheet.filled else ""
    facts = {"where": where, "text": one.text, "first": first, "second": second, "now": one.now,
             "source": source}  # fmt: skip
    return say(one.code, facts)


def returned_lines(found: Returned) -> list[BookLine]:
    """Return the lines of a workbook of our own; what is to be looked at comes first."""
    cells = [*found.plan.cells, *found.plan.gone]
    lines = [_line(found.sheet, one) for one in cells]
    return sorted(lines, key=lambda line: line.fate is Fate.TAKEN)


def _line(sheet: Sheet, one: PlannedCell) -> BookLine:
    reason = why_not(sheet, one) if one.code else ""
    return BookLine(one.place, _where(sheet, one), one.now, one.text, one.fate, reason)


def _where(sheet: Sheet, one: PlannedCell) -> str:
    if not one.cell.section:
        return ""
    if not one.cell.row.startswith(NEW):
        return sheet.label(one.cell)
    return say("left.new-row", {"column": sheet.label(one.cell._replace(row=""))})
