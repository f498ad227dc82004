"""Bring in an XLSForm: what our forms can say is carried over, everything else is listed."""

import re
from dataclasses import dataclass
from pathlib import Path

from ctmtqg_desktop.catalogue.records.mistakes import Path as Where
from ctmtqg_desktop.catalogue.records.mistakes import SourceFile
from ctmtqg_desktop.intake.form_workbook import Raw, RawForm
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven
from ctmtqg_desktop.intake.xlsform_sections import Carried, carry
from ctmtqg_desktop.intake.xlsform_survey import SETTINGS, LeftOut, Survey, read_survey
from ctmtqg_desktop.text import fold, nfc


@dataclass(frozen=True, slots=True)
class XlsForm:
    """An XLSForm as a raw form, and what did not come along."""

    brought: RawForm
    left_out: tuple[LeftOut, ...]


def read_xlsform(path: Path, given: SurveyGiven) -> XlsForm:
    """Read an XLSForm as a form.

    Raises:
        IntakeError: see ``read_survey``.
    """
    survey = read_survey(path)
    carried = carry(survey, given)
    raw = _head(survey, given, carried) | {"sections": carried.sections, "rules": carried.rules}
    places: dict[Where, str] = {(): f"{SETTINGS}!A1", **carried.places}
    source = SourceFile(survey.name, "", survey.sha256, places)
    return XlsForm(RawForm(raw, source, ()), tuple(carried.left_out))


def _head(survey: Survey, given: SurveyGiven, carried: Carried) -> Raw:
    """Return what stands at the head of a form; what nobody has said is left away."""
    said = survey.questions
    title = nfc(str(said.get("title", "")))
    named = nfc(str(said.get("id_string", "")))
    form_id = re.sub(r"[^a-z0-9]+", "-", fold(named)).strip("-")
    if form_id != named:
        carried.leave(f"{SETTINGS}!A1", "intake.xlsform-renamed", given=named, name=form_id)
    version = str(said.get("version", "1"))
    if not version.isdecimal() or not 0 < int(version) < 10**6:
        carried.leave(f"{SETTINGS}!A1", "intake.xlsform-version", given=version)
        version = "1"
    head = {
        "kind": "form", "id": form_id, "version": int(version), "title": title, "short": title,
        "programme": given.programme, "source": given.source, "confidence": "unverified",
        "valid_from": given.valid_from,
    }  # fmt: skip
    return {name: value for name, value in head.items() if value != ""}
