"""How a 退回说明 is known: a sheet's name and its first cell come in, whether the program made it goes out."""

from __future__ import annotations

SHEET = "退回说明"
TITLE = "数据核查退回说明"


def is_our_sheet(name: str | None, first: object) -> bool:
    """Whether a sheet is a 退回说明 that comes back with the mended copy: nobody reads it for data."""
    return name is not None and name.startswith(SHEET) and isinstance(first, str) and first.startswith(TITLE)
