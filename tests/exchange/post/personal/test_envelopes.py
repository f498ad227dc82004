"""Issue 4 point 8: lists travel signed and then encrypted, and open for the receiver alone."""

import errno
import json
import shutil
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.envelope import Author, Envelope, Site, sealed
from ctmtqg_desktop.exchange.post.lists_in_packages import is_enclosed
from ctmtqg_desktop.exchange.post.reading_keys import (
    ensure_reading_key,
    learn,
    open_reading_key,
    plain,
)
from ctmtqg_desktop.exchange.post.signers import Held, KeyFile, Signing
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.orders import (
    ExportAgain,
    ExportPrint,
    Reopen,
    SavePrint,
    Submit,
)
from ctmtqg_desktop.exchange.sender.sign_elsewhere import export_print, save_print
from ctmtqg_desktop.exchange.sender.submit import export_again, submit
from ctmtqg_desktop.package import files, payload
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.keys import age
from ctmtqg_desktop.workspace.records import ReadingKey

SET, YEAR, UNIT = "gnbv-ra-soat-xa", Period.parse("2024"), "03394"
FORM = "gnbv-danh-sach-ho"
NAME, ID = "Lò Thị Mẩy", "012345678901"


def data_of(package):
    return json.loads(unseal(package).parts[payload.PATH])


def form_of(document):
    return next(form for form in document["forms"] if form["id"] == FORM)


def refused(act, *more, **named):
    with pytest.raises(CtmtqgError) as caught:
        act(*more, **named)
    return caught.value.code


# -- sent along


def test_lists_go_along_only_when_the_receivers_key_is_known(desk, receiver, send):
    assert refused(send, lists=True) == "exchange.reading-key-unknown"
    report = desk.report(SET, YEAR)
    assert report.status is Status.DRAFT
    assert not is_enclosed(desk.workspace, report.key, 1)


def test_lists_travel_signed_and_then_encrypted(receiver, envelope):
    data = envelope.package.read_bytes()
    assert envelope.package.name.endswith(".asice.age")
    assert age.is_age_encrypted(data)
    assert NAME.encode() not in data
    secret = open_reading_key(receiver.workspace, "mật khẩu đọc")
    inner = unseal(plain(data, secret))
    assert NAME in inner.parts[payload.PATH].decode()
    assert "withheld" not in form_of(data_of(inner.data))
    assert inner.manifest.header.recipient == (receiver.unit.code,)


def test_print_inside_masks_the_identity_numbers(receiver, envelope, pdf_text):
    secret = open_reading_key(receiver.workspace, "mật khẩu đọc")
    inner = unseal(plain(envelope.package.read_bytes(), secret))
    text = pdf_text(inner.parts["report.pdf"])
    assert ID not in text
    assert "01********01" in text.replace("\n", "")


def test_receiver_takes_the_envelope_with_its_password(receiver, envelope):
    (got,) = receive(receiver, [envelope.package])
    assert (got.outcome, got.code) == ("refused", "exchange.envelope-closed")
    assert refused(receiver.unlock_reading, "sai mật khẩu") == "trust.sealed-password-wrong"
    receiver.unlock_reading("mật khẩu đọc")
    (got,) = receive(receiver, [envelope.package.parent])
    assert (got.outcome, got.code) == ("accepted", "")
    submission = receiver.workspace.submissions.find(envelope.content_sha256)
    sheet = receiver.sheets_of(submission)[FORM]
    assert sheet.text(Cell("ds_ngheo", "r1", "cccd")) == ID
    (again,) = receive(receiver, [envelope.package])
    assert again.outcome == "duplicate"


def test_what_was_not_signed_leaves_no_choice_behind(desk, introduced, signer, tmp_path):
    """A wrong password after the tick: the next print to be signed elsewhere has no lists."""
    (tmp_path / "k.key").write_bytes(b"{}")
    signing = Signing(KeyFile(tmp_path / "k.key", "x"), tmp_path)
    order = Submit(SET, YEAR.code, signing, with_lists=True)
    assert refused(submit, desk, order) == "trust.key-file-unreadable"
    assert not is_enclosed(desk.workspace, desk.report(SET, YEAR).key, 1)


