"""A sheet in, the sheet as a person sees it out: values that a merged range covers are taken off, and told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.collect.sheet import Grid, Span, cell_name, filled
from pipeline.model import Fault, Value

LONGEST_TOLD = 40


@dataclass(frozen=True)
class Veil:
    """What a merged range hides: how many values, and the first of them with its cell; ``read`` is what it shows."""

    range: str
    cell: str
    value: str
    read: str
    count: int


def unveiled(grid: Grid) -> tuple[Grid, list[Veil]]:
    """The sheet without the covered values that differ from the one their merged range shows."""
    hidden = [(span, cells) for span in grid.merges if (cells := list(_covered(grid, span)))]
    if not hidden:
        return grid, []
    rows = [list(row) for row in grid.rows]
    for _, cells in hidden:
        for row, column in cells:
            rows[row][column] = None
    return replace(grid, rows=rows), [_veil(grid, span, cells) for span, cells in hidden]


def _covered(grid: Grid, span: Span) -> Iterator[tuple[int, int]]:
    shown = grid.at(span.top, span.left)
    for row in range(span.top, min(span.bottom + 1, len(grid.rows))):
        for column in range(span.left, min(span.right + 1, len(grid.rows[row]))):
            value = grid.rows[row][column]
            if filled(value) and value != shown:
                yield row, column


def _veil(grid: Grid, span: Span, cells: list[tuple[int, int]]) -> Veil:
    place = f"{cell_name(span.top, span.left)}:{cell_name(span.bottom, span.right)}"
    first, shown = grid.at(*cells[0]), grid.at(span.top, span.left)
    return Veil(place, cell_name(*cells[0]), _said(first), _said(shown), len(cells))


def _said(value: Value) -> str:
    if value is None:
        return "空"
    return (value.text if isinstance(value, Fault) else str(getattr(value, "number", value)))[:LONGEST_TOLD]
