"""Verbs for whoever keeps the catalogue: form-template, form-import, form-schema, publish."""

import json
from argparse import Namespace
from pathlib import Path

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.read.schema import catalogue_schema
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.cli.signers import author_of
from ctmtqg_desktop.cli.tools import Answer, Tools, open_office
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.keeping.import_form import (
    Imported,
    import_workbook,
    import_xlsform,
    write_form,
)
from ctmtqg_desktop.exchange.keeping.publish import publish
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.words import of_mistake, sentence
from ctmtqg_desktop.intake.form_template import form_template
from ctmtqg_desktop.intake.xlsform_survey import LeftOut, SurveyGiven
from ctmtqg_desktop.package.files import write_durably


def form_template_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Write the Excel template, empty or with a form in it."""
    catalogue, path = tools.catalogue(), Path(arguments.file)
    form = catalogue.form(arguments.form) if arguments.form else None
    write_durably(path, form_template(catalogue, form))
    told = f" với biểu {form.id} v{form.version}" if form else ""
    document = {"path": str(path), "form": form.id if form else None}
    return Answer(document, (f"Đã ghi sổ mẫu{told}: {path}",))


def form_import_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Read a form from a workbook and write it as TOML, or list what is wrong."""
    del tools
    path, reading = Path(arguments.file), read_catalogue(assets.forms_dir())
    if arguments.xlsform:
        given = SurveyGiven(
            arguments.programme, arguments.source, arguments.valid_from, arguments.measure
        )
        found = import_xlsform(path, reading, given)
    else:
        found = import_workbook(path, reading)
    written = None
    if found.form is not None:
        written = write_form(found.form, Path(arguments.out), replaces=arguments.replace)
    return _imported(found, written, path.name)


def _imported(found: Imported, written: Path | None, name: str) -> Answer:
    mistakes = [_mistake_json(mistake) for mistake in found.mistakes]
    left_out = [_left_json(item) for item in found.left_out]
    lines = [f"{item['place']}: {item['message']}" for item in (*left_out, *mistakes)]
    if left_out:
        lines.append(f"{len(left_out)} mục của {name} không chuyển nguyên vẹn.")
    if written is None:
        lines.append(f"{name}: {len(mistakes)} lỗi; chưa ghi biểu nào.")
    else:
        lines.append(f"Đã ghi biểu: {written}")
    document = {
        "path": str(written) if written else None,
        "mistakes": mistakes,
        "left_out": left_out,
    }
    return Answer(document, tuple(lines), done=written is not None)


def _mistake_json(mistake: Mistake) -> dict[str, object]:
    return {
        "place": mistake.place,
        "code": mistake.code,
        "message": str(of_mistake(mistake)),
        "suggestion": mistake.facts.get("suggestion") or None,
    }


def _left_json(item: LeftOut) -> dict[str, object]:
    said = sentence(item.code, item.facts)
    return {"place": item.place, "code": item.code, "message": str(said)}


def form_schema_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Write the JSON Schema of the catalogue's files, or show it."""
    del tools
    schema = catalogue_schema()
    text = json.dumps(schema, ensure_ascii=False, indent=1)
    if not arguments.out:
        return Answer(schema, (text,))
    path = Path(arguments.out)
    write_durably(path, (text + "\n").encode("utf-8"))
    return Answer({"path": str(path)}, (f"Đã ghi JSON Schema: {path}",))


def publish_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Sign the files of a folder as the next catalogue package."""
    folder, out = Path(arguments.folder), Path(arguments.out)
    if not folder.is_dir():
        raise FormError("exchange.file-missing", path=str(folder))
    out.mkdir(parents=True, exist_ok=True)
    with open_office(arguments.workspace, tools) as office:
        site = Site(office.workspace, office.unit, office.clock())
        with author_of(arguments, office.unit, site.at) as author:
            done = publish(site, folder, author=author, out_dir=out, version=arguments.number)
    names = list(done.edition.files)
    document = {
        "path": str(done.path),
        "version": done.edition.version,
        "files": names,
        "package_sha256": done.package_sha256,
    }
    told = f"Đã ban hành danh mục phiên bản {done.edition.version} ({len(names)} tệp): {done.path}"
    return Answer(document, (told,))
