"""DESIGN 4, 8: a sheet computes in order, undoes exactly, keeps refused texts, reuses no row."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import accepts, computed, inputs, progress, required_missing
from ctmtqg_desktop.entries.rows import add_rows, remove_rows
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.rules.engine import Surroundings

MILLION = 1_000_000


def money(row, column="ke_hoach"):
    return Cell("nguon_luc", row, column)


@pytest.fixture
def funds(new_sheet):
    return new_sheet("ntm-nguon-luc")


@pytest.fixture
def works(new_sheet):
    return new_sheet("ntm-cong-trinh")


def test_totals_follow_their_parts_in_order(funds):
    step = funds.set_texts([(money("nstw_dau_tu"), "23.198"), (money("nstw_su_nghiep"), "4.915"),
                            (money("nsdp"), "11.873"), (money("luy_ke"), "")][:3])  # fmt: skip
    assert funds.value(money("nstw")) == 28_113 * MILLION
    assert funds.value(money("tong")) == 39_986 * MILLION
    assert {money("nstw"), money("tong")} <= step.touched
    order = funds.program.order
    assert order.index(money("nstw")) < order.index(money("tong"))


def test_only_what_follows_is_computed_again(funds):
    after = funds.program.affected([money("nstw_dau_tu", "luy_ke")])
    assert set(after) == {
        money("nstw", "luy_ke"), money("tong", "luy_ke"), money("nstw_dau_tu", "ty_le"),
        money("nstw", "ty_le"), money("tong", "ty_le"),
    }  # fmt: skip
    after = funds.program.affected([money("nstw_dau_tu", "keo_dai")])
    assert money("nstw_dau_tu", "luy_ke") not in after
    touched = funds.set_texts([(money("cong_dong", "trong_ky"), "5")]).touched
    assert touched == {money("cong_dong", "trong_ky"), money("tong", "trong_ky")}


def test_a_ratio_without_its_whole_is_unknown(funds):
    funds.set_texts([(money("nsdp", "luy_ke"), "5")])
    assert funds.value(money("nsdp", "ty_le")) is EMPTY
    funds.set_texts([(money("nsdp"), "0")])
    assert funds.value(money("nsdp", "ty_le")) is EMPTY
    funds.set_texts([(money("nsdp"), "15")])
    assert funds.text(money("nsdp", "ty_le")) == "33,33"
    assert computed(funds)[money("nsdp", "ty_le")] == Decimal("33.33")


def test_a_computed_or_unknown_cell_takes_no_text_and_nothing_changes(funds):
    for cell, code in ((money("tong"), "form.cell-locked"), (money("xyz"), "form.cell-unknown"),
                       (Cell("x", "y", "z"), "form.cell-unknown")):  # fmt: skip
        with pytest.raises(FormError) as refused:
            funds.set_texts([(money("nsdp"), "1"), (cell, "2")])
        assert refused.value.code == code
        assert funds.value(money("nsdp")) is EMPTY


def test_a_refused_text_is_kept_shown_and_flagged_and_counts_as_empty(funds):
    cell = money("nsdp")
    funds.set_texts([(cell, "mười tỷ")])
    assert funds.entry(cell) == Refused("mười tỷ", "entries.not-a-number")
    assert (funds.text(cell), funds.value(cell)) == ("mười tỷ", EMPTY)
    found = [f for f in funds.findings() if f.cell == cell]
    assert [(f.severity, f.code) for f in found] == [(Severity.ERROR, "entries.not-a-number")]
    assert "mười tỷ" in found[0].message
    assert "Vốn ngân sách địa phương" in found[0].message
    assert funds.content().entries[cell].text == "mười tỷ"
    funds.set_texts([(cell, "10.000")])
    assert not [f for f in funds.findings() if f.blocks]


def test_row_keys_are_never_used_again(works):
    first = works.add_row("cong_trinh").change.rows[0].key
    remove_rows(works, "cong_trinh", [first])
    second = works.add_row("cong_trinh").change.rows[0].key
    assert first != second
    undo = works.add_row("cong_trinh")
    works.apply(undo.change.inverse())
    third = works.add_row("cong_trinh").change.rows[0].key
    assert third not in {first, second, undo.change.rows[0].key}
    stored = works.content()
    works.load(Content({}, {}, {}, stored.next_row))
    assert works.add_row("cong_trinh").change.rows[0].key not in {first, second, third}


def test_a_removed_row_takes_its_cells_and_comes_back_with_them(works):
    one, two = (works.add_row("cong_trinh").change.rows[0].key for _ in "ab")
    works.set_texts([(Cell("cong_trinh", one, "ten"), "Cầu"),
                     (Cell("cong_trinh", one, "nguon"), "ntm"),
                     (Cell("cong_trinh", one, "ke_hoach"), "100"),
                     (Cell("cong_trinh", one, "luy_ke"), "50")])  # fmt: skip
    assert works.value(Cell("tong_hop", "ntm", "ke_hoach")) == 100 * MILLION
    assert works.value(Cell("cong_trinh", one, "ty_le")) == 50
    step = remove_rows(works, "cong_trinh", [one])
    assert works.rows("cong_trinh") == (two,)
    assert works.value(Cell("tong_hop", "ntm", "ke_hoach")) == 0
    assert Cell("cong_trinh", one, "ty_le") not in computed(works)
    with pytest.raises(FormError):
        works.spec(Cell("cong_trinh", one, "ten"))
    works.apply(step.change.inverse())
    assert works.rows("cong_trinh") == (one, two)
    assert works.text(Cell("cong_trinh", one, "ten")) == "Cầu"
    assert works.value(Cell("cong_trinh", one, "ty_le")) == 50
    assert works.value(Cell("tong_hop", "ntm", "ke_hoach")) == 100 * MILLION


def test_many_rows_come_and_go_as_one_step(works):
    empty = works.content()
    step = add_rows(works, "cong_trinh", 3)
    keys = works.rows("cong_trinh")
    assert len(keys) == 3
    gone = remove_rows(works, "cong_trinh", [keys[2], keys[0]])
    assert works.rows("cong_trinh") == (keys[1],)
    works.apply(gone.change.inverse())
    assert works.rows("cong_trinh") == keys
    works.apply(step.change.inverse())
    assert works.content().rows == empty.rows
    with pytest.raises(FormError) as refused:
        add_rows(works, "tong_hop", 1)
    assert refused.value.code == "form.not-a-roster"


def test_loading_leaves_nothing_of_before(works):
    key = works.add_row("cong_trinh").change.rows[0].key
    works.set_texts([(Cell("cong_trinh", key, "ke_hoach"), "100"),
                     (Cell("cong_trinh", key, "luy_ke"), "50")])  # fmt: skip
    works.load(
        Content({Cell("cong_trinh", "r9", "ten"): "lạc", Cell("x", "y", "z"): "lạc"}, {}, {})
    )
    assert works.rows("cong_trinh") == ()
    assert works.value(Cell("cong_trinh", key, "ty_le")) is EMPTY
    assert works.content().entries == {}


def test_progress_counts_figures_and_not_notes(funds, works):
    filled, total = progress(funds)
    assert (filled, total) == (0, len(list(inputs(funds))))
    funds.set_texts([(money("nsdp"), "0")])
    assert progress(funds) == (1, total)
    key = works.add_row("cong_trinh").change.rows[0].key
    assert Cell("cong_trinh", key, "ten") in required_missing(works)
    works.set_texts([(Cell("cong_trinh", key, "ghi_chu"), "x")])
    before = progress(works)
    works.set_texts([(Cell("cong_trinh", key, "ten"), "Cầu")])
    assert progress(works) == (before[0] + 1, before[1])


@pytest.mark.parametrize(("cell", "value", "good"), [
    (money("nsdp"), Decimal(5000), True), (money("nsdp"), Decimal("0.5"), False),
    (money("nsdp"), True, False), (money("nsdp"), "5", False), (money("nsdp"), Decimal(-1), False),
])  # fmt: skip
def test_only_what_could_have_been_typed_is_accepted(funds, cell, value, good):
    assert accepts(funds, cell, value) is good


def test_a_number_is_no_verdict(new_sheet):
    sheet = new_sheet("ntm-xa-tu-danh-gia")
    cell = Cell("bo_tieu_chi", "tc1_1", "tu_danh_gia")
    assert accepts(sheet, cell, True)
    assert not accepts(sheet, cell, Decimal(1))
    assert not accepts(sheet, cell, "Đạt")


# -- random work, then everything undone


LIBRARY = []
TEXTS = st.sampled_from(["", "0", "1.234,5", "7", "abc", "-3", "kad", "ntm", "Cầu", "Đạt"])


@pytest.fixture(scope="module", autouse=True)
def shared(library):
    """Hand the library to the machine below, which takes no fixtures."""
    LIBRARY.append(library)
    yield
    LIBRARY.clear()


class Work(RuleBasedStateMachine):
    """Type, add, remove, undo and redo at random; undoing all gives the beginning back."""

    def __init__(self):
        super().__init__()
        library, period = LIBRARY[0], Period.parse("2024")
        unit = library.catalogue.unit_for("03424", period)
        form = library.catalogue.form("ntm-cong-trinh")
        self.make = lambda content=None: library.sheet(
            form, unit, period, around=Surroundings(), content=content
        )
        self.sheet = self.make()
        self.done, self.undone, self.seen = [], [], set()

    def keep(self, step):
        if step.change:
            self.done.append(step.change)
            self.undone.clear()

    @rule(data=st.data(), text=TEXTS)
    def type(self, data, text):
        cells = [c for c in inputs(self.sheet) if c.section == "cong_trinh"]
        if cells:
            chosen = data.draw(st.lists(st.sampled_from(cells), max_size=3, unique=True))
            self.keep(self.sheet.set_texts([(cell, text) for cell in chosen]))

    @rule(place=st.integers(0, 3))
    def add(self, place):
        index = min(place, len(self.sheet.rows("cong_trinh")))
        step = self.sheet.add_row("cong_trinh", index)
        assert step.change.rows[0].key not in self.seen
        self.seen.add(step.change.rows[0].key)
        self.keep(step)

    @precondition(lambda self: self.sheet.rows("cong_trinh"))
    @rule(data=st.data())
    def remove(self, data):
        rows = self.sheet.rows("cong_trinh")
        self.keep(remove_rows(self.sheet, "cong_trinh", [data.draw(st.sampled_from(rows))]))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        change = self.done.pop()
        self.sheet.apply(change.inverse())
        self.undone.append(change)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        change = self.undone.pop()
        self.sheet.apply(change)
        self.done.append(change)

    @invariant()
    def what_is_computed_step_by_step_is_what_is_computed_at_once(self):
        assert computed(self.sheet) == computed(self.make(self.sheet.content()))

    def teardown(self):
        for change in reversed(self.done):
            self.sheet.apply(change.inverse())
        content = self.sheet.content()
        assert (content.entries, content.rows) == ({}, {})
        assert computed(self.sheet) == computed(self.make())


TestWork = Work.TestCase
TestWork.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None,
    suppress_health_check=list(HealthCheck), database=None,
)  # fmt: skip


def test_a_text_in_an_old_encoding_is_a_warning_and_blocks_nothing(works):
    works.add_row("cong_trinh")
    name = Cell("cong_trinh", "r1", "ten")
    works.set_texts([(name, "Kªnh m\u00ad¬ng B¶n Bo")])
    found = [f for f in works.findings() if f.code == "entries.tcvn3"]
    assert [(f.cell, f.severity, f.blocks) for f in found] == [(name, Severity.WARNING, False)]
    assert "Kênh mương Bản Bo" in found[0].message
    works.set_texts([(name, "Kênh mương Bản Bo")])
    assert "entries.tcvn3" not in {f.code for f in works.findings()}


def test_a_text_of_an_earlier_version_is_accepted_as_it_was_signed(works):
    works.add_row("cong_trinh")
    name = Cell("cong_trinh", "r1", "ten")
    for held in ("Ðường liên thôn", "Kênh\u200b mương", "\u200b", "Đường"):
        assert accepts(works, name, held), held
    for held in ("Đường ", "hai  dấu", "hai\u00a0chữ", "hai\ndòng"):
        assert not accepts(works, name, held), held
