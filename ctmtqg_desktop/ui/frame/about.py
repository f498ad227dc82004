"""About the program: version, how far the catalogue may be believed, licences."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListView,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop import __version__, assets
from ctmtqg_desktop.catalogue.records.legal import LEVELS, Confidence
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.confidence import CONFIDENCE_SIGNS
from ctmtqg_desktop.ui.parts.table import Field, Table


def licences() -> dict[str, Path]:
    """Return the bundled licences: what of -> its file; one that is not there is left out."""
    found = {
        "CTMTQG Desktop": assets.root() / "LICENSE",
        "Noto Sans": assets.resource("fonts", "LICENSE-NotoSans.txt"),
        "Tinos": assets.resource("fonts", "LICENSE-Tinos.txt"),
        "DejaVu Sans": assets.resource("fonts", "LICENSE-DejaVu.txt"),
        "Lucide": assets.resource("icons", "LICENSE-lucide.txt"),
    }
    return {name: path for name, path in found.items() if path.is_file()}


class AboutDialog(QDialog):
    """Show what the program is and what it is made of."""

    def __init__(
        self, counts: Mapping[str, int], texts: Mapping[str, Path], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Giới thiệu"))
        self.resize(720, 500)
        column = QVBoxLayout(self)
        column.addWidget(label(self.tr("CTMTQG Desktop"), self, role="title"))
        words = self.tr(
            "Báo cáo các chương trình mục tiêu quốc gia, chạy ngoại tuyến. Phiên bản {version}."
        )
        column.addWidget(label(words.format(version=__version__), self, role="soft", wrap=True))
        tabs = QTabWidget(self)
        tabs.addTab(self._believed(counts, tabs), self.tr("Độ tin cậy của biểu mẫu"))
        tabs.addTab(self._licences(texts, tabs), self.tr("Giấy phép"))
        column.addWidget(tabs, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    def _believed(self, counts: Mapping[str, int], parent: QWidget) -> QWidget:
        fields: tuple[Field[tuple[str, int]], ...] = (
            Field(self.tr("Nguồn"), lambda r: _told(Confidence(r[0])),
                                   sign=lambda r: CONFIDENCE_SIGNS[Confidence(r[0])]),
            Field(self.tr("Số dòng"), lambda r: str(r[1]), is_number=True,
                                   width=110),
        )  # fmt: skip
        table: Table[tuple[str, int]] = Table(self.tr("Độ tin cậy"), fields, parent)
        table.show_records([(name.value, counts.get(name.value, 0)) for name in LEVELS])
        return table

    def _licences(self, texts: Mapping[str, Path], parent: QWidget) -> QWidget:
        page = QWidget(parent)
        row = QHBoxLayout(page)
        names = QListView(page)
        names.setAccessibleName(self.tr("Thành phần"))
        names.setModel(QStringListModel(list(texts), names))
        names.setFixedWidth(190)
        text = QPlainTextEdit(page)
        text.setAccessibleName(self.tr("Nội dung giấy phép"))
        text.setReadOnly(True)
        paths = list(texts.values())
        names.selectionModel().currentChanged.connect(
            lambda index: text.setPlainText(
                paths[index.row()].read_text(encoding="utf-8", errors="replace")
            )
        )
        row.addWidget(names)
        row.addWidget(text, 1)
        if paths:
            names.setCurrentIndex(names.model().index(0, 0))
        return page


def _told(level: Confidence) -> str:
    """Return what a level means, with its mark."""
    return f"{say(f'screen.source-{level.value}', {})} {level.mark}".rstrip()
