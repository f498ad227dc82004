"""Requirements: a catalogue package is one signed file; old reports stay readable with the old
version; no older version is taken, and nothing published changes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.read.toml_writer import form_to_toml
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.change import CellChange, Change
from ctmtqg_desktop.errors import CtmtqgError, FormError, PackageError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.installed import catalogue_of, installed
from ctmtqg_desktop.exchange.keeping.orders import Publish
from ctmtqg_desktop.exchange.post.envelope import Envelope, sealed
from ctmtqg_desktop.package.edition import PATH, edition_json, read_edition
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.package.unseal import unseal

FORM, SET = "dtts-da1", "ctmtqg-xa"
YEAR, NEXT = Period.parse("2024"), Period.parse("2025")
CELL = Cell("ket_qua", "nha_hoan_thanh", "value")
MEASURES = 'kind = "measures"\nmeasures = [\n  {{ id = "{id}", label = "{label}" }},\n]\n'


def code_of(results):
    (only,) = results
    return only.code


def test_a_new_version_reaches_the_commune_and_the_old_one_stays(issue, v2, commune, receiver):
    assert code_of(commune.take(issue(da1=form_to_toml(v2)))) == "exchange.catalogue-taken"
    for place in (commune, receiver):
        catalogue = place.catalogue
        assert catalogue.form(FORM, 1) == place.built_in.form(FORM, 1)
        assert catalogue.digests[f"{FORM}.v1"] == place.built_in.digests[f"{FORM}.v1"]
        assert catalogue.form(FORM).sections == v2.sections


def test_what_was_begun_in_a_version_stays_in_it(issue, v2, commune):
    before = commune.desk
    sheet = before.sheet(FORM, NEXT)
    before.commit(sheet, Change((CellChange(CELL, sheet.entry(CELL), Decimal(7)),)))
    commune.take(issue(da1=form_to_toml(v2)))
    after = commune.desk
    assert after.sheet(FORM, NEXT).value(CELL) == 7
    versions = {period.code: after.form(FORM, period).version for period in (YEAR, NEXT)}
    assert versions == {"2024": 1, "2025": 1}
    assert {f.id: f.version for f in after.forms(SET, NEXT)}[FORM] == 1


def test_a_period_not_begun_takes_the_version_in_force(issue, v2, commune):
    commune.take(issue(da1=form_to_toml(v2)))
    desk = commune.desk
    assert desk.form(FORM, YEAR).version == 1
    assert desk.sheet(FORM, NEXT).form.version == 2
    assert desk.sheet(FORM, NEXT).form.section("ket_qua").row("so_ban_moi")


def test_the_cache_follows_what_is_installed(issue, receiver, tmp_path):
    def loaded():
        none_asked = pytest.fail
        return catalogue_of(receiver.workspace, none_asked, cache_dir=tmp_path / "cache")

    issue(do=MEASURES.format(id="thung", label="thùng"))
    assert loaded().measures["thung"].label == loaded().measures["thung"].label == "thùng"
    assert len(list((tmp_path / "cache").iterdir())) == 1
    issue(do2=MEASURES.format(id="bao", label="bao"))
    assert {"thung", "bao"} <= set(loaded().measures)
    assert loaded().forms.keys() == receiver.built_in.forms.keys()


def test_every_package_carries_what_was_published_before(issue, v2, commune):
    issue(da1=form_to_toml(v2))
    second = issue(do=MEASURES.format(id="thung", label="thùng"))
    assert code_of(commune.take(second)) == "exchange.catalogue-taken"
    assert commune.catalogue.form(FORM).version == 2
    assert commune.catalogue.measures["thung"].label == "thùng"


def test_no_way_back(issue, commune):
    first = issue(do=MEASURES.format(id="thung", label="thùng"))
    second = issue(do2=MEASURES.format(id="bao", label="bao"))
    assert code_of(commune.take(second)) == "exchange.catalogue-taken"
    assert code_of(commune.take(first)) == "exchange.catalogue-older"
    assert code_of(commune.take(second)) == "exchange.catalogue-known"
    assert installed(commune.workspace).edition.version == 2
    with pytest.raises(PackageError, match="catalogue-older"):
        issue(version=2, do3=MEASURES.format(id="can", label="can"))


def forged(place, tmp_path, edition):
    parts = [PackagePart(PATH, PartRole.DATA, edition_json(edition))]
    parts += [
        PackagePart("data/" + name, PartRole.DATA, data) for name, data in edition.files.items()
    ]
    made = sealed(place.site, Envelope(Kind.CATALOGUE, ()), parts, author=place.author)
    path = tmp_path / f"giả-{made.package_sha256[:8]}.asice"
    path.write_bytes(made.data)
    return path


def test_two_different_packages_of_one_number(issue, commune, receiver, tmp_path):
    first = issue(do=MEASURES.format(id="thung", label="thùng"))
    commune.take(first)
    edition = read_edition(unseal(first.read_bytes()).parts)
    other = {"do.toml": MEASURES.format(id="bao", label="bao").encode()}
    same = forged(receiver, tmp_path, replace(edition, files=other))
    assert code_of(commune.take(same)) == "exchange.catalogue-older"
    files = edition.files | {"do2.toml": other["do.toml"]}
    torn = replace(edition, version=2, previous_sha256="0" * 64, files=files)
    assert code_of(commune.take(forged(receiver, tmp_path, torn))) == "exchange.catalogue-fork"
    lost = replace(edition, version=3, files=other)
    changed = "exchange.catalogue-changes-published"
    assert code_of(commune.take(forged(receiver, tmp_path, lost))) == changed


def test_another_commune_cannot_publish(issue, commune, place, tmp_path):
    """Every commune's certificate leads to the same authority; that is not enough."""
    edition = read_edition(unseal(issue(do=MEASURES.format(id="a", label="a")).read_bytes()).parts)
    other = place("03400")
    for issuer in ("106", "03400"):
        path = forged(other, tmp_path, replace(edition, issuer=issuer))
        assert code_of(commune.take(path)) == "exchange.catalogue-unknown-signer"
    assert installed(commune.workspace) is None


