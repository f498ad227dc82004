"""A real signer, a real package, and a builder of zips that may be as wrong as one likes."""

import struct
import zlib
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.manifest import (
    AppRef,
    FormRef,
    Kind,
    PackageHeader,
    PartRole,
    SignerClaim,
    UnitRef,
)
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.authority import Authority
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner

AT = datetime(2026, 10, 1, 8, 0, tzinfo=VIETNAM)
HEADER = PackageHeader(
    kind=Kind.REPORT,
    package_id="7d2f0a0e-6f0c-4b51-9a53-0d6c7f1a2b3c",
    unit=UnitRef("12415", "Xã Bình Lư"),
    recipient=("12",),
    sequence=3,
    created=AT,
    app=AppRef("ctmtqg-desktop", "0.1.0"),
    signer_claim=SignerClaim("Nguyễn Văn Ất", "Chủ tịch"),
    form=FormRef("bc01", "1.0", "ab" * 32),
    period="2026-Q3",
    revision=2,
    previous_content_sha256="cd" * 32,
)
PARTS = (
    PackagePart("data.json", PartRole.DATA, canonical.dump({"hộ nghèo": 12, "tỷ lệ": "3.25"})),
    PackagePart("data/households.json", PartRole.DATA, canonical.dump([{"tên": "Lò Văn A"}])),
    PackagePart("report.pdf", PartRole.PRINT, b"%PDF-1.7 not really\n"),
    PackagePart("attachments/001.png", PartRole.ATTACHMENT, b"\x89PNG", "Ảnh chụp.png"),
)


@dataclass(frozen=True)
class Bench:
    """Everything a test of packages starts from."""

    authority: Authority
    key: object
    signer: KeyFileSigner
    at: datetime
    header: PackageHeader
    parts: tuple[PackagePart, ...]


@pytest.fixture(scope="session")
def bench():
    authority = certificates.new_authority(keys.generate_key(), "12", name="Sở", at=AT)
    key = keys.generate_key()
    request = certificates.make_request(key, "12415", name="Nguyễn Văn Ất")
    leaf = certificates.issue_certificate(authority, request, unit_code="12415", serial=2, at=AT)
    signer = KeyFileSigner(key, leaf, (authority.certificate_der,))
    return Bench(authority, key, signer, AT, HEADER, PARTS)


@pytest.fixture(scope="session")
def sealed(bench):
    return seal(bench.parts, bench.header, signer=bench.signer, at=bench.at)


@dataclass(frozen=True)
class Raw:
    """One entry of a hand-made zip; None means "what is right"."""

    name: bytes
    data: bytes
    method: int = 0
    flags: int = 0
    extra: bytes = b""
    comment: bytes = b""
    made_by: int = 3 << 8 | 20
    version: int = 20
    time: int = 0
    date: int = 33
    attributes: int = 0o100644 << 16
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    offset: int | None = None
    local_name: bytes | None = None
    local_crc: int | None = None
    local_flags: int | None = None
    local_extra: bytes = b""
    before: bytes = b""
    after: bytes = b""
    packed: bytes | None = None


def build_zip(entries, *, prefix=b"", gap=b"", suffix=b"", **end):
    """Return the bytes of a zip made exactly as told."""
    body, directory = bytearray(prefix), bytearray()
    for e in entries:
        body += e.before
        packed = e.packed
        if packed is None:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = deflate.compress(e.data) + deflate.flush() if e.method == 8 else e.data
        crc = zlib.crc32(e.data) if e.crc is None else e.crc
        size = len(e.data) if e.size is None else e.size
        stored = len(packed) if e.packed_size is None else e.packed_size
        offset = len(body) if e.offset is None else e.offset
        local_name = e.name if e.local_name is None else e.local_name
        local_crc = crc if e.local_crc is None else e.local_crc
        local_flags = e.flags if e.local_flags is None else e.local_flags
        local = (e.version, local_flags, e.method, e.time, e.date, local_crc, stored, size)
        lengths = (len(local_name), len(e.local_extra))
        body += struct.pack("<4s5H3L2H", b"PK\3\4", *local, *lengths)
        body += local_name + e.local_extra + packed + e.after
        head = (e.made_by, e.version, e.flags, e.method, e.time, e.date, crc, stored, size)
        lengths = (len(e.name), len(e.extra), len(e.comment))
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", *head, *lengths, 0, 0, e.attributes, offset
        )
        directory += e.name + e.extra + e.comment
    body += gap
    count, comment = end.get("count", len(entries)), end.get("comment", b"")
    start, size = end.get("start", len(body)), end.get("size", len(directory))
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, size, start, len(comment))
    return bytes(body + directory + tail + comment + suffix)


@dataclass(frozen=True)
class Zips:
    """What tests need to build wrong zips."""

    Raw: type = Raw
    build: object = staticmethod(build_zip)
    replace: object = staticmethod(replace)


@pytest.fixture(scope="session")
def zips():
    return Zips()
