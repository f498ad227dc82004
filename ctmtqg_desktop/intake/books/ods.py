"""Read an .ods: each cell says its type and its value itself, as OpenDocument wants it.

Source: OASIS OpenDocument 1.3, part 3, sections 9.1 and 19.385 (office:value-type).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import isfinite

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.archive import Archive
from ctmtqg_desktop.intake.books.limits import check_cells, check_extent, check_sheets
from ctmtqg_desktop.intake.books.markup import walk
from ctmtqg_desktop.intake.books.number_format import given_boolean
from ctmtqg_desktop.intake.books.ods_cells import OdsCell, OdsContent, OdsTable
from ctmtqg_desktop.intake.books.ods_styles import OdsStyles
from ctmtqg_desktop.intake.books.shape import merged_table, trimmed_table, with_hidden
from ctmtqg_desktop.intake.given import (
    BLANK,
    Given,
    GivenBook,
    GivenKind,
    GivenTable,
    given_number,
    given_text,
)
from ctmtqg_desktop.text import format_date

_NUMBERS = ("float", "percentage", "currency")
_ANSWERS = ("TRUE", "FALSE")
"""How Calc shows the number that a formula's answer is to it."""
_ERROR = re.compile(r"#[A-Z]|Err:\d")
_DURATION = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def read_ods(archive: Archive) -> GivenBook:
    """Read every sheet of an OpenDocument workbook.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-entities``,
            ``intake.workbook-encrypted``, ``intake.workbook-macros``, and those of ``limits``.
    """
    name = archive.name
    manifest = "META-INF/manifest.xml"
    if "encrypted-package" in archive or (
        manifest in archive and b"encryption-data" in archive.read(manifest)
    ):
        raise IntakeError("intake.workbook-encrypted", file=name)
    if archive.has_folder("basic") or archive.has_folder("scripts"):
        raise IntakeError("intake.workbook-macros", file=name)
    parts = ["styles.xml"] if "styles.xml" in archive else []
    return read_documents([archive.read_markup(part) for part in (*parts, "content.xml")], name)


def read_documents(documents: Sequence[bytes], name: str) -> GivenBook:
    """Read every sheet of the documents of one workbook.

    Args:
        documents: styles first; a flat file has all in one.
        name: of the file, for the refusal.

    Raises:
        IntakeError: see ``read_ods``.
    """
    content = OdsContent(name)
    for document in documents:
        walk(document, name, content.start, content.end, content.text)
    if not content.tables:
        raise IntakeError("intake.workbook", file=name)
    check_sheets(len(content.tables), name)
    check_cells(content.count, name)
    for table in content.tables:
        check_extent(len(table.rows), table.last, name, table.name)
    return GivenBook(tuple(_table(table, content.styles, name) for table in content.tables))


def _table(table: OdsTable, styles: OdsStyles, file: str) -> GivenTable:
    known: dict[OdsCell, Given] = {}

    def rows() -> Iterator[Sequence[Given]]:
        for at in range(max(table.rows, default=-1) + 1):
            cells = table.rows.get(at, {})
            row = [BLANK] * (max(cells, default=-1) + 1)
            for column, cell in cells.items():
                if cell not in known:
                    known[cell] = _given(cell, styles, file)
                row[column] = known[cell]
            yield row

    is_hidden = styles.is_hidden(table.style)
    shown = with_hidden(
        trimmed_table(table.name, rows(), is_hidden=is_hidden),
        table.hidden_rows,
        table.hidden_columns,
    )
    return merged_table(shown, table.spans, file)


def _given(cell: OdsCell, styles: OdsStyles, file: str) -> Given:
    look = styles.look(cell.style)
    if cell.is_error or (cell.has_formula and _ERROR.match(cell.text)):
        return Given(GivenKind.ERROR, cell.text)
    if cell.kind in {"", "string", "void"}:
        is_empty = cell.has_formula and not cell.has_text and not cell.value
        return Given(GivenKind.UNCOMPUTED) if is_empty else given_text(cell.text, look.font)
    if not cell.value:
        if cell.has_formula:
            return Given(GivenKind.UNCOMPUTED, number_format=look.number_format)
        raise IntakeError("intake.workbook", file=file)
    if cell.kind in _NUMBERS:
        return _number(cell, look.number_format, file)
    if cell.kind == "boolean":
        return given_boolean(is_true=cell.value == "true")
    return _moment(cell)


def _number(cell: OdsCell, number_format: str, file: str) -> Given:
    try:
        number = float(cell.value)
    except ValueError as error:
        raise IntakeError("intake.workbook", file=file) from error
    if not isfinite(number):
        raise IntakeError("intake.workbook", file=file)
    if cell.text in _ANSWERS and number in (0, 1):
        return given_boolean(is_true=number == 1)
    if cell.kind == "percentage" and "%" not in number_format:
        number_format = "0%"
    return given_number(number, cell.text, number_format)


def _moment(cell: OdsCell) -> Given:
    """Return a day, or the writing of a time."""
    if found := _DURATION.fullmatch(cell.value):
        sign, *parts = found.groups()
        return given_text(sign + ":".join(part.zfill(2) for part in parts))
    try:
        day = datetime.fromisoformat(cell.value)
    except ValueError:
        return given_text(cell.text or cell.value)
    return Given(GivenKind.DATE, cell.text or format_date(day), day=day.date())
