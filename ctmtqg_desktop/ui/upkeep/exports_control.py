"""Connect the journal of exports with a workspace, for either window."""

from pathlib import Path

from PySide6.QtCore import QObject

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.reading_keys import reading_key_of
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enclose import has_lists
from ctmtqg_desktop.exchange.upkeep.orders import Journal
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.opening.first_period import open_folder
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.upkeep.exports_page import ExportsPage

PAGE = "exports"


def lists_offer(desk: Desk, set_id: str, period: Period) -> dict[str, bool]:
    """Return whether a report has lists of households, and whether they could be sent."""
    return {
        "has_lists": has_lists(desk, set_id, period),
        "knows_key": bool(reading_key_of(desk.workspace, desk.unit.parent)),
    }


class ExportsControl(QObject):
    """Show the journal of exports whenever its page is gone to."""

    def __init__(self, room: Room, shell: Shell) -> None:
        super().__init__(shell)
        self._room, self._shell = room, shell
        self.page = ExportsPage(shell.stack)
        shell.add_page(PAGE, self.page)
        shell.acting.serve(self.page)
        self.page.shown.connect(self.refresh)
        self.page.save_wanted.connect(self.save)
        self.page.folder_opened.connect(open_folder)

    def show(self) -> None:
        """Go to the page."""
        self._shell.show_page(PAGE)

    def refresh(self) -> None:
        """Read the journal again."""
        self.page.show_exports(self._room.workspace.exports.latest())

    def heard(self, topics: frozenset[str]) -> None:
        """Read again what is on screen, where a file has been written."""
        if "exports" in topics and self._shell.page_id == PAGE:
            self.refresh()

    def save(self) -> None:
        """Ask where the journal goes, and write it."""
        name, title = f"nhat-ky-xuat_{self._room.unit.code}.xlsx", self.tr("Xuất nhật ký")
        chosen = ask_path(Ask.NEW_FILE, title, self._shell, FileKind.EXPORTS, proposed=name)
        if chosen is not None:
            self.write(chosen)

    def write(self, path: Path) -> None:
        """Write the journal, as the ending of the name says."""
        is_pdf = path.suffix.lower() == ".pdf"
        self.page.wanted.emit(Journal(pdf=path) if is_pdf else Journal(xlsx=path))
