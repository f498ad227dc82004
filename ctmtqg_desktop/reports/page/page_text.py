"""Write a document as plain text, for people without a viewer and for tests."""

from ctmtqg_desktop.reports.page.layout import fixed_words
from ctmtqg_desktop.reports.page.page import (
    Addressee,
    AppendixTitle,
    Block,
    Document,
    Heading,
    Notes,
    PageBreak,
    PageCell,
    PageTable,
    Paragraph,
    SignatureBlock,
    TableRow,
    Title,
    place_header,
)
from ctmtqg_desktop.reports.page.words import addressee_lines, recipients_lines


def write_text(document: Document) -> str:
    """Write every block in order, tables as rows between bars, ending with a line end."""
    lines = [f"[{document.title} | {document.unit} | {document.period}]"]
    for block in document.blocks:
        lines.extend(_lines(block))
    return "\n".join(lines) + "\n"


def _lines(block: Block) -> list[str]:  # noqa: C901, PLR0911  one line for each kind of block
    match block:
        case Heading():
            top = [block.superior] if block.superior else []
            return [*top, *block.agency, f"{block.number} // {block.place_date}"]
        case Title():
            return [block.kind, block.summary]
        case Addressee():
            return list(addressee_lines(block.names))
        case Paragraph():
            return [block.text]
        case PageTable():
            return table_lines(block)
        case Notes():
            return list(block.lines)
        case SignatureBlock():
            label = [fixed_words("recipients-label")] if block.recipients else []
            return [*label, *recipients_lines(block.recipients), *block.authority, block.name]
        case AppendixTitle():
            return ["", f"=== {block.label}: {block.title} {block.reference}".rstrip()]
        case PageBreak():
            return ["---"]


def table_lines(table: PageTable) -> list[str]:
    """Write a table one row a line; what a span covers is left empty."""
    grid = [[""] * len(table.columns) for _ in table.header]
    for placed in place_header(table):
        grid[placed.row][placed.column] = placed.cell.text
    header = [_joined(row) for row in grid]
    numbers = [_joined(list(table.numbers))] if table.numbers else []
    return [*header, *numbers, *(_joined(_texts(row)) for row in table.rows)]


def _texts(row: TableRow) -> list[str]:
    texts: list[str] = []
    for cell in row.cells:
        texts.extend([_text(cell), *[""] * (cell.colspan - 1)])
    return texts


def _text(cell: PageCell) -> str:
    return "  " * cell.level + cell.shown.replace("\n", " / ")


def _joined(texts: list[str]) -> str:
    return "| " + " | ".join(texts) + " |"
