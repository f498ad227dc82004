"""DESIGN 1: a unit is keyed by (code, valid from); a code alone names nothing."""

from dataclasses import replace
from datetime import date

import pytest

from ctmtqg_desktop.catalogue.records.units import UnitTree
from ctmtqg_desktop.errors import FormError

LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def tree(declared):
    old = declared.units.at("03424", LAST_OLD)
    new = replace(old, name="Xã Bản Bo (mới)", parent="12", valid_from=FIRST_NEW, valid_to=None)
    return UnitTree([*declared.units, new])


def test_the_same_code_means_another_unit_after_the_reform(tree):
    assert tree.at("03424", LAST_OLD).name == "Xã Bản Bo"
    assert tree.at("03424", FIRST_NEW).name == "Xã Bản Bo (mới)"


def test_who_reports_to_whom_is_asked_at_a_day(tree):
    assert [u.code for u in tree.children("12", LAST_OLD)] == ["105", "106"]
    assert [u.code for u in tree.children("12", FIRST_NEW)] == ["03424"]
    assert tree.children("106", FIRST_NEW) == ()


@pytest.mark.parametrize(("code", "at"), [
    ("03424", date(2020, 12, 31)), ("3424", LAST_OLD), ("99999", LAST_OLD), ("106", FIRST_NEW),
])  # fmt: skip
def test_a_code_that_means_nothing_on_the_day_is_refused(tree, code, at):
    assert tree.find(code, at) is None
    with pytest.raises(FormError) as refused:
        tree.at(code, at)
    assert refused.value.code == "form.unit-unknown"
    assert refused.value.facts == {"unit": code, "date": at.isoformat()}


def test_levels_are_data_and_leading_zeros_stay(declared):
    kinds = {u.kind for u in declared.units.children("106", LAST_OLD)}
    assert kinds == {"xa", "thi-tran"}
    assert all(len(u.code) == 5 for u in declared.units.children("106", LAST_OLD))
