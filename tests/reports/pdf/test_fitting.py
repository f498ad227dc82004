"""Tables fit the page: nothing clipped, smaller letters, then parts with leading columns."""

from decimal import Decimal

import pytest

from ctmtqg_desktop.reports.page.page import (
    HeaderCell,
    PageCell,
    PageColumn,
    PageTable,
    TableRow,
    place_header,
)
from ctmtqg_desktop.reports.pdf.fitting import (
    Fitted,
    PageRoom,
    column_needs,
    fit_table,
    squeeze_table,
    take_columns,
)
from ctmtqg_desktop.reports.pdf.table import FramedTable


def measure(text: str, bold: bool, italic: bool) -> float:
    del italic
    return len(text) * (0.55 if bold else 0.5)


ROOM = PageRoom(width=480, padding=3, sizes=(12, 11, 10, 9))


def numbers_table(count: int, number: Decimal = Decimal(1234567)) -> PageTable:
    half = count // 2
    groups = (HeaderCell("Năm 2023", half), HeaderCell("Năm 2024", count - half))
    return PageTable(
        columns=(PageColumn(align="centre"), PageColumn(), *(PageColumn(align="right"),) * count),
        header=(
            (HeaderCell("TT", 1, 2), HeaderCell("Công trình", 1, 2), *groups),
            tuple(HeaderCell(f"Vốn {i}") for i in range(count)),
        ),
        rows=(
            TableRow((PageCell("1"), PageCell("Đường bản"), *(PageCell(number=number),) * count)),
            TableRow((PageCell("Cộng", colspan=2), *(PageCell(number=number),) * count), "total"),
        ),
        numbers=("A", "B", *(str(i + 1) for i in range(count))),
    )


def check_nothing_clipped(fitted: Fitted) -> None:
    inner = [width - 2 * ROOM.padding_at(fitted.size) for width in fitted.widths]
    for row in fitted.table.rows:
        at = 0
        for cell in row.cells:
            bold = row.style != "normal"
            words = [cell.shown] if cell.number is not None else cell.shown.split()
            widest = max((measure(word, bold, False) for word in words), default=0) * fitted.size
            assert widest <= sum(inner[at : at + cell.colspan]) + 1e-6
            at += cell.colspan


@pytest.mark.parametrize("count", [2, 5, 9, 20, 60])
def test_every_number_has_room_and_no_table_is_wider_than_the_page(count: int) -> None:
    for fitted in squeeze_table(numbers_table(count), ROOM, measure):
        assert sum(fitted.widths) == pytest.approx(ROOM.width)
        check_nothing_clipped(fitted)


def test_letters_get_smaller_before_a_table_is_cut() -> None:
    sizes = [
        found[0].size
        for n in (3, 6, 7, 8)
        if (found := fit_table(numbers_table(n), ROOM, measure))
    ]
    assert sizes[0] == 12
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 1
    assert fit_table(numbers_table(60), ROOM, measure) is None


def test_parts_repeat_the_leading_columns_and_lose_none() -> None:
    parts = squeeze_table(numbers_table(40), ROOM, measure)
    assert len(parts) > 2
    shown = [number for part in parts for number in part.table.numbers[2:]]
    assert shown == [str(i + 1) for i in range(40)]
    for part in parts:
        assert part.table.numbers[:2] == ("A", "B")
        place_header(part.table)
        assert part.table.rows[0].cells[1].text == "Đường bản"
        assert part.table.rows[1].cells[0].colspan == 2


def test_a_group_of_columns_stays_together_when_it_can() -> None:
    parts = squeeze_table(numbers_table(12, Decimal(12345678)), ROOM, measure)
    tops = [[cell.text for cell in part.table.header[0][2:]] for part in parts]
    assert tops == [["Năm 2023"], ["Năm 2024"]]


def test_wished_widths_are_kept_in_proportion_where_they_suffice(
    grid: PageTable,
) -> None:
    fitted = fit_table(grid, ROOM, measure)
    assert fitted
    widths = fitted[0].widths
    assert widths[1] / widths[2] == pytest.approx(60 / 25, rel=0.05)


def test_taking_columns_keeps_the_header_sound(grid: PageTable) -> None:
    taken = take_columns(grid, [0, 1, 3])
    assert [cell.text for cell in taken.header[0]] == ["TT", "Chỉ tiêu", "Vốn"]
    assert taken.header[0][2].colspan == 1
    assert [cell.text for cell in taken.header[1]] == ["Giải ngân"]
    assert taken.rows[0].cells[1].colspan == 2
    place_header(taken)


def test_a_header_wider_than_its_columns_widens_them() -> None:
    narrow = PageTable(
        columns=(PageColumn(), PageColumn()),
        header=((HeaderCell("ABCDEFGHIJKL", 2),), (HeaderCell("a"), HeaderCell("b"))),
        rows=(),
    )
    needs = column_needs(narrow, measure)
    assert sum(need.least for need in needs) == pytest.approx(12 * 0.55)


def test_a_single_endless_word_does_not_break_the_page(grid: PageTable) -> None:
    row = TableRow(
        (PageCell("1"), PageCell("x" * 900), PageCell(), PageCell(), PageCell("y" * 900))
    )
    monster = PageTable(grid.columns, grid.header, (row,), grid.numbers)
    for fitted in squeeze_table(monster, ROOM, measure):
        assert sum(fitted.widths) <= ROOM.width + 1e-6


def test_a_short_name_or_verdict_stays_on_one_line() -> None:
    verdicts = PageTable(
        (PageColumn(), PageColumn()),
        ((HeaderCell("Kết luận"), HeaderCell("Ghi chú")),),
        (TableRow((PageCell("Chưa đạt"), PageCell("x" * 10 + " y" * 200))),),
    )
    assert column_needs(verdicts, measure)[0].comfortable >= measure("Chưa đạt", False, False)


def test_measuring_does_not_depend_on_the_order_of_rows(grid: PageTable) -> None:
    turned = PageTable(grid.columns, grid.header, grid.rows[::-1], grid.numbers)
    assert column_needs(turned, measure) == column_needs(grid, measure)


def test_a_long_table_looks_at_one_page_at_a_time() -> None:
    def looked_at(rows: int) -> int:
        table = FramedTable(
            [["Tên", ""], *[["a", "b"] for _ in range(rows)]], colWidths=[50, 50],
            rowHeights=[10] * (rows + 1), repeatRows=1, splitInRow=0,
            style=[("SPAN", (0, 0), (1, 0))],
        )  # fmt: skip
        table.wrap(100, 700)
        first, rest = table.split(100, 700)
        assert (first._nrows, rest._nrows) == (70, rows + 1 - 70 + 1)
        return len(table._spanRanges)

    assert looked_at(1_000) == looked_at(5_000)
