"""A receiving unit fills in the forms it owes itself: by function and by command."""

import json
import shutil

import pytest

from ctmtqg_desktop.exchange.sender.orders import Check, Enter, PrintForm
from ctmtqg_desktop.intake.entry_file import read_entry_file

from .conftest import Case, Scene, assert_one_answer

WORKSPACE, FORM, YEAR = "office.ctmtqg", "ntm-huyen", "2024"


@pytest.fixture
def own(world):
    """A receiving unit, and what it fills into a form of its own."""
    root = world.root / "scene"
    root.mkdir()
    world.open_office().workspace.close()
    shutil.copyfile(world.root / WORKSPACE, root / WORKSPACE)
    (root / "cells.json").write_text(json.dumps({"cells": {"chung.so_xa": "12"}}), "utf-8")
    return Scene(root, WORKSPACE)


def printed(scene):
    return scene.root / "print.pdf", scene.root / "print.xlsx"


CASES = (
    Case(
        "enter", "own", lambda s: Enter(FORM, YEAR, read_entry_file(s.path("cells.json"))),
        lambda s: ["enter", s.path(WORKSPACE), FORM, YEAR, s.path("cells.json")],
    ),
    Case(
        "check", "own", lambda _: Check(FORM, YEAR),
        lambda s: ["check", s.path(WORKSPACE), "--report-set", FORM, "--period", YEAR],
    ),
    Case(
        "print-form", "own", lambda s: PrintForm(FORM, YEAR, *printed(s)),
        lambda s: ["print", s.path(WORKSPACE), "--form", FORM, "--period", YEAR,
                   "--pdf", printed(s)[0], "--xlsx", printed(s)[1]],
        exact=(".pdf",),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_two_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
