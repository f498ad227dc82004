"""Make the application: theme, fonts, Vietnamese words; before the first window."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from ctmtqg_desktop import __version__
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.paths import home_dir
from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.theme import COLOURS, apply_theme
from ctmtqg_desktop.ui.look.translate import speak_vietnamese

if TYPE_CHECKING:
    from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceChoice

_KNOWN, _MOST_KNOWN = "workspaces", 8


def application(argv: Sequence[str]) -> QApplication:
    """Return the one application, dressed; an existing one is dressed again.

    Raises:
        FileNotFoundError: the installation lacks a font.
    """
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(list(argv))
    app.setApplicationName("CTMTQG Desktop")
    app.setApplicationVersion(__version__)
    apply_theme(app)
    speak_vietnamese(app)
    app.setWindowIcon(icon("clipboard-check", COLOURS.accent, size=32))
    return app


def choose_workspace(catalogue: Catalogue, today: date, folder: Path) -> "WorkspaceChoice | None":
    """Ask which workspace; None when the user gives up."""
    from ctmtqg_desktop.exchange.keeping.browse import find_units
    from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceDialog

    dialog = WorkspaceDialog(
        tuple(catalogue.units), today, folder,
        known=known_workspaces(), find=partial(find_units, catalogue),
    )  # fmt: skip
    return dialog.choice if dialog.exec() == QDialog.DialogCode.Accepted else None


def _settings() -> QSettings:
    path = home_dir() / "cua-so.ini"
    return QSettings(str(path), QSettings.Format.IniFormat)


def known_workspaces() -> list[Path]:
    """Return the workspaces opened before that are still there, the last one first."""
    held = _settings().value(_KNOWN, [])
    names = [held] if isinstance(held, str) else held if isinstance(held, list) else []
    return [Path(name) for name in names if isinstance(name, str) and Path(name).is_file()]


def remember(path: Path) -> None:
    """Put a workspace first among those opened before."""
    known = [str(path.resolve()), *(str(p) for p in known_workspaces() if p != path.resolve())]
    _settings().setValue(_KNOWN, known[:_MOST_KNOWN])


def ask_key(path: Path) -> bytes | None:
    """Ask for the password of an encrypted workspace; None when the user gives up."""
    from ctmtqg_desktop.ui.opening.unlock_dialog import UnlockDialog

    dialog = UnlockDialog(path)
    return dialog.key if dialog.exec() == QDialog.DialogCode.Accepted else None


def show_slip(path: Path) -> None:
    """Say that the recovery slip has to be printed now, and open it."""
    say = QCoreApplication.translate
    what = say("Start", "Đã lập sổ mã hóa. In phiếu khôi phục ngay bây giờ.")
    todo = say(
        "Start",
        "Phiếu ở {path}. In ra, niêm phong, cất nơi có khóa, rồi xóa tệp PDF khỏi máy. "
        "Mất cả mật khẩu và phiếu thì không ai mở được sổ.",
    )
    box = QMessageBox(QMessageBox.Icon.Information, "CTMTQG", what)
    box.setInformativeText(todo.format(path=path))
    opened = box.addButton(say("Start", "Mở phiếu để in"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(say("Start", "Tôi sẽ in sau"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is opened:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def refuse(what: str, todo: str, code: str) -> None:
    """Say why a workspace cannot be opened, and what to do."""
    box = QMessageBox(QMessageBox.Icon.Warning, "CTMTQG", what)
    box.setInformativeText(f"{todo}\n\n[{code}]")
    box.exec()
