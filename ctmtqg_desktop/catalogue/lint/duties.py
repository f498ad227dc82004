"""What is wrong with duties, profiles of units and requests: names, days, nothing said."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.values import is_unit
from ctmtqg_desktop.catalogue.profiles import Duty, Profile, ReportRequest
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import FormError

Found = Iterator[Mistake]
_T = TypeVar("_T")


def lint_duties(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Yield what is wrong with who owes what."""
    for source, where, duty in _placed("duties", catalogue.duties, files):
        yield from _named(duty, catalogue, source, where)
        yield from _duty(duty, catalogue, source, where)
    for source, where, profile in _placed("profiles", catalogue.profiles, files):
        yield from _named(profile, catalogue, source, where)
        yield from _profile(profile, catalogue, source, where)
    for source, where, request in _placed("requests", catalogue.requests, files):
        yield from _request(request, catalogue, source, where)


def _placed(
    store: str, records: Mapping[str, _T], files: Mapping[str, SourceFile]
) -> Iterator[tuple[SourceFile, Path, _T]]:
    """Yield records with their file and their place there."""
    met: dict[str, int] = {}
    for record_id, record in records.items():
        source = files[f"{store}:{record_id}"]
        place = met[source.name] = met.get(source.name, -1) + 1
        yield source, (store, place), record


def _known(
    given: str, known: Mapping[str, object], code: str, source: SourceFile, where: Path
) -> Found:
    if given not in known:
        yield source.mistake(code, where, given=given, suggestion=nearest_spelling(given, known))


def _named(record: Duty | Profile, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    begun, over = record.valid_from, record.valid_to
    if begun is not None and over is not None and over < begun:
        yield source.mistake("form.span", where, begun=begun, over=over)
    for code, given, known in (
        ("form.programme-unknown", record.programmes, catalogue.programmes),
        ("form.area-unknown", record.areas, catalogue.areas),
        ("form.aim-unknown", record.aims, catalogue.aims),
    ):
        for name in given:
            yield from _known(name, known, code, source, where)


def _duty(duty: Duty, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    sets = catalogue.report_sets
    yield from _known(duty.report_set, sets, "form.report-set-unknown", source, where)
    if not (duty.programmes or duty.areas or duty.aims):
        yield source.mistake("form.duty-of-nobody", where, given=duty.id)


def _profile(profile: Profile, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    unit = catalogue.units.find(profile.unit, profile.valid_from)
    if unit is None:
        facts = {"unit": profile.unit, "date": profile.valid_from}
        yield source.mistake("form.unit-unknown", where, **facts)
    for name in profile.excused:
        sets = catalogue.report_sets
        yield from _known(name, sets, "form.report-set-unknown", source, where)
    for other in catalogue.profiles.values():
        if other.id == profile.id:
            return  # of two that meet, the later one in the files is told
        if unit is not None and other.unit == profile.unit and _meet(other, profile):
            facts = {"given": profile.id, "other": other.id}
            yield source.mistake("form.profile-overlap", where, **facts)


def _meet(one: Profile, other: Profile) -> bool:
    first, second = sorted((one, other), key=lambda profile: profile.valid_from)
    return first.valid_to is None or second.valid_from <= first.valid_to


def _request(
    request: ReportRequest, catalogue: Catalogue, source: SourceFile, where: Path
) -> Found:
    sets = catalogue.report_sets
    yield from _known(request.report_set, sets, "form.report-set-unknown", source, where)
    if not request.why:
        yield source.mistake("form.request-why", where, given=request.id)
    if not is_unit(request.receiver, catalogue):
        yield source.mistake("form.calendar-receiver", where, given=request.receiver)
    try:
        period = Period.parse(request.period)
    except FormError:
        yield source.mistake("form.period-unknown", where, period=request.period)
        return
    if request.deadline < max(period.start, request.asked_on):
        facts = {"given": request.id, "deadline": request.deadline}
        yield source.mistake("form.request-deadline", where, **facts)
    yield from _asked_units(request, period, catalogue, source, where)
    if request.report_set in sets:
        yield from _forms(request, catalogue, source, where)


def _asked_units(
    request: ReportRequest, period: Period, catalogue: Catalogue, source: SourceFile, where: Path
) -> Found:
    is_known = request.report_set in catalogue.report_sets
    for code in request.units:
        unit = catalogue.units.find(code, period.end)
        if unit is None:
            yield source.mistake("form.unit-unknown", where, unit=code, date=period.end)
        elif is_known and not catalogue.concerns(request.report_set, unit, period.end):
            facts = {"report_set": request.report_set, "unit": unit.name}
            yield source.mistake("form.no-forms", where, **facts)


def _forms(request: ReportRequest, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    """Yield the forms that are asked for though the report set has none of that name."""
    of_set = {
        form.id: None
        for form in catalogue.heads()
        if any(membership.id == request.report_set for membership in form.report_sets)
    }
    for name in request.forms:
        yield from _known(name, of_set, "form.unknown", source, where)
