"""Keys of a reporting unit: make one, ask to be enrolled, take in what the receiver sends."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.ui.parts.busy import Busy, Work
from ctmtqg_desktop.ui.parts.card import Card, button, label
from ctmtqg_desktop.ui.parts.fields import Ask, Digits, PathBox, Rows, line, password_line, text_of
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.notice import Notice, Tone
from ctmtqg_desktop.ui.trust.own_keys import OwnKeys

KEY_SUFFIX = ".ntmkey"


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """A key to be made."""

    path: Path
    password: str
    title: str


@dataclass(frozen=True, slots=True)
class EnrolOrder:
    """An enrolment package to be written."""

    key: Path
    password: str
    title: str
    out_dir: Path
    old: Path | None = None
    old_password: str = ""


@dataclass(frozen=True, slots=True)
class SlipOrder:
    """A slip to be printed; ``name`` may be empty."""

    key: Path
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class KeyNews:
    """What came of it: a sentence, and the digits to show where there are some."""

    words: str
    todo: str = ""
    digits: str = ""


class KeysPage(QWidget):
    """Three steps in order, each with its button.

    Signals:
        make_wanted: the KeyOrder.
        enrol_wanted: the EnrolOrder; its old key, where given, vouches for the new one.
        slip_wanted: the SlipOrder.
        outside_wanted: enrol a token or the file of an outside authority.
        wanted: an order.
        shown: the page has come to the front.
    """

    make_wanted = Signal(object)
    enrol_wanted = Signal(object)
    slip_wanted = Signal(object)
    outside_wanted = Signal()
    wanted = Signal(object)
    shown = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        self.notice = Notice(self)
        self.busy = Busy(jobs, self)
        self.busy.done.connect(self._done)
        self.busy.refused.connect(self._refused)
        page.addWidget(self.notice)
        page.addWidget(self.busy)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(self._make_card(), 0, 0)
        grid.addWidget(self._enrol_card(), 0, 1)
        grid.addWidget(self._digits_card(), 1, 0)
        grid.addWidget(self._mail_card(), 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        page.addLayout(grid, 1)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    # -- building

    def _make_card(self) -> Card:
        card = Card(self.tr("1. Tạo khóa ký"), self)
        self.make_title = line(card, hint=self.tr("Chủ tịch Ủy ban nhân dân xã …"))
        self.make_path = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi lưu tệp khóa"), card,
            kinds=self.tr("Tệp khóa (*.ntmkey *.key);;Mọi tệp (*)"), suffix=KEY_SUFFIX,
        )  # fmt: skip
        self.make_password = password_line(card, hint=self.tr("Ít nhất 8 ký tự"))
        self.make_again = password_line(card)
        rows = Rows()
        rows.add(self.tr("Chức vụ"), self.make_title)
        rows.add(self.tr("Lưu khóa vào"), self.make_path)
        rows.add(self.tr("Mật khẩu"), self.make_password)
        rows.add(self.tr("Nhập lại mật khẩu"), self.make_again)
        card.body.addLayout(rows)
        warning = self.tr("Quên mật khẩu thì phải tạo khóa mới và đăng ký lại.")
        card.body.addWidget(label(warning, card, role="soft", wrap=True))
        self._end(card, self.tr("Tạo khóa"), "key-round", self._make)
        return card

    def _enrol_card(self) -> Card:
        card = Card(self.tr("2. Đăng ký chữ ký với nơi nhận"), self)
        self.key = PathBox(
            Ask.FILE,
            self.tr("Chọn tệp khóa"),
            card,
            kinds=self.tr("Tệp khóa (*.ntmkey *.key);;Mọi tệp (*)"),
        )
        self.password = password_line(card)
        self.title = line(card, hint=self.tr("Chủ tịch Ủy ban nhân dân xã …"))
        self.out_dir = PathBox(Ask.FOLDER, self.tr("Chọn nơi ghi gói đăng ký"), card)
        rows = Rows()
        rows.add(self.tr("Tệp khóa"), self.key)
        rows.add(self.tr("Mật khẩu"), self.password)
        rows.add(self.tr("Chức vụ"), self.title)
        rows.add(self.tr("Ghi gói vào"), self.out_dir)
        card.body.addLayout(rows)
        self._add_rotation(card, rows)
        hint = self.tr("Gửi gói đăng ký cho nơi nhận bằng USB, rồi đọc 30 số qua điện thoại.")
        card.body.addWidget(label(hint, card, role="soft", wrap=True))
        self._end(card, self.tr("Lập gói đăng ký"), "send", self._enrol)
        outside = button(self.tr("Đăng ký token, tệp .p12…"), card, picture="usb")
        outside.clicked.connect(self.outside_wanted)
        card.heading.addWidget(outside)
        return card

    def _add_rotation(self, card: Card, rows: Rows) -> None:
        """Let the key that is enrolled now vouch for the one above."""
        self.rotates = QCheckBox(self.tr("Đổi khóa: khóa đang dùng ký xác nhận khóa mới"), card)
        self.old_key = PathBox(
            Ask.FILE, self.tr("Chọn tệp khóa đang dùng"), card,
            kinds=self.tr("Tệp khóa (*.ntmkey *.key);;Mọi tệp (*)"),
        )  # fmt: skip
        self.old_password = password_line(card, hint=self.tr("Để trống nếu như mật khẩu trên"))
        rows.addRow(self.rotates)
        rows.add(self.tr("Khóa đang dùng"), self.old_key)
        rows.add(self.tr("Mật khẩu khóa ấy"), self.old_password)
        self.rotates.toggled.connect(lambda on: self._show_rotation(rows, on=on))
        self._show_rotation(rows, on=False)

    def _show_rotation(self, rows: Rows, *, on: bool) -> None:
        for field in (self.old_key, self.old_password):
            rows.setRowVisible(field, on)

    def _digits_card(self) -> Card:
        card = Card(self.tr("Mã nhận dạng khóa"), self)
        self.digits = Digits(card)
        card.body.addWidget(self.digits)
        hint = self.tr("Hai bên so đủ 30 số rồi nơi nhận mới duyệt. Mã này không cần giữ bí mật.")
        card.body.addWidget(label(hint, card, role="soft", wrap=True))
        self.name = line(card, hint=self.tr("In trên phiếu; có thể để trống"))
        rows = Rows()
        rows.add(self.tr("Họ tên người ký"), self.name)
        card.body.addLayout(rows)
        lost = self.tr("Mất khóa hoặc nghi lộ khóa: gọi ngay cho nơi nhận để thu hồi, "
                       "rồi tạo khóa mới và đăng ký lại từ mục 1.")  # fmt: skip
        card.body.addWidget(label(lost, card, role="soft", wrap=True))
        self._end(card, self.tr("In phiếu đăng ký…"), "printer", self._slip)
        return card

    def _mail_card(self) -> Card:
        card = Card(self.tr("3. Nhập tin từ nơi nhận"), self)
        words = self.tr("Thẻ đơn vị, biên nhận, phiếu trả lại, gói danh mục: chọn tệp nơi nhận "
                        "gửi về. Nhập thẻ đơn vị thì chọn tệp khóa ở mục 2 trước.")  # fmt: skip
        card.body.addWidget(label(words, card, role="soft", wrap=True))
        self.own = OwnKeys(card)
        card.body.addWidget(self.own, 1)
        self._end(card, self.tr("Nhập tin từ nơi nhận…"), "inbox", self.ask_mail)
        return card

    def _end(self, card: Card, words: str, picture: str, do: object) -> None:
        card.body.addStretch(1)
        go = button(words, card, picture=picture, primary=True)
        go.clicked.connect(do)
        card.body.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)

    # -- asking

    def _make(self) -> None:
        path, title = self.make_path.path, text_of(self.make_title)
        if self._lacks((title, self.make_title), (path, self.make_path),
                       (self.make_password.text(), self.make_password)):  # fmt: skip
            return
        if self.make_password.text() != self.make_again.text():
            self.notice.say(Tone.BAD, self.tr("Hai lần nhập mật khẩu không giống nhau."),
                            self.tr("Nhập lại cả hai ô mật khẩu."))  # fmt: skip
            self.make_password.setFocus()
            return
        if path is not None:
            self.make_wanted.emit(KeyOrder(path, self.make_password.text(), title))

    def _enrol(self) -> None:
        key, out_dir, title = self.key.path, self.out_dir.path, text_of(self.title)
        if self._lacks((key, self.key), (self.password.text(), self.password),
                       (title, self.title), (out_dir, self.out_dir)):  # fmt: skip
            return
        if self.rotates.isChecked() and self._lacks((self.old_key.path, self.old_key)):
            return
        if key is not None and out_dir is not None:
            old = self.old_key.path if self.rotates.isChecked() else None
            typed = self.old_password.text() or self.password.text()
            order = EnrolOrder(key, self.password.text(), title, out_dir, old, typed)
            self.enrol_wanted.emit(order)

    def _slip(self) -> None:
        key, title = self.key.path, text_of(self.title)
        if self._lacks((key, self.key), (title, self.title)):
            return
        if key is not None:
            self.slip_wanted.emit(SlipOrder(key, title, text_of(self.name)))

    def _lacks(self, *fields: tuple[object, QWidget]) -> bool:
        """Say which field is still empty, and go to the first."""
        for value, field in fields:
            if not value:
                named = field.line if isinstance(field, PathBox) else field
                words = self.tr("Chưa nhập “{field}”.").format(field=named.accessibleName())
                self.notice.say(Tone.WARN, words)
                named.setFocus()
                return True
        return False

    def ask_mail(self) -> None:
        """Ask for files that the receiver sent."""
        title, kinds = self.tr("Chọn tệp nơi nhận gửi về"), self.tr("Gói (*.asice)")
        chosen, _ = QFileDialog.getOpenFileNames(self, title, "", kinds)
        if chosen:
            self.take_in(tuple(Path(name) for name in chosen))

    def take_in(self, paths: tuple[Path, ...]) -> None:
        """Ask for files from the receiver to be taken in, a unit card into the chosen key."""
        self.wanted.emit(TakeIn(paths, self.key.path, self.own.confirmed.text()))

    # -- what came of it

    def run(self, words: str, work: Work) -> None:
        """Do one of the steps and show it; ``work`` returns a ``KeyNews``."""
        self.notice.hide()
        self.busy.run(words, work)

    def acted(self, order: object, done: Done) -> None:
        """Leave what was typed: the frame has said what came of it."""

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Leave what was typed: the frame has said why."""

    def _done(self, news: KeyNews) -> None:
        for field in (
            self.make_password, self.make_again, self.password, self.old_password
        ):  # fmt: skip
            field.clear()
        if self.make_path.path and not self.key.path:
            self.key.set_path(self.make_path.path)
            self.title.setText(self.make_title.text())
        if news.digits:
            self.digits.show_digits(news.digits)
        self.notice.say(Tone.GOOD, news.words, news.todo)

    def _refused(self, error: CtmtqgError) -> None:
        self.notice.say_error(error)
