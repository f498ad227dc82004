"""Enter: set cells from a file exactly as the screen would, as one step."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.form import Cell, CellSpec
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.change import Change, EntryValue, Refused, as_one
from ctmtqg_desktop.entries.doubts import doubt, is_vietnamese
from ctmtqg_desktop.entries.rows import add_rows
from ctmtqg_desktop.entries.sheet import Sheet, read_text
from ctmtqg_desktop.errors import CtmtqgError, FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import Enter
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.entry_file import EntryFile, Figure
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.text import nfc


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that was not set, and why."""

    cell: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class AskedCell:
    """A cell that was set from a figure with two meanings, and how it was taken.

    Attributes:
        text: as the file has it.
        value: as it was taken, in the measure of the cell.
    """

    cell: str
    text: str
    value: Decimal
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a file.

    Attributes:
        set: how many cells were given a value (or emptied) and stored; 0 when anything was
            refused and not asked to go on.
        asked: what was stored and a person should look at again.
    """

    set: int
    refused: tuple[RefusedCell, ...]
    asked: tuple[AskedCell, ...] = ()


def enter(desk: Desk, order: Enter, _: Step = no_step) -> Done:
    """Type a file's texts into a sheet and store them in one transaction.

    Raises:
        FormError: ``form.period-unknown``, ``form.unknown``, ``form.not-a-roster``.
        WorkspaceError: the report is locked, the disk is full, ...; nothing is stored then.
    """
    sheet = desk.sheet(nfc(order.form), Period.parse(order.period))
    done = _entered(desk, sheet, order.file, partial=order.partial)
    refused = [{"cell": r.cell, "code": r.code, "message": r.message} for r in done.refused]
    asked = [
        {"cell": a.cell, "text": a.text, "value": a.value, "code": a.code, "message": a.message}
        for a in done.asked
    ]  # fmt: skip
    facts = {"set": done.set, "refused": refused, "asked": asked}
    return Done("done.enter", facts, found=done, is_refused=bool(refused))


def _entered(desk: Desk, sheet: Sheet, file: EntryFile, *, partial: bool) -> Entered:
    desk.check_editable(sheet)
    made: list[Change] = []
    try:
        texts = _texts(sheet, file, made)
        items, refused = _read(sheet, texts)
        if refused and not partial:
            _undo(sheet, made)
            return Entered(0, tuple(refused))
        made.append(sheet.set_entries(items).change)
        whole = as_one(made)
        desk.commit(sheet, whole)
    except CtmtqgError:
        _undo(sheet, made)
        raise
    _give_reasons(desk, sheet, file)
    kept = sum(not isinstance(item.after, Refused) for item in whole.cells)
    return Entered(kept, tuple(refused), tuple(_asked(sheet, texts)))


def _texts(sheet: Sheet, file: EntryFile, made: list[Change]) -> list[tuple[str, str]]:
    texts = list(file.cells)
    for section, rows in file.rows.items():
        step = add_rows(sheet, section, len(rows))
        made.append(step.change)
        keys = [row.key for row in step.change.rows]
        texts.extend(
            (f"{section}.{key}.{column}", text)
            for key, row in zip(keys, rows, strict=True)
            for column, text in row.items()
        )
    return texts


def _read(
    sheet: Sheet, texts: list[tuple[str, str]]
) -> tuple[list[tuple[Cell, EntryValue]], list[RefusedCell]]:
    """Read every text before anything is set; a text that is no value is set and told too."""
    items: list[tuple[Cell, EntryValue]] = []
    refused: list[RefusedCell] = []
    for name, text in texts:
        try:
            cell = _cell(sheet, name)
            held = read_text(sheet, cell, text)
        except FormError as error:
            refused.append(RefusedCell(name, error.code, say(error.code, error.facts)))
            continue
        items.append((cell, held))
        if isinstance(held, Refused):
            said = say(held.code, {"text": held.text, "where": sheet.label(cell)})
            refused.append(RefusedCell(name, held.code, said))
    return items, refused


def _asked(sheet: Sheet, texts: list[tuple[str, str]]) -> Iterator[AskedCell]:
    """Find what a person wrote and could have meant otherwise; a number of the file is sure."""
    written = [(name, text, _spec(sheet, name)) for name, text in texts]
    by_hand = [
        (name, (text, spec))
        for name, text, spec in written
        if spec is not None and not isinstance(text, Figure)
    ]
    if is_vietnamese(one for _, one in by_hand):
        return
    for name, one in by_hand:
        found = doubt(one, sheet.measures)
        if found is not None:
            message = say(found.code, found.facts)
            yield AskedCell(name, found.text, found.value, found.code, message)


def _spec(sheet: Sheet, name: str) -> CellSpec | None:
    try:
        return sheet.spec(Cell.parse(name))
    except (ValueError, FormError):
        return None


def _cell(sheet: Sheet, name: str) -> Cell:
    try:
        return Cell.parse(name)
    except ValueError as error:
        raise FormError("form.cell-unknown", cell=name, form=sheet.form.id) from error


def _undo(sheet: Sheet, made: list[Change]) -> None:
    for change in reversed(made):
        sheet.apply(change.inverse())


def _give_reasons(desk: Desk, sheet: Sheet, file: EntryFile) -> None:
    """Write the reasons of findings that do stand; a reason for nothing is not kept."""
    if not file.reasons:
        return
    for finding in sheet.findings():
        text = file.reasons.get(_key(finding))
        if text:
            desk.justify(sheet, finding, text)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, str(finding.cell or "")
