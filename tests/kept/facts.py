"""Read a kept workspace or package into plain facts, the way the program reads it today.

What these functions return is in ``facts.json`` as the version that wrote the files saw it. A
later version may read the same facts from elsewhere; the facts stay.
"""

import hashlib
import io
import json
import sqlite3
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.opening import open_place, open_workspace_at
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.change import SheetKey
from ctmtqg_desktop.exchange.keeping.chosen_sets import handled
from ctmtqg_desktop.exchange.keeping.editions import held_editions
from ctmtqg_desktop.exchange.paper.images import picture_of
from ctmtqg_desktop.exchange.paper.orders import Image
from ctmtqg_desktop.exchange.post.kept_verdict import kept_verdict
from ctmtqg_desktop.exchange.post.lists_in_packages import is_enclosed
from ctmtqg_desktop.exchange.post.reading_keys import reading_key_of
from ctmtqg_desktop.exchange.post.revisions import correction, reason_of
from ctmtqg_desktop.exchange.post.sent_packages import issued_package
from ctmtqg_desktop.exchange.receiver.conflicts import undecided
from ctmtqg_desktop.exchange.receiver.remarks import notes_of
from ctmtqg_desktop.exchange.sender.letters import letters
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.records import Outcome
from ctmtqg_desktop.workspace.schema.codec import to_token
from ctmtqg_desktop.workspace.workspace import open_workspace

NOW = datetime(2025, 1, 9, 8, 0, tzinfo=VIETNAM)
OFFICE, SENDERS = "106", ("03394", "03400")


