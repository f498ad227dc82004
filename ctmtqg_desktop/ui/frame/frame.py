"""The frame of the main window: header, tree, pages, status line, actions with their keys."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.vouching import counts_by_level
from ctmtqg_desktop.exchange.steps.next_step import LeadsTo
from ctmtqg_desktop.ui.frame.about import AboutDialog, licences
from ctmtqg_desktop.ui.frame.acting import Acting
from ctmtqg_desktop.ui.frame.header import Header
from ctmtqg_desktop.ui.frame.keys_card import KeyCard
from ctmtqg_desktop.ui.frame.scroll_room import ScrollRoom
from ctmtqg_desktop.ui.frame.steps_panel import Asks
from ctmtqg_desktop.ui.frame.tree import Nav
from ctmtqg_desktop.ui.frame.window_memory import WindowMemory
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.labels import ElidedLabel
from ctmtqg_desktop.ui.parts.busy import Busy
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.files.memory import Memory
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.key import Key
from ctmtqg_desktop.ui.parts.notice import Notice

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.receiver.office import Office
    from ctmtqg_desktop.exchange.sender.desk import Desk

SAID_FOR_MS = 8000
FIRST_SIZE = (1366, 740)


class Deed(NamedTuple):
    """An action of the window.

    Attributes:
        keys: in Qt's spelling, the first one is shown.
    """

    words: str
    keys: tuple[str, ...]
    do: Callable[[], object]


class Shell(QMainWindow):
    """Hold the pages; knows nothing of what they show.

    Attributes:
        heads: gives the name of a page and what it speaks of now; empty where it says it itself.
        wants_another: it was closed for another workspace to be opened.

    Signals:
        went: id of the entry of the tree the user went to.
        closing: the window is about to close.
    """

    went = Signal(str)
    closing = Signal()
    _steps: tuple[Asks, Callable[[LeadsTo], object]] | None = None

    def __init__(
        self, title: str, header: Callable[[QWidget], Header], jobs: Jobs, place: "Desk | Office"
    ) -> None:
        super().__init__()
        self.place, self.wants_another = place, False
        self.memory: Memory = WindowMemory(place.workspace.place)
        self.setWindowTitle(title)
        self.resize(*FIRST_SIZE)
        self.jobs = jobs
        self._keys: list[Key] = []
        self._rooms: dict[str, ScrollRoom] = {}
        self._with_own_status: set[str] = set()
        self.heads: Callable[[str], tuple[str, str]] = lambda _: ("", "")
        middle = QWidget(self)
        self.setCentralWidget(middle)
        outer = QVBoxLayout(middle)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.header = header(middle)
        outer.addWidget(self.header)
        outer.addLayout(self._below_header(middle), 1)
        self.went.connect(self.notice.put_away_good)
        self._build_status()

    def _below_header(self, middle: QWidget) -> QHBoxLayout:
        """Return the tree, and beside it what is said and the pages."""
        row = QHBoxLayout()
        row.setSpacing(0)
        self.nav = Nav(middle)
        self.nav.picked.connect(self.went)
        self.stack = QStackedWidget(middle)
        row.addWidget(self.nav)
        right = QVBoxLayout()  # what is said stands here, so that the tree never moves
        right.setSpacing(0)
        right.addWidget(self._work_strip(self.jobs, middle))
        right.addWidget(self._heading(middle))
        right.addWidget(self.stack, 1)
        row.addLayout(right, 1)
        return row

    def _work_strip(self, jobs: Jobs, parent: QWidget) -> QWidget:
        """Return where work that belongs to no page shows itself and what came of it."""
        strip = QWidget(parent)
        column = QVBoxLayout(strip)
        column.setContentsMargins(0, 0, 0, 0)
        self.notice = Notice(strip)
        column.addWidget(self.notice)

        def add_busy() -> Busy:
            made = Busy(jobs, strip)
            made.setContentsMargins(16, 0, 16, 0)
            column.addWidget(made)
            return made

        self.acting = Acting(self.place, add_busy, self.notice, self)
        return strip

    def _heading(self, parent: QWidget) -> QWidget:
        """Return the line over a page that says what it speaks of."""
        self.heading, row = QWidget(parent), QHBoxLayout()
        row.setContentsMargins(18, 8, 16, 0)
        row.setSpacing(10)
        self.heading.setLayout(row)
        self._page_name = label("", self.heading)
        self._page_name.setFont(base_font(bold=True))
        self.about = ElidedLabel(self.heading)
        row.addWidget(self._page_name)
        row.addWidget(self.about, 1)
        return self.heading

    def _build_status(self) -> None:
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        self._hint = label("", status, role="soft")
        self._hint.setContentsMargins(10, 0, 0, 0)
        self._saved = QLabel(status)
        self._saved.setContentsMargins(0, 0, 12, 0)
        self._saved.setAccessibleName(self.tr("Tình trạng lưu"))
        status.addWidget(self._hint, 1)
        status.addPermanentWidget(self._saved)

    # -- pages

    def add_page(self, page_id: str, page: QWidget, *, has_status: bool = False) -> None:
        """Add a page; ``has_status`` when it says itself what was saved."""
        if has_status:
            self._with_own_status.add(page_id)
        first = page.focusWidget()
        room = ScrollRoom(page, self.stack)
        if first is not None:
            first.setFocus()  # a page that moves forgets where its work begins
        self._rooms[page_id] = room
        self.stack.addWidget(room)

    def show_page(self, page_id: str, entry_id: str = "") -> None:
        """Show a page and mark its entry in the tree.

        A form has a status line of its own; its page gets the room of ours, for one more row.
        """
        self.statusBar().setVisible(page_id not in self._with_own_status)
        self.stack.setCurrentWidget(self._rooms[page_id])
        self.nav.go_to(entry_id or page_id)
        self.show_heading()

    def show_heading(self) -> None:
        """Say what the page on screen speaks of, as it is now."""
        name, about = self.heads(self.page_id)
        self._page_name.setText(name)
        self.about.setText(about)
        self.heading.setVisible(bool(about))

    @property
    def page_ids(self) -> tuple[str, ...]:
        """Return the ids of the pages that were added."""
        return tuple(self._rooms)

    @property
    def page_id(self) -> str:
        """Return the id of the page on screen."""
        shown = self.stack.currentWidget()
        return next((name for name, room in self._rooms.items() if room is shown), "")

    # -- actions

    def add_deeds(self, deeds: Sequence[Deed], where: str = "") -> list[QAction]:
        """Add actions that work everywhere in the window; they are listed under F1."""
        made = []
        for deed in deeds:
            action = QAction(deed.words, self)
            action.setShortcuts([QKeySequence(keys) for keys in deed.keys])
            action.triggered.connect(lambda _=False, do=deed.do: do())
            self.addAction(action)
            made.append(action)
        self.add_keys([Key(d.keys[0], d.words, where) for d in deeds])
        return made

    def add_keys(self, keys: Sequence[Key]) -> None:
        """List keys under F1 that others answer to."""
        self._keys.extend(keys)

    def show_keys(self) -> None:
        """Show where the work stands, and the card of keys."""
        if self._steps is None:
            KeyCard(self._keys, self).open()
            return
        ask, lead = self._steps
        card = KeyCard(self._keys, self, ask())
        card.step_wanted.connect(lead)
        card.open()

    def tell_steps(self, ask: Asks, lead: Callable[[LeadsTo], object]) -> None:
        """Let F1 begin with the steps of the work."""
        self._steps = (ask, lead)

    def show_about(self, catalogue: Catalogue) -> None:
        """Show what the program is, and how far its catalogue may be believed."""
        AboutDialog(counts_by_level(catalogue), licences(), self).open()

    def toggle_nav(self) -> None:
        """Hide the tree for more room, or show it again."""
        self.nav.setVisible(not self.nav.isVisible())

    def open_another(self) -> None:
        """Close the window, for another workspace to be opened in its place."""
        self.wants_another = True
        self.close()

    # -- what is said

    def hint(self, words: str) -> None:
        """Show the line of hints at the left of the status line."""
        self._hint.setText(words)

    def say(self, words: str) -> None:
        """Say something for a while in the status line."""
        self.statusBar().showMessage(words, SAID_FOR_MS)

    def show_saved(self, at: datetime) -> None:
        """Say when the last change was written durably."""
        self._saved.setText(self.tr("✓ Đã lưu {time}").format(time=f"{at:%H:%M:%S}"))

    def saved_text(self) -> str:
        """Return what the status line says of saving."""
        return self._saved.text()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
