"""What the story of the kept files is told with: computers, sticks, verbs, and the clock."""

import io
import json
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.demo.reports import filled
from ctmtqg_desktop.cli.opening import open_place
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.orders import Enter
from ctmtqg_desktop.workspace.workspace import open_workspace

YEAR, OFFICE = "2024", "106"
START = datetime(2025, 1, 6, 8, 0, tzinfo=VIETNAM)


class Day:
    """The demonstration's clock: a second later each time it is asked, moved on by hand."""

    def __init__(self):
        self.now = START

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


class Making:
    """One folder with everybody's computers and sticks."""

    def __init__(self, root):
        self.root, self.clock = root, Day()
        catalogue = cache(lambda: read_catalogue(forms_dir()).catalogue)
        self.tools = Tools(Program(catalogue, self.clock), lambda *_: [])
        self.password = root / "mat-khau.txt"
        self.up, self.down = root / "usb-gui-len", root / "usb-gui-ve"
        for folder in (self.up, self.down, root / "phat-lai", root / "ban-in"):
            folder.mkdir(parents=True)
        self.asked, self.cards = {}, {}
        self.password.write_text("trinh-dien-2024\n", "utf-8")
        (root / "mat-khau-moi.txt").write_text("trinh-dien-2025\n", "utf-8")

    def book(self, code):
        return self.root / "may-tinh" / code / "so.ctmtqg"

    def key(self, code, name="khoa"):
        return self.root / "may-tinh" / code / f"{name}.key"

    def run(self, verb, *argv, refused=False):
        """Run a verb; return its document."""
        out = io.StringIO()
        with redirect_stdout(out):
            code = main.run([verb, *map(str, argv), "--json"], self.tools)
        document = json.loads(out.getvalue())
        if code != (1 if refused else 0):
            raise SystemExit(f"{verb} {argv}: {document}")
        return document

    def signed(self, verb, *argv, key, password=None, **more):
        given = password or self.password
        return self.run(verb, *argv, "--key", key, "--password-file", given, **more)

    def json(self, name, value):
        path = self.root / name
        path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
        return path

    # -- beginnings

    def start(self, code, *sets, receiver=False):
        self.book(code).parent.mkdir(parents=True)
        named = [word for one in sets for word in ("--report-set", one)]
        self.run("init", self.book(code), "--unit", code, "--date", "2024-12-31", *named,
                 *(["--receiver"] if receiver else []))  # fmt: skip
        with open_workspace(self.book(code), clock=self.clock) as workspace:
            workspace.settings.pretend(START)

    def enrol(self, code, name="khoa", *, old=None, title=None, slip="12/PĐK"):
        """Make a key, ask for its enrolment, approve it, take the card in."""
        key, words = self.key(code, name), ["--title", title] if title else []
        self.signed("keygen", self.book(code), *words, key=key)
        vouched = ["--old-key", old, "--old-password-file", self.password] if old else []
        out = self.signed("enrol", self.book(code), *words, *vouched, "--out", key.parent, key=key)
        card = self.approve(code, out["package"], slip)["card"]
        self.run("receive", self.book(code), card, "--key", key)
        self.asked[name], self.cards[name] = Path(out["package"]), Path(card)

    def approve(self, code, package, slip, key=None, **more):
        return self.signed("approve", self.book(OFFICE), package, "--unit", code, "--slip", slip,
                           "--out", self.down, key=key or self.key(OFFICE), **more)  # fmt: skip

    def fill(self, code, set_id):
        raw = next(r for r in filled() if (r.unit, r.set_id) == (code, set_id))
        with open_place(str(self.book(code)), self.tools) as desk:
            for form in desk.forms(set_id, raw.period):
                assert not enter(
                    desk, Enter(form.id, raw.period.code, raw.entries(desk.unit, form.id))
                ).found.refused

    def enter(self, code, form, **cells):
        named = {name.replace("__", "."): text for name, text in cells.items()}
        self.run("enter", self.book(code), form, YEAR, self.json("o.json", {"cells": named}))

    def submit(self, code, set_id, *more, out=None, name="khoa"):
        return self.signed("submit", self.book(code), set_id, YEAR, "--out", out or self.up, *more,
                           key=self.key(code, name))  # fmt: skip

    def receipts(self, code):
        self.run("receive", self.book(code), *self.down.glob(f"biennhan_{code}_*"))

    def take(self, *paths, key=None, receipts=True):
        """Let the office receive, with receipts."""
        more = ["--out", self.down] if receipts else []
        given = ["--reading-password-file", self.password]
        if not receipts:
            return self.run("receive", self.book(OFFICE), *paths, *given)
        return self.signed("receive", self.book(OFFICE), *paths, *given, *more,
                           key=key or self.key(OFFICE))  # fmt: skip
