"""Connect the pages of approval and revocation with the office."""

from pathlib import Path

from PySide6.QtCore import QObject

from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.ui.opening.first_period import documents
from ctmtqg_desktop.ui.sign.signer_rows import Way
from ctmtqg_desktop.ui.trust.approve_page import ApprovePage
from ctmtqg_desktop.ui.trust.keys_page import KeyOrder
from ctmtqg_desktop.ui.trust.replace_dialog import ReplacingDialog
from ctmtqg_desktop.ui.work import (
    making_authority,
    opening_request,
    reading_queue,
    replacing_authority,
)


class Granting(QObject):
    """Bring requests to the officer, and what was decided to the workspace."""

    def __init__(self, office: Office, page: ApprovePage, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._page = office, page
        self._new_key: Path | None = None
        page.name_unit(office.unit)
        page.signer.remember_in(office.workspace.settings)
        page.request_chosen.connect(self._open)
        page.authority_wanted.connect(self._make_authority)
        page.replace_wanted.connect(self.ask_replacement)
        page.busy.done.connect(self._done)
        page.busy.refused.connect(self._refused)
        page.shown.connect(self.refresh)

    def _done(self, _: object) -> None:
        if self._new_key is not None:  # what signs from now on
            self._page.signer.way.setCurrentIndex(Way.KEY)
            self._page.key.set_path(self._new_key)
            self._new_key = None
        self.refresh()

    def _refused(self, _: object) -> None:
        self._new_key = None

    def refresh(self) -> None:
        """Read who is enrolled, and who waits."""
        workspace = self._office.workspace
        has_authority = workspace.signers.authority() is not None
        self._page.show_signers(workspace.signers.enrolled(), has_authority=has_authority)
        if self._page.isVisible():
            self._page.show_queue(reading_queue(self._office))

    def _open(self, path: Path) -> None:
        self._page.run(self.tr("Đang mở gói đăng ký…"), opening_request(self._office, path))

    def _make_authority(self, order: KeyOrder) -> None:
        self._page.run(self.tr("Đang lập khóa…"), making_authority(self._office, order))

    def ask_replacement(self) -> ReplacingDialog:
        """Say what follows when the authority is made anew, and ask for what it needs."""
        title, out_dir = self._page.title.text(), self._page.out_dir.path or documents()
        dialog = ReplacingDialog(self._page, title=title, out_dir=out_dir)

        def go() -> None:
            order = dialog.replacement
            if order is not None:
                self._new_key = order.path
                work = replacing_authority(self._office, order)
                self._page.run(self.tr("Đang lập lại khóa cấp thẻ…"), work)

        dialog.accepted.connect(go)
        dialog.open()
        return dialog
