"""DESIGN 5, package_and_signing 1 and 8 step 6: one strict CAdES-B-B signature, no spare byte."""

import asyncio
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner, open_signer
from ctmtqg_desktop.trust.signature import cms
from ctmtqg_desktop.trust.x509 import oids
from ctmtqg_desktop.trust.x509.certificate import load_certificate

CONTENT = b"the list of digests"
OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")


def code_of(p7s, content=CONTENT):
    with pytest.raises(TrustError) as caught:
        cms.verify_cms(p7s, content)
    return caught.value.code


def certificate_for(key, hashed=None):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Người ngoài")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(key, hashed or hashes.SHA256())
    )


def pyhanko_signed(key, *, digest="sha256", pss=False, content=CONTENT):
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    plain = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        asn1_x509.Certificate.load(certificate_for(key).public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(plain),
        SimpleCertificateStore(),
        prefer_pss=pss,
    )
    work = signer.async_sign_general_data(
        content,
        digest,
        detached=True,
        use_cades=True,
        signed_attr_settings=PdfCMSSignedAttributes(signing_time=datetime(2026, 5, 1, tzinfo=UTC)),
    )
    return asyncio.run(work).dump()


def test_a_right_signature_states_its_facts(office, p7s):
    facts = cms.verify_cms(p7s, CONTENT)
    assert facts.spki_sha256 == office.signer.spki_sha256
    assert facts.subject_common_name == "Nguyễn Văn Ất"
    assert facts.certificate_der == office.certificate
    assert facts.chain_der == (office.authority.certificate_der,)
    assert facts.claimed_at == office.at
    assert (facts.digest_algorithm, facts.method) == ("sha256", "ecdsa")


def test_other_content_is_refused(p7s):
    assert code_of(p7s, CONTENT + b" ") == "trust.content-differs"


def test_every_byte_of_the_content_counts(p7s):
    for at in range(len(CONTENT)):
        changed = bytearray(CONTENT)
        changed[at] ^= 1
        assert code_of(p7s, bytes(changed)) == "trust.content-differs"


def test_every_byte_of_a_signature_counts(p7s):
    """One bit of every byte; all eight with CTMTQG_FUZZ set."""
    every = range(8) if os.environ.get("CTMTQG_FUZZ") else None
    for at in range(len(p7s)):
        for bit in every or [at % 8]:
            changed = bytearray(p7s)
            changed[at] ^= 1 << bit
            assert code_of(bytes(changed)).startswith("trust."), (at, bit)


def test_unused_bits_of_a_certificates_signature_are_refused(office):
    """Libraries ignore the count where the bits are zero anyway; it could change unnoticed."""
    for _ in range(40):
        authority = certificates.new_authority(keys.generate_key(), "12", name="Sở", at=office.at)
        if not authority.certificate_der[-1] & 1:
            break
    request = certificates.make_request(office.key, "12415", name="A")
    made = certificates.issue_certificate(
        authority, request, unit_code="1", serial=1, at=office.at
    )
    signer = KeyFileSigner(office.key, made, (authority.certificate_der,))
    p7s = signer.sign_cades(CONTENT, office.at)
    signature = x509.load_der_x509_certificate(authority.certificate_der).signature
    changed = bytearray(p7s)
    changed[p7s.index(signature) - 1] = 1
    assert code_of(bytes(changed)) == "trust.signing-certificate-differs"
    alone = bytearray(authority.certificate_der)
    alone[alone.index(signature) - 1] = 1
    with pytest.raises(TrustError) as caught:
        load_certificate(bytes(alone))
    assert caught.value.code == "trust.cms-structure"


def test_every_byte_of_an_rsa_pss_signature_counts():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    p7s = pyhanko_signed(key, pss=True)
    for at in range(0, len(p7s), 2):
        changed = bytearray(p7s)
        changed[at] ^= 1 << at // 2 % 8
        assert code_of(bytes(changed)).startswith("trust."), at


def test_every_byte_of_a_self_made_signature_counts(office):
    own = certificates.self_certificate(office.key, "12415", name="A", at=office.at)
    p7s = KeyFileSigner(office.key, own).sign_cades(CONTENT, office.at)
    assert cms.verify_cms(p7s, CONTENT).chain_der == ()
    for at in range(0, len(p7s), 3):
        changed = bytearray(p7s)
        changed[at] ^= 0x10
        assert code_of(bytes(changed)).startswith("trust."), at


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_a_cut_signature_is_refused(p7s, cut):
    assert code_of(p7s[:cut]) == "trust.der"


def test_a_signature_with_a_tail_is_refused(p7s):
    assert code_of(p7s + b"\x00") == "trust.der"


