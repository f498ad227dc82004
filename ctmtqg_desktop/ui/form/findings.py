"""The panel of findings: what is wrong, where, and the place to write why it stands."""

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.ui.form.editing import Editing
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.icons import pixmap
from ctmtqg_desktop.ui.look.labels import PlainLabel, tip
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.look.words import SEVERITY_ICONS, severity_words

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex
SEVERITY_COLOURS = {
    Severity.ERROR: COLOURS.error,
    Severity.JUSTIFY: COLOURS.reason,
    Severity.WARNING: COLOURS.reason,
    Severity.INFO: COLOURS.info,
}
_ROLE = int(Qt.ItemDataRole.UserRole)
_WRAP = int(Qt.TextFlag.TextWordWrap.value) | int(Qt.AlignmentFlag.AlignLeft.value)
LEFT, TOP, MOST_LINES = 30, 6, 7
MOST_HEIGHTS = 20_000
BAR = 14
"""Room kept for the scroll bar, so that words do not wrap anew when it comes."""


class FindingsModel(QAbstractListModel):
    """The findings of a sheet, the gravest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.findings: tuple[Finding, ...] = ()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these from now on."""
        self.beginResetModel()
        self.findings = findings
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  as Qt declares it
        return 0 if parent.isValid() else len(self.findings)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        finding = self.findings[index.row()]
        if role == _ROLE:
            return finding
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{heading(finding)}: {finding.message}"
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        return tip(finding.message) if role == Qt.ItemDataRole.ToolTipRole else None


def heading(finding: Finding) -> str:
    """Return the word over a finding."""
    if finding.severity is Severity.JUSTIFY and finding.justification:
        return translate("Findings", "Đã ghi lý do")
    return severity_words(finding.severity)


