"""Issue 3, done when: every form opens in the window, prints and travels filled in a package.

One test for each form the catalogue declares, in each version; nothing here names one.
"""

import html
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import shiboken6
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.declared import Programme, Project
from ctmtqg_desktop.catalogue.records.form import Cell, CellType, Form, SectionKind
from ctmtqg_desktop.catalogue.records.personal import lists_of
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.overview import computed, input_cells, inputs
from ctmtqg_desktop.exchange.sender.print import form_draft
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.reports.page.layout import read_layout
from ctmtqg_desktop.reports.pdf.pdf import write_pdf
from ctmtqg_desktop.ui.form.editing import Doors
from ctmtqg_desktop.ui.form.fields import FieldsView
from ctmtqg_desktop.ui.form.grid_view import GridView
from ctmtqg_desktop.ui.form.layout import ShownPart
from ctmtqg_desktop.ui.form.view import FormPage
from ctmtqg_desktop.ui.look.theme import apply_theme
from ctmtqg_desktop.ui.look.translate import speak_vietnamese

CATALOGUE = shipped_catalogue()


def has_a_year(form: Form) -> bool:
    """Say whether a year ends while it is in force: one replaced within its first has none."""
    last = CATALOGUE.last_day(form)
    return last is None or date(form.valid_from.year, 12, 31) <= last


FORMS = [
    pytest.param(form, id=f"{form.id}.v{form.version}")
    for form in sorted(CATALOGUE.forms.values(), key=lambda f: (f.id, f.version))
    if has_a_year(form)
]
FIGURES = {CellType.MONEY, CellType.NUMBER, CellType.INTEGER}
every_form = pytest.mark.parametrize("form", FORMS)


# -- it travels


@every_form
def test_filled_sheet_comes_out_of_the_package_as_it_went_in(form: Form, post: Any) -> None:
    batch = post.batch(form)
    assert (batch.outcome.outcome, batch.outcome.code) == ("accepted", "")
    sent, received = batch.sent[form.id], batch.received[form.id]
    assert sent.form.version == received.form.version == form.version
    home = lists_of(form)
    typed = [cell for cell in inputs(sent) if cell.section not in home]
    assert all(received.entry(cell) is not EMPTY for cell in typed)
    assert {c: received.entry(c) for c in typed} == {c: sent.entry(c) for c in typed}
    assert received.withheld == {name: len(sent.rows(name)) for name in home}
    assert received.content().reasons == sent.content().reasons
    known = received.content().entries.items()
    as_typed = {c: held for c, held in known if c not in sent.filled}
    typed_there = {c: held for c, held in sent.content().entries.items() if c not in sent.filled}
    assert home or as_typed == typed_there
    as_filled = {c: received.value(c) for c in sent.filled}
    assert computed(received) | as_filled == computed(sent)


@every_form
def test_package_carries_the_form_signed(form: Form, post: Any) -> None:
    batch = post.batch(form)
    opened = unseal(batch.package.read_bytes())
    assert opened.facts.spki_sha256 == batch.signer.spki_sha256
    assert f'"{form.id}"'.encode() in opened.parts["data.json"]
    for name in lists_of(form):  # who is poor stays at home unless asked for
        section = form.section(name)
        assert section is not None
        (text,) = {c.id for c in section.columns if c.id == "ten"}
        named = [batch.sent[form.id].text(Cell(name, row, text))
                 for row in batch.sent[form.id].rows(name)]  # fmt: skip
        assert named
        assert not [who for who in named if f'"{who}"'.encode() in opened.parts["data.json"]]
    verdict = batch.outcome.verdict
    assert (verdict.intact, verdict.signature_valid, verdict.form_known) == (True, True, True)


# -- it prints


