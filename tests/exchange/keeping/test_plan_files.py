"""Issue 10, point 7: a plan is kept in a workbook, published, and units see what is new."""

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from ctmtqg_desktop.assets import words
from ctmtqg_desktop.catalogue.read.toml_writer import plan_to_toml
from ctmtqg_desktop.catalogue.records.declared import Plan, Target, TargetAnswer
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.entries.plan_sheet import COLUMNS
from ctmtqg_desktop.errors import FormError, IntakeError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.editions import held_editions
from ctmtqg_desktop.exchange.keeping.orders import TakePlan, WritePlan
from ctmtqg_desktop.exchange.keeping.plans.plan_files import plan_at, plans_in
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import unseal

CELL = "dtts-da1 ket_qua.nha_hoan_thanh.value"
HEADINGS = words("labels", "plans.toml")["book"]


def target(number, **changes):
    made = Target(
        id=f"che-2024-{number:03d}", quote=f"Trồng mới {number} ha chè.", unit="03394",
        period="2024", indicator=f"Chè {number}", operator=">=", figure=str(number), measure="ha",
        kind="target", source="KH 01", confidence=Confidence.SEED,
        answer=TargetAnswer(why_not="Chưa gắn."),
    )  # fmt: skip
    return replace(made, **changes)


def plan(*targets, **changes):
    made = Plan(
        "plan", "che-2024", "Kế hoạch chè", "UBND huyện", "KH 01", Confidence.SEED, targets
    )
    return replace(made, **changes)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "moi"
    made.mkdir()
    (made / "che-2024.toml").write_text(
        plan_to_toml(plan(target(1), target(2), target(3))), "utf-8"
    )
    return made


@pytest.fixture
def book(receiver, folder, tmp_path):
    """Return the path of a workbook of the plan."""
    path = tmp_path / "che.xlsx"
    do(receiver.office, WritePlan(path, "che-2024", folder=folder))
    return path


@pytest.fixture
def take(receiver, folder, book):
    """Return a function that changes the workbook and takes it back."""

    def by(change=lambda *_: None):
        held = load_workbook(book)
        sheet = held[words("labels", "plans.toml")["sheets"]["rows"]]
        change(sheet, {name: place for place, name in enumerate(COLUMNS, 1)})
        held.save(book)
        return do(receiver.office, TakePlan(book, folder)).facts

    return by


def accounted(facts):
    return facts["taken"] + facts["refused_rows"] + facts["left_rows"] == facts["rows"]


def codes(facts):
    return [(one["row"], one["column"], one["code"]) for one in facts["refused"]]


def test_what_nobody_changed_comes_back_the_same(take, receiver, folder):
    before = plan_at(receiver.catalogue, "che-2024", folder)
    facts = take()
    assert (facts["taken"], facts["refused"], facts["left_out"]) == (3, [], [])
    assert plan_at(receiver.catalogue, "che-2024", folder) == before


def test_a_changed_figure_a_new_row_and_one_without_its_mark(take, receiver, folder):
    def change(sheet, at):
        sheet.cell(2, at["figure"]).value = "1.234,5"
        sheet.cell(3, at["keep"]).value = None
        for name, text in {
            "keep": "x", "indicator": "Đường", "unit": "03394", "period": 2024, "figure": 7,
            "measure": "km", "quote": "Làm 7 km đường.", "answer": CELL, "responsible": "Phòng KT",
        }.items():  # fmt: skip
            sheet.cell(5, at[name]).value = text

    facts = take(change)
    assert accounted(facts)
    kept = {t.id: t for t in plan_at(receiver.catalogue, "che-2024", folder).targets}
    assert sorted(kept) == ["che-2024-001", "che-2024-003", "che-2024-004"]
    assert kept["che-2024-001"].figure == "1234.5"
    new = kept["che-2024-004"]
    assert (new.answer, new.responsible, new.operator) == (
        TargetAnswer("cell", *CELL.split()), "Phòng KT", ">=",
    )  # fmt: skip
    assert [t["id"] for t in facts["added"]] == ["che-2024-004"]
    assert [t["id"] for t in facts["changed"]] == ["che-2024-001"]
    assert [t["id"] for t in facts["dropped"]] == ["che-2024-002"]


