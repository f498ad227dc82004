"""A stick may be taken out only where a file went to a stick, and it is named."""

from pathlib import Path, PurePosixPath

import pytest

from ctmtqg_desktop.exchange import words
from ctmtqg_desktop.exchange.words import of_done, unplug_words
from ctmtqg_desktop.paths import mount_point, stick_of

MOUNTS = """/dev/sda1 / ext4 rw 0 0
/dev/sdb1 /media/can\\040bo vfat rw 0 0
/dev/sdc1 /media/can\\040bo/USB-XA vfat rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/media/can bo/USB-XA/a.asice", "USB-XA"),
        ("/media/can bo/a.asice", "can bo"),
        ("/media/can bota/a.asice", ""),
        ("/srv/x/a.asice", ""),
    ],
)
def test_a_stick_is_called_after_the_folder_it_is_mounted_on(path, named):
    assert mount_point(PurePosixPath(path), MOUNTS) == named


def test_a_folder_of_the_computer_is_no_stick(tmp_path):
    assert stick_of(tmp_path / "a.asice") == ""
    assert unplug_words([tmp_path / "a.asice"]) == ""
    said = of_done("done.submit", {"revision": 1, "package": "a"}, (tmp_path / "a.asice",))
    assert "rút" not in f"{said.what} {said.todo}"


def test_a_file_that_is_gone_is_on_no_stick():
    assert stick_of(Path("/nowhere/at/all")) == ""


def test_the_stick_is_named_once_and_with_what_is_to_be_done(monkeypatch):
    monkeypatch.setattr(words, "stick_of", lambda path: "USB-XA" if "media" in str(path) else "")
    paths = (Path("/media/a"), Path("/media/b"), Path("/srv/c"))
    said = of_done("done.issue", {}, paths)
    assert said.todo == "Gửi gói này. Đã ghi và đọc lại đúng, có thể rút USB-XA."
