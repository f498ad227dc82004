"""How much chance is tried: a fifth in README's command, all of it in ``.ci/run``.

``CTMTQG_FUZZ_RUNS`` counts for all fuzzers together; 10,000 is what each test calls all.
"""

import os

ALL = 10_000
RUNS = int(os.environ.get("CTMTQG_FUZZ_RUNS", ALL // 5))


def share(of_all: int) -> int:
    """Return how many this run tries where a full one tries so many."""
    return max(1, of_all * RUNS // ALL)
