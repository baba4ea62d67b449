"""Values, their kinds and a page's set-up come in; the bytes of a workbook go out, the same for the same input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from pipeline.model import Grid, Period, Span, column_letter
from pipeline.workbooks.literals import Formula, shown

if TYPE_CHECKING:
    from pipeline.workbooks.sheet import Sheet, Stored

CREATED = datetime(2000, 1, 1)  # no clock in any file
DAY_ZERO = date(1899, 12, 30)
PLAIN = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
INNER = {"align": "right", "indent": 1}
MOST_LINES = 28  # Excel's rows end at 409 points
LINE = 14.0  # points of a line of text
STYLES: Mapping[str, Mapping[str, Any]] = {
    "text": {},
    "wrapped": {"text_wrap": True},
    "central": {"align": "center"},
    "key": {"font_color": "#808080"},
    "link": {"font_color": "#0563C1", "underline": 1},
    "money": {"num_format": "#,##0", **INNER},
    "number": {"num_format": "0", **INNER},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "month": {"num_format": "yyyy-mm", "align": "center"},
    "bool": {"align": "center"},
    "flag": {"num_format": '0;-0;"·"', "align": "center"},
    "count": {"num_format": "0", "align": "center"},
    "days": {"num_format": "0", "align": "center"},
    "percent": {"num_format": "0.00", **INNER},
    "points": {"num_format": "0.00", **INNER},
    "change": {"num_format": "+0;-0;0", **INNER},
    "wan": {"num_format": "#,##0.00##", **INNER},
    "wan-change": {"num_format": "+#,##0.00##;-#,##0.00##;0", **INNER},
    "rate": {"num_format": "0.00####", **INNER},
    "rate-change": {"num_format": "+0.00####;-0.00####;0", **INNER},
    "title": {"bold": True, "font_size": 16},
    "strong": {"bold": True},
    "sum": {"bold": True, "align": "center"},
    "来源": {"fg_color": "#44546A"},
    "填报": {"fg_color": "#2F5597"},
    "计算": {"fg_color": "#548235"},
    "检索": {"fg_color": "#7F7F7F"},
    "阻断": {"bg_color": "#F8CBAD"},
    "未报": {"bg_color": "#F8CBAD"},
    "待重报": {"bg_color": "#FFE699"},
    "逾期报送": {"bg_color": "#FFF2CC"},
    "必改": {"fg_color": "#F8CBAD", "pattern": 1, "align": "center"},
    "核实": {"fg_color": "#FFF2CC", "pattern": 1, "align": "center"},
    "place": {"font_color": "#0563C1", "underline": 1, "align": "center"},
    "percentage": {"num_format": "0.00%"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "clock": {"num_format": "hh:mm:ss"},
    "span": {"num_format": "[h]:mm:ss"},
    "红灯": {"bg_color": "#F4B6B6"},
    "黄灯": {"bg_color": "#FFE699"},
    "绿灯": {"bg_color": "#C6E0B4"},
    "黄色": {"bg_color": "#FFE699"},
    "红色": {"bg_color": "#F4B6B6"},
    "不符": {"bg_color": "#F4B6B6"},
    "请人工核对": {"bg_color": "#FFE699"},
}
HEADING = {"bold": True, "font_color": "#FFFFFF", "align": "center", "text_wrap": True, "border": 1, "pattern": 1}
FILLS = ("阻断", "未报", "待重报", "逾期报送", "红灯", "黄灯", "绿灯", "黄色", "红色", "不符", "请人工核对")
GROUPS = ("来源", "填报", "计算", "检索")
PAPER = {"A4": 9, "A3": 8}


@dataclass(frozen=True)
class Head:
    """One heading of a sheet: its text, its column's width in digits and the group that colours it."""

    title: str
    width: float
    group: str = "填报"


