"""The first question: which workspace. Open one, or make one for a unit of the catalogue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListView,
    QRadioButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.exchange.keeping.browse import Match
from ctmtqg_desktop.text import format_date, parse_date
from ctmtqg_desktop.ui.opening.cipher_box import CipherBox
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Ask, PathBox, Rows, line
from ctmtqg_desktop.ui.parts.table import calm_selection
from ctmtqg_desktop.ui.parts.units import UnitPicker
from ctmtqg_desktop.workspace.records import Role

SUFFIX = ".ctmtqg"
Search = Callable[[str, date], Sequence[Match]]


@dataclass(frozen=True, slots=True)
class WorkspaceChoice:
    """What the user decided.

    Attributes:
        unit: whose new workspace it is; None opens the one at ``path``.
        at: the day that decides which unit the code means.
        password: of a new workspace that is to be encrypted; empty for a plain one.
        slip: where its recovery slip goes.
    """

    path: Path
    unit: Unit | None = None
    at: date | None = None
    role: Role = Role.SENDER
    password: str = ""
    slip: Path | None = None


class WorkspaceDialog(QDialog):
    """Choose or make a workspace.

    Args:
        units: all units of the catalogue.
        today: proposed as the day of a new workspace.
        folder: where new workspaces go unless told otherwise.
        known: workspaces that were opened before, the last one first.
        find: searches the national tables for a text on a day.
    """

    def __init__(
        self, units: Sequence[Unit], today: date, folder: Path, *,
        known: Sequence[Path] = (), find: Search | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._find = find
        self._folder = folder
        self._all = tuple(units)
        self.setWindowTitle(self.tr("Sổ làm việc"))
        self.resize(640, 620)
        column = QVBoxLayout(self)
        column.addWidget(label(self.tr("Chọn sổ làm việc"), self, role="title"))
        self.tabs = QTabBar(self)
        self.tabs.addTab(self.tr("Mở sổ đã có"))
        self.tabs.addTab(self.tr("Lập sổ mới"))
        self.tabs.setAccessibleName(self.tr("Mở hoặc lập sổ"))
        column.addWidget(self.tabs)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._open_page(known))
        self._stack.addWidget(self._new_page(today))
        column.addWidget(self._stack, 1)
        self._why = label("", self, role="soft", wrap=True)
        column.addWidget(self._why)
        kinds = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column.addWidget(self._buttons)
        self.finished.connect(lambda _: self.units.close_search())
        self.tabs.currentChanged.connect(self._turn)
        self.tabs.setCurrentIndex(0 if known else 1)
        self.open_path.set_path(known[0] if known else None)
        self._enable()

    def _open_page(self, known: Sequence[Path]) -> QWidget:
        page = QWidget(self._stack)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        self.open_path = PathBox(
            Ask.FILE,
            self.tr("Chọn sổ làm việc"),
            page,
            kinds=self.tr("Sổ làm việc (*.ctmtqg);;Mọi tệp (*)"),
        )
        self.open_path.changed.connect(self._enable)
        rows = Rows()
        rows.add(self.tr("Tệp sổ làm việc"), self.open_path)
        column.addLayout(rows)
        self.known = QListView(page)
        self.known.setAccessibleName(self.tr("Sổ đã mở trước đây"))
        calm_selection(self.known)
        self.known.setSpacing(2)
        self.known.setModel(QStringListModel([str(path) for path in known], self.known))
        self.known.selectionModel().currentChanged.connect(
            lambda index: self.open_path.line.setText(str(index.data()))
        )
        column.addWidget(label(self.tr("Sổ đã mở trước đây:"), page, role="soft"))
        column.addWidget(self.known, 1)
        hint = self.tr("Sổ phải nằm trên ổ đĩa của máy này, không nằm trên USB hay thư mục mạng.")
        column.addWidget(label(hint, page, role="soft", wrap=True))
        return page

    def _new_page(self, today: date) -> QWidget:
        page = QWidget(self._stack)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        self.as_sender = QRadioButton(self.tr("Đơn vị báo cáo: nhập số liệu, ký và gửi"), page)
        self.as_receiver = QRadioButton(self.tr("Nơi nhận: nhận, kiểm tra và tổng hợp"), page)
        self.as_sender.setChecked(True)
        column.addWidget(self.as_sender)
        column.addWidget(self.as_receiver)
        self.day = line(page, text=format_date(today))
        self.day.setMaximumWidth(130)
        self.day.textChanged.connect(self._redate)
        rows = Rows()
        rows.add(self.tr("Đơn vị theo danh mục ngày"), self.day)
        column.addLayout(rows)
        listed = [u for u in self._all if u.is_valid(today)]
        self.units = UnitPicker(listed, page, find=self._search if self._find else None)
        self.units.picked.connect(self._picked)
        column.addWidget(self.units, 1)
        self.new_path = PathBox(
            Ask.NEW_FILE,
            self.tr("Chọn nơi lưu sổ"),
            page,
            kinds=self.tr("Sổ làm việc (*.ctmtqg);;Mọi tệp (*)"),
            suffix=SUFFIX,
        )
        self.new_path.changed.connect(self._enable)
        more = Rows()
        more.add(self.tr("Lưu sổ vào"), self.new_path)
        column.addLayout(more)
        self.cipher = CipherBox(page)
        self.cipher.changed.connect(self._enable)
        column.addWidget(self.cipher)
        return page

    # -- choosing

    def _search(self, text: str) -> Sequence[Match]:
        day = parse_date(self.day.text())
        return self._find(text, day) if self._find and day is not None else ()

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._enable()

    def _redate(self) -> None:
        day = parse_date(self.day.text())
        self.units.offer([u for u in self._all if day is not None and u.is_valid(day)])
        self._enable()

    def _picked(self, unit: Unit | None) -> None:
        if unit is not None:
            self.new_path.set_path(self._folder / f"{unit.code}{SUFFIX}")
            self.cipher.propose(self._folder / unit.code)
        self._enable()

    def obstacle(self) -> str:
        """Return what is still missing; empty when the choice is complete."""
        if self.tabs.currentIndex() == 0:
            path = self.open_path.path
            if path is None:
                return self.tr("Chọn tệp sổ làm việc.")
            return "" if path.is_file() else self.tr("Không có tệp này trên máy.")
        for held, words in (
            (parse_date(self.day.text()), self.tr("Gõ ngày theo dạng 05/03/2024.")),
            (self.units.unit, self.tr("Chọn đơn vị của sổ.")),
            (self.new_path.path, self.tr("Chọn nơi lưu sổ.")),
        ):
            if not held:
                return words
        path = self.new_path.path
        if path and path.exists():
            return self.tr("Đã có sổ ở đường dẫn này.")
        return self.cipher.obstacle()

    def _enable(self) -> None:
        why = self.obstacle()
        self._why.setText(why)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not why)

    @property
    def choice(self) -> WorkspaceChoice | None:
        """Return the decision; None while it is not complete."""
        if self.obstacle():
            return None
        if self.tabs.currentIndex() == 0:
            return WorkspaceChoice(self.open_path.path) if self.open_path.path else None
        role = Role.SENDER if self.as_sender.isChecked() else Role.RECEIVER
        path = self.new_path.path
        if path is None:
            return None
        choice = WorkspaceChoice(path, self.units.unit, parse_date(self.day.text()), role)
        if not self.cipher.is_wanted:
            return choice
        return replace(choice, password=self.cipher.password.text(), slip=self.cipher.slip.path)
