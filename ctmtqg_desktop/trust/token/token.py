"""Tokens (PKCS#11): list them without a PIN, and sign with one PIN entry.

A PIN is given to the token once and never again by the program: tokens lock themselves after a
few wrong ones. What a token tells of the tries left (low, last, locked) is passed on.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.certificate.details import CertificateDetails, details_of, shown_name
from ctmtqg_desktop.trust.libraries import pkcs11, x509
from ctmtqg_desktop.trust.signature.issuers import chain_above
from ctmtqg_desktop.trust.token.token_faults import (
    PinState,
    demand_tries,
    pin_refused,
    pin_state_of,
    refusals_in_words,
)
from ctmtqg_desktop.trust.token.token_library import library
from ctmtqg_desktop.trust.token.token_signer import TokenSigner
from ctmtqg_desktop.trust.x509.certificate import load_certificate

_MAX_OBJECTS = 64


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate on a token that may sign documents."""

    key_id: bytes
    certificate_der: bytes
    details: CertificateDetails


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """A token as it shows itself without a PIN.

    Attributes:
        library: through which it was found.
        label: the name its maker or owner gave it.
        serial: tells two tokens of one name apart.
        pin: what it tells of the tries left.
        has_pin_pad: the PIN is typed on the device, not here.
        certificates: those it shows; some tokens show none before the PIN.
    """

    library: Path
    label: str
    serial: str
    maker: str
    model: str
    pin: PinState
    has_pin_pad: bool
    certificates: tuple[TokenCertificate, ...]


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """Which token and which of its certificates; what is empty is chosen if there is one.

    Attributes:
        library: the library to go through.
        token: label or serial number.
        certificate: hex digest of the public key, or its thirty digits, or the subject's name.
    """

    library: Path
    token: str = ""
    certificate: str = ""


def list_tokens(library_path: Path) -> tuple[TokenFacts, ...]:
    """Return the tokens that are in, with their certificates; no PIN is used.

    A token that fails is passed over while another one answers.

    Raises:
        TrustError: ``trust.token-library-…``, ``trust.token-failed``, ``trust.token-removed``.
    """
    with library(library_path) as opened:
        found: list[TokenFacts] = []
        first: TrustError | None = None
        for token in _tokens(opened):
            try:
                found.append(_facts(library_path, token))
            except TrustError as error:
                first = first or error
    if first is not None and not found:
        raise first
    return tuple(found)


@contextmanager
def open_token(
    choice: TokenChoice,
    pin: str,
    *,
    heap: tuple[bytes, ...] = (),
    pss: bool = True,
    last_try: bool = False,
) -> Iterator[TokenSigner]:
    """Give the PIN once and sign within the block as often as wanted.

    Opened twice at once, the token asks nothing the second time: it is already unlocked.

    Args:
        choice: the token and the certificate.
        pin: empty for a token with its own pad. Composed letters go as NFC.
        heap: further certificates (DER) that may complete the chain.
        pss: whether RSASSA-PSS may be used where the token can do it.
        last_try: give the PIN even when the token says it is the last try.

    Raises:
        TrustError: ``trust.token-…``, ``trust.key-refused``.
    """
    with library(choice.library) as opened:
        token = _chosen(_tokens(opened), choice.token)
        with _session(token, pin, last_try=last_try) as session:
            yield _signer(session, token, choice.certificate, pin=pin, heap=heap, pss=pss)


def _tokens(opened: "pkcs11._pkcs11.lib") -> "list[pkcs11.Token]":
    with refusals_in_words():
        return [slot.get_token() for slot in opened.get_slots(token_present=True) if _is_set(slot)]


def _is_set(slot: "pkcs11.Slot") -> bool:
    """Say whether there is a token that was given to somebody; a blank one is none."""
    try:
        return bool(slot.get_token().flags & pkcs11.TokenFlag.TOKEN_INITIALIZED)
    except pkcs11.PKCS11Error:
        return False


def _facts(path: Path, token: "pkcs11.Token") -> TokenFacts:

    with refusals_in_words():
        session = token.open()
        with _closing(session):
            certificates = _certificates(session)
    return TokenFacts(
        library=path,
        label=shown_name(token.label),
        serial=_serial(token),
        maker=shown_name(token.manufacturer_id),
        model=shown_name(token.model),
        pin=pin_state_of(token.flags),
        has_pin_pad=bool(token.flags & pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH),
        certificates=tuple(one for one in certificates if _may_sign(one.certificate_der)),
    )


def _serial(token: "pkcs11.Token") -> str:
    return shown_name(token.serial.decode("utf-8", "replace").rstrip("\0 "))


