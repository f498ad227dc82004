"""The facts of a declared thing, in the words of the screen."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ctmtqg_desktop.catalogue.records.declared import Phase, Target
from ctmtqg_desktop.catalogue.records.periods import FixedDeadline, Roll
from ctmtqg_desktop.exchange.answers.track import asked_text
from ctmtqg_desktop.exchange.keeping.browse import (
    CatalogueItem,
    DeclaredCalendar,
    LineageStep,
    Sort,
)
from ctmtqg_desktop.exchange.keeping.editions import Brought, FormVersion, HeldEdition
from ctmtqg_desktop.exchange.keeping.sources import SourcedParts
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.parts.confidence import confidence_words
from ctmtqg_desktop.ui.parts.units import share_words

Facts = list[tuple[str, str]]
translate = QCoreApplication.translate
_NAMED = 12
"""So many parts of one source are named."""
_TARGETS = 8
"""So many targets of a kind are told of one by one."""
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
    "lifetimes": QT_TRANSLATE_NOOP("Facts", "Ngày đóng biểu, văn bản còn chờ"),
    "regions": QT_TRANSLATE_NOOP("Facts", "Vùng"),
    "duties": QT_TRANSLATE_NOOP("Facts", "Nghĩa vụ báo cáo"),
    "profiles": QT_TRANSLATE_NOOP("Facts", "Hồ sơ đơn vị"),
    "requests": QT_TRANSLATE_NOOP("Facts", "Yêu cầu báo cáo"),
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


def fact_words(words: object) -> str:
    """Return marked words in the window's language."""
    return translate("Facts", str(words))


def item_facts(item: CatalogueItem) -> Facts:
    """Return what every declared thing says of itself."""
    issuer, note = translate("Facts", "Ban hành"), translate("Facts", "Ghi chú")
    return [
        (translate("Facts", "Tên"), item.title),
        (translate("Facts", "Mã"), item.id),
        (translate("Facts", "Phiên bản"), str(item.version) if item.version else ""),
        (translate("Facts", "Hiệu lực"), _span(item.valid_from, item.valid_to)),
        (translate("Facts", "Giai đoạn"), "\n".join(_phase(one) for one in item.phases)),
        (translate("Facts", "Kết thúc, tiếp tục"), item.life),
        (translate("Facts", "Nguồn"), item.source),
        (translate("Facts", "Độ tin cậy"), confidence_words(item.confidence)),
        (issuer if item.sort is Sort.PLAN else note, item.note),
    ]


def source_facts(found: Sequence[SourcedParts], notes: Sequence[tuple[str, str]]) -> Facts:
    """Return which parts rest upon which source, and the notes of their keeper."""
    more = translate("Facts", "{names} và {count} mục khác")
    facts: Facts = []
    for one in found:
        names = ", ".join(one.names[:_NAMED])
        left = len(one.names) - _NAMED
        told = more.format(names=names, count=left) if left > 0 else names
        facts.append((confidence_words(one.confidence), f"{told}\n{one.source}"))
    facts += [(translate("Facts", "Ghi chú {name}").format(name=n), note) for n, note in notes]
    return facts


def _phase(one: Phase) -> str:
    return f"{one.title} ({_span(one.valid_from, one.valid_to)}){one.confidence.mark}"


def calendar_facts(declared: DeclaredCalendar) -> Facts:
    """Return whose a calendar is, which it stands for, and how its days follow."""
    calendar, unit = declared.calendar, declared.receiver
    whole = translate("Facts", "Tháng dương lịch")
    part = translate("Facts", "Từ ngày {first} tháng trước đến ngày {last} tháng cuối kỳ")
    window = part.format(first=calendar.first_day, last=calendar.first_day - 1)
    owner = translate("Facts", "{name}, mã {code}, cho báo cáo gửi đến đây và cấp dưới")
    days = translate("Facts", "{days} ngày sau khoảng số liệu").format(days=calendar.deadline_days)
    fixed = (_fixed(one) for one in calendar.fixed)
    return [
        (translate("Facts", "Của"), owner.format(name=unit.name, code=unit.code) if unit else ""),
        (translate("Facts", "Thay cho"), declared.replaces),
        (translate("Facts", "Dùng cho"), ", ".join(declared.sets)),
        (translate("Facts", "Số liệu"), whole if calendar.first_day == 1 else window),
        (translate("Facts", "Hạn nộp"), "\n".join((days, *fixed))),
        (translate("Facts", "Trùng ngày nghỉ"), fact_words(ROLLS[calendar.roll])),
    ]


def _fixed(one: FixedDeadline) -> str:
    kind, _, number = one.period.partition("-")
    now = translate("Facts", "{period}: trước {day}/{month}")
    later = translate("Facts", "{period}: trước {day}/{month} năm sau")
    period = f"{fact_words(_PERIODS.get(kind, kind))} {number}".strip()
    words = later if one.years_later else now
    return words.format(period=period, day=one.day, month=one.month)


