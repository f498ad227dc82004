"""Trust as it is stored: who may sign for a unit, the own authority, the own cards."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, insert, select, update

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.trust.registry import UnitSigner
from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import AuthorityRecord, OwnCard
from ctmtqg_desktop.workspace.schema import tables

_signer = tables.signer.c
_SERIAL = "certificate-serial"


class SignerStore(WorkspacePart):
    """Keep enrolments and certificates; private keys only sealed."""

    def enrolled(self, unit: str | None = None) -> tuple[UnitSigner, ...]:
        """Return the enrolments of a unit, or of all, oldest first."""
        revoked = tables.revocation.c
        same = (revoked.unit == _signer.unit) & (revoked.spki_sha256 == _signer.spki_sha256)
        why = revoked.suspected_at, func.coalesce(revoked.reason, "")
        asked = select(*tables.signer.c, *why).outerjoin(tables.revocation, same)
        asked = asked.order_by(_signer.unit, _signer.valid_from)
        if unit is not None:
            asked = asked.where(_signer.unit == unit)
        with self._db.read() as connection:
            return tuple(UnitSigner(*tuple(row)) for row in connection.execute(asked))

    def add(self, record: UnitSigner) -> None:
        """Add an enrolment.

        Raises:
            WorkspaceError: ``workspace.signer-known`` when the same key is enrolled for the
                unit from the same moment; an enrolment is never overwritten.
        """
        same = (
            _signer.unit == record.unit,
            _signer.spki_sha256 == record.spki_sha256,
            _signer.valid_from == record.valid_from,
        )
        with self._db.write() as connection:
            if connection.scalar(select(_signer.unit).where(*same)) is not None:
                raise WorkspaceError(
                    "workspace.signer-known", unit=record.unit, fingerprint=record.spki_sha256
                )
            row = asdict(record)
            connection.execute(insert(tables.signer), {c.name: row[c.name] for c in _signer})

    def end(self, unit: str, spki_sha256: str, at: datetime) -> None:
        """Let the enrolments of a key for a unit end at a moment; those that ended stay."""
        with self._db.write() as connection:
            rows = connection.execute(
                select(_signer.valid_from, _signer.valid_to).where(
                    _signer.unit == unit, _signer.spki_sha256 == spki_sha256
                )
            ).all()
            for first, last in rows:
                if last is None or last > at:
                    here = (
                        _signer.unit == unit, _signer.spki_sha256 == spki_sha256,
                        _signer.valid_from == first,
                    )  # fmt: skip
                    connection.execute(update(tables.signer).where(*here).values(valid_to=at))

    def authority(self) -> AuthorityRecord | None:
        """Return the authority this office issues cards with; None before it is made."""
        found = self.authorities()
        return found[-1] if found else None

    def authorities(self) -> tuple[AuthorityRecord, ...]:
        """Return every authority this office ever had, the one in force last."""
        table = tables.authority.c
        asked = select(table.certificate_der, table.sealed_key, table.at)
        with self._db.read() as connection:
            rows = connection.execute(asked.order_by(table.id))
            return tuple(AuthorityRecord(*row) for row in rows)

    def set_authority(self, certificate_der: bytes, sealed_key: bytes, at: datetime) -> None:
        """Keep a new authority; older ones stay in the file."""
        row = {"certificate_der": certificate_der, "sealed_key": sealed_key, "at": at}
        with self._db.write() as connection:
            connection.execute(insert(tables.authority), row)

    def reseal_authority(self, sealed_key: bytes) -> None:
        """Replace the sealed key of the authority: the same key under another password.

        The old bytes go: whoever knows the old password must not open them any more.
        """
        latest = select(func.max(tables.authority.c.id)).scalar_subquery()
        with self._db.write() as connection:
            connection.execute(
                update(tables.authority)
                .where(tables.authority.c.id == latest)
                .values(sealed_key=sealed_key)
            )

    def own_card(self, unit: str | None = None) -> OwnCard | None:
        """Return the latest unit card (of one unit); None before the first came."""
        cards = [card for card in self.own_cards() if unit in {None, card.unit}]
        return cards[-1] if cards else None

    def own_cards(self) -> tuple[OwnCard, ...]:
        """Return every unit card that came, oldest first: several people may sign."""
        table = tables.own_card.c
        asked = select(table.unit, table.certificate_der, table.authority_der, table.at)
        with self._db.read() as connection:
            return tuple(OwnCard(*row) for row in connection.execute(asked.order_by(table.id)))

    def set_own_card(
        self, certificate_der: bytes, authority_der: bytes, *, unit: str, at: datetime
    ) -> None:
        """Keep a unit card as the one to sign under."""
        row = {"unit": unit, "certificate_der": certificate_der, "authority_der": authority_der,
               "at": at}  # fmt: skip
        with self._db.write() as connection:
            connection.execute(insert(tables.own_card), row)

    def next_serial(self) -> int:
        """Return a certificate serial that was never given before, even by a failed attempt."""
        counter = tables.counter
        with self._db.write() as connection:
            here = counter.c.name == _SERIAL
            last = connection.scalar(select(counter.c.value).where(here).with_for_update())
            number = (last or 0) + 1
            put = self._db.upsert(counter, "value")
            connection.execute(put, {"name": _SERIAL, "value": number})
            return number