def test_an_id_is_never_given_twice(take):
    def drop(sheet, at):
        sheet.cell(4, at["keep"]).value = None

    def add(sheet, at):
        for name, text in {
            "keep": "x", "indicator": "Cầu", "unit": "03394", "period": "2024", "figure": "1",
            "measure": "ha", "quote": "Làm 1 cầu.",
        }.items():  # fmt: skip
            sheet.cell(5, at[name]).value = text

    facts = take(lambda sheet, at: (drop(sheet, at), add(sheet, at)))
    assert [t["id"] for t in facts["added"]] == ["che-2024-004"]


@pytest.mark.parametrize(("column", "text", "code"), [
    ("unit", "99999", "plan-row.unit"),
    ("unit", None, "plan-row.empty"),
    ("period", "năm tới", "plan-row.period"),
    ("figure", "không", "plan-row.figure"),
    ("figure", None, "plan-row.empty"),
    ("operator", "met", "plan-row.figure-of-met"),
    ("operator", "chừng", "plan-row.operator"),
    ("measure", "sọt", "plan-row.measure"),
    ("kind", "gì đó", "plan-row.kind"),
    ("answer", "không-có a.b.c", "plan-row.answer"),
    ("quote", None, "plan-row.empty"),
    ("id", "che-2024-009", "plan-row.id-unknown"),
    ("id", "che-2024-001", "plan-row.id-twice"),
    ("baseline", "nhiều", "plan-row.figure"),
    ("indicator", "dài" * 1000, "plan-row.long"),
])  # fmt: skip
def test_a_wrong_cell_is_refused_by_row_and_column(take, receiver, folder, column, text, code):
    def change(sheet, at):
        sheet.cell(3, at[column]).value = text

    facts = take(change)
    at = "figure" if code == "plan-row.figure-of-met" else column
    assert codes(facts) == [(3, HEADINGS[at], code)]
    assert accounted(facts)
    kept = plan_at(receiver.catalogue, "che-2024", folder).targets
    assert kept == (target(1), target(2), target(3))


def test_emptied_cells_that_may_be_empty_are_emptied(take, receiver, folder):
    def fill(sheet, at):
        sheet.cell(2, at["responsible"]).value = "Phòng A"
        sheet.cell(2, at["baseline"]).value = "0,5"

    take(fill)
    kept = plan_at(receiver.catalogue, "che-2024", folder).targets[0]
    assert (kept.responsible, kept.baseline) == ("Phòng A", "0.5")


def test_a_row_that_is_gone_drops_nothing(take):
    facts = take(lambda sheet, _: sheet.delete_rows(3))
    assert (facts["absent"], facts["dropped"], facts["count"]) == (["che-2024-002"], [], 3)


def test_plans_of_a_folder_are_listed(folder):
    (folder / "khac.toml").write_text('kind = "measures"', "utf-8")
    (folder / "hong.toml").write_bytes(b"\xff\xfe")
    assert plans_in(folder) == {"che-2024": "Kế hoạch chè"}
    assert plans_in(folder / "khong-co") == plans_in(None) == {}


def test_rows_in_another_order_are_the_same_rows(take):
    def swap(sheet, at):
        for column in range(1, len(COLUMNS) + 2):
            one, other = sheet.cell(2, column), sheet.cell(4, column)
            one.value, other.value = other.value, one.value

    facts = take(swap)
    assert (facts["taken"], facts["added"], facts["changed"]) == (3, [], [])


