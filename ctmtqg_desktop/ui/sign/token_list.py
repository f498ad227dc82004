"""Find the tokens that are in and let one certificate be picked; no PIN is used for that."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.words import of_error
from ctmtqg_desktop.trust.certificate.details import CertificateDetails
from ctmtqg_desktop.trust.token.token import TokenChoice, TokenFacts
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.parts.card import button
from ctmtqg_desktop.ui.parts.jobs import Job, Jobs


class Picked(NamedTuple):
    """A token, and the certificate on it; None where it shows none before the PIN."""

    token: TokenFacts
    details: CertificateDetails | None

    @property
    def choice(self) -> TokenChoice:
        """Return what opens it."""
        wanted = self.details.spki_sha256 if self.details else ""
        return TokenChoice(self.token.library, self.token.serial, wanted)


class TokenPicker(QWidget):
    """A list of what was found, and a button to look again.

    Signals:
        changed: something else is picked, or a search has ended.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, library: Callable[[], Path | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs, self._library = jobs, library
        self._job: Job | None = None
        self._searched: Path | None = None
        self._found: list[Picked] = []
        self.problem = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.list = QComboBox(self)
        self.list.setMinimumHeight(28)
        self.list.setMinimumContentsLength(10)
        self.list.setAccessibleName(self.tr("Chứng thư trên token"))
        self.list.currentIndexChanged.connect(self.changed)
        self.again = button(self.tr("Tìm lại"), self, picture="refresh-cw")
        self.again.clicked.connect(self.search)
        row.addWidget(self.list, 1)
        row.addWidget(self.again)
        self.setFocusProxy(self.list)

    @property
    def picked(self) -> Picked | None:
        """Return what is picked; None while nothing was found."""
        at = self.list.currentIndex()
        return self._found[at] if 0 <= at < len(self._found) else None

    @property
    def is_searching(self) -> bool:
        """Say whether a search runs."""
        return self._job is not None

    def search_for(self, library: Path | None) -> None:
        """Look unless a token of this library is shown already."""
        known = self.picked is not None and library in {None, self.picked.token.library}
        if not known:
            self.search()

    def search(self) -> None:
        """Look for tokens on the worker thread; libraries may take seconds."""
        if self._job is not None:
            return
        self._searched = path = self._library()

        def work(_: Job) -> tuple[TokenFacts, ...]:
            from ctmtqg_desktop.exchange.post.signers import find_tokens

            return find_tokens([path] if path else [])

        self.again.setEnabled(False)
        self._job = self._jobs.start(work)
        self._job.done.connect(self._show)
        self._job.failed.connect(self._failed)
        self._job.cancelled.connect(self._ended)
        self.changed.emit()

    def _ended(self) -> None:
        self._job = None
        self.again.setEnabled(True)
        self.changed.emit()
        if self._library() != self._searched:
            self.search()

    def _show(self, tokens: Sequence[TokenFacts]) -> None:
        before = self.picked.choice if self.picked else None
        self.problem = ""
        self._fill(
            [Picked(t, one.details) for t in tokens for one in t.certificates]
            + [Picked(t, None) for t in tokens if not t.certificates]
        )
        choices = [one.choice for one in self._found]
        self.list.setCurrentIndex(choices.index(before) if before in choices else 0)
        self._ended()

    def _failed(self, error: BaseException) -> None:
        self._fill([])
        if isinstance(error, CtmtqgError):
            said = of_error(error)
            self.problem = f"{said.what} {said.todo}"
        self._ended()
        if not isinstance(error, CtmtqgError):
            raise error  # a bug: the crash watch writes it down

    def _fill(self, found: list[Picked]) -> None:
        self._found = found
        self.list.blockSignals(True)
        self.list.clear()
        for at, one in enumerate(found):
            self.list.addItem(self._words(one))
            self.list.setItemData(at, tip(self._where(one)), Qt.ItemDataRole.ToolTipRole)
        self.list.blockSignals(False)

    def _words(self, one: Picked) -> str:
        if one.details is None:
            return self.tr("{token}: chứng thư hiện sau khi nhập PIN").format(
                token=one.token.label
            )
        is_alone = len({p.token.serial for p in self._found}) == 1
        name = one.details.subject
        return name if is_alone else f"{name} ({one.token.label})"

    def _where(self, one: Picked) -> str:
        words = self.tr("Token {label}, {maker} {model}, số {serial}")
        return words.format(
            label=one.token.label, maker=one.token.maker, model=one.token.model,
            serial=one.token.serial,
        )  # fmt: skip
