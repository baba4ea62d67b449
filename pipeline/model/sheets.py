"""A sheet as it lies in a file: its values by row and column, and what its looks hide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from pipeline.model.cells import Value


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet: ``rows[0][0]`` is A1; ``name`` is None where a file has no sheets (CSV, HTML)."""

    name: str | None
    rows: Sequence[Sequence[Value]]
    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visible: bool = True

    @property
    def cells(self) -> int:
        return sum(len(row) - row.count(None) for row in self.rows)

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text that stands in a cell, once."""
        return frozenset([value for value in set(chain.from_iterable(self.rows)) if type(value) is str])

    def at(self, row: int, column: int) -> Value:
        """The value there, None outside the sheet."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None
