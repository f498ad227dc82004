"""DESIGN 7 (enter): a JSON or XLSX file gives texts exactly as an officer would type them."""

import json
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake import entry_file
from ctmtqg_desktop.intake.entry_file import Figure, as_typed, read_entry_file


def refused(path):
    with pytest.raises(IntakeError) as caught:
        read_entry_file(path)
    return caught.value


@pytest.fixture
def made(tmp_path):
    def write(content, name="so-lieu.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_json_gives_cells_rows_and_reasons(made):
    file = read_entry_file(made(json.dumps({
        "cells": {"chung.so_ban": 12, "a.b.c": "1.234,5", "a.b.d": None, "a.b.e": True},
        "rows": {"cong_trinh": [{"ten": "Cầu", "ke_hoach": 1234.5}, {}]},
        "reasons": {"r1@a.b.c": "Vì sao", "r2": "Cả biểu"},
    })))  # fmt: skip
    assert file.cells == (("chung.so_ban", "12"), ("a.b.c", "1.234,5"), ("a.b.d", ""),
                          ("a.b.e", "Đạt"))  # fmt: skip
    assert file.rows == {"cong_trinh": ({"ten": "Cầu", "ke_hoach": "1.234,5"}, {})}
    assert file.reasons == {("r1", "a.b.c"): "Vì sao", ("r2", ""): "Cả biểu"}


@pytest.mark.parametrize(("value", "typed"), [
    (0, "0"), (1234, "1.234"), (0.1, "0,1"), (28113.001, "28.113,001"), (-2, "-2"), (None, ""),
    (True, "Đạt"), (False, "Chưa đạt"), (date(2024, 3, 5), "05/03/2024"),
    (datetime(2024, 3, 5, 8, tzinfo=VIETNAM), "05/03/2024"),
    (" Đường ", "Đường"), (1e21, "1" + ".000" * 7),
])  # fmt: skip
def test_a_value_becomes_what_an_officer_would_type(value, typed):
    assert as_typed(value) == typed


@pytest.mark.parametrize(("value", "is_figure"), [
    (28.113, True), (28113, True), ("28,113", False), ("28.113", False),
])  # fmt: skip
def test_only_what_was_a_number_in_the_file_is_a_figure(value, is_figure):
    assert isinstance(as_typed(value), Figure) is is_figure


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [1], {}, 1e300])
def test_what_is_no_figure_is_never_turned_into_one(value):
    assert as_typed(value) is None


@pytest.mark.parametrize(("content", "code"), [
    ("{", "intake.json"), ("[]", "intake.shape"), ('{"cell": {}}', "intake.shape"),
    ('{"cells": []}', "intake.shape"), ('{"cells": {"a": [1]}}', "intake.shape"),
    ('{"rows": {"ds": 5}}', "intake.shape"), ('{"rows": {"ds": "abc"}}', "intake.shape"),
    ('{"rows": {"ds": {"ten": "x"}}}', "intake.shape"), ('{"rows": {"ds": [5]}}', "intake.shape"),
    ('{"cells": {"a": NaN}}', "intake.shape"), ('{"cells": {"a": 1e999999999}}', "intake.shape"),
    ('{"cells": {"a": ' + "9" * 5000 + "}}", "intake.json"), ("[" * 100_000, "intake.json"),
    (b"\xff\xfe", "intake.json"), ("", "intake.json"),
])  # fmt: skip
def test_a_file_of_another_shape_is_refused(made, content, code):
    assert refused(made(content)).code == code


def test_another_kind_a_missing_file_and_a_folder_are_refused(made, tmp_path):
    assert refused(made("a;b", "a.csv")).code == "intake.kind"
    assert refused(tmp_path / "khong-co.json").code == "intake.missing"
    (tmp_path / "thu-muc.json").mkdir()
    assert refused(tmp_path / "thu-muc.json").code == "intake.json"


def test_a_file_too_big_is_refused_before_it_is_read(made, monkeypatch):
    monkeypatch.setattr(entry_file, "MAX_BYTES", 10)
    assert refused(made('{"cells": {}}')).code == "intake.too-big"


@pytest.fixture
def book(tmp_path):
    def write(**sheets):
        made = Workbook()
        made.remove(made.active)
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "so-lieu.xlsx"
        made.save(path)
        return path

    return write


def test_a_workbook_gives_the_same_as_json(book):
    file = read_entry_file(book(
        o=[["Ô", "Giá trị"], ["a.b.c", 1234.5], [None, "bỏ qua"], ["a.b.d", None],
           ["a.b.e", date(2024, 3, 5)]],
        cong_trinh=[["ten", "ke_hoach", None], ["Cầu", 100, "ghi"], [None, None], ["Kè", 0.5]],
        trong=[],
    ))  # fmt: skip
    assert file.cells == (("a.b.c", "1.234,5"), ("a.b.d", ""), ("a.b.e", "05/03/2024"))
    assert file.rows == {"cong_trinh": ({"ten": "Cầu", "ke_hoach": "100"},
                                        {"ten": "Kè", "ke_hoach": "0,5"})}  # fmt: skip


def test_too_many_rows_are_refused_and_never_left_out(book, monkeypatch):
    monkeypatch.setattr(entry_file, "MAX_ROWS", 3)
    path = book(ds=[["ten"], ["a"], ["b"], ["c"]])
    found = refused(path)
    assert (found.code, found.facts["sheet"]) == ("intake.too-many-rows", "ds")


def test_what_only_looks_like_a_workbook_is_refused(made):
    assert refused(made("PK\x03\x04", "a.xlsx")).code == "intake.workbook"
    assert refused(made("", "b.xlsx")).code == "intake.workbook"