def test_choice_of_a_signed_revision_stands_when_its_file_is_written_later(
    desk, introduced, send, monkeypatch
):
    """The stick was full: asked again without the tick, the kept package still goes encrypted."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(files, "_write_synced", full)
        assert refused(send, lists=True) == "package.disk-full"
    assert desk.report(SET, YEAR).status is Status.SIGNED
    done = send(lists=False)
    assert done.package.name.endswith(".asice.age")
    assert NAME.encode() not in done.package.read_bytes()


def test_no_print_with_lists_leaves_outside_an_envelope(desk, introduced, sent_desk, tmp_path):
    order = SavePrint(SET, YEAR.code, tmp_path)
    assert refused(save_print, sent_desk, order) == "exchange.lists-in-the-open"
    assert not list(tmp_path.glob("*.pdf"))
    (path,) = export_print(desk, ExportPrint(SET, YEAR.code, tmp_path)).paths
    with pikepdf.open(path) as document:
        assert NAME not in document.attachments["data.json"].get_file().read_bytes().decode()


def test_written_again_it_is_the_same_file(sent_desk, envelope, tmp_path):
    again = export_again(sent_desk, ExportAgain(SET, YEAR.code, tmp_path)).found
    assert again.package.read_bytes() == envelope.package.read_bytes()


def test_sender_reads_its_own_envelope_when_it_has_a_reading_key(world, desk, introduced, send):
    site = Site(desk.workspace, desk.unit, world.clock())
    ensure_reading_key(site, "của xã mình")
    data = send(lists=True).package.read_bytes()
    secret = open_reading_key(desk.workspace, "của xã mình")
    assert unseal(plain(data, secret)).manifest.header.unit.code == UNIT


def test_every_way_an_envelope_can_be_wrong_has_its_code(world, receiver, envelope):
    receiver.unlock_reading("mật khẩu đọc")
    data = envelope.package.read_bytes()
    public, other = age.new_reading_key()
    mine = receiver.workspace.reading_keys.own().public
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

    parts = [PackagePart(f.path, f.role, inner.parts[f.path]) for f in inner.manifest.files]
    forwarded = seal(parts, head, signer=signer, at=head.created).data
    receiver.unlock_reading("mật khẩu đọc")
    mine = receiver.workspace.reading_keys.own().public
    assert receiver.judge(age.encrypt(forwarded, (mine,))).code == "exchange.not-for-us"


@pytest.mark.skipif(not shutil.which("age"), reason="needs Debian's age")
def test_debians_age_opens_what_we_encrypted_and_we_open_its_own(receiver, envelope, tmp_path):
    secret = open_reading_key(receiver.workspace, "mật khẩu đọc")
    key = tmp_path / "khoa.txt"
    key.write_bytes(secret + b"\n")
    asked = ["age", "--decrypt", "-i", key, envelope.package]
    inner = subprocess.run(asked, capture_output=True, check=True).stdout
    assert inner == plain(envelope.package.read_bytes(), secret)
    asked = ["age", "-r", receiver.workspace.reading_keys.own().public]
    theirs = subprocess.run(asked, input=inner, capture_output=True, check=True).stdout
    assert plain(theirs, secret) == inner


# -- the key


def test_reading_key_is_learned_from_what_the_unit_signed(desk, introduced):
    assert desk.workspace.reading_keys.of("106") == introduced


@pytest.mark.parametrize("held", ["age1xxx", 7, "", "ssh-ed25519 AAAA"])
def test_what_is_no_reading_key_is_not_learned(world, desk, receiver, held):
    keys = receiver.workspace.reading_keys
    keys.retire(keys.own().public, world.clock())
    keys.add(ReadingKey(str(held), b""))
    site = Site(receiver.workspace, receiver.unit, world.clock())
    one = PackagePart("a.json", PartRole.DATA, b"{}")
    made = sealed(site, Envelope(Kind.CATALOGUE, ()), (one,),
                  author=Author(world.office_signer, "Chủ tịch"))  # fmt: skip
    learn(Site(desk.workspace, desk.unit, world.clock()), unseal(made.data))
    assert desk.workspace.reading_keys.of("106") == ""


def test_office_without_a_reading_key_says_so(world):
    office = world.open_office("moi")
    assert refused(office.unlock_reading, "x") == "exchange.reading-key-missing"
    office.workspace.close()


# -- what leaves again later


def test_life_of_a_report_with_lists_holds_it_encrypted_on_either_side(
    sent_desk, receiver, envelope
):
    import io
    import zipfile

    from ctmtqg_desktop.exchange.life import bundle

    receiver.unlock_reading("mật khẩu đọc")
    receive(receiver, [envelope.package])
    key = sent_desk.report(SET, YEAR).key
    for workspace in (sent_desk.workspace, receiver.workspace):
        assert is_enclosed(workspace, key, 1)
        data = bundle(workspace, key)
        assert NAME.encode() not in data
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            (name,) = [n for n in held.namelist() if ".asice" in n]
            assert name.endswith(".asice.age")
            inner = plain(held.read(name), receiver.secret)
        assert unseal(inner).manifest.content_sha256 == envelope.content_sha256


def test_consolidated_lists_show_identity_numbers_masked(receiver, envelope):
    from ctmtqg_desktop.exchange.receiver.consolidate import show_total

    receiver.unlock_reading("mật khẩu đọc")
    receive(receiver, [envelope.package])
    whole = receiver.consolidate(SET, YEAR).form(FORM)
    first = whole.lines["ds_ngheo"][0]
    cell = Cell("ds_ngheo", "*", "cccd")
    shown = show_total(receiver.library, whole.form, cell, first.values["cccd"])
    assert shown == "01********01"


def test_amended_report_goes_without_its_lists_again(sent_desk, signer, tmp_path):
    reopen(sent_desk, Reopen(SET, YEAR.code, "Sửa danh sách"))
    again = submit(
        sent_desk, Submit(SET, YEAR.code, Signing(Held(signer), tmp_path, "Chủ tịch"))
    ).found
    assert again.package.name.endswith("r02.asice")
    assert NAME.encode() not in unseal(again.package.read_bytes()).parts[payload.PATH]
