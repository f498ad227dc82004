"""Connect the page of revocations and outside authorities with the office."""

from datetime import datetime, time
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.keys.keys import enrolled
from ctmtqg_desktop.exchange.keys.outside_authorities import (
    Known,
    forget_authority,
    known_authorities,
    take_crl,
    trust_authority,
)
from ctmtqg_desktop.exchange.keys.revoke import (
    Doubtful,
    Loss,
    confirm,
    doubtful,
    find_signer,
    revoke,
)
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.signers import Signing
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.trust.certificate.crl import MAX_BYTES
from ctmtqg_desktop.trust.certificate.outside import MAX_FILE_BYTES, read_authority
from ctmtqg_desktop.ui.opening.first_period import documents
from ctmtqg_desktop.ui.parts.busy import Work
from ctmtqg_desktop.ui.parts.jobs import Job, Jobs
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog
from ctmtqg_desktop.ui.trust.revoke_page import RevokeOrder, RevokePage

PAGE = "revoke"


class Ending(QObject):
    """Do what the officer decides about keys that must not sign any more.

    Signals:
        changed: verdicts may have changed.
    """

    changed = Signal()

    def __init__(self, office: Office, page: RevokePage, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._page, self._jobs = office, page, jobs
        self._by = self.tr("Chủ tịch {agency}").format(agency=office.unit.agency)
        page.shown.connect(self.refresh)
        page.busy.done.connect(lambda _: self.refresh())
        page.revoke_wanted.connect(self._revoke)
        page.confirm_wanted.connect(self._confirm)
        page.publish_wanted.connect(self._ask_publish)
        page.outside.add_wanted.connect(self._ask_authority)
        page.outside.list_wanted.connect(self._ask_list)
        page.outside.trust_wanted.connect(self._trust)
        page.outside.forget_wanted.connect(self._forget)

    def _site(self) -> Site:
        return Site(self._office.workspace, self._office.unit, self._office.clock())

    def refresh(self) -> None:
        """Read everything again."""
        workspace = self._office.workspace
        published = str(workspace.trust.last_published() or "")
        owners = {kept.spki_sha256: kept.subject for kept in workspace.trust.certificates()}
        self._page.show_signers(enrolled(workspace), owners=owners, published=published)
        self._page.show_doubtful(doubtful(workspace))
        self._page.show_authorities(known_authorities(workspace), self._office.clock())
        self.changed.emit()

    # -- keys

    def _revoke(self, order: RevokeOrder) -> None:
        since = datetime.combine(order.since, time(), VIETNAM) if order.since else None
        said = self.tr("Đã thu hồi khóa. {count} báo cáo cần xác nhận lại.")
        todo = self.tr("Xuất danh sách thu hồi để gửi cho các đơn vị.")

        def work(_: Job) -> tuple[str, str]:
            workspace, signer = self._office.workspace, order.signer
            found = find_signer(workspace, signer.unit, signer.spki_sha256)
            listed = revoke(self._site(), found, Loss(order.reason, since), by=self._by)
            return said.format(count=len(listed)), todo

        self._page.run(self.tr("Đang thu hồi…"), work)

    def _confirm(self, one: Doubtful, reason: str) -> None:
        said = self.tr("Đã ghi xác nhận báo cáo.")

        def work(_: Job) -> str:
            confirm(self._site(), one.submission, reason=reason)
            return said

        self._page.run(self.tr("Đang ghi…"), work)

    def _ask_publish(self) -> SigningDialog:
        about = self.tr("Danh sách mang chữ ký của khóa cấp thẻ, nên cần mật khẩu của khóa ấy.")
        title = self.tr("Xuất danh sách thu hồi")
        dialog = SigningDialog(
            title, about, self._page, signer=self._by, jobs=self._jobs, clock=self._office.clock
        )
        dialog.ask_authority()
        dialog.signer.remember_in(self._office.workspace.settings)
        dialog.out_dir.set_path(documents())
        dialog.accepted.connect(dialog.signer.used)
        dialog.accepted.connect(lambda: self._publish(dialog.signing))
        dialog.open()
        return dialog

    def _publish(self, signing: Signing | None) -> None:
        if signing is not None:
            self._page.run(self.tr("Đang ký danh sách…"), self._publishing(signing))

    def _publishing(self, signing: Signing) -> Work:
        said = self.tr("Đã ký danh sách thu hồi số {number}: {path}")
        todo = self.tr("Gửi cho mọi đơn vị và nơi nhận khác. Có thể rút USB.")

        def work(_: Job) -> tuple[str, str]:
            from ctmtqg_desktop.exchange.keys.keys import open_authority
            from ctmtqg_desktop.exchange.keys.revoke import publish_revocations
            from ctmtqg_desktop.exchange.post.envelope import Author
            from ctmtqg_desktop.exchange.post.signers import opened

            site, password = self._site(), signing.authority_password
            open_authority(site.workspace, password)  # a wrong one must cost no PIN
            with opened(signing.source, at=site.at) as signer:
                path, listed = publish_revocations(
                    site, author=Author(signer, signing.title), password=password,
                    out_dir=signing.out_dir,
                )  # fmt: skip
            return said.format(number=listed.number, path=path), todo

        return work

    # -- authorities

    def _ask_authority(self) -> None:
        title, kinds = (
            self.tr("Chọn chứng thư của cơ quan cấp"),
            self.tr("Chứng thư (*.cer *.crt *.pem *.der);;Mọi tệp (*)"),
        )
        path = self._page.ask_file(title, kinds)
        if path is not None:
            self.show_candidate(path)

    def show_candidate(self, path: Path) -> None:
        """Show the digits of an authority's file, to be compared."""
        try:
            _, told = read_authority(read_limited(path, MAX_FILE_BYTES))
        except CtmtqgError as error:
            self._page.notice.say_error(error)
            return
        self._page.outside.show_candidate(path, told)

    def _trust(self, path: Path) -> None:
        said = self.tr("Đã tin cậy {name}.")
        todo = self.tr("Tiếp theo: nhập danh sách thu hồi của cơ quan này.")

        def work(_: Job) -> tuple[str, str]:
            told = trust_authority(self._site(), read_limited(path, MAX_FILE_BYTES), by=self._by)
            return said.format(name=told.subject), todo

        self._page.run(self.tr("Đang ghi…"), work)

    def _forget(self, known: Known) -> None:
        said = self.tr("Đã bỏ {name}.")

        def work(_: Job) -> str:
            forget_authority(self._site(), known.spki_sha256)
            return said.format(name=known.subject)

        self._page.run(self.tr("Đang ghi…"), work)

    def _ask_list(self) -> None:
        title, kinds = self.tr("Chọn danh sách thu hồi"), self.tr("CRL (*.crl *.pem);;Mọi tệp (*)")
        path = self._page.ask_file(title, kinds)
        if path is not None:
            self.take_list(path)

    def take_list(self, path: Path) -> None:
        """Take in an authority's revocation list from a file."""
        said = self.tr("Đã nhập danh sách thu hồi số {number}: {count} chứng thư.")

        def work(_: Job) -> str:
            facts = take_crl(self._site(), read_limited(path, MAX_BYTES))
            return said.format(number=facts.number or "–", count=len(facts.revoked))

        self._page.run(self.tr("Đang kiểm tra danh sách…"), work)
