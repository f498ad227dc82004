"""The facts of a declared thing, in the words of the screen."""

from collections.abc import Sequence
from datetime import date

from ctmtqg_desktop.exchange.keeping.browse import Item, Sort, Step
from ctmtqg_desktop.exchange.keeping.editions import Brought, FormVersion, Held
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.parts.confidence import confidence_words
from ctmtqg_desktop.ui.parts.units import SHARE_WORDS

Facts = list[tuple[str, str]]
_SHOWN = 16
"""So many letters of a digest are shown."""
_KINDS = {
    "form": "Biểu mẫu",
    "criteria-set": "Bộ tiêu chí",
    "programme": "Chương trình",
    "report-set": "Bộ báo cáo",
    "plan": "Kế hoạch, chỉ tiêu",
    "units": "Danh sách đơn vị",
    "thresholds": "Ngưỡng của địa phương",
    "measures": "Đơn vị tính",
    "calendars": "Lịch báo cáo",
    "gazetteer": "Bảng đơn vị toàn quốc",
    "regions": "Vùng",
    "holidays": "Ngày nghỉ lễ",
}


def item_facts(item: Item) -> Facts:
    """Return what every declared thing says of itself."""
    return [
        ("Tên", item.title),
        ("Mã", item.id),
        ("Phiên bản", str(item.version) if item.version else ""),
        ("Hiệu lực", _span(item.valid_from, item.valid_to)),
        ("Nguồn", item.source),
        ("Độ tin cậy", confidence_words(item.confidence)),
        ("Ban hành" if item.sort is Sort.PLAN else "Ghi chú", item.note),
    ]


def history_facts(versions: Sequence[FormVersion]) -> Facts:
    """Return every version of a form: since when, brought by which package, signed by whom."""
    return [(f"Bản {v.version}", _version(v)) for v in versions]


def _version(version: FormVersion) -> str:
    by = version.by
    origin = "cài sẵn theo chương trình"
    if by is not None:
        origin = (
            f"do bản danh mục {by.edition.version} đưa vào; {by.signer}, {by.unit} "
            f"ký lúc {moment(by.signed_at)}"
        )
    digest = f"\nMã tệp {version.sha256[:_SHOWN]}" if version.sha256 else ""
    return f"Hiệu lực {_span(version.valid_from, version.valid_to)}; {origin}.{digest}"


def step_facts(steps: Sequence[Step]) -> Facts:
    """Return what a unit was made of and what it became."""
    return [("Lập từ" if step.before else "Chuyển thành", _step(step)) for step in steps]


def _step(step: Step) -> str:
    name = step.unit.name if step.unit else "đơn vị không có trong danh mục"
    share = SHARE_WORDS[step.succession.share]
    sure = confidence_words(step.succession.confidence).lower()
    return f"{name}, mã {step.code} ({share}), ngày {format_date(step.succession.day)}; {sure}"


def edition_facts(held: Held) -> Facts:
    """Return who signed a catalogue package, and what it brought."""
    signed = f"{held.signer}, {held.unit}"
    return [
        ("Ban hành", moment(held.edition.issued)),
        ("Người ký", signed),
        ("Ký lúc", moment(held.signed_at)),
        ("Chữ ký", "Đúng, gói nguyên vẹn"),
        ("Tình trạng", "Đang dùng" if held.is_installed else "Đã có bản mới hơn"),
        ("Mã gói", held.package_sha256[:_SHOWN]),
        *(("Thêm" if one.is_new else "Thay nội dung", _brought(one)) for one in held.brought),
    ]


def _brought(one: Brought) -> str:
    kind = _KINDS.get(one.kind, one.kind)
    named = f"{one.id} bản {one.version}" if one.version else one.id
    told = " · ".join(part for part in (kind, named, one.title) if part)
    return f"{told}\n({one.name})"


def _span(first: date | None, last: date | None) -> str:
    begins = f"từ {format_date(first)}" if first else ""
    ends = f"đến {format_date(last)}" if last else ""
    return " ".join(part for part in (begins, ends) if part)
