"""What either window tells of a workspace's keeping: lives of reports, the journal of exports."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.exchange.post.export_journal import exports_document
from ctmtqg_desktop.exchange.post.reading_keys import reading_key_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enclose import has_lists
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.life.exports_page import ExportsPage
from ctmtqg_desktop.ui.opening.first_period import documents, open_folder
from ctmtqg_desktop.ui.parts.jobs import Job
from ctmtqg_desktop.workspace.workspace import Workspace

PAGE = "exports"


def lists_offer(desk: Desk, set_id: str, period: Period) -> dict[str, bool]:
    """Return whether a report has lists of households, and whether they could be sent."""
    return {
        "has_lists": has_lists(desk, set_id, period),
        "knows_key": bool(reading_key_of(desk.workspace, desk.unit.parent)),
    }


class Keeping(QObject):
    """Show the journal of exports whenever its page is gone to."""

    def __init__(self, workspace: Workspace, unit: Unit, clock: Clock, shell: Shell) -> None:
        super().__init__(shell)
        self._workspace, self._unit, self._clock, self._shell = workspace, unit, clock, shell
        self.page = ExportsPage(shell.stack)
        shell.add_page(PAGE, self.page)
        self.page.shown.connect(self.refresh)
        self.page.save_wanted.connect(self.save)
        self.page.folder_opened.connect(open_folder)

    def show(self) -> None:
        """Go to the page."""
        self._shell.show_page(PAGE)

    def refresh(self) -> None:
        """Read the journal again."""
        self.page.show_exports(self._workspace.exports.latest())

    def save(self) -> None:
        """Ask where the journal goes, and write it."""
        start = str(documents() / f"nhat-ky-xuat_{self._unit.code}.xlsx")
        kinds = self.tr("Excel (*.xlsx);;PDF (*.pdf)")
        title = self.tr("Xuất nhật ký")
        chosen, _ = QFileDialog.getSaveFileName(self._shell, title, start, kinds)
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the journal, as the ending of the name says."""

        def work(_: Job) -> list[Path]:
            from ctmtqg_desktop.exchange.paper.write import print_noted

            now = self._clock()
            document = exports_document(
                self._workspace.exports.latest(), unit=self._unit.name, at=now
            )
            is_pdf = path.suffix.lower() == ".pdf"
            pdf, xlsx = (path, None) if is_pdf else (None, path)
            print_noted(self._workspace, document, pdf=pdf, xlsx=xlsx, at=now)
            return [path]

        self._shell.run(self.tr("Đang ghi nhật ký…"), work)
