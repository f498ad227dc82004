"""Issue 4, point 2: number, date and seal after the leader's signature; who may seal."""

import shutil
import subprocess
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.life import life
from ctmtqg_desktop.exchange.paper import signed_print as papers
from ctmtqg_desktop.exchange.paper.images import keep_image, picture_of
from ctmtqg_desktop.exchange.paper.orders import Image, KeepImage
from ctmtqg_desktop.exchange.post.envelope import Author, Site
from ctmtqg_desktop.exchange.post.sent_packages import latest_package
from ctmtqg_desktop.exchange.post.signers import Held, Signing
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.receiver.judge import verify_alone
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.issue import give_number
from ctmtqg_desktop.exchange.sender.orders import ExportAgain, GiveNumber, Reopen
from ctmtqg_desktop.exchange.sender.submit import export_again
from ctmtqg_desktop.exchange.sender.take_receipt import take_receipt
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container
from ctmtqg_desktop.package.seal import seal_issue
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.reports.pdf.fields import read_field_box, read_values
from ctmtqg_desktop.trust.pdf import pades_check
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
CODE, DAY = "03394", date(2025, 1, 6)


def picture(colour, size, *, dpi=0, ground=(0, 0, 0, 0)):
    from PIL import Image, ImageDraw

    image, target = Image.new("RGBA", size, ground), BytesIO()
    ImageDraw.Draw(image).ellipse((4, 4, size[0] - 5, size[1] - 5), outline=colour, width=6)
    image.save(target, "PNG", **({"dpi": (dpi, dpi)} if dpi else {}))
    return target.getvalue()


@pytest.fixture
def unit(world, mail):
    """The desk of a unit that has signed its report, and the key of its seal."""
    world.authority = mail.world.authority
    path = shutil.copyfile(mail[CODE].workspace, world.root / f"{CODE}.ctmtqg")
    desk = desk_of(
        Program(lambda: world.catalogue, world.clock), open_workspace(path, clock=world.clock)
    )
    desk.seal = world.signer(CODE)
    yield desk
    desk.workspace.close()


def issued(desk, out, number=45, dated=DAY, signer=None, symbol=""):
    signing = Signing(Held(signer or desk.seal), out)
    order = GiveNumber(SET, YEAR.code, number, dated, signing, symbol)
    return SimpleNamespace(**give_number(desk, order).facts)


def keep(desk, image, data, width_mm=0):
    """Keep an image that lies in a file beside the workspace."""
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(data)
        file.flush()
        keep_image(desk.room, KeepImage(image, Path(file.name), width_mm))


def test_number_date_and_seal_are_added_and_nothing_is_taken_away(unit, world, mail):
    done = issued(unit, world.root)
    before, after = unseal(mail[CODE].data), unseal(done.package.read_bytes())
    assert done.package.name == "03394_ctmtqg-xa_2024_r01_so45.asice"
    assert (done.number, done.content_sha256) == ("45/BC-UBND", before.manifest.content_sha256)
    assert after.issued.issue.issued_by == f"Văn thư {unit.unit.agency}"
    assert after.issued.pdf.startswith(before.parts["report.pdf"])
    assert (
        read_container(after.data)[names.SIGNATURE] == read_container(before.data)[names.SIGNATURE]
    )
    assert read_values(after.issued.pdf) == {
        "SoVanBan": "Số: 45/BC-UBND",
        "NgayVanBan": "Thèn Sin, ngày 06 tháng 01 năm 2025",
    }
    assert unit.report(SET, YEAR).status is Status.EXPORTED


def test_both_signatures_of_the_print_are_right(unit, world, mail):
    opened = unseal(issued(unit, world.root).package.read_bytes())
    first, second = pades_check.verify_pdf(opened.issued.pdf).signatures
    assert (first.field, second.field) == ("NguoiKy", "CoQuan")
    assert first.end == len(opened.parts["report.pdf"])
    assert first.facts.spki_sha256 == mail[CODE].signer.spki_sha256
    assert second.facts.spki_sha256 == unit.seal.spki_sha256 == opened.issued.facts.spki_sha256


