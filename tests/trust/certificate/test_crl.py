"""package_and_signing 2: revocation lists, checked once by the key of their authority."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate import crl
from ctmtqg_desktop.trust.keys import keys


@pytest.fixture
def lines(office):
    day = office.at.replace(microsecond=0)
    return [
        crl.RevokedCertificate("7", day, day - timedelta(days=3), "keyCompromise"),
        crl.RevokedCertificate("1f", day),
    ]


def roots(office):
    return [office.authority.certificate_der]


def code_of(data, authorities):
    with pytest.raises(TrustError) as refused:
        crl.read_crl(data, authorities)
    return refused.value.code


def test_a_list_comes_back(office, lines):
    made = crl.make_crl(office.authority, lines, number=4, at=office.at)
    found = crl.read_crl(made, roots(office))
    assert found.number == "4"
    assert found.this_update == office.at
    assert found.issuer_sha256 == keys.spki_sha256(office.authority.key)
    assert list(found.revoked) == lines
    assert crl.serial_of(office.certificate) == "7"


def test_pem_is_read_too(office, lines):
    made = crl.make_crl(office.authority, lines, number=4, at=office.at)
    text = x509.load_der_x509_crl(made).public_bytes(Encoding.PEM)
    assert crl.read_crl(text, roots(office)).revoked == tuple(lines)


def test_an_authority_of_the_same_name_is_another(office, lines):
    twin = certificates.new_authority(
        keys.generate_key(), "12", name="Sở Nông nghiệp và Môi trường", at=office.at
    )
    made = crl.make_crl(twin, lines, number=4, at=office.at)
    assert code_of(made, roots(office)) == "trust.crl-unknown-issuer"
    assert code_of(made, []) == "trust.crl-unknown-issuer"


def test_every_byte_counts(office, lines):
    made = crl.make_crl(office.authority, lines, number=4, at=office.at)
    good = crl.read_crl(made, roots(office))
    for at in range(0, len(made), 3):
        changed = bytearray(made)
        changed[at] ^= 1
        try:
            found = crl.read_crl(bytes(changed), roots(office))
        except TrustError:
            continue
        pytest.fail(f"byte {at}: {found} {good}")


def built(office, *extensions):
    name = x509.load_der_x509_certificate(office.authority.certificate_der).subject
    made = x509.CertificateRevocationListBuilder().issuer_name(name)
    made = made.last_update(office.at).next_update(office.at + timedelta(days=1))
    for one, is_critical in extensions:
        made = made.add_extension(one, critical=is_critical)
    return made.sign(office.authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


def point(**changes):
    given = {"full_name": None, "relative_name": None, "only_contains_user_certs": False,
             "only_contains_ca_certs": False, "only_some_reasons": None, "indirect_crl": False,
             "only_contains_attribute_certs": False} | changes  # fmt: skip
    return x509.IssuingDistributionPoint(**given), True


@pytest.mark.parametrize("part", [
    (x509.DeltaCRLIndicator(1), True), point(only_contains_user_certs=True),
    point(indirect_crl=True),
])  # fmt: skip
def test_a_part_of_a_list_is_refused(office, part):
    assert code_of(built(office, part), roots(office)) == "trust.crl-partial"


def test_a_whole_list_that_names_its_place_is_read(office):
    place = x509.UniformResourceIdentifier("http://example.vn/ca.crl")
    found = crl.read_crl(built(office, point(full_name=[place])), roots(office))
    assert (found.number, found.revoked) == ("", ())


@pytest.mark.parametrize("junk", [b"", b"x" * 100, b"-----BEGIN X509 CRL-----\nAAAA\n"])
def test_junk_is_refused(office, junk):
    assert code_of(junk, roots(office)) == "trust.crl-unreadable"
