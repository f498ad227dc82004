"""Profiles and requests by three doors: decided, asked for, changed, taken back, refused."""

from datetime import date

import pytest

from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import AskReports, SetProfile, WithdrawRequest

from .conftest import Case, Scene, assert_one_answer
from .test_keeping import words

BOOK = """\
Mã đơn vị;Tên;Từ ngày;Chương trình;Địa bàn;Mức phấn đấu;Căn cứ
03424;Bản Bo;01/01/2024;ntm-2021-2025,dtts-2021-2025;dtts;ntm-nang-cao;KH 454
3430;Khun Há;01/01/2024;gnbv-2021-2025;Vùng đồng bào dân tộc thiểu số và miền núi;;
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


SCENE, OFFICE = "office_with_units", "@office.ctmtqg"
ASKED = ("gnbv-ra-soat-xa", "--deadline", "2025-02-01", "--why", "Phục vụ giám sát",
         "--source", "CV 12/UBND", "--unit", "03424", "--unit", "03430")  # fmt: skip
DECIDED = ("--from", "2024-01-01", "--source", "KH 454/KH-UBND", "--programme",
           "dtts-2021-2025", "--area", "dtts", "--aim", "ntm-nang-cao")  # fmt: skip
CASES = (
    Case(
        "set-profile", SCENE, _set,
        words("set-profile", OFFICE, "--unit", "03424", *DECIDED, "--out", "@new"),
        exact=(".toml",),
    ),
    Case(
        "set-profile", SCENE,
        lambda s: SetProfile(s.path("new"), source="QĐ 1", book=s.path("ho-so.csv")),
        words("set-profile", OFFICE, "--book", "@ho-so.csv", "--source", "QĐ 1", "--out", "@new"),
        exact=(".toml",), about="book",
    ),
    Case(
        "set-profile", SCENE,
        lambda s: SetProfile(s.path("new"), source="QĐ 1", book=s.path("sai.csv")),
        words("set-profile", OFFICE, "--book", "@sai.csv", "--source", "QĐ 1", "--out", "@new"),
        about="refused",
    ),
    Case(
        "set-profile", SCENE, lambda s: _set(s, units=()),
        words("set-profile", OFFICE, *DECIDED, "--out", "@new"),
        code="exchange.profile-nobody",
    ),
    Case(
        "ask-reports", SCENE, lambda s: _asking(s.path("new")),
        words("ask-reports", OFFICE, "2024", *ASKED, "--out", "@new"), exact=(".toml",),
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
              "yc-106-2025-1", "--out", "@asked"), exact=(".toml",), about="changed",
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
              "@asked"), exact=(".toml",),
    ),
    Case(
        "withdraw-request", SCENE, lambda s: WithdrawRequest(s.path("new"), "yc-106-2025-1"),
        words("withdraw-request", OFFICE, "yc-106-2025-1", "--out", "@new"),
        code="exchange.request-unknown",
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
