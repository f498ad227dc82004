"""The rows that ask who signs: a key file, an authority's file or a token, and its secret."""

from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget
from typing_extensions import override

from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.signers import PIN_WORDS
from ctmtqg_desktop.exchange.post.signing import KeyFile, SignerSource, Token
from ctmtqg_desktop.exchange.words import of_error, say
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.trust.certificate.details import CertificateDetails
from ctmtqg_desktop.trust.token.token_faults import PinState
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, password_line
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.jobs import Job, Jobs
from ctmtqg_desktop.ui.sign.token_list import TokenPicker
from ctmtqg_desktop.workspace.records import LastSigner

_WAIT_MS = 250
"""A path is typed letter by letter; only what stands still is looked into."""
_SOON = timedelta(days=30)


class SignerMemory(Protocol):
    """Where what signed last is kept: the settings of a workspace."""

    def last_signer(self, role: str) -> LastSigner | None:
        """Return with what somebody signed last in a role."""

    def remember_signer(self, role: str, signer: LastSigner) -> None:
        """Remember with what somebody signed."""


class Way(IntEnum):
    """What signs, in the order of the list."""

    KEY = 0
    P12 = 1
    TOKEN = 2


class SignerRows(QObject):
    """Add the rows to a form and keep them in step.

    Signals:
        changed: what would sign, or what stands in its way, has changed.
    """

    changed = Signal()

    def __init__(self, rows: Rows, jobs: Jobs, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows, self._jobs, self._clock, self._parent = rows, jobs, clock, parent
        self._details: CertificateDetails | None = None
        self._problem = ""
        self._looking: Job | None = None
        self._memory: SignerMemory | None = None
        self._role = ""
        self._recalled: LastSigner | None = None
        self._add_rows()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._look)
        self._connect()
        self._choose()
        parent.installEventFilter(self)

    # -- building

    def _add_rows(self) -> None:
        rows, parent = self._rows, self._parent
        self.way = QComboBox(parent)
        self.way.setMinimumHeight(28)
        self.way.addItems(
            [self.tr("Tệp khóa"), self.tr("Tệp chứng thư (.p12, .pfx)"), self.tr("Token USB")]
        )
        self.key = PathBox(Ask.FILE, self.tr("Chọn tệp khóa ký"), parent, FileKind.KEYS)
        self.p12 = PathBox(Ask.FILE, self.tr("Chọn tệp chứng thư"), parent, FileKind.CERTIFICATES)
        self.token = TokenPicker(self._jobs, lambda: self.library.path, parent)
        self.library = PathBox(
            Ask.FILE, self.tr("Chọn thư viện token"), parent, FileKind.LIBRARIES
        )
        self.library.line.setPlaceholderText(self.tr("Để trống: tự tìm"))
        self.password = password_line(parent)
        self.last_try = QCheckBox(self.tr("Chắc chắn PIN đúng, dùng lần cuối"), parent)
        self.seen = label("", parent, role="soft", wrap=True)
        self.warning = label("", parent, role="error", wrap=True)
        rows.add(self.tr("Ký bằng"), self.way)
        rows.add(self.tr("Tệp khóa ký"), self.key)
        rows.add(self.tr("Tệp chứng thư"), self.p12)
        rows.add(self.tr("Token"), self.token)
        rows.add(self.tr("Thư viện"), self.library)
        rows.add(self.tr("Mật khẩu khóa"), self.password)
        for whole in (self.last_try, self.seen, self.warning):
            rows.addRow(whole)

    def _connect(self) -> None:
        self.way.currentIndexChanged.connect(self._choose)
        self.key.changed.connect(self._path_changed)
        self.p12.changed.connect(self._path_changed)
        self.library.changed.connect(self._path_changed)
        self.password.textChanged.connect(self.changed)
        self.password.editingFinished.connect(self._secret_typed)
        self.last_try.toggled.connect(self.changed)
        self.token.changed.connect(self._token_changed)

    # -- what is chosen

    @property
    def chosen(self) -> Way:
        """Return what signs."""
        return Way(self.way.currentIndex())

    @property
    def source(self) -> SignerSource | None:
        """Return what was chosen, with its secret; None while something is missing."""
        if self.obstacle():
            return None
        picked = self.token.picked
        if self.chosen is Way.TOKEN and picked is not None:
            last = self.last_try.isChecked()
            return Token(picked.choice, self.password.text(), last_try=last)
        path = self._box.path
        return KeyFile(path, self.password.text()) if path is not None else None

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        if self.chosen is Way.TOKEN:
            return self._token_obstacle() or self._expired()
        if self._box.path is None:
            return (
                self.tr("Chọn tệp khóa ký.")
                if self.chosen is Way.KEY
                else self.tr("Chọn tệp chứng thư (.p12, .pfx).")
            )
        if not self.password.text():
            return (
                self.tr("Nhập mật khẩu khóa.")
                if self.chosen is Way.KEY
                else self.tr("Nhập mật khẩu của tệp chứng thư.")
            )
        return self._expired()

    def _token_obstacle(self) -> str:
        picked = self.token.picked
        if self.token.is_searching:
            return self.tr("Đang tìm token…")
        if picked is None:
            return self.tr("Cắm token rồi bấm “Tìm lại”.")
        if picked.token.pin in {PinState.LOCKED, PinState.NOT_SET}:
            return self.tr("PIN: {state}.").format(state=say(PIN_WORDS[picked.token.pin], {}))
        if not self.password.text() and not picked.token.has_pin_pad:
            return self.tr("Nhập PIN của token.")
        if picked.token.pin is PinState.FINAL and not self.last_try.isChecked():
            return self.tr("Token báo lần cuối: đánh dấu chắc chắn PIN đúng thì mới ký.")
        return ""

    def _expired(self) -> str:
        found = self._details
        if found is None or not found.has_expired(self._clock()):
            return ""
        return self.tr("Chứng thư đã hết hạn, không ký được.")

    def forget_secret(self, error: CtmtqgError | None = None) -> None:
        """Clear the password or PIN, and ask a token how it stands after it was used.

        Args:
            error: why nothing was signed. A wrong PIN must be typed anew: pressing again must
                never send it twice. A file counts no tries and keeps its password.
        """
        if error is not None and self.chosen is not Way.TOKEN:
            return
        self.password.clear()
        self.last_try.setChecked(False)
        if self.chosen is Way.TOKEN and self._parent.isVisible():
            self.token.search()

    def remember_in(self, memory: SignerMemory, role: str = "signer") -> None:
        """Begin with what signed last here, and keep what signs next; never a secret.

        Args:
            memory: the settings of a workspace.
            role: one for each who signs with something of their own.
        """
        self._memory, self._role, self._recalled = memory, role, None
        self._recall()

    def _recall(self) -> None:
        """Take what signed last, or was made to sign, since it was taken before."""
        last = self._memory.last_signer(self._role) if self._memory is not None else None
        if last is None or last == self._recalled or last.way not in Way.__members__:
            return
        self.way.setCurrentIndex(Way[last.way])
        path, box = Path(last.path) if last.path else None, self._box
        is_there = path is None or self.chosen is Way.TOKEN or path.is_file()
        box.set_path(path if is_there else None)
        words = self.tr("Không thấy {path}: cắm USB hoặc chọn lại")
        box.line.setPlaceholderText("" if is_there else words.format(path=path))
        self._recalled = last if is_there else None

    def used(self) -> None:
        """Keep what has just signed."""
        if self._memory is not None:
            path = self._box.path
            used = LastSigner(self.chosen.name, str(path or ""))
            self._memory.remember_signer(self._role, used)
            self._recalled = used

    @property
    def _box(self) -> PathBox:
        return {Way.KEY: self.key, Way.P12: self.p12, Way.TOKEN: self.library}[self.chosen]

    # -- keeping in step

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._parent and event.type() == QEvent.Type.Show:
            self._recall()
            self._timer.start()
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        way, rows = self.chosen, self._rows
        rows.setRowVisible(self.key, way is Way.KEY)
        rows.setRowVisible(self.p12, way is Way.P12)
        rows.setRowVisible(self.token, way is Way.TOKEN)
        named = {
            Way.KEY: self.tr("Mật khẩu khóa"),
            Way.P12: self.tr("Mật khẩu tệp"),
            Way.TOKEN: self.tr("PIN"),
        }
        asked = rows.labelForField(self.password)
        if isinstance(asked, QLabel):
            asked.setText(named[way])
        self.password.setAccessibleName(named[way])
        self.password.clear()
        self._show(None)
        if way is Way.TOKEN:
            self._look()
        else:
            self._timer.start()

    def _path_changed(self) -> None:
        self._show(None)
        self._timer.start()

    def _secret_typed(self) -> None:
        if self.chosen is Way.P12 and self._details is None:
            self._look()

    def _token_changed(self) -> None:
        picked = self.token.picked
        self._show(picked.details if picked else None, self.token.problem)

    def _look(self) -> None:
        """Look into what stands still now; nothing after the window was closed."""
        if not self._parent.isVisible():
            return
        if self.chosen is Way.TOKEN:
            self.token.search_for(self.library.path)
            return
        path, password = self._box.path, self.password.text()
        if path is None or (self.chosen is Way.P12 and not password):
            return

        def work(_: Job) -> CertificateDetails | None:
            from ctmtqg_desktop.exchange.post.signers import look_into

            return look_into(path, password) if path.is_file() else None

        self._looking = self._jobs.start(work)
        self._looking.done.connect(self._seen)
        self._looking.failed.connect(self._not_seen)

    def _seen(self, found: CertificateDetails | None) -> None:
        if self.sender() is self._looking and self.chosen is not Way.TOKEN:
            self._show(found)

    def _not_seen(self, error: BaseException) -> None:
        if not isinstance(error, CtmtqgError):
            raise error  # a bug: the crash watch writes it down
        if self.sender() is self._looking and self.chosen is not Way.TOKEN:
            said = of_error(error)
            self._show(None, f"{said.what} {said.todo}")

    def _show(self, found: CertificateDetails | None, problem: str = "") -> None:
        """Show a certificate, or why there is none to show."""
        self._details = found
        picked = self.token.picked if self.chosen is Way.TOKEN else None
        state = picked.token.pin if picked else PinState.GOOD
        self.seen.setText(self._words(found) if found else "")
        warnings = [problem, self._warning(found)]
        if picked is not None and state is not PinState.GOOD:
            warnings.append(self.tr("PIN {state}.").format(state=say(PIN_WORDS[state], {})))
        self.warning.setText("\n".join(one for one in warnings if one))
        for shown in (self.seen, self.warning):
            self._rows.setRowVisible(shown, bool(shown.text()))
        has_pad = picked is not None and picked.token.has_pin_pad
        self.password.setPlaceholderText(self.tr("Nhập trên thiết bị khi ký") if has_pad else "")
        needs = self.chosen is Way.TOKEN and (picked is None or self.library.path is not None)
        self._rows.setRowVisible(self.library, needs)
        self._rows.setRowVisible(self.last_try, state is PinState.FINAL)
        self.changed.emit()

    def _words(self, found: CertificateDetails) -> str:
        who = ", ".join(one for one in (found.subject, found.organization) if one)
        words = self.tr("{who}\nNơi cấp: {issuer}\nHiệu lực đến {last}; khóa {key}\n{digits}")
        return words.format(
            who=who, issuer=found.issuer, last=self._day(found), key=found.key,
            digits=found.fingerprint,
        )  # fmt: skip

    def _warning(self, found: CertificateDetails | None) -> str:
        now = self._clock()
        if found is None:
            return ""
        if found.has_expired(now):
            return self.tr("Chứng thư đã hết hạn ngày {last}.").format(last=self._day(found))
        if not found.has_begun(now):
            words = self.tr("Chứng thư chưa có hiệu lực; kiểm tra ngày giờ của máy tính ({day}).")
            return words.format(day=format_date(now.date()))
        if found.last - now < _SOON:
            return self.tr("Chứng thư sắp hết hạn, ngày {last}.").format(last=self._day(found))
        return ""

    def _day(self, found: CertificateDetails) -> str:
        return format_date(found.last.astimezone(self._clock().tzinfo).date())
