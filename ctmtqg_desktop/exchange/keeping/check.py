"""Check what somebody wrote: a whole catalogue, or a folder to be published beside it."""

from collections.abc import Sequence
from pathlib import Path

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.kept.published import LIST, frozen
from ctmtqg_desktop.catalogue.lint.vouching import counts_by_kind, counts_by_level, verified_count
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.exchange.act import Done, Step, demand_folder, no_step
from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue, confidence_counts
from ctmtqg_desktop.exchange.keeping.installed import files_with, installed
from ctmtqg_desktop.exchange.keeping.orders import CheckEdition, CheckForms
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.exchange.words import of_mistake
from ctmtqg_desktop.package.files import write_durably


def check_forms(_: Room | Program, order: CheckForms, __: Step = no_step) -> Done:
    """Check a whole catalogue; where it has no mistake, what is new in it may be frozen.

    Raises:
        FormError: ``exchange.file-missing``.
        PackageError: the list of what is frozen cannot be written.
    """
    folder = demand_folder(order.folder or assets.forms_dir())
    catalogue, mistakes = checked_catalogue(folder)
    facts: dict[str, object] = {
        "forms": len(catalogue.forms), "mistakes": told_mistakes(mistakes),
        "confidence": confidence_counts(catalogue), "levels": counts_by_level(catalogue),
        "verified": verified_count(catalogue),
        "confidence_by_kind": counts_by_kind(catalogue), "count": len(mistakes),
    }  # fmt: skip
    if mistakes:
        return Done("done.check-forms-mistakes", facts, found=mistakes, is_refused=True)
    if order.freeze:
        facts["frozen"] = _freeze(folder)
    return Done("done.check-forms", facts)


def _freeze(folder: Path) -> list[str]:
    """Write the digest of every version that is not published yet; none may change after."""
    text, names = frozen(folder)
    if names:
        write_durably(folder / LIST, text.encode("utf-8"))
    return list(names)


def check_edition(room: Room, order: CheckEdition, __: Step = no_step) -> Done:
    """Check the files of a folder beside the program's own and all that was published.

    Raises:
        FormError: ``exchange.file-missing``; see ``installed.files_with``.
        PackageError: a file is too large.
    """
    folder = demand_folder(order.folder)
    new, files = files_with(installed(room.workspace), folder)
    _, mistakes = checked_catalogue(assets.forms_dir(), extra=files)
    facts = {"files": sorted(new), "mistakes": told_mistakes(mistakes),
             "number": len(new), "count": len(mistakes)}  # fmt: skip
    code = "done.check-edition-mistakes" if mistakes else "done.check-edition"
    return Done(code, facts, found=mistakes, is_refused=bool(mistakes))


def told_mistakes(mistakes: Sequence[Mistake]) -> list[dict[str, object]]:
    """Return mistakes in a declared catalogue as facts."""
    return [
        {"file": m.file, "line": m.line, "code": m.code, "message": str(of_mistake(m))}
        for m in mistakes
    ]
