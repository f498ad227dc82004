"""Read how an official document looks: sizes, margins, fixed words (``forms/layout``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.errors import FormError

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Element:
    """Describe one part of a document.

    Attributes:
        size: in points.
        text: the fixed words, if they are fixed.
        rule: length of the line drawn below, as a share of the text; 0 for none.
    """

    size: float
    bold: bool = False
    italic: bool = False
    text: str = ""
    rule: float = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """Say how a document looks; lengths in millimetres, sizes in points.

    Attributes:
        table_sizes: of the letters in a table, tried in this order until the columns fit.
        table_long_rows, table_long_size: a table with more rows begins with smaller letters.
        upright_floor: the smallest of them before the wide page is taken.
    """

    width_mm: float
    height_mm: float
    top_mm: float
    bottom_mm: float
    left_mm: float
    right_mm: float
    page_number_size: float
    line_spacing: float
    paragraph_space: float
    first_line_mm: float
    foot_size: float
    table_padding: float
    table_sizes: tuple[float, ...]
    table_long_rows: int
    table_long_size: float
    upright_floor: float
    elements: dict[str, Element]


@dataclass(frozen=True, slots=True)
class PaperSize:
    """Say how large one side of paper is and what its margins leave; all in points."""

    name: str
    width: float
    height: float
    room: float
    depth: float


def make_sheet(layout: Layout, *, landscape: bool) -> PaperSize:
    """Measure the paper, upright or wide; the margins are the same both ways."""
    sides = (layout.width_mm * POINTS_PER_MM, layout.height_mm * POINTS_PER_MM)
    width, height = (sides[1], sides[0]) if landscape else sides
    room = width - (layout.left_mm + layout.right_mm) * POINTS_PER_MM
    depth = height - (layout.top_mm + layout.bottom_mm) * POINTS_PER_MM
    return PaperSize("wide" if landscape else "upright", width, height, room, depth)


def read_layout(path: Path | None = None) -> Layout:
    """Read a layout file; without a path, the one of NĐ 30/2020/NĐ-CP.

    Raises:
        FormError: ``reports.layout-wrong``, naming what is missing or of the wrong kind.
    """
    source = path or forms_dir() / "layout" / "nd30.toml"
    data = tomllib.loads(source.read_text("utf-8"))
    try:
        return _layout(data)
    except (KeyError, TypeError, ValueError) as error:
        raise FormError("reports.layout-wrong", file=source.name, detail=str(error)) from error


@cache
def fixed_words(element: str) -> str:
    """Return what the decree has a part of every document say, "national-name" for one."""
    return read_layout().elements[element].text


def _layout(data: dict[str, Any]) -> Layout:
    page, body, table = data["page"], data["body"], data["table"]
    return Layout(
        width_mm=float(page["width_mm"]),
        height_mm=float(page["height_mm"]),
        top_mm=float(page["top_mm"]),
        bottom_mm=float(page["bottom_mm"]),
        left_mm=float(page["left_mm"]),
        right_mm=float(page["right_mm"]),
        page_number_size=float(data["page_number"]["size"]),
        line_spacing=float(body["line_spacing"]),
        paragraph_space=float(body["paragraph_space_pt"]),
        first_line_mm=float(body["first_line_indent_mm"]),
        foot_size=float(data["foot"]["size"]),
        table_padding=float(table["padding_pt"]),
        table_sizes=tuple(float(size) for size in table["sizes"]),
        table_long_rows=int(table["long_rows"]),
        table_long_size=float(table["long_size"]),
        upright_floor=float(table["upright_floor"]),
        elements={entry["id"]: _element(entry) for entry in data["element"]},
    )


def _element(entry: dict[str, Any]) -> Element:
    low, high = entry["size_range"]
    if not low <= entry["size"] <= high:
        raise ValueError(entry["id"])
    return Element(
        size=float(entry["size"]),
        bold=entry.get("bold", False),
        italic=entry.get("italic", False),
        text=entry.get("text", ""),
        rule=float(entry.get("rule", 0)),
    )
