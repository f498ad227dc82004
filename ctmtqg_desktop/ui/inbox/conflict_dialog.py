"""Two contents of one revision, side by side; a person decides and says why."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.receiver.conflicts import Conflict, Difference
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.fields import Rows, line, text_of
from ctmtqg_desktop.ui.parts.table import Field, Table


class ConflictDialog(QDialog):
    """Show what differs; neither package is lost, whatever is decided.

    Attributes:
        take: True when the second package was chosen; None before the decision.
    """

    def __init__(self, conflict: Conflict, unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.take: bool | None = None
        first, record = conflict.first, conflict.record
        self.setWindowTitle(self.tr("Xung đột: hai nội dung cùng một lần gửi"))
        self.resize(860, 520)
        column = QVBoxLayout(self)
        about = self.tr(
            "{unit} gửi hai gói khác nội dung cho lần {revision}. Gói đang dùng nhận lúc {first}; "
            "gói {file} đến sau, lúc {second}. Hỏi đơn vị trước khi quyết định; cả hai gói vẫn "
            "được giữ."
        )
        words = about.format(
            unit=unit, revision=first.revision, first=moment(first.received_at),
            file=record.source_name, second=moment(record.at),
        )  # fmt: skip
        column.addWidget(label(words, self, wrap=True))
        empty = self.tr("(trống)")
        fields: tuple[Field[Difference], ...] = (
            Field(self.tr("Ô"), lambda d: d.where, tip=lambda d: d.where),
            Field(self.tr("Gói đang dùng"), lambda d: d.first or empty, width=220,
                  tip=lambda d: d.first),
            Field(self.tr("Gói đến sau"), lambda d: d.second or empty, width=220,
                  tip=lambda d: d.second, bold=lambda _: True),
        )  # fmt: skip
        self.table: Table[Difference] = Table(self.tr("Ô khác nhau"), fields, self)
        self.table.show_records(conflict.differences)
        column.addWidget(self.table, 1)
        self.reason = line(self, hint=self.tr("Ví dụ: đơn vị xác nhận qua điện thoại ngày 10/01"))
        rows = Rows()
        rows.add(self.tr("Lý do quyết định"), self.reason)
        column.addLayout(rows)
        self._add_buttons(column)

    def _add_buttons(self, column: QVBoxLayout) -> None:
        kinds = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.keep = button(self.tr("Giữ gói đang dùng"), self)
        self.second = button(self.tr("Dùng gói đến sau"), self)
        roles = QDialogButtonBox.ButtonRole
        for made, take in ((self.keep, False), (self.second, True)):
            made.clicked.connect(lambda _=False, take=take: self._decide(take=take))
            kinds.addButton(made, roles.ActionRole)
        kinds.rejected.connect(self.reject)
        column.addWidget(kinds)
        self.reason.textChanged.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        for made in (self.keep, self.second):
            made.setEnabled(bool(text_of(self.reason).strip()))

    def _decide(self, *, take: bool) -> None:
        self.take = take
        self.accept()
