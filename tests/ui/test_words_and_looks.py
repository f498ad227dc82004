"""Covers: Qt's own words in Vietnamese, bundled fonts and icons."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QMenu

from ctmtqg_desktop import assets
from ctmtqg_desktop.ui.form.findings import SEVERITY_COLOURS
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.icons import icon, pixmap
from ctmtqg_desktop.ui.look.theme import COLOURS, style_sheet
from ctmtqg_desktop.ui.look.words import SEVERITY_ICONS, severity_words


def test_standard_buttons_are_vietnamese(qtbot):
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Ok | kinds.Cancel | kinds.Yes | kinds.Save)
    qtbot.addWidget(box)
    words = {button.text().replace("&", "") for button in box.buttons()}
    assert words == {"Đồng ý", "Thôi", "Có", "Lưu"}


def test_the_menu_of_a_line_is_vietnamese(qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    menu: QMenu = line.createStandardContextMenu()
    words = [a.text().replace("&", "").split("\t")[0] for a in menu.actions() if a.text()]
    menu.deleteLater()
    assert words == ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]


def test_the_file_dialog_is_vietnamese(qtbot):
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    assert dialog.labelText(QFileDialog.DialogLabel.LookIn) == "&Tìm trong:"
    assert dialog.labelText(QFileDialog.DialogLabel.FileName) == "&Tên tệp:"


def test_what_the_table_does_not_know_stays():
    assert (
        QCoreApplication.translate("QPlatformTheme", "Chưa có trong bảng") == "Chưa có trong bảng"
    )


def test_the_bundled_font_is_used_and_digits_are_tabular():
    assert QFontInfo(base_font()).family() == "Noto Sans"
    metrics = QFontMetrics(base_font())
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_every_icon_draws_something():
    names = [path.stem for path in assets.resource("icons").glob("*.svg")]
    assert len(names) >= 20
    for name in names:
        image = pixmap(name, COLOURS.text, size=16).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), name


def test_an_unknown_icon_is_a_mistake():
    with pytest.raises(FileNotFoundError):
        icon("khong-co")


def test_the_style_sheet_has_no_hole():
    assert "@" not in style_sheet(COLOURS)


def test_every_severity_has_a_word_an_icon_and_a_colour():
    assert all(severity_words(severity) for severity in SEVERITY_ICONS)
    assert SEVERITY_ICONS.keys() == SEVERITY_COLOURS.keys()
