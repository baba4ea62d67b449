"""The extent that a worksheet declares and the last of its filled cells in, a doubt out when they do not fit."""

from __future__ import annotations

import re

from pipeline.collect.cutting import column_number
from pipeline.collect.sheet import Doubt, cell_name

MOST_SPARE_ROWS, MOST_SPARE_COLUMNS = 1000, 100  # beyond the last value; prepared empty rows are usual
_EXTENT = re.compile(r"(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})")


def misdeclared(sheet: str, declared: str, height: int, width: int) -> list[Doubt]:
    """A doubt when the filled cells, ``height`` rows by ``width`` columns, end beyond or long before the extent."""
    if not declared or not height or _fits(declared, height, width):
        return []
    return [Doubt("dimension-differs", sheet, {"range": declared[:40], "read": cell_name(height - 1, width - 1)})]


def _fits(declared: str, height: int, width: int) -> bool:
    last = _EXTENT.fullmatch(declared)
    if last is None:
        return False
    spare_rows, spare_columns = int(last[2]) - height, column_number(last[1]) + 1 - width
    return 0 <= spare_rows <= MOST_SPARE_ROWS and 0 <= spare_columns <= MOST_SPARE_COLUMNS
