"""package_and_signing 1: ASiCManifest.xml of EN 319 162-1, one spelling, nothing hidden."""

import base64
import hashlib
from xml.etree import ElementTree as ET

import pytest

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.asic import ObjectReference, dump_asic, load_asic

ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
REFERENCES = (
    ObjectReference("manifest.json", "application/json", "00" * 32, is_root=True),
    ObjectReference("attachments/001.pdf", "application/pdf", hashlib.sha256(b"x").hexdigest()),
)


def test_what_is_written_is_read_back():
    assert load_asic(dump_asic(REFERENCES)) == REFERENCES


def test_an_xml_parser_sees_the_same():
    root = ET.fromstring(dump_asic(REFERENCES))  # noqa: S314  our own text
    assert root.tag == f"{ASIC}ASiCManifest"
    first, *others = root
    assert first.tag == f"{ASIC}SigReference"
    assert first.attrib == {
        "URI": "META-INF/signature001.p7s",
        "MimeType": "application/pkcs7-signature",
    }
    for element, reference in zip(others, REFERENCES, strict=True):
        assert element.tag == f"{ASIC}DataObjectReference"
        assert element.get("URI") == reference.path
        assert element.get("MimeType") == reference.media_type
        assert (element.get("Rootfile") == "true") == reference.is_root
        assert element.find(f"{DS}DigestMethod").get("Algorithm").endswith("xmlenc#sha256")
        value = base64.b64decode(element.find(f"{DS}DigestValue").text)
        assert value.hex() == reference.sha256


CHANGES = {
    "doctype": (b"<asic:ASiC", b"<!DOCTYPE x><asic:ASiC"),
    "entity": (b"application/pdf", b"&x;"),
    "comment": (b"</asic:ASiC", b"<!-- x --></asic:ASiC"),
    "blank": (b"/><ds", b"/> <ds"),
    "other-digest": (b"xmlenc#sha256", b"xmldsig#sha1"),
    "extra-attribute": (b' MimeType="application/pdf"', b' MimeType="application/pdf" x="y"'),
    "second-signature": (
        b"</asic:ASiC",
        b'<asic:SigReference URI="META-INF/signature002.p7s"/></asic:ASiC',
    ),
    "byte-order-mark": (b"<?xml", b"\xef\xbb\xbf<?xml"),
    "tail": (b"</asic:ASiCManifest>\n", b"</asic:ASiCManifest>\n\n"),
    "crlf": (b"\n", b"\r\n"),
    "dirty-base64": (b"AAA=<", b"AAB=<"),
    "percent": (b"attachments/001", b"attachments%2F001"),
    "unicode": (b"001.pdf", "ả.pdf".encode()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_other_spelling_is_refused(name):
    old, new = CHANGES[name]
    data = dump_asic(REFERENCES)
    assert old in data
    with pytest.raises(PackageError) as caught:
        load_asic(data.replace(old, new))
    assert caught.value.code == "package.asic-not-canonical"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "asic-not-canonical"),
        (dump_asic(()), "asic-empty"),
        (dump_asic(REFERENCES + REFERENCES[1:]), "asic-duplicate"),
        (b" " * 200_001, "asic-too-big"),
    ],
    ids=["nothing", "empty", "duplicate", "too-big"],
)
def test_what_is_no_list_is_refused(data, code):
    with pytest.raises(PackageError) as caught:
        load_asic(data)
    assert caught.value.code == f"package.{code}"
