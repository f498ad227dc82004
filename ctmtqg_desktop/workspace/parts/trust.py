"""Revocations as they are stored: of our own enrolments, and those that others published."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.trust.certificate.crl import RevokedCertificate
from ctmtqg_desktop.trust.registry import RevokedKey
from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.schema import tables
from ctmtqg_desktop.workspace.trust_records import (
    CertificateRecord,
    CrlRecord,
    RevocationList,
    TrustedAuthority,
)

_ROWS = 5000
"""Rows written at a time: a national authority's list has a hundred thousand."""


class TrustStore(WorkspacePart):
    """Keep what was revoked and by whom; an older list never replaces a newer one."""

    # -- our own

    def revoke(self, key: RevokedKey, by: str) -> None:
        """Revoke a key for a unit; an earlier revocation stands, only a suspicion may be added.

        A key without an enrolment, as our own signing key, can be revoked too.

        Args:
            key: from when on, and why.
            by: the officer.
        """
        kept, signer = tables.revocation, tables.signer.c
        here = (kept.c.unit == key.unit, kept.c.spki_sha256 == key.spki_sha256)
        same = (signer.unit == key.unit, signer.spki_sha256 == key.spki_sha256)
        with self._db.write() as connection:
            if connection.scalar(select(kept.c.unit).where(*here)) is None:
                connection.execute(insert(kept), asdict(key) | {"revoked_by": by})
            elif key.suspected_at is not None:
                at = {"suspected_at": key.suspected_at}
                connection.execute(update(kept).where(*here).values(at))
            open_ones = update(tables.signer).where(*same, signer.revoked_at.is_(None))
            connection.execute(open_ones.values(revoked_at=key.revoked_at))

    def revocations(self) -> tuple[RevokedKey, ...]:
        """Return what this office revoked, by unit."""
        kept = tables.revocation.c
        asked = select(*_key_of(kept)).order_by(kept.unit, kept.spki_sha256)
        with self._db.read() as connection:
            return tuple(RevokedKey(*row) for row in connection.execute(asked))

    def last_published(self) -> int:
        """Return the number of the latest list of revoked keys we published; 0 before."""
        with self._db.read() as connection:
            latest = select(func.max(tables.published_revocations.c.number))
            return connection.scalar(latest) or 0

    def note_published(self, number: int, package_sha256: str, at: datetime) -> None:
        """Note a list of revoked keys that we published; its package is kept before."""
        row = {"number": number, "package_sha256": package_sha256, "at": at}
        with self._db.write() as connection:
            connection.execute(insert(tables.published_revocations), row)

    # -- certificates and authorities

    def keep_certificate(self, record: CertificateRecord) -> None:
        """Keep the certificate of an enrolled key; a newer one takes its place."""
        names = ("certificate_der", "subject", "issuer", "issuer_sha256", "at")
        with self._db.write() as connection:
            put = self._db.upsert(tables.signer_certificate, *names)
            connection.execute(put, asdict(record))

    def certificates(self) -> tuple[CertificateRecord, ...]:
        """Return the certificates of enrolled keys, oldest first."""
        kept = tables.signer_certificate
        with self._db.read() as connection:
            rows = connection.execute(select(kept).order_by(kept.c.at))
            return tuple(CertificateRecord(*row) for row in rows)

    def trust_authority(self, record: TrustedAuthority) -> None:
        """Trust an outside authority; the same key again only renews its certificate."""
        names = ("certificate_der", "subject", "added_by", "at")
        with self._db.write() as connection:
            connection.execute(self._db.upsert(tables.trusted_authority, *names), asdict(record))

    def forget_authority(self, spki_sha256: str) -> None:
        """Trust an outside authority no longer; what its lists said stays known.

        Raises:
            WorkspaceError: ``workspace.authority-unknown``.
        """
        kept = tables.trusted_authority
        with self._db.write() as connection:
            done = connection.execute(delete(kept).where(kept.c.spki_sha256 == spki_sha256))
            if not done.rowcount:
                raise WorkspaceError("workspace.authority-unknown", fingerprint=spki_sha256)

    def trusted_authorities(self) -> tuple[TrustedAuthority, ...]:
        """Return the outside authorities this office trusts, oldest first."""
        kept = tables.trusted_authority
        with self._db.read() as connection:
            rows = connection.execute(select(kept).order_by(kept.c.at))
            return tuple(TrustedAuthority(*row) for row in rows)

    # -- lists of authorities

    def take_crl(self, record: CrlRecord, rows: Iterable[RevokedCertificate]) -> None:
        """Put an authority's list in force, in place of the one before.

        The caller has checked its signature.

        Raises:
            WorkspaceError: ``workspace.crl-older``: the one here is newer, or as new and
                different.
        """
        lines = tables.revoked_certificate
        with self._db.write() as connection:
            before = _crl(connection.execute(_asked_crl(record.issuer_sha256)).one_or_none())
            if before is not None and before.sha256 != record.sha256:
                _check_newer(record, before)
            connection.execute(delete(lines).where(lines.c.issuer_sha256 == record.issuer_sha256))
            part: list[dict[str, object]] = []
            for row in rows:
                part.append({"issuer_sha256": record.issuer_sha256, **asdict(row)})
                if len(part) == _ROWS:
                    connection.execute(insert(lines), part)
                    part = []
            if part:
                connection.execute(insert(lines), part)
            names = ("number", "this_update", "next_update", "entries", "sha256", "at")
            connection.execute(self._db.upsert(tables.crl, *names), asdict(record))

    def crl(self, issuer_sha256: str) -> CrlRecord | None:
        """Return which list of an authority is in force; None when none came."""
        with self._db.read() as connection:
            return _crl(connection.execute(_asked_crl(issuer_sha256)).one_or_none())

    def revoked_certificate(self, issuer_sha256: str, serial: str) -> RevokedCertificate | None:
        """Return what an authority's list says of a certificate; None when it is not on it."""
        lines = tables.revoked_certificate.c
        asked = select(lines.serial, lines.revoked_at, lines.suspected_at, lines.reason)
        here = (lines.issuer_sha256 == issuer_sha256, lines.serial == serial)
        with self._db.read() as connection:
            found = connection.execute(asked.where(*here)).one_or_none()
        return None if found is None else RevokedCertificate(*found)

    # -- lists of receiving units

    def take_list(self, record: RevocationList, rows: Iterable[RevokedKey]) -> None:
        """Put a receiving unit's list of revoked keys in force, in place of the one before.

        Raises:
            WorkspaceError: ``workspace.revocations-older``.
        """
        kept, lines = tables.revocation_list, tables.revoked_key
        here = kept.c.issuer_sha256 == record.issuer_sha256
        with self._db.write() as connection:
            ours = connection.scalar(select(kept.c.number).where(here)) or 0
            if record.number <= ours:
                raise WorkspaceError(
                    "workspace.revocations-older", number=record.number, ours=ours
                )
            connection.execute(delete(lines).where(lines.c.issuer_sha256 == record.issuer_sha256))
            listed = [{"issuer_sha256": record.issuer_sha256, **asdict(row)} for row in rows]
            if listed:
                connection.execute(insert(lines), listed)
            names = ("number", "unit", "issued_at", "package_sha256", "at")
            connection.execute(self._db.upsert(kept, *names), asdict(record))

    def revocation_lists(self) -> tuple[RevocationList, ...]:
        """Return the lists of receiving units that are in force here."""
        kept = tables.revocation_list
        with self._db.read() as connection:
            rows = connection.execute(select(kept).order_by(kept.c.unit))
            return tuple(RevocationList(*row) for row in rows)

    def revoked_keys(self, spki_sha256: str) -> tuple[RevokedKey, ...]:
        """Return what the lists of receiving units say of a key."""
        lines = tables.revoked_key.c
        asked = select(*_key_of(lines)).where(lines.spki_sha256 == spki_sha256)
        with self._db.read() as connection:
            return tuple(RevokedKey(*row) for row in connection.execute(asked))


def _key_of(table: Any) -> tuple[Any, ...]:  # noqa: ANN401  # the columns of either table
    """Return the columns of a revoked key."""
    return table.unit, table.spki_sha256, table.revoked_at, table.suspected_at, table.reason


def _asked_crl(issuer_sha256: str) -> Select[Any]:
    return select(tables.crl).where(tables.crl.c.issuer_sha256 == issuer_sha256)


def _crl(row: Row[Any] | None) -> CrlRecord | None:
    return None if row is None else CrlRecord(*tuple(row))


def _check_newer(record: CrlRecord, before: CrlRecord) -> None:
    """Demand that neither number nor date go back, and that one of them goes on."""
    numbers = int(record.number or 0), int(before.number or 0)
    dates = record.this_update, before.this_update
    is_older = numbers[0] < numbers[1] or dates[0] < dates[1]
    if is_older or (numbers[0] == numbers[1] and dates[0] == dates[1]):
        raise WorkspaceError(
            "workspace.crl-older", number=record.number or "–", day=record.this_update.date(),
            ours=before.number or "–", our_day=before.this_update.date(),
        )  # fmt: skip
