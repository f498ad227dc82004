"""The clerk's page: number, date and seal; images; signing in another system."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.paper.orders import Image, KeepImage
from ctmtqg_desktop.exchange.post.signing import Signing
from ctmtqg_desktop.exchange.sender.orders import (
    ExportPrint,
    GiveNumber,
    ImportSigned,
    SavePrint,
)
from ctmtqg_desktop.ui.look.flow import FlowRow
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.paper.picture import PictureRow
from ctmtqg_desktop.ui.parts.card import Card, button, label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, line, text_of
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.sign.signer_rows import SignerRows


class PapersPage(QWidget):
    """Issue a signed report, keep the images, go the outside route.

    Signals:
        wanted: an order.
        bring_wanted: a signed print is there.
        separate_wanted: a file is to be signed on its own.
        images_changed: an image was kept or forgotten.
    """

    wanted = Signal(object)
    bring_wanted = Signal()
    separate_wanted = Signal()
    images_changed = Signal()

    def __init__(
        self, jobs: Jobs, clock: Clock, parent: QWidget, *, leader: Callable[[], tuple[str, str]]
    ) -> None:
        super().__init__(parent)
        self._clock, self._leader = clock, leader
        self._report, self._locked, self._open = ("", ""), "", ""
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self._issue_card(jobs), 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._images_card())
        right.addWidget(self._outside_card())
        right.addStretch(1)
        halves.addLayout(right, 1)
        page.addLayout(halves, 1)
        self._enable()

    # -- building

    def _issue_card(self, jobs: Jobs) -> Card:
        card = Card(self.tr("1. Cấp số, ngày và đóng dấu"), self)
        self._about = label("", card, role="soft", wrap=True)
        card.body.addWidget(self._about)
        card.body.addLayout(self._issue_rows(jobs, card))
        self._why = label("", card, role="soft", wrap=True)
        card.body.addWidget(self._why)
        self.go = button(self.tr("Cấp số và đóng dấu"), card, picture="badge-check", primary=True)
        self.go.clicked.connect(self.order)
        self.save = button(self.tr("Lưu bản in đã ký"), card, picture="download")
        self.save.setToolTip(self.tr("Ghi tệp PDF đã ký để lưu hồ sơ hoặc in giấy"))
        self.save.clicked.connect(self._save)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.save)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addStretch(1)
        for field in (self.number, self.symbol, self.title):
            field.textChanged.connect(self._enable)
        self.signer.changed.connect(self._enable)
        self.out_dir.changed.connect(self._enable)
        return card

    def _issue_rows(self, jobs: Jobs, card: Card) -> Rows:
        self.number = line(card, hint=self.tr("Số trong sổ công văn đi, ví dụ 45"))
        self.number.setValidator(QIntValidator(1, 99_999, self))
        self.symbol = line(card, hint="BC-UBND")
        self.dated = QDateEdit(card)
        self.dated.setCalendarPopup(True)
        self.dated.setDisplayFormat("dd/MM/yyyy")
        self.dated.setMinimumHeight(28)
        rows = Rows()
        rows.add(self.tr("Số văn bản"), self.number)
        rows.add(self.tr("Ký hiệu"), self.symbol)
        rows.add(self.tr("Ngày văn bản"), self.dated)
        self.signer = SignerRows(rows, jobs, self._clock, card)
        self.title = line(card)
        self.out_dir = PathBox(Ask.FOLDER, self.tr("Chọn nơi ghi gói"), card, FileKind.PACKAGES)
        rows.add(self.tr("Người đóng dấu"), self.title)
        rows.add(self.tr("Ghi gói vào"), self.out_dir)
        return rows

    def _images_card(self) -> Card:
        card = Card(self.tr("2. Ảnh trên bản in"), self)
        about = self.tr(
            "Tệp .png nền trong suốt: chữ ký màu xanh, con dấu màu đỏ đúng kích thước thật. "
            "Dấu trùm khoảng 1/3 chữ ký về bên trái (Nghị định 30/2020/NĐ-CP)."
        )
        card.body.addWidget(label(about, card, role="soft", wrap=True))
        self.signature = PictureRow(Image.SIGNATURE, self.tr("Chữ ký"), card)
        self.seal = PictureRow(Image.SEAL, self.tr("Con dấu"), card)
        for made in (self.signature, self.seal):
            made.wanted.connect(self.wanted)
        rows = Rows()
        rows.addRow(label(self.tr("Chữ ký"), card), self.signature)
        rows.addRow(label(self.tr("Con dấu"), card), self.seal)
        card.body.addLayout(rows)
        return card

    def _outside_card(self) -> Card:
        card = Card(self.tr("3. Ký ở hệ thống khác"), self)
        about = self.tr(
            "Xuất bản in, ký ở hệ thống của tỉnh, rồi nhập lại. Số liệu không được sửa trong "
            "lúc chờ ký; phần mềm ký chỉ được thêm chữ ký vào tệp."
        )
        card.body.addWidget(label(about, card, role="soft", wrap=True))
        self._open_why = label("", card, role="soft", wrap=True)
        card.body.addWidget(self._open_why)
        row = FlowRow()
        self.export = button(self.tr("Xuất bản in chờ ký"), card, picture="upload")
        self.bring = button(self.tr("Nhập bản in đã ký…"), card, picture="download")
        self.export.clicked.connect(self._export)
        self.bring.clicked.connect(self.bring_wanted)
        row.addWidget(self.export)
        row.addWidget(self.bring)
        separate = button(self.tr("Ký phụ lục, bản sao…"), card, picture="signature")
        separate.setToolTip(self.tr("Ký một tệp PDF riêng ở góc trên bên phải trang đầu"))
        separate.clicked.connect(self.separate_wanted)
        row.addWidget(separate)
        card.body.addLayout(row)
        return card

    # -- showing

    def show_report(
        self, about: str, report: tuple[str, str], *, locked: str, sent: str, symbol: str
    ) -> None:
        """Show which report this is about.

        Args:
            about: the report and where it stands.
            report: its report set and the code of its period.
            locked: why it cannot be issued; empty when it can.
            sent: why it cannot be signed elsewhere; empty when it can.
            symbol: what usually follows the number.
        """
        self._about.setText(about)
        self._report, self._locked, self._open = report, locked, sent
        self.symbol.setText(symbol)
        today = self._clock().date()
        self.dated.setDate(QDate(today.year, today.month, today.day))
        self._enable()

    def obstacle(self) -> str:
        """Return what still stands in the way of issuing; empty when nothing does."""
        if self._locked:
            return self._locked
        for field, words in (
            (text_of(self.number), self.tr("Nhập số văn bản.")),
            (text_of(self.symbol), self.tr("Nhập ký hiệu, ví dụ BC-UBND.")),
        ):
            if not field:
                return words
        if why := self.signer.obstacle():
            return why
        if not text_of(self.title):
            return self.tr("Nhập người đóng dấu.")
        return "" if self.out_dir.path else self.tr("Chọn nơi ghi gói (USB hoặc thư mục).")

    def _enable(self) -> None:
        why = self.obstacle()
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.go.setEnabled(not why)
        self.go.setToolTip(tip(why))
        self.save.setEnabled(bool(self._open) and bool(self._about.text()))
        if hasattr(self, "export"):
            self._open_why.setText(self._open)
            self._open_why.setVisible(bool(self._open))
            for made in (self.export, self.bring):
                made.setEnabled(not self._open)

    # -- ordering

    def order(self) -> None:
        """Ask for number and seal, when nothing stands in the way."""
        source, out_dir = self.signer.source, self.out_dir.path
        if self.obstacle() or source is None or out_dir is None:
            return
        day, number = self.dated.date(), int(text_of(self.number))
        dated = date(day.year(), day.month(), day.day())
        signing = Signing(source, out_dir, text_of(self.title))
        self.wanted.emit(GiveNumber(*self._report, number, dated, signing, text_of(self.symbol)))

    def _save(self) -> None:
        if self.out_dir.path is not None:
            self.wanted.emit(SavePrint(*self._report, self.out_dir.path))

    def _export(self) -> None:
        if self.out_dir.path is not None:
            self.wanted.emit(ExportPrint(*self._report, self.out_dir.path, *self._leader()))

    def bring_back(self, file: Path, signing: Signing) -> None:
        """Ask for the package around a print that was signed elsewhere."""
        self.wanted.emit(ImportSigned(*self._report, file, signing))

    def acted(self, order: object, done: Done) -> None:
        """Forget what was secret, and the number that is used up."""
        if isinstance(order, GiveNumber):
            self.signer.used()
            self.signer.forget_secret()
            self.number.clear()
        elif isinstance(order, KeepImage):
            self.images_changed.emit()

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Forget what was secret; what was typed stays."""
        if isinstance(order, GiveNumber):
            self.signer.forget_secret(error)
