"""The choice whether lists of households go along with a report."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ctmtqg_desktop.ui.parts.card import label


class Enclose(QWidget):
    """A box to tick, and what ticking it means; hidden where a report has no such list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        self.box = QCheckBox(self.tr("Gửi kèm danh sách &hộ (mã hóa cho nơi nhận)"), self)
        self.box.setAccessibleName(self.tr("Gửi kèm danh sách hộ, mã hóa cho nơi nhận"))
        self._words = label("", self, role="soft", wrap=True)
        self.box.toggled.connect(self._tell)
        column.addWidget(self.box)
        column.addWidget(self._words)
        self._can = False
        self.hide()

    @property
    def wanted(self) -> bool:
        """Say whether the user wants the lists to go along."""
        return not self.isHidden() and self.box.isEnabled() and self.box.isChecked()

    def offer(self, *, has_lists: bool, knows_key: bool) -> None:
        """Offer the choice for a report; each report begins without its lists."""
        self._can = knows_key
        self.box.setChecked(False)
        self.box.setEnabled(knows_key)
        self.setVisible(has_lists)
        self._tell()

    def _tell(self) -> None:
        if not self._can:
            words = self.tr(
                "Danh sách hộ ở lại máy này, chỉ gửi số cộng. Muốn gửi kèm: nhập thẻ đơn vị hoặc "
                "biên nhận mới của nơi nhận ở trang Chữ ký số."
            )
        elif self.box.isChecked():
            words = self.tr(
                "Danh sách đi trong gói, gói được ký rồi mã hóa: chỉ nơi nhận mở được."
            )
        else:
            words = self.tr("Danh sách hộ ở lại máy này, chỉ gửi số cộng.")
        self._words.setText(words)
