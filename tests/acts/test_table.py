"""The table of acts is whole: every act has a case, and a door for people."""

from importlib import import_module
from pathlib import Path

import pytest

from ctmtqg_desktop.exchange.acts import ACTS
from ctmtqg_desktop.exchange.words import messages

from . import (
    test_books,
    test_duties,
    test_keeping,
    test_keys,
    test_nothing_arose,
    test_paper,
    test_plans,
    test_receiver,
    test_sender,
    test_totals,
    test_trust,
    test_upkeep,
)

MODULES = (
    test_sender, test_paper, test_receiver, test_totals, test_keys, test_trust, test_keeping,
    test_upkeep, test_books, test_nothing_arose, test_plans, test_duties,
)  # fmt: skip
CASES = [case for module in MODULES for case in module.CASES]

NO_VERB: dict[str, str] = {
    "read-letter": "the command line shows a letter in the line that says it was taken in",
    "add-remark": "a command takes all remarks from one file, when it sends them back",
    "drop-remark": "a command notes no remarks",
    "show-book": "the command that takes a workbook back tells the same of it",
    "forget-map": "the window shows what is recalled; a command overrules it with --column",
    "show-import": "import tells the same of what it takes",
    "save-list": "the commands that take a file in write the list with --left",
    "plan-keep": "a command takes the rows from the workbook that it writes",
    "save-proof": "one of the packages that life --out writes, chosen by eye",
}
"""Acts that no command does -> why."""
NO_PAGE: dict[str, str] = {
    "make-reading-key": "a receiving unit's is made with its authority; others set one up once",
    "list-revocations": "the page of revocations reads the same tables when it comes up",
    "list-authorities": "the page of revocations reads the same tables when it comes up",
    "show-tokens": "whoever is asked for a signer sees the tokens in the list to choose from",
    "show-key": "whoever is asked for a signer sees the certificate below it",
    "check-forms": "a whole catalogue is in no workspace; a page checks what is to be published",
    "form-schema": "it is read by the editor in which the files are written, not by a person",
    "enter": "the window types and pastes cell by cell, each undone by itself",
    "verify": "the window judges a file when it takes it in, and the inbox shows the verdict",
    "judge": "as verify",
    "show-steps": "the first page shows them whenever it comes up; held equal in test_steps",
}
"""Acts that no page asks for -> why."""


def test_every_act_has_a_case():
    assert {case.act for case in CASES} == {act.name for act in ACTS}


def test_every_act_has_both_doors_or_a_reason():
    for door, reasons in (("argv", NO_VERB), ("page", NO_PAGE)):
        open_to = {case.act for case in CASES if getattr(case, door) is not None}
        assert {act.name for act in ACTS} - open_to == set(reasons)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_every_act_says_what_it_does(act):
    assert f"doing.{act.name}" in messages()
    assert f"done.{act.name}" in messages()


def test_no_two_acts_take_one_order():
    assert len({act.order for act in ACTS}) == len(ACTS) == len({act.name for act in ACTS})


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_every_act_names_its_order_and_function(act):
    module, _, name = act.function.partition(":")
    assert callable(getattr(import_module(f"ctmtqg_desktop.exchange.{module}"), name))


def test_every_order_has_its_act_and_every_act_its_order():
    """Orders are found by their names alone, so no two topics may have one of the same."""
    folder = Path(import_module("ctmtqg_desktop").__file__).parent / "exchange"
    found = []
    for path in folder.glob("*/orders.py"):
        module = import_module(f"ctmtqg_desktop.exchange.{path.parent.name}.orders")
        found += [n for n, one in vars(module).items()
                  if isinstance(one, type) and one.__module__ == module.__name__]  # fmt: skip
    assert len(set(found)) == len(found)
    assert {act.order for act in ACTS} <= set(found)
