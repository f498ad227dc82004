"""Bring in a form that was written elsewhere: an Excel template or an XLSForm."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ctmtqg_desktop.catalogue.read.reader import Reading, read_form
from ctmtqg_desktop.catalogue.read.toml_writer import form_to_toml
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.catalogue.records.mistakes import Path as Where
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keeping.check_forms import BREAKING, check_form
from ctmtqg_desktop.exchange.keeping.installed import reading_of
from ctmtqg_desktop.exchange.keeping.orders import FormImport
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.exchange.words import of_mistake, say, sentence
from ctmtqg_desktop.intake.form_workbook import RawForm, read_form_workbook
from ctmtqg_desktop.intake.xlsform import XlsForm, read_xlsform, tidied, without_item
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven
from ctmtqg_desktop.intake.xlsform_survey import LeftOut
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.text import natural_key


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file.

    Attributes:
        form: None while there is a mistake.
        mistakes: by sheet and cell.
        left_out: of an XLSForm, what did not come along.
        rows: of an XLSForm, the lines of its survey that are not blank.
        taken: those of them that stand in the form.
    """

    form: Form | None
    mistakes: tuple[Mistake, ...]
    left_out: tuple[LeftOut, ...] = ()
    rows: tuple[int, ...] = ()
    taken: tuple[int, ...] = ()


def form_import(place: Room | Program, order: FormImport, step: Step = no_step) -> Done:
    """Read a form from a workbook and write it as TOML, or tell what is wrong.

    Raises:
        IntakeError: the file is no workbook, or no XLSForm.
        FormError: ``exchange.form-file-exists``.
        PackageError: the file cannot be written.
    """
    path = order.file
    step(0, 2, say("doing.form-import", {}))
    reading = reading_of(place)
    step(1, 2, say("doing.form-import", {}))
    if order.xlsform is None:
        found = import_workbook(path, reading)
    else:
        found = import_xlsform(path, reading, order.xlsform)
    form, written = found.form, None
    if form is not None:
        written = write_form(form, order.folder, replaces=order.replace)
    facts = {
        "path": written, "mistakes": [_mistake_facts(m) for m in found.mistakes],
        "left_out": [_left_facts(item) for item in found.left_out], "file": path.name,
        "count": len(found.mistakes), "left": len(found.left_out),
        "rows": len(found.rows), "taken": len(found.taken),
    }  # fmt: skip
    if written is None:
        return Done("done.form-import-mistakes", facts, found=found, is_refused=True)
    code = "done.form-import-left" if found.left_out else "done.form-import"
    return Done(code, facts, (written,), found)


def _mistake_facts(mistake: Mistake) -> dict[str, object]:
    return {
        "place": mistake.place,
        "code": mistake.code,
        "message": str(of_mistake(mistake)),
        "suggestion": mistake.facts.get("suggestion") or None,
    }


def _left_facts(item: LeftOut) -> dict[str, object]:
    said = sentence(item.code, item.facts)
    return {"place": item.place, "code": item.code, "message": str(said)}


def import_workbook(path: Path, reading: Reading) -> Imported:
    """Read a form from an Excel template beside a catalogue.

    Raises:
        IntakeError: the file is no workbook.
    """
    return checked_form(read_form_workbook(path), reading)


def import_xlsform(path: Path, reading: Reading, given: SurveyGiven) -> Imported:
    """Read an XLSForm beside a catalogue; a formula that does not work here is left out.

    Raises:
        IntakeError: the file is no XLSForm.
    """
    xls = read_xlsform(path, given)
    found = checked_form(xls.brought, reading)
    while (fitted := _fitted(xls, found.mistakes)) is not None:
        xls, found = fitted, checked_form(fitted.brought, reading)
    if not xls.brought.raw["sections"]:
        nothing = Mistake(path.name, 1, "intake.xlsform-nothing", {}, f"{xls.sheet}!A1")
        found = Imported(None, (*found.mistakes, nothing))
    left_out = tuple(sorted(xls.left_out, key=lambda o: natural_key(o.place)))
    return replace(found, left_out=left_out, rows=xls.rows, taken=xls.taken())


