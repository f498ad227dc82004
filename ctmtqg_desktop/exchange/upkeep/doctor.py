"""Look a workspace over: is everything in it what it was when it was written."""

from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.receiver.receipt_chain import check_receipts
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.orders import Doctor
from ctmtqg_desktop.exchange.words import sentence


def doctor(room: Room, _: Doctor, __: Step = no_step) -> Done:
    """Tell all that is damaged, and receipts that are lost, altered or out of order."""
    workspace = room.workspace
    problems = [*workspace.upkeep.doctor(), *check_receipts(workspace)]
    listed = [{"code": p.code, "message": str(sentence(p.code, p.facts))} for p in problems]
    facts = {"ok": not listed, "problems": listed}
    code = "done.doctor-problems" if listed else "done.doctor"
    return Done(code, facts, found=tuple(problems), is_refused=bool(listed))
