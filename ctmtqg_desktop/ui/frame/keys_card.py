"""The card of keys: everything the window does without the mouse."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.ui.parts.key import Key
from ctmtqg_desktop.ui.parts.table import Field, Table


class KeyCard(QDialog):
    """Show the keys; Esc or Enter closes it."""

    def __init__(self, keys: Sequence[Key], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Phím tắt"))
        self.resize(640, 560)
        column = QVBoxLayout(self)
        fields: tuple[Field[Key], ...] = (
            Field(self.tr("Phím"), lambda k: k.keys, bold=lambda _: True, width=190),
            Field(self.tr("Việc"), lambda k: k.does),
            Field(self.tr("Ở đâu"), lambda k: k.where, width=150),
        )
        table: Table[Key] = Table(self.tr("Phím tắt"), fields, self)
        table.show_records(keys)
        column.addWidget(table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
