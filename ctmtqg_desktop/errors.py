"""The one family of errors a user can act on, and their codes.

An exception carries a code and facts, never a sentence: the words are in
``resources/messages/vi.toml`` and are found by code. A problem with the data is not an
exception but a ``Finding``; a bug is neither and is let fly.
"""


class CtmtqgError(Exception):
    """Say that something was refused; the code finds the sentence, the facts fill it in.

    Attributes:
        code: ``room.what``, e.g. ``package.zip-duplicate``; a key of ``messages/vi.toml``.
        facts: names and plain values for the sentence's placeholders.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({listed})"


class FormError(CtmtqgError):
    """Something declared is wrong or missing: form, unit, period, report set."""


class PackageError(CtmtqgError):
    """A package is not what the closed profile allows."""


class TrustError(CtmtqgError):
    """A key, certificate or enrolment cannot be used."""


class WorkspaceError(CtmtqgError):
    """The database cannot be opened, read or written."""


class IntakeError(CtmtqgError):
    """A file brought by a person cannot be read."""


class Cancelled(Exception):  # noqa: N818  it is no error and is never shown
    """Say that the user stopped a long piece of work."""
