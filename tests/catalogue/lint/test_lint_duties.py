"""Issue 10, point 4: every mistake in duties, profiles and requests is told, by file and line."""
# ruff: noqa: E501  one case is one line

from pathlib import Path

import pytest

from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue
from ctmtqg_desktop.exchange.words import of_mistake

D, H, Y = "nghia-vu.toml", "ho-so.toml", "yeu-cau.toml"
FILES = {
    D: """\
kind = "duties"
areas = [{ id = "kho", label = "khó khăn" }]
aims = [{ id = "nang-cao", label = "nâng cao" }]
duties = [
  { id = "thang-kho", report_set = "thang", programmes = ["ntm"], areas = ["kho"], source = "s", confidence = "seed" },
  { id = "thang-cao", report_set = "thang", aims = ["nang-cao"], source = "s", confidence = "seed" },
]
""",
    H: """\
kind = "profiles"
profiles = [
  { id = "106-1", unit = "106", valid_from = 2021-01-01, valid_to = 2023-12-31, programmes = ["ntm"], areas = ["kho"], source = "s", confidence = "seed" },
  { id = "106-2", unit = "106", valid_from = 2024-01-01, aims = ["nang-cao"], excused = ["thang"], source = "s", confidence = "seed" },
]
""",
    Y: """\
kind = "requests"
requests = [
  { id = "yc-1", receiver = "12", report_set = "thang", period = "2024-Q3", deadline = 2024-10-10, asked_on = 2024-09-01, why = "sơ kết", forms = ["von"], source = "s", confidence = "seed" },
]
""",
}
CASES = [
    ("form.report-set-unknown", D, 'report_set = "thang", programmes', 'report_set = "thagn", programmes', "thang", 5),
    ("form.programme-unknown", D, 'programmes = ["ntm"]', 'programmes = ["nmt"]', "ntm", 5),
    ("form.area-unknown", D, 'areas = ["kho"]', 'areas = ["khó"]', "kho", 5),
    ("form.aim-unknown", D, 'aims = ["nang-cao"]', 'aims = ["nâng-cao"]', "nang-cao", 6),
    ("form.duty-of-nobody", D, 'aims = ["nang-cao"]', "aims = []", "", 6),
    ("form.id-shape", D, 'id = "thang-kho"', 'id = "Thang"', "", 1),
    ("form.source-missing", D, '"thang", aims = ["nang-cao"], source = "s"', '"thang", aims = ["nang-cao"], source = ""', "", 6),
    ("form.span", D, 'report_set = "thang", aims', 'report_set = "thang", valid_from = 2024-01-01, valid_to = 2023-01-01, aims', "", 6),
    ("form.unit-unknown", H, 'unit = "106", valid_from = 2024-01-01', 'unit = "107", valid_from = 2024-01-01', "", 4),
    ("form.unit-unknown", H, "valid_from = 2024-01-01", "valid_from = 2025-07-01", "", 4),
    ("form.programme-unknown", H, 'programmes = ["ntm"]', 'programmes = ["nmt"]', "ntm", 3),
    ("form.area-unknown", H, 'areas = ["kho"]', 'areas = ["khoo"]', "kho", 3),
    ("form.aim-unknown", H, 'aims = ["nang-cao"]', 'aims = ["cao"]', "", 4),
    ("form.report-set-unknown", H, 'excused = ["thang"]', 'excused = ["thagn"]', "thang", 4),
    ("form.profile-overlap", H, "valid_to = 2023-12-31", "valid_to = 2024-01-01", "", 4),
    ("form.profile-overlap", H, "valid_to = 2023-12-31, ", "", "", 4),
    ("form.span", H, "valid_to = 2023-12-31", "valid_to = 2020-12-31", "", 3),
    ("form.source-missing", H, 'areas = ["kho"], source = "s"', 'areas = ["kho"], source = ""', "", 3),
    ("form.key-unknown", H, 'areas = ["kho"]', 'area = ["kho"]', "areas", 3),
    ("form.report-set-unknown", Y, 'report_set = "thang"', 'report_set = "thagn"', "thang", 3),
    ("form.period-unknown", Y, 'period = "2024-Q3"', 'period = "2024-Q5"', "", 3),
    ("form.request-deadline", Y, "deadline = 2024-10-10", "deadline = 2024-08-31", "", 3),
    ("form.request-deadline", Y, "asked_on = 2024-09-01", "asked_on = 2024-10-11", "", 3),
    ("form.request-why", Y, 'why = "sơ kết"', 'why = ""', "", 3),
    ("form.unit-unknown", Y, 'forms = ["von"]', 'units = ["107"]', "", 3),
    ("form.no-forms", Y, 'forms = ["von"]', 'units = ["106"]', "", 3),
    ("form.unknown", Y, 'forms = ["von"]', 'forms = ["vonn"]', "von", 3),
    ("form.calendar-receiver", Y, 'receiver = "12"', 'receiver = "xx"', "", 3),
    ("form.source-missing", Y, 'source = "s"', 'source = ""', "", 3),
]  # fmt: skip


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_the_clean_ones_are_clean(tmp_path: Path, clean_files: dict[str, str]) -> None:
    assert checked_catalogue(written(tmp_path, clean_files | FILES))[1] == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def test_a_mistake_is_told_where_it_stands(
    tmp_path: Path, clean_files: dict[str, str], case: tuple[str, str, str, str, str, int]
) -> None:
    (code, file, good, bad, said, line), files = case, clean_files | FILES
    assert good in files[file]
    files[file] = files[file].replace(good, bad)
    _, mistakes = checked_catalogue(written(tmp_path, files))
    assert {(m.code, m.file, m.line) for m in mistakes} == {(code, file, line)}
    told = of_mistake(mistakes[0])
    assert told.what
    assert said in str(told)


def test_one_profile_in_two_files_is_told(tmp_path: Path, clean_files: dict[str, str]) -> None:
    files = clean_files | FILES | {"ho-so-2.toml": FILES[H]}
    _, mistakes = checked_catalogue(written(tmp_path, files))
    assert {m.code for m in mistakes} == {"form.twice"}
