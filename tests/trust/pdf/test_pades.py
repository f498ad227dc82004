"""Issue 4: PDFs signed (PAdES B-B) more than once; no byte is free; pdfsig agrees."""

import asyncio
import os
import random
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pytest
from asn1crypto import tsp  # noqa: F401  its types are known only if it comes before the first use
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.pdf import pades, pades_check
from ctmtqg_desktop.trust.pdf.pades import Claim, Fill, SignaturePlace
from ctmtqg_desktop.trust.signature.timestamp import TOKEN

BOX = (100, 100, 200, 140)
needs_nss = pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")),
    reason="needs poppler-utils and libnss3-tools",
)


def drawn(*lines, size=(595, 842)):
    from reportlab.pdfgen import canvas

    target = BytesIO()
    page = canvas.Canvas(target, pagesize=size, invariant=1)
    for number, line in enumerate(lines):
        page.drawString(5, size[1] - 12 - 14 * number, line)
    page.showPage()
    page.save()
    return target.getvalue()


def with_field(pdf, name, rect):
    """The PDF again, with an empty text field, as ``reports`` prepares one."""
    import pikepdf
    from pikepdf import Array, Dictionary, Name, String

    with pikepdf.open(BytesIO(pdf)) as document:
        look = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form)
        look.BBox = Array([0, 0, rect[2] - rect[0], rect[3] - rect[1]])
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name), F=4, Ff=1,
            Rect=Array(list(rect)), AP=Dictionary(N=look), P=document.pages[0].obj,
        )  # fmt: skip
        held = document.make_indirect(field)
        document.pages[0].Annots = Array([held])
        document.Root.AcroForm = Dictionary(Fields=Array([held]))
        target = BytesIO()
        document.save(target, deterministic_id=True)
    return target.getvalue()


@dataclass(frozen=True)
class Papers:
    plain: bytes
    one: bytes
    two: bytes
    seal: KeyFileSigner


@pytest.fixture(scope="module")
def papers(office):
    key = keys.generate_key()
    request = certificates.make_request(key, "12415", name="UBND xã Bình Lư")
    made = certificates.issue_certificate(
        office.authority, request, unit_code="12415", serial=8, at=office.at
    )
    seal = KeyFileSigner(key, made, (office.authority.certificate_der,))
    plain = with_field(drawn("12 ho ngheo"), "SoVanBan", (80, 700, 180, 716))
    look = drawn("Leader", size=(100, 40))
    leader = Claim("NguoiKy", "Nguyễn Văn Ất", "Ký báo cáo", SignaturePlace(0, BOX), look)
    one = pades.write_pdf_signature(plain, leader, signer=office.signer, at=office.at)
    number = Fill("SoVanBan", "45/BC-UBND", drawn("45", size=(100, 16)))
    where = SignaturePlace(0, (70, 110, 120, 160))
    clerk = Claim("CoQuan", "UBND xã", place=where, appearance=look,
                  fills=(number,))  # fmt: skip
    two = pades.write_pdf_signature(one, clerk, signer=seal, at=office.at)
    return Papers(plain, one, two, seal)


def code_of(pdf):
    with pytest.raises(TrustError) as caught:
        pades_check.verify_pdf(pdf)
    return caught.value.code