def test_a_huge_signature_is_not_even_read():
    assert code_of(b"0" * (64 * 1024 + 1)) == "trust.cms-too-big"


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_pyhanko_signs_what_we_accept_p256(digest):
    key = ec.generate_private_key(ec.SECP256R1())
    facts = cms.verify_cms(pyhanko_signed(key, digest=digest), CONTENT)
    assert (facts.digest_algorithm, facts.method) == (digest, "ecdsa")
    assert facts.spki_sha256 == keys.spki_sha256(key)
    assert facts.claimed_at == datetime(2026, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(("pss", "method"), [(False, "rsa"), (True, "pss")])
def test_pyhanko_signs_what_we_accept_rsa(pss, method):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    p7s = pyhanko_signed(key, pss=pss)
    assert cms.verify_cms(p7s, CONTENT).method == method
    assert code_of(p7s, b"other") == "trust.content-differs"


def test_short_rsa_keys_are_refused():
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  that is the point
    assert code_of(pyhanko_signed(key)) == "trust.key-refused"


def test_other_curves_are_refused():
    key = ec.generate_private_key(ec.SECP256K1())
    assert code_of(pyhanko_signed(key)) == "trust.key-refused"


def test_pyhanko_accepts_what_we_sign(office, p7s):
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
    from pyhanko_certvalidator import ValidationContext

    root = asn1_x509.Certificate.load(office.authority.certificate_der)
    context = ValidationContext(trust_roots=[root], moment=office.at, allow_fetching=False)
    signed = asn1_cms.ContentInfo.load(p7s)["content"]
    work = async_validate_detached_cms(CONTENT, signed, signer_validation_context=context)
    status = asyncio.run(work)
    assert status.intact
    assert status.valid
    assert status.trusted


def rewritten(p7s, change):
    """Return the signature with a change made to its SignedData by another ASN.1 library."""
    info = asn1_cms.ContentInfo.load(p7s)
    change(info["content"])
    return info.dump(force=True)


def test_unsigned_attributes_are_refused(p7s):
    def change(signed):
        signed["signer_infos"][0]["unsigned_attrs"] = asn1_cms.CMSAttributes(
            [{"type": "content_type", "values": ["data"]}]
        )

    assert code_of(rewritten(p7s, change)) == "trust.cms-unsigned-attributes"


def test_two_signers_are_refused(office, p7s):
    other = office.signer.sign_cades(CONTENT, office.at + timedelta(hours=1))
    more = asn1_cms.ContentInfo.load(other)["content"]["signer_infos"][0]

    def change(signed):
        signed["signer_infos"].append(more)

    assert code_of(rewritten(p7s, change)) == "trust.cms-signers"


def test_no_signer_is_refused(p7s):
    def change(signed):
        signed["signer_infos"] = asn1_cms.SignerInfos([])

    assert code_of(rewritten(p7s, change)) == "trust.cms-signers"


def with_certificates(p7s, *more):
    def change(signed):
        for one in more:
            signed["certificates"].append(asn1_x509.Certificate.load(one))

    return rewritten(p7s, change)


def test_a_certificate_that_proves_nothing_is_refused(office, p7s, monkeypatch):
    from ctmtqg_desktop.trust.signature import cades

    stranger = certificates.self_certificate(keys.generate_key(), "1", name="Lạ", at=office.at)
    assert code_of(with_certificates(p7s, stranger)) == "trust.signing-certificate-differs"
    whole = cades._attributes
    monkeypatch.setattr(cades, "_attributes", lambda data, at, held, scheme: whole(
        data, at, held[:1], scheme))  # fmt: skip
    alone = office.signer.sign_cades(CONTENT, office.at)
    assert code_of(with_certificates(alone, stranger)) == "trust.cms-certificate-loose"


def test_a_certificate_twice_is_refused(office, p7s):
    assert code_of(with_certificates(p7s, office.certificate)) == "trust.cms-certificates"


def test_seven_certificates_are_refused(office, p7s):
    more = [office.authority.certificate_der] * 5
    assert code_of(with_certificates(p7s, *more)) == "trust.cms-certificates"


def test_a_signature_without_its_certificate_is_refused(office):
    signer = KeyFileSigner(office.key, office.certificate)

    def change(signed):
        signed["certificates"] = asn1_cms.CertificateSet(
            [asn1_x509.Certificate.load(office.authority.certificate_der)]
        )

    p7s = rewritten(signer.sign_cades(CONTENT, office.at), change)
    assert code_of(p7s) == "trust.cms-signer-certificate"


def test_an_intermediate_without_its_root_is_refused(office):
    """Nothing inside the file would prove the bytes of the last certificate."""
    leaf_key = keys.generate_key()
    request = certificates.make_request(leaf_key, "12415", name="B")
    posing = certificates.Authority(office.key, office.certificate)
    leaf = certificates.issue_certificate(
        posing, request, unit_code="12415", serial=1, at=office.at
    )
    p7s = KeyFileSigner(leaf_key, leaf, (office.certificate,)).sign_cades(CONTENT, office.at)
    assert code_of(p7s) == "trust.cms-certificate-loose"


def test_another_certificate_for_the_same_key_is_refused(office, p7s):
    """signing-certificate-v2 names one certificate; a re-issued one is not that one."""
    request = certificates.make_request(office.key, "12415", name="Nguyễn Văn Ất")
    again = certificates.issue_certificate(
        office.authority, request, unit_code="12415", serial=7, at=office.at + timedelta(days=9)
    )

    def change(signed):
        chosen = [again, office.authority.certificate_der]
        signed["certificates"] = asn1_cms.CertificateSet(
            [asn1_x509.Certificate.load(one) for one in chosen]
        )

    assert code_of(rewritten(p7s, change)) == "trust.signing-certificate-differs"


@pytest.mark.parametrize(
    "oid", [oids.SIGNING_CERTIFICATE, oids.SIGNING_TIME, oids.MESSAGE_DIGEST, oids.CONTENT_TYPE]
)
def test_a_missing_attribute_is_refused_even_when_signed(office, monkeypatch, oid):
    from ctmtqg_desktop.trust.signature import cades

    whole = cades._attributes
    monkeypatch.setattr(
        cades,
        "_attributes",
        lambda *given: [one for one in whole(*given) if bytes.fromhex(oid) not in one[:20]],
    )
    p7s = office.signer.sign_cades(CONTENT, office.at)
    assert code_of(p7s) == "trust.cms-attribute-missing"


@needs_openssl
@pytest.mark.parametrize("digest", ["sha256", "sha1"])
def test_openssl_signs_what_we_accept_but_not_with_sha1(tmp_path, digest):
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(pem)
    (tmp_path / "own.pem").write_bytes(certificate_for(key).public_bytes(Encoding.PEM))
    (tmp_path / "content").write_bytes(CONTENT)
    command = "openssl cms -sign -cades -binary -in content -signer own.pem -inkey key.pem"
    more = f"-md {digest} -nosmimecap -outform DER -out signature.p7s"
    subprocess.run([*command.split(), *more.split()], cwd=tmp_path, check=True)
    p7s = (tmp_path / "signature.p7s").read_bytes()
    if digest == "sha1":
        assert code_of(p7s) == "trust.algorithm-refused"
    else:
        assert cms.verify_cms(p7s, CONTENT).spki_sha256 == keys.spki_sha256(key)


@pytest.mark.skipif(shutil.which("certtool") is None, reason="certtool is not installed")
def test_certtool_accepts_what_we_sign(office, p7s, tmp_path):
    root = x509.load_der_x509_certificate(office.authority.certificate_der)
    (tmp_path / "ca.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (tmp_path / "s.p7s").write_bytes(p7s)
    (tmp_path / "content").write_bytes(CONTENT)
    command = "certtool --p7-verify --inder --infile s.p7s --load-data content"
    more = "--load-ca-certificate ca.pem"
    done = subprocess.run(
        [*command.split(), *more.split()],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Signature status: ok" in done.stdout + done.stderr


def test_a_key_file_with_its_certificates_is_a_signer(office):
    chain = (office.certificate, office.authority.certificate_der)
    data = keys.seal_key(office.key, "x", certificates=chain)
    p7s = open_signer(data, "x").sign_cades(CONTENT, office.at)
    assert cms.verify_cms(p7s, CONTENT).certificate_der == office.certificate


def test_a_key_file_without_certificate_cannot_sign(office):
    with pytest.raises(TrustError) as caught:
        open_signer(keys.seal_key(office.key, "x"), "x")
    assert caught.value.code == "trust.key-without-certificate"


def test_a_signer_refuses_somebody_elses_certificate(office):
    with pytest.raises(TrustError) as caught:
        KeyFileSigner(keys.generate_key(), office.certificate)
    assert caught.value.code == "trust.certificate-of-another-key"


def test_signing_opens_no_socket(office, monkeypatch):
    import socket

    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("a socket"))
    monkeypatch.setattr(socket, "socketpair", lambda *_: pytest.fail("a pair of sockets"))
    office.signer.sign_cades(CONTENT, office.at)
