"""The bytes of a workbook come in; its sheets go out as people and programs see them."""

import io
import re
import zipfile
from fractions import Fraction
from functools import lru_cache
from typing import Any

from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from pipeline.model import Measured
from pipeline.rules.spelling import masked

CLOSE = 1e-9  # of the value, or absolute below 1


def values(data: bytes, sheet: str) -> list[list[Any]]:
    """The values of a sheet, cached ones for formulas."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python()


def records(data: bytes, sheet: str) -> list[dict[str, Any]]:
    head, *rows = values(data, sheet)
    return [dict(zip(head, row, strict=True)) for row in rows]


def cells(data: bytes, sheet: str) -> Any:
    """A sheet as openpyxl reads it: formulas as they are written, and what each cell is."""
    return load_workbook(io.BytesIO(data))[sheet]


def formulas(data: bytes, sheet: str = "指标") -> dict[tuple[str, str], str]:
    """范围 and 指标 → the formula."""
    rows = cells(data, sheet).iter_rows(min_row=2, values_only=True)
    return {(row[1], row[0]): row[2] for row in rows}


def sheet_names(data: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names


def everything(data: bytes) -> str:
    """All the text of all the parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return "\n".join(box.read(name).decode() for name in box.namelist())


def named_parts(formula: str) -> set[str]:
    """The names of columns that a formula uses."""
    return set(re.findall(r"(?:问题|招引|策划|流转)?明细_\w+", re.sub(r'"[^"]*"', "", formula)))


@lru_cache(maxsize=4)
def _shown(data: bytes) -> Workbook:
    """With the cached values; only looked at, so that one reading serves."""
    return load_workbook(io.BytesIO(data), data_only=True)


def differences(data: bytes, measured: Measured) -> list[str]:
    """Where the sheet 指标 shows another value than the exact one; an error is one (calamine would hide it)."""
    rows = _shown(data)["指标"].iter_rows(min_row=2, values_only=True)
    shown = {(row[1], row[0]): row[2] for row in rows}
    exact = {(masked(f.scope), f.name): f.value for f in measured.figures}
    assert shown.keys() == exact.keys()
    return [f"{at}: {shown[at]!r} for {value}" for at, value in exact.items() if not _same(shown[at], value)]


def unlike(data: bytes, original: bytes, sheet: str) -> list[str]:
    """Where a sheet shows something else than another workbook's; an empty text is nothing."""
    pages: list[Any] = [_shown(book)[sheet] for book in (original, data)]
    assert pages[0].max_row == pages[1].max_row
    cells = ((one.coordinate, one.value, pages[1][one.coordinate].value) for line in pages[0].rows for one in line)
    return [f"{sheet}!{at}: {now!r} for {then!r}" for at, then, now in cells if not _alike(now, then)]


def _alike(now: Any, then: Any) -> bool:
    numbers = isinstance(now, int | float) and isinstance(then, int | float)
    return abs(now - then) <= CLOSE * max(1.0, abs(then)) if numbers else (now or None) == (then or None)


def _same(shown: Any, value: int | Fraction | None) -> bool:
    if value is None:
        return shown in (None, "")
    return isinstance(shown, int | float) and abs(float(shown - value)) <= CLOSE * max(1.0, abs(float(value)))
