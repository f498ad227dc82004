"""Issue 10, point 7: plans of other provinces and other styles, written before they were read.

At the first reading, before anything was mended for them: of 22, 20 and 17 targets of the first
three (the last without its table, which nobody read yet) 22, 19 and 10 had the right figure; of
the 20 and 17 of the last two all had it, one a wrong operator, three a wrong unit.
"""

from pathlib import Path

import pytest

from ctmtqg_desktop.text import canonical_number

HELD_OUT = Path(__file__).parent / "held_out"
EXPECTED = {
    "quy-chau": [
        "= 3412 416 2023", "= 22.41 416 2023", "= 812 416 2023", ">= 4 416 2024", ">= 6 416 2024",
        "< 12 416 2024", "<= 18.5 416 2024", ">= 2 416 2024", ">= 950 416 2024",
        ">= 120 416 2024", ">= 185 416 2024", ">= 32 16795 2024", ">= 8 16777 2024",
        ">= 100 416 2024", "= 0 416 2024", ">= 85 416 2024", ">= 38 416 2024", ">= 62.5 416 2024",
        ">= 55.2 416 2024", ">= 7.3 416 2024", "met None 416 2024", ">= 12 416 2024",
    ],
    "xa-2026": [
        ">= 5.5 16876 2030", ">= 120 16876 2030", ">= 78 16876 2030", "> 90 16876 2030",
        ">= 55 16876 2030", ">= 6 16876 2028", ">= 11 16876 2030", "= 0 16876 2030",
        ">= 5 16876 2030", ">= 24.6 16876 2030", ">= 3 16876 2030", ">= 350 16876 2030",
        "< 2 16876 2030", "= 0 16876 2030", ">= 15 16876 2030", ">= 2 16876 2030",
        ">= 60 16876 2030", "met None 16876 2028", ">= 20 16876 2030", ">= 15 16876 2030",
    ],
    "so-nong-nghiep": [
        ">= 8 66 2025", ">= 95 66 2025", ">= 2 66 2025", ">= 16.9 66 2025", "<= 3 66 2025",
        ">= 14.2 653 2025", ">= 1 656 2025", ">= 1 652 2025", ">= 60 66 2025-Q2", ">= 100 66 2025",
        "= 58.7 66 2024", ">= 62 66 2025", "= 210 66 2024", ">= 225 66 2025", "= 1950 66 2024",
        ">= 2300 66 2025", "= 8.12 66 2024", "<= 6.5 66 2025",
    ],
    "nghi-quyet-hdnd": [
        ">= 8 02 2024", ">= 42.5 02 2024", ">= 2600 02 2024", "> 410000 02 2024",
        ">= 1200000 02 2024", ">= 2800000 02 2024", ">= 5 02 2024", ">= 7 027 2024",
        ">= 6.5 026 2024", ">= 60 02 2024", ">= 28 02 2024", ">= 18500 02 2024",
        ">= 1000 02 2024", ">= 32 02 2024", ">= 10.3 02 2024", ">= 97 02 2024", ">= 12 02 2024",
        "<= 1 02 2024", ">= 59.5 02 2024", ">= 90 02 2024",
    ],
    "phu-luc-xa": [
        ">= 10 64 2024", ">= 101 64 2024", ">= 1 64 2024", "= 0 64 2024", "= 9 625 2023",
        ">= 10 625 2024", ">= 6 625 2024", "= 8 626 2023", ">= 9 626 2024", ">= 5 626 2024",
        "= 7 632 2023", ">= 9 632 2024", ">= 4 632 2024", "= 24 64 2023", ">= 28 64 2024",
        ">= 15 64 2024", "met None 64 2024",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_a_plan_of_another_style_is_read(read, name):
    (path,) = HELD_OUT.glob(f"{name}.*")
    found = read(path.read_bytes()).proposals
    told = [f"{p.operator} {_shown(p.value)} {p.unit} {p.period}" for p in found]
    wanted = EXPECTED[name]
    missed = [one for one in wanted if one not in told]
    extra = [one for one in told if one not in wanted]
    assert (missed, extra) == ([], [])


def _shown(value):
    return "None" if value is None else canonical_number(value)
