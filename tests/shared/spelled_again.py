"""Other bytes for the same package, made without any key; and packages of profile 1."""

import struct
import zlib
from contextlib import suppress
from dataclasses import replace

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.asic import dump_asic, references
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.manifest import dump_manifest, load_manifest
from ctmtqg_desktop.trust.signature.low_s import respelled
from ctmtqg_desktop.trust.x509 import der

LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), b"PK\5\6"
UTF8 = 0x800


def of_profile_one(data, signer, at):
    """Return a package as version 1 of the profile has it, signed anew."""
    entries = {n: d for n, d in read_container(data).items() if n not in names.SECOND}
    del entries[names.MIMETYPE]
    manifest = load_manifest(entries[names.MANIFEST])
    entries[names.MANIFEST] = dump_manifest(replace(manifest, profile=1))
    listed = dump_asic(references(manifest, entries[names.MANIFEST]))
    entries[names.ASIC_MANIFEST] = listed
    entries[names.SIGNATURE] = signer.sign_cades(listed, at)
    return write_container(entries.items())


def zipped(entries, flags=0, level=None, chosen=bool):
    """Write a container; the chosen entries with flags, deflated at a level."""
    body, directory = bytearray(), bytearray()
    for name, content in entries.items():
        deep = level is not None and name != names.MIMETYPE and chosen(name)
        packed = _deflated(content, level) if deep else content
        flag = flags if chosen(name) else 0
        fields = (flag, 8 if deep else 0, 0, 33, zlib.crc32(content), len(packed), len(content))
        fields += (len(name), 0)
        directory += CENTRAL.pack(
            b"PK\1\2", 3 << 8 | 20, 20, *fields, 0, 0, 0, 0o100644 << 16, len(body)
        )
        directory += name.encode()
        body += LOCAL.pack(b"PK\3\4", 20, *fields) + name.encode() + packed
    sizes = (len(entries), len(entries), len(directory), len(body), 0)
    return bytes(body + directory + struct.pack("<4s4H2LH", END, 0, 0, *sizes))


def _deflated(content, level):
    stream = zlib.compressobj(level, zlib.DEFLATED, -15)
    return stream.compress(content) + stream.flush()


def flagged(data):
    """Set one flag in every header."""
    return zipped(read_container(data), flags=UTF8)


def deflated(data):
    """Deflate what can be."""
    return zipped(read_container(data), level=9)


def mirrored(data):
    """Take the other s of whichever signature is the last."""
    entries = dict(read_container(data))
    last = names.SIGNATURE_2 if names.SIGNATURE_2 in entries else names.SIGNATURE
    low, high = (respelled(entries[last], is_low=is_low) for is_low in (True, False))
    entries[last] = high if entries[last] == low else low
    return zipped(entries)


WAYS = {"flag": flagged, "deflate": deflated, "n-s": mirrored}


def by_chance(luck, data, extra):
    """Write a package anew by one to three ways at once, some of them none of the format's."""
    entries = dict(read_container(data))
    for change in luck.sample(_CHANGES, luck.choice((0, 1, 1, 2))):
        entries = change(luck, entries, extra)
    share = luck.random()
    chosen = {name for name in entries if luck.random() <= share}
    flags = luck.choice((0, 0, UTF8, UTF8, 2, 4, 6, 0x40))
    level = luck.choice((None, None, *range(10)))
    made = zipped(entries, flags, level, chosen.__contains__)
    return luck.choice((lambda d: d,) * 6 + _AROUND)(made)


def _signature(change):
    def changed(luck, entries, extra):
        last = names.SIGNATURE_2 if names.SIGNATURE_2 in entries else names.SIGNATURE
        name = luck.choice((names.SIGNATURE, last))
        with suppress(TrustError, StopIteration, ValueError):  # no signature any more
            return {**entries, name: change(luck, entries[name], extra)}
        return entries

    return changed


def _mirror(luck, p7s, _):
    return respelled(p7s, is_low=luck.random() < 0.5)


def _bag(luck, p7s, extra):
    """Put a certificate into the bag, take one out, or put them in another order."""
    kind, wrapped = der.read_der(p7s).children
    fields = [one.raw for one in wrapped.children[0].children]
    bag = [one.raw for one in wrapped.children[0].children[3].children]
    way = luck.choice(("add", "drop", "turn", "twice"))
    if way == "add":
        bag = sorted([*bag, extra])
    elif way == "drop":
        bag.pop(luck.randrange(len(bag)))
    elif way == "turn":
        bag.reverse()
    else:
        bag += bag[:1]
    fields[3] = der.encode(0xA0, *bag)
    return der.encode(0x30, kind.raw, der.encode(0xA0, der.encode(0x30, *fields)))


def _der(luck, p7s, _):
    """Spell DER as BER would: a long length, a padded number, something after the end."""
    way = luck.choice(("long", "after", "padded", "version"))
    if way == "after":
        return p7s + luck.choice((b"\0", b"\5\0", p7s))
    if way == "version":
        return p7s.replace(b"\2\1\1", b"\2\2\0\1", 1)
    if way == "padded":
        at = p7s.rfind(b"\2\x20")
        return p7s[:at] + b"\2\x21\0" + p7s[at + 2 :] if at > 0 else p7s
    node = der.read_der(p7s)
    return b"\x30\x84" + len(node.body).to_bytes(4, "big") + node.body


def _unsigned(luck, p7s, _):
    """Give the signer an unsigned attribute."""
    kind, wrapped = der.read_der(p7s).children
    fields = [one.raw for one in wrapped.children[0].children]
    signer = der.read_der(fields[4]).children[0]
    note = der.encode(0x30, der.encode(6, b"\x2a\x03"), der.encode(0x31, der.encode(4, b"x")))
    more = der.encode(0x30, *(one.raw for one in signer.children), der.encode(0xA1, note))
    fields[4] = der.encode(0x31, more)
    return der.encode(0x30, kind.raw, der.encode(0xA0, der.encode(0x30, *fields)))


def _order(luck, entries, _):
    items = list(entries.items())
    first = items.pop(0)
    luck.shuffle(items)
    return dict([first, *items])


def _second(_luck, entries, _extra):
    """Put the first pair once more, as a second signature."""
    return entries | {
        names.ISSUE: b"{}", names.ISSUED_PRINT: b"%PDF-",
        names.ASIC_MANIFEST_2: entries[names.ASIC_MANIFEST],
        names.SIGNATURE_2: entries[names.SIGNATURE],
    }  # fmt: skip


def _without_second(_luck, entries, _extra):
    return {name: part for name, part in entries.items() if name not in names.SECOND}


def _loose(luck, entries, _):
    name = luck.choice(("data/them.json", "attachments/001.pdf", "META-INF/manifest.xml"))
    return entries | {name: b"{}"}


_CHANGES = (
    *(_signature(one) for one in (_mirror, _mirror, _bag, _der, _unsigned)),
    _order, _second, _without_second, _loose,
)  # fmt: skip
_AROUND = (
    lambda data: b"\0" + data,
    lambda data: data + b"\0",
    lambda data: data[:-2] + b"\1\0x",
    lambda data: data.replace(b"\0\0\x21\0", b"\1\0\x21\0"),
)
