"""Issue 9, part 4: a workbook handed out comes back whole, and one of anything else by name."""

import random
import shutil
from decimal import Decimal

import openpyxl
import pytest
from held_book import Held, assert_held, converted, filled_by_chance

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.sender.books.fill_in import fill_in
from ctmtqg_desktop.exchange.sender.books.take_back import take_back
from ctmtqg_desktop.exchange.sender.orders import FillIn, PrintForm, PrintReport, TakeBack
from ctmtqg_desktop.exchange.sender.print import print_form, print_report
from ctmtqg_desktop.text import round_half_up

SET, YEAR, CODE = "ctmtqg-xa", Period.parse("2024"), "03394"
FUNDS, WORKS, SELF = "ntm-nguon-luc", "ntm-cong-trinh", "ntm-xa-tu-danh-gia"
PLAN = Cell("nguon_luc", "nsdp", "ke_hoach")


@pytest.fixture
def desk(world):
    made = world.open_desk(CODE)
    yield made
    made.workspace.close()


@pytest.fixture
def hand_out(desk, tmp_path):
    def out(form=FUNDS, rows=12):
        path = tmp_path / f"{form}.xlsx"
        fill_in(desk, FillIn(form, YEAR.code, path, rows))
        return path

    return out


def typed(desk, form, texts):
    sheet = desk.sheet(form, YEAR)
    step = sheet.set_texts([(Cell.parse(name), text) for name, text in texts.items()])
    desk.commit(sheet, step.change)


def row_added(desk, texts, form=WORKS, section="cong_trinh"):
    sheet = desk.sheet(form, YEAR)
    step = sheet.add_row(section)
    desk.commit(sheet, step.change)
    key = step.change.rows[0].key
    typed(desk, form, {f"{section}.{key}.{name}": text for name, text in texts.items()})
    return key


def take(desk, path, **more):
    done = take_back(desk, TakeBack(path, **more))
    assert_law(done.facts)
    return done


def assert_law(facts):
    lost = sum(len(facts[name]) for name in ("refused", "asked", "left_out"))
    assert facts["there"] == facts["taken"] + facts["kept"] + lost


# -- out and back


def test_what_was_typed_comes_back_and_nothing_else_changes(desk, hand_out):
    typed(desk, FUNDS, {"nguon_luc.nsdp.ke_hoach": "11,873", "nguon_luc.cong_dong.luy_ke": "5"})
    held = Held(hand_out())
    held.put("nguon_luc.nsdp.luy_ke", 9684.125)
    done = take(desk, held.save())
    assert done.facts["set"] == 1
    assert done.facts["taken"] == done.facts["there"] == 3
    assert not done.is_refused
    sheet = desk.sheet(FUNDS, YEAR)
    assert sheet.text(Cell("nguon_luc", "nsdp", "luy_ke")) == "9.684,125"
    assert sheet.text(PLAN) == "11,873"


def test_an_untouched_workbook_brings_nothing(desk, hand_out):
    typed(desk, FUNDS, {"nguon_luc.nsdp.ke_hoach": "11,873", "nguon_luc.nsdp.keo_dai": "nhiều"})
    row_added(desk, {"ten": "Đường bản Lùng Than", "ke_hoach": "1.234.567,125"})
    for form in (FUNDS, WORKS):
        done = take(desk, hand_out(form))
        assert done.code == "done.take-back-nothing"
        assert done.did_nothing


def test_a_cleared_cell_empties_only_what_had_been_handed_out(desk, hand_out):
    typed(desk, FUNDS, {"nguon_luc.nsdp.ke_hoach": "11,873"})
    held = Held(hand_out())
    typed(desk, FUNDS, {"nguon_luc.nsdp.luy_ke": "3"})
    held.put("nguon_luc.nsdp.ke_hoach", None)
    done = take(desk, held.save())
    sheet = desk.sheet(FUNDS, YEAR)
    assert (sheet.text(PLAN), sheet.text(Cell("nguon_luc", "nsdp", "luy_ke"))) == ("", "3")
    assert (done.facts["set"], done.facts["there"]) == (1, 1)


