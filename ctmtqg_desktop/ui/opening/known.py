"""Which workspaces were opened on this computer before."""

from pathlib import Path

from PySide6.QtCore import QSettings

from ctmtqg_desktop.paths import home_dir

_KNOWN, _MOST = "workspaces", 8


def known_workspaces() -> list[Path]:
    """Return the workspaces opened before that are still there, the last one first."""
    held = _settings().value(_KNOWN, [])
    names = [held] if isinstance(held, str) else held if isinstance(held, list) else []
    return [Path(name) for name in names if isinstance(name, str) and Path(name).is_file()]


def remember(path: Path) -> None:
    """Put a workspace first among those opened before."""
    first = path.resolve()
    known = [str(first), *(str(other) for other in known_workspaces() if other != first)]
    _settings().setValue(_KNOWN, known[:_MOST])


def _settings() -> QSettings:
    return QSettings(str(home_dir() / "cua-so.ini"), QSettings.Format.IniFormat)
