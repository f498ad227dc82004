"""The only place that builds things and hands them to each other."""

import gc
import logging
import sys
from collections.abc import Sequence
from functools import cache
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop import assets, paths
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.clock import system_clock

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.room import Program

OPEN = "--workspace"


def run(argv: Sequence[str]) -> int:
    """Open the window when there is no verb, else run the verb.

    ``--workspace FILE`` alone opens the window on that workspace.
    """
    gc.set_threshold(100_000, 20, 20)  # a start makes much and throws nothing away
    paths.keep_files_private()
    _log_to_file()
    if not argv or argv[0] == OPEN:
        return _run_window(Path(argv[1]) if len(argv) > 1 else None)
    from ctmtqg_desktop.cli.main import run as run_verb
    from ctmtqg_desktop.cli.tools import Tools

    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    return run_verb(argv, Tools(_program(), _screens))


def _log_to_file() -> None:
    """Keep what goes wrong in the user's log file; no figures, keys or names go there."""
    handler: logging.Handler
    try:
        folder = paths.home_dir()
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "ctmtqg.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True,
            errors="backslashreplace",
        )  # fmt: skip
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.captureWarnings(capture=True)  # of libraries about files; nobody reads them on screen


@cache
def _catalogue() -> Catalogue:
    from ctmtqg_desktop.catalogue.kept.store import load_catalogue

    return load_catalogue(assets.forms_dir(), cache_dir=paths.home_dir() / "cache")


def _program() -> "Program":
    """Return what every room is made with."""
    from ctmtqg_desktop.exchange.room import Program

    return Program(_catalogue, system_clock, paths.home_dir() / "cache")


# -- the window


def _run_window(path: Path | None) -> int:
    """Show the window on a workspace, once one is open."""
    from ctmtqg_desktop.ui.frame.crash import CrashTeller, CrashWatch
    from ctmtqg_desktop.ui.opening.begin import begin
    from ctmtqg_desktop.ui.start import application
    from ctmtqg_desktop.ui.window import window_of

    app = application(sys.argv[:1])
    watch, teller = CrashWatch(paths.home_dir(), system_clock, app), CrashTeller(app)
    watch.happened.connect(teller.tell)
    watch.install()
    place = begin(_program(), path, paths.home_dir())
    while place is not None:
        window = window_of(place)
        window.show()
        try:
            code = app.exec()
        finally:
            place.workspace.close()
        if not window.wants_another:
            return code
        window.deleteLater()
        another = begin(_program(), None, paths.home_dir(), asks=True)
        place = another or begin(_program(), None, paths.home_dir())
    return 0


def _screens(sender: Path, receiver: Path, out_dir: Path) -> list[Path]:
    """Photograph the main screens of both windows, drawn off screen."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # a plugin without hints
    from ctmtqg_desktop.exchange.rooms import desk_of, office_of
    from ctmtqg_desktop.ui.gallery import photograph_receiver, photograph_sender
    from ctmtqg_desktop.ui.start import application
    from ctmtqg_desktop.workspace.workspace import open_workspace

    application(sys.argv[:1])
    with open_workspace(sender) as workspace:
        made = photograph_sender(desk_of(_program(), workspace), out_dir)
    with open_workspace(receiver) as workspace:
        made.extend(photograph_receiver(office_of(_program(), workspace), out_dir))
    return made
