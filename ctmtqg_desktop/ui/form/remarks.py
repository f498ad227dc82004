"""What the receiver remarked upon a form, beside it: a click goes to the cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import button, label

HEIGHT = 230


@dataclass(frozen=True, slots=True)
class Said:
    """One remark as it is listed.

    Attributes:
        cell: where a click goes; None for the whole form or report.
        where: the cell in words.
    """

    cell: Cell | None
    where: str
    text: str


class RemarksPanel(QWidget):
    """List remarks; hidden while there are none.

    Signals:
        go_to: the Cell of a remark.
        unlock_wanted: somebody wants to change a cell without a remark.
    """

    go_to = Signal(object)
    unlock_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", self)
        self.title.setFont(base_font(bold=True))
        self.title.setContentsMargins(10, 8, 8, 4)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Góp ý của nơi nhận"))
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.unlock = button(self.tr("Mở khóa ô khác…"), self, picture="lock")
        self.unlock.setToolTip(
            self.tr("Cho sửa ô đang chọn dù không có góp ý; lý do gửi kèm báo cáo")
        )
        self.unlock.clicked.connect(self.unlock_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.list, 1)
        column.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFixedHeight(HEIGHT)
        self.hide()

    def show_remarks(self, remarks: Sequence[Said], *, may_unlock: bool) -> None:
        """Show these remarks; ``may_unlock`` where other cells are locked."""
        self.list.clear()
        for said in remarks:
            item = QListWidgetItem(icon("reply", COLOURS.reason_edge, size=16),
                                   f"{said.where}\n{said.text}", self.list)  # fmt: skip
            item.setData(Qt.ItemDataRole.UserRole, said.cell)
            item.setToolTip(tip(said.text))
        words = self.tr("Góp ý của nơi nhận ({count})")
        self.title.setText(words.format(count=len(remarks)))
        self.unlock.setVisible(may_unlock)
        self.setVisible(bool(remarks) or may_unlock)

    def _choose(self, item: QListWidgetItem) -> None:
        cell = item.data(Qt.ItemDataRole.UserRole)
        if cell is not None:
            self.go_to.emit(Cell(*cell))
