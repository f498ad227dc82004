"""Issue 10, point 4: a request goes the whole way, signed, and back; so does a profile.

The office asks, publishes, the unit takes it in and sees it with its day and reason, sends the
report, and the office has it on its board; changed, withdrawn, old, foreign ones too.
"""

import shutil
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import (
    AskReports,
    Publish,
    SetProfile,
    WithdrawRequest,
)
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.orders import Receive, ShowDuties
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.orders import Enter, SayNothingArose, Submit, TakeIn
from ctmtqg_desktop.exchange.sender.owed.due import all_due
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.intake.entry_file import typed_file
from ctmtqg_desktop.workspace.workspace import open_workspace

UNIT, OTHER, SET = "03394", "03400", "dtts-xa"
MONTH, YEAR = Period.parse("2024-M11"), Period.parse("2024")
LAST = date(2025, 1, 20)


class Post:
    """An office that publishes, and the workspaces of units that take it in."""

    def __init__(self, office, world, mail, folder):
        self.world, self.mail, self.folder = world, mail, folder
        self.office, self.program = office, Program(lambda: world.catalogue, world.clock)
        self.signing = Signing(Held(world.office_signer), folder, "Chủ tịch")
        self.new = folder / "new"

    def publish(self, *orders):
        """Write what is decided, publish it, and work on with it."""
        for order in orders:
            do(self.office, order)
        package = do(self.office, Publish(self.new, self.signing)).paths[0]
        self.office = office_of(self.program, self.office.workspace)
        return package

    def workspace(self, code):
        """Return a copy of a unit's workspace, the same as long as the test lasts."""
        path = self.folder / f"{code}.ctmtqg"
        if not path.exists():
            shutil.copyfile(self.mail[code].workspace, path)
        return open_workspace(path)

    def take(self, code, package):
        """Let a unit take a package in; return what was said."""
        with self.workspace(code) as workspace:
            desk = desk_of(self.program, workspace)
            (said,) = take_in(desk, TakeIn((package,))).found
        return said


@pytest.fixture
def post(office, world, mail, tmp_path):
    return Post(office, world, mail, tmp_path)


def asking(post, **changes):
    given = {
        "folder": post.new, "report_sets": (SET,), "period": MONTH.code, "deadline": LAST,
        "why": "Phục vụ giám sát", "source": "CV 12/UBND", "units": (UNIT,),
        "forms": ("dtts-da2",),
    }  # fmt: skip
    return AskReports(**(given | changes))


def asked_of(post, code):
    """Return what a unit's home lists because it was asked for, and the day."""
    with post.workspace(code) as workspace:
        desk = desk_of(post.program, workspace)
        due = [one for one in all_due(desk, YEAR) if one.cause and one.cause.request]
        return [(one.report_set.id, one.period.code, one.deadline) for one in due]


def test_a_request_goes_the_whole_way(post):
    package = post.publish(asking(post))
    said = post.take(UNIT, package)
    assert said.code == "exchange.catalogue-taken"
    assert "20/01/2025" in said.message
    assert post.take(OTHER, package).code == "exchange.catalogue-taken"
    assert asked_of(post, OTHER) == []
    assert asked_of(post, UNIT) == [(SET, MONTH.code, LAST)]
    (row,) = post.office.board(SET, MONTH).units
    assert (row.unit.code, row.submission, row.deadline) == (UNIT, None, LAST)
    (standing,) = do(post.office, ShowDuties("2024")).facts["requests"]
    assert (standing["came"], standing["units"]) == (0, [UNIT])
    with post.workspace(UNIT) as workspace:
        desk = desk_of(post.program, workspace)
        assert [form.id for form in desk.forms(SET, MONTH)] == ["dtts-da2"]
        do(desk, SayNothingArose(SET, MONTH.code, ("dtts-da2",)))
        signing = Signing(Held(post.mail[UNIT].signer), post.folder / "out", "Chủ tịch")
        sent = do(desk, Submit(SET, MONTH.code, signing)).found.package
    (came,) = do(post.office, Receive((sent,))).found
    assert came.outcome == "accepted", came.message
    (row,) = post.office.board(SET, MONTH).units
    assert row.submission is not None
    assert row.days_late < 0
    assert post.office.consolidate(SET, MONTH).missing == ()
    assert do(post.office, ShowDuties("2024")).facts["requests"][0]["came"] == 1
    assert asked_of(post, UNIT) == []


