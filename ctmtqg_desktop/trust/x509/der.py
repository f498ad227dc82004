"""A strict reader of DER: one way to write a thing, everything else refused.

Lenient readers take several spellings of one value, so that bytes can change and nothing
notices. Here a length that is too long, a BOOLEAN other than 00 or FF, a padded INTEGER, an
unsorted SET or a byte too many is an error with its offset.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from ctmtqg_desktop.errors import TrustError

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
SEQUENCE, SET = 0x30, 0x31
MAX_DEPTH = 28  # a time-stamp within a signature reaches 26
_CONSTRUCTED = 0x20
_UNIVERSAL = 0x40


@dataclass(frozen=True, slots=True)
class Node:
    """One DER value.

    Attributes:
        tag: identifier byte, class and constructed bit included.
        raw: the whole value, header included.
        body: the contents.
        children: the values inside a constructed one; empty for a primitive one.
    """

    tag: int
    raw: bytes
    body: bytes
    children: tuple["Node", ...] = ()

    def expect(self, tag: int, *children: int | None) -> "Node":
        """Return this node if it has this tag and, when given, exactly these children's tags.

        None among the children stands for any tag.

        Raises:
            TrustError: ``trust.cms-structure``.
        """
        wrong = self.tag != tag
        if children:
            found = tuple(child.tag for child in self.children)
            wrong = wrong or len(found) != len(children)
            wrong = wrong or any(
                want not in {None, have} for want, have in zip(children, found, strict=True)
            )
        if wrong:
            raise TrustError("trust.cms-structure", expected=tag, found=self.tag)
        return self


def read_der(data: bytes) -> Node:
    """Read one DER value that fills ``data`` to its last byte.

    Raises:
        TrustError: ``trust.der`` with the offset of what is not DER.
    """
    node, end = _node(data, 0, MAX_DEPTH)
    if end != len(data):
        raise _bad(end)
    return node


def encode(tag: int, *bodies: bytes) -> bytes:
    """Return one DER value with these contents, in this order."""
    body = b"".join(bodies)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    digits = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + body


def encode_set(tag: int, *members: bytes) -> bytes:
    """Return a SET OF (or an implicitly tagged one) with its members in DER's order."""
    return encode(tag, *sorted(members))


def _bad(offset: int) -> TrustError:
    return TrustError("trust.der", offset=offset)


def _node(data: bytes, at: int, depth: int) -> tuple[Node, int]:
    if depth == 0 or at + 2 > len(data):
        raise _bad(at)
    tag = data[at]
    if tag & 0x1F == 0x1F:  # numbers of 31 and more do not occur in what we read
        raise _bad(at)
    start, end = _extent(data, at)
    body = data[start:end]
    if not tag & _CONSTRUCTED:
        if tag in {SEQUENCE & ~_CONSTRUCTED, SET & ~_CONSTRUCTED} or not _is_plain(tag, body):
            raise _bad(at)
        return Node(tag, data[at:end], body), end
    if tag < _UNIVERSAL and tag not in {SEQUENCE, SET}:
        raise _bad(at)
    children = _children(data, start, end, depth)
    if tag == SET and not is_sorted(children):
        raise _bad(at)
    return Node(tag, data[at:end], body, children), end


def _extent(data: bytes, at: int) -> tuple[int, int]:
    """Return where the contents start and end."""
    first, start = data[at + 1], at + 2
    if first < 0x80:
        length = first
    else:
        width = first & 0x7F
        start += width
        digits = data[at + 2 : start]
        length = int.from_bytes(digits, "big")
        shortest = max(1, (length.bit_length() + 7) // 8)
        if not 1 <= width <= 4 or len(digits) != width or width != shortest or length < 0x80:
            raise _bad(at + 1)
    if start + length > len(data):
        raise _bad(at + 1)
    return start, start + length


def _children(data: bytes, start: int, end: int, depth: int) -> tuple[Node, ...]:
    found = []
    while start < end:
        child, start = _node(data, start, depth - 1)
        found.append(child)
    if start != end:
        raise _bad(end)
    return tuple(found)


def is_sorted(children: tuple[Node, ...]) -> bool:
    """Say whether the members of a SET OF stand in DER's order."""
    return all(a.raw <= b.raw for a, b in pairwise(children))


def _is_boolean(body: bytes) -> bool:
    return body in {b"\x00", b"\xff"}


def _is_integer(body: bytes) -> bool:
    if len(body) < 2:
        return len(body) == 1
    padded = (body[0] == 0x00 and body[1] < 0x80) or (body[0] == 0xFF and body[1] >= 0x80)
    return not padded


def _is_bit_string(body: bytes) -> bool:
    if not body or body[0] > 7 or (len(body) == 1 and body[0]):
        return False
    return not body[-1] & ((1 << body[0]) - 1) if len(body) > 1 else True


def _is_oid(body: bytes) -> bool:
    if not body or body[-1] & 0x80:
        return False
    starts = [0, *(i + 1 for i, byte in enumerate(body[:-1]) if not byte & 0x80)]
    return all(body[i] != 0x80 for i in starts)


_PLAIN: dict[int, Callable[[bytes], bool]] = {
    BOOLEAN: _is_boolean,
    INTEGER: _is_integer,
    BIT_STRING: _is_bit_string,
    NULL: lambda body: not body,
    OID: _is_oid,
}


def _is_plain(tag: int, body: bytes) -> bool:
    check = _PLAIN.get(tag)
    return check is None or check(body)
