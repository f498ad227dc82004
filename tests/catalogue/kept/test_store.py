"""Requirements: issue 3, "Loading the whole catalogue adds at most 15 ms": the cache never lies.

What comes from the cache equals what the reader reads; a cache that is old, damaged, foreign or
cannot be written costs time and nothing else; a start from it imports no parser or validator.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.kept import store
from ctmtqg_desktop.catalogue.kept.store import load_catalogue
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.lazy import LazyRecords

LONG_AGO = 1_600_000_000
YEAR_END = date(2024, 12, 31)
KEY = ("so-ho", 1)
VOUCHED = 'source = "thử"\nconfidence = "seed"\n'
FORM = f"""
kind = "form"
id = "so-ho"
version = 1
title = "Số hộ năm 2024"
short = "Hộ"
programme = "ct"
valid_from = 2021-01-01
report_sets = [{{ id = "bo", order = 1 }}]
{VOUCHED}
[[sections]]
id = "chung"
kind = "fields"
rows = [{{ id = "so_ho", label = "Số hộ", type = "integer", measure = "ho" }}]
"""
PROGRAMME = f"""
kind = "programme"
id = "ct"
title = "Chương trình"
short = "CT"
valid_from = 2021-01-01
{VOUCHED}
"""
REPORT_SET = f"""
kind = "report-set"
id = "bo"
version = 1
title = "Bộ biểu"
short = "Bộ"
document_kind = "bao-cao"
document_code = "BC"
summary = "Về số hộ"
periods = ["year"]
calendar = "nam"
valid_from = 2021-01-01
{VOUCHED}
"""
CALENDARS = f"""
kind = "calendars"
[[calendars]]
id = "nam"
title = "Năm"
first_day = 1
deadline_days = 15
{VOUCHED}
"""
FILES = {
    "measures.toml": 'kind = "measures"\nmeasures = [{ id = "ho", label = "hộ" }]\n',
    "calendars.toml": CALENDARS,
    "programmes/ct.toml": PROGRAMME,
    "report-sets/bo.toml": REPORT_SET,
    "so-ho.v1.toml": FORM,
}
START = """
import json, sys
from pathlib import Path
from ctmtqg_desktop.catalogue.kept.store import load_catalogue
folder, cache = map(Path, sys.argv[1:])
catalogue = load_catalogue(folder, cache_dir=cache)
print(json.dumps([catalogue.digests, sorted(sys.modules)]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small catalogue without mistakes, last changed long ago."""
    for name, text in FILES.items():
        path = tmp_path / "forms" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        os.utime(path, (LONG_AGO, LONG_AGO))
    assert not read_catalogue(tmp_path / "forms").mistakes
    return tmp_path / "forms"


@pytest.fixture
def form(folder: Path) -> Path:
    return folder / "so-ho.v1.toml"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "home" / "cache"


def is_cached(catalogue: Catalogue) -> bool:
    return isinstance(catalogue.forms, LazyRecords)


def contents(catalogue: Catalogue) -> dict[str, object]:
    held = {f.name: getattr(catalogue, f.name) for f in fields(Catalogue) if f.name != "lineage"}
    return {**held, "units": {(unit.code, unit.valid_from): unit for unit in catalogue.units}}


def cache_file(cache: Path) -> Path:
    (path,) = cache.iterdir()  # and nothing half-written beside it
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Catalogue:
    """Return the shipped catalogue as the second start gets it."""
    cache = tmp_path_factory.mktemp("cache")
    load_catalogue(forms_dir(), cache_dir=cache)
    cached = load_catalogue(forms_dir(), cache_dir=cache)
    assert is_cached(cached)
    return cached


def test_the_shipped_catalogue_comes_back_record_by_record(declared, shipped):
    read, again = contents(declared), contents(shipped)
    assert all(isinstance(part, Mapping) for part in read.values())
    for name, records in read.items():
        assert list(records) == list(again[name]), name
        # equal, and of equal types: a tuple is no list, 1.10 is not 1.1
        other = [key for key, record in records.items() if repr(record) != repr(again[name][key])]
        assert not other, name
        assert records == again[name] or pytest.fail(name)


def test_national_tables_answer_alike_and_unread_until_then(declared, shipped):
    for day in (YEAR_END, date(2026, 1, 1)):
        for code in ("12", "03394", "00004"):
            assert shipped.units.find(code, day) == declared.units.find(code, day)
            assert shipped.lineage.successors(code, day) == declared.lineage.successors(code, day)
        assert shipped.units.children("12", day) == declared.units.children("12", day) != ()
    assert shipped.lineage.successors("03394", YEAR_END)


def test_every_part_of_a_catalogue_is_kept():
    known = {*store._stores(), "units", "lineage", "digests"}
    assert {f.name for f in fields(Catalogue)} == known


def test_forms_are_chosen_alike_and_by_their_heads(declared, shipped):
    assert not any(head.sections or head.rules for head in shipped.heads())
    ids = {form_id for form_id, _ in declared.forms}
    assert {i: shipped.form_at(i, YEAR_END).version for i in ids} == {
        i: declared.form_at(i, YEAR_END).version for i in ids
    }
    for unit in declared.units:
        for set_id in declared.report_sets:
            owed = [(f.id, f.version) for f in declared.forms_of(set_id, unit, YEAR_END)]
            chosen = shipped.forms_of(set_id, unit, YEAR_END)
            assert [(f.id, f.version) for f in chosen] == owed
            assert all(form.sections for form in chosen)
            assert shipped.concerns(set_id, unit, YEAR_END) == bool(owed)


def test_the_first_load_reads_and_the_second_does_not(folder, cache):
    assert not is_cached(load_catalogue(folder, cache_dir=cache))
    assert is_cached(load_catalogue(folder, cache_dir=cache))


def test_a_changed_file_is_noticed(folder, form, cache):
    load_catalogue(folder, cache_dir=cache)
    edit(form, "năm 2024", "năm 2025")
    changed = load_catalogue(folder, cache_dir=cache)
    assert not is_cached(changed)
    again = load_catalogue(folder, cache_dir=cache)
    assert is_cached(again)
    assert changed.forms[KEY].title == again.forms[KEY].title == "Số hộ năm 2025"
    assert contents(again) == contents(read_catalogue(folder).catalogue)


def test_a_change_within_one_tick_of_the_clock_is_noticed(folder, form, cache):
    """As long and with the same time as before, but the time is too young to be believed."""
    now = time.time()
    os.utime(form, (now, now))
    load_catalogue(folder, cache_dir=cache)
    edit(form, "năm 2024", "năm 2025")
    os.utime(form, (now, now))
    assert load_catalogue(folder, cache_dir=cache).forms[KEY].title == "Số hộ năm 2025"


def test_files_that_come_and_go_are_noticed(folder, cache):
    load_catalogue(folder, cache_dir=cache)
    second = folder / "so-ho.v2.toml"
    second.write_text(FORM.replace("version = 1", "version = 2"), "utf-8")
    assert load_catalogue(folder, cache_dir=cache).form("so-ho").version == 2
    second.unlink()
    assert load_catalogue(folder, cache_dir=cache).form("so-ho").version == 1


def test_a_touched_file_is_not_read_again(folder, form, cache):
    load_catalogue(folder, cache_dir=cache)
    kept = cache_file(cache).read_bytes()
    os.utime(form, (LONG_AGO + 1, LONG_AGO + 1))
    assert is_cached(load_catalogue(folder, cache_dir=cache))
    assert cache_file(cache).read_bytes() != kept, "the next start compares times again"
    assert is_cached(load_catalogue(folder, cache_dir=cache))


def test_two_programs_in_two_places_have_two_caches(folder, cache):
    load_catalogue(folder, cache_dir=cache)
    load_catalogue(folder, folder.parent / "nothing", cache_dir=cache)
    assert len(list(cache.iterdir())) == 2
    assert is_cached(load_catalogue(folder, cache_dir=cache))


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def of_another_version(data: bytes) -> bytes:
    first, _, rest = data.partition(b"\n")
    return first.replace(store.__version__.encode(), b"99.0.0") + b"\n" + rest


@pytest.mark.parametrize(
    "damage",
    [cut, flipped, of_another_version, lambda _: b"", lambda _: b"\x80\x04K\x01.",
     lambda data: data + b"\n{}", lambda data: data.partition(b"\n")[2]],
    ids=["cut", "flipped", "version", "empty", "foreign", "longer", "unsigned"],
)  # fmt: skip
def test_a_damaged_or_foreign_cache_is_passed_over_and_replaced(folder, cache, damage):
    whole = contents(load_catalogue(folder, cache_dir=cache))
    path = cache_file(cache)
    path.write_bytes(damage(path.read_bytes()))
    loaded = load_catalogue(folder, cache_dir=cache)
    assert not is_cached(loaded)
    assert contents(loaded) == whole
    again = load_catalogue(folder, cache_dir=cache)
    assert is_cached(again)
    assert contents(again) == whole
    assert cache_file(cache) == path


def test_a_cache_folder_that_cannot_be_written_only_costs_time(folder, tmp_path):
    (tmp_path / "file").write_text("no folder")
    for _ in range(2):
        loaded = load_catalogue(folder, cache_dir=tmp_path / "file" / "cache")
        assert not is_cached(loaded)
        assert KEY in loaded.forms


def test_a_folder_in_the_place_of_the_cache_file_only_costs_time(folder, cache):
    load_catalogue(folder, cache_dir=cache)
    path = cache_file(cache)
    path.unlink()
    (path / "inside").mkdir(parents=True)
    assert KEY in load_catalogue(folder, cache_dir=cache).forms
    assert cache_file(cache).is_dir()


def test_a_catalogue_with_mistakes_is_not_kept(folder, form, cache):
    edit(form, "title =", "titel =")
    for _ in range(2):
        loaded = load_catalogue(folder, cache_dir=cache)
        assert KEY not in loaded.forms
        assert not is_cached(loaded)
    assert not cache.exists()


def test_mistakes_made_later_are_not_hidden_by_an_old_cache(folder, form, cache):
    load_catalogue(folder, cache_dir=cache)
    edit(form, "title =", "titel =")
    assert KEY not in load_catalogue(folder, cache_dir=cache).forms


def started(folder: Path, cache: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", START, str(folder), str(cache)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told(process: "subprocess.Popen[str]") -> tuple[dict[str, str], set[str]]:
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    digests, modules = json.loads(said)
    return digests, set(modules)


def test_two_programs_at_once_leave_one_good_cache(folder, cache):
    pair = [started(folder, cache) for _ in range(2)]
    (first, _), (second, _) = map(told, pair)
    assert first == second == read_catalogue(folder).catalogue.digests
    assert cache_file(cache).is_file()
    assert is_cached(load_catalogue(folder, cache_dir=cache))


def test_a_start_from_the_cache_imports_no_parser_and_no_validator(folder, cache):
    digests, modules = told(started(folder, cache))
    assert {"tomllib", "pydantic"} <= modules
    again, modules = told(started(folder, cache))
    assert again == digests
    assert not modules & {"tomllib", "pydantic", "pydantic_core"}


def test_a_start_from_the_cache_makes_no_record_before_it_is_asked_for(tmp_path) -> None:
    """The figure is in tests/bench; what makes it small is that nothing is made early."""
    load_catalogue(forms_dir(), cache_dir=tmp_path)
    catalogue = load_catalogue(forms_dir(), cache_dir=tmp_path)
    assert isinstance(catalogue.forms, LazyRecords)
    assert any(form.valid_from <= date(2024, 12, 31) for form in catalogue.heads())
