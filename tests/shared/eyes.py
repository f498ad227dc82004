"""What can be read on a screen: the words of widgets, of lists and of tables."""

from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
)


def plain(words):
    """Return words as one line, without the blank an icon asks for, and without colours."""
    text = str(words)
    if "</" in text:
        text = QTextDocumentFragment.fromHtml(text).toPlainText()
    return " ".join(text.split())


def pressed(button):
    """Return the words of a button, without the mark under its letter."""
    return plain(button.text().replace("&&", "\0").replace("&", "").replace("\0", "&"))


def can_be_seen(widget):
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def rows_that_say(view, says):
    lines = [" | ".join(row_words(view, row)) for row in range(view.model().rowCount())]
    return [at for at, line in enumerate(lines) if all(one in line for one in says)]


def row_words(view, row):
    model = view.model()
    columns = (c for c in range(model.columnCount()) if not view.isColumnHidden(c))
    return [plain(model.index(row, c).data() or "") for c in columns]


def read(widget):
    """Return what one widget says, without its children."""
    if isinstance(widget, QTabBar):
        return [plain(widget.tabText(at)) for at in range(widget.count())]
    if isinstance(widget, QAbstractItemView):
        return _read_view(widget)
    if isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal:
        return []
    return [plain(text(widget)) for kind, text in _TEXTS if isinstance(widget, kind)]


_TEXTS = (
    (QAbstractButton, pressed), (QLabel, QLabel.text), (QLineEdit, QLineEdit.text),
    (QPlainTextEdit, QPlainTextEdit.toPlainText), (QComboBox, QComboBox.currentText),
)  # fmt: skip


def _read_view(view):
    """Return the lines of a list or table that are not scrolled away."""
    model, seen = view.model(), view.viewport().rect()
    is_table = isinstance(view, QTableView)
    first = next((c for c in range(100) if not (is_table and view.isColumnHidden(c))), 0)
    rows = [
        row for row in range(model.rowCount())
        if seen.top() <= view.visualRect(model.index(row, first)).center().y() <= seen.bottom()
    ]  # fmt: skip
    if is_table:
        return [" | ".join(row_words(view, row)) for row in rows]
    return [plain(model.index(row, 0).data() or "") for row in rows]


def is_in(widget, card):
    """Say whether a widget stands in the card of this heading."""
    while card and widget is not None:
        if plain(widget.accessibleName()) == card:
            return True
        widget = widget.parentWidget()
    return not card