@pytest.fixture(scope="module")
def printed(post: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Print a filled form, once, and return its words with the boxes they stand in, by page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    folder, made = tmp_path_factory.mktemp("ban-in"), {}

    def print_one(form: Form) -> Print:
        key = f"{form.id}.v{form.version}"
        if key not in made:
            batch = post.batch(form)
            document = form_draft(batch.desk, form.id, batch.period)
            (folder / f"{key}.pdf").write_bytes(write_pdf(document, read_layout()).data)
            done = subprocess.run(
                ["pdftotext", "-bbox", f"{key}.pdf", "-"],
                cwd=folder, capture_output=True, check=True,
            )  # fmt: skip
            made[key] = read_print(done.stdout.decode())
        return made[key]

    return print_one


Box = tuple[float, float, float, float, str]
Print = list[tuple[float, float, list[Box]]]
"""Of each page its width, its height, and its words: left, top, right, bottom, text."""
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)


def read_print(text: str) -> Print:
    pages = []
    for width, height, inside in _PAGE.findall(text):
        words = [
            (*map(float, found[:4]), html.unescape(found[4])) for found in _WORD.findall(inside)
        ]
        pages.append((float(width), float(height), words))
    return pages


def pieces(text: str) -> Counter[str]:
    """Return the words of a text; a line may end after a hyphen or a slash, never in a word."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text)))


def labels(form: Form) -> list[str]:
    """Return what a form says by itself: titles, headers, labels."""
    found = []
    for section in form.sections:
        found.append(section.title)
        if section.kind is not SectionKind.ROSTER:
            found.extend(row.label for row in section.rows)
        found.extend(column.label for column in section.columns)
    return found


@every_form
def test_print_shows_every_label_in_whole_words(form: Form, post: Any, printed: Any) -> None:
    opened = post.batch(form).sent[form.id].form
    shown = pieces(" ".join(word[4] for _, _, words in printed(form) for word in words))
    wanted = sum((pieces(text) for text in labels(opened)), Counter())
    assert not wanted - shown


@every_form
def test_print_shows_every_text_that_was_typed(form: Form, post: Any, printed: Any) -> None:
    sheet = post.batch(form).sent[form.id]
    shown = pieces(" ".join(word[4] for _, _, words in printed(form) for word in words))
    input_cells = [c for c in inputs(sheet) if c.section not in lists_of(form)]
    texts = [sheet.text(c) for c in input_cells if sheet.spec(c).type is CellType.TEXT]
    assert not sum((pieces(text) for text in texts), Counter()) - shown


@every_form
def test_print_keeps_its_words_on_the_paper_and_apart(form: Form, printed: Any) -> None:
    for width, height, words in printed(form):
        outside = [w for w in words if w[0] < 0 or w[1] < 0 or w[2] > width or w[3] > height]
        assert not outside
        assert not list(overlaps(words))


def overlaps(words: list[Box]) -> Iterator[tuple[str, str]]:
    """Yield pairs of words printed over each other, by more than a hair."""
    rows = sorted((w for w in words if w[4].strip()), key=lambda w: w[1])
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if other[1] >= one[3]:
                break
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            if wide > 1 and high > 0.5 * min(one[3] - one[1], other[3] - other[1]):
                yield one[4], other[4]


# -- it opens in the window


@pytest.fixture(scope="module")
def themed(qapp: Any) -> None:
    apply_theme(qapp)
    speak_vietnamese(qapp)


@pytest.mark.ui
@every_form
def test_form_opens_in_the_window_with_every_section_and_row(
    form: Form, post: Any, themed: None, qtbot: Any
) -> None:
    batch = post.batch(form)
    sheet = batch.sent[form.id]
    doors = Doors(batch.desk.commit, batch.desk.justify, say)
    page = FormPage(sheet, doors)
    page.resize(1366, 728)
    page.show()
    try:
        for place, section in enumerate(sheet.form.sections):
            page.show_section(place)
            assert page.tabs.tabText(place).startswith(section.title or sheet.form.short)
            shown = shown_rows(page.view())
            assert list(shown) == list(sheet.rows(section.id))
            if section.kind is not SectionKind.ROSTER:
                assert all(row.label in shown[row.id] for row in section.rows)
            texts = {sheet.text(cell) for cell in input_cells(sheet, section.id)} - {""}
            assert texts <= shown_texts(page.view())
            assert not page.grab().toImage().isNull()
    finally:
        page.close()
        shiboken6.delete(page)


def shown_rows(view: FieldsView | GridView) -> dict[str, str]:
    """Return the rows on screen by key, and the words of each."""
    if isinstance(view, FieldsView):
        return {cell.row: field.label.text() for cell, field in view._rows.items()}
    label = next((n for n, c in enumerate(view.model.columns) if c.part is ShownPart.LABEL), 0)
    model = view.model
    return {model.row_key(n): model.face(n, label).text for n in range(model.rowCount())}


def shown_texts(view: FieldsView | GridView) -> set[str]:
    if isinstance(view, FieldsView):
        return {field.typed() for field in view._rows.values()}
    model = view.model
    places = ((r, c) for r in range(model.rowCount()) for c in range(model.columnCount()))
    return {model.face(*place).text for place in places}


# -- nothing is left out, and the checks above bite


COUNTS = {"dtts-2021-2025": (10, 14), "gnbv-2021-2025": (7, 11)}
"""Projects and sub-projects; of the merged programme of 2026 only two parts are known."""
LEAVES = [
    pytest.param(programme, project, id=f"{programme.id}-{project.id}")
    for programme in (CATALOGUE.programmes[known] for known in COUNTS)
    for project in programme.projects
    if project.id not in {p.parent for p in programme.projects}
]


@pytest.mark.parametrize(("programme", "project"), LEAVES)
def test_subproject_has_its_form(programme: Programme, project: Project) -> None:
    forms = [f for f in CATALOGUE.forms.values()
             if (f.programme, f.project) == (programme.id, project.id)]  # fmt: skip
    assert forms
    for form in forms:
        assert form.report_sets
        assert form.valid_from >= programme.valid_from
        assert project.name in form.title
        assert any(c.type is CellType.MONEY for s in form.sections for c in s.columns)


@pytest.mark.parametrize("programme", COUNTS)
def test_projects_and_subprojects_are_as_many_as_the_programme_has(programme: str) -> None:
    projects = CATALOGUE.programmes[programme].projects
    whole, parts = (
        [p for p in projects if bool(p.parent) is is_part] for is_part in (False, True)
    )
    assert (len(whole), len(parts)) == COUNTS[programme]
    assert {p.parent for p in parts} <= {p.id for p in whole}


def test_a_word_cut_in_two_or_a_missing_one_would_be_found() -> None:
    assert pieces("chăn nuôi") - pieces("chă n nuôi") == Counter(["chăn"])
    assert not pieces("thôn/bản KT-XH") - pieces("thôn/ bản KT- XH")
    assert pieces("hộ hộ") - pieces("hộ") == Counter(["hộ"])


def test_words_printed_over_each_other_would_be_found() -> None:
    one, under = (10.0, 10.0, 40.0, 20.0, "Tổng"), (30.0, 11.0, 60.0, 21.0, "cộng")
    beside, below = (41.0, 10.0, 60.0, 20.0, "cộng"), (10.0, 21.0, 40.0, 31.0, "cộng")
    assert list(overlaps([one, under])) == [("Tổng", "cộng")]
    assert not list(overlaps([one, beside, below]))


def test_most_figures_of_the_round_trip_are_told_apart(post: Any) -> None:
    """Were all the same, a cell that took its neighbour's place would not be seen."""
    distinct = 0
    for form in (case.values[0] for case in FORMS):
        sheet = post.batch(form).sent[form.id]
        rows = {c.row for c in inputs(sheet) if sheet.spec(c).type in FIGURES}
        texts = {sheet.text(c) for c in inputs(sheet) if sheet.spec(c).type in FIGURES}
        distinct += len(texts) > min(len(rows), 3)
    assert distinct > len(FORMS) // 2
