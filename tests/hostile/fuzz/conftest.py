"""Bend a package: bytes, zip records, entries, JSON and XML."""

import base64
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib

import pytest

from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import MIMETYPE_CONTENT, read_container

LOCAL, CENTRAL = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L")
ODD = (0, 1, 2, 8, 9, 12, 0x14, 0x2D, 0x800, 0x801, 0xFFFE, 0xFFFF)
WIDE = (0, 1, 7, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)


def zipped(entries):
    """Write entries as the profile says, whatever their names."""
    items, body, directory = list(entries), bytearray(), bytearray()
    for raw, content in [("mimetype", MIMETYPE_CONTENT), *items]:
        name, size = raw.encode("utf-8"), len(content)
        fields = (0, 0, 0, 33, zlib.crc32(content), size, size, len(name), 0)
        directory += CENTRAL.pack(
            b"PK\1\2", 3 << 8 | 20, 20, *fields, 0, 0, 0, 0o100644 << 16, len(body)
        )
        directory += name
        body += LOCAL.pack(b"PK\3\4", 20, *fields) + name + content
    count = len(items) + 1
    sizes = (count, count, len(directory), len(body), 0)
    return bytes(body + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *sizes))


def entries_of(data):
    return {n: d for n, d in read_container(data).items() if n != names.MIMETYPE}


# -- the bytes, whatever they mean


def flip(luck, data, _):
    made = bytearray(data)
    for _n in range(luck.choice((1, 1, 1, 2, 8))):
        made[luck.randrange(len(made))] ^= 1 << luck.randrange(8)
    return bytes(made)


def overwrite(luck, data, _):
    at, length = luck.randrange(len(data)), luck.choice((1, 2, 4, 16, 200))
    return data[:at] + luck.choice((bytes(length), luck.randbytes(length))) + data[at + length :]


def cut_end(luck, data, _):
    return data[: luck.randrange(len(data))]


def cut_start(luck, data, _):
    return data[luck.randrange(1, len(data)) :]


def take_out(luck, data, _):
    at = luck.randrange(len(data))
    return data[:at] + data[at + luck.choice((1, 2, 22, 500)) :]


def put_in(luck, data, _):
    at = luck.randrange(len(data) + 1)
    return data[:at] + luck.randbytes(luck.choice((1, 2, 22, 46, 500))) + data[at:]


def repeat(luck, data, _):
    at, length = luck.randrange(len(data)), luck.choice((1, 22, 46, 300))
    return data[:at] + data[at : at + length] * 2 + data[at + length :]


def swap_ranges(luck, data, _):
    a, b, c, d = sorted(luck.randrange(len(data) + 1) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def splice(luck, data, real):
    other = luck.choice(real)
    return data[: luck.randrange(len(data))] + other[luck.randrange(len(other)) :]


def two_in_one(luck, data, real):
    return data + luck.choice(real)


def dress(luck, data, _):
    return luck.choice((b"MZ\x90", b"%PDF-1.7\n", b"#!/bin/sh\n", b"\0")) + data


# -- the records of the zip


def parsed(data):
    """Return [(name, local offset, content)] and where the directory starts."""
    start = struct.unpack_from("<L", data, len(data) - 6)[0]
    at, found = start, []
    while data[at : at + 4] == b"PK\1\2":
        fields = CENTRAL.unpack_from(data, at)
        name = data[at + 46 : at + 46 + fields[10]]
        found.append((at, name, fields[16]))
        at += 46 + fields[10]
    return found, start


def bend_header(luck, data, _):
    """Put an odd number into one field of a local header, of its central twin, or of both."""
    found, _start = parsed(data)
    central, _name, local = luck.choice(found)
    field, where = luck.randrange(10), luck.choice(("local", "central", "both"))
    odd = luck.choice(WIDE if 5 <= field <= 7 else ODD)
    made = bytearray(data)
    for form, at, first in ((LOCAL, local, 1), (CENTRAL, central, 2)):
        if where in {"both", "local" if form is LOCAL else "central"}:
            fields = list(form.unpack_from(data, at))
            fields[first + field] = odd
            form.pack_into(made, at, *fields)
    is_other_spelling = (field, where, odd) == (1, "both", 0x800)  # the UTF-8 flag is allowed
    return data if is_other_spelling else bytes(made)


def bend_tail(luck, data, _):
    """Change the disk, counts, sizes, comment and version of the directory's own records."""
    found, _start = parsed(data)
    made = bytearray(data)
    if luck.random() < 0.5:
        at = len(data) - 22 + luck.choice((4, 6, 8, 10, 20))
        struct.pack_into("<H", made, at, luck.choice(ODD))
    else:
        at = luck.choice(found)[0] + luck.choice((4, 30, 32, 34, 36, 38, 40, 42, 44))
        struct.pack_into("<H", made, at, luck.choice(ODD))
    return bytes(made)


def zip64(luck, data, _):
    record = b"PK\6\6" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, 5, 5, 300, len(data))
    locator = b"PK\6\7" + struct.pack("<LQL", 0, len(data) - 22, 1)
    return data[:-22] + luck.choice((record + locator, locator, record)) + data[-22:]


