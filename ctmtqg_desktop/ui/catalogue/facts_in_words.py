"""The facts of a declared thing, in the words of the screen."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ctmtqg_desktop.catalogue.records.periods import FixedDeadline, Roll
from ctmtqg_desktop.exchange.keeping.browse import DeclaredCalendar, Item, Sort, Step
from ctmtqg_desktop.exchange.keeping.editions import Brought, FormVersion, Held
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.parts.confidence import confidence_words
from ctmtqg_desktop.ui.parts.units import SHARE_WORDS

Facts = list[tuple[str, str]]
_SHOWN = 16
"""So many letters of a digest are shown."""
_KINDS = {
    "form": QT_TRANSLATE_NOOP("Facts", "Biểu mẫu"),
    "criteria-set": QT_TRANSLATE_NOOP("Facts", "Bộ tiêu chí"),
    "programme": QT_TRANSLATE_NOOP("Facts", "Chương trình"),
    "report-set": QT_TRANSLATE_NOOP("Facts", "Bộ báo cáo"),
    "plan": QT_TRANSLATE_NOOP("Facts", "Kế hoạch, chỉ tiêu"),
    "units": QT_TRANSLATE_NOOP("Facts", "Danh sách đơn vị"),
    "thresholds": QT_TRANSLATE_NOOP("Facts", "Ngưỡng của địa phương"),
    "measures": QT_TRANSLATE_NOOP("Facts", "Đơn vị tính"),
    "calendars": QT_TRANSLATE_NOOP("Facts", "Lịch báo cáo"),
    "gazetteer": QT_TRANSLATE_NOOP("Facts", "Bảng đơn vị toàn quốc"),
    "regions": QT_TRANSLATE_NOOP("Facts", "Vùng"),
    "holidays": QT_TRANSLATE_NOOP("Facts", "Ngày nghỉ lễ"),
}
ROLLS = {
    Roll.NONE: QT_TRANSLATE_NOOP("Facts", "Giữ nguyên ngày"),
    Roll.NEXT: QT_TRANSLATE_NOOP("Facts", "Ngày làm việc liền sau"),
    Roll.PREVIOUS: QT_TRANSLATE_NOOP("Facts", "Ngày làm việc liền trước"),
}
"""Where a deadline on a day off goes, as people say it."""


_PERIODS = {
    "month": QT_TRANSLATE_NOOP("Facts", "Tháng"),
    "quarter": QT_TRANSLATE_NOOP("Facts", "Quý"),
    "half": QT_TRANSLATE_NOOP("Facts", "6 tháng, lần"),
    "year": QT_TRANSLATE_NOOP("Facts", "Cả năm"),
}


def said(words: object) -> str:
    """Return marked words in the window's language."""
    return QCoreApplication.translate("Facts", str(words))


def item_facts(item: Item) -> Facts:
    """Return what every declared thing says of itself."""
    say = QCoreApplication.translate
    issuer, note = say("Facts", "Ban hành"), say("Facts", "Ghi chú")
    return [
        (say("Facts", "Tên"), item.title),
        (say("Facts", "Mã"), item.id),
        (say("Facts", "Phiên bản"), str(item.version) if item.version else ""),
        (say("Facts", "Hiệu lực"), _span(item.valid_from, item.valid_to)),
        (say("Facts", "Nguồn"), item.source),
        (say("Facts", "Độ tin cậy"), confidence_words(item.confidence)),
        (issuer if item.sort is Sort.PLAN else note, item.note),
    ]


def calendar_facts(declared: DeclaredCalendar) -> Facts:
    """Return whose a calendar is, which it stands for, and how its days follow."""
    say, calendar, unit = QCoreApplication.translate, declared.calendar, declared.receiver
    whole = say("Facts", "Tháng dương lịch")
    part = say("Facts", "Từ ngày {first} tháng trước đến ngày {last} tháng cuối kỳ")
    window = part.format(first=calendar.first_day, last=calendar.first_day - 1)
    owner = say("Facts", "{name}, mã {code}, cho báo cáo gửi đến đây và cấp dưới")
    days = say("Facts", "{days} ngày sau khoảng số liệu").format(days=calendar.deadline_days)
    fixed = (_fixed(one) for one in calendar.fixed)
    return [
        (say("Facts", "Của"), owner.format(name=unit.name, code=unit.code) if unit else ""),
        (say("Facts", "Thay cho"), declared.replaces),
        (say("Facts", "Dùng cho"), ", ".join(declared.sets)),
        (say("Facts", "Số liệu"), whole if calendar.first_day == 1 else window),
        (say("Facts", "Hạn nộp"), "\n".join((days, *fixed))),
        (say("Facts", "Trùng ngày nghỉ"), said(ROLLS[calendar.roll])),
    ]


