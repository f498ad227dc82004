"""Approve an enrolment: compare the digits, choose the unit from our own list, issue its card."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keys.orders import (
    Approve,
    MakeAnotherKey,
    MakeAuthority,
    ReplaceAuthority,
    ShowRequests,
)
from ctmtqg_desktop.exchange.keys.requests import KeyRequest, RequestWay
from ctmtqg_desktop.exchange.post.signing import Signing
from ctmtqg_desktop.exchange.words import claimed
from ctmtqg_desktop.trust.registry import UnitSigner
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.fields import (
    Digits,
    PathBox,
    Rows,
    keep_line,
    line,
    password_line,
    text_of,
)
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.table import Field, Table
from ctmtqg_desktop.ui.parts.units import UnitPicker
from ctmtqg_desktop.ui.sign.authority_row import AuthorityRow
from ctmtqg_desktop.ui.sign.signer_rows import SignerRows
from ctmtqg_desktop.ui.sign.signer_rows import Way as SignsBy
from ctmtqg_desktop.ui.trust.enrolment_words import (
    signer_sign,
    signer_words,
    source_words,
    way_sign,
    way_words,
)


class ApprovePage(QWidget):
    """Bring enrolments in one by one and issue unit cards.

    Signals:
        wanted: an order.
        lacking: what is still missing, in words.
        another_wanted: ask what a further signing key of the office needs.
        replace_wanted: the authority is lost, make a new one.
        shown: the page has come to the front.
    """

    wanted = Signal(object)
    lacking = Signal(str)
    another_wanted = Signal()
    replace_wanted = Signal()
    shown = Signal()

    def __init__(
        self, jobs: Jobs, units: Sequence[Unit], parent: QWidget, *, clock: Clock
    ) -> None:
        super().__init__(parent)
        self._jobs, self._clock = jobs, clock
        self._asked: KeyRequest | None = None
        self._names = {unit.code: unit.name for unit in units}
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self._request_card(), 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        self._authority = self._authority_card()
        self._decide = self._decide_card(units)
        right.addWidget(self._decide, 1)
        right.addWidget(self._authority)
        right.addStretch()
        halves.addLayout(right, 1)
        page.addLayout(halves, 1)
        self._enable()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    # -- building

    def _request_card(self) -> Card:
        card = Card(self.tr("1. Gói đăng ký"), self)
        choose = button(self.tr("Mở gói đăng ký…"), card, picture="folder-open", primary=True)
        choose.clicked.connect(self.ask_request)
        card.heading.addWidget(choose)
        self.queue: Table[KeyRequest] = Table(
            self.tr("Đang chờ duyệt"), self._queue_fields(), card
        )
        self.queue.setMaximumHeight(120)
        self.queue.chosen.connect(self._pick)
        self.queue.clicked.connect(lambda _: self._pick(self.queue.current()))
        self.queue.hide()
        card.body.addWidget(self.queue)
        self._claim = label("", card, wrap=True)
        self._empty = Empty(
            "key-round", self.tr("Chưa mở gói đăng ký nào."),
            self.tr("Mở tệp dangky_….asice đơn vị gửi đến."), card,
        )  # fmt: skip
        full = QWidget(card)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._claim)
        column.addWidget(label(self.tr("Đơn vị đọc qua điện thoại, so đủ 30 số:"), full))
        self.digits = Digits(full)
        column.addWidget(self.digits)
        column.addStretch(1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        card.body.addLayout(self._stack, 1)
        self._add_signers(card)
        return card

    def _add_signers(self, card: Card) -> None:
        named = label(self.tr("Chữ ký đã duyệt"), card)
        self.signers: Table[UnitSigner] = Table(self.tr("Chữ ký đã duyệt"), self._fields(), card)
        named.setBuddy(self.signers)
        self.heading = QHBoxLayout()
        self.heading.addWidget(named, 1)
        card.body.addLayout(self.heading)
        card.body.addWidget(self.signers, 1)
        self.own_digits = label("", card, role="soft", wrap=True)
        self.own_digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(self.own_digits)

    def _queue_fields(self) -> tuple[Field[KeyRequest], ...]:
        return (
            Field(self.tr("Đang chờ duyệt"), lambda a: a.unit_name, sign=way_sign),
            Field(self.tr("Chức vụ người ký"), lambda a: a.title, width=190,
                  tip=lambda a: a.title),
            Field(self.tr("Kiểu"), way_words, width=110),
        )  # fmt: skip

    def _fields(self) -> tuple[Field[UnitSigner], ...]:
        return (
            Field(self.tr("Đơn vị"), lambda s: self._names.get(s.unit, s.unit)),
            Field(self.tr("Tình trạng"), signer_words, sign=signer_sign, width=200),
            Field(self.tr("Nguồn, phiếu"), source_words, width=126,
                  tip=lambda s: s.spki_sha256),
        )  # fmt: skip

    def _decide_card(self, units: Sequence[Unit]) -> Card:
        card = Card(self.tr("2. Duyệt và cấp thẻ đơn vị"), self)
        self.another = button(self.tr("Thêm khóa ký…"), card, picture="key-round")
        self.another.clicked.connect(self.another_wanted)
        card.heading.addWidget(self.another)
        self.lost = button(self.tr("Mất khóa cấp thẻ…"), card, picture="refresh-cw")
        self.lost.clicked.connect(self.replace_wanted)
        card.heading.addWidget(self.lost)
        card.body.addWidget(
            label(self.tr("Chọn đơn vị trong danh mục của ta, không theo lời khai:"), card)
        )
        self.units = UnitPicker(units, card)
        self.units.list.setMinimumHeight(46)  # two rows while much is said beside it
        self.units.picked.connect(self._enable)
        card.body.addWidget(self.units, 1)
        self.compared = QCheckBox(self.tr("Đã so đủ 30 số qua điện thoại, khớp"), card)
        self.compared.toggled.connect(self._enable)
        card.body.addWidget(self.compared)
        rows = Rows()
        rows.setVerticalSpacing(5)
        self.signer = SignerRows(rows, self._jobs, self._clock, card)
        self.key, self.password = self.signer.key, self.signer.password
        self.authority = AuthorityRow(rows, self.signer, card)
        self._add_rows(card, rows)
        card.body.addLayout(rows)
        card.body.addLayout(self._end(card))
        for heard in (self.signer, self.authority, self.out_dir):
            heard.changed.connect(self._enable)
        self.title.textChanged.connect(self._enable)
        return card

    def _end(self, card: Card) -> QHBoxLayout:
        self._why = label("", card, role="soft", wrap=True)
        words = self.tr("Duyệt, cấp thẻ đơn vị")
        self.go = button(words, card, picture="badge-check", primary=True)
        self.go.clicked.connect(self._approve)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self._why, 1)
        return row

    def _add_rows(self, card: Card, rows: Rows) -> None:
        self.title = line(card, hint=self.tr("Người duyệt của nơi nhận, ký vào thẻ"))
        self.slip = line(card, hint=self.tr("Số ghi trên phiếu giấy, có thể để trống"))
        self.out_dir = PathBox(
            Ask.FOLDER, self.tr("Chọn nơi ghi thẻ đơn vị"), card, FileKind.ANSWERS
        )
        rows.add(self.tr("Chức vụ người duyệt"), self.title)
        rows.add(self.tr("Số phiếu"), self.slip)
        rows.add(self.tr("Ghi thẻ vào"), self.out_dir)

    def _authority_card(self) -> Card:
        card = Card(self.tr("Nơi nhận chưa có khóa cấp thẻ"), self)
        self.own_path = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi lưu tệp khóa"), card, FileKind.KEYS
        )
        self.own_password = password_line(card, hint=self.tr("Ít nhất 8 ký tự"))
        self.own_again = password_line(card)
        self.own_title = line(card)
        rows = Rows()
        rows.add(self.tr("Lưu khóa vào"), self.own_path)
        rows.add(self.tr("Mật khẩu"), self.own_password)
        rows.add(self.tr("Nhập lại mật khẩu"), self.own_again)
        rows.add(self.tr("Chức vụ người giữ khóa"), self.own_title)
        card.body.addLayout(rows)
        go = button(self.tr("Lập khóa cấp thẻ"), card, picture="key-round")
        go.clicked.connect(self._make_authority)
        card.body.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # -- showing

    def show_signers(self, signers: Sequence[UnitSigner], *, has_authority: bool) -> None:
        """Show who is enrolled, and ask for an authority where there is none."""
        self.signers.show_records(signers)
        cards = (
            (self._authority, self._decide) if has_authority else (self._decide, self._authority)
        )
        for card, shown in zip(cards, (False, True), strict=True):  # never both: too high
            card.setVisible(shown)
        self._enable()

    def show_own_digits(self, digits: str) -> None:
        """Show what a unit that takes in its card will ask about by telephone."""
        words = self.tr("30 số của nơi nhận, đọc cho đơn vị so khi nhập thẻ: {digits}")
        self.own_digits.setText(words.format(digits=digits))
        self.own_digits.setVisible(bool(digits))

    def name_unit(self, unit: Unit) -> None:
        """Take the name of a unit that is not in the list to choose from: our own."""
        self._names[unit.code] = unit.name

    def show_queue(self, waiting: Sequence[KeyRequest]) -> None:
        """Show the requests that came with the mail and wait for a decision."""
        self.queue.show_records(waiting)
        self.queue.setVisible(bool(waiting))
        if waiting and self._asked is None:
            self.show_request(waiting[0])

    def _pick(self, asked: KeyRequest | None) -> None:
        if asked is not None and asked != self._asked:
            self.show_request(asked)

    def show_request(self, asked: KeyRequest) -> None:
        """Show an enrolment that was opened."""
        self._asked = asked
        lines = [
            self.tr("Khai là: {unit} (mã {code})").format(unit=asked.unit_name, code=asked.unit),
            self.tr("Chức vụ người ký của đơn vị: {title}").format(
                title=claimed(asked.title) or "–"
            ),
            self.tr("Tệp: {file}").format(file=claimed(asked.file)),
        ]
        if asked.subject:
            said = self.tr("Chứng thư: {subject}, do {issuer} cấp")
            lines.append(said.format(subject=asked.subject, issuer=asked.issuer))
        lines += self._proposal(asked)
        self._claim.setText("\n".join(lines))
        self.digits.show_digits(asked.fingerprint)
        self.compared.setChecked(False)
        self.units.search.clear()
        self.units.choose(asked.proposed or asked.unit)
        self._stack.setCurrentIndex(1)
        self._enable()

    def _proposal(self, asked: KeyRequest) -> list[str]:
        unit = self._names.get(asked.proposed, asked.proposed)
        if asked.way is RequestWay.ROTATION:
            words = self.tr("Đề nghị duyệt đổi khóa: khóa đang dùng của {unit} đã ký xác nhận.")
        elif asked.way is RequestWay.RENEWAL:
            words = self.tr("Đề nghị duyệt gia hạn: cùng cơ quan cấp, cùng tên, của {unit}.")
        elif asked.is_rotation:
            words = self.tr("Khóa ký xác nhận không còn hiệu lực ở đây: phải so đủ 30 số.")
        else:
            return []
        return [words.format(unit=unit)]

    # -- deciding

    def ask_request(self) -> None:
        """Ask for an enrolment package."""
        title = self.tr("Chọn gói đăng ký")
        chosen = ask_path(Ask.FILE, title, self, FileKind.MAIL)
        if chosen is not None:
            self.wanted.emit(ShowRequests((chosen,)))

    def obstacle(self) -> str:
        """Return what is still to be done before approving; empty when nothing is."""
        for held, words in (
            (self._authority.isHidden(), self.tr("Lập khóa cấp thẻ của nơi nhận trước.")),
            (self._asked, self.tr("Mở gói đăng ký trước.")),
            (self.units.unit, self.tr("Chọn đơn vị trong danh mục.")),
            (
                self.compared.isChecked() or self._is_proposed(),
                self.tr("So đủ 30 số rồi đánh dấu xác nhận."),
            ),
            (not self.signer.obstacle(), self.signer.obstacle()),
            (not self.authority.obstacle(), self.authority.obstacle()),
            (text_of(self.title), self.tr("Nhập chức vụ người duyệt.")),
            (self.out_dir.path, self.tr("Chọn nơi ghi thẻ đơn vị.")),
        ):
            if not held:
                return words
        return ""

    def _is_proposed(self) -> bool:
        """Say whether the enrolments themselves vouch for the chosen unit."""
        asked, unit = self._asked, self.units.unit
        proposed = asked.proposed if asked is not None else ""
        return bool(proposed) and unit is not None and unit.code == proposed

    def _enable(self) -> None:
        why = self.obstacle()
        self._why.setText(why)
        self.go.setEnabled(not why)

    def _approve(self) -> None:
        asked, unit = self._asked, self.units.unit
        source, out_dir = self.signer.source, self.out_dir.path
        if asked is None or unit is None or source is None or out_dir is None or self.obstacle():
            return
        signing = Signing(
            source, out_dir, text_of(self.title), authority_password=self.authority.password
        )
        self.wanted.emit(Approve(asked.data, unit.code, signing, text_of(self.slip)))

    def _make_authority(self) -> None:
        path, title = self.own_path.path, text_of(self.own_title)
        if path is None or not title or not self.own_password.text():
            self.lacking.emit(self.tr("Nhập đủ nơi lưu khóa, mật khẩu và chức vụ."))
            return
        if self.own_password.text() != self.own_again.text():
            self.lacking.emit(self.tr("Hai lần nhập mật khẩu không giống nhau."))
            return
        self.wanted.emit(MakeAuthority(path, self.own_password.text(), title))

    # -- what came of it

    def acted(self, order: object, done: Done) -> None:
        """Show what was opened; forget what was secret, and what was decided."""
        if isinstance(order, ShowRequests):
            self.show_request(cast("Sequence[KeyRequest]", done.found)[0])
            return
        if isinstance(order, ReplaceAuthority | MakeAnotherKey):  # what signs from now on
            self.signer.way.setCurrentIndex(SignsBy.KEY)
            self.key.set_path(order.path)
        elif isinstance(order, MakeAuthority) and not self.key.path:
            self.key.set_path(order.path)
            self.title.setText(order.title)
        self._forget()

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Forget what was secret; what was typed stays."""
        if not isinstance(order, ShowRequests):
            self.signer.forget_secret(error)

    def _forget(self) -> None:
        self.signer.used()
        self.out_dir.used()
        keep_line(self.title)
        self.signer.forget_secret()
        for field in (self.authority, self.own_password, self.own_again, self.slip):
            field.clear()
        self.compared.setChecked(False)
