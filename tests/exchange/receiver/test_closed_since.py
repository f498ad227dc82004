"""Issue 10, point 8: what was reported in a version that has been closed since is still received.

A unit whose program had not heard of the closing reported as its file said; nobody else is asked.
"""

from dataclasses import replace
from datetime import date

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.lifetimes import Closing
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.orders import Consolidate

SET, YEAR, FORM = "ctmtqg-xa", Period.parse("2024"), "ntm-nguon-luc"


@pytest.fixture
def world(world):
    """The office's catalogue closes the form before the year that was reported."""
    end = date(2023, 12, 31)
    closing = Closing(FORM, 1, end, "hết giai đoạn", "s", Confidence.SEED)
    world.catalogue = replace(world.catalogue, closings={closing.id: closing})
    return world


def test_it_is_received_and_consolidated(office, mail, tmp_path):
    unit = office.catalogue.unit_for("03394", YEAR)
    asked = {form.id for form in office.catalogue.forms_of(SET, unit, YEAR.end)}
    assert FORM not in asked
    path = tmp_path / "03394.asice"
    path.write_bytes(mail.sent["03394"].data)
    assert [one.outcome for one in receive(office, [path])] == ["accepted"]
    whole = do(office, Consolidate(SET, "2024"))
    assert any(row["form"] == FORM for row in whole.facts["rows"])
