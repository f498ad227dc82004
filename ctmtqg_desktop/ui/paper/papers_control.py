"""Connect the clerk's page with the desk of a reporting unit."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QDialogButtonBox

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import EDITABLE
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.paper.images import picture_of
from ctmtqg_desktop.exchange.paper.orders import Separate, SignPdf
from ctmtqg_desktop.exchange.post.sent_packages import issued_package
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.paper.papers_page import PapersPage
from ctmtqg_desktop.ui.paper.picture import PictureRow
from ctmtqg_desktop.ui.parts.fields import PathBox, begin_line, line, text_of
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog

PAGE = "papers"


class PapersDoor(QObject):
    """Show the clerk where a report and the images stand, and ask who signs.

    ``where`` says which report set and period; ``signer`` office and name of who signs.
    """

    def __init__(
        self, desk: Desk, shell: Shell, where: Callable[[], tuple[str, Period]],
        signer: Callable[[], tuple[str, str]],
    ) -> None:  # fmt: skip
        super().__init__(shell)
        self._signer = signer
        self._desk, self._shell, self._where = desk, shell, where
        page = self.page = PapersPage(shell.jobs, desk.clock, shell.stack, leader=signer)
        shell.add_page(PAGE, page)
        shell.acting.serve(page)
        clerk = say("signer.clerk", {"agency": desk.unit.agency})
        begin_line(page.title, f"title.{clerk}", clerk)
        page.signer.remember_in(desk.workspace.settings, "seal-signer")
        page.bring_wanted.connect(self.ask_bring)
        page.separate_wanted.connect(self.ask_separate)
        page.images_changed.connect(self._show_pictures)

    def show(self) -> None:
        """Go to the page, about the report last looked at."""
        self._shell.show_page(PAGE)
        self.refresh()
        self._show_pictures()

    def refresh(self) -> None:
        """Say where the report stands now."""
        set_id, period = self._where()
        found = self._desk.catalogue.report_sets.get(set_id)
        if found is None:
            nothing = self.tr("Chưa có báo cáo nào.")
            self.page.show_report("", ("", ""), locked=nothing, sent=nothing, symbol="")
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
        self.page.show_report(
            words, (set_id, period.code), locked=locked, sent=sent, symbol=found.document_code
        )

    def _show_pictures(self) -> None:
        for row in (self.page.signature, self.page.seal):
            self._show_picture(row)

    def _show_picture(self, row: PictureRow) -> None:
        try:
            found = picture_of(self._desk.workspace, row.image)
        except CtmtqgError as error:
            self._shell.notice.say_error(error)
            return
        row.show_picture(found.png if found else b"", found.width_mm if found else 0)

    # -- asking who signs

    def ask_bring(self) -> SigningDialog:
        """Ask for the print that came back, and who seals its package."""
        about = self.tr(
            "Chọn tệp PDF đã xuất chờ ký và đã được ký ở hệ thống khác. Chương trình kiểm tra "
            "chữ ký và số liệu trong tệp, rồi đóng gói bằng khóa của đơn vị."
        )
        title, _ = self._signer()
        dialog = self._dialog(self.tr("Nhập bản in đã ký"), about, title)
        ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(self.tr("Kiểm tra và đóng gói"))
        pdf = self._ask_file(dialog, self.tr("Bản in đã ký"))

        def go() -> None:
            if dialog.signing is not None and pdf.path is not None:
                self.page.bring_back(pdf.path, dialog.signing)

        dialog.accepted.connect(go)
        dialog.open()
        return dialog

    def ask_separate(self) -> SigningDialog:
        """Ask for a file that is signed on its own, which kind it is, and who signs."""
        about = self.tr(
            "Phụ lục nằm trong tệp riêng và bản sao được ký ở góc trên bên phải trang đầu: số, ký "
            "hiệu văn bản và thời gian ký (Nghị định 30/2020/NĐ-CP, Phụ lục I)."
        )
        title = self._desk.unit.agency
        dialog = self._dialog(self.tr("Ký phụ lục, bản sao"), about, title)
        pdf = self._ask_file(dialog, self.tr("Tệp PDF"))
        kind, number = QComboBox(dialog), line(dialog, hint=self.tr("Ví dụ 45/BC-UBND"))
        kind.addItem(self.tr("Phụ lục ở tệp riêng"), Separate.APPENDIX)
        kind.addItem(self.tr("Bản sao"), Separate.COPY)
        missing = self.tr("Nhập số, ký hiệu văn bản.")
        dialog.ask_more(self.tr("Loại"), kind, lambda: "")
        dialog.ask_more(self.tr("Số, ký hiệu"), number, lambda: "" if text_of(number) else missing)
        number.textChanged.connect(dialog.look_again)

        def go() -> None:
            if dialog.signing is not None and pdf.path is not None:
                chosen = Separate(kind.currentData())
                order = SignPdf(pdf.path, chosen, text_of(number), dialog.signing)
                self.page.wanted.emit(order)

        dialog.accepted.connect(go)
        dialog.open()
        return dialog

    def _dialog(self, title: str, about: str, signer: str) -> SigningDialog:
        dialog = SigningDialog(
            title, about, self._shell, signer=signer, jobs=self._shell.jobs,
            clock=self._desk.clock,
        )  # fmt: skip
        dialog.out_dir.of_kind(FileKind.PACKAGES)
        dialog.out_dir.set_path(self.page.out_dir.path or dialog.out_dir.path)
        return dialog

    def _ask_file(self, dialog: SigningDialog, words: str) -> PathBox:
        """Ask also for a PDF file."""
        file = PathBox(Ask.FILE, words, dialog, FileKind.ATTACHMENTS)
        missing = self.tr("Chọn tệp PDF.")
        dialog.ask_more(words, file, lambda: "" if file.path else missing)
        file.changed.connect(dialog.look_again)
        return file
