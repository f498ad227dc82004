"""What every package this program writes has in common: header, number, file."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop import __version__
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.exchange.post.export_journal import note_export
from ctmtqg_desktop.package.canonical import Json
from ctmtqg_desktop.package.files import write_new
from ctmtqg_desktop.package.manifest import (
    AppRef,
    FormRef,
    Kind,
    PackageHeader,
    SignerClaim,
    UnitRef,
)
from ctmtqg_desktop.package.seal import PackagePart, Sealed, seal
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.keys.signer import Signer
from ctmtqg_desktop.workspace.records import Direction, Outcome, PackageRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

APP = AppRef("ctmtqg-desktop", __version__)
SUFFIX = ".asice"
READING_KEY = "reading_key"
"""Where a unit's public reading key stands: in its settings, and in its manifests under ext."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs and what the document says of it.

    Attributes:
        title: the office ("Chủ tịch UBND xã Bình Lư"); no person's name is needed.
        name: printed under the signature; may be empty.
    """

    signer: Signer
    title: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """Where and when a verb happens: a workspace, the unit it belongs to, the moment.

    Attributes:
        deadline_of: says the last day of a report, for its receipt; None says none.
    """

    workspace: "Workspace"
    unit: Unit
    at: datetime
    deadline_of: Callable[[ReportKey], date | None] | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a package says of itself beside its kind and content."""

    kind: Kind
    recipient: tuple[str, ...]
    form: FormRef | None = None
    period: str | None = None
    revision: int | None = None
    previous_content_sha256: str | None = None


def sealed(
    site: Site, envelope: Envelope, parts: Sequence[PackagePart], *, author: Author
) -> Sealed:
    """Sign parts into a package and number it; nothing is written to a file yet.

    Raises:
        PackageError, TrustError: see ``package.seal``.
    """
    number = site.workspace.packages.last_number() + 1
    header = PackageHeader(
        kind=envelope.kind,
        package_id=str(uuid.uuid4()),
        unit=UnitRef(site.unit.code, site.unit.name),
        recipient=envelope.recipient,
        sequence=number,
        created=site.at,
        app=APP,
        signer_claim=SignerClaim(author.name or author.title, author.title),
        form=envelope.form,
        period=envelope.period,
        revision=envelope.revision,
        previous_content_sha256=envelope.previous_content_sha256,
        ext=_told(site.workspace),
    )
    made = seal(parts, header, signer=author.signer, at=site.at)
    site.workspace.packages.note_number(number)
    return made


def _told(workspace: "Workspace") -> dict[str, Json]:
    """Return what every package of ours says beside its matter: how to write to us in secret."""
    own = workspace.reading_keys.own()
    return {READING_KEY: own.public} if own is not None else {}


def write_kept(site: Site, made: Sealed, path: Path) -> Path:
    """Keep a package's exact bytes, then write its file.

    Raises:
        PackageError: the file cannot be written; the bytes stay kept.
        WorkspaceError: the bytes cannot be kept; no file is written.
    """
    keep(site, made, path.name)
    return write_noted(site, made, path)


def write_noted(site: Site, made: Sealed, path: Path) -> Path:
    """Write a package's file, never over another, and note it in the journal of exports.

    Raises:
        PackageError: the file cannot be written.
        WorkspaceError: it cannot be noted.
    """
    write_new(path, made.data)
    header = made.manifest.header
    signer = unseal(made.data).facts.spki_sha256
    note_export(site.workspace, site.at, header.kind.value, path, signer=signer)
    return path


def keep(site: Site, made: Sealed, name: str) -> None:
    """Keep the exact bytes of a package we wrote, under the name of its file.

    Raises:
        WorkspaceError: they cannot be kept.
    """
    record = PackageRecord(
        sha256=made.package_sha256,
        size=len(made.data),
        kind=made.manifest.header.kind.value,
        direction=Direction.OUT,
        outcome=Outcome.WRITTEN,
        at=site.at,
        source_name=name,
    )
    site.workspace.packages.keep(record, made.data)


def keep_taken(site: Site, opened: Opened) -> None:
    """Keep the exact bytes of a package that came in and was accepted.

    Raises:
        WorkspaceError: they cannot be kept.
    """
    record = PackageRecord(
        sha256=opened.package_sha256,
        size=len(opened.data),
        kind=opened.manifest.header.kind.value,
        direction=Direction.IN,
        outcome=Outcome.ACCEPTED,
        at=site.at,
    )
    site.workspace.packages.keep(record, opened.data)
