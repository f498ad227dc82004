"""Issue 4 point 8: lists of households stay at home, or travel encrypted to the receiver alone."""

import json
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import pytest

from ctmtqg_desktop.catalogue.form import Cell
from ctmtqg_desktop.catalogue.periods import Period
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.desk import Desk
from ctmtqg_desktop.exchange.enclosing import choose_lists, has_lists, is_enclosed
from ctmtqg_desktop.exchange.enter import enter
from ctmtqg_desktop.exchange.exports import exports
from ctmtqg_desktop.exchange.packing import READING_KEY, Author, Envelope, Site, sealed
from ctmtqg_desktop.exchange.printing import form_draft, pdf_bytes
from ctmtqg_desktop.exchange.secrecy import ensure_reading_key, learn, open_reading_key, plain
from ctmtqg_desktop.exchange.submit import export_again, submit
from ctmtqg_desktop.intake.entry_file import EntryFile
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import Kind, Role
from ctmtqg_desktop.package.seal import Part
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.reports.excel import write_xlsx
from ctmtqg_desktop.trust import age
from ctmtqg_desktop.trust.keys import Cost
from ctmtqg_desktop.workspace.workspace import create

SET, YEAR, UNIT = "gnbv-ra-soat-xa", Period.parse("2024"), "03394"
FORM = "gnbv-danh-sach-ho"
CHEAP = Cost(memory_kib=64, iterations=1, lanes=1)
NAME, ID = "Lò Thị Mẩy", "012345678901"
PEOPLE = (
    {"ten": NAME, "thon": "Bản Nà Khuy", "quan_he": "Chủ hộ", "cccd": ID, "nam_nu": "1980",
     "dan_toc": "Lự", "dien_bien": "Nghèo mới"},
    {"ten": "Tao Văn Pó", "quan_he": "Thành viên", "cccd": "123456789", "nam_nam": "2004"},
)  # fmt: skip
TOTAL = Cell("cong", "ngheo", "ho")


@pytest.fixture
def signer(world):
    return world.signer(UNIT)


@pytest.fixture
def desk(world, signer):
    workspace = create(world.root / "gui.ctmtqg", world.identity(UNIT, "sender"))
    made = Desk(world.catalogue, workspace, world.clock)
    done = enter(made, FORM, YEAR, EntryFile(rows={"ds_ngheo": PEOPLE}))
    assert not done.refused
    yield made
    workspace.close()


@pytest.fixture
def receiver(world, signer):
    """An office that knows the unit's key and has a reading key under a password."""
    office = world.open_office()
    world.enrol(office, UNIT, signer)
    site = Site(office.workspace, office.unit, world.clock())
    ensure_reading_key(site, "mật khẩu đọc", cost=CHEAP)
    yield office
    office.workspace.close()


@pytest.fixture
def introduced(world, desk, receiver):
    """The unit has learned the receiver's reading key from a package it checked."""
    site = Site(receiver.workspace, receiver.unit, world.clock())
    made = sealed(site, Envelope(Kind.CATALOGUE, ()), (Part("a.json", Role.DATA, b"{}"),),
                  author=Author(world.office_signer, "Chủ tịch"))  # fmt: skip
    learn(Site(desk.workspace, desk.unit, world.clock()), unseal(made.data))
    return receiver.workspace.setting(READING_KEY)


@pytest.fixture
def send(world, desk, signer, tmp_path):
    def go(*, lists=False):
        out = tmp_path / "usb"
        out.mkdir(exist_ok=True)
        choose_lists(desk, desk.report(SET, YEAR), enclosed=lists)
        return submit(desk, SET, YEAR, author=Author(signer, "Chủ tịch"), out_dir=out)

    return go


def data_of(package):
    return json.loads(unseal(package).parts[payload.PATH])


def form_of(document):
    return next(form for form in document["forms"] if form["id"] == FORM)


def refused(act, *more, **named):
    with pytest.raises(CtmtqgError) as caught:
        act(*more, **named)
    return caught.value.code


# -- left out


def test_lists_are_left_out_unless_they_are_asked_for(desk, send):
    assert has_lists(desk, SET, YEAR)
    done = send()
    opened = unseal(done.package.read_bytes())
    for part in (*opened.parts.values(), done.package.read_bytes()):
        assert NAME.encode() not in part
        assert ID.encode() not in part
    form = form_of(data_of(done.package.read_bytes()))
    assert form["withheld"] == {"ds_ngheo": 2, "ds_can_ngheo": 0}
    assert form["rows"] == {}
    assert form["computed"]["numbers"]["cong.ngheo.ho"] == "1"
    assert form["computed"]["numbers"]["cong.ngheo.khau"] == "2"


