"""Plans of the receiving unit: a document read sentence by sentence, rows, Excel, a file."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.entries.plan_sheet import PlanSheet
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keeping.orders import (
    KeepPlan,
    Publish,
    ReadPlan,
    TakePlan,
    WritePlan,
)
from ctmtqg_desktop.exchange.post.signing import Signing
from ctmtqg_desktop.ui.catalogue.plans.drafts import Decision, DraftPlan, DraftRow
from ctmtqg_desktop.ui.catalogue.plans.plan_editor import PlanEditor
from ctmtqg_desktop.ui.look.flow import FlowRow
from ctmtqg_desktop.ui.look.room import give_way
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.fields import PathBox, line, text_of
from ctmtqg_desktop.ui.parts.files.ask import Ask, ask_path
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.notice import Notice, Tone
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

_SIDE = 424
_SIGNS = {
    Decision.OPEN: Sign("circle", COLOURS.text_faint),
    Decision.KEPT: Sign("circle-check", COLOURS.ok),
    Decision.LEFT: Sign("minus", COLOURS.text_faint),
}
_TWIN = Sign("files", COLOURS.reason_edge)
_SHOWN_SIGNS = {">=": "≥", "<=": "≤"}
_WRONG = Sign("circle-x", COLOURS.error)
_HEAD = ("plan", "source", "title", "issuer", "since", "withdrawn")


class PlanPage(QWidget):
    """A plan as rows at the left, the chosen row beside its sentence at the right.

    Signals:
        wanted: an order.
        chosen: id of a declared plan to show.
        publish_wanted: the folder; who signs has to be asked.
        told: an order of its own, and what came of it.
    """

    wanted = Signal(object)
    chosen = Signal(str)
    publish_wanted = Signal(object)
    told = Signal(object, object)

    def __init__(
        self, plans: Mapping[str, str], choices: Mapping[str, Iterable[str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.plan = DraftPlan({}, [])
        self.document: Path | None = None
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(8)
        self.notice = Notice(self)
        page.addWidget(self.notice)
        page.addWidget(self._head_card(plans))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._rows_card(), 5)
        self.editor = PlanEditor(choices, self)
        self.editor.setMaximumWidth(_SIDE)
        self.editor.typed.connect(self._typed)
        self.editor.kept.connect(lambda: self._decide(Decision.KEPT))
        self.editor.left.connect(lambda: self._decide(Decision.LEFT))
        row.addWidget(self.editor, 4)
        page.addLayout(row, 1)

    # -- building

    def _head_card(self, plans: Mapping[str, str]) -> Card:
        card = Card(self.tr("Kế hoạch"), self)
        self.which = QComboBox(card)
        self.which.setAccessibleName(self.tr("Kế hoạch đã có"))
        self.offer_plans(plans)
        give_way(self.which, 16)
        self.which.activated.connect(self._choose)
        head, deeds = QHBoxLayout(), FlowRow()
        head.addWidget(self.which, 1)
        head.addLayout(deeds, 1)
        for words, picture, do in (
            (self.tr("Đọc văn bản…"), "file-text", self._ask_document),
            (self.tr("Ghi Excel…"), "file-spreadsheet", self._ask_book),
            (self.tr("Nhận Excel…"), "download", self._ask_taken),
            (self.tr("Lưu kế hoạch"), "check", self.save),
            (self.tr("Ban hành…"), "signature", self._publish),
        ):
            one = button(words, card, picture=picture, primary=do == self.save)
            one.clicked.connect(do)
            deeds.addWidget(one)
        card.body.addLayout(head)
        card.body.addLayout(self._head_fields(card))
        return card

    def offer_plans(self, plans: Mapping[str, str]) -> None:
        """List the plans there are, by id; the one that was chosen stays."""
        chosen = self.which.currentData()
        self.which.clear()
        self.which.addItem(self.tr("Chọn kế hoạch đã có…"), "")
        for plan_id, title in plans.items():
            self.which.addItem(f"{plan_id} · {title}", plan_id)
        self.which.setCurrentIndex(max(self.which.findData(chosen), 0))

    def _head_fields(self, card: Card) -> QGridLayout:
        words = (
            self.tr("Mã"), self.tr("Số, ngày văn bản"), self.tr("Tên"), self.tr("Cơ quan"),
            self.tr("Năm bắt đầu"), self.tr("Văn bản thu hồi"),
        )  # fmt: skip
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        self.head = {}
        for at, (name, said) in enumerate(zip(_HEAD, words, strict=True)):
            field = line(card)
            field.setAccessibleName(said)
            named = label(said, card)
            named.setBuddy(field)
            self.head[name] = field
            grid.addWidget(named, at % 2, at // 2 * 2)
            grid.addWidget(field, at % 2, at // 2 * 2 + 1)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(3, 4)
        self.folder = PathBox(
            Ask.FOLDER, self.tr("Thư mục biên soạn"), card, FileKind.PLAN_FOLDERS
        )
        self.folder.line.setAccessibleName(self.tr("Thư mục biên soạn"))
        grid.addWidget(label(self.tr("Thư mục"), card), 2, 0)
        grid.addWidget(self.folder, 2, 1, 1, 5)
        return grid

    def _rows_card(self) -> Card:
        card = Card(self.tr("Chỉ tiêu"), self)
        self.counts = card.note
        fields: tuple[Field[DraftRow], ...] = (
            Field("", lambda r: str(r.number), width=68, sign=_sign, tip=_tip),
            Field(self.tr("Chỉ tiêu"), lambda r: r["indicator"], tip=lambda r: r["quote"],
                  colour=_colour),
            Field(self.tr("Phải đạt"), _figure, width=118, tip=_figure),
            Field(self.tr("Đơn vị"), lambda r: r["unit_name"] or r["unit"], width=108,
                  tip=lambda r: r["unit"]),
            Field(self.tr("Kỳ"), lambda r: r["period"], width=64),
            Field(self.tr("Ô"), _binding, width=46, centred=True, tip=lambda r: r["answer"]),
        )  # fmt: skip
        self.rows: Table[DraftRow] = Table(self.tr("Chỉ tiêu của kế hoạch"), fields, card)
        self.rows.chosen.connect(self._show)
        empty = Empty(
            "list-checks", self.tr("Chưa có chỉ tiêu nào."),
            self.tr("Đọc một văn bản kế hoạch: mỗi câu có số liệu thành một dòng để nhận, sửa "
                    "hoặc bỏ. Hoặc chọn kế hoạch đã có, nhận sổ Excel, thêm dòng."),
            card,
        )  # fmt: skip
        self._stack = QStackedLayout()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.rows)
        card.body.addLayout(self._stack, 1)
        deeds = QHBoxLayout()
        add = button(self.tr("Thêm dòng"), card, picture="plus")
        add.clicked.connect(self._add)
        deeds.addWidget(add)
        deeds.addStretch(1)
        card.body.addLayout(deeds)
        return card

    # -- showing

    def show_plan(self, sheet: PlanSheet, *, document: Path | None = None) -> None:
        """Show a plan to work on.

        Args:
            sheet: its texts.
            document: from which it was read; None for a plan that is kept.
        """
        self.plan, self.document = DraftPlan.of(sheet), document
        for name, field in self.head.items():
            field.setText(sheet.head.get(name, ""))
            field.setCursorPosition(0)
        if sheet.cells:
            self.editor.offer("answer", ("", *sheet.cells))
        self._refresh(1)

    def _refresh(self, number: int) -> None:
        """Show the rows as they are now, and stand on one of them."""
        self.rows.show_records(self.plan.rows)
        self._stack.setCurrentIndex(1 if self.plan.rows else 0)
        count = self.plan.counted()
        self.counts.setText(
            self.tr("nhận {kept} · bỏ {left} · chưa xem {open}").format(
                kept=count[Decision.KEPT], left=count[Decision.LEFT], open=count[Decision.OPEN]
            )
        )
        if self.plan.rows:
            at = min(max(number, 1), len(self.plan.rows)) - 1
            self.rows.setCurrentIndex(self.rows.records.index(at, 0))
            self._show(self.plan.rows[at])
        else:
            self._show(None)

    def _show(self, row: DraftRow | None) -> None:
        self._at = row.number if row is not None else 0
        self.editor.show_row(row)

    # -- working

    def _typed(self, texts: Mapping[str, str]) -> None:
        if self._at:
            self.plan.write(self._at, texts)

    def _decide(self, decision: Decision) -> None:
        if self._at:
            self.plan.decide(self._at, decision)
            self._refresh(self.plan.next_open(self._at) or self._at)

    def _add(self) -> None:
        self._refresh(self.plan.add().number)

    def _choose(self) -> None:
        plan_id = str(self.which.currentData() or "")
        if plan_id:
            self.chosen.emit(plan_id)

    # -- asking

    def _ask_document(self) -> None:
        path = ask_path(Ask.FILE, self.tr("Đọc văn bản kế hoạch"), self, FileKind.PLANS)
        if path is not None:
            self.read(path)

    def _ask_book(self) -> None:
        title, name = self.tr("Ghi sổ kế hoạch"), f"{self.which.currentData() or 'ke-hoach'}.xlsx"
        book = ask_path(Ask.NEW_FILE, title, self, FileKind.BOOKS_OUT, proposed=name)
        if book is not None:
            self.write_book(book if book.suffix else book.with_suffix(".xlsx"))

    def _ask_taken(self) -> None:
        path = ask_path(Ask.FILE, self.tr("Nhận sổ kế hoạch"), self, FileKind.BOOKS_IN)
        if path is not None:
            self.take_book(path)

    def read(self, path: Path) -> None:
        """Read a plan document for what it promises."""
        self.want(ReadPlan(path))

    def write_book(self, path: Path) -> None:
        """Write what is shown as a workbook: the document's sentences, or the plan as kept."""
        if self.document is not None:
            self.want(WritePlan(path, document=self.document))
        else:
            self.want(WritePlan(path, text_of(self.head["plan"]), folder=self.folder.path))

    def take_book(self, path: Path) -> None:
        """Take a workbook back into the folder."""
        folder = self._needed_folder()
        if folder is not None:
            self.want(TakePlan(path, folder))

    def _needed_folder(self) -> Path | None:
        folder = self.folder.path
        if folder is None:
            self.notice.say(Tone.WARN, self.tr("Chưa chọn thư mục biên soạn."))
            self.folder.setFocus()
        return folder

    def save(self) -> None:
        """Keep the plan as its rows are now."""
        folder = self._needed_folder()
        if folder is None:
            return
        if self._at:
            self.plan.write(self._at, self.editor.texts())
        self.plan.head |= {name: text_of(field) for name, field in self.head.items()}
        self.want(KeepPlan(self.plan.sheet(), folder))

    def _publish(self) -> None:
        folder = self._needed_folder()
        if folder is not None:
            self.publish_wanted.emit(folder)

    def want_signed(self, folder: Path, signing: Signing | None) -> None:
        """Publish the folder under the signature that was asked for."""
        if signing is not None:
            self.want(Publish(folder, signing))

    def want(self, order: object) -> None:
        """Ask for something, and take away what was said before."""
        self.notice.hide()
        self.wanted.emit(order)

    # -- what came of it

    def acted(self, order: object, done: Done) -> None:
        """Show what was refused, row by row."""
        if isinstance(order, KeepPlan):
            refused = cast("list[dict[str, object]]", done.facts["refused"])
            faults = [(cast("int", f["row"]), f"{f['column']}: {f['message']}") for f in refused]
            self.plan.blame(faults)
            for place, name in cast("Mapping[str, str]", done.facts["ids"]).items():
                self.plan.write(int(place), {"id": name})
            self._refresh(faults[0][0] if faults else self._at)
        self.told.emit(order, done)

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Leave the rows as they are: the frame has said why."""


def _sign(row: DraftRow) -> Sign | None:
    if row.twin and row.decision is Decision.OPEN and not row.faults:
        return _TWIN
    return _WRONG if row.faults else _SIGNS[row.decision]


def _tip(row: DraftRow) -> str:
    return "\n".join(row.faults) or row["note"]


def _colour(row: DraftRow) -> str | None:
    return COLOURS.text_faint if row.decision is Decision.LEFT else None


def _figure(row: DraftRow) -> str:
    parts = (_SHOWN_SIGNS.get(row["operator"], row["operator"]), row["figure"], row["measure"])
    return " ".join(part for part in parts if part)


def _binding(row: DraftRow) -> str:
    return "●" if row["answer"] else ""
