"""package_and_signing 3: a key asks to be enrolled, a unit card answers, both as packages."""

import json
from dataclasses import replace

import pytest

from ctmtqg_desktop.errors import PackageError, TrustError
from ctmtqg_desktop.package import canonical, enrolment
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.seal import seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner


@pytest.fixture
def newcomer(bench):
    key = keys.generate_key()
    own = certificates.self_certificate(key, "12415", name="Lò Thị B", at=bench.at)
    request = certificates.make_request(key, "12415", name="Lò Thị B")
    parts = enrolment.request_parts(request, unit_code="12415", name="Lò Thị B", title="Văn thư")
    return key, KeyFileSigner(key, own), request, parts


def sealed_as(bench, kind, parts, signer):
    empty = {"form": None, "period": None, "revision": None, "previous_content_sha256": None}
    header = replace(bench.header, kind=kind, **empty)
    return unseal(seal(parts, header, signer=signer, at=bench.at).data)


def changed(parts, **fields):
    document = {**json.loads(parts[0].data), **fields}
    return (replace(parts[0], data=canonical.dump(document)), *parts[1:])


def test_a_request_comes_back_with_its_proof(bench, newcomer):
    key, signer, request, parts = newcomer
    asked = enrolment.read_request(sealed_as(bench, Kind.ENROLMENT, parts, signer))
    assert asked.spki_sha256 == keys.spki_sha256(key)
    assert asked.fingerprint == keys.fingerprint_digits(asked.spki_sha256)
    assert (asked.unit_code, asked.name, asked.title) == ("12415", "Lò Thị B", "Văn thư")
    assert asked.request_der == request
    assert not asked.is_rotation


def test_a_request_signed_by_the_old_key_is_a_rotation(bench, newcomer):
    asked = enrolment.read_request(sealed_as(bench, Kind.ENROLMENT, newcomer[3], bench.signer))
    assert asked.is_rotation
    assert asked.signed_by == bench.signer.spki_sha256


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fingerprint", "00000 00000 00000 00000 00000 00000"),
        ("unit_code", "12418"),
        ("name", "Người khác"),
        ("request", "!!!"),
        ("title", 1),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(bench, newcomer, field, value):
    parts = changed(newcomer[3], **{field: value})
    opened = sealed_as(bench, Kind.ENROLMENT, parts, newcomer[1])
    with pytest.raises(PackageError) as caught:
        enrolment.read_request(opened)
    assert caught.value.code == "package.enrolment-field"
    assert caught.value.facts["where"] == field


def test_a_request_with_more_in_it_is_refused(bench, newcomer):
    opened = sealed_as(bench, Kind.ENROLMENT, changed(newcomer[3], more=1), newcomer[1])
    with pytest.raises(PackageError) as caught:
        enrolment.read_request(opened)
    assert caught.value.code == "package.enrolment-unknown-field"


def test_a_request_without_proof_is_refused(bench, newcomer):
    broken = bytearray(newcomer[2])
    broken[-1] ^= 1
    import base64

    parts = changed(newcomer[3], request=base64.b64encode(broken).decode())
    with pytest.raises(TrustError) as caught:
        enrolment.read_request(sealed_as(bench, Kind.ENROLMENT, parts, newcomer[1]))
    assert caught.value.code == "trust.request-refused"


def card_of(bench, newcomer):
    certificate = certificates.issue_certificate(
        bench.authority, newcomer[2], unit_code="12415", serial=9, at=bench.at
    )
    return certificate, enrolment.card_parts(
        "12415",
        "Xã Bình Lư",
        certificate_der=certificate,
        authority_der=bench.authority.certificate_der,
    )


def test_a_unit_card_comes_back_and_lets_its_key_sign(bench, newcomer):
    certificate, parts = card_of(bench, newcomer)
    card = enrolment.read_card(sealed_as(bench, Kind.UNIT_CARD, parts, bench.signer))
    assert (card.unit_code, card.unit_name) == ("12415", "Xã Bình Lư")
    assert card.certificate_der == certificate
    assert (card.valid_from, card.valid_to) == certificates.validity(certificate)
    signer = KeyFileSigner(newcomer[0], card.certificate_der, (card.authority_der,))
    made = seal(bench.parts, bench.header, signer=signer, at=bench.at)
    assert unseal(made.data).facts.chain_der == (bench.authority.certificate_der,)


def test_a_card_with_somebody_elses_authority_is_refused(bench, newcomer):
    certificate, _ = card_of(bench, newcomer)
    other = certificates.new_authority(keys.generate_key(), "12", name="Sở", at=bench.at)
    parts = enrolment.card_parts(
        "12415", "Xã", certificate_der=certificate, authority_der=other.certificate_der
    )
    with pytest.raises(PackageError) as caught:
        enrolment.read_card(sealed_as(bench, Kind.UNIT_CARD, parts, bench.signer))
    assert caught.value.code == "package.enrolment-certificate"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("authority_fingerprint", "00000 00000 00000 00000 00000 00000"),
        ("certificate_spki_sha256", "0" * 64),
        ("valid_from", "2020-01-01T00:00:00+00:00"),
    ],
)
def test_a_card_that_contradicts_its_certificates_is_refused(bench, newcomer, field, value):
    parts = changed(card_of(bench, newcomer)[1], **{field: value})
    with pytest.raises(PackageError) as caught:
        enrolment.read_card(sealed_as(bench, Kind.UNIT_CARD, parts, bench.signer))
    assert caught.value.facts["where"] == field


def test_one_kind_is_not_taken_for_another(bench, newcomer):
    opened = sealed_as(bench, Kind.ENROLMENT, newcomer[3], newcomer[1])
    with pytest.raises(PackageError) as caught:
        enrolment.read_card(opened)
    assert caught.value.code == "package.enrolment-kind"


def test_a_card_without_its_certificate_is_refused(bench, newcomer):
    parts = card_of(bench, newcomer)[1][:2]
    with pytest.raises(PackageError) as caught:
        enrolment.read_card(sealed_as(bench, Kind.UNIT_CARD, parts, bench.signer))
    assert caught.value.code == "package.entry-missing"
