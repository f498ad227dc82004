"""Look a workspace over: is everything in it what it was when it was written."""

from collections.abc import Iterator

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.receiver.receipt_chain import check_receipts
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.checks.drafts import check_drafts
from ctmtqg_desktop.exchange.upkeep.checks.exports import check_exports
from ctmtqg_desktop.exchange.upkeep.checks.packages import check_packages
from ctmtqg_desktop.exchange.upkeep.checks.receipts import check_incoming, check_register
from ctmtqg_desktop.exchange.upkeep.checks.reports import check_reports
from ctmtqg_desktop.exchange.upkeep.checks.signers import (
    check_certificates,
    check_enrolments,
    check_own_cards,
    check_reading_keys,
)
from ctmtqg_desktop.exchange.upkeep.orders import Doctor
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.workspace.records import Problem

_CHECKS = (
    lambda room: check_receipts(room.workspace), check_reports, check_packages, check_register,
    check_incoming, check_enrolments, check_own_cards, check_certificates, check_reading_keys,
    check_exports, check_drafts,
)  # fmt: skip


def doctor(room: Room, _: Doctor, __: Step = no_step) -> Done:
    """Tell all that is damaged, and receipts that are lost, altered or out of order."""
    workspace = room.workspace
    problems = [*workspace.upkeep.doctor(), *_cross_checked(room)]
    listed = [{"code": p.code, "message": str(sentence(p.code, p.facts))} for p in problems]
    facts = {"ok": not listed, "problems": listed}
    code = "done.doctor-problems" if listed else "done.doctor"
    return Done(code, facts, found=tuple(problems), is_refused=bool(listed))


def _cross_checked(room: Room) -> Iterator[Problem]:
    """Yield what the registers say otherwise than the signed papers beside them."""
    for check in _CHECKS:
        try:
            yield from check(room)
        except CtmtqgError as error:  # a register that cannot be read stops no other check
            yield Problem(error.code, error.facts)
        except (ValueError, LookupError, ArithmeticError) as error:
            yield Problem("exchange.register-unreadable", {"what": str(error)[:80]})
