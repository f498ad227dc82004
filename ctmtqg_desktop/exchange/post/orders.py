"""What a person can ask for about a report on either side: one order an act."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ShowLife:
    """Tell everything that happened to a report.

    Attributes:
        unit: code of its sender; empty is the workspace's own unit.
    """

    report_set: str
    period: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WriteLife:
    """Write the life of a report, with all its proofs, into one file.

    Attributes:
        unit: code of its sender; empty is the workspace's own unit.
        name: of the file; empty takes the usual one.
    """

    report_set: str
    period: str
    out_dir: Path
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SaveProof:
    """Write one package of a report's life as it travelled.

    Attributes:
        revision: of the step that it proves.
        package: its sha256.
        path: of the file; an encrypted package adds its own ending.
    """

    report_set: str
    period: str
    unit: str
    revision: int
    package: str
    path: Path
