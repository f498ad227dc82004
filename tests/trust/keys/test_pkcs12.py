"""Issue 4 point 1: PKCS#12 files of an authority, old ciphers, chains, every refusal named."""

import shutil
import subprocess
import unicodedata
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.certificate.details import demand_valid, details_of
from ctmtqg_desktop.trust.keys.pkcs12 import MAX_FILE_BYTES, is_pkcs12, open_pkcs12
from ctmtqg_desktop.trust.signature import cms

PASSWORD = "mật khẩu 123"  # noqa: S105  of the files these tests make
AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def issued(key, subject, issuer_key, issuer, *, ca):
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=100))
        .not_valid_after(AT + timedelta(days=100))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def ladder():
    """Return an authority's root and intermediate, and an officer's RSA key and certificate."""
    root_key, middle_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    root = issued(root_key, "Gốc", root_key, "Gốc", ca=True)
    middle = issued(middle_key, "Cấp phát", root_key, "Gốc", ca=True)
    own = issued(key, "Vàng A Páo", middle_key, "Cấp phát", ca=False)
    stranger = issued(middle_key, "Lạ", middle_key, "Lạ", ca=True)
    return SimpleNamespace(
        key=key, own=own, middle=middle, root=root, stranger=stranger, middle_key=middle_key
    )


def packed(key, certificate, others=(), password=PASSWORD):
    seal = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, others or None, seal)


def der(*certificates):
    return tuple(one.public_bytes(Encoding.DER) for one in certificates)


def code_of(data, password=PASSWORD):
    with pytest.raises(TrustError) as caught:
        open_pkcs12(data, password)
    return caught.value.code


def test_the_chain_is_put_in_order_and_strangers_are_left_out(ladder):
    data = packed(ladder.key, ladder.own, [ladder.root, ladder.stranger, ladder.middle])
    signer = open_pkcs12(data, PASSWORD)
    assert (signer.certificate_der,) == der(ladder.own)
    assert signer.chain_der == der(ladder.middle, ladder.root)
    facts = cms.verify_cms(signer.sign_cades(b"x", AT), b"x")
    assert facts.chain_der == signer.chain_der
    assert facts.method == "pss"
    assert (
        facts.spki_sha256 == signer.spki_sha256 == details_of(signer.certificate_der).spki_sha256
    )


def test_a_chain_is_completed_from_what_the_office_knows(ladder):
    data = packed(ladder.key, ladder.own, [ladder.middle])
    signer = open_pkcs12(data, PASSWORD, heap=(b"junk", *der(ladder.root)))
    assert signer.chain_der == der(ladder.middle, ladder.root)


def test_a_chain_that_stays_incomplete_is_left_out(ladder):
    signer = open_pkcs12(packed(ladder.key, ladder.own, [ladder.middle]), PASSWORD)
    assert signer.chain_der == ()
    assert cms.verify_cms(signer.sign_cades(b"x", AT), b"x").chain_der == ()


def test_the_certificate_is_the_keys_own_wherever_it_stands(ladder, tmp_path):
    """Some makers forget the mark that binds key and certificate."""
    data = packed(ladder.key, None, [ladder.root, ladder.own])
    assert open_pkcs12(data, PASSWORD).certificate_der == der(ladder.own)[0]


def test_pkcs1_is_used_where_it_is_asked_for(ladder):
    signer = open_pkcs12(packed(ladder.key, ladder.own), PASSWORD, pss=False)
    assert cms.verify_cms(signer.sign_cades(b"x", AT), b"x").method == "rsa"


@needs_openssl
@pytest.mark.parametrize(
    "options",
    [
        "-legacy",
        "-legacy -keypbe PBE-SHA1-RC2-40 -certpbe PBE-SHA1-RC2-40",
        "-legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC4-128",
        "-legacy -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1",
        "",
        "-nomac",
        "-keypbe NONE -certpbe NONE",
    ],
)
def test_old_and_new_ciphers_open(ladder, tmp_path, options):
    key = ladder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pems = [one.public_bytes(Encoding.PEM) for one in (ladder.own, ladder.root, ladder.middle)]
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "own.pem").write_bytes(b"".join(pems))
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    command = "openssl pkcs12 -export -inkey key.pem -in own.pem -out own.p12"
    more = f"-passout file:password {options}"
    subprocess.run([*command.split(), *more.split()], cwd=tmp_path, check=True)
    data = (tmp_path / "own.p12").read_bytes()
    signer = open_pkcs12(data, PASSWORD)
    assert signer.chain_der == der(ladder.middle, ladder.root)
    assert cms.verify_cms(signer.sign_cades(b"x", AT), b"x")
    assert is_pkcs12(data)
    assert code_of(data, "sai mật khẩu") == "trust.p12-password"


