"""The long work of the catalogue's pages: each returns what runs on the worker thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.exchange.keeping.browse import Item, find_units, unit_item
from ctmtqg_desktop.exchange.keeping.editions import Held, held_editions
from ctmtqg_desktop.exchange.post.signers import Signing
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.parts.busy import Work
from ctmtqg_desktop.ui.parts.jobs import Job
from ctmtqg_desktop.ui.parts.units import match_words


class Fault(NamedTuple):
    """One thing found in a file, as the table shows it.

    Attributes:
        place: file and line, or sheet and cell.
        is_error: whether it must be mended; else it is something that did not come along.
    """

    place: str
    what: str
    todo: str
    code: str
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a keeper's step: a sentence, and what was found."""

    is_good: bool
    words: str
    todo: str = ""
    faults: tuple[Fault, ...] = ()
    published: bool = False


class Given(NamedTuple):
    """What an XLSForm does not say of itself."""

    programme: str
    source: str
    valid_from: date | None


class Look(NamedTuple):
    """What the page of the catalogue shows beside its lists."""

    held: tuple[Held, ...]
    counts: dict[str, int]


def _words(text: str) -> str:
    return QCoreApplication.translate("WorkCatalogue", text)


# -- looking


def looking(room: Desk | Office) -> Work:
    """Read the packages and count the rows; gives a ``Look``."""

    def work(_: Job) -> Look:
        from ctmtqg_desktop.exchange.keeping.check_forms import confidence_counts

        return Look(held_editions(room.workspace), confidence_counts(room.catalogue))

    return work


def finding_units(catalogue: Catalogue, text: str, at: date) -> Work:
    """Search the national table; gives the tuple of ``Item``."""

    def work(_: Job) -> tuple[Item, ...]:
        found = find_units(catalogue, text, at)
        notes = (", ".join(part for part in (*m.above, match_words(m)) if part) for m in found)
        return tuple(
            replace(unit_item(m.unit), note=note) for m, note in zip(found, notes, strict=True)
        )

    return work


# -- keeping


def writing_template(catalogue: Catalogue, item: Item | None, path: Path) -> Work:
    """Write an Excel template, empty or with a form in it; gives an ``Outcome``."""

    def work(_: Job) -> Outcome:
        from ctmtqg_desktop.intake.form_template import form_template
        from ctmtqg_desktop.package.files import write_durably

        form = catalogue.form(item.id, item.version) if item is not None else None
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, form_template(catalogue, form))
        todo = _words("Điền các trang trong Excel, rồi đọc lại ở mục 2.")
        return Outcome(True, _words("Đã ghi sổ mẫu: {path}").format(path=path), todo)

    return work


def reading_form(office: Office, path: Path, folder: Path, given: Given | None) -> Work:
    """Read a form from a workbook (an XLSForm where ``given``); gives an ``Outcome``."""

    def work(job: Job) -> Outcome:
        from ctmtqg_desktop import assets
        from ctmtqg_desktop.catalogue.read.reader import read_catalogue
        from ctmtqg_desktop.exchange.keeping.import_form import (
            import_workbook,
            import_xlsform,
            write_form,
        )
        from ctmtqg_desktop.exchange.keeping.installed import installed
        from ctmtqg_desktop.intake import xlsform_survey

        job.report(0, 3, _words("Đang đọc danh mục"))
        now = installed(office.workspace)
        extra = now.edition.files if now else None
        reading = read_catalogue(assets.forms_dir(), extra=extra)
        job.report(1, 3, _words("Đang đọc {file}").format(file=path.name))
        if given is None:
            found = import_workbook(path, reading)
        else:
            day = given.valid_from.isoformat() if given.valid_from else ""
            said = xlsform_survey.SurveyGiven(given.programme, given.source, day)
            found = import_xlsform(path, reading, said)
        faults = [*map(_fault, found.mistakes), *map(_left, found.left_out)]
        if found.form is None:
            words = _words("{file}: {count} lỗi, chưa ghi biểu nào.")
            told = words.format(file=path.name, count=len(found.mistakes))
            todo = _words("Sửa các ô nêu trong bảng rồi đọc lại.")
            return Outcome(False, told, todo, tuple(faults))
        job.report(2, 3, _words("Đang ghi biểu"))
        written = write_form(found.form, folder)
        todo = _words("{count} mục không chuyển nguyên vẹn, xem bảng.").format(count=len(faults))
        told = _words("Đã ghi biểu: {path}").format(path=written)
        return Outcome(True, told, todo if faults else "", tuple(faults))

    return work


def checking_folder(office: Office, folder: Path) -> Work:
    """Look for every mistake of a folder beside all published; gives an ``Outcome``."""

    def work(_: Job) -> Outcome:
        from ctmtqg_desktop.exchange.keeping.publish import examine, files_in

        found = examine(office.workspace, folder)
        count = len(files_in(folder))
        if not found:
            words = _words("{count} tệp, không có lỗi nào.").format(count=count)
            return Outcome(True, words, _words("Có thể ban hành ở mục 4."))
        words = _words("{count} tệp, {mistakes} lỗi.").format(count=count, mistakes=len(found))
        return Outcome(False, words, _words("Sửa hết lỗi rồi kiểm tra lại."), _faults(found))

    return work


def publishing(office: Office, folder: Path, signing: Signing) -> Work:
    """Sign the files of a folder as the next catalogue package; gives an ``Outcome``."""

    def work(_: Job) -> Outcome:
        from ctmtqg_desktop.exchange.keeping.publish import publish
        from ctmtqg_desktop.exchange.post.envelope import Author, Site
        from ctmtqg_desktop.exchange.post.signers import opened

        site = Site(office.workspace, office.unit, office.clock())
        with opened(signing.source, at=site.at) as signer:
            author = Author(signer, signing.title)
            done = publish(site, folder, author=author, out_dir=signing.out_dir)
        words = _words("Đã ban hành danh mục phiên bản {version}: {path}")
        todo = _words("Gửi gói này cho các đơn vị; mở lại sổ làm việc để dùng danh mục mới.")
        told = words.format(version=done.edition.version, path=done.path)
        return Outcome(True, told, todo, published=True)

    return work


def _faults(found: Sequence[Mistake]) -> tuple[Fault, ...]:
    return tuple(map(_fault, found))


def _fault(mistake: Mistake) -> Fault:
    from ctmtqg_desktop.exchange.words import of_mistake

    said = of_mistake(mistake)
    where = mistake.place or f"{mistake.file}:{mistake.line}"
    return Fault(where, said.what, said.todo, mistake.code)


def _left(item: object) -> Fault:
    from ctmtqg_desktop.exchange.words import sentence
    from ctmtqg_desktop.intake.xlsform_survey import LeftOut

    if not isinstance(item, LeftOut):
        raise TypeError(item)
    said = sentence(item.code, item.facts)
    return Fault(item.place, said.what, said.todo, item.code, is_error=False)
