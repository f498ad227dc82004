"""The dialog that asks for files: Vietnamese throughout, sticks first.

Windows shows its own, which has the drives beside it; elsewhere it is Qt's.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QFileInfo,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QUrl,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFileIconProvider,
    QFileSystemModel,
    QHeaderView,
    QListView,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.files.drives import desktop, documents, sticks

_SIZE, _SIDEBAR = QSize(920, 540), 190
_URL = Qt.ItemDataRole.UserRole + 1
"""Where Qt's side list keeps the address of a line."""
_SIZE_COLUMN, _DATE_COLUMN = 1, 3

Index = QModelIndex | QPersistentModelIndex


class FileDialog(QFileDialog):
    """Ask for files in a dialog that starts in a folder and has the places of this computer."""

    def __init__(self, title: str, parent: QWidget | None, folder: Path) -> None:
        super().__init__(parent, title, str(folder))
        if sys.platform in {"win32", "darwin"}:
            return
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
        self._kinds = _KindNames()
        self.setIconProvider(self._kinds)
        self.setViewMode(QFileDialog.ViewMode.Detail)
        self.resize(_SIZE)
        self._show_places(_places(folder))
        self._show_days()

    def chosen(self) -> tuple[Path, ...]:
        """Ask, and return what was chosen; nothing where the user gave up."""
        if self.exec() != QFileDialog.DialogCode.Accepted:
            return ()
        return tuple(Path(name) for name in self.selectedFiles())

    def _show_places(self, places: Mapping[Path, tuple[str, str]]) -> None:
        self.setSidebarUrls([QUrl.fromLocalFile(str(path)) for path in places])
        beside = self.findChild(QListView, "sidebar")
        if isinstance(beside, QListView):
            self._names = _PlaceNames(places, beside)
            beside.setItemDelegate(self._names)
            beside.setMinimumWidth(_SIDEBAR)
        split = self.findChild(QSplitter, "splitter")
        if isinstance(split, QSplitter):
            split.setSizes([_SIDEBAR, _SIZE.width() - _SIDEBAR])

    def _show_days(self) -> None:
        tree = self.findChild(QTreeView, "treeView")
        if isinstance(tree, QTreeView):
            self._words = _FileWords(tree)
            for column in (_SIZE_COLUMN, _DATE_COLUMN):
                tree.setItemDelegateForColumn(column, self._words)
            header = tree.header()
            header.setStretchLastSection(False)
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            for column, width in ((1, 84), (2, 120), (3, 130)):
                header.resizeSection(column, width)


def _places(last: Path) -> dict[Path, tuple[str, str]]:
    """Return the places of the side list, sticks first: (name, icon) by path."""
    found = {one.root: (_words("USB {name}").format(name=one.name), "usb") for one in sticks()}
    own = {
        documents(): (_words("Tài liệu"), "file-text"),
        desktop(): (_words("Màn hình nền"), "house"),
    }
    if last not in {*found, *own}:
        found[last] = (_words("Lần trước: {name}").format(name=last.name or str(last)), "history")
    return found | own | {Path(Path.home().anchor): (_words("Máy tính"), "hard-drive")}


def _words(text: str) -> str:
    return QCoreApplication.translate("FileDialog", text)


class _PlaceNames(QStyledItemDelegate):
    """Show places under the names people have for them."""

    def __init__(self, places: Mapping[Path, tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._places = places

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        url = index.data(_URL)
        known = self._places.get(Path(url.toLocalFile())) if isinstance(url, QUrl) else None
        if known is not None:
            words, picture = known
            option.text = words
            option.icon = icon(picture, COLOURS.text_soft)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index).expandedTo(QSize(0, 28))


class _FileWords(QStyledItemDelegate):
    """Show size and day as they are written in Vietnam; the file list shows the system's way."""

    @override
    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        info = index.data(QFileSystemModel.Roles.FileInfoRole)
        if not isinstance(info, QFileInfo):
            return
        if index.column() == _DATE_COLUMN:
            option.text = info.lastModified().toString("dd/MM/yyyy HH:mm")
        else:
            option.text = "" if info.isDir() else _size(info.size())


def _size(octets: int) -> str:
    vietnamese = QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam)
    return vietnamese.formattedDataSize(
        octets, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat
    )


class _KindNames(QFileIconProvider):
    """Name kinds of file in Vietnamese: Qt has English names for them."""

    @override
    def type(self, info: QFileInfo, /) -> str:
        if info.isDir():
            return _words("Thư mục")
        named = {
            "xlsx": _words("Bảng Excel"), "xls": _words("Bảng Excel"), "pdf": _words("Bản in PDF"),
            "asice": _words("Gói đã ký"), "age": _words("Gói mã hóa"), "zip": _words("Gói nén"),
            "ntmkey": _words("Tệp khóa"), "ctmtqg": _words("Sổ làm việc"),
        }  # fmt: skip
        suffix = info.suffix().lower()
        unknown = _words("Tệp {kind}").format(kind=suffix.upper()) if suffix else _words("Tệp")
        return named.get(suffix, unknown)
