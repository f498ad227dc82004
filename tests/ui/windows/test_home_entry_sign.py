"""A reporting unit's day: what is due, filling, checking, signing, what came back.

Requirements: DESIGN section 8 (home, no Save button, findings lead to cells, locked when signed),
rules 27 and 28 of the style guide (long work off the main thread).
"""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from confirming import confirmed
from doing import acknowledge, receive
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from ctmtqg_desktop.entries.overview import inputs
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.orders import Check, TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.exchange.steps.sender_steps import todo_of
from ctmtqg_desktop.ui.fill.standing import report_to_sign
from ctmtqg_desktop.ui.look.theme import COLOURS, ROW_HEIGHT
from ctmtqg_desktop.ui.parts.bullet import Bar, paint_bar
from ctmtqg_desktop.ui.parts.table import DRAWN


def first_input(page):
    return next(c for c in inputs(page.sheet) if page.sheet.spec(c).type.is_number)


# -- home


@pytest.mark.parametrize(
    ("status", "filled", "word"),
    [
        (Status.DRAFT, 0, "Bắt đầu nhập"),
        (Status.DRAFT, 5, "Nhập tiếp"),
        (Status.DRAFT, 10, "Ký"),
        (Status.SIGNED, 10, "Ghi ra tệp"),
        (Status.EXPORTED, 10, "Giao tệp"),
        (Status.RETURNED, 10, "Sửa theo góp ý"),
        (Status.ACCEPTED, 10, "Xem"),
    ],
)
def test_one_button_says_what_to_do_next(sender, desk, status, filled, word):
    due = desk.due(sender.period)[0]
    report = replace(due.report, status=status)
    assert todo_of(replace(due, report=report, filled=filled, total=10)) == word


def test_due_list_says_how_many_days_are_left(sender):
    words = [sender.home.due.records.index(0, column).data() for column in range(3)]
    assert words == [
        "Báo cáo CTMTQG, năm 2024\nmọi đơn vị cùng loại phải gửi", "10/01/2025, còn 2 ngày",
        "Chưa nhập",
    ]  # fmt: skip
    assert "chưa quyết định hồ sơ" in sender.home._due_card_made.note.text()


def test_button_of_a_due_report_opens_its_first_unfinished_form(sender, desk):
    assert sender.home.due.records.index(0, 5).data(DRAWN) == "Bắt đầu nhập"
    sender.home.due.opened.emit(sender.home.due.records.record(0))
    assert sender.shell.page_id == "entry"
    assert sender.entry.page.sheet.form.id == desk.forms("ctmtqg-xa", sender.period)[0].id


def listed(shown):
    return [shown.table.records.record(at) for at in range(shown.table.records.rowCount())]


def test_nothing_is_missed_before_anything_is_entered(sender):
    sender.home.targets.others.click()
    shown = listed(sender.home.progress)
    assert len(shown) > 50
    assert {one.state for one in shown} == {"unknown"}


def test_assigned_target_is_shown_with_the_sentence_that_assigns_it(sender):
    shown = sender.home.progress
    before = listed(shown)
    assert not before[0].above
    assert not any(one.above for one in before)
    sender.home.targets.others.click()
    of_others = [one for one in listed(shown) if one.above]
    assert of_others
    assert all(one.indicator.startswith("Huyện Tam Đường: ") for one in of_others)
    assert sender.home.targets.others.text() == f"{len(of_others)} chỉ tiêu của Huyện Tam Đường"
    sender.home.targets.others.click()
    assert listed(shown) == before
    assert shown.quote.text() == "“Nhà văn hóa cụm khu dân cư bản Nà Khan, Nà Phát, xã Bình Lư”"


def test_home_says_that_nothing_has_arrived(sender):
    assert sender.home._arrivals_stack.currentIndex() == 1


