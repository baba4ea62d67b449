"""What collect hands on: cells with their places, in the tables that were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from pipeline.model.judgement import Finding


class FaultKind(StrEnum):
    ERROR = "error"  # #REF!, #DIV/0! …
    UNCALCULATED = "uncalculated"  # a formula whose value was never computed
    LOST_DIGITS = "lost-digits"  # a code of more than 15 digits typed as a number


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value: ``text`` is what the sheet shows (``#REF!``, the formula)."""

    kind: FaultKind
    text: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A number in a cell with a percent format: 1.29 that shows as 129%."""

    number: float


Value = str | int | float | bool | date | datetime | time | timedelta | Fault | Percent | None


@lru_cache(maxsize=1024)
def column_letter(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table: the field it is (its key in the rules; "" when unknown), its title as written
    and the unit its heading states (元 a unit: 10000 for 万元; None when it states none)."""

    field: str
    title: str
    column: int
    row: int
    unit: int | None = None

    @property
    def cell(self) -> str:
        return f"{column_letter(self.column)}{self.row}"


class Role(StrEnum):
    DATA = "data"
    SUBTOTAL = "subtotal"  # 小计, or a section line that carries sums
    TOTAL = "total"  # 合计, 总计


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: ``values`` in the order of the block's headings; ``row`` as Excel numbers it."""

    role: Role
    row: int
    values: tuple[Value, ...]
    label: str = ""
    section: int = 0  # the n-th section (一、新建项目) of the table that this row stands in; 0 before the first


@dataclass(frozen=True)
class Block:
    """One table found in one sheet, with everything that the lines around it say."""

    file: str
    sheet: str | None
    form: str
    sender: str | None
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    unit: int | None = None  # 元 a unit, from the sheet's 单位 line
    reported_on: tuple[str, str] | None = None  # the text of the 报送日期 line and its cell


@dataclass(frozen=True)
class InputFile:
    """One file of the period's folder: ``cells`` counts the non-empty cells of its visible sheets; ``kind`` is what
    its bytes are (xlsx, xls, ods, html, text), "" where nothing could be read from it."""

    path: str
    sha256: str
    cells: int
    sender: str | None = None
    kind: str = ""


@dataclass(frozen=True)
class Collected:
    """What the folder held: tables, files and what was wrong with either."""

    blocks: tuple[Block, ...]
    inputs: tuple[InputFile, ...]
    findings: tuple[Finding, ...]
    narrative: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # 文字材料.docx: heading → paragraphs
