"""The kinds of file a person chooses; what lies together is asked for where it was last."""

from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_CONTEXT = "FileKind"


class FileKind(Enum):
    """A kind of file.

    Attributes:
        shelf: kinds of one shelf are looked for where either of them was last.
        words: filters in Qt's spelling, before translation; empty for folders.
        suffix: of a new file whose name was typed without one.
    """

    PACKAGES = ("packages", "")
    ANSWERS = ("answers", "")
    PROOFS = ("prints", str(QT_TRANSLATE_NOOP("FileKind", "Gói (*.asice)")), ".asice")
    MAIL = ("mail", str(QT_TRANSLATE_NOOP("FileKind", "Gói (*.asice *.age *.zip)")))
    CATALOGUES = ("catalogue", "")
    PUBLISHED = ("published", "")
    PLAN_FOLDERS = ("plan-folders", "")
    PRINTS = ("prints", str(QT_TRANSLATE_NOOP("FileKind", "PDF và Excel (*.pdf *.xlsx)")))
    SLIPS = ("prints", str(QT_TRANSLATE_NOOP("FileKind", "Tệp PDF (*.pdf)")), ".pdf")
    ATTACHMENTS = ("attachments", str(QT_TRANSLATE_NOOP("FileKind", "Tệp PDF (*.pdf)")))
    BOOKS_OUT = ("books", str(QT_TRANSLATE_NOOP("FileKind", "Excel (*.xlsx)")), ".xlsx")
    BOOKS_IN = (
        "books",
        str(QT_TRANSLATE_NOOP("FileKind", "Bảng tính (*.xlsx *.xlsm *.xls *.ods *.csv)")),
    )
    EXPORTS = (
        "prints",
        str(QT_TRANSLATE_NOOP("FileKind", "Excel (*.xlsx);;PDF (*.pdf)")),
        ".xlsx",
    )
    LIVES = ("prints", str(QT_TRANSLATE_NOOP("FileKind", "Hồ sơ (*.zip)")), ".zip")
    PLANS = ("plans", str(QT_TRANSLATE_NOOP("FileKind", "Văn bản (*.docx *.txt *.md)")))
    KEYS = ("keys", str(QT_TRANSLATE_NOOP("FileKind", "Tệp khóa (*.ntmkey *.key)")), ".ntmkey")
    CERTIFICATES = (
        "certificates", str(QT_TRANSLATE_NOOP("FileKind", "Tệp chứng thư (*.p12 *.pfx)")),
    )  # fmt: skip
    LIBRARIES = (
        "libraries", str(QT_TRANSLATE_NOOP("FileKind", "Thư viện PKCS#11 (*.dll *.so *.dylib)")),
    )  # fmt: skip
    AUTHORITIES = (
        "mail", str(QT_TRANSLATE_NOOP("FileKind", "Chứng thư (*.cer *.crt *.pem *.der)")),
    )  # fmt: skip
    REVOKED = ("mail", str(QT_TRANSLATE_NOOP("FileKind", "CRL (*.crl *.pem)")))
    IMAGES = ("images", str(QT_TRANSLATE_NOOP("FileKind", "Ảnh nền trong suốt (*.png)")))
    WORKSPACES = (
        "workspaces", str(QT_TRANSLATE_NOOP("FileKind", "Sổ làm việc (*.ctmtqg)")), ".ctmtqg",
    )  # fmt: skip
    BACKUPS = (
        "backups", str(QT_TRANSLATE_NOOP("FileKind", "Sổ làm việc (*.ctmtqg)")), ".ctmtqg",
    )  # fmt: skip

    def __init__(self, shelf: str, words: str, suffix: str = "") -> None:
        self.shelf, self.words, self.suffix = shelf, words, suffix

    def filters(self, *, is_new: bool) -> list[str]:
        """Return the filters for a dialog; of files that are there every one may be shown."""
        named = QCoreApplication.translate(_CONTEXT, self.words).split(";;") if self.words else []
        every = QCoreApplication.translate(_CONTEXT, "Mọi tệp (*)")
        return named if is_new and named else [*named, every]
