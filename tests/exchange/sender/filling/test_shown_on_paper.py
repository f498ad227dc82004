"""Issue 10, Build 2: prints and ``check`` say where a shown figure comes from."""

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.sender.orders import Check
from ctmtqg_desktop.exchange.sender.print import form_draft
from ctmtqg_desktop.reports.documents.shown_lines import shown_lines

YEAR, SET, FORM = Period.parse("2024"), "ket-qua-nam-xa", "lct-ket-qua-nam"
HEALTH, SHOWN = "dtts-da7", Cell("bao_hiem", "bhyt_dtts", "dat")
OWNER = Cell("ty_le_cuoi_ky", "dt_da7_0_03", "dat")
VISITS = Cell("ty_le_cuoi_ky", "dt_da7_0_04", "dat")


@pytest.fixture
def desk(world):
    made = world.open_desk("03403", name="in")
    choose(made.workspace, [SET, "dtts-xa", "gnbv-ra-soat-xa"])
    sheet = made.sheet(HEALTH, YEAR)
    made.commit(sheet, sheet.set_texts([(OWNER, "90"), (VISITS, "7")]).change)
    yield made
    made.workspace.close()


def test_one_line_names_a_form_and_the_rows_that_show_it(desk):
    lines = list(shown_lines(desk.sheet(FORM, YEAR)))
    assert "Mục I dòng 2, 4, 5: lấy từ biểu “DTTS - Dự án 7”." in lines
    assert any("lấy từ chỉ tiêu kế hoạch giao" in line for line in lines)
    assert len(lines) == len({line.partition(": ")[2] for line in lines})
    assert list(shown_lines(desk.sheet(HEALTH, YEAR))) == [
        line for line in shown_lines(desk.sheet(HEALTH, YEAR)) if "Dự án 7" not in line
    ]


def test_the_print_and_the_workbook_say_so_under_the_tables(desk):
    draft = form_draft(desk, FORM, YEAR)
    assert "lấy từ biểu “DTTS - Dự án 7”" in str(draft)


def test_check_tells_each_shown_figure_and_its_owner(desk):
    told = do(desk, Check(SET, YEAR.code)).facts["shown"]
    assert {
        "form": FORM, "cell": str(SHOWN), "from": "lấy từ biểu “DTTS - Dự án 7”",
        "owner_form": HEALTH, "owner_cell": str(OWNER),
    } in told  # fmt: skip
    assert len({(one["form"], one["cell"]) for one in told}) == len(told)