def _fixed(one: FixedDeadline) -> str:
    kind, _, number = one.period.partition("-")
    now = QCoreApplication.translate("Facts", "{period}: trước {day}/{month}")
    later = QCoreApplication.translate("Facts", "{period}: trước {day}/{month} năm sau")
    period = f"{said(_PERIODS.get(kind, kind))} {number}".strip()
    words = later if one.years_later else now
    return words.format(period=period, day=one.day, month=one.month)


def history_facts(versions: Sequence[FormVersion]) -> Facts:
    """Return every version of a form: since when, brought by which package, signed by whom."""
    words = QCoreApplication.translate("Facts", "Bản {version}")
    return [(words.format(version=v.version), _version(v)) for v in versions]


def _version(version: FormVersion) -> str:
    say, by = QCoreApplication.translate, version.by
    origin = say("Facts", "cài sẵn theo chương trình")
    if by is not None:
        words = say(
            "Facts", "do bản danh mục {number} đưa vào; {signer}, {unit} ký lúc {moment}"
        )  # fmt: skip
        origin = words.format(
            number=by.edition.version, signer=by.signer, unit=by.unit, moment=moment(by.signed_at)
        )
    told = say("Facts", "Hiệu lực {span}; {origin}.")
    digest = say("Facts", "Mã tệp {sha}").format(sha=version.sha256[:_SHOWN])
    lines = [told.format(span=_span(version.valid_from, version.valid_to), origin=origin)]
    return "\n".join([*lines, digest] if version.sha256 else lines)


def step_facts(steps: Sequence[Step]) -> Facts:
    """Return what a unit was made of and what it became."""
    say = QCoreApplication.translate
    before, after = say("Facts", "Lập từ"), say("Facts", "Chuyển thành")
    return [(before if step.before else after, _step(step)) for step in steps]


def _step(step: Step) -> str:
    say = QCoreApplication.translate
    name = step.unit.name if step.unit else say("Facts", "đơn vị không có trong danh mục")
    words = say("Facts", "{name}, mã {code} ({share}), ngày {day}; {sure}")
    return words.format(
        name=name, code=step.code, share=SHARE_WORDS[step.succession.share],
        day=format_date(step.succession.day),
        sure=confidence_words(step.succession.confidence).lower(),
    )  # fmt: skip


def edition_facts(held: Held) -> Facts:
    """Return who signed a catalogue package, and what it brought."""
    say = QCoreApplication.translate
    now, before = say("Facts", "Đang dùng"), say("Facts", "Đã có bản mới hơn")
    new, changed = say("Facts", "Thêm"), say("Facts", "Thay nội dung")
    return [
        (say("Facts", "Ban hành"), moment(held.edition.issued)),
        (say("Facts", "Người ký"), f"{held.signer}, {held.unit}"),
        (say("Facts", "Ký lúc"), moment(held.signed_at)),
        (say("Facts", "Chữ ký"), say("Facts", "Đúng, gói nguyên vẹn")),
        (say("Facts", "Tình trạng"), now if held.is_installed else before),
        (say("Facts", "Mã gói"), held.package_sha256[:_SHOWN]),
        *((new if one.is_new else changed, _brought(one)) for one in held.brought),
    ]


def _brought(one: Brought) -> str:
    kind = said(_KINDS[one.kind]) if one.kind in _KINDS else one.kind
    words = QCoreApplication.translate("Facts", "{id} bản {version}")
    named = words.format(id=one.id, version=one.version) if one.version else one.id
    told = " · ".join(part for part in (kind, named, one.title) if part)
    return f"{told}\n({one.name})"


def _span(first: date | None, last: date | None) -> str:
    say = QCoreApplication.translate
    begins = say("Facts", "từ {day}").format(day=format_date(first)) if first else ""
    ends = say("Facts", "đến {day}").format(day=format_date(last)) if last else ""
    return " ".join(part for part in (begins, ends) if part)
