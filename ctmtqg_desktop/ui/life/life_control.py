"""Connect the page of a report's life with a workspace, for either window."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.life import Event, bundle_name
from ctmtqg_desktop.exchange.post.orders import SaveProof, ShowLife, WriteLife
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.life.life_page import LifePage, Told
from ctmtqg_desktop.ui.life.proof import proof_facts
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.workspace.workspace import Workspace

PAGE = "life"


class Telling(QObject):
    """Tell the life of the reports of a period.

    Signals:
        wanted: an order.
    """

    wanted = Signal(object)

    def __init__(
        self, workspace: Workspace, shell: Shell, reports: Callable[[], Sequence[Told]]
    ) -> None:
        super().__init__(shell)
        self._workspace, self._shell, self._reports = workspace, shell, reports
        self.key: ReportKey | None = None
        self.page = LifePage(shell.stack)
        shell.add_page(PAGE, self.page)
        self.page.report_picked.connect(self.tell)
        self.page.proof_wanted.connect(self._show_proof)
        self.page.save_wanted.connect(self._save)
        self.page.export_wanted.connect(self.export)
        shell.acting.serve(self)

    def show(self, key: ReportKey | None = None) -> None:
        """Go to the page, and tell of this report or of the first."""
        self._shell.show_page(PAGE)
        keys = [told.key for told in self._reports()]
        chosen = next((k for k in (key, self.key) if k in keys), keys[0] if keys else None)
        self.page.show_reports(self._reports(), chosen)
        self.tell(chosen)

    def tell(self, key: ReportKey | None) -> None:
        """Want the life of a report told."""
        self.key = key
        self._shell.show_heading()
        self.page.show_life(())
        if key is not None:
            self.wanted.emit(ShowLife(key.report_set, key.period, key.unit))

    def acted(self, order: object, done: Done) -> None:
        """Show the steps."""
        if isinstance(order, ShowLife) and isinstance(done.found, tuple):
            self.page.show_life(done.found)

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Leave the page as it is."""

    def _show_proof(self, event: Event) -> None:
        self.page.show_proof(proof_facts(self._workspace, event.proof))

    def _save(self, event: Event) -> None:
        name = f"{event.what}_r{event.revision:02d}_{event.proof[:8]}.asice"
        path, key = self._ask(name, FileKind.PROOFS), self.key
        if path is not None and key is not None:
            self.wanted.emit(
                SaveProof(key.report_set, key.period, key.unit, event.revision, event.proof, path)
            )

    def export(self) -> None:
        """Ask where the whole life goes, and want it written."""
        key = self.key
        path = self._ask(bundle_name(key), FileKind.LIVES) if key else None
        if path is not None and key is not None:
            place, name = path.parent, path.name
            self.wanted.emit(WriteLife(key.report_set, key.period, place, key.unit, name))

    def _ask(self, name: str, kind: FileKind) -> Path | None:
        return ask_path(Ask.NEW_FILE, self.tr("Ghi vào"), self._shell, kind, proposed=name)
