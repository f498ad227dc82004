"""Issue 4 point 2, dtts_gnbv 5.1: RSASSA-PSS, PKCS#1 v1.5 and ECDSA, made and verified."""

import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.signature import cms
from ctmtqg_desktop.trust.signature.schemes import scheme_for

AT = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
CONTENT = b"the list of digests"
KINDS = {
    "p256": ("ecdsa", "sha256"),
    "p384": ("ecdsa", "sha384"),
    "p521": ("ecdsa", "sha512"),
    "rsa": ("rsa", "sha256"),
    "pss": ("pss", "sha256"),
}
needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
needs_certtool = pytest.mark.skipif(
    not shutil.which("certtool"), reason="certtool is not installed"
)


def certificate_for(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Chủ tịch xã")])
    usage = x509.BasicConstraints(ca=True, path_length=None)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def made():
    """Return kind -> key and certificate."""
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    found = {
        "p256": ec.generate_private_key(ec.SECP256R1()),
        "p384": ec.generate_private_key(ec.SECP384R1()),
        "p521": ec.generate_private_key(ec.SECP521R1()),
        "rsa": rsa_key,
        "pss": rsa_key,
    }
    return {kind: (key, certificate_for(key)) for kind, key in found.items()}


def signed(made, kind, at=AT):
    key, certificate = made[kind]
    signer = KeyFileSigner(key, certificate.public_bytes(Encoding.DER), pss=kind != "rsa")
    return signer.sign_cades(CONTENT, at)


def run(folder, command):
    done = subprocess.run(command.split(), cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def laid(folder, made, kind, p7s=b""):
    key, certificate = made[kind]
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(plain)
    (folder / "ca.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "content").write_bytes(CONTENT)
    (folder / "s.p7s").write_bytes(p7s)


OPENSSL_VERIFY = (
    "openssl cms -verify -cades -binary -inform DER -in s.p7s -content content -CAfile ca.pem"
    " -purpose any -out /dev/null"
)
CERTTOOL_VERIFY = (
    "certtool --p7-verify --inder --infile s.p7s --load-data content --load-ca-certificate ca.pem"
)


@pytest.mark.parametrize("kind", KINDS)
def test_we_verify_what_we_sign(made, kind):
    facts = cms.verify_cms(signed(made, kind), CONTENT)
    assert (facts.method, facts.digest_algorithm) == KINDS[kind]
    assert facts.claimed_at == AT
    with pytest.raises(TrustError) as caught:
        cms.verify_cms(signed(made, kind), CONTENT + b"x")
    assert caught.value.code == "trust.content-differs"


@pytest.mark.parametrize("kind", ["p384", "rsa", "pss"])
def test_every_byte_of_what_we_sign_counts(made, kind):
    p7s = signed(made, kind)
    for at in range(0, len(p7s), 3):
        changed = bytearray(p7s)
        changed[at] ^= 1 << at // 3 % 8
        with pytest.raises(TrustError):
            cms.verify_cms(bytes(changed), CONTENT)


@needs_openssl
@pytest.mark.parametrize("kind", KINDS)
def test_openssl_accepts_what_we_sign(made, kind, tmp_path):
    laid(tmp_path, made, kind, signed(made, kind))
    code, said = run(tmp_path, OPENSSL_VERIFY)
    assert code == 0, said
    assert "CAdES Verification successful" in said
    (tmp_path / "content").write_bytes(CONTENT + b"x")
    assert run(tmp_path, OPENSSL_VERIFY)[0] != 0


@needs_certtool
@pytest.mark.parametrize("kind", KINDS)
def test_certtool_accepts_what_we_sign(made, kind, tmp_path):
    laid(tmp_path, made, kind, signed(made, kind))
    assert "Signature status: ok" in run(tmp_path, CERTTOOL_VERIFY)[1]
    (tmp_path / "content").write_bytes(CONTENT + b"x")
    assert "Signature status: ok" not in run(tmp_path, CERTTOOL_VERIFY)[1]


@needs_openssl
@pytest.mark.parametrize(
    ("kind", "options", "expected"),
    [
        ("p384", "-md sha384", ("ecdsa", "sha384")),
        ("rsa", "-md sha256", ("rsa", "sha256")),
        ("rsa", "-md sha512", ("rsa", "sha512")),
        ("pss", "-md sha256 {pss}:digest", ("pss", "sha256")),
        ("pss", "-md sha512 {pss}:digest", ("pss", "sha512")),
        ("pss", "-md sha256 {pss}:max", ("pss", "sha256")),
        ("pss", "-md sha256 {pss}:20", ("pss", "sha256")),
    ],
)
def test_we_verify_what_openssl_signs(made, kind, options, expected, tmp_path):
    """With a salt of 20 openssl leaves the number out, as DER wants of a default."""
    laid(tmp_path, made, kind)
    pss = "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen"
    command = "openssl cms -sign -cades -binary -in content -signer ca.pem -inkey key.pem"
    more = f"{options.format(pss=pss)} -nosmimecap -outform DER -out s.p7s"
    assert run(tmp_path, f"{command} {more}")[0] == 0
    facts = cms.verify_cms((tmp_path / "s.p7s").read_bytes(), CONTENT)
    assert (facts.method, facts.digest_algorithm) == expected


@needs_openssl
@pytest.mark.parametrize("options", ["-md sha256 {pss}:8", "-md sha1 {pss}:20"])
def test_a_short_salt_or_sha1_in_pss_is_refused(made, options, tmp_path):
    laid(tmp_path, made, "pss")
    pss = "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen"
    command = "openssl cms -sign -cades -binary -in content -signer ca.pem -inkey key.pem"
    more = f"{options.format(pss=pss)} -nosmimecap -outform DER -out s.p7s"
    assert run(tmp_path, f"{command} {more}")[0] == 0
    with pytest.raises(TrustError) as caught:
        cms.verify_cms((tmp_path / "s.p7s").read_bytes(), CONTENT)
    assert caught.value.code == "trust.algorithm-refused"


@needs_openssl
def test_a_key_reserved_for_pss_signs_with_pss_only(tmp_path):
    """Its certificate says id-RSASSA-PSS where others say rsaEncryption."""
    make = "openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out key.pem"
    assert run(tmp_path, make)[0] == 0
    own = "openssl req -x509 -new -key key.pem -subj /CN=PSS -days 300 -out ca.pem"
    assert run(tmp_path, f"{own} -sigopt rsa_pss_saltlen:32 -sha256")[0] == 0
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key((tmp_path / "key.pem").read_bytes(), None)
    certificate = x509.load_pem_x509_certificate((tmp_path / "ca.pem").read_bytes())
    whole = certificate.public_bytes(Encoding.DER)
    p7s = KeyFileSigner(key, whole).sign_cades(CONTENT, AT)
    assert cms.verify_cms(p7s, CONTENT).method == "pss"
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "s.p7s").write_bytes(p7s)
    code, said = run(tmp_path, OPENSSL_VERIFY)
    assert code == 0, said
    with pytest.raises(TrustError) as caught:
        scheme_for(whole, pss=False)
    assert caught.value.code == "trust.key-refused"


def test_short_rsa_keys_do_not_sign():
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  the point
    with pytest.raises(TrustError) as caught:
        KeyFileSigner(key, certificate_for(key).public_bytes(Encoding.DER))
    assert caught.value.code == "trust.key-refused"


def test_a_bare_signature_for_a_pdf_claims_no_time(made):
    p7s = signed(made, "pss", at=None)
    with pytest.raises(TrustError) as caught:
        cms.verify_cms(p7s, CONTENT)
    assert caught.value.code == "trust.cms-attribute-missing"