def _chosen(tokens: "Sequence[pkcs11.Token]", wanted: str) -> "pkcs11.Token":
    if not tokens:
        raise TrustError("trust.token-none")
    named = [t for t in tokens if wanted in {"", shown_name(t.label), _serial(t)}]
    if len(named) == 1:
        return named[0]
    listed = ", ".join(f"{shown_name(t.label)} ({_serial(t)})" for t in named or tokens)
    if not named:
        raise TrustError("trust.token-unknown", wanted=wanted, listed=listed)
    raise TrustError("trust.token-several", listed=listed)


@contextmanager
def _session(token: "pkcs11.Token", pin: str, *, last_try: bool) -> "Iterator[pkcs11.Session]":

    has_pad = bool(token.flags & pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH)
    if not pin and not has_pad:
        raise TrustError("trust.token-pin-missing")
    demand_tries(pin_state_of(token.flags), last_try=last_try)
    given = unicodedata.normalize("NFC", pin) if pin else pkcs11.PROTECTED_AUTH
    try:
        session = token.open(user_pin=given)
    except pkcs11.UserAlreadyLoggedIn:
        with refusals_in_words():
            session = token.open()
    except pkcs11.PKCS11Error as error:
        raise pin_refused(error, token) from error
    with _closing(session):
        yield session


@contextmanager
def _closing(session: "pkcs11.Session") -> Iterator[None]:
    """Close a session whatever happened; a token that was pulled out cannot be closed."""
    try:
        yield
    finally:
        with suppress(pkcs11.PKCS11Error):
            session.close()


def _signer(
    session: "pkcs11.Session",
    token: "pkcs11.Token",
    wanted: str,
    *,
    pin: str,
    heap: tuple[bytes, ...],
    pss: bool,
) -> TokenSigner:
    with refusals_in_words():
        every = _certificates(session)
        mechanisms = frozenset(token.slot.get_mechanisms())
    own = _own(every, wanted)
    key = _key(session, own, alone=len(every) == 1)
    others = (one.certificate_der for one in every)
    return TokenSigner(
        key,
        own.certificate_der,
        chain_above(own.certificate_der, (*others, *heap)),
        mechanisms=mechanisms,
        pss=pss,
        pin=pin if _asks_each_time(key) else None,
    )


def _certificates(session: "pkcs11.Session") -> list[TokenCertificate]:
    """Return the certificates a session sees; one that cannot be read is none."""
    found: list[TokenCertificate] = []
    for number, item in enumerate(
        session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})
    ):
        if number == _MAX_OBJECTS:
            break
        with suppress(TrustError):
            whole = _attribute(item, pkcs11.Attribute.VALUE)
            found.append(
                TokenCertificate(_attribute(item, pkcs11.Attribute.ID), whole, details_of(whole))
            )
    return found


def _attribute(item: "pkcs11.Object", name: "pkcs11.Attribute") -> bytes:
    """Return what an object tells of itself; nothing where it tells nothing."""
    try:
        return bytes(item[name])
    except (pkcs11.AttributeSensitive, pkcs11.AttributeTypeInvalid):
        return b""


def _own(every: Iterable[TokenCertificate], wanted: str) -> TokenCertificate:
    """Return the certificate that was chosen, or the one there is."""
    fit = [one for one in every if _may_sign(one.certificate_der)]
    if not fit:
        raise TrustError("trust.token-without-certificate")
    asked = "".join(wanted.split())
    named = [one for one in fit if not wanted or asked in _names(one) or _is_called(one, wanted)]
    if len(named) == 1:
        return named[0]
    listed = "; ".join(f"{one.details.subject} ({one.details.fingerprint[:11]}…)" for one in fit)
    if named:
        raise TrustError("trust.token-certificates", listed=listed)
    raise TrustError("trust.token-certificate-unknown", wanted=wanted, listed=listed)


def _names(one: TokenCertificate) -> set[str]:
    return {one.details.spki_sha256, one.details.fingerprint.replace(" ", "")}


def _is_called(one: TokenCertificate, wanted: str) -> bool:
    return shown_name(wanted) == one.details.subject


def _may_sign(certificate_der: bytes) -> bool:
    """Say whether a certificate is a person's: an authority's also lies on the token."""
    try:
        listed = load_certificate(certificate_der).extensions
        return not listed.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return True
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return False


def _key(
    session: "pkcs11.Session", own: TokenCertificate, *, alone: bool
) -> "pkcs11.types.SignMixin":

    wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}
    with refusals_in_words():
        keys = list(session.get_objects({**wanted, pkcs11.Attribute.ID: own.key_id}))
        if not keys and alone:  # some makers give the pair two ids; each signature is checked
            keys = list(session.get_objects(wanted))
    if len(keys) != 1:
        raise TrustError("trust.token-without-key", name=own.details.subject)
    return keys[0]  # type: ignore[return-value]


def _asks_each_time(key: "pkcs11.types.SignMixin") -> bool:

    try:
        return bool(key[pkcs11.Attribute.ALWAYS_AUTHENTICATE])
    except pkcs11.PKCS11Error:
        return False
