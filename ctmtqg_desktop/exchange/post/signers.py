"""Whoever signs, and how they are opened: a key file, an authority's file, or a token.

One opening asks for one password or PIN and serves every signature of one piece of work.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.signing import Held, KeyFile, SignerSource, Signing, Token
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.trust.certificate.details import CertificateDetails, demand_valid, details_of
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.pkcs12 import MAX_FILE_BYTES, is_pkcs12, open_pkcs12
from ctmtqg_desktop.trust.keys.signer import Signer, open_signer
from ctmtqg_desktop.trust.token.token import TokenFacts, list_tokens, open_token
from ctmtqg_desktop.trust.token.token_faults import PinState
from ctmtqg_desktop.trust.token.token_library import probe

PIN_WORDS = {
    PinState.GOOD: "exchange.pin-good",
    PinState.LOW: "exchange.pin-low",
    PinState.FINAL: "exchange.pin-final",
    PinState.LOCKED: "exchange.pin-locked",
    PinState.NOT_SET: "exchange.pin-not-set",
}
"""What is said of the tries a token has left; the words are found by code."""


@contextmanager
def author_of(signing: Signing, *, unit: Unit, at: datetime) -> Iterator[Author]:
    """Open whoever signs for one piece of work.

    Raises:
        TrustError, PackageError: see ``opened``.
    """
    with opened(signing.source, at=at) as signer:
        yield Author(signer, signing.title or chairman(unit), signing.name)


def chairman(unit: Unit) -> str:
    """Return the office that signs for a unit when none is named."""
    return say("signer.chairman", {"agency": unit.agency})


@contextmanager
def opened(
    source: SignerSource, *, at: datetime | None, heap: tuple[bytes, ...] = ()
) -> Iterator[Signer]:
    """Open a signer for one piece of work; close it whatever happens.

    Args:
        source: the file or token, with its password or PIN.
        at: the moment of signing, at which the certificate must be valid; None asks nothing, as
            when an expired key only proves that it is still held.
        heap: authorities' certificates (DER) that may complete the chain.

    Raises:
        TrustError: ``trust.…``: wrong password or PIN, expired certificate, no token, …
        PackageError: the file cannot be read.
    """
    if isinstance(source, Held):
        yield _valid(source.signer, at)
    elif isinstance(source, Token):
        with open_token(source.choice, source.pin, heap=heap, last_try=source.last_try) as signer:
            yield _valid(signer, at)
    else:
        yield _valid(_from_file(source, heap), at)


def _from_file(source: KeyFile, heap: tuple[bytes, ...]) -> Signer:
    data = read_limited(source.path, MAX_FILE_BYTES)
    if is_pkcs12(data):
        return open_pkcs12(data, source.password, heap=heap)
    return open_signer(data, source.password)


def _valid(signer: Signer, at: datetime | None) -> Signer:
    if at is not None:
        demand_valid(signer.certificate_der, at)
    return signer


def needs_password_to_show(path: Path) -> bool:
    """Say whether a file hides even its certificate until the password is given.

    Raises:
        PackageError: the file cannot be read.
    """
    return is_pkcs12(read_limited(path, MAX_FILE_BYTES))


def look_into(path: Path, password: str = "") -> CertificateDetails:
    """Return what the certificate of a file says; only PKCS#12 needs the password for that.

    Raises:
        TrustError: ``trust.key-without-certificate``, ``trust.key-file-unreadable``,
            ``trust.p12-…``.
        PackageError: the file cannot be read.
    """
    data = read_limited(path, MAX_FILE_BYTES)
    if is_pkcs12(data):
        return details_of(open_pkcs12(data, password).certificate_der)
    certificates = keys.certificates_of(data)
    if not certificates:
        raise TrustError("trust.key-without-certificate")
    return details_of(certificates[0])


def find_tokens(libraries: Sequence[Path] = ()) -> tuple[TokenFacts, ...]:
    """Return every token that is in, through the libraries given or all that are known here.

    A library that fails is passed over while another one finds a token.

    Raises:
        TrustError: ``trust.token-library-none``, ``trust.token-none``, or what the only library
            that could have found one said.
    """
    searched = tuple(libraries) or tuple(probe())
    if not searched:
        raise TrustError("trust.token-library-none")
    found: dict[tuple[str, str], TokenFacts] = {}
    first: TrustError | None = None
    for path in searched:
        try:
            for facts in list_tokens(path):
                found.setdefault((facts.label, facts.serial), facts)
        except TrustError as error:
            first = first or error
    if not found:
        raise first or TrustError("trust.token-none")
    return tuple(found.values())
