"""Issue 4 item 9: what is signed has one spelling too: times, attributes, their order."""

from datetime import UTC, datetime

import pytest

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.signature import cms
from ctmtqg_desktop.trust.x509 import certificate as x509
from ctmtqg_desktop.trust.x509 import der, oids

CONTENT = b"the list of digests"


def code_of(p7s):
    with pytest.raises(TrustError) as caught:
        cms.verify_cms(p7s, CONTENT)
    return caught.value.code


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        (der.UTC_TIME, b"2605 1080000Z"), (der.UTC_TIME, b"260501080000z"),
        (der.UTC_TIME, b"260501080060Z"), (der.UTC_TIME, b"2605010800Z"),
        (der.UTC_TIME, b"260501080000+0700"), (der.UTC_TIME, b"261301080000Z"),
        (der.GENERALIZED_TIME, b"20260501080000Z"), (der.GENERALIZED_TIME, b"20510501080000.5Z"),
        (der.GENERALIZED_TIME, b"99991231235959Z"),
        (der.OCTET_STRING, b"260501080000Z"),
    ],
)  # fmt: skip
def test_a_signing_time_has_one_spelling(office, monkeypatch, tag, text):
    from ctmtqg_desktop.trust.signature import cades

    monkeypatch.setattr(cades, "_moment", lambda _at: der.encode(tag, text))
    assert code_of(office.signer.sign_cades(CONTENT, office.at)) == "trust.cms-structure"


def test_a_signing_time_after_2049_is_generalized(office, monkeypatch):
    from ctmtqg_desktop.trust.signature import cades

    late = der.encode(der.GENERALIZED_TIME, b"20510501080000Z")
    monkeypatch.setattr(cades, "_moment", lambda _at: late)
    p7s = office.signer.sign_cades(CONTENT, office.at)
    assert cms.verify_cms(p7s, CONTENT).claimed_at == datetime(2051, 5, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("oid", [oids.SIGNING_TIME, oids.MESSAGE_DIGEST])
def test_an_attribute_twice_is_refused_even_when_signed(office, monkeypatch, oid):
    from ctmtqg_desktop.trust.signature import cades

    whole = cades._attributes

    def twice(*given):
        made = whole(*given)
        return made + [one for one in made if bytes.fromhex(oid) in one[:20]]

    monkeypatch.setattr(cades, "_attributes", twice)
    assert code_of(office.signer.sign_cades(CONTENT, office.at)) == "trust.cms-structure"


def test_attributes_out_of_order_are_refused_even_when_signed(office, monkeypatch):
    """BER lets a SET stand in any order; then one signature would have several spellings."""
    from ctmtqg_desktop.trust.signature import cades

    def encode_set(tag, *members):
        return der.encode(tag, *sorted(members, reverse=len(members) > 2))  # not the certificates

    monkeypatch.setattr(cades, "encode_set", encode_set)
    assert code_of(office.signer.sign_cades(CONTENT, office.at)) == "trust.cms-structure"


def test_a_huge_object_identifier_is_refused(office):
    """Of a certificate's name: no library is asked to carry on with it."""
    huge = der.encode(der.OID, b"\x2a" + b"\xff" * 20_000 + b"\x01")
    name = der.encode(der.SET, der.encode(der.SEQUENCE, huge, der.encode(0x0C, b"A")))
    root = der.read_der(office.certificate)
    fields = root.children[0].children
    subject = der.encode(der.SEQUENCE, name)
    body = der.encode(der.SEQUENCE, *(f.raw for f in fields[:5]), subject,
                      *(f.raw for f in fields[6:]))  # fmt: skip
    made = der.encode(der.SEQUENCE, body, *(one.raw for one in root.children[1:]))
    with pytest.raises(TrustError) as caught:
        x509.common_name(x509.load_certificate(made))
    assert caught.value.code == "trust.certificate-unreadable"


@pytest.mark.parametrize("kept", ["signer", "authority"])
def test_a_certificate_left_out_is_missed(office, kept):
    """It proves nothing about the content; but then there would be two packages of one report."""
    p7s = office.signer.sign_cades(CONTENT, office.at)
    root = der.read_der(p7s)
    signed = root.children[1].children[0]
    bag = signed.children[3]
    assert len(bag.children) == 2
    chosen = [c for c in bag.children if (c.raw == office.certificate) == (kept == "signer")]
    fields = [der.encode(0xA0, chosen[0].raw) if f is bag else f.raw for f in signed.children]
    inner = der.encode(der.SEQUENCE, *fields)
    bent = der.encode(der.SEQUENCE, root.children[0].raw, der.encode(0xA0, inner))
    assert code_of(bent) in {"trust.signing-certificate-differs", "trust.cms-signer-certificate"}


def test_a_signer_may_name_his_certificate_alone(office, monkeypatch):
    """Other programs, and ours until now, name no more than that."""
    from ctmtqg_desktop.trust.signature import cades

    whole = cades._attributes
    monkeypatch.setattr(cades, "_attributes", lambda data, at, certificates, scheme: whole(
        data, at, certificates[:1], scheme))  # fmt: skip
    assert cms.verify_cms(office.signer.sign_cades(CONTENT, office.at), CONTENT).chain_der
