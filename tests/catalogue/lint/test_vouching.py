"""Issue 3, done when: every row carries source and confidence; no wrong figure hides as verified.

The figures below are those of the dossiers the catalogue was made from: how many wordings,
thresholds and indicators were found in a text, stated in a plan, or only remembered. Whoever
verifies one changes them on purpose.
"""

from collections import Counter
from pathlib import Path

import pytest
from shipped import shipped_reading

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.vouching import (
    check_vouching,
    cited,
    counts_by_kind,
    counts_by_level,
    lint_vouching,
    verified_count,
)
from ctmtqg_desktop.catalogue.read.reader import Reading
from ctmtqg_desktop.catalogue.records.legal import CLAIMS, LEVELS, Confidence, least_sure
from ctmtqg_desktop.catalogue.records.texts import NamedText, cited_texts, level_of
from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue, confidence_counts

SOURCE, SEED, UNVERIFIED = Confidence.SOURCE, Confidence.SEED, Confidence.UNVERIFIED


@pytest.fixture(scope="module")
def reading() -> Reading:
    return shipped_reading()


def test_every_declared_thing_has_a_source(reading: Reading) -> None:
    kinds = set()
    for one in check_vouching(reading.catalogue):
        assert one.source, one
        kinds.add(one.kind)
    assert {"form", "column", "row", "rule", "criterion", "wording", "threshold", "requirement",
            "programme", "basis", "project", "content", "responsible", "plan", "target", "task",
            "report-set", "calendar", "deadline", "unit", "criteria-set", "lifetime",
            "phase", "duty"} == kinds  # fmt: skip


def test_only_columns_inherit_and_their_form_then_vouches_for_nothing(reading: Reading) -> None:
    inherited = [one for one in check_vouching(reading.catalogue) if one.inherited]
    assert {one.kind for one in inherited} == {"column"}
    assert {one.confidence for one in inherited} == {UNVERIFIED}


@pytest.mark.parametrize("confidence", [SOURCE, SEED])
def test_every_claim_names_a_listed_document(reading: Reading, confidence: Confidence) -> None:
    claims = [one for one in check_vouching(reading.declared) if one.confidence is confidence]
    assert len(claims) > 500 or confidence is SOURCE
    assert [one for one in claims if cited(one, reading.documents) is None] == []


def test_no_document_is_listed_that_nothing_rests_upon(reading: Reading) -> None:
    sources = " ".join(one.source for one in check_vouching(reading.catalogue))
    assert [d.id for d in reading.documents if d.cite not in sources] == []


def test_nothing_that_confesses_a_doubt_claims_a_document(reading: Reading) -> None:
    mistakes = lint_vouching(reading.declared, reading.files, reading.documents)
    assert list(mistakes) == []


# -- what the dossiers say


WORDINGS = {  # set -> contents by the confidence of the wording in force
    "ntm-xa-2021-2025": {SOURCE: 18, UNVERIFIED: 39},
    "ntm-xa-nang-cao-2021-2025": {SOURCE: 13, UNVERIFIED: 62},
    "ntm-xa-kieu-mau-2021-2025": {SOURCE: 4},
    "ntm-huyen-2021-2025": {SOURCE: 7, UNVERIFIED: 30},
    "dtvm-phuong-thi-tran-2022": {SEED: 9, SOURCE: 1},
}
FIGURES = {  # set -> contents by the confidence of what they demand
    "ntm-xa-2021-2025": {SOURCE: 10, UNVERIFIED: 47},
    "ntm-xa-nang-cao-2021-2025": {SOURCE: 5, UNVERIFIED: 70},
    "ntm-xa-kieu-mau-2021-2025": {SOURCE: 4},
    "ntm-huyen-2021-2025": {SOURCE: 5, UNVERIFIED: 32},
    "dtvm-phuong-thi-tran-2022": {SEED: 9, SOURCE: 1},
}


