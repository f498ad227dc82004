"""Connect the board of a receiving unit with the office: what comes in, who has sent what."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.owing import has_period
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.errors import Cancelled, CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.post.outcome import Received
from ctmtqg_desktop.exchange.post.sent_packages import OWN
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Receive
from ctmtqg_desktop.package.found.folders import any_encrypted
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.inbox.board_page import BoardPage
from ctmtqg_desktop.ui.inbox.parcels import SetColumn
from ctmtqg_desktop.ui.inbox.reading import (
    known_packages,
    named,
    parcel_of,
    parcel_of_result,
    places,
)
from ctmtqg_desktop.ui.inbox.reading_dialog import ReadingDialog
from ctmtqg_desktop.ui.parts.badges import count_badge
from ctmtqg_desktop.ui.parts.key import Key
from ctmtqg_desktop.workspace.records import Outcome

PAGE = "board"
_FEW = 50
"""So many files are looked at before a drop is answered; more would hold the window up."""


class Inbox(QObject):
    """Take in files, and keep the board as the workspace has it.

    Signals:
        wanted: an order.
        period_wanted: the Period of what came in.
    """

    wanted = Signal(object)
    period_wanted = Signal(object)

    def __init__(self, office: Office, shell: Shell, period: Callable[[], Period]) -> None:
        super().__init__(shell)
        self._office, self._shell, self._period = office, shell, period
        self._results: dict[str, Received] = {}
        sets = [SetColumn(s.id, s.short, s.title) for s in office.report_sets()]
        self.board = BoardPage(sets, shell.stack)
        shell.add_page(PAGE, self.board)
        shell.add_keys([Key("Ctrl+G", self.tr("Tìm đơn vị"), self.tr("Tình hình nộp"))])
        self.board.dropped.connect(self.take)
        self._elsewhere: Period | None = None
        self._to_choose = ""
        self.board.is_returned = self._is_returned
        shell.notice.taken.connect(self._go_there)

    # -- taking in

    def take(self, paths: Sequence[Path]) -> ReadingDialog | None:
        """Take in files and folders; where some are encrypted, ask for the password first.

        A few files are looked at on the spot, many by the worker.
        """
        self._shell.show_page(PAGE)
        given = tuple(paths)
        try:
            is_closed = self._office.secret is None and any_encrypted(given, _only_few)
        except Cancelled:
            job = self._shell.jobs.start(
                lambda job: any_encrypted(given, lambda count, name: job.report(count, 0, name))
            )
            job.done.connect(lambda closed: self._looked(given, is_closed=bool(closed)))
            return None
        return self._looked(given, is_closed=is_closed)

    def _looked(self, paths: tuple[Path, ...], *, is_closed: bool) -> ReadingDialog | None:
        if is_closed:
            return self._ask_password(paths)
        self.wanted.emit(Receive(paths))
        return None

    def _ask_password(
        self, paths: tuple[Path, ...], error: CtmtqgError | None = None
    ) -> ReadingDialog:
        dialog = ReadingDialog(self._shell, error)
        dialog.finished.connect(lambda _: self.wanted.emit(Receive(paths, dialog.given)))
        dialog.open()
        return dialog

    def acted(self, order: object, done: Done) -> None:
        """Remember what was said of each file: the workspace keeps only what it can judge."""
        self.board.left.acted(done)
        results = done.found
        if isinstance(results, tuple):
            self._results.update({result.file: result for result in results})
            self._to_choose = first_to_see(results)
            self._lead_to(results)

    def _lead_to(self, results: Sequence[Received]) -> None:
        """Offer the way to the period of what came in, where that is not the one on screen."""
        taken = [r for r in results if r.outcome is Outcome.ACCEPTED and r.period]
        periods = {Period.parse(r.period) for r in taken} - {self._period()}
        self._elsewhere = max(periods, key=lambda one: (one.end, one.start), default=None)
        if self._elsewhere is not None:
            words = self.tr("Xem {period}").format(period=self._elsewhere.label)
            self._shell.notice.propose(words)

    def _go_there(self) -> None:
        if self._elsewhere is not None:
            self.period_wanted.emit(self._elsewhere)
            self._shell.notice.hide()

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Ask again for a password that was wrong."""
        if isinstance(order, Receive) and error.code == "trust.sealed-password-wrong":
            self._ask_password(order.paths, error)

    # -- what is here

    def heard(self, topics: frozenset[str]) -> None:
        """Read again what has changed."""
        if "submissions" in topics:
            self.read_board()
        if "inbox" in topics:
            self.read_inbox()
            if self._to_choose:
                self.board.choose_file(self._to_choose)
                self._to_choose = ""

    def _is_returned(self, key: ReportKey) -> bool:
        last = self._office.latest(key)
        return last is not None and last.status is Status.RETURNED

    def read_board(self) -> None:
        """Read where every unit stands."""
        office, period = self._office, self._period()
        sets = office.report_sets()
        ids = [s.id for s in sets if has_period(office.catalogue, s, period)]
        standings = places(office, ids, period)
        self.board.set_period(period.code, period.label)
        self.board.show_board(standings)
        owed = (place.deadline for one in standings for place in one.places if place.is_owed)
        deadline = next(owed, None)
        left = (deadline - office.clock().date()).days if deadline else 0
        self._shell.header.show_deadline(deadline, left)

    def read_inbox(self) -> None:
        """Read what has come in; what was refused stands first."""
        office, results = self._office, self._results
        parcels = [parcel_of(record, results) for record in office.inbox()]
        shown = {parcel.file for parcel in parcels}
        lost = [r for r in results.values() if r.file not in shown and r.code != OWN]
        parcels = [*map(parcel_of_result, lost), *parcels]
        parcels.sort(key=lambda parcel: parcel.outcome != Outcome.REFUSED)
        known = known_packages(office)
        self.board.show_facts({sha: one.facts for sha, one in known.items()})
        refused = sum(parcel.outcome == Outcome.REFUSED for parcel in parcels)
        self.board.show_inbox([named(office, p, known, results) for p in parcels])
        badge = count_badge(refused, self.tr("{count} gói không nhận").format(count=refused))
        if badge is not None:
            self._shell.nav.entries.badge({PAGE: badge})


def first_to_see(results: Sequence[Received]) -> str:
    """Return the file to show after many came: what waits for somebody, then a report, then any.

    Files with the same need keep their order.
    """
    ranked = sorted(results, key=_need)
    return ranked[0].file if ranked else ""


_NEEDS = (Outcome.CONFLICT, Outcome.HELD, Outcome.REFUSED, Outcome.ACCEPTED)


def _need(one: Received) -> int:
    """Return the place in the queue; what asks for an enrolment has a page of its own."""
    is_request = one.outcome is Outcome.HELD and one.report is None
    return len(_NEEDS) if is_request or one.outcome not in _NEEDS else _NEEDS.index(one.outcome)


def _only_few(count: int, _: str) -> None:
    """Stop looking where there are more than a few files.

    Raises:
        Cancelled: there are more.
    """
    if count > _FEW:
        raise Cancelled