def pixels(bar):
    image = QImage(200, 24, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    paint_bar(painter, QRectF(0, 0, 200, 24), bar)
    painter.end()
    return [image.pixelColor(x, 12).name() for x in range(200)]


def test_bar_is_as_long_as_the_share_that_was_reached():
    row = pixels(Bar(Decimal(50), Decimal(100)))
    blue = row.count(COLOURS.accent.lower())
    target = row.index(COLOURS.text.lower())
    assert blue == pytest.approx(target / 2, abs=4)


def test_bar_of_a_reached_target_is_green_and_goes_past_its_mark():
    row = pixels(Bar(Decimal(120), Decimal(100), is_met=True))
    last_green = max(x for x, colour in enumerate(row) if colour == COLOURS.ok.lower())
    assert last_green > row.index(COLOURS.text.lower())


# -- filling


def test_a_typed_cell_is_saved_without_a_button_and_the_window_says_when(sender, desk):
    sender.open_form("ntm-xa-tu-danh-gia")
    page = sender.entry.page
    cell = first_input(page)
    page.editing.type_texts([(cell, "17")])
    assert sender.shell.saved_text() == "✓ Đã lưu 09:30:00"
    assert desk.workspace.sheets.load(page.sheet.key).entries[cell] == Decimal(17)


def test_a_grid_shows_twenty_rows_on_the_smallest_screen(sender, qtbot):
    sender.shell.resize(1366, 768)
    sender.open_form("ntm-xa-tu-danh-gia")
    page = sender.entry.page
    page.show_section(1)
    table = page.view().table
    qtbot.waitUntil(lambda: sender.shell.size().toTuple() == (1366, 768))
    qtbot.waitUntil(lambda: table.viewport().height() // ROW_HEIGHT >= 20)


def test_tree_follows_what_is_typed(sender, qtbot):
    sender.open_form("ntm-xa-tu-danh-gia")
    page = sender.entry.page
    page.editing.type_texts([(first_input(page), "17")])
    nav = sender.shell.nav.entries

    def badge():
        return nav._node(nav.find("form:ntm-xa-tu-danh-gia")).entry.badge

    qtbot.waitUntil(lambda: badge().icon == "circle-dot")
    page.editing.type_texts([(first_input(page), "mười bảy")])
    qtbot.waitUntil(lambda: badge().icon == "circle-x")


def test_forms_stay_built_but_not_without_end(sender, desk):
    for form in desk.forms("ctmtqg-xa", sender.period):
        sender.open_form(form.id)
    first = sender.entry.page
    sender.open_form("ntm-xa-tu-danh-gia")
    sender.open_form(first.sheet.form.id)
    assert sender.entry.page is first


# -- checking and signing


def checked(sender, qtbot):
    sender.check()
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)


def test_findings_block_signing_and_lead_to_their_cell(sender, qtbot):
    checked(sender, qtbot)
    sign = sender.sign
    assert "chặn ký" in sign._check_note.text()
    assert sign.obstacle() == "Còn 8 lỗi hoặc điều cần giải trình ở bên trái."
    assert not sign.go.isEnabled()
    sign.findings.opened.emit(sign.findings.records.record(0))
    assert sender.shell.page_id == "entry"


def test_one_key_says_of_each_blank_form_that_nothing_arose(sender, desk, qtbot):
    checked(sender, qtbot)
    row, codes = sender.sign.blank, ("entries.blank-report", "entries.blank-form")
    forms = [form.id for form in desk.forms("ctmtqg-xa", sender.period)]
    for _ in forms:
        assert row.isVisible()
        qtbot.keyClick(sender.sign.findings, Qt.Key.Key_F4)
        qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    assert not row.isVisible()
    found = [f for f in desk.findings("ctmtqg-xa", sender.period) if f.code in codes]
    assert [f.form for f in found] == forms
    assert {f.justification for f in found} == {"Không phát sinh trong kỳ báo cáo."}


@dataclass
class Signing:
    sender: object
    out: object


@pytest.fixture
def signing(sender, desk, world, tmp_path, qtbot):
    """Stand before the signature: everything filled, the approved key chosen."""
    world.fill(desk, world.codes[1])
    sender.show_period(sender.period)
    checked(sender, qtbot)
    out = tmp_path / "usb"
    out.mkdir()
    sender.sign.key.set_path(world.key(world.codes[1]))
    sender.sign.out_dir.set_path(out)
    return Signing(sender, out)


def test_page_says_what_is_still_missing(signing):
    assert signing.sender.sign.obstacle() == "Nhập mật khẩu khóa."


def sign_with(signing, password, qtbot):
    signing.sender.sign.password.setText(password)
    assert signing.sender.sign.obstacle() == ""
    signing.sender.sign.order()
    confirmed(signing.sender.sign, qtbot)
    qtbot.waitUntil(lambda: not signing.sender.jobs.is_busy)


def test_signing_writes_the_package_and_locks_the_figures(signing, world, desk, qtbot):
    sign_with(signing, world.password, qtbot)
    sender = signing.sender
    (package,) = signing.out.iterdir()
    assert sender.sign._path.text() == str(package)
    report = desk.report("ctmtqg-xa", sender.period)
    assert report.content_sha256 in sender.sign._digest.text()
    assert sender.sign._result.isVisible()
    assert sender.sign.password.text() == ""
    sender.open_form("ntm-xa-tu-danh-gia")
    assert "Số liệu đã khóa" in sender.entry.banner.text()
    page = sender.entry.page
    before = page.sheet.text(first_input(page))
    page.editing.type_texts([(first_input(page), "99")])
    assert page.sheet.text(first_input(page)) == before


def test_a_wrong_password_is_said_in_words_and_signs_nothing(signing, desk, qtbot):
    sign_with(signing, "khong-phai-mat-khau", qtbot)
    assert "ật khẩu" in signing.sender.shell.notice.text()
    assert desk.report("ctmtqg-xa", signing.sender.period).status is Status.DRAFT
    assert list(signing.out.iterdir()) == []


# -- keys


def test_two_different_passwords_make_no_key(sender, tmp_path):
    sender.go("keys")
    keys = sender.keys
    keys.make_path.set_path(tmp_path / "khoa.ntmkey")
    keys.make_password.setText("mat-khau-dai")
    keys.make_again.setText("mat-khau-khac")
    keys._make()
    assert sender.shell.notice.text().startswith("Hai lần nhập mật khẩu không giống nhau.")
    assert not sender.jobs.is_busy


def test_key_and_enrolment_show_thirty_digits_in_six_groups(sender, tmp_path, qtbot):
    keys = sender.keys
    path = tmp_path / "khoa.ntmkey"
    keys.make_path.set_path(path)
    for field in (keys.make_password, keys.make_again):
        field.setText("mat-khau-dai")
    keys._make()
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    made = keys.digits.digits()
    assert [len(group) for group in made.split()] == [5] * 6
    assert keys.key.path == path
    keys.password.setText("mat-khau-dai")
    keys.out_dir.set_path(tmp_path)
    keys._enrol()
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    assert list(tmp_path.glob("dangky_*.asice"))
    assert keys.digits.digits() == made


def test_a_field_left_empty_is_named(sender):
    sender.keys.title.clear()
    sender.keys._enrol()
    assert sender.shell.notice.text() == "Chưa nhập “Tệp khóa”."


def test_receipt_shows_on_the_home_page(world, opened, qtbot, office):
    from ctmtqg_desktop.cli.demo import demo
    from ctmtqg_desktop.exchange.keys.keys import load_signer
    from ctmtqg_desktop.exchange.post.envelope import Author
    from ctmtqg_desktop.ui.sender_window import Sender
    from ctmtqg_desktop.workspace.workspace import open_workspace

    receive(office, [world.packages])
    author = Author(load_signer(world.key("106"), demo.PASSWORD), "Chủ tịch")
    receipts = acknowledge(office, author, world.root)
    store = open_workspace(world.workspace(world.codes[0]))
    opened[1].append(store)
    desk = desk_of(Program(lambda: world.catalogue, office.clock), store)
    take_in(desk, TakeIn(tuple(p for p in receipts if world.codes[0] in p.name)))
    made = Sender(desk, world.period)
    opened[0].append(made.shell)
    qtbot.waitUntil(lambda: made.home.arrivals.records.rowCount() == 1)
    arrival = made.home.arrivals.records.record(0)
    assert arrival.title.startswith("Biên nhận số")
    assert made.home.due.records.index(0, 2).data() == "Đã tiếp nhận"


# -- one subject at a time


def test_the_page_of_signing_says_which_report_it_is_about(sender, qtbot):
    checked(sender, qtbot)
    words = sender.sign.heading.text()
    for part in ("Báo cáo CTMTQG", "năm 2024", "lần 1", "gửi Huyện Tam Đường"):
        assert part.lower() in words.lower()


def test_coming_to_the_page_of_signing_looks_at_the_figures_as_they_are(sender, qtbot):
    """By the tree, by home or by a key: nobody has to ask for the check first."""
    sender.go("sign:ctmtqg-xa")
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    assert sender.sign.obstacle().startswith("Còn 8 lỗi")


def test_what_was_found_in_one_report_is_not_shown_for_another(sender, desk, qtbot):
    checked(sender, qtbot)
    assert sender.sign.findings.records.rowCount()
    sign, before = sender.sign, sender.sign.heading.text()
    other = next(s.id for s in desk.catalogue.report_sets.values() if s.id == "ntm-ban")
    sign.show_report(report_to_sign(desk, other, sender.period))
    assert sign.heading.text() != before
    assert sign.findings.records.rowCount() == 0
    assert sign.obstacle() == "Kiểm tra số liệu trước khi ký."
    sign.acted(Check("ctmtqg-xa", "2024"), Done("done.check", {}, found=()))
    assert sign.obstacle() == "Kiểm tra số liệu trước khi ký."
