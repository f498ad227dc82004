"""Issue 9, folders: the windows list every file that was left aside, with its reason."""

from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.ui.inbox.reading_dialog import ReadingDialog
from ctmtqg_desktop.ui.parts.left_aside import LeftDialog


def test_what_was_left_aside_is_listed_with_its_reason(receiver, tmp_path, qtbot):
    usb = tmp_path / "usb"
    (usb / "$RECYCLE.BIN").mkdir(parents=True)
    (usb / "$RECYCLE.BIN" / "a.asice").write_bytes(b"x")
    (usb / "in.pdf").write_bytes(b"%PDF-1.7")
    receiver.inbox.take((usb,))
    qtbot.waitUntil(lambda: bool(receiver.board.left.text()))
    assert receiver.board.left.text() == "2 tệp để ngoài…"
    dialog = receiver.board.left.findChild(LeftDialog)
    rows = [dialog.table.records.record(row) for row in range(2)]
    assert [row.file.removeprefix(f"{usb}/") for row in rows] == ["$RECYCLE.BIN/a.asice", "in.pdf"]
    assert all(row.reason for row in rows)
    dialog.close()


def test_a_reporting_units_window_lists_them_too(sender, tmp_path, qtbot):
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / "in.pdf").write_bytes(b"%PDF-1.7")
    sender.keys.wanted.emit(TakeIn((usb,)))
    qtbot.waitUntil(lambda: bool(sender.keys.left.text()))
    assert sender.keys.left.text() == "1 tệp để ngoài…"
    sender.keys.left.findChild(LeftDialog).close()


def test_a_folder_of_many_files_is_looked_through_by_the_worker(receiver, tmp_path, qtbot, world):
    usb = tmp_path / "usb"
    usb.mkdir()
    for number in range(80):
        (usb / f"{number}.jpg").write_bytes(b"\xff\xd8")
    (usb / "x.asice").write_bytes(b"x")
    with qtbot.waitSignal(receiver.shell.acting.acted) as told:
        assert receiver.inbox.take((usb,)) is None
    assert told.args[1].facts["refused"] == 1
    assert receiver.board.left.text() == "80 tệp để ngoài…"
    (usb / "y").write_bytes(b"age-encryption.org/v1\n-> X25519 a\n")
    receiver.inbox.take((usb,))
    qtbot.waitUntil(lambda: bool(receiver.shell.findChildren(ReadingDialog)))
    receiver.shell.findChild(ReadingDialog).close()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
