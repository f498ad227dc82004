"""Packages, signers, cards, receipts, journal, settings: kept exactly, never quietly changed."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.packages import MAX_REFUSED_BYTES
from ctmtqg_desktop.workspace.records import (
    AuthorityRecord,
    Direction,
    IncomingReceipt,
    JournalItem,
    Outcome,
    OwnCard,
    PackageRecord,
    ReceiptRecord,
    SignerRecord,
)
from ctmtqg_desktop.workspace.trust_records import RevocationRecord


@pytest.fixture
def arrived(now):
    def make(data, outcome="refused", code="package.zip-duplicate"):
        digest = sha256(data).hexdigest()
        where, what = Direction.IN, Outcome(outcome)
        return PackageRecord(digest, len(data), "", where, what, now, code, "{}", "bc.asice")

    return make


def test_refused_package_is_in_the_inbox_with_its_reason(ws, arrived):
    record = arrived(b"bad")
    ws.keep_package(record, b"bad")
    assert ws.inbox() == (record,)
    assert ws.package_seen(record.sha256) == record
    assert ws.package(record.sha256) == b"bad"


def test_bytes_of_a_large_refused_package_are_let_go_but_its_record_stays(ws, arrived):
    data = bytes(MAX_REFUSED_BYTES + 1)
    record = arrived(data)
    ws.keep_package(record, data)
    assert ws.inbox() == (replace(record, kept=False),)
    with pytest.raises(WorkspaceError) as gone:
        ws.package(record.sha256)
    assert gone.value.code == "workspace.package-unknown"


def test_large_accepted_package_is_kept(ws, arrived):
    data = bytes(MAX_REFUSED_BYTES + 1)
    ws.keep_package(arrived(data, "accepted", ""), data)
    assert ws.package(sha256(data).hexdigest()) == data


def test_held_package_can_be_accepted_later_and_then_stays_accepted(ws, arrived):
    held = arrived(b"x", "held", "trust.signer-unknown")
    ws.keep_package(held, b"x")
    ws.keep_package(arrived(b"x", "accepted", ""), b"x")
    ws.keep_package(arrived(b"x", "duplicate", "package.seen"))
    seen = ws.package_seen(held.sha256)
    assert (seen.outcome, seen.code, seen.kept) == ("accepted", "", True)
    assert len(ws.inbox()) == 1


def test_package_under_a_wrong_digest_is_a_bug(ws, arrived):
    with pytest.raises(ValueError, match="sha256"):
        ws.keep_package(arrived(b"x"), b"y")
    assert ws.package_seen(sha256(b"x").hexdigest()) is None


@pytest.fixture
def signer(now):
    return SignerRecord("03424", "a" * 64, now, None, None, "own", "Nguyễn Văn A", "số 1")


def test_signer_is_enrolled_once_and_never_overwritten(ws, signer):
    ws.add_signer(signer)
    with pytest.raises(WorkspaceError) as known:
        ws.add_signer(replace(signer, approved_by="kẻ khác"))
    assert known.value.code == "workspace.signer-known"
    assert ws.unit_signers() == (signer,)
    assert ws.unit_signers("03424") == (signer,)
    assert ws.unit_signers("03425") == ()


def test_revoked_signer_stays_revoked_from_the_first_moment(ws, signer, now):
    later = now + timedelta(days=1)
    ws.add_signer(signer)
    ws.add_signer(replace(signer, unit="03425"))
    for at in (now, later):
        record = RevocationRecord("03424", signer.spki_sha256, at, None, "key-lost", "B")
        ws.add_revocation(record)
    assert [s.revoked_at for s in ws.unit_signers()] == [now, None]


def test_authority_and_cards_come_back_latest_first_in_force(ws, now):
    assert ws.authority() is None
    assert ws.own_card() is None
    ws.set_authority(b"ca", b"sealed", now)
    ws.set_authority(b"ca2", b"sealed2", now)
    ws.set_own_card(b"c1", b"ca", unit="03424", at=now)
    ws.set_own_card(b"c2", b"ca", unit="03425", at=now)
    assert ws.authority() == AuthorityRecord(b"ca2", b"sealed2", now)
    assert ws.own_card() == OwnCard("03425", b"c2", b"ca", now)
    assert ws.own_card("03424").certificate_der == b"c1"


def test_serial_is_never_given_twice(ws):
    assert [ws.next_serial() for _ in range(3)] == [1, 2, 3]


@pytest.fixture
def receipt(now):
    def make(number, previous):
        return ReceiptRecord(
            number, now, "p" * 64, "c" * 64, "accepted", previous, f"h{number}", b"R"
        )

    return make  # fmt: skip


def test_receipts_are_numbered_without_gaps_and_chained(ws, receipt):
    assert (ws.next_receipt_number(), ws.last_receipt_hash()) == (1, "")
    ws.add_receipt(receipt(1, ""))
    ws.add_receipt(receipt(2, "h1"))
    assert (ws.next_receipt_number(), ws.last_receipt_hash()) == (3, "h2")
    assert ws.receipts() == (receipt(1, ""), receipt(2, "h1"))
    for wrong in (receipt(3, "h1"), receipt(4, "h2"), receipt(2, "h1")):
        with pytest.raises(WorkspaceError) as refused:
            ws.add_receipt(wrong)
        assert refused.value.code == "workspace.receipt-chain"
    assert len(ws.receipts()) == 2
    assert ws.doctor() == []


def test_same_incoming_receipt_twice_is_one_and_another_under_its_number_is_refused(ws, now):
    record = IncomingReceipt("c" * 64, "105", 7, now, "accepted", b"R")
    ws.add_incoming_receipt(record)
    ws.add_incoming_receipt(record)
    with pytest.raises(WorkspaceError) as refused:
        ws.add_incoming_receipt(replace(record, data=b"S"))
    assert refused.value.code == "workspace.receipt-conflict"
    assert ws.incoming_receipts() == (record,)
    assert ws.incoming_receipts("d" * 64) == ()


def test_journal_is_read_newest_first_up_to_a_limit(ws, now):
    for number in range(3):
        ws.log(now, "receive", f"gói {number}", "")
    assert [item.subject for item in ws.journal(2)] == ["gói 2", "gói 1"]
    assert ws.journal()[0] == JournalItem(now, "receive", "gói 2", "")


def test_setting_is_remembered_and_replaced(ws):
    assert ws.setting("in") is None
    ws.set_setting("in", "A4")
    ws.set_setting("in", "A3")
    assert ws.setting("in") == "A3"


def test_moment_without_an_offset_is_a_bug(ws, now):
    with pytest.raises(Exception, match="offset"):
        ws.log(now.replace(tzinfo=None), "x")
