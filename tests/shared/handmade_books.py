"""Workbooks made by hand, part by part, as no good program would write them."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def packed(parts):
    """Return an archive of parts: name -> text or bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def xlsx_parts(rows, *, after="", head="", book="", styles="", strings="", state="visible"):
    """Return the parts of a workbook of one sheet "S" whose rows are given as XML."""
    sheet = f'<sheet name="S" sheetId="1" state="{state}" r:id="r1"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}'
        f"<sheets>{sheet}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r3" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{head}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }


def xlsx(rows, **more):
    """Return such a workbook."""
    return packed(xlsx_parts(rows, **more))


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods_parts(rows, *, columns="", styles="", after=""):
    """Return the parts of an OpenDocument workbook of one sheet "S", whose rows are XML."""
    spaces = {"office": "office", "table": "table", "text": "text", "style": "style",
              "number": "datastyle"}  # fmt: skip
    names = " ".join(f'xmlns:{short}="{ODF}:{long}:1.0"' for short, long in spaces.items())
    return {
        "mimetype": ODS_TYPE,
        "content.xml": f"<office:document-content {names}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="S" table:style-name="ta">{columns}{rows}'
        f"</table:table>{after}</office:spreadsheet></office:body></office:document-content>",
    }


def ods(rows, **more):
    """Return such a workbook."""
    return packed(ods_parts(rows, **more))
