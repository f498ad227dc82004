"""The table of acts: which order is done by which function, in which room.

Window, command and demonstration go through ``do``; none can take another way. A function is
imported when its act is done, and an order by who asks for it, so that a start loads few.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, cast

from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.room import Program, demand_role
from ctmtqg_desktop.workspace.records import Role

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.receiver.office import Office
    from ctmtqg_desktop.exchange.sender.desk import Desk


class Where(StrEnum):
    """Where an act is done, and so what its function gets."""

    DESK = "desk"
    ANY_DESK = "any-desk"
    """A reporting unit's, or the one at which a receiving unit fills in its own forms."""
    OFFICE = "office"
    EITHER = "either"
    """A desk or an office, whichever it is."""
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
        order: name of the record that says what is wanted, in the ``orders`` of its topic.
        function: ``module:name`` below ``exchange``; takes the place, the order and a step.
        changes: what pages have to read again afterwards.
        is_quiet: the page that asked shows what came of it; the frame adds words only where it
            was refused.
        looks: it only reads, for a page to show: it may run beside an act, a later look of the
            same page takes its place, and nothing is said when it is done.
    """

    name: str
    order: str
    where: Where
    function: str
    changes: tuple[str, ...] = ()
    is_quiet: bool = False
    looks: bool = False


_CAME = ("submissions", "inbox")
_SENT, _TAKEN = ("reports", "exports"), ("reports", "signers", "catalogue")
"""What changes with a report that leaves, and with the receiver's mail."""
_SENDER = (
    Act("enter", "Enter", Where.ANY_DESK, "sender.enter:enter", ("sheets",)),
    Act("import", "ImportTable", Where.ANY_DESK, "sender.books.import_table:import_table",
        ("sheets",)),
    Act("check", "Check", Where.ANY_DESK, "sender.check:check", looks=True),
    Act("nothing-arose", "SayNothingArose", Where.ANY_DESK,
        "sender.nothing_arose:say_nothing_arose", ("sheets",)),
    Act("look", "LookBeforeSigning", Where.DESK, "sender.looking.last_look:last_look",
        looks=True),
    Act("submit", "Submit", Where.DESK, "sender.submit:submit", _SENT, is_quiet=True),
    Act("export", "ExportAgain", Where.DESK, "sender.submit:export_again", _SENT,
        is_quiet=True),
    Act("reopen", "Reopen", Where.DESK, "sender.amend:reopen", ("reports",)),
    Act("unlock", "Unlock", Where.DESK, "sender.amend:unlock", ("locks",)),
    Act("take-in", "TakeIn", Where.DESK, "sender.take_in:take_in", _TAKEN),
    Act("read-letter", "ReadLetter", Where.DESK, "sender.letters:read_letter", ("letters",),
        is_quiet=True),
    Act("issue", "GiveNumber", Where.DESK, "sender.issue:give_number", _SENT),
    Act("export-pdf", "ExportPrint", Where.DESK, "sender.sign_elsewhere:export_print",
        ("exports",)),
    Act("save-print", "SavePrint", Where.DESK, "sender.sign_elsewhere:save_print",
        ("exports",)),
    Act("import-signed", "ImportSigned", Where.DESK, "sender.sign_elsewhere:import_signed",
        _SENT),
    Act("fill-in", "FillIn", Where.ANY_DESK, "sender.books.fill_in:fill_in", ("exports",)),
    Act("take-back", "TakeBack", Where.ANY_DESK, "sender.books.take_back:take_back",
        ("sheets",)),
    Act("show-book", "ShowBook", Where.ANY_DESK, "sender.books.take_back:show_book",
        looks=True),
    Act("show-import", "ShowImport", Where.ANY_DESK,
        "sender.books.import_table:show_import", looks=True),
    Act("forget-map", "ForgetMap", Where.ANY_DESK, "sender.books.memory:forget_map"),
    Act("save-list", "SaveList", Where.ANY_DESK, "sender.cell_list:save_list",
        ("exports",)),
    Act("print-form", "PrintForm", Where.ANY_DESK, "sender.print:print_form", ("exports",)),
    Act("print-report", "PrintReport", Where.DESK, "sender.print:print_report",
        ("exports",)),
    Act("signature-image", "KeepImage", Where.ROOM, "paper.images:keep_image", ("images",)),
    Act("sign-pdf", "SignPdf", Where.ROOM, "paper.sign_attachment:sign_pdf"),
)  # fmt: skip
_SENDERS, _RECEIVERS = Where.SENDERS_ROOM, Where.RECEIVERS_ROOM
_KEYS = (
    Act("make-key", "MakeKey", _SENDERS, "keys.make_keys:make_key"),
    Act("make-authority", "MakeAuthority", _RECEIVERS, "keys.make_keys:make_authority",
        ("signers",)),
    Act("make-another-key", "MakeAnotherKey", _RECEIVERS, "keys.make_keys:make_another_key",
        ("signers",)),
    Act("replace-authority", "ReplaceAuthority", _RECEIVERS,
        "keys.replace_authority:replace_authority", ("signers",)),
    Act("make-reading-key", "MakeReadingKey", Where.ROOM, "keys.make_keys:make_reading_key"),
    Act("change-password", "ChangePassword", Where.ROOM, "keys.passwords:change_password"),
    Act("enrol", "Enrol", _SENDERS, "keys.enrol:enrol"),
    Act("print-slip", "PrintSlip", _SENDERS, "keys.slip:print_slip"),
    Act("show-requests", "ShowRequests", _RECEIVERS, "keys.requests:show_requests",
        is_quiet=True),
    Act("approve", "Approve", _RECEIVERS, "keys.approve:approve",
        ("signers", "inbox")),
    Act("revoke", "Revoke", _RECEIVERS, "keys.revoke:revoke", ("signers", "submissions")),
    Act("confirm", "Confirm", _RECEIVERS, "keys.revoke:confirm", ("signers", "submissions")),
    Act("list-revocations", "ListRevocations", _RECEIVERS, "keys.revoke:list_revocations",
        is_quiet=True),
    Act("publish-revocations", "PublishRevocations", _RECEIVERS,
        "keys.publish_revocations:publish_revocations", ("signers",)),
    Act("trust-authority", "TrustAuthority", _RECEIVERS,
        "keys.outside_authorities:trust_authority", ("signers",)),
    Act("forget-authority", "ForgetAuthority", _RECEIVERS,
        "keys.outside_authorities:forget_authority", ("signers",)),
    Act("take-crl", "TakeCrl", _RECEIVERS, "keys.outside_authorities:take_crl", ("signers",)),
    Act("list-authorities", "ListAuthorities", _RECEIVERS,
        "keys.outside_authorities:list_authorities", is_quiet=True),
    Act("show-tokens", "ShowTokens", Where.PROGRAM, "keys.look:show_tokens", is_quiet=True),
    Act("show-key", "ShowKey", Where.PROGRAM, "keys.look:show_key", is_quiet=True),
)  # fmt: skip
_ANYWHERE = Where.PROGRAM
_PLANS = (
    Act("plan-read", "ReadPlan", _ANYWHERE, "keeping.plans.plan_reading:plan_read", looks=True),
    Act("plan-write", "WritePlan", _ANYWHERE, "keeping.plans.plan_files:plan_write",
        ("exports",)),
    Act("plan-take", "TakePlan", _ANYWHERE, "keeping.plans.plan_files:plan_take", ("exports",)),
    Act("plan-keep", "KeepPlan", _ANYWHERE, "keeping.plans.plan_files:plan_keep", ("exports",)),
)  # fmt: skip
ACTS: tuple[Act, ...] = (
    *_SENDER,
    *_KEYS,
    *_PLANS,
    # -- the catalogue
    Act("check-forms", "CheckForms", Where.PROGRAM, "keeping.check:check_forms"),
    Act(
        "check-edition", "CheckEdition", Where.RECEIVERS_ROOM, "keeping.check:check_edition"
    ),
    Act("form-template", "FormTemplate", Where.PROGRAM, "keeping.form_files:form_template"),
    Act("form-import", "FormImport", Where.PROGRAM, "keeping.import_form:form_import"),
    Act("form-schema", "FormSchema", Where.PROGRAM, "keeping.form_files:form_schema"),
    Act(
        "own-calendar",
        "OwnCalendar",
        Where.RECEIVERS_ROOM,
        "keeping.own_calendar:own_calendar",
    ),
    Act("set-profile", "SetProfile", Where.RECEIVERS_ROOM, "keeping.set_profile:set_profile"),
    Act("ask-reports", "AskReports", Where.RECEIVERS_ROOM, "keeping.ask_reports:ask_reports"),
    Act("withdraw-request", "WithdrawRequest", Where.RECEIVERS_ROOM,
        "keeping.ask_reports:withdraw_request"),
    Act(
        "publish",
        "Publish",
        Where.RECEIVERS_ROOM,
        "keeping.publish:publish",
        ("catalogue", "exports"),
    ),
    # -- the workspace itself
    Act("init", "Init", Where.PROGRAM, "upkeep.make:init"),
    Act("recover", "Recover", Where.PROGRAM, "upkeep.encrypted:recover"),
    Act("backup", "Backup", Where.ROOM, "upkeep.copies:backup", ("exports",)),
    Act("restore", "Restore", Where.PROGRAM, "upkeep.copies:restore"),
    Act("doctor", "Doctor", Where.ROOM, "upkeep.doctor:doctor"),
    Act("journal", "Journal", Where.ROOM, "upkeep.exports:journal", ("exports",)),
    # a receiving unit
    Act("verify", "Verify", Where.PROGRAM, "receiver.verify:verify"),
    Act("judge", "Judge", Where.OFFICE, "receiver.verify:judge_file", looks=True),
    Act("receive", "Receive", Where.OFFICE, "receiver.receive:receive", _CAME),
    Act("acknowledge", "Acknowledge", Where.OFFICE, "receiver.acknowledge:acknowledge",
        ("receipts",)),
    Act("add-remark", "AddRemark", Where.OFFICE, "receiver.remarks:add_remark",
        ("remarks",), is_quiet=True),
    Act("drop-remark", "DropRemark", Where.OFFICE, "receiver.remarks:drop_remark",
        ("remarks",), is_quiet=True),
    Act("send-back", "SendBack", Where.OFFICE, "receiver.send_back:send_back", _CAME),
    Act("show-conflicts", "ShowConflicts", Where.OFFICE,
        "receiver.conflicts:show_conflicts", looks=True),
    Act("decide", "Decide", Where.OFFICE, "receiver.conflicts:decide", _CAME),
    Act("consolidate", "Consolidate", Where.OFFICE, "receiver.totals:consolidate",
        looks=True),
    Act("track", "Track", Where.EITHER, "receiver.totals:track", looks=True),
    Act("print-consolidated", "PrintConsolidated", Where.OFFICE,
        "receiver.print:print_consolidated"),
    Act("show-duties", "ShowDuties", Where.EITHER, "receiver.show_duties:show_duties",
        looks=True),
    Act("show-history", "ShowHistory", Where.EITHER,
        "receiver.land_history:show_history", looks=True),
    # either side
    Act("show-steps", "ShowSteps", Where.EITHER, "steps.show_steps:show_steps", looks=True),
    Act("show-life", "ShowLife", Where.ROOM, "life:show_life", looks=True),
    Act("write-life", "WriteLife", Where.ROOM, "life:write_life", ("exports",)),
    Act("save-proof", "SaveProof", Where.ROOM, "life:save_proof", ("exports",)),
)  # fmt: skip
_BY_ORDER = {act.order: act for act in ACTS}
_ROLES = {
    Where.DESK: Role.SENDER, Where.SENDERS_ROOM: Role.SENDER,
    Where.OFFICE: Role.RECEIVER, Where.RECEIVERS_ROOM: Role.RECEIVER,
}  # fmt: skip
Place: TypeAlias = "Desk | Office | Program"


