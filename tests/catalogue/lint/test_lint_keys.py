"""Issue 9, Build 5: keys of lists, lists that exclude each other, columns about a person."""

import pytest

from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.exchange.words import of_mistake

F = "von.v1.toml"
TEN, NHOM = '  { id = "ten", label = "Tên" },\n', '  { id = "nhom", label = "Nhóm", type'
HEAD = 'id = "danh_sach"\nkind = "roster"\n'
OTHER = """\

[[sections]]
id = "khac"
kind = "roster"
keys = [["ten"]]
columns = [
  { id = "ten", label = "Họ tên" },
]
"""
NUMBER = """\
  { id = "so", label = "Số", kind = "identity-number", mask = "id", personal = true },
"""
COMPUTED = '  { id = "x", label = "X", type = "met", formula = "đúng" },\n'
CASES = [  # code, what stands there, what is written, what the sentence proposes
    ("form.keys-not-list", 'id = "chung"\nkind = "fields"\n',
     'id = "chung"\nkind = "fields"\nkeys = [["so_ho"]]\n', ""),
    ("form.key-parts", HEAD, HEAD + "keys = [[]]\n", ""),
    ("form.key-parts", HEAD, HEAD + 'keys = [["ten"], ["ten"]]\n', "ten"),
    ("form.key-parts", HEAD, HEAD + 'keys = [["ten", "ten"]]\n', "ten"),
    ("form.column-unknown", HEAD, HEAD + 'keys = [["tên"]]\n', "“ten”"),
    ("form.key-computed", TEN, TEN + COMPUTED, ""),
    ("form.excludes-unknown", HEAD, HEAD + 'keys = [["ten"]]\nexcludes = ["danh_sach"]\n', ""),
    ("form.excludes-unknown", HEAD, HEAD + 'keys = [["ten"]]\nexcludes = ["khacc"]\n', "“khac”"),
    ("form.excludes-keys", HEAD, HEAD + 'keys = [["nhom"]]\nexcludes = ["khac"]\n', "keys"),
    ("form.excludes-keys", HEAD, HEAD + 'excludes = ["khac"]\n', "keys"),
    ("form.person-not-list", 'label = "Kế hoạch", number',
     'label = "Kế hoạch", kind = "sex", number', ""),
    ("form.person-alone", TEN, TEN.replace(" },", ', kind = "birth" },'), ""),
    ("form.identity-number", TEN, TEN + NUMBER.replace(', mask = "id"', ""), "mask"),
    ("form.identity-number", TEN, TEN + NUMBER.replace(', personal = true', ""), "personal"),
    ("form.identity-number", TEN, TEN + NUMBER.replace("label", 'type = "date", label'), "text"),
]  # fmt: skip


def read(folder, files):
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return read_catalogue(folder)


def with_lists(files):
    files[F] = files[F].replace("\n[[rules]]", OTHER + "\n[[rules]]", 1)
    return files


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{len(case[2])}")
def test_a_mistake_is_told_once_with_its_remedy(tmp_path, clean_files, case):
    code, good, bad, proposed = case
    files = with_lists(clean_files)
    assert files[F].count(good) == 1, good
    files[F] = files[F].replace(good, bad)
    if code == "form.key-computed":
        files[F] = files[F].replace(HEAD, HEAD + 'keys = [["x"]]\n')
    found = [m for m in read(tmp_path, files).mistakes if m.code == code]
    assert [(m.file, m.code) for m in found] == [(F, code)]
    said = of_mistake(found[0])
    assert said.what
    assert said.todo
    assert proposed in f"{said.what} {said.todo}"


def test_keys_and_lists_that_exclude_each_other_are_read(tmp_path, clean_files):
    files = with_lists(clean_files)
    files[F] = files[F].replace(HEAD, HEAD + 'keys = [["ten"]]\nexcludes = ["khac"]\n')
    files[F] = files[F].replace(TEN, TEN + NUMBER)
    reading = read(tmp_path, files)
    assert not reading.mistakes
    section = reading.catalogue.form("von").section("danh_sach")
    assert (section.keys, section.excludes) == ((("ten",),), ("khac",))
    assert section.column("so").kind == "identity-number"


def test_a_kind_that_there_is_not_is_told(tmp_path, clean_files):
    files = with_lists(clean_files)
    files[F] = files[F].replace(TEN, TEN.replace(" },", ', kind = "cccd" },'))
    assert F in [m.file for m in read(tmp_path, files).mistakes]
