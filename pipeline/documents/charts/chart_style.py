"""A kind of chart comes in; its look goes out: one style for all, Chinese faces, greys that stay apart in black and
white."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FACE = "仿宋_GB2312"
INK, DARK, MIDDLE, LIGHT, PAPER = "#000000", "#6E6E6E", "#A6A6A6", "#D9D9D9", "#FFFFFF"
DARKEST = "#262626"
WIDE = 15600  # hundredths of a millimetre: the type area
MANY = 24  # categories, beyond which the numbers are set smaller

LEVEL, STACKED, COMPARED, TREND, GROWTH = "level", "stacked", "compared", "trend", "growth"


@dataclass(frozen=True)
class Paint:
    """How one series looks: filled bars, or a line where there is no ``fill``; numbers in the colour ``label``, at
    ``position``; none without."""

    fill: str = ""
    label: str = ""
    position: str = ""
    dash: str = ""
    marker: str = ""


@dataclass(frozen=True)
class Style:
    """``form`` is the kind of bars or lines, ``paints`` those of the series in their order; ``tall`` and ``more`` (for
    each category) are hundredths of a millimetre."""

    form: str
    paints: tuple[Paint, ...]
    tall: int
    more: int = 0
    stacked: bool = False
    upright: bool = False  # names and numbers read from below
    axis: bool = True
    zeros: bool = True


TIME = Paint(dash="dash")
STYLES: Mapping[str, Style] = {
    LEVEL: Style(
        "column", (Paint(DARK, PAPER, "inside_base"), Paint(LIGHT, INK, "inside_base"), TIME), 8200, upright=True
    ),
    STACKED: Style(
        "bar",
        (
            Paint(DARKEST, PAPER, "center"),
            Paint(MIDDLE, INK, "center"),
            Paint(LIGHT, INK, "center"),
            Paint(PAPER, INK, "center"),
        ),
        1800,
        more=850,
        stacked=True,
        axis=False,
        zeros=False,
    ),
    COMPARED: Style("column", (Paint(LIGHT, INK, "outside_end"), Paint(DARK, INK, "outside_end")), 7000, axis=False),
    TREND: Style("line", (Paint(label=INK, position="above", marker="circle"), TIME), 7000),
    GROWTH: Style("column", (Paint(LIGHT, INK, "outside_end"),), 3000, axis=False),
}


def height(kind: str, categories: int) -> int:
    """Hundredths of a millimetre; at most what a page holds beside its caption."""
    style = STYLES[kind]
    return min(style.tall + style.more * categories, 20000)
