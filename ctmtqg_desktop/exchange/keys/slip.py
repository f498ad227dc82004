"""The printed slip of an enrolment: from a key file or a certificate to a page."""

from pathlib import Path

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.keys.keys import MAX_KEY_FILE
from ctmtqg_desktop.exchange.paper.write import Written, write_document
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.reports.documents.slip import Slip, enrolment_slip
from ctmtqg_desktop.reports.page.page import Document
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.keys import keys


def slip_of(
    site: Site, certificate_der: bytes, *, title: str, name: str = "", receiver: str = ""
) -> Document:
    """Return the slip of a key, known by its certificate (its own or an authority's).

    Args:
        site: the reporting unit.
        certificate_der: of the key.
        title: of the office that signs.
        name: of the person; may be empty.
        receiver: full name of the receiving agency.
    """
    told = details_of(certificate_der)
    is_own = told.issuer in {"", told.subject}
    kind = told.key if is_own else f"{told.key}, chứng thư của {told.issuer}"
    slip = Slip(site.unit, receiver, name, title, told.fingerprint, kind, site.at)
    return enrolment_slip(slip)


def print_slip(
    site: Site, key_file: Path, pdf: Path, *, title: str, name: str = "", receiver: str = ""
) -> Written:
    """Print the slip of a key file; its password is not needed.

    Raises:
        TrustError: ``trust.key-file-unreadable``, ``trust.key-without-certificate``.
        PackageError: the file cannot be written.
    """
    own = keys.certificates_of(read_limited(key_file, MAX_KEY_FILE))
    if not own:
        raise TrustError("trust.key-without-certificate")
    document = slip_of(site, own[0], title=title, name=name, receiver=receiver)
    return write_document(document, pdf=pdf, xlsx=None)[0]
