"""Where files of each kind were last: kept by whoever remembers for a workspace."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from ctmtqg_desktop.ui.parts.files.drives import documents, stick_name, sticks
from ctmtqg_desktop.ui.parts.files.kinds import FileKind


class Memory(Protocol):
    """Words under names, kept from one start to the next; never a secret."""

    def recalled(self, name: str) -> str:
        """Return what was kept under a name; empty for nothing."""

    def keep(self, name: str, words: str) -> None:
        """Keep words under a name in the place of those before."""


@runtime_checkable
class Remembers(Protocol):
    """A window that remembers for its workspace."""

    memory: Memory


def memory_of(widget: QWidget | None) -> Memory | None:
    """Return what remembers for the window a widget is in; None before there is a workspace."""
    while widget is not None:
        if isinstance(widget, Remembers):
            return widget.memory
        widget = widget.parentWidget()
    return None


@dataclass(frozen=True, slots=True)
class LastFolder:
    """Where files of a kind were last.

    Attributes:
        path: None where nothing is known, and where the folder is gone.
        missing: name of the stick it lay on and that is not plugged in; else empty.
    """

    path: Path | None = None
    missing: str = ""

    @property
    def start(self) -> Path:
        """Return where to look first, a folder that is there."""
        own = documents()
        return self.path or (own if _is_there(own) else Path.home())


def last_folder(memory: Memory | None, kind: FileKind) -> LastFolder:
    """Return where files of a kind were last, as far as it is still there."""
    path, stick = _read(memory.recalled(_name(kind)) if memory is not None else "")
    if path is None:
        return LastFolder()
    if _is_there(path):
        return LastFolder(path)
    return LastFolder(missing=stick if stick not in {one.name for one in sticks()} else "")


def keep_folder(memory: Memory | None, kind: FileKind, folder: Path) -> None:
    """Keep where a file of a kind was chosen or written, if that is a folder."""
    if memory is None or not folder.is_absolute() or not _is_there(folder):
        return
    kept = {"path": str(folder), "stick": stick_name(folder.resolve(), sticks())}
    words = json.dumps(kept, ensure_ascii=False)
    if words != memory.recalled(_name(kind)):
        memory.keep(_name(kind), words)


def _name(kind: FileKind) -> str:
    return f"folder.{kind.shelf}"


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except (OSError, ValueError):  # a name no system knows
        return False


def _read(words: str) -> tuple[Path | None, str]:
    """Return path and stick; nothing of what was damaged."""
    try:
        kept = json.loads(words) if words else {}
    except ValueError:
        return None, ""
    path, stick = (kept.get("path"), kept.get("stick")) if isinstance(kept, dict) else ("", "")
    if not isinstance(path, str) or not isinstance(stick, str) or not path or "\0" in path:
        return None, ""
    return (Path(path), stick) if Path(path).is_absolute() else (None, "")
