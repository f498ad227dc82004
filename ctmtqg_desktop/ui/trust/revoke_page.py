"""End trust: revoke keys, confirm what came under suspicion, publish; outside authorities."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keys.orders import Confirm, Revoke
from ctmtqg_desktop.exchange.keys.outside_authorities import KnownAuthority
from ctmtqg_desktop.exchange.keys.revoke import Doubtful
from ctmtqg_desktop.exchange.words import claimed, say
from ctmtqg_desktop.package.revocations import REASONS
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.registry import UnitSigner
from ctmtqg_desktop.ui.look.flow import FlowRow
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.fields import Rows, line, text_of
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table
from ctmtqg_desktop.ui.trust.enrolment_words import signer_sign, signer_words, source_words
from ctmtqg_desktop.ui.trust.outside_card import OutsideCard

_SUSPECT = frozenset({"key-lost", "key-stolen"})


class RevokePage(QWidget):
    """Revoke, confirm, publish, and keep the authorities from outside.

    Signals:
        wanted: an order.
        publish_wanted: ask who signs the list of revoked keys.
        shown: the page has come to the front.
    """

    wanted = Signal(object)
    publish_wanted = Signal()
    shown = Signal()

    def __init__(self, names: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._names = dict(names)
        self._owners: dict[str, str] = {}
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self._revoke_card(), 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._doubtful_card(), 3)
        self.outside = OutsideCard(self)
        self.outside.wanted.connect(self.wanted)
        right.addWidget(self.outside, 4)
        halves.addLayout(right, 1)
        page.addLayout(halves, 1)
        self._enable()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    # -- building

    def _revoke_card(self) -> Card:
        card = Card(self.tr("Thu hồi khóa"), self)
        self.signers: Table[UnitSigner] = Table(self.tr("Khóa đã đăng ký"), self._fields(), card)
        self.signers.chosen.connect(self._ask_anew)
        self.signers.clicked.connect(self._enable)
        card.body.addWidget(self.signers, 1)
        self.which = label("", card, wrap=True)
        card.body.addWidget(self.which)
        self.reason = QComboBox(card)
        for reason in REASONS:
            self.reason.addItem(say(f"revocation.{reason}", {}).rstrip("."), reason)
        self.is_since = QCheckBox(self.tr("Có thể đã lộ từ ngày"), card)
        self.since = QDateEdit(QDate.currentDate(), card)
        self.since.setCalendarPopup(True)
        self.since.setDisplayFormat("dd/MM/yyyy")
        self.since.setAccessibleName(self.tr("Ngày có thể đã lộ khóa"))
        day = QHBoxLayout()
        day.addWidget(self.is_since)
        day.addWidget(self.since)
        day.addStretch(1)
        rows = Rows()
        rows.add(self.tr("Lý do"), self.reason)
        rows.addRow(day)
        card.body.addLayout(rows)
        hint = self.tr("Gói đến sau lúc thu hồi sẽ bị từ chối; gói đến sau ngày lộ khóa phải "
                       "xác nhận lại; gói đến trước vẫn giữ nguyên.")  # fmt: skip
        card.body.addWidget(label(hint, card, role="soft", wrap=True))
        self.sure = QCheckBox(self.tr("Đã hỏi lại đơn vị: khóa này không được ký nữa"), card)
        card.body.addWidget(self.sure)
        card.body.addLayout(self._deeds(card))
        self.reason.currentIndexChanged.connect(self._enable)
        self.is_since.toggled.connect(self._enable)
        self.sure.toggled.connect(self._enable)
        return card

    def _deeds(self, card: Card) -> FlowRow:
        row = FlowRow()
        self.go = button(self.tr("Thu hồi khóa đã chọn"), card, picture="shield-x", primary=True)
        self.go.clicked.connect(self._revoke)
        self.publish = button(self.tr("Xuất danh sách thu hồi…"), card, picture="send")
        self.publish.clicked.connect(self.publish_wanted)
        row.addWidget(self.go)
        row.addWidget(self.publish)
        return row

    def _fields(self) -> tuple[Field[UnitSigner], ...]:
        return (
            Field(self.tr("Đơn vị"), lambda s: self._names.get(s.unit, s.unit)),
            Field(self.tr("Tình trạng"), signer_words, sign=signer_sign, width=196),
            Field(self.tr("Nguồn, phiếu"), source_words, width=110,
                  tip=lambda s: s.spki_sha256),
        )  # fmt: skip

    def _doubtful_card(self) -> Card:
        card = Card(self.tr("Báo cáo cần xác nhận lại"), self)
        self.doubtful: Table[Doubtful] = Table(
            self.tr("Báo cáo cần xác nhận lại"), self._doubtful_fields(), card
        )
        self.doubtful.chosen.connect(self._enable)
        self._nothing = Empty(
            "shield-check", self.tr("Không có báo cáo nào phải xác nhận lại."),
            self.tr("Báo cáo đến giữa ngày lộ khóa và lúc thu hồi sẽ hiện ở đây."), card,
        )  # fmt: skip
        card.body.addWidget(self._nothing, 1)
        card.body.addWidget(self.doubtful, 1)
        self.how = line(card, hint=self.tr("Ví dụ: Chủ tịch xã xác nhận qua điện thoại"))
        rows = Rows()
        rows.add(self.tr("Ai xác nhận, cách nào"), self.how)
        card.body.addLayout(rows)
        self.stands = button(self.tr("Ghi xác nhận"), card, picture="check")
        self.stands.clicked.connect(self._confirm)
        card.body.addWidget(self.stands, 0, Qt.AlignmentFlag.AlignLeft)
        self.how.textChanged.connect(self._enable)
        return card

    def _doubtful_fields(self) -> tuple[Field[Doubtful], ...]:
        return (
            Field(self.tr("Đơn vị"), self._unit, sign=lambda _: _DOUBT),
            Field(self.tr("Báo cáo"), _report_words, width=110, tip=_report_tip),
            Field(self.tr("Đến lúc"), lambda d: moment(d.submission.received_at), width=128),
        )  # fmt: skip

    def _unit(self, one: Doubtful) -> str:
        code = one.submission.key.unit
        return self._names.get(code, code)

    # -- showing

    def show_signers(
        self, signers: Sequence[UnitSigner], *, owners: Mapping[str, str], published: str
    ) -> None:
        """Show who is enrolled, and the number of the last list that was published.

        Args:
            signers: the enrolments.
            owners: digest of a key -> whose it is, as its certificate says.
            published: number of the last list; empty before the first.
        """
        self._owners = dict(owners)
        self.signers.show_records(signers)
        last = self.tr("Lần cuối: số {number}").format(number=published) if published else ""
        self.publish.setToolTip(tip(last))
        self._enable()

    def show_doubtful(self, listed: Sequence[Doubtful]) -> None:
        """Show what a person must still confirm."""
        self.doubtful.show_records(listed)
        self.doubtful.setVisible(bool(listed))
        self._nothing.setVisible(not listed)
        self._enable()

    def show_authorities(self, known: Sequence[KnownAuthority], now: datetime) -> None:
        """Show the authorities from outside, and how old their lists are."""
        today = QDate(now.year, now.month, now.day)
        if self.since.maximumDate() != today:
            self.since.setMaximumDate(today)
            self.since.setDate(today)
        self.outside.show_authorities(known, now)

    # -- deciding

    def _enable(self) -> None:
        signer = self.signers.current()
        can_suspect = self.reason.currentData() in _SUSPECT
        self.is_since.setEnabled(can_suspect)
        self.since.setEnabled(can_suspect and self.is_since.isChecked())
        self.which.setText(self._which(signer) if signer else "")
        is_open = signer is not None and signer.revoked_at is None
        self.go.setEnabled(is_open and self.sure.isChecked())
        self.stands.setEnabled(self.doubtful.current() is not None and bool(text_of(self.how)))

    def _ask_anew(self) -> None:
        """Another key was chosen: what was asked of the one before does not hold for it."""
        self.sure.setChecked(False)
        self._enable()

    def _which(self, signer: UnitSigner) -> str:
        """Tell two keys of one unit apart: whose it is, and the digits on its slip."""
        owner = self._owners.get(signer.spki_sha256) or self._names.get(signer.unit, signer.unit)
        digits = fingerprint_digits(signer.spki_sha256)
        return self.tr("{owner}. 30 số: {digits}").format(owner=claimed(owner), digits=digits)

    def _revoke(self) -> None:
        signer = self.signers.current()
        if signer is None:
            return
        chosen, since = self.since.date(), None
        if self.since.isEnabled():
            since = date(chosen.year(), chosen.month(), chosen.day())
        reason = str(self.reason.currentData())
        self.wanted.emit(Revoke(signer.unit, reason, signer.spki_sha256, since))

    def _confirm(self) -> None:
        one = self.doubtful.current()
        if one is not None:
            self.wanted.emit(Confirm(str(one.submission.id), text_of(self.how)))

    def acted(self, order: object, done: Done) -> None:
        """What was decided does not hold for the next."""
        self.sure.setChecked(False)
        self.how.clear()

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Keep what was decided."""


_DOUBT = Sign("shield-alert", COLOURS.reason_edge)


def _report_words(one: Doubtful) -> str:
    sent = one.submission
    return say("doubtful.report", {"period": sent.key.period, "revision": sent.revision})


def _report_tip(one: Doubtful) -> str:
    facts = {
        "report_set": one.submission.key.report_set, "since": one.suspected_at.date(),
        "until": one.revoked_at.date(),
    }  # fmt: skip
    return say("doubtful.why", facts)