def _fitted(xls: XlsForm, mistakes: Sequence[Mistake]) -> XlsForm | None:
    """Return an XLSForm without what a mistake speaks of; None where nothing has to go."""
    dropped = tuple(_drop_formulas(xls.brought, mistakes))
    if dropped:
        return tidied(replace(xls, left_out=(*xls.left_out, *dropped)))
    unfit: dict[tuple[int, str, int], Mistake] = {}
    for mistake in mistakes:
        where = _ITEM.match(str(mistake.facts.get("where", "")))
        if where is not None and not mistake.code.startswith(_ASKED):
            unfit.setdefault((int(where[1]), where[2], int(where[3])), mistake)
    for (at, key, number), mistake in sorted(unfit.items(), reverse=True):
        place = xls.brought.source.places.get(("sections", at, key, number), mistake.place)
        why = LeftOut(place, "intake.xlsform-unfit", {"reason": of_mistake(mistake).what})
        xls = without_item(xls, ("sections", at, key, number), why)
    return tidied(xls) if unfit else None


_ITEM = re.compile(r"sections\.(\d+)\.(rows|columns)\.(\d+)")
_ASKED = "form.measure"
"""What an XLSForm does not say, and the person who brings it in has to."""
_FORMULA_CODES = ("rules.", "form.formula")


def _drop_formulas(brought: RawForm, mistakes: Sequence[Mistake]) -> Iterator[LeftOut]:
    """Take away every rule and formula that a mistake of the rule language speaks of."""
    wrong = {str(m.facts["where"]): m for m in mistakes if m.code.startswith(_FORMULA_CODES)}
    kept, places = [], brought.source.places
    for number, rule in enumerate(brought.raw["rules"]):
        mistake = next(
            (m for w, m in wrong.items() if f"{w}.".startswith(f"rules.{number}.")), None
        )
        if mistake is None:
            kept.append(rule)
        else:
            yield _left(places.get(("rules", number), ""), rule["check"], mistake)
    brought.raw["rules"] = kept
    for at, section in enumerate(brought.raw["sections"]):
        for key in ("rows", "columns"):
            for number, item in enumerate(section.get(key, ())):
                mistake = wrong.get(f"sections.{at}.{key}.{number}")
                if mistake is not None and "formula" in item:
                    place = places.get(("sections", at, key, number), "")
                    yield _left(place, item.pop("formula"), mistake)
                    item["aggregate"] = "none"


def _left(place: str, formula: str, mistake: Mistake) -> LeftOut:
    reason = of_mistake(mistake).what
    return LeftOut(place, "intake.xlsform-formula", {"value": formula, "reason": reason})


def checked_form(brought: RawForm, reading: Reading) -> Imported:
    """Put a raw form through the reader, the linter and the formula checks of the catalogue."""
    form, beside = read_form(brought.raw, brought.source, reading)
    found = [*brought.mistakes, *beside.mistakes]
    if form is not None and not any(mistake.code in BREAKING for mistake in found):
        found.extend(check_form(beside, form))
    told = {_key(m): m for m in (_at_cell(m, brought) for m in found)}
    mistakes = tuple(sorted(told.values(), key=lambda m: (natural_key(m.place), m.code)))
    return Imported(None if mistakes else form, mistakes)


def _key(mistake: Mistake) -> tuple[str, str, str]:
    return mistake.place, mistake.code, str(mistake.facts)


def _at_cell(mistake: Mistake, brought: RawForm) -> Mistake:
    """Point to the cell that holds what the mistake speaks of, where it names a whole line."""
    where = str(mistake.facts.get("where", ""))
    spoken = {str(mistake.facts[name]) for name in ("given", "text") if name in mistake.facts}
    for path, place in brought.source.places.items():
        above = ".".join(str(part) for part in path[:-1])
        if path and above == where and str(_value(brought.raw, path)) in spoken:
            return replace(mistake, place=place)
    return mistake


def _value(raw: object, path: Where) -> object:
    """Return what stands at a path of a raw form; None where nothing does."""
    for part in path:
        if isinstance(raw, Mapping):
            raw = raw.get(str(part))
        elif isinstance(raw, list) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        else:
            return None
    return raw


def write_form(form: Form, folder: Path, *, replaces: bool = False) -> Path:
    """Write a form as a file of the catalogue and return its path.

    Raises:
        FormError: ``exchange.form-file-exists``: another text stands there, and ``replaces``
            is not asked for.
        PackageError: the file cannot be written.
    """
    path = folder / f"{form.id}.v{form.version}.toml"
    data = form_to_toml(form).encode("utf-8")
    if path.exists() and not replaces and path.read_bytes() != data:
        raise FormError("exchange.form-file-exists", path=path.name)
    folder.mkdir(parents=True, exist_ok=True)
    write_durably(path, data)
    return path
