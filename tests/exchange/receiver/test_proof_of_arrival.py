"""Issue 5: a receipt quotes hash, content, verdict and revocation data, and proves timeliness."""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.life import life
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.timeliness import timeliness
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.receiver.receipt_chain import check_receipts
from ctmtqg_desktop.exchange.receiver.receive import admit
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.orders import Reopen, TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.receipt import read_receipt
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.x509.certificate import spki_of
from ctmtqg_desktop.workspace.records import Direction, Outcome, PackageRecord
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR, CODE = "ctmtqg-xa", Period.parse("2024"), "03394"


@pytest.fixture
def desk(world, mail):
    path = shutil.copyfile(mail[CODE].workspace, world.root / "gui.ctmtqg")
    made = desk_of(
        Program(lambda: world.catalogue, world.clock), open_workspace(path, clock=world.clock)
    )
    yield made
    made.workspace.close()


@pytest.fixture
def give(office, world, mail, tmp_path):
    """Take the unit's report in at a moment, and write its receipt."""

    def make(at):
        admit(replace(office.bench(), now=at), mail[CODE].data, "a.asice")
        site = office.room.site()
        waiting = office.workspace.submissions.without_receipt()
        author = Author(world.office_signer, "Chủ tịch")
        return give_receipts(site, waiting, author=author, out_dir=tmp_path)[0]

    return make


def deadline(office):
    return office.room.deadline_of(office.workspace.submissions.without_receipt()[0].key)


def test_a_receipt_quotes_all_that_it_answers_for(office, world, mail, give):
    own = world.authority.certificate_der
    office.workspace.signers.set_authority(own, b"sealed", world.clock())
    record = PackageRecord("a1", 0, "revocations", Direction.OUT, Outcome.WRITTEN, world.clock())
    office.workspace.packages.keep(record)
    office.workspace.trust.note_published(4, "a1", world.clock())
    at = world.clock()
    receipt = read_receipt(unseal(give(at).read_bytes()))
    sent = unseal(mail[CODE].data)
    assert receipt.package_sha256 == sent.package_sha256
    assert receipt.content_sha256 == sent.manifest.content_sha256
    assert receipt.verdict == "valid"
    assert receipt.received_at == at.replace(microsecond=0)
    checked = receipt.checked_by
    assert (checked.issuer, checked.number) == (spki_of(own), "4")
    assert checked.as_of == receipt.received_at


def test_the_hash_of_the_line_covers_the_new_fields(give, world):
    receipt = read_receipt(unseal(give(world.clock()).read_bytes()))
    assert receipt.hash != replace(receipt, deadline=date(2030, 1, 1)).hash
    assert receipt.hash != replace(receipt, checked_by=None).hash


@pytest.mark.parametrize(("days", "words"), [
    (0, "đúng hạn"), (-3, "đúng hạn"), (1, "muộn 1 ngày"), (12, "muộn 12 ngày"),
])  # fmt: skip
def test_the_sender_sees_arrival_and_timeliness(office, desk, give, days, words):
    last = office.room.deadline_of(desk.report(SET, YEAR).key)
    at = datetime(last.year, last.month, last.day, 23, 59, tzinfo=VIETNAM) + timedelta(days=days)
    (found,) = take_in(desk, TakeIn((give(at),))).found
    assert (found.outcome, found.code) == ("accepted", "exchange.receipt-taken")
    assert words in found.message
    assert f"{at:%H:%M %d/%m/%Y}" in found.message
    told = [event.words for event in life(desk.workspace, desk.report(SET, YEAR).key)
            if event.what == "receipt"]  # fmt: skip
    assert len(told) == 1
    assert words in told[0]


def test_midnight_is_that_of_vietnam(give, world):
    receipt = read_receipt(unseal(give(world.clock()).read_bytes()))
    utc = datetime.fromisoformat("2025-01-10T16:59:59+00:00")
    assert replace(receipt, received_at=utc, deadline=date(2025, 1, 10)).days_late == 0
    utc = datetime.fromisoformat("2025-01-10T17:00:00+00:00")
    assert replace(receipt, received_at=utc, deadline=date(2025, 1, 10)).days_late == 1


def test_an_older_receipt_is_measured_by_our_own_deadline(give, world):
    receipt = replace(
        read_receipt(unseal(give(world.clock()).read_bytes())), deadline=None, checked_by=None
    )
    assert timeliness(receipt)["timely"] == "timeliness.unknown"
    day = receipt.received_at.astimezone(VIETNAM).date()
    assert timeliness(receipt, day - timedelta(days=2))["days"] == 2


def test_arrival_is_when_it_was_first_seen(office, world, mail):
    """Refused at first for want of an enrolment here; taken in again it is no later for that."""
    day = world.clock.now
    office.workspace.signers.end(CODE, mail[CODE].signer.spki_sha256, day - timedelta(days=2))
    first = admit(replace(office.bench(), now=day + timedelta(days=1)), mail[CODE].data, "a")
    assert first.outcome == "refused"
    world.enrol(office, CODE, mail[CODE].signer, valid_from=day + timedelta(days=2))
    again = admit(replace(office.bench(), now=day + timedelta(days=3)), mail[CODE].data, "a")
    assert again.outcome == "accepted"
    (sent,) = office.workspace.submissions.without_receipt()
    assert sent.received_at == day + timedelta(days=1)


def test_receipts_whose_order_runs_backwards_are_found(scene):
    """The later number bears the earlier time: the register was written out of order."""
    given = []
    for number in (1, 2):
        if number > 1:
            reopen(scene.desk, Reopen(SET, YEAR.code, "Sửa"))
            scene.type("1302")
            scene.receive(scene.submit())
        waiting = scene.office.workspace.submissions.without_receipt()
        given += give_receipts(scene.site(), waiting, author=scene.author(), out_dir=scene.out)
    opened = unseal(given[1].read_bytes())
    part = PackagePart("receipt.json", PartRole.DATA, opened.parts["receipt.json"])
    early = opened.manifest.header.created - timedelta(days=2)
    head = replace(opened.manifest.header, created=early)
    made = seal((part,), head, signer=scene.world.office_signer, at=early)
    given[1].write_bytes(made.data)
    found = take_in(scene.desk, TakeIn(tuple(given))).found
    assert [one.outcome for one in found] == ["accepted", "accepted"]
    assert [p.code for p in check_receipts(scene.desk.workspace)] == ["exchange.receipt-order"]
