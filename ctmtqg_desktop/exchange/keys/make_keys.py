"""Make keys: a reporting unit's, a receiving unit's authority with its first, and further ones."""

import hashlib
from pathlib import Path

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keys.keys import (
    MadeKey,
    all_or_nothing,
    check_new,
    made_key,
    office_key,
    open_authority,
    put_office_key,
    short,
)
from ctmtqg_desktop.exchange.keys.orders import (
    MakeAnotherKey,
    MakeAuthority,
    MakeKey,
    MakeReadingKey,
)
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.reading_keys import ensure_reading_key, open_reading_key
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.box import DEMONSTRATION_COST, Cost
from ctmtqg_desktop.trust.x509.certificate import spki_of
from ctmtqg_desktop.workspace.records import LastSigner

SIGNER, BY_KEY = "signer", "KEY"
"""The role of whoever signs for a unit, and the way of a key file, as they are remembered."""


def make_key(room: Room, order: MakeKey, _: Step = no_step) -> Done:
    """Make a key file with a certificate the key signed itself, good for enrolling.

    Raises:
        TrustError: ``exchange.key-exists``, ``exchange.password-short``.
        PackageError: the file cannot be written.
    """
    check_new(order.path, order.password)
    site, key = room.site(), keys.generate_key()
    name = short(order.title or chairman(site.unit))
    own = certificates.self_certificate(key, site.unit.code, name=name, at=site.at)
    sealed = keys.seal_key(key, order.password, certificates=(own,), cost=_cost(order))
    write_durably(order.path, sealed)
    made = made_key(order.path, sealed)
    settings = room.workspace.settings
    last = settings.last_signer(SIGNER)
    is_gone = last is not None and last.way == BY_KEY and not Path(last.path).is_file()
    if last is None or is_gone:  # what was just made is what will sign
        settings.remember_signer(SIGNER, LastSigner(BY_KEY, str(order.path.absolute())))
    return Done("done.make-key", made.facts(), (made.path,))


def _cost(order: MakeKey | MakeAuthority) -> Cost | None:
    return DEMONSTRATION_COST if order.is_demonstration else None


def make_authority(room: Room, order: MakeAuthority, _: Step = no_step) -> Done:
    """Make a receiving unit's authority and its own signing key, both under one password.

    The authority's key stays sealed in the workspace; the file holds the key that signs
    receipts and cards, with a certificate of the authority.

    Raises:
        TrustError: as ``make_key``; ``exchange.authority-exists``.
        PackageError: the file cannot be written; no authority is made.
    """
    check_new(order.path, order.password)
    site, workspace = room.site(), room.workspace
    if workspace.signers.authority() is not None:
        raise TrustError("exchange.authority-exists")
    code, name = site.unit.code, short(site.unit.agency)
    authority = certificates.new_authority(keys.generate_key(), code, name=name, at=site.at)
    sealed_key = keys.seal_key(authority.key, order.password, cost=_cost(order))
    title = _title(site, order)
    key = office_key(site, authority, order.path, order.password, title=title)
    with all_or_nothing(workspace) as files:
        workspace.signers.set_authority(authority.certificate_der, sealed_key, site.at)
        ensure_reading_key(site, order.password)
        files.append(order.path)
        put_office_key(site, key, title)
    return _done("done.make-authority", key.made, authority)


def make_another_key(room: Room, order: MakeAnotherKey, _: Step = no_step) -> Done:
    """Make a further signing key under the authority; the password opens that too.

    Raises:
        TrustError: as ``make_key``; ``exchange.authority-missing``, ``trust.password-wrong``.
        PackageError: the file cannot be written.
    """
    check_new(order.path, order.password)
    site, authority = room.site(), open_authority(room.workspace, order.password)
    title = _title(site, order)
    key = office_key(site, authority, order.path, order.password, title=title)
    with all_or_nothing(room.workspace) as files:
        files.append(order.path)
        put_office_key(site, key, title)
    return _done("done.make-another-key", key.made, authority)


def _title(site: Site, order: MakeAuthority | MakeAnotherKey) -> str:
    return order.title or chairman(site.unit)


def _done(code: str, made: MadeKey, authority: certificates.Authority) -> Done:
    digits = keys.fingerprint_digits(spki_of(authority.certificate_der))
    return Done(code, {**made.facts(), "authority_fingerprint": digits}, (made.path,))


def make_reading_key(room: Room, order: MakeReadingKey, _: Step = no_step) -> Done:
    """Make the unit's reading key, or prove that the password opens the one it has.

    Raises:
        TrustError: ``trust.sealed-password-wrong``.
    """
    public = ensure_reading_key(room.site(), order.password)
    open_reading_key(room.workspace, order.password)
    digits = keys.fingerprint_digits(hashlib.sha256(public.encode("ascii")).digest())
    facts = {"reading_key": public, "fingerprint": digits, "unit_name": room.unit.name}
    return Done("done.make-reading-key", facts)
