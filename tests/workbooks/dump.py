"""The bytes of a workbook come in; its text goes out, a row a line, as a person reads it on paper."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook


def dumped(data: bytes) -> str:
    """What a golden file keeps: 【表】任务清单, then ``| 1 | 甲项目 |``; a number as its format shows it."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    return "\n".join(line for sheet in book for line in (f"【表】{sheet.title}", *_lines(sheet), "")) + "\n"


def _lines(sheet: Any) -> Iterator[str]:
    for row in sheet.iter_rows():
        cells = [_shown(cell) for cell in row]
        filled = [text for text in cells if text]
        yield f"| {' | '.join(cells)} |" if len(filled) > 2 else "　".join(filled)


def _shown(cell: Any) -> str:
    value, form = cell.value, cell.number_format.split(";")[0].replace("_ ", "")
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m" if form == "yyyy-mm" else "%Y-%m-%d"))
    if not isinstance(value, int | float) or form == "General":
        return str(value).replace("\n", "／")
    places = len(form.partition(".")[2].rstrip("%"))
    return f"{value * 100:.{places}f}%" if form.endswith("%") else f"{value:.{places}f}"


if __name__ == "__main__":
    import sys
    from pathlib import Path

    print(dumped(Path(sys.argv[1]).read_bytes()), end="")
