"""Judge a package that arrived: the questions of the verdict, each answered once.

Source: the import order of the package contract; nothing here writes.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Cell, CellType, SectionKind, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.entries.overview import accepts, computed
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import CtmtqgError, FormError, PackageError, TrustError
from ctmtqg_desktop.exchange.answers.shown_figures import DIFFERS, ShownDiffers, shown_that_differ
from ctmtqg_desktop.exchange.library import Library, check_period
from ctmtqg_desktop.exchange.paper.signed_print import Papers, check_papers
from ctmtqg_desktop.exchange.post.kept_verdict import kept_verdict
from ctmtqg_desktop.exchange.post.one_spelling import as_kept
from ctmtqg_desktop.exchange.post.revisions import judged_place
from ctmtqg_desktop.exchange.post.strangers import STRANGER, ask_office
from ctmtqg_desktop.exchange.post.who_signed import SignerStanding, claims, first_seen, stand
from ctmtqg_desktop.exchange.proof.signed import signed_sheet
from ctmtqg_desktop.exchange.proof.taken import taken
from ctmtqg_desktop.exchange.receiver.held_to import unexplained
from ctmtqg_desktop.exchange.sender.pack import forms_digest
from ctmtqg_desktop.package.manifest import Kind, Manifest
from ctmtqg_desktop.package.payload import FormData, ReportData
from ctmtqg_desktop.package.report import report_in
from ctmtqg_desktop.package.unseal import Ask, Inspection, Opened, inspect
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.evidence import Evidence
from ctmtqg_desktop.trust.pdf.pades_check import verify_pdf
from ctmtqg_desktop.trust.registry import Entitlement, UnitSigner
from ctmtqg_desktop.trust.verdict import Verdict
from ctmtqg_desktop.workspace.records import Outcome

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Judged:
    """A package and what was found of it.

    Attributes:
        code: why it is refused; empty when it is not.
        facts: for the code's sentence.
        report, sheets: what it carries, where that could be read.
        papers: the signatures inside its print.
        beside: what becomes of a package that is no report; None where it is one, or is refused.
        differing: figures shown from a form that was accepted with other ones.
    """

    inspection: Inspection
    verdict: Verdict
    code: str = ""
    facts: dict[str, object] | None = None
    report: ReportData | None = None
    unit: Unit | None = None
    sheets: tuple[Sheet, ...] = ()
    papers: Papers = field(default_factory=Papers)
    beside: Outcome | None = None
    differing: tuple[ShownDiffers, ...] = ()

    @property
    def manifest(self) -> Manifest | None:
        """Return the manifest where the package could be opened."""
        return self.inspection.opened.manifest if self.inspection.opened else None


@dataclass(frozen=True, slots=True)
class Bench:
    """What judging needs of a receiving unit, read once for a whole batch.

    Attributes:
        now: a package that was here before is judged at the moment it was first seen.
        own_authority: certificate of our own small authority; empty before it is made.
        former: those of our own authorities that were replaced.
        authorities: certificates of the outside authorities we trust.
        secret: the unit's reading key; None opens no encrypted package.
    """

    library: Library
    workspace: "Workspace"
    unit: Unit
    signers: tuple[UnitSigner, ...]
    now: datetime
    secret: bytes | None = None
    own_authority: bytes = b""
    former: tuple[bytes, ...] = ()
    authorities: tuple[bytes, ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue."""
        return self.library.catalogue


def verify_alone(data: bytes, ask: Ask | None = None) -> Judged:
    """Judge a package without a workspace: whole and rightly signed; who signed stays open.

    Args:
        data: the file.
        ask: stops at a stranger, whose file is not looked into; see ``inspect``.
    """
    inspection = inspect(data, ask)
    evidence = None
    if inspection.facts is not None:
        told = details_of(inspection.facts.certificate_der)
        evidence = Evidence("unasked", told.subject, told.issuer, inspection.facts.claimed_at)
    verdict = Verdict(inspection.intact, inspection.signature_valid, evidence=evidence)
    return _with_papers(_first_error(Judged(inspection, verdict)))


