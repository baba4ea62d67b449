"""An .xls (or .et) in, its sheets out, by xlrd alone: calamine allocates what a hostile file claims."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any, Literal

import xlrd
from xlrd.biffh import XL_CELL_BLANK, XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_EMPTY, XL_CELL_ERROR, XLRDError
from xlrd.book import SUPBOOK_EXTERNAL

from pipeline.collect.guard import LOCKED, TORN, bearable, countable
from pipeline.collect.sheet import BLANKS, Doubt, Grid, Refused, Span, lost, trimmed
from pipeline.collect.tally_xls import tally
from pipeline.model import Fault, FaultKind, Percent, Value

VBA = "_VBA_PROJECT".encode("utf-16-le")
NOTHING = (XL_CELL_EMPTY, XL_CELL_BLANK)


def read_xls(data: bytes) -> tuple[list[Grid], list[Doubt]]:
    """Every worksheet and the doubts; raises Refused for a password or a broken file."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        countable(book.nsheets)
        grids = [_grid(book, book.sheet_by_index(at)) for at in range(book.nsheets)]
        return grids, _doubts(book, grids, data)
    except Refused:
        raise
    except XLRDError as error:
        locked = "encrypted" in str(error)
        raise Refused("file-unreadable", LOCKED if locked else TORN) from None
    except MemoryError:
        raise
    except Exception as error:  # xlrd trusts the file: struct, index, assertion, unicode and compdoc errors
        raise Refused("file-unreadable", TORN) from error


def _doubts(book: Any, grids: list[Grid], data: bytes) -> list[Doubt]:
    """Macros, links to other workbooks, and cells that the records have and the grids have not, or the reverse."""
    doubts = [Doubt("macros-present")] if VBA in data else []
    doubts += [Doubt("external-links")] if SUPBOOK_EXTERNAL in book._supbook_types else []
    for at, grid in enumerate(grids):
        counted = tally(book, at)
        doubts += lost(grid.name, counted, grid.cells) if grid.visible and counted is not None else []
    return doubts


def _grid(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    bearable(sheet.nrows, sheet.ncols)
    percents = _percents(book)
    rows = trimmed([_value(book, cell, percents) for cell in sheet.row(at)] for at in range(sheet.nrows))
    return Grid(
        name=sheet.name,
        rows=rows,
        merges=tuple(Span(top, left, end - 1, right - 1) for top, end, left, right in sheet.merged_cells),
        hidden_rows=frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
        visible=sheet.visibility == 0,
    )


def _percents(book: xlrd.Book) -> frozenset[int]:
    """Indexes of the cell formats that show a percentage."""
    formats = ((at, book.format_map.get(style.format_key)) for at, style in enumerate(book.xf_list))
    return frozenset(at for at, shown in formats if shown and "%" in (shown.format_str or ""))


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell, percents: frozenset[int]) -> Value:
    value = cell.value
    if cell.ctype in NOTHING or (isinstance(value, str) and not value.strip(BLANKS)):
        return None
    if cell.ctype == XL_CELL_ERROR:
        return Fault(FaultKind.ERROR, xlrd.error_text_from_code.get(int(value), "#VALUE!"))
    if cell.ctype == XL_CELL_BOOLEAN:
        return bool(value)
    if not isinstance(value, float):
        return value
    if cell.ctype == XL_CELL_DATE:
        return _moment(value, book.datemode)
    if cell.xf_index in percents:
        return Percent(value)
    return int(value) if value.is_integer() else value


def _moment(serial: float, datemode: Literal[0, 1]) -> Value:
    """A date, a date with its time, a time, or the number where Excel knows no such day."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(serial, datemode)
    except (ValueError, OverflowError, xlrd.XLDateError):
        return serial
    if 0 < serial < 1:
        return moment.time()
    return date(moment.year, moment.month, moment.day) if moment.time() == time() else moment
