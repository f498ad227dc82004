"""Issue 9 item 3, the law: of random clipboards no figure is wrong; it is right or not taken."""

from datetime import date, timedelta
from decimal import Decimal
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.entries.typed import read_entry
from ctmtqg_desktop.intake.clipboard.copied import HTML, PLAIN, read_clipboard
from ctmtqg_desktop.intake.desk.column import read_column
from ctmtqg_desktop.intake.desk.spans import spread

FIRST = date(1899, 12, 30)
SPECS = {
    "figure": CellSpec(CellType.NUMBER, decimals=3),
    "count": CellSpec(CellType.INTEGER),
    "share": CellSpec(CellType.PERCENT, decimals=2),
    "day": CellSpec(CellType.DATE),
    "code": CellSpec(CellType.TEXT),
}
SIGNS = {"en": (".", ",", "1033"), "vi": (",", ".", "1066"), "de": (",", ".", "1031")}
DAYS = {"en": "%m/%d/%Y", "vi": "%d/%m/%Y", "de": "%d.%m.%Y"}
DAY_FORMATS = {"en": "MM/DD/YYYY", "vi": "DD/MM/YYYY", "de": "TT.MM.JJJJ"}
TEXT_STYLE = "style='mso-number-format:\"\\@\"'"
WRITERS = ("calc", "excel", "wps", "plain")
VALUES = {
    "figure": st.decimals(0, 999_999, places=3),
    "count": st.integers(0, 999_999),
    "share": st.decimals(0, 100, places=2),
    "day": st.integers(0, 4000).map(lambda days: date(2020, 1, 1) + timedelta(days)),
    "code": st.from_regex(r"[0-9]{5}|[A-Z][a-z]{1,6}", fullmatch=True),
}


def columns():
    kinds = st.lists(st.sampled_from(sorted(SPECS)), min_size=1, max_size=4)
    return kinds.flatmap(
        lambda found: st.lists(
            st.tuples(*(st.one_of(st.none(), VALUES[kind]) for kind in found)),
            min_size=1, max_size=6,
        ).map(lambda rows: (found, rows))
    )  # fmt: skip


def figure(value, locale, *, groups):
    decimal, group, _ = SIGNS[locale]
    text = f"{value:,}" if groups else f"{value}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", decimal).replace("\0", group)


def shown(kind, value, locale, *, groups):
    if value is None:
        return ""
    if kind == "day":
        return value.strftime(DAYS[locale])
    if kind == "code":
        return value
    return figure(value, locale, groups=groups) + ("%" if kind == "share" else "")


def stored(kind, value, locale):
    if kind == "day":
        return str((value - FIRST).days)
    number = Decimal(value) / 100 if kind == "share" else value
    return f"{number}".replace(".", SIGNS[locale][0])


def cell(writer, kind, value, locale, *, groups):
    text = escape(shown(kind, value, locale, groups=groups))
    if value is None or kind == "code":
        marks = {"calc": 'sdnum="1033;0;@"', "wps": "x:str"}
        return f"<td {marks.get(writer, TEXT_STYLE)}>{text}</td>"
    code = {"figure": "#,##0.###" if groups else "0.###", "count": "#,##0" if groups else "0",
            "share": "0.##%", "day": "dd/mm/yyyy"}[kind]  # fmt: skip
    if writer == "calc":
        local = DAY_FORMATS[locale] if kind == "day" else code
        marks = f'sdval="{stored(kind, value, locale)}" sdnum="{SIGNS[locale][2]};0;{local}"'
    else:
        escaped = "Short Date" if kind == "day" else code
        marks = f"align=right style='mso-number-format:\"{escaped}\"'"
    if writer == "wps":
        marks += f' x:num="{stored(kind, value, "en")}"'
    return f"<td {marks}>{text}</td>"


def clipboard(writer, locale, kinds, rows, *, groups):
    pairs = [list(zip(kinds, row, strict=True)) for row in rows]
    if writer == "plain":
        lines = ("\t".join(shown(k, v, locale, groups=groups) for k, v in row) for row in pairs)
        return {PLAIN: "\n".join(lines).encode()}
    decimal, group, _ = SIGNS[locale]
    style = (
        f'<style><!--table {{mso-displayed-decimal-separator:"\\{decimal}";'
        f'mso-displayed-thousand-separator:"\\{group}";}}--></style>'
    )
    cells = ("".join(cell(writer, k, v, locale, groups=groups) for k, v in row) for row in pairs)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return {HTML: f"{style if writer == 'excel' else ''}<table>{body}</table>".encode()}


def truth(kind, value):
    return Decimal(value) if kind in {"figure", "count", "share"} else value


@settings(max_examples=400, deadline=None)
@given(columns(), st.sampled_from(WRITERS), st.sampled_from(sorted(SIGNS)), st.booleans())
def test_a_figure_is_right_or_not_taken(block, writer, locale, groups):
    kinds, rows = block
    there = [(r, c) for r, row in enumerate(rows) for c, v in enumerate(row) if v is not None]
    if not there:
        return
    table = spread(read_clipboard(clipboard(writer, locale, kinds, rows, groups=groups)))
    for column, kind in enumerate(kinds):
        spec = SPECS[kind]
        places = [r for r, c in there if c == column]
        pairs = [(table.cell(r, column), spec) for r in places]
        reads = read_column(pairs).reads
        assert len(reads) == len(places)
        for place, read in zip(places, reads, strict=True):
            if read.is_taken:
                assert read_entry(read.text, spec, {}) == truth(kind, rows[place][column])
            elif writer in {"calc", "wps"}:
                raise AssertionError(read)  # these say what they hold: nothing is open
