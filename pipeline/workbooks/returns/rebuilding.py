"""The sheets of a workbook that cannot be marked as it is come in; an .xlsx with their values goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from pipeline.model import Fault, FaultKind, Grid, Percent, Span, Value
from pipeline.rules.spelling import visible
from pipeline.workbooks.book import DAY_ZERO, Book
from pipeline.workbooks.returns.package import UnfitError
from pipeline.workbooks.sheet import Stored

MOST_CELLS = 300_000
MOST_COLUMNS = 256  # that get a width of their own
MOST_MERGED = 200_000
CELL = 32_767
NAMELESS = "数据"
ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def sheet_names(grids: Sequence[Grid]) -> dict[str | None, str]:
    """The name of each visible sheet → its name in the copy, as Excel allows names."""
    names: dict[str | None, str] = {}
    for grid in (grid for grid in grids if grid.visible):
        stem = _FORBIDDEN.sub("_", visible(grid.name or "")).strip("' ")[:28] or NAMELESS
        taken = {name.casefold() for name in names.values()}
        numbered = (stem if not at else f"{stem}-{at}" for at in range(len(grids)))
        names[grid.name] = next(name for name in numbered if name.casefold() not in taken)
    return names


def rebuilt(grids: Sequence[Grid]) -> bytes:
    """The visible sheets anew: values, merged cells and what is hidden; raises UnfitError when there is too much."""
    shown = [grid for grid in grids if grid.visible]
    if sum(grid.cells for grid in shown) > MOST_CELLS:
        raise UnfitError("数据过多。")
    book, names = Book("", None), sheet_names(grids)
    for grid in shown:
        page = book.page(names[grid.name])
        for at, row in enumerate(grid.rows):
            for to, value in enumerate(row):
                if value is not None:
                    page.copy(at, to, *_stored(value))
        page.like(grid, list(_widths(grid)), _merges(grid))
    return book.bytes()


def _stored(value: Value) -> tuple[Stored, str]:
    """What a cell holds and how it shows."""
    match value:
        case str():
            return _text(value), "wrapped"
        case Fault():
            known = value.kind is FaultKind.ERROR and value.text in ERRORS
            return (value if known else _text(value.text)), "text"
        case Percent():
            return float(value.number), "percentage"
        case datetime():
            return _days(value.date()) + _part(value.time()), "moment"
        case date():
            return _days(value), "date"
        case time():
            return _part(value), "clock"
        case timedelta():
            return value.total_seconds() / 86400, "span"
        case float() if value != value or value in (float("inf"), float("-inf")):
            return str(value), "text"
        case _:
            return value, "text"


def _text(text: str) -> str:
    """Without what a workbook cannot hold; all else stays, for the copy goes back to who wrote it."""
    return _UNWRITABLE.sub("", text)[:CELL]


def _days(day: date) -> int:
    """A day as Excel counts it, which knows a 29 February 1900."""
    days = (day - DAY_ZERO).days
    return days if days > 60 else days - 1


def _part(clock: time) -> float:
    return (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86400


def _widths(grid: Grid) -> Iterator[float]:
    """As wide as its longest short text, within reason."""
    last = max((len(row) for row in grid.rows), default=0)
    spanned = {(span.top, span.left) for span in grid.merges}
    for column in range(min(last, MOST_COLUMNS)):
        values = (row[column] for at, row in enumerate(grid.rows[:300])
                  if column < len(row) and (at, column) not in spanned)  # fmt: skip
        yield min(max(map(_width, values), default=0) + 3, 30)


def _width(value: Value) -> int:
    """How wide a value shows, in digits; what is no text or number is about a date."""
    if value is None:
        return 3
    text = f"{value}" if isinstance(value, str | int | float) else "2026-05-31"
    return sum(2 if letter > "\u2e7f" else 1 for letter in text)


def _merges(grid: Grid) -> Iterator[Span]:
    """The merged ranges as far as there are values, none over another."""
    height, width = len(grid.rows), max((len(row) for row in grid.rows), default=0)
    taken: set[tuple[int, int]] = set()
    for span in grid.merges:
        bottom, right = min(span.bottom, height - 1), min(span.right, width - 1)
        if (bottom - span.top + 1) * (right - span.left + 1) > MOST_MERGED - len(taken):
            return
        cells = {(row, column) for row in range(span.top, bottom + 1) for column in range(span.left, right + 1)}
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            yield Span(span.top, span.left, bottom, right)
