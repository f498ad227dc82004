"""Where the user's own files are; portable when a folder lies beside the program."""

import os
import sys
from pathlib import Path

PORTABLE = "ctmtqg-data"


def home_dir() -> Path:
    """Return the folder for workspaces and logs, without making it.

    A folder named ``ctmtqg-data`` beside the program wins, so that the program can live on a
    stick; the live workspace itself is still refused there by ``workspace``.
    """
    beside = Path(sys.argv[0]).resolve().parent / PORTABLE
    if beside.is_dir():
        return beside
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "ctmtqg" if base else Path.home() / "ctmtqg"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "ctmtqg"
