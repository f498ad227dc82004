"""Requirements: the catalogue reads without a mistake, its sets are whole, its figures vouched.

Issue 2, part 2: 19 criteria and 57 sub-criteria with thresholds for the northern midlands,
10 projects and 14 sub-projects, the targets of plan 003 with their exact sentences.
"""

from datetime import date

import pytest
from shipped import shipped_reading

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Column, Row
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.rules.program import compile_form

YEAR = Period.parse("2024")
SET = "ntm-xa-2021-2025"
REGION = "tdmnpb"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    reading = shipped_reading()
    assert not reading.mistakes
    return reading.catalogue


def test_units_are_the_twelve_communes_and_the_town(catalogue: Catalogue) -> None:
    children = catalogue.units.children("106", YEAR.end)
    assert [u.kind for u in children].count("xa") == 12
    assert [u.name for u in children if u.kind != "xa"] == ["Thị trấn Tam Đường"]
    assert catalogue.units.children("106", date(2025, 7, 1)) == ()


def test_criteria_set_is_whole(catalogue: Catalogue) -> None:
    criteria = catalogue.criteria_sets[SET].criteria
    assert [c.code for c in criteria] == [str(n) for n in range(1, 20)]
    assert sum(len(c.subcriteria) for c in criteria) == 57


@pytest.mark.parametrize("code", ["13.1", "15.4", "18.4"])
def test_amended_wording_follows_the_date(catalogue: Catalogue, code: str) -> None:
    subs = {s.code: s for c in catalogue.criteria_sets[SET].criteria for s in c.subcriteria}
    before, after = (subs[code].wording(d) for d in (date(2024, 2, 29), date(2024, 3, 1)))
    assert before.text != after.text
    assert after.confidence.claim is Confidence.SOURCE


def test_income_is_judged_by_the_year(catalogue: Catalogue) -> None:
    income = catalogue.criteria_sets[SET].criteria[9].subcriteria[0]
    figures = [income.threshold(REGION, year) for year in (2021, 2022, 2023, 2024, 2025)]
    assert [f and f.figure for f in figures] == [None, "39", "42", "45", "48"]


@pytest.mark.parametrize("code", ["2.1", "12.1", "12.2", "16", "17.1", "17.6", "17.9"])
def test_what_nobody_could_verify_has_no_threshold(catalogue: Catalogue, code: str) -> None:
    subs = {s.code: s for c in catalogue.criteria_sets[SET].criteria for s in c.subcriteria}
    assert subs[code].threshold(REGION, 2024) is None


def test_programme_tree_is_whole(catalogue: Catalogue) -> None:
    projects = catalogue.programmes["dtts-2021-2025"].projects
    ids = {p.id for p in projects if not p.parent}
    subs = [p for p in projects if p.parent]
    assert (len(ids), len(subs)) == (10, 14)
    assert {p.parent for p in subs} <= ids


@pytest.mark.parametrize(("unit", "forms"), [("03412", 4), ("03390", 3)])
def test_every_form_of_the_report_set_compiles(
    catalogue: Catalogue, unit: str, forms: int
) -> None:
    owner = catalogue.unit_for(unit, YEAR)
    declared = catalogue.forms_of("ctmtqg-xa", owner, YEAR.end)
    opened = {f.id: catalogue.opened(f, owner, YEAR) for f in declared}
    assert len(opened) == forms
    for form in opened.values():
        others = {alias: opened[used] for alias, used in form.uses.items()}
        assert compile_form(form, others).checks


def test_rule_ids_are_never_shared(catalogue: Catalogue) -> None:
    ids = [rule.id for form in catalogue.forms.values() for rule in form.rules]
    assert len(ids) == len(set(ids))


def test_everything_unsourced_is_marked(catalogue: Catalogue) -> None:
    for form in catalogue.forms.values():
        for section in form.sections:
            parts: list[Column | Row] = [*section.columns, *section.rows]
            for part in parts:
                assert bool(part.source) == (part.confidence is not None), (form.id, part.id)


def test_targets_answer_or_say_why_not(catalogue: Catalogue) -> None:
    targets = {t.id: t for t in catalogue.plan("003-tam-duong-2024").targets}
    wanted = [3, 5, 6, *range(9, 14), *range(33, 51), *range(74, 82), *range(118, 134)]
    assert all(targets[f"S003-{number:03d}"].answer.by for number in wanted)
    assert all(bool(t.answer.by) != bool(t.answer.why_not) for t in targets.values())


def test_targets_of_resources_add_up(catalogue: Catalogue) -> None:
    figure = {t.id: t.figure for t in catalogue.plan("003-tam-duong-2024").targets}
    money = {n: int(figure[f"S003-{n}"]) for n in range(118, 127)}
    assert money[118] == money[119] + money[122] + money[123] + money[126] == 144_771
    assert money[119] == money[120] + money[121]
    assert money[123] == money[124] + money[125]
