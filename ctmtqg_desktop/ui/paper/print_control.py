"""Ask a reporting unit what to print, and have it printed."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import PrintForm, PrintReport
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.paper.export_dialog import WHOLE, ExportChoice, ExportDialog, ExportOrder


def ask_export(
    shell: Shell, desk: Desk, period: Period, set_id: str, forms: Sequence[Form], *, shown: str
) -> None:
    """Ask what of a report set to print; ``shown`` is chosen at first, else the whole."""
    if not forms:
        shell.say(_words("Kỳ này không có biểu nào để in."))
        return
    name = f"{desk.unit.code}_{period.code}"
    choices = [ExportChoice(WHOLE, _words("Cả bộ báo cáo"), f"{name}_{set_id}")]
    choices += [ExportChoice(form.id, form.title, f"{name}_{form.id}") for form in forms]
    dialog = ExportDialog(choices, shell)
    dialog.choose(shown or WHOLE)

    def run(asked: ExportOrder | None) -> None:
        if asked is None:
            return
        if asked.what == WHOLE:
            shell.acting.do(PrintReport(period.code, set_id, asked.pdf, asked.xlsx))
        else:
            shell.acting.do(PrintForm(asked.what, period.code, asked.pdf, asked.xlsx))

    dialog.accepted.connect(lambda: run(dialog.order))
    dialog.open()


def _words(text: str) -> str:
    return QCoreApplication.translate("Sender", text)
