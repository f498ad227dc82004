"""Print at a receiving unit: the consolidated report, with targets and tasks of a plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ctmtqg_desktop.catalogue.records.legal import mark_of
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.consolidate import Consolidated
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.answers.track import Tracked
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.paper.write import cover_of, print_noted, printed_facts
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import PrintConsolidated, Track
from ctmtqg_desktop.exchange.receiver.totals import Answers, answers_of
from ctmtqg_desktop.exchange.tasks.roster import due_text
from ctmtqg_desktop.exchange.tasks.standing import TrackedTask
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.reports.documents.consolidated import (
    Gathered,
    TargetLine,
    appendix,
    consolidated_document,
    matrix_blocks,
    matrix_of,
    target_line,
    totals_blocks,
    tracking_blocks,
)
from ctmtqg_desktop.reports.documents.section_table import shows_lists
from ctmtqg_desktop.reports.documents.tasks import TaskLine, task_blocks
from ctmtqg_desktop.reports.documents.total_figures import TotalFigures
from ctmtqg_desktop.reports.page.page import Block, Document, Paragraph
from ctmtqg_desktop.reports.page.words import appendix_label
from ctmtqg_desktop.targets.progress import TargetState


def print_consolidated(office: Office, order: PrintConsolidated, step: Step = no_step) -> Done:
    """Print the consolidated report, with targets and tasks of a plan where one is named.

    Raises:
        FormError: ``exchange.nothing-to-consolidate``; see ``consolidate`` and ``track``.
        PackageError: a file cannot be written.
    """
    period = Period.parse(order.period)
    set_id = order.report_set or office.sets_of(period)[0]
    step(0, 3, say("step.totals", {}))
    whole = office.consolidate(set_id, period)
    asked = Track(order.plan, order.period)
    answers = answers_of(office, asked) if order.plan else Answers((), whole)
    step(1, 3, say("step.layout", {}))
    at = office.clock()
    document = consolidated_report(
        office.library, whole, answers.targets, at=at, tasks=answers.tasks
    )
    step(2, 3, say("step.write", {}))
    written = print_noted(office.workspace, document, pdf=order.pdf, xlsx=order.xlsx, at=at)
    paths = tuple(one.path for one in written)
    return Done("done.print-consolidated", printed_facts(written), paths)


def consolidated_report(
    library: Library, whole: Consolidation, tracked: Sequence[Tracked], *, at: datetime,
    tasks: Sequence[TrackedTask] = (),
) -> Document:  # fmt: skip
    """Return the consolidated report: matrix, totals and lists, then targets and tasks.

    Raises:
        FormError: ``exchange.nothing-to-consolidate``.
    """
    if not whole.forms:
        raise FormError("exchange.nothing-to-consolidate", period=whole.period.label)
    parts = list(_parts(library, whole, has_tasks=bool(tasks)))
    if tracked:
        found = tuple(_targets(library, tracked, whole.unit))
        parts.append(_Part(say("consolidated.progress", {}), found))
    if tasks:
        parts.append(_Part(say("consolidated.tasks", {}), tuple(_tasks(library, tasks))))
    blocks: list[Block] = []
    for number, part in enumerate(parts, 1):
        label = appendix_label(number, len(parts))
        blocks.extend(appendix(label, part.title, part.blocks, landscape=part.landscape))
    report_set = library.catalogue.report_set(whole.set_id)
    cover = cover_of(library, whole.unit, whole.period, at=at)
    names = tuple(_name(library, s.key.unit, whole.period) for s in whole.submissions)
    gathered = Gathered(names, tuple(u.name for u in whole.missing), whole.proof.proved)
    made = consolidated_document(report_set.summary, cover, blocks, gathered, landscape=False)
    sheets = (source.sheet for group in whole.sources.values() for source in group)
    return replace(made, personal=shows_lists(sheets))


def _name(library: Library, code: str, period: Period) -> str:
    return library.catalogue.unit_for(code, period).name


@dataclass(frozen=True, slots=True)
class _Part:
    """An appendix of a consolidated report."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = True


