"""Issue 4 item 9: limits before any cryptography; what is too big is not even looked into."""

import zlib

import pytest

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.package import container, names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.unseal import inspect
from ctmtqg_desktop.trust.signature import cms
from ctmtqg_desktop.trust.x509 import algorithms, der

MANY = [(f"data/{n}.json", b"{}") for n in range(60)]


@pytest.fixture
def no_cryptography(monkeypatch):
    """Fail where anything of a signature is parsed, hashed or checked."""
    for module, name in ((cms, "verify_cms"), (der, "read_der"), (algorithms, "check_signature"),
                         (algorithms, "digest"), (cms, "load_certificate")):  # fmt: skip
        monkeypatch.setattr(module, name, lambda *_, **__: pytest.fail("cryptography"))


def entries(written):
    held = read_container(written.kinds["receipt"])
    return {name: data for name, data in held.items() if name != names.MIMETYPE}


def code(data):
    found = inspect(data)
    assert found.signature_valid is None
    return found.code


@pytest.mark.parametrize(
    ("name", "size"),
    [(names.SIGNATURE, 64 * 1024), (names.ASIC_MANIFEST, 200_000), (names.MANIFEST, 256 * 1024)],
)
def test_a_part_of_the_frame_that_is_too_big(written, no_cryptography, name, size):
    held = entries(written)
    made = write_container({**held, name: held[name].ljust(size + 1, b" ")}.items())
    assert code(made) == "package.zip-entry-too-big"
    assert inspect(made).error.facts == {"name": name, "limit": size}


def test_too_many_entries(written, no_cryptography, monkeypatch):
    monkeypatch.setattr(container, "MAX_ENTRIES", 100)
    made = write_container([*entries(written).items(), *MANY])
    monkeypatch.setattr(container, "MAX_ENTRIES", 64)
    assert code(made) == "package.zip-too-many"


@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    [
        ("MAX_FILE_BYTES", 1000, "package.too-big"),
        ("MAX_ENTRY_BYTES", 1000, "package.zip-entry-too-big"),
        ("MAX_SUM_BYTES", 1000, "package.zip-sum-too-big"),
    ],
)
def test_a_limit_of_the_container(written, no_cryptography, monkeypatch, limit, value, expected):
    monkeypatch.setattr(container, limit, value)
    assert code(written.kinds["receipt"]) == expected


def test_nothing_is_unpacked_beyond_what_was_declared(zips_like, no_cryptography, monkeypatch):
    """A bomb that lies about its size: at most one byte more than declared is ever unpacked."""
    asked = []

    class Counting:
        def __init__(self, stream):
            self.stream = stream

        def __getattr__(self, name):
            return getattr(self.stream, name)

        def decompress(self, packed, limit):
            asked.append(limit)
            return self.stream.decompress(packed, limit)

    real = zlib.decompressobj
    monkeypatch.setattr(container.zlib, "decompressobj", lambda *a: Counting(real(*a)))
    with pytest.raises(CtmtqgError) as caught:
        read_container(zips_like(declared=50))
    assert caught.value.code == "package.zip-size"
    assert max(asked) <= 51


@pytest.fixture
def zips_like():
    """Return a container with one deflated entry of ten million zeros, said to be smaller."""
    import struct

    def make(declared):
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = squeeze.compress(bytes(10**7)) + squeeze.flush()
        first = write_container([])
        body = first[: first.index(b"PK\1\2")]
        name, fields = b"data.json", (20, 0, 8, 0, 33, 1, len(packed), declared)
        local = struct.pack("<4s5H3L2H", b"PK\3\4", *fields, len(name), 0) + name
        central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 3 << 8 | 20, *fields, len(name), 0, 0, 0,
                              0, 0o100644 << 16, len(body)) + name  # fmt: skip
        directory = first[first.index(b"PK\1\2") : -22] + central
        start = len(body) + len(local) + len(packed)
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(directory), start, 0)
        return body + local + packed + directory + end

    return make
