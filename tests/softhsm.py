"""A real token in software (SoftHSM2) under a test's own folder; ``conftest`` hands it out."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ctmtqg_desktop.trust.token.token_library import library

PIN = "đúng-123456"
PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
LIBRARY = next((Path(place) for place in PLACES if Path(place).is_file()), None)
MISSING = "" if LIBRARY and shutil.which("softhsm2-util") else "softhsm2 is not installed"
AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@dataclass
class SoftToken:
    """A token directory; ``put`` a key and its certificate on it."""

    folder: Path
    label: str

    def put(self, key, *certificates, key_id=b"\x01", **attributes):
        """Lay a private key (or None) and certificates on the token under one id."""
        from pkcs11 import Attribute
        from pkcs11.util.x509 import decode_x509_certificate

        with library(LIBRARY) as opened, self._opened(opened) as session:
            if key is not None:
                given = {Attribute[name.upper()]: value for name, value in attributes.items()}
                session.create_object({**private(key), Attribute.ID: key_id, **given})
            for whole in certificates:
                session.create_object(
                    {**decode_x509_certificate(whole), Attribute.TOKEN: True, Attribute.ID: key_id}
                )

    def _opened(self, opened):
        slots = opened.get_slots(token_present=True)
        token = next(t for t in (s.get_token() for s in slots) if t.label == self.label)
        return token.open(rw=True, user_pin=PIN)


def private(key):
    from pkcs11 import Attribute
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key

    plain = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    read = decode_rsa_private_key if isinstance(key, rsa.RSAPrivateKey) else decode_ec_private_key
    common = {Attribute.TOKEN: True, Attribute.PRIVATE: True, Attribute.SENSITIVE: True}
    return {**read(plain), **common, Attribute.SIGN: True}


def make_token(folder, label="Chủ tịch xã", *, mechanisms="ALL"):
    """Make the token; SOFTHSM2_CONF must name ``folder``/softhsm2.conf while it is used."""
    tokens = folder / "tokens"
    tokens.mkdir(exist_ok=True)
    config = folder / "softhsm2.conf"
    config.write_text(
        f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"
        f"slots.mechanisms = {mechanisms}\n"
    )
    command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN]
    environment = {**os.environ, "SOFTHSM2_CONF": str(config)}
    subprocess.run(
        [*command, "--so-pin", "12345678"], env=environment, check=True, capture_output=True
    )
    return SoftToken(folder, label)


def certificate(key, subject="Vàng A Páo", *, issuer=None, issuer_key=None, ca=False, at=AT):
    def name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    made = (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer or subject))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=200))
        .not_valid_after(at + timedelta(days=7000))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(issuer_key or key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.DER)


def new_key(kind):
    if kind == "rsa":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1()}[kind])