class Book:
    """A workbook in the making."""

    def __init__(self, title: str, period: Period | None) -> None:
        from pipeline.workbooks.parts import Pack

        self.span = f"（{period.name}）" if period else ""
        self._book = Pack({"default_format_properties": dict(PLAIN)})
        self._book.set_properties({"title": title + self.span, "created": CREATED})
        self._styles: dict[tuple[str, bool], Any] = {}
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def page(self, name: str, *, bordered: bool = False) -> Page:
        """A new sheet; ``bordered`` draws a line round every cell, for tables that are printed."""
        return Page(self, self.sheet(name), bordered)

    def sheet(self, name: str) -> Sheet:
        """A new sheet whose cells are put one by one."""
        from pipeline.workbooks.sheet import Sheet

        return cast("Sheet", self._book.add_worksheet(name, Sheet))

    def blank(self, name: str) -> Any:
        """A new sheet as XlsxWriter has it, for forms that are handed out to be filled in."""
        return self._book.add_worksheet(name)

    def look(self, **looks: Any) -> Any:
        """A format by its properties, made once."""
        key = tuple(sorted(looks.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(looks)
        return self._looks[key]

    def style(self, kind: str, bordered: bool = False) -> Any:
        """The format of a kind of cell, made once."""
        if (kind, bordered) not in self._styles:
            base = HEADING if kind in GROUPS else {}
            border = {"border": 1, "border_color": "#A6A6A6"} if bordered and kind not in FILLS else {}
            self._styles[kind, bordered] = self._book.add_format({**base, **border, **STYLES[kind]})
        return self._styles[kind, bordered]

    def define(self, name: str, cells: str) -> None:
        self._book.define_name(name, f"={cells}")

    def bytes(self) -> bytes:
        """The finished workbook; nothing can be written after."""
        return self._book.bytes()


def _stored(value: Any, kind: str) -> Stored:
    """What a cell holds: flags 1 and 0, other yes/no a word, days as Excel counts them, nothing for None and nan."""
    match value:
        case None:
            return None
        case str():
            return shown(value) or None
        case bool():
            return int(value) if kind == "flag" else "是" if value else "否"
        case Formula():
            return value
        case date():
            return (value - DAY_ZERO).days
        case int():
            return value
        case _:
            return None if value != value else float(value)


@lru_cache(maxsize=4096)
def lines_of(text: str, width: float, most: int = MOST_LINES) -> int:
    """How many lines a text takes in a column; a Chinese character is as wide as two digits."""
    room = max(int(width - 1.5), 2)
    wide = (sum(2 if ord(letter) > 0x2E7F or letter in "“”—…" else 1 for letter in line) for line in text.split("\n"))
    return min(sum(-(-units // room) or 1 for units in wide), most)


class Page:
    """One sheet: cells by their kind, and how it looks on the screen and on paper."""

    def __init__(self, book: Book, sheet: Sheet, bordered: bool) -> None:
        self._book, self._sheet, self._bordered = book, sheet, bordered
        self._widths: tuple[float, ...] = ()
        self._styles: dict[str, Any] = {}

    def put(self, row: int, column: int, value: Any, kind: str = "text") -> None:
        """One cell, rows and columns counted from 0; a text is never taken for a formula or an address."""
        stored = value if type(value) is int else _stored(value, kind)
        if stored is not None or self._bordered:
            self._sheet.put(row, column, stored, self._styles.get(kind) or self._style(kind))

    def _style(self, kind: str) -> Any:
        self._styles[kind] = style = self._book.style(kind, self._bordered)
        return style

    def copy(self, row: int, column: int, value: Stored, kind: str) -> None:
        """One cell of a copy: its value as it was sent."""
        self._sheet.put(row, column, value, self._book.style(kind))

    def like(self, grid: Grid, widths: Sequence[float], merges: Iterable[Span]) -> None:
        """A copy's columns, merged cells and hidden parts."""
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width, None, {"hidden": column in grid.hidden_columns})
        self._sheet.merge += [[span.top, span.left, span.bottom, span.right] for span in merges]
        self._sheet.hidden_rows = grid.hidden_rows
        self._sheet.set_landscape()
        self._sheet.set_paper(PAPER["A4"])
        self._sheet.fit_to_pages(1, 0)

    def pour(self) -> None:
        """The rows so far are finished: memory holds them no longer."""
        self._sheet.pour()

    def drawn(self, first: int, values: Iterable[Any], kind: str) -> str:
        """Cells side by side from a column, to be laid in many rows."""
        return self._sheet.drawn(first, values, self._style(kind))

    def lay(self, row: int, cells: str) -> None:
        """Cells that are drawn, in a row."""
        self._sheet.lay(row, cells)

    def freeze(self, row: int) -> None:
        """The rows above stay in sight."""
        self._sheet.freeze_panes(row, 0)

    def row(self, row: int, values: Sequence[Any], kinds: Sequence[str]) -> None:
        """Values side by side from the first column, in a row as high as its wrapped texts need."""
        lines = 1
        for column, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            self.put(row, column, value, kind)
            if kind == "wrapped" and value:
                lines = max(lines, lines_of(str(value), self._widths[column]))
        self._sheet.heights[row] = lines * LINE + 2

    def head(self, heads: Sequence[Head], *, height: float = 30) -> None:
        """The first row: headings; the widths of the columns."""
        self.widths([head.width for head in heads])
        self._sheet.heights[0] = height
        for column, head in enumerate(heads):
            self.put(0, column, head.title, head.group)

    def widths(self, widths: Sequence[float]) -> None:
        """The widths of the columns, in digits."""
        self._widths = tuple(widths)
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def across(self, row: int, columns: int, text: str, kind: str = "wrapped") -> None:
        """A text over several columns, in a row as high as it needs."""
        self.put(row, 0, text, kind)
        self._sheet.merge.append([row, 0, row, columns - 1])
        lines = lines_of(text, sum(self._widths[:columns]))
        self._sheet.heights[row] = max(lines * LINE + 2, 26 if kind == "title" else 0)

    def link(self, row: int, column: int, place: str, text: str, kind: str = "place") -> None:
        """A text that leads to a cell of the same workbook, ``place`` as a formula writes it."""
        self._sheet.write_url(row, column, f"internal:{place}", self._book.style(kind, self._bordered), text)
        self.put(row, column, text, kind)

    def table(self, rows: int, columns: int, *, fixed: int = 0) -> None:
        """Heads that stay in sight, a filter on all of it, and no green corners on numbers kept as text."""
        self._sheet.freeze_panes(1, fixed)
        self._sheet.autofilter(0, 0, max(rows, 1), columns - 1)
        everywhere = "A1:XFD1048576"
        self._sheet.ignore_errors({"number_stored_as_text": everywhere, "formula_differs": everywhere})

    def paper(
        self, title: str, *, size: str = "A4", across: int = 1, down: int = 0, repeated: int = 0, heads: int = 0
    ) -> None:
        """Landscape, the title over every page, its number below, the row of heads (and first columns) on each."""
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(PAPER[size])
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.set_header(f"&C&14{title.replace('&', '&&')}")
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.fit_to_pages(across, down)
        sheet.repeat_rows(heads)
        sheet.hide_gridlines(0 if not self._bordered else 1)
        if repeated:
            sheet.repeat_columns(0, repeated - 1)

    def mark(self, column: int, rows: int, words: Sequence[str], *, whole: int = 0) -> None:
        """Fill a column's cells (or the ``whole`` row, so many columns) where it holds one of the words."""
        first, last = (0, whole - 1) if whole else (column, column)
        for word in words:
            test = f'=${column_letter(column + 1)}2="{word}"'
            rule = {"type": "formula", "criteria": test, "format": self._book.style(word)}
            self._sheet.conditional_format(1, first, max(rows, 1), last, rule)

    def notes(self, row: int, lines: Sequence[str]) -> None:
        """Lines of small print below a table, across its columns and without a border."""
        for at, line in enumerate(lines, row):
            self._sheet.put(at, 0, line, self._book.style("key"))

    def upright(self, widths: Sequence[float]) -> None:
        """A page of text: column widths, portrait, no lines."""
        self.widths(widths)
        self._sheet.set_paper(PAPER["A4"])
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(2)
