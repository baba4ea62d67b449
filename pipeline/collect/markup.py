"""An HTML page (often saved as .xls) in, one nameless sheet out: its tables one below another."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pipeline.collect.delimited import decoded
from pipeline.collect.guard import bearable
from pipeline.collect.sheet import Grid, Refused, Rows, Span, put, trimmed, typed_text
from pipeline.collect.sniff import BOMS

MOST_SPAN = 2000
MOST_TAKEN = 200_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
SILENT = ("script", "style", "head", "title")


class _Page(HTMLParser):
    """Collects the cells of every table; rows count through the whole page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self.merges: list[Span] = []
        self.hidden: set[int] = set()
        self.taken: set[tuple[int, int]] = set()
        self.row = -1
        self.column = 0
        self.texts: list[str] | None = None
        self.span = (1, 1)
        self.silent = 0
        self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            self.tables += 1
        elif tag == "tr":
            self.start_row(dict(attrs))
        elif tag in ("td", "th"):
            self.start_cell(dict(attrs))
        elif tag in ("br", "p", "div") and self.texts:
            self.texts.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in ("td", "th", "tr", "table"):
            self.end_cell()

    def handle_data(self, data: str) -> None:
        if self.texts is not None and not self.silent:
            self.texts.append(data)

    def start_row(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        self.row, self.column = self.row + 1, 0
        self.silent = 0
        if _NONE.search(attributes.get("style") or ""):
            self.hidden.add(self.row)

    def start_cell(self, attributes: dict[str, str | None]) -> None:
        self.end_cell()
        self.row = max(self.row, 0)
        while (self.row, self.column) in self.taken:
            self.column += 1
        self.span = _span(attributes.get("rowspan")), _span(attributes.get("colspan"))
        self.texts = []

    def end_cell(self) -> None:
        if self.texts is None:
            return
        text = _BLANKS.sub(" ", "".join(self.texts)).replace("\v", "\n").strip(" \n")
        self.texts = None
        value = typed_text(text.replace("\xa0", " ").strip(" "))
        if value is not None:
            bearable(self.row + 1, self.column + 1)
            put(self.rows, self.row, self.column, value)
        self.cover()

    def cover(self) -> None:
        """What the cell spans cannot hold another; the next one stands to its right."""
        down, across = self.span
        if down > 1 or across > 1:
            self.merges.append(Span(self.row, self.column, self.row + down - 1, self.column + across - 1))
        if down > 1:
            if len(self.taken) + down * across > MOST_TAKEN:
                raise Refused("file-unreadable", "网页中的合并单元格过大")
            self.taken.update((self.row + at, self.column + to) for at in range(1, down) for to in range(across))
        self.column += across


def _span(text: str | None) -> int:
    return min(max(int(text), 1), MOST_SPAN) if text and text.strip().isdecimal() else 1


def read_html(data: bytes) -> list[Grid]:
    """The page's tables; raises Refused for a page without one."""
    page = _Page()
    page.feed(_text(data))
    page.close()
    page.end_cell()
    if not page.tables:
        raise Refused("file-not-a-workbook", "是网页，其中没有表格")
    return [Grid(None, trimmed(page.rows), tuple(page.merges), frozenset(page.hidden))]


def _text(data: bytes) -> str:
    if any(data.startswith(bom) for bom, _ in BOMS):
        return decoded(data)
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    for encoding in ("gb18030" if name.startswith("gb") else name, "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")
