"""Sign a PDF (PAdES B-B) as an incremental update: what stood in the file stays, byte for byte.

Never a certifying signature and never a lock, so that number, date and the unit's seal may follow
the leader's signature (NĐ 30/2020: the clerk numbers a document after it has been signed). The
file's properties are left as they are, which keeps PDF/A. pyHanko arranges the objects; the CMS
is ours (``cades``), made without an event loop and so without a socket.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys.signer import Signer
from ctmtqg_desktop.trust.libraries import (
    cms_embedder,
    generic,
    incremental_writer,
    pdf_byterange,
    pdf_fields,
)
from ctmtqg_desktop.trust.pdf import pdf_structure

SUB_FILTER = "/ETSI.CAdES.detached"
_BESIDES_BYTES = 2048
"""Room for what a signature holds beside its certificates: attributes, RSA-4096."""


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a new signature field is drawn.

    Attributes:
        page: from 0; -1 is the last.
        box: left, bottom, right, top, in points from the lower left corner.
    """

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Fill:
    """What is written into an empty text field while signing, and how it looks (a PDF page)."""

    field: str
    text: str
    appearance: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """What one signature says of itself, and how it looks.

    Attributes:
        field: name of an empty signature field; one of that name is made if there is none.
        name: who signs, as the signer says.
        reason: why, in a few words; may be empty.
        place: for a field that is not there yet; None makes it invisible.
        appearance: a PDF of one page, scaled into the field; empty leaves the field as it looks.
        fills: text fields written in the same update.
    """

    field: str
    name: str = ""
    reason: str = ""
    place: SignaturePlace | None = None
    appearance: bytes = b""
    fills: tuple[Fill, ...] = ()


def write_pdf_signature(pdf: bytes, claim: Claim, *, signer: Signer, at: datetime) -> bytes:
    """Return the PDF with one more signature at its end; ``pdf`` is how the result begins.

    Args:
        pdf: whole; may be signed already.
        claim: the field, the words and the look.
        signer: signs once.
        at: the claimed moment, with an offset; it stands in the signature dictionary.

    Raises:
        TrustError: ``trust.pdf-unreadable``, ``trust.pdf-field``, ``trust.pdf-no-room``; what the
            signer raises.
    """
    with pdf_structure.reading():
        writer = _writer(pdf)
        _check_free(writer, claim.field)
        for fill in claim.fills:
            _fill(writer, fill)
        steps = _embedder(claim).write_cms(field_name=claim.field, writer=writer)
        room = _room(signer)
        steps = _placed(steps, writer, claim, at, room=room)
        prepared, output = steps.send(_io_setup())
    data = output.getvalue()
    start, end = prepared.reserved_region_start, prepared.reserved_region_end
    signature = signer.sign_cades(data[:start] + data[end:], None)
    digits = signature.hex().encode()
    if len(digits) > room:
        raise TrustError("trust.pdf-no-room", size=len(signature), limit=room // 2)
    held = b"<" + digits + b"0" * (end - start - 2 - len(digits)) + b">"
    return bytes(data[:start] + held + data[end:])


def _room(signer: Signer) -> int:
    """Return how many hexadecimal digits to keep free: every reader pays for each of them."""
    return 2 * (_BESIDES_BYTES + len(signer.certificate_der) + sum(map(len, signer.chain_der)))


def _writer(pdf: bytes) -> Any:  # noqa: ANN401  pyHanko is not typed

    class Writer(incremental_writer.IncrementalPdfFileWriter):  # type: ignore[misc]
        """Adds to a file and leaves its properties alone."""

        def _update_meta(self) -> None:
            """Keep both sets of properties, which PDF/A wants equal; /M holds the new date."""

    return Writer(BytesIO(pdf), prev=pdf_structure.open_pdf(pdf))


def _check_free(writer: Any, name: str) -> None:  # noqa: ANN401
    for held in pdf_structure.fields(writer):
        if held.get("/T") == name and (held.get("/FT") != "/Sig" or held.get("/V")):
            raise TrustError("trust.pdf-field", name=name)


def _embedder(claim: Claim) -> Any:  # noqa: ANN401

    if claim.place is None:
        return cms_embedder.PdfCMSEmbedder()
    return cms_embedder.PdfCMSEmbedder(
        new_field_spec=pdf_fields.SigFieldSpec(
            claim.field, on_page=claim.place.page, box=claim.place.box
        )
    )


def _placed(steps: Any, writer: Any, claim: Claim, at: datetime, *, room: int) -> Any:  # noqa: ANN401
    """Take the protocol of pyHanko to where the file is laid out but not yet signed."""
    widget = next(steps).get_object()
    signature = pdf_byterange.PdfSignedData(
        generic.pdf_name("/Sig"),
        pdf_fields.SigSeedSubFilter(SUB_FILTER),
        timestamp=at,
        bytes_reserved=room,
    )
    for key, text in (("/Name", claim.name), ("/Reason", claim.reason)):
        if text:
            signature[generic.pdf_name(key)] = generic.pdf_string(text)
    if claim.appearance:
        _draw(writer, widget, claim.appearance)
    steps.send(cms_embedder.SigObjSetup(sig_placeholder=signature))
    return steps


def _draw(writer: Any, widget: Any, page: bytes) -> None:  # noqa: ANN401
    """Let a field look like a page made elsewhere, stretched to the field."""
    look = writer.import_page_as_xobject(pdf_structure.open_pdf(page))
    widget[generic.pdf_name("/AP")] = generic.DictionaryObject({generic.pdf_name("/N"): look})
    writer.update_container(widget)


def _io_setup() -> Any:  # noqa: ANN401

    return cms_embedder.SigIOSetup(md_algorithm="sha256", in_place=False)


def _fill(writer: Any, fill: Fill) -> None:  # noqa: ANN401
    """Write a text field: its value, and the look of it as a page made elsewhere."""
    held = next((f for f in pdf_structure.fields(writer) if f.get("/T") == fill.field), None)
    if held is None or held.get("/FT") != "/Tx" or held.get("/V"):
        raise TrustError("trust.pdf-field", name=fill.field)
    held[generic.pdf_name("/V")] = generic.pdf_string(fill.text)
    _draw(writer, held, fill.appearance)
