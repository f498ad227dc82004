"""Requirements: a form can be written back as TOML, one row one line, and reads the same."""

import shutil
import tomllib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from shipped import shipped_catalogue

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.read.toml_writer import form_to_toml
from ctmtqg_desktop.catalogue.records.form import (
    CellOverride,
    CellType,
    Choice,
    Column,
    Form,
    Row,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.legal import Confidence

FORMS = shipped_catalogue().forms
ADAPTER = TypeAdapter(Form)


def back(text: str) -> Form:
    return ADAPTER.validate_python(tomllib.loads(text))


@pytest.mark.parametrize("key", FORMS, ids=lambda key: f"{key[0]}.v{key[1]}")
def test_every_form_reads_back_equal(key):
    assert back(form_to_toml(FORMS[key])) == FORMS[key]


def test_written_forms_are_clean_files_of_the_catalogue(tmp_path):
    shutil.copytree(forms_dir(), tmp_path / "forms")
    for path in (tmp_path / "forms").rglob("*.toml"):
        raw = tomllib.loads(path.read_text("utf-8"))
        if raw.get("kind") == "form":
            form = FORMS[(raw["id"], raw["version"])]
            path.write_text(form_to_toml(form), encoding="utf-8")
    reading = read_catalogue(tmp_path / "forms")
    assert not [m for m in reading.mistakes if m.code != "form.published"]
    assert reading.catalogue.forms == FORMS


def test_one_row_is_one_line():
    form = next(iter(FORMS.values()))
    lines = form_to_toml(form).splitlines()
    for section in form.sections:
        for row in section.rows:
            assert sum(line.startswith(f'  {{ id = "{row.id}"') for line in lines) >= 1


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
cells = st.dictionaries(
    text, st.builds(CellOverride, text=text, choices=st.just(()), locked=st.booleans()), max_size=2
)
rows = st.builds(Row, id=text, label=text, cells=cells, level=st.integers(0, 3))
choices = st.lists(st.builds(Choice, text, text), max_size=2).map(tuple)
columns = st.builds(
    Column, id=text, label=text, type=st.sampled_from(CellType), choices=choices,
    header=st.lists(text, max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(title=text, rows=st.lists(rows, max_size=2), columns=st.lists(columns, max_size=2))
def test_any_text_survives(title, rows, columns):
    section = Section("s", SectionKind.GRID, title, tuple(columns), tuple(rows))
    form = Form(
        "form", "f", 1, title, title, "p", title, Confidence.SEED, date(2024, 1, 1), (section,)
    )
    form = replace(form, uses={title: "x"})
    assert back(form_to_toml(form)) == form
