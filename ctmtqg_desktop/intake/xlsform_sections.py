"""From XLSForm questions to sections, rows, columns and rules; a repeat becomes a roster."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ctmtqg_desktop.catalogue.records.mistakes import Path as Where
from ctmtqg_desktop.intake.form_workbook import Raw
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven
from ctmtqg_desktop.intake.xlsform_survey import (
    SELECT,
    LeftOut,
    Spoken,
    Survey,
    SurveyQuestion,
    every_question,
)
from ctmtqg_desktop.intake.xpath import Untranslatable, translate
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.rules.lexer import LOGIC, WORDS
from ctmtqg_desktop.text import clean, fold

CALCULATE = "calculate"
_TYPES = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer",
    "decimal": "number", "date": "date", SELECT: "choice", CALCULATE: "number",
}  # fmt: skip
_GROUPS = frozenset({"group", "repeat"})
_YES = frozenset({"yes", "true", "true()"})
_NO = frozenset({"", "no", "false", "false()"})
_REF = re.compile(r"\$\{\s*([^{}]+?)\s*\}")
GENERAL = "chung"


@dataclass(slots=True)
class Carried:
    """What has been carried over so far.

    Attributes:
        names: of a question as it is written -> section and id of its cell.
        calculations: places of cells that nobody fills in; without their formula they are nothing.
    """

    survey: Survey
    given: SurveyGiven
    sections: list[Raw] = field(default_factory=list)
    rules: list[Raw] = field(default_factory=list)
    places: dict[Where, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    waiting: list["_Waiting"] = field(default_factory=list)
    calculations: set[str] = field(default_factory=set)

    def leave(self, place: str, code: str, **facts: object) -> None:
        """List something that did not come along."""
        self.left_out.append(LeftOut(place, code, facts))

    def section(self, section_id: str, kind: str, title: str, place: str) -> int:
        """Make a section and return its index."""
        lists: Raw = {"rows": []} if kind == "fields" else {"columns": []}
        self.sections.append({"id": section_id, "kind": kind, "title": title, **lists})
        self.places[("sections", len(self.sections) - 1)] = place
        return len(self.sections) - 1

    def general(self) -> int:
        """Return the section of what stands in no group, made where there is none yet."""
        where = next(
            (at for at, known in enumerate(self.sections) if known["id"] == GENERAL), None
        )
        if where is not None:
            return where
        title = phrase("intake.xlsform-general")
        return self.section(GENERAL, "fields", title, f"{self.survey.sheet.title}!A1")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question goes: section, indent, and the headers above a roster column."""

    section: int
    level: int = 1
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A question that has its row, and formulas that wait until every name is known."""

    question: SurveyQuestion
    item: Raw
    section: int
    key: str


def carry(survey: Survey, given: SurveyGiven) -> Carried:
    """Carry a survey over: first all questions, then what speaks of them."""
    carried = Carried(survey, given, left_out=list(survey.left_out))
    for question in survey.questions:
        _carry_one(carried, question, None)
    for waiting in carried.waiting:
        _bind(carried, waiting)
    return carried


def _carry_one(carried: Carried, question: SurveyQuestion, within: _Place | None) -> None:
    """Carry a question, or a group with all that stands in it."""
    if question.kind in _GROUPS:
        _group(carried, question, within)
        return
    at = within or _Place(-1)
    if question.kind == "note" and within and _kind(carried, within) == "fields":
        _heading(carried, question, within)
    elif question.kind == SELECT and question.choices is None:
        _leave_question(carried, question, "intake.xlsform-choices")
    elif question.kind in _TYPES:
        _question(carried, question, at if within else _Place(carried.general()))
    else:
        _leave_question(carried, question, "intake.xlsform-type")


def _kind(carried: Carried, at: _Place) -> str:
    return str(carried.sections[at.section]["kind"])


def _group(carried: Carried, group: SurveyQuestion, around: _Place | None) -> None:
    """Carry a group or repeat; one within a group is a heading, or a roster of its own."""
    is_repeat = group.kind == "repeat"
    in_roster = around is not None and _kind(carried, around) == "roster"
    if is_repeat and in_roster:
        for lost in every_question((group,)):
            _leave_question(carried, lost, "intake.xlsform-nested")
        return
    place = carried.survey.sheet.place(group.row)
    if around is None or is_repeat:
        _leave_extras(carried, group, "required", "constraint", "calculation")
        taken = {GENERAL, *(str(section["id"]) for section in carried.sections)}
        name, title = _name(carried, group, taken), _title(carried, group)
        kind = "roster" if is_repeat else "fields"
        within = _Place(carried.section(name, kind, title, place))
    elif in_roster:
        _leave_extras(carried, group, "required", "constraint", "calculation")
        within = _Place(around.section, around.level, (*around.header, _title(carried, group)))
    else:
        _heading(carried, group, around)
        within = _Place(around.section, around.level + 1)
    for question in group.within:
        _carry_one(carried, question, within)


def _heading(carried: Carried, question: SurveyQuestion, at: _Place) -> None:
    """Carry a note, or a group within a group, as a heading."""
    _leave_extras(carried, question, "required", "constraint", "calculation")
    rows = carried.sections[at.section]["rows"]
    carried.places[("sections", at.section, "rows", len(rows))] = carried.survey.sheet.place(
        question.row
    )
    name = _name(carried, question, {str(row["id"]) for row in rows})
    title = _title(carried, question)
    rows.append({"id": name, "label": title, "heading": True, "level": at.level})


def _leave_question(carried: Carried, question: SurveyQuestion, code: str) -> None:
    place = carried.survey.sheet.place(question.row, "type")
    carried.leave(place, code, given=question.said("type"), name=_called(carried, question))


def _called(carried: Carried, question: SurveyQuestion) -> str:
    return question.name or _words(carried, question.spoken("label"), "")


def _question(carried: Carried, question: SurveyQuestion, at: _Place) -> None:
    """Carry one question as a row or column."""
    place = carried.survey.sheet.place(question.row)
    section = carried.sections[at.section]
    key = "rows" if section["kind"] == "fields" else "columns"
    name = _name(carried, question, {str(item["id"]) for item in section[key]})
    kind = _TYPES[question.kind]
    item: Raw = {"id": name, "label": _title(carried, question), "type": kind}
    item |= {"level": at.level} if key == "rows" else {"header": list(at.header)}
    if kind in {"integer", "number"}:
        item["measure"] = question.said("measure") or carried.given.measure
        item["aggregate"] = question.said("aggregate") or "none"
    if kind == "choice":
        item["choices"] = [
            {"id": one.name, "label": _words(carried, one.label, place) or one.name}
            for one in question.choices or ()
        ]
    carried.places[("sections", at.section, key, len(section[key]))] = place
    section[key].append(item)
    carried.names.setdefault(question.name or name, (section["id"], name))
    carried.labels.setdefault(question.name or name, item["label"])
    carried.waiting.append(_Waiting(question, item, at.section, key))
    if question.kind == CALCULATE:
        carried.calculations.add(place)
    _leave_extras(carried, question)


def _name(carried: Carried, question: SurveyQuestion, taken: set[str]) -> str:
    """Return a name of its own that formulas can use; a changed one is listed."""
    given = question.name
    name = re.sub(r"\W+", "_", clean(given)).strip("_") or f"dong_{question.row}"
    if not re.match(r"[^\W\d]", name) or name.lower() in WORDS | LOGIC:
        name = f"o_{name}"
    plain, number = name, 2
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    if name != given:
        code = "intake.xlsform-renamed" if given else "intake.xlsform-unnamed"
        carried.leave(carried.survey.sheet.place(question.row), code, given=given, name=name)
    return name


def _title(carried: Carried, question: SurveyQuestion) -> str:
    """Return the label; the name where there is none."""
    place = carried.survey.sheet.place(question.row)
    return _words(carried, question.spoken("label"), place) or question.name or place


def _words(carried: Carried, spoken: Spoken, place: str) -> str:
    """Return a text in Vietnamese where there is one; other languages are listed."""
    wanted = _language(carried, spoken)
    for language in spoken:
        if language != wanted and place:
            carried.leave(place, "intake.xlsform-language", given=language or "label")
    text = _REF.sub(lambda m: f"“{carried.labels.get(m[1], m[1])}”", spoken.get(wanted, ""))
    return clean(" ".join(text.replace("{", "").replace("}", "").split()))


def _language(carried: Carried, spoken: Spoken) -> str:
    """Return the language to take: Vietnamese, the form's own, or the first."""
    settings = carried.survey.settings
    own = settings.said.get("default_language", "") if settings else ""
    vietnamese = [n for n in spoken if "vi" in re.split(r"\W+", fold(n)) or "viet" in fold(n)]
    said = [n for n in spoken if not n or fold(n) == fold(own)]
    return next(iter((*vietnamese, *said, *spoken)), "")


