"""DESIGN 5: a stranger with only unzip, openssl and sha256sum can verify a package."""

import shutil
import subprocess

import pytest

from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container, write_container

TOOLS = ("unzip", "openssl", "sha256sum", "sed", "base64", "od")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

UNPACK = "mkdir goi && cd goi && unzip -q ../package.asice"
CERTIFICATES = (
    "openssl pkcs7 -inform DER -in META-INF/signature001.p7s -print_certs -out certificates.pem"
)
AUTHORITY = "openssl x509 -inform DER -in ../authority.cer -out ca.pem"
SIGNATURE = (
    "openssl cms -verify {how} -binary -inform DER -in META-INF/signature001.p7s"
    " -content META-INF/ASiCManifest.xml -purpose any"
    " -signer signer.pem -out /dev/null"
)
TRUSTED = SIGNATURE.format(how="-cades -CAfile ca.pem")
AS_SENT = SIGNATURE.format(how="-cades -CAfile certificates.pem")
SIGNATURE_ONLY = SIGNATURE.format(how="-noverify")  # openssl allows no -cades with -noverify
WHO = "openssl x509 -in signer.pem -noout -subject -issuer -nameopt utf8,sep_comma_plus"
KEY = "openssl x509 -in signer.pem -pubkey -noout | openssl pkey -pubin -outform DER | sha256sum"
DIGESTS = r"""sed -n 's|.* URI="\([^"]*\)".*<ds:DigestValue>\([^<]*\)<.*|\2 \1|p' \
  META-INF/ASiCManifest.xml | while read -r digest file; do
    echo "$(echo "$digest" | base64 -d | od -An -v -tx1 | tr -d ' \n')  $file"
  done | sha256sum -c --quiet -"""


def run(folder, *lines):
    script = "\n".join(["set -eu -o pipefail", *lines])
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )


def laid(tmp_path, bench, data):
    (tmp_path / "package.asice").write_bytes(data)
    (tmp_path / "authority.cer").write_bytes(bench.authority.certificate_der)
    return tmp_path


def test_a_stranger_can_verify_with_the_authoritys_certificate(bench, sealed, tmp_path):
    done = run(laid(tmp_path, bench, sealed.data), UNPACK, AUTHORITY, TRUSTED, DIGESTS)
    assert done.returncode == 0, done.stderr
    assert "CAdES Verification successful" in done.stderr


def test_a_stranger_can_verify_the_signature_alone(bench, sealed, tmp_path):
    lines = (UNPACK, SIGNATURE_ONLY, DIGESTS, CERTIFICATES, AS_SENT, WHO, KEY)
    done = run(laid(tmp_path, bench, sealed.data), *lines)
    assert done.returncode == 0, done.stderr
    assert bench.signer.spki_sha256 in done.stdout
    assert "Nguyễn Văn Ất" in done.stdout
    text = (tmp_path / "goi" / "certificates.pem").read_text()
    assert text.count("BEGIN CERTIFICATE") == 2


def test_the_wrong_authority_is_refused(bench, sealed, tmp_path):
    from ctmtqg_desktop.trust.certificate import authority as certificates
    from ctmtqg_desktop.trust.keys import keys

    folder = laid(tmp_path, bench, sealed.data)
    other = certificates.new_authority(keys.generate_key(), "12", name="Sở", at=bench.at)
    (folder / "authority.cer").write_bytes(other.certificate_der)
    assert run(folder, UNPACK, AUTHORITY, TRUSTED).returncode != 0


@pytest.mark.parametrize("name", [names.ASIC_MANIFEST, names.SIGNATURE])
def test_one_changed_byte_in_what_is_signed_fails(bench, sealed, tmp_path, name):
    folder = laid(tmp_path, bench, changed(sealed, name))
    for trust in (TRUSTED, SIGNATURE_ONLY):
        shutil.rmtree(folder / "goi", ignore_errors=True)
        assert run(folder, UNPACK).returncode == 0
        assert run(folder / "goi", AUTHORITY, trust).returncode != 0


@pytest.mark.parametrize("name", ["data.json", "manifest.json", "attachments/001.png"])
def test_one_changed_byte_in_a_file_fails(bench, sealed, tmp_path, name):
    folder = laid(tmp_path, bench, changed(sealed, name))
    assert run(folder, UNPACK, AUTHORITY, TRUSTED).returncode == 0
    done = run(folder / "goi", DIGESTS)
    assert done.returncode != 0
    assert f"{name}: FAILED" in done.stdout


def changed(sealed, name):
    """Return the package with the last byte of one file changed and a right checksum."""
    entries = read_container(sealed.data)
    del entries[names.MIMETYPE]
    data = entries[name]
    entries[name] = data[:-1] + bytes([data[-1] ^ 1])
    return write_container(entries.items())
