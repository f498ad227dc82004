"""Ask which reports are wanted beside the regular ones, of whom, until when and why."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.profiles import ReportRequest
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.exchange.keeping.orders import AskReports
from ctmtqg_desktop.text import format_date, parse_date
from ctmtqg_desktop.ui.catalogue.check_list import CheckList
from ctmtqg_desktop.ui.frame.header import PeriodBox
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, line, text_of

_WIDTH, _LINES = 760, 13


class RequestDialog(QDialog):
    """Ask for reports of the units.

    Args:
        sets: the report sets that have forms for some unit.
        units: those that report to us.
        period: to begin with.
        folder: where the file goes.
    """

    def __init__(
        self, sets: Sequence[ReportSet], units: Sequence[Unit], period: Period, folder: Path,
        parent: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._folder, self._changes = folder, ""
        self._forms: tuple[str, ...] = ()
        self.setWindowTitle(self.tr("Yêu cầu báo cáo"))
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        about = self.tr("Ngoài các kỳ thường lệ, hoặc với hạn khác. Đơn vị thấy yêu cầu ở “Việc "
                        "cần làm” khi đã nhập gói danh mục ban hành sau bước này.")  # fmt: skip
        column.addWidget(label(about, self, wrap=True))
        self.sets = CheckList([(one.id, one.title) for one in sets], self)
        self.units = CheckList([(unit.code, unit.name) for unit in units], self)
        column.addLayout(self._lists())
        self.period = PeriodBox([kind.value for kind in PeriodKind], period, self)
        self.deadline = line(self, hint="20/05/2024")
        self.why = line(self, hint=self.tr("Phục vụ đoàn giám sát, họp giao ban…"))
        self.source = line(self, hint=self.tr("Số, ngày, tên văn bản; có thể để trống"))
        rows = Rows()
        rows.add(self.tr("Kỳ báo cáo"), self.period)
        rows.add(self.tr("Hạn gửi"), self.deadline)
        rows.add(self.tr("Để làm gì"), self.why)
        rows.add(self.tr("Văn bản yêu cầu"), self.source)
        column.addLayout(rows)
        self._end(column)
        self._enable()

    def _end(self, column: QVBoxLayout) -> None:
        """Add what is still missing and the buttons, and follow what is filled in."""
        self._told = label("", self, role="soft", wrap=True)
        column.addWidget(self._told)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText(self.tr("Ghi yêu cầu"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.sets.changed.connect(self._enable)
        for field in (self.deadline, self.why):
            field.textChanged.connect(self._enable)

    def _lists(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for words, shown, share in (
            (self.tr("Bộ báo cáo"), self.sets, 3),
            (self.tr("Đơn vị (không chọn: mọi đơn vị)"), self.units, 2),
        ):
            column = QVBoxLayout()
            named = label(words, self)
            named.setBuddy(shown)
            shown.setAccessibleName(words)
            shown.show_rows(_LINES)
            column.addWidget(named)
            column.addWidget(shown)
            row.addLayout(column, share)
        return row

    def change(self, request: ReportRequest) -> None:
        """Begin with a request that is to be changed; its report set stays."""
        self._changes, self._forms = request.id, request.forms
        self.sets.choose([request.report_set])
        self.sets.setEnabled(False)
        self.units.choose(request.units)
        self.period.show_period(Period.parse(request.period))
        self.deadline.setText(format_date(request.deadline))
        self.why.setText(request.why)
        self.source.setText("" if request.source == request.why else request.source)

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        if not self.sets.chosen:
            return self.tr("Chọn ít nhất một bộ báo cáo.")
        if parse_date(self.deadline.text()) is None:
            return self.tr("Gõ hạn gửi theo dạng 20/05/2024.")
        return "" if text_of(self.why).strip() else self.tr("Ghi yêu cầu để làm gì.")

    def _enable(self) -> None:
        why = self.obstacle()
        self._told.setText(why)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not why)

    @property
    def order(self) -> AskReports | None:
        """Return what is wanted; None while it is not complete."""
        deadline = parse_date(self.deadline.text())
        if self.obstacle() or deadline is None:
            return None
        return AskReports(
            self._folder, self.sets.chosen, self.period.period.code, deadline, text_of(self.why),
            text_of(self.source), self.units.chosen, self._forms, self._changes,
        )  # fmt: skip
