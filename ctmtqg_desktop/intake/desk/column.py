"""Read a column of given cells for the cells of a form: one reading for all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.entries.typed import NA_LABEL
from ctmtqg_desktop.intake.desk.options import (
    Options,
    Settled,
    date_options,
    has_share,
    number_options,
    only_whole,
    settle_question,
    share_options,
    swapped_options,
)
from ctmtqg_desktop.intake.desk.plain import is_percent, plain_text
from ctmtqg_desktop.intake.desk.readings import (
    ANSWERS,
    Answers,
    ColumnRead,
    Fate,
    Question,
    Read,
    question_code,
)
from ctmtqg_desktop.intake.given import Given, GivenKind

Pair = tuple[Given, CellSpec]
"""A cell as it came and what it is to become."""

NO_ANSWERS: Answers = {}
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_NO_FIGURE = frozenset({"\u2026", "...", "..", ".", "\u2026."})
_NOTHING_POSSIBLE = "x"
_NEVER_TAKEN = {
    GivenKind.ERROR: "intake.spreadsheet-error",
    GivenKind.UNCOMPUTED: "intake.uncomputed",
    GivenKind.SHARED: "intake.shared-figure",
}


def read_column(
    cells: Sequence[Pair], answers: Answers = NO_ANSWERS, *, has_signs: bool = True
) -> ColumnRead:
    """Say what each cell of a column means; where two readings stay, nothing is taken.

    Source of the signs: the statistics office writes "-" for a zero, "…" for a figure that is
    not there, "x" where none is possible.

    Args:
        cells: from one column of one source, in order.
        answers: what a person says about the column; it overrules what the column proves.
        has_signs: it may have the signs of statistics; what is typed alone has none.
    """
    work = _Work([_start(given, spec, has_signs=has_signs) for given, spec in cells], answers)
    dashes = {at: o for at, (g, s) in enumerate(cells) if has_signs and (o := _dash(g, s))}
    work.ask(Question.DASH, dashes, proof=_figure_beside(cells) if dashes else "")
    work.ask(Question.DECIMAL_MARK, _numbers(cells, work))
    work.ask(Question.PERCENT, _shares(cells, work.reads))
    dates = {at: o for at in work.open_texts(cells, _is_date)
             if (o := date_options(cells[at][0].text))}  # fmt: skip
    work.ask(Question.DAY_ORDER, dates)
    if any(options.proved is not None for options in dates.values()):
        work.ask(Question.SWAPPED_DATES, _swapped(cells))
    return work.done()


@dataclass
class _Work:
    reads: list[Read]
    answers: Answers
    settled: dict[Question, Settled] = field(default_factory=dict)
    open: dict[Question, str] = field(default_factory=dict)

    def open_texts(self, cells: Sequence[Pair], fits: Callable[[CellSpec], bool]) -> list[int]:
        """Return the places of written texts about which nothing has been said yet."""
        return [
            at
            for at, (given, spec) in enumerate(cells)
            if given.kind is GivenKind.TEXT and fits(spec) and self.reads[at].is_plain
        ]

    def ask(self, question: Question, found: Mapping[int, Options], proof: str = "") -> None:
        """Settle a question for the column and read its cells so, or leave them asked.

        Args:
            question: about the column.
            found: place -> what its text can mean.
            proof: what else in the column proves the first answer.
        """
        settled = settle_question(question, found.values(), self.answers)
        if proof and settled.answer is None:
            settled = Settled(0, proof)
        for at, options in found.items():
            meaning = options.under(settled.answer)
            if meaning is not None:
                self.reads[at] = Read(meaning, is_plain=False)
            elif options.is_open:
                self.open.setdefault(question, options.text)
                self.reads[at] = _asked(question, options)
        if any(options.is_open or options.proved is not None for options in found.values()):
            self.settled[question] = settled

    def done(self) -> ColumnRead:
        told = self.settled.items()
        return ColumnRead(
            tuple(self.reads),
            {q: ANSWERS[q][s.answer] for q, s in told if s.answer is not None},
            {q: s.proof for q, s in told if s.proof},
            self.open,
            frozenset(q for q, s in told if s.is_contradicted),
        )


def _asked(question: Question, options: Options) -> Read:
    first, second = options.meanings
    both = (first or "", second or "")
    return Read(options.text, Fate.ASKED, question_code(question), question, both)


def _start(given: Given, spec: CellSpec, *, has_signs: bool) -> Read:
    """Say what can be said of a cell without its column."""
    if given.kind in _NEVER_TAKEN and not _is_shared_word(given, spec):
        return Read(given.text, Fate.REFUSED, _NEVER_TAKEN[given.kind])
    shown = plain_text(given, spec)
    if not has_signs or not spec.type.is_number or given.kind is not GivenKind.TEXT:
        return Read(shown)
    bare = words.fold(words.clean(given.text))
    if bare in _NO_FIGURE:
        return Read(given.text, Fate.LEFT_OUT, "intake.no-figure")
    if bare == _NOTHING_POSSIBLE:
        if spec.not_applicable:
            return Read(NA_LABEL)
        return Read(given.text, Fate.LEFT_OUT, "intake.nothing-possible")
    return Read(shown)


def _is_shared_word(given: Given, spec: CellSpec) -> bool:
    """Say whether a number over several rows is a code or a name, which holds for each."""
    return given.kind is GivenKind.SHARED and not spec.type.is_number


def _dash(given: Given, spec: CellSpec) -> Options | None:
    if given.kind is GivenKind.TEXT and _is_number(spec):
        bare = words.clean(given.text)
        if len(bare) == 1 and bare in _DASHES:
            return Options(bare, ("0", ""))
    return None


def _figure_beside(cells: Sequence[Pair]) -> str:
    """Return a figure of the column, beside which a dash is the zero of statistics; or nothing."""
    for given, spec in cells:
        if not spec.type.is_number:
            continue
        if given.kind is GivenKind.NUMBER:
            return plain_text(given, spec)
        if given.kind is GivenKind.TEXT and number_options(given.text, spec):
            return given.text
    return ""


def _numbers(cells: Sequence[Pair], work: _Work) -> dict[int, Options]:
    """Return the written numbers; where no text proves the mark, a count means a whole number."""
    found = {
        at: options
        for at in work.open_texts(cells, _is_number)
        if (options := number_options(cells[at][0].text, cells[at][1]))
    }
    settled = settle_question(Question.DECIMAL_MARK, found.values(), work.answers)
    if settled.answer is not None or settled.is_contradicted:
        return found
    return {at: only_whole(options, cells[at][1]) for at, options in found.items()}


def _shares(cells: Sequence[Pair], reads: Sequence[Read]) -> dict[int, Options]:
    """Return the bare numbers of a percentage column, if shares of one can be among them."""
    bare: dict[int, tuple[str, Decimal]] = {}
    shown_as_percent = False
    for at, (given, spec) in enumerate(cells):
        if spec.type is not CellType.PERCENT:
            continue
        if is_percent(given):
            shown_as_percent = True
        elif reads[at].is_taken and (typed := words.parse_number(reads[at].text)):
            bare[at] = (given.text or reads[at].text, typed.value)
    numbers = [number for _, number in bare.values()]
    if not shown_as_percent and not has_share(numbers):
        return {}
    return {at: share_options(text, number) for at, (text, number) in bare.items()}


def _swapped(cells: Sequence[Pair]) -> dict[int, Options]:
    """Return the dates beside texts that a spreadsheet did not know as dates.

    It turned into dates what it could read in its own order and left the others as texts: then
    the dates themselves may have day and month in each other's place.
    """
    return {
        at: swapped_options(given.day)
        for at, (given, spec) in enumerate(cells)
        if given.kind is GivenKind.DATE and given.day is not None and _is_date(spec)
    }


def _is_number(spec: CellSpec) -> bool:
    return spec.type.is_number


def _is_date(spec: CellSpec) -> bool:
    return spec.type is CellType.DATE
