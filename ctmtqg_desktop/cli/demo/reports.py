"""What the units of the demonstration report: illustrative figures, read from its files."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.intake.entry_file import EntryFile, typed_file

FILES = (
    "tam-duong-2024.toml",
    "tam-duong-2024-bo-tieu-chi.toml",
    "tam-duong-2024-lien-chuong-trinh.toml",
    "tam-duong-2024-nhiem-vu.toml",
)
_SET, _PERIOD = "ctmtqg-xa", "2024"
"""What a file means that does not say."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One report of one unit.

    Attributes:
        office: the title of who signs; empty where the receiver fills in its own.
        raw: ``forms``, ``rosters`` and ``justifications`` as the file has them.
        common: kind of unit -> form -> cells that all its units have in common.
    """

    unit: str
    period: Period
    set_id: str
    office: str
    raw: Mapping[str, Any]
    common: Mapping[str, Any]

    @property
    def reasons(self) -> dict[tuple[str, str], str]:
        """Return (rule, cell) -> why what it found stands."""
        return {
            (key.partition("@")[0], key.partition("@")[2]): text
            for key, text in self.raw.get("justifications", {}).items()
        }

    def forms_beside(self, forms: Collection[str]) -> tuple[str, ...]:
        """Return the forms of other reports, not sent yet, in which figures of this one stand."""
        return tuple(form for form in self.raw.get("forms", {}) if form not in forms)

    def entries(self, unit: Unit, form: str) -> EntryFile:
        """Return what the unit types into a form."""
        shared = self.common.get(unit.kind, {}).get(form, {})
        cells = {**shared, **self.raw.get("forms", {}).get(form, {})}
        rows = self.raw.get("rosters", {}).get(form, {})
        return typed_file(cells.items(), rows, self.reasons)


def filled(*names: str) -> tuple[Filled, ...]:
    """Return the reports of some files together; without a name those of Tam Đường."""
    found = []
    for name in names or FILES:
        data = tomllib.loads(assets.resource("demo", name).read_text("utf-8"))
        found += [_filled(raw, data.get("common", {})) for raw in data["units"]]
    return tuple(found)


def _filled(raw: Mapping[str, Any], common: Mapping[str, Any]) -> Filled:
    period = Period.parse(raw.get("period", _PERIOD))
    return Filled(
        raw["code"], period, raw.get("set", _SET), raw.get("office", ""), raw=raw, common=common
    )
