"""From XLSForm questions to sections, rows, columns and rules; a repeat becomes a roster."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ctmtqg_desktop.catalogue.records.mistakes import Path as Where
from ctmtqg_desktop.intake.form_workbook import Raw
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven
from ctmtqg_desktop.intake.xlsform_survey import LeftOut, Survey, children
from ctmtqg_desktop.intake.xpath import Untranslatable, translate
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.rules.lexer import LOGIC, WORDS
from ctmtqg_desktop.text import fold, nfc

_TYPES = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer",
    "decimal": "number", "date": "date", "select one": "choice", "select1": "choice",
    "calculate": "number",
}  # fmt: skip
_KNOWN = frozenset({"type", "name", "label", "hint", "bind", "choices", "itemset", "list_name",
                    "children", "measure", "aggregate", "control", "parameters"})  # fmt: skip
_CARRIED_BINDS = frozenset({"required", "constraint", "jr:constraintMsg", "calculate"})
_YES = frozenset({"yes", "true", "true()"})
_HEADINGS = {"constraint": "constraint", "calculate": "calculation", "required": "required",
             "relevant": "relevant", "readonly": "read_only"}  # fmt: skip
_REF = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
GENERAL = "chung"


@dataclass(slots=True)
class Carried:
    """What has been carried over so far."""

    survey: Survey
    given: SurveyGiven
    sections: list[Raw] = field(default_factory=list)
    rules: list[Raw] = field(default_factory=list)
    places: dict[Where, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    waiting: list["_Question"] = field(default_factory=list)

    def leave(self, place: str, code: str, **facts: object) -> None:
        """List something that did not come along."""
        self.left_out.append(LeftOut(place, code, facts))

    def section(self, section_id: str, kind: str, title: str, place: str) -> int:
        """Return the index of a section, made where there is none of that id."""
        for at, known in enumerate(self.sections):
            if known["id"] == section_id:
                return at
        lists: Raw = {"rows": []} if kind == "fields" else {"columns": []}
        self.sections.append({"id": section_id, "kind": kind, "title": title, **lists})
        self.places[("sections", len(self.sections) - 1)] = place
        return len(self.sections) - 1


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question goes: section, indent, and the headers above a roster column."""

    section: int
    level: int = 1
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """A question that has its row, and formulas that wait until every name is known."""

    node: Mapping[str, Any]
    item: Raw
    at: _Place
    row: int
    path: Where


def carry(survey: Survey, given: SurveyGiven) -> Carried:
    """Carry a survey over: first all questions, then what speaks of them."""
    carried = Carried(survey, given)
    for node in children(survey.questions):
        _top(carried, node)
    for question in carried.waiting:
        _bind(carried, question)
    return carried


def _top(carried: Carried, node: Mapping[str, Any]) -> None:
    kind = node.get("type")
    if kind in {"group", "repeat"}:
        _group(carried, node, None)
        return
    if _can_carry(node):
        at = carried.section(GENERAL, "fields", phrase("intake.xlsform-general"), "survey!A1")
        _question(carried, node, _Place(at))
    else:
        _leave_question(carried, node)


def _group(carried: Carried, node: Mapping[str, Any], around: _Place | None) -> None:
    """Carry a group or repeat; one within a group is a heading, or a roster of its own."""
    row = carried.survey.sheet.row(str(node.get("name", "")))
    place = carried.survey.sheet.place(row)
    title = _label(carried, node, place)
    is_repeat = node["type"] == "repeat"
    in_roster = around is not None and carried.sections[around.section]["kind"] == "roster"
    _leave_properties(carried, node, row)
    if is_repeat and in_roster:
        carried.leave(place, "intake.xlsform-nested", name=title)
        return
    if around is None or is_repeat:
        name = _name(carried, str(node["name"]), place)
        within = _Place(carried.section(name, "roster" if is_repeat else "fields", title, place))
    elif in_roster:
        within = _Place(around.section, around.level, (*around.header, title))
    else:
        _heading(carried, node, around, title, place)
        within = _Place(around.section, around.level + 1)
    for child in children(node):
        _child(carried, child, within)


def _child(carried: Carried, node: Mapping[str, Any], within: _Place) -> None:
    if node.get("type") in {"group", "repeat"}:
        _group(carried, node, within)
    elif node.get("type") == "note" and carried.sections[within.section]["kind"] == "fields":
        row = carried.survey.sheet.row(str(node.get("name", "")))
        place = carried.survey.sheet.place(row)
        _leave_properties(carried, node, row)
        _heading(carried, node, within, _label(carried, node, place), place)
    elif _can_carry(node):
        _question(carried, node, within)
    else:
        _leave_question(carried, node)


def _heading(
    carried: Carried, node: Mapping[str, Any], at: _Place, title: str, place: str
) -> None:
    rows = carried.sections[at.section]["rows"]
    carried.places[("sections", at.section, "rows", len(rows))] = place
    name = _name(carried, str(node["name"]), place)
    rows.append({"id": name, "label": title, "heading": True, "level": at.level})


def _can_carry(node: Mapping[str, Any]) -> bool:
    kind = node.get("type")
    return kind in _TYPES and (_TYPES[kind] != "choice" or bool(node.get("choices")))


def _leave_question(carried: Carried, node: Mapping[str, Any]) -> None:
    name = str(node.get("name", ""))
    row = carried.survey.sheet.row(name)
    place = carried.survey.sheet.place(row, "type")
    carried.leave(place, "intake.xlsform-type", given=str(node.get("type")), name=name)


