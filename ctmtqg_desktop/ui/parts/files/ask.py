"""Ask for a file or folder: the only place where a dialog for that is opened."""

import re
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from ctmtqg_desktop.ui.parts.files.dialog import FileDialog
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.files.memory import keep_folder, last_folder, memory_of


class Ask(Enum):
    """What is asked for."""

    FILE = "file"
    FILES = "files"
    NEW_FILE = "new-file"
    FOLDER = "folder"


_MODES = {
    Ask.FILE: QFileDialog.FileMode.ExistingFile,
    Ask.FILES: QFileDialog.FileMode.ExistingFiles,
    Ask.NEW_FILE: QFileDialog.FileMode.AnyFile,
    Ask.FOLDER: QFileDialog.FileMode.Directory,
}


def ask_paths(
    ask: Ask, title: str, parent: QWidget, kind: FileKind, *, proposed: str = ""
) -> tuple[Path, ...]:
    """Ask for paths, beginning where this kind of file was last; nothing where the user gives up.

    Args:
        ask: one that is there, several, a new one, or a folder.
        title: of the dialog.
        parent: its window remembers where files of each kind were.
        kind: of the file.
        proposed: a name for a new file, or a whole path to begin with.
    """
    memory = memory_of(parent)
    last = last_folder(memory, kind)
    begin, name = _beginning(proposed, last.start, ask)
    dialog = FileDialog(_titled(title, last.missing), parent, begin)
    dialog.setFileMode(_MODES[ask])
    is_new = ask is Ask.NEW_FILE
    if is_new:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind.suffix.removeprefix("."))
        dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix(_suffix(words)))
    if ask is not Ask.FOLDER:
        dialog.setNameFilters(kind.filters(is_new=is_new))
    if name:
        dialog.selectFile(name)
    chosen = dialog.chosen()
    dialog.deleteLater()
    if chosen:
        keep_folder(memory, kind, chosen[0] if ask is Ask.FOLDER else chosen[0].parent)
    return chosen


def ask_path(
    ask: Ask, title: str, parent: QWidget, kind: FileKind, *, proposed: str = ""
) -> Path | None:
    """Ask for one path; None where the user gives up."""
    return next(iter(ask_paths(ask, title, parent, kind, proposed=proposed)), None)


def _beginning(proposed: str, last: Path, ask: Ask) -> tuple[Path, str]:
    """Return the folder to begin in and the name to propose there."""
    path = Path(proposed)
    if not path.is_absolute():
        return last, path.name
    folder, name = (path, "") if ask is Ask.FOLDER else (path.parent, path.name)
    return (folder if folder.is_dir() else last), name


def _titled(title: str, missing: str) -> str:
    """Return the title, with the name of the stick that was used last and is not plugged in."""
    words = QCoreApplication.translate("FileDialog", "{title} (chưa cắm USB “{name}”)")
    return words.format(title=title, name=missing) if missing else title


def _suffix(words: str) -> str:
    """Return the first ending that a filter names: ``PDF (*.pdf)`` has ``pdf``."""
    found = re.search(r"\*\.(\w+)", words)
    return found[1] if found else ""
