"""What most rooms' tests begin with: the real catalogue and sheets of it, read once."""

from datetime import datetime

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.form import Cell
from ctmtqg_desktop.catalogue.periods import Period
from ctmtqg_desktop.catalogue.reader import read_catalogue
from ctmtqg_desktop.clock import VIETNAM

AT = datetime(2025, 1, 6, 8, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="session")
def declared():
    """The catalogue the program ships."""
    reading = read_catalogue(forms_dir())
    assert not reading.mistakes
    return reading.catalogue


@pytest.fixture(scope="session")
def library(declared):
    from ctmtqg_desktop.exchange.library import Library

    return Library(declared)


@pytest.fixture(scope="session")
def new_sheet(declared, library):
    """Return a function that makes an empty sheet of a shipped form, with its surroundings."""
    from ctmtqg_desktop.rules.engine import Surroundings

    def make(form_id, *, unit="03424", period="2024", **around):
        when = Period.parse(period)
        form = declared.form_at(form_id, when.end)
        around = Surroundings(**around)
        return library.sheet(form, declared.unit_for(unit, when), when, around=around)

    return make


def type_into(sheet, **texts):
    """Type texts: ``section__row__column=text``, or ``section__row=text`` for a field."""
    items = [(Cell.parse(name.replace("__", ".")), text) for name, text in texts.items()]
    return sheet.set_texts(items)


@pytest.fixture(scope="session")
def typing():
    return type_into
