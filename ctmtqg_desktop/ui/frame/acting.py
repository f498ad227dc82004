"""What pages ask for is done here: one act at a time, off the main thread, told by one notice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done, Step
from ctmtqg_desktop.exchange.acts import Place, act_of, do
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.words import of_done, say
from ctmtqg_desktop.ui.parts.busy import Busy
from ctmtqg_desktop.ui.parts.notice import Notice, Tone


class Asker(Protocol):
    """A page or dialog that says what is wanted; the frame does it and tells what came of it.

    Attributes:
        wanted: a signal that carries an order of ``exchange.acts``.
    """

    wanted: SignalInstance

    def acted(self, order: object, done: Done) -> None:
        """Hear what came of an order of its own; the frame has said it in words already."""

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Hear why an order of its own was refused; the frame has said it in words already."""


class Acting(QObject):
    """Do orders in the room of a window.

    Signals:
        acted: an order that was done, and its Done.
        failed: an order that was refused, and the CtmtqgError.
        stopped: an order that was stopped; what it had done by then stays.
    """

    acted = Signal(object, object)
    failed = Signal(object, object)
    stopped = Signal(object)

    def __init__(
        self, place: Place, add_busy: Callable[[], Busy], notice: Notice, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._place, self._notice = place, notice
        self._add_busy, self._busy = add_busy, add_busy()
        self._looking: dict[int, _Looking] = {}
        self._asked: tuple[object, Asker | None] = (None, None)
        self._busy.done.connect(self._done)
        self._busy.refused.connect(self._refused)
        self._busy.stopped.connect(self._stopped)

    def serve(self, asker: Asker) -> None:
        """Do whatever a page or dialog wants from now on."""
        asker.wanted.connect(lambda order: self.do(order, asker))

    def do(self, order: object, asker: Asker | None = None) -> None:
        """Do what an order asks for, and say what came of it.

        One act at a time: what runs is never stopped by the next. What only looks does not wait.
        """
        if act_of(order).looks:
            self._look(order, asker)
            return
        if self._busy.is_running:
            self._notice.say(Tone.WARN, self.tr("Đang làm việc trước. Chờ xong rồi làm tiếp."))
            return
        self._notice.hide()
        self._asked, place = (order, asker), self._place
        self._busy.run(_words_of(order), lambda job: _done_in(place, order, job.report))

    def _look(self, order: object, asker: Asker | None) -> None:
        """Look for a page; what it looked for before is forgotten."""
        one = self._looking.get(id(asker))
        if one is None:
            one = _Looking(self._add_busy(), asker)
            one.busy.done.connect(lambda done: self._heard(one.order, one.asker, done))
            one.busy.refused.connect(lambda error: self._failed(one.order, one.asker, error))
            self._looking[id(asker)] = one
        one.order, place = order, self._place
        one.busy.run(_words_of(order), lambda job: do(place, order, job.report))

    def warn(self, words: str) -> None:
        """Say what a page still lacks before it can want something."""
        self._notice.say(Tone.WARN, words)

    def _done(self, done: Done) -> None:
        order, asker = self._asked
        if done.is_refused or not act_of(order).is_quiet:
            said = of_done(done.code, done.facts, done.paths)
            tone = Tone.WARN if done.is_refused or done.did_nothing else Tone.GOOD
            self._notice.say(tone, said.what, said.todo)
        self._heard(order, asker, done)

    def _heard(self, order: object, asker: Asker | None, done: Done) -> None:
        if asker is not None:
            asker.acted(order, done)
        self.acted.emit(order, done)

    def _refused(self, error: CtmtqgError) -> None:
        self._failed(*self._asked, error)

    def _failed(self, order: object, asker: Asker | None, error: CtmtqgError) -> None:
        self._notice.say_error(error)
        if asker is not None:
            asker.refused(order, error)
        self.failed.emit(order, error)

    def _stopped(self) -> None:
        self._notice.say(Tone.WARN, self.tr("Đã dừng."))
        self.stopped.emit(self._asked[0])


@dataclass
class _Looking:
    """What a page looks for now; where it shows how far that is."""

    busy: Busy
    asker: Asker | None
    order: object = None


def _done_in(place: Place, order: object, step: Step) -> Done:
    """Do an order; what it published is read here, so that the window need not wait for it."""
    done = do(place, order, step)
    if "catalogue" in act_of(order).changes and not isinstance(place, Program):
        _ = place.room.library
    return done


def _words_of(order: object) -> str:
    return say(f"doing.{act_of(order).name}", {})
