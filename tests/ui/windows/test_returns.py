"""Issue 4 items 5 to 7 in the window: remarks, returns, receipts, amendments, conflicts, lives."""

import zipfile
from dataclasses import replace

from doing import receive
from PySide6.QtWidgets import QLabel

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.cli.demo import demo
from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.post.revisions import correction
from ctmtqg_desktop.exchange.receiver.remarks import notes_of
from ctmtqg_desktop.ui.fill.form_tree import FORM
from ctmtqg_desktop.ui.form.remarks import RemarksPanel
from ctmtqg_desktop.ui.form.states import State
from ctmtqg_desktop.ui.inbox.conflict_dialog import ConflictDialog
from ctmtqg_desktop.ui.parts.reason_dialog import ReasonDialog
from ctmtqg_desktop.ui.sender_window import SIGN
from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog

CODE, OFFICE = "03412", "106"
SELF, WORKS = "ntm-xa-tu-danh-gia", "ntm-cong-trinh"
HOUSEHOLDS, PEOPLE = Cell("chung", "so_ho", "value"), Cell("chung", "so_nhan_khau", "value")


def dialog_of(shell, kind):
    return next(d for d in shell.findChildren(kind) if d.isVisible())


# -- the sender


def still(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def test_home_lists_unread_letters_and_opening_one_reads_it(returned, qtbot):
    arrivals = returned.home.arrivals.records
    titles = [arrivals.record(row).title for row in range(arrivals.rowCount())]
    assert any("Phiếu trả lại" in t and "hạn 20/01/2025" in t for t in titles)
    assert any("Biên nhận số 1, đúng hạn: Báo cáo CTMTQG" in t for t in titles)
    row = next(row for row, title in enumerate(titles) if "Phiếu trả lại" in title)
    assert arrivals.record(row).is_unread
    returned.home.arrival_opened.emit(arrivals.record(row))
    assert returned.entry.page.sheet.form.id == SELF
    assert returned.entry.cell == HOUSEHOLDS
    still(returned, qtbot)
    assert returned.shell.notice.text() == ""
    returned.go("home")
    found = [arrivals.record(row) for row in range(arrivals.rowCount())]
    assert [a.is_unread for a in found if a.is_return] == [False]
    assert [a.is_unread for a in found if not a.is_return] == [True]


def test_returned_report_is_a_draft_with_the_remarked_cell_open_alone(returned):
    report = returned.desk.report(demo.SET, returned.period)
    assert (report.status, report.revision) == (Status.DRAFT, 2)
    returned.open_form(SELF, HOUSEHOLDS)
    page = returned.entry.page
    assert HOUSEHOLDS in page.editing.remarks
    assert "Nơi nhận góp ý 1 điểm" in returned.entry.banner.text()
    assert page.editing.state(HOUSEHOLDS) is State.REASON  # until it is changed or answered
    assert page.editing.state(PEOPLE) is State.LOCKED
    said = []
    page.editing.said.connect(said.append)
    before = page.sheet.text(PEOPLE)
    page.editing.type_texts([(PEOPLE, "1")])
    assert page.sheet.text(PEOPLE) == before
    assert "không có góp ý" in said[-1]
    page.editing.type_texts([(HOUSEHOLDS, "1.001")])
    assert page.sheet.text(HOUSEHOLDS) == "1.001"


def test_another_cell_is_unlocked_with_a_reason_that_travels(returned, qtbot):
    returned.open_form(SELF, PEOPLE)
    panel = returned.entry.page.findChild(RemarksPanel)
    assert panel.list.count() == 1
    panel.unlock.click()
    dialog = dialog_of(returned.shell, ReasonDialog)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.text.setPlainText("Đổi theo số hộ")
    dialog.accept()
    still(returned, qtbot)
    page = returned.entry.page
    assert page.editing.state(PEOPLE) is State.TYPED
    page.editing.type_texts([(PEOPLE, "12")])
    assert page.sheet.text(PEOPLE) == "12"
    report = returned.desk.report(demo.SET, returned.period)
    asked = correction(returned.desk.workspace, report)
    (unlocked,) = asked.unlocked
    assert (unlocked.place, unlocked.reason) == (f"{SELF}/{PEOPLE}", "Đổi theo số hộ")


def test_a_row_of_a_locked_list_asks_for_the_reason_and_then_comes(returned, qtbot):
    """Also where the list is empty, so that there is no cell to stand on."""
    returned.open_form(WORKS)
    page = returned.entry.page
    page.show_section([s.id for s in page.sheet.form.sections].index("cong_trinh"))
    before = len(page.sheet.rows("cong_trinh"))
    page.view().add_row()
    dialog = dialog_of(returned.shell, ReasonDialog)
    assert "thêm, xóa, sửa dòng" in dialog.findChild(QLabel).text()
    assert len(page.sheet.rows("cong_trinh")) == before
    dialog.text.setPlainText("Sót một công trình")
    dialog.accept()
    still(returned, qtbot)
    assert returned.entry.page.section_id == page.sheet.form.sections[0].id
    returned.entry.page.show_section([s.id for s in page.sheet.form.sections].index("cong_trinh"))
    returned.entry.page.view().add_row()
    assert len(returned.entry.page.sheet.rows("cong_trinh")) == before + 1


def test_the_button_of_unlocking_works_without_a_cell_to_stand_on(returned, monkeypatch):
    returned.open_form(WORKS)
    monkeypatch.setattr(type(returned.entry), "cell", property(lambda _: None))
    returned.entry.page.findChild(RemarksPanel).unlock.click()
    assert dialog_of(returned.shell, ReasonDialog).windowTitle() == "Mở khóa cả phần"


def test_an_unmet_remark_stands_among_the_findings_of_its_form(returned):
    returned.open_form(SELF, HOUSEHOLDS)
    editing = returned.entry.page.editing
    assert [f.cell for f in editing.findings if f.code.startswith("remark.")] == [HOUSEHOLDS]
    editing.type_texts([(HOUSEHOLDS, "1.001")])
    editing.look_again()
    assert not [f for f in editing.findings if f.code.startswith("remark.")]


def test_sent_report_is_amended_from_the_locked_banner(sent, qtbot):
    sent.go(FORM + SELF)
    assert sent.entry.banner.offer.text() == "Lập lần gửi bổ sung…"
    sent.entry.banner.offer.click()
    dialog = dialog_of(sent.shell, ReasonDialog)
    dialog.text.setPlainText("Sửa theo đối chiếu kho bạc")
    dialog.accept()
    still(sent, qtbot)
    report = sent.desk.report(demo.SET, sent.period)
    assert (report.status, report.revision) == (Status.DRAFT, 2)
    sent.go(FORM + SELF)
    assert not sent.entry.page.editing.locked
    assert sent.entry.page.editing.state(PEOPLE) is State.TYPED
    sent.go(SIGN + demo.SET)
    assert sent.sign.notice.text() == ""


def test_life_tells_every_step_with_its_proof_and_writes_them_into_one_file(
    returned, tmp_path, monkeypatch, qtbot
):
    returned.go("life")
    events = returned.telling.page.events.records
    qtbot.waitUntil(lambda: events.rowCount() > 0)
    what = [events.record(row).what for row in range(events.rowCount())]
    assert what == ["signed", "receipt", "returned", "reopened"]
    returned.telling.page.events.selectRow(1)
    facts = returned.telling.page.facts()
    assert facts["Loại"] == "Biên nhận đã ký"
    assert facts["Chữ ký"] == "Đúng, gói nguyên vẹn"
    assert facts["Kết luận"] == "Hợp lệ"
    returned.telling.page.events.selectRow(2)
    assert "niên giám" in returned.telling.page.facts()["Góp ý"]
    returned.telling.page.events.selectRow(3)
    assert "niên giám" in returned.telling.page.facts()["Góp ý"]  # it is why the next was opened
    target = tmp_path / "ho-so.zip"
    monkeypatch.setattr(type(returned.telling), "_ask", lambda *_: target)
    returned.telling.export()
    qtbot.waitUntil(lambda: not returned.jobs.is_busy and target.exists())
    with zipfile.ZipFile(target) as held:
        names = held.namelist()
    assert {"DOC-TOI.txt", "SHA256SUMS", "bien-nhan.json", "authority.cer"} <= set(names)
    assert [n for n in names if n.endswith(".asice")] == [
        "01_signed_r01.asice", "02_receipt_r01.asice", "03_returned_r01.asice",
    ]  # fmt: skip


# -- the receiver


def chosen(receiver, code):
    records = receiver.board.board.records
    row = next(
        r for r in range(records.rowCount()) if records.record(r).unit.code == code
    )  # fmt: skip
    receiver.board.board.selectRow(row)
    return records.record(row)


def sign(dialog, world, out):
    out.mkdir(exist_ok=True)
    dialog.key.set_path(world.key(OFFICE))
    dialog.password.setText(world.password)
    dialog.out_dir.set_path(out)
    dialog.accept()


def test_office_remarks_on_a_whole_part_where_there_is_no_cell(
    received, receiver, monkeypatch, qtbot
):
    receiver.show_period(receiver.period)
    chosen(receiver, CODE)
    receiver.board.send_back.click()
    works = next(s for s in receiver.answering._sheets.values() if s.form.id == WORKS)
    receiver.sheet.show_sheet(works)
    monkeypatch.setattr(type(receiver.sheet), "cell", property(lambda _: None))
    receiver.answering._remark(receiver.sheet)
    dialog = dialog_of(receiver.shell, ReasonDialog)
    assert dialog.windowTitle() == "Góp ý cả phần"
    dialog.text.setPlainText("Sót một công trình.")
    dialog.accept()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    (noted,) = notes_of(receiver.office.workspace, receiver.answering._opened)
    assert noted.cell == f"{WORKS}/{works.form.sections[0].id}"
    said = receiver.answering.standing(works).said
    assert works.form.sections[0].title in said[0].where


def assert_a_second_return_is_deliberate(receiver):
    """The window says what was done and what to do with the file."""
    told = receiver.shell.notice.text()
    assert told.startswith("Đã trả lại báo cáo lần 1 của Xã Bình Lư, 1 góp ý")
    assert "Gửi tệp này cho đơn vị" in told
    assert receiver.sheet.banner.offer.text() == "Trả lại lần nữa…"
    assert "Đã trả lại, 1 góp ý, hạn" in receiver.sheet.banner.text()
    receiver.sheet.banner.offer.click()
    again = dialog_of(receiver.shell, ReasonDialog)
    assert "Chỉ ghi nếu phải trả lại lần nữa" in " ".join(
        label.text() for label in again.findChildren(QLabel)
    )
    again.reject()


def test_office_remarks_on_a_cell_and_returns_the_report(
    received, receiver, world, tmp_path, qtbot
):
    receiver.show_period(receiver.period)
    chosen(receiver, CODE)
    receiver.board.send_back.click()
    assert receiver.shell.page_id == "sheet"
    receiver.sheet.show_sheet(
        next(s for s in receiver.answering._sheets.values() if s.form.id == SELF), HOUSEHOLDS
    )
    dialog = receiver.answering.ask_remark(receiver.sheet.page.sheet, HOUSEHOLDS)
    dialog.text.setPlainText("Số hộ chưa khớp niên giám.")
    dialog.accept()
    noted = {HOUSEHOLDS: "Số hộ chưa khớp niên giám."}
    qtbot.waitUntil(lambda: receiver.sheet.page.editing.remarks == noted)
    receiver.sheet.banner.offer.click()
    signing = dialog_of(receiver.shell, SigningDialog)
    assert signing.due.isVisible()
    sign(signing, world, tmp_path / "ra")
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    (path,) = (tmp_path / "ra").iterdir()
    assert path.name.startswith("tralai_03412_2024_r01_")
    last = received.latest(ReportKey(CODE, demo.SET, "2024"))
    assert last.status is Status.RETURNED
    assert not notes_of(received.workspace, last)
    assert_a_second_return_is_deliberate(receiver)
    receiver.go("board")
    assert chosen(receiver, CODE).places[0].status is Status.RETURNED
    assert receiver.board.send_back.text().strip() == "Đã trả lại"
    assert CODE not in {
        s.key.unit for s in received.consolidate(demo.SET, receiver.period).submissions
    }


def test_office_gives_the_receipts_that_are_missing(received, receiver, world, tmp_path, qtbot):
    receiver.board.receipts_wanted.emit()
    dialog = dialog_of(receiver.shell, SigningDialog)
    assert not dialog.due.isVisible()
    sign(dialog, world, tmp_path / "ra")
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert len(list((tmp_path / "ra").iterdir())) == 2
    assert received.workspace.submissions.without_receipt() == ()
    assert receiver.answering.ask_receipts() is None


def test_conflict_is_shown_side_by_side_and_decided_with_a_reason(
    received, receiver, sent, world, tmp_path, qtbot
):
    other = tmp_path / "may-hai.ctmtqg"
    sent.desk.workspace.upkeep.backup(other)
    out = tmp_path / "hai"
    out.mkdir()
    path = forked(world, sent.desk, out)
    receive(receiver.office, [path])
    receiver.inbox.read_inbox()
    rows = receiver.board.inbox.records
    parcel = next(
        rows.record(r) for r in range(rows.rowCount()) if rows.record(r).outcome == "conflict"
    )
    assert "Xã Bình Lư đã gửi hai gói khác nội dung" in parcel.message
    receiver.board.parcel_opened.emit(parcel)
    qtbot.waitUntil(lambda: receiver.shell.findChild(ConflictDialog) is not None)
    dialog = dialog_of(receiver.shell, ConflictDialog)
    difference = next(
        d for d in map(dialog.table.records.record, range(dialog.table.records.rowCount()))
        if d.cell == HOUSEHOLDS
    )  # fmt: skip
    assert difference.second == "999"
    assert difference.first != "999"
    assert not dialog.second.isEnabled()
    dialog.reason.setText("Đơn vị xác nhận gói sau đúng")
    dialog.second.click()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    last = received.latest(ReportKey(CODE, demo.SET, "2024"))
    assert last.package_sha256 == parcel.sha256
    outcomes = {
        r.sha256: r.outcome for r in received.inbox() if r.outcome in {"accepted", "replaced"}
    }
    assert sorted(outcomes.values()) == ["accepted", "accepted", "replaced"]
    receiver.telling.show(last.key)
    events = receiver.telling.page.events.records
    qtbot.waitUntil(lambda: events.rowCount() > 0)
    told = [events.record(row) for row in range(events.rowCount())]
    assert any("Đơn vị xác nhận gói sau đúng" in e.words for e in told)


def forked(world, desk, out):
    """Sign revision 1 of the unit once more with another figure."""
    from decimal import Decimal

    from ctmtqg_desktop.package import payload
    from ctmtqg_desktop.package.manifest import PartRole
    from ctmtqg_desktop.package.seal import PackagePart, seal
    from ctmtqg_desktop.package.unseal import unseal

    (first,) = desk.workspace.submissions.of(ReportKey(CODE, demo.SET, "2024"))
    opened = unseal(desk.workspace.packages.read(first.package_sha256))
    report = payload.load_report(opened.parts["data.json"])
    forms = tuple(
        replace(f, typed={**f.typed, HOUSEHOLDS: Decimal(999)}) if f.id == SELF else f
        for f in report.forms
    )
    data = payload.dump_report(replace(report, forms=forms))
    parts = [
        PackagePart("data.json", PartRole.DATA, data)
    ]  # the print is signed, and of other figures
    head = opened.manifest.header
    signer = load_signer(world.key(CODE), world.password)
    path = out / "may-hai.asice"
    path.write_bytes(seal(parts, head, signer=signer, at=head.created).data)
    return path
