"""Widths of columns: wishes kept, the rest shared so that rows stay low (DESIGN, print)."""

from decimal import Decimal

import pytest

from ctmtqg_desktop.reports.page.layout import POINTS_PER_MM
from ctmtqg_desktop.reports.page.page import HeaderCell, PageCell, PageColumn, PageTable, TableRow
from ctmtqg_desktop.reports.pdf.sharing import Letters, Text, column_texts, share_width

WIDTH = 500.0


def measure(text: str, bold: bool, italic: bool) -> float:
    del bold, italic
    return len(text) * 0.5


LETTERS = Letters(10, 3, measure)
OWNER, NAME = (
    "Ban Quản lý dự án huyện",
    "Đường giao thông nông thôn liên bản Suối Thầu, xã Bản Giang",
)


def works(*columns: PageColumn, rows: int = 4) -> PageTable:
    header = tuple(HeaderCell(name) for name in ("TT", "Tên", "Chủ đầu tư", "Vốn"))
    cells = (PageCell("1"), PageCell(NAME), PageCell(OWNER), PageCell(number=Decimal(1500)))
    return PageTable(columns or (PageColumn(),) * 4, (header,), (TableRow(cells),) * rows)


def tallest(table: PageTable, widths: tuple[float, ...]) -> int:
    texts = column_texts(table)
    return max(
        LETTERS.lines(text, LETTERS.measured(text), width)
        for at, width in enumerate(widths)
        for text in texts[at]
    )


def test_the_whole_width_is_given_out_and_no_column_is_below_its_floor() -> None:
    floors = (20.0, 60.0, 60.0, 40.0)
    widths = share_width(works(), floors, WIDTH, LETTERS)
    assert sum(widths) == pytest.approx(WIDTH)
    assert all(width >= floor for width, floor in zip(widths, floors, strict=True))


def test_room_goes_where_it_makes_the_rows_lower() -> None:
    table = works()
    for width in (260.0, 320.0, 400.0):
        shared = share_width(table, (20, 50, 50, 40), width, LETTERS)
        extra = (width - 160) / 4
        evenly = (20 + extra, 50 + extra, 50 + extra, 40 + extra)
        assert tallest(table, shared) < tallest(table, evenly)


def test_a_wished_width_is_kept_in_millimetres_while_the_others_share() -> None:
    table = works(PageColumn(), PageColumn(), PageColumn(Decimal(50)), PageColumn())
    widths = share_width(table, (20, 60, 60, 40), WIDTH, LETTERS)
    assert widths[2] == pytest.approx(50 * POINTS_PER_MM)
    assert sum(widths) == pytest.approx(WIDTH)


def test_wishes_that_do_not_fit_give_way_to_the_floors() -> None:
    table = works(PageColumn(), PageColumn(), PageColumn(Decimal(500)), PageColumn())
    widths = share_width(table, (20, 60, 60, 40), WIDTH, LETTERS)
    assert sum(widths) == pytest.approx(WIDTH)
    assert widths[0] >= 20
    assert widths[1] >= 60


def test_a_group_of_many_rows_outweighs_one() -> None:
    texts = column_texts(works(rows=7))
    assert texts[1][Text(NAME)] == 7
    assert not texts[3] or all(" " not in text.text for text in texts[3])
