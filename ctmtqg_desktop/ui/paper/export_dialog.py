"""Print or export: what, in which formats, into which file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind

WHOLE = "*"
"""Stands for the whole report where a form could be named."""


class ExportChoice(NamedTuple):
    """Something that can be printed.

    Attributes:
        id: of a form, or ``*`` for the whole report.
        name: suggested file name without ending.
    """

    id: str
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to print, and where to; a format that is not wanted has no path."""

    what: str
    pdf: Path | None
    xlsx: Path | None

    @property
    def paths(self) -> tuple[Path, ...]:
        """Return the files that will be written."""
        return tuple(path for path in (self.pdf, self.xlsx) if path is not None)


class ExportDialog(QDialog):
    """Ask what to print; the file's folder and name are chosen once for both formats."""

    def __init__(self, choices: Sequence[ExportChoice], parent: QWidget) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self.setWindowTitle(self.tr("In và xuất"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        self.what = QComboBox(self)
        self.what.addItems([choice.title for choice in self._choices])
        self.pdf = QCheckBox(self.tr("PDF để in và ký (PDF/A)"), self)
        self.pdf.setChecked(True)
        self.xlsx = QCheckBox(self.tr("Excel (XLSX)"), self)
        self.path = PathBox(Ask.NEW_FILE, self.tr("Chọn nơi ghi tệp"), self, FileKind.PRINTS)
        rows = Rows()
        rows.add(self.tr("Nội dung"), self.what)
        rows.addRow("", self.pdf)
        rows.addRow("", self.xlsx)
        rows.add(self.tr("Ghi vào"), self.path)
        column.addLayout(rows)
        self._note = label("", self, role="error", wrap=True)
        column.addWidget(self._note)
        kinds = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self._buttons.accepted.connect(self.path.used)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column.addWidget(self._buttons)
        self.what.currentIndexChanged.connect(self._suggest)
        self.pdf.toggled.connect(self._enable)
        self.xlsx.toggled.connect(self._enable)
        self.path.changed.connect(self._enable)
        self._suggest()

    def choose(self, what: str) -> None:
        """Choose what to print."""
        ids = [choice.id for choice in self._choices]
        self.what.setCurrentIndex(ids.index(what) if what in ids else 0)

    @property
    def order(self) -> ExportOrder | None:
        """Return what was asked for; None while it is not complete."""
        path = self.path.path
        if path is None or not (self.pdf.isChecked() or self.xlsx.isChecked()):
            return None
        base = path.with_suffix("") if path.suffix.lower() in {".pdf", ".xlsx"} else path
        return ExportOrder(
            self._choices[self.what.currentIndex()].id,
            base.with_name(base.name + ".pdf") if self.pdf.isChecked() else None,
            base.with_name(base.name + ".xlsx") if self.xlsx.isChecked() else None,
        )

    def _suggest(self) -> None:
        name = self._choices[self.what.currentIndex()].name
        self.path.propose(name)
        self._enable()

    def _enable(self) -> None:
        order = self.order
        there = [path.name for path in order.paths if path.exists()] if order else []
        words = self.tr("Sẽ ghi đè tệp đã có: {names}.").format(names=", ".join(there))
        self._note.setText(words if there else "")
        self._note.setVisible(bool(there))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(order is not None)
