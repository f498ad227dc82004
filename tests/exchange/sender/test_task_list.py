"""Issue 10, point 5: a unit's tasks stand in its list before anybody types, and stay there."""

from dataclasses import replace
from datetime import date

import pytest
from doing import explain_blanks
from openpyxl import load_workbook

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import accepts, progress
from ctmtqg_desktop.entries.rows import remove_rows
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.blank_forms import is_blank
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.orders import Enter, FillIn, Submit, TakeBack
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.exchange.tasks.assigned import tasks_of
from ctmtqg_desktop.exchange.tasks.roster import TaskGround
from ctmtqg_desktop.exchange.tasks.roster import with_tasks as tasks_in
from ctmtqg_desktop.intake.entry_file import typed_file
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.targets.tasks import TaskMark, TaskTiming
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, FORM, PLAN = "nhiem-vu-ke-hoach", "lct-nhiem-vu", "003-tam-duong-2024"
Q1, Q2, YEAR = (Period.parse(code) for code in ("2024-Q1", "2024-Q2", "2024"))
COMMUNE, TOWN, BAN_BO = "03394", "03390", "03424"
OWN_REPORT = "N003-064"


@pytest.fixture
def desk(world):
    made = world.open_desk(COMMUNE)
    yield made
    made.workspace.close()


def again(desk, world, catalogue=None):
    """Open the workspace anew, as on another day or after a catalogue was published."""
    desk.workspace.close()
    path = world.root / f"{desk.unit.code}.ctmtqg"
    known = catalogue or world.catalogue
    return desk_of(Program(lambda: known, world.clock), open_workspace(path, clock=world.clock))


def with_tasks(catalogue, change):
    plans = dict(catalogue.plans)
    plans[PLAN] = replace(plans[PLAN], tasks=tuple(change(plans[PLAN].tasks)))
    return replace(catalogue, plans=plans)


def ids(sheet):
    return [sheet.value(Cell("nhiem_vu", row, "ma")) for row in sheet.rows("nhiem_vu")]


def cell(sheet, task, column="trang_thai"):
    row = next(
        row for row in sheet.rows("nhiem_vu")
        if sheet.value(Cell("nhiem_vu", row, "ma")) == task
    )  # fmt: skip
    return Cell("nhiem_vu", row, column)


def typed(desk, period, **states):
    sheet = desk.sheet(FORM, period)
    items = [(cell(sheet, task.replace("_", "-")), text) for task, text in states.items()]
    desk.commit(sheet, sheet.set_texts(items).change)
    return sheet


def test_the_tasks_of_the_unit_stand_there_with_the_plans_own_words(desk, world):
    sheet = desk.sheet(FORM, Q1)
    tasks = {t.id: t for t in world.catalogue.plans[PLAN].tasks}
    expected = [t.id for t in tasks.values() if t.kinds]
    assert ids(sheet) == expected
    assert tasks["N003-060"].quote in sheet.text(cell(sheet, "N003-060", "trich"))
    assert "(003)" not in sheet.text(cell(sheet, "N003-060", "trich"))
    assert sheet.text(cell(sheet, "N003-060", "yeu_cau")) == "≥ 1 bản"
    assert sheet.text(cell(sheet, "N003-060", "thoi_han")) == "31/12/2024 (theo kế hoạch)"
    assert sheet.text(cell(sheet, OWN_REPORT, "thoi_han")) == "Hằng quý (đến 31/12/2024)"
    assert sheet.text(cell(sheet, OWN_REPORT, "chu_tri")).startswith("UBND các xã; phối hợp: ")
    assert sheet.value(cell(sheet, OWN_REPORT, "den_han")) == TaskTiming.DUE
    assert sheet.value(cell(sheet, "N003-060", "den_han")) == TaskTiming.LATER


def test_what_the_plan_says_cannot_be_typed_over_nor_rows_moved(desk):
    sheet = desk.sheet(FORM, Q1)
    for column in ("ma", "noi_dung", "trich", "chu_tri", "thoi_han", "ky_truoc"):
        with pytest.raises(FormError, match=r"form\.cell-locked"):
            sheet.set_texts([(cell(sheet, OWN_REPORT, column), "khác")])
    with pytest.raises(FormError, match=r"form\.rows-of-plans"):
        sheet.add_row("nhiem_vu")
    with pytest.raises(FormError, match=r"form\.rows-of-plans"):
        remove_rows(sheet, "nhiem_vu", sheet.rows("nhiem_vu")[:1])
    assert sheet.add_row("viec_khac")


