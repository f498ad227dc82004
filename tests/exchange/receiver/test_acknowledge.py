"""DESIGN 6: receipts are packages, numbered and chained; the sender's proof of arrival."""

import shutil
from dataclasses import replace

import pytest
from doing import acknowledge, held, receive

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.receiver.orders import Receive
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.orders import Reopen, TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.manifest import Kind, PartRole, UnitRef
from ctmtqg_desktop.package.receipt import read_receipt
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
CODE = "03394"
OFFICE = UnitRef("106", "Huyện Tam Đường")


@pytest.fixture
def receipts(office, world, mail, tmp_path):
    """The receipts of two reports, as files, by unit."""
    for code in ("03400", CODE):
        (tmp_path / f"{code}.asice").write_bytes(mail[code].data)
    receive(office, [tmp_path])
    out = tmp_path / "ve"
    out.mkdir()
    made = acknowledge(office, Author(world.office_signer, "Chủ tịch"), out)
    return {path.name.split("_")[1]: path for path in made}


@pytest.fixture
def desk(world, mail):
    """A copy of the sender's workspace."""
    path = shutil.copyfile(mail[CODE].workspace, world.root / "gui.ctmtqg")
    made = desk_of(
        Program(lambda: world.catalogue, world.clock), open_workspace(path, clock=world.clock)
    )
    yield made
    made.workspace.close()


def taken(desk, path):
    (found,) = take_in(desk, TakeIn((path,))).found
    return found.outcome, found.code


def test_the_register_is_numbered_and_chained(office, receipts):
    register = office.workspace.receipts.all()
    assert [r.number for r in register] == [1, 2]
    assert [r.previous_hash for r in register] == ["", register[0].hash]
    for record, path in zip(register, receipts.values(), strict=True):
        receipt = read_receipt(unseal(path.read_bytes()))
        assert (receipt.number, receipt.hash) == (record.number, record.hash)
        assert path.read_bytes() == record.data


def test_the_sender_knows_that_its_report_was_accepted(desk, receipts, mail):
    assert desk.report(SET, YEAR).status is Status.EXPORTED
    assert taken(desk, receipts[CODE]) == ("accepted", "exchange.receipt-taken")
    assert desk.report(SET, YEAR).status is Status.ACCEPTED
    (kept,) = desk.workspace.receipts.incoming(mail[CODE].done.content_sha256)
    assert (kept.receiver, kept.number, kept.outcome) == ("106", 1, "accepted")
    assert taken(desk, receipts[CODE]) == ("accepted", "exchange.receipt-taken")
    assert len(desk.workspace.receipts.incoming()) == 1


def test_a_receipt_of_another_unit_is_refused(desk, receipts):
    assert taken(desk, receipts["03400"]) == ("refused", "exchange.receipt-not-ours")
    assert desk.report(SET, YEAR).status is Status.EXPORTED


def test_a_stick_with_answers_to_others_refuses_nothing_of_ours(desk, receipts):
    """One stick goes round: its letters to others are told last, and stop nothing."""
    done = take_in(desk, TakeIn(tuple(receipts.values())))
    assert not done.is_refused
    assert done.facts["counts"] == {"accepted": 1, "refused": 1}
    assert done.facts["told"].index(receipts[CODE].name) < done.facts["told"].index(
        receipts["03400"].name
    )


@pytest.fixture
def forge(receipts):
    """Sign the words of a receipt with another key, or other words with the right key."""

    def make(signer, words=None, unit=OFFICE):
        opened = unseal(receipts[CODE].read_bytes())
        document = {**canonical.load(opened.parts["receipt.json"]), **(words or {})}
        part = PackagePart("receipt.json", PartRole.DATA, canonical.dump(document))
        head = replace(opened.manifest.header, unit=unit)
        path = receipts[CODE].with_name("gia.asice")
        path.write_bytes(seal((part,), head, signer=signer, at=head.created).data)
        return path

    return make


