"""Who is to sign, and with what, as a person says it: records only, nothing is opened yet."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ctmtqg_desktop.trust.keys.signer import Signer
    from ctmtqg_desktop.trust.token.token import TokenChoice


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file of ours or a PKCS#12 file; the content tells which."""

    path: Path
    password: str


@dataclass(frozen=True, slots=True)
class Token:
    """A token, which of its certificates, and the PIN.

    Attributes:
        last_try: a person has said that the PIN may be given although the token says it is the
            last try.
    """

    choice: "TokenChoice"
    pin: str
    last_try: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A signer that was opened already and stays open: one opening serves several acts."""

    signer: "Signer"


SignerSource = KeyFile | Token | Held


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, and where what they sign goes.

    Attributes:
        source: what signs, with its password or PIN.
        out_dir: the folder the signed package is written into; made when it is not there.
        title: the office of the signer; empty takes the unit's chairman.
        name: printed under the signature; may be empty.
        authority_password: of the receiving unit's authority, where the act opens it; empty
            takes the password of the signer's key file.
    """

    source: SignerSource
    out_dir: Path
    title: str = ""
    name: str = ""
    authority_password: str = ""

    @property
    def opens_authority(self) -> str:
        """Return the password to open the authority with; a PIN is never tried for it."""
        own = self.source.password if isinstance(self.source, KeyFile) else ""
        return self.authority_password or own
