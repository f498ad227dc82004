"""The only place that builds things and hands them to each other."""

import logging
import sys
from collections.abc import Sequence
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path

from ctmtqg_desktop import assets, paths
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.clock import system_clock


def run(argv: Sequence[str]) -> int:
    """Open the window when there is no verb, else run the verb.

    ``--workspace FILE`` alone opens the window on that workspace.
    """
    if not argv or argv[0] == "--workspace":
        return _window(argv[1:])
    from ctmtqg_desktop.cli.main import run as run_verb
    from ctmtqg_desktop.cli.tools import Tools

    _log_to_file()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return run_verb(argv, Tools(_catalogue, system_clock, _screens))


def _log_to_file() -> None:
    """Keep what goes wrong in the user's log file; no figures, keys or names go there."""
    handler: logging.Handler
    try:
        folder = paths.home_dir()
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "ctmtqg.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


@cache
def _catalogue() -> Catalogue:
    from ctmtqg_desktop.catalogue.reader import read_catalogue

    return read_catalogue(assets.forms_dir()).catalogue


def _screens(sender: Path, receiver: Path, out_dir: Path) -> list[Path]:
    raise NotImplementedError((sender, receiver, out_dir))


def _window(argv: Sequence[str]) -> int:
    raise NotImplementedError(argv)
