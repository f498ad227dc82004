"""What a check found: a value, never an exception."""

from dataclasses import dataclass

from ctmtqg_desktop.catalogue.records.form import Cell, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend, to explain or to know.

    Attributes:
        code: id of the rule, or a message code for what every form checks ("entries.negative").
        cell: where to jump; None for the whole form.
        message: the sentence to show, complete.
        justification: the reason given why it stands anyway; empty when none was.
    """

    severity: Severity
    code: str
    form: str
    cell: Cell | None
    message: str
    justification: str = ""

    @property
    def blocks(self) -> bool:
        """Say whether the report cannot be signed while this stands."""
        unexplained = self.severity is Severity.JUSTIFY and not self.justification
        return self.severity is Severity.ERROR or unexplained
