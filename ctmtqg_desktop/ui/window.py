"""The way in for ``app``: one window for a reporting unit, one for a receiving unit.

Each is loaded with its own pages only, so that neither waits for the other's.
"""

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.frame.frame import Shell


def build_window(desk: Desk, period: Period | None = None) -> Shell:
    """Return the window of a reporting unit; the period with the nearest deadline by default."""
    from ctmtqg_desktop.ui.sender_window import Sender

    made = Sender(desk, period)
    made.sign.signer.remember_in(desk.workspace.settings)
    return made.shell


def build_receiver_window(office: Office, period: Period | None = None) -> Shell:
    """Return the window of a receiving unit."""
    from ctmtqg_desktop.ui.receiver_window import Receiver

    return Receiver(office, period).shell


def window_of(place: Desk | Office) -> Shell:
    """Return the window of whichever side it is."""
    if isinstance(place, Office):
        return build_receiver_window(place)
    return build_window(place)
