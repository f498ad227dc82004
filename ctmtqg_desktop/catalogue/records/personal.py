"""Lists with personal data: which columns they are, and how an identity number is shown.

Source: Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP (names, ethnic origin and identity numbers of
persons); what is declared ``personal`` stays at home unless the user asks otherwise.
"""

from collections.abc import Iterable, Mapping

from ctmtqg_desktop.catalogue.records.form import Form, SectionKind

ID_MASK = "id"
MASKS = frozenset({ID_MASK})
"""How a column may be shown where it is not being typed."""
_SHOWN_ENDS = 2
_DOT = "."

Hidden = frozenset[tuple[str, str]]
"""(section, column) of every column that is left out."""


def lists_of(form: Form) -> tuple[str, ...]:
    """Return the names of a form's personal lists: a section, or ``section.column``."""
    found: list[str] = []
    for section in form.sections:
        if section.kind is not SectionKind.ROSTER:
            continue
        if section.personal:
            found.append(section.id)
        else:
            found.extend(f"{section.id}{_DOT}{c.id}" for c in section.columns if c.personal)
    return tuple(found)


def hidden_columns(form: Form, withheld: Iterable[str]) -> Hidden:
    """Return the columns that the named lists leave out."""
    found: set[tuple[str, str]] = set()
    for name in withheld:
        section_id, _, column = name.partition(_DOT)
        section = form.section(section_id)
        columns = [c.id for c in section.columns] if section and not column else [column]
        found.update((section_id, one) for one in columns)
    return frozenset(found)


def rows_left_out(withheld: Mapping[str, int]) -> frozenset[str]:
    """Return the sections that are left out whole, rows and all."""
    return frozenset(name for name in withheld if _DOT not in name)


def masked(text: str, mask: str) -> str:
    """Return a text as it is printed and exported; only the entry screen shows it in full.

    The eight middle digits of a twelve-digit number are hidden; of any other, all but its ends.
    """
    if not mask:
        return text
    if len(text) < 3 * _SHOWN_ENDS:
        return "*" * len(text)
    hidden = "*" * (len(text) - 2 * _SHOWN_ENDS)
    return f"{text[:_SHOWN_ENDS]}{hidden}{text[-_SHOWN_ENDS:]}"
