"""Issue 4 item 9: a signature has one spelling; BER's many others are refused, one by one.

``CTMTQG_FUZZ_SEED`` sets the seed, ``CTMTQG_FUZZ_RUNS`` how many (see ``how_much``).
"""

import os
import random
from collections import Counter
from dataclasses import dataclass

import pytest
from how_much import share

from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.unseal import inspect
from ctmtqg_desktop.trust.x509 import der

SEED = int(os.environ.get("CTMTQG_FUZZ_SEED", "20241231"))
RUNS = share(2000)


def entries_of(data):
    return {n: d for n, d in read_container(data).items() if n != names.MIMETYPE}


@dataclass
class Bent:
    """A DER tree in which the value number ``at`` is written as ``how`` says."""

    at: int
    how: object

    def write(self, node):
        """Return the value; its parents' lengths follow."""
        mine, self.at = self.at == 0, self.at - 1
        parts = [self.write(child) for child in node.children]
        if mine:
            return self.how(node, parts)
        return der.encode(node.tag, *parts) if node.children else node.raw


def count(node):
    return 1 + sum(count(child) for child in node.children)


def body(node, parts):
    return b"".join(parts) if node.children else node.body


def longer_length(node, parts):
    held = body(node, parts)
    digits = len(held).to_bytes(4, "big")
    return bytes([node.tag, 0x84]) + digits + held


def indefinite(node, parts):
    return bytes([node.tag | 0x20, 0x80]) + body(node, parts) + b"\0\0"


def constructed(node, parts):
    return der.encode(node.tag | 0x20, der.encode(node.tag & ~0x20, body(node, parts)))


def padded(node, parts):
    return der.encode(node.tag, b"\0" + body(node, parts))


def tailed(node, parts):
    return der.encode(node.tag, body(node, parts), b"\0")


def emptied(node, _parts):
    return der.encode(node.tag)


def doubled(node, parts):
    whole = der.encode(node.tag, body(node, parts))
    return whole * 2


def left_out(_node, _parts):
    return b""


def reversed_children(node, parts):
    return (
        der.encode(node.tag, *reversed(parts)) if parts else der.encode(node.tag, node.body[::-1])
    )


def other_tag(node, parts):
    return der.encode(node.tag ^ 1, body(node, parts))


HOWS = (longer_length, indefinite, constructed, padded, tailed, emptied, doubled, left_out,
        reversed_children, other_tag)  # fmt: skip


def bend_der(luck, data, _):
    """Rewrite one value of the signature in a way that BER allows, or nobody."""
    entries = entries_of(data)
    root = der.read_der(entries[names.SIGNATURE])
    bent = Bent(luck.randrange(count(root)), luck.choice(HOWS)).write(root)
    return write_container({**entries, names.SIGNATURE: bent}.items())


def bend_length(luck, data, _):
    """Change the length byte of one value and nothing else."""
    entries = entries_of(data)
    p7s, places = entries[names.SIGNATURE], []

    def walk(node, at):
        places.append(at + 1)
        inner = at + len(node.raw) - len(node.body)
        for child in node.children:
            walk(child, inner)
            inner += len(child.raw)

    walk(der.read_der(p7s), 0)
    made = bytearray(p7s)
    made[luck.choice(places)] ^= 1 << luck.randrange(8)
    return write_container({**entries, names.SIGNATURE: bytes(made)}.items())


@pytest.mark.parametrize("way", [bend_der, bend_length])
def test_no_other_spelling_of_a_signature_is_taken(written, way):
    luck, real, codes = random.Random(SEED), list(written.kinds.values()), Counter()
    print(f"seed {SEED}, {RUNS} runs")
    for _ in range(RUNS):
        data = way(luck, luck.choice(real), real)
        if data in real:
            continue
        found = inspect(data)
        assert found.code, found
        assert found.opened is None
        codes[found.code] += 1
    print(codes)
    assert len(codes) >= 3
    assert set(codes) <= {code for code in codes if code.startswith("trust.")}
