"""Issue 4 item 9: a name or remark from outside shows letter by letter, and is never HTML."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

import ctmtqg_desktop.ui
from ctmtqg_desktop.intake.clipboard.html import read_html
from ctmtqg_desktop.intake.clipboard.plain import read_plain
from ctmtqg_desktop.intake.clipboard.tab_text import quoted
from ctmtqg_desktop.ui.form.remarks import RemarksPanel, Said
from ctmtqg_desktop.ui.look.labels import ElidedLabel, PlainLabel, tip
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.notice import Notice, Tone
from ctmtqg_desktop.ui.parts.table import Field, Records, Table

pytestmark = pytest.mark.ui
HOSTILE = ("<img src='file:////may-la/chia-se/x.png'>", "<b>Xã Bình Lư</b>", "<h1>x", "a &lt; b")
OWN_WORDS = {
    # Labels with words of our own, or none: an icon, a count, a style in them on purpose.
    ("form/roster.py", "hint"), ("form/roster.py", "count"), ("form/findings.py", "title"),
    ("form/findings.py", "calm"), ("form/fields.py", "mark"), ("form/fields.py", "words"),
    ("form/grid_view.py", "empty"),
    ("form/detail.py", "beside"), ("form/detail.py", "saved"), ("frame/frame.py", "_saved"),
    ("parts/notice.py", "_sign"), ("parts/card.py", "made"), ("inbox/verdict_card.py", "_shield"),
    ("inbox/verdict_card.py", "mark"), ("paper/picture.py", "_shown"),
}  # fmt: skip


@pytest.fixture
def home(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def texts(copied):
    return [[given.text for given in row] for row in read_plain(copied).rows]


def sources():
    room = Path(ctmtqg_desktop.ui.__file__).parent
    return {
        path.relative_to(room).as_posix(): path.read_text("utf-8") for path in room.rglob("*.py")
    }


def test_every_label_with_words_from_elsewhere_is_a_plain_one():
    """Qt guesses whether a text is HTML; only the labels listed here may let it guess."""
    found = {
        (name, made)
        for name, text in sources().items()
        for made in re.findall(r"(\w+)(?:, \w+)? = QLabel\(", text)
    }
    assert found <= OWN_WORDS


def test_every_tooltip_that_is_no_constant_of_ours_is_a_plain_one():
    wrong = [
        f"{name}: {given}"
        for name, text in sources().items()
        for given in re.findall(r"setToolTip\((.*)", text)
        if given and not re.match(r'(self\.tr\(|"|tip\(|mark_words\()', given)
    ]
    assert wrong == ["parts/card.py: tip)"]  # of a button: our own words


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_show_what_is_written(home, text):
    notice = Notice(home)
    notice.say(Tone.BAD, text, text)
    for made in (label(text, home), PlainLabel(text, home), *notice.findChildren(QLabel)):
        if made.text():
            assert made.textFormat() is Qt.TextFormat.PlainText
            assert made.text() == text
    elided = ElidedLabel(home)
    elided.setText(text)
    assert elided.textFormat() is Qt.TextFormat.PlainText
    assert elided.toolTip() == tip(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_tooltips_show_what_is_written(home, text):
    shown = QLabel(tip(text), home)
    shown.adjustSize()
    document = shown.text()
    if "<" in text:
        assert document.startswith("<qt>")
        assert "<" not in document.removeprefix("<qt>").removesuffix("</qt>")
    else:
        assert document == text
    model = Records((Field("A", lambda r: r, tip=lambda r: r),), home)
    model.show((text,))
    at = model.index(0, 0)
    assert model.data(at, Qt.ItemDataRole.ToolTipRole) == tip(text)
    assert model.data(at, Qt.ItemDataRole.DisplayRole) == text


def test_remarks_of_a_return_show_literally(home):
    box = RemarksPanel(home)
    box.show_remarks([Said(None, "Số hộ", HOSTILE[0])], may_unlock=False)
    item = box.list.item(0)
    assert item.text() == f"Số hộ\n{HOSTILE[0]}"
    assert item.toolTip() == tip(HOSTILE[0])


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("x")', "@SUM(A1)", "+cmd|' /C calc'!A0", "-x"]
)
def test_a_copied_cell_is_no_formula_in_excel_and_comes_back_as_it_was(text):
    copied = quoted(text)
    assert copied.lstrip('"')[0] == "'"
    assert texts(copied) == [[text]]


@pytest.mark.parametrize("text", ["-5", "-1.234,5", "12", "'quoted", "Xã Bình Lư"])
def test_a_number_or_a_word_is_copied_as_it_is(text):
    assert quoted(text) == text
    assert texts(text) == [[text]]


@pytest.mark.parametrize("text", ["a" * 200_000, "a\0b\tc", '"' * 7, '"a\tb', "\t\t\n\n"])
def test_any_clipboard_is_read(text):
    assert isinstance(texts(text), list)


def test_a_row_of_a_list_is_copied_with_its_figures(home):
    fields = (Field("Tên", lambda r: r[0]), Field("Vốn", lambda r: r[1], is_number=True))
    table = Table("Danh sách", fields, home)
    table.show_records([("=1+1", "9.684"), ("b", "2")])
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "'=1+1\t9.684"
    [row] = read_html(clipboard.mimeData().html()).table.rows
    assert (row[0].text, row[1].number) == ("=1+1", 9684)
