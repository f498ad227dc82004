"""Issue 9 item 1: an .xlsx becomes typed cells; what two readers dispute is refused."""

from datetime import date
from decimal import Decimal

import pytest
from handmade_books import packed, xlsx, xlsx_parts

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.words import of_error
from ctmtqg_desktop.intake.books import limits, xlsx_cells
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.given import GivenKind, Span


def sheet(data):
    return read_book(data, "so.xlsx").tables[0]


def cell(xml, **more):
    return sheet(xlsx(f'<row r="1">{xml}</row>', **more)).cell(0, 0)


def refused(data):
    with pytest.raises(IntakeError) as caught:
        read_book(data, "so.xlsx")
    assert "so.xlsx" in of_error(caught.value).what
    return caught.value.code


@pytest.mark.parametrize(("xml", "kind", "text"), [
    ('<c r="A1" t="str"><f>A2</f><v>x</v></c>', "text", "x"),
    ('<c r="A1" t="str"><f>A2</f><v></v></c>', "blank", ""),
    ('<c r="A1"><f>A2</f><v></v></c>', "uncomputed", ""),
    ('<c r="A1"><f>A2</f></c>', "uncomputed", ""),
    ('<c r="A1" t="str"><f>A2</f></c>', "uncomputed", ""),
    ('<c r="A1" t="b"><f>A2</f></c>', "uncomputed", ""),
    ('<c r="A1" t="b"><v>1</v></c>', "boolean", "TRUE"),
    ('<c r="A1" t="e"><v>#REF!</v></c>', "error", "#REF!"),
    ('<c r="A1" t="e"><f>A2</f><v>#SPILL!</v></c>', "error", "#SPILL!"),
    ('<c r="A1" t="str"><v>0012</v></c>', "text", "0012"),
    ('<c r="A1" t="str"><v> a &lt;\r\nb_x0041_</v></c>', "text", " a <\nbA"),
    ('<c r="A1" t="inlineStr"><is><r><t>x</t></r><r><t xml:space="preserve"> y</t></r></is></c>',
     "text", "x y"),
    ('<c r="A1" t="d"><v>2024-02-01</v></c>', "date", "01/02/2024"),
    ('<c r="A1" s="0"/>', "blank", ""),
    ('<c r="A1" s="77"><v>5</v></c>', "number", ""),
])  # fmt: skip
def test_a_cell_is_what_the_file_says(xml, kind, text):
    found = cell(xml)
    assert (found.kind, found.text) == (kind, text)


def test_a_zero_that_asks_to_be_computed_was_never_computed():
    """XlsxWriter keeps 0 with every formula; a 0 without one is a figure, as is what came out."""
    asking = '<calcPr fullCalcOnLoad="1"/>'
    assert cell('<c r="A1"><f>A2</f><v>0</v></c>', book=asking).kind == "uncomputed"
    assert cell('<c r="A1"><f>A2</f><v>0</v></c>').number == 0
    assert cell('<c r="A1"><f>A2</f><v>7</v></c>', book=asking).number == 7
    assert cell('<c r="A1"><v>0</v></c>', book=asking).number == 0


STYLES = (
    '<numFmts><numFmt numFmtId="170" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="171" formatCode="#,##0\\ &quot;ngày&quot;"/>'
    '<numFmt numFmtId="172" formatCode="[$-42A]dd mmmm yyyy"/></numFmts>'
    '<fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font></fonts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="10" fontId="1"/>'
    '<xf numFmtId="20"/><xf numFmtId="172"/></cellXfs>'
)


@pytest.mark.parametrize(("style", "raw", "kind", "text", "day"), [
    (1, "45000", "date", "15/03/2023", date(2023, 3, 15)),
    (1, "45000.75", "date", "15/03/2023 18:00:00", date(2023, 3, 15)),
    (6, "45000", "date", "15/03/2023", date(2023, 3, 15)),
    (1, "5", "date", "05/01/1900", date(1900, 1, 5)),
    (1, "61", "date", "01/03/1900", date(1900, 3, 1)),
    (1, "60", "text", "29/02/1900", None), (1, "0.5", "text", "12:00:00", None),
    (2, "1.5", "text", "36:00:00", None), (5, "45000.25", "text", "06:00:00", None),
    (1, "-5", "error", "#####", None), (1, "1E+15", "error", "#####", None),
    (1, "2958465.9999999", "error", "#####", None),
    (1, "2958465", "date", "31/12/9999", date(9999, 12, 31)),
    (3, "45000", "number", "", None), (4, "0.86", "number", "", None),
])  # fmt: skip
def test_a_number_is_what_its_format_says(style, raw, kind, text, day):
    found = cell(f'<c r="A1" s="{style}"><v>{raw}</v></c>', styles=STYLES)
    assert (found.kind, found.text, found.day) == (kind, text, day)


