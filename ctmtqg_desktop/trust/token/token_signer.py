"""Sign with a key that never leaves its token."""

from datetime import datetime

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys.signer import renamed
from ctmtqg_desktop.trust.libraries import pkcs11, pkcs11_ec
from ctmtqg_desktop.trust.signature import cades
from ctmtqg_desktop.trust.signature.schemes import Scheme, scheme_for
from ctmtqg_desktop.trust.token.token_faults import refusals_in_words
from ctmtqg_desktop.trust.x509 import algorithms
from ctmtqg_desktop.trust.x509.certificate import load_certificate, spki_of

_DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
"""DigestInfo before its digest (RFC 8017, section 9.2), for a token that does not hash."""
_NAMES = {"ecdsa": "ECDSA_{}", "rsa": "{}_RSA_PKCS", "pss": "{}_RSA_PKCS_PSS"}
_RAW_NAMES = {"ecdsa": "ECDSA", "rsa": "RSA_PKCS", "pss": "RSA_PKCS_PSS"}


class TokenSigner:
    """Sign with a key on a token, for as long as its session is open; as often as wanted.

    Made by ``token.open_token``. Every signature is checked against the certificate before it is
    given out.
    """

    def __init__(
        self,
        key: "pkcs11.types.SignMixin",
        certificate_der: bytes,
        chain_der: tuple[bytes, ...] = (),
        *,
        mechanisms: "frozenset[pkcs11.Mechanism]",
        pss: bool = True,
        pin: str | None = None,
    ) -> None:
        """Take a key of an open session.

        Args:
            key: the private key's handle.
            certificate_der: its certificate.
            chain_der: those above it, or none.
            mechanisms: what the token can do.
            pss: whether RSASSA-PSS may be used where the token can do it.
            pin: kept only for a key that asks for it at each signature.

        Raises:
            TrustError: ``trust.key-refused``.
        """
        self._key, self._pin, self._mechanisms = key, pin, mechanisms
        self.certificate_der, self.chain_der = certificate_der, chain_der
        self.spki_sha256 = spki_of(certificate_der)
        self._scheme = scheme_for(certificate_der, pss=pss)
        if self._scheme.method.name == "pss" and not self._mechanism_of(self._scheme):
            self._scheme = scheme_for(certificate_der, pss=False)

    def sign_cades(self, data: bytes, at: datetime | None) -> bytes:
        """Return a detached CAdES-B-B signature (DER) over ``data``, claiming ``at`` if given.

        Raises:
            TrustError: ``trust.token-removed``, ``trust.token-mechanism``,
                ``trust.token-key-differs``, ``trust.token-failed``.
        """
        try:
            return self._built(data, at)
        except TrustError as error:
            if error.code != "trust.token-mechanism" or self._scheme.method.name != "pss":
                raise
        # Some tokens list PSS and refuse it with a given key. The PIN is not given again.
        self._scheme = scheme_for(self.certificate_der, pss=False)
        return self._built(data, at)

    def under(self, certificate_der: bytes, chain_der: tuple[bytes, ...]) -> "TokenSigner":
        """Return the same key, of the same session, under another certificate.

        Raises:
            TrustError: ``trust.certificate-of-another-key``.
        """
        return renamed(self, certificate_der, chain_der)

    def _built(self, data: bytes, at: datetime | None) -> bytes:
        return cades.build_signature(
            data,
            at=at,
            scheme=self._scheme,
            raw_sign=self._sign,
            certificates=(self.certificate_der, *self.chain_der),
        )

    def _sign(self, data: bytes) -> bytes:

        scheme = self._scheme
        mechanism = self._mechanism_of(scheme)
        if mechanism is None:
            raise TrustError("trust.token-mechanism")
        is_raw = mechanism.name == _RAW_NAMES[scheme.method.name]
        given = _prepared(scheme, data) if is_raw else data
        asked = {"pin": self._pin} if self._pin is not None else {}
        with refusals_in_words():
            signature = self._key.sign(
                given, mechanism=mechanism, mechanism_param=_parameters(scheme), **asked
            )
        is_pair = scheme.method.name == "ecdsa"
        made = pkcs11_ec.encode_ecdsa_signature(signature) if is_pair else signature
        self._check(made, data)
        return bytes(made)

    def _mechanism_of(self, scheme: Scheme) -> "pkcs11.Mechanism | None":
        """Return how the token signs so: hashing itself if it can, else what we hashed."""
        names = (
            _NAMES[scheme.method.name].format(scheme.digest.upper()),
            _RAW_NAMES[scheme.method.name],
        )
        listed = {one.name: one for one in self._mechanisms}
        return next((listed[name] for name in names if name in listed), None)

    def _check(self, signature: bytes, data: bytes) -> None:
        try:
            algorithms.check_signature(
                load_certificate(self.certificate_der),
                signature,
                data,
                method=self._scheme.method,
                digest_algorithm=self._scheme.digest,
            )
        except TrustError as error:
            raise TrustError("trust.token-key-differs") from error


def _prepared(scheme: Scheme, data: bytes) -> bytes:
    digest = algorithms.digest(scheme.digest, data)
    return _DIGEST_INFO[scheme.digest] + digest if scheme.method.name == "rsa" else digest


def _parameters(scheme: Scheme) -> "tuple[pkcs11.Mechanism, pkcs11.MGF, int] | None":

    if scheme.method.name != "pss":
        return None
    name = scheme.digest.upper()
    return pkcs11.Mechanism[name], pkcs11.MGF[name], scheme.method.salt_bytes