def _question(carried: Carried, node: Mapping[str, Any], at: _Place) -> None:
    """Carry one question as a row or column."""
    sheet, given = carried.survey.sheet, str(node["name"])
    row = sheet.row(given)
    place = sheet.place(row)
    section = carried.sections[at.section]
    key = "rows" if section["kind"] == "fields" else "columns"
    name = _name(carried, given, place)
    kind = _TYPES[str(node["type"])]
    item: Raw = {"id": name, "label": _label(carried, node, place) or given, "type": kind}
    item |= {"level": at.level} if key == "rows" else {"header": list(at.header)}
    if kind in {"integer", "number"}:
        item["measure"] = str(node.get("measure") or carried.given.measure)
        item["aggregate"] = str(node.get("aggregate") or "none")
    if kind == "choice":
        item["choices"] = [
            {"id": str(c["name"]), "label": _words(carried, c.get("label", c["name"]), place)}
            for c in node["choices"]
        ]
    path = ("sections", at.section, key, len(section[key]))
    carried.places[path] = place
    section[key].append(item)
    carried.names.setdefault(given, (section["id"], name))
    carried.labels.setdefault(given, item["label"])
    carried.waiting.append(_Question(node, item, at, row, path))
    _leave_properties(carried, node, row)


def _name(carried: Carried, given: str, place: str) -> str:
    """Return a name that formulas can use; a changed one is listed."""
    name = re.sub(r"\W+", "_", nfc(given))
    if not re.match(r"[^\W\d]", name) or name.lower() in WORDS | LOGIC:
        name = f"o_{name}"
    if name != given:
        carried.leave(place, "intake.xlsform-renamed", given=given, name=name)
    return name


def _label(carried: Carried, node: Mapping[str, Any], place: str) -> str:
    return _words(carried, node.get("label", ""), place)


def _words(carried: Carried, label: Any, place: str) -> str:  # noqa: ANN401  text or languages
    """Return a text in Vietnamese where there is one; other languages are listed."""
    if isinstance(label, Mapping):
        wanted = next((n for n in label if "vi" in re.split(r"\W+", fold(n))
                       or "viet" in fold(n)), next(iter(label), ""))  # fmt: skip
        for language in label:
            if language != wanted:
                carried.leave(place, "intake.xlsform-language", given=language)
        label = label.get(wanted, "")
    text = _REF.sub(lambda m: f"“{carried.labels.get(m[1], m[1])}”", str(label))
    return nfc(" ".join(text.replace("{", "").replace("}", "").split()))


def _leave_properties(carried: Carried, node: Mapping[str, Any], row: int) -> None:
    """List every property that our forms have no place for."""
    said = {name: value for name, value in node.items() if name not in _KNOWN and value}
    said |= {
        f"{k}": v for part in ("control", "parameters") for k, v in node.get(part, {}).items()
    }
    said |= {k: v for k, v in node.get("bind", {}).items() if k not in _CARRIED_BINDS}
    for choice in node.get("choices") or ():
        said |= {f"choices.{k}": v for k, v in choice.items() if k not in {"name", "label"}}
    if "children" in node:
        said |= {k: v for k, v in node.get("bind", {}).items() if k in _CARRIED_BINDS}
    for name, value in said.items():
        place = carried.survey.sheet.place(row, _HEADINGS.get(name, name))
        carried.leave(
            place, "intake.xlsform-property", property=name, name=node.get("name", ""),
            value=str(value)[:200],
        )  # fmt: skip


def _bind(carried: Carried, question: _Question) -> None:
    """Carry hint, demand, formula and constraint of a question over."""
    bind, item = question.node.get("bind", {}), question.item
    place = carried.survey.sheet.place(question.row, "hint")
    hint = _words(carried, question.node.get("hint", ""), place)
    if hint and question.path[2] == "rows":
        item["help"] = hint
    elif hint:
        carried.leave(place, "intake.xlsform-property", property="hint", name=item["id"],
                      value=hint)  # fmt: skip
    required = str(bind.get("required", "")).lower()
    if required in _YES:
        item["required"] = True
    elif required not in {"", "no", "false", "false()"}:
        _leave_formula(carried, question, "required", required)
    formula = _translated(carried, question, "calculate")
    if formula:
        item["formula"] = formula
        item["aggregate"] = "formula" if item["type"] in {"integer", "number"} else "none"
    check = _translated(carried, question, "constraint")
    if check:
        _rule(carried, question, check)


def _translated(carried: Carried, question: _Question, name: str) -> str:
    """Return a formula of a question in our language; one that has no counterpart is listed."""
    source = str(question.node.get("bind", {}).get(name, "")).strip()
    if not source:
        return ""
    section = carried.sections[question.at.section]["id"]

    def name_of(given: str) -> str | None:
        if given not in carried.names:
            return None
        home, own = carried.names[given]
        return own if home == section else f"{home}.{own}"

    try:
        return translate(source, name_of, question.item["id"])
    except Untranslatable as error:
        _leave_formula(carried, question, name, source, str(error))
        return ""


def _leave_formula(
    carried: Carried, question: _Question, name: str, source: str, word: str = ""
) -> None:
    place = carried.survey.sheet.place(question.row, _HEADINGS[name])
    carried.leave(
        place, "intake.xlsform-expression", property=name, name=question.item["id"],
        value=source[:200], word=word or source[:40],
    )  # fmt: skip


def _rule(carried: Carried, question: _Question, check: str) -> None:
    place = carried.survey.sheet.place(question.row, "constraint")
    section, item = carried.sections[question.at.section], question.item
    message = question.node["bind"].get("jr:constraintMsg", "")
    said = _words(carried, message, place) or phrase("intake.xlsform-refused", label=item["label"])
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