def two_ends(luck, data, _):
    end = data[-22:]
    return luck.choice(
        (data + end, data[:-22] + end + end, end + data, data[:-2] + b"\x16\0" + end)
    )


def hide_entry(luck, data, _):
    """Add a local entry that no directory names, or a descriptor, between the entries."""
    found, start = parsed(data)
    name = luck.choice((b"data.json", b"evil.json", b"report.pdf"))
    hidden = LOCAL.pack(b"PK\3\4", 20, 0, 0, 0, 33, 0, 2, 2, len(name), 0) + name + b"{}"
    more = luck.choice((hidden, b"PK\7\x08" + luck.randbytes(12), bytes(luck.randrange(1, 9))))
    at = luck.choice([local for _, _, local in found] + [start])
    made = data[:at] + more + data[at:]
    if luck.random() < 0.5:
        return made
    fixed = bytearray(made[:-22])
    for central, _name, local in found:
        moved = local + (len(more) if local >= at else 0)
        struct.pack_into("<L", fixed, central + len(more) + 42, moved)
    return bytes(fixed) + made[-22:-6] + struct.pack("<LH", start + len(more), 0)


def rezip(luck, data, _):
    """Zip the same entries with Python's zipfile; at least one of its options is not ours."""
    date, system, extra, comment, attributes, is_bzip2, shuffled = (
        luck.random() < 0.3 for _ in range(7)
    )
    method = luck.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    if is_bzip2 or not any((date, system, extra, comment, attributes, shuffled)):
        method = zipfile.ZIP_BZIP2
    out, items = io.BytesIO(), list(read_container(data).items())
    if shuffled:
        items = [*items[1:], items[0]]
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in items:
            info = zipfile.ZipInfo(name, (2025, 1, 6, 8, 0, 2) if date else (1980, 1, 1, 0, 0, 0))
            info.create_system, info.compress_type = 0 if system else 3, method
            info.external_attr = (0o120777 if attributes else 0o100644) << 16
            info.extra, info.comment = b"UT\5\0\3abcd" * extra, b"x" * comment
            archive.writestr(info, content)
    return out.getvalue()


# -- whole entries, in a zip as it must be


def rename(luck, data, _):
    entries = entries_of(data)
    old = luck.choice(list(entries))
    new = luck.choice((old.upper(), "data/x.json", "x-" + old.rpartition("/")[2], "a.toml"))
    return zipped([(new if n == old else n, d) for n, d in entries.items()])


def drop_entry(luck, data, _):
    entries = entries_of(data)
    del entries[luck.choice(list(entries))]
    return zipped(entries.items())


def add_entry(luck, data, _):
    name = luck.choice(("data/more.json", "report.xlsx", "META-INF/signature002.p7s",
                        "META-INF/ASiCManifest002.xml", "META-INF/manifest.xml"))  # fmt: skip
    items = list(entries_of(data).items())
    items.insert(luck.randrange(len(items) + 1), (name, luck.choice(items)[1]))
    return zipped(items)


def double_entry(luck, data, _):
    items = list(entries_of(data).items())
    name, content = luck.choice(items)
    items.insert(luck.randrange(len(items) + 1), (name, luck.choice((content, b"{}", b""))))
    return zipped(items)


def shuffle_entries(luck, data, _):
    items = list(entries_of(data).items())
    luck.shuffle(items)
    return zipped(items)


def swap_contents(luck, data, _):
    entries = entries_of(data)
    a, b = luck.sample(list(entries), 2)
    entries[a], entries[b] = entries[b], entries[a]
    return zipped(entries.items())


