"""Enter: set cells from a file exactly as the screen would, as one step."""

from collections.abc import Iterator, Mapping

from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.change import Refused, UndoStep
from ctmtqg_desktop.entries.doubts import Doubt
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.errors import CtmtqgError, IntakeError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.carry_in import (
    CellFate,
    Entered,
    Incoming,
    carry_in,
    judge_placed,
    undo,
)
from ctmtqg_desktop.exchange.sender.cell_list import ListedCell, placed_cell, write_cell_list
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import Enter
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import Answers, Fate, Question
from ctmtqg_desktop.intake.desk.sheets import place_book, place_mapped, sheet_column
from ctmtqg_desktop.intake.desk.table_map import Goal, Placed, goal_named
from ctmtqg_desktop.intake.entry_file import EntryFile
from ctmtqg_desktop.intake.given import Given
from ctmtqg_desktop.intake.returned.cells import shown_text
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.text import clean, parse_number


def enter(desk: Desk, order: Enter, step: Step = no_step) -> Done:
    """Type a file's texts into a sheet and store them in one transaction.

    Taken, refused, asked and left out are together what was there. A row for a list that is
    there already changes that row; a file entered twice brings nothing the second time.

    Raises:
        FormError: ``form.period-unknown``, ``form.unknown``, ``form.not-a-roster``.
        IntakeError: ``intake.nothing-there``; see ``place_book``.
        WorkspaceError: the report is locked, the disk is full, ...; nothing is stored then.
    """
    sheet = desk.sheet(clean(order.form), Period.parse(order.period))
    done = _entered(desk, sheet, order, step)
    facts = _facts(done, order.file)
    if order.left is not None:
        about = _list_name(sheet, order.file.name)
        write_cell_list(desk, order.left, about, left_fates(done.incoming))
    is_refused = bool(done.refused or done.asked) or facts["taken"] == 0 < int(str(facts["there"]))
    nothing = not is_refused and not done.set
    code = _code(done, nothing=nothing)
    return Done(code, facts, found=done, is_refused=is_refused, did_nothing=nothing)


def _code(done: Entered, *, nothing: bool) -> str:
    if nothing:
        return "done.enter-nothing-new"
    if done.set == 0 and (done.refused or done.asked):
        return "done.enter-nothing-stored"
    return "done.enter"


def _entered(desk: Desk, sheet: Sheet, order: Enter, step: Step) -> Entered:
    desk.check_editable(sheet)
    step(0, 2, say("step.compare", {}))
    file, incoming = order.file, judged(sheet, order)
    if not incoming.is_clean and not order.partial:
        return Entered(0, incoming)
    step(1, 2, say("step.store", {}))
    made = _stored(desk, sheet, incoming)
    _give_reasons(desk, sheet, file)
    told = [one for one in incoming.of(Fate.TAKEN) if one.read.question is Question.DECIMAL_MARK]
    kept = sum(not isinstance(item.after, Refused) for item in made.change.cells)
    return Entered(kept, incoming, tuple(told if file.is_typed else ()), made)


def judged(sheet: Sheet, order: Enter) -> Incoming:
    """Read a file and hold it against a sheet, which is not changed.

    Raises:
        FormError, IntakeError: see ``enter``.
    """
    file = order.file
    placed = _placed(file, sheet.form, order)
    if file.name and not placed and not file.reasons:
        raise IntakeError("intake.nothing-there", file=file.name)
    return judge_placed(sheet, placed, _answers(placed, order), is_typed=file.is_typed)


def _stored(desk: Desk, sheet: Sheet, incoming: Incoming) -> UndoStep:
    """Change the sheet and store it."""
    step = carry_in(sheet, incoming)
    if step.change:
        try:
            desk.commit(sheet, step.change)
        except CtmtqgError:
            undo(sheet, step)
            raise
    return step


def _placed(file: EntryFile, form: Form, order: Enter) -> list[Placed]:
    found = [_named(name, given) for name, given in file.cells]
    for section, rows in file.rows.items():
        for at, row in enumerate(rows):
            for column, given in row.items():
                place = f"rows.{section}[{at}].{column}"
                goal = Goal(section, at, column)
                if not given.is_blank:
                    found.append(Placed(place, given, f"{section}.{column}", goal))
    if order.maps:
        return found + place_mapped(file.book, order.maps)
    return found + place_book(file.book, form, file.name)


def _named(name: str, given: Given) -> Placed:
    goal = goal_named(name)
    group = f"{goal.section}.{goal.column}" if goal else ""
    return Placed(name, given, group, goal, "" if goal else "form.cell-unknown")


