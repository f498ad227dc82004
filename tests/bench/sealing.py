"""One package: sealed, opened, its signature and every digest checked."""

import os
import subprocess
from datetime import timedelta
from pathlib import Path

from case import PERIOD, UNIT, Case
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from ctmtqg_desktop.clock import system_clock
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.manifest import (
    AppRef,
    FormRef,
    Kind,
    PackageHeader,
    PartRole,
    SignerClaim,
    UnitRef,
)
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner

PDF_BYTES = 200_000


def case(folder: Path) -> Case:
    """Hold a sealed and opened package against the openssl commands for bare CMS."""
    at = system_clock() - timedelta(minutes=1)
    authority = certificates.new_authority(keys.generate_key(), "106", name="Nơi nhận", at=at)
    key = keys.generate_key()
    request = certificates.make_request(key, UNIT, name="Chủ tịch")
    leaf = certificates.issue_certificate(authority, request, unit_code=UNIT, serial=2, at=at)
    signer = KeyFileSigner(key, leaf, (authority.certificate_der,))
    figures = {f"dong.{number}": f"{number}.5" for number in range(1000)}
    parts = (
        PackagePart("data.json", PartRole.DATA, canonical.dump(figures)),
        PackagePart("report.pdf", PartRole.PRINT, b"%PDF-1.7\n" + os.urandom(PDF_BYTES)),
    )
    header = _header(at)
    _lay(folder, key, leaf, authority.certificate_der, parts[1].data)

    def ours() -> None:
        unseal(seal(parts, header, signer=signer, at=at).data)

    return Case(
        "sign and verify one package", ours, "openssl cms -sign, -verify", lambda: _openssl(folder)
    )


def _header(at) -> PackageHeader:
    return PackageHeader(
        kind=Kind.REPORT,
        package_id="7d2f0a0e-6f0c-4b51-9a53-0d6c7f1a2b3c",
        unit=UnitRef(UNIT, "Đơn vị"),
        recipient=("106",),
        sequence=1,
        created=at,
        app=AppRef("ctmtqg-desktop", "0.1.0"),
        signer_claim=SignerClaim("Chủ tịch", "Chủ tịch"),
        form=FormRef("ctmtqg-xa", "1", "ab" * 32),
        period=PERIOD.code,
        revision=1,
    )


def _lay(folder: Path, key, leaf: bytes, authority: bytes, content: bytes) -> None:
    """Put the same key and content where openssl finds them."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    (folder / "content").write_bytes(content)
    for name, der in (("leaf", leaf), ("ca", authority)):
        (folder / f"{name}.cer").write_bytes(der)
        command = f"openssl x509 -inform DER -in {name}.cer -out {name}.pem"
        subprocess.run(command.split(), cwd=folder, check=True)


def _openssl(folder: Path) -> None:
    sign = (
        "openssl cms -sign -cades -binary -md sha256 -in content -signer leaf.pem -inkey key.pem"
        " -outform DER -out content.p7s"
    )
    verify = (
        "openssl cms -verify -cades -binary -inform DER -in content.p7s -content content"
        " -CAfile ca.pem -purpose any -out /dev/null"
    )
    for command in (sign, verify):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