def verify_print(data: bytes) -> Judged:
    """Judge a signed print that lies outside its package."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        papers, error = Papers(verify_pdf(data).signatures), None
    except TrustError as found:
        papers, error = Papers(), found
    inspection = Inspection(error is None, error is None, error, None, None, digest)
    return _first_error(Judged(inspection, Verdict(error is None, error is None), papers=papers))


def _with_papers(judged: Judged) -> Judged:
    """Check the signatures inside the print; one that is not right makes the package invalid."""
    if judged.inspection.opened is None:
        return judged
    try:
        return replace(judged, papers=check_papers(judged.inspection.opened))
    except CtmtqgError as error:
        verdict = replace(judged.verdict, signature_valid=False)
        return replace(judged, verdict=verdict, code=error.code, facts=dict(error.facts))


def _first_error(judged: Judged) -> Judged:
    error = judged.inspection.error
    return judged if error is None else replace(judged, code=error.code, facts=dict(error.facts))


def judge(bench: Bench, data: bytes) -> Judged:
    """Judge a package as the receiving unit sees it."""
    alone = verify_alone(data, ask_office(bench))
    if alone.code == STRANGER:
        return replace(alone, verdict=alone.verdict.with_signer(Entitlement.UNKNOWN))
    if alone.inspection.opened is None or alone.code:
        return alone
    opened = as_kept(bench.workspace, alone.inspection.opened)
    digest = opened.package_sha256
    inspection = replace(alone.inspection, opened=opened, package_sha256=digest)
    alone = replace(alone, inspection=inspection)
    standing = stand(bench, opened)
    addressed = bench.unit.code in opened.manifest.header.recipient
    verdict = replace(
        alone.verdict.with_signer(standing.entitlement),
        addressed_to_us=addressed, evidence=standing.evidence, cautions=standing.cautions,
    )  # fmt: skip
    seal = _seal(bench, opened)
    if seal is not None:
        verdict = replace(verdict, cautions=tuple(dict.fromkeys(verdict.cautions + seal.cautions)))
    if standing.error is not None or (seal is not None and seal.error is not None):
        verdict = replace(verdict, signer_entitled=False)
    judged = replace(alone, verdict=verdict)
    for question in (_check_kind, _check_signer, _check_seal, _check_address):
        try:
            question(opened, standing, bench)
        except CtmtqgError as error:
            return replace(judged, code=error.code, facts=dict(error.facts))
    return _with_content(bench, opened, judged)


def _check_kind(opened: Opened, _standing: SignerStanding, _bench: Bench) -> None:
    kind = opened.manifest.header.kind
    if kind is not Kind.REPORT:
        raise PackageError("exchange.not-a-report", kind=kind.value)


def _check_signer(_opened: Opened, standing: SignerStanding, _bench: Bench) -> None:
    if standing.error is not None:
        raise standing.error


def _seal(bench: Bench, opened: Opened) -> SignerStanding | None:
    """Say how good the right of an issued report's seal is; None when it is not issued."""
    return None if opened.issued is None else stand(bench, opened, opened.issued.facts)


def _check_seal(opened: Opened, _standing: SignerStanding, bench: Bench) -> None:
    seal = _seal(bench, opened)
    if seal is None or seal.error is None:
        return
    if seal.error.code.startswith("exchange.certificate-"):
        raise seal.error
    unit = opened.manifest.header.unit
    raise PackageError("exchange.seal-not-entitled", unit=f"{unit.name} ({unit.code})")


def _check_address(opened: Opened, _standing: SignerStanding, bench: Bench) -> None:
    recipient = opened.manifest.header.recipient
    if bench.unit.code not in recipient:
        raise PackageError("exchange.not-for-us", recipient=recipient, us=bench.unit.name)


def _with_content(bench: Bench, opened: Opened, judged: Judged) -> Judged:
    try:
        report, unit = _report(bench, opened)
        sheets = rebuild(bench, unit, report)
        _check_forms(bench.catalogue, opened, report)
        _check_values(sheets, report)
        kept = kept_verdict(bench.workspace.packages.find(opened.package_sha256))
        untold = unexplained(kept, _check_rules(sheets), tuple(sheets.values()))
    except CtmtqgError as error:
        verdict = replace(judged.verdict, form_known=False)
        return replace(judged, verdict=verdict, code=error.code, facts=dict(error.facts))
    seen = first_seen(bench.workspace, opened.package_sha256, bench.now)
    differing = shown_that_differ(bench.library, bench.workspace, sheets.values())
    cautions = (
        *judged.verdict.cautions,
        *untold,
        *((DIFFERS,) if differing else ()),
        *claims(bench.workspace, opened, report, seen),
    )
    verdict = replace(judged.verdict, form_known=True, cautions=cautions)
    whole = replace(
        judged, verdict=verdict, report=report, unit=unit, sheets=tuple(sheets.values()),
        differing=differing,
    )  # fmt: skip
    return placed(bench.workspace, whole)


def placed(workspace: "Workspace", judged: Judged) -> Judged:
    """Say where a good package stands now; the one answer that depends on what came before."""
    opened, report = judged.inspection.opened, judged.report
    if opened is None or report is None:
        return judged
    revision = judged_place(workspace.submissions.of(key_of(report)), opened)
    return replace(judged, verdict=replace(judged.verdict, revision=revision))


def key_of(report: ReportData) -> ReportKey:
    """Return which report this is."""
    return ReportKey(report.unit, report.report_set.id, report.period)


def _report(bench: Bench, opened: Opened) -> tuple[ReportData, Unit]:
    report = report_in(opened)
    period = Period.parse(report.period)
    unit = bench.catalogue.unit_for(report.unit, period)
    if unit.parent != bench.unit.code:
        raise FormError("exchange.not-our-unit", unit=unit.name, us=bench.unit.name)
    check_period(bench.library, report.report_set.id, period)
    _check_set(bench.catalogue, report, unit, period)
    return report, unit


