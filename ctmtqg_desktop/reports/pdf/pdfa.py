"""Make a PDF fit to be kept: PDF/A-3b, with the data it was printed from inside.

The same input gives the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.page.spots import Spot
from ctmtqg_desktop.reports.pdf.fields import add_fields

PRODUCER = "ctmtqg_desktop"
MAX_DATA_BYTES = 64 * 1000 * 1000
"""No more than a package may hold in one file."""
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class About:
    """Say what the file's properties state; ``created`` has an offset."""

    title: str
    unit: str
    created: datetime


def to_pdfa(
    pdf: bytes, about: About, *, data: bytes | None = None, spots: Sequence[Spot] = ()
) -> bytes:
    """Turn a PDF whose fonts are all embedded into PDF/A-3b.

    Args:
        pdf: as ``write_pdf`` makes it.
        about: for the properties, written the same in both places the format has for them.
        data: the package's ``data.json``, embedded as the source of the print; None for none.
        spots: where number and date become form fields, and where the signature belongs.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        if data is not None:
            _embed(document, data, about)
        if spots:
            add_fields(document, spots, _pdf_date(about.created))
        _add_output_intent(document)
        _describe(document, about)
        target = BytesIO()
        document.save(target, deterministic_id=True, min_version="1.7")
    return target.getvalue()


def read_data(pdf: bytes) -> bytes:
    """Give the ``data.json`` inside; whoever signed the file must be checked elsewhere.

    Raises:
        PackageError: ``reports.no-data-inside``: the file is no PDF or holds no such data.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            return _bounded(document.attachments["data.json"].get_file().obj)
    except (pikepdf.PdfError, *_BROKEN) as error:
        raise PackageError("reports.no-data-inside") from error


_BROKEN = (KeyError, AttributeError, TypeError, ValueError, RuntimeError, zlib.error)
"""What a broken or hostile file makes the library raise, beside its own errors."""


def _bounded(stream: Any) -> bytes:  # noqa: ANN401  pikepdf's objects have no fixed shape
    """Unpack an embedded file, refusing one that swells beyond what a package may hold."""
    raw, kind = bytes(stream.read_raw_bytes()), stream.get("/Filter")
    if isinstance(kind, Array) and len(kind) == 1:
        kind = kind[0]
    if kind is None:
        return raw
    if str(kind) != "/FlateDecode" or "/DecodeParms" in stream:
        raise ValueError(str(kind))
    inflater = zlib.decompressobj()
    data = inflater.decompress(raw, MAX_DATA_BYTES + 1)
    if len(data) > MAX_DATA_BYTES or not inflater.eof:
        raise ValueError(len(data))
    return data


def _pdf_date(moment: datetime) -> str:
    offset = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"


def _embed(document: Pdf, data: bytes, about: About) -> None:

    stream = document.make_stream(data, Type=Name.EmbeddedFile, Subtype=Name("/" + _JSON))
    stream.Params = Dictionary(Size=len(data), ModDate=String(_pdf_date(about.created)))
    held = document.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String("data.json"),
            UF=String("data.json"),
            Desc=String(phrase("paper.data-inside")),
            AFRelationship=Name.Source,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    names = Dictionary(Names=Array([String("data.json"), held]))
    document.Root.Names = Dictionary(EmbeddedFiles=names)
    document.Root.AF = Array([held])


def _add_output_intent(document: Pdf) -> None:

    profile = document.make_stream(_srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    document.Root.OutputIntents = Array([document.make_indirect(intent)])


def _srgb_profile() -> bytes:
    """Give the colour profile without the time it was made, which would differ every run."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes(12)
    return bytes(profile)


def _describe(document: Pdf, about: About) -> None:
    """Write the properties in the old place and the same again as XMP."""
    document.docinfo = document.make_indirect(
        Dictionary(
            Title=String(about.title),
            Author=String(about.unit),
            Creator=String(PRODUCER),
            Producer=String(PRODUCER),
            CreationDate=String(_pdf_date(about.created)),
            ModDate=String(_pdf_date(about.created)),
        )
    )
    stamp = about.created.isoformat(timespec="seconds")
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = about.title
        xmp["dc:creator"] = [about.unit]
        xmp["xmp:CreatorTool"] = PRODUCER
        xmp["pdf:Producer"] = PRODUCER
        xmp["xmp:CreateDate"] = stamp
        xmp["xmp:ModifyDate"] = stamp
        xmp["pdfaid:part"] = "3"
        xmp["pdfaid:conformance"] = "B"
