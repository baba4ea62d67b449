"""A detail sheet comes in; its rows go into a workbook, as many as there are, a few in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby

from pipeline.model import Row
from pipeline.workbooks.book import Book, Head, Page
from pipeline.workbooks.columns import Column
from pipeline.workbooks.details import Detail

FIXED = 3  # 项目编号, 来源 and 项目名称 stay in sight
LAMPS = ("light", "invest_light", "start_light")
LIGHTS = ("红灯", "黄灯", "绿灯")
PATTERNS = 1024  # of flags that are kept

Writer = Callable[[int, Row], None]


def write_detail(book: Book, detail: Detail) -> None:
    page = book.page(detail.name)
    page.head([Head(column.heading, column.width, column.group) for column in detail.columns], height=42)
    writers = list(_writers(page, detail.columns))
    for row, record in enumerate(detail.written(), 1):
        for write in writers:
            write(row, record)
        page.pour()
    for at, column in enumerate(detail.columns):
        if column.key in LAMPS:
            page.mark(at, len(detail.rows), LIGHTS)
    page.table(len(detail.rows), len(detail.columns), fixed=FIXED)
    page.paper(f"{detail.name}{book.span}", size="A3", across=0, repeated=FIXED)


def _writers(page: Page, columns: Sequence[Column]) -> Iterator[Writer]:
    """What writes the columns of a row: flags that stand side by side together, all others one by one."""
    for is_flag, found in groupby(enumerate(columns), key=lambda one: one[1].kind == "flag"):
        own = list(found)
        if is_flag:
            yield _flags(page, own[0][0], [column.key for _, column in own])
        else:
            yield from (partial(_cell, page, at, column.key, column.kind) for at, column in own)


def _cell(page: Page, at: int, key: str, kind: str, row: int, record: Row) -> None:
    if (value := record.get(key)) is not None:
        page.put(row, at, value, "month" if kind == "date" and record.get(f"{key}.month") else kind)


def _flags(page: Page, first: int, keys: Sequence[str]) -> Writer:
    """The same pattern of flags comes in row after row: its cells are drawn once."""

    @lru_cache(maxsize=PATTERNS)
    def drawn(values: tuple[bool | None, ...]) -> str:
        return page.drawn(first, values, "flag")

    def write(row: int, record: Row) -> None:
        values = tuple(map(record.get, keys))
        if any(value is not None for value in values):
            page.lay(row, drawn(values))

    return write
