"""The heavy libraries of the room, at one door: each is loaded when something of it is first used.

Every module takes them from here at its top, and a start of the program loads none of them. What
is behind the door is named with its library (``x509.Name``), in annotations between quotes.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pkcs11
    import pkcs11.types
    import pkcs11.util.ec as pkcs11_ec
    import pyrage
    from asn1crypto import pkcs12 as asn1_pkcs12
    from cryptography import exceptions, x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.ciphers import aead
    from cryptography.hazmat.primitives.kdf import argon2
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.pdf_utils import decode_limits, generic, incremental_writer
    from pyhanko.pdf_utils import reader as pdf_reader
    from pyhanko.sign import diff_analysis
    from pyhanko.sign import fields as pdf_fields
    from pyhanko.sign.signers import cms_embedder, pdf_byterange
    from pyhanko.sign.validation import status
else:

    class _Late:
        """A module that is loaded when one of its names is asked for."""

        def __init__(self, name: str) -> None:
            self._name = name

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the library holds
            return getattr(import_module(self._name), name)

    pkcs11, pkcs11_ec, pyrage = _Late("pkcs11"), _Late("pkcs11.util.ec"), _Late("pyrage")
    asn1_pkcs12 = _Late("asn1crypto.pkcs12")
    exceptions, x509 = _Late("cryptography.exceptions"), _Late("cryptography.x509")
    hashes = _Late("cryptography.hazmat.primitives.hashes")
    serialization = _Late("cryptography.hazmat.primitives.serialization")
    pkcs12 = _Late("cryptography.hazmat.primitives.serialization.pkcs12")
    ec = _Late("cryptography.hazmat.primitives.asymmetric.ec")
    padding = _Late("cryptography.hazmat.primitives.asymmetric.padding")
    rsa = _Late("cryptography.hazmat.primitives.asymmetric.rsa")
    aead = _Late("cryptography.hazmat.primitives.ciphers.aead")
    argon2 = _Late("cryptography.hazmat.primitives.kdf.argon2")
    decode_limits = _Late("pyhanko.pdf_utils.decode_limits")
    generic = _Late("pyhanko.pdf_utils.generic")
    incremental_writer = _Late("pyhanko.pdf_utils.incremental_writer")
    pdf_reader = _Late("pyhanko.pdf_utils.reader")
    diff_analysis = _Late("pyhanko.sign.diff_analysis")
    pdf_fields = _Late("pyhanko.sign.fields")
    cms_embedder = _Late("pyhanko.sign.signers.cms_embedder")
    pdf_byterange = _Late("pyhanko.sign.signers.pdf_byterange")
    status = _Late("pyhanko.sign.validation.status")

__all__ = [
    "aead",
    "argon2",
    "asn1_pkcs12",
    "cms_embedder",
    "decode_limits",
    "diff_analysis",
    "ec",
    "exceptions",
    "generic",
    "hashes",
    "incremental_writer",
    "padding",
    "pdf_byterange",
    "pdf_fields",
    "pdf_reader",
    "pkcs11",
    "pkcs11_ec",
    "pkcs12",
    "pyrage",
    "rsa",
    "serialization",
    "status",
    "x509",
]  # fmt: skip
