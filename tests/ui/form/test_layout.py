"""Covers: multi-level headers, the "A B 1 2 3=1+2" line, the columns every table begins with."""

from PySide6.QtGui import QFontMetrics

from ctmtqg_desktop.catalogue.records.form import CellType, Column, Row, Section, SectionKind
from ctmtqg_desktop.entries.table_layout import HeaderSpan, header_depth, header_spans
from ctmtqg_desktop.ui.form.header import GroupedHeader, level_tops
from ctmtqg_desktop.ui.form.layout import ShownPart, shown_columns, titles_of


def columns_of(*headers):
    columns = tuple(
        Column(f"c{i}", title[-1], header=tuple(title[:-1])) for i, title in enumerate(headers)
    )
    return shown_columns(Section("s", SectionKind.ROSTER, columns=columns), {})[1:]


def test_equal_neighbours_are_merged_and_short_titles_reach_down():
    shown = columns_of(("Vốn", "Kế hoạch"), ("Vốn", "Giải ngân", "Số"), ("Vốn", "Giải ngân", "%"),
                       ("Ghi chú",))  # fmt: skip
    assert header_depth(titles_of(shown)) == 3
    assert header_spans(titles_of(shown), 3) == [
        HeaderSpan("Vốn", 0, 2, 0, 0),
        HeaderSpan("Kế hoạch", 0, 0, 1, 2),
        HeaderSpan("Giải ngân", 1, 2, 1, 1),
        HeaderSpan("Số", 1, 1, 2, 2),
        HeaderSpan("%", 2, 2, 2, 2),
        HeaderSpan("Ghi chú", 3, 3, 0, 2),
    ]


def test_equal_groups_under_different_parents_stay_apart():
    shown = columns_of(("A", "Tổng", "x"), ("B", "Tổng", "y"))
    assert [s for s in header_spans(titles_of(shown), 3) if s.text == "Tổng"] == [
        HeaderSpan("Tổng", 0, 0, 1, 1),
        HeaderSpan("Tổng", 1, 1, 1, 1),
    ]


def test_equal_last_titles_are_never_merged():
    shown = columns_of(("Số hộ",), ("Số hộ",))
    assert len(header_spans(titles_of(shown), 1)) == 2


def test_leading_columns_are_lettered_when_the_others_are_numbered(bench):
    shown = shown_columns(bench.grid(), bench.measures)
    assert [c.number for c in shown] == ["A", "B", "1", "2", "3=2/1", "4", "5", "6"]
    assert [c.part for c in shown[:2]] == [ShownPart.NO, ShownPart.LABEL]
    assert [c.is_frozen for c in shown[:3]] == [True, True, False]


def test_the_measure_stands_in_the_header(bench):
    shown = shown_columns(bench.grid(), bench.measures)
    assert shown[2].title == ("Kinh phí", "Kế hoạch\n(triệu đồng)")


def test_a_measure_column_is_added_when_only_the_rows_have_measures(bench):
    section = Section(
        "s", SectionKind.GRID, columns=(Column("so", "Số lượng", CellType.NUMBER),),
        rows=(Row("a", "Đường", measure="ho"),),
    )  # fmt: skip
    assert [c.part for c in shown_columns(section, bench.measures)] == [
        ShownPart.LABEL, ShownPart.MEASURE, ShownPart.CELL,
    ]  # fmt: skip


def test_levels_have_room_for_their_tallest_title():
    shown = columns_of(("Vốn", "Lũy kế vốn đã bố trí đến hết năm trước nữa"), ("Vốn", "Số"))
    metrics: QFontMetrics = GroupedHeader.title_font_metrics()
    tops = level_tops(shown, header_spans(titles_of(shown), 2), 2, metrics)
    assert tops[0] == 0
    assert tops[1] >= metrics.height()
    assert tops[2] - tops[1] >= 2 * metrics.lineSpacing()
