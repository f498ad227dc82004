"""An image of a signature or of a seal: shown small, chosen, measured, taken away."""

from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QWidget

from ctmtqg_desktop.exchange.paper.orders import Image, KeepImage
from ctmtqg_desktop.ui.look.flow import FlowRow
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind

_WIDE, _HIGH = 112, 64


class PictureRow(QWidget):
    """Show one image and ask for another.

    Signals:
        wanted: an order to keep another image, or to forget it.
    """

    wanted = Signal(object)

    def __init__(self, image: Image, what: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.image, self._what = image, what
        row = FlowRow()
        self.setLayout(row)
        self._shown = QLabel(self)
        self._shown.setFixedSize(_WIDE, _HIGH)
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._shown)
        self._add_width(row)
        self._add_buttons(row)
        self.show_picture(b"", 0)

    def _add_width(self, row: FlowRow) -> None:
        self.width_mm = QDoubleSpinBox(self)
        self.width_mm.setLocale(QLocale(QLocale.Language.Vietnamese))
        self.width_mm.setRange(0, 80)
        self.width_mm.setDecimals(1)
        self.width_mm.setSuffix(" mm")
        self.width_mm.setSpecialValueText(self.tr("theo ảnh"))
        self.width_mm.setMinimumHeight(28)
        self.width_mm.setMinimumWidth(96)
        self.width_mm.setAccessibleName(self.tr("Bề rộng thật: {what}").format(what=self._what))
        words = label(self.tr("Rộng"), self)
        words.setBuddy(self.width_mm)
        row.addWidget(words)
        row.addWidget(self.width_mm)

    def _add_buttons(self, row: FlowRow) -> None:
        self.choose = button(self.tr("Chọn ảnh…"), self, picture="folder-open")
        self.choose.setAccessibleName(self.tr("Chọn ảnh: {what}").format(what=self._what))
        self.choose.clicked.connect(self._ask)
        self.drop = button(self.tr("Bỏ"), self, picture="trash-2")
        self.drop.setAccessibleName(self.tr("Bỏ ảnh: {what}").format(what=self._what))
        self.drop.clicked.connect(lambda: self.wanted.emit(KeepImage(self.image)))
        row.addWidget(self.choose)
        row.addWidget(self.drop)

    def show_picture(self, png: bytes, width_mm: float) -> None:
        """Show an image on white paper; no bytes show that there is none."""
        self.drop.setEnabled(bool(png))
        self.width_mm.setValue(width_mm)
        paper = QPixmap(_WIDE, _HIGH)
        paper.fill(QColor(COLOURS.surface))
        found = QPixmap()
        painter = QPainter(paper)
        painter.setPen(QColor(COLOURS.line_strong))
        painter.drawRect(0, 0, _WIDE - 1, _HIGH - 1)
        if png and found.loadFromData(png, "PNG"):
            fitted = found.scaled(
                _WIDE - 8, _HIGH - 8, Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
            painter.drawPixmap(
                (_WIDE - fitted.width()) // 2, (_HIGH - fitted.height()) // 2, fitted
            )
        else:
            painter.setPen(QColor(COLOURS.text_soft))
            painter.drawText(paper.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("chưa có ảnh"))
        painter.end()
        self._shown.setPixmap(paper)
        there = self.tr("đã có ảnh") if png else self.tr("chưa có ảnh")
        self._shown.setAccessibleName(f"{self._what}: {there}")

    def _ask(self) -> None:
        chosen = ask_path(Ask.FILE, self.choose.accessibleName(), self, FileKind.IMAGES)
        if chosen is not None:
            self.take(chosen)

    def take(self, file: Path) -> None:
        """Ask for an image to be kept, as wide as the box beside it says."""
        self.wanted.emit(KeepImage(self.image, file, self.width_mm.value()))
