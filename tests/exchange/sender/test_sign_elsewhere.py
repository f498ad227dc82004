"""Issue 4, point 1: the print signed in another system comes back, or is refused with a code."""

import shutil
from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from doing import receive
from sqlalchemy import delete

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.signers import Held, Signing
from ctmtqg_desktop.exchange.receiver.judge import verify_alone
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.issue import give_number
from ctmtqg_desktop.exchange.sender.orders import ExportPrint, GiveNumber, ImportSigned
from ctmtqg_desktop.exchange.sender.sign_elsewhere import export_print, import_signed
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.pdf import pades
from ctmtqg_desktop.workspace.schema import tables
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
CODE, SELF = "03394", "ntm-xa-tu-danh-gia"
HOUSEHOLDS = Cell("chung", "so_ho", "value")


@pytest.fixture(scope="module")
def filled(tmp_path_factory, declared, mail):
    """A workspace whose report is complete and not signed."""
    world = type(mail.world)(tmp_path_factory.mktemp("outside"), declared)
    desk = world.open_desk(CODE)
    world.fill(desk)
    desk.workspace.close()
    return world.root / f"{CODE}.ctmtqg"


@pytest.fixture
def desk(world, mail, filled):
    world.authority = mail.world.authority
    path = shutil.copyfile(filled, world.root / f"{CODE}.ctmtqg")
    made = desk_of(
        Program(lambda: world.catalogue, world.clock), open_workspace(path, clock=world.clock)
    )
    yield made
    made.workspace.close()


@pytest.fixture
def token(world):
    """The key the province's system signs with; nobody enrolled it."""
    return world.signer("99")


def handed_out(desk, folder):
    order = ExportPrint(SET, YEAR.code, folder, name="Lò Văn Ánh")
    return export_print(desk, order).paths[0]


def brought(desk, mail, pdf):
    signing = Signing(Held(mail[CODE].signer), pdf.parent, "Văn thư")
    return SimpleNamespace(**import_signed(desk, ImportSigned(SET, YEAR.code, pdf, signing)).facts)


def signed(pdf, token, at, name="Signature1"):
    claim = pades.Claim(name, "Lò Văn Ánh", place=pades.SignaturePlace(0, (300, 150, 400, 190)))
    return pades.sign_pdf(pdf, claim, signer=token, at=at)


def code_of(desk, mail, folder, data):
    path = folder / "ve.pdf"
    path.write_bytes(data)
    with pytest.raises(CtmtqgError) as caught:
        brought(desk, mail, path)
    assert desk.report(SET, YEAR).status in {Status.DRAFT, Status.COMPLETE}
    assert not desk.workspace.submissions.of(desk.report(SET, YEAR).key)
    return caught.value.code


def test_a_print_signed_elsewhere_is_sealed_by_the_units_key(desk, mail, token, world, office):
    path = handed_out(desk, world.root)
    path.write_bytes(signed(path.read_bytes(), token, world.clock()))
    done = brought(desk, mail, path)
    assert desk.report(SET, YEAR).status is Status.EXPORTED
    opened = unseal(done.package.read_bytes())
    assert opened.facts.spki_sha256 == mail[CODE].signer.spki_sha256
    assert opened.parts["report.pdf"] == path.read_bytes()
    assert [one["spki_sha256"] for one in done.print_signatures] == [token.spki_sha256]
    shown = verify_alone(opened.data).papers.to_json()
    assert [one["subject"] for one in shown] == ["Chủ tịch 99"]
    assert receive(office, [done.package])[0].outcome == "accepted"


def test_two_signatures_are_taken_and_figures_stay_open_meanwhile(desk, mail, token, world):
    path = handed_out(desk, world.root)
    once = signed(path.read_bytes(), token, world.clock())
    path.write_bytes(signed(once, mail["03400"].signer, world.clock(), "Signature2"))
    assert desk.report(SET, YEAR).status in {Status.DRAFT, Status.COMPLETE}
    assert len(brought(desk, mail, path).print_signatures) == 2


def test_an_unsigned_print_is_refused(desk, mail, world):
    data = handed_out(desk, world.root).read_bytes()
    assert code_of(desk, mail, world.root, data) == "trust.pdf-unsigned"


def test_figures_changed_since_are_refused(desk, mail, token, world):
    data = signed(handed_out(desk, world.root).read_bytes(), token, world.clock())
    sheet = desk.sheet(SELF, YEAR)
    was = sheet.entry(HOUSEHOLDS)
    desk.commit(sheet, sheet.set_texts([(HOUSEHOLDS, str(was + 1))]).change)
    assert code_of(desk, mail, world.root, data) == "exchange.outside-data-changed"
    sheet = desk.sheet(SELF, YEAR)
    desk.commit(sheet, sheet.set_texts([(HOUSEHOLDS, str(was))]).change)
    assert isinstance(was, Decimal)
    (world.root / "ve.pdf").write_bytes(data)
    assert brought(desk, mail, world.root / "ve.pdf").revision == 1


