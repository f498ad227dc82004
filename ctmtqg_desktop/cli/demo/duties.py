"""What the receiver of the demonstration decides of its units, before any of them reports."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop import assets
from ctmtqg_desktop.exchange.act import made_folder
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import Publish, SetProfile
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.office import Office

if TYPE_CHECKING:
    from ctmtqg_desktop.cli.demo.demo import Stage

PROFILES = "tam-duong-2024-ho-so.csv"


def decide_profiles(
    stage: "Stage", office: Office, author: Author
) -> "tuple[Stage, Office, Path]":
    """Let the receiver decide and publish the profiles of its units; their duties follow.

    Returns where everybody works from now on, the office anew, and the package for the units.
    """
    folder = made_folder(stage.home(office.unit.code) / "danh-muc-moi")
    do(office, SetProfile(folder, book=assets.resource("demo", PROFILES)))
    signing = Signing(Held(author.signer), stage.carried_down, author.title)
    (package,) = do(office, Publish(folder, signing)).paths
    again = stage.office(office.workspace)
    return replace(stage, library=again.library), again, package