@pytest.mark.parametrize(
    ("prefers", "shown", "asked"), [(None, "2", 1), (True, "3", 0), (False, "2", 0)]
)
def test_a_cell_that_both_changed_is_asked(desk, hand_out, prefers, shown, asked):
    typed(desk, FUNDS, {str(PLAN): "1"})
    held = Held(hand_out())
    typed(desk, FUNDS, {str(PLAN): "2"})
    held.put(str(PLAN), 3)
    done = take(desk, held.save(), prefers_book=prefers)
    assert desk.sheet(FUNDS, YEAR).text(PLAN) == shown
    assert [one["code"] for one in done.facts["asked"]] == ["intake.book-both-changed"] * asked


def test_a_workbook_taken_twice_brings_nothing_the_second_time(desk, hand_out):
    held = Held(hand_out(WORKS))
    for number in range(3):
        held.put("cong_trinh.+.ten", f"Công trình {number}", number)
        held.put("cong_trinh.+.ke_hoach", 100.5 + number, number)
    path = held.save()
    assert take(desk, path).facts["set"] == 6
    assert take(desk, path).facts["set"] == 0
    assert len(desk.sheet(WORKS, YEAR).rows("cong_trinh")) == 3


def test_a_row_cleared_as_a_whole_is_removed(desk, hand_out):
    first = row_added(desk, {"ten": "Cầu treo", "ke_hoach": "5"})
    second = row_added(desk, {"ten": "Đường bản", "ke_hoach": "7"})
    held = Held(hand_out(WORKS))
    for name in ("ten", "ke_hoach"):
        held.put(f"cong_trinh.{first}.{name}", None)
    done = take(desk, held.save())
    assert done.facts["rows"]["removed"] == 1
    assert desk.sheet(WORKS, YEAR).rows("cong_trinh") == (second,)


def test_what_is_no_value_is_refused_by_name_and_the_rest_taken(desk, hand_out):
    held = Held(hand_out())
    held.put("nguon_luc.nsdp.ke_hoach", "nhiều")
    held.put("nguon_luc.nsdp.keo_dai", -4)
    held.put("nguon_luc.nsdp.trong_ky", "#N/A")
    held.put("nguon_luc.nsdp.luy_ke", 12)
    done = take(desk, held.save())
    assert done.is_refused
    assert done.facts["set"] == 1
    assert {one["code"] for one in done.facts["refused"]} == {
        "entries.not-a-number", "entries.negative", "intake.spreadsheet-error",
    }  # fmt: skip
    assert all("Báo cáo!" in one["message"] for one in done.facts["refused"])


def test_without_partial_nothing_is_taken_where_something_is_refused(desk, hand_out):
    held = Held(hand_out())
    held.put("nguon_luc.nsdp.ke_hoach", "nhiều")
    held.put("nguon_luc.nsdp.luy_ke", 12)
    done = take(desk, held.save(), partial=False)
    assert done.is_refused
    assert done.facts["set"] == 0
    assert desk.sheet(FUNDS, YEAR).text(Cell("nguon_luc", "nsdp", "luy_ke")) == ""


def test_a_written_number_of_two_readings_is_asked_or_read_as_its_column_proves(desk, hand_out):
    held = Held(hand_out())
    held.put("nguon_luc.nsdp.ke_hoach", "28,113")
    assert [one["code"] for one in take(desk, held.save()).facts["asked"]] == [
        "intake.asks-decimal-mark"
    ]
    held.put("nguon_luc.cong_dong.ke_hoach", "1,234.5")
    take(desk, held.save())
    assert desk.sheet(FUNDS, YEAR).text(PLAN) == "28.113"


def test_a_formula_of_the_colleague_counts_for_what_it_came_to_or_is_refused(desk, hand_out):
    held = Held(hand_out())
    held.put("nguon_luc.nsdp.ke_hoach", "=1+2")
    done = take(desk, held.save())
    assert [one["code"] for one in done.facts["refused"]] == ["intake.uncomputed"]


def test_a_text_that_begins_like_a_formula_goes_out_and_comes_back_as_text(desk, hand_out):
    key = row_added(desk, {"ten": "=1+1", "ghi_chu": "-"})
    path = hand_out(WORKS)
    held = Held(path)
    assert held.at("cong_trinh", key, "ten").data_type == "s"
    assert take(desk, path).did_nothing


# -- what hands do to a workbook


