"""Prepare a print for what follows the signature: fields for number and date, a place to sign.

The fields are read-only, so that a viewer never redraws them in a font of its own: this program
writes them together with the seal, and PDF/A stays PDF/A.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.page.spots import DATE, NUMBER, SIGNATURE, Spot

_PRINTED, _READ_ONLY = 4, 1
_TO_BE_SIGNED = 3
"""Tells other programs that signatures come and that nothing may be saved but by adding."""
_OWNER, _PLACES = "/ctmtqg", "/Places"


def add_fields(document: Pdf, spots: Sequence[Spot], moment: str) -> None:
    """Put a text field on every place that has a look, and note all places in the file.

    Args:
        document: as pikepdf opened it.
        spots: each name once.
        moment: the PDF date that the format wants beside private notes.
    """
    held = [_text_field(document, spot) for spot in spots if spot.look]
    if held:
        document.Root.AcroForm = Dictionary(Fields=Array(held), SigFlags=_TO_BE_SIGNED)
    places = Dictionary(
        {f"/{one.name}": Array([one.page, *map(_number, one.box)]) for one in spots}
    )
    private = Dictionary(LastModified=String(moment), Private=Dictionary({_PLACES: places}))
    document.Root.PieceInfo = Dictionary({_OWNER: private})


def _number(value: float) -> Any:  # noqa: ANN401  pikepdf wants exact numbers

    return Decimal(f"{value:.2f}")


def _text_field(document: Pdf, spot: Spot) -> Object:

    with Pdf.open(BytesIO(spot.look)) as drawn:
        look = document.copy_foreign(drawn.pages[0].as_form_xobject())
    page = document.pages[spot.page].obj
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String(spot.name),
        TU=String(phrase(_SAID[spot.name]) if spot.name in _SAID else spot.name),
        F=_PRINTED,
        Ff=_READ_ONLY,
        DA=String("/Tinos 13 Tf 0 g"),
        Rect=Array([_number(one) for one in spot.box]),
        AP=Dictionary(N=look),
        P=page,
    )
    made = document.make_indirect(field)
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(made)
    return made


_SAID = {NUMBER: "paper.field-number", DATE: "paper.field-date"}


def read_places(pdf: bytes) -> dict[str, Spot]:
    """Return the places a print of ours notes, by name; give it only a signed revision.

    Raises:
        PackageError: ``reports.no-places``: no print of ours, or one made before places existed.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            held = document.Root.PieceInfo[_OWNER].Private[_PLACES]
            found = dict(_places(held.items(), len(document.pages)))
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise PackageError("reports.no-places") from error
    if SIGNATURE not in found:
        raise PackageError("reports.no-places")
    return found


def _places(held: Iterable[tuple[str, Any]], pages: int) -> Iterable[tuple[str, Spot]]:
    for name, value in held:
        page, left, bottom, right, top = (float(one) for one in value)
        if not 0 <= page < pages or not 0 <= left < right < 3000 or not 0 <= bottom < top < 3000:
            raise ValueError(name)
        yield name[1:], Spot(name[1:], int(page), (left, bottom, right, top))


def read_field_box(pdf: bytes, name: str) -> tuple[float, float, float, float] | None:
    """Return where a form field is drawn; None when there is none of that name, or unseen."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            for field in document.Root.AcroForm.Fields:
                if str(field.get("/T", "")) == name:
                    left, bottom, right, top = (float(one) for one in field.Rect)
                    return (left, bottom, right, top) if left < right and bottom < top else None
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
        return None
    return None


def read_values(pdf: bytes) -> dict[str, str]:
    """Return the text fields' values of a print by name."""
    found: dict[str, str] = {}
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            for field in document.Root.AcroForm.Fields:
                if field.get("/FT") == "/Tx" and "/V" in field:
                    found[str(field.T)[:80]] = str(field.V)[:200]
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
        return {}
    return found


def page_size(pdf: bytes) -> tuple[float, float]:
    """Return width and height of the first page, in points.

    Raises:
        PackageError: ``reports.pdf-unreadable``.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            left, bottom, right, top = (float(one) for one in document.pages[0].mediabox)
    except (pikepdf.PdfError, AttributeError, IndexError, TypeError, ValueError) as error:
        raise PackageError("reports.pdf-unreadable") from error
    return right - left, top - bottom
