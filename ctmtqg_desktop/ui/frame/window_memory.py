"""What a window remembers of its workspace: on this computer, never in the workspace itself.

Folders, the period, what the page of signing was last filled in with; nothing secret and no
figures. Each workspace has its own, known by where it lies.
"""

import hashlib
import json
from contextlib import suppress

from PySide6.QtCore import QSettings

from ctmtqg_desktop.paths import home_dir

PERIOD, REPORT_SET = "period", "report-set"
"""Under these names a window remembers where one stood."""
_GROUP, _ORDER, _MOST = "memory", "memory-order", 24


def window_settings() -> QSettings:
    """Return the settings of this computer's windows; a file that cannot be read is put aside."""
    path = home_dir() / "cua-so.ini"
    found = QSettings(str(path), QSettings.Format.IniFormat)
    if found.status() is QSettings.Status.FormatError:
        with suppress(OSError):
            path.replace(path.with_suffix(".hong"))
        found = QSettings(str(path), QSettings.Format.IniFormat)
    return found


def listed_names(settings: QSettings, key: str) -> list[str]:
    """Return a list of texts as it was kept; nothing of what was damaged."""
    held = settings.value(key, [])
    names = [held] if isinstance(held, str) else held if isinstance(held, list) else []
    return [name for name in names if isinstance(name, str)]


class WindowMemory:
    """Keep words under names for one workspace."""

    def __init__(self, place: str) -> None:
        self._id = hashlib.sha256(place.encode()).hexdigest()[:16]
        self._key = f"{_GROUP}/{self._id}"
        self._held = _read(window_settings().value(self._key, ""))

    def recalled(self, name: str) -> str:
        """Return what was kept under a name; empty for nothing."""
        return self._held.get(name, "")

    def keep(self, name: str, words: str) -> None:
        """Keep words under a name in the place of those before."""
        if self.recalled(name) == words:
            return
        self._held[name] = words
        settings = window_settings()
        settings.setValue(self._key, json.dumps(self._held, ensure_ascii=False))
        others = [one for one in listed_names(settings, _ORDER) if one != self._id]
        for old in others[_MOST - 1 :]:
            settings.remove(f"{_GROUP}/{old}")
        settings.setValue(_ORDER, [self._id, *others[: _MOST - 1]])


def _read(held: object) -> dict[str, str]:
    """Return what was kept; nothing of what was damaged."""
    try:
        found = json.loads(held) if isinstance(held, str) and held else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: words for name, words in found.items() if isinstance(words, str)}
