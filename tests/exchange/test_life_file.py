"""Issue 4: the life of a report in one file, which its own commands verify without us."""

import hashlib
import io
import re
import shutil
import subprocess
import textwrap
import zipfile

import pytest

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.life import bundle, life
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.sender.amend import reopen, unlock
from ctmtqg_desktop.exchange.sender.orders import Reopen, Unlock
from ctmtqg_desktop.exchange.sender.take_receipt import take_receipt
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.unseal import unseal

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
needs_tools = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("bash", "openssl", "unzip", "sha256sum", "od")),
    reason="needs bash, openssl, unzip, sha256sum and od",
)


@pytest.fixture
def told(scene):
    """A report that was sent, returned, corrected, accepted and amended."""
    root = scene.world.authority.certificate_der
    scene.office.workspace.signers.set_authority(root, b"", scene.world.clock())

    def acknowledged():
        (path,) = give_receipts(
            scene.site(), [scene.revision], author=scene.author(), out_dir=scene.out
        )
        take_receipt(scene.own_site(), unseal(path.read_bytes()))

    acknowledged()
    scene.take(scene.send_back())
    unlock(scene.desk, Unlock(SET, YEAR.code, "ntm-nguon-luc", "Kho bạc đối chiếu lại."))
    scene.type("1234")
    scene.receive(scene.submit())
    acknowledged()
    reopen(scene.desk, Reopen(SET, YEAR.code, "Rà soát số hộ cuối năm."))
    scene.type("1240")
    scene.receive(scene.submit())
    acknowledged()
    return scene


@pytest.mark.parametrize("side", ["desk", "office"])
def test_every_step_has_its_proof(told, side):
    workspace = getattr(told, side).workspace
    events = life(workspace, told.key)
    first = "signed" if side == "desk" else "arrived"
    within = ["reopened", "unlocked"] if side == "desk" else []
    after = ["amended"] if side == "office" else []
    again = ["reopened"] if side == "desk" else []
    assert [e.what for e in events] == [
        first, "receipt", "returned", *within, first, *after, "receipt", *again, first, *after,
        "receipt",
    ]  # fmt: skip
    for event in events:
        assert unseal(workspace.packages.read(event.proof)).package_sha256 == event.proof
    assert all("đã tiếp nhận" in e.words for e in events if e.what == "receipt")


def test_a_step_before_its_revision_is_signed_has_no_proof_yet(told):
    reopen(told.desk, Reopen(SET, YEAR.code, "Còn sửa nữa."))
    last = life(told.desk.workspace, told.key)[-1]
    assert (last.what, last.proof) == ("reopened", "")


def test_a_receipt_by_a_clock_that_is_behind_comes_after_its_report(told):
    events = life(told.desk.workspace, told.key)
    assert events[0].at > events[1].at  # the first report was signed by another clock
    assert [e.what for e in events[:2]] == ["signed", "receipt"]


def run(folder):
    """Run all commands of DOC-TOI.txt, as somebody who pasted them."""
    text = (folder / "DOC-TOI.txt").read_text("utf-8")
    blocks = re.findall(r"(?:^  .*\n)+", text, re.MULTILINE)
    script = "\n".join(textwrap.dedent(block) for block in blocks)
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )


def unpacked(data, folder):
    folder.mkdir()
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        held.extractall(folder)
    return folder


@needs_tools
@pytest.mark.parametrize("side", ["desk", "office"])
def test_its_own_commands_verify_the_file(told, tmp_path, side):
    workspace = getattr(told, side).workspace
    folder = unpacked(bundle(workspace, told.key), tmp_path / "hồ sơ")
    packages = sorted(path.name for path in folder.glob("*.asice"))
    assert len(packages) == 7
    done = run(folder)
    lines = done.stdout.splitlines()
    for name in packages:
        assert f"{name}: OK" in lines
        assert f"{name}: ĐÚNG" in lines, done.stderr
    first = packages[0]
    assert f"02_receipt_r01.asice trả lời {first}" in lines
    assert f"03_returned_r01.asice trả lời {first}" in lines
    hashes = [re.search(r"mã (\w+), nối sau (\w*)", one) for one in lines if "nối sau" in one]
    assert [found[2] for found in hashes[1:]] == [found[1] for found in hashes[:-1]]


@needs_tools
def test_a_changed_file_is_wrong_even_when_its_sums_were_made_anew(told, tmp_path):
    """Who changes a figure in a package can put every digest right but the signature's."""
    folder = unpacked(bundle(told.office.workspace, told.key), tmp_path / "a")
    path = folder / "01_arrived_r01.asice"
    entries = {n: d for n, d in read_container(path.read_bytes()).items() if n != names.MIMETYPE}
    entries["data.json"] = re.sub(rb'"numbers":\{"([^"]+)":"\d', rb'"numbers":{"\1":"9',
                                  entries["data.json"], count=1)  # fmt: skip
    path.write_bytes(write_container(entries.items()))
    sums = folder / "SHA256SUMS"
    old = sums.read_text("utf-8")
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    sums.write_text(re.sub(rf"\w+(?=  {path.name})", new, old), "utf-8")
    lines = run(folder).stdout.splitlines()
    assert f"{path.name}: OK" in lines
    assert f"{path.name}: SAI" in lines
    assert "02_receipt_r01.asice: ĐÚNG" in lines
