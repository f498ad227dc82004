"""Issue 3: enrolment, outside certificates, rotation, renewal; the officer's list decides."""

from dataclasses import replace

import pytest
from doing import receive

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.keys.orders import MakeAuthority, Revoke
from ctmtqg_desktop.exchange.keys.requests import RequestWay, propose, waiting
from ctmtqg_desktop.exchange.keys.unit_card import take_card
from ctmtqg_desktop.exchange.post.kept_verdict import kept_verdict
from ctmtqg_desktop.package.enrolment import read_card, read_request
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.registry import Entitlement, entitlement
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, spki_of

from .conftest import DAY, PASSWORD, UNIT


def code_of(call, *arguments, **options):
    with pytest.raises(CtmtqgError) as refused:
        call(*arguments, **options)
    return refused.value.code


def test_the_slip_number_is_kept_and_the_unit_is_our_own_choice(bureau):
    done = bureau.approve(bureau.request(bureau.key()), slip=" 12/2025 ")
    (row,) = bureau.rows()
    assert (row.unit, row.note, row.source, row.approved_by) == (
        UNIT, "12/2025", "own", "Chủ tịch huyện",
    )  # fmt: skip
    assert done.facts["way"] is RequestWay.NEW
    asked = bureau.request(bureau.key("b.key"))
    assert code_of(bureau.approve, asked, unit="106") == "exchange.not-our-unit"
    assert code_of(bureau.approve, asked, unit="99999") == "form.unit-unknown"


def test_our_own_signing_key_stands_in_the_table(bureau):
    own = load_signer(bureau.office_key, PASSWORD)
    (row,) = bureau.office.workspace.signers.enrolled("106")
    assert row.spki_sha256 == own.spki_sha256


# -- outside authorities


def test_a_key_with_an_outside_certificate_gets_none_from_us(bureau, outside):
    signer = bureau.outside(outside)
    asked = bureau.request_outside(signer)
    assert asked.certificate_der == signer.certificate_der
    assert not asked.is_rotation
    card = read_card(unseal(bureau.approve(asked).paths[0].read_bytes()))
    assert card.is_outside
    assert card.certificate_der == signer.certificate_der
    own = bureau.office.workspace.signers.authority().certificate_der
    assert card.authority_der == own
    assert not is_issued_by(card.certificate_der, own)
    (row,) = bureau.rows()
    assert (row.spki_sha256, row.source) == (signer.spki_sha256, "token")
    assert row.valid_to == certificates.validity(signer.certificate_der)[1]


def test_the_card_of_an_outside_key_needs_no_key_file_and_pins_the_receiver(bureau, outside):
    (card,) = bureau.approve(bureau.request_outside(bureau.outside(outside))).paths
    digits = take_card(bureau.own_site(), unseal(card.read_bytes()), None)
    own = bureau.office.workspace.signers.authority().certificate_der
    assert digits == keys.fingerprint_digits(spki_of(own))
    assert bureau.desk.workspace.signers.own_card().authority_der == own


def test_an_outside_request_must_be_signed_by_its_own_key(bureau, outside):
    """Somebody else's certificate in a package of my own key proves nothing."""
    from ctmtqg_desktop.package.enrolment import outside_parts
    from ctmtqg_desktop.package.seal import seal

    victim, thief = bureau.outside(outside), bureau.outside(outside)
    bureau.request_outside(thief)
    (path,) = bureau.root.rglob("dangky_*.asice")
    made = unseal(path.read_bytes())
    parts = outside_parts(victim.certificate_der, unit_code=UNIT, name="A", title="")
    forged = seal(parts, made.manifest.header, signer=thief, at=bureau.world.clock())
    assert code_of(read_request, unseal(forged.data)) == "package.enrolment-field"


def test_an_expired_outside_certificate_is_not_enrolled(bureau, outside):
    signer, now = bureau.outside(outside, issued=-3 * 366), bureau.world.clock.now
    assert code_of(bureau.request_outside, signer) == "trust.certificate-expired"
    bureau.world.clock.now -= 400 * DAY
    asked = bureau.request_outside(signer)
    bureau.world.clock.now = now
    assert code_of(bureau.approve, asked) == "trust.certificate-expired"
    assert bureau.rows() == ()


