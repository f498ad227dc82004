"""The first question: which workspace. Open one, make one for a unit, or bring a backup back."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import (
    QListView,
    QRadioButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.acts import act_of, do
from ctmtqg_desktop.exchange.keeping.browse import Match, find_units
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.upkeep.orders import Init, Restore
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_date, parse_date
from ctmtqg_desktop.ui.opening.act_dialog import ActDialog
from ctmtqg_desktop.ui.opening.cipher_box import CipherBox
from ctmtqg_desktop.ui.opening.restore_box import SUFFIX, RestoreBox
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, line
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.table import calm_selection
from ctmtqg_desktop.ui.parts.units import UnitPicker
from ctmtqg_desktop.workspace.records import Role

_OPEN, _NEW, _BACK = range(3)


class WorkspaceDialog(ActDialog):
    """Choose a workspace; one that is made or brought back is there when the dialog closes.

    Args:
        program: whose catalogue has the units, and whose day is proposed.
        folder: where new workspaces go unless told otherwise.
        known: workspaces that were opened before, the last one first.

    Attributes:
        place: the workspace to open, once the dialog was accepted.
        done_act: what came of making it or bringing it back; None for one that was there.
    """

    def __init__(
        self, program: Program, folder: Path, *, known: Sequence[Path] = (),
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(self.tr("Sổ làm việc"), parent)
        catalogue, today = program.catalogue(), program.clock().date()
        self._program, self._folder = program, folder
        self._find, self._all = partial(find_units, catalogue), tuple(catalogue.units)
        self.place: Path | None = None
        self.done_act: Done | None = None
        self.resize(640, 560)
        self.column.addWidget(label(self.tr("Chọn sổ làm việc"), self, role="title"))
        self.tabs = QTabBar(self)
        for words in (
            self.tr("Mở sổ đã có"), self.tr("Lập sổ mới"), self.tr("Phục hồi từ bản sao lưu")
        ):  # fmt: skip
            self.tabs.addTab(words)
        self.tabs.setAccessibleName(self.tr("Mở, lập hoặc phục hồi sổ"))
        self.column.addWidget(self.tabs)
        self._stack = QStackedWidget(self)
        for page in (self._open_page(known), self._new_page(today), self._back_page()):
            self._stack.addWidget(page)
        self.column.addWidget(self._stack, 1)
        self._why = label("", self, role="soft", wrap=True)
        self.column.addWidget(self._why)
        self.end()
        self.finished.connect(lambda _: self.units.close_search())
        self.tabs.currentChanged.connect(self._turn)
        self.tabs.setCurrentIndex(_OPEN if known else _NEW)
        self.open_path.set_path(known[0] if known else None)
        self._enable()

    def _open_page(self, known: Sequence[Path]) -> QWidget:
        page = QWidget(self._stack)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        self.open_path = PathBox(Ask.FILE, self.tr("Chọn sổ làm việc"), page, FileKind.WORKSPACES)
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
        self.known.doubleClicked.connect(lambda _: self.ok.click())
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
        self.units = UnitPicker(listed, page, find=self._search)
        self.units.picked.connect(self._picked)
        column.addWidget(self.units, 1)
        self.new_path = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi lưu sổ"), page, FileKind.WORKSPACES
        )
        self.new_path.changed.connect(self._enable)
        more = Rows()
        more.add(self.tr("Lưu sổ vào"), self.new_path)
        column.addLayout(more)
        self.cipher = CipherBox(page)
        self.cipher.changed.connect(self._enable)
        column.addWidget(self.cipher)
        return page

    def _back_page(self) -> QWidget:
        page = QWidget(self._stack)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        self.back = RestoreBox(page, may_replace=True)
        self.back.propose(self._folder / f"so-phuc-hoi{SUFFIX}")
        self.back.changed.connect(self._enable)
        column.addWidget(self.back)
        hint = self.tr("Bản sao lưu chỉ được đọc, không bị sửa. Dùng khi sổ hỏng, mất, hoặc khi "
                       "chuyển sang máy khác.")  # fmt: skip
        column.addWidget(label(hint, page, role="soft", wrap=True))
        column.addStretch(1)
        return page

    # -- choosing

    def _search(self, text: str) -> Sequence[Match]:
        day = parse_date(self.day.text())
        return self._find(text, day) if day is not None else ()

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
        if self.tabs.currentIndex() == _BACK:
            return self.back.obstacle()
        if self.tabs.currentIndex() == _OPEN:
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
        self.ok.setEnabled(not why)

    @property
    def choice(self) -> Path | Init | Restore | None:
        """Return the workspace to open or the order to make it; None while it is not complete."""
        if self.obstacle():
            return None
        if self.tabs.currentIndex() == _OPEN:
            return self.open_path.path
        return self.back.order if self.tabs.currentIndex() == _BACK else self._new()

    def _new(self) -> Init | None:
        path, unit = self.new_path.path, self.units.unit
        if path is None or unit is None:
            return None
        role = Role.SENDER if self.as_sender.isChecked() else Role.RECEIVER
        day, encryption = parse_date(self.day.text()), self.cipher.encryption
        return Init(path, unit.code, role, day, encryption=encryption)

    # -- doing it

    @override
    def go(self) -> None:
        """Make the workspace or bring it back; one that is there only has to be opened."""
        choice, program = self.choice, self._program
        if isinstance(choice, Path):
            self.place = choice
            self.accept()
        elif choice is not None:
            words = say(f"doing.{act_of(choice).name}", {})
            self.run(words, lambda job: do(program, choice, job.report))

    @override
    def done_with(self, result: object) -> None:
        if isinstance(result, Done):
            self.done_act, self.place = result, result.paths[0]
        self.accept()

    @override
    def refused(self, error: CtmtqgError) -> None:
        super().refused(error)
        self._enable()

    @property
    def key(self) -> bytes | None:
        """Return the key of a workspace that was made encrypted."""
        found = self.done_act.found if self.done_act is not None else None
        return found if isinstance(found, bytes) else None

    @property
    def slip(self) -> Path | None:
        """Return the recovery slip that was written."""
        facts = self.done_act.facts if self.done_act is not None else {}
        path = facts.get("recovery_slip")
        return path if isinstance(path, Path) else None
