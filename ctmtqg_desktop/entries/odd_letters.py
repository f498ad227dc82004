"""A text whose letters are those of an old font, or were read as another code."""

from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.letters.spoiled import GARBLED, LOST, legacy_of, looks_garbled, regained
from ctmtqg_desktop.letters.tables import TCVN3, VNI, decode

_CODES = {
    TCVN3: "entries.tcvn3",
    VNI: "entries.vni",
    GARBLED: "entries.garbled",
    LOST: "entries.lost-letters",
}
_SHOWN = 80


def odd_letters(held: EntryValue) -> tuple[str, dict[str, object]] | None:
    """Return the code of what is wrong with the letters of a text, and its facts; else None.

    Nearly every text is clean and costs a microsecond.
    """
    if not isinstance(held, str) or held.isascii():
        return None
    kind = looks_garbled(held) or legacy_of(held)
    if not kind:
        return None
    meant = regained(held) if kind in {GARBLED, LOST} else decode(held, kind)
    return _CODES[kind], {"text": held[:_SHOWN], "meant": meant[:_SHOWN]}
