"""What is wrong with a roster whose rows are the tasks of plans."""

from collections import Counter
from collections.abc import Iterator

from ctmtqg_desktop.catalogue.records.form import (
    CellType,
    Column,
    Form,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile
from ctmtqg_desktop.catalogue.records.values import TaskPart

_NEEDED = (TaskPart.ID, TaskPart.BRIEF, TaskPart.QUOTE, TaskPart.STATE, TaskPart.MARK)
_CHOSEN = frozenset({TaskPart.STATE, TaskPart.BEFORE, TaskPart.TIMING, TaskPart.MARK})
_TYPES = {
    **dict.fromkeys(TaskPart, CellType.TEXT),
    **dict.fromkeys(_CHOSEN, CellType.CHOICE),
    TaskPart.RESULT: CellType.NUMBER,
    TaskPart.DAY: CellType.DATE,
}

Found = Iterator[Mistake]


def task_list_mistakes(form: Form, source: SourceFile) -> Found:
    """Yield lists of tasks that lack a part or hold one twice, and parts in other lists."""
    for place, section in enumerate(form.sections):
        where = ("sections", place)
        parts = [column.task for column in section.columns if column.task is not None]
        if not section.tasks:
            if parts:
                given = ", ".join(parts)
                yield source.mistake("form.task-part-idle", where, given=given, list=section.id)
            continue
        yield from _parts(section, parts, source, where)
        for at, column in enumerate(section.columns):
            yield from _column(column, source, (*where, "columns", at))


def _parts(section: Section, parts: list[TaskPart], source: SourceFile, where: Path) -> Found:
    if section.kind is not SectionKind.ROSTER:
        yield source.mistake("form.task-list-kind", where, given=section.id)
    missing = [part.value for part in _NEEDED if part not in parts]
    twice = [part.value for part, times in Counter(parts).items() if times > 1]
    if missing or twice:
        given = ", ".join((*missing, *twice))
        yield source.mistake("form.task-parts", where, given=given, list=section.id)


def _column(column: Column, source: SourceFile, where: Path) -> Found:
    if column.task is None:
        return
    wanted = _TYPES[column.task]
    if column.type is not wanted or column.formula:
        facts = {"given": column.id, "part": column.task.value, "wanted": wanted.value}
        yield source.mistake("form.task-part-type", where, **facts)
