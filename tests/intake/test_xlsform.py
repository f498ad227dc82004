"""Requirements: an XLSForm can be brought in; what cannot be carried over is listed."""

import tomllib

import pytest
from openpyxl import Workbook
from shipped import shipped_reading

from ctmtqg_desktop.catalogue.read.toml_writer import form_to_toml
from ctmtqg_desktop.catalogue.records.form import Form, SectionKind
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.keeping.import_form import import_xlsform
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven

READING = shipped_reading()
GIVEN = SurveyGiven("dtts-2021-2025", "Phiếu thu thập thử", "2025-01-01", "ho")
HEAD = ["type", "name", "label", "hint", "required", "constraint", "constraint_message",
        "relevant", "calculation", "appearance", "default", "measure", "read_only"]  # fmt: skip
CHOICES = [["list_name", "name", "label"], ["loai", "moi", "Mới"], ["loai", "cu", "Cũ"]]
SETTINGS = [["form_title", "form_id", "version"], ["Phiếu hộ", "phieu-ho", "3"]]


@pytest.fixture
def xlsform(tmp_path):
    """Return what writes an XLSForm of questions, each a dict by heading."""

    def write(*questions, settings=SETTINGS, choices=CHOICES, more=()):
        book = Workbook()
        book.active.title = "survey"
        head = [*HEAD, *more]
        book.active.append(head)
        for question in questions:
            book.active.append([question.get(name) for name in head])
        for title, rows in (("choices", choices), ("settings", settings)):
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "phiếu.xlsx"
        book.save(path)
        return path

    return write


def q(kind, name="", label=None, **more):
    return {"type": kind, "name": name, "label": label or name, **more}


def brought(path, given=GIVEN):
    return import_xlsform(path, READING, given)


def left(found):
    return [(o.place, o.code.removeprefix("intake.xlsform-")) for o in found.left_out]


def test_groups_repeats_and_types_become_sections(xlsform):
    path = xlsform(
        q("text", "ten", "Tên bản", hint="Ghi đủ", required="yes"),
        q("begin group", "ho", "I. Hộ"),
        q("integer", "tong", "Tổng số hộ"),
        q("decimal", "dien_tich", "Diện tích", measure="ha"),
        q("date", "ngay", "Ngày"),
        q("select_one loai", "loai", "Loại"),
        q("note", "chu_y", "Chỉ ghi hộ thường trú"),
        q("begin group", "trong", "Trong đó"),
        q("integer", "ngheo", "Hộ nghèo"),
        q("end group"),
        q("end group"),
        q("begin repeat", "ct", "Công trình"),
        q("text", "ten_ct", "Tên"),
        q("begin group", "von_nhom", "Vốn"),
        q("decimal", "von", "Kế hoạch", measure="trieu-dong"),
        q("end group"),
        q("end repeat"),
        q("calculate", "tong_von", "Tổng vốn", calculation="sum(${von}) div 2"),
    )
    found = brought(path)
    assert not found.mistakes
    assert not found.left_out
    form = found.form
    assert (form.id, form.version, form.title) == ("phieu-ho", 3, "Phiếu hộ")
    assert [(s.id, s.kind) for s in form.sections] == [
        ("chung", SectionKind.FIELDS), ("ho", SectionKind.FIELDS), ("ct", SectionKind.ROSTER)
    ]  # fmt: skip
    general, households, works = form.sections
    assert (general.row("ten").help, general.row("ten").required) == ("Ghi đủ", True)
    assert general.row("tong_von").formula == "tổng(ct.von) / 2"
    assert households.row("dien_tich").measure == "ha"
    assert [c.id for c in households.row("loai").choices] == ["moi", "cu"]
    assert households.row("chu_y").heading
    assert households.row("trong").heading
    assert households.row("ngheo").level == 2
    assert works.column("von").header == ("Vốn",)


def test_the_form_is_written_and_read_like_any_other(xlsform):
    form = brought(xlsform(q("integer", "tong"), q("text", "ten"))).form
    from pydantic import TypeAdapter

    assert TypeAdapter(Form).validate_python(tomllib.loads(form_to_toml(form))) == form


def test_constraints_become_rules(xlsform):
    path = xlsform(
        q("begin group", "ho", "Hộ"),
        q("integer", "tong", "Tổng"),
        q("integer", "ngheo", "Nghèo", constraint=". >= 0 and . <= ${tong}",
          constraint_message="Hộ nghèo ${tong} {sai}"),
        q("end group"),
        q("begin repeat", "ct", "Công trình"),
        q("decimal", "von", "Vốn", constraint=". > 0 or not(${ngheo} = 1)"),
        q("end repeat"),
    )  # fmt: skip
    found = brought(path)
    assert not found.mistakes
    first, second = found.form.rules
    assert (first.section, first.each, first.cell) == ("ho", "form", "ngheo")
    assert first.check == "ngheo >= 0 và ngheo <= tong"
    assert first.message == "Hộ nghèo “Tổng” sai"
    assert (second.each, second.check) == ("row", "von > 0 hoặc (không (ho.ngheo = 1))")


