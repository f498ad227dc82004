"""What a person can ask for at a reporting unit: one order an act. Light, for pages and options.

A report is named by its report set and the code of its period ("2024-Q3").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.exchange.post.signing import SignerSource, Signing

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.sender.cell_list import ListedCell
    from ctmtqg_desktop.intake.desk.readings import Answers, MapWish
    from ctmtqg_desktop.intake.desk.table_map import TableMap
    from ctmtqg_desktop.intake.entry_file import EntryFile


@dataclass(frozen=True, slots=True)
class Enter:
    """Type a file's texts into a form, as one step.

    Attributes:
        partial: store what is good, and keep what is not as the screen keeps it: flagged.
        answers: how the whole file is read; what is not answered, its columns prove or is asked.
        maps: what its tables are, as a person has said; none takes them by their names.
        left: where the list of what did not simply go in is written; None writes none.
    """

    form: str
    period: str
    file: "EntryFile"
    partial: bool = False
    answers: "Answers" = field(default_factory=dict)
    maps: "tuple[TableMap, ...]" = ()
    left: Path | None = None


@dataclass(frozen=True, slots=True)
class ImportTable:
    """Take in a book that is none of ours, by a mapping of its tables.

    Attributes:
        maps: what its tables are; none takes what is proposed by their headings.
        wish: what a person says of them where no map is given.
        partial: store what is good.
        answers, left: as in ``Enter``.
    """

    form: str
    period: str
    file: "EntryFile"
    maps: "tuple[TableMap, ...]" = ()
    wish: "MapWish | None" = None
    partial: bool = False
    answers: "Answers" = field(default_factory=dict)
    left: Path | None = None


@dataclass(frozen=True, slots=True)
class ShowImport:
    """Look what taking in a book by a mapping would do.

    Attributes:
        wish: what a person says of one sheet; the maps of the others stay.
        proposes: where no map is given, the headings tell.
    """

    order: ImportTable
    wish: "MapWish | None" = None
    proposes: bool = True


@dataclass(frozen=True, slots=True)
class ForgetMap:
    """Forget how a table of somebody's workbook was mapped.

    Attributes:
        headings: digest of what stands over its columns.
    """

    form: str
    headings: str


BLANK_FORM = "entries.blank-form"
"""What is found in a form in which nothing was typed; it asks for a reason."""
BLANK_PART, THIN_FORM = "entries.blank-part.", "entries.thin-form"
"""The same of a part of a form, whose id follows, and of a form of which little was filled."""


@dataclass(frozen=True, slots=True)
class SayNothingArose:
    """Say of what was left empty that nothing arose, so that the report can be signed.

    Attributes:
        forms: ids of forms, or "form/part" for a part; each is said of once. A form that is not
            blank is meant with all its empty parts and cells.
        text: another reason why they are empty; empty says that nothing arose.
    """

    report_set: str
    period: str
    forms: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """Run the rules over a report.

    Attributes:
        report_set: empty takes every report of the period.
        period: empty takes the year of the workspace.
    """

    report_set: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class LookBeforeSigning:
    """Tell what a signature would be about; nothing is signed.

    Attributes:
        source: what would sign, its secret unasked: a file may be named alone.
        title, name: of the signer; an empty title takes the unit's chairman.
        with_lists: as in ``Submit``.
    """

    report_set: str
    period: str
    source: SignerSource | Path | None = None
    title: str = ""
    name: str = ""
    with_lists: bool = False


@dataclass(frozen=True, slots=True)
class Submit:
    """Check a report, sign it and write its package.

    Attributes:
        with_lists: lists of persons go along, encrypted to the receiver.
    """

    report_set: str
    period: str
    signing: Signing
    with_lists: bool = False


@dataclass(frozen=True, slots=True)
class ExportAgain:
    """Write the last signed package of a report once more: the same bytes."""

    report_set: str
    period: str
    out_dir: Path


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open the next revision of a report that was sent, to amend it.

    Attributes:
        reason: why; it travels with the report.
    """

    report_set: str
    period: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unlock:
    """Let a cell without a remark be changed in a draft that answers a return.

    Attributes:
        place: ``form``, ``form/section`` or ``form/section.row.column``.
        reason: why; it travels with the report.
    """

    report_set: str
    period: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Take in what the receiver sent; a bad file stops no other.

    Attributes:
        paths: files and folders.
        key: the key file that a unit card's certificate goes into; None refuses such cards.
        confirmed: the thirty digits of a receiver's new authority, when a person compared them.
    """

    paths: tuple[Path, ...]
    key: Path | None = None
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """Note that a receipt or a return was read.

    Attributes:
        package_sha256: of the letter.
    """

    package_sha256: str


@dataclass(frozen=True, slots=True)
class GiveNumber:
    """Write number and date into a signed report and put the unit's seal on it.

    Attributes:
        signing: the key of the seal; an empty title takes the unit's clerk.
        symbol: what follows the number; empty takes the report set's.
    """

    report_set: str
    period: str
    number: int
    dated: date
    signing: Signing
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class ExportPrint:
    """Write the print of a report that nothing blocks, to be signed in another system.

    Attributes:
        title, name: of who will sign there; an empty title takes the unit's chairman.
    """

    report_set: str
    period: str
    out_dir: Path
    title: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SavePrint:
    """Write the print of a signed report by itself, numbered and sealed if it has been."""

    report_set: str
    period: str
    out_dir: Path


@dataclass(frozen=True, slots=True)
class ImportSigned:
    """Take back a print signed elsewhere and seal its report around it.

    Attributes:
        file: the signed print.
        signing: the unit's own key, which seals the package.
    """

    report_set: str
    period: str
    file: Path
    signing: Signing


@dataclass(frozen=True, slots=True)
class FillIn:
    """Write a form as a workbook that is filled in without the program.

    Attributes:
        rows: blank ones below every list.
    """

    form: str
    period: str
    xlsx: Path
    rows: int = 200


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take what was changed in a workbook that this program wrote.

    Attributes:
        form, period: that it has to be of; empty takes the workbook's own.
        shown: the form on screen, taken of a workbook with several.
        answers: how the whole file is read; what is not answered, its columns prove or is asked.
        columns: section and column -> how that one is read.
        prefers_book: whether the workbook wins where the sheet was changed as well; None asks.
        partial: take what is good where some is not.
        left: where the list of what did not simply go in is written; None writes none.
    """

    file: Path
    form: str = ""
    period: str = ""
    answers: "Answers" = field(default_factory=dict)
    columns: "Mapping[tuple[str, str], Answers]" = field(default_factory=dict)
    prefers_book: bool | None = None
    partial: bool = True
    left: Path | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class ShowBook:
    """Look what a file is, and what taking it back would do if it is one of ours."""

    order: TakeBack


@dataclass(frozen=True, slots=True)
class SaveList:
    """Write a list of what was not taken as a workbook.

    Attributes:
        about: the file and the form, in words.
    """

    lines: "tuple[ListedCell, ...]"
    xlsx: Path
    about: str = ""


@dataclass(frozen=True, slots=True)
class PrintForm:
    """Print one form as it stands; a format that is not wanted has no path."""

    form: str
    period: str
    pdf: Path | None = None
    xlsx: Path | None = None


@dataclass(frozen=True, slots=True)
class PrintReport:
    """Print a report as it stands; a format that is not wanted has no path.

    Attributes:
        period: code.
        report_set: empty takes the first that the unit works with.
    """

    period: str
    report_set: str = ""
    pdf: Path | None = None
    xlsx: Path | None = None
