"""DESIGN 5, package_and_signing 8 step 6: strict DER, one spelling of everything."""

import pytest

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.x509 import der

HOSTILE = {
    "empty": "",
    "header-only": "30",
    "body-cut": "300502",
    "byte-after": "020101ff",
    "indefinite-length": "30800201010000",
    "long-length-for-a-short-body": "3081030201ff",
    "length-with-leading-zero": "30820003020101",
    "length-of-five-bytes": "30850000000001ff",
    "length-byte-missing": "3082",
    "high-tag-number": "1f810100",
    "boolean-of-one": "010101",
    "boolean-empty": "0100",
    "integer-empty": "0200",
    "integer-padded": "02020001",
    "integer-padded-negative": "0202ff80",
    "null-with-content": "050100",
    "oid-empty": "0600",
    "oid-unfinished": "060181",
    "oid-padded": "0603802a01",
    "bit-string-empty": "0300",
    "bit-string-eight-unused": "030208ff",
    "bit-string-dirty-padding": "03020101",
    "bit-string-unused-of-nothing": "030101",
    "sequence-primitive": "1000",
    "octet-string-constructed": "2403040100",
    "set-unsorted": "3106020102020101",
    "child-longer-than-parent": "3003020201",
    "too-deep": "3000",
}


def nested(depth):
    data = b"\x05\x00"
    for _ in range(depth):
        data = der.encode(der.SEQUENCE, data)
    return data


@pytest.mark.parametrize("name", HOSTILE)
def test_other_spellings_are_refused(name):
    data = nested(30) if name == "too-deep" else bytes.fromhex(HOSTILE[name])
    with pytest.raises(TrustError) as caught:
        der.read_der(data)
    assert caught.value.code == "trust.der"


def test_what_is_written_is_read_back():
    long = der.encode(der.OCTET_STRING, b"x" * 300)
    node = der.read_der(der.encode_set(der.SET, long, b"\x02\x01\x05"))
    assert [child.tag for child in node.children] == [der.INTEGER, der.OCTET_STRING]
    assert node.children[1].body == b"x" * 300
    assert node.children[1].raw == long


def test_an_unexpected_shape_is_refused():
    node = der.read_der(der.encode(der.SEQUENCE, b"\x02\x01\x05"))
    assert node.expect(der.SEQUENCE, der.INTEGER) is node
    for shape in ((der.SET,), (der.SEQUENCE, der.OID), (der.SEQUENCE, der.INTEGER, None)):
        with pytest.raises(TrustError) as caught:
            node.expect(*shape)
        assert caught.value.code == "trust.cms-structure"
