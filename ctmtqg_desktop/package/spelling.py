"""Which package this is, whatever its bytes: the digest of what is signed in it.

Of a package of profile 1 anybody can make other bytes without a key: an entry deflated, a flag
set, the other s. All of them are one package. From profile 2 on there is one spelling
(``package.unseal``).
"""

import hashlib
from collections.abc import Iterator

from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import Container, read_container, write_container
from ctmtqg_desktop.trust.signature.low_s import respelled


def identity_of(data: bytes) -> str:
    """Return the hex digest of the list that a package's first signature covers.

    Args:
        data: a package that was found whole before.

    Raises:
        PackageError: it is none.
    """
    listed = Container(data).read([names.ASIC_MANIFEST])[names.ASIC_MANIFEST]
    return hashlib.sha256(listed).hexdigest()


def spellings(data: bytes) -> Iterator[bytes]:
    """Yield how a whole package may have been written: as we write it now, and with the other s.

    The first signature of an issued package is covered by the second, and stays.
    """
    entries = dict(read_container(data))
    del entries[names.MIMETYPE]
    last = names.SIGNATURE_2 if names.SIGNATURE_2 in entries else names.SIGNATURE
    given = entries[last]
    for is_low in (True, False):
        entries[last] = respelled(given, is_low=is_low)
        yield write_container(entries.items())


def digests(data: bytes) -> Iterator[str]:
    """Yield every digest under which a whole package may be quoted: the identity first.

    What is older quotes the digest of a file; it was written by us, in one of two ways.
    """
    yield identity_of(data)
    yield hashlib.sha256(data).hexdigest()
    for spelled in spellings(data):
        yield hashlib.sha256(spelled).hexdigest()
