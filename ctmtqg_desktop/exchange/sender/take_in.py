"""What a reporting unit takes in: its card, receipts and returns of what it sent, catalogues."""

from collections.abc import Sequence
from typing import cast

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import CtmtqgError, PackageError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keeping.plans.plan_news import news_facts
from ctmtqg_desktop.exchange.keeping.publish import take_edition
from ctmtqg_desktop.exchange.keys.take_revocations import take_revocations
from ctmtqg_desktop.exchange.keys.unit_card import take_card
from ctmtqg_desktop.exchange.post.one_file import one_file
from ctmtqg_desktop.exchange.post.one_spelling import as_kept
from ctmtqg_desktop.exchange.post.outcome import (
    Received,
    each_found,
    left_facts,
    left_words,
    outcome_counts,
    received_facts,
    refused,
)
from ctmtqg_desktop.exchange.post.reading_keys import learn
from ctmtqg_desktop.exchange.post.sent_packages import OWN, is_written_here
from ctmtqg_desktop.exchange.post.strangers import ask_unit
from ctmtqg_desktop.exchange.post.timeliness import timeliness
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_receipt import take_receipt
from ctmtqg_desktop.exchange.sender.take_return import TakenReturn, take_return
from ctmtqg_desktop.exchange.words import claimed, say, sentence
from ctmtqg_desktop.package.found.folders import FoundFile
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.receipt import Receipt
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.verdict import Verdict
from ctmtqg_desktop.workspace.records import Outcome

_FOR_OTHERS = frozenset({
    "exchange.card-of-another-unit", "exchange.receipt-not-ours", "exchange.return-not-ours",
})  # fmt: skip
_SHOWN = 2
"""So many files are spoken of one by one; the facts hold every one."""


def take_in(desk: Desk, order: TakeIn, step: Step = no_step) -> Done:
    """Take in cards, receipts, returns, catalogues, revocations; a bad file stops no other.

    Raises:
        PackageError: see ``each_found``.
        Cancelled: between two files; what was taken in stays.
    """
    results, left = each_found(order.paths, step, lambda one: _one(desk, one, order))
    counts = outcome_counts(results)
    facts = {
        "files": [{**received_facts(one), "plans": one.facts.get("plans", [])} for one in results],
        "counts": counts, "receipts": [], "told": _told(results),
        "left_out": left_facts(left), "aside": left_words(left),
    }  # fmt: skip
    nothing = not results
    code = "done.take-in-nothing" if nothing else "done.take-in"
    return Done(
        code, facts, found=tuple(results), did_nothing=nothing,
        is_refused=nothing or _has_failed(results),
    )  # fmt: skip


def _has_failed(results: Sequence[Received]) -> bool:
    """Say whether something meant for us was refused, or nothing was meant for us at all.

    One stick carries the answers to many units; those to others refuse nothing.
    """
    ours = [one for one in results if not _is_for_others(one)]
    return not ours or any(one.outcome is Outcome.REFUSED for one in ours)


def _is_for_others(one: Received) -> bool:
    return one.outcome is Outcome.REFUSED and one.code in _FOR_OTHERS


def _told(results: Sequence[Received]) -> str:
    """Return what a person reads first: a line a file, what was refused before the rest.

    What was for other units comes last.
    """
    ordered = sorted(
        results, key=lambda one: (_is_for_others(one), one.outcome is not Outcome.REFUSED)
    )
    lines = [f"{claimed(one.file)}: {one.message}" for one in ordered[:_SHOWN]]
    if len(ordered) > _SHOWN:
        left = outcome_counts(ordered[_SHOWN:])
        counts = [f"{say(f'outcome.{name}', {})} {count}" for name, count in left.items()]
        lines.append(say("done.take-in-more", {"count": sum(left.values()), "counts": counts}))
    return "\n".join(lines)


def _one(desk: Desk, found: FoundFile, order: TakeIn) -> Received:
    name = found.name
    try:
        with one_file():
            read = unseal(found.read(), ask_unit(desk.workspace))
            opened = as_kept(desk.workspace, read)
            if is_written_here(desk.workspace, opened.package_sha256):
                return _own(name)
            code, facts = _take(desk, opened, order)
            learn(desk.room.site(), opened)
    except CtmtqgError as error:
        return refused(name, error)
    verdict, words = Verdict(intact=True, signature_valid=True), {"file": name, **facts}
    lines = cast("Sequence[str]", facts.pop("lines", ()))
    message = "\n".join((say(code, words), *lines))
    return Received(
        name, Outcome.ACCEPTED, code, message, verdict,
        signed_sha256=opened.signed_sha256, facts=facts,
    )  # fmt: skip


def _own(name: str) -> Received:
    """Return what is said of a package that went out on the stick and came back on it."""
    said = sentence(OWN, {"file": name})
    verdict = Verdict(intact=True, signature_valid=True)
    return Received(name, Outcome.DUPLICATE, OWN, f"{said.what} {said.todo}", verdict)


def _take(desk: Desk, opened: Opened, order: TakeIn) -> tuple[str, dict[str, object]]:
    site = desk.room.site()
    kind = opened.manifest.header.kind
    if kind is Kind.UNIT_CARD:
        digits = take_card(site, opened, order.key, confirmed=order.confirmed)
        return "exchange.card-taken", {"fingerprint": digits}
    if kind is Kind.REVOCATIONS:
        return "exchange.revocations-taken", take_revocations(site, opened)
    if kind is Kind.RECEIPT:
        return _receipt_words(desk, take_receipt(site, opened))
    if kind is Kind.RETURN:
        return _return_words(take_return(site, opened))
    if kind in {Kind.CATALOGUE, Kind.TARGETS}:
        taken = take_edition(site, opened, desk.library)
        return taken.code, {
            "version": taken.edition.version, "count": len(taken.edition.files),
            "plans": news_facts(taken.news), "lines": taken.lines,
        }  # fmt: skip
    raise PackageError("exchange.not-for-sender", kind=kind.value)


def _receipt_words(desk: Desk, receipt: Receipt) -> tuple[str, dict[str, object]]:
    key = ReportKey(desk.unit.code, receipt.report_set, receipt.period)
    facts: dict[str, object] = {
        "number": receipt.number, "period": receipt.period, "revision": receipt.revision,
        "missing": receipt.previous_own, "at": receipt.received_at.astimezone(VIETNAM),
        **timeliness(receipt, desk.room.deadline_of(key)),
    }  # fmt: skip
    ours = {one.number for one in desk.workspace.receipts.incoming()}
    is_lost = bool(receipt.previous_own) and receipt.previous_own not in ours
    return ("exchange.receipt-gap" if is_lost else "exchange.receipt-taken"), facts


def _return_words(taken: TakenReturn) -> tuple[str, dict[str, object]]:
    note = taken.note
    facts: dict[str, object] = {
        "period": note.period, "revision": note.revision, "count": len(note.remarks),
        "next": taken.opens, "due": note.due or "—",
    }  # fmt: skip
    return ("exchange.return-taken" if taken.opens else "exchange.return-kept"), facts
