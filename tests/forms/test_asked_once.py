"""Issue 10, Build 2: a figure asked in several forms is asked once; what is not is named here."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from cells_typed import asked_forms, typed
from shipped import shipped_catalogue, shipped_library

from ctmtqg_desktop.catalogue.records.form import (
    VALUE,
    Cell,
    Column,
    Form,
    Severity,
    cell_spec,
)
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.rules.names import NamePlace

YEARS = (("2024", "03400"), ("2026", "03390"), ("2027", "03390"))
EQUAL = re.compile(r"(?:làm_tròn\()?([\w.]+)(?:, \d\))? = (.+)")

MAY_DIFFER = {
    "lct-von-khop-nguon-luc-nstw-dau-tu": "one form counts to 14/12, the other to 31/12",
    "lct-von-khop-nguon-luc-nstw-su-nghiep": "one form counts to 14/12, the other to 31/12",
}
"""Rule -> why the figures it compares may differ with a reason, and are both asked."""

APART = {
    "kinh_phi": "each project has capital of its own",
    "ghi_chep": "each project has words of its own",
    "theo_loai": "works of one programme each",
    "cong_trinh": "works of one programme each",
    "chi_tieu": "outcomes of one project each",
    "dien_bien": "poor households here, near-poor ones there",
    "cong_nhan": "what is confirmed for one recognition is confirmed anew for the next",
    "nguon_luc": "capital of new rural development; the other form asks by component",
}
"""Section -> why equal words in it are said of different things."""


def normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def held_equal(form: Form, unit: Unit, period: Period) -> Iterator[tuple[str, Cell]]:
    """Yield the rules that hold a cell equal to what other figures say, at each place.

    One that lets a figure differ from an earlier period's with a reason asks for a new one.
    """
    for check in shipped_library().program(form, unit, period).checks:
        found = EQUAL.fullmatch(check.rule.check)
        if found is None or found[1] not in check.bound.formula.names:
            continue
        at = check.bound.formula.names.index(found[1])
        ref, others = check.bound.refs[at], check.bound.refs[:at] + check.bound.refs[at + 1 :]
        now = all(other.where in {NamePlace.THIS, NamePlace.FORM} for other in others)
        is_held = now or check.rule.severity is Severity.ERROR
        if ref.where is NamePlace.THIS and is_held and check.rule.id not in MAY_DIFFER:
            yield check.rule.id, ref.cell


@pytest.mark.parametrize(("year", "code"), YEARS)
def test_no_rule_holds_two_typed_figures_equal(year: str, code: str) -> None:
    period = Period.parse(year)
    unit = shipped_catalogue().unit_for(code, period)
    forms = asked_forms(unit, period)
    own = typed(forms, unit, period)
    found = defaultdict(set)
    for form in forms.values():
        optional = shipped_library().program(form, unit, period).optional
        for rule, cell in held_equal(form, unit, period):
            if cell in own[form.id] and cell not in optional:
                found[rule].add(str(cell))
    assert not found


@pytest.mark.parametrize(("year", "code"), YEARS)
def test_no_two_forms_ask_in_the_same_words(year: str, code: str) -> None:
    period = Period.parse(year)
    unit = shipped_catalogue().unit_for(code, period)
    forms = asked_forms(unit, period)
    own, found = typed(forms, unit, period), defaultdict(set)
    for form in forms.values():
        opened = shipped_library().program(form, unit, period).form
        for cell in own[form.id]:
            section = opened.section(cell.section)
            row, column = section.row(cell.row), section.column(cell.column)
            if section.criteria or section.id in APART:
                continue
            measure = cell_spec(section, row, column or Column(VALUE, "")).measure
            words = (normal(row.label), normal(column.label) if column else "", measure)
            found[words].add(form.id)
    assert {words: sorted(ids) for words, ids in found.items() if len(ids) > 1} == {}
