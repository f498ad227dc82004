"""Requirements: issue 3, "Loading the whole catalogue adds at most 15 ms": the cache never lies.

What comes from the cache equals what the reader reads; a cache that is old, damaged, foreign or
cannot be written costs time and nothing else; a start from it imports no parser or validator.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue import store
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lazy import LazyRecords
from ctmtqg_desktop.catalogue.reader import read_catalogue
from ctmtqg_desktop.catalogue.store import load_catalogue

FORM = Path("ntm", "ntm-nguon-luc.v1.toml")
KEY = ("ntm-nguon-luc", 1)
LONG_AGO = 1_600_000_000
YEAR_END = date(2024, 12, 31)

START = """
import json, sys
from pathlib import Path
from ctmtqg_desktop.catalogue.store import load_catalogue
folder, cache = map(Path, sys.argv[1:])
catalogue = load_catalogue(folder, cache_dir=cache)
print(json.dumps([sorted(catalogue.digests.items()), sorted(sys.modules)]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of all forms, last changed long ago."""
    shutil.copytree(forms_dir(), tmp_path / "forms")
    for path in (tmp_path / "forms").rglob("*.toml"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return tmp_path / "forms"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "home" / "cache"


def is_cached(catalogue: Catalogue) -> bool:
    return isinstance(catalogue.forms, LazyRecords)


def contents(catalogue: Catalogue) -> dict[str, object]:
    held = {f.name: getattr(catalogue, f.name) for f in fields(Catalogue)}
    return {**held, "units": tuple(catalogue.units)}


def cache_file(cache: Path) -> Path:
    (path,) = cache.iterdir()  # and nothing half-written beside it
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_first_load_reads_and_the_second_does_not(folder, cache):
    assert not is_cached(load_catalogue(folder, cache_dir=cache))
    assert is_cached(load_catalogue(folder, cache_dir=cache))


def test_what_comes_from_the_cache_equals_what_is_read(folder, cache):
    read = read_catalogue(folder).catalogue
    load_catalogue(folder, cache_dir=cache)
    cached = load_catalogue(folder, cache_dir=cache)
    assert is_cached(cached)
    assert contents(cached) == contents(read)
    assert [repr(form) for form in cached.forms.values()] == [
        repr(form) for form in read.forms.values()
    ]
    assert all(
        getattr(read, name) and list(getattr(cached, name)) == list(getattr(read, name))
        for name in contents(read)
    )


def test_every_part_of_a_catalogue_is_kept():
    known = {*store._stores(), "units", "digests"}
    assert {f.name for f in fields(Catalogue)} == known


def test_forms_are_chosen_alike_and_by_their_heads(folder, cache):
    read = read_catalogue(folder).catalogue
    load_catalogue(folder, cache_dir=cache)
    cached = load_catalogue(folder, cache_dir=cache)
    for unit in read.units:
        for set_id in read.report_sets:
            owed = read.forms_of(set_id, unit, YEAR_END)
            assert cached.concerns(set_id, unit, YEAR_END) == bool(owed)
            assert cached.forms_of(set_id, unit, YEAR_END) == owed
    assert not any(head.sections for head in cached.heads())


def test_a_changed_file_is_noticed(folder, cache):
    load_catalogue(folder, cache_dir=cache)
    edit(folder / FORM, "2024", "2025")
    changed = load_catalogue(folder, cache_dir=cache)
    assert not is_cached(changed)
    assert contents(changed) == contents(read_catalogue(folder).catalogue)
    again = load_catalogue(folder, cache_dir=cache)
    assert is_cached(again)
    assert contents(again) == contents(changed)


def test_a_change_within_one_tick_of_the_clock_is_noticed(folder, cache):
    """As long and with the same time as before, but the time is too young to be believed."""
    now = time.time()
    os.utime(folder / FORM, (now, now))
    before = load_catalogue(folder, cache_dir=cache)
    edit(folder / FORM, "2024", "2025")
    os.utime(folder / FORM, (now, now))
    after = load_catalogue(folder, cache_dir=cache)
    assert after.digests != before.digests


def test_files_that_come_and_go_are_noticed(folder, cache):
    load_catalogue(folder, cache_dir=cache)
    path = folder / "criteria" / "more.toml"
    known = next((folder / "criteria").glob("*.toml")).read_text("utf-8")
    (known_id,) = read_catalogue(folder).catalogue.criteria_sets
    path.write_text(known.replace(known_id, "more", 1), "utf-8")
    assert "more" in load_catalogue(folder, cache_dir=cache).criteria_sets
    path.unlink()
    assert set(load_catalogue(folder, cache_dir=cache).criteria_sets) == {known_id}


def test_a_touched_file_is_not_read_again(folder, cache):
    load_catalogue(folder, cache_dir=cache)
    kept = cache_file(cache).read_bytes()
    os.utime(folder / FORM, (LONG_AGO + 1, LONG_AGO + 1))
    assert is_cached(load_catalogue(folder, cache_dir=cache))
    assert cache_file(cache).read_bytes() != kept, "the next start compares times again"
    assert is_cached(load_catalogue(folder, cache_dir=cache))


def test_two_folders_have_two_caches(folder, cache):
    load_catalogue(folder, cache_dir=cache)
    load_catalogue(folder / "ntm", folder / "units", cache_dir=cache)
    assert len(list(cache.iterdir())) == 1, "a catalogue with mistakes is not kept"
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


def test_a_catalogue_with_mistakes_is_not_kept(folder, cache):
    edit(folder / FORM, "title =", "titel =")
    for _ in range(2):
        loaded = load_catalogue(folder, cache_dir=cache)
        assert KEY not in loaded.forms
        assert not is_cached(loaded)
    assert not cache.exists()


def test_mistakes_made_later_are_not_hidden_by_an_old_cache(folder, cache):
    load_catalogue(folder, cache_dir=cache)
    edit(folder / FORM, "title =", "titel =")
    assert KEY not in load_catalogue(folder, cache_dir=cache).forms


def started(folder: Path, cache: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", START, str(folder), str(cache)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def told(process: "subprocess.Popen[str]") -> tuple[list[list[str]], set[str]]:
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    digests, modules = json.loads(said)
    return digests, set(modules)


def test_two_programs_at_once_leave_one_good_cache(folder, cache):
    pair = [started(folder, cache) for _ in range(2)]
    (first, _), (second, _) = map(told, pair)
    assert first == second != []
    assert is_cached(load_catalogue(folder, cache_dir=cache))
    assert cache_file(cache).is_file()


def test_a_start_from_the_cache_imports_no_parser_and_no_validator(folder, cache):
    digests, modules = told(started(folder, cache))
    assert {"tomllib", "pydantic"} <= modules
    assert told(started(folder, cache))[0] == digests
    assert not told(started(folder, cache))[1] & {"tomllib", "pydantic", "pydantic_core"}