def updated(pdf, change):
    """The PDF with an incremental update made by ``change(writer)``."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def test_one_signature_states_who_when_and_how_far(papers, office):
    signed = pades_check.verify_pdf(papers.one)
    (only,) = signed.signatures
    assert only.facts.spki_sha256 == office.signer.spki_sha256
    assert only.facts.claimed_at == office.at
    assert (only.field, only.name, only.reason) == ("NguoiKy", "Nguyễn Văn Ất", "Ký báo cáo")
    assert only.end == len(papers.one)
    assert not signed.extended
    assert signed.signed_revision(papers.one) == papers.one


def test_number_and_seal_follow_the_leaders_signature(papers, office):
    signed = pades_check.verify_pdf(papers.two)
    assert [one.field for one in signed.signatures] == ["NguoiKy", "CoQuan"]
    assert [one.facts.spki_sha256 for one in signed.signatures] == [
        office.signer.spki_sha256,
        papers.seal.spki_sha256,
    ]
    assert signed.signed_revision(papers.two) == papers.one


def test_signing_only_adds_and_forbids_nothing(papers):
    assert papers.one.startswith(papers.plain)
    assert papers.two.startswith(papers.one)
    for word in (b"/DocMDP", b"/FieldMDP", b"/Lock", b"/Perms"):
        assert word not in papers.two


def test_a_field_is_signed_or_filled_once(papers, office):
    for claim in (
        Claim("NguoiKy"),
        Claim("khac", fills=(Fill("SoVanBan", "46", drawn("46")),)),
        Claim("khac", fills=(Fill("KhongCo", "46", drawn("46")),)),
    ):
        with pytest.raises(TrustError) as caught:
            pades.write_pdf_signature(papers.two, claim, signer=office.signer, at=office.at)
        assert caught.value.code == "trust.pdf-field"


@pytest.mark.parametrize("which", ["one", "two"])
def test_no_byte_is_free(papers, which):
    """Samples, dense around the signature; every byte with CTMTQG_FUZZ set."""
    pdf = getattr(papers, which)
    gap = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    end = pdf.index(b">", gap)
    spots = {*range(gap - 3, gap + 12), *range(end - 3, len(pdf), 7), *range(0, gap, 997)}
    spots |= set(range(gap, gap + 4000, 131)) | set(range(gap, end, 2999)) | {len(pdf) - 1}
    if os.environ.get("CTMTQG_FUZZ"):
        spots = set(range(len(pdf)))
    for at in spots:
        changed = bytearray(pdf)
        changed[at] ^= 1 << at % 8
        assert code_of(bytes(changed)).startswith("trust."), at


def test_a_digit_may_not_change_its_case(papers):
    """``a`` and ``A`` mean the same, so a lenient reader sees no difference."""
    gap = papers.one.index(b"/Contents <") + len(b"/Contents <")
    at = next(i for i in range(gap, len(papers.one)) if papers.one[i : i + 1].isalpha())
    changed = bytearray(papers.one)
    changed[at] ^= 0x20
    assert code_of(bytes(changed)) == "trust.pdf-range"


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%%EOF\n", b"\0" * 50])
def test_nothing_may_be_appended(papers, tail):
    assert code_of(papers.two + tail).startswith("trust.pdf-")


@pytest.mark.parametrize("cut", [1, 10, 400, 20_000])
def test_a_cut_file_is_refused(papers, cut):
    assert code_of(papers.two[:-cut]).startswith("trust.pdf-")


def replace_page(writer):
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name

    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=b"0 0 100 100 re f"))
    writer.update_container(page)


def add_note(writer):
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, pdf_name

    page = writer.root["/Pages"]["/Kids"][0].get_object()
    box = ArrayObject(map(NumberObject, (0, 0, 500, 500)))
    note = {"/Type": pdf_name("/Annot"), "/Subtype": pdf_name("/Square"), "/Rect": box}
    held = DictionaryObject({pdf_name(key): value for key, value in note.items()})
    page["/Annots"].append(writer.add_object(held))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def embed(writer):
    from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file

    held = EmbeddedFileObject.from_file_data(writer, b'{"evil":1}')
    embed_file(writer, FileSpec("data.json", embedded_data=held))


@pytest.mark.parametrize("change", [replace_page, add_note, embed])
@pytest.mark.parametrize("resigned", [False, True])
def test_changing_anything_after_a_signature_is_refused(papers, office, change, resigned):
    """The attack that pdfsig calls valid; a second signature on top does not heal it."""
    changed = updated(papers.one, change)
    if resigned:
        changed = pades.write_pdf_signature(
            changed, Claim("Khac"), signer=papers.seal, at=office.at
        )
    assert code_of(changed) == "trust.pdf-changed-after"


def test_filling_a_field_without_signing_is_refused(papers):
    def fill(writer):
        from pyhanko.pdf_utils.generic import pdf_name, pdf_string

        field = writer.root["/AcroForm"]["/Fields"][0].get_object()
        field[pdf_name("/V")] = pdf_string("46/BC-UBND")
        writer.update_container(field)

    assert code_of(updated(papers.one, fill)) == "trust.pdf-changed-after"


def test_an_unsigned_or_foreign_file_is_refused(papers):
    assert code_of(papers.plain) == "trust.pdf-unsigned"
    assert not pades_check.is_signed(papers.plain)
    for wrong in (b"", b"%PDF-1.7", b"PK\x03\x04", b"%PDF-1.7\n" + b"\xff" * 999):
        assert code_of(wrong) == "trust.pdf-unreadable"


def foreign(plain, *, pss=False, adobe=False, stamp=False, at=datetime(2026, 5, 1, tzinfo=UTC)):
    """Signed by another program with an RSA key, as the outside route brings it."""
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1_x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers.pdf_cms import SimpleSigner
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.timestamps import DummyTimeStamper
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Người ngoài")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(5)
    builder = builder.not_valid_before(at).not_valid_after(at.replace(year=2036))
    made = builder.public_key(key.public_key()).sign(key, hashes.SHA256())
    raw = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        asn1_x509.Certificate.load(made.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(raw),
        SimpleCertificateStore(),
        prefer_pss=pss,
    )
    kind = SigSeedSubFilter.ADOBE_PKCS7_DETACHED if adobe else SigSeedSubFilter.PADES
    meta = PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha256", subfilter=kind)
    stamper = DummyTimeStamper(signer.signing_cert, signer.signing_key) if stamp else None
    maker = PdfSigner(meta, signer, timestamper=stamper)
    work = maker.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(plain)))
    return asyncio.run(work).getvalue()


@pytest.mark.parametrize(("pss", "method"), [(False, "rsa"), (True, "pss")])
def test_rsa_signatures_of_other_programs_are_right_too(papers, pss, method):
    signed = pades_check.verify_pdf(foreign(papers.plain, pss=pss))
    assert signed.signatures[0].facts.method == method
    assert signed.signatures[0].facts.subject_common_name == "Người ngoài"


def test_the_older_kind_of_signature_is_taken(papers):
    (only,) = pades_check.verify_pdf(foreign(papers.plain, adobe=True)).signatures
    assert only.facts.method == "rsa"


def test_a_time_stamp_is_taken_only_where_all_bytes_are_covered(papers):
    pdf = foreign(papers.plain, stamp=True)
    assert code_of(pdf) == "trust.cms-unsigned-attributes"
    (only,) = pades_check.verify_pdf(pdf, foreign=True).signatures
    assert only.facts.stamped_at is not None
    assert only.facts.stamped_at.tzinfo is not None


def test_a_time_stamp_upon_another_signature_is_refused(papers):
    """The token's own bytes are checked by its signature, and it stamps exactly ours."""
    pdf = foreign(papers.plain, stamp=True)
    gap, low = pdf.index(b"/Contents <"), pdf.lower()
    imprint = low.index(b"0420", low.index(TOKEN.encode(), gap)) + 20
    signature = low.rindex(b"04820100", gap, pdf.index(b">", gap)) + 80
    for at in (imprint, signature):
        changed = bytearray(pdf)
        changed[at] = ord("0") if changed[at] != ord("0") else ord("1")
        with pytest.raises(TrustError) as caught:
            pades_check.verify_pdf(bytes(changed), foreign=True)
        assert caught.value.code == "trust.timestamp-wrong"