def test_a_changed_one_counts_and_an_old_package_does_not_bring_the_old_back(post):
    first = post.publish(asking(post))
    second = post.publish(
        asking(post, deadline=date(2025, 2, 3), units=(UNIT, OTHER), changes="yc-106-2025-1")
    )
    assert post.take(UNIT, second).code == "exchange.catalogue-taken"
    assert asked_of(post, UNIT) == [(SET, MONTH.code, date(2025, 2, 3))]
    assert post.take(UNIT, first).code == "exchange.catalogue-older"
    assert post.take(UNIT, second).code == "exchange.catalogue-known"
    assert asked_of(post, UNIT) == [(SET, MONTH.code, date(2025, 2, 3))]
    assert {row.unit.code for row in post.office.board(SET, MONTH).units} == {UNIT, OTHER}


def test_one_taken_back_is_owed_by_nobody(post):
    post.publish(asking(post))
    package = post.publish(WithdrawRequest(post.new, "yc-106-2025-1", "Đã có"))
    post.take(UNIT, package)
    assert asked_of(post, UNIT) == []
    assert post.office.board(SET, MONTH).units == ()
    (standing,) = do(post.office, ShowDuties("2024")).facts["requests"]
    assert (standing["is_withdrawn"], standing["units"]) == (True, [])
    with pytest.raises(FormError, match="withdrawn"):
        do(post.office, WithdrawRequest(post.new, "yc-106-2025-1"))