def _parts(library: Library, whole: Consolidation, *, has_tasks: bool) -> Iterator[_Part]:
    """Yield the forms; what every unit says of its tasks is left out where they are a table."""
    for form in whole.forms:
        found = whole.matrices.get(form.form.id)
        if found is not None:
            title = say("consolidated.matrix", {"form": form.form.short})
            yield _Part(title, tuple(matrix_blocks(*matrix_of(found))))
        named = [(s.unit.name, s.sheet) for s in whole.sources[form.form.id]]
        figures = TotalFigures(
            _without_criteria(form, has_tasks=has_tasks), library.catalogue.measures
        )
        if figures.form.sections:
            title = form.form.title + mark_of(form.form.confidence)
            blocks = tuple(totals_blocks(figures, named, notes=figures.notes))
            yield _Part(title, blocks, landscape=form.form.paper == "landscape")


def _without_criteria(whole: Consolidated, *, has_tasks: bool) -> Consolidated:
    """Return the form without its criteria grids, which the matrix shows better."""
    sections = whole.form.sections
    plain = tuple(s for s in sections if not (s.criteria or (s.tasks and has_tasks)))
    return Consolidated(replace(whole.form, sections=plain), whole.totals, whole.lines)


def _targets(library: Library, tracked: Sequence[Tracked], us: Unit) -> Iterator[Block]:
    """Give the table of targets; those no form answers yet are only counted."""
    wanted = {item.target.id for item in tracked}
    for plan in library.catalogue.plans.values():
        if any(target.id in wanted for target in plan.targets):
            yield Paragraph(say("consolidated.plan", {"plan": plan.title}), "small")
    bound = [item for item in tracked if item.state is not TargetState.UNBOUND]
    left = len(tracked) - len(bound)
    yield from tracking_blocks([_target_line(library, item, us) for item in bound])
    for words in dict.fromkeys(item.succession_text for item in bound if item.land.behind):
        yield Paragraph(words, "small")
    if left:
        yield Paragraph(say("consolidated.unbound", {"count": left}), "small")


def _target_line(library: Library, item: Tracked, us: Unit) -> TargetLine:
    found = library.catalogue.measures.get(item.target.measure)
    measure = found.label if found else item.target.measure
    line = target_line(
        item.target,
        unit=item.place or us.name,
        measure=measure,
        reported=item.actual_text.removesuffix(measure).rstrip(),
        state=say(f"target.{item.state}", {}),
        source=_place_in_plan(item.target.source),
    )
    return replace(line, coverage=item.coverage_text)


def _tasks(library: Library, tasks: Sequence[TrackedTask]) -> Iterator[Block]:
    """Give the table of tasks, and who reports in the place of units that ended."""
    wanted = {item.task.id for item in tasks}
    for plan in library.catalogue.plans.values():
        if any(task.id in wanted for task in plan.tasks):
            yield Paragraph(say("consolidated.plan", {"plan": plan.title}), "small")
    yield from task_blocks([_task_line(item) for item in tasks])
    for words in dict.fromkeys(item.succession_text for item in tasks if item.behind):
        yield Paragraph(words, "small")


def _task_line(item: TrackedTask) -> TaskLine:
    task, progress = item.task, item.progress
    owner = "; ".join(part for part in (task.owner, task.partners) if part)
    done = f"{progress.done}/{progress.of}" if progress.asked else ""
    facts = {"done": done, "coverage": item.coverage_text}
    return TaskLine(
        f"{task.id} {task.brief}", owner, due_text(task),
        say("task.done-covered", facts) if done else "",
        say(f"task.{progress.standing}", {}), ", ".join(unit.name for unit in item.open),
        task.quote, _place_in_plan(task.source),
    )  # fmt: skip


def _place_in_plan(source: str) -> str:
    """Return where in its plan a target stands: "mục I.2.2"; the plan is named once above."""
    _, found, tail = source.rpartition("mục ")
    return found + tail if found else source