def test_pyhanko_finds_our_signatures_whole(papers):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    first, second = PdfFileReader(BytesIO(papers.two)).embedded_signatures
    for one in (first, second):
        one.compute_integrity_info()
    assert first.coverage is SignatureCoverageLevel.ENTIRE_REVISION
    assert second.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert first.summarise_integrity_info()["docmdp_ok"]


@needs_nss
def test_pdfsig_trusts_both_signatures_and_does_not_see_the_attack(papers, office, tmp_path):
    store = f"sql:{tmp_path}"
    (tmp_path / "ca.der").write_bytes(office.authority.certificate_der)
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    add = ["certutil", "-A", "-d", store, "-n", "ca", "-t", "C,C,C", "-i", tmp_path / "ca.der"]
    subprocess.run(add, check=True)

    def say(name, pdf):
        path = tmp_path / name
        path.write_bytes(pdf)
        run = subprocess.run(
            ["pdfsig", "-nssdir", store, path], capture_output=True, text=True, check=False
        )
        return run.stdout

    said = say("two.pdf", papers.two)
    assert said.count("Signature is Valid") == 2
    assert said.count("Certificate is Trusted") == 2
    assert "Total document signed" in said
    assert "Signature is Valid" in say("evil.pdf", updated(papers.one, embed))
    broken = bytearray(papers.two)
    broken[200] ^= 1
    assert "Signature is Valid" not in say("broken.pdf", bytes(broken))


def damaged(pdf, luck):
    """The PDF with some damage that keeps much of its structure, or little."""
    words = b"/Prev /Size /Root /Kids /Fields /V /ByteRange /Length /Contents".split()
    words += b"endobj xref stream trailer startxref obj".split()
    changed, kind = bytearray(pdf), luck.randrange(6)
    at, size = luck.randrange(len(pdf)), luck.randrange(1, 400)
    if kind == 0:
        del changed[at : at + size]
    elif kind == 1:
        changed[at:at] = changed[at : at + size]
    elif kind == 2:
        return bytes(changed[:at])
    elif kind == 3:
        word = luck.choice(words)
        spot = pdf.find(word, luck.randrange(len(pdf)))
        changed[max(spot, 0) : max(spot, 0) + len(word)] = luck.choice(words)
    elif kind == 4:
        spots = [i for i in range(len(pdf)) if pdf[i : i + 1].isdigit() and i % 7 == at % 7]
        changed[luck.choice(spots)] = ord(luck.choice("0123456789-"))
    else:
        other = luck.randrange(len(pdf))
        changed[at : at + size] = pdf[other : other + size]
    return bytes(changed)


def test_damage_of_all_kinds_is_refused_with_a_code(papers):
    """Forty kinds of luck; a thousand with CTMTQG_FUZZ set."""
    for seed in range(1000 if os.environ.get("CTMTQG_FUZZ") else 40):
        changed = damaged(papers.two, random.Random(seed))
        if changed != papers.two:
            for foreign_too in (False, True):
                with pytest.raises(TrustError):
                    pades_check.verify_pdf(changed, foreign=foreign_too)
