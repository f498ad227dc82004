"""Loading the whole catalogue at start: from its cache, as far as the first screen needs it."""

from pathlib import Path

from case import PERIOD, UNIT, Case

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.store import load_catalogue


def case(folder: Path) -> Case:
    """Hold loading against reading the bytes of the same files; at most 15 ms may lie between."""
    forms = assets.forms_dir()
    files = [path for path in forms.rglob("*") if path.is_file()]
    count = len(load_catalogue(forms, cache_dir=folder).forms)

    def ours() -> None:
        catalogue = load_catalogue(forms, cache_dir=folder)
        unit = catalogue.units.at(UNIT, PERIOD.end)
        assert any(catalogue.forms_of(one, unit, PERIOD.end) for one in catalogue.report_sets)

    def other() -> None:
        for path in files:
            path.read_bytes()

    return Case(f"load the catalogue, {count} forms", ours, f"read its {len(files)} files", other)
