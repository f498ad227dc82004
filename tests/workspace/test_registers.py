"""Packages, signers, cards, receipts, journal, settings: kept exactly, never quietly changed."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.trust.registry import RevokedKey, UnitSigner
from ctmtqg_desktop.workspace.parts import packages
from ctmtqg_desktop.workspace.parts.packages import MAX_REFUSED_BYTES
from ctmtqg_desktop.workspace.records import (
    AuthorityRecord,
    Direction,
    IncomingReceipt,
    JournalItem,
    LastSigner,
    Outcome,
    OwnCard,
    PackageRecord,
    ReceiptRecord,
)


@pytest.fixture
def arrived(now):
    def make(data, outcome="refused", code="package.zip-duplicate"):
        digest = sha256(data).hexdigest()
        where, what = Direction.IN, Outcome(outcome)
        return PackageRecord(digest, len(data), "", where, what, now, code, "{}", "bc.asice")

    return make


def test_refused_package_is_in_the_inbox_with_its_reason(ws, arrived):
    record = arrived(b"bad")
    ws.packages.keep(record, b"bad")
    assert ws.packages.inbox() == (record,)
    assert ws.packages.find(record.sha256) == record
    assert ws.packages.read(record.sha256) == b"bad"


def test_bytes_of_a_large_refused_package_are_let_go_but_its_record_stays(ws, arrived):
    data = bytes(MAX_REFUSED_BYTES + 1)
    record = arrived(data)
    ws.packages.keep(record, data)
    assert ws.packages.inbox() == (replace(record, kept=False),)
    with pytest.raises(WorkspaceError) as gone:
        ws.packages.read(record.sha256)
    assert gone.value.code == "workspace.package-unknown"


def test_strangers_fill_no_disk(ws, arrived, now, monkeypatch):
    """The oldest go first: their bytes, then even that they were here. What counts stays."""
    monkeypatch.setattr(packages, "ALL_STRANGE_BYTES", 35)
    monkeypatch.setattr(packages, "MAX_STRANGE", {Outcome.REFUSED: 5, Outcome.HELD: 2})
    ws.packages.keep(arrived(b"accepted", "accepted", ""), b"accepted")
    ws.packages.keep(arrived(b"waits", "held", "exchange.enrolment-waiting"), b"waits")
    for number in range(12):
        data = b"%010d" % number
        ws.packages.keep(replace(arrived(data), at=now + timedelta(number)), data)
    refused = ws.packages.inbox(Outcome.REFUSED)
    assert [one.kept for one in refused] == [True, True, True, False, False]
    assert ws.packages.read(refused[0].sha256) == b"0000000011"
    for number in range(3):
        data = b"asks %d" % number
        ws.packages.keep(replace(arrived(data, "held"), at=now + timedelta(number)), data)
    assert len(ws.packages.inbox(Outcome.HELD)) == 2
    assert len(ws.packages.inbox(Outcome.ACCEPTED)) == 1


def test_large_accepted_package_is_kept(ws, arrived):
    data = bytes(MAX_REFUSED_BYTES + 1)
    ws.packages.keep(arrived(data, "accepted", ""), data)
    assert ws.packages.read(sha256(data).hexdigest()) == data


def test_held_package_can_be_accepted_later_and_then_stays_accepted(ws, arrived):
    held = arrived(b"x", "held", "trust.signer-unknown")
    ws.packages.keep(held, b"x")
    ws.packages.keep(arrived(b"x", "accepted", ""), b"x")
    ws.packages.keep(arrived(b"x", "duplicate", "package.seen"))
    seen = ws.packages.find(held.sha256)
    assert (seen.outcome, seen.code, seen.kept) == ("accepted", "", True)
    assert len(ws.packages.inbox()) == 1


def test_package_under_a_wrong_digest_is_a_bug(ws, arrived):
    with pytest.raises(ValueError, match="sha256"):
        ws.packages.keep(arrived(b"x"), b"y")
    assert ws.packages.find(sha256(b"x").hexdigest()) is None


@pytest.fixture
def signer(now):
    return UnitSigner("03424", "a" * 64, now, None, None, "own", "Nguyễn Văn A", "số 1")


def test_signer_is_enrolled_once_and_never_overwritten(ws, signer):
    ws.signers.add(signer)
    with pytest.raises(WorkspaceError) as known:
        ws.signers.add(replace(signer, approved_by="kẻ khác"))
    assert known.value.code == "workspace.signer-known"
    assert ws.signers.enrolled() == (signer,)
    assert ws.signers.enrolled("03424") == (signer,)
    assert ws.signers.enrolled("03425") == ()


def test_revoked_signer_stays_revoked_from_the_first_moment(ws, signer, now):
    later = now + timedelta(days=1)
    ws.signers.add(signer)
    ws.signers.add(replace(signer, unit="03425"))
    for at in (now, later):
        ws.trust.revoke(RevokedKey("03424", signer.spki_sha256, at, None, "key-lost"), "B")
    assert [s.revoked_at for s in ws.signers.enrolled()] == [now, None]


def test_authority_and_cards_come_back_latest_first_in_force(ws, now):
    assert ws.signers.authority() is None
    assert ws.signers.own_card() is None
    ws.signers.set_authority(b"ca", b"sealed", now)
    ws.signers.set_authority(b"ca2", b"sealed2", now)
    ws.signers.set_own_card(b"c1", b"ca", unit="03424", at=now)
    ws.signers.set_own_card(b"c2", b"ca", unit="03425", at=now)
    assert ws.signers.authority() == AuthorityRecord(b"ca2", b"sealed2", now)
    assert ws.signers.own_card() == OwnCard("03425", b"c2", b"ca", now)
    assert ws.signers.own_card("03424").certificate_der == b"c1"


def test_serial_is_never_given_twice(ws):
    assert [ws.signers.next_serial() for _ in range(3)] == [1, 2, 3]


@pytest.fixture
def receipt(now):
    def make(number, previous):
        return ReceiptRecord(
            number, now, "p" * 64, "c" * 64, "accepted", previous, f"h{number}", b"R"
        )

    return make  # fmt: skip


def test_receipts_are_numbered_without_gaps_and_chained(ws, receipt):
    assert (ws.receipts.next_number(), ws.receipts.last_hash()) == (1, "")
    ws.receipts.add(receipt(1, ""))
    ws.receipts.add(receipt(2, "h1"))
    assert (ws.receipts.next_number(), ws.receipts.last_hash()) == (3, "h2")
    assert ws.receipts.all() == (receipt(1, ""), receipt(2, "h1"))
    for wrong in (receipt(3, "h1"), receipt(4, "h2"), receipt(2, "h1")):
        with pytest.raises(WorkspaceError) as refused:
            ws.receipts.add(wrong)
        assert refused.value.code == "workspace.receipt-chain"
    assert len(ws.receipts.all()) == 2
    assert ws.upkeep.doctor() == []


def test_same_incoming_receipt_twice_is_one_and_another_under_its_number_is_refused(ws, now):
    record = IncomingReceipt("c" * 64, "105", 7, now, "accepted", b"R")
    ws.receipts.add_incoming(record)
    ws.receipts.add_incoming(record)
    with pytest.raises(WorkspaceError) as refused:
        ws.receipts.add_incoming(replace(record, data=b"S"))
    assert refused.value.code == "workspace.receipt-conflict"
    assert ws.receipts.incoming() == (record,)
    assert ws.receipts.incoming("d" * 64) == ()


def test_journal_is_read_newest_first_up_to_a_limit(ws, now):
    for number in range(3):
        ws.journal.add(now, "receive", f"gói {number}", "")
    assert [item.subject for item in ws.journal.latest(2)] == ["gói 2", "gói 1"]
    assert ws.journal.latest()[0] == JournalItem(now, "receive", "gói 2", "")


def test_setting_is_remembered_and_replaced(ws, now):
    assert ws.settings.last_signer("seal") is None
    ws.settings.remember_signer("seal", LastSigner("KEY", "a.key"))
    ws.settings.remember_signer("seal", LastSigner("TOKEN", "b.so"))
    assert ws.settings.last_signer("seal") == LastSigner("TOKEN", "b.so")
    ws.settings.choose_sets(["a", "b", "a"])
    ws.settings.choose_sets(["b", "c"])
    assert ws.settings.chosen_sets() == {"b", "c"}
    ws.settings.choose_sets([])
    assert ws.settings.chosen_sets() == frozenset()
    assert ws.settings.pretended() is None
    ws.settings.pretend(now)
    assert ws.settings.pretended() == now
    ws.settings.pretend(None)
    assert ws.settings.pretended() is None


def test_moment_without_an_offset_is_a_bug(ws, now):
    with pytest.raises(Exception, match="offset"):
        ws.journal.add(now.replace(tzinfo=None), "x")
