"""style 21, DESIGN 5: a file is written whole or not at all, and proved by reading it back."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import files
from ctmtqg_desktop.package.files import read_limited, write_durably


def refusal(path, data=b"new"):
    with pytest.raises(PackageError) as caught:
        write_durably(path, data)
    return caught.value


def names_in(folder):
    return sorted(one.name for one in folder.iterdir())


def test_a_file_is_written_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "gói số 1.asice"
    write_durably(path, b"one")
    write_durably(path, b"two")
    assert path.read_bytes() == b"two"
    assert names_in(tmp_path) == [path.name]


def test_a_missing_folder_is_named(tmp_path):
    error = refusal(tmp_path / "usb" / "x.asice")
    assert (error.code, error.facts["path"]) == ("package.write-failed", "x.asice")


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "x.asice").mkdir()
    assert refusal(tmp_path / "x.asice").code == "package.write-failed"
    assert names_in(tmp_path) == ["x.asice"]


def test_too_little_space_is_known_before_writing(tmp_path, monkeypatch):
    path = tmp_path / "x.asice"
    path.write_bytes(b"old")
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _: usage)
    error = refusal(path)
    assert (error.code, error.facts["free"]) == ("package.disk-full", 1000)
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_disk_that_fills_up_while_writing_is_named(tmp_path):
    path = tmp_path / "x.asice"
    path.write_bytes(b"old")
    part = tmp_path / f".x.asice.{os.getpid()}.part"
    part.symlink_to("/dev/full")
    assert refusal(path).code == "package.disk-full"
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["x.asice"]


def test_an_input_output_error_is_named_and_the_old_file_stays(tmp_path, monkeypatch):
    path = tmp_path / "x.asice"
    path.write_bytes(b"old")

    def broken(_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files.os, "fsync", broken)
    assert refusal(path).code == "package.write-failed"
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["x.asice"]


def test_a_stick_that_returns_other_bytes_is_caught(tmp_path, monkeypatch):
    path = tmp_path / "x.asice"
    path.write_bytes(b"old")
    honest = files._write_synced
    monkeypatch.setattr(files, "_write_synced", lambda part, data: honest(part, data[:-1] + b"?"))
    assert refusal(path).code == "package.read-back-differs"
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["x.asice"]


def test_reading_has_a_limit(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"12345")
    assert read_limited(path, 5) == b"12345"
    with pytest.raises(PackageError) as caught:
        read_limited(path, 4)
    assert caught.value.code == "package.too-big"


def test_what_cannot_be_read_is_named(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(PackageError) as caught:
            read_limited(path, 5)
        assert caught.value.code == "package.read-failed"
