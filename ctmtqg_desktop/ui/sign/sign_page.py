"""Sign and pack a report: what stands in the way, who signs, where the file goes, the result."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.post.signing import Signing
from ctmtqg_desktop.exchange.sender.orders import (
    Check,
    ExportAgain,
    LookBeforeSigning,
    SayNothingArose,
    Submit,
)
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.ui.form.states import RANK
from ctmtqg_desktop.ui.look.labels import ElidedLabel, tip
from ctmtqg_desktop.ui.look.words import severity_words
from ctmtqg_desktop.ui.parts.badges import SEVERITY_SIGNS
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.fields import (
    SIGNER_NAME,
    PathBox,
    Rows,
    begin_line,
    keep_line,
    line,
    text_of,
)
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.notice import Notice, Tone
from ctmtqg_desktop.ui.parts.table import Field, Table
from ctmtqg_desktop.ui.sign.blank_row import BlankRow
from ctmtqg_desktop.ui.sign.enclose_choice import Enclose
from ctmtqg_desktop.ui.sign.last_look import LastLook
from ctmtqg_desktop.ui.sign.signer_rows import SignerRows
from ctmtqg_desktop.ui.sign.subject import SignSubject
from ctmtqg_desktop.ui.sign.written_card import WrittenCard


class SignPage(QWidget):
    """Ask for everything a signature needs, once.

    Signals:
        wanted: an order.
        finding_opened: the Finding to go to.
        folder_opened: the folder of the written package.
        amend_wanted: open the next revision of a report that was sent.
        print_wanted: print the report.
    """

    wanted = Signal(object)
    finding_opened = Signal(object)
    folder_opened = Signal(object)
    amend_wanted = Signal()
    print_wanted = Signal()

    def __init__(
        self, jobs: Jobs, form_title: Callable[[str], str], parent: QWidget, *, clock: Clock
    ) -> None:
        super().__init__(parent)
        self._form_title, self._clock = form_title, clock
        self._subject = SignSubject()
        self._blocking: int | None = None
        self.look: LastLook | None = None
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(12)
        self.heading = ElidedLabel(self)
        self.heading.setProperty("role", "title")
        page.addWidget(self.heading)
        self.notice = Notice(self)
        self.notice.taken.connect(self.amend_wanted)
        page.addWidget(self.notice)
        self._result = WrittenCard(self)
        self._result.folder_opened.connect(self.folder_opened)
        self._result.copy_wanted.connect(self._export)
        self._result.print_wanted.connect(self.print_wanted)
        self._path, self._digest = self._result.path, self._result.digest
        page.addWidget(self._result)
        halves = QHBoxLayout()
        halves.setSpacing(12)
        halves.addWidget(self._check_card(), 3)
        halves.addWidget(self._sign_card(jobs), 2)
        page.addLayout(halves, 1)
        self._enable()

    # -- building

    def _check_card(self) -> Card:
        card = Card(self.tr("1. Kiểm tra số liệu"), self)
        again = button(self.tr("Kiểm tra (F7)"), card, picture="list-checks")
        again.clicked.connect(self.check)
        card.heading.addWidget(again)
        self._check_note = card.note
        self.findings: Table[Finding] = Table(self.tr("Phát hiện"), self._fields(), card)
        self.findings.set_row_height(42)
        self.findings.setWordWrap(True)
        self.findings.opened.connect(self.finding_opened)
        self.findings.setToolTip(self.tr("Enter hoặc nhấp đúp: đến ô có phát hiện"))
        self._clean = Empty(
            "clipboard-check", self.tr("Chưa kiểm tra."), self.tr("Bấm “Kiểm tra”."), card
        )
        self._stack = QStackedLayout()
        self._stack.addWidget(self._clean)
        self._stack.addWidget(self.findings)
        card.body.addLayout(self._stack, 1)
        self.blank = BlankRow(self, card)
        self.blank.given.connect(self._say_nothing_arose)
        self.findings.chosen.connect(self.blank.follow)
        card.body.addWidget(self.blank)
        return card

    def _fields(self) -> tuple[Field[Finding], ...]:
        return (
            Field(self.tr("Mức"), self._severity, width=116,
                  sign=lambda f: SEVERITY_SIGNS[f.severity]),
            Field(self.tr("Biểu"), lambda f: self._form_title(f.form), width=150,
                  tip=lambda f: self._form_title(f.form)),
            Field(self.tr("Phát hiện"), lambda f: f.message, tip=self._whole),
        )  # fmt: skip

    def _sign_card(self, jobs: Jobs) -> Card:
        card = Card(self.tr("2. Ký và đóng gói"), self)
        rows = Rows()
        self.signer = SignerRows(rows, jobs, self._clock, card)
        self.key, self.password = self.signer.key, self.signer.password
        self.title = line(card, hint=self.tr("Chủ tịch Ủy ban nhân dân xã …"))
        self.name = line(card, hint=self.tr("In dưới chữ ký, có thể để trống"))
        self.out_dir = PathBox(
            Ask.FOLDER, self.tr("Chọn nơi ghi gói báo cáo"), card, FileKind.PACKAGES
        )
        rows.add(self.tr("Chức vụ người ký"), self.title)
        rows.add(self.tr("Họ tên"), self.name)
        rows.add(self.tr("Ghi gói vào"), self.out_dir)
        card.body.addLayout(rows)
        self.enclose = Enclose(card)
        card.body.addWidget(self.enclose)
        self._why = label("", card, role="soft", wrap=True)
        card.body.addWidget(self._why)
        card.body.addLayout(self._end(card))
        card.body.addStretch(1)
        self.title.textChanged.connect(self._enable)
        self.signer.changed.connect(self._enable)
        self.out_dir.changed.connect(self._enable)
        return card

    def _end(self, card: Card) -> QHBoxLayout:
        self.go = button(self.tr("Ký và đóng gói (F9)"), card, picture="signature", primary=True)
        self.go.clicked.connect(self.order)
        self.again = button(self.tr("Ghi lại gói đã ký"), card, picture="usb")
        self.again.setToolTip(self.tr("Ghi đúng gói đã ký một lần nữa, ví dụ ra USB khác"))
        self.again.clicked.connect(lambda: self._export(self.out_dir.path))
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.again)
        row.addStretch(1)
        return row

    # -- showing

    def show_report(self, subject: SignSubject) -> None:
        """Show a report; what was found in another, or written for it, is no longer shown."""
        if subject.key != self._subject.key:
            self._result.hide()
            self._forget_findings()
        if subject.is_signed:
            self._forget_findings()
            nothing = self.tr("Không còn gì để kiểm tra.")
            self._clean.say(self.tr("Đã ký, số liệu đã khóa."), nothing)
        self._subject = subject
        self.heading.setText(subject.words)
        if subject.locked and self._result.isHidden():  # of what was signed the card says enough
            self.notice.say(Tone.KNOW, subject.locked, offer=subject.offer)
        else:
            self.notice.hide()
        self._enable()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what was found, the gravest first."""
        ordered = sorted(findings, key=lambda f: (not f.blocks, RANK.index(f.severity)))
        self._blocking = sum(f.blocks for f in ordered)
        self.findings.show_records(ordered)
        self.blank.ask(ordered)
        self._stack.setCurrentIndex(1 if ordered else 0)
        self._clean.say(
            self.tr("Không có lỗi, không có điều gì cần giải trình."), self.tr("Có thể ký.")
        )
        words = self.tr("{blocking} điều chặn ký, {other} điều lưu ý")
        self._check_note.setText(
            words.format(blocking=self._blocking, other=len(ordered) - self._blocking)
        )
        self._enable()

    def start_over(self) -> None:
        """Forget the result and the password of another report."""
        self._result.hide()
        self.signer.forget_secret()
        self.notice.hide()
        self._forget_findings()
        self._enable()

    def _forget_findings(self) -> None:
        self._blocking = None
        self.blank.ask(())
        self.findings.show_records(())
        self._clean.say(self.tr("Chưa kiểm tra."), self.tr("Bấm “Kiểm tra”."))
        self._stack.setCurrentIndex(0)
        self._check_note.setText("")

    # -- signing

    def obstacle(self) -> str:
        """Return what still stands in the way; empty when nothing does."""
        if self._subject.locked:
            return self._subject.locked
        if self._blocking is None:
            return self.tr("Kiểm tra số liệu trước khi ký.")
        if self._blocking:
            return self.tr("Còn {count} lỗi hoặc điều cần giải trình ở bên trái.").format(
                count=self._blocking
            )
        if why := self.signer.obstacle():
            return why
        for field, words in (
            (text_of(self.title), self.tr("Nhập chức vụ người ký.")),
            (self.out_dir.path, self.tr("Chọn nơi ghi gói báo cáo (USB hoặc thư mục).")),
        ):
            if not field:
                return words
        return ""

    def _enable(self) -> None:
        why = self.obstacle()
        self._why.setText(why)
        self._why.setVisible(bool(why) and self.notice.isHidden())  # which says why it is locked
        self.go.setEnabled(not why)
        self.go.setToolTip(tip(why))
        self.again.setVisible(self._subject.is_signed)
        self.again.setEnabled(self.out_dir.path is not None)

    def begin(self, title: str) -> None:
        """Begin with the title and name written last, else with a title."""
        begin_line(self.title, f"title.{title}", title)
        begin_line(self.name, SIGNER_NAME)

    def who(self) -> tuple[str, str]:
        """Return office and name of the signer, as typed so far."""
        return text_of(self.title), text_of(self.name)

    def check(self) -> None:
        """Look for findings again; of a report that is sent there is nothing to look for."""
        if self._subject.report_set and not self._subject.locked:
            self.wanted.emit(Check(self._subject.report_set, self._subject.period))

    def order(self) -> None:
        """Ask for a last look at what will be signed, when nothing stands in the way."""
        if self.obstacle():
            return
        subject, (title, name) = self._subject, self.who()
        key, period = subject.report_set, subject.period
        source, lists = self.signer.source, self.enclose.wanted
        self.wanted.emit(LookBeforeSigning(key, period, source, title, name, lists))

    def _look(self, facts: Mapping[str, object]) -> None:
        """Show the last look; who confirms it signs."""
        self.look = LastLook(facts, self)
        self.look.accepted.connect(self._submit)
        self.look.open()

    def _submit(self) -> None:
        source, out_dir = self.signer.source, self.out_dir.path
        if self.obstacle() or source is None or out_dir is None:
            return
        self._result.hide()
        signing = Signing(source, out_dir, *self.who())
        subject = self._subject
        self.wanted.emit(Submit(subject.report_set, subject.period, signing, self.enclose.wanted))

    def _say_nothing_arose(self, places: tuple[str, ...], text: str) -> None:
        subject = self._subject
        if not subject.locked:
            self.wanted.emit(SayNothingArose(subject.report_set, subject.period, places, text))

    def _export(self, out_dir: Path | None) -> None:
        subject = self._subject
        if out_dir is not None:
            self.wanted.emit(ExportAgain(subject.report_set, subject.period, out_dir))

    def acted(self, order: object, done: Done) -> None:
        """Show what was found, or what was written."""
        if isinstance(order, SayNothingArose):
            self.check()
        elif isinstance(order, LookBeforeSigning):
            if (order.report_set, order.period) == self._subject.key[:2]:
                self._look(done.facts)
        elif isinstance(order, Check) and isinstance(done.found, tuple):
            if (order.report_set, order.period) == self._subject.key[:2]:
                self.show_findings(done.found)
        else:
            self._result.show_written(done.facts)
        if isinstance(order, Submit):
            self.signer.used()
            self.out_dir.used()
            for field in (self.title, self.name):
                keep_line(field)
            self.signer.forget_secret()

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Forget what was secret; what was typed stays."""
        if isinstance(order, Submit):
            self.signer.forget_secret(error)

    def _severity(self, finding: Finding) -> str:
        explained = self.tr("Đã giải trình")
        return explained if finding.justification else severity_words(finding.severity)

    def _whole(self, finding: Finding) -> str:
        if not finding.justification:
            return finding.message
        words = self.tr("{message}\nGiải trình: {reason}")
        return words.format(message=finding.message, reason=finding.justification)
