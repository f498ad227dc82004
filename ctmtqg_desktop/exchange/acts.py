"""The table of acts: which order is done by which function, in which room.

Window, command and demonstration go through ``do``; none can take another way. A function is
imported when its act is done, so that a start loads orders only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import cast

from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keeping import orders as keeping
from ctmtqg_desktop.exchange.keys import orders as keys
from ctmtqg_desktop.exchange.paper import orders as paper
from ctmtqg_desktop.exchange.post import orders as post
from ctmtqg_desktop.exchange.receiver import orders as receiver
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import demand_role, own_desk
from ctmtqg_desktop.exchange.sender import orders as sender
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.upkeep import orders as upkeep
from ctmtqg_desktop.workspace.records import Role


class Where(StrEnum):
    """Where an act is done, and so what its function gets."""

    DESK = "desk"
    ANY_DESK = "any-desk"
    """A reporting unit's, or the one at which a receiving unit fills in its own forms."""
    OFFICE = "office"
    ROOM = "room"
    """Of either side."""
    SENDERS_ROOM = "senders-room"
    RECEIVERS_ROOM = "receivers-room"
    PROGRAM = "program"
    """Without a workspace: in the program itself, or in the room of a window that is open."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person can do.

    Attributes:
        name: lower-case with hyphens; its words are ``doing.NAME`` while it runs.
        order: the record that says what is wanted.
        function: ``module:name`` below ``exchange``; takes the place, the order and a step.
        changes: what pages have to read again afterwards.
        is_quiet: the page that asked shows what came of it; the frame adds words only where it
            was refused.
        looks: it only reads, for a page to show: it may run beside an act, a later look of the
            same page takes its place, and nothing is said when it is done.
    """

    name: str
    order: type
    where: Where
    function: str
    changes: tuple[str, ...] = ()
    is_quiet: bool = False
    looks: bool = False


