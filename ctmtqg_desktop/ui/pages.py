"""Every page of either window, declared once."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ctmtqg_desktop.exchange.steps.next_step import StepPlace
from ctmtqg_desktop.ui.frame.page_spec import PageSpec
from ctmtqg_desktop.ui.frame.steps_control import Ways

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.receiver.office import Office
    from ctmtqg_desktop.exchange.sender.desk import Desk
    from ctmtqg_desktop.ui.catalogue.catalogue_control import Cataloguing
    from ctmtqg_desktop.ui.frame.frame import Shell
    from ctmtqg_desktop.ui.frame.news import News
    from ctmtqg_desktop.ui.parts.jobs import Jobs

TOOLS = str(QT_TRANSLATE_NOOP("Pages", "CÔNG CỤ"))
TOTALS = str(QT_TRANSLATE_NOOP("Pages", "TỔNG HỢP"))
TRUST = str(QT_TRANSLATE_NOOP("Pages", "CHỮ KÝ SỐ"))
CATALOGUE = str(QT_TRANSLATE_NOOP("Pages", "DANH MỤC"))

SENDER_PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "home", str(QT_TRANSLATE_NOOP("Pages", "Tổng quan")), "house", ("Alt+1",), "",
        lambda window: window.go_home(),
        about=lambda window: (window.period.label, *window.about_unit()),
    ),
    PageSpec(
        "sign", str(QT_TRANSLATE_NOOP("Pages", "Ký và đóng gói")), "signature", ("Alt+2",), "",
        lambda window: window.check(),
        about=lambda _: (),
    ),
    PageSpec(
        "papers", str(QT_TRANSLATE_NOOP("Pages", "Cấp số, đóng dấu")), "badge-check", ("Alt+5",),
        TOOLS, lambda window: window.papers.show(),
        about=lambda window: window.forms.about(),
    ),
    PageSpec(
        "life", str(QT_TRANSLATE_NOOP("Pages", "Vòng đời báo cáo")), "history", ("Alt+4",),
        TOOLS, lambda window: window.telling.show(window.forms.report_key),
        about=lambda window: window.forms.about(),
    ),
    PageSpec(
        "history", str(QT_TRANSLATE_NOOP("Pages", "Địa bàn qua các năm")), "chart-column",
        ("Alt+0",), TOOLS, lambda window: window.history.show(),
        about=lambda window: (*window.forms.about()[:1], *window.about_unit()),
    ),
    PageSpec(
        "exports", str(QT_TRANSLATE_NOOP("Pages", "Nhật ký xuất")), "archive", ("Ctrl+J",),
        TOOLS, lambda window: window.exports.show(),
    ),
    PageSpec(
        "workspace", str(QT_TRANSLATE_NOOP("Pages", "Sổ làm việc")), "hard-drive",
        ("Ctrl+Shift+B",), TOOLS, lambda window: window.upkeep.show(),
    ),
    PageSpec(
        "keys", str(QT_TRANSLATE_NOOP("Pages", "Chữ ký số")), "key-round", ("Alt+3",),
        TOOLS, lambda window: window.shell.show_page("keys"),
    ),
    PageSpec(
        "catalogue", str(QT_TRANSLATE_NOOP("Pages", "Danh mục")), "layers", ("Alt+9",),
        TOOLS, lambda window: window.cataloguing.show("catalogue"),
    ),
)  # fmt: skip

RECEIVER_PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "board", str(QT_TRANSLATE_NOOP("Pages", "Tình hình nộp")), "inbox", ("Alt+1",), "",
        lambda window: window.shell.show_page("board"),
        about=lambda window: window.about_period(),
    ),
    PageSpec(
        "life", str(QT_TRANSLATE_NOOP("Pages", "Vòng đời báo cáo")), "history", ("Alt+6",), "",
        lambda window: window.telling.show(),
        about=lambda window: window.about_life(),
    ),
    PageSpec(
        "exports", str(QT_TRANSLATE_NOOP("Pages", "Nhật ký xuất")), "archive", ("Ctrl+J",), "",
        lambda window: window.exports.show(),
    ),
    PageSpec(
        "workspace", str(QT_TRANSLATE_NOOP("Pages", "Sổ làm việc")), "hard-drive",
        ("Ctrl+Shift+B",), "", lambda window: window.upkeep.show(),
    ),
    PageSpec(
        "matrix", str(QT_TRANSLATE_NOOP("Pages", "Kết quả theo tiêu chí")), "table-2", ("Alt+2",),
        TOTALS, lambda window: window.totals.show("matrix"),
        about=lambda window: window.about_totals(),
    ),
    PageSpec(
        "consolidated", str(QT_TRANSLATE_NOOP("Pages", "Biểu tổng hợp")), "sigma", ("Alt+3",),
        TOTALS, lambda window: window.totals.show("consolidated"),
        about=lambda window: window.about_totals(),
    ),
    PageSpec(
        "track", str(QT_TRANSLATE_NOOP("Pages", "Chỉ tiêu kế hoạch")), "target", ("Alt+4",),
        TOTALS, lambda window: window.tracking.show(),
        about=lambda window: window.about_plan(),
    ),
    PageSpec(
        "history", str(QT_TRANSLATE_NOOP("Pages", "Địa bàn qua các năm")), "chart-column",
        ("Alt+0",),
        TOTALS, lambda window: window.history.show(),
        about=lambda window: window.about_land(),
    ),
    PageSpec(
        "approve", str(QT_TRANSLATE_NOOP("Pages", "Duyệt chữ ký")), "badge-check", ("Alt+5",),
        TRUST, lambda window: window.shell.show_page("approve"),
    ),
    PageSpec(
        "revoke", str(QT_TRANSLATE_NOOP("Pages", "Thu hồi, chứng thư")), "shield-x", ("Alt+7",),
        TRUST, lambda window: window.shell.show_page("revoke"),
    ),
    PageSpec(
        "catalogue", str(QT_TRANSLATE_NOOP("Pages", "Danh mục")), "layers", ("Alt+9",),
        CATALOGUE, lambda window: window.cataloguing.show("catalogue"),
    ),
    PageSpec(
        "duties", str(QT_TRANSLATE_NOOP("Pages", "Nhiệm vụ báo cáo")), "list-checks",
        ("Ctrl+Shift+D",), CATALOGUE, lambda window: window.cataloguing.show("duties"),
        about=lambda window: window.about_period(),
    ),
    PageSpec(
        "keeper", str(QT_TRANSLATE_NOOP("Pages", "Biên soạn, ban hành")), "package", ("Alt+8",),
        CATALOGUE, lambda window: window.cataloguing.show("keeper"),
    ),
    PageSpec(
        "plans", str(QT_TRANSLATE_NOOP("Pages", "Kế hoạch, chỉ tiêu")), "file-text",
        ("Ctrl+K",), CATALOGUE, lambda window: window.cataloguing.show("plans"),
    ),
)  # fmt: skip
"""In the order of the tree; a new page is one line here and its own file."""

SENDER_WAYS: Ways = {
    StepPlace.KEYS: lambda window, _: window.go("keys"),
    StepPlace.MAIL: lambda window, _: window.ask_mail(),
    StepPlace.FORM: lambda window, leads: window.open_report(leads),
    StepPlace.SIGN: lambda window, leads: window.open_report(leads),
}
RECEIVER_WAYS: Ways = {
    StepPlace.APPROVE: lambda window, _: window.go("approve"),
    StepPlace.IMPORT: lambda window, _: window.board.ask_folder(),
    StepPlace.PARCEL: lambda window, leads: window.open_parcel(leads),
    StepPlace.REPORT: lambda window, leads: window.open_report(leads),
    StepPlace.RECEIPTS: lambda window, _: window.answering.ask_receipts(),
    StepPlace.TOTALS: lambda window, _: window.go("consolidated"),
}
"""Where the steps of the work lead, in either window."""


def cataloguing_in(
    place: "Desk | Office", shell: "Shell", jobs: "Jobs", news: "News"
) -> "Cataloguing":
    """Return what shows the catalogue in a window; it is loaded with the first visit."""
    from ctmtqg_desktop.ui.catalogue.catalogue_control import Cataloguing

    made = Cataloguing(place, shell, jobs)
    news.changed.connect(made.heard)
    return made
