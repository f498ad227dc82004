"""What a person can ask for about keys: one order an act. Light, for pages and options."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ctmtqg_desktop.exchange.post.signing import KeyFile, SignerSource, Signing

# -- making keys


@dataclass(frozen=True, slots=True)
class MakeKey:
    """Make a reporting unit's key file, good for enrolling.

    Attributes:
        path: a new file.
        password: of the file.
        title: of who will sign with it; empty takes the unit's chairman.
        is_demonstration: its password is for all to read, so that guessing it may be cheap.
    """

    path: Path
    password: str
    title: str = ""
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class MakeAuthority:
    """Make a receiving unit's authority, and its first signing key in a file.

    Attributes:
        path: a new file.
        password: of the authority and of the file.
        title: of who will sign with it; empty takes the unit's chairman.
        is_demonstration: its password is for all to read, so that guessing it may be cheap.
    """

    path: Path
    password: str
    title: str = ""
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class MakeAnotherKey:
    """Make a further signing key of a receiving unit: one was lost, or another person signs.

    Attributes:
        path: a new file.
        password: of the authority, and of the new file.
        title: of who will sign with it; empty takes the unit's chairman.
    """

    path: Path
    password: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceAuthority:
    """Make a receiving unit's authority anew, and new cards for the keys that are enrolled.

    Attributes:
        path: where the office's new key file goes.
        password: of the new authority, and of that file.
        reason: why the authority is replaced; it is written down.
        out_dir: where the new unit cards go.
        title: of who will sign with the file; empty takes the unit's chairman.
    """

    path: Path
    password: str
    reason: str
    out_dir: Path
    title: str = ""


@dataclass(frozen=True, slots=True)
class MakeReadingKey:
    """Make the unit's reading key, or prove that the password opens the one it has."""

    password: str


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """Put a key file under a new password; a receiving unit's authority goes with it."""

    key: Path
    password: str
    new: str


# -- enrolling


@dataclass(frozen=True, slots=True)
class Enrol:
    """Write an enrolment package for the receiving unit to approve.

    Attributes:
        signing: the key to be enrolled, of ours or with a certificate from outside.
        old: the key enrolled now, which vouches for a new one of ours; None for a first
            enrolment, and after a loss.
        with_slip: print the slip beside the package too.
    """

    signing: Signing
    old: KeyFile | None = None
    with_slip: bool = False


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print the slip of a key file for the unit to sign, stamp and hand over.

    Attributes:
        key: needs no password.
        pdf: the file that is written.
        title: of who signs with the key; empty takes the unit's chairman.
        name: of the person; may be empty.
    """

    key: Path
    pdf: Path
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ShowRequests:
    """Show enrolment packages, so that the officer can compare their digits.

    Attributes:
        files: packages; none given are those that came with the mail and wait.
    """

    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Approve:
    """Enrol a key for a unit of our own catalogue, and write its unit card.

    Attributes:
        request: the enrolment package.
        unit: code, chosen by a person from our own catalogue, never from the file.
        slip: number of the paper slip; may be empty.
        signing: who signs the card; it opens the authority too.
    """

    request: bytes
    unit: str
    signing: Signing
    slip: str = ""


# -- trust that ends


@dataclass(frozen=True, slots=True)
class Revoke:
    """Revoke a key for its unit from now on.

    Attributes:
        unit: code.
        reason: one of ``package.revocations.REASONS``.
        signer: first signs of the key's digest or digits; empty where the unit has one key.
        since: the day it may have come into other hands; None is not said.
        by: the officer who decides; empty takes the unit's chairman.
    """

    unit: str
    reason: str
    signer: str = ""
    since: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Write down that a unit stands by a report that came under suspicion.

    Attributes:
        submission: number, digest, ``UNIT/SET/PERIOD``, or unit where one fits.
        reason: who confirms it, and how.
    """

    submission: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListRevocations:
    """Tell which keys were revoked, and which reports must still be confirmed."""


@dataclass(frozen=True, slots=True)
class PublishRevocations:
    """Sign the list of every key revoked so far, for units and other offices.

    Attributes:
        signing: who signs the package; it opens the authority too, which signs the X.509 list.
    """

    signing: Signing


# -- authorities from outside


@dataclass(frozen=True, slots=True)
class TrustAuthority:
    """Trust an authority from outside by its key.

    Attributes:
        file: its certificate.
        digits: the thirty digits as a person compared them.
        by: the officer who compared; empty takes the unit's chairman.
    """

    file: Path
    digits: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ForgetAuthority:
    """Trust an authority no longer, known by its digest or its thirty digits."""

    authority: str


@dataclass(frozen=True, slots=True)
class TakeCrl:
    """Take in the revocation list of an authority that is trusted."""

    file: Path


@dataclass(frozen=True, slots=True)
class ListAuthorities:
    """Tell which authorities are trusted, and how old their lists are."""


# -- looking


@dataclass(frozen=True, slots=True)
class ShowTokens:
    """Tell which tokens are in; no PIN is used.

    Attributes:
        libraries: to go through; none given are searched for.
    """

    libraries: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowKey:
    """Show the certificate that would sign; only what hides it is opened.

    Attributes:
        source: a key file of ours needs no password.
    """

    source: SignerSource