def _check_set(catalogue: Catalogue, report: ReportData, unit: Unit, period: Period) -> None:
    """Demand the set's version, each of its required forms, none twice, none of elsewhere."""
    said = report.report_set
    report_set = catalogue.report_set(said.id)
    if said.version != report_set.version:
        raise FormError("exchange.form-differs", forms=f"{said.id} v{said.version}")
    given = [form.id for form in report.forms]
    unknown = [form for form in given if form not in {known for known, _ in catalogue.forms}]
    if unknown:
        catalogue.form(unknown[0])
    asked = {f.id: f for f in catalogue.forms_of(report_set.id, unit, period.end)}
    once = catalogue.forms_of(report_set.id, unit, period.end, as_published=True)
    if len(set(given)) != len(given) or not set(given) <= {*asked, *(f.id for f in once)}:
        raise PackageError("exchange.content-mismatch")
    missing = [
        form.short
        for form in asked.values()
        if form.id not in given
        and any(m.id == report_set.id and m.required for m in form.report_sets)
    ]
    if missing:
        raise FormError("exchange.forms-missing", forms=", ".join(missing), unit=unit.name)


def _check_forms(catalogue: Catalogue, opened: Opened, report: ReportData) -> None:
    forms = [catalogue.form(form.id, form.version) for form in report.forms]
    header = opened.manifest.header
    pinned = [catalogue.digests[f"{form.id}.v{form.version}"] for form in forms]
    is_same = [form.sha256 for form in report.forms] == pinned
    digest = forms_digest(catalogue, forms)
    if not is_same or header.form is None or header.form.schema_sha256 != digest:
        names = ", ".join(f"{f.id} v{f.version}" for f in forms)
        raise FormError("exchange.form-differs", forms=names)


def rebuild(bench: Bench, unit: Unit, report: ReportData) -> dict[str, Sheet]:
    """Return the sheets of a report, computed anew beside the unit's earlier accepted ones.

    Raises:
        FormError: ``form.unknown``: the form or its version is not in this catalogue.
    """
    library, period = bench.library, Period.parse(report.period)
    forms = {
        f.id: taken(library, library.catalogue.form(f.id, f.version), f, unit=unit, period=period)
        for f in report.forms
    }

    def earlier(form_id: str, when: Period) -> Sheet | None:
        return _accepted(bench, unit, report.report_set.id, when, form_id=form_id)

    return library.sheets(forms, unit, period, earlier)


def _accepted(
    bench: Bench, unit: Unit, set_id: str, period: Period, *, form_id: str
) -> Sheet | None:
    """Return a unit's accepted sheet of an earlier period; None when it sent none."""
    for submission in bench.workspace.submissions.current(set_id, period.code, (unit.code,)):
        stored = signed_sheet(bench.library, bench.workspace, unit, submission, form_id)
        if stored is not None:
            form, content = stored
            return bench.library.sheet(form, unit, period, around=Surroundings(), content=content)
    return None


def _check_rules(sheets: dict[str, Sheet]) -> list[Finding]:
    """Run the form's rules again; what would have stopped the signing is refused."""
    findings = [finding for sheet in sheets.values() for finding in sheet.findings()]
    errors = [f for f in findings if f.severity is Severity.ERROR]
    if errors:
        raise FormError("exchange.findings-block", count=len(errors), first=errors[0].message)
    return findings


def _check_values(sheets: dict[str, Sheet], report: ReportData) -> None:
    """Refuse cells the form does not have, and computed figures that do not come out."""
    for form in report.forms:
        sheet = sheets[form.id]
        _check_cells(sheet, form)
        again = {c: v for c, v in computed(sheet).items() if c in form.computed}
        again |= {c: sheet.value(c) for c in _filled(sheet, form)}
        for cell, claimed in form.computed.items():
            if again.get(cell) != claimed:
                raise PackageError(
                    "exchange.computed-differs", cell=str(cell), form=sheet.form.title
                )


def _check_cells(sheet: Sheet, form: FormData) -> None:
    for name in form.rows:
        section = sheet.form.section(name)
        if section is None or section.kind is not SectionKind.ROSTER:
            raise FormError("exchange.cell-refused", cell=name, form=sheet.form.title)
    for cell, value in (*form.typed.items(), *_filled(sheet, form).items()):
        spec = sheet.spec(cell)
        if not (spec.is_input or spec.given) or not accepts(sheet, cell, value):
            raise FormError("exchange.cell-refused", cell=str(cell), form=sheet.form.title)


def _filled(sheet: Sheet, form: FormData) -> dict[Cell, Value]:
    """Return what another form or a plan of the sender has filled, as it might be typed.

    A difference of two figures may be below zero, which nobody types; a count may not.
    """
    found = {c: v for c, v in form.computed.items() if c in sheet.program.optional}
    may_fall = {c for c in found if sheet.spec(c).type is CellType.NUMBER}
    return {c: abs(v) if c in may_fall and isinstance(v, Decimal) else v for c, v in found.items()}
