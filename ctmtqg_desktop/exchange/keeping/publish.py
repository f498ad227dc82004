"""Publish: new forms, thresholds, targets or units as one signed package, and taking one in."""

from typing import NamedTuple

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.act import Done, Step, demand_folder, made_folder, no_step
from ctmtqg_desktop.exchange.keeping.duty_words import duty_news
from ctmtqg_desktop.exchange.keeping.installed import (
    Installed,
    are_plans,
    demand_sound,
    files_with,
    installed,
)
from ctmtqg_desktop.exchange.keeping.orders import Publish
from ctmtqg_desktop.exchange.keeping.plans.plan_news import (
    PlanNews,
    demand_own_units,
    news_between,
    news_facts,
    news_lines,
)
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Envelope,
    Site,
    keep_taken,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.our_receiver import check_issuer
from ctmtqg_desktop.exchange.post.signers import author_of
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.edition import FOLDER, PATH, Edition, edition_json, read_edition
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.package.spelling import digests
from ctmtqg_desktop.package.unseal import Opened


def publish(room: Room, order: Publish, _: Step = no_step) -> Done:
    """Sign the files of a folder, with all published before, and install them here.

    Everything is checked before the signer is opened.

    Raises:
        FormError: ``exchange.file-missing``, ``exchange.folder``; see ``files_with``,
            ``demand_sound``.
        PackageError: ``exchange.catalogue-older``; a name or size the format refuses.
        TrustError: wrong password or PIN; ``exchange.signer-not-vouched``.
    """
    site, signing = room.site(), order.signing
    edition, kind, news = _next_edition(site, order)
    out_dir = made_folder(signing.out_dir)
    with author_of(signing, unit=site.unit, at=site.at) as author:
        by = vouched(site, author)
        made = sealed(site, Envelope(kind, ()), _parts(edition), author=by)
    name = f"danhmuc_{site.unit.code}_v{edition.version:03d}{SUFFIX}"
    path = write_kept(site, made, out_dir / name)
    site.workspace.settings.install(made.package_sha256, site.at)
    facts = {
        "path": path, "version": edition.version, "files": list(edition.files),
        "package_sha256": made.package_sha256, "signed_sha256": made.signed_sha256,
        "count": len(edition.files), "kind": kind, "plans": news_facts(news),
    }  # fmt: skip
    return Done("done.publish", facts, (path,))


def _next_edition(site: Site, order: Publish) -> tuple[Edition, Kind, tuple[PlanNews, ...]]:
    """Return the next edition, what kind of package carries it, and what is new in its plans."""
    folder, before = demand_folder(order.folder), installed(site.workspace)
    last = before.edition.version if before else 0
    number = last + 1 if order.number is None else order.number
    if number <= last:
        raise PackageError("exchange.catalogue-older", version=number, ours=last)
    new, files = files_with(before, folder)
    earlier, catalogue = demand_sound(files, before)
    news = news_between(earlier, catalogue)
    demand_own_units((one.plan for one in news), site.unit, catalogue)
    previous = before.signed_sha256 if before else ""
    edition = Edition(number, previous, site.at, site.unit.code, dict(sorted(files.items())))
    return edition, Kind.TARGETS if are_plans(new.values()) else Kind.CATALOGUE, news


def _parts(edition: Edition) -> list[PackagePart]:
    files = (
        PackagePart(FOLDER + name, PartRole.DATA, data) for name, data in edition.files.items()
    )
    return [PackagePart(PATH, PartRole.DATA, edition_json(edition)), *files]


class TakenEdition(NamedTuple):
    """What a package of the catalogue, or of targets, brought.

    Attributes:
        code: what to tell.
        news: what is new in plans; ``lines`` say it, and what is new of our duties.
    """

    code: str
    edition: Edition
    news: tuple[PlanNews, ...] = ()
    lines: tuple[str, ...] = ()


def take_edition(site: Site, opened: Opened, read: Library | None = None) -> TakenEdition:
    """Check a package of the catalogue, or of targets, and install it.

    Args:
        site: a reporting unit.
        opened: a package that is whole and rightly signed.
        read: what was read already; where that is this very package it was found sound when it
            was published, and is not read again.

    Raises:
        TrustError: ``exchange.catalogue-unknown-signer``: not by the receiver of our unit card.
        PackageError: ``exchange.catalogue-older``, ``exchange.catalogue-fork``; see
            ``read_edition``.
        FormError: see ``demand_sound``, ``demand_own_units``.
    """
    check_issuer(site, opened, "exchange.catalogue-unknown-signer")
    edition, before = read_edition(opened.parts), installed(site.workspace)
    if edition.issuer != opened.manifest.header.unit.code:
        raise PackageError("package.catalogue-field", where="issuer")
    if before is not None and before.signed_sha256 == opened.signed_sha256:
        return TakenEdition("exchange.catalogue-known", edition)
    _check_order(site, edition, before)
    if read is not None and read.edition == opened.package_sha256:
        earlier = catalogue = read.catalogue
    else:
        earlier, catalogue = demand_sound(edition.files, before)
    news = news_between(earlier, catalogue)
    issuer = catalogue.units.find(edition.issuer, site.at.date())
    if issuer is not None:
        demand_own_units((one.plan for one in news), issuer, catalogue)
    with site.workspace.transaction():
        keep_taken(site, opened)
        site.workspace.settings.install(opened.package_sha256, site.at)
    told = news_lines(news, catalogue, site.unit.code)
    lines = (*duty_news(earlier, catalogue, site.unit), *told)
    return TakenEdition("exchange.catalogue-taken", edition, news, lines)


def _check_order(site: Site, edition: Edition, before: Installed | None) -> None:
    """Refuse to go back, and two different packages after the same one."""
    if before is None:
        return
    ours = before.edition.version
    if edition.version <= ours:
        raise PackageError("exchange.catalogue-older", version=edition.version, ours=ours)
    if edition.version != ours + 1 or edition.previous_sha256 == before.signed_sha256:
        return
    if edition.previous_sha256 not in digests(site.workspace.packages.read(before.package_sha256)):
        raise PackageError("exchange.catalogue-fork", version=edition.version, ours=ours)
