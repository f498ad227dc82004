"""Issue 4 point 10, style 21: a file is written whole or not at all, and each failure is named."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import carrier, files
from ctmtqg_desktop.package.files import read_limited, write_durably, write_new


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
    assert (error.code, error.facts["path"]) == ("package.folder-missing", "x.asice")


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "x.asice").mkdir()
    assert refusal(tmp_path / "x.asice").code == "package.folder-in-the-way"
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
    assert refusal(path).code == "package.carrier-lost"
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["x.asice"]


@pytest.mark.parametrize(("number", "code"), [
    (errno.ENOSPC, "disk-full"), (errno.EDQUOT, "disk-full"), (errno.EFBIG, "disk-full"),
    (errno.EROFS, "write-protected"), (errno.EACCES, "write-protected"),
    (errno.EPERM, "write-protected"), (errno.ENODEV, "carrier-lost"),
    (errno.ENXIO, "carrier-lost"), (errno.ESTALE, "carrier-lost"), (errno.ENOENT, "carrier-lost"),
    (errno.ENAMETOOLONG, "name-too-long"), (errno.EMFILE, "write-failed"),
])  # fmt: skip
@pytest.mark.parametrize("edge", ["fsync", "open"])
def test_whatever_the_system_says_is_named(tmp_path, monkeypatch, number, code, edge):
    """At fsync the bytes fail to arrive; at open, the name is in place and the folder does."""

    def broken(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os if edge == "fsync" else carrier.os, edge, broken)
    error = refusal(tmp_path / "x.asice")
    monkeypatch.undo()
    assert error.code == f"package.{code}"
    assert [name for name in names_in(tmp_path) if name.endswith(".part")] == []


@pytest.mark.parametrize(("number", "code"), [
    (19, "write-protected"), (112, "disk-full"), (21, "carrier-lost"), (1167, "carrier-lost"),
    (433, "carrier-lost"), (206, "name-too-long"),
])  # fmt: skip
def test_what_windows_says_is_named_by_its_own_number(tmp_path, monkeypatch, number, code):
    class WindowsError(OSError):
        winerror = number

    def broken(*_):
        raise WindowsError(errno.EACCES, "Access is denied")

    monkeypatch.setattr(files.os, "fsync", broken)
    assert refusal(tmp_path / "x.asice").code == f"package.{code}"


def test_a_file_that_outgrows_what_the_system_allows_is_named(tmp_path):
    """RLIMIT_FSIZE stands for a full stick, without root."""
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from ctmtqg_desktop.errors import PackageError\n"
        "from ctmtqg_desktop.package.files import write_durably\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: write_durably(Path(sys.argv[1]), bytes(9000))\n"
        "except PackageError as error: print(error.code)\n"
    )
    pytest.importorskip("resource")
    path = tmp_path / "x.asice"
    asked = [sys.executable, "-c", program, path]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert (told.stdout, told.stderr) == ("package.disk-full\n", "")
    assert names_in(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path):
    """Mount a real file system of 256 KiB, where the machine lets us."""
    point = tmp_path / "usb"
    point.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", point]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("this machine lets nobody mount")
    yield point
    subprocess.run(["umount", point], check=True)


def test_a_real_disk_that_is_too_small_is_left_clean(small_disk):
    write_durably(small_disk / "a.asice", b"a" * 100_000)
    assert refusal(small_disk / "b.asice", b"b" * 200_000).code == "package.disk-full"
    assert names_in(small_disk) == ["a.asice"]


def test_a_real_disk_that_is_read_only_is_named(small_disk):
    write_durably(small_disk / "a.asice", b"a")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert refusal(small_disk / "b.asice").code == "package.write-protected"
    assert names_in(small_disk) == ["a.asice"]


@pytest.mark.parametrize(("name", "sign"), [
    ("a:b.asice", ":"), ("a?.asice", "?"), ("a*.asice", "*"), ('a".asice', '"'),
    ("a<b>.asice", "<"), ("a|b", "|"), ("a\\b", "\\"), ("a\x07b", "U+0007"),
    ("a.", "."), ("a ", " "),
    ("a\udcff.pdf", "U+DCFF"),
])  # fmt: skip
def test_a_name_that_fat_refuses_is_refused_on_every_disk(tmp_path, name, sign):
    error = refusal(tmp_path / name)
    assert (error.code, error.facts["sign"]) == ("package.name-refused", sign)
    assert names_in(tmp_path) == []


def test_a_name_that_is_too_long_for_fat_is_refused_and_a_long_one_is_written(tmp_path):
    assert refusal(tmp_path / ("ă" * 256)).code == "package.name-too-long"
    name = "x" * 240 + ".asice"
    write_durably(tmp_path / name, b"1")
    assert names_in(tmp_path) == [name]


def test_another_file_of_the_same_name_is_never_overwritten(tmp_path):
    path = tmp_path / "x.asice"
    path.write_bytes(b"old")
    with pytest.raises(PackageError) as caught:
        write_new(path, b"new")
    assert caught.value.code == "package.file-exists"
    assert path.read_bytes() == b"old"


def test_the_same_bytes_under_the_same_name_are_proved_again(tmp_path):
    path = tmp_path / "x.asice"
    write_new(path, b"one")
    write_new(path, b"one")
    assert path.read_bytes() == b"one"


@pytest.mark.parametrize(("path", "found"), [
    ("/media/usb/a", True), ("/media/usb", True), ("/home/a", False), ("/media/my stick/x", True),
])  # fmt: skip
def test_a_stick_is_known_by_its_file_system(path, found):
    mounts = ("/dev/sda / ext4 rw 0 0\n/dev/sdb1 /media/usb vfat rw 0 0\nodd\n"
              "/dev/sdc1 /media/my\\040stick exfat rw 0 0\n")  # fmt: skip
    assert carrier.is_carrier(PurePosixPath(path), mounts) is found


def test_a_stick_is_brought_to_rest_as_a_whole(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(carrier, "is_carrier", lambda *_: True)
    real = carrier._sync_file_system
    monkeypatch.setattr(carrier, "_sync_file_system", lambda h: asked.append(real(h)))
    write_durably(tmp_path / "x.asice", b"1")
    assert asked == [None]


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
