"""Documents of Word, by hand: what the format allows, and what it should not."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def paragraph(text, font="", depth=None):
    """Return a paragraph; one with a depth is in the list of ``numbering``."""
    look = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>' if font else ""
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
    listed = "" if depth is None else f"<w:pPr>{place}</w:pPr>"
    return f'<w:p>{listed}<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*rows):
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def body(*parts):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>'
        + "".join(parts)
        + "</w:body></w:document>"
    )


def numbering(*levels):
    """Return the part that declares a list, of (kind, text) a level."""
    given = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{W}">'
        f'<w:abstractNum w:abstractNumId="0">{given}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def docx(*parts, document=None, **others):
    """Return a document of paragraphs and tables; ``others`` are further parts by their names."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", body(*parts) if document is None else document)
        for name, data in others.items():
            archive.writestr(f"word/{name.replace('__', '.')}", data)
    return made.getvalue()
