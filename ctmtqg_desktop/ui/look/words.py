"""From codes and states to the Vietnamese words on screen."""

from collections.abc import Callable, Mapping

from ctmtqg_desktop.catalogue.records.form import Severity
from ctmtqg_desktop.errors import CtmtqgError

Say = Callable[[str, Mapping[str, object]], str]
"""Code and facts -> the sentence: what happened, and what to do; handed in by ``app``."""

SEVERITY_WORDS = {
    Severity.ERROR: "Lỗi",
    Severity.JUSTIFY: "Cần lý do",
    Severity.WARNING: "Lưu ý",
    Severity.INFO: "Thông tin",
}
SEVERITY_ICONS = {
    Severity.ERROR: "circle-x",
    Severity.JUSTIFY: "message-square-warning",
    Severity.WARNING: "triangle-alert",
    Severity.INFO: "info",
}
UNVERIFIED_MARK = "*"
UNVERIFIED_WORDS = "chưa đối chiếu văn bản gốc"


def error_sentence(say: Say, error: CtmtqgError) -> str:
    """Return the words of an error a user can act on."""
    return say(error.code, error.facts)
