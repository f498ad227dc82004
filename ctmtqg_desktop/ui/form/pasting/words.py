"""The sentences of a paste: what is asked, how a column was understood, what was not taken."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.entries.overview import filled_from
from ctmtqg_desktop.exchange.sender.cell_list import ListedCell
from ctmtqg_desktop.intake.desk.readings import ANSWERS, Fate, Question, question_code
from ctmtqg_desktop.text import NBSP
from ctmtqg_desktop.ui.form.layout import Shown
from ctmtqg_desktop.ui.form.pasting.plan import PasteItem, PastePlan
from ctmtqg_desktop.ui.look.words import Say

MOST_EXAMPLES = 3
LONGEST_EXAMPLE = 24
translate = QCoreApplication.translate


class OpenQuestion(NamedTuple):
    """A question to the whole block.

    Attributes:
        words: the sentence that asks.
        answers: answer -> the word on its button.
        columns: where it is open.
    """

    question: Question
    words: str
    answers: dict[str, str]
    columns: tuple[int, ...]


class Understood(NamedTuple):
    """How a column was read.

    Attributes:
        other: the answer that reads it the other way.
        words: the sentence that tells it.
        examples: some of its texts, before and after.
        is_contradicted: the column says both; what can be meant in one way only was taken.
    """

    column: int
    question: Question
    other: str
    words: str
    examples: str
    is_contradicted: bool


def asked_words(plan: PastePlan, say: Say) -> Iterator[OpenQuestion]:
    """Yield what is open in a block, each question once."""
    for question, columns in plan.asked.items():
        first = next(
            item.read
            for item in plan.items
            if item.read is not None and item.read.question is question
            and item.fate is Fate.ASKED
        )  # fmt: skip
        one, other = (option or first.text for option in first.options)
        facts = {"text": first.text, "first": one, "second": other}
        answers = {
            answer: say(f"intake.answer-{answer}", {"text": shown})
            for answer, shown in zip(ANSWERS[question], (one, other), strict=True)
        }
        words = say(question_code(question), facts)
        yield OpenQuestion(question, words, answers, tuple(columns))


def understood(plan: PastePlan, say: Say) -> Iterator[Understood]:
    """Yield how the columns of a block were read, where two readings were possible."""
    for column, reading in sorted(plan.readings.items()):
        for question, answer in reading.applied.items():
            first, second = ANSWERS[question]
            yield Understood(
                column, question, second if answer == first else first,
                say(f"intake.applied-{question}-{answer}", {}),
                examples(plan, column), question in reading.contradicted,
            )  # fmt: skip


def examples(plan: PastePlan, column: int) -> str:
    """Return some texts of a column, before and after."""
    found: dict[str, str] = {}
    for item in plan.items:
        read = item.read if item.column == column else None
        if read is not None and read.is_taken and not read.is_plain:
            before = item.given.text.strip()
            if 0 < len(before) <= LONGEST_EXAMPLE:
                found.setdefault(before, read.text)
        if len(found) == MOST_EXAMPLES:
            break
    return " · ".join(f"{before}{NBSP}→{NBSP}{after}" for before, after in found.items())


def item_words(plan: PastePlan, item: PasteItem, say: Say) -> str:
    """Return why a cell is not taken."""
    facts: dict[str, object] = {"where": item_place(plan, item), "text": item.text}
    cell, sheet = plan.landing.cell(item.row, item.column), plan.landing.sheet
    is_filled = cell is not None and cell in sheet.filled
    facts["source"] = filled_from(sheet, cell) if cell is not None and is_filled else ""
    if item.read is not None and item.read.options:
        facts["first"], facts["second"] = item.read.options
    return say(item.code, facts)


def listed(plan: PastePlan, say: Say) -> list[ListedCell]:
    """Return what is not taken, as a list that can be written down."""
    return [
        ListedCell(
            item.source, item_place(plan, item), item.text, item.fate, item_words(plan, item, say)
        )
        for item in plan.items
        if item.fate is not Fate.TAKEN
    ]


def item_place(plan: PastePlan, item: PasteItem) -> str:
    """Return the words for where a cell goes; where it stands in the block if it goes nowhere."""
    landing = plan.landing
    cell = landing.cell(item.row, item.column) if item.row >= 0 else None
    if cell is not None:
        return landing.sheet.label(cell)
    if item.row < 0 or item.column >= len(landing.columns):
        return translate("Paste", "Ô {place} của khối chép").format(place=item.source)
    where = translate("Paste", "Dòng {row}, cột {column}")
    return where.format(row=item.row + 1, column=column_title(landing.columns[item.column]))


def column_title(shown: Shown) -> str:
    """Return the name of a column in one line."""
    return shown.title[-1].replace("\n", " ")


def counted(plan: PastePlan) -> str:
    """Return how many cells were there and what would become of them."""
    words = translate(
        "Paste", "Khối dán có {all} ô: nhận {taken}, không nhận {refused}, bỏ ra ngoài {left}."
    )
    counts = _counts(plan)
    if counts["asked"]:
        words += " " + translate("Paste", "Còn {asked} ô phải hỏi trước khi dán.")
    return words.format(**counts) + _letters(plan)


def done_words(plan: PastePlan) -> str:
    """Return what has been done."""
    counts = _counts(plan)
    if counts["taken"] == counts["all"]:
        return translate("Paste", "Đã dán {all} ô.").format(**counts) + _letters(plan)
    words = translate(
        "Paste", "Dán {all} ô: nhận {taken}, không nhận {refused}, bỏ ra ngoài {left}."
    )
    return words.format(**counts) + _letters(plan)


def _letters(plan: PastePlan) -> str:
    told = translate("Paste", " Chữ theo bảng mã cũ ({letters}) đã đổi sang Unicode.")
    return told.format(letters=plan.letters) if plan.letters else ""


def _counts(plan: PastePlan) -> dict[str, int]:
    fates = dict.fromkeys(Fate, 0)
    for item in plan.items:
        fates[item.fate] += 1
    return {
        "all": len(plan.items), "taken": fates[Fate.TAKEN], "refused": fates[Fate.REFUSED],
        "left": fates[Fate.LEFT_OUT], "asked": fates[Fate.ASKED],
    }  # fmt: skip
