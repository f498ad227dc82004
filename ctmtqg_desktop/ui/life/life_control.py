"""Connect the page of a report's life with a workspace, for either window."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ctmtqg_desktop.clock import system_clock
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.exchange.life import Event, bundle, bundle_name, life
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.post.lists_in_packages import as_carried, is_closed, is_enclosed
from ctmtqg_desktop.exchange.post.reading_keys import SUFFIX
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.life.life_page import LifePage, Told
from ctmtqg_desktop.ui.life.proof import proof_facts
from ctmtqg_desktop.ui.opening.first_period import documents
from ctmtqg_desktop.ui.parts.jobs import Job
from ctmtqg_desktop.workspace.workspace import Workspace

PAGE = "life"


class Telling(QObject):
    """Tell the life of the reports of a period."""

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

    def show(self, key: ReportKey | None = None) -> None:
        """Go to the page, and tell of this report or of the first."""
        self._shell.show_page(PAGE)
        keys = [told.key for told in self._reports()]
        chosen = next((k for k in (key, self.key) if k in keys), keys[0] if keys else None)
        self.page.show_reports(self._reports(), chosen)
        self.tell(chosen)

    def tell(self, key: ReportKey | None) -> None:
        """Tell of a report."""
        self.key = key
        self.page.show_life(life(self._workspace, key) if key is not None else ())

    def _show_proof(self, event: Event) -> None:
        self.page.show_proof(proof_facts(self._workspace, event.proof))

    def _save(self, event: Event) -> None:
        name = f"{event.what}_r{event.revision:02d}_{event.proof[:8]}.asice"
        path, key = self._ask(name, self.tr("Gói (*.asice)")), self.key
        if path is None or key is None:
            return

        def work(_: Job) -> list[Path]:
            closed = is_closed(self._workspace, key, event.revision, event.proof)
            target = path.with_name(path.name + SUFFIX) if closed else path
            write_durably(target, as_carried(self._workspace, event.proof, closed=closed))
            self._note(target, Exported.REPORT, personal=closed)
            return [target]

        self._shell.run(self.tr("Đang ghi…"), work)

    def export(self) -> None:
        """Ask where the whole life goes, and write it."""
        key = self.key
        path = self._ask(bundle_name(key), self.tr("Hồ sơ (*.zip)")) if key else None
        if path is not None and key is not None:
            personal = any(is_enclosed(self._workspace, key, r) for r in self._revisions(key))

            def work(_: Job) -> list[Path]:
                write_durably(path, bundle(self._workspace, key))
                self._note(path, Exported.LIFE, personal=personal)
                return [path]

            self._shell.run(self.tr("Đang ghi hồ sơ…"), work)

    def _revisions(self, key: ReportKey) -> list[int]:
        return [sent.revision for sent in self._workspace.submissions.of(key)]

    def _note(self, path: Path, what: str, *, personal: bool) -> None:
        note_export(self._workspace, system_clock(), what, path, personal=personal)

    def _ask(self, name: str, kinds: str) -> Path | None:
        start = str(documents() / name)
        chosen, _ = QFileDialog.getSaveFileName(self._shell, self.tr("Ghi vào"), start, kinds)
        return Path(chosen) if chosen else None
