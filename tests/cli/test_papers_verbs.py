"""DESIGN 7, issue 4: issue, export-pdf, import-signed, images, sign-pdf, verify of a print."""

import re
import shutil
import subprocess
from io import BytesIO
from types import SimpleNamespace

import pytest

from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.pdf import pades, pades_check

CODE, SET = "03394", "ctmtqg-xa"


@pytest.fixture
def keys(world, mail, office):
    """Key files of the leader and of the seal; the office knows both."""
    seal = world.signer(CODE)
    world.enrol(office, CODE, seal)
    leader = world.key_file(mail[CODE].signer)
    return SimpleNamespace(leader=leader, seal=world.key_file(seal), seal_signer=seal)


def png(colour=(200, 0, 0, 255)):
    from PIL import Image, ImageDraw

    image, target = Image.new("RGBA", (300, 300)), BytesIO()
    ImageDraw.Draw(image).ellipse((4, 4, 296, 296), outline=colour, width=9)
    image.save(target, "PNG")
    return target.getvalue()


def test_a_report_is_issued_verified_and_received(run, told, sender, receiver, keys, tmp_path):
    call = ("issue", sender, SET, "2024", "--key", keys.seal, "--out", tmp_path, "--number", 45)
    assert told(*call, "--date", "06/01/2025", exit_code=2)[0] == "exchange.usage"
    code, said = run(*call, "--date", "2025-01-06")
    assert (code, said["number"], said["date"]) == (0, "45/BC-UBND", "2025-01-06")
    code, saved = run("export-pdf", sender, SET, "2024", "--signed", "--out", tmp_path)
    assert (code, saved["path"][-17:]) == (0, "r01_so45_da-ky.pdf"[-17:])
    assert run("verify", saved["path"])[0] == 0
    code, found = run("verify", said["package"])
    (one,) = found["files"]
    assert (code, one["code"], one["issue"]["number"]) == (0, None, "45/BC-UBND")
    assert [s["field"] for s in one["print_signatures"]] == ["NguoiKy", "CoQuan"]
    code, taken = run("receive", receiver, said["package"])
    assert (code, taken["files"][0]["outcome"]) == (0, "accepted")
    assert told(*call, "--date", "2025-01-06")[0] == "package.already-issued"


def test_verify_reads_a_signed_print_outside_its_package(run, told, mail, tmp_path):
    pdf = unseal(mail[CODE].data).parts["report.pdf"]
    (tmp_path / "a.pdf").write_bytes(pdf)
    code, found = run("verify", tmp_path / "a.pdf")
    assert (code, found["files"][0]["verdict"]["bottom_line"]) == (0, "open")
    broken = bytearray(pdf)
    broken[3000] ^= 1
    (tmp_path / "b.pdf").write_bytes(broken)
    code, found = run("verify", tmp_path / "b.pdf")
    assert (code, found["files"][0]["verdict"]["bottom_line"]) == (1, "invalid")
    assert found["files"][0]["code"].startswith("trust.pdf-")


def test_the_outside_route(run, told, world, keys, tmp_path):
    desk = world.open_desk(CODE, "ngoai")
    world.fill(desk)
    desk.workspace.close()
    place = world.root / "ngoai.ctmtqg"
    code, said = run("export-pdf", place, SET, "2024", "--name", "Lò Văn Ánh", "--out", tmp_path)
    assert code == 0
    back = ("import-signed", place, SET, "2024", said["path"], "--key", keys.leader)
    assert told(*back, "--out", tmp_path)[0] == "trust.pdf-unsigned"
    path = tmp_path / "03394_ctmtqg-xa_2024_r01_cho-ky.pdf"
    signed = pades.write_pdf_signature(
        path.read_bytes(), pades.Claim("Signature1"), signer=keys.seal_signer, at=world.clock()
    )
    path.write_bytes(signed)
    code, done = run(*back, "--out", tmp_path)
    assert (code, done["revision"], len(done["print_signatures"])) == (0, 1, 1)
    assert unseal((tmp_path / "03394_ctmtqg-xa_2024_r01.asice").read_bytes())


def test_images_are_kept_replaced_and_forgotten(run, told, sender, tmp_path):
    (tmp_path / "dau.png").write_bytes(png())
    call = ("signature-image", sender, "con-dau", tmp_path / "dau.png")
    assert told(*call)[0] == "reports.picture-size"
    code, said = run(*call, "--mm", "36")
    assert (code, said["width_mm"]) == (0, "36.00")
    assert run("signature-image", sender, "con-dau")[1]["width_mm"] is None


@pytest.mark.parametrize("kind", ["phu-luc", "ban-sao"])
def test_an_appendix_of_its_own_is_signed_in_the_corner(run, told, sender, keys, tmp_path, kind):
    pdf = tmp_path / "phu-luc.pdf"
    assert (
        run("print", sender, "--form", "ntm-nguon-luc", "--period", "2024", "--pdf", pdf)[0] == 0
    )
    call = ("sign-pdf", sender, pdf, "--kind", kind, "--key", keys.seal, "--out", tmp_path)
    assert told(*call, "--number", " ")[0] == "exchange.separate-number"
    code, said = run(*call, "--number", "45/BC-UBND")
    assert code == 0
    moment = r"2025-01-06T\d\d:\d\d:\d\d\+07:00"
    assert re.fullmatch(rf"45/BC-UBND; {moment}", said["line"])
    signed = (tmp_path / "phu-luc_da-ky.pdf").read_bytes()
    assert pades_check.verify_pdf(signed).signatures[0].facts.spki_sha256 == (
        keys.seal_signer.spki_sha256
    )
    if shutil.which("pdftotext"):
        shown = ["pdftotext", "-raw", "-l", "1", tmp_path / "phu-luc_da-ky.pdf", "-"]
        done = subprocess.run(shown, capture_output=True, text=True, check=True)
        assert said["line"] in done.stdout


def test_a_file_that_is_no_pdf_is_not_signed(told, sender, keys, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"PK")
    call = ("sign-pdf", sender, tmp_path / "a.pdf", "--kind", "ban-sao", "--number", "1/BC")
    assert told(*call, "--key", keys.seal, "--out", tmp_path)[0] == "reports.pdf-unreadable"
