"""package_and_signing 2 and 3: revocations, authorities by key, lists that never go back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.trust.certificate.crl import RevokedCertificate
from ctmtqg_desktop.trust.registry import RevokedKey, UnitSigner
from ctmtqg_desktop.workspace.trust_records import (
    CrlRecord,
    RevocationList,
    TrustedAuthority,
)

KEY, ISSUER = "a" * 64, "b" * 64
DAY = timedelta(days=1)


@pytest.fixture
def signer(now):
    return UnitSigner("03424", KEY, now, None, None, "own", "Nguyễn Văn A", "số 1")


def test_a_revocation_ends_every_enrolment_of_the_key_and_says_why(ws, signer, now):
    ws.signers.add(signer)
    ws.signers.add(replace(signer, valid_from=now + DAY))
    ws.trust.revoke(RevokedKey("03424", KEY, now + 2 * DAY, now - DAY, "key-lost"), "B")
    found = ws.signers.enrolled("03424")
    assert {s.revoked_at for s in found} == {now + 2 * DAY}
    assert {(s.suspected_at, s.reason) for s in found} == {(now - DAY, "key-lost")}


def test_the_first_revocation_stands(ws, signer, now):
    ws.signers.add(signer)
    first = RevokedKey("03424", KEY, now, None, "key-lost")
    ws.trust.revoke(first, "B")
    ws.trust.revoke(replace(first, revoked_at=now + DAY, suspected_at=now - DAY), "B")
    assert ws.trust.revocations() == (replace(first, suspected_at=now - DAY),)
    assert ws.signers.enrolled()[0].revoked_at == now


def test_ending_an_enrolment_never_makes_it_longer(ws, signer, now):
    ws.signers.add(replace(signer, valid_to=now + DAY))
    ws.signers.end("03424", KEY, now + 5 * DAY)
    assert ws.signers.enrolled()[0].valid_to == now + DAY
    ws.signers.end("03424", KEY, now)
    assert ws.signers.enrolled()[0].valid_to == now


def test_an_authority_is_known_by_its_key(ws, now):
    made = TrustedAuthority(KEY, b"der", "VGCA", "B", now)
    ws.trust.trust_authority(made)
    ws.trust.trust_authority(replace(made, certificate_der=b"new"))
    assert [a.certificate_der for a in ws.trust.trusted_authorities()] == [b"new"]
    ws.trust.forget_authority(KEY)
    assert ws.trust.trusted_authorities() == ()
    with pytest.raises(WorkspaceError) as refused:
        ws.trust.forget_authority(KEY)
    assert refused.value.code == "workspace.authority-unknown"


def crl(now, number="5", sha256="1" * 64):
    return CrlRecord(ISSUER, number, now, now + DAY, 1, sha256, now)


def line(serial, now):
    return RevokedCertificate(serial, now)


def test_a_newer_list_takes_the_place_of_the_older(ws, now):
    ws.trust.take_crl(crl(now), [line("01", now)])
    ws.trust.take_crl(crl(now + DAY, "6", "2" * 64), [line("02", now)])
    assert ws.trust.crl(ISSUER).number == "6"
    assert ws.trust.revoked_certificate(ISSUER, "01") is None
    assert ws.trust.revoked_certificate(ISSUER, "02").revoked_at == now
    assert ws.trust.revoked_certificate(KEY, "02") is None


@pytest.mark.parametrize(("days", "number"), [(-1, "6"), (1, "4"), (-1, "5"), (0, "5"), (-1, "")])
def test_a_list_never_goes_back(ws, now, days, number):
    ws.trust.take_crl(crl(now), [line("01", now)])
    with pytest.raises(WorkspaceError) as refused:
        ws.trust.take_crl(crl(now + days * DAY, number, "2" * 64), [])
    assert refused.value.code == "workspace.crl-older"
    assert ws.trust.revoked_certificate(ISSUER, "01") is not None


def test_the_same_list_again_changes_nothing(ws, now):
    for _ in range(2):
        ws.trust.take_crl(crl(now), [line("01", now)])
    assert ws.trust.revoked_certificate(ISSUER, "01") is not None


def test_a_long_list_is_looked_up_in_sql(ws, now):
    ws.trust.take_crl(crl(now), (line(f"{n:x}", now) for n in range(20_000)))
    assert ws.trust.revoked_certificate(ISSUER, "4e1f") is not None
    assert ws.trust.revoked_certificate(ISSUER, "4e20") is None


def test_a_list_of_keys_never_goes_back(ws, now):
    made = RevocationList(ISSUER, 2, "106", now, "1" * 64, now)
    ws.trust.take_list(made, [RevokedKey("03424", KEY, now, None, "key-lost")])
    for number in (2, 1):
        with pytest.raises(WorkspaceError) as refused:
            ws.trust.take_list(replace(made, number=number), [])
        assert refused.value.code == "workspace.revocations-older"
    assert [k.reason for k in ws.trust.revoked_keys(KEY)] == ["key-lost"]
    ws.trust.take_list(replace(made, number=3), [])
    assert ws.trust.revoked_keys(KEY) == ()
