"""The authorities from outside: known by thirty digits, each with the age of its list."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from ctmtqg_desktop.exchange.keys.orders import ForgetAuthority, TakeCrl, TrustAuthority
from ctmtqg_desktop.exchange.keys.outside_authorities import KnownAuthority
from ctmtqg_desktop.trust.certificate.details import CertificateDetails
from ctmtqg_desktop.trust.evidence import FRESH
from ctmtqg_desktop.ui.look.flow import FlowRow
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.fields import Digits
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table


class OutsideCard(Card):
    """List the authorities; add one after its digits were compared; take in lists.

    Signals:
        wanted: an order.
        file_chosen: path of a certificate whose digits are to be shown.
    """

    wanted = Signal(object)
    file_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        title = self.tr("Cơ quan cấp chứng thư bên ngoài")
        self.set_title(title)
        self._now: datetime | None = None
        self._path: Path | None = None
        self.known: Table[KnownAuthority] = Table(title, self._fields(), self)
        self.known.chosen.connect(self._show_digits)
        self._nothing = Empty(
            "building-2", self.tr("Chưa có cơ quan nào."),
            self.tr("Chỉ cần khi đơn vị ký bằng token hoặc chứng thư do nơi khác cấp."), self,
        )  # fmt: skip
        self.body.addWidget(self._nothing, 1)
        self.body.addWidget(self.known, 1)
        self._about = label("", self, wrap=True)
        self.digits = Digits(self)
        self.compared = QCheckBox(self.tr("Đã so đủ 30 số với nguồn chính thức, khớp"), self)
        self.compared.toggled.connect(self._enable)
        for part in (self._about, self.digits, self.compared):
            self.body.addWidget(part)
        self._gap = QWidget(self)
        self.body.addWidget(self._gap, 1)
        self.body.addLayout(self._deeds())
        self._end_adding()

    def _fields(self) -> tuple[Field[KnownAuthority], ...]:
        return (
            Field(self.tr("Cơ quan"), lambda k: k.subject, tip=lambda k: k.fingerprint),
            Field(self.tr("Danh sách thu hồi"), self._age, sign=self._sign, width=176,
                  tip=self._tip),
        )  # fmt: skip

    def _deeds(self) -> FlowRow:
        row = FlowRow()
        self.add = button(self.tr("Thêm…"), self, picture="plus")
        self.trust = button(self.tr("Tin cậy"), self, picture="check", primary=True)
        self.lists = button(self.tr("Nhập danh sách thu hồi…"), self, picture="download")
        self.forget = button(self.tr("Bỏ"), self, picture="trash-2")
        self.add.clicked.connect(self.ask_certificate)
        self.lists.clicked.connect(self.ask_list)
        self.trust.clicked.connect(self._trust)
        self.forget.clicked.connect(self._forget)
        for made in (self.add, self.trust, self.lists, self.forget):
            row.addWidget(made)
        return row

    # -- showing

    def show_authorities(self, known: Sequence[KnownAuthority], now: datetime) -> None:
        """Show the authorities and how old their lists are now."""
        self._now = now
        self.known.show_records(known)
        self.known.setVisible(bool(known))
        self._nothing.setVisible(not known)
        self._end_adding()

    def show_candidate(self, path: Path, told: CertificateDetails) -> None:
        """Show the digits of an authority before it is trusted."""
        self._path = path
        said = self.tr("{name}, hiệu lực đến {day}. So 30 số với nguồn chính thức:")
        day = f"{told.last:%d/%m/%Y}"
        self._about.setText(said.format(name=told.subject or path.name, day=day))
        self.digits.show_digits(told.fingerprint)
        self.compared.setChecked(False)
        for part in (self._about, self.digits, self.compared, self.trust):
            part.show()
        self.known.hide()
        self._nothing.hide()
        self._gap.show()
        self._enable()

    def _end_adding(self) -> None:
        self._path = None
        for part in (self._about, self.digits, self.compared, self.trust, self._gap):
            part.hide()
        self._show_digits(self.known.current())

    def _show_digits(self, known: KnownAuthority | None) -> None:
        if known is not None and self._path is None:
            said = self.tr("30 số: {digits}").format(digits=known.fingerprint)
            self._about.setText(said)
            self._about.show()
        self._enable()

    def _enable(self) -> None:
        self.trust.setEnabled(self._path is not None and self.compared.isChecked())
        has_one = self.known.current() is not None
        self.forget.setEnabled(has_one and self._path is None)
        self.lists.setEnabled(self.known.records.rowCount() > 0)

    def _trust(self) -> None:
        if self._path is not None:
            self.wanted.emit(TrustAuthority(self._path, self.digits.digits()))

    def _forget(self) -> None:
        known = self.known.current()
        if known is not None:
            self.wanted.emit(ForgetAuthority(known.spki_sha256))

    def ask_certificate(self) -> None:
        """Ask for an authority's certificate, to show its digits."""
        title = self.tr("Chọn chứng thư của cơ quan cấp")
        chosen = ask_path(Ask.FILE, title, self, FileKind.AUTHORITIES)
        if chosen is not None:
            self.file_chosen.emit(chosen)

    def ask_list(self) -> None:
        """Ask for an authority's revocation list, and want it taken in."""
        title = self.tr("Chọn danh sách thu hồi")
        chosen = ask_path(Ask.FILE, title, self, FileKind.REVOKED)
        if chosen is not None:
            self.wanted.emit(TakeCrl(chosen))

    def _age(self, known: KnownAuthority) -> str:
        if known.listed is None or self._now is None:
            return self.tr("chưa có")
        days = max((self._now - known.listed.this_update).days, 0)
        return self.tr("{days} ngày tuổi").format(days=days) if days else self.tr("của hôm nay")

    def _sign(self, known: KnownAuthority) -> Sign:
        if known.listed is None:
            return Sign("circle-question-mark", COLOURS.reason_edge)
        is_old = self._now is not None and self._now - known.listed.this_update > FRESH
        return Sign("triangle-alert", COLOURS.reason_edge) if is_old else Sign("check", COLOURS.ok)

    def _tip(self, known: KnownAuthority) -> str:
        listed = known.listed
        if listed is None:
            return self.tr("Chưa nhập danh sách thu hồi nào của cơ quan này.")
        words = self.tr("Số {number}, {entries} chứng thư bị thu hồi")
        return words.format(number=listed.number or "–", entries=listed.entries)