def test_print_in_the_package_says_that_a_list_stayed_at_home(send, tmp_path):
    opened = unseal(send().package.read_bytes())
    text = pdf_text(tmp_path, opened.parts["report.pdf"])
    assert "Danh sách 2 dòng có dữ liệu cá nhân, không gửi kèm" in " ".join(text.split())
    assert "Lò Thị" not in text


def pdf_text(tmp_path, data):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext (poppler-utils)")
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    asked = ["pdftotext", "-layout", path, "-"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def test_receiver_accepts_the_totals_and_asks_no_rule_of_the_lists(receiver, send):
    done = send()
    (got,) = receiver.receive([done.package])
    assert (got.outcome, got.code) == ("accepted", "")
    submission = receiver.workspace.find_content(done.content_sha256)
    sheet = receiver.sheets_of(submission)[FORM]
    assert sheet.value(TOTAL) == 1
    assert sheet.withheld == {"ds_ngheo": 2, "ds_can_ngheo": 0}
    assert sheet.rows("ds_ngheo") == ()
    assert receiver.workspace.doctor() == []


def test_consolidation_adds_the_totals_that_travelled(receiver, send):
    receiver.receive([send().package])
    whole = receiver.consolidate(SET, YEAR).form(FORM)
    assert whole.totals[TOTAL].value == 1
    assert whole.totals[Cell("cong", "ngheo", "khau")].value == 2
    assert whole.rows("ds_ngheo") == ()


def test_sender_keeps_its_list(desk, send):
    done = send()
    submission = desk.workspace.find_content(done.content_sha256)
    kept = desk.workspace.sheets_of(submission.id)[FORM]
    assert kept.entries[Cell("ds_ngheo", "r1", "ten")] == NAME
    assert desk.sheet(FORM, YEAR).rows("ds_ngheo") == ("r1", "r2")


def forged(signer, package, change):
    """Sign a package anew with something else in its data."""
    from ctmtqg_desktop.package.seal import seal

    opened = unseal(package)
    report = payload.load_report(opened.parts[payload.PATH])
    forms = tuple(change(f) if f.id == FORM else f for f in report.forms)
    parts = [Part(payload.PATH, Role.DATA, payload.dump_report(replace(report, forms=forms)))]
    head = opened.manifest.header
    return seal(parts, head, signer=signer, at=head.created).data


def withholding(**changes):
    def change(form):
        return replace(form, content=replace(form.content, **changes))

    return change


@pytest.mark.parametrize("changes", [
    {"withheld": {"ds_ngheo": 2, "ds_can_ngheo": 0, "cong": 1}},
    {"withheld": {"ds_ngheo": 2, "khac": 0}},
    {"rows": {"ds_ngheo": ("r1",)}},
    {"entries": {Cell("ds_ngheo", "r1", "ten"): NAME}},
    {"reasons": {("x", "ds_ngheo.r1.ten"): "vì"}},
], ids=["not-personal", "unknown", "rows", "cells", "reasons"])  # fmt: skip
def test_only_personal_lists_may_be_left_out_and_only_whole(receiver, signer, send, changes):
    data = forged(signer, send().package.read_bytes(), withholding(**changes))
    assert receiver.judge(data).code == "exchange.withheld-refused"


def test_totals_of_a_list_that_is_not_declared_withheld_are_computed_again(receiver, signer, send):
    def change(form):
        wrong = {**form.computed, Cell("cong", "ngheo", "ho"): Decimal(-1)}
        return replace(form, computed=wrong, content=replace(form.content, withheld={}))

    data = forged(signer, send().package.read_bytes(), change)
    assert receiver.judge(data).code == "exchange.computed-differs"


@pytest.mark.parametrize("held", [{}, [], {"ds": -1}, {"ds": "2"}, {"ds": True}, {"a.b.c": 1}])
def test_what_is_withheld_is_read_strictly(send, held):
    from ctmtqg_desktop.package import canonical

    document = data_of(send().package.read_bytes())
    form_of(document)["withheld"] = held
    assert refused(payload.load_report, canonical.dump(document)).startswith("package.payload")


# -- sent along


def test_lists_go_along_only_when_the_receivers_key_is_known(desk, receiver):
    report = desk.report(SET, YEAR)
    assert refused(choose_lists, desk, report, enclosed=True) == "exchange.reading-key-unknown"
    assert not is_enclosed(desk.workspace, report.key, 1)


@pytest.fixture
def envelope(introduced, send):
    return send(lists=True)


def test_lists_travel_signed_and_then_encrypted(receiver, envelope):
    data = envelope.package.read_bytes()
    assert envelope.package.name.endswith(".asice.age")
    assert age.is_encrypted(data)
    assert NAME.encode() not in data
    secret = open_reading_key(receiver.workspace, "mật khẩu đọc")
    inner = unseal(plain(data, secret))
    assert NAME in inner.parts[payload.PATH].decode()
    assert "withheld" not in form_of(data_of(inner.data))
    assert inner.manifest.header.recipient == (receiver.unit.code,)


def test_print_inside_masks_the_identity_numbers(receiver, envelope, tmp_path):
    secret = open_reading_key(receiver.workspace, "mật khẩu đọc")
    inner = unseal(plain(envelope.package.read_bytes(), secret))
    text = pdf_text(tmp_path, inner.parts["report.pdf"])
    assert ID not in text
    assert "01********01" in text.replace("\n", "")


def test_receiver_takes_the_envelope_with_its_password(receiver, envelope):
    (got,) = receiver.receive([envelope.package])
    assert (got.outcome, got.code) == ("refused", "exchange.envelope-closed")
    assert refused(receiver.unlock_reading, "sai mật khẩu") == "trust.sealed-password-wrong"
    receiver.unlock_reading("mật khẩu đọc")
    (got,) = receiver.receive([envelope.package.parent])
    assert (got.outcome, got.code) == ("accepted", "")
    submission = receiver.workspace.find_content(envelope.content_sha256)
    sheet = receiver.sheets_of(submission)[FORM]
    assert sheet.text(Cell("ds_ngheo", "r1", "cccd")) == ID
    (again,) = receiver.receive([envelope.package])
    assert again.outcome == "duplicate"


def test_written_again_it_is_the_same_file(desk, envelope, tmp_path):
    again = export_again(desk, desk.report(SET, YEAR), tmp_path)
    assert again.package.read_bytes() == envelope.package.read_bytes()


def test_sender_reads_its_own_envelope_when_it_has_a_reading_key(world, desk, introduced, send):
    site = Site(desk.workspace, desk.unit, world.clock())
    ensure_reading_key(site, "của xã mình", cost=CHEAP)
    data = send(lists=True).package.read_bytes()
    secret = open_reading_key(desk.workspace, "của xã mình")
    assert unseal(plain(data, secret)).manifest.header.unit.code == UNIT


def test_every_way_an_envelope_can_be_wrong_has_its_code(world, receiver, envelope):
    receiver.unlock_reading("mật khẩu đọc")
    data = envelope.package.read_bytes()
    public, other = age.new_reading_key()
    mine = receiver.workspace.setting(READING_KEY)
    assert refused(plain, data, other) == "trust.envelope-other-key"
    assert refused(plain, data, None) == "exchange.envelope-closed"
    cut = (data[:-1], data[:300], data[:25], age.MAGIC)
    flipped = data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]
    for bad in (*cut, flipped, data + b"x"):
        assert refused(plain, bad, receiver.secret) == "trust.envelope-damaged"
    for inner in (b"xin chao", b"", age.encrypt(b"PK\x03\x04", (mine,))):
        letter = age.encrypt(inner, (mine,))
        assert refused(plain, letter, receiver.secret) == "exchange.envelope-content"
    empty = age.encrypt(b"PK\x03\x04 nothing", (mine,))
    assert receiver.judge(empty).code.startswith("package.")
    assert public != mine


