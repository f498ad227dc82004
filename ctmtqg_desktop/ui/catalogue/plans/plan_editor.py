"""One row of a plan beside its sentence: what a person corrects, confirms or puts aside."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.ui.catalogue.plans.drafts import DraftRow
from ctmtqg_desktop.ui.parts.card import Card, button, label
from ctmtqg_desktop.ui.parts.fields import Rows, line, text_of

_SENTENCE_HEIGHT = 78


class PlanEditor(Card):
    """The fields of one row.

    Signals:
        typed: column -> text, when a field was left.
        kept: the row is confirmed.
        left: the row is put aside.
    """

    typed = Signal(object)
    kept = Signal()
    left = Signal()

    def __init__(self, choices: Mapping[str, Iterable[str]], parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("PlanEditor", "Câu và chỉ tiêu"), parent)
        self.sentence = QPlainTextEdit(self)
        self.sentence.setReadOnly(True)
        self.sentence.setTabChangesFocus(True)
        self.sentence.setFixedHeight(_SENTENCE_HEIGHT)
        self.sentence.setAccessibleName(self.tr("Câu trong văn bản"))
        self.body.addWidget(self.sentence)
        self.faults = label("", self, role="error", wrap=True)
        self.body.addWidget(self.faults)
        self._fields: dict[str, QLineEdit | QComboBox] = {}
        self.body.addWidget(self._form(choices), 1)
        self.body.addLayout(self._deeds())
        self.show_row(None)

    def _form(self, choices: Mapping[str, Iterable[str]]) -> QWidget:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        rows = Rows()
        for name, words in self._words().items():
            field = self._combo(choices[name]) if name in choices else line(self)
            if isinstance(field, QLineEdit):
                field.editingFinished.connect(self._tell)
            self._fields[name] = field
            rows.add(words, field)
        column.addLayout(rows)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        for plain in (area.viewport(), inside):
            plain.setAutoFillBackground(False)
        return area

    def _words(self) -> dict[str, str]:
        return {
            "indicator": self.tr("Chỉ tiêu"),
            "unit": self.tr("Mã đơn vị"),
            "period": self.tr("Kỳ"),
            "operator": self.tr("Dấu"),
            "figure": self.tr("Số phải đạt"),
            "measure": self.tr("Đơn vị tính"),
            "kind": self.tr("Loại"),
            "baseline": self.tr("Số gốc"),
            "responsible": self.tr("Cơ quan chủ trì"),
            "answer": self.tr("Lấy từ ô"),
            "why_not": self.tr("Vì sao chưa lấy được"),
            "note": self.tr("Ghi chú"),
        }

    def _combo(self, values: Iterable[str]) -> QComboBox:
        """Return a list in which typing finds what holds the words."""
        made = QComboBox(self)
        made.setEditable(True)
        made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        made.setMinimumContentsLength(12)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._offer(made, values)
        made.activated.connect(self._tell)
        edit = made.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._tell)
        return made

    def _offer(self, box: QComboBox, values: Iterable[str]) -> None:
        model = QStringListModel(list(values), box)
        box.setModel(model)
        found = QCompleter(model, box)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(found)
        box.setEditText("")

    def offer(self, name: str, values: Iterable[str]) -> None:
        """Give a list other values."""
        field = self._fields[name]
        if isinstance(field, QComboBox):
            self._offer(field, values)

    def _deeds(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.keep = button(self.tr("Nhận (Alt+N)"), self, picture="check", primary=True)
        self.leave = button(self.tr("Bỏ (Alt+B)"), self, picture="x")
        self.keep.setShortcut("Alt+N")
        self.leave.setShortcut("Alt+B")
        self.keep.clicked.connect(self._keep)
        self.leave.clicked.connect(self._leave)
        for one in (self.keep, self.leave):
            row.addWidget(one)
        row.addStretch(1)
        return row

    # -- showing and telling

    def show_row(self, row: DraftRow | None) -> None:
        """Show a row; None shows nothing and takes nothing."""
        self.setEnabled(row is not None)
        self.sentence.setPlainText(row["quote"] if row else "")
        self.sentence.setReadOnly(bool(row and row["quote"]))
        self.note.setText(row["source"] if row else "")
        self.faults.setText("\n".join(row.faults) if row else "")
        self.faults.setVisible(bool(row and row.faults))
        for name, field in self._fields.items():
            text = row[name] if row else ""
            if isinstance(field, QComboBox):
                field.setEditText(text)
            else:
                field.setText(text)
                field.setCursorPosition(0)

    def texts(self) -> dict[str, str]:
        """Return what stands in the fields."""
        found = {"quote": self.sentence.toPlainText().strip()}
        for name, field in self._fields.items():
            edit = field.lineEdit() if isinstance(field, QComboBox) else field
            found[name] = text_of(edit) if edit is not None else ""
        return found

    def _tell(self) -> None:
        self.typed.emit(self.texts())

    def _keep(self) -> None:
        self._tell()
        self.kept.emit()

    def _leave(self) -> None:
        self._tell()
        self.left.emit()
