"""Issue 10, point 9: no spaces too many, straight quotes, workshop words, one place's names."""

from pathlib import Path

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.kept.published import frozen, pinned
from ctmtqg_desktop.catalogue.lint.wording import lint_wording
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue

FORM, PLACE = "von.v1.toml", "form.text-place"


def told(folder: Path, files: dict[str, str], code: str = "form.text-") -> list[tuple[str, str]]:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    _, mistakes = checked_catalogue(folder)
    return [(m.file, m.code) for m in mistakes if m.code.startswith(code)]


def named(files: dict[str, str]) -> str:
    return next(name for name, text in files.items() if 'kind = "form"' in text)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Vốn", ""), (" Vốn", "form.text-space"), ("Vốn ", "form.text-space"),
        ("Vốn  đầu tư", "form.text-space"), ("Vốn 'mới'", "form.text-quotes"),
        ('Vốn \\"mới\\"', "form.text-quotes"), ("Vốn “mới”", ""),
        ("Vốn theo trí nhớ", "form.text-workshop"), ("Vốn (003)", "form.text-workshop"),
        ("Bố cục đề xuất", "form.text-workshop"), ("Seed 003", "form.text-workshop"),
        ("OCR", "form.text-workshop"), ("region = nhom-1", "form.text-workshop"),
        ("Vốn xã Thử Thách", PLACE), ("Vốn thử thách", ""), ("Vốn Thử Tháchs", ""),
    ],
)  # fmt: skip
def test_words_that_people_read_are_clean(
    tmp_path: Path, clean_files: dict[str, str], title: str, code: str
) -> None:
    name = named(clean_files)
    line = next(x for x in clean_files[name].splitlines() if x.startswith("title = "))
    clean_files[name] = clean_files[name].replace(line, f'title = "{title}"')
    clean_files["don-vi.toml"] = clean_files_with_place(clean_files)
    assert told(tmp_path, clean_files) == ([(name, code)] if code else [])


def clean_files_with_place(files: dict[str, str]) -> str:
    name = next(n for n, text in files.items() if text.startswith('kind = "units"'))
    return files.pop(name).replace('name = "Huyện B"', 'name = "Huyện Thử Thách"')


def test_notes_may_tell_of_the_workshop_and_quotes_are_as_they_were_written(
    tmp_path: Path, clean_files: dict[str, str]
) -> None:
    name = named(clean_files)
    clean_files[name] = clean_files[name].replace(
        "\nprogramme =", '\nnote = "Bố cục đề xuất theo trí nhớ, Seed 003."\nprogramme =', 1
    )
    assert told(tmp_path, clean_files) == []


def test_a_local_supplement_may_name_its_place(
    tmp_path: Path, clean_files: dict[str, str]
) -> None:
    name = named(clean_files)
    line = next(x for x in clean_files[name].splitlines() if x.startswith("title = "))
    clean_files[name] = clean_files[name].replace(line, 'title = "Vốn Thử Thách"')
    clean_files["don-vi.toml"] = clean_files_with_place(clean_files)
    assert told(tmp_path, clean_files, PLACE) == [(name, PLACE)]
    for under, code in (("106", ""), ("99999", "form.under-unknown")):
        local = clean_files[name].replace("order = ", f'under = ["{under}"], order = ')
        assert told(tmp_path, {name: local}, PLACE) == []
        assert bool(told(tmp_path, {}, "form.under")) is bool(code)


def test_what_is_published_is_left_as_it_is(tmp_path: Path, clean_files: dict[str, str]) -> None:
    name = named(clean_files)
    line = next(x for x in clean_files[name].splitlines() if x.startswith("title = "))
    text = clean_files.pop(name).replace(line, 'title = "Seed  003"')
    clean_files["thu.v1.toml"] = text
    assert told(tmp_path, clean_files)
    (tmp_path / "PUBLISHED").write_text(frozen(tmp_path)[0], "utf-8")
    assert told(tmp_path, {}) == []


def test_the_shipped_catalogue_has_words_that_only_its_published_versions_hold() -> None:
    reading = read_catalogue(forms_dir())
    assert list(lint_wording(reading.catalogue, reading.files, pinned(forms_dir()))) == []
    assert list(lint_wording(reading.catalogue, reading.files, ()))