def test_a_package_of_another_office_is_refused(post, tmp_path):
    """Whoever has another authority asks nobody here for anything."""
    package = post.publish(asking(post))
    stranger = post.world.__class__(tmp_path / "x", post.world.catalogue, post.world.clock)
    path = tmp_path / "unit.ctmtqg"
    shutil.copyfile(post.mail[UNIT].workspace, path)
    with open_workspace(path) as workspace:
        workspace.signers.set_own_card(
            stranger.signer(UNIT).certificate_der, stranger.authority.certificate_der,
            unit=UNIT, at=post.world.clock(),
        )  # fmt: skip
        (said,) = take_in(desk_of(post.program, workspace), TakeIn((package,))).found
        assert said.code == "exchange.catalogue-unknown-signer"
        assert workspace.settings.installed() == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"deadline": date(2024, 12, 1)}, "exchange.request-deadline"),
        ({"period": "2025"}, "exchange.unit-elsewhere"),  # it ends with June
        ({"period": "2023", "forms": ()}, ""),
        ({"period": "2020", "forms": ()}, "exchange.unit-elsewhere"),
        ({"period": "2021-Q1", "units": (), "forms": ()}, "form.no-forms"),
        ({"period": "2024-Q9"}, "form.period-unknown"),
        ({"report_sets": ()}, "exchange.request-what"),
        ({"report_sets": ("la",)}, "form.report-set-unknown"),
        ({"report_sets": ("ntm-huyen",), "forms": ()}, "form.no-forms"),
        ({"units": ("105",)}, "exchange.unit-elsewhere"),
        ({"units": ("03390", "Xã Sùng Phài")}, "exchange.unit-elsewhere"),
        ({"forms": ("dtts-da22",)}, "form.unknown"),
        ({"why": "  "}, "exchange.request-why"),
        ({"changes": "yc-9"}, "exchange.request-unknown"),
        ({"report_sets": (SET, "gnbv-xa"), "changes": "yc-9"}, "exchange.request-one"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_before_anything_is_written(post, changes, code):
    if not code:
        assert do(post.office, asking(post, **changes)).paths
        return
    with pytest.raises(FormError) as refused:
        do(post.office, asking(post, **changes))
    assert refused.value.code == code
    assert not list(post.new.glob("*.toml"))


def test_the_same_is_not_asked_twice_and_several_sets_are_several_requests(post):
    done = do(post.office, asking(post, report_sets=(SET, "gnbv-xa"), forms=()))
    assert done.facts["requests"] == ["yc-106-2025-1", "yc-106-2025-2"]
    with pytest.raises(FormError, match="twice"):
        do(post.office, asking(post, forms=()))
    again = do(post.office, asking(post, forms=(), deadline=date(2025, 1, 21)))
    assert again.facts["requests"] == ["yc-106-2025-3"]


# -- profiles


def deciding(post, **changes):
    given = {
        "folder": post.new, "units": (UNIT,), "valid_from": date(2024, 1, 1), "source": "QĐ 1",
        "aims": ("ntm-nang-cao",),
    }  # fmt: skip
    return SetProfile(**(given | changes))


def owed_by(post, code, period):
    with post.workspace(code) as workspace:
        return {one.report_set.id for one in desk_of(post.program, workspace).due(period)}


def test_a_profile_goes_the_whole_way_and_closed_periods_keep_their_answer(post):
    package = post.publish(deciding(post))
    post.take(UNIT, package)
    assert "ntm-nang-cao-xa" in owed_by(post, UNIT, YEAR)
    later = deciding(post, valid_from=date(2025, 1, 1), aims=("ntm-kieu-mau",))
    post.take(UNIT, post.publish(later))
    assert "ntm-nang-cao-xa" in owed_by(post, UNIT, YEAR)
    spring = owed_by(post, UNIT, Period.parse("2025-H1"))
    assert "ntm-nang-cao-xa" not in spring
    profiles = post.office.catalogue.profiles
    assert profiles["03394-20240101"].valid_to == date(2024, 12, 31)
    assert profiles["03394-20250101"].valid_to is None


def test_profiles_decided_out_of_order_share_no_day(post):
    days = [date(2024, 7, 1), date(2023, 1, 1), date(2024, 1, 1), date(2024, 1, 1)]
    for number, day in enumerate(days):
        do(post.office, deciding(post, valid_from=day, source=f"QĐ {number}"))
    post.publish()
    found = sorted(post.office.catalogue.profiles.values(), key=lambda one: one.valid_from)
    spans = [(one.valid_from, one.valid_to) for one in found]
    assert spans == [
        (date(2023, 1, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 6, 30)),
        (date(2024, 7, 1), None),
    ]  # fmt: skip
    assert [one.source for one in found] == ["QĐ 1", "QĐ 3", "QĐ 0"]


def test_a_profile_corrected_after_it_was_published_carries_the_next_version(post):
    post.publish(deciding(post))
    package = post.publish(deciding(post, aims=(), areas=("dtts",)))
    assert post.take(UNIT, package).code == "exchange.catalogue-taken"
    (one,) = post.office.catalogue.profiles.values()
    assert (one.version, one.aims, one.areas) == (2, (), ("dtts",))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"valid_from": None}, "exchange.profile-day"),
        ({"valid_to": date(2023, 1, 1)}, "exchange.profile-day"),
        ({"source": " "}, "exchange.profile-source"),
        ({"units": ("105",)}, "exchange.unit-elsewhere"),
        ({"valid_from": date(2025, 7, 1)}, "exchange.unit-elsewhere"),
        ({"areas": ("dts",)}, "form.area-unknown"),
        ({"aims": ("cao",)}, "form.aim-unknown"),
        ({"programmes": ("ntn",)}, "form.programme-unknown"),
        ({"excused": ("la",)}, "form.report-set-unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_told_and_nothing_is_written(post, changes, code):
    done = do(post.office, deciding(post, **changes))
    assert done.is_refused
    assert [one["code"] for one in done.facts["refused"]] == [code]
    assert not list(post.new.glob("*.toml"))


def test_figures_of_a_period_that_was_asked_for_are_typed_like_any(post):
    package = post.publish(asking(post, forms=()))
    post.take(UNIT, package)
    with post.workspace(UNIT) as workspace:
        desk = desk_of(post.program, workspace)
        sheet = desk.sheet("dtts-da2", MONTH)
        cell = next(iter(_numbers(sheet)))
        file = typed_file([(str(cell), Decimal(3))], {}, {})
        assert not do(desk, Enter("dtts-da2", MONTH.code, file)).is_refused
        assert desk.report(SET, MONTH).key == ReportKey(UNIT, SET, MONTH.code)
        (due,) = [one for one in all_due(desk, YEAR) if one.period == MONTH]
        assert due.filled == 1


def _numbers(sheet):
    from ctmtqg_desktop.entries.overview import inputs

    return (cell for cell in inputs(sheet) if sheet.spec(cell).type.is_number)


def test_a_line_of_profiles_that_nobody_sees_is_refused_by_name(post):
    """All or nothing, as with every other line that cannot be taken."""
    book = Workbook()
    book.active.append(["unit", "valid_from", "source"])
    for code in (UNIT, OTHER):
        book.active.append([code, "01/01/2024", "Quyết định thử"])
    book.active.row_dimensions[3].hidden = True
    path = post.folder / "ho-so.xlsx"
    book.save(path)
    done = do(post.office, SetProfile(post.new, book=path))
    assert done.is_refused
    assert [(one["line"], one["code"]) for one in done.facts["refused"]] == [
        (3, "intake.hidden-row")]  # fmt: skip
    assert not post.new.exists()
