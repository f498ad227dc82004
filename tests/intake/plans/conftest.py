"""Plans that are read for a test."""

from datetime import date

import pytest

from ctmtqg_desktop.intake.plans.document import read_plan_text
from ctmtqg_desktop.intake.plans.read_plan import read_plan


@pytest.fixture
def read(declared):
    """Return a function that reads a plan from bytes or from the text of one section."""

    def by(given, title="KẾ HOẠCH\nnăm 2024 huyện Tam Đường\n"):
        data = given if isinstance(given, bytes) else f"{title}I. MỤC TIÊU\n{given}".encode()
        document = read_plan_text(data, "plan")
        return read_plan(
            document, declared.units, declared.measures, today=date(2024, 6, 1)
        )  # fmt: skip

    return by


@pytest.fixture
def figures(read):
    """Return a function that gives (operator, figure) of what a sentence proposes."""

    def of(sentence):
        found = read(f"- {sentence}").proposals
        return [(p.operator, None if p.value is None else str(p.value)) for p in found]

    return of
