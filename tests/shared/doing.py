"""Acts that many tests begin with, each by its order: what came of it, as records."""

from ctmtqg_desktop.exchange.act import no_step
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.orders import (
    Acknowledge,
    AddRemark,
    Receive,
    SendBack,
    Track,
)
from ctmtqg_desktop.exchange.sender.blank_forms import is_blank, left_empty
from ctmtqg_desktop.exchange.sender.nothing_arose import say_nothing_arose
from ctmtqg_desktop.exchange.sender.orders import SayNothingArose


def receive(office, paths, step=no_step):
    """Take in files and folders; give what became of each."""
    return do(office, Receive(tuple(paths)), step).found


def track(office, plan_id, period):
    """Set the targets of a plan against what was reported."""
    return do(office, Track(plan_id, period.code)).found.targets


def held(author, out_dir):
    """Sign with a key that is open already."""
    return Signing(Held(author.signer), out_dir, author.title, author.name)


def acknowledge(office, author, out_dir):
    """Write the receipts that were not given yet; give their files."""
    return list(do(office, Acknowledge(held(author, out_dir))).paths)


def remark(office, submission, *remarks):
    """Note remarks upon a revision."""
    for one in remarks:
        do(office, AddRemark(submission.content_sha256, one.cell, one.text, one.due))


def send_back(office, submission, remarks, *, author, out_dir, due=None):
    """Send a revision back; give the file of the return."""
    remark(office, submission, *remarks)
    order = SendBack(submission.content_sha256, held(author, out_dir), due=due)
    return do(office, order).paths[0]


def explain_blanks(desk, set_id, period):
    """Say of all that was left empty in a report why it is."""
    for is_whole, text in ((True, ""), (False, "Không có số liệu trong kỳ.")):
        sheets = [s for s in desk.sheets(set_id, period) if left_empty(s)]
        forms = tuple(sheet.form.id for sheet in sheets if is_blank(sheet) is is_whole)
        if forms:
            say_nothing_arose(desk, SayNothingArose(set_id, period.code, forms, text))
