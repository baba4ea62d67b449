"""The register of numbers comes in; 文号登记簿.xlsx goes out, one line a number."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Registered
from pipeline.workbooks.book import Book, Head

TITLE = "文号登记簿"
HEADS = (
    Head("序列", 14),
    Head("年份", 8),
    Head("序号", 8),
    Head("文号", 22),
    Head("状态", 11),
    Head("标题", 44),
    Head("成文日期", 13),
    Head("期间", 11),
    Head("文件", 26),
    Head("稿次", 8),
    Head("定稿", 40),
    Head("定稿校验值（SHA-256）", 68),
    Head("签发单", 34),
    Head("与原稿的不同", 40),
    Head("作废原因、跳号说明", 30),
    Head("作废日期", 13),
)
KINDS = (
    "text", "central", "count", "text", "central", "wrapped", "date", "central", "wrapped", "count", "wrapped", "key",
    "wrapped", "wrapped", "wrapped", "date",
)  # fmt: skip


def register_book(rows: Iterable[Registered]) -> bytes:
    """Every number in the order of its series."""
    book = Book(TITLE, None)
    page = book.page(TITLE, bordered=True)
    page.head(HEADS)
    lines = [_line(row) for row in rows]
    for number, line in enumerate(lines, 1):
        page.row(number, line, KINDS)
    page.table(len(lines), len(HEADS))
    page.paper(TITLE, size="A3")
    return book.bytes()


def _line(row: Registered) -> tuple[object, ...]:
    own = (row.period, row.name, row.draft if row.name else None, row.path, row.sha256, row.signed, row.edited)
    head = (row.series, str(row.year), row.number, row.text, row.standing.value, row.title, row.day)
    return *head, *(value or None for value in own), row.reason or None, row.voided
