"""Bytes under a password in a small JSON text: what key files and other secrets have in common.

AES-256-GCM, under a key derived from the password by Argon2id with the cost written beside it.
"""

import base64
import binascii
import contextlib
import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from typing_extensions import override

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.text import as_seen
from ctmtqg_desktop.trust.libraries import aead, argon2, exceptions

_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of a password costs.

    Attributes:
        memory_kib: memory in KiB; 64 MiB by default.
        iterations: passes over it.
        lanes: parallel lanes.
    """

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 4

    @override
    def __str__(self) -> str:
        return f"{self.memory_kib}/{self.iterations}/{self.lanes}"

    def is_bounded(self) -> bool:
        """Say whether it may be used: a file must not make us allocate what it likes."""
        return (
            1 <= self.lanes <= 8
            and 8 * self.lanes <= self.memory_kib <= 1024 * 1024
            and 1 <= self.iterations <= 16
        )


DEFAULT_COST = Cost()
"""What everything is sealed at that this program seals."""
DEMONSTRATION_COST = Cost(memory_kib=1024, iterations=1, lanes=1)
"""Where the password lies beside the key for all to read: in the demonstration."""
Bound = Callable[[Cost], str]
"""Gives what the cipher binds to the bytes although it stands in the open."""


@dataclass(frozen=True, slots=True)
class Box:
    """Sealed bytes; ``cost`` is proved by the password."""

    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


def seal_box(plain: bytes, password: str, bound: Bound, cost: Cost | None = None) -> Box:
    """Return bytes under a password.

    Args:
        plain: any bytes.
        password: any text; what is seen of it counts, so neither the keyboard's way of composing
            nor a letter that only looks like Đ does.
        bound: what else must be the same when it is opened.
        cost: of a guess; None is ``DEFAULT_COST``.
    """
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    cost = cost or DEFAULT_COST
    cipher = aead.AESGCM(_derived(next(_spellings(password)), salt, cost))
    return Box(cost, salt, nonce, cipher.encrypt(nonce, plain, bound(cost).encode()))


def _derived(spelled: str, salt: bytes, cost: Cost) -> bytes:
    kdf = argon2.Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(spelled.encode())


def _spellings(password: str) -> Iterator[str]:
    """Yield what a password may have been sealed as: as it is seen, as it was typed, trimmed.

    Files of earlier versions were sealed as typed; a copied password brings blanks with it.
    Nearly every password is one spelling only, and deriving a key is slow.
    """
    seen, typed = as_seen(password), unicodedata.normalize("NFC", password)
    yield from dict.fromkeys((seen or typed, typed, seen.strip() or typed))


@dataclass(frozen=True, slots=True)
class BoxFile:
    """One kind of file that holds a box and some fields in the open.

    Attributes:
        name, version: of the format.
        limit: most bytes of a file.
        unreadable, password_wrong: codes of its refusals.
    """

    name: str
    version: int
    limit: int
    unreadable: str
    password_wrong: str

    @property
    def head(self) -> str:
        """Return what every file of the kind binds: name and version."""
        return f"{self.name}/{self.version}"

    def write(self, box: Box, more: Mapping[str, object]) -> bytes:
        """Return a file.

        Args:
            box: what is sealed.
            more: what stands in the open; bytes are written as base64.
        """
        document = {
            "format": self.name,
            "format_version": self.version,
            "kdf": "argon2id",
            "cost": asdict(box.cost),
            "cipher": "aes-256-gcm",
            "salt": box.salt,
            "nonce": box.nonce,
            "sealed": box.sealed,
            **more,
        }
        return json.dumps(document, indent=1, default=_text).encode() + b"\n"

    def read(self, data: bytes, more: Callable[[dict[str, Any]], T]) -> tuple[Box, T]:
        """Return the box of a file, and what stands in the open.

        Args:
            data: the file.
            more: reads what stands in the open; what it stumbles over is refused.

        Raises:
            TrustError: ``unreadable``, ``trust.key-file-cost``.
        """
        if len(data) > self.limit:
            raise self.refused("size")
        try:
            document = json.loads(data)
            if (document["format"], document["format_version"]) != (self.name, self.version):
                raise self.refused("format")
            box, found = _box(document), more(document)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self.refused("content") from error
        if not box.cost.is_bounded():
            raise TrustError("trust.key-file-cost", memory_kib=box.cost.memory_kib)
        if len(box.salt) < _SALT_BYTES or len(box.nonce) != _NONCE_BYTES:
            raise self.refused("salt")
        return box, found

    def open(self, box: Box, password: str, bound: Bound) -> bytes:
        """Return the bytes again.

        Raises:
            TrustError: ``password_wrong`` (also when the file was changed).
        """
        for spelled in _spellings(password):
            cipher = aead.AESGCM(_derived(spelled, box.salt, box.cost))
            with contextlib.suppress(exceptions.InvalidTag):
                return cipher.decrypt(box.nonce, box.sealed, bound(box.cost).encode())
        raise TrustError(self.password_wrong)

    def refused(self, where: str) -> TrustError:
        """Return the error that says what of a file cannot be read."""
        return TrustError(self.unreadable, where=where)


def _box(document: dict[str, Any]) -> Box:
    return Box(
        cost=Cost(**{name: int(value) for name, value in document["cost"].items()}),
        salt=from_base64(document["salt"]),
        nonce=from_base64(document["nonce"]),
        sealed=from_base64(document["sealed"]),
    )


def _text(data: object) -> str:
    if not isinstance(data, bytes):
        raise TypeError(type(data).__name__)
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Return the bytes that a text of a file stands for.

    Raises:
        ValueError: it is no base64.
    """
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
