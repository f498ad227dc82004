"""The reporting unit's way back: letters read, revisions opened, cells unlocked."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.owing import has_period
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import ReadLetter, Reopen, Unlock
from ctmtqg_desktop.ui.fill.home_page import Arrival
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.life.life_page import Told
from ctmtqg_desktop.ui.parts.reason_dialog import ReasonDialog


class Amending(QObject):
    """Open the next revision of a report, and unlock cells of one that was returned.

    Signals:
        wanted: an order.
        opened: id of the report set whose next revision is a draft now.
        unlocked: id of the form, and the Cell that may be changed now; None for a whole part.
    """

    wanted = Signal(object)
    opened = Signal(str)
    unlocked = Signal(str, object)

    def __init__(self, desk: Desk, shell: Shell, period: Callable[[], Period]) -> None:
        super().__init__(shell)
        self._desk, self._shell, self._period = desk, shell, period
        shell.acting.serve(self)

    def ask(self, set_id: str) -> ReasonDialog:
        """Ask why a report is sent again, and open its next revision."""
        about = self.tr(
            "Lần gửi mới thay cho lần đã gửi; bản cũ vẫn được giữ nguyên. Lý do gửi kèm báo cáo."
        )
        hint = self.tr("Ví dụ: sửa số giải ngân theo đối chiếu kho bạc")
        dialog = ReasonDialog(self.tr("Lập lần gửi bổ sung"), about, self._shell, hint=hint)
        period = self._period().code
        dialog.accepted.connect(lambda: self.wanted.emit(Reopen(set_id, period, dialog.reason)))
        dialog.open()
        return dialog

    def ask_unlock(self, set_id: str, form_id: str, place_in: Cell | str) -> ReasonDialog:
        """Ask why a cell, or a section, without a remark is changed, and unlock it."""
        period = self._period()
        sheet = self._desk.sheet(form_id, period)
        if isinstance(place_in, Cell):
            title, where = self.tr("Mở khóa ô"), sheet.label(place_in)
            about = self.tr("Ô “{where}” không có góp ý. Lý do sửa gửi kèm báo cáo.")
        else:
            section = sheet.form.section(place_in)
            title = self.tr("Mở khóa cả phần")
            where = section.title if section is not None and section.title else sheet.form.short
            about = self.tr(
                "Phần “{where}” không có góp ý. Mở khóa để thêm, xóa, sửa dòng; lý do gửi kèm "
                "báo cáo."
            )
        dialog = ReasonDialog(title, about.format(where=where), self._shell)
        place = f"{form_id}/{place_in}"
        dialog.accepted.connect(
            lambda: self.wanted.emit(Unlock(set_id, period.code, place, dialog.reason))
        )
        dialog.open()
        return dialog

    def note_read(self, arrival: Arrival) -> None:
        """Remember that a letter was opened."""
        if arrival.letter is not None and not arrival.letter.is_read:
            self.wanted.emit(ReadLetter(arrival.letter.package_sha256))

    def acted(self, order: object, done: Done) -> None:
        """Go to what may be changed now."""
        if isinstance(order, Reopen):
            self.opened.emit(order.report_set)
        elif isinstance(order, Unlock):
            form_id, _, cell = order.place.partition("/")
            self.unlocked.emit(form_id, Cell.parse(cell) if "." in cell else None)

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Leave everything as it is: the frame has said why."""

    def told(self) -> list[Told]:
        """Return the reports of the period, for the page of their life."""
        period, desk = self._period(), self._desk
        return [
            Told(ReportKey(desk.unit.code, s.id, period.code), f"{s.short}, {period.label}")
            for s in desk.report_sets(period)
            if has_period(desk.catalogue, s, period)
        ]
