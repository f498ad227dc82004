"""Set what the tables say of a submitted report against the package that was signed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.errors import CtmtqgError, WorkspaceError
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.proof.signed import signed_report, signed_sheets, unproved
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.report import SignedReport
from ctmtqg_desktop.text import canonical_number
from ctmtqg_desktop.workspace.records import Problem

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Proof:
    """How the reports behind a total stand to what was signed.

    Attributes:
        proved: how many were read from a package whose signature is right: all that count.
        problems: where the tables say otherwise; the figures are those of the packages.
    """

    proved: int = 0
    problems: tuple[Problem, ...] = ()


def proof_of(
    library: Library, workspace: "Workspace", reports: Iterable[tuple[Unit, Submission]]
) -> Proof:
    """Say how the reports behind a total stand to what was signed.

    Raises:
        WorkspaceError: ``exchange.report-unproved``: one cannot be counted at all.
    """
    found = [(one, differences(library, workspace, unit, one)) for unit, one in reports]
    return Proof(len(found), tuple(problem for _, problems in found for problem in problems))


def differences(
    library: Library, workspace: "Workspace", unit: Unit, submission: Submission
) -> tuple[Problem, ...]:
    """Return where the tables differ from the package of a submission; nothing when nowhere.

    Raises:
        FormError: ``form.unknown``.
        WorkspaceError: ``exchange.report-unproved``.
    """
    signed = signed_report(library, workspace, submission)
    try:
        sheets = signed_sheets(library, workspace, unit, submission)
    except WorkspaceError:
        raise
    except CtmtqgError as error:
        raise unproved(submission, say(error.code, error.facts)) from error
    problems = [*_row(submission, signed)]
    try:
        stored = workspace.submissions.sheets_of(submission.id)
    except WorkspaceError as error:
        return (*problems, Problem(error.code, error.facts))
    computed = {form.id: form.computed for form in signed.report.forms}
    for form_id in sorted({*stored, *sheets}):
        held = stored.get(form_id, Content())
        want = sheets[form_id][1] if form_id in sheets else Content()
        problems += _sheet(submission, form_id, held, want, computed.get(form_id, {}))
    return tuple(problems)


def _row(submission: Submission, signed: SignedReport) -> Iterator[Problem]:
    """Yield what the row of a submission says of its signature otherwise than the package."""
    moments = (signed.signed_at, signed.created)  # a sender keeps the one, a receiver the other
    pairs = (
        ("signer", submission.signer_sha256, (signed.signer_sha256,)),
        ("signed-at", submission.signed_at, moments),
        ("previous", submission.previous_sha256, (signed.previous_sha256,)),
    )
    for name, held, wanted in pairs:
        if held not in wanted:
            words = {
                "what": say(f"proof.{name}", {}), "stored": str(held), "signed": str(wanted[0])
            }  # fmt: skip
            yield _problem("exchange.stored-row-differs", submission, words)


def _sheet(
    submission: Submission, form: str, held: Content, want: Content,
    computed: Mapping[Cell, EntryValue],
) -> Iterator[Problem]:  # fmt: skip
    cells = [
        cell
        for cell in sorted({*held.entries, *want.entries})
        if not is_same(held.entries.get(cell, EMPTY), want.entries.get(cell, EMPTY))
        and not (cell in computed and is_same(held.entries.get(cell, EMPTY), computed[cell]))
    ]
    if cells:
        words = {
            "form": form, "cell": str(cells[0]), "others": len(cells) - 1,
            "stored": in_few_words(held.entries.get(cells[0], EMPTY)),
            "signed": in_few_words(want.entries.get(cells[0], EMPTY)),
        }  # fmt: skip
        yield _problem("exchange.stored-differs", submission, words)
    elif _beside(held) != _beside(want):
        yield _problem("exchange.stored-lines-differ", submission, {"form": form})


def is_same(one: EntryValue, other: EntryValue) -> bool:
    """Say whether two values are one; yes is not the number one."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _beside(content: Content) -> tuple[object, ...]:
    """Return what a sheet holds beside its cells."""
    rows = {section: keys for section, keys in content.rows.items() if keys}
    return content.version, rows, dict(content.reasons), dict(content.withheld)


def in_few_words(value: EntryValue) -> str:
    """Return a value in a few words."""
    if value is EMPTY or value is NOT_APPLICABLE:
        return say("proof.empty" if value is EMPTY else "proof.not-applicable", {})
    if isinstance(value, bool):
        return say("proof.met" if value else "proof.not-met", {})
    shown = canonical_number(value) if isinstance(value, Decimal) else str(value)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def _problem(code: str, submission: Submission, facts: Mapping[str, object]) -> Problem:
    key = submission.key
    about = {
        "unit": key.unit, "report_set": key.report_set, "period": key.period,
        "revision": submission.revision,
    }  # fmt: skip
    return Problem(code, {**about, **facts})
