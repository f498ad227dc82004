"""Ask what is decided of units, from which day on and by what."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.profiles import Profile
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.exchange.keeping.orders import SetProfile
from ctmtqg_desktop.text import parse_date
from ctmtqg_desktop.ui.catalogue.check_list import CheckList
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, line, text_of

_WIDTH, _LINES = 860, 7


class ProfileDialog(QDialog):
    """Ask for the profile of one unit or of many at once.

    Args:
        catalogue: what can be chosen.
        units: those that report to us.
        folder: where the file goes.
    """

    def __init__(
        self, catalogue: Catalogue, units: Sequence[Unit], folder: Path, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setWindowTitle(self.tr("Hồ sơ đơn vị"))
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        about = self.tr("Từ hồ sơ suy ra đơn vị phải gửi những bộ báo cáo nào. Hồ sơ trước giữ "
                        "nguyên đến hết ngày liền trước; kỳ đã qua không đổi. Có hiệu lực khi đã "
                        "ban hành.")  # fmt: skip
        column.addWidget(label(about, self, wrap=True))
        self.units = CheckList([(unit.code, unit.name) for unit in units], self)
        programmes = catalogue.programmes.values()
        self.programmes = CheckList([(one.id, one.short) for one in programmes], self)
        self.areas = CheckList([(one.id, one.label) for one in catalogue.areas.values()], self)
        self.aims = CheckList([(one.id, one.label) for one in catalogue.aims.values()], self)
        sets = catalogue.report_sets.values()
        self.excused = CheckList([(one.id, one.short) for one in sets], self)
        column.addLayout(self._lists())
        self.begins = line(self, hint="01/01/2024")
        self.ends = line(self, hint=self.tr("để trống: đến khi có hồ sơ khác"))
        self.source = line(self, hint=self.tr("Số, ngày, tên văn bản, hoặc ai quyết định"))
        rows = Rows()
        rows.add(self.tr("Áp dụng từ ngày"), self.begins)
        rows.add(self.tr("Đến hết ngày"), self.ends)
        rows.add(self.tr("Căn cứ"), self.source)
        column.addLayout(rows)
        self._end(column)
        self._enable()

    def _end(self, column: QVBoxLayout) -> None:
        """Add what is still missing and the buttons, and follow what is filled in."""
        self._why = label("", self, role="soft", wrap=True)
        column.addWidget(self._why)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText(self.tr("Ghi hồ sơ"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.units.changed.connect(self._enable)
        for field in (self.begins, self.ends, self.source):
            field.textChanged.connect(self._enable)

    def _lists(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place, (words, shown, height, span) in enumerate((
            (self.tr("Đơn vị"), self.units, 2 * _LINES + 1, 4),
            (self.tr("Chương trình thực hiện"), self.programmes, _LINES, 2),
            (self.tr("Địa bàn"), self.areas, _LINES, 2),
            (self.tr("Mức phấn đấu"), self.aims, _LINES - 1, 2),
            (self.tr("Miễn bộ báo cáo"), self.excused, _LINES - 1, 2),
        )):  # fmt: skip
            row, column = (0, 0) if place == 0 else (2 * ((place - 1) // 2), 1 + (place - 1) % 2)
            named = label(words, self)
            named.setBuddy(shown)
            shown.setAccessibleName(words)
            if place:
                shown.show_rows(height)
            grid.addWidget(named, row, column)
            grid.addWidget(shown, row + 1, column, span - 1, 1)
        return grid

    def begin_with(self, units: Sequence[str], profile: Profile | None) -> None:
        """Tick units, and what was decided of the first of them before."""
        self.units.choose(units)
        if profile is not None:
            self.programmes.choose(profile.programmes)
            self.areas.choose(profile.areas)
            self.aims.choose(profile.aims)
            self.excused.choose(profile.excused)

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        if not self.units.chosen:
            return self.tr("Chọn ít nhất một đơn vị.")
        begins, ends = parse_date(self.begins.text()), parse_date(self.ends.text())
        if begins is None or (self.ends.text().strip() and (ends is None or ends < begins)):
            return self.tr("Gõ ngày theo dạng 05/03/2024; ngày kết thúc không trước ngày đầu.")
        return "" if text_of(self.source).strip() else self.tr("Ghi căn cứ.")

    def _enable(self) -> None:
        why = self.obstacle()
        self._why.setText(why)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not why)

    @property
    def order(self) -> SetProfile | None:
        """Return what is wanted; None while it is not complete."""
        if self.obstacle():
            return None
        return SetProfile(
            self._folder, self.units.chosen, parse_date(self.begins.text()), text_of(self.source),
            self.programmes.chosen, self.areas.chosen, self.aims.chosen, self.excused.chosen,
            parse_date(self.ends.text()),
        )  # fmt: skip
