"""README's lines verify a package with unzip and openssl, and fail when a byte changed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.issue import Issue
from ctmtqg_desktop.package.seal import seal, seal_issue
from ctmtqg_desktop.package.unseal import unseal

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


@pytest.fixture(scope="module")
def issued(bench):
    """A package that the clerk has numbered and sealed, with the same key for brevity."""
    opened = unseal(seal(bench.parts, bench.header, signer=bench.signer, at=bench.at).data)
    unit, digest = opened.manifest.header.unit.code, opened.manifest.content_sha256
    issue = Issue(5, "BC-UBND", bench.at.date(), unit, "Văn thư", digest)
    pdf = opened.parts["report.pdf"] + b"sealed\n"
    return seal_issue(opened, issue, pdf, signer=bench.signer, at=bench.at)


@pytest.mark.parametrize("own_certificates", [False, True])
def test_lines_verify_both_signatures_of_an_issued_package(
    bench, issued, tmp_path, own_certificates
):
    done = run_readme(tmp_path, bench, issued.data, own_certificates=own_certificates)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("CAdES Verification successful") == 2
    for line in ("META-INF/signature001.p7s: OK", "issue.json: OK", "issued.pdf: OK"):
        assert line in done.stdout


@pytest.mark.parametrize("name", ["issued.pdf", names.SIGNATURE_2, "report.pdf", names.SIGNATURE])
def test_one_changed_byte_of_an_issued_package_fails(bench, issued, tmp_path, name):
    entries = read_container(issued.data)
    del entries[names.MIMETYPE]
    entries[name] = entries[name][:-1] + bytes([entries[name][-1] ^ 1])
    done = run_readme(tmp_path, bench, write_container(entries.items()))
    assert done.returncode != 0
