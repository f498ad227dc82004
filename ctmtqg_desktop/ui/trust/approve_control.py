"""Connect the page of approval with the office."""

from collections.abc import Sequence
from typing import TypeVar, cast

from PySide6.QtCore import QObject

from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.orders import ShowRequests
from ctmtqg_desktop.exchange.keys.requests import KeyRequest, authority_digits
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.trust.another_dialog import AnotherKeyDialog
from ctmtqg_desktop.ui.trust.approve_page import ApprovePage
from ctmtqg_desktop.ui.trust.keys_page import KEY_SUFFIX
from ctmtqg_desktop.ui.trust.replace_dialog import ReplaceDialog

Dialog = TypeVar("Dialog", AnotherKeyDialog, ReplaceDialog)


class ApproveControl(QObject):
    """Show who is enrolled and who waits, and ask what a new authority needs."""

    def __init__(self, office: Office, page: ApprovePage, shell: Shell) -> None:
        super().__init__(shell)
        self._office, self._page = office, page
        page.name_unit(office.unit)
        page.own_path.propose(self._key_name())
        page.signer.remember_in(office.workspace.settings)
        shell.acting.serve(page)
        page.lacking.connect(shell.acting.warn)
        page.another_wanted.connect(self.ask_another)
        page.replace_wanted.connect(self.ask_replacement)
        page.shown.connect(self.refresh)

    def refresh(self) -> None:
        """Read who is enrolled, and who waits."""
        workspace = self._office.workspace
        has_authority = workspace.signers.authority() is not None
        self._page.show_signers(workspace.signers.enrolled(), has_authority=has_authority)
        self._page.show_own_digits(authority_digits(workspace))
        if self._page.isVisible():
            waiting = do(self._office, ShowRequests()).found
            self._page.show_queue(cast("Sequence[KeyRequest]", waiting))

    def ask_replacement(self) -> ReplaceDialog:
        """Say what follows when the authority is made anew, and ask for what it needs."""
        page = self._page
        dialog = ReplaceDialog(page, title=page.title.text())
        dialog.out_dir.set_path(page.out_dir.path or dialog.out_dir.path)
        return self._asked(dialog)

    def ask_another(self) -> AnotherKeyDialog:
        """Ask what a further signing key of the office needs."""
        return self._asked(AnotherKeyDialog(self._page, title=self._page.title.text()))

    def _key_name(self) -> str:
        return f"khoa_{self._office.unit.code}{KEY_SUFFIX}"

    def _asked(self, dialog: Dialog) -> Dialog:
        """Show a dialog, and want what it orders once it is accepted."""
        dialog.path.propose(self._key_name())

        def go() -> None:
            if dialog.order is not None:
                self._page.wanted.emit(dialog.order)

        dialog.accepted.connect(go)
        dialog.open()
        return dialog
