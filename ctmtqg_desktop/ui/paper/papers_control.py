"""Connect the clerk's page with the desk of a reporting unit."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import EDITABLE
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.paper.signed_print import (
    SEAL_IMAGE,
    SIGNATURE_IMAGE,
    drop_picture,
    keep_picture,
    picture_of,
)
from ctmtqg_desktop.exchange.post.sent_packages import issued_package
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.opening.first_period import documents
from ctmtqg_desktop.ui.paper.bring_back_dialog import BringBackDialog, BringOrder
from ctmtqg_desktop.ui.paper.papers_page import IssueOrder, PapersPage, Told
from ctmtqg_desktop.ui.paper.picture import PictureRow
from ctmtqg_desktop.ui.parts.busy import Work
from ctmtqg_desktop.ui.parts.jobs import Job

PAGE = "papers"
_MAX_IMAGE_BYTES = 400 * 1000


class PapersDoor(QObject):
    """Issue reports and go the outside route.

    ``where`` says which report set and period; ``signer`` office and name of who signs.

    Signals:
        changed: a report was sealed or issued.
    """

    changed = Signal()

    def __init__(
        self, desk: Desk, shell: Shell, where: Callable[[], tuple[str, Period]],
        signer: Callable[[], tuple[str, str]],
    ) -> None:  # fmt: skip
        super().__init__(shell)
        self._signer = signer
        self._desk, self._shell, self._where = desk, shell, where
        page = self.page = PapersPage(shell.jobs, desk.clock, shell.stack)
        shell.add_page(PAGE, page)
        page.title.setText(self.tr("Văn thư {agency}").format(agency=desk.unit.agency))
        page.out_dir.set_path(documents())
        page.signer.remember_in(desk.workspace.settings, "seal-signer")
        page.issue_wanted.connect(self._issue)
        page.export_wanted.connect(self._export)
        page.bring_wanted.connect(self.ask_bring)
        page.save_wanted.connect(self._save)
        page.busy.done.connect(lambda _: self.changed.emit())
        self._rows = ((page.signature, SIGNATURE_IMAGE), (page.seal, SEAL_IMAGE))
        for row, name in self._rows:
            row.chosen.connect(lambda path, mm, r=row, n=name: self._keep(r, n, path, mm))
            row.dropped.connect(lambda r=row, n=name: self._drop(r, n))

    def show(self) -> None:
        """Go to the page, about the report last looked at."""
        self._shell.show_page(PAGE)
        self.refresh()
        for row, name in self._rows:
            self._show_picture(row, name)

    def refresh(self) -> None:
        """Say where the report stands now."""
        set_id, period = self._where()
        found = self._desk.catalogue.report_sets.get(set_id)
        if found is None:
            nothing = self.tr("Chưa có báo cáo nào.")
            self.page.show_report("", locked=nothing, sent=nothing, symbol="")
            return
        report = self._desk.report(set_id, period)
        status = say(f"status.{report.status}", {}).lower()
        words = self.tr("{title}, {period}: lần {revision}, {status}.").format(
            title=found.short, period=period.label, revision=report.revision, status=status
        )
        is_open = report.status in EDITABLE
        locked = self.tr("Báo cáo chưa ký. Trình lãnh đạo ký trước.") if is_open else ""
        if not is_open and issued_package(self._desk.workspace, report.content_sha256):
            locked = self.tr("Lần gửi này đã cấp số và đóng dấu.")
        sent = "" if is_open else self.tr("Báo cáo đã ký; lập lần gửi bổ sung để ký lại.")
        self.page.show_report(words, locked=locked, sent=sent, symbol=found.document_code)

    # -- images

    def _show_picture(self, row: PictureRow, name: str) -> None:
        try:
            found = picture_of(self._desk.workspace, name)
        except CtmtqgError as error:
            self.page.notice.say_error(error)
            return
        row.show_picture(found.png if found else b"", found.width_mm if found else 0)

    def _keep(self, row: PictureRow, name: str, path: Path, width_mm: float) -> None:
        try:
            data = read_limited(path, _MAX_IMAGE_BYTES)
            keep_picture(self._desk.workspace, name, data, width_mm=width_mm)
        except CtmtqgError as error:
            self.page.notice.say_error(error)
            return
        self.page.notice.hide()
        self._show_picture(row, name)

    def _drop(self, row: PictureRow, name: str) -> None:
        drop_picture(self._desk.workspace, name)
        self._show_picture(row, name)

    # -- work

    def _issue(self, order: IssueOrder) -> None:
        self.page.run(self.tr("Đang đóng dấu…"), self._issuing(order))

    def _issuing(self, order: IssueOrder) -> Work:
        desk, (set_id, period) = self._desk, self._where()
        words = self.tr("Đã cấp số {number} ngày {day} và đóng dấu: {path}")
        todo = self.tr("Gửi gói này. Tệp đã ghi xong xuống đĩa, có thể rút USB.")

        def work(_: Job) -> Told:
            from ctmtqg_desktop.exchange.post.envelope import Author
            from ctmtqg_desktop.exchange.post.signers import opened
            from ctmtqg_desktop.exchange.sender.issue import Asked, issue

            asked = Asked(order.number, order.dated, order.symbol)
            with opened(order.source, at=desk.clock()) as signer:
                author = Author(signer, order.title)
                done = issue(desk, set_id, period, asked, author=author, out_dir=order.out_dir)
            day = f"{done.dated:%d/%m/%Y}"
            return Told(words.format(number=done.number, day=day, path=done.package), todo)

        return work

    def _export(self, folder: Path) -> None:
        desk, (set_id, period) = self._desk, self._where()
        by = self._signer()
        words = self.tr("Đã xuất bản in chờ ký: {path}")
        todo = self.tr("Ký tệp này ở hệ thống của tỉnh rồi bấm “Nhập bản in đã ký…”.")

        def work(_: Job) -> Told:
            from ctmtqg_desktop.exchange.sender.sign_elsewhere import export_pdf

            done = export_pdf(desk, set_id, period, by=by, out_dir=folder)
            return Told(words.format(path=done.path), todo)

        self.page.run(self.tr("Đang lập bản in…"), work)

    def _save(self, folder: Path) -> None:
        desk, (set_id, period) = self._desk, self._where()
        words = self.tr("Đã ghi bản in đã ký: {path}")

        def work(_: Job) -> Told:
            from ctmtqg_desktop.exchange.sender.sign_elsewhere import save_signed

            path = save_signed(desk, set_id, period, folder)
            return Told(words.format(path=path))

        self.page.run(self.tr("Đang ghi tệp…"), work)

    def ask_bring(self) -> BringBackDialog:
        """Ask for the print that came back."""
        folder = self.page.out_dir.path or documents()
        dialog = BringBackDialog(self._shell.jobs, self._desk.clock, folder, self._shell)
        dialog.accepted.connect(lambda: self._bring(dialog.order))
        dialog.open()
        return dialog

    def _bring(self, order: BringOrder | None) -> None:
        if order is not None:
            self.page.run(self.tr("Đang kiểm tra bản in…"), self._bringing(order))

    def _bringing(self, order: BringOrder) -> Work:
        desk, (set_id, period) = self._desk, self._where()
        title = self.page.title.text()
        words = self.tr("Bản in do {who} ký là đúng. Đã ghi gói báo cáo: {path}")
        todo = self.tr("Tệp đã ghi xong xuống đĩa, có thể rút USB.")

        def work(_: Job) -> Told:
            from ctmtqg_desktop.exchange.post.envelope import Author
            from ctmtqg_desktop.exchange.post.signers import opened
            from ctmtqg_desktop.exchange.sender.sign_elsewhere import import_signed

            with opened(order.source, at=desk.clock()) as signer:
                author = Author(signer, title)
                done = import_signed(
                    desk, set_id, period, order.pdf, author=author, out_dir=order.out_dir
                )
            who = ", ".join(one.facts.subject_common_name or one.name for one in done.signatures)
            return Told(words.format(who=who, path=done.submitted.package), todo)

        return work
