"""A receiving unit's authority, an officer's key and what they signed, made anew each session."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.authority import Authority
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner

AT = datetime(2026, 10, 1, 8, 0, tzinfo=VIETNAM)
CONTENT = b"the list of digests"


@dataclass(frozen=True)
class Office:
    """A receiving unit and one enrolled officer."""

    authority: Authority
    key: object
    certificate: bytes
    signer: KeyFileSigner
    at: datetime


@pytest.fixture(scope="session")
def office():
    authority = certificates.new_authority(
        keys.generate_key(), "12", name="Sở Nông nghiệp và Môi trường", at=AT
    )
    key = keys.generate_key()
    request = certificates.make_request(key, "12415", name="Nguyễn Văn Ất")
    certificate = certificates.issue_certificate(
        authority, request, unit_code="12415", serial=7, at=AT
    )
    signer = KeyFileSigner(key, certificate, (authority.certificate_der,))
    return Office(authority, key, certificate, signer, AT)


@pytest.fixture(scope="session")
def p7s(office):
    return office.signer.sign_cades(CONTENT, AT)
