"""Take a parsed JSON object apart: every field named, typed and bounded, nothing left over."""

import re
from collections.abc import Iterator
from datetime import datetime

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.canonical import Json

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)
MAX_TEXT = 500
FIRST_YEAR, LAST_YEAR = 1970, 2199


class Fields:
    """One JSON object of a file, read field by field.

    Everything raises ``PackageError`` with the code ``<prefix>-field`` and the fact ``where``,
    e.g. ``package.manifest-field(where='unit.code')``.
    """

    def __init__(self, value: Json, where: str = "", prefix: str = "package.manifest") -> None:
        self._where = where
        self._prefix = prefix
        if not isinstance(value, dict):
            raise PackageError(f"{prefix}-field", where=where or "$")
        self._left = dict(value)

    def wrong(self, name: str) -> PackageError:
        """Return the error that names this field."""
        return PackageError(f"{self._prefix}-field", where=self._at(name))

    def _at(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def take(self, name: str) -> Json:
        """Return a field that must be there, whatever it holds."""
        if name not in self._left:
            raise self.wrong(name)
        return self._left.pop(name)

    def has(self, name: str) -> bool:
        """Say whether a field is there and not taken yet."""
        return name in self._left

    def is_null(self, name: str) -> bool:
        """Say whether a field is there and null; it is then taken."""
        if name in self._left and self._left[name] is None:
            del self._left[name]
            return True
        return False

    def text(self, name: str, *, limit: int = MAX_TEXT, may_be_empty: bool = False) -> str:
        """Return a text without line breaks."""
        value = self.take(name)
        if not isinstance(value, str) or len(value) > limit or "\n" in value:
            raise self.wrong(name)
        if value != value.strip() or not (value or may_be_empty):
            raise self.wrong(name)
        return value

    def match(self, name: str, form: re.Pattern[str]) -> str:
        """Return a text of that form."""
        value = self.take(name)
        if not isinstance(value, str) or not form.fullmatch(value):
            raise self.wrong(name)
        return value

    def number(self, name: str, *, least: int) -> int:
        """Return a whole number not below ``least``."""
        value = self.take(name)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.wrong(name)
        return value

    def moment(self, name: str) -> datetime:
        """Return a moment written with its offset (RFC 3339, whole seconds), of our times."""
        value = self.match(name, MOMENT)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise self.wrong(name) from error
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:  # at the ends of the calendar sums overflow
            raise self.wrong(name)
        return moment

    def inner(self, name: str) -> "Fields":
        """Return the object in a field."""
        return Fields(self.take(name), self._at(name), self._prefix)

    def items(self, name: str) -> list[Json]:
        """Return the list in a field."""
        value = self.take(name)
        if not isinstance(value, list):
            raise self.wrong(name)
        return value

    def objects(self, name: str) -> Iterator["Fields"]:
        """Yield the objects of the list in a field."""
        for index, value in enumerate(self.items(name)):
            yield Fields(value, f"{self._at(name)}[{index}]", self._prefix)

    def end(self) -> None:
        """Refuse what nobody took.

        Raises:
            PackageError: ``<prefix>-unknown-field``.
        """
        if self._left:
            where = self._at(min(self._left))
            raise PackageError(f"{self._prefix}-unknown-field", where=where[:80])
