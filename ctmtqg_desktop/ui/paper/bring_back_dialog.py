"""Ask for a print that was signed elsewhere, and who seals its package here."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.exchange.post.signers import SignerSource
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Ask, PathBox, Rows
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.sign.signer_rows import SignerRows


@dataclass(frozen=True, slots=True)
class BringOrder:
    """A signed print, what seals the package around it, and where that goes."""

    pdf: Path
    source: SignerSource
    out_dir: Path


class BringBackDialog(QDialog):
    """Ask for file, signer and folder."""

    def __init__(self, jobs: Jobs, clock: Clock, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Nhập bản in đã ký"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        about = self.tr(
            "Chọn tệp PDF đã xuất chờ ký và đã được ký ở hệ thống khác. Chương trình kiểm tra "
            "chữ ký và số liệu trong tệp, rồi đóng gói bằng khóa của đơn vị."
        )
        column.addWidget(label(about, self, wrap=True))
        kinds = self.tr("Bản in đã ký (*.pdf)")
        self.pdf = PathBox(Ask.FILE, self.tr("Chọn bản in đã ký"), self, kinds=kinds)
        self.out_dir = PathBox(Ask.FOLDER, self.tr("Chọn nơi ghi gói"), self)
        rows = Rows()
        rows.add(self.tr("Bản in đã ký"), self.pdf)
        self.signer = SignerRows(rows, jobs, clock, self)
        rows.add(self.tr("Ghi gói vào"), self.out_dir)
        column.addLayout(rows)
        kind = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kind.Ok | kind.Cancel, self)
        self.buttons.button(kind.Ok).setText(self.tr("Kiểm tra và đóng gói"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(lambda _: self.signer.forget_secret())
        column.addWidget(self.buttons)
        self.pdf.changed.connect(self._enable)
        self.out_dir.changed.connect(self._enable)
        self.signer.changed.connect(self._enable)
        self.out_dir.set_path(folder)
        self._enable()

    @property
    def order(self) -> BringOrder | None:
        """Return what was asked for; None while it is not complete."""
        pdf, source, out_dir = self.pdf.path, self.signer.source, self.out_dir.path
        if pdf is None or source is None or out_dir is None:
            return None
        return BringOrder(pdf, source, out_dir)

    def _enable(self) -> None:
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(self.order is not None)
