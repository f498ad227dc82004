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
    lint_vouching,
)
from ctmtqg_desktop.catalogue.read.reader import Reading
from ctmtqg_desktop.catalogue.records.legal import Confidence
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
            "programme", "basis", "project", "content", "responsible", "plan", "target",
            "report-set", "calendar", "deadline", "unit", "criteria-set",
                "duty"} == kinds  # fmt: skip


def test_only_columns_inherit_and_their_form_then_vouches_for_nothing(reading: Reading) -> None:
    inherited = [one for one in check_vouching(reading.catalogue) if one.inherited]
    assert {one.kind for one in inherited} == {"column"}
    assert {one.confidence for one in inherited} == {UNVERIFIED}


@pytest.mark.parametrize("confidence", [SOURCE, SEED])
def test_every_claim_names_a_listed_document(reading: Reading, confidence: Confidence) -> None:
    claims = [one for one in check_vouching(reading.catalogue) if one.confidence is confidence]
    assert len(claims) > 500 or confidence is SOURCE
    assert [one for one in claims if cited(one, reading.documents) is None] == []


def test_no_document_is_listed_that_nothing_rests_upon(reading: Reading) -> None:
    sources = " ".join(one.source for one in check_vouching(reading.catalogue))
    assert [d.id for d in reading.documents if d.cite not in sources] == []


def test_nothing_that_confesses_a_doubt_claims_a_document(reading: Reading) -> None:
    mistakes = lint_vouching(reading.catalogue, reading.files, reading.documents)
    assert list(mistakes) == []


# -- what the dossiers say


WORDINGS = {  # set -> contents by the confidence of the wording in force
    "ntm-xa-2021-2025": {SOURCE: 13, UNVERIFIED: 44},
    "ntm-xa-nang-cao-2021-2025": {SOURCE: 7, UNVERIFIED: 68},
    "ntm-xa-kieu-mau-2021-2025": {SOURCE: 4},
    "ntm-huyen-2021-2025": {SOURCE: 3, UNVERIFIED: 34},
    "dtvm-phuong-thi-tran-2022": {SEED: 9, SOURCE: 1},
}
FIGURES = {  # set -> contents by the confidence of what they demand
    "ntm-xa-2021-2025": {SOURCE: 4, UNVERIFIED: 53},
    "ntm-xa-nang-cao-2021-2025": {SOURCE: 3, UNVERIFIED: 72},
    "ntm-xa-kieu-mau-2021-2025": {SOURCE: 4},
    "ntm-huyen-2021-2025": {SOURCE: 3, UNVERIFIED: 34},
    "dtvm-phuong-thi-tran-2022": {SEED: 9, SOURCE: 1},
}


@pytest.mark.parametrize("set_id", WORDINGS)
def test_contents_are_vouched_for_as_the_dossier_says(reading: Reading, set_id: str) -> None:
    found = reading.catalogue.criteria_sets[set_id]
    contents = [s for c in found.criteria for s in c.subcriteria if s.counted]
    newest = [max(s.wordings, key=lambda w: w.valid_from) for s in contents]
    assert Counter(wording.confidence for wording in newest) == WORDINGS[set_id]
    asked = [s.requirement_confidence for s in contents]
    assert Counter(asked) == FIGURES[set_id]
    for sub in contents:
        given = {t.confidence for t in sub.thresholds if not t.unit}
        assert given <= {sub.requirement_confidence}, sub.code


INDICATORS = {
    "dt_da": {SOURCE: 21, SEED: 27, UNVERIFIED: 66},
    "gn_da": {SOURCE: 6, SEED: 5, UNVERIFIED: 25},
    "dt_kq": {SOURCE: 4, SEED: 2},
    "gn_kq": {SOURCE: 3, SEED: 3},
    "mt_kq": {SOURCE: 7},
}


@pytest.mark.parametrize("prefix", INDICATORS)
def test_indicators_are_vouched_for_as_the_dossier_says(reading: Reading, prefix: str) -> None:
    rows = {
        row.id: row.confidence
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
    assert whole == {c.value: sum(k[c.value] for k in counted.values()) for c in Confidence}
    assert sum(whole.values()) == len(list(check_vouching(reading.catalogue)))
    assert counted["target"] == {"source": 0, "seed": 239, "unverified": 0}


DOCUMENTS = """\
kind = "documents"
documents = [
  { id = "a", title = "A", cite = "Văn bản A", vouches = "source" },
]
"""


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
        ("ai cũng biết", "source", "form.source-unnamed"),
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