def of_file(path):
    """Count what lies in a file as it was written, whatever version may read it later."""
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as file:
        names = [n for (n,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {n: file.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in names}  # noqa: S608
        lines = file.execute("SELECT what, count(*) FROM journal GROUP BY what").fetchall()
        settings = [name for (name,) in file.execute("SELECT name FROM setting")]
    file.close()
    return {"rows": rows, "journal": dict(sorted(lines)), "settings": sorted(settings)}


def asked(tools, verb, *argv):
    """Return what a verb answers with ``--json``."""
    out = io.StringIO()
    with redirect_stdout(out):
        main.run([verb, *map(str, argv), "--json"], tools)
    return json.loads(out.getvalue())


def of_workspace(path, tools):
    """Return what stands in a workspace of either side."""
    with open_workspace_at(str(path), tools) as workspace:
        one = workspace.identity
        reports = workspace.reports.all()
        found = {
            "unit": [one.unit_code, one.role, one.at.isoformat(), one.created.isoformat()],
            "problems": [problem.code for problem in workspace.upkeep.doctor()],
            "sets": _handled(workspace, tools),
            "reports": [_report(workspace, report) for report in reports],
            "packages": _packages(workspace),
            "reading_keys": {
                code: bool(reading_key_of(workspace, code)) for code in (OFFICE, *SENDERS)
            },
            "edition": [(e.edition.version, sorted(e.edition.files)) for e in
                        held_editions(workspace)],
            "signed_with": [_last(workspace, "signer"), _last(workspace, "seal-signer")],
            "pretends": (at := workspace.settings.pretended()) and at.isoformat(),
        }  # fmt: skip
    found["exports"] = _exports(asked(tools, "journal", path)["exports"])
    found["lives"] = {
        _name(report.key): _life(asked(tools, "life", path, *_words(report.key)))
        for report in reports
    }
    return found


def _handled(workspace, tools):
    return [one.id for one in handled(workspace, tuple(tools.catalogue().report_sets.values()))]


def _last(workspace, role):
    last = workspace.settings.last_signer(role)
    return [last.way, Path(last.path).name] if last is not None else ["", ""]


def _words(key):
    return key.report_set, key.period, "--unit", key.unit


def _name(key):
    return f"{key.unit}/{key.report_set}/{key.period}"


def _report(workspace, report):
    return {
        "key": _name(report.key),
        "revision": report.revision,
        "status": report.status.value,
        "reason": reason_of(workspace, report),
        "remarks": [
            [r.revision, r.cell, r.text, r.due.isoformat() if r.due else None]
            for r in workspace.reports.remarks(report.key)
        ],
        "revisions": [
            {
                "revision": s.revision,
                "status": s.status.value,
                "counts": s.current,
                "content": s.content_sha256,
                "package": s.package_sha256,
                "follows": s.previous_sha256,
                "received": s.received_at.isoformat() if s.received_at else None,
                "issued": issued_package(workspace, s.content_sha256),
                "lists": is_enclosed(workspace, s.key, s.revision),
                "figures": _frozen(workspace, s),
            }
            for s in workspace.submissions.of(report.key)
        ],
    }


def _frozen(workspace, submission):
    """Return how many entries, rows and reasons each form has, and one digest of all."""
    sheets = sorted(workspace.submissions.sheets_of(submission.id).items())
    return {form: _stored(sheet) for form, sheet in sheets if _stored(sheet)}


def _stored(sheet):
    if not sheet.entries and not sheet.rows and not sheet.withheld:
        return None
    lines = sorted(f"{cell} {to_token(value)}" for cell, value in sheet.entries.items())
    return {
        "cells": len(lines),
        "rows": {section: list(keys) for section, keys in sheet.rows.items()},
        "reasons": sorted([*key, text] for key, text in sheet.reasons.items()),
        "withheld": dict(sheet.withheld),
        "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    }


def _packages(workspace):
    """Return what came in, as the inbox shows it, the oldest first."""
    return [
        [r.kind, r.outcome, r.code, r.source_name, str(r.about or ""), r.sha256, r.at.isoformat()]
        for r in reversed(workspace.packages.inbox())
    ]


def _exports(listed):
    return [
        [line["what"], Path(line["path"]).name, line["sha256"], line["personal"], line["user"],
         bool(line["signer"]), line["at"]]
        for line in listed
    ]  # fmt: skip


def _life(document):
    return [[e["at"], e["what"], e["revision"], e["proof"]] for e in document["events"]]


def of_sender(path, tools):
    """Return what only a reporting unit's workspace has."""
    with open_place(str(path), tools) as desk:
        workspace, unit = desk.workspace, desk.unit.code
        found = {
            "letters": [_letter(one) for one in letters(desk)],
            "corrections": {
                _name(r.key): _correction(workspace, r) for r in workspace.reports.all()
            },
            "drafts": {},
            "pictures": [_picture(workspace, name) for name in Image],
            "cards": [card.unit for card in workspace.signers.own_cards()],
            "lists": [[one.number, one.unit] for one in workspace.trust.revocation_lists()],
            "receipts": [[r.number, r.receiver, r.outcome] for r in workspace.receipts.incoming()],
        }
        for form in ("ntm-ban", "gnbv-danh-sach-ho"):
            key = SheetKey(form, 1, unit, "2024")
            sheet = workspace.sheets.load(key)
            steps = sum(len(workspace.sheets.history(key, cell)) for cell in sheet.entries)
            found["drafts"][form] = [_stored(sheet), steps]
    found["findings"] = [
        [f["code"], f["form"], f["cell"]] for f in asked(tools, "check", path)["findings"]
    ]
    return found


def _letter(one):
    return [one.sent.key.report_set, one.sent.revision, one.number, one.days_late, one.is_read,
            one.due.isoformat() if one.due else None, len(one.remarks), one.at.isoformat(),
            one.package_sha256]  # fmt: skip


def _correction(workspace, report):
    found = correction(workspace, report)
    if found is None:
        return None
    unlocked = sorted([one.place, one.reason] for one in found.unlocked)
    return [sorted(r.cell for r in found.remarks), unlocked, found.package_sha256]


def _picture(workspace, name):
    found = picture_of(workspace, name)
    return found and [f"{found.width_mm:.2f}", hashlib.sha256(found.png).hexdigest()]


def of_office(path, tools):
    """Return what only a receiving office's workspace has."""
    with open_place(str(path), tools) as office:
        workspace = office.workspace
        keys = [report.key for report in workspace.reports.all()]
        sent = [s for key in keys for s in workspace.submissions.of(key)]
        found = {
            "notes": [
                [_name(s.key), s.revision, n.cell, n.text, n.due.isoformat() if n.due else None]
                for s in sent
                for n in notes_of(workspace, s)
            ],
            "held": {_name(key): _waiting(workspace, key) for key in keys},
            "undecided": [r.sha256 for r in undecided(workspace)],
            "verdicts": [_kept_verdict(r) for r in reversed(workspace.packages.inbox())],
            "register": [[r.number, r.outcome, r.content_sha256, r.previous_hash, r.hash]
                         for r in workspace.receipts.all()],
            "signers": [_signer(row) for row in workspace.signers.enrolled()],
            "certificates": len(workspace.trust.certificates()),
            "authorities": [a.at.isoformat() for a in workspace.signers.authorities()],
            "own": _stored(workspace.sheets.load(SheetKey("ntm-huyen", 1, OFFICE, "2024"))),
            "board": _board(office),
        }  # fmt: skip
    total = asked(tools, "consolidate", path, "ntm-ban", "2024")
    found["total"] = {
        "rows": [[r["cell"], r["value"], len(r["sources"])] for r in total["rows"]],
        "missing": total["missing"],
        "sources": [[s["unit"], s["revision"]] for s in total["sources"]],
    }
    plan = ("--plan", "003-tam-duong-2024", "--period", "2024")
    states = Counter(t["state"] for t in asked(tools, "track", path, *plan)["targets"])
    found["targets"] = dict(sorted(states.items()))
    ended = asked(tools, "revocations", path)
    found["revoked"] = [[r["unit"], r["reason"], r["since"], r["revoked_at"]]
                        for r in ended["revoked"]]  # fmt: skip
    found["reconfirm"] = [[r["unit"], r["report_set"], r["revision"]] for r in ended["reconfirm"]]
    found["trusted"] = [
        [a["subject"], a["crl"] and [a["crl"]["number"], a["crl"]["entries"]]]
        for a in asked(tools, "authority", path)["authorities"]
    ]
    return found


def _waiting(workspace, key):
    return [r.sha256 for r in workspace.packages.of_report(key, {Outcome.HELD})]


def _kept_verdict(record):
    kept = kept_verdict(record)
    if kept is None:
        return [record.sha256[:8], *[None] * 7]
    names = ("intact", "signature_valid", "signer_known", "signer_entitled", "form_known",
             "revision")  # fmt: skip
    return [record.sha256[:8], kept.line.value, *(getattr(kept.verdict, n) for n in names)]


def _signer(row):
    ends = [moment.isoformat() if moment else None for moment in (row.valid_to, row.revoked_at)]
    return [row.unit, row.source, row.note, *ends, row.reason]


def _board(office):
    board = office.board("ntm-ban", Period.parse("2024"))
    return [[row.unit.code, row.deadline.isoformat(), row.days_late] for row in board.units
            if row.unit.code in SENDERS]  # fmt: skip


def of_package(path, tools):
    """Return what a package says, and the verdict on it without a workspace."""
    (told,) = asked(tools, "verify", path)["files"]
    found = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "code": told["code"],
        "verdict": [
            told["verdict"][name] for name in ("intact", "signature_valid", "bottom_line")
        ],
        "issue": told["issue"] and [told["issue"]["number"], told["issue"]["date"]],
        "print": [one["subject"] for one in told["print_signatures"]],
    }
    if found["verdict"][0] and path.suffix == ".asice":
        header = unseal(path.read_bytes()).manifest
        found |= {
            "kind": header.header.kind.value,
            "unit": header.header.unit.code,
            "for": list(header.header.recipient),
            "about": [header.header.period, header.header.revision],
            "content": header.content_sha256,
            "number": header.header.sequence,
        }
    return found


def of_all(files, tools):
    """Return the facts of everything kept, by name in the archive.

    Args:
        files: name -> path; workspaces are opened, so these should be copies.
        tools: what verbs are handed; the clock stands still.
    """
    books = {name: path for name, path in files.items() if name.endswith(".ctmtqg")}
    tools = replace(tools, program=replace(tools.program, clock=lambda: NOW))
    told = {"written": {name: of_file(path) for name, path in books.items()}}
    told["workspaces"] = {name: of_workspace(path, tools) for name, path in books.items()}
    for name, path in books.items():
        side = of_office if name.startswith(OFFICE) else of_sender
        told["workspaces"][name] |= side(path, tools)
    told["packages"] = {
        name: of_package(path, tools) for name, path in files.items() if "packages/" in name
    }
    told["judged"] = judged(files, tools)
    return told


def judged(files, tools):
    """Return what the office says today of every report, first or again."""
    names = [n for n in files if n.startswith("packages/report") and n.endswith(".asice")]
    paths = [files[name] for name in names]
    office = files[f"{OFFICE}.ctmtqg"]
    with open_workspace(office) as workspace:  # by the clock that is given, not a pretended one
        workspace.settings.pretend(None)
    told = asked(tools, "verify", *paths, "--workspace", office)["files"]
    asked_of = ("bottom_line", "signer_known", "signer_entitled", "form_known", "revision",
                "cautions")  # fmt: skip
    return {
        name: [one["code"], *(one["verdict"][field] for field in asked_of)]
        for name, one in zip(names, told, strict=True)
    }
