"""Connect the page of revocations and outside authorities with the office."""

from pathlib import Path

from PySide6.QtCore import QObject

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.keys.orders import PublishRevocations
from ctmtqg_desktop.exchange.keys.outside_authorities import known_authorities
from ctmtqg_desktop.exchange.keys.revoke import doubtful_reports
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.trust.certificate.outside import MAX_FILE_BYTES, read_authority
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog
from ctmtqg_desktop.ui.trust.revoke_page import RevokePage

PAGE = "revoke"


class RevokeControl(QObject):
    """Show what the office knows of revoked keys, and ask who signs their list."""

    def __init__(self, office: Office, page: RevokePage, shell: Shell) -> None:
        super().__init__(shell)
        self._office, self._page, self._shell = office, page, shell
        shell.acting.serve(page)
        page.shown.connect(self.refresh)
        page.publish_wanted.connect(self.ask_publish)
        page.outside.file_chosen.connect(self.show_candidate)

    def refresh(self) -> None:
        """Read everything again."""
        workspace = self._office.workspace
        published = str(workspace.trust.last_published() or "")
        owners = {kept.spki_sha256: kept.subject for kept in workspace.trust.certificates()}
        self._page.show_signers(workspace.signers.enrolled(), owners=owners, published=published)
        self._page.show_doubtful(doubtful_reports(workspace))
        self._page.show_authorities(known_authorities(workspace), self._office.clock())

    def ask_publish(self) -> SigningDialog:
        """Ask who signs the list of revoked keys, and for the authority's password."""
        about = self.tr("Danh sách mang chữ ký của khóa cấp thẻ, nên cần mật khẩu của khóa ấy.")
        dialog = SigningDialog(
            self.tr("Xuất danh sách thu hồi"), about, self._page,
            signer=chairman(self._office.unit), jobs=self._shell.jobs, clock=self._office.clock,
        )  # fmt: skip
        dialog.ask_authority()
        dialog.signer.remember_in(self._office.workspace.settings)

        def go() -> None:
            dialog.signer.used()
            if dialog.signing is not None:
                self._page.wanted.emit(PublishRevocations(dialog.signing))

        dialog.accepted.connect(go)
        dialog.open()
        return dialog

    def show_candidate(self, path: Path) -> None:
        """Show the digits of an authority's file, to be compared."""
        try:
            _, told = read_authority(read_limited(path, MAX_FILE_BYTES))
        except CtmtqgError as error:
            self._shell.notice.say_error(error)
            return
        self._shell.notice.hide()
        self._page.outside.show_candidate(path, told)
