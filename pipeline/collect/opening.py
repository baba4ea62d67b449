"""A file's bytes in, its sheets out, by the reader that its kind asks for; nothing but Refused comes back up."""

from __future__ import annotations

from pipeline.collect.guard import bearable
from pipeline.collect.sheet import Grid, Refused
from pipeline.collect.sniff import Kind, sniff


def opened(data: bytes) -> list[Grid]:
    """The sheets of a workbook of any kind; raises Refused with the finding and the reason."""
    try:
        return [_bearable(grid) for grid in _read(sniff(data), data)]
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # calamine panics with a BaseException of its own
        raise Refused("file-unreadable", "文件已损坏或格式异常") from error


def _read(kind: Kind, data: bytes) -> list[Grid]:
    if kind is Kind.XLSX:
        from pipeline.collect.xlsx import read_xlsx as read
    elif kind is Kind.XLS:
        from pipeline.collect.xls import read_xls as read
    elif kind is Kind.ODS:
        from pipeline.collect.ods import read_ods as read
    elif kind is Kind.HTML:
        from pipeline.collect.markup import read_html as read
    else:
        from pipeline.collect.delimited import read_delimited as read
    return read(data)


def _bearable(grid: Grid) -> Grid:
    """Merged ranges are filled cell by cell: together they may reach no further than a sheet itself."""
    last = len(grid.rows)
    bearable(sum(max(min(span.bottom, last) - span.top, 0) for span in grid.merges), 1)
    return grid