def test_a_list_in_which_nobody_typed_is_blank_and_not_begun(desk, world):
    sheet = desk.sheet(FORM, Q1)
    assert is_blank(sheet)
    assert progress(sheet) == (0, len(ids(sheet)))
    assert [f.code for f in desk.findings(SET, Q1) if f.blocks] == [
        "entries.blank-report", "entries.blank-form",
    ]  # fmt: skip
    assert not desk.workspace.sheets.load(sheet.key).rows
    assert not desk.is_due(desk.catalogue.report_set(SET), Q1)


def test_the_first_state_keeps_the_whole_list_and_a_withdrawn_plan_loses_nothing(desk, world):
    typed(desk, Q1, N003_060="đang làm")
    before = ids(desk.sheet(FORM, Q1))
    desk = again(desk, world, with_tasks(world.catalogue, lambda _: ()))
    sheet = desk.sheet(FORM, Q1)
    assert ids(sheet) == before
    assert sheet.value(cell(sheet, "N003-060")) == "dang-lam"
    assert {sheet.value(cell(sheet, task, "luu_y")) for task in before} == {TaskMark.GONE}
    desk.workspace.close()
    assert not any(f.code.startswith("lct-") for f in sheet.findings())


def test_a_later_edition_adds_its_tasks_and_marks_what_it_drops(desk, world):
    typed(desk, Q1, N003_060="xong")

    def newer(tasks):
        new = replace(tasks[-1], id="N003-100", brief="Việc mới", due=date(2024, 5, 15), recurs="")
        return (*(t for t in tasks if t.id != "N003-005"), new)

    desk = again(desk, world, with_tasks(world.catalogue, newer))
    sheet = desk.sheet(FORM, Q1)
    assert sheet.value(cell(sheet, "N003-005", "luu_y")) == TaskMark.GONE
    assert sheet.value(cell(sheet, "N003-100", "luu_y")) == TaskMark.NEW
    assert sheet.text(cell(sheet, "N003-100", "thoi_han")) == "15/05/2024"
    assert sheet.value(cell(sheet, "N003-100", "den_han")) == TaskTiming.SOON
    assert sheet.value(cell(sheet, "N003-060")) == "xong"
    typed(desk, Q1, N003_100="đang làm")
    desk = again(desk, world)
    sheet = desk.sheet(FORM, Q1)
    assert sheet.value(cell(sheet, "N003-100", "luu_y")) == TaskMark.GONE
    assert sheet.value(cell(sheet, "N003-005", "luu_y")) is EMPTY
    assert sheet.value(cell(sheet, "N003-100")) == "dang-lam"
    desk.workspace.close()


def test_what_was_said_last_stands_beside_and_a_turn_begins_anew(desk):
    typed(desk, Q1, N003_060="xong", N003_005="đang làm")
    typed(desk, Q1, N003_064="xong")
    sheet = desk.sheet(FORM, Q2)
    assert sheet.value(cell(sheet, "N003-060", "ky_truoc")) == "xong"
    assert sheet.value(cell(sheet, "N003-005", "ky_truoc")) == "dang-lam"
    assert sheet.value(cell(sheet, "N003-064", "ky_truoc")) is EMPTY
    assert is_blank(sheet)


def test_overdue_asks_why_soon_tells_and_taking_back_asks_why(desk):
    typed(desk, Q1, N003_060="xong")
    sheet = typed(desk, YEAR, N003_060="đang làm", N003_005="chưa làm", N003_006="xong")
    found = {(f.code, str(f.cell)): f.severity.value for f in sheet.findings()}
    assert found == {
        ("lct-nhiem-vu-qua-han", str(cell(sheet, "N003-005"))): "justify",
        ("lct-nhiem-vu-qua-han", str(cell(sheet, "N003-060"))): "justify",
        ("lct-nhiem-vu-lui-lai", str(cell(sheet, "N003-060"))): "justify",
        ("lct-nhiem-vu-minh-chung", str(cell(sheet, "N003-006", "ngay_xong"))): "warning",
    }
    sheet = typed(desk, Period.parse("2024-Q3"), N003_005="đang làm")
    assert [(f.code, f.severity.value) for f in sheet.findings()] == [
        ("lct-nhiem-vu-sap-den-han", "info")
    ]


def test_the_town_and_one_commune_have_their_own(world):
    for code, extra in ((BAN_BO, ["N003-002"]), (TOWN, [])):
        desk = world.open_desk(code)
        kinds = [t.id for t in world.catalogue.plans[PLAN].tasks if t.kinds]
        wanted = sorted(kinds + extra) if code == BAN_BO else []
        assert sorted(ids(desk.sheet(FORM, Q1))) == wanted
        desk.workspace.close()


