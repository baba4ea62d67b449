"""A file's bytes in, its sheets out, by the reader that its kind asks for; nothing but Refused comes back up."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.collect.guard import MOST_CELLS, countable
from pipeline.collect.sheet import Doubt, Grid, Refused
from pipeline.collect.sniff import Kind, sniff


@dataclass(frozen=True)
class Opened:
    """A file that was accepted: its ``kind`` as InputFile says it, its sheets, and what is to be said of it."""

    kind: str
    grids: tuple[Grid, ...]
    doubts: tuple[Doubt, ...] = ()


def opened(data: bytes) -> Opened:
    """A workbook of any kind; raises Refused with the finding and the reason."""
    try:
        kind = sniff(data)
        grids, doubts = _read(kind, data)
        countable(len(grids))
        return Opened(kind.value, tuple(map(_bearable, grids)), tuple(doubts))
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        raise Refused("file-unreadable", "内容过多，超出可用内存；请删除表格以外的多余内容") from None
    except BaseException as error:  # calamine panics with a BaseException of its own
        raise Refused("file-unreadable", "文件已损坏或格式异常") from error


def _read(kind: Kind, data: bytes) -> tuple[list[Grid], list[Doubt]]:
    if kind is Kind.XLSX:
        from pipeline.collect.xlsx import read_xlsx as read
    elif kind is Kind.XLS:
        from pipeline.collect.xls import read_xls as read
    elif kind is Kind.ODS:
        from pipeline.collect.ods import read_ods as read
    elif kind is Kind.HTML:
        from pipeline.collect.markup import read_html

        return read_html(data), []
    else:
        from pipeline.collect.delimited import read_delimited

        return read_delimited(data), []
    return read(data)


def _bearable(grid: Grid) -> Grid:
    """Merged ranges are looked through cell by cell: together they may reach no further than a sheet itself."""
    tall, wide = len(grid.rows), max(map(len, grid.rows), default=0)
    areas = ((min(span.bottom + 1, tall) - span.top, min(span.right + 1, wide) - span.left) for span in grid.merges)
    if sum(max(height, 0) * max(width, 1) for height, width in areas) > MOST_CELLS:
        raise Refused("file-unreadable", "合并单元格过大；请取消多余的合并")
    return grid
