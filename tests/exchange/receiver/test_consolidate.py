"""DESIGN 6: totals take the latest accepted revision, know their sources, name what is missing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from doing import receive, track
from signed_by_somebody import sealed_report, somebody_at

from ctmtqg_desktop.catalogue.records.declared import Plan, Target, TargetAnswer
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.consolidate import Aggregate, aggregate, consolidate_cell
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.submission import ReportKey, Status, Submission
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.answers.track import targets_against
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.consolidate import show_total, totals_in_order
from ctmtqg_desktop.exchange.receiver.orders import Consolidate
from ctmtqg_desktop.exchange.receiver.totals import consolidate
from ctmtqg_desktop.targets.progress import TargetState
from ctmtqg_desktop.text import format_number

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
FUNDS, WORKS, SELF = "ntm-nguon-luc", "ntm-cong-trinh", "ntm-xa-tu-danh-gia"


@pytest.fixture(scope="module")
def received(mail, tmp_path_factory):
    """An office that has accepted all the mail; only asked, never changed."""
    world = replace(mail.world, root=tmp_path_factory.mktemp("received"))
    office = world.open_office()
    for one in mail.sent.values():
        world.enrol(office, one.code, one.signer)
        (world.root / f"{one.code}.asice").write_bytes(one.data)
    assert {r.outcome for r in receive(office, [world.root])} == {"accepted"}
    yield office
    office.workspace.close()


@pytest.fixture(scope="module")
def whole(received):
    return received.consolidate(SET, YEAR)


def cell(row, column):
    return Cell("nguon_luc", row, column)


def test_missing_units_are_listed_and_sources_named(whole, mail):
    assert len(whole.missing) == 10
    assert [s.key.unit for s in whole.submissions] == ["03390", "03394", "03400"]
    for submission in whole.submissions:
        assert submission.content_sha256 == mail[submission.key.unit].done.content_sha256
    assert [f.form.id for f in whole.forms] == [SELF, FUNDS, WORKS, "dtts-da1"]
    assert [s.unit.code for s in whole.sources[SELF]] == ["03394", "03400"]


def test_every_total_is_the_sum_of_the_signed_cells_to_the_dong(whole):
    form = whole.form(FUNDS)
    for place, total in form.totals.items():
        parts = [p.value for p in total.parts if isinstance(p.value, Decimal)]
        if place.column != "ty_le":
            assert total.value == (sum(parts, Decimal(0)) if parts else EMPTY), place
    for column in ("ke_hoach", "keo_dai", "trong_ky", "luy_ke"):
        value = {row: form.value(cell(row, column)) for row in
                 ("tong", "nstw", "nsdp", "long_ghep", "cong_dong")}  # fmt: skip
        assert value.pop("tong") == sum(value.values())


def test_a_percentage_is_recomputed_and_never_added(whole):
    form = whole.form(FUNDS)
    planned = form.value(cell("tong", "ke_hoach")) + form.value(cell("tong", "keo_dai"))
    ratio = form.value(cell("tong", "luy_ke")) / planned * 100
    parts = [p.value for p in form.totals[cell("tong", "ty_le")].parts]
    assert len(parts) == 3
    assert form.value(cell("tong", "ty_le")) == pytest.approx(ratio)
    assert form.value(cell("tong", "ty_le")) not in {sum(parts), sum(parts) / 3}


def test_one_cell_is_consolidated_as_the_form_is(whole):
    for form in whole.forms:
        sources = whole.sources[form.form.id]
        program = sources[0].sheet.program
        for place, total in list(form.totals.items())[::7]:
            assert consolidate_cell(program, sources, place) == total.value, place


def test_lines_of_a_roster_keep_whose_they_are(whole):
    lines = whole.form(WORKS).lines["cong_trinh"]
    assert len({line.key for line in lines}) == len(lines)
    by_unit = {line.unit.code for line in lines}
    assert by_unit <= {"03390", "03394", "03400"}
    planned = sum(line.values["ke_hoach"] for line in lines)
    assert whole.form(WORKS).value(Cell("tong_hop", "tong", "ke_hoach")) == planned
    first = lines[0]
    assert whole.form(WORKS).value(Cell("cong_trinh", first.key, "ten")) == first.values["ten"]


def test_the_matrix_counts_criteria(whole):
    matrix = whole.matrices[SELF]
    assert [u.code for u in matrix.units] == ["03394", "03400"]
    assert len(matrix.criteria) == 19
    assert matrix.total == sum(matrix.per_unit(u.code) for u in matrix.units)
    assert matrix.total == sum(matrix.per_criterion(c.code) for c in matrix.criteria)
    assert matrix.average == Decimal(matrix.total) / 2
    assert (matrix.per_unit("03394"), matrix.per_unit("03400")) == (19, 17)


def test_a_counted_verdict_is_shown_as_a_number(received, whole):
    form = whole.form(SELF)
    place = Cell("bo_tieu_chi", "tc11", "dat")
    assert form.totals[place].value == 1
    assert show_total(received.library, form.form, place, Decimal(1)) == "1"
    assert all(isinstance(total.value, Decimal) for _, total in totals_in_order(form))


@pytest.mark.parametrize(("way", "values", "result"), [
    (Aggregate.SUM, [Decimal(1), EMPTY, Decimal(2), NOT_APPLICABLE], 3),
    (Aggregate.SUM, [EMPTY], EMPTY), (Aggregate.SUM, [], EMPTY),
    (Aggregate.MAX, [Decimal(1), Decimal(5), EMPTY], 5), (Aggregate.MAX, [EMPTY], EMPTY),
    (Aggregate.COUNT, [True, False, True, EMPTY, NOT_APPLICABLE], 2),
    (Aggregate.COUNT, [EMPTY], EMPTY), (Aggregate.COUNT, [False], 0),
    (Aggregate.LAST, [Decimal(4)], 4), (Aggregate.LAST, [Decimal(4), Decimal(5)], EMPTY),
    (Aggregate.NONE, [Decimal(4)], EMPTY), (Aggregate.FORMULA, [Decimal(4)], EMPTY),
])  # fmt: skip
def test_a_column_is_put_together_the_way_it_declares(way, values, result):
    assert aggregate(way, values) == result


def test_a_period_of_another_kind_and_an_unknown_set_are_refused(received):
    with pytest.raises(FormError) as refused:
        received.consolidate("khac", YEAR)
    assert refused.value.code == "form.report-set-unknown"
    empty = received.consolidate(SET, Period.parse("2024-Q1"))
    assert (empty.forms, len(empty.missing)) == ((), 13)


def test_the_board_tells_who_is_late(received):
    board = {row.unit.code: row for row in received.board(SET, YEAR).units}
    assert len(board) == 13
    assert board["03394"].status == "accepted"
    assert board["03394"].days_late == -4
    assert board["03430"].submission is None


# -- targets


def tracked(received, whole, *targets):
    plan = Plan("plan", "p", "", "", "x", Confidence.SEED, targets)
    catalogue = replace(received.catalogue, plans={"p": plan})
    return targets_against(Library(catalogue), "p", whole)


def target(answer, figure="1", operator=">=", unit="106", measure="xa", period="2024"):
    return Target("T", "“…”", unit, period, "x", operator, figure, measure, "target", "kế hoạch",
                  Confidence.SEED, answer)  # fmt: skip


def one(received, whole, answer, **more):
    (found,) = tracked(received, whole, target(answer, **more))
    return found


def test_a_cell_answers_in_the_measure_of_the_target(received, whole):
    answer = TargetAnswer("cell", FUNDS, "nguon_luc.nsdp.ke_hoach")
    found = one(received, whole, answer, measure="trieu-dong", figure="1")
    total = whole.form(FUNDS).value(cell("nsdp", "ke_hoach"))
    assert found.progress.actual == total / 10**6
    assert found.actual_text.endswith(" triệu đồng")
    assert [p.unit.code for p in found.parts] == ["03390", "03394", "03400"]
    own = one(received, whole, answer, measure="trieu-dong", unit="03400")
    assert [p.unit.code for p in own.parts] == ["03400"]


def test_what_is_spent_is_told_beside_what_was_given_and_decides_nothing(received, whole):
    answer = TargetAnswer("cell", FUNDS, "nguon_luc.nsdp.ke_hoach", beside="nguon_luc.nsdp.luy_ke")
    found = one(received, whole, answer, measure="trieu-dong")
    spent = format_number(whole.form(FUNDS).value(cell("nsdp", "luy_ke")) / 10**6)
    assert found.basis.endswith(f": {spent} triệu đồng.")
    alone = one(received, whole, replace(answer, beside=""), measure="trieu-dong")
    assert (found.progress, alone.basis) == (alone.progress, "")


def test_a_ratio_of_many_units_answers_recomputed(received, whole):
    answer = TargetAnswer("cell", FUNDS, "nguon_luc.tong.ty_le")
    found = one(received, whole, answer, measure="phan-tram", figure="100")
    assert found.progress.actual == whole.form(FUNDS).value(cell("tong", "ty_le"))
    assert (found.state, found.coverage_text) == (TargetState.NOT_ENOUGH, "3/13 đơn vị")


def test_units_that_meet_a_criterion_are_counted(received, whole):
    answer = TargetAnswer("count-met", SELF, "bo_tieu_chi.tc11.dat")
    found = one(received, whole, answer, figure="2")
    assert (found.progress.actual, found.state, found.progress.percent) == (
        1,
        TargetState.NOT_ENOUGH,
        50,
    )
    assert found.actual_text == "1 xã"


def test_the_average_is_over_criteria_and_exact(received, whole):
    found = one(
        received, whole, TargetAnswer("average-met", SELF, "bo_tieu_chi.*.dat"), figure="18"
    )
    assert (found.progress.actual, found.state) == (18, TargetState.NOT_ENOUGH)
    assert found.coverage_text == "2/12 đơn vị"


def test_units_that_meet_everything_are_counted(received, whole):
    found = one(received, whole, TargetAnswer("all-met", SELF, "bo_tieu_chi.*.dat"))
    assert (found.progress.actual, found.state) == (1, TargetState.MET)
    alone = one(received, whole, TargetAnswer("all-met", SELF, "bo_tieu_chi.*.dat"), unit="03400")
    assert alone.state is TargetState.NOT_MET


def test_rows_are_counted_and_added(received, whole):
    lines = [x for x in whole.form(WORKS).lines["cong_trinh"] if x.values["nguon"] == "ntm"]
    where = {"nguon": "NTM"}
    count = one(received, whole, TargetAnswer("count-rows", WORKS, "cong_trinh.*.ten", where))
    assert count.progress.actual == len(lines)
    added = one(received, whole, TargetAnswer("sum-rows", WORKS, "cong_trinh.*.ke_hoach", where),
                measure="trieu-dong")  # fmt: skip
    assert added.progress.actual == sum(x.values["ke_hoach"] for x in lines) / 10**6
    assert sum(p.value for p in count.parts) == len(lines)


def test_what_nobody_reported_is_unknown_and_what_no_form_answers_is_unbound(received, whole):
    answer = TargetAnswer("cell", FUNDS, "nguon_luc.nsdp.ke_hoach")
    assert one(received, whole, answer, unit="03430").state is TargetState.UNKNOWN
    assert one(received, whole, TargetAnswer(why_not="chưa có biểu")).state is TargetState.UNBOUND
    assert tracked(received, whole, target(answer, period="2023")) == ()
    gone = one(received, whole, TargetAnswer("cell", "bieu-da-bo", "a.b.c"))
    assert (gone.state, gone.coverage_text) == (TargetState.UNKNOWN, "")


def test_the_shipped_plan_is_tracked_whole(received, declared):
    found = track(received, "003-tam-duong-2024", YEAR)
    due = [t for t in declared.plan("003-tam-duong-2024").targets if t.period == "2024"]
    assert [f.target.id for f in found] == [t.id for t in due]
    for item in found:
        assert (item.state is TargetState.UNBOUND) == (not item.target.answer.by)
    with pytest.raises(FormError) as refused:
        track(received, "khac", YEAR)
    assert refused.value.code == "form.plan-unknown"


def test_a_person_in_the_lists_of_two_units_is_told_without_the_number(world):
    """Only the receiver can see it, and only where the lists came along."""
    office, form, number = world.open_office(), "gnbv-danh-sach-ho", "012090000001"
    lists = {
        "03394": ("ds_ngheo", ("012090000003", number)),
        "03400": ("ds_can_ngheo", (number,)),
        "03390": ("ds_ngheo", ("012090000002",)),
    }
    for unit, (name, numbers) in lists.items():
        rows = [f"r{n}" for n in range(1, len(numbers) + 1)]
        cells = {Cell(name, r, "cccd"): held for r, held in zip(rows, numbers, strict=True)}
        content, at = Content(cells, {name: tuple(rows)}, version=2), world.clock()
        key = ReportKey(unit, "gnbv-ra-soat-xa", "2024")
        made = sealed_report(key, {form: content}, at)
        submission = Submission(
            key, 1, 1, Status.ACCEPTED, made.content_sha256, "", made.package_sha256,
            made.manifest.header.created, at, somebody_at(at).spki_sha256,
        )  # fmt: skip
        office.workspace.submissions.freeze(submission, {form: content}, made.data)
    facts = consolidate(office, Consolidate("gnbv-ra-soat-xa", "2024")).facts
    (one,) = facts["doubles"]
    message = one.pop("message")
    assert one == {
        "form": form, "list": "ds_can_ngheo", "unit": "03400", "row": 1,
        "other_list": "ds_ngheo", "other_unit": "03394", "other_row": 2,
    }  # fmt: skip
    assert "dòng 2 của “Danh sách hộ nghèo”" in message
    assert number not in message
    office.workspace.close()