def test_a_signed_list_stays_as_it_was_signed(desk, world, tmp_path):
    signer = world.signer(COMMUNE)
    world.card(desk, signer)
    explain_blanks(desk, SET, Q1)
    submit(desk, Submit(SET, Q1.code, Signing(Held(signer), tmp_path)))
    signed = ids(desk.sheet(FORM, Q1))
    desk = again(desk, world, with_tasks(world.catalogue, lambda tasks: tasks[:5]))
    assert ids(desk.sheet(FORM, Q1)) == signed
    assert is_blank(desk.sheet(FORM, Q1))
    desk.workspace.close()


def test_an_unfinished_task_outlives_its_plan(desk):
    typed(desk, YEAR, N003_060="đang làm", N003_005="xong")
    sheet = desk.sheet(FORM, Period.parse("2025-Q1"))
    assert "N003-060" in ids(sheet)
    assert "N003-005" not in ids(sheet)


def given_rows(desk, *rows):
    return enter(desk, Enter(FORM, Q1.code, typed_file((), {"nhiem_vu": rows})))


def test_a_file_names_the_row_by_the_tasks_id(desk):
    done = given_rows(desk, {"ma": "N003-060", "trang_thai": "xong", "ket_qua": "1"})
    assert (done.facts["set"], done.facts["refused"]) == (2, [])
    sheet = desk.sheet(FORM, Q1)
    assert sheet.value(cell(sheet, "N003-060")) == "xong"
    before = ids(sheet)
    for row in ({"ma": "N003-003", "trang_thai": "xong"}, {"ma": "", "trang_thai": "chưa làm"}):
        refused = given_rows(desk, row).facts
        assert refused["set"] == 0
        assert {one["code"] for one in refused["refused"]} == {"intake.row-not-of-plan"}
    assert ids(desk.sheet(FORM, Q1)) == before
    twice = given_rows(desk, *({"ma": "N003-060", "trang_thai": t} for t in ("xong", "đang làm")))
    assert twice.facts["set"] == 0


def test_a_workbook_brings_states_and_no_rows(desk, tmp_path):
    book = tmp_path / "viec.xlsx"
    typed(desk, Q1, N003_060="xong")
    do(desk, FillIn(FORM, Q1.code, book, rows=2))
    loaded = load_workbook(book)
    page = loaded.worksheets[0]
    places = {c.value: c for row in page.iter_rows() for c in row if isinstance(c.value, str)}
    states = places["trang_thai"].column
    page.cell(places["N003-005"].row, states).value = "Đang làm"
    page.cell(places["N003-060"].row, states).value = None
    loaded.save(book)
    done = do(desk, TakeBack(book)).facts
    assert (done["set"], done["refused"], done["rows"]) == (2, [], {"new": 0, "removed": 0})
    sheet = desk.sheet(FORM, Q1)
    assert sheet.value(cell(sheet, "N003-005")) == "dang-lam"
    assert sheet.value(cell(sheet, "N003-060")) is EMPTY


def test_a_quote_of_several_lines_stands_in_one(desk, world):
    def torn(tasks):
        return (replace(tasks[4], quote="Mỗi xã\nlàm   một\u00a0việc.", source="mục II"),)

    desk = again(desk, world, with_tasks(world.catalogue, torn))
    sheet = desk.sheet(FORM, Q1)
    assert sheet.text(cell(sheet, "N003-005", "trich")) == "“Mỗi xã làm một việc.” (mục II)"
    desk.workspace.close()


def test_what_a_plan_says_at_length_still_fits_its_cell(desk, world):
    def long(tasks):
        return (replace(tasks[4], quote="Dài " * 3000, owner="Ban " * 3000, brief="x" * 9000),)

    desk = again(desk, world, with_tasks(world.catalogue, long))
    sheet = desk.sheet(FORM, Q1)
    row = sheet.rows("nhiem_vu")[0]
    held = [Cell("nhiem_vu", row, column) for column in sheet.columns("nhiem_vu")]
    assert all(accepts(sheet, one, sheet.entry(one)) for one in held)
    assert sheet.text(cell(sheet, "N003-005", "trich")).endswith("…")
    desk.workspace.close()


@pytest.mark.parametrize(
    ("code", "count"), [("03424", 48), ("03403", 49), ("01290", 33), ("05719", 16)]
)
def test_words_of_every_plan_stand_in_cells_as_typing_would_leave_them(library, code, count):
    period = Period.parse("2024")
    catalogue = library.catalogue
    unit = catalogue.unit_for(code, period)
    form = catalogue.form(FORM)
    ground = TaskGround(tasks_of(catalogue, unit, period), period, catalogue.measures)
    content = tasks_in(form, Content(), ground)
    sheet = library.sheet(form, unit, period, around=Surroundings(), content=content)
    assert len(sheet.rows("nhiem_vu")) == count
    assert all(accepts(sheet, one, held) for one, held in sheet.cells.typed.items())
    assert sheet.findings() == ()
