"""Issue 10, Build 2: a work is written in one list; in both it asks for a reason."""

from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose

HALF = Period.parse("2025-H1")
HERE, THERE, RULE = "lct-cong-trinh", "ntm-cong-trinh", "lct-cong-trinh-v3-da-co-o-bieu-ntm"


def add(desk, form, name):
    sheet = desk.sheet(form, HALF)
    step = sheet.add_row("cong_trinh")
    desk.commit(sheet, step.change)
    cell = Cell("cong_trinh", step.change.rows[0].key, "ten")
    desk.commit(sheet, sheet.set_texts([(cell, name)]).change)
    return cell


def test_a_work_that_stands_in_both_lists_is_told_once(world):
    desk = world.open_desk("03394")
    choose(desk.workspace, ["ctmtqg-xa", "lien-chuong-trinh-xa"])
    add(desk, THERE, "Đường bản Lùng Than")
    twice = add(desk, HERE, "Đường bản Lùng Than")
    add(desk, HERE, "Cầu bản Nà Khum")
    found = [f for f in desk.sheet(HERE, HALF).findings() if f.code == RULE]
    assert [(f.severity, f.cell) for f in found] == [(Severity.JUSTIFY, twice)]
    assert "Lùng Than" in found[0].message
    desk.workspace.close()
