"""Which workspaces were opened on this computer before."""

from pathlib import Path

from ctmtqg_desktop.ui.frame.window_memory import listed_names, window_settings

_KNOWN, _MOST = "workspaces", 8


def known_workspaces() -> list[Path]:
    """Return the workspaces opened before that are still there, the last one first."""
    return [Path(name) for name in listed_names(window_settings(), _KNOWN) if _is_there(name)]


def remember(path: Path) -> None:
    """Put a workspace first among those opened before."""
    first = path.resolve()
    known = [str(first), *(str(other) for other in known_workspaces() if other != first)]
    window_settings().setValue(_KNOWN, known[:_MOST])


def _is_there(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # a name no system knows
        return False