def test_another_units_print_is_refused(desk, mail, world):
    data = unseal(mail["03400"].data).parts["report.pdf"]
    assert code_of(desk, mail, world.root, data) == "exchange.outside-other-report"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\nnothing\n%%EOF\n"])
def test_a_file_that_is_no_print_of_ours_is_refused(desk, mail, world, data):
    assert code_of(desk, mail, world.root, data) == "exchange.outside-not-ours"


def test_one_changed_byte_is_refused(desk, mail, token, world):
    data = bytearray(signed(handed_out(desk, world.root).read_bytes(), token, world.clock()))
    data[len(data) // 3] ^= 1
    code = code_of(desk, mail, world.root, bytes(data))
    assert code in {"trust.pdf-signature", "trust.pdf-unreadable", "trust.pdf-range",
                    "exchange.outside-not-ours"}  # fmt: skip


def updated(pdf, change):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def other_page(writer):
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name

    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=b"0 0 9 9 re f"))
    writer.update_container(page)


def test_a_page_changed_before_signing_is_refused(desk, mail, token, world):
    """All signatures are right and the data are ours, but the pages say something else."""
    data = updated(handed_out(desk, world.root).read_bytes(), other_page)
    data = signed(data, token, world.clock())
    assert code_of(desk, mail, world.root, data) == "trust.pdf-changed-before"


def test_a_page_changed_after_signing_is_refused(desk, mail, token, world):
    data = signed(handed_out(desk, world.root).read_bytes(), token, world.clock())
    changed = updated(data, other_page)
    assert code_of(desk, mail, world.root, changed) == "trust.pdf-changed-after"


def test_a_file_written_anew_is_refused(desk, mail, token, world):
    """Some programs save the whole file again: nothing then proves that the pages are ours."""
    import pikepdf

    target = BytesIO()
    with pikepdf.open(handed_out(desk, world.root)) as document:
        document.save(target)
    data = signed(target.getvalue(), token, world.clock())
    assert code_of(desk, mail, world.root, data) == "exchange.outside-rewritten"


def test_a_print_nobody_handed_out_here_is_refused(desk, mail, token, world):
    """Made by the same program from the same data, but on another computer."""
    path = handed_out(desk, world.root)
    with desk.workspace._db.write() as connection:
        assert connection.execute(delete(tables.handed_out_print)).rowcount == 1
    data = signed(path.read_bytes(), token, world.clock())
    assert code_of(desk, mail, world.root, data) == "exchange.outside-rewritten"


def test_a_leaders_signature_made_elsewhere_is_numbered_and_sealed_here(desk, mail, token, world):
    path = handed_out(desk, world.root)
    path.write_bytes(signed(path.read_bytes(), token, world.clock()))
    brought(desk, mail, path)
    signing = Signing(Held(world.signer(CODE)), world.root)
    order = GiveNumber(SET, YEAR.code, 7, date(2025, 1, 6), signing)
    (package,) = give_number(desk, order).paths
    found = verify_alone(package.read_bytes())
    assert (found.code, found.papers.issue.shown) == ("", "07/BC-UBND")
    assert [one.field for one in found.papers.signatures] == ["Signature1", "CoQuan"]


def test_a_signature_that_forbids_later_changes_is_refused(desk, mail, token, world):
    """Certified "no changes" elsewhere: number, date and seal could not follow."""
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import cms_embedder as steps_of
    from pyhanko.sign.signers.pdf_byterange import PdfSignedData

    path, at = handed_out(desk, world.root), world.clock()
    writer = IncrementalPdfFileWriter(BytesIO(path.read_bytes()))
    steps = steps_of.PdfCMSEmbedder().write_cms("Sig1", writer)
    next(steps)
    held = PdfSignedData(
        pdf_name("/Sig"), SigSeedSubFilter.PADES, timestamp=at, bytes_reserved=16_384
    )
    lock = steps_of.SigMDPSetup("sha256", certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    steps.send(steps_of.SigObjSetup(held, mdp_setup=lock))
    spots, output = steps.send(steps_of.SigIOSetup("sha256"))
    data = output.getvalue()
    start, end = spots.reserved_region_start, spots.reserved_region_end
    steps.send(token.sign_cades(data[:start] + data[end:], None))
    assert code_of(desk, mail, world.root, output.getvalue()) == "trust.pdf-certified"