@pytest.mark.parametrize("set_id", WORDINGS)
def test_contents_are_vouched_for_as_the_dossier_says(reading: Reading, set_id: str) -> None:
    found = reading.catalogue.criteria_sets[set_id]
    contents = [s for c in found.criteria for s in c.subcriteria if s.counted]
    newest = [max(s.wordings, key=lambda w: w.valid_from) for s in contents]
    assert Counter(wording.confidence.claim for wording in newest) == WORDINGS[set_id]
    asked = [s.requirement_confidence.claim for s in contents]
    assert Counter(asked) == FIGURES[set_id]
    for sub in contents:
        given = {t.confidence.claim for t in sub.thresholds if not t.unit}
        assert given <= {sub.requirement_confidence.claim}, sub.code


INDICATORS = {
    "dt_da": {SOURCE: 18, SEED: 27, UNVERIFIED: 69},
    "gn_da": {SOURCE: 6, SEED: 5, UNVERIFIED: 25},
    "dt_kq": {SOURCE: 4, SEED: 2},
    "gn_kq": {SOURCE: 3, SEED: 3},
    "mt_kq": {SOURCE: 10, UNVERIFIED: 1},
}


@pytest.mark.parametrize("prefix", INDICATORS)
def test_indicators_are_vouched_for_as_the_dossier_says(reading: Reading, prefix: str) -> None:
    rows = {
        row.id: row.confidence.claim
        for form in reading.catalogue.forms.values()
        for section in form.sections
        for row in section.rows
        if row.id.startswith(prefix) and row.id.rpartition("_")[2].isdigit() and row.level == 1
    }
    assert Counter(rows.values()) == INDICATORS[prefix]


# -- the counts, and the mistakes


def test_counts_add_up(reading: Reading) -> None:
    counted = counts_by_kind(reading.catalogue)
    whole = confidence_counts(reading.catalogue)
    assert whole == {c.value: sum(k[c.value] for k in counted.values()) for c in CLAIMS}
    assert sum(whole.values()) == len(list(check_vouching(reading.catalogue)))
    assert counted["target"] == {"source": 10, "seed": 239, "unverified": 1}


def test_levels_add_up_and_only_official_ones_are_verified(reading: Reading) -> None:
    found = counts_by_level(reading.catalogue)
    assert sum(found.values()) == len(list(check_vouching(reading.catalogue)))
    assert verified_count(reading.catalogue) == found["official"] + found["portal"]
    assert set(found) == {level.value for level in LEVELS}


def test_what_the_program_ships_is_believed_as_far_as_the_text_it_names(reading: Reading) -> None:
    """A radio article, a provincial program's code: neither is the law."""
    for one in check_vouching(reading.catalogue):
        is_claim = one.confidence.claim is SOURCE
        named = cited_texts(one.source, SOURCE, reading.documents) if is_claim else ()
        if named:
            assert one.confidence in {text.believed for text in named}, one


def test_marks_differ_and_what_is_verified_has_none() -> None:
    marks = [level.mark for level in LEVELS if not level.is_verified]
    assert all(marks)
    assert len(set(marks)) == len(marks)
    assert not any(level.mark for level in LEVELS if level.is_verified)


def test_what_is_demanded_is_believed_as_far_as_its_least_sure_part() -> None:
    assert least_sure({Confidence.OFFICIAL, Confidence.PRESS, SEED}) is SEED
    assert least_sure(set(LEVELS)) is UNVERIFIED


DOCUMENTS = """\
kind = "documents"
documents = [
  { id = "a", title = "A", cite = "Văn bản A", vouches = "source", level = "official" },
  { id = "b", title = "B", cite = "Báo B", vouches = "source", level = "press" },
]
"""
TEXTS = (
    NamedText("a", "A", "Văn bản A", SOURCE, Confidence.OFFICIAL),
    NamedText("b", "B", "Báo B", SOURCE, Confidence.PRESS),
    NamedText("c", "C", "Trang C", SOURCE),
    NamedText("d", "D", "Bài D", SOURCE, UNVERIFIED),
    NamedText("k", "K", "(003)", SEED, SEED),
)


