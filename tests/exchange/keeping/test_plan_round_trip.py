"""Issue 10, point 7: every shipped plan goes to Excel and comes back as it was."""

from datetime import datetime

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import TakePlan, WritePlan
from ctmtqg_desktop.exchange.keeping.plans.plan_files import plan_at
from ctmtqg_desktop.exchange.keeping.plans.plan_rows import as_claimed
from ctmtqg_desktop.exchange.room import Program


def test_every_plan_comes_back_as_it_was(declared, tmp_path):
    program = Program(lambda: declared, lambda: datetime(2024, 6, 1, tzinfo=VIETNAM))
    for plan_id, plan in declared.plans.items():
        book = tmp_path / f"{plan_id}.xlsx"
        do(program, WritePlan(book, plan_id))
        facts = do(program, TakePlan(book, tmp_path)).facts
        assert (facts["taken"], facts["refused"]) == (facts["rows"], [])
        assert as_claimed(plan_at(declared, plan_id, tmp_path)) == as_claimed(plan)