def _leave_extras(carried: Carried, question: SurveyQuestion, *unfit: str) -> None:
    """List all that a line says and a form has no place for, of these headings too."""
    sheet = carried.survey.sheet
    said = [(name, question.said(name), sheet.place(question.row, name)) for name in unfit]
    if unfit:
        said += [("hint", text, sheet.place(question.row, "hint"))
                 for text in question.spoken("hint").values()]  # fmt: skip
    said += list(question.line.extras)
    for choice in question.choices or ():
        said += [(f"choices.{one.heading}", one.text, one.place) for one in choice.line.extras]
    for name, text, place in said:
        if text:
            carried.leave(place, "intake.xlsform-property", property=name,
                          name=_called(carried, question), value=text[:200])  # fmt: skip


# -- what speaks of other questions


def _bind(carried: Carried, waiting: _Waiting) -> None:
    """Carry hint, demand, formula and constraint of a question over."""
    question, item = waiting.question, waiting.item
    place = carried.survey.sheet.place(question.row, "hint")
    hint = _words(carried, question.spoken("hint"), place)
    if hint and waiting.key == "rows":
        item["help"] = hint
    elif hint:
        carried.leave(place, "intake.xlsform-property", property="hint", name=item["id"],
                      value=hint)  # fmt: skip
    required = question.said("required")
    if required.lower() in _YES and question.kind != CALCULATE:
        item["required"] = True
    elif required.lower() not in _NO:
        _leave_formula(carried, waiting, "required", required)
    formula = _translated(carried, waiting, "calculation")
    if formula:
        item["formula"] = formula
        item["aggregate"] = "formula" if item["type"] in {"integer", "number"} else "none"
    check = _translated(carried, waiting, "constraint")
    if check:
        _rule(carried, waiting, check)
    elif question.spoken("constraint_message") and not question.said("constraint"):
        _leave_message(carried, waiting)


