"""Keep a plan as a file among those to be published: written to Excel, taken back, saved."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.read.toml_writer import plan_to_toml
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.plan_sheet import HEAD, PlanSheet
from ctmtqg_desktop.errors import FormError, PackageError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keeping.aside_words import aside_facts, aside_words
from ctmtqg_desktop.exchange.keeping.installed import MAX_FILE, catalogue_at
from ctmtqg_desktop.exchange.keeping.orders import KeepPlan, ReadPlan, TakePlan, WritePlan
from ctmtqg_desktop.exchange.keeping.plans.plan_cells import bindable_cells
from ctmtqg_desktop.exchange.keeping.plans.plan_merge import TakenRows, take_rows
from ctmtqg_desktop.exchange.keeping.plans.plan_news import news_facts, news_of
from ctmtqg_desktop.exchange.keeping.plans.plan_proposals import sheet_of_reading
from ctmtqg_desktop.exchange.keeping.plans.plan_reading import plan_read
from ctmtqg_desktop.exchange.keeping.plans.plan_rows import as_claimed, row_of_target
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.books.limits import MAX_FILE_BYTES
from ctmtqg_desktop.intake.plan_book import read_plan_book
from ctmtqg_desktop.intake.plans.read_plan import PlanRead
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.reports.excel.plan_book import write_plan_book
from ctmtqg_desktop.text import readable

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 60
_MOST_FILES = 200


def plan_write(place: Room | Program, order: WritePlan, step: Step = no_step) -> Done:
    """Write a plan, or what a document promises, as a workbook to work in.

    Raises:
        FormError: ``form.plan-unknown``; see ``plan_read``.
        IntakeError: see ``plan_read``.
        PackageError: the file cannot be written.
    """
    catalogue = catalogue_at(place)
    if order.document is not None:
        done = plan_read(place, ReadPlan(order.document, order.unit), step)
        assert isinstance(done.found, PlanRead)  # noqa: S101  what the act gives
        sheet = sheet_of_reading(done.found, catalogue)
    else:
        sheet = sheet_of_plan(plan_at(catalogue, order.plan, order.folder), catalogue)
    write_durably(order.path, write_plan_book(sheet, place.clock()))
    facts = {"path": order.path, "id": sheet.head["plan"], "rows": len(sheet.rows)}
    return Done("done.plan-write", facts, (order.path,))


def plan_at(catalogue: Catalogue, plan_id: str, folder: Path | None) -> Plan:
    """Return a plan as it is worked on in a folder, else as it is declared.

    Raises:
        FormError: ``form.plan-unknown``, ``exchange.plan-file``.
    """
    if folder is not None and (folder / f"{plan_id}.toml").is_file():
        return _from_file(folder / f"{plan_id}.toml", plan_id)
    return catalogue.plan(plan_id)


def plans_in(folder: Path | None) -> dict[str, str]:
    """Return id -> title of the plans that are worked on in a folder; other files are no plans."""
    found: dict[str, str] = {}
    paths = sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else []
    for path in paths[:_MOST_FILES]:
        try:
            raw = tomllib.loads(read_limited(path, MAX_FILE).decode("utf-8-sig"))
        except (PackageError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            continue
        if raw.get("kind") == "plan" and raw.get("id") == path.stem:
            found[path.stem] = str(raw.get("title", ""))
    return found


def _from_file(path: Path, plan_id: str) -> Plan:
    data = read_limited(path, MAX_FILE)
    found = read_catalogue(assets.forms_dir(), extra={path.name: data}).declared.plans
    file = tuple(plan for name, plan in found.items() if name == plan_id)
    if not file:
        raise FormError("exchange.plan-file", path=str(path), plan=plan_id)
    return file[0]


def sheet_of_plan(plan: Plan, catalogue: Catalogue) -> PlanSheet:
    """Return a plan as texts."""
    day = plan.units_at.isoformat() if plan.units_at else ""
    head = {
        "plan": plan.id, "title": plan.title, "issuer": plan.issuer, "source": plan.source,
        "units_at": day, "since": plan.since, "withdrawn": plan.withdrawn,
    }  # fmt: skip
    rows = tuple(row_of_target(t, catalogue, plan.day_of(t)) for t in plan.targets)
    return PlanSheet(head, rows, bindable_cells(catalogue))


def plan_take(place: Room | Program, order: TakePlan, _: Step = no_step) -> Done:
    """Take a plan back from its workbook, as a file among those to be published.

    Raises:
        FormError: ``exchange.file-missing``; see ``plan_keep``.
        IntakeError: see ``read_plan_book``.
        PackageError: a file cannot be read or written.
    """
    if not order.file.is_file():
        raise FormError("exchange.file-missing", path=str(order.file))
    name = readable(order.file.name)
    sheet = read_plan_book(read_limited(order.file, MAX_FILE_BYTES), name)
    return plan_keep(place, KeepPlan(sheet, order.folder))


def plan_keep(place: Room | Program, order: KeepPlan, _: Step = no_step) -> Done:
    """Keep a plan as a file among those to be published; it counts once that is done.

    Every row is taken, refused with its reason, or left out; what is refused stays as it was.

    Raises:
        FormError: ``exchange.plan-head``: it lacks an id, a title, an issuer or a source, or a
            day or year of it is none; ``exchange.folder``.
        PackageError: the file cannot be written.
    """
    catalogue, head = catalogue_at(place), order.sheet.head
    declared = catalogue.plans.get(_id_of(head))
    before = _before(catalogue, head, order.folder)
    found = take_rows(_headed(before, head), order.sheet.rows, catalogue)
    plan = _versioned(found.plan, before, declared)
    path = order.folder / f"{plan.id}.toml"
    is_kept = bool(plan.targets or plan.withdrawn or before.targets)
    if is_kept:
        made_folder(order.folder)
        write_durably(path, plan_to_toml(as_claimed(plan)).encode("utf-8"))
    done = _told(found, plan, before, path, place.clock().date(), is_kept=is_kept)
    left = order.sheet.left_out
    told = {"beside": aside_facts(left), "aside": aside_words(left)}
    return replace(done, facts={**done.facts, **told})


def _id_of(head: Mapping[str, str]) -> str:
    given = head.get("plan", "").strip()
    if not _ID.fullmatch(given) or len(given) > _LONGEST_ID:
        raise FormError("exchange.plan-head", field=_label("plan"), given=given)
    return given


def _label(name: str) -> str:
    return assets.words("labels", "plans.toml")["head"][name]


def _before(catalogue: Catalogue, head: Mapping[str, str], folder: Path) -> Plan:
    """Return the plan as it stands, or one without targets."""
    plan_id = _id_of(head)
    if plan_id in catalogue.plans or (folder / f"{plan_id}.toml").is_file():
        return plan_at(catalogue, plan_id, folder)
    return Plan("plan", plan_id, "", "", "", Confidence.SEED, ())


def _headed(plan: Plan, head: Mapping[str, str]) -> Plan:
    """Return a plan with the heading a person wrote; what it does not name stays."""
    said = {name: text.strip() for name, text in head.items() if name in HEAD}
    made = replace(
        plan,
        title=said.get("title", plan.title),
        issuer=said.get("issuer", plan.issuer),
        source=said.get("source", plan.source),
        units_at=_day(said["units_at"]) if "units_at" in said else plan.units_at,
        since=_year(said["since"]) if "since" in said else plan.since,
        withdrawn=said.get("withdrawn", plan.withdrawn),
    )
    for name in ("title", "issuer", "source"):
        if not getattr(made, name):
            raise FormError("exchange.plan-head", field=_label(name), given="")
    return made


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FormError("exchange.plan-head", field=_label("units_at"), given=text) from error


def _year(text: str) -> str:
    try:
        return Period.parse(text).code if text else ""
    except FormError as error:
        raise FormError("exchange.plan-head", field=_label("since"), given=text) from error


def _versioned(plan: Plan, before: Plan, declared: Plan | None) -> Plan:
    """Return a plan under a version that may say what it says: one above the declared."""
    if plan.withdrawn:
        plan = replace(plan, targets=(), tasks=())
    ids = {target.id for target in plan.targets}
    kept = (replace(one, targets=tuple(t for t in one.targets if t in ids)) for one in plan.tasks)
    plan = replace(plan, tasks=tuple(kept))
    if declared is None or as_claimed(plan) == as_claimed(declared):
        return plan
    return replace(plan, version=max(before.version, declared.version + 1))


def _told(
    found: TakenRows, plan: Plan, before: Plan, path: Path, today: date, *, is_kept: bool
) -> Done:
    over = [t.id for t in plan.targets if Period.parse(t.period).end < today]
    (news,) = news_facts([news_of(before, plan)])
    facts: dict[str, object] = {
        "path": path if is_kept else None, "id": plan.id, "version": plan.version,
        "rows": found.rows, "taken": found.taken, "refused": _refused(found),
        "refused_rows": found.refused_rows, "left_out": [
            {"row": row.place, "indicator": row["indicator"]} for row in found.left_out
        ],
        "ids": {str(place): name for place, name in found.ids.items()},
        "left_rows": len(found.left_out), "absent": list(found.absent), "over": over,
        "added": news["added"], "changed": news["changed"], "dropped": news["dropped"],
        "count": len(plan.targets),
    }  # fmt: skip
    code = "done.plan-keep" if is_kept else "done.plan-keep-nothing"
    if found.faults and is_kept:
        code = "done.plan-keep-some"
    paths = (path,) if is_kept else ()
    return Done(code, facts, paths, found=plan, is_refused=bool(found.faults) or not is_kept)


def _refused(found: TakenRows) -> list[dict[str, object]]:
    headings = assets.words("labels", "plans.toml")["book"]
    return [
        {
            "row": fault.place, "column": headings[fault.column], "code": fault.code,
            "message": say(fault.code, {"given": fault.given}),
        }
        for fault in found.faults
    ]  # fmt: skip