def test_a_renewal_by_the_same_authority_and_subject_is_proposed(bureau, outside):
    first, second = bureau.outside(outside), bureau.outside(outside)
    bureau.approve(bureau.request_outside(first))
    assert propose(bureau.site(), bureau.request_outside(second)).way is RequestWay.NEW
    bureau.trust(outside.certificate_der)
    found = propose(bureau.site(), bureau.request_outside(second))
    assert (found.way, found.unit, found.old) == (RequestWay.RENEWAL, UNIT, first.spki_sha256)
    done = bureau.approve(bureau.request_outside(second))
    assert done.facts["way"] is RequestWay.RENEWAL
    assert {row.spki_sha256 for row in bureau.rows()} == {first.spki_sha256, second.spki_sha256}


def test_a_renewal_is_not_proposed_for_another_subject_or_authority(bureau, outside):
    bureau.trust(outside.certificate_der)
    bureau.approve(bureau.request_outside(bureau.outside(outside)))
    other = bureau.outside(outside, name="Lò Văn B")
    assert propose(bureau.site(), bureau.request_outside(other)).way is RequestWay.NEW
    twin = certificates.new_authority(
        keys.generate_key(), "VGCA", name="Cơ quan chứng thực thử", at=bureau.world.clock()
    )
    forged = bureau.request_outside(bureau.outside(twin))
    assert propose(bureau.site(), forged).way is RequestWay.NEW


def test_a_renewal_of_a_revoked_key_is_not_proposed(bureau, outside):
    bureau.trust(outside.certificate_der)
    bureau.approve(bureau.request_outside(bureau.outside(outside)))
    bureau.revoke("key-stolen")
    assert (
        propose(bureau.site(), bureau.request_outside(bureau.outside(outside))).way
        is RequestWay.NEW
    )


# -- rotation


def test_a_request_signed_by_the_old_key_is_proposed_and_ends_the_old_row(bureau):
    old = bureau.enrolled()
    asked = bureau.request(bureau.key("moi.key"), old=old)
    found = propose(bureau.site(), asked)
    assert (found.way, found.unit) == (RequestWay.ROTATION, UNIT)
    assert len(bureau.rows()) == 1, "nothing happens before a person approves"
    assert bureau.approve(asked).facts["way"] is RequestWay.ROTATION
    rows = {row.spki_sha256: row for row in bureau.rows()}
    now, signers = bureau.world.clock(), bureau.office.bench().signers
    assert rows[asked.spki_sha256].source == "rotation"
    found = {spki: entitlement(signers, UNIT, spki_sha256=spki, at=now) for spki in rows}
    assert found == {
        found_old: Entitlement.EXPIRED if found_old == asked.signed_by
        else Entitlement.KNOWN_ENTITLED for found_old in rows
    }  # fmt: skip


@pytest.mark.parametrize("reason", ["key-lost", "key-stolen"])
def test_a_lost_key_vouches_for_nobody(bureau, reason):
    old = bureau.enrolled()
    bureau.revoke(reason)
    asked = bureau.request(bureau.key("moi.key"), old=old)
    assert propose(bureau.site(), asked).way is RequestWay.NEW
    way = bureau.approve(asked).facts["way"]
    assert way is RequestWay.NEW, "with all thirty digits it is a new enrolment"


def test_a_stranger_vouches_for_nobody(bureau):
    asked = bureau.request(bureau.key("moi.key"), old=bureau.key("la.key"))
    assert asked.is_rotation
    assert propose(bureau.site(), asked).way is RequestWay.NEW


def test_a_revoked_key_is_not_enrolled_again(bureau):
    key = bureau.enrolled()
    bureau.revoke()
    assert code_of(bureau.approve, bureau.request(key)) == "exchange.key-revoked"


# -- the card


@pytest.fixture
def impostor(bureau, world, tmp_path):
    """An office of the same code with an authority of its own, that issues cards to anybody."""
    (tmp_path / "gia").mkdir()
    made = replace(bureau, office=world.open_office("gia"), root=tmp_path / "gia")
    do(made.office, MakeAuthority(made.office_key, PASSWORD, "Chủ tịch huyện"))
    yield made
    made.office.workspace.close()


