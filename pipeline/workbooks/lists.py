"""A workbook that was laid out comes in (model/lists.py); its bytes go out, each sheet ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any

from pipeline.model import Day, column_letter
from pipeline.model.lists import Entry, ListBook, ListColumn, ListSheet
from pipeline.workbooks.book import DAY_ZERO, MOST_LINES, PAPER, Book, lines_of
from pipeline.workbooks.literals import Formula, shown
from pipeline.workbooks.sheet import Sheet, Stored

COLOURS = {"红": "#F4B6B6", "橙": "#F8CBAD", "黄": "#FFE699", "绿": "#C6E0B4", "蓝": "#BDD7EE", "灰": "#D9D9D9",
           "深灰": "#A6A6A6"}  # fmt: skip
ALIGNS = {"左": "left", "中": "center", "右": "right"}
OWN_ALIGN = {"文字": "左", "日期": "中", "年月": "中", "是否": "中", "个数": "中"}
DATE, MONTH = "yyyy-mm-dd", "yyyy-mm"
BODY, SMALL = 10, 9  # points
LINE, PADDING = 13.5, 5.0
TITLE_HEIGHT, LEAD_HEIGHT = 30.0, 18.0
SPARE, MOST_IN_ALL = 1.5, 10**6
HEADER = 100  # characters of a title that a page's edge takes
TOTAL = "合计"
GAP = "_ "  # as wide as a blank, between a number and the line on its right
FORMULA = ("=", "+", "-", "@")


def list_book(laid: ListBook) -> bytes:
    """Real numbers in their units, totals as live formulas, nothing that was typed taken for a formula."""
    book = Book(laid.title, None)
    for sheet in laid.sheets:
        _Page(book, sheet, laid.mark).write()
    return book.bytes()


@dataclass(frozen=True)
class _Page:
    """One sheet: title, a line with the unit, heads of one row or two, entries, totals, notes; rows from 0."""

    book: Book
    laid: ListSheet
    mark: str
    _kinds: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def sheet(self) -> Sheet:
        return self.book.sheet(self.laid.name)

    @property
    def last(self) -> int:
        return len(self.laid.columns) - 1

    @property
    def heads(self) -> int:
        """How many rows of heads there are."""
        return 2 if any(column.group for column in self.laid.columns) else 1

    @property
    def first(self) -> int:
        """The first row of entries."""
        return 2 + self.heads

    def write(self) -> None:
        for at, column in enumerate(self.laid.columns):
            self.sheet.set_column(at, at, column.width)
        self._top()
        self._heads()
        end = self._entries()
        if self.laid.totalled:
            self._totals(end)
        self._notes(end + self.laid.totalled)
        self._paper(end)

    def _top(self) -> None:
        self._across(0, 0, self.last, self.laid.heading, TITLE_HEIGHT, bold=True, font_size=16, align="center")
        split = max(self.last // 2, 0)
        looks = {"font_size": SMALL}
        if self.last:
            self._across(1, 0, split, self.laid.lead, LEAD_HEIGHT, **looks)
            self._across(1, split + 1, self.last, self.laid.unit, LEAD_HEIGHT, align="right", **looks)
        else:
            self._across(1, 0, 0, self.laid.unit, LEAD_HEIGHT, align="right", **looks)

    def _across(self, row: int, left: int, right: int, text: str, height: float, **looks: Any) -> None:
        self.sheet.put(row, left, shown(text) or None, self.book.look(valign="vcenter", text_wrap=True, **looks))
        room = sum(column.width for column in self.laid.columns[left : right + 1])
        size = looks.get("font_size", BODY) / BODY
        lines = lines_of(shown(text), room / size)
        self.sheet.heights[row] = max(height, self.sheet.heights.get(row, 0), lines * LINE * size + PADDING)
        if right > left:
            self.sheet.merge.append([row, left, row, right])

    def _heads(self) -> None:
        look = self.book.look(
            bold=True, align="center", valign="vcenter", text_wrap=True, border=1, bg_color="#EDEDED", font_size=BODY
        )
        columns, top = self.laid.columns, 2
        for at, column in enumerate(columns):
            if self.heads == 2:
                self.sheet.put(top, at, shown(column.group or column.title) or None, look)
        for at, column in enumerate(columns):
            self.sheet.put(self.first - 1, at, shown(column.title) or None, look)
        if self.heads == 2:
            self.sheet.merge += list(self._head_merges(top))
            self.sheet.heights[top] = LINE + PADDING
        most = max(_lines(shown(column.title), column.width) for column in columns)
        self.sheet.heights[self.first - 1] = most * LINE + PADDING

    def _head_merges(self, top: int) -> Iterator[list[int]]:
        """A group over its columns; a head without a group over both rows."""
        for group, held in groupby(enumerate(self.laid.columns), key=lambda one: one[1].group):
            places = [at for at, _ in held]
            if group and len(places) > 1:
                yield [top, places[0], top, places[-1]]
            elif not group:
                yield from ([top, at, top + 1, at] for at in places)

    def _entries(self) -> int:
        """Every row; returns the row after the last."""
        row = self.first
        for entries in self.laid.rows:
            row = self._line(row, entries)
        if not self.laid.rows:
            for at in range(self.last + 1):
                self.sheet.put(row, at, self.laid.empty if at == 0 else None, self._look(align="center"))
            self.sheet.heights[row] = LINE * 1.5
            if self.last:
                self.sheet.merge.append([row, 0, row, self.last])
            row += 1
        return row

    def _line(self, row: int, entries: Sequence[Entry]) -> int:
        """One entry of the list; a text too long for the highest row that Excel has goes over several, merged."""
        pairs = list(zip(self.laid.columns, entries, strict=True))
        lines = max(_lines(_said(value), column.width) for column, value in pairs)
        rows = -(-lines // MOST_LINES)
        for part in range(rows):
            for at, (column, value) in enumerate(pairs):
                self.sheet.put(row + part, at, _stored(value, column) if part == 0 else None, self._kind(column, value))
            self.sheet.heights[row + part] = -(-lines // rows) * LINE + PADDING
        if rows > 1:
            self.sheet.merge += [[row, at, row + rows - 1, at] for at in range(len(pairs))]
        return row + rows

    def _kind(self, column: ListColumn, value: Entry) -> Any:
        """How a cell looks; a text that opens like a formula stays a text when somebody edits it."""
        said, is_text = _said(value), isinstance(value, str) or column.kind == "文字"
        shape = "" if is_text else _format(column, value)
        key = (column.kind, column.align, shape, is_text and said.startswith(FORMULA), column.fills.get(said, ""))
        if key not in self._kinds:
            self._kinds[key] = self._styled(*key)
        return self._kinds[key]

    def _styled(self, kind: str, align: str, shape: str, quoted: bool, colour: str) -> Any:
        looks: dict[str, Any] = {"num_format": shape} if shape else {"text_wrap": True}
        looks |= {"quote_prefix": True} if quoted else {}
        looks |= {"bg_color": COLOURS[colour]} if colour else {}
        return self._look(align=ALIGNS[align or OWN_ALIGN.get(kind, "右")], **looks)

    def _look(self, **looks: Any) -> Any:
        return self.book.look(border=1, valign="vcenter", font_size=BODY, **looks)

    def _totals(self, row: int) -> None:
        """合计: the sum of what stands above where it is that, else the figure itself."""
        named = False
        for at, column in enumerate(self.laid.columns):
            total, look = column.total, {"bold": True, "bg_color": "#F2F2F2"}
            if total is None:
                label = TOTAL if not named and column.kind == "文字" else None
                named = named or label is not None
                self.sheet.put(row, at, label, self._look(align="center", **look))
                continue
            stored, letter = _stored(total, column), column_letter(at + 1)
            if column.summed and isinstance(stored, int | float):
                stored = Formula(f"SUM({letter}{self.first + 1}:{letter}{row})", stored)
            align = ALIGNS[column.align or OWN_ALIGN.get(column.kind, "右")]
            self.sheet.put(row, at, stored, self._look(align=align, num_format=_format(column, total), **look))
        self.sheet.heights[row] = LINE + PADDING

    def _notes(self, row: int) -> None:
        for at, note in enumerate(self.laid.notes, row):
            self._across(at, 0, self.last, note, LINE + 2, font_size=SMALL, align="left")

    def _paper(self, end: int) -> None:
        sheet, laid = self.sheet, self.laid
        if not laid.upright:
            sheet.set_landscape()
        sheet.set_paper(PAPER[laid.paper])
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        if self.mark:
            sheet.set_header(f"&C&14{self.mark}")
        sheet.set_footer(f"&L&9{_edge(laid.heading)}&C&9第 &P 页，共 &N 页")
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2, self.first - 1)
        sheet.freeze_panes(self.first, min(laid.frozen, self.last))
        if laid.rows:
            sheet.autofilter(self.first - 1, 0, end - 1, self.last)
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _lines(text: str, width: float) -> int:
    """How many lines a text takes: one where it just fits, else with room to spare, for programs break lines apart."""
    return 1 if lines_of(text, width + SPARE) == 1 else lines_of(text, width, most=MOST_IN_ALL)


def _edge(text: str) -> str:
    """A title as a page's edge takes it; an ampersand would be a command there."""
    return shown(text)[:HEADER].replace("&", "&&")


def _format(column: ListColumn, value: Entry) -> str:
    decimals = "0." + "0" * column.places if column.places else "0"
    match column.kind:
        case "百分率":
            return f"{decimals}%{GAP}"
        case "百分点":
            return f"+{decimals}{GAP};-{decimals}{GAP};{decimals}{GAP}"
        case "日期" | "年月":
            return MONTH if column.kind == "年月" or (isinstance(value, Day) and value.month_only) else DATE
        case "文字" | "是否":
            return "General"
        case "个数":
            return "0"
    return decimals + GAP


def _stored(value: Entry, column: ListColumn) -> Stored:
    match value:
        case None:
            return None
        case bool() | str():
            return _said(value) or None
        case Day():
            return (value.day - DAY_ZERO).days
    number = Fraction(value, 100) if column.kind == "百分率" else Fraction(value)
    return int(number) if number.denominator == 1 else float(number)


def _said(value: Entry) -> str:
    """The words in a cell."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return shown(value) if isinstance(value, str) else ""
