"""From the program's start to an open workspace: which one, its password, why it will not open."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMessageBox

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import place_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.upkeep.location import location_of, open_at
from ctmtqg_desktop.exchange.words import of_error
from ctmtqg_desktop.ui.opening.known import known_workspaces, remember
from ctmtqg_desktop.workspace.workspace import is_locked


def begin(
    program: Program, path: Path | None, folder: Path, *, asks: bool = False
) -> Desk | Office | None:
    """Open a workspace, asking which one until it opens; None when the user gives up.

    Args:
        program: what comes with the program.
        path: tried before anything is asked; without one, the workspace that was open last.
        folder: where new workspaces go unless told otherwise.
        asks: another workspace is wanted than the last.
    """
    last = None if asks else next(iter(known_workspaces()), None)
    first = path or last
    place = opened_workspace(program, first) if first is not None else None
    while place is None:
        from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceDialog

        dialog = WorkspaceDialog(program, folder, known=known_workspaces())
        if dialog.exec() != QDialog.DialogCode.Accepted or dialog.place is None:
            return None
        place = opened_workspace(program, dialog.place, dialog.key)
        if dialog.slip is not None:
            show_slip(dialog.slip)
    return place


def opened_workspace(
    program: Program, path: Path, key: bytes | None = None
) -> Desk | Office | None:
    """Open a workspace, or say why it cannot be; None too when its password is not given."""
    if key is None and is_locked(location_of(path)):
        key = ask_key(program, path)
        if key is None:
            return None
    try:
        place = _room(program, path, key)
    except CtmtqgError as error:
        refuse(error)
        return None
    remember(path)
    return place


def _room(program: Program, path: Path, key: bytes | None) -> Desk | Office:
    workspace = open_at(path, program.clock, key=key)
    try:
        return place_of(program, workspace)
    except BaseException:
        workspace.close()
        raise


def ask_key(program: Program, path: Path) -> bytes | None:
    """Ask for the password of an encrypted workspace; None when the user gives up."""
    from ctmtqg_desktop.ui.opening.unlock_dialog import UnlockDialog

    dialog = UnlockDialog(program, path)
    return dialog.key if dialog.exec() == QDialog.DialogCode.Accepted else None


def show_slip(path: Path) -> None:
    """Say that the recovery slip has to be printed now, and open it."""
    translate = QCoreApplication.translate
    what = translate("Start", "Đã lập sổ mã hóa. In phiếu khôi phục ngay bây giờ.")
    todo = translate(
        "Start",
        "Phiếu ở {path}. In ra, niêm phong, cất nơi có khóa, rồi xóa tệp PDF khỏi máy. "
        "Mất cả mật khẩu và phiếu thì không ai mở được sổ.",
    )
    box = QMessageBox(QMessageBox.Icon.Information, "CTMTQG", what)
    box.setInformativeText(todo.format(path=path))
    shown = box.addButton(translate("Start", "Mở phiếu để in"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(translate("Start", "Tôi sẽ in sau"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is shown:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def refuse(error: CtmtqgError) -> None:
    """Say why a workspace cannot be opened, and what to do."""
    said = of_error(error)
    box = QMessageBox(QMessageBox.Icon.Warning, "CTMTQG", said.what)
    box.setInformativeText(f"{said.todo}\n\n[{said.code}]")
    box.exec()
