"""The page model: sections, places of header cells, what a cell shows, hidden characters."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from ctmtqg_desktop.reports.page.page import (
    AppendixTitle,
    Document,
    HeaderCell,
    PageCell,
    PageColumn,
    PageTable,
    Paragraph,
    place_header,
    printable_text,
    sections,
)


def table(width: int, *header: tuple[HeaderCell, ...]) -> PageTable:
    return PageTable((PageColumn(),) * width, header, ())


def test_a_document_is_cut_where_appendices_begin(make_document: Callable[..., Document]) -> None:
    document = make_document(
        Paragraph("a"),
        AppendixTitle("Phụ lục I", "x", landscape=True),
        Paragraph("b"),
        AppendixTitle("Phụ lục II", "y"),
    )
    found = sections(document)
    assert [len(section.blocks) for section in found] == [1, 2, 1]
    assert [section.appendix for section in found] == [False, True, True]
    assert [section.landscape for section in found] == [False, True, False]


def test_a_document_may_begin_with_an_appendix_or_be_empty(
    make_document: Callable[..., Document],
) -> None:
    assert sections(make_document()) == ()
    assert [s.appendix for s in sections(make_document(AppendixTitle("Phụ lục", "x")))] == [True]


def test_header_cells_take_the_first_free_place() -> None:
    first = (HeaderCell("TT", 1, 2), HeaderCell("Vốn", 2), HeaderCell("Ghi chú", 1, 2))
    second = (HeaderCell("KH"), HeaderCell("TH"))
    placed = {p.cell.text: (p.row, p.column) for p in place_header(table(4, first, second))}
    assert placed == {"TT": (0, 0), "Vốn": (0, 1), "Ghi chú": (0, 3), "KH": (1, 1), "TH": (1, 2)}


@pytest.mark.parametrize(
    "header",
    [
        ((HeaderCell("a"),),),
        ((HeaderCell("a"), HeaderCell("b"), HeaderCell("c")),),
        ((HeaderCell("a", 2, 2),),),
        ((HeaderCell("a", 1, 2), HeaderCell("b")), (HeaderCell("c", 2),)),
    ],
)
def test_a_header_with_holes_or_overlaps_is_a_mistake(
    header: tuple[tuple[HeaderCell, ...], ...],
) -> None:
    with pytest.raises(ValueError, match=r"HeaderCell|\("):
        place_header(table(2, *header))


def test_a_cell_shows_its_number_as_vietnamese_readers_write_it() -> None:
    assert PageCell(number=Decimal("1234567.5"), decimals=2, mark="*").shown == "1.234.567,50*"
    assert PageCell(number=Decimal(0)).shown == "0"
    assert PageCell().shown == ""


def test_hidden_and_control_characters_do_not_print() -> None:
    assert printable_text("a\x00b\u200bc\ud800\ufeff\x9f\uffff\U0010fffe]") == "abc]"
    assert printable_text("Đường\tliên\nbản\u00a0☑") == "Đường liên\nbản\u00a0☑"
