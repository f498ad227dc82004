"""Requirements: a form is written in an Excel template and read into the same records, with
errors by sheet and cell."""

from datetime import datetime

import pytest
from openpyxl import load_workbook
from shipped import shipped_reading

from ctmtqg_desktop.catalogue.read.reader import read_form
from ctmtqg_desktop.catalogue.records.labels import labels
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.keeping.import_form import import_workbook
from ctmtqg_desktop.intake.form_sheets import TABLES
from ctmtqg_desktop.intake.form_template import template_workbook
from ctmtqg_desktop.intake.form_workbook import read_form_workbook

READING = shipped_reading()
FORMS = READING.catalogue.forms


@pytest.fixture
def filled(tmp_path):
    """Return what writes a form's workbook with changes: {(sheet, cell): value}."""

    def write(changes=(), form=FORMS[("dtts-da1", 1)]):
        path = tmp_path / "biểu.xlsx"
        path.write_bytes(template_workbook(READING.catalogue, form))
        if changes:
            book = load_workbook(path)
            for (sheet, cell), value in dict(changes).items():
                book[sheet][cell] = value
            book.save(path)
        return path

    return write


def read(path):
    brought = read_form_workbook(path)
    form, reading = read_form(brought.raw, brought.source, READING)
    return form, [*brought.mistakes, *reading.mistakes]


def places(path):
    return {(m.place, m.code) for m in read(path)[1]}


def find(path, sheet, text):
    """Return the first cell of a sheet that holds a text."""
    rows = load_workbook(path)[sheet].iter_rows()
    return next(cell.coordinate for row in rows for cell in row if cell.value == text)


@pytest.mark.parametrize("key", FORMS, ids=lambda key: f"{key[0]}.v{key[1]}")
def test_every_form_survives_the_workbook(key, filled):
    form, mistakes = read(filled(form=FORMS[key]))
    assert not mistakes
    assert form == FORMS[key]


def test_the_empty_template_has_every_field_and_asks_for_what_is_needed(tmp_path):
    path = tmp_path / "mẫu.xlsx"
    path.write_bytes(template_workbook(READING.catalogue))
    form, mistakes = read(path)
    assert form is None
    missing = {m.facts["where"] for m in mistakes if m.code == "form.key-missing"}
    assert missing >= {"id", "title", "programme", "source", "valid_from", "sections"}
    assert {m.place for m in mistakes} <= {f"Biểu!B{row}" for row in range(2, 20)} | {"Phần!A1"}
    assert len({m.place for m in mistakes}) == len(mistakes)


def test_headings_are_vietnamese_and_tell_apart():
    for table in TABLES:
        words = labels()[table.record.__name__]
        headings = [*table.keys, *(entry.heading for entry in table.entries)]
        assert not [e.name for e in table.entries if e.name not in words]
        assert len(set(headings)) == len(headings), table.title


@pytest.mark.parametrize(
    ("sheet", "heading", "line", "value", "code"),
    [
        ("Cột", "Đơn vị tính", 2, "hộo", "form.measure-unknown"),
        ("Cột", "Loại ô", 3, "moeny", "form.value"),
        ("Cột", "Công thức", 2, "tổng(nghèo, can_ngheo)", "rules.unknown-name"),
        ("Dòng", "Đơn vị tính", 12, "km2x", "form.measure-unknown"),
        ("Dòng", "Cấp thụt", 3, "một", "form.value"),
        ("Quy tắc", "Mức", 2, "lỗi nặng", "form.value"),
        ("Quy tắc", "Mã phần", 2, "ho_troo", "form.section-unknown"),
    ],
)
def test_a_mistake_names_sheet_and_cell(filled, sheet, heading, line, value, code):
    head = find(filled(), sheet, heading)
    cell = head.rstrip("0123456789") + str(line)
    found = import_workbook(filled({(sheet, cell): value}), READING)
    assert f"{sheet}!{cell}" in {m.place for m in found.mistakes if m.code == code}
    assert found.form is None


def test_names_that_mean_nothing_are_told_with_the_nearest(filled):
    path = filled(
        {("Cột", "A2"): "ho_troo", ("Dòng", "D1"): "TTT", ("Biểu", "A4"): "Tên biêu mẫu"}
    )
    told = {(m.place, m.code): m.facts.get("suggestion") for m in read(path)[1]}
    assert told[("Cột!A2", "form.section-unknown")] == "ho_tro"
    assert told[("Dòng!D1", "form.heading-unknown")] == "TT"
    assert told[("Biểu!A4", "form.heading-unknown")] == "Tên biểu"


def test_a_cell_of_an_unknown_row_and_a_strange_sheet(filled):
    path = filled({("Ô", "A2"): "ho_tro", ("Ô", "B2"): "dat_oo", ("Ô", "C2"): "dtts"})
    book = load_workbook(path)
    book["Dòng"].title = "Dòngg"
    book.create_sheet("Nháp")
    book.save(path)
    found = places(path)
    assert ("Dòngg!A1", "form.sheet-unknown") in found
    assert ("Nháp!A1", "form.sheet-unknown") in found
    assert ("Ô!B2", "form.row-unknown") in found


def test_what_excel_makes_of_typed_values_is_understood(filled):
    path = filled()
    book = load_workbook(path)
    head = {c.value: c.column_letter for c in book["Dòng"][1]}
    book["Dòng"][f"{head['TT']}3"] = 1
    book["Dòng"][f"{head['Bắt buộc']}3"] = "x"
    book["Dòng"][f"{head['Cấp thụt']}3"] = 1.0
    book["Biểu"]["B9"] = datetime(2021, 10, 14)
    book.save(path)
    form, mistakes = read(path)
    assert not mistakes
    row = form.sections[0].rows[1]
    assert (row.no, row.required, row.level) == ("1", True, 1)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"kind = 'form'"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, data):
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    with pytest.raises(IntakeError, match="workbook"):
        read_form_workbook(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(IntakeError, match="missing"):
        read_form_workbook(tmp_path / "không-có.xlsx")
