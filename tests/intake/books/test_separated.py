"""Issue 9 item 1: separated text becomes texts; no row is eaten by a quote, no letter garbled."""

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.words import of_error
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.books.separated import separated_rows


def texts(data, name="so.csv"):
    (table,) = read_book(data, name).tables
    return [[cell.text for cell in row] for row in table.rows]


WORDS = "Tên;Số hộ\nXã Đông Hòa;1,5\n"


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_is_read(code):
    assert texts(WORDS.encode(code)) == [["Tên", "Số hộ"], ["Xã Đông Hòa", "1,5"]]


def test_the_code_of_old_windows_is_read():
    """Windows-1258 writes a tone as a letter of its own."""
    spelled = "Tên;Thôn\nXa\u0303 Đông Ho\u0300a;1\nĐươ\u0300ng liên ba\u0309n;2\n"
    assert texts(spelled.encode("cp1258"))[1:] == [["Xã Đông Hòa", "1"], ["Đường liên bản", "2"]]


def test_letters_of_an_old_font_stay_for_the_desk_to_know():
    found = texts("§­êng liªn b¶n;1\nX· §«ng Hßa;2\n".encode("latin-1"))
    assert found == [["§­êng liªn b¶n", "1"], ["X· §«ng Hßa", "2"]]


@pytest.mark.parametrize(("data", "code"), [
    (b"T\xean;H?ng\nN\x83;1\n", "text-encoding"), (b"\xff\xfea", "text-encoding"),
    ("Привет;1\n".encode("cp1251"), "text-encoding"),
    ("日本語;1\n".encode("shift-jis"), "text-encoding"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01", "text-binary"), (b"a;b\n\x00\x01", "text-binary"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "text-binary"),
    (b"", "workbook"), (b"\n", "workbook"),
])  # fmt: skip
def test_what_cannot_be_told_is_refused(data, code):
    with pytest.raises(IntakeError) as caught:
        read_book(data, "so.csv")
    assert caught.value.code == f"intake.{code}"
    assert "so.csv" in of_error(caught.value).what


@pytest.mark.parametrize(("text", "rows"), [
    ("a;1,5\nb;2,5\n", [["a", "1,5"], ["b", "2,5"]]),
    ("a,1.5\nb,2.5", [["a", "1.5"], ["b", "2.5"]]),
    ("a|b,c\nd|e\n", [["a", "b,c"], ["d", "e"]]),
    ("a\tb;c\nd\te;f\n", [["a", "b;c"], ["d", "e;f"]]),
    ("sep=;\na;1,5\nb;2,5,6\n", [["a", "1,5"], ["b", "2,5,6"]]),
    ("DANH SÁCH, năm 2024\nten;so\na;1,5\nb;2,5\n",
     [["DANH SÁCH, năm 2024"], ["ten", "so"], ["a", "1,5"], ["b", "2,5"]]),
    ('ma;ten\n="0012";A\n"=""0013""";B\n', [["ma", "ten"], ["0012", "A"], ["0013", "B"]]),
    ("một\nhai\n", [["một"], ["hai"]]),
    ("a;b\n\n;c\n\n\n", [["a", "b"], [], ["", "c"]]),
    ("a;b\r\nc;d\re;f", [["a", "b"], ["c", "d"], ["e", "f"]]),
])  # fmt: skip
def test_the_lines_say_what_divides_them(text, rows):
    assert texts(text.encode()) == rows


@pytest.mark.parametrize(("text", "rows"), [
    ('"a\tb\nc\td\ne\tf\n', [['"a', "b"], ["c", "d"], ["e", "f"]]),
    ('"a\tb\nc\td\ne"\tf\n', [['"a', "b"], ["c", "d"], ['e"', "f"]]),
    ('x\t"a\nc\td\n"e"\tf\n', [["x", '"a'], ["c", "d"], ["e", "f"]]),
    ('TIÊU ĐỀ\n"a\tb\nc\td\ne"\tf\n', [["TIÊU ĐỀ"], ['"a', "b"], ["c", "d"], ['e"', "f"]]),
    ('a;"Ống 5"";x\nb;c;d\n', [["a", '"Ống 5""', "x"], ["b", "c", "d"]]),
    ('a;Ống 5";x\nb;"c";d\n', [["a", 'Ống 5"', "x"], ["b", "c", "d"]]),
    ('a;"b;c"\nd;"e ""f"""\n', [["a", "b;c"], ["d", 'e "f"']]),
    ('a;"b\nc";d\ne;f;g\nh;"i\n\nk";l\n',
     [["a", "b\nc", "d"], ["e", "f", "g"], ["h", "i\n\nk", "l"]]),
    ('x;y;z\na;"b\nc";d\ne;"f\ng";h\n', [["x", "y", "z"], ["a", "b\nc", "d"], ["e", "f\ng", "h"]]),
    ('"a\nb"\nc\n', [["a\nb"], ["c"]]),
    ('a;"";b\n"";"";x\n', [["a", "", "b"], ["", "", "x"]]),
])  # fmt: skip
def test_a_quote_that_is_not_closed_is_a_letter(text, rows):
    assert texts(text.encode()) == rows


CELLS = st.text(st.sampled_from('aĐ1;,\t|" \n'), max_size=5)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=8),
    st.sampled_from("\t;,|"),
)
def test_no_line_is_ever_eaten(rows, separator):
    """Lines there are as many as rows and the line breaks that are left within cells."""
    text = "\n".join(separator.join(row) for row in rows)
    if not text or separated_rows(text) == []:
        return
    found = separated_rows(text, separator)
    lines = len(text.split("\n")) - (not text.split("\n")[-1])
    assert len(found) + sum(cell.count("\n") for row in found for cell in row) == lines


@settings(max_examples=300, deadline=None)
@given(st.integers(2, 4).flatmap(lambda width: st.lists(
    st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=8)))  # fmt: skip
def test_what_a_program_wrote_comes_back(rows):
    """But for a cell of several lines each of which looks like a whole row."""
    rows = [["ten", *row] for row in rows]
    assume(not any(";" in cell and "\n" in cell for row in rows for cell in row))
    out = io.StringIO()
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    assert separated_rows(out.getvalue(), ";") == rows


def test_many_quotes_take_no_long():
    assert len(separated_rows('"a\t"b\n' * 20_000)) == 20_000
    assert len(separated_rows('"a,"b,"c' * 50_000)) == 1