def _answers(placed: list[Placed], order: Enter) -> dict[str, Answers]:
    """Return group -> what is said of it: for the file, by whoever asks, and for a column."""
    whole = {**order.file.answers, **order.answers}
    found: dict[str, Answers] = {one.group: whole for one in placed}
    for how in order.maps:
        for column, answers in how.answers.items():
            found[f"{how.table}!{column}"] = {**whole, **answers}
    return found


# -- what is told


def _facts(done: Entered, file: EntryFile) -> dict[str, object]:
    there = [one for one in done.incoming.fates if not one.placed.given.is_blank]
    taken = [one for one in there if one.fate is Fate.TAKEN]
    rows = done.incoming.arrivals.values()
    return {
        "set": done.set,
        "there": len(there),
        "taken": len(taken),
        "refused": [_told(one) for one in done.refused],
        "asked": [_asked(one) for one in (*done.asked, *done.told)],
        "left_out": [_left_out(one) for one in done.incoming.of(Fate.LEFT_OUT)],
        "rows": {
            "new": sum(len(found.new) for found in rows),
            "updated": sum(len(found.updated) for found in rows),
            "same": sum(len(found.same) for found in rows),
        },
        "readings": [*_letters(file), *_readings(done.incoming)],
    }


def _list_name(sheet: Sheet, file: str) -> str:
    facts = {"file": file, "form": sheet.form.short, "period": sheet.period.label}
    return say("left.about", facts)


def left_fates(incoming: Incoming) -> list[ListedCell]:
    """Return what did not simply go in, for a list."""
    return [
        placed_cell(one.placed.place, shown_text(one.placed.given), one.fate, fate_sentence(one))
        for one in incoming.fates
        if one.fate is not Fate.TAKEN
    ]


def _told(one: CellFate) -> dict[str, object]:
    return {"cell": one.cell or one.placed.place, "code": one.code, "message": fate_sentence(one)}


def _asked(one: CellFate) -> dict[str, object]:
    """Tell a figure of two meanings, and as which it was taken where it was."""
    text = clean(one.placed.given.text)
    told = {"cell": one.cell or one.placed.place, "text": text, "readings": [*one.read.options]}
    if one.fate is not Fate.TAKEN:
        return {**told, "value": None, "code": one.code, "message": fate_sentence(one)}
    value, other = (found.value for o in one.read.options if (found := parse_number(o)))
    doubt = Doubt(text, value, other)
    return {**told, "value": value, "code": doubt.code, "message": say(doubt.code, doubt.facts)}


def _left_out(one: CellFate) -> dict[str, object]:
    text = clean(shown_text(one.placed.given))
    return {
        "cell": one.placed.place,
        "text": text,
        "code": one.code,
        "message": fate_sentence(one),
    }


def fate_sentence(one: CellFate) -> str:
    """Return why a cell is not taken, or what is asked about it."""
    first, second = one.read.options or ("", "")
    text = clean(shown_text(one.placed.given)) or one.read.text
    facts = {"text": text, "where": one.placed.place, "first": first, "second": second,
             "cell": one.cell or one.placed.place, "source": one.source}  # fmt: skip
    return say(one.code or one.read.code, facts)


def _letters(file: EntryFile) -> Iterator[dict[str, object]]:
    """Tell which sheets were written in old letters and are read as Unicode."""
    for table in file.book.tables:
        if table.letters:
            facts = {"letters": table.letters, "sheet": table.name}
            yield {"column": table.name, "question": "letters", "answer": table.letters,
                   "proof": "", "message": say("intake.applied-letters", facts)}  # fmt: skip


def _readings(incoming: Incoming) -> Iterator[dict[str, object]]:
    """Tell how the columns were read wherever two readings were possible."""
    places: Mapping[str, Placed] = {one.placed.group: one.placed for one in incoming.fates}
    for group, column in incoming.columns.items():
        for question, answer in column.applied.items():
            yield {
                "column": sheet_column(places[group]),
                "question": question,
                "answer": answer,
                "proof": column.proofs.get(question, ""),
                "message": say(f"intake.applied-{question}-{answer}", {}),
            }


def _give_reasons(desk: Desk, sheet: Sheet, file: EntryFile) -> None:
    """Write the reasons of findings that do stand; a reason for nothing is not kept."""
    if not file.reasons:
        return
    for finding in desk.told(sheet):
        text = file.reasons.get(_key(finding))
        if text:
            desk.justify(sheet, finding, text)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, str(finding.cell or "")
