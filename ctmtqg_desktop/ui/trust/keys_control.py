"""Connect the page of a unit's keys with its desk."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ctmtqg_desktop.exchange.post.signers import Signing
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.opening.first_period import documents
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog
from ctmtqg_desktop.ui.trust.keys_page import EnrolOrder, KeyOrder, KeysPage, SlipOrder
from ctmtqg_desktop.ui.trust.own_keys import OwnKey
from ctmtqg_desktop.ui.work import (
    enrolling,
    enrolling_outside,
    making_key,
    printing_slip,
)


class Keyring(QObject):
    """Make keys, ask to be enrolled, print the slip, take in what the receiver sends."""

    def __init__(self, desk: Desk, page: KeysPage, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._page, self._jobs = desk, page, jobs
        page.out_dir.set_path(documents())
        page.make_wanted.connect(self._make)
        page.enrol_wanted.connect(self._enrol)
        page.slip_wanted.connect(self._slip)
        page.outside_wanted.connect(self.ask_outside)
        page.busy.done.connect(lambda _: self.refresh())
        page.shown.connect(self.refresh)

    def refresh(self) -> None:
        """Read the cards again."""
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

    def _make(self, order: KeyOrder) -> None:
        self._page.run(self.tr("Đang tạo khóa…"), making_key(self._desk, order))

    def _enrol(self, order: EnrolOrder) -> None:
        self._page.run(self.tr("Đang lập gói đăng ký…"), enrolling(self._desk, order))

    def _slip(self, order: SlipOrder) -> None:
        title, kinds = self.tr("Ghi phiếu đăng ký vào"), self.tr("Tệp PDF (*.pdf)")
        start = str(documents() / f"phieu-dang-ky_{self._desk.unit.code}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self._page, title, start, kinds)
        if chosen:
            work = printing_slip(self._desk, order, Path(chosen))
            self._page.run(self.tr("Đang in phiếu…"), work)

    def ask_outside(self) -> None:
        """Ask for a token or an authority's file, and enrol its key."""
        desk = self._desk
        about = self.tr("Chứng thư do cơ quan khác cấp: nơi nhận ghi nhận khóa, không cấp thêm.")
        title = self.tr("Chủ tịch {agency}").format(agency=desk.unit.agency)
        dialog = SigningDialog(
            self.tr("Đăng ký token, tệp .p12"), about, self._page, signer=title,
            jobs=self._jobs, clock=desk.clock,
        )  # fmt: skip
        dialog.out_dir.set_path(documents())
        dialog.accepted.connect(lambda: self.enrol_outside(dialog.signing))
        dialog.open()

    def enrol_outside(self, signing: Signing | None) -> None:
        """Write the enrolment package of a key with an outside certificate, and its slip."""
        if signing is not None:
            work = enrolling_outside(self._desk, signing, self._page.name.text())
            self._page.run(self.tr("Đang lập gói đăng ký…"), work)