def take_from_another(luck, data, real):
    """Put one or more files of another package, or its signature, in the place of ours."""
    entries, others = entries_of(data), entries_of(luck.choice(real))
    both = [n for n in entries if n in others]
    for name in luck.sample(both, luck.randrange(1, len(both) + 1)):
        entries[name] = others[name]
    return zipped(entries.items())


def bend_content(luck, data, real):
    """Bend one file and put every checksum of the zip right."""
    entries = entries_of(data)
    name = luck.choice(list(entries))
    bend = luck.choice((flip, overwrite, cut_end, put_in, repeat, take_out, swap_ranges))
    return zipped({**entries, name: bend(luck, entries[name] or b"x", real)}.items())


# -- texts, with every digest put right but the signature's


def with_digests(entries):
    """Put the digests of manifest.json and of the signed list right; the signature stays."""
    listed = entries[names.ASIC_MANIFEST].decode("ascii")
    for name, content in entries.items():
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")
        listed = re.sub(
            rf'(URI="{re.escape(name)}".*?<ds:DigestValue>)[^<]*', rf"\g<1>{digest}", listed
        )
    return zipped({**entries, names.ASIC_MANIFEST: listed.encode("ascii")}.items())


def json_of(luck, entries):
    return luck.choice([name for name in entries if name.endswith(".json")])


def change_digit(luck, data, _):
    """Change a figure of the content, and every digest in the way."""
    entries = entries_of(data)
    name = json_of(luck, entries)
    text = bytearray(entries[name])
    digits = [at for at, byte in enumerate(text) if chr(byte).isdigit()]
    at = luck.choice(digits or [0])
    text[at] = luck.choice([byte for byte in b"0123456789" if byte != text[at]])
    old = hashlib.sha256(entries[name]).hexdigest().encode()
    entries[name] = bytes(text)
    new = hashlib.sha256(entries[name]).hexdigest().encode()
    entries[names.MANIFEST] = entries[names.MANIFEST].replace(old, new)
    return with_digests(entries)


def respell_json(luck, data, _):
    """Write the same JSON in another spelling."""
    entries = entries_of(data)
    name = json_of(luck, entries)
    text = entries[name].decode("utf-8")
    value, spelled = json.loads(text), luck.randrange(6)
    if spelled == 0:
        text = json.dumps(value, ensure_ascii=False, indent=1)
    elif spelled == 1:
        text = json.dumps(dict(reversed(value.items())), ensure_ascii=False, separators=(",", ":"))
    elif spelled == 2:
        text = "{" + text[1:-1] + "," + text[1:]
    elif spelled == 3:
        text = json.dumps(value, separators=(",", ":"), sort_keys=True) + " "
    elif spelled == 4:
        text = "\ufeff" + text
    else:
        text = text.replace('":', '": ', luck.randrange(1, 4))
    return with_digests({**entries, name: text.encode("utf-8")})


def respell_xml(luck, data, _):
    """Write the signed list in another spelling, or hide something in it."""
    entries = entries_of(data)
    text, line = entries[names.ASIC_MANIFEST].decode("ascii"), "</asic:ASiCManifest>"
    root = ' Rootfile="true"'
    first = text.splitlines(keepends=True)[3]
    bent = luck.choice((
        text.replace("\n", "\r\n"), text.replace("><", "> <", 1), text.rstrip("\n"),
        text.replace(line, f"<!-- x -->{line}"), text.replace(root, root.replace('"', "'")),
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + text,
        text.replace(first, first * 2), text.replace(first, ""), text.replace(root, ""),
        text.replace("xmlenc#sha256", "xmldsig#sha1"), text.replace("UTF-8", "utf-8"),
        text.replace(".p7s", ".p7m"), "\ufeff" + text, text + "\n", text.upper(),
    ))  # fmt: skip
    return zipped({**entries, names.ASIC_MANIFEST: bent.encode("utf-8")}.items())


WAYS = (flip, overwrite, cut_end, cut_start, take_out, put_in, repeat, swap_ranges, splice,
        two_in_one, dress, bend_header, bend_tail, zip64, two_ends, hide_entry, rezip, rename,
        drop_entry, add_entry, double_entry, shuffle_entries, swap_contents, take_from_another,
        bend_content, change_digit, respell_json, respell_xml)  # fmt: skip


@pytest.fixture(scope="session")
def mutate():
    """Return a function that bends one of the real packages; it may come out unbent."""

    def bend(luck, real):
        way = luck.choice(WAYS)
        return way.__name__, way(luck, luck.choice(real), real)

    return bend
