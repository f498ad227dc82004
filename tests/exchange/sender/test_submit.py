"""DESIGN 5, 6: what blocks is named; signing freezes; the same bytes every time; amendments."""

import shutil

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import PackageError, WorkspaceError
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.orders import ExportAgain, Reopen, Submit
from ctmtqg_desktop.exchange.sender.submit import export_again, submit
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
FUNDS, SELF = "ntm-nguon-luc", "ntm-xa-tu-danh-gia"
PLANNED = Cell("nguon_luc", "nsdp", "ke_hoach")


@pytest.fixture
def sender(world, mail):
    """Open a copy of the workspace of a unit that has sent its report."""
    opened = []

    def make(code):
        path = shutil.copyfile(mail[code].workspace, world.root / f"{code}.ctmtqg")
        world.authority = mail.world.authority
        desk = desk_of(
            Program(lambda: world.catalogue, world.clock), open_workspace(path, clock=world.clock)
        )
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        desk.workspace.close()


def test_a_package_carries_manifest_figures_and_print(mail):
    opened = unseal(mail["03400"].data)
    header = opened.manifest.header
    assert (header.unit.code, header.recipient, header.period, header.revision) == (
        "03400", ("106",), "2024", 1,
    )  # fmt: skip
    assert [f.path for f in opened.manifest.files] == ["data.json", "report.pdf"]
    assert opened.parts["report.pdf"].startswith(b"%PDF")
    report = payload.load_report(opened.parts["data.json"])
    assert [form.id for form in report.forms] == [
        "ntm-xa-tu-danh-gia", FUNDS, "ntm-cong-trinh", "dtts-da1",
    ]  # fmt: skip
    assert report.forms[1].computed[Cell("nguon_luc", "tong", "ke_hoach")] > 0


def test_reasons_travel_and_are_printed(mail, tmp_path):
    opened = unseal(mail["03400"].data)
    report = payload.load_report(opened.parts["data.json"])
    reasons = report.forms[0].content.reasons
    assert ("tdg-tieu-chi-chua-dat", "bo_tieu_chi.tc11.dat") in reasons
    text = printed_text(opened.parts["report.pdf"], tmp_path)
    said = reasons[("tdg-tieu-chi-chua-dat", "bo_tieu_chi.tc11.dat")]
    assert "".join(said.split())[:60] in "".join(text.split())


def printed_text(data, folder):
    import subprocess

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "a.pdf").write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-raw", "a.pdf", "-"], cwd=folder, capture_output=True, check=True
    )
    return done.stdout.decode()


def test_what_blocks_is_named_and_nothing_is_written(world):
    desk, out = world.open_desk("03394"), world.root / "out"
    out.mkdir()
    world.fill(desk)
    sheet = desk.sheet(FUNDS, YEAR)
    desk.commit(sheet, sheet.set_texts([(PLANNED, "nhiều")]).change)
    done = submit(desk, Submit(SET, YEAR.code, Signing(Held(world.signer("03394")), out)))
    assert (done.code, done.is_refused, done.facts["code"]) == (
        "exchange.blocked", True, "exchange.blocked",
    )  # fmt: skip
    codes = {"entries.not-a-number", "nl-giai-ngan-vuot-von"}
    assert {f.code for f in done.found} == {f["code"] for f in done.facts["findings"]} == codes
    assert not list(out.iterdir())
    assert desk.report(SET, YEAR).status is Status.DRAFT
    assert desk.workspace.submissions.of(desk.report(SET, YEAR).key) == ()
    desk.workspace.close()


def test_a_point_without_its_reason_blocks(world):
    desk = world.open_desk("03400")
    world.fill(desk)
    sheet = desk.sheet("ntm-xa-tu-danh-gia", YEAR)
    finding = next(f for f in sheet.findings() if f.justification)
    desk.justify(sheet, finding, "")
    found = world.submit(desk, world.signer("03400"), world.root)
    assert [f.cell for f in found] == [finding.cell]
    desk.justify(sheet, finding, "Có lý do")
    assert world.submit(desk, world.signer("03400"), world.root).revision == 1
    desk.workspace.close()


