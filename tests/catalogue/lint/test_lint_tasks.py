"""Issue 10, point 5: the linter tells every kind of mistake in the tasks of a plan."""
# ruff: noqa: E501  one case is one line

from pathlib import Path

import pytest

from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue
from ctmtqg_desktop.exchange.words import of_mistake

P = "ke-hoach.toml"
TASK = '{ id = "N1", quote = "vận động 10 hộ", brief = "Vận động", unit = "106", period = "2024", due = 2024-06-30, recurs = "year", operator = ">=", figure = "10", measure = "ho", targets = ["T1"], source = "s", confidence = "seed" }'
AFTER = '{ id = "N2", quote = "báo cáo", brief = "Báo cáo", unit = "106", period = "2024", source = "s", confidence = "seed" }'

CASES = [  # code, what stands there, what somebody writes instead, what the remedy proposes
    ("form.quote-missing", 'quote = "vận động 10 hộ"', 'quote = ""', ""),
    ("form.task-brief", 'brief = "Vận động"', 'brief = ""', ""),
    ("form.task-id", 'id = "N1"', 'id = "N 1"', ""),
    ("form.task-id", 'id = "N1"', 'id = ""', ""),
    ("form.source-missing", 'targets = ["T1"], source = "s"', 'targets = ["T1"], source = ""', ""),
    ("form.task-twice", 'id = "N2"', 'id = "N1"', ""),
    ("form.unit-unknown", 'brief = "Vận động", unit = "106"', 'brief = "Vận động", unit = "107"', ""),
    ("form.unit-unknown", "due = 2024-06-30", 'due = 2024-06-30, kinds = ["xa"], among = ["03400"]', ""),
    ("form.unit-kind-unknown", "due = 2024-06-30", 'due = 2024-06-30, kinds = ["phuongg"], among = ["106"]', "phuong"),
    ("form.task-nobody", "due = 2024-06-30", 'due = 2024-06-30, kinds = ["xa"]', ""),
    ("form.task-due", "due = 2024-06-30", "due = 2023-12-31", ""),
    ("form.task-recurs", 'recurs = "year"', 'recurs = "years"', "year"),
    ("form.task-target", 'targets = ["T1"]', 'targets = ["T9"]', ""),
    ("form.period-unknown", 'brief = "Báo cáo", unit = "106", period = "2024"', 'brief = "Báo cáo", unit = "106", period = "2024-Q9"', ""),
    ("form.operator", 'recurs = "year", operator = ">="', 'recurs = "year", operator = "≥"', ""),
    ("form.figure", 'recurs = "year", operator = ">=", figure = "10"', 'recurs = "year", operator = ">=", figure = ""', ""),
    ("form.measure-unknown", 'measure = "ho", targets', 'measure = "hộ", targets', "ho"),
    ("form.key-missing", 'brief = "Báo cáo", ', "", ""),
]  # fmt: skip


@pytest.fixture
def files(clean_files: dict[str, str]) -> dict[str, str]:
    clean_files[P] += f"tasks = [\n  {TASK},\n  {AFTER},\n]\n"
    return clean_files


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_plan_with_tasks_is_clean(tmp_path: Path, files: dict[str, str]) -> None:
    _, mistakes = checked_catalogue(write(tmp_path, files))
    assert mistakes == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[2][:12]}")
def test_mistake_is_told_at_its_line(
    tmp_path: Path, files: dict[str, str], case: tuple[str, str, str, str]
) -> None:
    code, good, bad, remedy = case
    assert files[P].count(good) == 1, good
    at = files[P][: files[P].index(good)].count("\n") + 1
    files[P] = files[P].replace(good, bad)
    _, mistakes = checked_catalogue(write(tmp_path, files))
    assert [(m.file, m.line, m.code) for m in mistakes] == [(P, at, code)]
    assert remedy in of_mistake(mistakes[0]).todo


LIST = """
[[sections]]
id = "viec"
kind = "roster"
tasks = true
columns = [
  { id = "ma", label = "Mã", task = "id" },
  { id = "ten", label = "Việc", task = "brief" },
  { id = "trich", label = "Trích", task = "quote" },
  { id = "luu_y", label = "Lưu ý", type = "choice", choices = [{ id = "thoi-giao", label = "Thôi" }], task = "mark" },
  { id = "tt", label = "Kỳ này", type = "choice", choices = [{ id = "xong", label = "Xong" }], task = "state" },
]
"""
WRONG = [  # code, what stands there, what somebody writes instead
    ("form.task-parts", ', task = "quote"', ""),
    ("form.task-parts", 'task = "brief"', 'task = "id"'),
    ("form.task-part-idle", "tasks = true\n", ""),
    ("form.task-list-kind", 'kind = "roster"\ntasks', 'kind = "grid"\ntasks'),
    ("form.task-part-type", '{ id = "ma", label', '{ id = "ma", type = "integer", aggregate = "none", label'),
    ("form.value", 'task = "mark"', 'task = "markk"'),
]  # fmt: skip


def test_a_list_of_tasks_is_clean(tmp_path: Path, files: dict[str, str]) -> None:
    head, mark, rules = files["von.v1.toml"].partition("[[rules]]")
    files["von.v1.toml"] = head + LIST + mark + rules
    _, mistakes = checked_catalogue(write(tmp_path, files))
    assert mistakes == ()


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case[0])
def test_a_wrong_list_of_tasks_is_told(
    tmp_path: Path, files: dict[str, str], case: tuple[str, str, str]
) -> None:
    code, good, bad = case
    assert LIST.count(good) == 1, good
    head, mark, rules = files["von.v1.toml"].partition("[[rules]]")
    files["von.v1.toml"] = head + LIST.replace(good, bad) + mark + rules
    _, mistakes = checked_catalogue(write(tmp_path, files))
    assert code in {m.code for m in mistakes}
    assert all(of_mistake(m).todo for m in mistakes)
