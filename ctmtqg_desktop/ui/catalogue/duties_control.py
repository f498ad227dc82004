"""Connect the page of duties with an office: profiles decided, reports asked for, published."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.profiles import ReportRequest
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keeping.duty_words import profile_days, profile_words
from ctmtqg_desktop.exchange.keeping.orders import Publish, SetProfile, WithdrawRequest
from ctmtqg_desktop.exchange.post.signing import Signing
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import ShowDuties
from ctmtqg_desktop.exchange.receiver.show_duties import Duties, UnitDuties
from ctmtqg_desktop.ui.catalogue.duties_page import DutiesPage
from ctmtqg_desktop.ui.catalogue.profile_dialog import ProfileDialog
from ctmtqg_desktop.ui.catalogue.request_dialog import RequestDialog
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.parts.files.drives import documents
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.reason_dialog import ReasonDialog
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog

PAGE = "duties"


class DutiesControl(QObject):
    """Decide what units owe, and ask them for more.

    Signals:
        wanted: an order.
    """

    wanted = Signal(object)

    def __init__(self, office: Office, shell: Shell) -> None:
        super().__init__(shell)
        self._office, self._shell = office, shell
        self.page = DutiesPage(self._says, shell.stack)
        shell.add_page(PAGE, self.page)
        page = self.page
        page.folder.propose("danh-muc-moi")
        page.profile_wanted.connect(self.ask_profile)
        page.book_wanted.connect(self.take_book)
        page.request_wanted.connect(self.ask_request)
        page.withdraw_wanted.connect(self.ask_withdraw)
        page.publish_wanted.connect(self.ask_publish)
        shell.acting.serve(self)
        shell.header.period_picked.connect(lambda _: self._ask_if_seen())

    def show(self) -> None:
        """Go to the page, and read who owes what."""
        self._shell.show_page(PAGE)
        self.page.units.setFocus()
        self._ask()

    def _period(self) -> Period:
        return self._shell.header.period.period

    def _ask(self) -> None:
        self.wanted.emit(ShowDuties(self._period().code))

    def _ask_if_seen(self) -> None:
        if self.page.isVisible():
            self._ask()

    def _says(self, one: UnitDuties) -> str:
        words = profile_words(self._office.catalogue, one.profile)
        return words if one.profile is None else f"{words} ({profile_days(one.profile)})"

    # -- asking

    def ask_profile(self, chosen: tuple[UnitDuties, ...]) -> ProfileDialog:
        """Ask what is decided of units; what was before of the first is offered."""
        catalogue, period = self._office.catalogue, self._period()
        units = catalogue.units.children(self._office.unit.code, period.end)
        dialog = ProfileDialog(catalogue, units, self._folder(), self._shell)
        before = chosen[0].profile if chosen else None
        dialog.begin_with([one.unit.code for one in chosen], before)
        dialog.accepted.connect(lambda: self._want(dialog.order))
        dialog.open()
        return dialog

    def take_book(self, path: Path) -> None:
        """Read profiles from a table; its lines say units, days and reasons."""
        self._want(SetProfile(self._folder(), book=path))

    def ask_request(self, changed: ReportRequest | None) -> RequestDialog:
        """Ask which reports are wanted, or how a request is changed."""
        office, period = self._office, self._period()
        units = office.catalogue.units.children(office.unit.code, period.end)
        sets = [
            one
            for one in office.catalogue.report_sets.values()
            if any(office.catalogue.concerns(one.id, unit, period.end) for unit in units)
        ]
        dialog = RequestDialog(sets, units, period, self._folder(), self._shell)
        if changed is not None:
            dialog.change(changed)
        dialog.accepted.connect(lambda: self._want(dialog.order))
        dialog.open()
        return dialog

    def ask_withdraw(self, request: ReportRequest) -> ReasonDialog:
        """Ask why a request is taken back."""
        dialog = ReasonDialog(
            self.tr("Thu hồi yêu cầu báo cáo"),
            self.tr("Đơn vị không còn phải gửi báo cáo này. Lý do:"), self._shell,
        )  # fmt: skip
        dialog.accepted.connect(
            lambda: self._want(WithdrawRequest(self._folder(), request.id, dialog.reason))
        )
        dialog.open()
        return dialog

    def ask_publish(self, folder: Path | None) -> SigningDialog | None:
        """Ask who signs, and publish the folder."""
        if folder is None:
            self._shell.acting.warn(self.tr("Chọn thư mục biên soạn trước."))
            return None
        office, about = self._office, self.tr("Ký và đóng gói {folder} để gửi cho các đơn vị.")
        dialog = SigningDialog(
            self.tr("Ban hành danh mục"), about.format(folder=folder), self._shell,
            signer=self.tr("Chủ tịch {agency}").format(agency=office.unit.agency),
            jobs=self._shell.jobs, clock=office.clock,
        )  # fmt: skip
        dialog.signer.remember_in(office.workspace.settings)
        dialog.accepted.connect(dialog.signer.used)
        dialog.out_dir.of_kind(FileKind.PUBLISHED)
        dialog.accepted.connect(lambda: self._publish(folder, dialog.signing))
        dialog.open()
        return dialog

    def _publish(self, folder: Path, signing: Signing | None) -> None:
        if signing is not None:
            self._want(Publish(folder, signing))

    def _folder(self) -> Path:
        return self.page.folder.path or documents() / "danh-muc-moi"

    def _want(self, order: object) -> None:
        if order is not None:
            self.wanted.emit(order)

    # -- what came of it

    def acted(self, order: object, done: Done) -> None:
        """Show who owes what."""
        if isinstance(done.found, Duties):
            self.page.show_duties(done.found, self._period().label)

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Leave everything as it is: the frame has said why."""

    def heard(self, topics: frozenset[str]) -> None:
        """Read again when reports have come."""
        if "submissions" in topics:
            self._ask_if_seen()
