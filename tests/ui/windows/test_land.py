"""Issue 9, land and time: the window says whose a code was, where a form would stand."""

from datetime import date, datetime

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.workspace.records import Identity, Role
from ctmtqg_desktop.workspace.workspace import create

NOW = datetime(2025, 8, 1, 8, tzinfo=VIETNAM)


@pytest.fixture
def newcomer(tmp_path, opened):
    """The window of Sin Suối Hồ, whose code was Thèn Sin's until a month ago."""
    identity = Identity("03394", date(2025, 8, 1), Role.SENDER.value, NOW)
    workspace = create(tmp_path / "moi.ctmtqg", identity)
    made = Sender(desk_of(Program(shipped_catalogue, lambda: NOW), workspace))
    opened[0].append(made.shell)
    opened[1].append(workspace)
    made.shell.resize(1366, 768)
    made.shell.show()
    return made


def test_a_new_units_window_opens_at_a_period_of_its_own(newcomer):
    assert newcomer.desk.other_land(newcomer.period) is None


def test_for_another_communes_year_there_are_words_and_no_form(newcomer, qtbot):
    newcomer.show_period(Period.parse("2024"))
    qtbot.waitUntil(lambda: not newcomer.is_opening)
    assert not [i for i in newcomer.shell.nav.entries.ids() if i.startswith("form:")]
    qtbot.waitUntil(lambda: "Xã Thèn Sin" in newcomer.home._no_due._what.text())
    assert "Địa bàn qua các năm" in newcomer.home._no_due._todo.text()
    assert newcomer.home.due.records.rowCount() == 0
    newcomer.home.to_history.click()
    qtbot.waitUntil(lambda: newcomer.history.page.lands.records.rowCount() > 0)
    assert newcomer.shell.page_id == "history"
    lands = newcomer.history.page.lands.records
    said = [lands.index(row, 1).data() for row in range(lands.rowCount())]
    assert newcomer.history.page.lands.isVisible()
    assert len(said) == 3
    assert newcomer.history.page.unit.currentText() == "Xã Sin Suối Hồ (03394)"
    newcomer.go_home()
    newcomer.check()
    qtbot.waitUntil(lambda: not newcomer.jobs.is_busy)
    assert "Xã Thèn Sin" in newcomer.sign.notice.text()
    newcomer.show_period(Period.parse("2025"))
    qtbot.waitUntil(lambda: not newcomer.is_opening)
    assert [i for i in newcomer.shell.nav.entries.ids() if i.startswith("form:")]