class FindingDelegate(QStyledItemDelegate):
    """Draw a finding: icon, word, sentence, and the reason where one was given."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[int, str], int] = {}

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        finding: Finding = index.data(_ROLE)
        area = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, QColor(COLOURS.selection if chosen else COLOURS.surface))
        colour = SEVERITY_COLOURS[finding.severity]
        scale = painter.device().devicePixelRatioF()
        icon_name = "check" if finding.justification else SEVERITY_ICONS[finding.severity]
        drawing = pixmap(icon_name, colour, size=16, scale=scale)
        painter.drawPixmap(area.left() + 8, area.top() + TOP + 1, drawing)
        bold = base_font(bold=True)
        painter.setFont(bold)
        painter.setPen(QColor(colour))
        line = QFontMetrics(bold).lineSpacing()
        words = area.adjusted(LEFT, TOP, -8, 0)
        painter.drawText(words, _WRAP, heading(finding))
        painter.setFont(base_font())
        painter.setPen(QColor(COLOURS.text))
        painter.drawText(words.adjusted(0, line, 0, -TOP), _WRAP, _body(finding))
        painter.setPen(QColor(COLOURS.grid_line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view, body = self.parent(), _body(index.data(_ROLE))
        width = view.width() - BAR if isinstance(view, QListView) else 240
        known = self._heights.get((width, body))
        if known is None:
            if len(self._heights) > MOST_HEIGHTS:
                self._heights.clear()
            known = self._heights[width, body] = self._height(width, body)
        return QSize(width, known)

    def _height(self, width: int, body: str) -> int:
        metrics = QFontMetrics(base_font())
        room = QRect(0, 0, max(80, width - LEFT - 8), 10_000)
        needed = metrics.boundingRect(room, _WRAP, body).height()
        most = MOST_LINES * metrics.lineSpacing()
        return metrics.lineSpacing() + min(needed, most) + 2 * TOP


def _body(finding: Finding) -> str:
    if finding.justification:
        return f"{finding.message}\n→ {finding.justification}"
    return finding.message


class ReasonBox(QFrame):
    """Write why a finding stands.

    Ctrl+Enter writes it down; Esc goes back to the sheet.

    Signals:
        given: the finding and the text.
        left: the box was left without writing.
    """

    given = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "warn")
        self._finding: Finding | None = None
        title = QLabel(self.tr("Lý do (in kèm báo cáo)"), self)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(74)
        self.text.setAccessibleName(self.tr("Lý do"))
        self.text.setPlaceholderText(self.tr("Nguyên nhân, giải pháp, thời hạn…"))
        title.setBuddy(self.text)
        self.button = QPushButton(self.tr("Ghi lý do"), self)
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._give)
        self.text.textChanged.connect(self._allow)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            self._on(key).activated.connect(self._give)
        self._on("Esc").activated.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.addWidget(title)
        column.addWidget(self.text)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        self.hide()

    def _on(self, key: str) -> QShortcut:
        made = QShortcut(QKeySequence(key), self.text)
        made.setContext(Qt.ShortcutContext.WidgetShortcut)
        return made

    def ask(self, finding: Finding | None) -> None:
        """Ask for the reason of a finding; hide for one that needs none."""
        needed = finding is not None and finding.severity is Severity.JUSTIFY
        if needed and finding is not None and not self._is_same(finding):
            self.text.setPlainText(finding.justification)
        self._finding = finding if needed else None
        self.setVisible(needed)
        self._allow()

    def _is_same(self, finding: Finding) -> bool:
        """Say whether this finding is already being explained: half a sentence must not go."""
        known = self._finding
        return known is not None and (known.code, known.cell) == (finding.code, finding.cell)

    def _allow(self) -> None:
        given = self.text.toPlainText().strip()
        self.button.setEnabled(self._finding is not None and given != self._finding.justification)

    def _give(self) -> None:
        if self._finding is not None and self.button.isEnabled():
            self.given.emit(self._finding, self.text.toPlainText())


class FindingsPanel(QWidget):
    """List what was found; a click goes to the cell.

    Signals:
        go_to: the Cell of the finding that was chosen.
        left: the box for a reason was left; the sheet may have the focus again.
    """

    go_to = Signal(object)
    left = Signal()

    def __init__(self, editing: Editing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editing = editing
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = PlainLabel("", self)
        self.title.setFont(base_font(bold=True))
        self.title.setContentsMargins(10, 8, 8, 6)
        self.model = FindingsModel(self)
        self.list = self._new_list()
        self.calm = QLabel(self)
        self.calm.setProperty("role", "soft")
        self.calm.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.reason = ReasonBox(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.title, 0), (self.calm, 1), (self.list, 1)):
            column.addWidget(widget, stretch)
        column.addWidget(self.reason)
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.reason.given.connect(self._justify)
        self.reason.left.connect(self.left)
        editing.found.connect(self.refresh)
        self.refresh()

    def _new_list(self) -> QListView:
        shown = QListView(self)
        shown.setModel(self.model)
        shown.setItemDelegate(FindingDelegate(shown))
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.setResizeMode(QListView.ResizeMode.Adjust)
        shown.setLayoutMode(QListView.LayoutMode.Batched)  # thousands of them take a while
        shown.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        shown.setFrameShape(QFrame.Shape.NoFrame)
        shown.setAccessibleName(self.tr("Phát hiện"))
        return shown

    def refresh(self) -> None:
        """Show the findings as they are now, keeping the chosen one."""
        chosen = self.chosen()
        findings = self._editing.findings
        if findings != self.model.findings:
            self.model.show_findings(findings)
        is_looking = self._editing.is_looking
        self.title.setText(looking_words() if is_looking else findings_summary(findings))
        self.calm.setText(looking_words() if is_looking else self.tr("Chưa phát hiện sai sót."))
        self.list.setVisible(bool(findings))
        self.calm.setVisible(not findings)
        self._mark(_same(findings, chosen))

    def chosen(self) -> Finding | None:
        """Return the finding that is marked."""
        index = self.list.currentIndex()
        return self.model.findings[index.row()] if index.isValid() else None

    def next(self, step: int = 1) -> None:
        """Go to the next finding that has a cell, round and round."""
        findings = self.model.findings
        if all(finding.cell is None for finding in findings):
            self._editing.said.emit(self.tr("Không có phát hiện nào ở ô số liệu."))
        at = self.list.currentIndex().row()
        for turn in range(1, len(findings) + 1):
            place = (at + step * turn) % len(findings) if at >= 0 else (turn - 1) % len(findings)
            if findings[place].cell is not None:
                self._mark(place)
                self.go_to.emit(findings[place].cell)
                return

    def explain(self) -> None:
        """Go to the box for the reason: of the marked finding, else of the next that needs one."""
        if self.reason.isHidden():
            found, needs = self.model.findings, Severity.JUSTIFY
            asked = [at for at, f in enumerate(found) if f.severity is needs and f.blocks]
            if not asked:
                self._editing.said.emit(self.tr("Không có phát hiện nào cần ghi lý do."))
                return
            cell = found[asked[0]].cell
            if cell is not None:
                self.go_to.emit(cell)
            self._mark(asked[0])
        self.reason.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def follow(self, cell: Cell | None) -> None:
        """Mark the finding of the cell the cursor came to."""
        chosen = self.chosen()
        if cell is None or (chosen is not None and chosen.cell == cell):
            return
        places = [at for at, f in enumerate(self.model.findings) if f.cell == cell]
        self._mark(places[0] if places else None)

    def _mark(self, place: int | None) -> None:
        index = QModelIndex() if place is None else self.model.index(place)
        self.list.setCurrentIndex(index)
        if place is None:
            self.list.clearSelection()
        self.reason.ask(None if place is None else self.model.findings[place])

    def _choose(self, index: Index) -> None:
        finding = self.model.findings[index.row()]
        self.reason.ask(finding)
        if finding.cell is not None:
            self.go_to.emit(finding.cell)

    def _justify(self, finding: Finding, text: str) -> None:
        if self._editing.justify(finding, text) and finding.cell is not None:
            self.go_to.emit(finding.cell)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()


def findings_summary(findings: tuple[Finding, ...]) -> str:
    """Return "Phát hiện: 2 lỗi · 1 cần lý do", what is explained not counted."""
    errors = sum(f.severity is Severity.ERROR for f in findings)
    reasons = sum(f.severity is Severity.JUSTIFY and not f.justification for f in findings)
    others = len(findings) - errors - sum(f.severity is Severity.JUSTIFY for f in findings)
    parts = [
        words.format(n=count)
        for words, count in (
            (translate("Findings", "{n} lỗi"), errors),
            (translate("Findings", "{n} cần lý do"), reasons),
            (translate("Findings", "{n} lưu ý"), others),
        )
        if count
    ]
    if not parts:
        return translate("Findings", "Phát hiện")
    return translate("Findings", "Phát hiện: {counts}").format(counts=" · ".join(parts))


def looking_words() -> str:
    """Return what stands where findings will be told."""
    return translate("Findings", "Đang kiểm tra…")


def _same(findings: tuple[Finding, ...], wanted: Finding | None) -> int | None:
    if wanted is None:
        return None
    key = (wanted.code, wanted.cell)
    return next((at for at, f in enumerate(findings) if (f.code, f.cell) == key), None)
