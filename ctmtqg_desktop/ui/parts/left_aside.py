"""Files that were left aside when a folder or a zip was taken in, each with its reason."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple, cast

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.words import claimed
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.table import Field, Table


class LeftFile(NamedTuple):
    """A file that was left aside, and why, as a sentence."""

    file: str
    reason: str


class LeftDialog(QDialog):
    """List the files that were left aside."""

    def __init__(self, files: Sequence[LeftFile], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Tệp để ngoài"))
        self.resize(860, 460)
        column = QVBoxLayout(self)
        words = self.tr("Những tệp này có ở đó nhưng không được nhập; mỗi tệp kèm lý do.")
        column.addWidget(label(words, self, wrap=True))
        fields: tuple[Field[LeftFile], ...] = (
            Field(self.tr("Tệp"), lambda f: claimed(PurePath(f.file).name), width=220,
                  tip=lambda f: claimed(f.file)),
            Field(self.tr("Lý do"), lambda f: f.reason, tip=lambda f: f.reason),
            Field(self.tr("Nằm ở"), lambda f: claimed(str(PurePath(f.file).parent)), width=220,
                  tip=lambda f: claimed(f.file)),
        )  # fmt: skip
        self.table: Table[LeftFile] = Table(self.tr("Tệp để ngoài"), fields, self)
        self.table.show_records(files)
        column.addWidget(self.table, 1)
        kinds = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        kinds.rejected.connect(self.reject)
        column.addWidget(kinds)


class LeftButton(QPushButton):
    """Say how many files were left aside; a click lists them. Hidden while there are none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._files: tuple[LeftFile, ...] = ()
        self.clicked.connect(self.show_list)
        self.hide()

    def acted(self, done: Done) -> None:
        """Take what an act left aside; where it found nothing else, list it at once."""
        left = done.facts.get("left_out")
        if left is None:
            return
        told = cast("Sequence[dict[str, str]]", left)
        self._files = tuple(LeftFile(one["file"], one["message"]) for one in told)
        words = self.tr("{count} tệp để ngoài…").format(count=len(self._files))
        self.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(self._files))
        if self._files and done.did_nothing:
            self.show_list()

    def show_list(self) -> LeftDialog:
        """Open the list."""
        dialog = LeftDialog(self._files, self)
        dialog.open()
        return dialog
