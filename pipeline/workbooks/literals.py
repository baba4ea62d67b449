"""Any text comes in; what may stand in a cell or inside a formula goes out, private numbers masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.rules.spelling import masked, visible

CELL_UNITS = 32_767  # what Excel holds in a cell, in UTF-16 units
KEPT_UNITS = 32_000
LITERAL = 125  # Excel takes at most 255 UTF-16 units between two quotes in a formula
_PLAIN_SHEET = re.compile(r"(?!(?:[A-Za-z]{1,3}|[Rr])\d+$|[Rr]?\d*[Cc]\d*$|[Rr]\d*$)[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its sign of equality, and the value that is shown until someone recalculates."""

    text: str
    value: str | int | float


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """The text as a cell shows it: no control characters, no telephone numbers, and a word where it was cut."""
    text = masked(visible(text))
    if len(text) * 2 <= CELL_UNITS:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= CELL_UNITS:
        return text
    kept = units[: KEPT_UNITS * 2].decode("utf-16-le", "ignore")
    return f"{kept}……（超过单元格容量，原文共{len(text)}字，此处为前{len(kept)}字，全文见来源）"


def quoted(text: str) -> str:
    """A text as a formula writes it; a long one in several pieces."""
    pieces = [text[at : at + LITERAL] for at in range(0, len(text), LITERAL)]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces) or '""'


def sheet_reference(sheet: str) -> str:
    """A sheet's name before ``!``: in quotes, its own apostrophes doubled, unless it is a plain word."""
    return sheet if _PLAIN_SHEET.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"


def hyperlink(path: str, sheet: str | None, cell: str | None, label: str) -> Formula | str:
    """A HYPERLINK() to a file, a sheet's cell where there is a sheet; the bare label where the path holds a
    telephone number, which no output may show."""
    label = shown(label)
    place = f"#{sheet_reference(sheet)}!{cell or 'A1'}" if sheet else ""
    target = visible(path).replace("%", "%25").replace("#", "%23") + place
    if masked(target) != target:
        return label
    return Formula(f"HYPERLINK({quoted(target)},{quoted(label)})", label)