def _translated(carried: Carried, waiting: _Waiting, name: str) -> str:
    """Return a formula of a question in our language; one that has no counterpart is listed."""
    source = waiting.question.said(name)
    if not source:
        return ""
    section = carried.sections[waiting.section]["id"]

    def name_of(given: str) -> str | None:
        if given not in carried.names:
            return None
        home, own = carried.names[given]
        return own if home == section else f"{home}.{own}"

    try:
        return translate(source, name_of, waiting.item["id"])
    except Untranslatable as error:
        _leave_formula(carried, waiting, name, source, str(error))
        return ""


def _leave_formula(
    carried: Carried, waiting: _Waiting, name: str, source: str, word: str = ""
) -> None:
    place = carried.survey.sheet.place(waiting.question.row, name)
    carried.leave(
        place, "intake.xlsform-expression", property=name, name=waiting.item["id"],
        value=source[:200], word=word or source[:40],
    )  # fmt: skip


def _leave_message(carried: Carried, waiting: _Waiting) -> None:
    place = carried.survey.sheet.place(waiting.question.row, "constraint_message")
    said: Mapping[str, str] = waiting.question.spoken("constraint_message")
    carried.leave(place, "intake.xlsform-property", property="constraint_message",
                  name=waiting.item["id"], value=" · ".join(said.values())[:200])  # fmt: skip


def _rule(carried: Carried, waiting: _Waiting, check: str) -> None:
    place = carried.survey.sheet.place(waiting.question.row, "constraint")
    section, item = carried.sections[waiting.section], waiting.item
    told = _words(carried, waiting.question.spoken("constraint_message"), place)
    said = told or phrase("intake.xlsform-refused", label=item["label"])
    carried.places[("rules", len(carried.rules))] = place
    carried.rules.append(
        {
            "id": f"{section['id']}-{item['id']}",
            "section": section["id"],
            "each": "row" if section["kind"] == "roster" else "form",
            "cell": item["id"],
            "check": check,
            "severity": "error",
            "missing": "skip",
            "message": said,
            "source": carried.given.source or f"XLSForm {carried.survey.name}",
            "confidence": "unverified",
        }
    )


def line_of(place: str) -> int:
    """Return the line that a place stands in; 0 where it names none."""
    digits = re.search(r"(\d+)$", place)
    return int(digits[1]) if digits else 0