def test_changed_here_and_there_is_a_conflict_by_name(take, receiver, folder):
    text = plan_to_toml(plan(target(1, figure="5"), target(2), target(3, figure="9")))
    (folder / "che-2024.toml").write_text(text, "utf-8")

    def change(sheet, at):
        sheet.cell(2, at["figure"]).value = "6"

    facts = take(change)
    assert codes(facts) == [(2, HEADINGS["id"], "plan-row.conflict")]
    assert accounted(facts)
    figures = [t.figure for t in plan_at(receiver.catalogue, "che-2024", folder).targets]
    assert figures == ["5", "2", "9"]


def test_a_time_that_is_over_is_told(take):
    assert take()["over"] == ["che-2024-001", "che-2024-002", "che-2024-003"]


def test_a_head_that_lacks_something_is_refused(receiver, folder, book):
    held = load_workbook(book)
    held.worksheets[0]["B3"].value = None
    held.save(book)
    with pytest.raises(FormError, match="plan-head"):
        do(receiver.office, TakePlan(book, folder))


def test_another_workbook_is_refused(receiver, folder, tmp_path):
    from openpyxl import Workbook

    Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(IntakeError, match="plan-book"):
        do(receiver.office, TakePlan(tmp_path / "x.xlsx", folder))


def test_proposals_are_rows_that_nobody_has_confirmed(receiver, folder, tmp_path):
    document, path = tmp_path / "kh.txt", tmp_path / "kh.xlsx"
    document.write_text(
        "Số: 12/KH-UBND\nKẾ HOẠCH\nTrồng chè huyện Tam Đường năm 2024\nI. MỤC TIÊU\n"
        "- Trồng mới 75 ha chè.\n- Nâng cao nhận thức.\n", "utf-8",
    )  # fmt: skip
    do(receiver.office, WritePlan(path, document=document))
    nothing = do(receiver.office, TakePlan(path, folder))
    assert nothing.is_refused
    assert not (folder / "huyen-tam-duong-2024.toml").exists()
    held = load_workbook(path)
    held.worksheets[1]["A2"].value = "x"
    held.save(path)
    facts = do(receiver.office, TakePlan(path, folder)).facts
    (kept,) = plan_at(receiver.catalogue, "huyen-tam-duong-2024", folder).targets
    assert (kept.id, kept.quote, kept.figure, kept.unit) == (
        "huyen-tam-duong-2024-001", "Trồng mới 75 ha chè.", "75", "106",
    )  # fmt: skip
    assert facts["rows"] == facts["taken"] == 1
    held.worksheets[1]["H2"].value = "80"
    held.save(path)
    again = do(receiver.office, TakePlan(path, folder)).facts
    assert (again["added"], [t["figure"] for t in again["changed"]]) == ([], ["80"])


# -- publishing


def test_a_plan_travels_as_a_package_of_targets(issue_plan, commune):
    path = issue_plan(plan(target(1)))
    assert unseal(path.read_bytes()).manifest.header.kind is Kind.TARGETS
    (taken,) = commune.take(path)
    assert taken.code == "exchange.catalogue-taken"
    assert commune.catalogue.plan("che-2024").targets == (target(1),)
    (news,) = taken.facts["plans"]
    assert news["is_new"]
    assert [t["id"] for t in news["added"]] == ["che-2024-001"]
    assert "Chè 1" in taken.message
    (held,) = held_editions(commune.workspace)
    assert [t.id for t in held.plans[0].added] == ["che-2024-001"]


def test_a_unit_sees_what_was_added_changed_and_dropped(issue_plan, commune):
    commune.take(issue_plan(plan(target(1), target(2))))
    later = plan(target(1, figure="9"), target(3), version=2)
    (taken,) = commune.take(issue_plan(later))
    (news,) = taken.facts["plans"]
    assert [t["id"] for t in news["added"]] == ["che-2024-003"]
    assert [(t["id"], t["fields"], t["before"]["figure"]) for t in news["changed"]] == [
        ("che-2024-001", ["figure"], "1")
    ]
    assert [t["id"] for t in news["dropped"]] == ["che-2024-002"]