def test_a_unit_without_a_card_takes_nothing(issue, place):
    stranger = place("03405")
    path = issue(do=MEASURES.format(id="thung", label="thùng"))
    assert code_of(stranger.take(path)) == "exchange.catalogue-unknown-signer"


def test_a_published_version_never_changes(issue, built_in, v2):
    changed = replace(built_in.form(FORM, 1), title="Tên khác")
    with pytest.raises(FormError, match="catalogue-changes-published") as caught:
        issue(da1=form_to_toml(changed))
    assert caught.value.facts["names"] == f"{FORM}.v1"
    issue(da1=form_to_toml(v2))
    with pytest.raises(FormError, match="catalogue-changes-published"):
        issue(da1=form_to_toml(replace(v2, title="Tên khác")))
    issue(da1_v3=form_to_toml(replace(v2, version=3, valid_from=date(2026, 1, 1), valid_to=None)))


LOCAL = """kind = "thresholds"
id = "ntm-xa-lai-chau"
criteria = "ntm-xa-2021-2025"
unit = "12"
source = "Quyết định thử"
confidence = "unverified"
thresholds = [
  {{ code = "3.1", operator = ">=", figure = "{figure}", year = 2025 }},
]
"""


def test_a_province_sets_its_thresholds(issue, receiver):
    before = sum(len(s.thresholds) for s in subs(receiver.catalogue))
    issue(tinh=LOCAL.format(figure="85"))
    assert sum(len(s.thresholds) for s in subs(receiver.catalogue)) == before + 1
    with pytest.raises(FormError, match="catalogue-changes-published"):
        issue(tinh=LOCAL.format(figure="90"))


def test_thresholds_are_added_under_a_higher_version(issue, receiver, shipped):
    text = (shipped / "criteria" / "ntm-xa-2021-2025.toml").read_text("utf-8")
    with pytest.raises(FormError, match="catalogue-changes-published"):
        issue(ntm=text.replace('figure = "80"', 'figure = "79"', 1))
    higher = text.replace("\nversion = 1\n", "\nversion = 2\n", 1)
    assert higher != text
    with pytest.raises(FormError, match="catalogue-changes-published"):
        issue(ntm=higher.replace('figure = "80"', 'figure = "79"', 1))
    before = sum(len(s.thresholds) for s in subs(receiver.catalogue))
    added = higher.replace(
        "thresholds = [{ ",
        'thresholds = [{ operator = ">=", figure = "50", year = 2030, source = "Quyết định thử", '
        'confidence = "unverified" }, { ',
        1,
    )
    assert added != higher
    issue(ntm=added)
    assert sum(len(s.thresholds) for s in subs(receiver.catalogue)) == before + 1
    assert receiver.catalogue.criteria_sets["ntm-xa-2021-2025"].version == 2


def subs(catalogue):
    return [s for c in catalogue.criteria_sets["ntm-xa-2021-2025"].criteria for s in c.subcriteria]


def test_a_unit_may_end_but_not_be_renamed(issue, receiver):
    unit = receiver.catalogue.units.at("12", date(2024, 1, 1))
    line = (
        'kind = "units"\nunits = [\n  {{ code = "12", kind = "tinh", name = "{name}", '
        'parent = "", '
        'valid_from = 2021-01-01,{end} region = "{u.region}", agency = "{u.agency}", '
        'place = "{u.place}", source = "{u.source}", confidence = "{u.confidence}" }},\n]\n'
    )
    with pytest.raises(FormError, match="catalogue-changes-published"):
        issue(dv=line.format(name="Tỉnh khác", end="", u=unit))
    issue(dv=line.format(name=unit.name, end=" valid_to = 2031-12-31,", u=unit))
    assert receiver.catalogue.units.at("12", date(2031, 1, 1)).valid_to == date(2031, 12, 31)
    assert receiver.catalogue.units.find("12", date(2032, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kind = ", "form.toml"),
        (MEASURES.format(id="ho", label="hộ") + "x = 1\n", "form.key-unknown"),
    ],
)
def test_a_folder_with_a_mistake_is_not_published(issue, receiver, text, code):
    with pytest.raises(FormError, match="catalogue-mistakes") as caught:
        issue(sai=text)
    assert code in caught.value.facts["listed"]
    assert "sai.toml:" in caught.value.facts["listed"]
    assert installed(receiver.workspace) is None


def test_an_empty_folder_and_a_name_twice(issue, folder, receiver, tmp_path):
    with pytest.raises(FormError, match="catalogue-empty"):
        issue()
    for part in ("a", "b"):
        (folder / part).mkdir()
        (folder / part / "x.toml").write_text("kind = 'measures'\nmeasures = []\n", "utf-8")
    with pytest.raises(FormError, match="catalogue-name-twice"):
        do(receiver.office, Publish(folder, receiver.signing(tmp_path)))


def test_parts_that_are_not_listed_are_refused(issue):
    parts = dict(unseal(issue(do=MEASURES.format(id="a", label="a")).read_bytes()).parts)
    read_edition(parts)
    for wrong in ({**parts, "data/b.toml": b""}, {**parts, "data/do.toml": b""},
                  {PATH: parts[PATH]}, {}):  # fmt: skip
        with pytest.raises(CtmtqgError, match="package"):
            read_edition(wrong)
