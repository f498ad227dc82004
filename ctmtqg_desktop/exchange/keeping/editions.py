"""The catalogue packages a workspace has: who signed them, when, and what each one brought."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.exchange.keeping.plans.plan_news import PlanNews, news_between
from ctmtqg_desktop.package.edition import Edition, read_edition
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.workspace.records import Outcome

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that a package brought.

    Attributes:
        kind: of the file: "form", "plan", "units", ...
        id: may be empty: a list of units has none.
        version: 0 where the kind has none.
        is_new: False where the package puts it in the place of an earlier file of that name.
    """

    name: str
    kind: str
    id: str
    version: int
    title: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class HeldEdition:
    """A catalogue package of a workspace, opened and checked again.

    Attributes:
        signer: the office of who signed, as the package says.
        is_installed: whether the workspace works with it.
        brought: against the package before, where that is held too; else everything in it.
        plans: what is new in the plans among them.
    """

    edition: Edition
    package_sha256: str
    signed_sha256: str
    unit: str
    signer: str
    signed_at: datetime
    is_installed: bool
    brought: tuple[Brought, ...]
    plans: tuple[PlanNews, ...] = ()


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A version of a form, and where it comes from.

    Attributes:
        by: the first package that brought it; None where it came with the program.
    """

    form_id: str
    version: int
    valid_from: date
    valid_to: date | None
    sha256: str
    by: HeldEdition | None


def held_editions(workspace: "Workspace") -> tuple[HeldEdition, ...]:
    """Return the catalogue packages of a workspace, the newest first.

    Raises:
        PackageError: a kept package is no longer what it was.
        WorkspaceError: its bytes cannot be read.
    """
    taken = [
        r.sha256
        for r in workspace.packages.inbox(Outcome.ACCEPTED)
        if r.kind in {Kind.CATALOGUE.value, Kind.TARGETS.value}
    ]
    installed = workspace.settings.installed()
    written = (workspace.packages.written(kind.value) for kind in (Kind.CATALOGUE, Kind.TARGETS))
    opened = _opened(workspace, dict.fromkeys((installed, *taken, *chain(*written))))
    oldest_first = sorted(opened.values(), key=lambda pair: pair[1].version)
    found: list[HeldEdition] = []
    for package, edition in oldest_first:
        before = found[-1].edition.files if found else {}
        header, digest = package.manifest.header, package.package_sha256
        found.append(
            HeldEdition(
                edition, digest, package.signed_sha256, header.unit.name,
                header.signer_claim.title, package.facts.claimed_at or edition.issued,
                digest == installed, tuple(_brought(before, edition.files)),
                _plan_news(before, edition.files),
            )
        )  # fmt: skip
    return tuple(reversed(found))


def _plan_news(before: Mapping[str, bytes], files: Mapping[str, bytes]) -> tuple[PlanNews, ...]:
    """Return what is new in plans; a package without new ones is not looked into."""
    changed = {name: data for name, data in files.items() if before.get(name) != data}
    if not any(_raw(data).get("kind") == "plan" for data in changed.values()):
        return ()
    old = {name: before[name] for name in changed if name in before}
    return news_between(*(read_catalogue(extra=held).declared for held in (old, changed)))


def _opened(workspace: "Workspace", digests: Iterable[str]) -> dict[str, tuple[Opened, Edition]]:
    """Open packages, as far as they are kept here; each stands once, however it is spelled."""
    found: dict[str, tuple[Opened, Edition]] = {}
    for digest in digests:
        seen = workspace.packages.find(digest) if digest else None
        if seen is not None and seen.kept:
            opened = unseal(workspace.packages.read(digest))
            if all(opened.signed_sha256 != one.signed_sha256 for one, _ in found.values()):
                found[digest] = (opened, read_edition(opened.parts))
    return found


def _brought(before: Mapping[str, bytes], files: Mapping[str, bytes]) -> Iterator[Brought]:
    for name, data in files.items():
        if before.get(name) != data:
            raw = _raw(data)
            version = raw.get("version", 0)
            yield Brought(
                name, str(raw.get("kind", "")), str(raw.get("id", "")),
                version if isinstance(version, int) else 0, str(raw.get("title", "")),
                name not in before,
            )  # fmt: skip


def _raw(data: bytes) -> dict[str, Any]:
    """Return a file's head; one that is no TOML was refused before it could be installed."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def form_history(
    catalogue: Catalogue, held: tuple[HeldEdition, ...], form_id: str
) -> tuple[FormVersion, ...]:
    """Return the versions of a form, the newest first."""
    oldest_first = held[::-1]
    forms = [form for form in catalogue.heads() if form.id == form_id]
    return tuple(
        FormVersion(
            form.id, form.version, form.valid_from, catalogue.last_day(form),
            catalogue.digests.get(f"{form.id}.v{form.version}", ""),
            next((h for h in oldest_first if _brings(h, form.id, form.version)), None),
        )
        for form in sorted(forms, key=lambda form: -form.version)
    )  # fmt: skip


def _brings(held: HeldEdition, form_id: str, version: int) -> bool:
    return any((b.kind, b.id, b.version) == ("form", form_id, version) for b in held.brought)