def test_rows_that_were_inserted_sorted_or_moved_are_still_known(desk, hand_out):
    typed(desk, FUNDS, {str(PLAN): "11,873"})
    held = Held(hand_out())
    at = held.at("nguon_luc", "nsdp", "ke_hoach")
    held.put("nguon_luc.nsdp.luy_ke", 7)
    held.sheet.insert_rows(at.row)
    held.sheet.insert_rows(2, 3)
    done = take(desk, held.save())
    assert (done.facts["set"], done.facts["taken"]) == (1, 2)
    assert desk.sheet(FUNDS, YEAR).text(Cell("nguon_luc", "nsdp", "luy_ke")) == "7"


def test_columns_that_were_inserted_are_still_known(desk, hand_out):
    held = Held(hand_out(WORKS))
    held.put("cong_trinh.+.ten", "Cầu treo")
    held.put("cong_trinh.+.ke_hoach", 5)
    for span in list(held.sheet.merged_cells.ranges):
        held.sheet.unmerge_cells(str(span))
    held.sheet.insert_cols(2, 2)
    done = take(desk, held.save())
    assert (done.facts["set"], done.facts["left_out"]) == (2, [])


def test_a_row_inserted_into_a_list_is_a_new_row_and_elsewhere_is_told(desk, hand_out):
    key = row_added(desk, {"ten": "Cầu treo"})
    held = Held(hand_out(WORKS))
    at = held.at("cong_trinh", key, "ten").row
    held.sheet.insert_rows(at)
    held.sheet.cell(at, held.columns["cong_trinh", "ten"]).value = "Đường bản"
    done = take(desk, held.save())
    assert done.facts["set"] == 1
    rows = desk.sheet(WORKS, YEAR).rows("cong_trinh")
    names = [desk.sheet(WORKS, YEAR).text(Cell("cong_trinh", row, "ten")) for row in rows]
    assert names == ["Cầu treo", "Đường bản"]
    held = Held(hand_out())
    at = held.at("nguon_luc", "nsdp", "ke_hoach").row
    held.sheet.insert_rows(at)
    held.sheet.cell(at, held.columns["nguon_luc", "ke_hoach"]).value = 5
    done = take(desk, held.save())
    assert [one["code"] for one in done.facts["refused"]] == ["intake.book-row-unknown"]


def test_labels_sorted_away_from_their_rows_are_refused_by_name(desk, hand_out):
    held = Held(hand_out())
    one, other = (held.at("nguon_luc", row, "ke_hoach").row for row in ("nsdp", "cong_dong"))
    words = held.sheet.cell(one, 2).value, held.sheet.cell(other, 2).value
    held.sheet.cell(one, 2).value, held.sheet.cell(other, 2).value = words[::-1]
    held.put("nguon_luc.nsdp.ke_hoach", 5)
    done = take(desk, held.save())
    assert [one["code"] for one in done.facts["refused"]] == ["intake.book-label-changed"]
    assert desk.sheet(FUNDS, YEAR).text(PLAN) == ""


def test_a_heading_that_was_changed_is_refused_by_name(desk, hand_out):
    held = Held(hand_out())
    head = next(
        c for r in held.sheet.iter_rows() for c in r if str(c.value).startswith("Kế hoạch năm")
    )
    head.value = "Kế hoạch quý"
    held.put("nguon_luc.nsdp.ke_hoach", 5)
    assert [one["code"] for one in take(desk, held.save()).facts["refused"]] == [
        "intake.book-heading-changed"
    ]


def test_deleted_rows_and_columns_are_told_and_keep_their_figures(desk, hand_out):
    typed(desk, FUNDS, {str(PLAN): "5"})
    held = Held(hand_out())
    held.sheet.delete_rows(held.at("nguon_luc", "nsdp", "ke_hoach").row)
    done = take(desk, held.save())
    assert [one["code"] for one in done.facts["gone"]] == ["intake.book-row-gone"]
    assert desk.sheet(FUNDS, YEAR).text(PLAN) == "5"
    held = Held(hand_out())
    for span in list(held.sheet.merged_cells.ranges):
        held.sheet.unmerge_cells(str(span))
    held.sheet.delete_cols(held.columns["nguon_luc", "ke_hoach"])
    done = take(desk, held.save())
    assert [one["code"] for one in done.facts["gone"]] == ["intake.book-column-gone"]
    assert desk.sheet(FUNDS, YEAR).text(PLAN) == "5"