def test_a_signed_report_is_locked(sender, world, mail):
    desk = sender("03394")
    assert desk.report(SET, YEAR).status is Status.EXPORTED
    sheet = desk.sheet(FUNDS, YEAR)
    step = sheet.set_texts([(PLANNED, "1")])
    with pytest.raises(WorkspaceError) as refused:
        desk.commit(sheet, step.change)
    assert refused.value.code == "workspace.report-locked"
    assert refused.value.facts["status"] == "Đã xuất gói"
    with pytest.raises(WorkspaceError) as refused:
        world.submit(desk, mail["03394"].signer, world.root)
    assert refused.value.code == "workspace.report-locked"


def test_the_same_bytes_are_written_again(sender, world, mail):
    desk, out = sender("03394"), world.root / "lần nữa"
    out.mkdir()
    done = export_again(desk, ExportAgain(SET, YEAR.code, out)).found
    assert done.package.read_bytes() == mail["03394"].data
    assert done.package.name == "03394_ctmtqg-xa_2024_r01.asice"
    assert done.content_sha256 == mail["03394"].done.content_sha256


def test_a_failing_stick_leaves_the_report_signed_and_the_next_try_writes_it(world, monkeypatch):
    import errno

    from ctmtqg_desktop.package import files

    desk, out, signer = world.open_desk("03390"), world.root / "usb", world.signer("03390")
    out.mkdir()
    world.fill(desk)

    def full(path, data):
        path.write_bytes(data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(files, "_write_synced", full)
        with pytest.raises(PackageError) as refused:
            world.submit(desk, signer, out)
    assert refused.value.code == "package.disk-full"
    assert list(out.iterdir()) == []
    assert desk.report(SET, YEAR).status is Status.SIGNED
    done = world.submit(desk, signer, out)
    assert desk.report(SET, YEAR).status is Status.EXPORTED
    assert len(desk.workspace.submissions.of(desk.report(SET, YEAR).key)) == 1
    assert unseal(done.package.read_bytes()).manifest.content_sha256 == done.content_sha256
    desk.workspace.close()


def test_a_full_disk_while_storing_leaves_the_draft(world, monkeypatch):
    desk, out = world.open_desk("03390"), world.root / "usb"
    out.mkdir()
    world.fill(desk)

    def full(*_, **__):
        raise WorkspaceError("workspace.disk-full", place="x")

    with monkeypatch.context() as broken:
        broken.setattr(desk.workspace.submissions, "freeze", full)
        with pytest.raises(WorkspaceError):
            world.submit(desk, world.signer("03390"), out)
    assert list(out.iterdir()) == []
    assert desk.report(SET, YEAR).status is Status.DRAFT
    desk.workspace.close()


def test_an_amendment_names_the_revision_it_replaces(sender, world, mail):
    desk = sender("03394")
    before = mail["03394"].done
    opened = reopen(desk, Reopen(SET, YEAR.code, "Sửa vốn địa phương")).found
    assert (opened.revision, opened.status) == (2, Status.DRAFT)
    sheet, cell = desk.sheet(SELF, YEAR), Cell("chung", "so_ho", "value")
    was = sheet.value(cell)
    desk.commit(sheet, sheet.set_texts([(cell, "777")]).change)
    done = world.submit(desk, mail["03394"].signer, world.root)
    assert (done.revision, done.package.name) == (2, "03394_ctmtqg-xa_2024_r02.asice")
    header = unseal(done.package.read_bytes()).manifest.header
    assert (header.revision, header.previous_content_sha256) == (2, before.content_sha256)
    first, second = desk.workspace.submissions.of(opened.key)
    kept = [
        desk.workspace.submissions.values(one.id, SELF).entries[cell] for one in (first, second)
    ]
    assert kept == [was, 777]
    assert [(j.what, j.detail) for j in desk.workspace.journal.latest(what="reopen")] == [
        ("reopen", "Sửa vốn địa phương")
    ]