def history_facts(versions: Sequence[FormVersion]) -> Facts:
    """Return every version of a form: since when, brought by which package, signed by whom."""
    words = translate("Facts", "Bản {version}")
    return [(words.format(version=v.version), _version(v)) for v in versions]


def _version(version: FormVersion) -> str:
    by = version.by
    origin = translate("Facts", "cài sẵn theo chương trình")
    if by is not None:
        words = translate(
            "Facts", "do bản danh mục {number} đưa vào; {signer}, {unit} ký lúc {moment}"
        )  # fmt: skip
        origin = words.format(
            number=by.edition.version, signer=by.signer, unit=by.unit, moment=moment(by.signed_at)
        )
    told = translate("Facts", "Hiệu lực {span}; {origin}.")
    digest = translate("Facts", "Mã tệp {sha}").format(sha=version.sha256[:_SHOWN])
    lines = [told.format(span=_span(version.valid_from, version.valid_to), origin=origin)]
    return "\n".join([*lines, digest] if version.sha256 else lines)


def profile_facts(says: str, days: str, source: str) -> Facts:
    """Return what a receiver has decided of a unit; that nothing was, where nothing was."""
    return [
        (translate("Facts", "Hồ sơ"), f"{says} ({days})" if days else says),
        (translate("Facts", "Căn cứ hồ sơ"), source),
    ]


def step_facts(steps: Sequence[LineageStep]) -> Facts:
    """Return what a unit was made of and what it became."""
    before, after = translate("Facts", "Lập từ"), translate("Facts", "Chuyển thành")
    return [(before if step.before else after, _step(step)) for step in steps]


def _step(step: LineageStep) -> str:
    name = step.unit.name if step.unit else translate("Facts", "đơn vị không có trong danh mục")
    words = translate("Facts", "{name}, mã {code} ({share}), ngày {day}; {sure}")
    return words.format(
        name=name, code=step.code, share=share_words(step.succession.share),
        day=format_date(step.succession.day),
        sure=confidence_words(step.succession.confidence).lower(),
    )  # fmt: skip


def edition_facts(held: HeldEdition) -> Facts:
    """Return who signed a catalogue package, and what it brought."""
    now, before = translate("Facts", "Đang dùng"), translate("Facts", "Đã có bản mới hơn")
    new, changed = translate("Facts", "Thêm"), translate("Facts", "Thay nội dung")
    return [
        (translate("Facts", "Ban hành"), moment(held.edition.issued)),
        (translate("Facts", "Người ký"), f"{held.signer}, {held.unit}"),
        (translate("Facts", "Ký lúc"), moment(held.signed_at)),
        (translate("Facts", "Chữ ký"), translate("Facts", "Đúng, gói nguyên vẹn")),
        (translate("Facts", "Tình trạng"), now if held.is_installed else before),
        (translate("Facts", "Mã gói"), held.signed_sha256[:_SHOWN]),
        *((new if one.is_new else changed, _brought(one)) for one in held.brought),
        *_plan_facts(held),
    ]


def _plan_facts(held: HeldEdition) -> Facts:
    """Return the targets that a package adds, changes and drops, plan by plan."""
    words = (
        translate("Facts", "Chỉ tiêu thêm"), translate("Facts", "Chỉ tiêu sửa"),
        translate("Facts", "Chỉ tiêu bỏ"),
    )  # fmt: skip
    found: Facts = []
    for news in held.plans:
        if news.withdrawn:
            found.append((translate("Facts", "Kế hoạch thu hồi"), news.withdrawn))
        parts = (news.added, [one.after for one in news.changed], news.dropped)
        for said, targets in zip(words, parts, strict=True):
            if targets:
                found.append((f"{said} ({len(targets)})", _listed(targets)))
    return found


def _listed(targets: Sequence[Target]) -> str:
    lines = [f"{t.indicator} {asked_text(t, {})}" for t in targets[:_TARGETS]]
    more = translate("Facts", "… và {count} chỉ tiêu nữa").format(count=len(targets) - _TARGETS)
    return "\n".join([*lines, *([more] if len(targets) > _TARGETS else [])])


def _brought(one: Brought) -> str:
    kind = fact_words(_KINDS[one.kind]) if one.kind in _KINDS else one.kind
    words = translate("Facts", "{id} bản {version}")
    named = words.format(id=one.id, version=one.version) if one.version else one.id
    told = " · ".join(part for part in (kind, named, one.title) if part)
    return f"{told}\n({one.name})"


def _span(first: date | None, last: date | None) -> str:
    begins = translate("Facts", "từ {day}").format(day=format_date(first)) if first else ""
    ends = translate("Facts", "đến {day}").format(day=format_date(last)) if last else ""
    return " ".join(part for part in (begins, ends) if part)
