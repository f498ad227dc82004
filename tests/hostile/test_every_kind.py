"""Issue 4: every kind of package verifies with openssl and certtool; any changed byte fails."""

import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import ctmtqg_desktop
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import inspect
from ctmtqg_desktop.trust.x509 import der

KINDS = ("report", "issued", "receipt", "return", "enrolment", "unit-card", "catalogue", "targets",
         "revocations")  # fmt: skip
README = Path(__file__).resolve().parents[2] / "README.md"
SAMPLE, SEED = 8_000, 4
"""So many bytes of a big file are changed, beside every byte of its frame and signature."""
needs_tools = pytest.mark.skipif(
    any(
        shutil.which(tool) is None for tool in ("openssl", "unzip", "sha256sum", "od", "certtool")
    ),
    reason="needs openssl, certtool, unzip, sha256sum and od",
)


@pytest.fixture(params=KINDS)
def package(request, written):
    return written.kinds[request.param]


def shell(folder, script):
    return subprocess.run(
        ["bash", "-c", f"set -eu -o pipefail\n{script}"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def readme(folder, data, authority):
    """Follow README on a package, in an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "package.asice").write_bytes(data)
    (folder / "authority.cer").write_bytes(authority)
    lines, _ = re.findall(r"```sh\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    return shell(folder, lines)


def certtool(folder):
    """Check the signature of an unpacked package with GnuTLS."""
    return shell(folder / "goi", (
        "certtool --p7-verify --inder --infile META-INF/signature001.p7s"
        " --load-data META-INF/ASiCManifest.xml --load-ca-certificate ca.pem"
    ))  # fmt: skip


def test_the_list_of_kinds_is_whole():
    """A kind that some verb comes to write must be made and attacked here too."""
    room = Path(ctmtqg_desktop.__file__).parent / "exchange"
    source = "".join(path.read_text("utf-8") for path in room.rglob("*.py"))
    ways = r"(?:Envelope\(\s*|kind=|edition, |else )"
    named = re.findall(rf"{ways}Kind\.([A-Z_]+)\b(?!\.value)", source)
    assert {Kind[name].value for name in named} == set(KINDS) - {"issued"}


def test_a_package_is_of_its_kind(package, written):
    opened = inspect(package).opened
    kind = "issued" if opened.issued else opened.manifest.header.kind.value
    assert written.kinds[kind] is package


@needs_tools
def test_openssl_and_certtool_verify_it(package, written, tmp_path):
    done = readme(tmp_path / "a", package, written.world.authority.certificate_der)
    assert done.returncode == 0, done.stderr
    assert "CAdES Verification successful" in done.stderr
    listed = [file.path for file in inspect(package).opened.manifest.files]
    for name in ("manifest.json", *listed):
        assert f"{name}: OK" in done.stdout
    checked = certtool(tmp_path / "a")
    assert checked.returncode == 0
    assert "Signature status: ok" in checked.stdout + checked.stderr


@needs_tools
def test_outside_tools_refuse_a_changed_byte_of_every_file(package, written, tmp_path):
    """The checksum of the zip is put right, as somebody would who wants to deceive."""
    luck, authority = random.Random(SEED), written.world.authority.certificate_der
    entries = read_container(package)
    del entries[names.MIMETYPE]
    for name in set(entries) - {names.SIGNATURE, names.SIGNATURE_2}:
        file = repacked(entries, name, luck.randrange(len(entries[name])))
        assert readme(tmp_path / "a", file, authority).returncode != 0, name
        if name == names.ASIC_MANIFEST:
            assert not is_right(certtool(tmp_path / "a"))


@needs_tools
@pytest.mark.parametrize("part", ["certificate", "attributes", "signature"])
def test_outside_tools_refuse_a_changed_signature(package, written, tmp_path, part):
    """Of the rest of a signature (a spare certificate, versions) only we mind a changed byte."""
    entries = read_container(package)
    del entries[names.MIMETYPE]
    p7s = entries[names.SIGNATURE]
    signer = der.read_der(p7s).children[1].children[0].children[4].children[0].children
    own = inspect(package).facts.certificate_der
    held = {
        "certificate": own[10:],
        "attributes": signer[3].body[4:],
        "signature": signer[5].body[6:],
    }
    at = p7s.index(held[part]) + random.Random(SEED).randrange(len(held[part]) - 8)
    file = repacked(entries, names.SIGNATURE, at)
    assert inspect(file).code
    done = readme(tmp_path / "a", file, written.world.authority.certificate_der)
    assert done.returncode != 0
    assert not is_right(certtool(tmp_path / "a"))


def repacked(entries, name, at):
    changed = bytearray(entries[name])
    changed[at] ^= 1 << at % 8
    return write_container({**entries, name: bytes(changed)}.items())


def is_right(done):
    return done.returncode == 0 and "Signature status: ok" in done.stdout + done.stderr


def test_any_changed_byte_is_refused_with_a_code(package):
    """Every byte of frame, manifests, small parts and signature; big parts by a seeded sample."""
    every = range(8) if os.environ.get("CTMTQG_FUZZ") else None
    for at in places(package):
        for bit in every or [at % 8]:
            changed = bytearray(package)
            changed[at] ^= 1 << bit
            found = inspect(bytes(changed))
            assert found.code, (at, bit)
            assert found.opened is None
            assert not found.intact


def places(data):
    """Return where to change a package: everywhere but inside big parts, there at random."""
    if len(data) <= SAMPLE or os.environ.get("CTMTQG_FUZZ"):
        return range(len(data))
    inside = []
    for content in read_container(data).values():
        if len(content) > SAMPLE // 4:
            start = data.index(content)
            inside.append(range(start + 1, start + len(content) - 1))
    big = set().union(*inside)
    chosen = random.Random(SEED).sample(sorted(big), min(SAMPLE // 4, len(big)))
    return sorted({*chosen, *(set(range(len(data))) - big)})


def test_a_changed_byte_under_a_right_checksum_is_refused(package):
    """Every byte of the small files, every so-manieth of the big: what the signature covers."""
    entries = read_container(package)
    del entries[names.MIMETYPE]
    for name, data in entries.items():
        for at in range(0, len(data), max(1, len(data) // 60)):
            found = inspect(repacked(entries, name, at))
            assert found.code, (name, at)
            assert found.opened is None


def test_the_signature_of_one_kind_is_none_of_another(written):
    """Files of two packages never make a third."""
    whole = {kind: read_container(data) for kind, data in written.kinds.items()}
    for one in KINDS:
        for other in KINDS:
            for name in (names.SIGNATURE, names.ASIC_MANIFEST, names.MANIFEST):
                mixed = {**whole[one], name: whole[other][name]}
                del mixed[names.MIMETYPE]
                made = write_container(mixed.items())
                is_real = made in written.kinds.values()  # the issued report holds the report
                assert (inspect(made).opened is not None) == is_real, (one, other, name)
