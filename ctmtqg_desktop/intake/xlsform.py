"""Bring in an XLSForm: what our forms can say is carried over, everything else is listed.

No form is refused because of one question: what does not fit here is left out, by its line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ctmtqg_desktop.catalogue.records.mistakes import Path as Where
from ctmtqg_desktop.catalogue.records.mistakes import SourceFile
from ctmtqg_desktop.intake.form_workbook import Raw, RawForm
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven
from ctmtqg_desktop.intake.xlsform_sections import Carried, carry, line_of
from ctmtqg_desktop.intake.xlsform_survey import SETTINGS, LeftOut, Survey, read_survey
from ctmtqg_desktop.text import clean, fold, readable

_SETTINGS_AT = f"{SETTINGS}!A1"
_UNNAMED = "bieu"


@dataclass(frozen=True, slots=True)
class XlsForm:
    """An XLSForm as a raw form, and what did not come along.

    Attributes:
        sheet: title of the sheet of questions.
        rows: its lines that are not blank.
        calculations: places of cells that nobody fills in.
    """

    brought: RawForm
    left_out: tuple[LeftOut, ...]
    sheet: str
    rows: tuple[int, ...]
    calculations: frozenset[str]

    def taken(self) -> tuple[int, ...]:
        """Return the lines that stand in the form, or begin or end what does."""
        lost = {line_of(one.place) for one in self.left_out if one.code in WHOLE_LINES
                and one.place.startswith(f"{self.sheet}!")}  # fmt: skip
        return tuple(row for row in self.rows if row not in lost)


WHOLE_LINES = frozenset({
    "intake.xlsform-type", "intake.xlsform-no-type", "intake.xlsform-choices",
    "intake.xlsform-nested", "intake.xlsform-end", "intake.xlsform-calculation",
    "intake.xlsform-unfit", "intake.xlsform-empty",
})  # fmt: skip
"""Codes of a line that is not in the form at all."""


def read_xlsform(path: Path, given: SurveyGiven) -> XlsForm:
    """Read an XLSForm as a form.

    Raises:
        IntakeError: see ``read_survey``.
    """
    survey = read_survey(path)
    carried = carry(survey, given)
    raw = _head(survey, given, carried) | {"sections": carried.sections, "rules": carried.rules}
    places: dict[Where, str] = {(): _SETTINGS_AT, **carried.places}
    source = SourceFile(survey.name, "", survey.sha256, places)
    made = XlsForm(
        RawForm(raw, source, ()), tuple(carried.left_out), survey.sheet.title, survey.rows,
        frozenset(carried.calculations),
    )  # fmt: skip
    return tidied(made)


def _head(survey: Survey, given: SurveyGiven, carried: Carried) -> Raw:
    """Return what stands at the head of a form; what nobody has said is left away."""
    said = survey.settings.said if survey.settings else {}
    _leave_settings(survey, carried)
    stem = readable(PurePath(survey.name).stem)
    named = clean(said.get("form_id", ""))
    form_id = re.sub(r"[^a-z0-9]+", "-", fold(named or stem)).strip("-") or _UNNAMED
    title = clean(said.get("form_title", "")) or named or clean(stem) or form_id
    if not named:
        carried.leave(_SETTINGS_AT, "intake.xlsform-no-id", name=form_id, title=title)
    elif form_id != named:
        carried.leave(_SETTINGS_AT, "intake.xlsform-renamed", given=named, name=form_id)
    version = said.get("version", "1")
    if not version.isdecimal() or not 0 < int(version) < 10**6:
        carried.leave(_SETTINGS_AT, "intake.xlsform-version", given=version)
        version = "1"
    head = {
        "kind": "form", "id": form_id, "version": int(version), "title": title, "short": title,
        "programme": given.programme, "source": given.source, "confidence": "unverified",
        "valid_from": given.valid_from,
    }  # fmt: skip
    return {name: value for name, value in head.items() if value != ""}


def _leave_settings(survey: Survey, carried: Carried) -> None:
    """List every setting that a form has no place for."""
    if survey.settings is None:
        return
    for one in survey.settings.extras:
        carried.leave(one.place, "intake.xlsform-property", property=one.heading, name=SETTINGS,
                      value=one.text[:200])  # fmt: skip


# -- taking out what does not fit


def without_item(xls: XlsForm, where: Where, why: LeftOut) -> XlsForm:
    """Return an XLSForm without one of its rows or columns, which is listed."""
    at, key, number = where[1:4]
    sections = list(xls.brought.raw["sections"])
    items = list(sections[int(at)][key])
    del items[int(number)]
    sections[int(at)] = {**sections[int(at)], key: items}
    return _with(xls, {"sections": sections}, ("sections", at, key, number), why)


def tidied(xls: XlsForm) -> XlsForm:
    """Return an XLSForm without calculations that lost their formula and empty sections."""
    return _without_orphans(_without_empty(_without_idle(xls)))


def _without_empty(xls: XlsForm) -> XlsForm:
    """Return an XLSForm without sections in which nothing is left."""
    for at, section in reversed(list(enumerate(xls.brought.raw["sections"]))):
        if not section.get("rows") and not section.get("columns"):
            sections = list(xls.brought.raw["sections"])
            del sections[at]
            place = xls.brought.source.places.get(("sections", at), "")
            why = LeftOut(place, "intake.xlsform-empty", {"name": section["title"]})
            xls = _with(xls, {"sections": sections}, ("sections", at), why)
    return xls


def _without_orphans(xls: XlsForm) -> XlsForm:
    """Return an XLSForm without rules of cells that are gone, which are listed already."""
    cells = {(section["id"], item["id"]) for section in xls.brought.raw["sections"]
             for key in ("rows", "columns") for item in section.get(key, ())}  # fmt: skip
    for number, rule in reversed(list(enumerate(xls.brought.raw["rules"]))):
        if (rule["section"], rule["cell"]) not in cells:
            rules = list(xls.brought.raw["rules"])
            del rules[number]
            xls = _with(xls, {"rules": rules}, ("rules", number))
    return xls


def _without_idle(xls: XlsForm) -> XlsForm:
    """Return an XLSForm without calculations that have lost their formula."""
    for at, section in enumerate(xls.brought.raw["sections"]):
        for key in ("rows", "columns"):
            for number, item in reversed(list(enumerate(section.get(key, ())))):
                place = xls.brought.source.places[("sections", at, key, number)]
                if place in xls.calculations and "formula" not in item:
                    why = LeftOut(place, "intake.xlsform-calculation", {"name": item["label"]})
                    xls = without_item(xls, ("sections", at, key, number), why)
    return xls


def _with(xls: XlsForm, changed: Raw, gone: Where, *why: LeftOut) -> XlsForm:
    """Return an XLSForm that says this instead; what stood after the one that is gone moves up."""
    brought = xls.brought
    source = replace(brought.source, places=dict(_moved(brought.source.places, gone)))
    made = replace(brought, raw={**brought.raw, **changed}, source=source)
    return replace(xls, brought=made, left_out=(*xls.left_out, *why))


def _moved(places: Mapping[Where, str], gone: Where) -> Iterator[tuple[Where, str]]:
    *head, last = gone
    depth, number = len(head), int(last)
    for path, place in places.items():
        if len(path) <= depth or path[:depth] != tuple(head):
            yield path, place
        elif int(path[depth]) != number:
            up = int(path[depth]) - (int(path[depth]) > number)
            yield (*head, up, *path[depth + 1 :]), place
