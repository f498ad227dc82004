"""Profiles and requests by three doors: decided, asked for, changed, taken back, refused."""

from datetime import date

import pytest

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import AskReports, SetProfile, WithdrawRequest
from ctmtqg_desktop.exchange.keeping.own_records import own_requests
from ctmtqg_desktop.exchange.receiver.orders import ShowDuties

from .conftest import Case, Scene, assert_one_answer
from .test_keeping import words

BOOK = """\
Mã đơn vị;Tên;Từ ngày;Chương trình;Địa bàn;Mức phấn đấu;Căn cứ
03424;Bản Bo;01/01/2024;ntm-2021-2025,dtts-2021-2025;dtts;ntm-nang-cao;KH 454
3430;Khun Há;01/01/2024;gnbv-2021-2025;Vùng đồng bào dân tộc thiểu số và miền núi;;QĐ 1
;;;;;;
"""
WRONG = """\
Mã đơn vị;Từ ngày;Địa bàn
03424;01/01/2024;dts
04034;01/01/2024;dtts
03430;ngày nào đó;dtts
"""


@pytest.fixture
def office_with_units(world, tmp_path):
    """An office, two books of profiles, and a request that was written."""
    root = tmp_path / "scene"
    root.mkdir()
    for name, text in (("ho-so.csv", BOOK), ("sai.csv", WRONG)):
        (root / name).write_text(text, "utf-8")
    office = world.open_office()
    do(office, _asking(root / "asked"))
    office.workspace.close()
    (world.root / "office.ctmtqg").rename(root / "office.ctmtqg")
    return Scene(root, "office.ctmtqg")


def _asking(folder, **changes):
    given = {
        "folder": folder, "report_sets": ("gnbv-ra-soat-xa",), "period": "2024",
        "deadline": date(2025, 2, 1), "why": "Phục vụ giám sát", "source": "CV 12/UBND",
        "units": ("03424", "03430"),
    }  # fmt: skip
    return AskReports(**(given | changes))


def _set(scene, **changes):
    given = {
        "folder": scene.path("new"), "units": ("03424",), "valid_from": date(2024, 1, 1),
        "source": "KH 454/KH-UBND", "programmes": ("dtts-2021-2025",), "areas": ("dtts",),
        "aims": ("ntm-nang-cao",),
    }  # fmt: skip
    return SetProfile(**(given | changes))


def _page_of(window, scene, folder="new"):
    window.go("duties")
    control = window.cataloguing.duties
    control.page.folder.set_path(scene.path(folder))
    return control


def _decide_by_page(window, scene, qtbot):
    dialog = _page_of(window, scene).ask_profile(())
    dialog.begin_with(["03424"], None)
    dialog.programmes.choose(["dtts-2021-2025"])
    dialog.areas.choose(["dtts"])
    dialog.aims.choose(["ntm-nang-cao"])
    dialog.begins.setText("01/01/2024")
    assert dialog.order is None
    dialog.source.setText("KH 454/KH-UBND")
    dialog.accept()


def _book_by_page(name):
    def drive(window, scene, qtbot):
        _page_of(window, scene).page.book_wanted.emit(scene.path(name))

    return drive


def _ask_by_page(folder="new", changes=None, deadline="01/02/2025"):
    def drive(window, scene, qtbot):
        control = _page_of(window, scene, folder)
        found = own_requests(window.office.workspace, scene.path("asked") / "yeu-cau-106.toml")
        dialog = control.ask_request(found.get(changes))
        dialog.sets.choose(["gnbv-ra-soat-xa"])
        dialog.units.choose(["03424", "03430"])
        dialog.period.show_period(Period.parse("2024"))
        dialog.why.setText("Phục vụ giám sát")
        dialog.source.setText("CV 12/UBND")
        dialog.deadline.setText("mai")
        assert dialog.order is None
        dialog.deadline.setText(deadline)
        dialog.accept()

    return drive


