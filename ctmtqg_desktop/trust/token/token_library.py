"""Find the libraries (PKCS#11) through which tokens are spoken to, and open one of them.

The tokens that the Government's authority hands out come with the library of SafeNet or of
Bit4id; any other is chosen by its path. A library runs in this program, so only one that was
installed or chosen by a person is ever loaded.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.libraries import pkcs11

WINDOWS_NAMES = (
    "eTPKCS11.dll",
    "eToken.dll",
    "bit4xpki.dll",
    "bit4ipki.dll",
    "eps2003csp11.dll",
    "opensc-pkcs11.dll",
)
LINUX_NAMES = (
    "libeToken.so",
    "libeTPkcs11.so",
    "libbit4xpki.so",
    "libbit4ipki.so",
    "opensc-pkcs11.so",
)
"""SafeNet, Bit4id, Feitian, OpenSC; those of the authority's own tokens come first."""

_WINDOWS_FOLDERS = (
    r"%SystemRoot%\System32",
    r"%ProgramFiles%\SafeNet\Authentication\SAC\x64",
    r"%ProgramFiles%\Bit4id",
    r"%ProgramFiles%\OpenSC Project\OpenSC\pkcs11",
    r"%SystemRoot%\SysWOW64",
)
"""The last holds what is for 32-bit programs: found only there, its refusal says what is wrong."""

_LINUX_FOLDERS = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu/pkcs11",
    "/usr/lib/pkcs11",
    "/usr/lib/bit4id",
    "/usr/local/lib",
)
_ELF_64 = 2
_PE_MACHINES_32 = {0x014C, 0x01C4}

_users: Counter[str] = Counter()
_door = Lock()
"""A library has one state for the whole process; who goes last shuts it, and all its sessions."""


def folders(environment: Mapping[str, str], platform: str) -> tuple[Path, ...]:
    """Return the folders where libraries are installed."""
    if platform != "win32":
        return tuple(Path(one) for one in _LINUX_FOLDERS)
    filled = []
    for pattern in _WINDOWS_FOLDERS:
        name, _, rest = pattern.removeprefix("%").partition("%")
        if environment.get(name):
            filled.append(Path(environment[name] + rest))
    return tuple(filled)


def probe(searched: Sequence[Path] | None = None, *, platform: str = sys.platform) -> list[Path]:
    """Return the known libraries that are installed here, each once; nothing is loaded.

    Args:
        searched: folders to look in; the usual ones by default.
        platform: as ``sys.platform``.
    """
    names = WINDOWS_NAMES if platform == "win32" else LINUX_NAMES
    looked = folders(os.environ, platform) if searched is None else searched
    found: dict[Path, Path] = {}
    for name in names:
        path = next((one / name for one in looked if (one / name).is_file()), None)
        if path is not None:
            found.setdefault(path.resolve(), path)
    return list(found.values())


@contextmanager
def library(path: Path) -> "Iterator[pkcs11._pkcs11.lib]":
    """Open a library for as long as the block runs; the last to leave closes it.

    Raises:
        TrustError: ``trust.token-library-missing``, ``trust.token-library-32-bit``,
            ``trust.token-library-refused``.
    """
    _check_file(path)
    name = str(path.resolve())
    with _door:
        try:
            opened = pkcs11.lib(name)
        except pkcs11.PKCS11Error as error:
            raise TrustError("trust.token-library-refused", file=path.name) from error
        _users[name] += 1
    try:
        yield opened
    finally:
        with _door:
            _users[name] -= 1
            if not _users[name]:
                with suppress(pkcs11.PKCS11Error):
                    opened.finalize()


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise TrustError("trust.token-library-missing", file=str(path)) from error
    if sys.maxsize > 2**32 and _is_32_bit(head):
        raise TrustError("trust.token-library-32-bit", file=path.name)


def _is_32_bit(head: bytes) -> bool:
    if head[:4] == b"\x7fELF":
        return head[4:5] != bytes([_ELF_64])
    if head[:2] == b"MZ":
        at = int.from_bytes(head[0x3C:0x40], "little")
        machine = int.from_bytes(head[at + 4 : at + 6], "little")
        return head[at : at + 4] == b"PE\0\0" and machine in _PE_MACHINES_32
    return False