def test_a_report_is_issued_once_and_written_again_the_same(unit, world):
    done = issued(unit, world.root)
    with pytest.raises(CtmtqgError) as caught:
        issued(unit, world.root, number=46)
    assert caught.value.code == "package.already-issued"
    again = export_again(unit, ExportAgain(SET, YEAR.code, world.root)).found
    assert again.package.read_bytes() == done.package.read_bytes()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dated": DAY - timedelta(days=1)}, "exchange.issue-date"),
        ({"dated": DAY + timedelta(days=1)}, "exchange.issue-date"),
        ({"number": 0}, "package.issue-field"),
        ({"number": 100_000}, "package.issue-field"),
        ({"symbol": "báo cáo"}, "package.issue-field"),
        ({"signer": "leader"}, "exchange.seal-same-key"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(unit, world, mail, changes, code):
    if changes.get("signer"):
        changes = {"signer": mail[CODE].signer}
    with pytest.raises(CtmtqgError) as caught:
        issued(unit, world.root, **changes)
    assert caught.value.code == code
    assert not list(world.root.glob("*_so*"))
    issued(unit, world.root)


def test_a_draft_is_not_issued(unit, world):
    reopen(unit, Reopen(SET, YEAR.code, "sửa"))
    with pytest.raises(CtmtqgError) as caught:
        issued(unit, world.root)
    assert caught.value.code == "exchange.issue-unsigned"


def test_the_office_takes_it_when_the_seal_is_the_units_too(unit, world, office):
    path = issued(unit, world.root).package
    refused = receive(office, [path])[0]
    assert (refused.outcome, refused.code) == ("refused", "exchange.seal-not-entitled")
    assert refused.verdict.signer_entitled is False
    world.enrol(office, CODE, unit.seal, note="seal")
    assert receive(office, [path])[0].outcome == "accepted"


def test_an_issue_after_the_report_changes_no_figure(unit, world, office, mail):
    world.enrol(office, CODE, unit.seal)
    first = world.root / "first.asice"
    first.write_bytes(mail[CODE].data)
    results = [*receive(office, [first]), *receive(office, [issued(unit, world.root).package])]
    assert [r.outcome for r in results] == ["accepted", "duplicate"]
    said = results[1].message
    assert said.endswith("Bản này có số văn bản 45/BC-UBND.")
    found = office.workspace.submissions.find(results[0].content_sha256)
    opened = unseal(office.workspace.packages.read(latest_package(office.workspace, found)))
    assert opened.issued.issue.shown == "45/BC-UBND"


def test_a_receipt_for_the_issued_package_is_ours(unit, world, office):
    world.enrol(office, CODE, unit.seal)
    result = receive(office, [issued(unit, world.root).package])[0]
    found = office.workspace.submissions.find(result.content_sha256)
    site = Site(office.workspace, office.unit, world.clock())
    author = Author(world.office_signer, "Chủ tịch")
    (path,) = give_receipts(site, [found], author=author, out_dir=world.root)
    own = Site(unit.workspace, unit.unit, world.clock())
    assert take_receipt(own, unseal(path.read_bytes())).package_sha256 == found.package_sha256
    assert unit.report(SET, YEAR).status is Status.ACCEPTED


def test_verify_says_who_signed_the_print_and_what_number_it_has(unit, world):
    found = verify_alone(issued(unit, world.root).package.read_bytes())
    assert (found.code, found.verdict.signature_valid) == ("", True)
    assert found.papers.issue_json()["number"] == "45/BC-UBND"
    assert [one["field"] for one in found.papers.to_json()] == ["NguoiKy", "CoQuan"]


@pytest.mark.parametrize("change", ["number", "dated", "key"])
def test_an_issue_that_its_print_does_not_show_is_refused(unit, world, mail, change):
    opened, bare = unseal(issued(unit, world.root).package.read_bytes()), unseal(mail[CODE].data)
    given, signer = opened.issued.issue, unit.seal
    if change == "key":
        signer = world.signer(CODE)
    else:
        new = {"number": 46} if change == "number" else {"dated": date(2025, 1, 7)}
        given = replace(given, **new)
    made = seal_issue(bare, given, opened.issued.pdf, signer=signer, at=world.clock())
    found = verify_alone(made.data)
    assert (found.code, found.verdict.signature_valid) == ("exchange.issue-print-differs", False)


def test_the_seal_covers_the_left_third_of_the_signature(world, unit):
    """NĐ 30/2020, Phụ lục I: images .png transparent; the seal in its real size."""
    reopen(unit, Reopen(SET, YEAR.code, "ký lại có ảnh"))
    blue, red = (
        picture((0, 0, 200, 255), (600, 240)),
        picture((200, 0, 0, 255), (425, 425), dpi=300),
    )
    keep(unit, Image.SIGNATURE, blue, width_mm=45)
    keep(unit, Image.SEAL, red)
    world.submit(unit, world.signer(CODE), world.root)
    pdf = unseal(issued(unit, world.root).package.read_bytes()).issued.pdf
    left, bottom, right, top = read_field_box(pdf, papers.LEADER)
    seal = read_field_box(pdf, papers.AGENCY)
    assert right - left == pytest.approx(45 * 72 / 25.4, abs=0.1)
    assert seal[2] - seal[0] == pytest.approx(425 / 300 * 72, abs=0.1)
    assert seal[2] == pytest.approx(left + (right - left) / 3, abs=0.1)
    assert (seal[1] + seal[3]) / 2 == pytest.approx((bottom + top) / 2, abs=0.1)


@pytest.mark.parametrize(
    ("data", "width", "code"),
    [
        (b"GIF89a", 40, "reports.picture-unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, 40, "reports.picture-unreadable"),
        (
            picture((0, 0, 0, 255), (90, 90), ground=(255, 255, 255, 255)),
            40,
            "reports.picture-opaque",
        ),
        (picture((0, 0, 0, 255), (90, 90)), 0, "reports.picture-size"),
        (picture((0, 0, 0, 255), (90, 90)), 400, "reports.picture-size"),
    ],
)
def test_images_that_cannot_be_used_are_refused(unit, data, width, code):
    with pytest.raises(CtmtqgError) as caught:
        keep(unit, Image.SEAL, data, width_mm=width)
    assert caught.value.code == code
    assert picture_of(unit.workspace, Image.SEAL) is None


def test_the_issued_print_stays_archivable(unit, world, tmp_path):
    if not (shutil.which("qpdf") and shutil.which("pdffonts") and shutil.which("pdftotext")):
        pytest.skip("needs qpdf and poppler-utils")
    keep(unit, Image.SEAL, picture((200, 0, 0, 255), (300, 300)), width_mm=36)
    path = tmp_path / "a.pdf"
    path.write_bytes(unseal(issued(unit, world.root).package.read_bytes()).issued.pdf)

    def run(*command):
        done = subprocess.run([*command, path, *["-"] * (command[0] == "pdftotext")],
                              capture_output=True, text=True, check=True)  # fmt: skip
        return done.stdout

    run("qpdf", "--check")
    assert all(row.split()[-5:-2] == ["yes"] * 3 for row in run("pdffonts").splitlines()[2:])
    text = run("pdftotext", "-l", "1")
    assert "Số: 45/BC-UBND" in text
    assert "Thèn Sin, ngày 06 tháng 01 năm 2025" in text


def test_the_life_of_a_report_tells_who_numbered_it(unit, world, office):
    done = issued(unit, world.root)
    world.enrol(office, CODE, unit.seal)
    receive(office, [done.package])
    key = unit.report(SET, YEAR).key
    for workspace in (unit.workspace, office.workspace):
        (step,) = [e for e in life(workspace, key) if e.what == "issued"]
        assert "45/BC-UBND ngày 06/01/2025" in step.words
        assert step.proof == done.package_sha256