def test_an_id_that_was_dropped_in_a_package_is_not_given_again(issue_plan, receiver, tmp_path):
    issue_plan(plan(target(1), target(2)))
    issue_plan(plan(target(1), version=2))
    path = tmp_path / "che.xlsx"
    do(receiver.office, WritePlan(path, "che-2024"))
    held = load_workbook(path)
    for place, name in enumerate(COLUMNS, 1):
        held.worksheets[1].cell(3, place).value = held.worksheets[1].cell(2, place).value
        if name in {"id", "indicator"}:
            held.worksheets[1].cell(3, place).value = "" if name == "id" else "Cầu"
    held.save(path)
    facts = do(receiver.office, TakePlan(path, tmp_path / "moi")).facts
    assert [t["id"] for t in facts["added"]] == ["che-2024-3-002"]
    assert facts["version"] == 3


def test_a_plan_changes_only_under_a_higher_version(issue_plan):
    issue_plan(plan(target(1)))
    with pytest.raises(FormError, match="changes-published"):
        issue_plan(plan(target(1, figure="9")))


def test_a_plan_that_is_withdrawn_assigns_nothing(issue_plan, commune):
    commune.take(issue_plan(plan(target(1))))
    (taken,) = commune.take(issue_plan(plan(version=2, withdrawn="QĐ 05 ngày 01/02/2025")))
    (news,) = taken.facts["plans"]
    assert (news["withdrawn"], [t["id"] for t in news["dropped"]]) == (
        "QĐ 05 ngày 01/02/2025", ["che-2024-001"],
    )  # fmt: skip
    assert commune.catalogue.plan("che-2024").targets == ()


def test_an_older_package_is_not_taken_after_a_newer(issue_plan, commune):
    first = issue_plan(plan(target(1)))
    commune.take(issue_plan(plan(target(2), version=2)))
    (taken,) = commune.take(first)
    assert taken.code == "exchange.catalogue-older"
    assert [t.id for t in commune.catalogue.plan("che-2024").targets] == ["che-2024-002"]


def test_two_targets_of_one_id_are_refused(issue_plan):
    with pytest.raises(FormError, match="catalogue-mistakes"):
        issue_plan(plan(target(1), target(1)))


def test_a_unit_of_another_tree_gets_no_target(issue_plan):
    with pytest.raises(FormError, match="plan-foreign"):
        issue_plan(plan(target(1, unit="12"), units_at=date(2024, 1, 1)))


def test_a_unit_takes_no_plan_of_another_receiver(issue_plan, place):
    (taken,) = place("03405").take(issue_plan(plan(target(1))))
    assert taken.code == "exchange.catalogue-unknown-signer"


def test_our_own_workbook_comes_back_with_nothing_left_out(take):
    assert take()["beside"] == []


def test_what_the_workbook_holds_beside_is_named(take, book):
    def change(sheet, columns):
        sheet.cell(1, len(columns) + 3, "Ghi chú riêng")
        sheet.cell(2, len(columns) + 3, "xem lại")
        sheet.row_dimensions[3].hidden = True
        sheet.parent.create_sheet("Bản nháp").append(["một", 2])
        heads = sheet.parent[words("labels", "plans.toml")["sheets"]["head"]]
        heads.append(["Người lập", "Lò Văn A"])

    facts = take(change)
    told = [(one["code"].rpartition("aside-")[2], one["where"] or one["sheet"])
            for one in facts["beside"]]  # fmt: skip
    assert told == [
        ("sheet", "Bản nháp"), ("column", "Ghi chú riêng"), ("hidden-row", "3"),
        ("head", "Người lập"),
    ]  # fmt: skip
    assert facts["rows"] == 2
    assert facts["count"] == 3  # a line nobody sees changes nothing
    for one in facts["beside"]:
        assert one["message"] in facts["aside"]