def test_a_package_for_another_unit_is_not_ours_by_being_encrypted_to_us(
    world, receiver, signer, envelope
):
    """Surreptitious forwarding: the manifest inside names whom the signer wrote to."""
    secret = open_reading_key(receiver.workspace, "mật khẩu đọc")
    inner = unseal(plain(envelope.package.read_bytes(), secret))
    head = replace(inner.manifest.header, recipient=("107",))
    from ctmtqg_desktop.package.seal import seal

    parts = [Part(f.path, f.role, inner.parts[f.path]) for f in inner.manifest.files]
    forwarded = seal(parts, head, signer=signer, at=head.created).data
    receiver.unlock_reading("mật khẩu đọc")
    mine = receiver.workspace.setting(READING_KEY)
    assert receiver.judge(age.encrypt(forwarded, (mine,))).code == "exchange.not-for-us"


@pytest.mark.skipif(not shutil.which("age"), reason="needs Debian's age")
def test_debians_age_opens_what_we_encrypted_and_we_open_its_own(receiver, envelope, tmp_path):
    secret = open_reading_key(receiver.workspace, "mật khẩu đọc")
    key = tmp_path / "khoa.txt"
    key.write_bytes(secret + b"\n")
    asked = ["age", "--decrypt", "-i", key, envelope.package]
    inner = subprocess.run(asked, capture_output=True, check=True).stdout
    assert inner == plain(envelope.package.read_bytes(), secret)
    asked = ["age", "-r", receiver.workspace.setting(READING_KEY)]
    theirs = subprocess.run(asked, input=inner, capture_output=True, check=True).stdout
    assert plain(theirs, secret) == inner


