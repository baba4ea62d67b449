"""A worksheet's XML comes in; its cells by row and column go out, made where they are missing, with its measures."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from lxml import etree

from pipeline.model import column_letter
from pipeline.workbooks.returns.package import Element, UnfitError, main

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
COLUMN, ROW = 64, 18  # pixels where the sheet says nothing
Place = tuple[int, int]


def place(cell: str) -> Place | None:
    """B7 → (7, 2); None where it is no cell of a sheet."""
    match = _PLACE.fullmatch(cell.replace("$", ""))
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    found = int(match[2]), column
    return found if found[0] <= LAST_ROW and column <= LAST_COLUMN else None


def cell_name(at: Place) -> str:
    return f"{column_letter(at[1])}{at[0]}"


class Cells:
    """The cells of one worksheet."""

    def __init__(self, root: Element) -> None:
        self.root = root
        data = root.find(main("sheetData"))
        if data is None:
            raise UnfitError("工作表没有数据区。")
        self._data = data
        self._rows = dict(_numbered(data, lambda name: int(name) if name.isdecimal() else None))
        self._order = sorted(self._rows)
        self._lines: dict[int, dict[int, Element]] = {}

    def top_left(self, at: Place) -> Place:
        """The cell itself, or the one that shows for the merged range it lies in."""
        row, column = at
        for (top, left), (bottom, right) in self._merges:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return at

    @cached_property
    def _merges(self) -> list[tuple[Place, Place]]:
        spans = (row.get("ref", "").partition(":") for row in self._within("mergeCells"))
        corners = [(place(first), place(last)) for first, _, last in spans]
        return [(first, last) for first, last in corners if first and last]

    def style(self, at: Place) -> int:
        """The number of the cell's style; of a missing one the row's or the column's."""
        found = self._line(at[0]).get(at[1])
        if found is not None:
            return int(found.get("s", "0"))
        row = self._rows.get(at[0])
        if row is not None and row.get("customFormat") in ("1", "true"):
            return int(row.get("s", "0"))
        return next((int(column.get("style", "0")) for column in self._columns_at(at[1])), 0)

    def dress(self, at: Place, style: int) -> None:
        """Give a cell a style, making it where it is missing."""
        line = self._line(at[0])
        if at[1] not in line:
            line[at[1]] = self._made(at, line)
        line[at[1]].set("s", str(style))

    def _made(self, at: Place, line: dict[int, Element]) -> Element:
        row = self._rows[at[0]] if at[0] in self._rows else self._new_row(at[0])
        cell = etree.Element(main("c"), r=cell_name(at))
        after = [column for column in line if column > at[1]]
        if after:
            line[min(after)].addprevious(cell)
        else:
            row.append(cell)
        return cell

    def _new_row(self, number: int) -> Element:
        row = etree.Element(main("row"), r=str(number))
        at = bisect(self._order, number)
        if at < len(self._order):
            self._rows[self._order[at]].addprevious(row)
        else:
            self._data.append(row)
        self._order.insert(at, number)
        self._rows[number] = row
        return row

    def _line(self, number: int) -> dict[int, Element]:
        if number not in self._lines:
            row = self._rows.get(number)
            self._lines[number] = {} if row is None else dict(_numbered(row, _column))
        return self._lines[number]

    def _columns_at(self, column: int) -> Iterator[Element]:
        for row in self._within("cols"):
            if int(row.get("min", "0")) <= column <= int(row.get("max", "0")):
                yield row

    def _within(self, tag: str) -> Iterable[Element]:
        found = self.root.find(main(tag))
        return () if found is None else found

    def width(self, column: int) -> int:
        """A column's width in pixels, counted from 1."""
        for row in self._columns_at(column):
            hidden = row.get("hidden") in ("1", "true")
            return 0 if hidden else int(float(row.get("width", "8.43")) * 7 + 5)
        return COLUMN

    def height(self, number: int) -> int:
        """A row's height in pixels, counted from 1."""
        row = self._rows.get(number)
        if row is None:
            return ROW
        return 0 if row.get("hidden") in ("1", "true") else int(float(row.get("ht", "13.5")) * 4 / 3)


def _column(name: str) -> int | None:
    found = place(name)
    return found[1] if found else None


def _numbered(parent: Element, number: Callable[[str], int | None]) -> Iterator[tuple[int, Element]]:
    """Rows or cells with their numbers: their own, else the one after the last."""
    last = 0
    for child in parent.iterchildren(main("row"), main("c")):
        last = number(child.get("r", "")) or last + 1
        yield last, child
