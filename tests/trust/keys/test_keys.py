"""package_and_signing 3: key files under Argon2id and AES-256-GCM, thirty-digit fingerprints."""

import json
import unicodedata

import pytest

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.box import Cost, from_base64


def test_a_key_comes_back_with_the_right_password(office):
    data = keys.seal_key(office.key, "mật khẩu")
    assert keys.spki_sha256(keys.open_key(data, "mật khẩu")) == office.signer.spki_sha256
    assert keys.spki_of_file(data) == office.signer.spki_sha256


def test_the_default_cost_is_the_one_that_was_decided():
    assert Cost() == Cost(memory_kib=65536, iterations=3, lanes=4)


def test_the_way_a_password_is_composed_does_not_matter(office):
    data = keys.seal_key(office.key, unicodedata.normalize("NFD", "mật khẩu"))
    keys.open_key(data, unicodedata.normalize("NFC", "mật khẩu"))


def test_a_wrong_password_is_named(office):
    data = keys.seal_key(office.key, "đúng")
    with pytest.raises(TrustError) as caught:
        keys.open_key(data, "sai")
    assert caught.value.code == "trust.password-wrong"


def test_the_private_key_does_not_stand_in_the_file(office):
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    plain = office.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    secret = office.key.private_numbers().private_value.to_bytes(32, "big")
    data = keys.seal_key(office.key, "x")
    assert b"PRIVATE" not in data
    for field in ("sealed", "salt", "nonce"):
        raw = from_base64(json.loads(data)[field])
        assert plain not in raw
        assert secret not in raw


def test_two_files_of_one_key_share_no_salt(office):
    first, second = (keys.seal_key(office.key, "x") for _ in range(2))
    assert json.loads(first)["salt"] != json.loads(second)["salt"]
    assert json.loads(first)["nonce"] != json.loads(second)["nonce"]


@pytest.mark.parametrize("field", ["memory_kib", "iterations", "lanes"])
def test_a_file_cannot_make_us_spend_what_it_likes(office, field):
    document = json.loads(keys.seal_key(office.key, "x"))
    document["cost"][field] = 10**9
    with pytest.raises(TrustError) as caught:
        keys.open_key(json.dumps(document).encode(), "x")
    assert caught.value.code == "trust.key-file-cost"


@pytest.mark.parametrize("field", ["sealed", "salt", "nonce", "spki_sha256", "cost"])
def test_a_changed_file_does_not_open(office, field):
    document = json.loads(keys.seal_key(office.key, "x"))
    if field == "cost":
        document["cost"]["iterations"] += 1
    else:
        value = document[field]
        document[field] = ("b" if value[0] != "b" else "c") + value[1:]
    with pytest.raises(TrustError) as caught:
        keys.open_key(json.dumps(document).encode(), "x")
    assert caught.value.code == "trust.password-wrong"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff",
        b"[]",
        b"{}",
        b"null",
        b"[" * 60000,
        b" " * 70000,
        b'{"format":"ntm-key","format_version":2}',
        b'{"format":"ntm-key","format_version":1,"cost":{"memory":1}}',
    ],
    ids=range(9),
)
def test_what_is_no_key_file_is_refused(data):
    with pytest.raises(TrustError) as caught:
        keys.open_key(data, "x")
    assert caught.value.code == "trust.key-file-unreadable"


def test_certificates_are_added_without_the_password(office):
    chain = (office.certificate, office.authority.certificate_der)
    data = keys.with_certificates(keys.seal_key(office.key, "x"), chain)
    assert keys.certificates_of(data) == chain
    assert keys.spki_sha256(keys.open_key(data, "x")) == office.signer.spki_sha256


def test_a_certificate_of_another_key_is_refused(office):
    data = keys.seal_key(keys.generate_key(), "x")
    with pytest.raises(TrustError) as caught:
        keys.with_certificates(data, (office.certificate,))
    assert caught.value.code == "trust.certificate-of-another-key"


def test_a_fingerprint_is_the_first_99_bits_as_thirty_digits():
    assert keys.fingerprint_digits("00" * 32) == " ".join(["00000"] * 6)
    top = (1 << 99) - 1
    assert keys.fingerprint_digits(b"\xff" * 32).replace(" ", "") == f"{top:030d}"
    one = (1 << (256 - 99)).to_bytes(32, "big")
    assert keys.fingerprint_digits(one) == "00000 00000 00000 00000 00000 00001"


def test_a_fingerprint_of_half_a_digest_is_a_bug():
    with pytest.raises(ValueError, match="16"):
        keys.fingerprint_digits(b"\x00" * 16)


def test_new_keys_differ_and_are_p256():
    first, second = keys.generate_key(), keys.generate_key()
    assert first.curve.name == "secp256r1"
    assert keys.spki_sha256(first) != keys.spki_sha256(second)
