"""The Vietnamese names of what declared files, national tables and workbooks are made of."""

from ctmtqg_desktop.assets import Words, words


def labels() -> Words:
    """Return record or enumeration -> field or value -> its name."""
    return words("labels", "records.toml")


def national_names() -> Words:
    """Return ``kinds``: how a unit's name begins -> its kind; ``agency``: how one is named."""
    return words("labels", "national-tables.toml")


def workbook_words() -> Words:
    """Return what the sheets, headings and answers of workbooks are called; read back by them."""
    return words("labels", "workbooks.toml")
