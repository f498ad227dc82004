"""A verdict out of the plain values that ``Verdict.to_json`` made of it.

Not all comes back: of a revocation only what was said of the data, not of the certificate.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ctmtqg_desktop.trust.evidence import Evidence, Revocation, RevocationState
from ctmtqg_desktop.trust.verdict import Revision, Verdict


def read_verdict(plain: Mapping[str, Any]) -> Verdict:
    """Return the verdict; an answer that an older program did not ask is None.

    Raises:
        ValueError, KeyError: it is no verdict.
    """
    revision = plain.get("revision")
    return Verdict(
        intact=bool(plain["intact"]),
        signature_valid=_answer(plain, "signature_valid"),
        signer_known=_answer(plain, "signer_known"),
        signer_entitled=_answer(plain, "signer_entitled"),
        addressed_to_us=_answer(plain, "addressed_to_us"),
        form_known=_answer(plain, "form_known"),
        revision=None if revision is None else Revision(revision),
        cautions=tuple(str(code) for code in plain.get("cautions") or ()),
        evidence=_evidence(plain),
    )


def _answer(plain: Mapping[str, Any], name: str) -> bool | None:
    held = plain.get(name)
    return None if held is None else bool(held)


def _evidence(plain: Mapping[str, Any]) -> Evidence | None:
    certificate = plain.get("certificate")
    claimed = _moment(plain, "claimed_at")
    if certificate is None or claimed is None:
        return None
    return Evidence(
        str(certificate["state"]), str(certificate["subject"]), str(certificate["issuer"]),
        claimed, _moment(plain, "first_seen"), _revocation(plain.get("revocation")),
    )  # fmt: skip


def _revocation(held: Mapping[str, Any] | None) -> Revocation | None:
    if held is None:
        return None
    age = held["age_days"]
    return Revocation(
        RevocationState(held["state"]), held["issuer"] or "", held["number"] or "",
        _moment(held, "as_of"), None if age is None else int(age),
    )  # fmt: skip


def _moment(held: Mapping[str, Any], name: str) -> datetime | None:
    text = held.get(name)
    return None if text is None else datetime.fromisoformat(text)
