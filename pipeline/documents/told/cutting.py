"""A row with what people wrote comes in; the same goes out with long words cut to what a line has room for."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.documents.told.rows import Row

CUT = "…"


def cut(row: Row, longest: Mapping[str, int]) -> Row:
    """``longest``: how many letters of each name a line has room for."""
    return {**row, **{name: shortened(row[name], most) for name, most in longest.items()}}


def shortened(words: str, most: int) -> str:
    line = " ".join(words.split())
    return f"{line[: most - 1]}{CUT}" if len(line) > most else line