UNKNOWN = ("refused", "exchange.receipt-unknown-signer")


def test_by_another_authority_is_refused(desk, world, forge):
    other = certificates.new_authority(
        keys.generate_key(), "106", name="Ủy ban nhân dân huyện Tam Đường", at=world.clock()
    )
    assert taken(desk, forge(world.signer("106", other))) == UNKNOWN


def test_by_another_unit_under_the_same_authority_is_refused(desk, forge, mail):
    assert taken(desk, forge(mail["03400"].signer)) == UNKNOWN
    mine = UnitRef("03400", "Xã Tả Lèng")
    assert taken(desk, forge(mail["03400"].signer, unit=mine)) == UNKNOWN
    assert desk.report(SET, YEAR).status is Status.EXPORTED


def test_before_the_unit_has_its_card_is_refused(world, receipts):
    desk = world.open_desk("03406")
    assert taken(desk, receipts[CODE]) == UNKNOWN
    desk.workspace.close()


@pytest.mark.parametrize(("words", "code"), [
    ({"content_sha256": "0" * 64}, "exchange.receipt-matches-nothing"),
    ({"signed_sha256": "0" * 64}, "exchange.receipt-matches-nothing"),
    ({"outcome": "draft"}, "package.receipt-field"),
    ({"outcome": "vui"}, "package.receipt-field"), ({"number": 0}, "package.receipt-field"),
    ({"la": 1}, "package.receipt-unknown-field"),
    ({"unit": "03400"}, "exchange.receipt-not-ours"),
])  # fmt: skip
def test_with_other_words_is_refused(desk, world, forge, words, code):
    assert taken(desk, forge(world.office_signer, words)) == ("refused", code)
    assert desk.report(SET, YEAR).status is Status.EXPORTED
    assert desk.workspace.receipts.incoming() == ()


def test_the_same_number_with_another_content_is_refused(desk, world, forge, receipts):
    assert taken(desk, receipts[CODE])[0] == "accepted"
    assert taken(desk, forge(world.office_signer, {"number": 1, "outcome": "received"})) == (
        "refused", "workspace.receipt-conflict",
    )  # fmt: skip


def test_what_is_no_receipt_does_not_stop_the_others(desk, receipts, mail, tmp_path):
    report = tmp_path / "bao-cao.asice"
    report.write_bytes(mail[CODE].data)
    junk = tmp_path / "hong.asice"
    junk.write_bytes(b"x")
    found = take_in(
        desk,
        TakeIn(
            (
                junk,
                receipts[CODE],
                report,
            )
        ),
    ).found
    assert {r.file: (r.outcome, r.code) for r in found} == {
        "hong.asice": ("refused", "package.not-a-package"),
        "bao-cao.asice": ("duplicate", "exchange.own-package"),
        receipts[CODE].name: ("accepted", "exchange.receipt-taken"),
    }
    assert all(r.message for r in found)


def test_a_receipt_for_the_first_revision_leaves_the_second_a_draft(desk, receipts):
    reopen(desk, Reopen(SET, YEAR.code, "sửa"))
    assert taken(desk, receipts[CODE]) == ("accepted", "exchange.receipt-taken")
    assert desk.report(SET, YEAR).status is Status.DRAFT


def test_only_what_was_accepted_gets_a_receipt(office, world, mail, tmp_path):
    path = tmp_path / "a.asice"
    path.write_bytes(mail[CODE].data)
    author = Author(world.office_signer, "Chủ tịch")
    for wanted in (1, 0):
        done = do(office, Receive((path,), signing=held(author, tmp_path)))
        assert len(done.paths) == wanted
    assert acknowledge(office, author, tmp_path) == []
    kinds = {unseal(p.read_bytes()).manifest.header.kind for p in tmp_path.glob("biennhan*")}
    assert kinds == {Kind.RECEIPT}
