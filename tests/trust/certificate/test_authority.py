"""package_and_signing 3: requests, the small authority of a receiving unit, its certificates."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID, NameOID

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.x509.certificate import is_issued_by


def load(data):
    return x509.load_der_x509_certificate(data)


def test_a_request_proves_the_key_and_states_claims(office):
    asked = certificates.check_request(
        certificates.make_request(office.key, "12415", name="Nguyễn Văn Ất")
    )
    assert asked.spki_sha256 == office.signer.spki_sha256
    assert (asked.unit_code, asked.name) == ("12415", "Nguyễn Văn Ất")


def test_a_request_for_somebody_elses_key_is_refused(office):
    mine = certificates.make_request(office.key, "12415", name="A")
    other = certificates.make_request(keys.generate_key(), "12415", name="A")
    body = len(x509.load_der_x509_csr(mine).tbs_certrequest_bytes)
    stolen = bytearray(mine)
    key_at = mine.index(b"\x03\x42\x00\x04")
    other_at = other.index(b"\x03\x42\x00\x04")
    stolen[key_at : key_at + 68] = other[other_at : other_at + 68]
    assert key_at < body
    with pytest.raises(TrustError) as caught:
        certificates.check_request(bytes(stolen))
    assert caught.value.code == "trust.request-refused"


@pytest.mark.parametrize("data", [b"", b"0\x00", b"\xff" * 300])
def test_rubbish_is_no_request(data):
    with pytest.raises(TrustError) as caught:
        certificates.check_request(data)
    assert caught.value.code == "trust.request-refused"


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP384R1()),
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
    ],
    ids=["p384", "rsa"],
)
def test_only_p256_keys_are_enrolled(key):
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    request = builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    with pytest.raises(TrustError) as caught:
        certificates.check_request(request)
    assert caught.value.code == "trust.key-refused"


def test_the_unit_is_the_officers_choice_and_not_the_files(office):
    request = certificates.make_request(office.key, "99999", name="A")
    made = certificates.issue_certificate(
        office.authority, request, unit_code="12415", serial=8, at=office.at
    )
    subject = load(made).subject
    assert subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)[0].value == "12415"


def test_a_certificate_is_as_was_decided(office):
    made = load(office.certificate)
    extensions = made.extensions
    basic = extensions.get_extension_for_oid(ExtensionOID.BASIC_CONSTRAINTS)
    usage = extensions.get_extension_for_oid(ExtensionOID.KEY_USAGE)
    names = extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    assert basic.critical
    assert not basic.value.ca
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert names.get_values_for_type(x509.UniformResourceIdentifier) == ["urn:ctmtqg:don-vi:12415"]
    assert made.serial_number == 7
    assert made.not_valid_after_utc == datetime(2029, 10, 1, 1, 0, tzinfo=UTC)
    assert made.not_valid_before_utc == office.at - timedelta(days=1)
    assert len(office.certificate) < 600


def test_an_authority_may_only_issue_and_only_one_level(office):
    made = load(office.authority.certificate_der)
    basic = made.extensions.get_extension_for_class(x509.BasicConstraints).value
    usage = made.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (basic.ca, basic.path_length) == (True, 0)
    assert usage.key_cert_sign
    assert not usage.digital_signature
    assert is_issued_by(office.certificate, office.authority.certificate_der)


def test_the_29th_of_february_has_a_successor(office):
    leap = datetime(2028, 2, 29, tzinfo=UTC)
    made = certificates.self_certificate(office.key, "1", name="A", at=leap)
    assert certificates.validity(made)[1] == datetime(2031, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "   ", "A" * 65, "dòng\nhai"])
def test_a_name_that_no_certificate_holds_is_refused(office, name):
    with pytest.raises(TrustError) as caught:
        certificates.make_request(office.key, "12415", name=name)
    assert caught.value.code == "trust.name-refused"


def test_a_self_made_certificate_is_no_authority(office):
    made = certificates.self_certificate(office.key, "12415", name="A", at=office.at)
    basic = load(made).extensions.get_extension_for_class(x509.BasicConstraints).value
    assert not basic.ca
    assert is_issued_by(made, made)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_accepts_the_chain(office, tmp_path):
    for name, data in (("ca", office.authority.certificate_der), ("one", office.certificate)):
        (tmp_path / f"{name}.pem").write_bytes(load(data).public_bytes(Encoding.PEM))
    moment = str(int(office.at.timestamp()))
    command = ["openssl", "verify", "-x509_strict", "-attime", moment, "-CAfile", "ca.pem"]
    done = subprocess.run(
        [*command, "one.pem"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "one.pem: OK\n", done.stderr
