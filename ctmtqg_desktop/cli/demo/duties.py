"""What the receiver of the demonstration decides of its units, before any of them reports."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop import assets
from ctmtqg_desktop.exchange.act import made_folder
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import AskReports, Publish, SetProfile
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.office import Office

if TYPE_CHECKING:
    from ctmtqg_desktop.cli.demo.demo import Stage

PROFILES, ASKED = "tam-duong-2024-ho-so.csv", "tam-duong-2024-yeu-cau.toml"


def decide_profiles(
    stage: "Stage", office: Office, author: Author
) -> "tuple[Stage, Office, Path]":
    """Let the receiver decide the profiles of its units, ask two for more, and publish it.

    Returns where everybody works from now on, the office anew, and the package for the units.
    """
    folder = made_folder(stage.home(office.unit.code) / "danh-muc-moi")
    do(office, SetProfile(folder, book=assets.resource("demo", PROFILES)))
    do(office, _asking(folder))
    signing = Signing(Held(author.signer), stage.carried_down, author.title)
    (package,) = do(office, Publish(folder, signing)).paths
    again = stage.office(office.workspace)
    return replace(stage, library=again.library), again, package


def _asking(folder: Path) -> AskReports:
    """Return what two communes are asked for beside the regular reports; they still owe it."""
    given = tomllib.loads(assets.resource("demo", ASKED).read_text("utf-8"))
    sets, units, forms = (tuple(given[name]) for name in ("report_sets", "units", "forms"))
    words = (given["why"], given["source"])
    return AskReports(
        folder, sets, given["period"], given["deadline"], *words, units=units, forms=forms
    )
