"""Connect the page of the workspace itself with the room it is in, for either window."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject

from ctmtqg_desktop.exchange.post.export_journal import Exported
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.opening.known import remember
from ctmtqg_desktop.ui.opening.restore_box import SUFFIX
from ctmtqg_desktop.ui.parts.files.drives import documents
from ctmtqg_desktop.ui.upkeep.upkeep_page import UpkeepPage
from ctmtqg_desktop.workspace.workspace import is_locked

PAGE = "workspace"


class UpkeepControl(QObject):
    """Show the page, with names of files that are new today."""

    def __init__(self, room: Room, shell: Shell) -> None:
        super().__init__(shell)
        self._room, self._shell = room, shell
        self.page: UpkeepPage | None = None

    def show(self) -> None:
        """Go to the page, which is built on the first visit."""
        page = self.page or self._build()
        self._shell.show_page(PAGE)
        self._refresh(page)
        page.target.setFocus()

    def _build(self) -> UpkeepPage:
        page = self.page = UpkeepPage(self._shell.stack)
        self._shell.add_page(PAGE, page)
        self._shell.acting.serve(page)
        page.copied.connect(lambda: self._refresh(page))
        page.restored.connect(self._remember)
        page.another_wanted.connect(self._shell.open_another)
        return page

    def _refresh(self, page: UpkeepPage) -> None:
        """Tell of the workspace, and propose names that are not taken."""
        page.show_workspace(tuple(self._facts()))
        code, now = self._room.unit.code, self._room.clock()
        page.target.propose(f"sao-luu_{code}_{now:%Y%m%d-%H%M%S}{SUFFIX}")
        if page.back.place.path is None:
            page.back.propose(documents() / f"phuc-hoi_{code}_{now:%Y%m%d}{SUFFIX}")

    def _facts(self) -> Iterator[tuple[str, str]]:
        workspace, unit = self._room.workspace, self._room.unit
        is_closed = is_locked(Path(workspace.place))
        copies = (line for line in workspace.exports.latest() if line.what == Exported.BACKUP)
        last = next(copies, None)
        yield self.tr("Tệp"), workspace.place
        day = format_date(workspace.identity.at)
        words = self.tr("{name}, mã {code}, theo danh mục ngày {day}")
        yield self.tr("Đơn vị"), words.format(name=unit.name, code=unit.code, day=day)
        yield self.tr("Mã hóa"), self.tr("Có") if is_closed else self.tr("Không")
        never = self.tr("Chưa sao lưu lần nào")
        copied = f"{moment(last.at)}, {Path(last.path).name}" if last is not None else never
        yield self.tr("Sao lưu"), copied

    def _remember(self, path: Path) -> None:
        """Offer the workspace at the next start, after the one that is open."""
        remember(path)
        remember(Path(self._room.workspace.place))
