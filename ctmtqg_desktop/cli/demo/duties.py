"""What the receiver of the demonstration decides of its units, before any of them reports."""

from dataclasses import replace
from datetime import date
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

PROFILES = "tam-duong-2024-ho-so.csv"
ASKED = AskReports(
    Path(), ("dtts-xa",), "2024-M12", date(2025, 1, 15),
    "Tiến độ công trình đường, phục vụ họp giao ban tháng 01/2025",
    "Kế hoạch Chương trình DTTS&MN năm 2024 (002), mục VIII.2 (báo cáo định kỳ, đột xuất)",
    ("03412", "03424"), ("dtts-da4-tda1",),
)  # fmt: skip
"""A report that two communes are asked for beside the regular ones, which is still awaited."""


def decide_profiles(
    stage: "Stage", office: Office, author: Author
) -> "tuple[Stage, Office, Path]":
    """Let the receiver decide the profiles of its units, ask two for more, and publish it.

    Returns where everybody works from now on, the office anew, and the package for the units.
    """
    folder = made_folder(stage.home(office.unit.code) / "danh-muc-moi")
    do(office, SetProfile(folder, book=assets.resource("demo", PROFILES)))
    do(office, replace(ASKED, folder=folder))
    signing = Signing(Held(author.signer), stage.carried_down, author.title)
    (package,) = do(office, Publish(folder, signing)).paths
    again = stage.office(office.workspace)
    return replace(stage, library=again.library), again, package
