"""Which figures a report shows from another form differ from that form as it was accepted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.forms.indicators import FormCell
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.overview import is_typed_in
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import rounded, show_entry
from ctmtqg_desktop.exchange.answers.kept_reports import sets_of
from ctmtqg_desktop.exchange.filling import owners_of
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.proof.signed import signed_sheet
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.rules.names import spec_of

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


DIFFERS = "exchange.shown-differs"
"""A caution of a verdict: some figures differ."""


class ShownDiffers(NamedTuple):
    """A figure that is another one in the form where it is typed.

    Attributes:
        text, owner_text: the figure here and there, as shown; empty where it is blank.
    """

    unit: str
    form: str
    cell: str
    text: str
    owner_form: str
    owner_cell: str
    owner_text: str
    message: str


@dataclass(slots=True)
class ShownFigures:
    """Hold the figures that one unit's forms of a period show against where they are typed.

    Attributes:
        here: the sheets that are looked at; they stand before what was accepted of their forms.
    """

    library: Library
    workspace: "Workspace"
    here: dict[str, Sheet]
    _accepted: dict[str, Sheet | None] = field(default_factory=dict)

    def differing(self) -> tuple[ShownDiffers, ...]:
        """Return what differs: shown here, or typed here and shown in what was accepted."""
        found = [*self.here.values(), *(s for f in self._showing() if (s := self._sheet(f)))]
        return tuple(one for sheet in found for one in self._of(sheet))

    def _showing(self) -> list[str]:
        """Return the forms beside those here which show figures that are typed here."""
        indicators = self.library.catalogue.indicators.values()
        named = ([place.form for place in one.places()] for one in indicators)
        later = (form for forms in named if forms and forms[0] in self.here for form in forms[1:])
        return [form for form in dict.fromkeys(later) if form not in self.here]

    def _of(self, sheet: Sheet) -> Iterator[ShownDiffers]:
        if not is_typed_in(sheet):
            return
        for cell, places in owners_of(self.library.catalogue, sheet.form).items():
            owner = self._owner(places)
            if owner is None or not {owner.form.id, sheet.form.id} & set(self.here):
                continue
            there = next(place.cell for place in places if place.form == owner.form.id)
            figure = rounded(owner.value(there), sheet.spec(cell), sheet.measures)
            if figure is not EMPTY and figure != sheet.value(cell):
                yield self._told(sheet, cell, owner, there, figure)

    def _told(
        self, sheet: Sheet, cell: Cell, owner: Sheet, there: Cell, figure: Value
    ) -> ShownDiffers:
        text, said = sheet.text(cell), show_entry(figure, sheet.spec(cell), sheet.measures)
        facts = {
            "unit": sheet.unit.name, "form": sheet.form.short, "where": sheet.label(cell),
            "text": text or say("entries.blank-figure", {}), "owner": owner.form.short,
            "there": owner.label(there), "figure": said,
        }  # fmt: skip
        return ShownDiffers(
            sheet.unit.code, sheet.form.id, str(cell), text, owner.form.id, str(there), said,
            say("exchange.shown-differs-at", facts),
        )  # fmt: skip

    def _owner(self, places: Iterable[FormCell]) -> Sheet | None:
        """Return the first of some places' forms that is here or was accepted, with the cell."""
        for place in places:
            sheet = self._sheet(place.form)
            if sheet is not None and spec_of(sheet.form, place.cell) is not None:
                return sheet
        return None

    def _sheet(self, form_id: str) -> Sheet | None:
        if form_id in self.here:
            return self.here[form_id]
        if form_id not in self._accepted:
            self._accepted[form_id] = self._kept(form_id)
        return self._accepted[form_id]

    def _kept(self, form_id: str) -> Sheet | None:
        library, any_sheet = self.library, next(iter(self.here.values()))
        unit, period = any_sheet.unit, any_sheet.period
        for set_id in sets_of(library, form_id):
            for report in self.workspace.submissions.current(set_id, period.code, (unit.code,)):
                signed = signed_sheet(library, self.workspace, unit, report, form_id)
                if signed is not None:
                    form, content = signed
                    around = Surroundings()
                    return library.sheet(form, unit, period, around=around, content=content)
        return None


def shown_that_differ(
    library: Library, workspace: "Workspace", sheets: Iterable[Sheet]
) -> tuple[ShownDiffers, ...]:
    """Return what differs between sheets of units of one period and what was accepted of them."""
    units: dict[str, dict[str, Sheet]] = {}
    for sheet in sheets:
        units.setdefault(sheet.unit.code, {})[sheet.form.id] = sheet
    found = (ShownFigures(library, workspace, here).differing() for here in units.values())
    return tuple(one for each in found for one in each)
