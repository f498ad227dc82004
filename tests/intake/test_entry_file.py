"""DESIGN 7 (enter): a JSON or XLSX file gives cells as they came."""

import json
from decimal import Decimal

import pytest

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake import entry_file
from ctmtqg_desktop.intake.entry_file import as_given, read_entry_file
from ctmtqg_desktop.intake.given import BLANK, Given, GivenKind, given_number, given_text


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
    assert file.cells == (
        ("chung.so_ban", given_number(12)), ("a.b.c", given_text("1.234,5")), ("a.b.d", BLANK),
        ("a.b.e", Given(GivenKind.BOOLEAN, number=Decimal(1))),
    )  # fmt: skip
    row = {"ten": given_text("Cầu"), "ke_hoach": given_number(Decimal("1234.5"))}
    assert file.rows == {"cong_trinh": (row, {})}
    assert file.reasons == {("r1", "a.b.c"): "Vì sao", ("r2", ""): "Cả biểu"}
    assert file.is_typed


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [1], {}, 1e300])
def test_what_is_no_figure_is_never_turned_into_one(value):
    assert as_given(value) is None


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


def test_a_missing_file_and_a_folder_are_refused(made, tmp_path):
    assert refused(tmp_path / "khong-co.json").code == "intake.missing"
    (tmp_path / "thu-muc.json").mkdir()
    assert refused(tmp_path / "thu-muc.json").code == "intake.missing"


def test_a_file_too_big_is_refused_before_it_is_read(made, monkeypatch):
    monkeypatch.setattr(entry_file, "MAX_BYTES", 10)
    assert refused(made('{"cells": {}}')).code == "intake.too-big"


def test_what_only_looks_like_a_workbook_is_refused(made):
    assert refused(made("PK\x03\x04", "a.xlsx")).code == "intake.workbook"
    assert refused(made("", "b.xlsx")).code == "intake.workbook"
