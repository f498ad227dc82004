"""What a person fills in on pages and dialogs: labelled lines, passwords, paths, thirty digits."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.text import clean
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.drives import documents
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.files.memory import keep_folder, last_folder, memory_of

SIGNER_NAME = "signer-name"
"""Under this the name of whoever signs for a unit is kept."""
_GROUPS, _KEPT_AS = 6, "kept-as"


class Rows(QFormLayout):
    """Labelled rows; every label is the buddy of its field and names it for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(14)
        self.setVerticalSpacing(8)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)

    def add(self, words: str, field: QWidget) -> None:
        """Add a labelled field."""
        self.add_at(self.rowCount(), words, field)

    def add_at(self, row: int, words: str, field: QWidget) -> None:
        """Add a labelled field before others."""
        named = field.line if isinstance(field, PathBox) else field
        named.setAccessibleName(words)
        parent = field.parentWidget()
        made = label(words, parent if parent is not None else field)
        made.setBuddy(named)
        made.setContentsMargins(0, 0, 3, 0)  # hinted glyphs may stand out of the measured width
        self.insertRow(row, made, field)


def line(parent: QWidget, *, hint: str = "", text: str = "") -> QLineEdit:
    """Return a line of text."""
    made = QLineEdit(text, parent)
    made.setPlaceholderText(hint)
    made.setMinimumHeight(28)
    return made


def password_line(parent: QWidget, *, hint: str = "") -> QLineEdit:
    """Return a line whose text is not shown."""
    made = line(parent, hint=hint)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def text_of(field: QLineEdit) -> str:
    """Return what was typed, in the one form the program keeps."""
    return clean(field.text())


def begin_line(field: QLineEdit, name: str, default: str = "") -> None:
    """Begin a line with what was written under a name last; keep what is written next.

    Args:
        field: in a window that remembers.
        name: the same for lines that ask for the same.
        default: what the program knows of itself.
    """
    memory = memory_of(field)
    kept = memory.recalled(f"line.{name}") if memory is not None else ""
    field.setText(kept or default)
    if kept and kept != default:
        field.setToolTip(tip(QCoreApplication.translate("Fields", "Như lần trước")))
    field.setProperty(_KEPT_AS, name)
    field.editingFinished.connect(lambda: keep_line(field))


def keep_line(field: QLineEdit) -> None:
    """Keep what a line says, to begin with it the next time."""
    memory, name = memory_of(field), field.property(_KEPT_AS)
    if memory is not None and name:
        memory.keep(f"line.{name}", text_of(field))


class PathBox(QWidget):
    """A path that is typed or chosen; a folder begins as the one of its kind last time.

    Signals:
        changed: the text changed.
    """

    changed = Signal()

    def __init__(self, ask: Ask, title: str, parent: QWidget, kind: FileKind) -> None:
        super().__init__(parent)
        self._ask, self._title, self._kind = ask, title, kind
        self._name, self._waits_for = "", ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.line = line(self)
        self.line.textChanged.connect(self.changed)
        self.line.editingFinished.connect(self.used)
        self.setFocusProxy(self.line)
        self.setMinimumHeight(30)  # a form that is short of room would else cut its lower edge
        choose = button(self.tr("Chọn…"), self, picture="folder-open")
        choose.setAccessibleName(title)
        choose.clicked.connect(self.choose)
        row.addWidget(self.line, 1)
        row.addWidget(choose)
        if ask is Ask.FOLDER:
            self.propose()

    @property
    def path(self) -> Path | None:
        """Return the path; None while the line is empty."""
        typed = self.line.text().strip().strip('"')
        if not typed:
            return None
        try:
            path = Path(typed).expanduser()
        except RuntimeError:  # "~b", on the way to a name, is no person here
            path = Path(typed)
        suffix = self._kind.suffix
        needs = self._ask is Ask.NEW_FILE and suffix and path.name and not path.suffix
        return path.with_suffix(suffix) if needs else path

    def set_path(self, path: Path | None) -> None:
        """Show a path."""
        self.line.setText(str(path) if path else "")

    def of_kind(self, kind: FileKind) -> None:
        """Ask for another kind of file, where that was last."""
        self._kind = kind
        self.propose()

    def propose(self, name: str = "") -> None:
        """Propose a name where this kind of file was last; a stick that is missing is named.

        Args:
            name: of a file; of a folder within the user's documents for the first time.
        """
        last = last_folder(memory_of(self), self._kind)
        self._name, self._waits_for = name, last.missing
        first = documents() / name if last.path is None else last.path
        where = first if self._ask is Ask.FOLDER else last.start / name
        if self._kind is FileKind.KEYS:
            where = _unused(where)  # a key is never written over
        self.set_path(None if last.missing else where)
        words = self.tr("Cắm USB “{name}” như lần trước, hoặc chọn nơi khác")
        self.line.setPlaceholderText(words.format(name=last.missing) if last.missing else "")
        self.line.setToolTip(self.tr("Nơi dùng lần trước") if last.path else "")

    def used(self) -> None:
        """Keep where it is, to begin there the next time."""
        path = self.path
        if path is not None:
            is_folder = self._ask is Ask.FOLDER
            keep_folder(memory_of(self), self._kind, path if is_folder else path.parent)

    def choose(self) -> None:
        """Ask for the path in a dialog."""
        proposed = self.line.text().strip() or self._name
        path = ask_path(self._ask, self._title, self, self._kind, proposed=proposed)
        if path is not None:
            self.set_path(path)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._waits_for and not self.line.text():
            self.propose(self._name)  # the stick may be there by now


def _unused(path: Path) -> Path:
    """Return a path where nothing lies: the same, or with the next number."""
    tried, number = path, 1
    while tried.exists():
        number += 1
        tried = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return tried


class Digits(QWidget):
    """Thirty digits in six groups of five, large enough to be read out by telephone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(4)
        self._groups: list[QLabel] = []
        for at in range(_GROUPS):
            group = label("– – – – –", self)
            group.setFont(base_font(scale=1.55, bold=True))
            group.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(group, at // 3, at % 3)
            self._groups.append(group)
        grid.setColumnStretch(3, 1)

    def show_digits(self, digits: str) -> None:
        """Show digits grouped by blanks; an empty text shows dashes."""
        groups = digits.split() or ["– – – – –"] * _GROUPS
        for group, words in zip(self._groups, groups, strict=False):
            group.setText(words)
        self.setAccessibleName(self.tr("Mã nhận dạng khóa: {digits}").format(digits=digits))

    def digits(self) -> str:
        """Return what is shown."""
        return " ".join(group.text() for group in self._groups)
