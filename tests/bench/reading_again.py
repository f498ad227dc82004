"""Reading the catalogue with a file that was published: the others are remembered."""

from itertools import count
from pathlib import Path

from case import Case

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.read import file, reader

MEASURE = 'kind = "measures"\nmeasures = [{{ id = "thu-{0}", label = "thử {0}" }}]\n'


def case(folder: Path) -> Case:
    """Hold reading after one file has changed against reading all of them."""
    del folder
    forms, numbers = assets.forms_dir(), count()

    def with_another_file() -> None:
        extra = {"thu.toml": MEASURE.format(next(numbers)).encode()}
        assert reader.read_catalogue(forms, extra=extra).catalogue.forms

    def everything() -> None:
        file.read_file.cache_clear()
        with_another_file()

    with_another_file()
    return Case("read the catalogue with a new file", with_another_file, "read all", everything)
