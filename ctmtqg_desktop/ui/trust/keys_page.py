"""Keys of a reporting unit: make one, ask to be enrolled, take in what the receiver sends."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keys.orders import Enrol, MakeKey, PrintSlip
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.ui.parts.card import Card, button, label
from ctmtqg_desktop.ui.parts.fields import (
    SIGNER_NAME,
    Digits,
    PathBox,
    Rows,
    begin_line,
    line,
    password_line,
    text_of,
)
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path, ask_paths
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.left_aside import LeftButton
from ctmtqg_desktop.ui.trust.own_keys import OwnKeys

KEY_SUFFIX = ".ntmkey"


class KeysPage(QWidget):
    """Three steps in order, each with its button.

    Signals:
        wanted: an order.
        lacking: what is still missing, in words.
        outside_wanted: enrol a token or the file of an outside authority.
        shown: the page has come to the front.
    """

    wanted = Signal(object)
    lacking = Signal(str)
    outside_wanted = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget, *, unit: Unit) -> None:
        super().__init__(parent)
        self._unit = unit
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
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
        for title in (self.title, self.make_title):
            begin_line(title, f"title.{chairman(unit)}", chairman(unit))
        begin_line(self.name, SIGNER_NAME)
        self.make_path.propose(f"khoa_{unit.code}{KEY_SUFFIX}")
        self._is_carried = False

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_carried:
            self._forget()

    # -- building

    def _make_card(self) -> Card:
        card = Card(self.tr("1. Tạo khóa ký"), self)
        self.heading = card.heading
        self.make_title = line(card, hint=self.tr("Chủ tịch Ủy ban nhân dân xã …"))
        self.make_path = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi lưu tệp khóa"), card, FileKind.KEYS
        )
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
        self.key = PathBox(Ask.FILE, self.tr("Chọn tệp khóa"), card, FileKind.KEYS)
        self.password = password_line(card)
        self.title = line(card, hint=self.tr("Chủ tịch Ủy ban nhân dân xã …"))
        self.out_dir = PathBox(
            Ask.FOLDER, self.tr("Chọn nơi ghi gói đăng ký"), card, FileKind.PACKAGES
        )
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
        self.old_key = PathBox(Ask.FILE, self.tr("Chọn tệp khóa đang dùng"), card, FileKind.KEYS)
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
        folder = button(self.tr("Nhập cả thư mục…"), card, picture="folder-open")
        folder.clicked.connect(self.ask_folder)
        self.left = LeftButton(card)
        card.heading.addWidget(self.left)
        card.heading.addWidget(folder)
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
            words = self.tr("Hai lần nhập mật khẩu không giống nhau. Nhập lại cả hai ô mật khẩu.")
            self.lacking.emit(words)
            self.make_password.setFocus()
            return
        if path is not None:
            self.wanted.emit(MakeKey(path, self.make_password.text(), title))

    def _enrol(self) -> None:
        key, out_dir, title = self.key.path, self.out_dir.path, text_of(self.title)
        if self._lacks((key, self.key), (self.password.text(), self.password),
                       (title, self.title), (out_dir, self.out_dir)):  # fmt: skip
            return
        if self.rotates.isChecked() and self._lacks((self.old_key.path, self.old_key)):
            return
        if key is not None and out_dir is not None:
            path = self.old_key.path if self.rotates.isChecked() else None
            typed = self.old_password.text() or self.password.text()
            old = KeyFile(path, typed) if path is not None else None
            signing = Signing(KeyFile(key, self.password.text()), out_dir, title)
            self.wanted.emit(Enrol(signing, old))

    def _slip(self) -> None:
        key, title = self.key.path, text_of(self.title)
        if self._lacks((key, self.key), (title, self.title)):
            return
        name, words = f"phieu-dang-ky_{self._unit.code}.pdf", self.tr("Ghi phiếu đăng ký vào")
        chosen = ask_path(Ask.NEW_FILE, words, self, FileKind.SLIPS, proposed=name)
        if chosen and key is not None:
            self.wanted.emit(PrintSlip(key, chosen, title, text_of(self.name)))

    def _lacks(self, *fields: tuple[object, QWidget]) -> bool:
        """Say which field is still empty, and go to the first."""
        for value, field in fields:
            if not value:
                named = field.line if isinstance(field, PathBox) else field
                words = self.tr("Chưa nhập “{field}”.").format(field=named.accessibleName())
                self.lacking.emit(words)
                named.setFocus()
                return True
        return False

    def ask_mail(self) -> None:
        """Ask for files that the receiver sent."""
        title = self.tr("Chọn tệp nơi nhận gửi về")
        chosen = ask_paths(Ask.FILES, title, self, FileKind.MAIL)
        if chosen:
            self.take_in(chosen)

    def ask_folder(self) -> None:
        """Ask for a folder and take in what the receiver sent in it."""
        title = self.tr("Chọn thư mục chứa tệp nơi nhận gửi về")
        chosen = ask_paths(Ask.FOLDER, title, self, FileKind.MAIL)
        if chosen:
            self.take_in(chosen)

    def take_in(self, paths: tuple[Path, ...]) -> None:
        """Ask for files from the receiver to be taken in, a unit card into the chosen key."""
        self.wanted.emit(TakeIn(paths, self.key.path, text_of(self.own.confirmed)))

    # -- what came of it

    def acted(self, order: object, done: Done) -> None:
        """Show the digits of the key, and what was left aside; forget what was secret."""
        self._forget()
        self.left.acted(done)
        if isinstance(order, MakeKey):
            self._carry(order)
        elif isinstance(order, Enrol):
            self.out_dir.used()
        if isinstance(order, MakeKey | Enrol | PrintSlip):
            self.digits.show_digits(str(done.facts["fingerprint"]))

    def _carry(self, made: MakeKey) -> None:
        """Take the key just made to its enrolment, with the password, until the page is left."""
        former = self.key.path
        if former is not None and former != made.path and former.is_file():
            self.old_key.set_path(former)
        self.key.set_path(made.path)
        self.title.setText(made.title)
        self.password.setText(made.password)
        self._is_carried = True
        self.make_path.used()
        self.make_path.propose(f"khoa_{self._unit.code}{KEY_SUFFIX}")

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Keep what was typed: a file counts no tries."""

    def _forget(self) -> None:
        self._is_carried = False
        for field in (
            self.make_password, self.make_again, self.password, self.old_password
        ):  # fmt: skip
            field.clear()
