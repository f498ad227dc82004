"""The last look before a signature: one quiet dialog; Enter or F9 signs, Esc goes back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.look.room import take_room
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import button, label, sign

Facts = Mapping[str, Any]
_SIZE = (880, 600)
_MOST = 12
"""So many changes, and so many reasons, are shown; the rest is counted."""


class LastLook(QDialog):
    """Show what will be signed, for whom, with which key, and what is left out.

    Args:
        facts: of the act ``look``.
    """

    def __init__(self, facts: Facts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Xem lại lần cuối trước khi ký"))
        take_room(self, *_SIZE)
        self.facts = facts
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(6)
        column.addWidget(label(self._subject(), self, role="title", wrap=True))
        column.addWidget(label(self._receiver(), self, role="soft", wrap=True))
        column.addWidget(self._told(), 1)
        column.addLayout(self._buttons())

    def _subject(self) -> str:
        words = self.tr("{title}, {period}, lần {revision}")
        told = self.facts
        return words.format(
            title=told["title"], period=told["period_label"], revision=told["revision"]
        )

    def _receiver(self) -> str:
        told, days = self.facts, int(self.facts["days_left"])
        left = self.tr("còn {days} ngày") if days >= 0 else self.tr("muộn {days} ngày")
        day = told["deadline"]
        return self.tr("{unit} gửi {to} · hạn {day}, {left}").format(
            unit=told["unit"], to=told["receiver"]["name"], left=left.format(days=abs(days)),
            day=format_date(day if isinstance(day, date) else date.fromisoformat(day)),
        )  # fmt: skip

    def _buttons(self) -> QHBoxLayout:
        back = button(self.tr("Quay lại (Esc)"), self)
        back.clicked.connect(self.reject)
        self.go = button(self.tr("Ký (Enter hoặc F9)"), self, picture="signature", primary=True)
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.go.setEnabled(not self.facts["blocking"])
        QShortcut(QKeySequence("F9"), self).activated.connect(self.go.click)
        row = QHBoxLayout()
        if self.facts["blocking"]:
            words = self.tr("Còn {blocking} điều chặn ký: quay lại để xem.")
            row.addWidget(label(words.format(**self.facts), self, role="error"))
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(self.go)
        self.go.setFocus()
        return row

    # -- what is told

    def _told(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget(area)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 8, 4)
        column.setSpacing(4)
        for title, picture, rows in self._parts():
            column.addLayout(_heading(title, picture, inner))
            column.addLayout(_grid(rows, inner))
        column.addStretch(1)
        area.setWidget(inner)
        return area

    def _parts(self) -> Iterator[tuple[str, str, Sequence[tuple[str, ...]]]]:
        """Yield the title, the icon and the rows of each part."""
        told = self.facts
        yield self.tr("Người ký"), "signature", self._signer()
        yield self.tr("Số liệu chính"), "table-2", self._figures()
        if int(told["revision"]) > 1:
            words = self.tr("Thay đổi so với lần gửi trước: {count} ô")
            yield words.format(count=len(told["changes"])), "history", self._changes()
        words = self.tr("Còn {empty}/{total} ô để trống")
        yield words.format(**told), "circle", self._empty()
        words = self.tr("Lý do, giải trình gửi kèm: {count}")
        yield (
            words.format(count=len(told["explanations"])),
            "message-square-warning",
            self._reasons(),
        )

    def _signer(self) -> list[tuple[str, ...]]:
        who, lists = self.facts["signer"], self.facts["lists"]
        rows = [
            (self.tr("Chức vụ, họ tên"), " · ".join(w for w in (who["title"], who["name"]) if w)),
            (self.tr("Khóa ký"), " · ".join(w for w in (who["key"], who["fingerprint"]) if w)),
        ]
        if lists["there"]:
            goes = self.tr("gửi kèm, mã hóa cho nơi nhận") if lists["with"] else self.tr("để lại")
            rows.append((self.tr("Danh sách hộ, người"), goes))
        return [row for row in rows if row[1]]

    def _figures(self) -> list[tuple[str, ...]]:
        return [
            (
                one["label"], f"{one['text']} {one['measure']}".strip(),
                self.tr("trước: {text}").format(text=one["before"]) if one["before"] else "",
                self.tr("giao: {text}").format(text=one["target"]) if one["target"] else "",
            )
            for one in self.facts["figures"]
        ] or [(self.tr("Chưa có số liệu tổng hợp nào."),)]  # fmt: skip

    def _changes(self) -> list[tuple[str, ...]]:
        changes = self.facts["changes"]
        words = self.tr("{before} → {now}")
        blank = self.tr("(trống)")
        rows: list[tuple[str, ...]] = [
            (f"{one['title']}: {one['label']}",
             words.format(before=one["before"] or blank, now=one["now"] or blank))
            for one in changes[:_MOST]
        ]  # fmt: skip
        return [*rows, *self._more(len(changes))] or [(self.tr("Không ô nào khác."),)]

    def _empty(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = []
        for form in self.facts["forms"]:
            for part in form["parts"]:
                named = f"{form['title']} · {part['title']}"
                left = part["total"] - part["filled"]
                if part["lines"] == 0:
                    rows.append((named, self.tr("danh sách chưa có dòng nào")))
                elif left:
                    words = self.tr("{left}/{total} ô để trống")
                    rows.append((named, words.format(left=left, total=part["total"])))
        return rows or [(self.tr("Mọi phần đều đã nhập đủ."),)]

    def _reasons(self) -> list[tuple[str, ...]]:
        told = self.facts["explanations"]
        rows: list[tuple[str, ...]] = [(one["message"], one["reason"]) for one in told[:_MOST]]
        return [*rows, *self._more(len(told))]

    def _more(self, count: int) -> list[tuple[str, ...]]:
        words = self.tr("… và {count} mục nữa.")
        return [(words.format(count=count - _MOST),)] if count > _MOST else []


def _heading(title: str, picture: str, parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 8, 0, 0)
    named = label(title, parent, wrap=True)
    named.setFont(base_font(bold=True))
    row.addWidget(sign(picture, COLOURS.accent, parent, size=16))
    row.addWidget(named, 1)
    return row


def _grid(rows: Sequence[tuple[str, ...]], parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(24, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(3)
    most = max((len(row) for row in rows), default=1)
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            role = "soft" if place == 0 and len(row) > 1 else ""
            shown = label(text, parent, role=role, wrap=True)
            span = most if len(row) == 1 else 1
            grid.addWidget(shown, at, place, 1, span, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 3)
    grid.setColumnStretch(1, 2)
    return grid
