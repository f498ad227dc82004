"""The clerk's page: number, date and seal; images; signing in another system."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.signers import SignerSource
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.paper.picture import PictureRow
from ctmtqg_desktop.ui.parts.busy import Busy, Work
from ctmtqg_desktop.ui.parts.card import Card, button, label
from ctmtqg_desktop.ui.parts.fields import Ask, PathBox, Rows, line, text_of
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.notice import Notice, Tone
from ctmtqg_desktop.ui.sign.signer_rows import SignerRows


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """What the clerk asks for."""

    number: int
    symbol: str
    dated: date
    source: SignerSource
    title: str
    out_dir: Path


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it, in words."""

    what: str
    todo: str = ""


class PapersPage(QWidget):
    """Issue a signed report, keep the images, go the outside route.

    Signals:
        issue_wanted: the IssueOrder.
        export_wanted: the folder for the print to be signed elsewhere.
        bring_wanted: a signed print is there.
        save_wanted: the folder for the signed print by itself.
    """

    issue_wanted = Signal(object)
    export_wanted = Signal(object)
    bring_wanted = Signal()
    save_wanted = Signal(object)

    def __init__(self, jobs: Jobs, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._clock, self._locked, self._open = clock, "", ""
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        self.notice = Notice(self)
        page.addWidget(self.notice)
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
        self.busy = Busy(jobs, card)
        self.busy.done.connect(self._done)
        self.busy.refused.connect(self._refused)
        self.busy.stopped.connect(self._enable)
        card.body.addWidget(self.busy)
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
        self.out_dir = PathBox(Ask.FOLDER, self.tr("Chọn nơi ghi gói"), card)
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
        self.signature = PictureRow(self.tr("Chữ ký"), card)
        self.seal = PictureRow(self.tr("Con dấu"), card)
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
        row = QHBoxLayout()
        self.export = button(self.tr("Xuất bản in chờ ký"), card, picture="upload")
        self.bring = button(self.tr("Nhập bản in đã ký…"), card, picture="download")
        self.export.clicked.connect(self._export)
        self.bring.clicked.connect(self.bring_wanted)
        row.addWidget(self.export)
        row.addWidget(self.bring)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    # -- showing

    def show_report(self, about: str, *, locked: str, sent: str, symbol: str) -> None:
        """Show which report this is about.

        Args:
            about: the report and where it stands.
            locked: why it cannot be issued; empty when it can.
            sent: why it cannot be signed elsewhere; empty when it can.
            symbol: what usually follows the number.
        """
        self._about.setText(about)
        self._locked, self._open = locked, sent
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
        why, running = self.obstacle(), self.busy.is_running
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.go.setEnabled(not why and not running)
        self.go.setToolTip(tip(why))
        self.save.setEnabled(bool(self._open) and bool(self._about.text()) and not running)
        if hasattr(self, "export"):
            self._open_why.setText(self._open)
            self._open_why.setVisible(bool(self._open))
            for made in (self.export, self.bring):
                made.setEnabled(not self._open and not running)

    # -- ordering

    def order(self) -> None:
        """Ask for number and seal, when nothing stands in the way."""
        source, out_dir = self.signer.source, self.out_dir.path
        if self.obstacle() or source is None or out_dir is None or self.busy.is_running:
            return
        day = self.dated.date()
        dated = date(day.year(), day.month(), day.day())
        number, symbol, title = (
            int(text_of(self.number)),
            text_of(self.symbol),
            text_of(self.title),
        )
        self.issue_wanted.emit(IssueOrder(number, symbol, dated, source, title, out_dir))

    def _save(self) -> None:
        if self.out_dir.path is not None:
            self.save_wanted.emit(self.out_dir.path)

    def _export(self) -> None:
        if self.out_dir.path is not None:
            self.export_wanted.emit(self.out_dir.path)

    def run(self, words: str, work: Work) -> None:
        """Do it and show it; ``work`` returns a ``Told``."""
        self.notice.hide()
        self.busy.run(words, work)
        self._enable()

    def _done(self, told: Told) -> None:
        self.signer.used()
        self.signer.forget_secret()
        self.number.clear()
        self.notice.say(Tone.GOOD, told.what, told.todo)
        self._enable()

    def _refused(self, error: CtmtqgError) -> None:
        self.notice.say_error(error)
        self.signer.forget_secret(error)
        self._enable()