def test_days_may_be_counted_from_1904():
    book = '<workbookPr date1904="1"/>'
    for raw, day in (("0", date(1904, 1, 1)), ("43538", date(2023, 3, 15))):
        found = cell(f'<c r="A1" s="1"><v>{raw}</v></c>', styles=STYLES, book=book)
        assert found.day == day
    late = cell('<c r="A1" s="1"><v>2958465</v></c>', styles=STYLES, book=book)
    assert late.kind is GivenKind.ERROR


@pytest.mark.parametrize(("raw", "number"), [
    ("0.30000000000000004", "0.3"), ("28113.000000000004", "28113"), ("1E-3", "0.001"),
    ("123456789012345678", "123456789012346000"), ("-0.1", "-0.1"), ("12.50", "12.5"),
])  # fmt: skip
def test_a_number_means_its_fifteen_digits(raw, number):
    assert cell(f'<c r="A1"><v>{raw}</v></c>').number == Decimal(number)


def test_formats_and_legacy_fonts_are_told():
    percent = cell('<c r="A1" s="4"><v>0.86</v></c>', styles=STYLES)
    assert percent.number_format == "0.00%"
    assert cell('<c r="A1"><v>1</v></c>', styles=STYLES).number_format == ""
    text = '<c r="A1" s="{}" t="s"><v>0</v></c>'
    assert cell(text.format(4), styles=STYLES, strings="<si><t>x</t></si>").font == ".VnTime"
    assert cell(text.format(0), styles=STYLES, strings="<si><t>x</t></si>").font == ""


@pytest.mark.parametrize(("runs", "font"), [
    ('<r><rPr><rFont val=".VnTime"/></rPr><t>©</t></r>', ".VnTime"),
    ('<r><t>A1 </t></r><r><rPr><rFont val="VNI-Times"/></rPr><t>aù</t></r>', "VNI-Times"),
    ('<r><t>Đã </t></r><r><rPr><rFont val=".VnTime"/></rPr><t>©</t></r>', ""),
    ('<r><rPr><rFont val=".VnTime"/></rPr><t>abc</t></r>', ""),
])  # fmt: skip
def test_the_font_of_a_part_of_a_text_counts_where_its_letters_are(runs, font):
    shared = cell('<c r="A1" t="s"><v>1</v></c>', strings=f"<si><t>é</t></si><si>{runs}</si>")
    within = cell(f'<c r="A1" t="inlineStr"><is>{runs}</is></c>')
    assert (shared.font, within.font) == (font, font)


def test_texts_are_whole_however_they_are_kept():
    strings = (
        '<si><t xml:space="preserve">  a </t></si><si><t>b_x000D__x005F_x000D_</t></si>'
        "<si><r><t>c</t></r><rPh><t>đọc</t></rPh><r><t>d</t></r></si><si/>"
    )
    row = "".join(f'<c r="{letter}1" t="s"><v>{at}</v></c>' for at, letter in enumerate("ABCD"))
    table = sheet(xlsx(f'<row r="1">{row}</row>', strings=strings))
    assert [given.text for given in table.rows[0]] == ["  a ", "b\r_x000D_", "cd"]


@pytest.mark.parametrize("claim", ["A1", "A1:XFD1048576", "", "?", "B7:A1"])
def test_what_a_sheet_claims_of_its_size_is_nothing(claim):
    row = '<row r="2"><c r="B2"><v>1</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    table = sheet(xlsx(row + far, head=f'<dimension ref="{claim}"/>'))
    assert (len(table.rows), table.width, table.cell(1, 1).number) == (2, 2, 1)


def test_cells_without_places_follow_each_other():
    rows = "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r='5'/><row><c><v>3</v></c></row>"
    table = sheet(xlsx(rows))
    assert (table.cell(0, 2).number, table.cell(5, 0).number, len(table.rows)) == (2, 3, 6)


def test_rows_and_columns_may_stand_in_any_order():
    third = '<row r="3"><c r="C3"><v>1</v></c><c r="A3"><v>2</v></c></row>'
    rows = third + '<row r="1"><c><v>3</v></c></row>'
    table = sheet(xlsx(rows))
    assert [table.cell(*at).number for at in ((2, 2), (2, 0), (0, 0))] == [1, 2, 3]


@pytest.mark.parametrize("xml", [
    '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', '<c r="C5"><v>1</v></c>',
    '<c r="A1"><v>1</v><v>2</v></c>', '<c r="XFE1"><v>1</v></c>', '<c r="a1"><v>1</v></c>',
    '<c r="$A$1"><v>1</v></c>', '<c r=""><v>1</v></c>', '<c r="A0"><v>1</v></c>',
    '<c r="A1"><v>1e999</v></c>', '<c r="A1"><v>NaN</v></c>', '<c r="A1"><v> 5 </v></c>',
    '<c r="A1"><v>1_0</v></c>', '<c r="A1"><v>1&lt;0</v></c>',
    '<c r="A1" t="str"><v><![CDATA[x]]></v></c>', '<c r="A1"><v><![CDATA[5]]></v></c>',
    '<c r="A1"><v>5</v></c></row><row r="1"><c r="A1"><v>6</v></c>',
])  # fmt: skip
def test_what_may_be_read_in_two_ways_is_refused(xml):
    assert refused(xlsx(f'<row r="1">{xml}</row>')) == "intake.workbook-disputed"


