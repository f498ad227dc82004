"""Issue 9, folders: a stick as people bring it, by ``receive``, by ``verify`` and by the windows.

Seen before: a folder with ``A.ASICE``, ``a.asice.zip`` and ``a.asi`` said "không có gói nào" and
ended with 0; a package in ``.Trash-1000`` or ``$RECYCLE.BIN`` was taken in.
"""

import io
import os
import sys
import zipfile
from shutil import copy

import pytest

from ctmtqg_desktop.errors import Cancelled
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.orders import Receive, Verify
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.messages import say
from ctmtqg_desktop.workspace.workspace import open_workspace

ONE, OTHER, THIRD = "03394", "03400", "03390"


def zipped(*entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return made.getvalue()


@pytest.fixture
def stick(mail, tmp_path):
    """Three reports under odd names, and what else lies on a stick."""
    usb = tmp_path / "usb"
    for name, data in {
        "A.ASICE": mail[ONE].data, "a.asi": mail[OTHER].data,
        "từ thư/goi.zip": zipped(("xã/goi (1)", mail[THIRD].data), ("bia.docx", b"PK\x03\x04")),
        ".Trash-1000/files/cu.asice": mail[ONE].data, "$RECYCLE.BIN/S-1/$R1.asice": b"cu",
        "._A.ASICE": b"\0\5\x16\7", "Thumbs.db": b"\xd0\xcf", "in.pdf": b"%PDF-1.7",
    }.items():  # fmt: skip
        path = usb / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return usb


def test_reports_are_taken_whatever_they_are_called(office, stick):
    done = do(office, Receive((stick,)))
    assert {f["file"]: f["outcome"] for f in done.facts["files"]} == {
        "A.ASICE": "accepted", "a.asi": "accepted", "goi.zip/xã/goi (1)": "accepted",
    }  # fmt: skip
    left = {one["file"][len(str(stick)) + 1 :]: one["code"] for one in done.facts["left_out"]}
    assert left == {
        "$RECYCLE.BIN/S-1/$R1.asice": "left.recycled", "._A.ASICE": "left.hidden",
        ".Trash-1000/files/cu.asice": "left.recycled", "Thumbs.db": "left.system",
        "in.pdf": "left.pdf", "từ thư/goi.zip/bia.docx": "left.other",
    }  # fmt: skip
    assert all(one["message"] and one["message"] != one["code"] for one in done.facts["left_out"])
    assert not done.is_refused
    assert "Để ngoài 6 tệp" in say(done.code, done.facts)


def test_a_folder_without_a_package_is_no_success(office, tmp_path, mail):
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "in.pdf").write_bytes(b"%PDF-1.7")
    with open_workspace(copy(mail[ONE].workspace, tmp_path / "gui.ctmtqg")) as workspace:
        desk = desk_of(Program(lambda: office.catalogue, office.clock), workspace)
        for place, order in (
            (office, Receive((tmp_path / "usb",))),
            (desk, TakeIn((tmp_path / "usb",))),
            (Program(lambda: None, lambda: None), Verify((str(tmp_path / "usb"),))),
        ):
            done = do(place, order)
            assert done.is_refused
            assert [one["code"] for one in done.facts["left_out"]] == ["left.pdf"]


def test_verify_looks_into_folders_and_zips_as_receive_does(stick):
    done = do(Program(lambda: None, lambda: None), Verify((str(stick), str(stick / "A.ASICE"))))
    told = [one["file"][len(str(stick)) + 1 :] for one in done.facts["files"]]
    assert told == ["A.ASICE", "a.asi", "từ thư/goi.zip/xã/goi (1)", "A.ASICE"]
    assert {one["code"] for one in done.facts["files"]} == {None}
    assert not done.is_refused


def test_the_receivers_mail_is_known_by_bytes_too(office, mail, tmp_path):
    """A package a reporting unit does not take in is refused by name, not passed over."""
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / "thu").write_bytes(mail[OTHER].data)
    with open_workspace(copy(mail[ONE].workspace, tmp_path / "gui.ctmtqg")) as workspace:
        desk = desk_of(Program(lambda: office.catalogue, office.clock), workspace)
        (found,) = do(desk, TakeIn((usb,))).found
    assert (found.file, found.code) == ("thu", "exchange.not-for-sender")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
def test_a_pipe_and_a_way_out_are_refused_by_name(office, stick, tmp_path):
    os.mkfifo(stick / "ong")
    (tmp_path / "ngoai.asice").write_bytes(b"x")
    (stick / "ra.asice").symlink_to(tmp_path / "ngoai.asice")
    done = do(office, Receive((stick,)))
    refused = {f["file"]: f["code"] for f in done.facts["files"] if f["outcome"] == "refused"}
    assert refused == {"ong": "package.not-a-file", "ra.asice": "package.link-outside"}
    assert done.is_refused
    assert done.facts["accepted"] == 3


def test_looking_through_a_folder_can_be_stopped_before_anything_is_taken(office, stick):
    def stop(done, total, words):
        if not total and done == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        do(office, Receive((stick,)), stop)
    assert not office.inbox()