@pytest.mark.parametrize(
    ("source", "claim", "level"),
    [
        ("Văn bản A, mục 2", SOURCE, "official"), ("Báo B", SOURCE, "press"),
        ("Báo B; Văn bản A", SOURCE, "official"), ("Trang C", SOURCE, "secondary"),
        ("https://la.vn/x", SOURCE, "secondary"), ("QĐ 5/2026/QĐ-UBND", SOURCE, "official"),
        ("QĐ 5/2026/QĐ-UBND, https://la.vn/x", SOURCE, "secondary"),
        ("QĐ 5/2026/QĐ-UBND theo Báo B", SOURCE, "press"),
        ("Báo B", Confidence.OFFICIAL, "press"), ("Văn bản A", Confidence.PRESS, "press"),
        ("Bài D", SOURCE, "unverified"), ("Bài D; Báo B", SOURCE, "press"),
        ("Văn bản A", SEED, "seed"), ("Văn bản A", UNVERIFIED, "unverified"),
        ("kế hoạch (003)", SOURCE, "secondary"), ("", SOURCE, "secondary"),
    ],
)  # fmt: skip
def test_claim_comes_to_the_level_of_its_text(source: str, claim: Confidence, level: str) -> None:
    assert level_of(source, claim, TEXTS) == level


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (', level = "press"', "", True), ('level = "press"', 'level = "seed"', True),
        ('"source", level = "press"', '"seed"', False),
        ('level = "press"', 'level = "secondary"', False),
        ('level = "press"', 'level = "unverified"', False),
    ],
)  # fmt: skip
def test_text_must_say_how_near_the_law_it_stands(
    tmp_path: Path, clean_files: dict[str, str], old: str, new: str, told: bool
) -> None:
    for name, text in clean_files.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "van-ban.toml").write_text(DOCUMENTS.replace(old, new), "utf-8")
    _, mistakes = checked_catalogue(tmp_path)
    assert [m.code for m in mistakes if m.file == "van-ban.toml"] == ["form.text-level"] * told


def catalogue_of(folder: Path, files: dict[str, str]) -> tuple[Catalogue, list[tuple[str, int]]]:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    catalogue, mistakes = checked_catalogue(folder)
    return catalogue, [(m.code, m.line) for m in mistakes if m.file == "thang.toml"]


@pytest.mark.parametrize(
    ("source", "confidence", "told"),
    [
        ("Văn bản A, mục 2", "source", ""), ("QĐ 211/QĐ-TTg ngày 01/3/2024", "source", ""),
        ("TT 01/2022/TT-UBDT", "source", ""), ("https://a.vn/b", "source", ""),
        ("Báo B", "source", ""), ("Báo B", "press", ""), ("Văn bản A", "portal", ""),
        ("Báo B", "official", "form.source-weaker"),
        ("https://a.vn/b", "portal", "form.source-weaker"),
        ("ai cũng biết", "source", "form.source-unnamed"),
        ("ai cũng biết", "official", "form.source-unnamed"),
        ("kỳ 15/12", "source", "form.source-unnamed"),
        ("Văn bản A; phần sau: trí nhớ", "source", "form.source-doubted"),
        ("Kế hoạch (003), chưa đối chiếu", "seed", "form.source-doubted"),
        ("Văn bản A: chưa xác minh", "source", "form.source-doubted"),
        ("trí nhớ, chưa đối chiếu", "unverified", ""), ("", "unverified", "form.source-missing"),
    ],
)  # fmt: skip
def test_claim_that_does_not_hold_is_told(
    tmp_path: Path, clean_files: dict[str, str], source: str, confidence: str, told: str
) -> None:
    clean_files["van-ban.toml"] = DOCUMENTS
    clean_files["thang.toml"] = clean_files["thang.toml"].replace(
        'source = "s"\nconfidence = "seed"', f'source = "{source}"\nconfidence = "{confidence}"'
    )
    _, mistakes = catalogue_of(tmp_path, clean_files)
    assert mistakes == ([(told, 11)] if told else [])
