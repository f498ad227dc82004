"""Issue 9, folders: the windows list every file that was left aside, with its reason."""

from ctmtqg_desktop.exchange.sender.orders import TakeIn
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
