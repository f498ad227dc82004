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
from ctmtqg_desktop.ui.parts.table import calm_selection

HEIGHT = 230


@dataclass(frozen=True, slots=True)
class Said:
    """One remark as it is listed.

    Attributes:
        cell: where a click goes; None for the whole form or report.
        where: the cell in words.
        place: what the remark calls its place, where it may be dropped.
    """

    cell: Cell | None
    where: str
    text: str
    place: str = ""


class RemarksPanel(QWidget):
    """List remarks; hidden while there are none.

    Signals:
        go_to: the Cell of a remark.
        unlock_wanted: somebody wants to change a cell without a remark.
        drop_wanted: the place of the remark that is chosen.
    """

    go_to = Signal(object)
    unlock_wanted = Signal()
    drop_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._remarks: tuple[Said, ...] = ()
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("", self)
        self.title.setFont(base_font(bold=True))
        self.title.setContentsMargins(10, 8, 8, 4)
        self.list = QListWidget(self)
        calm_selection(self.list)
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
        self.drop = button(self.tr("Bỏ góp ý này"), self, picture="x")
        self.drop.setToolTip(self.tr("Bỏ góp ý đang chọn; chưa gửi thì đơn vị không biết"))
        self.drop.clicked.connect(self._drop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.list, 1)
        column.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFixedHeight(HEIGHT)
        self.hide()

    def show_remarks(
        self, remarks: Sequence[Said], *, may_unlock: bool, may_drop: bool = False
    ) -> None:
        """Show these remarks.

        Args:
            remarks: in the order they were made.
            may_unlock: other cells are locked.
            may_drop: they have not been sent, and are whose who looks.
        """
        self._remarks = tuple(remarks)
        self.list.clear()
        for said in remarks:
            item = QListWidgetItem(icon("reply", COLOURS.reason_edge, size=16),
                                   f"{said.where}\n{said.text}", self.list)  # fmt: skip
            item.setData(Qt.ItemDataRole.UserRole, said.cell)
            item.setToolTip(tip(said.text))
        words = self.tr("Góp ý của nơi nhận ({count})")
        self.title.setText(words.format(count=len(remarks)))
        self.unlock.setVisible(may_unlock)
        self.drop.setVisible(may_drop)
        self.list.setCurrentRow(0 if may_drop else -1)
        self.setVisible(bool(remarks) or may_unlock)

    def _choose(self, item: QListWidgetItem) -> None:
        cell = item.data(Qt.ItemDataRole.UserRole)
        if cell is not None:
            self.go_to.emit(Cell(*cell))

    def _drop(self) -> None:
        if 0 <= self.list.currentRow() < len(self._remarks):
            self.drop_wanted.emit(self._remarks[self.list.currentRow()].place)
