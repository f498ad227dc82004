"""Issue 3, tools: a published version never changes; check-forms fails when it does."""

import hashlib
from pathlib import Path

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.kept.published import LIST, frozen, lint_published
from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue
from ctmtqg_desktop.exchange.words import of_mistake

FORM = "von.v1.toml"


@pytest.fixture
def folder(tmp_path: Path, clean_files: dict[str, str]) -> Path:
    for name, text in clean_files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def publish(folder: Path, *names: str) -> None:
    lines = ["# đã ban hành"]
    for name in names:
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        lines.append(f"{digest}  {name}")
    (folder / LIST).write_text("\n".join(lines) + "\n", "utf-8")


def found(folder: Path) -> list[tuple[str, int, str]]:
    return [(m.file, m.line, m.code) for m in checked_catalogue(folder)[1]]


def test_published_and_unchanged_is_well(folder: Path) -> None:
    publish(folder, FORM, "ke-hoach.toml")
    assert found(folder) == []


def test_one_changed_byte_of_a_published_form_is_told(folder: Path) -> None:
    publish(folder, FORM)
    path = folder / FORM
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert found(folder) == [(FORM, 1, "form.published-changed")]
    assert FORM in of_mistake(checked_catalogue(folder)[1][0]).what


def test_published_form_that_is_gone_is_told_at_its_line(folder: Path) -> None:
    publish(folder, FORM, "ke-hoach.toml")
    (folder / "ke-hoach.toml").unlink()
    assert found(folder) == [(LIST, 3, "form.published-missing")]


@pytest.mark.parametrize(
    "line", ["abc  von.v1.toml", "0" * 64 + " von.v1.toml", "0" * 64, "G" * 64 + "  von.v1.toml"]
)
def test_line_that_says_nothing_is_told(folder: Path, line: str) -> None:
    (folder / LIST).write_text(f"# đầu\n\n{line}\n", "utf-8")
    assert found(folder) == [(LIST, 3, "form.published-line")]


def test_list_reaches_into_no_other_folder(folder: Path) -> None:
    (folder / LIST).write_text("0" * 64 + "  ../von.v1.toml\n", "utf-8")
    assert found(folder) == [(LIST, 1, "form.published-missing")]


def test_file_published_twice_is_told(folder: Path) -> None:
    publish(folder, FORM, FORM)
    assert found(folder) == [(LIST, 3, "form.published-twice")]


CLOSED = """\
kind = "lifetimes"
closings = [
  { form = "von", version = 1, valid_to = 2023-12-31, why = "thay bằng bản 2", source = "s", confidence = "seed" },
]
"""  # noqa: E501


def test_a_published_version_that_never_ends_is_closed_beside_its_file(folder: Path) -> None:
    begin = "valid_from = 2021-01-01"
    newer = (folder / FORM).read_text("utf-8").replace("version = 1", "version = 2")
    newer = newer.replace(begin, "valid_from = 2024-01-01\nvalid_to = 2025-12-31")
    (folder / "von.v2.toml").write_text(newer, "utf-8")
    publish(folder, FORM)
    assert [code for *_, code in found(folder)] == ["form.version-outlives"]
    (folder / "doi.toml").write_text(CLOSED, "utf-8")
    assert found(folder) == []


@pytest.mark.parametrize(("was", "now", "codes"), [
    ("2023-12-31", "2020-12-31", ["form.closing-span"]),
    ("2023-12-31", '"hôm qua"', ["form.value"]),
])  # fmt: skip
def test_a_closing_of_nothing_is_told(folder: Path, was: str, now: str, codes: list[str]) -> None:
    (folder / "doi.toml").write_text(CLOSED.replace(was, now), "utf-8")
    assert [code for *_, code in found(folder)] == codes


def test_a_form_that_outlives_its_programme_is_told_unless_it_goes_on(folder: Path) -> None:
    (folder / "dung-tiep.toml").unlink()
    _, mistakes = checked_catalogue(folder)
    assert {m.code for m in mistakes} == {"form.programme-outlived"}
    assert {m.facts["given"] for m in mistakes} == {"von"}
    assert "lifetimes" in of_mistake(mistakes[0]).todo


def test_shipped_catalogue_keeps_what_it_published() -> None:
    assert (forms_dir() / LIST).is_file()
    assert list(lint_published(forms_dir())) == []


def test_catalogue_without_a_list_has_published_nothing(folder: Path) -> None:
    assert list(lint_published(folder)) == []


def test_freezing_pins_every_version_once_and_keeps_what_was_pinned(folder: Path) -> None:
    publish(folder, FORM)
    before = (folder / LIST).read_text("utf-8")
    (folder / "phu").mkdir()
    (folder / "phu" / "moi.v2.toml").write_bytes((folder / FORM).read_bytes())
    text, names = frozen(folder)
    versions = {p.relative_to(folder).as_posix() for p in folder.rglob("*.v*.toml")}
    assert set(names) == versions - {FORM}
    assert text.startswith(before)
    (folder / LIST).write_text(text, "utf-8")
    assert frozen(folder) == (text, ())
    assert not list(lint_published(folder))


def test_freezing_without_a_list_makes_one_that_bites(folder: Path) -> None:
    (folder / LIST).write_text(frozen(folder)[0], "utf-8")
    assert found(folder) == []
    path = folder / FORM
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert [(name, code) for name, _, code in found(folder)] == [(FORM, "form.published-changed")]