@pytest.mark.parametrize("made", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_the_way_a_password_is_composed_does_not_matter(ladder, made, typed):
    data = packed(ladder.key, ladder.own, password=unicodedata.normalize(made, PASSWORD))
    assert open_pkcs12(data, unicodedata.normalize(typed, PASSWORD))


def test_a_file_without_a_password_opens(ladder):
    assert open_pkcs12(packed(ladder.key, ladder.own, password=""), "")


@pytest.mark.parametrize(
    "data",
    [b"", b"0", b"\x30\x03\x02\x01\x03", b"{}", b"\x30\x80" * 30000, bytes(MAX_FILE_BYTES + 1)],
    ids=range(6),
)
def test_what_is_no_pkcs12_is_refused(data):
    assert code_of(data) == "trust.p12-unreadable"


def test_a_certificate_is_no_pkcs12(ladder):
    assert code_of(der(ladder.own)[0]) == "trust.p12-unreadable"


def test_every_cut_and_many_flips_are_refused_or_harmless(ladder):
    """Never a traceback; where a flip is not noticed (names, ids), the key is the same."""
    data = packed(ladder.key, ladder.own)
    for cut in range(0, len(data), 97):
        assert code_of(data[:cut]).startswith("trust.p12")
    for at in range(0, len(data), 41):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        try:
            signer = open_pkcs12(bytes(changed), PASSWORD)
        except TrustError:
            continue
        assert (signer.certificate_der,) == der(ladder.own)


def test_a_file_cannot_make_us_spend_what_it_likes(ladder):
    from asn1crypto import pkcs12 as asn1_pkcs12

    whole = asn1_pkcs12.Pfx.load(packed(ladder.key, ladder.own))
    whole["mac_data"]["iterations"] = 2_000_000_000
    assert code_of(whole.dump(force=True)) == "trust.p12-cost"


def test_a_file_without_a_key_is_refused(ladder):
    seal = BestAvailableEncryption(PASSWORD.encode())
    data = pkcs12.serialize_key_and_certificates(b"x", None, None, [ladder.own], seal)
    assert code_of(data) == "trust.p12-without-key"


def test_a_file_without_the_keys_certificate_is_refused(ladder):
    assert code_of(packed(ladder.key, None, [ladder.root])) == "trust.p12-without-certificate"
    assert code_of(packed(ladder.key, None)) == "trust.p12-without-certificate"


@pytest.mark.parametrize(
    "key",
    [
        ed25519.Ed25519PrivateKey.generate(),
        ec.generate_private_key(ec.SECP256K1()),
        rsa.generate_private_key(public_exponent=65537, key_size=1024),  # noqa: S505  the point
    ],
    ids=["ed25519", "secp256k1", "rsa-1024"],
)
def test_keys_of_another_kind_are_refused(ladder, key):
    own = issued(key, "A", ladder.middle_key, "Cấp phát", ca=False)
    assert code_of(packed(key, own)) == "trust.key-refused"


def test_details_are_shown_before_signing(ladder):
    found = details_of(der(ladder.own)[0])
    assert (found.subject, found.issuer, found.key) == ("Vàng A Páo", "Cấp phát", "RSA 2048")
    assert len(found.fingerprint.split()) == 6
    assert found.last == AT + timedelta(days=100)
    assert details_of(der(ladder.middle)[0]).key == "ECDSA P-256"


def test_a_name_with_direction_marks_is_shown_without_them(ladder):
    own = issued(ladder.key, "Páo\u202eoaP\u0000 x", ladder.middle_key, "Cấp\u2066", ca=False)
    found = details_of(der(own)[0])
    assert (found.subject, found.issuer) == ("PáooaP x", "Cấp")


def test_an_expired_or_future_certificate_does_not_sign(ladder):
    own = der(ladder.own)[0]
    demand_valid(own, AT)
    for moment, code in (
        (AT + timedelta(days=101), "trust.certificate-expired"),
        (AT - timedelta(days=101), "trust.certificate-not-begun"),
    ):
        with pytest.raises(TrustError) as caught:
            demand_valid(own, moment)
        assert caught.value.code == code


@pytest.mark.parametrize("typed", ["Ðường\u00a0dài", "\u200bĐường dài ", "Đường dài"])
def test_what_looks_like_the_password_opens(ladder, typed):
    data = packed(ladder.key, ladder.own, password="Đường dài")  # noqa: S106  of this test
    assert open_pkcs12(data, typed)
