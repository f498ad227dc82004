"""The card of a unit's targets: those it has to reach itself; those of units above on request."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from ctmtqg_desktop.ui.look.giving_way import GivingStack
from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.parts.card import Card, Empty
from ctmtqg_desktop.ui.parts.progress import Progress, ProgressList


class OwnTargetsCard(Card):
    """List the targets of a unit; a line below counts those of the units above, and unfolds them.

    Attributes:
        list: the targets that are shown.
        others: the line that unfolds the others; hidden where there are none.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Chỉ tiêu được giao"))
        self._all: tuple[Progress, ...] = ()
        self.list = ProgressList(self)
        self._empty = Empty("target", "", "", self)
        self._stack = GivingStack()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self.body.addLayout(self._stack, 1)
        self.others = QToolButton(self)
        self.others.setCheckable(True)
        self.others.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.others.toggled.connect(self._show)
        self.body.addWidget(self.others)

    def show_targets(self, targets: Sequence[Progress]) -> None:
        """Show the targets that concern the unit."""
        self._all = tuple(targets)
        above = Counter(one.above for one in targets if one.above)
        words = self.tr("{count} chỉ tiêu của {unit}")
        said = [words.format(count=count, unit=unit) for unit, count in above.items()]
        self.others.setText(", ".join(said))
        self.others.setAccessibleName(self.others.text())
        self.others.setToolTip(
            self.tr("Chỉ tiêu cấp trên có số liệu của đơn vị góp vào. Bấm để hiện, ẩn.")
        )
        self.others.setVisible(bool(above))
        self._show()

    def _show(self) -> None:
        is_open = self.others.isChecked()
        shown = [one for one in self._all if is_open or not one.above]
        self.others.setIcon(icon("chevron-down" if is_open else "chevron-right", size=14))
        self.list.show_progress(shown)
        self._empty.say(*self._nothing())
        self._stack.setCurrentIndex(0 if shown else 1)

    def _nothing(self) -> tuple[str, str]:
        if self._all:
            return self.tr("Không có chỉ tiêu nào giao riêng cho đơn vị trong kỳ này."), ""
        return (
            self.tr("Chưa có chỉ tiêu nào được giao cho đơn vị trong kỳ này."),
            self.tr("Khi nơi nhận gửi kế hoạch, chỉ tiêu và câu giao sẽ hiện ở đây."),
        )
