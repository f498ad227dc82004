"""Requirements: the history of a form, what the receiver has published, the national table."""

from datetime import date

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.read.toml_writer import form_to_toml
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.lineage import Share
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.browse import Sort, catalogue_contents, find_units, steps_of
from ctmtqg_desktop.exchange.keeping.editions import form_history, held_editions
from ctmtqg_desktop.exchange.keeping.orders import CheckEdition

FORM = "dtts-da1"
MEASURES = 'kind = "measures"\nmeasures = [\n  {{ id = "{id}", label = "{label}" }},\n]\n'
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def whole():
    return shipped_catalogue()


# -- what was published


def test_a_workspace_that_took_nothing_holds_nothing(commune):
    assert held_editions(commune.workspace) == ()
    (only,) = form_history(commune.catalogue, (), FORM)
    assert (only.version, only.by) == (1, None)


def test_a_form_says_which_package_brought_which_version(issue, v2, commune, receiver):
    issue(do=MEASURES.format(id="thung", label="thùng"))
    commune.take(issue(da1=form_to_toml(v2)))
    for place in (commune, receiver):
        held = held_editions(place.workspace)
        newest, first = form_history(place.catalogue, held, FORM)
        assert (newest.version, newest.valid_from) == (2, date(2025, 1, 1))
        assert newest.sha256 == place.catalogue.digests[f"{FORM}.v2"]
        assert newest.by is not None
        assert newest.by.edition.version == 2
        assert newest.by.unit == "Huyện Tam Đường"
        assert newest.by.signer == "Chủ tịch 106"
        assert newest.by.signed_at.year == 2025
        assert (first.version, first.by) == (1, None)


def test_the_receiver_sees_everything_it_published_and_what_each_brought(issue, v2, receiver):
    issue(do=MEASURES.format(id="thung", label="thùng"))
    issue(da1=form_to_toml(v2))
    second, first = held_editions(receiver.workspace)
    assert [h.edition.version for h in (second, first)] == [2, 1]
    assert [h.is_installed for h in (second, first)] == [True, False]
    assert [(b.kind, b.name, b.is_new) for b in first.brought] == [("measures", "do.toml", True)]
    (form,) = second.brought
    assert (form.kind, form.id, form.version, form.title) == ("form", FORM, 2, v2.title)


def test_a_file_put_in_the_place_of_another_is_told_apart(issue, receiver):
    issue(do=MEASURES.format(id="thung", label="thùng"))
    more = MEASURES.replace("]\n", '  {{ id = "bao", label = "bao" }},\n]\n')
    issue(do=more.format(id="thung", label="thùng"))
    (replaced,) = held_editions(receiver.workspace)[0].brought
    assert (replaced.name, replaced.is_new) == ("do.toml", False)


def test_a_unit_that_missed_a_package_is_told_all_that_is_new_to_it(issue, v2, commune):
    commune.take(issue(do=MEASURES.format(id="thung", label="thùng")))
    issue(do2=MEASURES.format(id="bao", label="bao"))
    commune.take(issue(da1=form_to_toml(v2)))
    third, first = held_editions(commune.workspace)
    assert (third.edition.version, first.edition.version) == (3, 1)
    assert sorted(b.name for b in third.brought) == ["da1.toml", "do2.toml"]


def examined(receiver, folder):
    return do(receiver.office, CheckEdition(folder)).found


def test_a_folder_is_examined_beside_what_was_published(issue, receiver, folder):
    issue(do=MEASURES.format(id="thung", label="thùng"))
    for old in folder.iterdir():
        old.unlink()
    (folder / "sai.toml").write_text('kind = "measures"\nmeasures = [{ id = 1 }]\n', "utf-8")
    (folder / "trung.toml").write_text(MEASURES.format(id="thung", label="khác"), "utf-8")
    found = {(m.file.split("/")[-1], m.code) for m in examined(receiver, folder)}
    assert any(name == "sai.toml" for name, _ in found)
    assert any(name in {"trung.toml", "do.toml"} for name, _ in found)
    (folder / "sai.toml").unlink()
    (folder / "trung.toml").unlink()
    (folder / "dung.toml").write_text(MEASURES.format(id="can", label="cân"), "utf-8")
    assert examined(receiver, folder) == ()