def _withdraw_by_page(window, scene, qtbot):
    control = _page_of(window, scene, "asked")
    known = own_requests(window.office.workspace, scene.path("asked") / "yeu-cau-106.toml")
    dialog = control.ask_withdraw(known["yc-106-2025-1"])
    dialog.text.setPlainText("Đã có số liệu")
    dialog.accept()


def _show_by_page(window, scene, qtbot):
    window.show_period(Period.parse("2024"))
    window.go("duties")


SCENE, OFFICE = "office_with_units", "@office.ctmtqg"
ASKED = ("gnbv-ra-soat-xa", "--deadline", "2025-02-01", "--why", "Phục vụ giám sát",
         "--source", "CV 12/UBND", "--unit", "03424", "--unit", "03430")  # fmt: skip
DECIDED = ("--from", "2024-01-01", "--source", "KH 454/KH-UBND", "--programme",
           "dtts-2021-2025", "--area", "dtts", "--aim", "ntm-nang-cao")  # fmt: skip
CASES = (
    Case(
        "set-profile", SCENE, _set,
        words("set-profile", OFFICE, "--unit", "03424", *DECIDED, "--out", "@new"),
        _decide_by_page, exact=(".toml",),
    ),
    Case(
        "set-profile", SCENE,
        lambda s: SetProfile(s.path("new"), book=s.path("ho-so.csv")),
        words("set-profile", OFFICE, "--book", "@ho-so.csv", "--out", "@new"),
        _book_by_page("ho-so.csv"), exact=(".toml",), about="book",
    ),
    Case(
        "set-profile", SCENE,
        lambda s: SetProfile(s.path("new"), book=s.path("sai.csv")),
        words("set-profile", OFFICE, "--book", "@sai.csv", "--out", "@new"),
        _book_by_page("sai.csv"), about="refused",
    ),
    Case(
        "set-profile", SCENE, lambda s: _set(s, units=()),
        words("set-profile", OFFICE, *DECIDED, "--out", "@new"),
        code="exchange.profile-nobody",
    ),
    Case(
        "ask-reports", SCENE, lambda s: _asking(s.path("new")),
        words("ask-reports", OFFICE, "2024", *ASKED, "--out", "@new"), _ask_by_page(),
        exact=(".toml",),
    ),
    Case(
        "ask-reports", SCENE, lambda s: _asking(s.path("new"), units=("Xã Hoàng Văn Thụ",)),
        words("ask-reports", OFFICE, "2024", *ASKED[:7], "--unit", "Xã Hoàng Văn Thụ", "--out",
              "@new"), code="exchange.unit-elsewhere",
    ),
    Case(
        "ask-reports", SCENE,
        lambda s: _asking(s.path("asked"), deadline=date(2025, 3, 1), changes="yc-106-2025-1"),
        words("ask-reports", OFFICE, "2024", *ASKED, "--deadline", "2025-03-01", "--changes",
              "yc-106-2025-1", "--out", "@asked"),
        _ask_by_page("asked", "yc-106-2025-1", "01/03/2025"), exact=(".toml",), about="changed",
    ),
    Case(
        "ask-reports", SCENE, lambda s: _asking(s.path("asked")),
        words("ask-reports", OFFICE, "2024", *ASKED, "--out", "@asked"),
        code="exchange.request-twice",
    ),
    Case(
        "withdraw-request", SCENE,
        lambda s: WithdrawRequest(s.path("asked"), "yc-106-2025-1", "Đã có số liệu"),
        words("withdraw-request", OFFICE, "yc-106-2025-1", "--why", "Đã có số liệu", "--out",
              "@asked"), _withdraw_by_page, exact=(".toml",),
    ),
    Case(
        "withdraw-request", SCENE, lambda s: WithdrawRequest(s.path("new"), "yc-106-2025-1"),
        words("withdraw-request", OFFICE, "yc-106-2025-1", "--out", "@new"),
        code="exchange.request-unknown",
    ),
    Case(
        "show-duties", SCENE, lambda _: ShowDuties("2024"), words("duties", OFFICE, "2024"),
        _show_by_page,
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
