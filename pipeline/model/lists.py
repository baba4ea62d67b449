"""A document that is a workbook, laid out: its sheets with their columns, rows, totals and notes, not yet a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pipeline.model.period import Day
from pipeline.model.provenance import Printed

Entry = str | bool | int | Fraction | Day | None  # what a cell holds, exact and in the unit of its column


@dataclass(frozen=True)
class ListColumn:
    """One column: ``kind`` says what its entries are (文字 日期 年月 个数 万元 亿元 百分率 百分点), ``places`` with how
    many decimals they are shown; ``group`` is the heading above its own, ``fills`` gives a text its colour. ``total``
    stands in the row of totals; ``summed`` where the entries add up to it."""

    title: str
    kind: str
    width: float
    align: str = ""
    group: str = ""
    places: int = 0
    fills: Mapping[str, str] = field(default_factory=dict)
    total: Entry = None
    summed: bool = False


@dataclass(frozen=True)
class ListSheet:
    """One sheet: ``heading`` stands above it, ``lead`` and ``unit`` at either end of the line below; ``empty`` is said
    where there is no row, ``totalled`` whether there is a row of totals; ``frozen`` columns stay in sight."""

    name: str
    heading: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[Entry, ...], ...]
    lead: str = ""
    unit: str = ""
    empty: str = ""
    notes: tuple[str, ...] = ()
    totalled: bool = False
    frozen: int = 0
    paper: str = "A4"
    upright: bool = False


@dataclass(frozen=True)
class ListBook:
    """The whole workbook; ``mark`` (草　稿) stands on every page, ``printed`` are the figures in it."""

    title: str
    sheets: tuple[ListSheet, ...]
    organ: str = ""
    mark: str = ""
    printed: tuple[Printed, ...] = ()