@pytest.mark.parametrize("xml", [
    '<c r="A1" t="s"><v>9</v></c>', '<c r="A1" t="s"><v>-1</v></c>',
    '<c r="A1" t="q"><v>9</v></c>', '<c r="A1"><v>1,5</v></c>',
    '<c r="A1" s="x"><v>1</v></c>', '<c r="A1"><v>1</c>',
])  # fmt: skip
def test_what_cannot_be_read_is_refused(xml):
    assert refused(xlsx(f'<row r="1">{xml}</row>')).startswith("intake.workbook")


def test_a_text_that_stands_nowhere_is_refused():
    for place in ("A1", "9", "-1", " 0", "0.0"):
        row = f'<row r="1"><c r="A1" t="s"><v>{place}</v></c></row>'
        assert refused(xlsx(row, strings="<si><t>x</t></si>")).startswith("intake.workbook")


def test_merged_cells_reach_as_far_as_the_table():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>9</v></c></row>'
        '<row r="2"><c r="A2"><v>8</v></c><c r="B2"><v>2</v></c></row>'
    )
    merges = "<mergeCells><mergeCell ref='A1:A1048576'/><mergeCell ref='B1:XFD1'/></mergeCells>"
    table = sheet(xlsx(rows, after=merges))
    assert table.spans == (Span(0, 0, 1, 0),)
    assert table.cell(1, 0).is_blank, "nobody sees what lies under a merge"
    assert table.cell(1, 1).number == 2
    many = "<mergeCells>" + "<mergeCell ref='A1:B2'/>" * 3 + "</mergeCells>"
    assert refused(xlsx(rows, after=many)) == "intake.workbook-disputed"


def test_hidden_sheets_say_so_and_charts_are_none():
    parts = xlsx_parts("<row><c><v>1</v></c></row>", state="veryHidden")
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="C" sheetId="2" r:id="r9"/></sheets>'
    )
    relation = "<Relationship Id='r9' Type='x/chartsheet' Target='chartsheets/sheet1.xml'/>"
    rels = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Rel", relation + "</Rel")
    book = read_book(packed(parts), "so.xlsx")
    assert [(table.name, table.is_hidden) for table in book.tables] == [("S", True)]


def test_a_sheet_that_is_nowhere_is_refused():
    parts = xlsx_parts("<row><c><v>1</v></c></row>")
    more = '<sheet name="T" sheetId="2" r:id="r9"/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", more)
    assert refused(packed(parts)) == "intake.workbook"
    del parts["xl/worksheets/sheet1.xml"]
    assert refused(packed(parts)) == "intake.workbook"


def test_the_ending_says_nothing_and_prefixes_are_names():
    parts = xlsx_parts("<row><c><v>1</v></c></row>")
    text = parts["xl/worksheets/sheet1.xml"].replace("<", "<x:").replace("<x:/", "</x:")
    parts["xl/worksheets/sheet1.xml"] = text.replace("xmlns=", "xmlns:x=")
    assert read_book(packed(parts), "so.csv").tables[0].cell(0, 0).number == 1


@pytest.mark.parametrize(("name", "rows", "code"), [
    ("MAX_SHEET_ROWS", '<row><c><v>1</v></c></row>' * 3, "sheet-too-long"),
    ("MAX_SHEET_COLUMNS", '<row><c><v>1</v></c><c/><c><v>1</v></c></row>', "sheet-too-wide"),
    ("MAX_CELLS", f"<row>{'<c><v>1</v></c>' * 3}</row>", "book-too-many-cells"),
    ("MAX_AREA", '<row r="3"><c><v>1</v></c></row>', "sheet-too-far"),
])  # fmt: skip
def test_a_limit_is_said_before_anything_is_taken(monkeypatch, name, rows, code):
    monkeypatch.setattr(limits, name, 2)
    monkeypatch.setattr(xlsx_cells, name, 2, raising=False)
    with pytest.raises(IntakeError) as caught:
        read_book(xlsx(rows), "so.xlsx")
    assert caught.value.code == f"intake.{code}"
    said = of_error(caught.value).what
    assert "2" in said
    assert "3" in said


def test_a_value_in_the_last_corner_is_refused_at_once():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refused(xlsx(far)) == "intake.sheet-too-wide"
    low = '<row r="1048576"><c r="L1048576"><v>1</v></c></row>'
    assert refused(xlsx(low)) == "intake.sheet-too-far"
