"""What a reporting unit takes in: its unit card, receipts for what it sent, catalogues."""

from collections.abc import Sequence
from pathlib import Path

from ctmtqg_desktop.errors import CtmtqgError, PackageError
from ctmtqg_desktop.exchange.acknowledge import take_receipt
from ctmtqg_desktop.exchange.desk import Desk
from ctmtqg_desktop.exchange.keys import take_card
from ctmtqg_desktop.exchange.packing import Site
from ctmtqg_desktop.exchange.publish import take_edition
from ctmtqg_desktop.exchange.receive import ACCEPTED, REFUSED, Received, packages_in
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.package.container import MAX_FILE_BYTES
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.verdict import Verdict


def take_in(desk: Desk, paths: Sequence[Path], *, key: Path | None) -> tuple[Received, ...]:
    """Take in cards, receipts and catalogues; one bad file never stops the others.

    Args:
        desk: the reporting unit.
        paths: files and folders.
        key: the key file that a unit card's certificate goes into; None refuses cards.
    """
    return tuple(_one(desk, path, key) for path in packages_in(paths))


def _one(desk: Desk, path: Path, key: Path | None) -> Received:
    try:
        opened = unseal(read_limited(path, MAX_FILE_BYTES))
        code, facts = _take(desk, opened, key)
    except CtmtqgError as error:
        said = sentence(error.code, {"file": path.name, **error.facts})
        return Received(path.name, REFUSED, error.code, f"{said.what} {said.todo}".strip())
    said = sentence(code, {"file": path.name, **facts})
    verdict = Verdict(intact=True, signature_valid=True)
    message = f"{said.what} {said.todo}".strip()
    return Received(path.name, ACCEPTED, code, message, verdict)


def _take(desk: Desk, opened: Opened, key: Path | None) -> tuple[str, dict[str, object]]:
    site = Site(desk.workspace, desk.unit, desk.clock())
    kind = opened.manifest.header.kind
    if kind is Kind.UNIT_CARD:
        if key is None:
            raise PackageError("exchange.card-needs-key")
        return "exchange.card-taken", {"fingerprint": take_card(site, opened, key)}
    if kind is Kind.RECEIPT:
        receipt = take_receipt(site, opened)
        facts: dict[str, object] = {
            "number": receipt.number, "period": receipt.period, "revision": receipt.revision,
        }  # fmt: skip
        return "exchange.receipt-taken", facts
    if kind is Kind.CATALOGUE:
        code, edition = take_edition(site, opened)
        return code, {"version": edition.version, "count": len(edition.files)}
    raise PackageError("exchange.not-for-sender", kind=kind.value)
