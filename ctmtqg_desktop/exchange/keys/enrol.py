"""Ask to be enrolled: with a key of ours, or one that an outside authority has certified."""

from pathlib import Path
from typing import NamedTuple

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keys.keys import MAX_KEY_FILE, short
from ctmtqg_desktop.exchange.keys.orders import Enrol
from ctmtqg_desktop.exchange.keys.slip import slip_of
from ctmtqg_desktop.exchange.paper.write import write_document
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.signers import (
    author_of,
    chairman,
    needs_password_to_show,
    opened,
)
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.enrolment import outside_parts, request_parts
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner


class _Asked(NamedTuple):
    """A key that asks to be enrolled, and the package that asks."""

    package: Path
    certificate_der: bytes


def enrol(room: Room, order: Enrol, _: Step = no_step) -> Done:
    """Write an enrolment package, and its slip where one is wanted.

    Raises:
        FormError: ``exchange.folder``.
        TrustError: wrong password or PIN; ``trust.key-without-certificate``.
        PackageError: a file cannot be read or written.
    """
    site, signing = room.site(), order.signing
    out_dir = made_folder(signing.out_dir)
    source = signing.source
    if isinstance(source, KeyFile) and not needs_password_to_show(source.path):
        asked = _enrol_ours(site, order, source, out_dir)
    else:
        asked = _enrol_outside(site, signing, out_dir)
    digits = details_of(asked.certificate_der).fingerprint
    facts: dict[str, object] = {"package": asked.package, "fingerprint": digits}
    if not order.with_slip:
        return Done("done.enrol", facts, (asked.package,))
    pdf = out_dir / f"phieu-dang-ky_{site.unit.code}_{digits[:5]}.pdf"
    slip = slip_of(room, site.at, asked.certificate_der, title=signing.title, name=signing.name)
    write_document(slip, pdf=pdf, xlsx=None)
    facts |= {"slip": pdf, "file": pdf.name}
    return Done("done.enrol-slip", facts, (asked.package, pdf))


def _enrol_ours(site: Site, order: Enrol, source: KeyFile, out_dir: Path) -> _Asked:
    """Ask with a key file of ours; the key enrolled now may vouch for it."""
    title = order.signing.title or chairman(site.unit)
    data = read_limited(source.path, MAX_KEY_FILE)
    key, own = keys.open_key(data, source.password), keys.certificates_of(data)
    if not own:
        raise TrustError("trust.key-without-certificate")
    unit, name = site.unit, short(title)
    request = certificates.make_request(key, unit.code, name=name)
    parts = request_parts(request, unit_code=unit.code, name=name, title=title)
    if order.old is None:
        author = Author(KeyFileSigner(key, own[0], own[1:]), title)
        return _Asked(_written(site, parts, author, own[0], out_dir), own[0])
    with opened(order.old, at=None) as old:  # who judges it looks at its day
        return _Asked(_written(site, parts, Author(old, title), own[0], out_dir), own[0])


def _enrol_outside(site: Site, signing: Signing, out_dir: Path) -> _Asked:
    """Ask with a token or an authority's file, which signs the package as its proof."""
    with author_of(signing, unit=site.unit, at=site.at) as author:
        certificate = author.signer.certificate_der
        person = short(author.name or details_of(certificate).subject or author.title)
        parts = outside_parts(
            certificate, unit_code=site.unit.code, name=person, title=short(author.title)
        )
        unnamed = Author(author.signer, author.title)
        return _Asked(_written(site, parts, unnamed, certificate, out_dir), certificate)


def _written(
    site: Site,
    parts: tuple[PackagePart, ...],
    author: Author,
    certificate_der: bytes,
    out_dir: Path,
) -> Path:
    made = sealed(site, Envelope(Kind.ENROLMENT, (site.unit.parent,)), parts, author=author)
    digits = details_of(certificate_der).fingerprint
    return write_kept(site, made, out_dir / _request_name(site.unit, digits))


def _request_name(unit: Unit, digits: str) -> str:
    """Name a request by unit and key: several people of a unit may ask with one USB stick."""
    return f"dangky_{unit.code}_{digits[:5]}{SUFFIX}"