def test_another_authority_is_pinned_only_when_its_digits_were_compared(bureau, impostor):
    """Anybody can issue a card for a public key; the first pin stands until a person says so."""
    key = bureau.enrolled()
    forged = unseal(impostor.approve(bureau.request(key)).paths[0].read_bytes())
    pinned = bureau.desk.workspace.signers.own_card().authority_der
    assert code_of(take_card, bureau.own_site(), forged, key) == "exchange.card-other-authority"
    wrong = "00000 " * 6
    assert (
        code_of(take_card, bureau.own_site(), forged, key, confirmed=wrong)
        == "exchange.card-other-authority"
    )
    assert bureau.desk.workspace.signers.own_card().authority_der == pinned
    theirs = spki_of(impostor.office.workspace.signers.authority().certificate_der)
    digits = keys.fingerprint_digits(theirs)
    assert take_card(bureau.own_site(), forged, key, confirmed=digits) == digits


def test_a_card_signed_by_somebody_else_is_refused(bureau):
    from ctmtqg_desktop.package.seal import PackagePart, seal

    key = bureau.key()
    card = unseal(bureau.approve(bureau.request(key)).paths[0].read_bytes())
    roles = {file.path: file.role for file in card.manifest.files}
    parts = [PackagePart(path, roles[path], data) for path, data in card.parts.items()]
    signer = load_signer(key, PASSWORD)
    forged = seal(parts, card.manifest.header, signer=signer, at=bureau.world.clock())
    opened = unseal(forged.data)
    assert code_of(take_card, bureau.own_site(), opened, key) == "exchange.card-unknown-signer"


# -- the queue


def test_requests_that_come_with_the_mail_wait_for_the_officer(bureau, tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    asked = bureau.request(bureau.key())
    (path,) = bureau.root.rglob("dangky_*.asice")
    path.rename(usb / "a.asice")
    (result,) = receive(bureau.office, [usb])
    assert (result.outcome, result.code) == ("held", "exchange.enrolment-waiting")
    assert result.verdict.bottom_line.value == "open"
    assert asked.fingerprint in result.message
    ((record, found),) = waiting(bureau.office.workspace)
    assert (record.source_name, found) == ("a.asice", asked)
    bureau.approve(found)
    assert waiting(bureau.office.workspace) == ()


def test_a_request_that_was_decided_says_so_in_the_inbox_and_when_it_comes_again(bureau, tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    asked = bureau.request(bureau.key())
    (path,) = bureau.root.rglob("dangky_*.asice")
    path.rename(usb / "a.asice")
    receive(bureau.office, [usb])
    bureau.approve(asked)
    day = f"{bureau.office.clock():%d/%m/%Y}"
    (record,) = bureau.office.workspace.packages.inbox()
    assert (record.outcome, record.code) == ("duplicate", "exchange.enrolment-known")
    kept = kept_verdict(record)
    assert kept.line.value == "valid"
    assert kept.facts["day"] == day
    (again,) = receive(bureau.office, [usb])
    assert again.outcome == "duplicate"
    assert again.message.startswith(f"Đã cấp thẻ ngày {day}, không cần làm gì")
    assert again.verdict.bottom_line.value == "valid"


def test_a_request_of_a_revoked_key_is_told_as_such(bureau, tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    asked = bureau.request(bureau.key())
    (path,) = bureau.root.rglob("dangky_*.asice")
    path.rename(usb / "a.asice")
    bureau.approve(asked)
    unit = bureau.office.workspace.signers.enrolled()[0].unit
    do(bureau.office, Revoke(unit, "key-stolen"))
    (again,) = receive(bureau.office, [usb])
    assert again.code == "exchange.enrolment-revoked"
    assert again.verdict.bottom_line.value == "invalid"


def test_what_the_office_wrote_itself_comes_back_on_the_stick_and_is_not_refused(bureau):
    (card,) = bureau.approve(bureau.request(bureau.key())).paths
    (result,) = receive(bureau.office, [card])
    assert (result.outcome, result.code) == ("duplicate", "exchange.own-package")
    assert result.verdict.bottom_line.value == "valid"
    other = bureau.world.open_office("other")
    (stranger,) = receive(other, [card])
    other.workspace.close()
    assert stranger.outcome == "refused"