_CAME = ("submissions", "inbox")
_SENT, _TAKEN = ("reports", "exports"), ("reports", "signers", "catalogue")
"""What changes with a report that leaves, and with the receiver's mail."""
_SENDER = (
    Act("enter", sender.Enter, Where.ANY_DESK, "sender.enter:enter", ("sheets",)),
    Act("check", sender.Check, Where.ANY_DESK, "sender.check:check", looks=True),
    Act("submit", sender.Submit, Where.DESK, "sender.submit:submit", _SENT, is_quiet=True),
    Act("export", sender.ExportAgain, Where.DESK, "sender.submit:export_again", _SENT,
        is_quiet=True),
    Act("reopen", sender.Reopen, Where.DESK, "sender.amend:reopen", ("reports",)),
    Act("unlock", sender.Unlock, Where.DESK, "sender.amend:unlock", ("locks",)),
    Act("take-in", sender.TakeIn, Where.DESK, "sender.take_in:take_in", _TAKEN),
    Act("read-letter", sender.ReadLetter, Where.DESK, "sender.letters:read_letter", ("letters",),
        is_quiet=True),
    Act("issue", sender.GiveNumber, Where.DESK, "sender.issue:give_number", _SENT),
    Act("export-pdf", sender.ExportPrint, Where.DESK, "sender.sign_elsewhere:export_print",
        ("exports",)),
    Act("save-print", sender.SavePrint, Where.DESK, "sender.sign_elsewhere:save_print",
        ("exports",)),
    Act("import-signed", sender.ImportSigned, Where.DESK, "sender.sign_elsewhere:import_signed",
        _SENT),
    Act("print-form", sender.PrintForm, Where.ANY_DESK, "sender.print:print_form", ("exports",)),
    Act("print-report", sender.PrintReport, Where.DESK, "sender.print:print_report",
        ("exports",)),
    Act("signature-image", paper.KeepImage, Where.ROOM, "paper.images:keep_image", ("images",)),
    Act("sign-pdf", paper.SignPdf, Where.ROOM, "paper.sign_attachment:sign_pdf"),
)  # fmt: skip
_SENDERS, _RECEIVERS = Where.SENDERS_ROOM, Where.RECEIVERS_ROOM
_KEYS = (
    Act("make-key", keys.MakeKey, _SENDERS, "keys.make_keys:make_key"),
    Act("make-authority", keys.MakeAuthority, _RECEIVERS, "keys.make_keys:make_authority",
        ("signers",)),
    Act("make-another-key", keys.MakeAnotherKey, _RECEIVERS, "keys.make_keys:make_another_key",
        ("signers",)),
    Act("replace-authority", keys.ReplaceAuthority, _RECEIVERS,
        "keys.replace_authority:replace_authority", ("signers",)),
    Act("make-reading-key", keys.MakeReadingKey, Where.ROOM, "keys.make_keys:make_reading_key"),
    Act("change-password", keys.ChangePassword, Where.ROOM, "keys.passwords:change_password"),
    Act("enrol", keys.Enrol, _SENDERS, "keys.enrol:enrol"),
    Act("print-slip", keys.PrintSlip, _SENDERS, "keys.slip:print_slip"),
    Act("show-requests", keys.ShowRequests, _RECEIVERS, "keys.requests:show_requests",
        is_quiet=True),
    Act("approve", keys.Approve, _RECEIVERS, "keys.approve:approve", ("signers",)),
    Act("revoke", keys.Revoke, _RECEIVERS, "keys.revoke:revoke", ("signers", "submissions")),
    Act("confirm", keys.Confirm, _RECEIVERS, "keys.revoke:confirm", ("signers", "submissions")),
    Act("list-revocations", keys.ListRevocations, _RECEIVERS, "keys.revoke:list_revocations",
        is_quiet=True),
    Act("publish-revocations", keys.PublishRevocations, _RECEIVERS,
        "keys.publish_revocations:publish_revocations", ("signers",)),
    Act("trust-authority", keys.TrustAuthority, _RECEIVERS,
        "keys.outside_authorities:trust_authority", ("signers",)),
    Act("forget-authority", keys.ForgetAuthority, _RECEIVERS,
        "keys.outside_authorities:forget_authority", ("signers",)),
    Act("take-crl", keys.TakeCrl, _RECEIVERS, "keys.outside_authorities:take_crl", ("signers",)),
    Act("list-authorities", keys.ListAuthorities, _RECEIVERS,
        "keys.outside_authorities:list_authorities", is_quiet=True),
    Act("show-tokens", keys.ShowTokens, Where.PROGRAM, "keys.look:show_tokens", is_quiet=True),
    Act("show-key", keys.ShowKey, Where.PROGRAM, "keys.look:show_key", is_quiet=True),
)  # fmt: skip
ACTS: tuple[Act, ...] = (
    *_SENDER,
    *_KEYS,
    # -- the catalogue
    Act("check-forms", keeping.CheckForms, Where.PROGRAM, "keeping.check:check_forms"),
    Act(
        "check-edition", keeping.CheckEdition, Where.RECEIVERS_ROOM, "keeping.check:check_edition"
    ),
    Act("form-template", keeping.FormTemplate, Where.PROGRAM, "keeping.form_files:form_template"),
    Act("form-import", keeping.FormImport, Where.PROGRAM, "keeping.import_form:form_import"),
    Act("form-schema", keeping.FormSchema, Where.PROGRAM, "keeping.form_files:form_schema"),
    Act(
        "own-calendar",
        keeping.OwnCalendar,
        Where.RECEIVERS_ROOM,
        "keeping.own_calendar:own_calendar",
    ),
    Act(
        "publish",
        keeping.Publish,
        Where.RECEIVERS_ROOM,
        "keeping.publish:publish",
        ("catalogue", "exports"),
    ),
    # -- the workspace itself
    Act("init", upkeep.Init, Where.PROGRAM, "upkeep.make:init"),
    Act("recover", upkeep.Recover, Where.PROGRAM, "upkeep.encrypted:recover"),
    Act("backup", upkeep.Backup, Where.ROOM, "upkeep.copies:backup", ("exports",)),
    Act("restore", upkeep.Restore, Where.PROGRAM, "upkeep.copies:restore"),
    Act("doctor", upkeep.Doctor, Where.ROOM, "upkeep.doctor:doctor"),
    Act("journal", upkeep.Journal, Where.ROOM, "upkeep.exports:journal", ("exports",)),
    # a receiving unit
    Act("verify", receiver.Verify, Where.PROGRAM, "receiver.verify:verify"),
    Act("judge", receiver.Judge, Where.OFFICE, "receiver.verify:judge_file", looks=True),
    Act("receive", receiver.Receive, Where.OFFICE, "receiver.receive:receive", _CAME),
    Act("acknowledge", receiver.Acknowledge, Where.OFFICE, "receiver.acknowledge:acknowledge",
        ("receipts",)),
    Act("add-remark", receiver.AddRemark, Where.OFFICE, "receiver.remarks:add_remark",
        ("remarks",), is_quiet=True),
    Act("drop-remark", receiver.DropRemark, Where.OFFICE, "receiver.remarks:drop_remark",
        ("remarks",), is_quiet=True),
    Act("send-back", receiver.SendBack, Where.OFFICE, "receiver.send_back:send_back", _CAME),
    Act("show-conflicts", receiver.ShowConflicts, Where.OFFICE,
        "receiver.conflicts:show_conflicts", looks=True),
    Act("decide", receiver.Decide, Where.OFFICE, "receiver.conflicts:decide", _CAME),
    Act("consolidate", receiver.Consolidate, Where.OFFICE, "receiver.totals:consolidate",
        looks=True),
    Act("track", receiver.Track, Where.OFFICE, "receiver.totals:track", looks=True),
    Act("print-consolidated", receiver.PrintConsolidated, Where.OFFICE,
        "receiver.print:print_consolidated"),
    Act("show-history", receiver.ShowHistory, Where.OFFICE,
        "receiver.land_history:show_history", looks=True),
    # either side
    Act("show-life", post.ShowLife, Where.ROOM, "life:show_life", looks=True),
    Act("write-life", post.WriteLife, Where.ROOM, "life:write_life", ("exports",)),
    Act("save-proof", post.SaveProof, Where.ROOM, "life:save_proof", ("exports",)),
)  # fmt: skip
_BY_ORDER = {act.order: act for act in ACTS}
_ROLES = {
    Where.DESK: Role.SENDER, Where.SENDERS_ROOM: Role.SENDER,
    Where.OFFICE: Role.RECEIVER, Where.RECEIVERS_ROOM: Role.RECEIVER,
}  # fmt: skip
Place = Desk | Office | Program


def act_of(order: object) -> Act:
    """Return the act that an order asks for.

    Raises:
        KeyError: the order stands in no line of the table.
    """
    return _BY_ORDER[type(order)]


def do(place: Place, order: object, step: Step = no_step) -> Done:
    """Do what an order asks for, in the room it is asked in.

    Raises:
        CtmtqgError: the act was refused; what it says is for the person who asked.
        Cancelled: ``step`` stopped it.
    """
    act = act_of(order)
    module, _, name = act.function.partition(":")
    found = getattr(import_module(f"ctmtqg_desktop.exchange.{module}"), name)
    return cast("Callable[[object, object, Step], Done]", found)(_given(act, place), order, step)


def _given(act: Act, place: Place) -> object:
    """Return what the function of an act works in; refuse a workspace of the other side."""
    if isinstance(place, Program):
        if act.where is not Where.PROGRAM:
            raise TypeError(act.name)
        return place
    if act.where is Where.ANY_DESK:
        return own_desk(place) if isinstance(place, Office) else place
    needed = _ROLES.get(act.where)
    if needed is not None:
        demand_role(place.workspace, needed)
    return place if act.where in {Where.DESK, Where.OFFICE} else place.room
