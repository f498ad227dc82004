"""Turn the formulas of an XLSForm (a little of XPath) into our rule language.

Both have the same shape, so words and signs are exchanged one by one; what has no counterpart
is refused, never guessed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<ref>\$\{[^{}]*\})
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<text>'[^']*'|"[^"]*")
    | (?P<sign><=|>=|!=|[-+*=<>(),])
    | (?P<name>[A-Za-z_][\w-]*)
    | (?P<self>\.(?![\w./]))
    )""",
    re.VERBOSE,
)
_WORDS = {"div": "/", "and": "và", "or": "hoặc"}
_SIGNS = {"!=": "<>"}
_FUNCTIONS = {
    "if": "nếu", "sum": "tổng", "count": "đếm", "min": "nhỏ_nhất", "max": "lớn_nhất",
    "round": "làm_tròn", "coalesce": "trống_thì", "abs": "trị_tuyệt_đối",
}  # fmt: skip
_EMPTY = {"''", '""'}


class Untranslatable(Exception):  # noqa: N818  an answer, not an error a person is shown
    """Say which word of a formula has no counterpart."""


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str
    text: str


def translate(source: str, name_of: Callable[[str], str | None], own: str = "") -> str:
    """Return a formula in our language.

    Args:
        source: as the XLSForm has it.
        name_of: what ``${name}`` is called here; None for a question that is not here.
        own: what the dot stands for.

    Raises:
        Untranslatable: with the word that has no counterpart.
    """
    return _Translator(_tokens(source), name_of, own).whole()


def _tokens(source: str) -> list[_Token]:
    found, at = [], 0
    text = source.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise Untranslatable(text[at : at + 20])
        found.append(_Token(match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found


class _Translator:
    """Hold the place reached in the tokens of one formula."""

    def __init__(
        self, tokens: list[_Token], name_of: Callable[[str], str | None], own: str
    ) -> None:
        self._tokens = tokens
        self._name_of = name_of
        self._own = own
        self._at = 0

    def whole(self) -> str:
        """Translate everything; nothing may be left over."""
        made = self._expression()
        if self._at < len(self._tokens) or not made:
            raise Untranslatable(self._look().text)
        return made

    def _look(self, ahead: int = 0) -> _Token:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else _Token("end", "")

    def _take(self) -> _Token:
        token = self._look()
        self._at += 1
        return token

    def _expression(self) -> str:
        """Translate up to a comma or bracket that belongs to what is around."""
        parts = []
        while self._look().text not in {"", ")", ","}:
            parts.append(self._part())
        return " ".join(parts)

    def _part(self) -> str:
        token = self._take()
        if token.sort in {"ref", "self"}:
            return self._value(token)
        if token.sort == "text":
            return '"' + token.text[1:-1].replace('"', '""') + '"'
        if token.text == "(":
            return f"({self._closed()})"
        if token.sort == "name":
            return self._word(token.text)
        return _SIGNS.get(token.text, token.text)

    def _value(self, token: _Token) -> str:
        """Translate a question; comparing it with an empty text asks whether it is filled."""
        name = self._named(token)
        compared, empty = self._look(), self._look(1)
        if compared.text in {"=", "!="} and empty.text in _EMPTY:
            self._at += 2
            return f"có({name})" if compared.text == "!=" else f"(không có({name}))"
        return name

    def _named(self, token: _Token) -> str:
        if token.sort == "self":
            name: str | None = self._own
        else:
            name = self._name_of(token.text[2:-1].strip())
        if not name:
            raise Untranslatable(token.text)
        return name

    def _word(self, word: str) -> str:
        if word in _WORDS:
            return _WORDS[word]
        if self._look().text != "(":
            raise Untranslatable(word)
        self._take()
        arguments = self._arguments()
        if word in {"true", "false"} and not arguments:
            return "đúng" if word == "true" else "sai"
        if word == "not" and len(arguments) == 1:
            return f"(không ({arguments[0]}))"
        if word == "selected" and len(arguments) == 2:
            return f"({arguments[0]} = {arguments[1]})"
        if word not in _FUNCTIONS:
            raise Untranslatable(f"{word}()")
        return f"{_FUNCTIONS[word]}({', '.join(arguments)})"

    def _arguments(self) -> list[str]:
        """Translate what stands between the brackets of a call."""
        if self._look().text == ")":
            self._take()
            return []
        found = [self._expression()]
        while self._look().text == ",":
            self._take()
            found.append(self._expression())
        self._bracket()
        return found

    def _closed(self) -> str:
        made = self._expression()
        self._bracket()
        return made

    def _bracket(self) -> None:
        if self._take().text != ")":
            raise Untranslatable("(")
