"""The table of acts is whole: every act has a case, and a door for people."""

import pytest

from ctmtqg_desktop.exchange.acts import ACTS
from ctmtqg_desktop.exchange.words import messages

from . import test_keys, test_paper, test_sender

MODULES = (test_keys, test_paper, test_sender)
CASES = [case for module in MODULES for case in module.CASES]

NO_VERB = {
    "read-letter": "the command line shows a letter in the line that says it was taken in",
}
"""Acts that no command does -> why."""
NO_PAGE = {
    "enter": "the window types and pastes cell by cell, each undone by itself",
}
"""Acts that no page asks for -> why."""


def test_every_act_has_a_case():
    assert {case.act for case in CASES} == {act.name for act in ACTS}


def test_every_act_has_both_doors_or_a_reason():
    acts = {case.act for case in CASES}
    assert acts - {case.act for case in CASES if case.argv} == set(NO_VERB)
    assert acts - {case.act for case in CASES if case.page} == set(NO_PAGE)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_every_act_says_what_it_does(act):
    assert f"doing.{act.name}" in messages()
    assert f"done.{act.name}" in messages()


def test_no_two_acts_take_one_order():
    assert len({act.order for act in ACTS}) == len(ACTS) == len({act.name for act in ACTS})
