"""What is wrong with the declarations of personal data."""

from collections.abc import Iterator

from ctmtqg_desktop.catalogue.records.form import CellType, Form, SectionKind
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, SourceFile
from ctmtqg_desktop.catalogue.records.personal import ID_MASK, MASKS


def personal_mistakes(form: Form, source: SourceFile) -> Iterator[Mistake]:
    """Yield personal data that stands where no list is, and masks that hide nothing."""
    for place, section in enumerate(form.sections):
        where = ("sections", place)
        if section.personal and section.kind is not SectionKind.ROSTER:
            yield source.mistake("form.personal-not-list", where, given=section.id)
        for number, column in enumerate(section.columns):
            at = (*where, "columns", number)
            if column.personal and section.kind is not SectionKind.ROSTER:
                yield source.mistake("form.personal-not-list", at, given=column.id)
            if column.mask and column.mask not in MASKS:
                known = ", ".join(sorted(MASKS))
                yield source.mistake("form.mask-unknown", at, given=column.mask, known=known)
            elif column.mask == ID_MASK and column.type is not CellType.TEXT:
                yield source.mistake("form.mask-not-text", at, given=column.id)
            if column.mask and not (section.personal or column.personal):
                yield source.mistake("form.mask-not-personal", at, given=column.id)
