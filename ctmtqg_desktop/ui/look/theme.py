"""The look: colours, palette, style sheet. Apply it before the first window is built."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.ui.look.fonts import set_fonts


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour of the window, named by its use."""

    window: str = "#F3F5F8"
    surface: str = "#FFFFFF"
    zebra: str = "#FAFBFC"
    header: str = "#EBEFF4"
    heading_row: str = "#F1F4F8"
    line: str = "#D8DEE6"
    line_strong: str = "#B4BECB"
    grid_line: str = "#E4E8EE"
    text: str = "#16212E"
    text_soft: str = "#4A5A6C"
    text_faint: str = "#8492A2"
    accent: str = "#0B57A4"
    accent_dark: str = "#084480"
    accent_soft: str = "#E3EEF9"
    selection: str = "#D3E4F6"
    nav: str = "#14304F"
    nav_text: str = "#DCE6F1"
    nav_active: str = "#24507F"
    computed: str = "#F0F2F5"
    shut: str = "#F5F6F8"
    error: str = "#B3261E"
    error_soft: str = "#FCEBEA"
    reason: str = "#8A5300"
    reason_soft: str = "#FFF4DC"
    reason_edge: str = "#D98E04"
    ok: str = "#1B7537"
    ok_soft: str = "#E7F4EA"
    info: str = "#2F6B9A"
    remark: str = "#2563C9"


COLOURS = Colours()

ROW_HEIGHT = 26
"""Pixels at 100 %: twenty grid rows fit a 1366×768 screen."""


def apply_theme(app: QApplication) -> None:
    """Give the application its style, fonts, palette and style sheet, once."""
    app.setStyle("Fusion")
    set_fonts(app)
    app.setPalette(palette(COLOURS))
    app.setStyleSheet(style_sheet(COLOURS))


def palette(colours: Colours) -> QPalette:
    """Return the palette that Fusion draws with."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: colours.window, role.WindowText: colours.text,
        role.Base: colours.surface, role.AlternateBase: colours.zebra,
        role.Text: colours.text, role.PlaceholderText: colours.text_faint,
        role.Button: colours.surface, role.ButtonText: colours.text,
        role.Highlight: colours.accent, role.HighlightedText: "#FFFFFF",
        role.ToolTipBase: "#FFFFFF", role.ToolTipText: colours.text,
        role.Link: colours.accent, role.Accent: colours.accent,
        role.Mid: colours.line_strong, role.Light: "#FFFFFF",
    }.items():  # fmt: skip
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.text_faint))
    return made


def style_sheet(colours: Colours) -> str:
    """Return the style sheet; short, because it is matched against every widget."""
    sheet = _SHEET
    for name in sorted(Colours.__slots__, key=len, reverse=True):
        sheet = sheet.replace(f"@{name};", f"{getattr(colours, name)};")
    return sheet


_SHEET = """
QToolTip { background: @surface; color: @text; border: 1px solid @line_strong; padding: 4px 6px; }
QLabel[role="title"] { font-size: 12pt; font-weight: bold; }
QLabel[role="soft"] { color: @text_soft; }
QLabel[role="faint"] { color: @text_faint; }
QLabel[role="error"] { color: @error; }
QWidget[role="paper"] { background: @surface; }
QFrame[role="card"] { background: @surface; border: 1px solid @line; border-radius: 6px; }
QFrame[role="strip"] { background: @surface; border: none; border-top: 1px solid @line; }
QFrame[role="bar"] { background: @surface; border: none; border-bottom: 1px solid @line; }
QFrame[role="warn"] { background: @reason_soft; border: 1px solid @reason_edge;
  border-radius: 4px; }
QFrame[role="alarm"] { background: @error_soft; border: 1px solid @error; border-radius: 4px; }
QPushButton { padding: 4px 12px; border: 1px solid @line_strong; border-radius: 4px;
  background: @surface; }
QPushButton:hover { background: @accent_soft; border-color: @accent; }
QPushButton:pressed { background: @selection; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @text_faint; border-color: @line; background: @window; }
QPushButton[role="primary"] { background: @accent; border-color: @accent; color: @surface;
  font-weight: bold; }
QPushButton[role="primary"]:hover { background: @accent_dark; }
QPushButton[role="primary"]:disabled { background: @line_strong; border-color: @line_strong; }
QPushButton[role="primary"]:focus { border: 1px solid @text; }
QToolButton { padding: 3px 7px; border: 1px solid transparent; border-radius: 4px; }
QToolButton:hover { background: @accent_soft; }
QToolButton:focus { border-color: @accent; }
QToolButton:checked { background: @accent_soft; color: @accent; }
QLineEdit, QPlainTextEdit { background: @surface; border: 1px solid @line_strong;
  border-radius: 3px; padding: 2px 6px; selection-background-color: @accent; }
QLineEdit:focus, QPlainTextEdit:focus { border: 1px solid @accent; }
QLineEdit:read-only { background: @computed; border-color: @line; color: @text_soft; }
QLineEdit[role="cell"] { border: 2px solid @accent; border-radius: 0; padding: 0 5px; }
QLineEdit[state="refused"], QPlainTextEdit[state="refused"],
QLineEdit[state="error"], QPlainTextEdit[state="error"] { border: 1px solid @error;
  background: @error_soft; }
QLineEdit[state="reason"], QPlainTextEdit[state="reason"] { border: 1px solid @reason_edge;
  background: @reason_soft; }
QTableView { border: none; background: @surface; gridline-color: @grid_line; }
QAbstractScrollArea::corner { background: @window; }
QListView { border: 1px solid @line; background: @surface; outline: none; }
QTabBar::tab { padding: 5px 14px; border: none; border-bottom: 3px solid transparent;
  color: @text_soft; background: transparent; }
QTabBar::tab:selected { color: @text; font-weight: bold; border-bottom: 3px solid @accent; }
QTabBar::tab:hover { color: @accent; }
QSplitter::handle { background: @line; }
QScrollBar:vertical { width: 12px; background: @window; }
QScrollBar:horizontal { height: 12px; background: @window; }
QScrollBar::handle { background: @line_strong; border-radius: 4px; margin: 2px; min-height: 28px;
  min-width: 28px; }
QScrollBar::handle:hover { background: @text_faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
