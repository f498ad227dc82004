"""Decide the profiles of units: which duties are theirs, from a day on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ctmtqg_desktop.catalogue.owing import is_decided
from ctmtqg_desktop.catalogue.profiles import Profile
from ctmtqg_desktop.catalogue.read.toml_writer import profiles_to_toml
from ctmtqg_desktop.catalogue.records.labels import workbook_words
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import CtmtqgError, FormError, IntakeError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keeping.aside_words import aside_facts, aside_words
from ctmtqg_desktop.exchange.keeping.orders import SetProfile
from ctmtqg_desktop.exchange.keeping.own_records import ids_of, our_unit, own_profiles
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.intake.named_rows import NamedRow, NamedTable, named_rows
from ctmtqg_desktop.package.files import write_durably

_LISTS = ("programmes", "areas", "aims", "excused")
_TOLD = 10


def set_profile(room: Room, order: SetProfile, step: Step = no_step) -> Done:
    """Write profiles as a file to be published; they count once that is done.

    What was decided before keeps its days up to the eve of what is decided now. Where a line
    cannot be taken nothing is written, and every such line is told.

    Raises:
        FormError: ``exchange.profile-nobody``, ``exchange.folder``, ``exchange.own-file``.
        IntakeError: see ``named_rows``.
        PackageError: the file cannot be written.
    """
    book = _book(order)
    wanted, refused = _wanted(room, order, book.rows)
    left = aside_facts(book.left_out)
    if refused:
        facts = {
            "refused": refused, "count": len(refused), "listed": _listed(refused),
            "left_out": left, "aside": aside_words(book.left_out),
        }  # fmt: skip
        return Done("done.set-profile-refused", facts, is_refused=True)
    if not wanted:
        raise FormError("exchange.profile-nobody")
    path = made_folder(order.folder) / f"ho-so-{room.unit.code}.toml"
    known = own_profiles(room.workspace, path)
    for one in wanted:
        known = _decided(known, one)
    ordered = sorted(known.values(), key=lambda one: (one.unit, one.valid_from))
    write_durably(path, profiles_to_toml(ordered).encode("utf-8"))
    owed = _owed(room, wanted, ordered, step)
    facts = {
        "path": path, "units": [one.unit for one in wanted], "count": len(wanted),
        "profiles": [one.id for one in wanted], "owed": owed,
        "sets": ", ".join(_short(room, owed)) or "—",
        "left_out": left, "aside": aside_words(book.left_out),
    }  # fmt: skip
    return Done("done.set-profile", facts, (path,), tuple(wanted))


def _short(room: Room, owed: Mapping[str, Sequence[str]]) -> list[str]:
    sets = dict.fromkeys(one for found in owed.values() for one in found)
    return [room.catalogue.report_sets[one].short for one in sets]


def _owed(
    room: Room, wanted: Sequence[Profile], profiles: Sequence[Profile], step: Step
) -> dict[str, list[str]]:
    """Return unit -> the report sets it owes in the year its profile begins."""
    catalogue = replace(
        room.catalogue, profiles=room.catalogue.profiles | {one.id: one for one in profiles}
    )
    found = {}
    for number, one in enumerate(wanted):
        step(number, len(wanted), one.unit)
        unit, year = catalogue.units.at(one.unit, one.valid_from), one.valid_from.year
        sets = (s for s in catalogue.report_sets if is_decided(catalogue, s, unit, year))
        found[one.unit] = list(sets)
    return found


def _listed(refused: Sequence[Mapping[str, object]]) -> str:
    return "\n".join(str(one["message"]) for one in refused[:_TOLD])


def _book(order: SetProfile) -> NamedTable:
    if order.book is None:
        return NamedTable(())
    return named_rows(order.book, workbook_words()["profiles"], "unit")


def _wanted(
    room: Room, order: SetProfile, rows: Sequence[NamedRow]
) -> tuple[list[Profile], list[dict[str, object]]]:
    """Return the profiles that are wanted, and the lines that cannot be taken."""
    wanted: dict[str, Profile] = {}
    refused: list[dict[str, object]] = []
    for line, given, asked in _lines(order, rows):
        try:
            if asked is None:
                raise IntakeError("intake.hidden-row", where=line, text=given)
            profile = _profile(room, given, asked)
            if profile.id in wanted and wanted[profile.id] != profile:
                raise FormError("exchange.profile-twice", unit=given)
            wanted[profile.id] = profile
        except CtmtqgError as error:
            said = sentence(error.code, error.facts)
            facts = {"line": line, "unit": given, "code": error.code}
            refused.append({**facts, "message": f"{given}: {said.what} {said.todo}".strip()})
    return list(wanted.values()), refused


def _lines(
    order: SetProfile, rows: Sequence[NamedRow]
) -> Iterator[tuple[int, str, SetProfile | None]]:
    """Yield (line of the book or 0, unit, what is asked of it; None in a line nobody sees)."""
    for unit in order.units:
        yield 0, unit, order
    for row in rows:
        asked = None if row.is_hidden else _of_row(row, order)
        yield row.number, row.text("unit"), asked


def _of_row(row: NamedRow, order: SetProfile) -> SetProfile:
    lists = {
        name: tuple(row.text(name).replace(";", ",").split(",")) or getattr(order, name)
        for name in _LISTS
        if name in row.cells
    }
    days = {name: row.day(name) for name in ("valid_from", "valid_to") if name in row.cells}
    if any(day is None for day in days.values()):
        days = {"valid_from": None}  # what cannot be read is told like a day that is missing
    source = row.text("source") or order.source
    return replace(order, **lists, **days, source=source)  # type: ignore[arg-type]


def _profile(room: Room, given: str, asked: SetProfile) -> Profile:
    """Return the profile that is asked for a unit.

    Raises:
        FormError: ``exchange.profile-day``, ``exchange.profile-source``,
            ``exchange.unit-elsewhere``, ``form.programme-unknown``, ``form.area-unknown``,
            ``form.aim-unknown``, ``form.report-set-unknown``.
    """
    begins, ends = asked.valid_from, asked.valid_to
    if begins is None or (ends is not None and ends < begins):
        raise FormError("exchange.profile-day")
    if not asked.source.strip():
        raise FormError("exchange.profile-source")
    unit, known = our_unit(room, given, begins), room.catalogue
    return Profile(
        _id(unit, begins), unit.code, begins, asked.source.strip(), asked.confidence, ends,
        ids_of(asked.programmes, _titles(known.programmes), "form.programme-unknown"),
        ids_of(asked.areas, _labels(known.areas), "form.area-unknown"),
        ids_of(asked.aims, _labels(known.aims), "form.aim-unknown"),
        ids_of(asked.excused, _titles(known.report_sets), "form.report-set-unknown"),
    )  # fmt: skip


def _id(unit: Unit, begins: date) -> str:
    return f"{unit.code}-{begins:%Y%m%d}"


def _titles(records: Mapping[str, object]) -> dict[str, str]:
    return {one: str(getattr(record, "short", one)) for one, record in records.items()}


def _labels(records: Mapping[str, object]) -> dict[str, str]:
    return {one: str(getattr(record, "label", one)) for one, record in records.items()}


def _decided(known: Mapping[str, Profile], new: Profile) -> dict[str, Profile]:
    """Return the profiles with a new one among them: those of one unit share no day."""
    eve = new.valid_from - timedelta(days=1)
    others = [one for one in known.values() if one.unit == new.unit and one.id != new.id]
    later = [one.valid_from for one in others if one.valid_from > new.valid_from]
    until = min((day - timedelta(days=1) for day in later), default=None)
    if until is not None and (new.valid_to is None or new.valid_to > until):
        new = replace(new, valid_to=until)
    found = {**known, new.id: _after(known.get(new.id), new)}
    for one in others:
        if one.valid_from < new.valid_from and (one.valid_to is None or one.valid_to > eve):
            found[one.id] = _after(one, replace(one, valid_to=eve))
    return found


def _after(old: Profile | None, new: Profile) -> Profile:
    """Return what takes the place of a profile: the same, or under the next version."""
    if old is None:
        return new
    return (
        old if replace(new, version=old.version) == old else replace(new, version=old.version + 1)
    )
