"""PDF/A-3b: output intent, XMP, fonts, the data inside, bytes repeatable (own assertions)."""

import shutil
import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.reports.page.layout import Layout
from ctmtqg_desktop.reports.page.page import Document
from ctmtqg_desktop.reports.page.spots import DATE, NUMBER, SIGNATURE
from ctmtqg_desktop.reports.pdf import pdfa
from ctmtqg_desktop.reports.pdf.fields import read_places
from ctmtqg_desktop.reports.pdf.pdf import write_pdf
from ctmtqg_desktop.reports.pdf.pdfa import About, read_data, to_pdfa

ABOUT = About("Báo cáo thử", "UBND xã Bản Bo", datetime(2024, 12, 10, 9, 30, tzinfo=VIETNAM))
DATA = '{"đơn vị":"Bản Bo"}'.encode()


@pytest.fixture
def archived(report: Document, layout: Layout) -> bytes:
    return to_pdfa(write_pdf(report, layout).data, ABOUT, data=DATA)


def test_it_says_what_it_is_and_how_colours_are_meant(archived: bytes) -> None:
    with pikepdf.open(BytesIO(archived)) as document:
        with document.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "B")
        intent = document.Root.OutputIntents[0]
        assert intent.S == pikepdf.Name.GTS_PDFA1
        profile = intent.DestOutputProfile.read_bytes()
        assert profile[36:40] == b"acsp"
        assert profile[16:20] == b"RGB "
        assert document.trailer.ID is not None
        assert not document.is_encrypted


def test_the_two_sets_of_properties_agree(archived: bytes) -> None:
    with pikepdf.open(BytesIO(archived)) as document:
        info = document.docinfo
        assert str(info.CreationDate) == "D:20241210093000+07'00'"
        with document.open_metadata(update_docinfo=False) as xmp:
            assert str(info.Title) == xmp["dc:title"] == ABOUT.title
            assert [str(info.Author)] == xmp["dc:creator"]
            assert str(info.Producer) == xmp["pdf:Producer"]
            assert xmp["xmp:CreateDate"] == "2024-12-10T09:30:00+07:00"
        assert "/Trapped" not in info


def test_the_data_come_back_byte_for_byte(archived: bytes) -> None:
    assert read_data(archived) == DATA
    with pikepdf.open(BytesIO(archived)) as document:
        held = document.Root.AF[0]
        assert held.AFRelationship == pikepdf.Name.Source
        assert held.EF.F.Subtype == pikepdf.Name("/application/json")


def test_a_file_without_data_is_refused(report: Document, layout: Layout) -> None:
    plain = to_pdfa(write_pdf(report, layout).data, ABOUT)
    for wrong in (plain, b"not a pdf"):
        with pytest.raises(PackageError) as refused:
            read_data(wrong)
        assert refused.value.code == "reports.no-data-inside"


def test_the_same_report_gives_the_same_bytes(
    report: Document, layout: Layout, archived: bytes
) -> None:
    assert to_pdfa(write_pdf(report, layout).data, ABOUT, data=DATA) == archived
    assert to_pdfa(write_pdf(report, layout).data, ABOUT, data=DATA + b" ") != archived


@pytest.mark.skipif(not shutil.which("qpdf"), reason="needs qpdf")
def test_qpdf_finds_nothing_wrong(archived: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(archived)
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="needs poppler-utils")
def test_pdffonts_sees_every_font_embedded(archived: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(archived)
    done = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)
    rows = done.stdout.splitlines()[2:]
    assert len(rows) >= 5
    assert "Helvetica" not in done.stdout
    for row in rows:
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]


def test_data_that_swell_without_end_are_refused(
    archived: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfa, "MAX_DATA_BYTES", len(DATA))
    assert read_data(archived) == DATA
    monkeypatch.setattr(pdfa, "MAX_DATA_BYTES", len(DATA) - 1)
    with pytest.raises(PackageError) as refused:
        read_data(archived)
    assert refused.value.code == "reports.no-data-inside"


def test_number_and_date_are_fields_and_the_place_to_sign_is_noted(
    report: Document, layout: Layout
) -> None:
    printed = write_pdf(report, layout, fillable=True)
    made = to_pdfa(printed.data, ABOUT, data=DATA, spots=printed.spots)
    assert made == to_pdfa(printed.data, ABOUT, data=DATA, spots=printed.spots)
    places = read_places(made)
    assert set(places) == {NUMBER, DATE, SIGNATURE}
    assert places[NUMBER].box[1] == pytest.approx(places[DATE].box[1])
    assert places[SIGNATURE].size[1] == pytest.approx(28 * 72 / 25.4, abs=0.1)
    with pikepdf.open(BytesIO(made)) as document:
        for field in document.Root.AcroForm.Fields:
            assert (field.FT, int(field.F), int(field.Ff)) == (pikepdf.Name.Tx, 4, 1)
            assert "/V" not in field
            assert "/N" in field.AP
    with pytest.raises(PackageError) as refused:
        read_places(to_pdfa(printed.data, ABOUT, data=DATA))
    assert refused.value.code == "reports.no-places"
