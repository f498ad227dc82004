"""Loading the whole catalogue at start: from its cache, as far as the first screen needs it."""

import time
from pathlib import Path

from case import PERIOD, UNIT, Case

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.kept.store import load_catalogue
from ctmtqg_desktop.catalogue.records.plain import builder, record_builder

SETTLED_S = 2.1
"""After that long the cache trusts the stamps of its sources, as at every later start."""


def case(folder: Path) -> Case:
    """Hold loading against reading the cache file alone; at most 15 ms may lie between."""
    forms = assets.forms_dir()
    count = len(load_catalogue(forms, cache_dir=folder).forms)
    time.sleep(SETTLED_S)
    load_catalogue(forms, cache_dir=folder)
    (cache,) = folder.iterdir()

    def ours() -> None:
        builder.cache_clear(), record_builder.cache_clear()  # as a fresh process begins
        catalogue = load_catalogue(forms, cache_dir=folder)
        unit = catalogue.units.at(UNIT, PERIOD.end)
        assert any(catalogue.forms_of(one, unit, PERIOD.end) for one in catalogue.report_sets)

    name = f"load the catalogue, {count} forms, from cache"
    return Case(name, ours, f"read the cache file, {cache.stat().st_size} bytes", cache.read_bytes)
