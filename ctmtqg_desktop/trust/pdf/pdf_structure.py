"""Open a PDF that a stranger may have made: bounded in size, depth and expansion.

The only place that lets pyHanko read; whatever it stumbles over becomes one refusal with a code.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from ctmtqg_desktop.errors import CtmtqgError, TrustError
from ctmtqg_desktop.trust.libraries import decode_limits, pdf_reader

MAX_BYTES = 32 * 1000 * 1000
MAX_FIELDS = 200
MAX_REVISIONS = 64


@contextmanager
def reading() -> Iterator[None]:
    """Turn whatever a broken or hostile file makes the library raise into one refusal.

    Raises:
        TrustError: ``trust.pdf-unreadable``.
    """
    _hush()
    try:
        yield
    except CtmtqgError:
        raise
    except Exception as error:  # the library raises whatever a broken file makes it raise
        raise TrustError("trust.pdf-unreadable", why=type(error).__name__) from error


def _hush() -> None:
    """Keep what the library logs about broken files from the screen; our codes say it."""
    logger = logging.getLogger("pyhanko")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.propagate = False


def open_pdf(pdf: bytes) -> Any:  # noqa: ANN401  pyHanko is not typed
    """Return pyHanko's strict reader of a PDF, with limits on what streams may expand to.

    Raises:
        TrustError: ``trust.pdf-too-big``, ``trust.pdf-unreadable``, ``trust.pdf-encrypted``.
    """
    if len(pdf) > MAX_BYTES:
        raise TrustError("trust.pdf-too-big", size=len(pdf), limit=MAX_BYTES)
    if not pdf.startswith(b"%PDF-1."):
        raise TrustError("trust.pdf-unreadable", why="header")
    with reading():
        limits = decode_limits.DecodeLimits(
            per_stream=decode_limits.StreamDecodeLimits(max_output_size=MAX_BYTES)
        )
        reader = pdf_reader.PdfFileReader(BytesIO(pdf), strict=True, decode_limits=limits)
        if reader.encrypted:
            raise TrustError("trust.pdf-encrypted")
        if reader.has_xref_stream or reader.xrefs.hybrid_xrefs_present:
            raise TrustError("trust.pdf-unreadable", why="xref-stream")
        if reader.xrefs.total_revisions > MAX_REVISIONS:
            raise TrustError("trust.pdf-unreadable", why="revisions")
        return reader


def fields(handler: Any) -> list[Any]:  # noqa: ANN401
    """Return the dictionaries of the top form fields of a reader or writer.

    Raises:
        TrustError: ``trust.pdf-unreadable`` when there are too many.
    """
    with reading():
        if "/AcroForm" not in handler.root:
            return []
        held = handler.root["/AcroForm"].get("/Fields", [])
        if len(held) > MAX_FIELDS:
            raise TrustError("trust.pdf-unreadable", why="fields")
        return [one.get_object() for one in held]