def act_of(order: object) -> Act:
    """Return the act that an order asks for.

    Raises:
        KeyError: the order stands in no line of the table.
    """
    return _BY_ORDER[type(order).__name__]


def do(place: Place, order: object, step: Step = no_step) -> Done:
    """Do what an order asks for, in the room it is asked in.

    Raises:
        CtmtqgError: the act was refused; what it says is for the person who asked.
        Cancelled: ``step`` stopped it.
    """
    act = act_of(order)
    module, _, name = act.function.partition(":")
    found = getattr(import_module(f"ctmtqg_desktop.exchange.{module}"), name)
    run = cast("Callable[[object, object, Step], Done]", found)
    try:
        return run(_given(act, place), order, step)
    finally:
        if "catalogue" in act.changes and not isinstance(place, Program):
            place.room.renew()


def _given(act: Act, place: Place) -> object:
    """Return what the function of an act works in; refuse a workspace of the other side."""
    if isinstance(place, Program):
        if act.where is not Where.PROGRAM:
            raise TypeError(act.name)
        return place
    if act.where is Where.ANY_DESK:
        return _own_desk(place)
    needed = _ROLES.get(act.where)
    if needed is not None:
        demand_role(place.workspace, needed)
    return place if act.where in {Where.DESK, Where.OFFICE, Where.EITHER} else place.room


def _own_desk(place: "Desk | Office") -> "Desk":
    """Return the desk to type at: a reporting unit's, or an office's for its own forms."""
    from ctmtqg_desktop.exchange.rooms import desk_at

    return desk_at(place)
