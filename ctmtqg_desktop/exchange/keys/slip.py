"""The printed slip of an enrolment: from a key file or a certificate to a page."""

from datetime import datetime

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keys.keys import MAX_KEY_FILE
from ctmtqg_desktop.exchange.keys.orders import PrintSlip
from ctmtqg_desktop.exchange.paper.write import write_document
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.reports.documents.slip import Slip, enrolment_slip
from ctmtqg_desktop.reports.page.page import Document
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.keys import keys


def print_slip(room: Room, order: PrintSlip, _: Step = no_step) -> Done:
    """Print the slip of a key file; its password is not needed.

    Raises:
        TrustError: ``trust.key-file-unreadable``, ``trust.key-without-certificate``.
        PackageError: a file cannot be read or written.
    """
    own = keys.certificates_of(read_limited(order.key, MAX_KEY_FILE))
    if not own:
        raise TrustError("trust.key-without-certificate")
    document = slip_of(room, room.clock(), own[0], title=order.title, name=order.name)
    (done,) = write_document(document, pdf=order.pdf, xlsx=None)
    digits = details_of(own[0]).fingerprint
    facts = {"path": done.path, "pages": done.pages, "fingerprint": digits}
    return Done("done.print-slip", facts, (done.path,))


def slip_of(
    room: Room, at: datetime, certificate_der: bytes, *, title: str, name: str
) -> Document:
    """Return the slip of a key of a reporting unit, for the receiving unit above it.

    Args:
        room: of the unit.
        at: printed on it.
        certificate_der: of the key, its own or an authority's.
        title: of the office that signs; empty takes the unit's chairman.
        name: of the person; may be empty.
    """
    told, unit = details_of(certificate_der), room.unit
    is_own = told.issuer in {"", told.subject}
    facts = {"key": told.key, "issuer": told.issuer}
    kind = told.key if is_own else say("slip.key-of-outside", facts)
    above = room.catalogue.units.find(unit.parent, room.workspace.identity.at)
    receiver = above.agency if above else ""
    title = title or chairman(unit)
    return enrolment_slip(Slip(unit, receiver, name, title, told.fingerprint, kind, at))
