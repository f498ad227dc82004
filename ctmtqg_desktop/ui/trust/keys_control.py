"""Connect the page of a unit's keys with its desk."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from ctmtqg_desktop.exchange.keys.make_keys import BY_KEY, SIGNER
from ctmtqg_desktop.exchange.keys.orders import Enrol
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.parts.fields import text_of
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog
from ctmtqg_desktop.ui.trust.keys_page import KeysPage
from ctmtqg_desktop.ui.trust.own_keys import OwnKey


class KeysControl(QObject):
    """Show the cards of the unit, and ask who signs where an outside key is enrolled."""

    def __init__(self, desk: Desk, page: KeysPage, shell: Shell) -> None:
        super().__init__(shell)
        self._desk, self._page, self._shell = desk, page, shell
        shell.acting.serve(page)
        page.lacking.connect(shell.acting.warn)
        page.outside_wanted.connect(self.ask_outside)
        page.shown.connect(self.refresh)

    def refresh(self) -> None:
        """Read the cards again."""
        self.recall_key()
        from ctmtqg_desktop.trust.certificate.details import details_of
        from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
        from ctmtqg_desktop.trust.x509.certificate import spki_of

        cards, now = self._desk.workspace.signers.own_cards(), self._desk.clock()
        listed = []
        for card in reversed(cards):
            told = details_of(card.certificate_der)
            listed.append(
                OwnKey(told.subject, told.fingerprint, told.last.date(), told.has_expired(now))
            )
        pinned = fingerprint_digits(spki_of(cards[-1].authority_der)) if cards else ""
        self._page.own.show_keys(listed, pinned)

    def recall_key(self) -> None:
        """Fill in the key file that was made or used last, where none is chosen."""
        last = self._desk.workspace.settings.last_signer(SIGNER)
        if last is not None and last.way == BY_KEY and self._page.key.path is None:
            path = Path(last.path)
            self._page.key.set_path(path if last.path and path.is_file() else None)

    def ask_outside(self) -> SigningDialog:
        """Ask for a token or an authority's file, and want its key enrolled, with a slip."""
        desk, page = self._desk, self._page
        about = self.tr("Chứng thư do cơ quan khác cấp: nơi nhận ghi nhận khóa, không cấp thêm.")
        dialog = SigningDialog(
            self.tr("Đăng ký token, tệp .p12"), about, page, signer=chairman(desk.unit),
            jobs=self._shell.jobs, clock=desk.clock,
        )  # fmt: skip
        dialog.out_dir.of_kind(FileKind.PACKAGES)

        def go() -> None:
            if dialog.signing is not None:
                signing = replace(dialog.signing, name=text_of(page.name))
                page.wanted.emit(Enrol(signing, with_slip=True))

        dialog.accepted.connect(go)
        dialog.open()
        return dialog
