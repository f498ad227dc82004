"""Check every signature of a PDF, and what was added after each: strictly, and byte for byte.

``pdfsig`` calls a signature valid even when a later update replaces what the reader sees; here a
later update may only fill in prepared fields and add signatures. Of a signed file no byte is
free: outside a signature's own hexadecimal digits everything is under the signature, and those
digits must be spelt in one way. Who signed is a claim of the certificate: ``registry`` decides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.libraries import diff_analysis, status
from ctmtqg_desktop.trust.pdf import pdf_structure
from ctmtqg_desktop.trust.signature import cms
from ctmtqg_desktop.trust.signature.cms import SignatureFacts

MAX_SIGNATURES = 8
_SUB_FILTERS = frozenset({"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"})
_HEX = re.compile(rb"<(?:[0-9a-f]+|[0-9A-F]+)>")


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One right signature of a PDF.

    Attributes:
        field: the signature field's name.
        facts: about the signature; ``claimed_at`` is the file's claim.
        end: how many bytes from the start it covers: the signed revision.
        name: who signed, as the signature dictionary claims; may be empty.
        reason: why, as claimed; may be empty.
    """

    field: str
    facts: SignatureFacts
    end: int
    name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A PDF whose every signature is right and of which nothing else was changed since.

    Attributes:
        signatures: in the order they were made; at least one.
        extended: validation data follow the last signature (certificates, revocation lists).
    """

    signatures: tuple[PdfSignature, ...]
    extended: bool = False

    def signed_revision(self, pdf: bytes) -> bytes:
        """Return the file as the first signer had it: read data from nowhere else."""
        return pdf[: self.signatures[0].end]


@dataclass(frozen=True, slots=True)
class _Found:
    """A signature of the file, not yet believed."""

    embedded: Any
    start: int
    gap_end: int
    end: int


def is_signed(pdf: bytes) -> bool:
    """Say whether a file looks as if it held a signature; proves nothing."""
    return b"/ByteRange" in pdf


def check_only_signed(pdf: bytes, before: int) -> None:
    """Demand that all that follows the first ``before`` bytes only fills in fields and signs.

    Args:
        pdf: rightly signed.
        before: length of the file as it was handed out to be signed: its first revision.

    Raises:
        TrustError: ``trust.pdf-changed-before``, ``trust.pdf-certified``,
            ``trust.pdf-unreadable``.
    """
    first = pdf_structure.open_pdf(pdf[:before])
    reader = pdf_structure.open_pdf(pdf)
    with pdf_structure.reading():
        if "/Perms" in reader.root:  # number, date and seal must still be able to follow
            raise TrustError("trust.pdf-certified")
        is_first = first.xrefs.total_revisions == 1
        is_first = is_first and reader.xrefs.get_startxref_for_revision(0) == first.last_startxref
        diff = diff_analysis.DEFAULT_DIFF_POLICY.review_file(reader, 0)
    if not is_first or _level(diff) > diff_analysis.ModificationLevel.FORM_FILLING:
        raise TrustError("trust.pdf-changed-before")


def _level(diff: Any) -> Any:  # noqa: ANN401
    """Return how far a later update went; one that could not be judged went too far."""
    is_judged = isinstance(diff, diff_analysis.DiffResult)
    return diff.modification_level if is_judged else diff_analysis.ModificationLevel.OTHER


def verify_pdf(pdf: bytes, *, foreign: bool = False) -> SignedPdf:
    """Check all signatures of a PDF and everything added after them.

    Args:
        pdf: whole.
        foreign: take signatures as other programs write them, see ``cms.verify``.

    Raises:
        TrustError: ``trust.pdf-…`` and whatever ``cms.verify`` finds.
    """
    reader = pdf_structure.open_pdf(pdf)
    with pdf_structure.reading():
        embedded = list(reader.embedded_signatures)
    if not embedded:
        raise TrustError("trust.pdf-unsigned")
    if len(embedded) > MAX_SIGNATURES:
        raise TrustError("trust.pdf-structure", where="signatures")
    found = sorted((_extent(one, pdf) for one in embedded), key=lambda one: one.end)
    signatures = tuple(_checked(one, pdf, foreign=foreign) for one in found)
    _check_all_named(pdf, found)
    extended = [_later(one, len(pdf), is_last=one is found[-1]) for one in found]
    return SignedPdf(signatures, extended[-1])


def _extent(embedded: Any, pdf: bytes) -> _Found:  # noqa: ANN401
    """Return what a signature covers: all from the first byte, but its own digits."""
    with pdf_structure.reading():
        numbers = [int(number) for number in embedded.byte_range]
        held = bytes(embedded.pkcs7_content)
    if len(numbers) != 4:
        raise TrustError("trust.pdf-range")
    begin, start, gap_end, rest = numbers
    if begin != 0 or not 0 < start < gap_end < gap_end + rest <= len(pdf):
        raise TrustError("trust.pdf-range")
    gap = pdf[start:gap_end]
    if not _HEX.fullmatch(gap) or len(gap) % 2 or bytes.fromhex(gap[1:-1].decode()) != held:
        raise TrustError("trust.pdf-range")
    return _Found(embedded, start, gap_end, gap_end + rest)


def _check_all_named(pdf: bytes, found: Sequence[_Found]) -> None:
    """Refuse signed ranges that no form field shows."""
    starts = {one.start for one in found}
    ends = [one.end for one in found]
    if len(starts) != len(found) or len(set(ends)) != len(ends):
        raise TrustError("trust.pdf-range")
    if pdf.count(b"/ByteRange") != len(found):
        raise TrustError("trust.pdf-structure", where="hidden-signature")


def _checked(found: _Found, pdf: bytes, *, foreign: bool) -> PdfSignature:
    with pdf_structure.reading():
        held = found.embedded.sig_object
        kinds = held.get("/Type", "/Sig"), held.get("/SubFilter"), held.get("/Filter")
        at = _moment(found.embedded)
        name, reason = _text(held, "/Name"), _text(held, "/Reason")
        field = str(found.embedded.field_name)[:80]
    if kinds[0] != "/Sig" or kinds[1] not in _SUB_FILTERS or not kinds[2]:
        raise TrustError("trust.pdf-kind", kind=str(kinds[1])[:40])
    covered = pdf[: found.start] + pdf[found.gap_end : found.end]
    digits = pdf[found.start + 1 : found.gap_end - 1]
    try:
        facts = cms.verify_cms(_der(digits), covered, claimed_at=at, foreign=foreign)
    except TrustError as error:
        if error.code not in {"trust.content-differs", "trust.signature-wrong"}:
            raise
        raise TrustError("trust.pdf-signature", field=field) from error
    return PdfSignature(field, facts, found.end, name, reason)


def _moment(embedded: Any) -> datetime:  # noqa: ANN401
    """Return the claimed moment of the signature dictionary, which must have an offset."""
    at = embedded.self_reported_timestamp
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise TrustError("trust.pdf-time")
    return at


def _text(held: Any, key: str) -> str:  # noqa: ANN401
    text = held.get(key, "")
    return "".join(c for c in str(text)[:120] if c.isprintable()) if isinstance(text, str) else ""


def _der(digits: bytes) -> bytes:
    """Return the signature without the zeros that fill up its room; nothing else may follow."""
    raw = bytes.fromhex(digits.decode())
    if len(raw) < 4 or raw[0] != 0x30:
        raise TrustError("trust.der", offset=0)
    width = raw[1] & 0x7F if raw[1] & 0x80 else 0
    length = int.from_bytes(raw[2 : 2 + width], "big") if width else raw[1]
    end = 2 + width + length
    if width > 4 or end > len(raw) or raw[end:].strip(b"\0"):
        raise TrustError("trust.pdf-range")
    return raw[:end]


def _later(found: _Found, size: int, *, is_last: bool) -> bool:
    """Check what follows a signature; say whether something does after the last one.

    After an earlier one: fields filled in and signatures added. After the last: nothing but data
    that help to validate it.
    """
    if found.end == size:
        return False
    if (
        is_last
        and found.embedded.reader.xrefs.total_revisions <= found.embedded.signed_revision + 1
    ):
        raise TrustError("trust.pdf-range")  # bytes that belong to no revision
    with pdf_structure.reading():
        found.embedded.compute_integrity_info(diff_policy=diff_analysis.DEFAULT_DIFF_POLICY)
        coverage, diff = found.embedded.coverage, found.embedded.diff_result
    if coverage is not status.SignatureCoverageLevel.ENTIRE_REVISION:
        raise TrustError("trust.pdf-range")
    levels = diff_analysis.ModificationLevel
    if _level(diff) > (levels.LTA_UPDATES if is_last else levels.FORM_FILLING):
        raise TrustError("trust.pdf-changed-after", field=str(found.embedded.field_name)[:80])
    return is_last