@pytest.mark.parametrize(
    ("question", "place", "code"),
    [
        (q("geopoint", "vi_tri"), "survey!A3", "type"),
        (q("select_multiple loai", "nhieu"), "survey!A3", "type"),
        (q("image", "anh"), "survey!A3", "type"),
        (q("start", "bat_dau"), "survey!A3", "type"),
        (q("text", "a", relevant="${x} > 1"), "survey!H3", "property"),
        (q("text", "a", appearance="multiline"), "survey!J3", "property"),
        (q("text", "a", default="chưa rõ"), "survey!K3", "property"),
        (q("text", "a", read_only="yes"), "survey!M3", "property"),
        (q("integer", "a", constraint="regex(., '[0-9]')"), "survey!F3", "expression"),
        (q("integer", "a", required="${x} > 1"), "survey!E3", "expression"),
        (q("calculate", "a", calculation="string-length(${x})"), "survey!I3", "expression"),
        (q("integer", "a", constraint="sum(., 1, 'a') > 1"), "survey!F3", "formula"),
        (q("calculate", "a", calculation="if(${x}, 1, 'a')"), "survey!B3", "formula"),
        (q("text", "ten-ban"), "survey!B3", "renamed"),
        (q("text", "và"), "survey!B3", "renamed"),
    ],
)
def test_what_cannot_be_carried_over_is_listed(xlsform, question, place, code):
    found = brought(xlsform(q("integer", "x"), question))
    assert not found.mistakes
    assert (place, code) in left(found)
    assert found.form.section("chung").row("x")


def test_nothing_of_a_question_is_dropped_in_silence(xlsform):
    """Every property is either carried or listed."""
    path = xlsform(
        q("text", "a", trigger="${b}", **{"media::image": "a.png", "bind::odk:length": "3"}),
        q("integer", "b"),
        q("begin repeat", "ct", "CT", repeat_count="3"),
        q("begin repeat", "lồng", "Lồng"),
        q("text", "c"),
        q("end repeat"),
        q("text", "d", hint="Gợi ý"),
        q("end repeat"),
        more=("trigger", "media::image", "bind::odk:length", "repeat_count"),
    )
    found = brought(path)
    told = {o.facts.get("property") or o.code for o in found.left_out}
    assert told >= {"trigger", "media", "odk:length", "intake.xlsform-nested", "hint"}
    assert any("count" in name for name in told), told


def test_languages_other_than_vietnamese_are_listed(xlsform):
    questions = [
        {"type": "text", "name": "a", "label::English (en)": "Name",
         "label::Tiếng Việt (vi)": "Tên"}
    ]  # fmt: skip
    path = xlsform(*questions, more=("label::English (en)", "label::Tiếng Việt (vi)"))
    found = brought(path)
    assert found.form.sections[0].rows[0].label == "Tên"
    assert "language" in {code for _, code in left(found)}


def test_what_an_xlsform_does_not_say_is_asked_for(xlsform):
    found = brought(xlsform(q("integer", "x")), SurveyGiven())
    assert found.form is None
    wheres = {m.facts["where"] for m in found.mistakes if m.code == "form.key-missing"}
    assert wheres == {"programme", "source", "valid_from"}
    assert {m.place for m in found.mistakes} == {"settings!A1"}
    found = brought(xlsform(q("integer", "x")), SurveyGiven("dtts-2021-2025", "s", "2025-01-01"))
    assert [(m.place, m.code) for m in found.mistakes] == [("survey!B2", "form.measure-missing")]


def test_a_strange_version_and_id_are_told(xlsform):
    settings = [SETTINGS[0], ["Phiếu", "Phieu_Ho", "2024.1a"]]
    found = brought(xlsform(q("text", "x"), settings=settings))
    assert (found.form.id, found.form.version) == ("phieu-ho", 1)
    assert {code for _, code in left(found)} == {"renamed", "version"}


def test_a_broken_xlsform_is_refused(xlsform, tmp_path):
    with pytest.raises(IntakeError, match="xlsform"):
        brought(xlsform(q("begin group", "a"), q("text", "b")))
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(IntakeError, match="workbook"):
        brought(path)
