"""README's lines verify a package with unzip and openssl, and fail when a byte changed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container, write_container

README = Path(__file__).resolve().parents[2] / "README.md"
MISSING = [tool for tool in ("unzip", "openssl", "sha256sum", "od") if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


def run_readme(folder, bench, data, *, own_certificates=False):
    """Run README's lines on a package, as somebody who pasted them into a shell."""
    lines, without_authority = re.findall(r"```sh\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    if own_certificates:
        lines = re.sub(r"openssl x509 -inform DER.*\n", without_authority, lines)
    (folder / "package.asice").write_bytes(data)
    (folder / "authority.cer").write_bytes(bench.authority.certificate_der)
    script = f"set -eu -o pipefail\n{lines}"
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("own_certificates", [False, True])
def test_lines_verify_a_package(bench, sealed, tmp_path, own_certificates):
    done = run_readme(tmp_path, bench, sealed.data, own_certificates=own_certificates)
    assert done.returncode == 0, done.stderr
    assert "CAdES Verification successful" in done.stderr
    assert "data.json: OK" in done.stdout
    assert bench.signer.spki_sha256 in done.stdout


@pytest.mark.parametrize("name", ["data.json", names.ASIC_MANIFEST, names.SIGNATURE])
def test_one_changed_byte_fails(bench, sealed, tmp_path, name):
    entries = read_container(sealed.data)
    del entries[names.MIMETYPE]
    entries[name] = entries[name][:-1] + bytes([entries[name][-1] ^ 1])
    done = run_readme(tmp_path, bench, write_container(entries.items()))
    assert done.returncode != 0