# -- what there is


@pytest.mark.parametrize("sort", list(Sort))
def test_every_sort_is_listed_with_its_source(whole, sort):
    found = catalogue_contents(whole, sort)
    assert found
    assert all(item.source and item.id and item.title for item in found)
    assert {item.sort for item in found} == {sort}


def test_every_version_of_a_form_is_a_line_of_its_own(whole):
    lines = [(item.id, item.version) for item in catalogue_contents(whole, Sort.FORM)]
    assert len(lines) == len(set(lines)) == len(whole.forms)
    assert [v for i, v in lines if i == "lct-von"] == [1, 2]


def test_lists_are_sifted_without_accents_by_id_or_title(whole):
    assert {i.id for i in catalogue_contents(whole, Sort.FORM, "nguon luc")} == {"ntm-nguon-luc"}
    assert catalogue_contents(whole, Sort.PLAN, "003")[0].id == "003-tam-duong-2024"
    assert catalogue_contents(whole, Sort.FORM, "không có biểu nào thế này") == ()


# -- the national table


def test_units_are_found_by_either_code_or_a_name_without_accents(whole):
    def first(text, day):
        return find_units(whole, text, day)[0].unit

    assert first("binh lu", LAST).code == "03412"
    assert first("BÌNH LƯ", FIRST).code == "03390"
    assert first("03408", FIRST).name == "Phường Tân Phong"
    assert find_units(whole, "", FIRST) == ()


def test_who_types_a_name_that_is_gone_finds_the_unit_it_is_in_now(whole):
    (match,) = [m for m in find_units(whole, "son binh", FIRST) if m.unit.parent == "12"]
    assert (match.unit.code, match.unit.name) == ("03390", "Xã Bình Lư")
    assert (match.by.code, match.by.name, match.share) == ("03413", "Xã Sơn Bình", Share.WHOLE)
    by_old_code = find_units(whole, "03413", FIRST)
    assert "03390" in {m.unit.code for m in by_old_code}


def test_who_types_a_later_name_finds_the_units_it_was_made_of(whole):
    found = {m.unit.code: m for m in find_units(whole, "binh lu", LAST)}
    assert found["03412"].by is None
    assert {"03390", "03413"} <= set(found)
    assert found["03413"].by.name == "Xã Bình Lư"


def test_every_part_of_a_divided_unit_is_offered(whole):
    divided = next(s.old for s in whole.lineage._all if s.share is Share.PART)
    parts = {s.new for s in whole.lineage.successors(divided, LAST)}
    found = {m.unit.code: m for m in find_units(whole, divided, FIRST)}
    assert len(parts) >= 2
    assert parts <= set(found)
    others = parts - {divided}
    assert {found[code].share for code in others} <= {Share.PART, Share.MAIN}


def test_an_old_unit_tells_what_it_became_and_a_new_one_what_it_was_made_of(whole):
    (became,) = steps_of(whole, "03400", LAST)
    assert (became.before, became.unit.name) == (False, "Xã Tả Lèng")
    made_of = {(s.code, s.unit.name) for s in steps_of(whole, "03390", FIRST)}
    assert made_of == {
        ("03390", "Thị trấn Tam Đường"), ("03412", "Xã Bình Lư"), ("03413", "Xã Sơn Bình"),
    }  # fmt: skip
    assert steps_of(whole, "99999", FIRST) == ()


def test_a_divided_unit_says_that_only_a_part_went(whole):
    divided = next(s for s in whole.lineage._all if s.share.value == "part")
    steps = [s for s in steps_of(whole, divided.old, LAST) if not s.before]
    assert len(steps) >= 2
    assert any(s.succession.is_split for s in steps)


def test_an_unverified_step_is_marked(whole):
    doubted = next(s for s in whole.lineage._all if s.confidence is Confidence.UNVERIFIED)
    steps = steps_of(whole, doubted.old, LAST)
    assert Confidence.UNVERIFIED in {s.succession.confidence for s in steps}
