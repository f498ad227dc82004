"""Walk through XML of a file brought by a person: no declarations, nothing fetched."""

from collections.abc import Callable
from xml.parsers import expat

from ctmtqg_desktop.errors import IntakeError

_ENCODINGS = ("utf-8", "utf8", "us-ascii")
Start = Callable[[str, dict[str, str]], None]


def walk(
    data: bytes,
    name: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call for each element of a part, named "namespace local", and for the texts between.

    Args:
        data: UTF-8.
        name: of the file, for the refusal.
        start: gets an element's name and attributes; ``end`` its name.
        end: see ``start``.
        text: gets what stands between.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-entities``.
    """

    def refuse(*_: object) -> None:
        raise IntakeError("intake.workbook-entities", file=name)

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            refuse()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:  # a number of the file that is none
        raise IntakeError("intake.workbook", file=name) from error


def local_name(tag: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return tag.rpartition(" ")[2]