def test_what_stands_beside_and_below_the_tables_is_told(desk, hand_out):
    held = Held(hand_out())
    at = held.at("nguon_luc", "nsdp", "ke_hoach").row
    held.sheet.cell(at, held.side + 2).value = "hỏi chị Lan"
    below = max(held.rows[f"{held.mark}/nguon_luc.cong_dong"]) + 1
    held.sheet.cell(below, 3).value = 99
    done = take(desk, held.save())
    assert {(o["text"], o["code"]) for o in done.facts["left_out"]} == {
        ("hỏi chị Lan", "intake.book-outside"), ("99", "intake.book-outside"),
    }  # fmt: skip


def test_a_renamed_sheet_is_known_and_a_copied_one_refused(desk, hand_out):
    held = Held(hand_out())
    held.sheet.title = "Của chị Lan"
    held.put(str(PLAN), 5)
    assert take(desk, held.save()).facts["set"] == 1
    held.book.copy_worksheet(held.sheet)
    with pytest.raises(IntakeError) as refused:
        take(desk, held.save())
    assert refused.value.code == "intake.book-table-doubled"


# -- prints


def test_a_printed_workbook_comes_back_and_hidden_numbers_do_not(desk, tmp_path):
    typed(desk, FUNDS, {str(PLAN): "11,873"})
    path = tmp_path / "in.xlsx"
    print_form(desk, PrintForm(FUNDS, YEAR.code, xlsx=path))
    assert take(desk, path).did_nothing
    held = Held(path)
    held.put(str(PLAN), 12)
    held.put("nguon_luc.tong.ke_hoach", 99)
    done = take(desk, held.save())
    assert done.facts["set"] == 1
    assert [one["code"] for one in done.facts["left_out"]] == ["intake.book-computed"]
    assert desk.sheet(FUNDS, YEAR).text(PLAN) == "12"


def test_one_form_of_a_printed_report_comes_back(desk, tmp_path):
    path = tmp_path / "in.xlsx"
    typed(desk, FUNDS, {str(PLAN): "11,873"})
    print_report(desk, PrintReport(YEAR.code, SET, xlsx=path))
    with pytest.raises(IntakeError) as refused:
        take(desk, path)
    assert refused.value.code == "intake.book-many-forms"
    assert take(desk, path, form=FUNDS).facts["taken"] == 1


# -- by chance, and by LibreOffice


@pytest.mark.parametrize(
    "form", [FUNDS, WORKS, SELF, "lct-von", "lct-giam-sat", "gnbv-danh-sach-ho"]
)
def test_whatever_is_typed_comes_back_exactly(desk, hand_out, form):
    path = hand_out(form)
    wanted = filled_by_chance(desk, form, path, random.Random(form))
    done = take(desk, path, answers={})
    assert done.facts["set"] == len(wanted), done.facts
    assert_held(desk, form, wanted)
    assert take(desk, path).facts["set"] == 0


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_workbook_saved_by_libreoffice_comes_back_whole(desk, hand_out, tmp_path, ending):
    path = hand_out(WORKS)
    wanted = filled_by_chance(desk, WORKS, path, random.Random(7))
    saved = converted(path, tmp_path, ending)
    done = take(desk, saved)
    assert done.facts["set"] == len(wanted), done.facts
    assert_held(desk, WORKS, wanted)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_the_spreadsheet_computes_what_the_program_computes(desk, hand_out, tmp_path):
    path = hand_out(WORKS)
    wanted = filled_by_chance(desk, WORKS, path, random.Random(3))
    take(desk, path)
    sheet = desk.sheet(WORKS, YEAR)
    book = openpyxl.load_workbook(converted(path, tmp_path, "xlsx"), data_only=True)
    held, values, seen = Held(path), book.worksheets[0], 0
    numbers = sorted({row for section, row, _ in wanted if section == "cong_trinh"})
    for key, number in zip(sheet.rows("cong_trinh"), numbers, strict=True):
        place = held.at("cong_trinh", "+", "ty_le", number)
        shown = values.cell(place.row, place.column).value
        value = sheet.entry(Cell("cong_trinh", key, "ty_le"))
        if isinstance(value, Decimal):
            assert Decimal(str(shown)) == round_half_up(value, 2)
            seen += 1
        else:
            assert shown in (None, "")
    assert seen
