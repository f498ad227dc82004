"""Write what forms are made with: the Excel template, and the JSON Schema of the TOML files."""

import json

from ctmtqg_desktop.catalogue.read.schema import catalogue_schema
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keeping.installed import catalogue_at
from ctmtqg_desktop.exchange.keeping.orders import FormSchema, FormTemplate
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.intake.form_template import template_workbook
from ctmtqg_desktop.package.files import write_durably


def form_template(place: Room | Program, order: FormTemplate, _: Step = no_step) -> Done:
    """Write the Excel template, empty or with a form in it.

    Raises:
        FormError: ``form.unknown``, ``exchange.folder``.
        PackageError: the file cannot be written.
    """
    catalogue, path = catalogue_at(place), order.path
    form = catalogue.form(order.form, order.version) if order.form else None
    made_folder(path.parent)
    write_durably(path, template_workbook(catalogue, form))
    facts = {"path": path, "form": form.id if form else None}
    return Done("done.form-template", facts, (path,))


def form_schema(_: Room | Program, order: FormSchema, __: Step = no_step) -> Done:
    """Tell the JSON Schema of the catalogue's files, or write it.

    Raises:
        PackageError: the file cannot be written.
    """
    schema = catalogue_schema()
    if order.path is None:
        return Done("done.form-schema", schema)
    text = json.dumps(schema, ensure_ascii=False, indent=1)
    write_durably(order.path, f"{text}\n".encode())
    return Done("done.form-schema-written", {"path": order.path}, (order.path,))
