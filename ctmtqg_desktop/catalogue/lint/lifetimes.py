"""What is wrong with lives: a form that outlives a newer version of itself or its programme."""

from collections.abc import Collection, Iterator, Mapping

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Programme, programme_of
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.lifetimes import Closing, end_of
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, SourceFile, nearest_spelling

OUTLIVED = "form.programme-outlived"
Found = Iterator[Mistake]


def lint_lifetimes(
    catalogue: Catalogue, files: Mapping[str, SourceFile], only: Collection[str] | None = None
) -> Found:
    """Yield the forms that never end or too late, and what their closings say wrongly.

    Args:
        catalogue: the whole.
        files: record -> its file.
        only: names of the files that were published since; the others are not told of again,
            and a form among them may outlive its programme: who publishes it decides that.
    """
    found = _all(catalogue, files)
    if only is None:
        return found
    return (m for m in found if m.file in only and m.code != OUTLIVED)


def _all(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    for (form_id, version), form in catalogue.forms.items():
        source = files[f"form:{form_id}.v{version}"]
        yield from _outlives_newer(form, catalogue, source)
        yield from _outlives_programme(form, catalogue, source)
    for programme in catalogue.programmes.values():
        yield from _programme(programme, catalogue, files[f"programme:{programme.id}"])
    for closing in catalogue.closings.values():
        yield from _closing(closing, catalogue, files[f"closings:{closing.id}"])


def _outlives_newer(form: Form, catalogue: Catalogue, source: SourceFile) -> Found:
    """An older version would seem to come back when the newer one ends."""
    newer = [v for known, v in catalogue.forms if known == form.id and v > form.version]
    if not newer:
        return
    over = end_of(catalogue.forms[(form.id, max(newer))], catalogue.closings)
    end = end_of(form, catalogue.closings)
    if over is not None and (end is None or end > over):
        facts = {"given": f"{form.id}.v{form.version}", "other": f"{form.id}.v{max(newer)}"}
        yield source.mistake("form.version-outlives", ("valid_to",), over=over, **facts)


def _outlives_programme(form: Form, catalogue: Catalogue, source: SourceFile) -> Found:
    programme = programme_of(catalogue.programmes, form.programme)
    if programme is None or programme.valid_to is None or form.id in catalogue.continuations:
        return
    last = catalogue.last_day(form)
    if last is None or last > programme.valid_to:
        facts = {"given": form.id, "programme": programme.id, "over": programme.valid_to}
        where = ("valid_to" if form.valid_to else "programme",)
        yield source.mistake(OUTLIVED, where, **facts)


def _programme(programme: Programme, catalogue: Catalogue, source: SourceFile) -> Found:
    for name in programme.formerly:
        if name in catalogue.programmes:
            yield source.mistake("form.programme-twice", ("formerly",), given=name)
    for name in programme.succeeds:
        if name not in catalogue.programmes:
            suggestion = nearest_spelling(name, catalogue.programmes)
            facts = {"given": name, "suggestion": suggestion}
            yield source.mistake("form.programme-unknown", ("succeeds",), **facts)
    yield from _phases(programme, source)


def _phases(programme: Programme, source: SourceFile) -> Found:
    """The phases follow one another and lie within the programme's time."""
    before = None
    for place, phase in enumerate(programme.phases):
        last = programme.valid_to or phase.valid_to
        is_within = programme.valid_from <= phase.valid_from <= phase.valid_to <= last
        if not is_within or (before is not None and phase.valid_from <= before):
            days = {"begun": phase.valid_from, "over": phase.valid_to}
            where = ("phases", place)
            yield source.mistake("form.phase-span", where, given=phase.title, **days)
        before = phase.valid_to


def _closing(closing: Closing, catalogue: Catalogue, source: SourceFile) -> Found:
    """What is misspelt closes nothing, and the form that stays open is told of by itself."""
    form = catalogue.forms.get((closing.form, closing.version))
    if form is None:
        return
    if not form.valid_from <= closing.valid_to <= (form.valid_to or closing.valid_to):
        days = {"over": closing.valid_to, "begun": form.valid_from}
        yield source.mistake("form.closing-span", ("closings",), given=closing.id, **days)
