"""Issue 10, point 8: figures of the new criteria arrive in a signed package, without a new build.

They change the judgement from their day on and not before; the figures here are made up.
"""

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.keeping.turn_of_year import turn_of_year
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.rules.engine import Surroundings

SET = "ntm-xa-2026-2030"
BY_EYE = 'judged = "met", measure = "", '
MADE_UP = 'source = "thử", confidence = "unverified" }'


@pytest.fixture
def text(shipped):
    return (shipped / "criteria" / f"{SET}.toml").read_text("utf-8")


def with_figures(text):
    """Return the set in which criterion 8 asks group 3 for 70 % from 1 July 2026 on."""
    line = next(row for row in text.splitlines() if row.startswith('  { code = "8", '))
    figure = line.replace(BY_EYE, 'judged = "percent", measure = "phan-tram", ')
    figure = figure.replace("valid_from = 2026-02-15, ", f"valid_from = 2026-02-15, {BY_EYE}")
    later = f'{{ text = "Tỷ lệ chất thải rắn được thu gom", valid_from = 2026-07-01, {MADE_UP}'
    asked = (
        '{ operator = ">=", figure = "70", region = "nhom-3-2026", '
        f"valid_from = 2026-07-01, {MADE_UP}"
    )
    figure = figure.replace("}],", f"}}, {later}], thresholds = [{asked}],", 1)
    return text.replace(line, figure).replace("version = 2", "version = 3", 1)


def verdict(place, name, **typed):
    period = Period.parse(name)
    form = place.catalogue.form_at("ntm-xa-2026", period.end)
    unit, around = place.desk.unit, Surroundings()
    sheet = Library(place.catalogue).sheet(form, unit, period, around=around)
    cells = {"chung.nhom_xa": "nhom-3-2026"}
    cells |= {f"bo_tieu_chi.tc8.{column}": said for column, said in typed.items()}
    sheet.set_texts([(Cell.parse(cell), said) for cell, said in cells.items()])
    return sheet.value(Cell.parse("bo_tieu_chi.tc8.dat"))


def test_figures_count_from_their_day_on_and_not_before(issue, commune, text):
    assert verdict(commune, "2026", tu_danh_gia="Đạt") is True
    assert commune.take(issue(bo=with_figures(text)))[0].outcome == "accepted"
    assert commune.catalogue.criteria_sets[SET].version == 3
    assert verdict(commune, "2026", ket_qua="70") is True
    assert verdict(commune, "2026", ket_qua="69,9") is False
    assert verdict(commune, "2026-H1", tu_danh_gia="Đạt") is True
    assert verdict(commune, "2026-H1", tu_danh_gia="Chưa đạt") is False


LIVES = """
kind = "lifetimes"
awaited = [
  { id = "phu-luc-thu", title = "Mức thử", text = "Phụ lục thử", valid_from = 2026-01-01, %s source = "thử", confidence = "unverified" },
]
"""  # noqa: E501


def test_what_was_awaited_is_no_more_once_its_text_is_there(issue, commune):
    day = Period.parse("2026").end
    unit = commune.desk.unit

    def waits():
        period = Period.parse("2026")
        return [one.id for one in turn_of_year(commune.catalogue, unit, period).awaited]

    assert commune.take(issue(doi=LIVES % ""))[0].outcome == "accepted"
    assert "phu-luc-thu" in waits()
    assert commune.take(issue(doi=LIVES % "valid_to = 2026-06-30,"))[0].outcome == "accepted"
    assert "phu-luc-thu" not in waits()
    assert commune.catalogue.awaited["phu-luc-thu"].valid_to < day


def test_what_the_set_said_before_cannot_be_taken_back(issue, text):
    lost = text.replace('text = "Quy hoạch"', 'text = "Quy hoạch chung"')
    with pytest.raises(FormError, match="catalogue-changes-published"):
        issue(bo=lost.replace("version = 2", "version = 3", 1))
