"""How much of a file is read; what is beyond is said, and then nothing of it is taken."""

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.given import place_name

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_SHEETS = 60
MAX_SHEET_ROWS = 50_000
"""Rows that hold something."""
MAX_SHEET_COLUMNS = 500
MAX_CELLS = 1_500_000
"""Cells of a whole file that hold something."""
MAX_AREA = 6_000_000
"""Of the rectangle from A1 to the last cell: a note far below must not fill the memory."""


def check_size(data: bytes, name: str) -> None:
    """Refuse a file that is larger than anybody's report.

    Raises:
        IntakeError: ``intake.too-big``.
    """
    if len(data) > MAX_FILE_BYTES:
        raise IntakeError("intake.too-big", file=name, limit=MAX_FILE_BYTES // 1024 // 1024)


def check_sheets(count: int, name: str) -> None:
    """Refuse a book of too many sheets.

    Raises:
        IntakeError: ``intake.book-too-many-sheets``.
    """
    if count > MAX_SHEETS:
        raise IntakeError("intake.book-too-many-sheets", file=name, found=count, limit=MAX_SHEETS)


def check_cells(count: int, name: str) -> None:
    """Refuse a file of too many filled cells.

    Raises:
        IntakeError: ``intake.book-too-many-cells``.
    """
    if count > MAX_CELLS:
        raise IntakeError("intake.book-too-many-cells", file=name, found=count, limit=MAX_CELLS)


def check_extent(filled: int, last: tuple[int, int], name: str, sheet: str) -> None:
    """Refuse a sheet of too many rows or columns, or with a cell too far from the others.

    Args:
        filled: rows that hold something.
        last: the lowest row and the rightmost column, counted from 0.
        name: of the file.
        sheet: its name.

    Raises:
        IntakeError: ``intake.sheet-too-long``, ``intake.sheet-too-wide``,
            ``intake.sheet-too-far``.
    """
    row, column = last
    here = {"file": name, "sheet": sheet}
    if filled > MAX_SHEET_ROWS:
        raise IntakeError("intake.sheet-too-long", **here, found=filled, limit=MAX_SHEET_ROWS)
    if column >= MAX_SHEET_COLUMNS:
        columns = {"found": column + 1, "limit": MAX_SHEET_COLUMNS}
        raise IntakeError("intake.sheet-too-wide", **here, **columns)
    if (row + 1) * (column + 1) > MAX_AREA:
        limit = MAX_AREA // (column + 1)
        raise IntakeError(
            "intake.sheet-too-far", **here, where=place_name(row, column), limit=limit
        )