# -- the key


def test_reading_key_is_learned_from_what_the_unit_signed(desk, introduced):
    assert desk.workspace.setting("reading-key-of:106") == introduced


@pytest.mark.parametrize("held", ["age1xxx", 7, "", "ssh-ed25519 AAAA"])
def test_what_is_no_reading_key_is_not_learned(world, desk, receiver, held):
    receiver.workspace.set_setting(READING_KEY, str(held))
    site = Site(receiver.workspace, receiver.unit, world.clock())
    made = sealed(site, Envelope(Kind.CATALOGUE, ()), (Part("a.json", Role.DATA, b"{}"),),
                  author=Author(world.office_signer, "Chủ tịch"))  # fmt: skip
    learn(Site(desk.workspace, desk.unit, world.clock()), unseal(made.data))
    assert desk.workspace.setting("reading-key-of:106") is None


def test_office_without_a_reading_key_says_so(world):
    office = world.open_office("moi")
    assert refused(office.unlock_reading, "x") == "exchange.reading-key-missing"
    office.workspace.close()


# -- masks, and who exported what


def test_print_and_table_mask_but_the_sheet_shows_all(desk, tmp_path):
    from openpyxl import load_workbook

    document = form_draft(desk, FORM, YEAR)
    path = tmp_path / "x.xlsx"
    path.write_bytes(write_xlsx(document))
    texts = {cell.value for row in load_workbook(path).worksheets[0].iter_rows() for cell in row}
    assert "01********01" in texts
    assert "12*****89" in texts
    assert ID not in texts
    assert document.personal
    assert desk.sheet(FORM, YEAR).text(Cell("ds_ngheo", "r1", "cccd")) == ID
    text = pdf_text(tmp_path, pdf_bytes(document)[0])
    assert ID not in text


def test_every_export_of_a_report_has_its_line(desk, introduced, send, signer):
    done = send(lists=True)
    (line,) = exports(desk.workspace)
    assert (line.what, line.personal, line.signer) == ("envelope", True, signer.spki_sha256)
    assert line.path == str(done.package)
    assert line.sha256 == sha256(done.package.read_bytes()).hexdigest()


def test_an_export_without_lists_says_so(desk, send):
    done = send()
    (line,) = exports(desk.workspace)
    assert (line.what, line.personal, line.path) == ("report", False, str(done.package))


# -- what leaves again later


def test_life_of_a_report_with_lists_holds_it_encrypted_on_either_side(
    world, desk, receiver, envelope
):
    import io
    import zipfile

    from ctmtqg_desktop.exchange.life import bundle

    receiver.unlock_reading("mật khẩu đọc")
    receiver.receive([envelope.package])
    key = desk.report(SET, YEAR).key
    for workspace in (desk.workspace, receiver.workspace):
        assert is_enclosed(workspace, key, 1)
        data = bundle(workspace, key)
        assert NAME.encode() not in data
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            (name,) = [n for n in held.namelist() if ".asice" in n]
            assert name.endswith(".asice.age")
            inner = plain(held.read(name), receiver.secret)
        assert unseal(inner).manifest.content_sha256 == envelope.content_sha256


def test_consolidated_lists_show_identity_numbers_masked(receiver, envelope):
    from ctmtqg_desktop.exchange.consolidate import show_total

    receiver.unlock_reading("mật khẩu đọc")
    receiver.receive([envelope.package])
    whole = receiver.consolidate(SET, YEAR).form(FORM)
    first = whole.lines["ds_ngheo"][0]
    cell = Cell("ds_ngheo", "*", "cccd")
    shown = show_total(receiver.library, whole.form, cell, first.values["cccd"])
    assert shown == "01********01"


def test_amended_report_goes_without_its_lists_again(desk, envelope, send):
    desk.reopen(SET, YEAR, "Sửa danh sách")
    again = send()
    assert again.package.name.endswith("r02.asice")
    assert NAME.encode() not in unseal(again.package.read_bytes()).parts[payload.PATH]
