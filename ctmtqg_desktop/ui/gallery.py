"""Photograph the main screens, for the demonstration, the README and whoever checks the look."""

import time
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QMainWindow

from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.fill.form_tree import FORM
from ctmtqg_desktop.ui.pages import RECEIVER_PAGES, SENDER_PAGES
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.ui.sender_window import Sender

WIDTH, HEIGHT = 1366, 768
"""The smallest screen the program is made for."""
PATIENCE_S = 20.0


def photograph_sender(desk: Desk, out_dir: Path) -> list[Path]:
    """Save pictures of a reporting unit's screens."""
    period = _year(desk.workspace.identity.at.year)
    sender = Sender(desk, period)
    set_ids = [s.id for s in desk.report_sets()]
    forms = [form.id for set_id in set_ids[:1] for form in desk.forms(set_id, period)]
    first, *rest = (spec.id for spec in SENDER_PAGES)
    pages = [first, *(FORM + form for form in forms), *rest]
    return _photograph(sender, pages, out_dir, "don-vi")


def photograph_receiver(office: Office, out_dir: Path) -> list[Path]:
    """Save pictures of a receiving unit's screens."""
    receiver = Receiver(office, _year(office.workspace.identity.at.year))
    return _photograph(receiver, [spec.id for spec in RECEIVER_PAGES], out_dir, "noi-nhan")


def _year(year: int) -> Period:
    return Period(year, PeriodKind.YEAR)


def _photograph(
    owner: Sender | Receiver, pages: Iterable[str], out_dir: Path, prefix: str
) -> list[Path]:
    window = owner.shell
    window.resize(WIDTH, HEIGHT)
    window.show()
    made = []
    for number, page in enumerate(pages, 1):
        owner.go(page)
        if isinstance(owner, Sender) and page.startswith(FORM):
            _show_longest(owner)
        _settle(owner)
        path = out_dir / f"{prefix}-{number:02d}-{page.replace(':', '-')}.png"
        window.grab().save(str(path))
        made.append(path)
    _close(window)
    return made


def _show_longest(sender: Sender) -> None:
    """Turn to the section with the most rows: the one people work in."""
    page = sender.entry.page
    if page is not None:
        sections = page.sheet.form.sections
        counts = [len(page.sheet.rows(section.id)) for section in sections]
        page.show_section(counts.index(max(counts)))


def _settle(owner: Sender | Receiver) -> None:
    """Let the window finish what it began, its background work included."""
    deadline = time.monotonic() + PATIENCE_S
    quiet = 0
    while quiet < 3 and time.monotonic() < deadline:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        is_opening = isinstance(owner, Sender) and owner.is_opening
        quiet = 0 if owner.jobs.is_busy or is_opening else quiet + 1
        time.sleep(0.01)


def _close(window: QMainWindow) -> None:
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
